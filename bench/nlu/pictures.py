"""The pictures of the report: shapes, hatches and figures say what colours say."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.nlu.reading import Reading
from bench.nlu.scores import BINS, accuracy, by, curve, histogram
from bot.nlu.themes import THEMES

#: Readings of each pipeline, the product's first.
Readings = dict[str, list[Reading]]

#: One a pipeline: dark and plain, light and hatched, white and dotted.
_FILLS: tuple[dict[str, str], ...] = (
    {"facecolor": "#1b3a6b", "edgecolor": "#1b3a6b"},
    {"facecolor": "#c9d3e0", "edgecolor": "#1b3a6b", "hatch": "//"},
    {"facecolor": "#ffffff", "edgecolor": "#b35900", "hatch": ".."},
)
_LINES: tuple[dict[str, str], ...] = (
    {"color": "#1b3a6b", "marker": "o", "linestyle": "-"},
    {"color": "#b35900", "marker": "s", "linestyle": "--"},
    {"color": "#3d7a4f", "marker": "^", "linestyle": ":"},
)
#: No salt, no date: the same figures give the same bytes. Words stay words: drawn as paths they take most of
#: a file, and nobody can search or compare it.
_STYLE = {
    "svg.hashsalt": "ctai",
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.size": 9,
    "hatch.linewidth": 0.6,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}

#: Column of the answers without a theme.
_NONE = "(none)"


def draw(folder: Path, readings: Readings) -> None:
    """Writes the four pictures."""
    with mpl.rc_context(_STYLE):
        for name, figure in (
            ("confusion.svg", _confusion(next(iter(readings.values())))),
            ("confidence.svg", _confidence(readings)),
            ("threshold.svg", _threshold(readings)),
            ("registers.svg", _registers(readings)),
        ):
            figure.tight_layout()
            figure.savefig(folder / name, metadata=_NO_METADATA)
            plt.close(figure)


def _confusion(readings: Sequence[Reading]) -> Figure:
    columns = (*THEMES, _NONE)
    counts = np.zeros((len(THEMES), len(columns)), dtype=int)
    for one in readings:
        counts[THEMES.index(one.question.theme), columns.index(one.theme or _NONE)] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(11, 10))
    # One image of a pixel a cell: 930 squares would be 5,000 lines.
    size = (0, len(columns), len(THEMES), 0)
    axes.imshow(shares, cmap="Greys", vmin=0, vmax=1, extent=size, aspect="auto", interpolation="none")
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column + 0.5, row + 0.5, counts[row, column], ha="center", va="center", color=colour)
    axes.set_xticks(np.arange(len(columns)) + 0.5, columns, rotation=60, ha="right", rotation_mode="anchor")
    axes.set_yticks(np.arange(len(THEMES)) + 0.5, THEMES)
    axes.set_xticks(range(len(columns)), minor=True)
    axes.set_yticks(range(len(THEMES)), minor=True)
    axes.grid(which="minor", color="#dddddd", linewidth=0.4)
    axes.tick_params(which="minor", length=0)
    axes.set_xlabel("theme answered")
    axes.set_ylabel("theme wanted")
    axes.set_title("Product: messages by theme wanted and answered (darker: larger share of the row)")
    return figure


def _confidence(readings: Readings) -> Figure:
    figure, rows = plt.subplots(
        1, len(readings), figsize=(5 * len(readings), 3.6), squeeze=False, sharey=True
    )
    places = (np.arange(BINS) + 0.5) / BINS
    for axes, (name, read) in zip(rows[0], readings.items(), strict=True):
        right, wrong = histogram(read)
        width = 0.4 / BINS
        axes.bar(places - width / 2, right, width, label="right", **_FILLS[0])
        axes.bar(places + width / 2, wrong, width, label="wrong", **_FILLS[1])
        axes.set_title(name)
        axes.set_xlabel("confidence of the likeliest theme")
        axes.legend(loc="upper left")
    rows[0][0].set_ylabel("messages")
    return figure


def _threshold(readings: Readings) -> Figure:
    figure, axes = plt.subplots(figsize=(7, 4.2))
    for (name, read), line in zip(readings.items(), _LINES, strict=False):
        points = [point for point in curve(read) if point.answered.hits]
        across = [100 * point.answered.value for point in points]
        up = [100 * point.right.value for point in points]
        axes.plot(across, up, label=name, markersize=4, **line)
        _name_thresholds(axes, [point.threshold for point in points], across, up)
    axes.set_xlabel("messages answered, %")
    axes.set_ylabel("of these, right theme, %")
    axes.set_title("What a threshold on confidence leaves (figures beside the points: the threshold)")
    axes.grid(visible=True, color="#dddddd")
    axes.legend(loc="lower left")
    return figure


def _name_thresholds(
    axes: Axes, thresholds: Sequence[float], across: Sequence[float], up: Sequence[float]
) -> None:
    for place, threshold in enumerate(thresholds):
        if place % 4 == 0:
            where = (across[place], up[place])
            axes.annotate(f"{threshold:.1f}", where, textcoords="offset points", xytext=(3, 5), fontsize=7)


def _registers(readings: Readings) -> Figure:
    groups = {name: by(read, lambda one: one.question.register) for name, read in readings.items()}
    registers = list(next(iter(groups.values())))
    figure, axes = plt.subplots(figsize=(9, 4))
    width = 0.8 / len(groups)
    for place, (name, group) in enumerate(groups.items()):
        values = [100 * accuracy(group[register]).value for register in registers]
        across = np.arange(len(registers)) + (place - (len(groups) - 1) / 2) * width
        axes.bar(across, values, width, label=name, **_FILLS[place])
        for left, value in zip(across, values, strict=True):
            axes.text(left, value + 1, f"{value:.0f}", ha="center", fontsize=7)
    axes.set_xticks(range(len(registers)), registers, rotation=20)
    axes.set_ylabel("right theme, %")
    axes.set_ylim(0, 128)
    axes.set_title("Accuracy on the theme by the way a message is written")
    axes.legend(loc="upper right", ncol=3, fontsize=8)
    return figure

"""How long the letter takes to write, on one core: `python -m bench.letter`.

The figures depend on the machine, and on what else it does: compare those of one run with each other.
"""

import os
import platform
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from io import BytesIO
from time import perf_counter

import docx

from bench.letter_examples import NEEDS, letter_of
from bench.output import note, progress, say, table, title
from bench.timing import COLUMNS, Times, percentile_of
from bot.letter.model import Letter
from bot.letter.render import Paper, render_docx, render_pdf, words_of
from bot.letter.wording import write
from bot.territory.tables import Territory, load_territory

#: Letters that are measured; each has its own words, so that no cache answers for the whole document.
_LETTERS = 100

#: What is aimed at for both files of a letter, at the median, in milliseconds.
_AIM = 100

_Render = Callable[[Letter], object]


def main() -> None:
    """Measures everything and prints it."""
    start = perf_counter()
    core = _stay_on_one_core()
    load, _, _ = os.getloadavg()
    title("Machine")
    say(
        f"{platform.machine()}, {os.cpu_count()} processors, this run stays on {core}; "
        f"load {load:.1f} before."
    )
    versions = (f"{name} {version(name)}" for name in ("docxtpl", "python-docx", "typst"))
    say(", ".join((f"Python {platform.python_version()}", *versions)))
    territory = load_territory()
    letters = _letters(territory)
    _cold(letters[0])
    both = _letter(letters[1:])
    _aids(letters[1:])
    say()
    verdict = "under" if both < _AIM else "over"
    say(f"Both files of a letter: {both:.0f} ms at the median, {verdict} the aim of {_AIM} ms.")
    say(f"Measured in {perf_counter() - start:.0f} s.")


def _stay_on_one_core() -> str:
    if not hasattr(os, "sched_setaffinity"):
        return "whichever the system gives (no affinity here)"
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"processor {core}"


def _letters(territory: Territory) -> list[Letter]:
    ids = ("commune:23096", "epci:200069441", "departement:23", "commune:98735")
    return [
        letter_of(territory, ids[number % len(ids)], needs=f"{NEEDS}\nSituation relevée le jour {number}.")
        for number in range(_LETTERS + 1)
    ]


def _cold(letter: Letter) -> None:
    title("1. The first letter of a process")
    first = [(name, _milliseconds(render, letter)) for name, render in _FORMATS]
    table(("", "ms"), [(name, f"{time:.0f}") for name, time in (*first, ("both", sum(t for _, t in first)))])
    note("Word templates are compiled and fonts are read then, once for a process.")


def _letter(letters: list[Letter]) -> float:
    title(f"2. The letter, {len(letters)} different ones")
    progress("the letter, each part")
    parts: list[tuple[str, _Render]] = [
        ("words alone", write),
        *_FORMATS,
        ("both files", _both),
        ("plain: python-docx, no template", _plain_docx),
    ]
    times = {name: _times(render, letters) for name, render in parts}
    whole = percentile_of(times["both files"].milliseconds, 50)
    table(
        ("part", *COLUMNS, "share"),
        [
            (name, *one.cells(), f"{percentile_of(one.milliseconds, 50) / whole:.0%}")
            for name, one in times.items()
        ],
    )
    note(
        "Share: of the median of both files; the words are part of each. The plain way adds the same words "
        "to python-docx's own empty document: no styles of ours, nothing that the ministry can edit."
    )
    return whole


def _aids(letters: list[Letter]) -> None:
    title("3. The drafting aids, made when they are asked for")
    table(
        ("paper", *COLUMNS),
        [
            (paper.value, *_times(partial(_both, paper=paper), letters).cells())
            for paper in (Paper.DELIBERATION, Paper.MEMO)
        ],
    )
    note("Both files of each.")


def _times(render: _Render, letters: list[Letter]) -> Times:
    times = tuple(_milliseconds(render, letter) for letter in letters)
    return Times(times, max(times))


def _milliseconds(render: _Render, letter: Letter) -> float:
    start = perf_counter()
    render(letter)
    return 1_000 * (perf_counter() - start)


def _both(letter: Letter, paper: Paper = Paper.LETTER) -> None:
    render_docx(letter, paper)
    render_pdf(letter, paper)


def _plain_docx(letter: Letter) -> bytes:
    document = docx.Document()
    _, words = words_of(letter)
    for value in words.values():
        for text in [value] if isinstance(value, str) else value:
            document.add_paragraph(str(text))
    content = BytesIO()
    document.save(content)
    return content.getvalue()


_FORMATS: tuple[tuple[str, _Render], ...] = (("DOCX", render_docx), ("PDF", render_pdf))


if __name__ == "__main__":
    main()

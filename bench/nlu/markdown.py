"""Markdown: tables, and documents of parts that different commands write."""

from collections.abc import Sequence
from pathlib import Path


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, figures: bool = True) -> str:
    """Gives a table: the first column to the left, the others to the right when they hold figures."""
    lines = [columns, ["---", *["---:" if figures else "---"] * (len(columns) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines)


def cell(text: str) -> str:
    """Makes a text fit for a cell."""
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())


def percent(value: float) -> str:
    """Gives a share of 1 in percent."""
    return f"{100 * value:.1f} %"


def times(value: float, other: float) -> str:
    """Gives how many times the other a value is."""
    if not other:
        return "–"
    ratio = value / other
    return f"× {ratio:.0f}" if ratio >= 20 else f"× {ratio:.1f}" if ratio >= 2 else f"× {ratio:.2f}"


def write_part(path: Path, title: str, name: str, text: str) -> None:
    """Writes one part of a document, and leaves the others, which other commands wrote.

    Args:
        path: the document.
        title: its title.
        name: of the part; parts stand in the order of their names.
        text: the part.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = {**_parts(path), name: text.strip()}
    marked = (f"{_mark(one)}\n\n{parts[one]}\n" for one in sorted(parts))
    path.write_text(f"# {title}\n\n" + "\n".join(marked), encoding="utf-8")


def _mark(name: str) -> str:
    return f"<!-- part: {name} -->"


def _parts(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    _, *marked = path.read_text(encoding="utf-8").split("<!-- part: ")
    split = (one.split(" -->", 1) for one in marked)
    return {name: text.strip() for name, text in split}

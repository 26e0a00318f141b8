"""Tables on the standard output, progress beside them on the error output."""

import sys
import textwrap
from collections.abc import Sequence

#: In characters, for what is written below a table.
_WIDTH = 110


def say(text: str = "") -> None:
    """Writes a line of the report."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Writes a sentence or two, on as many lines as it takes."""
    say(textwrap.fill(text, _WIDTH))


def progress(text: str) -> None:
    """Tells what is being measured: some measures take seconds."""
    sys.stderr.write(f"... {text}\n")
    sys.stderr.flush()


def title(text: str) -> None:
    """Writes a title, underlined."""
    say()
    say(text)
    say("-" * len(text))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], above: Sequence[str] = ()) -> None:
    """Writes a table: the first column to the left, the others to the right.

    Args:
        columns: their titles.
        rows: their cells.
        above: a line over the titles, for columns that go together; none when empty.
    """
    lines = [*([above] if above else []), columns, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    heads = len(lines) - len(rows)
    for line in (*lines[:heads], ["-" * width for width in widths], *rows):
        first, *others = zip(line, widths, strict=True)
        cells = (first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others))
        say("  ".join(cells).rstrip())

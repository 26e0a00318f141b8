"""What a drafting aid is made of, whatever it says: a heading and blocks that both templates lay out."""

from dataclasses import dataclass
from enum import StrEnum

from bot.letter.wording import NBSP


class BlockKind(StrEnum):
    """How a block looks; the value is the name that the templates test."""

    HEADING = "intertitre"
    PARAGRAPH = "texte"
    ITEM = "puce"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Block:
    """One heading, one paragraph, one item of a list, or one line of the signature."""

    kind: BlockKind
    text: str


@dataclass(frozen=True)
class AidText:
    """Every string of a drafting aid, in the order of reading.

    Attributes:
        title: of the file, for those who list or hear it; not printed.
        notice: says that it is an aid, and what has to be done before using it.
        sender: name of the collectivité.
        heading: the title that is printed.
        blocks: the rest.
    """

    title: str
    notice: str
    sender: str
    heading: str
    blocks: tuple[Block, ...]


def heading(text: str) -> Block:
    """Makes a heading."""
    return Block(BlockKind.HEADING, text)


def paragraph(text: str) -> Block:
    """Makes a paragraph."""
    return Block(BlockKind.PARAGRAPH, text)


def item(text: str) -> Block:
    """Makes an item of a list."""
    return Block(BlockKind.ITEM, text)


def signature(text: str) -> Block:
    """Makes a line of the signature."""
    return Block(BlockKind.SIGNATURE, text)


def labelled(label: str, text: str) -> str:
    """Gives « label : text », with the space that French puts before a colon."""
    return f"{label}{NBSP}: {text}"

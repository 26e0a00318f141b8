"""Draws the pictures of `docs/lettre.md`: `python -m bench.letter_pictures [folder]`."""

import sys
from pathlib import Path
from typing import Any

from bench.letter_examples import letter_of
from bench.output import say
from bot.letter.model import Addressee, Civility
from bot.letter.render import Paper, words_of
from bot.letter.typesetting import picture
from bot.territory.tables import load_territory

_FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"

#: Enough to read the words on a screen, and small in the repository.
_DOTS_PER_INCH = 68

_PRESIDENT: dict[str, Any] = {
    "signatory_function": "le président",
    "signatory_civility": Civility.MONSIEUR,
    "addressee": Addressee.PREFET,
}

_NOTHING: dict[str, Any] = {
    "addressee": Addressee.UNKNOWN,
    **dict.fromkeys(("signatory_name", "signatory_function", "signatory_civility", "email", "telephone")),
    **dict.fromkeys(("needs", "actions", "population", "elected_contact", "technical_contact")),
    "themes": (),
    "publics": (),
}

#: Name of the picture -> the collectivité, the paper, what differs from the common example.
_PICTURES: dict[str, tuple[str, Paper, dict[str, Any]]] = {
    "lettre-commune": ("commune:23096", Paper.LETTER, {}),
    "lettre-epci": (
        "epci:200069441",
        Paper.LETTER,
        {
            **_PRESIDENT,
            "email": "contact@pays-de-bitche.example",
            "prepared_by": "Dominique Fictif",
            "prepared_by_function": "chargée de mission",
            "technical_contact": None,
        },
    ),
    "lettre-departement": (
        "departement:23",
        Paper.LETTER,
        {"signatory_function": "présidente", "email": "integration@creuse.example"},
    ),
    "lettre-outre-mer": (
        "commune:98735",
        Paper.LETTER,
        {
            "addressee": Addressee.PREFET,
            "email": "mairie@papeete.example",
            "telephone": None,
            "actions": None,
        },
    ),
    "lettre-a-completer": ("epci:200069441", Paper.LETTER, _NOTHING),
    "lettre-deliberation": ("commune:23096", Paper.DELIBERATION, {}),
    "lettre-memo": ("epci:200069441", Paper.MEMO, _PRESIDENT),
}


def main(folder: Path) -> None:
    """Draws every picture anew, one for each page; one page is the aim."""
    territory = load_territory()
    for name, (collectivite, paper, given) in _PICTURES.items():
        template, words = words_of(letter_of(territory, collectivite, **given), paper)
        first, *others = picture(f"{template}.typ", words, _DOTS_PER_INCH)
        path = folder / f"{name}.png"
        path.write_bytes(first)
        say(f"{path.name}: {len(first) / 1000:.0f} kB{f', {1 + len(others)} pages' if others else ''}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER)

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.letter.model import Addressee, Civility, Letter
from bot.territory.competence import competence
from bot.territory.lookup import by_id
from bot.territory.tables import Territory, load_territory

MakeLetter = Callable[..., Letter]


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="session")
def blank_letter(territory: Territory) -> MakeLetter:
    """Makes a letter of the collectivité with this id in which nothing was given but the arguments."""

    def make(collectivite_id: str = "commune:23096", **given: Any) -> Letter:
        collectivite = by_id(territory, collectivite_id)
        found = competence(territory, collectivite)
        fields: dict[str, Any] = {
            "collectivite": collectivite,
            "prefecture": found.prefecture,
            "departement": territory.departements[found.prefecture.departement],
            "addressee": Addressee.UNKNOWN,
            "signatory_name": None,
            "signatory_function": None,
            "email": None,
            "themes": (),
            "needs": None,
            "written_on": date(2026, 12, 1),
            "sous_prefecture": found.sous_prefecture,
        }
        return Letter(**(fields | given))

    return make


@pytest.fixture(scope="session")
def full_letter(blank_letter: MakeLetter) -> MakeLetter:
    """Makes a letter to which every answer was given, but for the arguments."""

    def make(collectivite_id: str = "commune:23096", **given: Any) -> Letter:
        answers: dict[str, Any] = {
            "addressee": Addressee.PREFETE,
            "signatory_name": "Camille Exemple",
            "signatory_function": "la maire",
            "email": "mairie@gueret.example",
            "themes": ("francais", "mobilite", "le sport"),
            "needs": "Les cours de français ont lieu le matin.\nIl n’y a plus de bus après 18 h.",
        }
        return blank_letter(collectivite_id, **(answers | given))

    return make


@pytest.fixture(scope="session")
def complete_letter(full_letter: MakeLetter) -> MakeLetter:
    """Makes a letter that says all that a letter may say, but for the arguments."""

    def make(collectivite_id: str = "commune:23096", **given: Any) -> Letter:
        answers: dict[str, Any] = {
            "signatory_civility": Civility.MADAME,
            "telephone": "05 55 00 00 00",
            "population": 13000,
            "publics": ("refugies", "travail", "les jeunes majeurs"),
            "actions": "Le centre social ouvre une permanence.\nUne association prête des vélos.",
            "elected_contact": "Alex Témoin, adjointe aux solidarités",
            "technical_contact": "Sacha Modèle, responsable du centre social",
            "prepared_by": "Dominique Fictif",
            "prepared_by_function": "chargée de mission",
        }
        return full_letter(collectivite_id, **(answers | given))

    return make

"""Letters of plainly fictional people, for the measures and for the pictures of the documentation."""

from datetime import date
from typing import Any

from bot.letter.model import Addressee, Civility, Letter
from bot.territory.competence import competence
from bot.territory.lookup import by_id
from bot.territory.tables import Territory

NEEDS = (
    "Depuis trois ans, plusieurs familles se sont installées sur notre territoire, pour rejoindre un proche "
    "ou pour travailler à l’abattoir. Les cours de français ont lieu le matin, quand beaucoup travaillent. "
    "Il n’y a plus de bus après 18 heures."
)
ACTIONS = "Le centre social propose une permanence d’accès aux droits et un atelier de conversation."

_COMMON: dict[str, Any] = {
    "addressee": Addressee.PREFETE,
    "signatory_name": "Camille Exemple",
    "signatory_function": "maire",
    "signatory_civility": Civility.MADAME,
    "email": "mairie@gueret.example",
    "telephone": "05 55 00 00 00",
    "themes": ("francais", "mobilite", "acces_droits"),
    "needs": NEEDS,
    "actions": ACTIONS,
    "publics": ("refugies", "famille"),
    "elected_contact": "Alex Témoin, adjointe aux solidarités",
    "technical_contact": "Dominique Fictif, responsable du centre social",
    "written_on": date(2026, 11, 23),
}


def letter_of(territory: Territory, collectivite_id: str, **given: Any) -> Letter:
    """Makes a letter to which every answer was given, but for the arguments."""
    collectivite = by_id(territory, collectivite_id)
    found = competence(territory, collectivite)
    return Letter(
        **{
            "collectivite": collectivite,
            "prefecture": found.prefecture,
            "departement": territory.departements[found.prefecture.departement],
            "sous_prefecture": found.sous_prefecture,
            "population": collectivite.population,
            **_COMMON,
            **given,
        }
    )

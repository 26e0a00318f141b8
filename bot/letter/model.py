"""What a letter of intent is made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.territory.model import Collectivite, Departement, Prefecture, SousPrefecture

#: Eight themes of the ministry's leaflet, in its order (« Cette étape d'évaluation permet d'identifier… »).
THEMES = {
    "emploi": "l’emploi",
    "logement": "le logement",
    "acces_droits": "l’accès aux droits",
    "francais": "l’apprentissage du français",
    "sante": "l’accès aux soins et à la santé",
    "numerique": "l’inclusion numérique",
    "mobilite": "la mobilité",
    "societe_civile": "les liens avec la société civile",
}


class Addressee(StrEnum):
    """How the préfet or the préfète is addressed: as the visitor says, never guessed."""

    PREFETE = "prefete"
    PREFET = "prefet"
    UNKNOWN = "inconnu"


@dataclass(frozen=True)
class Letter:
    """A letter of intent, before it is put into words.

    Attributes:
        collectivite: who writes.
        prefecture: to whom.
        departement: the département of that préfecture.
        addressee: a préfète, a préfet, or not known.
        signatory_name: who signs; None leaves a blank.
        signatory_function: as `bot.letter.answers.read_function` gives it; None leaves a blank.
        email: where the services of the collectivité can be written to; None leaves a blank.
        themes: keys of `THEMES`, or the visitor's own words.
        needs: the situation of the territory as the visitor wrote it; None leaves a blank.
        written_on: date of the letter.
        sous_prefecture: receives a copy.
    """

    collectivite: Collectivite
    prefecture: Prefecture
    departement: Departement
    addressee: Addressee
    signatory_name: str | None
    signatory_function: str | None
    email: str | None
    themes: tuple[str, ...]
    needs: str | None
    written_on: date
    sous_prefecture: SousPrefecture | None = None

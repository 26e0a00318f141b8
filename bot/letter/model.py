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


#: Whom the project is for, in the words of the leaflet and of the DGEF–Diair definition of 2021.
PUBLICS = {
    "tous": "l’ensemble des étrangers primo-arrivants en situation régulière",
    "refugies": "les réfugiés et les bénéficiaires de la protection subsidiaire",
    "famille": "les personnes venues pour un motif familial",
    "travail": "les personnes venues pour travailler",
}


class Addressee(StrEnum):
    """How the préfet or the préfète is addressed: as the visitor says, never guessed."""

    PREFETE = "prefete"
    PREFET = "prefet"
    UNKNOWN = "inconnu"


class Civility(StrEnum):
    """How a person is called, as they say: titles agree with it."""

    MADAME = "madame"
    MONSIEUR = "monsieur"


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
        signatory_civility: of who signs; None when not said.
        telephone: where the services can be called, as a person writes it; None leaves it out.
        population: inhabitants, when the visitor wants the letter to say them; None leaves them out.
        publics: keys of `PUBLICS`, or the visitor's own words; empty leaves them out.
        actions: what the territory does already, as the visitor wrote it; None leaves it out.
        elected_contact: who follows the project in the council, in the visitor's words; None when not said.
        technical_contact: who follows it in the services, in the visitor's words; None when not said.
        prepared_by: who answers the assistant when somebody else signs; None otherwise.
        prepared_by_function: of that person; None when not said.
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
    signatory_civility: Civility | None = None
    telephone: str | None = None
    population: int | None = None
    publics: tuple[str, ...] = ()
    actions: str | None = None
    elected_contact: str | None = None
    technical_contact: str | None = None
    prepared_by: str | None = None
    prepared_by_function: str | None = None

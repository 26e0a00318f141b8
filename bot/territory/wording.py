"""Sentences in French on a collectivité and its préfecture."""

from collections.abc import Sequence

from bot.territory.competence import Rule
from bot.territory.french import with_de
from bot.territory.model import Collectivite, Competence, Departement, Kind

#: In a list of names; « … » stands for the others.
_MOST_NAMES = 12


def called(collectivite: Collectivite, known_as: str | None = None) -> str:
    """Names a collectivité with its département: « Lomme, aujourd’hui commune de Lille (59, Nord) ».

    Args:
        collectivite: the one of today.
        known_as: what it was called, when that is another name.
    """
    if known_as is None:
        return collectivite.label
    if collectivite.kind is not Kind.COMMUNE:
        return f"{known_as}, aujourd’hui {collectivite.label}"
    if known_as.endswith("Arrondissement"):
        return f"{known_as}, dans la commune {with_de(collectivite.name)} {_departement(collectivite)}"
    return f"{known_as}, aujourd’hui commune {with_de(collectivite.name)} {_departement(collectivite)}"


def departement_label(departement: Departement) -> str:
    """Names a place: « Creuse (23) »."""
    return f"{departement.name} ({departement.code})"


def named_list(candidates: Sequence[Collectivite]) -> str:
    """Names candidates in a row, without their département."""
    names = [one.name for one in candidates]
    return ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")


def notes(competent: Competence) -> str:
    """Says what else is to be known of a competence, each sentence after a space; "" when nothing is."""
    said = []
    if competent.sous_prefecture:
        said.append(f"Votre sous-préfecture est celle {with_de(competent.sous_prefecture.city)}.")
    if competent.rule == Rule.EPCI and competent.others:
        said.append(
            "Votre intercommunalité s’étend sur plusieurs départements\u00a0: c’est celui de son siège qui "
            "compte (article R. 5211-1 du code général des collectivités territoriales)."
        )
    if not competent.certain:
        said.append("Le ministère doit encore confirmer cet interlocuteur.")
    return "".join(f" {sentence}" for sentence in said)


def _departement(collectivite: Collectivite) -> str:
    return f"({collectivite.departement}, {collectivite.departement_name})"

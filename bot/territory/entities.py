"""What a text speaks of, as entities of Rasa: plain dictionaries, which cross from one process to another."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.territory.lookup import Outcome, outcome_of
from bot.territory.recognition import Candidate, Recognition, Status, recognise
from bot.territory.tables import Territory

#: Name of the entity. Buttons carry one of the same name, whose value is the id of a collectivité as well.
ENTITY = "collectivite"

#: Roles of the entity: it is who writes; it is where, not who; it may be either, or neither.
SPEAKER, PLACE, NAMED = "locuteur", "lieu", "nommee"

#: Those called like a candidate that is meant first follow it in a group of their own.
_BESIDE = "homonyme"

#: More is no choice to offer; a postal code may be shared by 46 communes.
_MOST = 46


def entities_of(territory: Territory, text: str) -> list[dict[str, Any]]:
    """Gives an entity for each collectivité that a text may speak of, the best first.

    Each has "entity", "value" (the id), "role", "start" and "end" (the whole text: a name may be said in
    several places of it), "confidence_entity" (1.0, or 0.5 when a name was mistyped or only deduced),
    "known_as" and "place" as in `recognition.Candidate`, and "group" for homonyms that are not meant first.
    """
    recognised = recognise(territory, text)
    return [
        *(_entity(text, recognised, one, "") for one in recognised.candidates[:_MOST]),
        *(_entity(text, recognised, one, _BESIDE) for one in recognised.beside),
    ]


def outcome_in(territory: Territory, entities: Iterable[Mapping[str, Any]]) -> Outcome:
    """Reads back what `entities_of` wrote; other entities are left aside."""
    ours = [one for one in entities if one.get("entity") == ENTITY and "confidence_entity" in one]
    meant = tuple(_candidate(territory, one) for one in ours if one.get("group") != _BESIDE)
    beside = tuple(_candidate(territory, one) for one in ours if one.get("group") == _BESIDE)
    status = (Status.NOT_FOUND, Status.FOUND)[len(meant)] if len(meant) < 2 else Status.AMBIGUOUS
    certain = all(one["confidence_entity"] == 1 for one in ours)
    return outcome_of(Recognition(status, certain, meant, beside))


def _entity(text: str, recognised: Recognition, candidate: Candidate, group: str) -> dict[str, Any]:
    alone = recognised.status is Status.FOUND and recognised.certain and not recognised.beside
    role = PLACE if candidate.area else SPEAKER if alone and recognised.speaker else NAMED
    return {
        "entity": ENTITY,
        "value": candidate.collectivite.id,
        "start": 0,
        "end": len(text),
        "role": role,
        "confidence_entity": 1.0 if recognised.certain else 0.5,
        **({"known_as": candidate.known_as} if candidate.known_as else {}),
        **({"place": candidate.place} if candidate.place else {}),
        **({"group": group} if group else {}),
    }


def _candidate(territory: Territory, entity: Mapping[str, Any]) -> Candidate:
    return Candidate(
        territory.collectivites[entity["value"]],
        entity.get("known_as"),
        entity.get("place"),
        entity["role"] == PLACE,
    )

"""The five steps of the ministry's leaflet, and where the dossier of a conversation stands in them."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.dossier.states import State
from bot.dossier.storage import find_by_conversation
from bot.letter.storage import latest_letter

#: In the words of the leaflet, as `utter_etapes_liste` says them.
TITLES = (
    "Lettre d’intention du représentant de la collectivité ou de l’EPCI (intercommunalité)",
    "Temps d’échange avec les services de la préfecture",
    "Diagnostic partagé entre l’État et la collectivité ou l’EPCI",
    "Proposition de projet et demande de financement",
    "Validation du projet et signature du contrat",
)


class StepState(StrEnum):
    """Where one step stands."""

    DONE = "fait"
    CURRENT = "en_cours"
    AHEAD = "a_venir"


@dataclass(frozen=True)
class Step:
    """One step of the leaflet, from 1 to 5."""

    number: int
    title: str
    state: StepState


@dataclass(frozen=True)
class _Place:
    """How many steps are done, and whether the next one has begun."""

    done: int
    begun: bool = False


_NOWHERE = _Place(0)
_LETTER_WRITTEN = _Place(0, begun=True)

#: A préfecture that received the dossier has not begun the exchange yet. A dossier that was closed without a
#: contract stands nowhere: another one would begin anew.
_PLACES: dict[State, _Place] = {
    State.CONFIRME: _LETTER_WRITTEN,
    State.TRANSMIS: _Place(1),
    State.RECU: _Place(1),
    State.ECHANGE: _Place(1, begun=True),
    State.DIAGNOSTIC: _Place(2, begun=True),
    State.PROJET: _Place(3, begun=True),
    State.SIGNE: _Place(5),
    State.SANS_SUITE: _NOWHERE,
    State.RETIRE: _NOWHERE,
}


def steps(state: State | None, *, letter_written: bool) -> tuple[Step, ...]:
    """Gives the five steps, for a dossier in that state.

    Args:
        state: the dossier's; None when there is none.
        letter_written: whether a letter is ready; a dossier, when there is one, tells more.
    """
    place = (_LETTER_WRITTEN if letter_written else _NOWHERE) if state is None else _PLACES[state]
    return tuple(
        Step(number, title, _state_of(number, place)) for number, title in enumerate(TITLES, start=1)
    )


def steps_of_conversation(session: Session, conversation_id: str) -> tuple[Step, ...]:
    """Gives the five steps, for what this conversation has written and opened so far."""
    dossier = find_by_conversation(session, conversation_id)
    if dossier is not None:
        return steps(dossier.state, letter_written=True)
    return steps(None, letter_written=latest_letter(session, conversation_id) is not None)


def _state_of(number: int, place: _Place) -> StepState:
    if number <= place.done:
        return StepState.DONE
    if place.begun and number == place.done + 1:
        return StepState.CURRENT
    return StepState.AHEAD

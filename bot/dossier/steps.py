"""The five steps of the ministry's leaflet, and where a dossier stands in them: both sides see the same."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.dossier.model import Dossier
from bot.dossier.states import State
from bot.dossier.storage import find_by_conversation, state_before
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

#: A préfecture that received the dossier has not begun the exchange yet.
_PLACES: dict[State, _Place] = {
    State.CONFIRME: _LETTER_WRITTEN,
    State.TRANSMIS: _Place(1),
    State.RECU: _Place(1),
    State.ECHANGE: _Place(1, begun=True),
    State.DIAGNOSTIC: _Place(2, begun=True),
    State.PROJET: _Place(3, begun=True),
    State.SIGNE: _Place(5),
}

#: Closed without a contract: what was done stays done, and nothing is under way any more.
_STOPPED = frozenset({State.SANS_SUITE, State.RETIRE})


def steps(state: State | None, *, letter_written: bool, stopped_at: State | None = None) -> tuple[Step, ...]:
    """Gives the five steps, for a dossier in that state.

    Args:
        state: the dossier's; None when there is none.
        letter_written: whether a letter is ready; a dossier, when there is one, tells more.
        stopped_at: the state it was in before it was closed without a contract; None when not known.
    """
    place = _place(state, letter_written=letter_written, stopped_at=stopped_at)
    return tuple(
        Step(number, title, _state_of(number, place)) for number, title in enumerate(TITLES, start=1)
    )


def steps_of_conversation(session: Session, conversation_id: str) -> tuple[Step, ...]:
    """Gives the five steps, for what this conversation has written and opened so far."""
    dossier = find_by_conversation(session, conversation_id)
    if dossier is not None:
        return steps_of_dossier(session, dossier)
    return steps(None, letter_written=latest_letter(session, conversation_id) is not None)


def steps_of_dossier(session: Session, dossier: Dossier) -> tuple[Step, ...]:
    """Gives the five steps of a dossier; the journal tells how far one went that was closed."""
    stopped = dossier.state in _STOPPED
    stopped_at = state_before(session, dossier.reference, dossier.state) if stopped else None
    return steps(dossier.state, letter_written=True, stopped_at=stopped_at)


def _place(state: State | None, *, letter_written: bool, stopped_at: State | None) -> _Place:
    if state is None:
        return _LETTER_WRITTEN if letter_written else _NOWHERE
    if state in _STOPPED:
        return _Place(_PLACES[stopped_at].done if stopped_at is not None else 0)
    return _PLACES[state]


def _state_of(number: int, place: _Place) -> StepState:
    if number <= place.done:
        return StepState.DONE
    if place.begun and number == place.done + 1:
        return StepState.CURRENT
    return StepState.AHEAD

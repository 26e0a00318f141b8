"""How a dossier goes from one state to the next."""

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.dossier import journal
from bot.dossier.model import Dossier
from bot.dossier.states import State, check_transition, is_closed
from bot.dossier.storage import DossierRow, as_dossier
from bot.handoff.outbox import Sent
from bot.handoff.storage import MessageKind

#: Who the journal says transmitted a dossier.
RELAY = "relais"


class UnknownDossier(LookupError):
    """No dossier has this id."""


def change_state(session: Session, dossier_id: int, wanted: State, clock: Clock, *, author: str) -> Dossier:
    """Takes a dossier to another state and writes one line of journal.

    Args:
        session: an open transaction; the caller commits.
        dossier_id: which one.
        wanted: the state to go to.
        clock: gives aware UTC datetimes.
        author: a role or an agent's identifier, never a visitor's name.

    Raises:
        UnknownDossier: there is no such dossier.
        ForbiddenTransition: it cannot go there from where it stands.
    """
    row = _lock(session, dossier_id)
    if row is None:
        raise UnknownDossier(dossier_id)
    _move(session, row, wanted, clock, author)
    return as_dossier(row)


def mark_exchange(session: Session, dossier_id: int, clock: Clock, *, author: str) -> Dossier:
    """Notes that préfecture and collectivité have met; who had not acknowledged the dossier does so first.

    Both changes are in the journal, with the same author.

    Args:
        session: an open transaction; the caller commits.
        dossier_id: which one.
        clock: gives aware UTC datetimes.
        author: a role or an agent's identifier, never a visitor's name.

    Raises:
        UnknownDossier: there is no such dossier.
        ForbiddenTransition: it is not transmitted yet, or no longer open.
    """
    row = _lock(session, dossier_id)
    if row is None:
        raise UnknownDossier(dossier_id)
    if row.state is State.TRANSMIS:
        _move(session, row, State.RECU, clock, author)
    _move(session, row, State.ECHANGE, clock, author)
    return as_dossier(row)


def mark_transmitted(session: Session, dossier_id: int, clock: Clock) -> None:
    """Notes that the server accepted the message to the préfecture.

    Told twice, or once the dossier has gone further or was erased, it changes nothing.
    """
    row = _lock(session, dossier_id)
    if row is not None and row.state is State.CONFIRME:
        _move(session, row, State.TRANSMIS, clock, RELAY)


def on_message_sent(session: Session, sent: Sent, clock: Clock) -> None:
    """What the relay calls for each message that the server accepted."""
    if sent.kind is MessageKind.DOSSIER and sent.dossier_id is not None:
        mark_transmitted(session, sent.dossier_id, clock)


def _lock(session: Session, dossier_id: int) -> DossierRow | None:
    # The turn comes first, as in `open_dossier`: two transactions that take the same locks in the same order
    # never wait for each other.
    journal.wait_turn(session)
    return session.get(DossierRow, dossier_id, with_for_update=True)


def _move(session: Session, row: DossierRow, wanted: State, clock: Clock, author: str) -> None:
    check_transition(row.state, wanted)
    detail = {"de": row.state.value, "vers": wanted.value}
    row.state = wanted
    row.state_since = clock()
    row.closed_at = row.state_since if is_closed(wanted) else None
    journal.append(session, row.reference, journal.Event.STATE, detail, clock, author=author)

"""The relay: takes messages from the outbox, sends them, notes what became of them.

A message is sent at least once. Twice only when the server accepted it and the relay could not note it: it
died, or the answer was lost. The second copy is the same byte for byte, with the same Message-ID, so that the
receiving side can drop it (RFC 5322, 3.6.4).
"""

import random
import secrets
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from bot.clock import Clock
from bot.db import transaction
from bot.handoff import outbox
from bot.handoff.outbox import MAX_ATTEMPTS, Leased, Sent
from bot.handoff.redirection import address
from bot.handoff.storage import HeartbeatRow
from bot.handoff.transport import Accepted, Deferred, Outcome, Refused, Transport
from bot.logs import logger
from bot.settings import Settings

#: Told once for each accepted message, in a transaction of its own; told again if it fails.
OnSent: TypeAlias = Callable[[Session, Sent, Clock], None]

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=4)

#: How often the relay says that it lives, and after how long a silence it is thought dead: longer than the
#: worst sending, during which it says nothing.
BEAT_EVERY = timedelta(seconds=10)
BEAT_GOOD_FOR = outbox.LEASE + BEAT_EVERY

#: How long the relay rests when nothing is due, and when the database does not answer, in seconds.
PAUSE_S = 1.0
DATABASE_PAUSE_S = 5.0

_HEARTBEAT = "relais"

_log = logger("handoff")


def run_relay(
    settings: Settings,
    sessions: sessionmaker[Session],
    transport: Transport,
    clock: Clock,
    stop: threading.Event,
    *,
    on_sent: OnSent,
    pause_s: float = PAUSE_S,
) -> None:
    """Sends what is due until `stop` is set; the message under way is finished first.

    Several relays may run at once, on one or more machines.

    Args:
        settings: says whether messages reach préfectures.
        sessions: of the one database.
        transport: the way out.
        clock: gives aware UTC datetimes.
        stop: set by whoever wants the relay to end.
        on_sent: learns of each accepted message; must bear to hear of the same one twice.
        pause_s: rest between two looks at an empty outbox, in seconds.
    """
    last_beat: datetime | None = None
    while not stop.is_set():
        try:
            if last_beat is None or clock() - last_beat >= BEAT_EVERY:
                last_beat = _beat(sessions, clock)
                _tell(sessions, clock, on_sent)
            pause = 0.0 if _relay_next(settings, sessions, transport, clock, on_sent) else pause_s
        except DBAPIError as error:
            _log.error("database_failed", **_described(error))
            pause = DATABASE_PAUSE_S
        stop.wait(pause)


def relay_once(
    settings: Settings,
    sessions: sessionmaker[Session],
    transport: Transport,
    clock: Clock,
    *,
    on_sent: OnSent,
) -> int:
    """Sends all that is due now and returns how many messages were tried; arguments as for `run_relay`."""
    tried = 0
    while _relay_next(settings, sessions, transport, clock, on_sent):
        tried += 1
    _tell(sessions, clock, on_sent)
    return tried


def relay_lives(session: Session, clock: Clock) -> bool:
    """Tells whether a relay has given a sign of life lately enough."""
    row = session.get(HeartbeatRow, _HEARTBEAT)
    return row is not None and clock() - row.at <= BEAT_GOOD_FOR


def back_off(attempts: int, chance: random.Random) -> timedelta:
    """Returns how long to wait after the given number of attempts: twice longer each time, up to four hours.

    A fifth more or less, by chance, keeps messages that failed together from coming back together.
    """
    delay = min(FIRST_DELAY * 2.0 ** (attempts - 1), LONGEST_DELAY)
    return delay * chance.uniform(0.8, 1.2)


def _relay_next(
    settings: Settings,
    sessions: sessionmaker[Session],
    transport: Transport,
    clock: Clock,
    on_sent: OnSent,
) -> bool:
    with transaction(sessions) as session:
        leased = outbox.lease_next(session, clock)
    if leased is None:
        return False
    outcome = _send(settings, transport, leased)
    with transaction(sessions) as session:
        noted = _note(session, leased, outcome, clock)
    _log.info("message_tried", message=leased.id, kind=leased.kind.value, outcome=type(outcome).__name__)
    if not noted:
        _log.warning("lease_lost", message=leased.id)
    elif isinstance(outcome, Accepted):
        _tell(sessions, clock, on_sent)
    return True


def _send(settings: Settings, transport: Transport, leased: Leased) -> Outcome:
    outgoing = address(settings, leased)
    try:
        return transport.send(outgoing)
    except Exception as error:  # noqa: BLE001  (one message that nobody foresaw must not stop the others)
        _log.error("sending_failed", message=leased.id, **_described(error))
        return Deferred(f"{type(error).__name__}: {error}")


def _note(session: Session, leased: Leased, outcome: Outcome, clock: Clock) -> bool:
    match outcome:
        case Accepted():
            return outbox.mark_sent(session, leased, clock)
        case Refused(reason):
            return outbox.bury(session, leased, reason)
        case Deferred(reason) if leased.attempts >= MAX_ATTEMPTS:
            return outbox.bury(session, leased, f"abandonné après {leased.attempts} essais ({reason})")
        case Deferred(reason):
            delay = back_off(leased.attempts, secrets.SystemRandom())
            return outbox.postpone(session, leased, reason, delay, clock)


def _tell(sessions: sessionmaker[Session], clock: Clock, on_sent: OnSent) -> None:
    with transaction(sessions) as session:
        untold = outbox.untold(session)
    for message_id in untold:
        try:
            with transaction(sessions) as session:
                sent = outbox.mark_told(session, message_id, clock)
                if sent is not None:
                    on_sent(session, sent, clock)
        except Exception as error:  # noqa: BLE001  (whatever the rest of the product does, messages go on)
            # The message stays to be told, at the next beat; it has been sent and is not sent again.
            _log.error("telling_failed", message=message_id, **_described(error))


def _beat(sessions: sessionmaker[Session], clock: Clock) -> datetime:
    moment = clock()
    with transaction(sessions) as session:
        session.merge(HeartbeatRow(name=_HEARTBEAT, at=moment))
    return moment


def _described(error: Exception) -> dict[str, str]:
    # Not the words of the error: those of a database or a mail server quote addresses.
    last = traceback.extract_tb(error.__traceback__)[-1]
    return {"error": type(error).__name__, "at": f"{last.filename}:{last.lineno}"}

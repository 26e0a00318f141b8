"""The purge of each night, on one of the relays."""

import threading
import traceback
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.clock import PARIS, Clock
from bot.db import transaction
from bot.handoff.storage import HeartbeatRow
from bot.logs import logger
from bot.rights.conversations import tracker_store
from bot.rights.purge import Purged, purge
from bot.settings import Settings

#: When visitors sleep, in metropolitan France. A machine that was off then purges when it is back.
HOUR = 3

#: How long the others leave a purge to the relay that took it; then it has died or failed, and another tries.
LEASE = timedelta(hours=1)

#: Who the journal says purged.
AUTHOR = "purge quotidienne"

_DONE, _TAKEN = "purge", "purge prise"

_LOOK_EVERY_S = 60.0

_log = logger("rights")


def run_daily(
    settings: Settings,
    sessions: sessionmaker[Session],
    clock: Clock,
    stop: threading.Event,
    *,
    look_every_s: float = _LOOK_EVERY_S,
) -> None:
    """Purges once a day until `stop` is set, whatever happens to one purge.

    Args:
        settings: where conversations and mails are.
        sessions: of the one database.
        clock: gives aware UTC datetimes.
        stop: set by whoever wants it to end.
        look_every_s: rest between two looks at the clock, in seconds.
    """
    while not stop.is_set():
        try:
            purged = purge_if_due(settings, sessions, clock)
            if purged is not None:
                _log.info("purged", **purged.counts)
        except Exception as error:  # noqa: BLE001  (messages must go on leaving)
            # Not the words of the error: those of a database may quote data.
            last = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("purge_failed", error=type(error).__name__, at=f"{last.filename}:{last.lineno}")
        stop.wait(look_every_s)


def purge_if_due(settings: Settings, sessions: sessionmaker[Session], clock: Clock) -> Purged | None:
    """Purges when today's has not been done and nobody else is at it; None otherwise."""
    with transaction(sessions) as session:
        if not _take(session, clock()):
            return None
    with tracker_store(settings.tracker_database_url) as store:
        purged = purge(sessions, store, settings.mail_folder, clock, author=AUTHOR)
    with transaction(sessions) as session:
        session.merge(HeartbeatRow(name=_DONE, at=clock()))
    return purged


def _take(session: Session, moment: datetime) -> bool:
    """Notes that this relay purges; the others, who wait on the same row, then see that it does."""
    done = session.scalar(select(HeartbeatRow).where(HeartbeatRow.name == _DONE).with_for_update())
    if done is None:
        # A new installation has nothing old: it begins with the next night.
        session.merge(HeartbeatRow(name=_DONE, at=moment))
        return False
    taken = session.get(HeartbeatRow, _TAKEN)
    if done.at >= _last_hour(moment) or (taken is not None and moment - taken.at < LEASE):
        return False
    session.merge(HeartbeatRow(name=_TAKEN, at=moment))
    return True


def _last_hour(moment: datetime) -> datetime:
    here = moment.astimezone(PARIS)
    today = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if today <= here else today - timedelta(days=1)

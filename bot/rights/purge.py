"""The purge: removes what has been kept long enough, counts and journals it, leaves no trace in the files."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot.clock import Clock
from bot.db import transaction
from bot.dossier import journal
from bot.rights import conversations, retention
from bot.rights.rules import RULES
from bot.rights.scrub import scrub_both

#: What the journal calls the purge, where a dossier has its reference.
REFERENCE = "conservation"


@dataclass(frozen=True)
class Purged:
    """How much was removed, or would be.

    Attributes:
        counts: French label -> how many, in the order they were treated.
    """

    counts: dict[str, int]


def count_due(
    sessions: sessionmaker[Session], store: Engine | None, mail_folder: Path, clock: Clock
) -> Purged:
    """Counts what a purge would remove, and changes nothing; arguments as for `purge`."""
    moment = clock()
    with transaction(sessions) as session:
        counts = {rule.label: rule.count(session, moment) for rule in RULES}
    counts["conversations"] = (
        0 if store is None else conversations.count_idle(store, moment - retention.CONVERSATION)
    )
    counts["courriels en fichiers"] = len(_old_mails(mail_folder, moment))
    return Purged(counts)


def purge(
    sessions: sessionmaker[Session],
    store: Engine | None,
    mail_folder: Path,
    clock: Clock,
    *,
    author: str,
) -> Purged:
    """Removes what has been kept long enough; what was cut short is taken up by the next one.

    Args:
        sessions: of the one database.
        store: Rasa's conversations; None when there are none.
        mail_folder: where mails are written as files outside production.
        clock: gives aware UTC datetimes.
        author: a role or an agent's identifier, for the journal.

    Raises:
        NotScrubbed: all is removed and journalled, but somebody kept the files from being rewritten.
    """
    counts = {rule.label: rule.apply(sessions, clock, author=author) for rule in RULES}
    moment = clock()
    counts["conversations"] = (
        0 if store is None else conversations.delete_idle(store, moment - retention.CONVERSATION)
    )
    old = _old_mails(mail_folder, moment)
    for file in old:
        file.unlink(missing_ok=True)
    counts["courriels en fichiers"] = len(old)
    with transaction(sessions) as session:
        journal.append(session, REFERENCE, journal.Event.PURGED, counts, clock, author=author)
    # Each time, not only after a removal: the rewriting before may have been kept from ending.
    scrub_both(sessions, store)
    return Purged(counts)


def _old_mails(folder: Path, moment: datetime) -> list[Path]:
    before = (moment - retention.MAIL_FILE).timestamp()
    return [file for file in folder.glob("*.eml") if file.stat().st_mtime <= before]

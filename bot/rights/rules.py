"""One rule for each table: which rows have been kept long enough, and what becomes of them.

A rule decides by itself, whatever the others have removed already: a trial run counts what a real one
removes, and a run that was cut short is taken up by the next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, inspect, not_, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.clock import PARIS, Clock
from bot.db import Base, transaction
from bot.dossier.storage import DossierRow, DossierVersionRow, EmailCodeRow, QuestionRow
from bot.feedback.storage import FeedbackRow
from bot.handoff.storage import MessageKind, MessageRow, MessageState
from bot.letter.drafts import DraftRow
from bot.letter.storage import DocumentRow, LetterRow
from bot.review.storage import ReviewRow
from bot.rights import retention
from bot.rights.forgetting import forget_dossiers

#: Rows of one transaction: the visitors' own writings wait for less than a second.
BATCH = 500

#: Tables that no rule empties, and why.
NOTHING_PERSONAL = {
    "journal": "roles, references, digests: it is what stays when a person is erased",
    "inbox": "directory of public offices",
    "inbox_event": "who confirmed which office: agents, by the identifier they chose",
    "office_contact": "directory of public offices, as published",
    "heartbeat": "processes",
}

#: Due or not, at a moment.
Due = Callable[[datetime], ColumnElement[bool]]

#: What becomes of rows, by their keys; the author goes into the journal.
Forget = Callable[[Session, Sequence[Any], Clock, str], None]


@dataclass(frozen=True)
class Rule:
    """What is done with the rows of one table.

    Attributes:
        label: what is counted, in French.
        table: whose rows.
        due: which ones.
        forget: what becomes of them; they are deleted unless it says otherwise.
    """

    label: str
    table: type[Base]
    due: Due
    forget: Forget | None = None

    def count(self, session: Session, moment: datetime) -> int:
        """Counts the rows that are due."""
        return session.scalar(select(func.count()).select_from(self.table).where(self.due(moment))) or 0

    def apply(self, sessions: sessionmaker[Session], clock: Clock, *, author: str) -> int:
        """Does it, some rows a transaction, and returns how many there were."""
        moment = clock()
        key = inspect(self.table).primary_key[0]
        due = select(key).where(self.due(moment)).order_by(key).limit(BATCH)
        done = 0
        while True:
            with transaction(sessions) as session:
                keys = session.scalars(due).all()
                if not keys:
                    return done
                if self.forget is None:
                    session.execute(delete(self.table).where(key.in_(keys)))
                else:
                    self.forget(session, keys, clock, author)
            done += len(keys)


def _older(column: Any, kept: timedelta) -> Due:
    return lambda moment: column <= moment - kept


def _day_older(column: Any, kept: timedelta) -> Due:
    return lambda moment: column <= (moment - kept).astimezone(PARIS).date()


def _dossier_due(moment: datetime) -> ColumnElement[bool]:
    closed = DossierRow.closed_at <= moment - retention.CLOSED_DOSSIER
    idle = and_(DossierRow.closed_at.is_(None), DossierRow.state_since <= moment - retention.IDLE_DOSSIER)
    return and_(DossierRow.requester_email != "", or_(closed, idle))


def _dossier_kept(moment: datetime) -> ColumnElement[bool]:
    # `closed_at` may be unknown: "not due" alone would then be unknown too, in SQL.
    return and_(DossierRow.requester_email != "", not_(func.coalesce(_dossier_due(moment), False)))


def _version_due(moment: datetime) -> ColumnElement[bool]:
    return not_(exists().where(DossierRow.id == DossierVersionRow.dossier_id, _dossier_kept(moment)))


def _letter_due(moment: datetime) -> ColumnElement[bool]:
    first = exists().where(DossierRow.letter_id == LetterRow.id, _dossier_kept(moment))
    later = exists().where(
        DossierVersionRow.letter_id == LetterRow.id,
        DossierRow.id == DossierVersionRow.dossier_id,
        _dossier_kept(moment),
    )
    return and_(LetterRow.created_at <= moment - retention.LETTER_WITHOUT_DOSSIER, not_(or_(first, later)))


def _document_due(moment: datetime) -> ColumnElement[bool]:
    return DocumentRow.letter_id.in_(select(LetterRow.id).where(_letter_due(moment)))


_FINISHED = MessageRow.state.in_([MessageState.SENT, MessageState.DEAD])


def _message_due(moment: datetime) -> ColumnElement[bool]:
    code = and_(MessageRow.kind == MessageKind.CODE, MessageRow.created_at <= moment - retention.CODE)
    return and_(_FINISHED, or_(code, MessageRow.created_at <= moment - retention.MESSAGE))


def _bytes_due(moment: datetime) -> ColumnElement[bool]:
    sent = and_(MessageRow.state == MessageState.SENT, MessageRow.sent_at <= moment - retention.SENT_BYTES)
    dead = and_(MessageRow.state == MessageState.DEAD, MessageRow.created_at <= moment - retention.DEAD_BYTES)
    # Those that go as a whole are counted there.
    return and_(MessageRow.mime.is_not(None), or_(sent, dead), not_(_message_due(moment)))


def _drop_bytes(session: Session, keys: Sequence[Any], _clock: Clock, _author: str) -> None:
    session.execute(update(MessageRow).where(MessageRow.id.in_(keys)).values(mime=None))


#: In this order: what depends on a dossier before the dossier. A new table is one line here.
RULES = (
    Rule("messages", MessageRow, _message_due),
    Rule("contenus de messages", MessageRow, _bytes_due, _drop_bytes),
    Rule("documents", DocumentRow, _document_due),
    Rule("lettres", LetterRow, _letter_due),
    Rule("brouillons", DraftRow, _older(DraftRow.updated_at, retention.DRAFT)),
    Rule("versions de dossiers", DossierVersionRow, _version_due),
    Rule("dossiers", DossierRow, _dossier_due, forget_dossiers),
    Rule("questions", QuestionRow, _older(QuestionRow.forwarded_at, retention.QUESTION)),
    Rule("codes", EmailCodeRow, _older(EmailCodeRow.sent_at, retention.CODE)),
    Rule("avis", FeedbackRow, _day_older(FeedbackRow.day, retention.FEEDBACK)),
    Rule("relectures", ReviewRow, _day_older(ReviewRow.day, retention.REVIEW)),
)

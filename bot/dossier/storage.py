"""Tables of the dossiers, questions, journal and codes that prove an address; how their rows are found.

SQLite would give the id of an erased row again (`sqlite_autoincrement` forbids it): messages and keys that
name that id would then speak of another dossier or code.
"""

import json
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Index, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from bot.db import Base
from bot.dossier.model import CompetentPrefecture, Dossier, Requester
from bot.dossier.states import State
from bot.dossier.trust import Trust

_ACTIVE = text("closed_at IS NULL")

#: What the journal calls a change of state.
STATE_EVENT = "etat"


class DossierRow(Base):
    """One dossier.

    Attributes:
        key: the conversation and the letter it was opened from: the same twice is one dossier.
        redirected: True when the central inbox received it in the place of the préfecture.
        closed_at: None while it is active; a collectivité has one active dossier at most.
        trust: what the domain of the address tells; None when nobody looked, before 0006.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        Index(
            "uq_dossier_active",
            "collectivite_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    letter_id: Mapped[int]
    collectivite_id: Mapped[str] = mapped_column(String(32))
    collectivite_label: Mapped[str] = mapped_column(String(300))
    prefecture_id: Mapped[str] = mapped_column(String(16), index=True)
    prefecture_name: Mapped[str] = mapped_column(String(200))
    redirected: Mapped[bool]
    requester_email: Mapped[str] = mapped_column(String(254), index=True)
    requester_name: Mapped[str | None] = mapped_column(Text)
    requester_function: Mapped[str | None] = mapped_column(Text)
    state: Mapped[State] = mapped_column(
        Enum(State, native_enum=False, length=16, values_callable=lambda states: [s.value for s in states])
    )
    state_since: Mapped[datetime]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    trust: Mapped[Trust | None] = mapped_column(
        Enum(Trust, native_enum=False, length=16, values_callable=lambda levels: [t.value for t in levels])
    )


class DossierVersionRow(Base):
    """New documents of a dossier that is open already; its first letter is version 1 and is in no row.

    Attributes:
        number: from 2 on.
        letter_id: whose documents were sent; the same letter twice is one version.
    """

    __tablename__ = "dossier_version"
    __table_args__ = (
        UniqueConstraint("dossier_id", "number", name="uq_dossier_version_number"),
        UniqueConstraint("dossier_id", "letter_id", name="uq_dossier_version_letter_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id", ondelete="CASCADE"))
    number: Mapped[int]
    letter_id: Mapped[int]
    sent_at: Mapped[datetime]


class JournalRow(Base):
    """One line of the journal; triggers refuse to alter or remove it.

    Attributes:
        reference: the dossier's, kept when the dossier itself is erased.
        detail: JSON, without personal data.
        previous: digest of the line before; unique, so that the chain cannot fork.
        digest: of this line and of `previous`.
    """

    __tablename__ = "journal"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    reference: Mapped[str] = mapped_column(String(24), index=True)
    event: Mapped[str] = mapped_column(String(32))
    author: Mapped[str] = mapped_column(String(120))
    detail: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class EmailCodeRow(Base):
    """One code that was mailed; neither the code nor the address can be read here.

    Attributes:
        address_digest: keyed digest of the address.
        code_digest: keyed digest of the conversation, the address and the code.
        tries: wrong codes typed so far.
        verified_at: when the right one was typed.
    """

    __tablename__ = "email_code"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    address_digest: Mapped[str] = mapped_column(String(64), index=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    verified_at: Mapped[datetime | None]


class QuestionRow(Base):
    """One question that was handed over; the conversation that may go with it is in its messages only.

    Attributes:
        key: the conversation, and a digest of the question, its place and its author: the same twice is one.
        collectivite_id: None when it was not said.
        departement: code, None when nothing is known of the place.
        prefecture_id: None when nothing is known of the place.
        redirected: True when the central inbox received it.
        with_transcript: True when the visitor agreed to join the conversation.
    """

    __tablename__ = "question"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    key: Mapped[str] = mapped_column(String(140), unique=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    collectivite_id: Mapped[str | None] = mapped_column(String(32))
    departement: Mapped[str | None] = mapped_column(String(8))
    prefecture_id: Mapped[str | None] = mapped_column(String(16), index=True)
    redirected: Mapped[bool]
    requester_email: Mapped[str] = mapped_column(String(254), index=True)
    question: Mapped[str] = mapped_column(Text)
    with_transcript: Mapped[bool]
    forwarded_at: Mapped[datetime]


def find_by_conversation(session: Session, conversation_id: str) -> Dossier | None:
    """Returns the latest dossier opened in a conversation."""
    return _found(
        session.scalar(
            select(DossierRow)
            .where(DossierRow.conversation_id == conversation_id)
            .order_by(DossierRow.id.desc())
            .limit(1)
        )
    )


def find_by_key(session: Session, key: str) -> Dossier | None:
    """Returns the dossier opened under that key."""
    return _found(session.scalar(select(DossierRow).where(DossierRow.key == key)))


def find_active(session: Session, collectivite_id: str) -> Dossier | None:
    """Returns the one dossier of a collectivité that is not closed."""
    return _found(
        session.scalar(
            select(DossierRow).where(
                DossierRow.collectivite_id == collectivite_id, DossierRow.closed_at.is_(None)
            )
        )
    )


def find_by_reference(session: Session, reference: str) -> Dossier | None:
    """Returns the dossier of that reference, open or closed; none once the person was erased from it."""
    return _found(
        session.scalar(
            select(DossierRow).where(DossierRow.reference == reference, DossierRow.requester_email != "")
        )
    )


def versions_of(session: Session, dossier_id: int) -> tuple[DossierVersionRow, ...]:
    """Returns the later versions of a dossier, in their order; none for its first letter."""
    return tuple(
        session.scalars(
            select(DossierVersionRow)
            .where(DossierVersionRow.dossier_id == dossier_id)
            .order_by(DossierVersionRow.number)
        )
    )


def state_before(session: Session, reference: str, state: State) -> State | None:
    """Returns the state that a dossier was in before it last went to `state`, as its journal tells."""
    lines = session.scalars(
        select(JournalRow.detail)
        .where(JournalRow.reference == reference, JournalRow.event == STATE_EVENT)
        .order_by(JournalRow.id.desc())
    )
    told = (json.loads(line) for line in lines)
    return next((State(one["de"]) for one in told if one["vers"] == state.value), None)


def free_reference(session: Session, column: InstrumentedAttribute[str], draw: Callable[[], str]) -> str:
    """Draws references until one is not taken yet."""
    while True:
        reference = draw()
        if session.scalar(select(column).where(column == reference)) is None:
            return reference


def find_question(session: Session, key: str) -> QuestionRow | None:
    """Returns the question handed over under that key."""
    return session.scalar(select(QuestionRow).where(QuestionRow.key == key))


def as_dossier(row: DossierRow) -> Dossier:
    """Gives a row as the rest of the product knows it."""
    return Dossier(
        id=row.id,
        reference=row.reference,
        state=row.state,
        state_since=row.state_since,
        conversation_id=row.conversation_id,
        letter_id=row.letter_id,
        collectivite_id=row.collectivite_id,
        collectivite_label=row.collectivite_label,
        prefecture=CompetentPrefecture(row.prefecture_id, row.prefecture_name, row.redirected),
        requester=Requester(row.requester_email, row.requester_name, row.requester_function),
        opened_at=row.opened_at,
        trust=row.trust,
    )


def _found(row: DossierRow | None) -> Dossier | None:
    return None if row is None else as_dossier(row)

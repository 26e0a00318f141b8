"""Tables of the hand-off: inboxes and contacts of préfectures, messages to send, life of the relay."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Enum, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base

#: Longest e-mail address (RFC 5321, 4.5.3.1.3, less the angle brackets).
ADDRESS_MAX = 254

#: Longest telephone and postal address kept of an office, in characters.
TELEPHONE_MAX = 40
POSTAL_ADDRESS_MAX = 300


class InboxStatus(StrEnum):
    """What is known of a préfecture's inbox; only a confirmed one receives anything."""

    CONFIRMED = "confirme"
    TO_CONFIRM = "a_confirmer"
    UNKNOWN = "inconnu"


class MessageKind(StrEnum):
    """What a message is for."""

    DOSSIER = "dossier"
    COPY = "copie"
    RECEIPT = "recepisse"
    CODE = "code"
    QUESTION = "question"
    VERSION = "version"
    WITHDRAWAL = "retrait"


class MessageState(StrEnum):
    """Where a message stands: waiting, held by a relay, accepted by the server, or given up."""

    WAITING = "en_attente"
    LEASED = "en_cours"
    SENT = "envoye"
    DEAD = "rebut"


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


class InboxRow(Base):
    """The inbox of one préfecture."""

    __tablename__ = "inbox"

    prefecture_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    address: Mapped[str | None] = mapped_column(String(ADDRESS_MAX))
    cc: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[InboxStatus] = mapped_column(
        Enum(InboxStatus, native_enum=False, length=16, values_callable=_values)
    )
    source: Mapped[str] = mapped_column(String(300))
    verified_at: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]


class InboxEventRow(Base):
    """One change of the directory; triggers refuse to alter or remove a line."""

    __tablename__ = "inbox_event"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    prefecture_id: Mapped[str] = mapped_column(String(16), index=True)
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(120))
    what: Mapped[str] = mapped_column(Text)


class OfficeContactRow(Base):
    """What the public directory tells of one office: shown to visitors, never written to.

    Attributes:
        published_on: when the directory last changed it; None when it does not say.
        noted_at: when it was imported.
    """

    __tablename__ = "office_contact"

    office_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    telephone: Mapped[str | None] = mapped_column(String(TELEPHONE_MAX))
    postal_address: Mapped[str | None] = mapped_column(String(POSTAL_ADDRESS_MAX))
    source: Mapped[str] = mapped_column(String(300))
    published_on: Mapped[date | None]
    noted_at: Mapped[datetime]


class MessageRow(Base):
    """One message for one recipient, with its final bytes.

    Attributes:
        key: the same key twice is one message.
        dossier_id: the dossier it speaks of; this room knows nothing more about it.
        mime: what is sent, byte for byte; None once it had to be forgotten.
        attempts: how many times a relay has taken it.
        next_attempt_at: not before.
        expires_at: past that moment it is useless and is no longer sent; None for no limit.
        lease_token: which relay holds it; a relay that lost its lease can change nothing any more.
        lease_until: end of that lease.
        told_at: when the rest of the product learnt that it was sent.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_due", "state", "next_attempt_at"),
        Index("ix_message_untold", "state", "told_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    kind: Mapped[MessageKind] = mapped_column(
        Enum(MessageKind, native_enum=False, length=16, values_callable=_values)
    )
    dossier_id: Mapped[int | None] = mapped_column(index=True)
    message_id: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(300))
    envelope_from: Mapped[str] = mapped_column(String(ADDRESS_MAX))
    recipient: Mapped[str] = mapped_column(String(ADDRESS_MAX))
    mime: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[MessageState] = mapped_column(
        Enum(MessageState, native_enum=False, length=16, values_callable=_values)
    )
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))
    sent_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class HeartbeatRow(Base):
    """When a process last said that it lives."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]

"""The letters that were written and their files, kept until the retention rules delete them.

Deleting a letter deletes its documents (`ON DELETE CASCADE`).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from bot.clock import Clock
from bot.db import Base
from bot.letter.model import Letter
from bot.letter.render import file_name, render_docx, render_pdf

#: Random bytes of a document's id: it is the only key to the document, so nobody must guess it.
DOCUMENT_ID_BYTES = 24


class DocumentKind(StrEnum):
    """The two files of a letter; the value is also their suffix."""

    DOCX = "docx"
    PDF = "pdf"


class LetterRow(Base):
    """One letter as it was written."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    collectivite_id: Mapped[str] = mapped_column(String(32), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    documents: Mapped[list["DocumentRow"]] = relationship(
        back_populates="letter",
        order_by="DocumentRow.kind",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class DocumentRow(Base):
    """One file of a letter."""

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    file_name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    letter: Mapped[LetterRow] = relationship(back_populates="documents")


@dataclass(frozen=True)
class Document:
    """A file that can be asked for by its id."""

    id: str
    kind: DocumentKind
    file_name: str
    size: int


@dataclass(frozen=True)
class SavedLetter:
    """What the visitor is told about."""

    id: int
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class DocumentContent:
    """A file with its bytes."""

    kind: DocumentKind
    file_name: str
    sha256: str
    content: bytes


@dataclass(frozen=True)
class StoredLetter:
    """A letter read back, with its files."""

    id: int
    letter: Letter
    created_at: datetime
    documents: tuple[DocumentContent, ...]


def save_letter(session: Session, conversation_id: str, letter: Letter, clock: Clock) -> SavedLetter:
    """Writes both files of `letter` and keeps them.

    Args:
        session: an open transaction; the caller commits.
        conversation_id: whose letter it is.
        letter: what the visitor confirmed.
        clock: gives aware UTC datetimes.

    Returns:
        The letter's id and its documents, DOCX first.
    """
    contents = {DocumentKind.DOCX: render_docx(letter), DocumentKind.PDF: render_pdf(letter)}
    row = LetterRow(
        conversation_id=conversation_id,
        collectivite_id=letter.collectivite.id,
        data=_as_json().dump_python(letter, mode="json"),
        created_at=clock(),
        documents=[
            DocumentRow(
                id=secrets.token_urlsafe(DOCUMENT_ID_BYTES),
                kind=kind,
                file_name=file_name(letter, kind),
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
            )
            for kind, content in contents.items()
        ],
    )
    session.add(row)
    session.flush()
    return SavedLetter(
        row.id,
        tuple(Document(d.id, DocumentKind(d.kind), d.file_name, len(d.content)) for d in row.documents),
    )


def read_document(session: Session, document_id: str) -> DocumentContent | None:
    """Reads one document; None when no document has this id, or no longer."""
    row = session.get(DocumentRow, document_id)
    return None if row is None else _content(row)


def latest_letter(session: Session, conversation_id: str) -> StoredLetter | None:
    """Reads the last letter of a conversation with its documents; None when there is none."""
    row = session.scalars(
        select(LetterRow)
        .where(LetterRow.conversation_id == conversation_id)
        .order_by(LetterRow.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return StoredLetter(
        row.id,
        _as_json().validate_python(row.data),
        row.created_at,
        tuple(_content(document) for document in row.documents),
    )


def _content(row: DocumentRow) -> DocumentContent:
    return DocumentContent(DocumentKind(row.kind), row.file_name, row.sha256, row.content)


@cache
def _as_json() -> TypeAdapter[Letter]:
    """Turns a letter into JSON and back: a stored letter keeps the names that the tables had on its day."""
    return TypeAdapter(Letter)

"""The letters that were written and their files, kept until the retention rules delete them.

Deleting a letter deletes its documents (`ON DELETE CASCADE`), the drafting aids included.
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
from bot.letter.render import Paper, file_name, render_docx, render_pdf

#: Random bytes of a document's id: it is the only key to the document, so nobody must guess it.
DOCUMENT_ID_BYTES = 24


#: The aids that can be had beside a letter, in the order in which they are given.
AIDS = (Paper.DELIBERATION, Paper.MEMO)

#: Beginnings of `DocumentRow.kind`: the files of the letter itself were there first, and have none.
_CODES = {Paper.LETTER: "", Paper.DELIBERATION: "del-", Paper.MEMO: "mem-"}


class UnknownLetter(LookupError):
    """No letter has this id, or no longer."""


class DocumentKind(StrEnum):
    """The two formats of every document; the value is also their suffix."""

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
    """One file of a letter, or of an aid written from it.

    `kind` holds the paper and the format: "docx", "del-pdf".
    """

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
    paper: Paper = Paper.LETTER


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
    paper: Paper = Paper.LETTER


@dataclass(frozen=True)
class StoredLetter:
    """A letter read back, with its own files: those of the aids never go to the préfecture."""

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
    row = LetterRow(
        conversation_id=conversation_id,
        collectivite_id=letter.collectivite.id,
        data=_as_json().dump_python(letter, mode="json"),
        created_at=clock(),
        documents=_files(letter, Paper.LETTER),
    )
    session.add(row)
    session.flush()
    return SavedLetter(row.id, tuple(_document(document) for document in row.documents))


def save_aids(session: Session, letter_id: int) -> tuple[Document, ...]:
    """Writes the drafting aids of a letter and keeps them; asked again, gives the same documents.

    Args:
        session: an open transaction; the caller commits.
        letter_id: as `save_letter` and `latest_letter` give it.

    Returns:
        The deliberation, then the memo, each as DOCX, then as PDF.

    Raises:
        UnknownLetter: no letter has this id.
    """
    row = session.get(LetterRow, letter_id)
    if row is None:
        raise UnknownLetter(letter_id)
    letter = _as_json().validate_python(row.data)
    for paper in AIDS:
        if not _of_paper(row, paper):
            row.documents.extend(_files(letter, paper))
    session.flush()
    return tuple(_document(document) for paper in AIDS for document in _of_paper(row, paper))


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
    return None if row is None else _stored(row)


def read_letter(session: Session, letter_id: int) -> StoredLetter | None:
    """Reads one letter with its documents; None when no letter has this id, or no longer."""
    row = session.get(LetterRow, letter_id)
    return None if row is None else _stored(row)


def _stored(row: LetterRow) -> StoredLetter:
    return StoredLetter(
        row.id,
        _as_json().validate_python(row.data),
        row.created_at,
        tuple(_content(document) for document in _of_paper(row, Paper.LETTER)),
    )


def _files(letter: Letter, paper: Paper) -> list[DocumentRow]:
    contents = {
        DocumentKind.DOCX: render_docx(letter, paper),
        DocumentKind.PDF: render_pdf(letter, paper),
    }
    return [
        DocumentRow(
            id=secrets.token_urlsafe(DOCUMENT_ID_BYTES),
            kind=f"{_CODES[paper]}{kind}",
            file_name=file_name(letter, kind, paper),
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
        )
        for kind, content in contents.items()
    ]


def _of_paper(row: LetterRow, paper: Paper) -> list[DocumentRow]:
    """The documents of one paper, DOCX first."""
    kinds = [f"{_CODES[paper]}{kind}" for kind in DocumentKind]
    return sorted((one for one in row.documents if one.kind in kinds), key=lambda one: kinds.index(one.kind))


def _read_kind(kind: str) -> tuple[Paper, DocumentKind]:
    paper = next(paper for paper, code in reversed(_CODES.items()) if kind.startswith(code))
    return paper, DocumentKind(kind.removeprefix(_CODES[paper]))


def _document(row: DocumentRow) -> Document:
    paper, kind = _read_kind(row.kind)
    return Document(row.id, kind, row.file_name, len(row.content), paper)


def _content(row: DocumentRow) -> DocumentContent:
    paper, kind = _read_kind(row.kind)
    return DocumentContent(kind, row.file_name, row.sha256, row.content, paper)


@cache
def _as_json() -> TypeAdapter[Letter]:
    """Turns a letter into JSON and back: a stored letter keeps the names that the tables had on its day."""
    return TypeAdapter(Letter)

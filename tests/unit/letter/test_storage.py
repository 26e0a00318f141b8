import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.db import Base, make_engine
from bot.letter.storage import DocumentKind, DocumentRow, LetterRow, latest_letter, read_document, save_letter

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOON


@pytest.fixture
def session(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'ctai.sqlite3'}")
    Base.metadata.create_all(engine, tables=[LetterRow.__table__, DocumentRow.__table__])
    with Session(engine) as session, session.begin():
        yield session
    engine.dispose()


def test_a_saved_letter_gives_two_documents_to_download(session, full_letter):
    saved = save_letter(session, "conversation-1", full_letter(), clock)

    assert [document.kind for document in saved.documents] == [DocumentKind.DOCX, DocumentKind.PDF]
    for document in saved.documents:
        content = read_document(session, document.id)
        assert content.file_name == document.file_name == f"lettre-intention-ctai-gueret.{document.kind}"
        assert len(content.content) == document.size
        assert content.sha256 == hashlib.sha256(content.content).hexdigest()


def test_the_ids_of_documents_cannot_be_guessed(session, full_letter):
    ids = [
        document.id
        for _ in range(2)
        for document in save_letter(session, "conversation-1", full_letter(), clock).documents
    ]

    assert len(set(ids)) == 4
    assert all(len(id_) == 32 for id_ in ids)  # 24 random bytes in base 64


def test_an_unknown_document_is_not_found(session):
    assert read_document(session, "inconnu") is None


def test_a_letter_is_read_back_as_it_was_written(session, full_letter):
    letter = full_letter("epci:200069441", needs="A & B\n{{7*7}} 😀")
    save_letter(session, "conversation-1", letter, clock)
    session.flush()
    session.expire_all()

    stored = latest_letter(session, "conversation-1")

    assert stored.letter == letter
    assert stored.created_at == NOON
    assert [document.kind for document in stored.documents] == ["docx", "pdf"]
    assert stored.documents[1].content.startswith(b"%PDF")


def test_the_last_letter_of_the_conversation_is_the_one_that_counts(session, full_letter):
    save_letter(session, "conversation-1", full_letter(signatory_name="Camille Exemple"), clock)
    save_letter(session, "conversation-1", full_letter(signatory_name="Dominique Fictif"), clock)
    save_letter(session, "conversation-2", full_letter(signatory_name="Alex Témoin"), clock)

    assert latest_letter(session, "conversation-1").letter.signatory_name == "Dominique Fictif"
    assert latest_letter(session, "conversation-3") is None


def test_deleting_a_letter_deletes_its_documents(session, full_letter):
    save_letter(session, "conversation-1", full_letter(), clock)

    session.execute(delete(LetterRow))

    assert session.scalar(select(func.count()).select_from(DocumentRow)) == 0

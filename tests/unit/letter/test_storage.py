import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.db import Base, make_engine
from bot.letter.render import Paper
from bot.letter.storage import (
    DocumentKind,
    DocumentRow,
    LetterRow,
    UnknownLetter,
    latest_letter,
    read_document,
    save_aids,
    save_letter,
)

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


def test_a_letter_stored_before_the_newer_answers_is_still_read(session, full_letter):
    save_letter(session, "conversation-1", full_letter(), clock)
    row = session.scalars(select(LetterRow)).one()
    newer = {
        *("signatory_civility", "telephone", "population", "publics", "actions"),
        *("elected_contact", "technical_contact", "prepared_by", "prepared_by_function"),
    }
    assert newer <= set(row.data)
    row.data = {name: value for name, value in row.data.items() if name not in newer}
    session.flush()
    session.expire_all()

    letter = latest_letter(session, "conversation-1").letter
    assert letter == full_letter()
    assert [getattr(letter, name) or None for name in newer] == [None] * len(newer)


def test_every_answer_is_read_back(session, complete_letter):
    save_letter(session, "conversation-1", complete_letter(), clock)
    session.flush()
    session.expire_all()

    assert latest_letter(session, "conversation-1").letter == complete_letter()


def test_the_aids_are_kept_beside_the_letter_and_can_be_downloaded(session, full_letter):
    saved = save_letter(session, "conversation-1", full_letter(), clock)

    aids = save_aids(session, saved.id)

    assert [(aid.paper, aid.kind, aid.file_name) for aid in aids] == [
        (Paper.DELIBERATION, DocumentKind.DOCX, "projet-deliberation-ctai-gueret.docx"),
        (Paper.DELIBERATION, DocumentKind.PDF, "projet-deliberation-ctai-gueret.pdf"),
        (Paper.MEMO, DocumentKind.DOCX, "memo-etapes-ctai-gueret.docx"),
        (Paper.MEMO, DocumentKind.PDF, "memo-etapes-ctai-gueret.pdf"),
    ]
    for aid in aids:
        content = read_document(session, aid.id)
        assert (content.file_name, content.kind, content.paper) == (aid.file_name, aid.kind, aid.paper)
        assert len(content.content) == aid.size
        assert content.content.startswith(b"%PDF" if aid.kind == "pdf" else b"PK")


def test_aids_asked_twice_are_the_same_documents(session, full_letter):
    saved = save_letter(session, "conversation-1", full_letter(), clock)

    first = save_aids(session, saved.id)
    session.expire_all()

    assert save_aids(session, saved.id) == first
    assert session.scalar(select(func.count()).select_from(DocumentRow)) == 6


def test_the_files_of_the_aids_never_go_with_the_letter(session, full_letter):
    saved = save_letter(session, "conversation-1", full_letter(), clock)
    save_aids(session, saved.id)
    session.expire_all()

    stored = latest_letter(session, "conversation-1")

    assert [document.file_name for document in stored.documents] == [
        "lettre-intention-ctai-gueret.docx",
        "lettre-intention-ctai-gueret.pdf",
    ]


def test_a_letter_that_is_no_longer_there_has_no_aids(session):
    with pytest.raises(UnknownLetter):
        save_aids(session, 404)


def test_the_kinds_fit_the_column(session, full_letter):
    save_aids(session, save_letter(session, "conversation-1", full_letter(), clock).id)
    kinds = set(session.scalars(select(DocumentRow.kind)))

    assert kinds == {"docx", "pdf", "del-docx", "del-pdf", "mem-docx", "mem-pdf"}
    assert max(map(len, kinds)) <= DocumentRow.__table__.c.kind.type.length

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.letter.drafts import KEPT_FOR, DraftRow, delete_draft, find_draft, find_drafts, save_draft
from tests.conftest import FakeClock

KEY = "clé d’essai"
EMAIL = "camille@gueret.example"
ANSWERS = {"collectivite": "commune:23096", "lettre_themes": ["emploi"], "lettre_email": EMAIL}


@pytest.fixture
def session(sessions: sessionmaker[Session]):
    with sessions.begin() as session:
        yield session


def kept(
    session: Session, clock: FakeClock, conversation: str = "un", email: str | None = EMAIL, **answers
) -> None:
    save_draft(session, conversation, ANSWERS | answers, email, KEY, clock)


def test_a_draft_comes_back_as_it_was_kept(session, clock) -> None:
    kept(session, clock)
    found = find_draft(session, "un", clock)
    assert found is not None
    assert found.data == ANSWERS
    assert found.updated_at == clock()


def test_the_answers_of_a_conversation_take_the_place_of_those_before(session, clock) -> None:
    kept(session, clock)
    clock.advance(minutes=3)
    kept(session, clock, lettre_nom="Camille Exemple")
    assert len(session.scalars(select(DraftRow)).all()) == 1
    found = find_draft(session, "un", clock)
    assert found is not None
    assert found.data["lettre_nom"] == "Camille Exemple"


def test_an_address_finds_its_drafts_the_newest_first_whatever_its_capitals(session, clock) -> None:
    kept(session, clock, "un")
    clock.advance(hours=1)
    kept(session, clock, "deux")
    kept(session, clock, "trois", "autre@gueret.example")
    kept(session, clock, "quatre", None)
    found = find_drafts(session, " Camille@Gueret.example", KEY, clock)
    assert [one.conversation_id for one in found] == ["deux", "un"]


def test_another_key_finds_nothing(session, clock) -> None:
    kept(session, clock)
    assert find_drafts(session, EMAIL, "autre clé", clock) == ()


def test_an_address_that_changed_is_no_longer_the_key(session, clock) -> None:
    kept(session, clock)
    kept(session, clock, email="autre@gueret.example")
    assert find_drafts(session, EMAIL, KEY, clock) == ()


def test_the_digest_does_not_tell_the_address(session, clock) -> None:
    kept(session, clock)
    digest = session.scalars(select(DraftRow.email_digest)).one()
    assert digest is not None
    assert EMAIL not in digest
    assert len(digest) == 64


def test_a_draft_is_found_for_thirty_days_and_no_longer(session, clock) -> None:
    kept(session, clock)
    clock.moment += KEPT_FOR - timedelta(seconds=1)
    assert find_draft(session, "un", clock) is not None
    clock.advance(seconds=1)
    assert find_draft(session, "un", clock) is None
    assert find_drafts(session, EMAIL, KEY, clock) == ()


def test_a_deleted_draft_is_gone(session, clock) -> None:
    kept(session, clock, "un")
    kept(session, clock, "deux")
    delete_draft(session, "un")
    assert find_draft(session, "un", clock) is None
    assert find_draft(session, "deux", clock) is not None

"""What is of a proved address goes, in both databases; what is of anybody else stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.db import transaction
from bot.dossier.journal import verify_journal
from bot.dossier.states import State
from bot.dossier.storage import DossierRow, EmailCodeRow, JournalRow, QuestionRow
from bot.dossier.tracking import change_state
from bot.handoff.inboxes import confirm_inbox
from bot.handoff.outbox import lease_next
from bot.handoff.storage import MessageRow, MessageState
from bot.letter.drafts import DraftRow
from bot.letter.storage import DocumentRow, LetterRow
from bot.rights.erase import erase
from bot.rights.scrub import scrub_both
from bot.rights.verification import RightsRefused
from tests.unit.rights.conftest import CAMILLE, DOMINIQUE, Talks
from tests.unit.rights.test_purge import content, raw_bytes


@pytest.fixture
def erase_of(sessions, store, settings, clock):
    def erase_of(address: str):
        with transaction(sessions) as session:
            return erase(session, store, settings, address, clock)

    return erase_of


def test_everything_of_a_person_goes_and_nothing_of_another(
    sessions, talks: Talks, live, erase_of, database_url, tmp_path, store
) -> None:
    live(CAMILLE)
    live(DOMINIQUE)

    erased = erase_of(CAMILLE.email)
    scrub_both(sessions, store)

    assert erased.counts == {
        "messages": 5,
        "documents": 2,
        "lettres": 1,
        "brouillons": 1,
        "questions": 1,
        "codes": 1,
        "dossiers": 1,
        "conversations": 1,
    }
    assert talks.senders() == {DOMINIQUE.conversation}
    for url in (database_url, talks.url):
        left = raw_bytes(url, tmp_path)
        assert CAMILLE.name.encode() not in left
        assert CAMILLE.email.encode() not in left
        assert DOMINIQUE.email.encode() in left
    with transaction(sessions) as session:
        counted = [
            session.scalar(select(func.count()).select_from(table))
            for table in (DossierRow, MessageRow, DocumentRow, LetterRow, DraftRow, QuestionRow, EmailCodeRow)
        ]
    assert counted == [2, 5, 2, 1, 1, 1, 1]


def test_the_history_stays_and_an_open_dossier_is_withdrawn(sessions, live, erase_of) -> None:
    live(CAMILLE)

    handed = erase_of(CAMILLE.email).handed

    with transaction(sessions) as session:
        row = session.scalars(select(DossierRow)).one()
        lines = session.execute(select(JournalRow.event, JournalRow.author).order_by(JournalRow.id)).all()
        assert verify_journal(session).broken_at is None
    assert row.state is State.RETIRE
    assert [event for event, _ in lines] == ["ouverture", "question", "etat", "effacement", "effacement"]
    assert {author for event, author in lines if event == "effacement"} == {"droit d’effacement"}
    assert [one.office for one in handed] == [
        "préfecture de la Creuse (par la boîte centrale)",
        "boîte centrale",
    ]
    assert handed[0].reference == row.reference


def test_a_closed_dossier_keeps_its_state(sessions, live, erase_of, clock) -> None:
    live(CAMILLE)
    with transaction(sessions) as session:
        row = session.scalars(select(DossierRow)).one()
        change_state(session, row.id, State.TRANSMIS, clock, author="essai")
        change_state(session, row.id, State.SANS_SUITE, clock, author="essai")

    erase_of(CAMILLE.email)

    with transaction(sessions) as session:
        assert session.scalars(select(DossierRow.state)).one() is State.SANS_SUITE


def test_done_again_it_finds_nothing_and_adds_nothing(sessions, live, erase_of) -> None:
    live(CAMILLE)
    erase_of(CAMILLE.email)
    before = content(sessions)

    assert not any(erase_of(CAMILLE.email).counts.values())
    assert content(sessions) == before


def test_a_message_that_waits_is_cancelled(sessions, live, erase_of) -> None:
    live(CAMILLE)
    with transaction(sessions) as session:
        for row in session.scalars(select(MessageRow)):
            row.state = MessageState.WAITING

    erase_of(CAMILLE.email)

    with transaction(sessions) as session:
        assert session.scalars(select(MessageRow)).all() == []


def test_nothing_is_erased_while_a_message_is_leaving_but_a_dead_relay_stops_nobody(
    sessions, live, erase_of, clock, talks: Talks
) -> None:
    live(CAMILLE)
    with transaction(sessions) as session:
        row = session.scalars(select(MessageRow).order_by(MessageRow.id.desc()).limit(1)).one()
        row.state = MessageState.WAITING
        session.flush()
        assert lease_next(session, clock) is not None
    before = content(sessions)

    with pytest.raises(RightsRefused, match="en cours d’envoi"):
        erase_of(CAMILLE.email)

    assert content(sessions) == before
    assert talks.senders() == {CAMILLE.conversation}
    clock.moment += timedelta(minutes=6)
    assert erase_of(CAMILLE.email).counts["messages"] == 5


def test_an_office_that_receives_dossiers_has_no_hold_on_them(sessions, live, erase_of, clock, talks) -> None:
    office = "ctai@prefecture.example"
    with transaction(sessions) as session:
        confirm_inbox(session, "pref:23", office, clock, author="essai", source="appel", production=False)
    live(CAMILLE)
    with transaction(sessions) as session:
        assert session.scalar(select(func.count()).where(MessageRow.recipient == office)) == 2

    assert not any(erase_of(office).counts.values())


def test_a_letter_and_a_conversation_where_the_address_was_only_given_go_too(
    sessions, talks: Talks, write, erase_of
) -> None:
    talks.slot(CAMILLE.conversation, "lettre_email", "Camille.Exemple@mairie.example ")
    with transaction(sessions) as session:
        write(session, CAMILLE)

    counts = erase_of(CAMILLE.email).counts

    assert (counts["lettres"], counts["conversations"]) == (1, 1)
    assert talks.senders() == set()


def test_an_address_that_was_corrected_or_only_quoted_is_not_of_its_owner(talks: Talks, erase_of) -> None:
    talks.slot("faute", "lettre_email", CAMILLE.email)
    talks.slot("faute", "lettre_email", DOMINIQUE.email)
    talks.typed("citation", f"Écrivez à {CAMILLE.email}")

    assert erase_of(CAMILLE.email).counts["conversations"] == 0
    assert talks.senders() == {"faute", "citation"}


def test_what_another_proved_in_a_conversation_is_theirs_whatever_the_letter_says(
    sessions, live, talks: Talks, erase_of
) -> None:
    live(DOMINIQUE)
    talks.slot(DOMINIQUE.conversation, "question_email", CAMILLE.email)
    with transaction(sessions) as session:
        letter = session.scalars(select(LetterRow)).one()
        letter.data = {**letter.data, "email": CAMILLE.email}

    assert not any(erase_of(CAMILLE.email).counts.values())
    assert talks.senders() == {DOMINIQUE.conversation}


def test_without_any_conversation_kept_the_rest_is_erased(sessions, live, settings, clock) -> None:
    live(CAMILLE)

    with transaction(sessions) as session:
        counts = erase(session, None, settings, CAMILLE.email, clock).counts

    assert (counts["lettres"], counts["conversations"]) == (1, 0)

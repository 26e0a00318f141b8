import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from bot.db import transaction
from bot.dossier.journal import verify_journal
from bot.dossier.question import (
    CodeNotVerified,
    HandedOver,
    HandOver,
    Place,
    destination_of,
    hand_over,
)
from bot.dossier.storage import JournalRow, QuestionRow
from bot.dossier.tracking import on_message_sent
from bot.dossier.written_reference import read_reference
from bot.handoff.inboxes import confirm_inbox
from bot.handoff.relay import relay_once
from bot.handoff.storage import MessageKind, MessageRow, MessageState
from bot.handoff.transport import Accepted
from bot.territory.model import UnknownCollectivite

CAMILLE = "camille.exemple@mairie.example"
ASKED = "Un syndicat mixte peut-il signer ?\nEt un pôle territorial ?"
COMMAND = HandOver("c1", CAMILLE, ASKED, Place("commune:23096"), "Visiteur :\r\n    Bonjour\r\n")


@pytest.fixture
def ask(session, territory, settings, clock):
    """The visitor says yes to the recap."""

    def ask(session=session, **changes):
        return hand_over(session, replace(COMMAND, **changes), territory, settings, clock)

    return ask


@pytest.fixture
def confirm_creuse(session, clock):
    confirm_inbox(
        session,
        "pref:23",
        "creuse@prefecture.example",
        clock,
        author="exploitante",
        source="lettre du 2 novembre 2026",
        production=False,
        cc=["integration@prefecture.example"],
    )


def messages(session, *kinds):
    return list(session.scalars(select(MessageRow).where(MessageRow.kind.in_(kinds)).order_by(MessageRow.id)))


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def read(row):
    return message_from_bytes(row.mime, policy=policy.default)


def test_a_question_is_kept_and_queues_two_messages(session, prove, ask, settings, clock):
    prove()
    outcome = ask()

    [row] = session.scalars(select(QuestionRow))
    to_prefecture, receipt = messages(session, MessageKind.QUESTION, MessageKind.RECEIPT)
    assert outcome == HandedOver(row.reference, CAMILLE)
    assert (row.question, row.requester_email, row.with_transcript) == (ASKED, CAMILLE, True)
    assert (row.collectivite_id, row.departement, row.prefecture_id) == ("commune:23096", "23", "pref:23")
    assert (row.redirected, row.forwarded_at) == (True, clock())
    assert to_prefecture.recipient == settings.central_inbox
    assert receipt.recipient == CAMILLE
    assert {to_prefecture.dossier_id, receipt.dossier_id} == {None}


def test_the_reference_cannot_be_taken_for_that_of_a_dossier(prove, ask):
    prove()
    reference = ask().reference

    assert reference.startswith("CTAI-Q26-")
    assert read_reference(reference) is None
    assert read_reference(reference.replace("Q", "", 1)) is not None


def test_a_confirmed_inbox_receives_the_question_and_its_copy(session, confirm_creuse, prove, ask):
    prove()
    ask()

    to_prefecture, copy = messages(session, MessageKind.QUESTION, MessageKind.COPY)
    assert to_prefecture.recipient == "creuse@prefecture.example"
    assert copy.recipient == "integration@prefecture.example"
    assert copy.mime == to_prefecture.mime
    assert not session.scalars(select(QuestionRow)).one().redirected


@pytest.mark.parametrize(
    ("place", "prefecture", "label"),
    [
        (Place("commune:23096"), "pref:23", "préfecture de la Creuse"),
        (Place(departement="62"), "pref:62", "préfecture du Pas-de-Calais"),
        (Place(), None, "boîte centrale du ministère de l’Intérieur"),
    ],
)
def test_without_a_confirmed_prefecture_the_central_inbox_receives_it(
    session, territory, settings, clock, place, prefecture, label
):
    found = destination_of(session, place, territory, settings, clock)

    assert found.recipient.address == settings.central_inbox
    assert (found.prefecture.id if found.prefecture else None) == prefecture
    assert label in found.label
    assert found.label.startswith("boîte centrale")


def test_a_departement_alone_reaches_its_confirmed_prefecture(
    session, territory, settings, clock, confirm_creuse
):
    found = destination_of(session, Place(departement="23"), territory, settings, clock)

    assert found.recipient.address == "creuse@prefecture.example"
    assert found.label == "préfecture de la Creuse"
    assert found.place == "collectivité non précisée (23, Creuse)"


def test_a_doubtful_competence_is_told(session, prove, ask):
    prove()
    ask(place=Place("commune:75056"))

    [row] = messages(session, MessageKind.QUESTION)
    assert "reste à confirmer" in read(row).get_body(("plain",)).get_content()


def test_an_unknown_collectivite_is_an_error(prove, ask):
    prove()
    with pytest.raises(UnknownCollectivite):
        ask(place=Place("commune:23999"))


def test_the_same_question_confirmed_twice_leaves_once(session, prove, ask):
    prove()

    assert ask() == ask()
    assert count(session, QuestionRow) == count(session, JournalRow) == 1
    assert len(messages(session, MessageKind.QUESTION, MessageKind.RECEIPT)) == 2


def test_a_repetition_is_known_even_when_the_proof_is_too_old(prove, ask, clock):
    prove()
    first = ask()
    clock.advance(hours=5)

    # The conversation has grown by the answer that was lost.
    assert ask(transcript="Visiteur :\r\n    oui\r\n") == first


@pytest.mark.parametrize(
    "change", [{"question": "Et un département ?"}, {"place": Place()}, {"place": Place(departement="23")}]
)
def test_another_question_leaves_as_well(session, prove, ask, change):
    prove()

    assert ask().reference != ask(**change).reference
    assert count(session, QuestionRow) == 2


@pytest.mark.parametrize("email", [CAMILLE, "pas une adresse"])
def test_without_proof_of_the_address_nothing_is_kept_or_sent(session, ask, email):
    assert ask(email=email) == CodeNotVerified()
    assert count(session, QuestionRow) == count(session, MessageRow) == count(session, JournalRow) == 0


def test_a_proof_of_another_conversation_or_address_sends_nothing(prove, ask):
    prove("c2")
    prove("c1", "dominique.exemple@mairie.example")

    assert ask() == CodeNotVerified()


def test_the_proof_must_be_recent(prove, ask, clock):
    prove()
    clock.advance(hours=1)

    assert ask() == CodeNotVerified()


def test_the_address_is_the_same_however_it_is_written(prove, ask):
    prove()

    assert ask(email="Camille.Exemple@Mairie.Example") == ask()


def test_the_journal_tells_of_the_question_without_personal_data(session, prove, ask):
    prove()
    reference = ask().reference
    [line] = session.scalars(select(JournalRow))

    assert (line.reference, line.event, line.author) == (reference, "question", "demandeur")
    assert json.loads(line.detail) == {
        "collectivite": "commune:23096",
        "conversation": True,
        "detour": "non_confirmee",
        "prefecture": "pref:23",
    }
    assert verify_journal(session).broken_at is None


def test_a_failure_leaves_nothing_behind(sessions, territory, settings, clock, prove, session):
    prove()
    session.commit()

    with sessions() as failing:
        assert isinstance(hand_over(failing, COMMAND, territory, settings, clock), HandedOver)
        failing.rollback()

    with transaction(sessions) as after:
        assert count(after, QuestionRow) == count(after, JournalRow) == 0
        assert messages(after, MessageKind.QUESTION, MessageKind.RECEIPT) == []


def test_two_confirmations_at_the_same_moment_send_one_question(
    session, sessions, territory, settings, clock, prove
):
    prove()
    session.commit()
    together = threading.Barrier(2)

    def confirm(_):
        together.wait()
        with transaction(sessions) as mine:
            return hand_over(mine, COMMAND, territory, settings, clock)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(confirm, range(2))

    assert first == second
    with transaction(sessions) as after:
        assert count(after, QuestionRow) == 1
        assert len(messages(after, MessageKind.QUESTION, MessageKind.RECEIPT)) == 2


def test_the_relay_sends_both_messages_like_any_other(session, sessions, settings, clock, prove, ask):
    class Everything:
        """A server that accepts all."""

        def send(self, _outgoing):
            return Accepted()

    prove()
    ask()
    session.commit()

    assert relay_once(settings, sessions, Everything(), clock, on_sent=on_message_sent) == 3  # and the code
    with transaction(sessions) as after:
        rows = messages(after, MessageKind.QUESTION, MessageKind.RECEIPT)
        assert {row.state for row in rows} == {MessageState.SENT}
        assert {row.told_at for row in rows} == {clock()}

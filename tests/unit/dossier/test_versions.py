import json
import threading
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from bot.db import transaction
from bot.dossier.email_code import CodeNotVerified
from bot.dossier.journal import verify_journal
from bot.dossier.opening import NoLetter
from bot.dossier.states import State
from bot.dossier.storage import DossierRow, DossierVersionRow, JournalRow
from bot.dossier.tracking import change_state, on_message_sent
from bot.dossier.versions import (
    Completed,
    NothingToComplete,
    OtherCollectivite,
    add_version,
    complete_dossier,
    current_letter,
    dossier_to_complete,
)
from bot.handoff.inboxes import confirm_inbox
from bot.handoff.outbox import Sent
from bot.handoff.storage import MessageKind, MessageRow
from bot.letter.storage import latest_letter, read_letter
from tests.unit.dossier.conftest import CAMILLE


@pytest.fixture
def complete(session, territory, settings, clock):
    def complete(conversation="c1", email=CAMILLE):
        return complete_dossier(session, conversation, email, territory, settings, clock)

    return complete


def messages(session, kind):
    return list(session.scalars(select(MessageRow).where(MessageRow.kind == kind).order_by(MessageRow.id)))


def parsed(row):
    return message_from_bytes(row.mime, policy=policy.default)


def test_a_corrected_letter_goes_to_the_same_prefecture_as_version_2(
    session, opened, complete, write_letter, clock
):
    confirm_inbox(
        session, "pref:23", "creuse@prefecture.example", clock, author="a", source="s", production=False
    )
    letter = write_letter(needs="Un besoin oublié.")

    outcome = complete()

    assert outcome == Completed(opened, 2)
    [told] = messages(session, MessageKind.VERSION)
    assert told.recipient == "creuse@prefecture.example"
    assert told.subject == f"Lettre d’intention CTAI (version 2) – {opened.reference} – Guéret (23, Creuse)"
    text = parsed(told).get_body(("plain",)).get_content()
    assert "Un besoin oublié." in text
    assert "elle remplace les précédentes" in text
    assert len(list(parsed(told).iter_attachments())) == 2
    receipt = messages(session, MessageKind.RECEIPT)[-1]
    assert (receipt.recipient, "(version 2)" in receipt.subject) == (CAMILLE, True)
    line = session.scalars(select(JournalRow).order_by(JournalRow.id.desc())).first()
    stored = read_letter(session, letter.id)
    assert (line.event, line.author, line.reference) == ("version", "demandeur", opened.reference)
    assert json.loads(line.detail)["documents"] == {one.kind: one.sha256 for one in stored.documents}
    assert verify_journal(session).broken_at is None


def test_the_same_letter_confirmed_twice_is_one_version(session, opened, complete, write_letter):
    write_letter(needs="Un besoin oublié.")

    assert complete() == complete() == Completed(opened, 2)
    assert len(messages(session, MessageKind.VERSION)) == 1
    assert session.scalar(select(func.count()).select_from(DossierVersionRow)) == 1


def test_versions_are_numbered_and_the_newest_letter_is_the_current_one(
    session, opened, complete, write_letter
):
    assert current_letter(session, opened).letter.needs == "Vingt familles sont arrivées."
    for number in (2, 3):
        write_letter(needs=f"Version {number}.")
        assert complete() == Completed(opened, number)
        assert current_letter(session, opened).letter.needs == f"Version {number}."


def test_from_another_conversation_the_address_must_be_proved_there(
    session, opened, complete, write_letter, prove
):
    write_letter("c2", needs="D’ailleurs.")
    assert complete("c2") == CodeNotVerified()

    prove("c2")
    assert complete("c2") == Completed(opened, 2)


def test_the_letter_it_was_opened_with_completes_nothing(session, opened, settings, complete):
    assert dossier_to_complete(session, "c1", CAMILLE, settings) is None
    assert complete() == NothingToComplete()


@pytest.mark.parametrize("email", ["dominique.fictif@mairie.example", "pas une adresse"])
def test_the_dossier_of_another_address_is_not_completed(
    session, opened, settings, complete, write_letter, email
):
    write_letter()

    assert dossier_to_complete(session, "c1", email, settings) is None
    assert complete(email=email) == NothingToComplete()


def test_a_closed_dossier_is_not_completed(session, opened, complete, write_letter, clock):
    change_state(session, opened.id, State.RETIRE, clock, author="demandeur")
    write_letter()

    assert complete() == NothingToComplete()


def test_without_a_letter_nothing_leaves(session, complete):
    assert complete("sans lettre") == NoLetter()


def test_a_letter_for_another_collectivite_is_no_version(
    session, opened, write_letter, territory, settings, clock
):
    write_letter("c2", "commune:63113")
    row = session.get(DossierRow, opened.id)
    stored = latest_letter(session, "c2")

    with pytest.raises(OtherCollectivite):
        add_version(session, row, stored, clock(), territory, settings, clock)
    assert messages(session, MessageKind.VERSION) == []


def test_a_version_that_was_sent_does_not_count_as_the_dossier(session, opened, clock):
    on_message_sent(session, Sent(MessageKind.VERSION, opened.id), clock)

    assert session.get(DossierRow, opened.id).state is State.CONFIRME


def test_the_versions_of_an_erased_dossier_go_with_it(session, opened, complete, write_letter):
    write_letter(needs="Un besoin oublié.")
    complete()

    session.delete(session.get(DossierRow, opened.id))
    session.flush()

    assert session.scalar(select(func.count()).select_from(DossierVersionRow)) == 0


def test_two_confirmations_at_the_same_moment_are_one_version(
    session, sessions, opened, territory, settings, clock, write_letter
):
    write_letter(needs="Un besoin oublié.")
    session.commit()
    together = threading.Barrier(2)

    def confirm(_number):
        together.wait()
        with transaction(sessions) as mine:
            return complete_dossier(mine, "c1", CAMILLE, territory, settings, clock)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(confirm, range(2)))

    assert outcomes == [Completed(opened, 2)] * 2
    with transaction(sessions) as after:
        assert len(messages(after, MessageKind.VERSION)) == 1

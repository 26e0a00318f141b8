import threading
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy

from sqlalchemy import select

from bot.db import transaction
from bot.dossier.email_code import CodeNotVerified
from bot.dossier.journal import verify_journal
from bot.dossier.opening import Opened
from bot.dossier.reference import new_reference
from bot.dossier.states import State
from bot.dossier.storage import JournalRow
from bot.dossier.tracking import change_state
from bot.dossier.withdrawal import AlreadyClosed, Withdrawn, withdraw
from bot.handoff.inboxes import confirm_inbox
from bot.handoff.storage import MessageKind, MessageRow
from tests.unit.dossier.conftest import CAMILLE


def messages(session, kind):
    return list(session.scalars(select(MessageRow).where(MessageRow.kind == kind)))


def text_of(row):
    return message_from_bytes(row.mime, policy=policy.default).get_body(("plain",)).get_content()


def test_a_withdrawal_is_journalled_and_told_to_both_sides_once(session, opened, settings, clock):
    confirm_inbox(
        session, "pref:23", "creuse@prefecture.example", clock, author="a", source="s", production=False
    )
    done = withdraw(session, "c1", opened.reference, settings, clock)
    again = withdraw(session, "c1", opened.reference, settings, clock)

    assert done == again
    assert isinstance(done, Withdrawn)
    assert done.dossier.state is State.RETIRE
    [told] = messages(session, MessageKind.WITHDRAWAL)
    receipt = messages(session, MessageKind.RECEIPT)[-1]
    assert told.recipient == "creuse@prefecture.example"
    assert receipt.recipient == CAMILLE
    assert told.subject == f"Retrait du dossier CTAI – {opened.reference} – Guéret (23, Creuse)"
    assert "retire sa demande" in text_of(told)
    assert "est retiré" in text_of(receipt)
    last = session.scalars(select(JournalRow).order_by(JournalRow.id.desc())).first()
    assert (last.author, last.detail) == ("demandeur", '{"de": "confirme", "vers": "retire"}')
    assert verify_journal(session).broken_at is None


def test_only_who_has_just_proved_the_address_withdraws(session, opened, settings, clock):
    assert withdraw(session, "c2", opened.reference, settings, clock) == CodeNotVerified()
    assert withdraw(session, "c1", new_reference(clock()), settings, clock) == CodeNotVerified()
    clock.advance(hours=1)
    assert withdraw(session, "c1", opened.reference, settings, clock) == CodeNotVerified()
    assert messages(session, MessageKind.WITHDRAWAL) == []


def test_a_dossier_that_was_closed_otherwise_stays_so(session, opened, settings, clock):
    for state in (State.TRANSMIS, State.SANS_SUITE):
        change_state(session, opened.id, state, clock, author="agent-23")

    outcome = withdraw(session, "c1", opened.reference, settings, clock)

    assert isinstance(outcome, AlreadyClosed)
    assert messages(session, MessageKind.WITHDRAWAL) == []


def test_after_a_withdrawal_the_collectivite_may_open_another_dossier(
    session, opened, settings, clock, write_letter, confirm
):
    withdraw(session, "c1", opened.reference, settings, clock)
    write_letter()

    assert isinstance(confirm(), Opened)


def test_two_confirmations_at_the_same_moment_withdraw_once(session, sessions, opened, settings, clock):
    session.commit()
    together = threading.Barrier(2)

    def confirm(_number):
        together.wait()
        with transaction(sessions) as mine:
            return withdraw(mine, "c1", opened.reference, settings, clock)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(confirm, range(2)))

    assert outcomes[0] == outcomes[1]
    with transaction(sessions) as after:
        assert len(messages(after, MessageKind.WITHDRAWAL)) == 1
        assert verify_journal(after).broken_at is None

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.db import transaction
from bot.handoff import outbox
from bot.handoff.outbox import LEASE, MAX_ATTEMPTS
from bot.handoff.storage import MessageKind, MessageRow, MessageState


@pytest.fixture
def queue(session, mail, clock):
    def enqueue(number=1, *, kind=MessageKind.DOSSIER, to=("creuse@prefecture.example",), expires_at=None):
        outbox.enqueue(
            session,
            mail(number, to=to),
            key=f"essai:{number}",
            kind=kind,
            dossier_id=number,
            clock=clock,
            expires_at=expires_at,
        )

    return enqueue


def states(session):
    return [message.state for message in outbox.list_messages(session)]


def test_the_same_key_twice_is_one_message(session, queue):
    queue()
    queue()

    assert len(outbox.list_messages(session)) == 1


def test_each_recipient_has_a_state_of_its_own(session, queue, clock):
    queue(to=("creuse@prefecture.example", "copie@prefecture.example"))

    addressee = outbox.lease_next(session, clock)
    outbox.mark_sent(session, addressee, clock)
    copy = outbox.lease_next(session, clock)
    outbox.bury(session, copy, "550 boîte inconnue")

    assert (addressee.recipient, addressee.kind) == ("creuse@prefecture.example", MessageKind.DOSSIER)
    assert (copy.recipient, copy.kind) == ("copie@prefecture.example", MessageKind.COPY)
    assert states(session) == [MessageState.SENT, MessageState.DEAD]
    assert addressee.mime == copy.mime


def test_a_leased_message_is_not_given_to_another_relay(session, queue, clock):
    queue()

    assert outbox.lease_next(session, clock) is not None
    assert outbox.lease_next(session, clock) is None


def test_the_lease_of_a_dead_relay_ends_and_the_same_bytes_are_given_again(session, queue, clock):
    queue()
    first = outbox.lease_next(session, clock)

    clock.advance(seconds=LEASE.total_seconds() - 1)
    assert outbox.lease_next(session, clock) is None
    clock.advance(seconds=1)
    second = outbox.lease_next(session, clock)

    assert (second.mime, second.message_id) == (first.mime, first.message_id)
    assert second.attempts == 2


def test_a_relay_that_lost_its_lease_can_change_nothing(session, queue, clock):
    queue()
    first = outbox.lease_next(session, clock)
    clock.advance(seconds=LEASE.total_seconds())
    second = outbox.lease_next(session, clock)

    assert not outbox.mark_sent(session, first, clock)
    assert not outbox.postpone(session, first, "421", timedelta(0), clock)
    assert not outbox.bury(session, first, "550")
    assert states(session) == [MessageState.LEASED]
    assert outbox.mark_sent(session, second, clock)


def test_a_postponed_message_waits_for_its_time(session, queue, clock):
    queue()
    outbox.postpone(session, outbox.lease_next(session, clock), "451 plus tard", timedelta(seconds=30), clock)

    clock.advance(seconds=29)
    assert outbox.lease_next(session, clock) is None
    clock.advance(seconds=1)
    assert outbox.lease_next(session, clock) is not None
    assert outbox.list_messages(session)[0].last_error == "451 plus tard"


def test_the_message_due_for_longest_goes_first(session, queue, clock):
    queue(1)
    clock.advance(seconds=1)
    queue(2)
    outbox.postpone(session, outbox.lease_next(session, clock), "451", timedelta(hours=1), clock)

    assert outbox.lease_next(session, clock).message_id == "<essai-2@ctai.example>"


def test_a_message_that_kills_its_relay_again_and_again_is_given_up(session, queue, clock):
    queue()
    for _ in range(MAX_ATTEMPTS):
        assert outbox.lease_next(session, clock) is not None
        clock.advance(seconds=LEASE.total_seconds())

    assert outbox.lease_next(session, clock) is None
    assert states(session) == [MessageState.DEAD]


@pytest.mark.parametrize("settle", ["sent", "buried"])
def test_a_code_does_not_stay_in_the_database(session, queue, clock, settle):
    queue(kind=MessageKind.CODE)
    leased = outbox.lease_next(session, clock)
    if settle == "sent":
        outbox.mark_sent(session, leased, clock)
    else:
        outbox.bury(session, leased, "550")

    assert session.scalar(select(MessageRow.mime)) is None


def test_a_code_that_is_too_old_is_not_sent_and_does_not_stay(session, queue, clock):
    queue(kind=MessageKind.CODE, expires_at=clock() + timedelta(minutes=10))
    clock.advance(minutes=10)

    assert outbox.lease_next(session, clock) is None
    assert states(session) == [MessageState.DEAD]
    assert session.scalar(select(MessageRow.mime)) is None


def test_a_dossier_waits_for_as_long_as_no_relay_runs(session, queue, clock):
    queue()
    clock.advance(days=30)

    assert outbox.lease_next(session, clock) is not None


def test_an_operator_sends_a_dead_letter_again_from_its_first_attempt(session, queue, clock):
    for number in (1, 2):
        queue(number)
        outbox.bury(session, outbox.lease_next(session, clock), "550 boîte pleine")
    first, second = outbox.list_messages(session, MessageState.DEAD)

    assert outbox.retry(session, second.id, clock) == 1
    assert outbox.lease_next(session, clock).attempts == 1
    assert outbox.list_messages(session, MessageState.DEAD) == [first]
    assert outbox.retry(session, None, clock) == 1
    assert outbox.list_messages(session, MessageState.DEAD) == []


def test_only_dead_letters_that_still_have_contents_are_sent_again(session, queue, clock):
    queue(1, kind=MessageKind.CODE)
    outbox.bury(session, outbox.lease_next(session, clock), "550")
    queue(2)
    [waiting] = outbox.list_messages(session, MessageState.WAITING)

    assert outbox.retry(session, None, clock) == 0
    assert outbox.retry(session, waiting.id, clock) == 0


def test_what_waits_longest_is_known(session, queue, clock):
    assert outbox.waiting_since(session) is None
    first = clock()
    queue(1)
    clock.advance(minutes=3)
    queue(2)
    leased = outbox.lease_next(session, clock)

    assert outbox.waiting_since(session) == first
    outbox.mark_sent(session, leased, clock)
    assert outbox.waiting_since(session) == clock()


def test_a_message_is_told_of_once(session, queue, clock):
    queue()
    outbox.mark_sent(session, outbox.lease_next(session, clock), clock)
    [message_id] = outbox.untold(session)

    assert outbox.mark_told(session, message_id, clock) == outbox.Sent(MessageKind.DOSSIER, 1)
    assert outbox.mark_told(session, message_id, clock) is None
    assert outbox.untold(session) == []


def test_relays_that_ask_together_are_given_different_messages(sessions, mail, clock):
    with transaction(sessions) as session:
        for number in range(12):
            outbox.enqueue(
                session,
                mail(number),
                key=str(number),
                kind=MessageKind.DOSSIER,
                dossier_id=None,
                clock=clock,
            )
    together = threading.Barrier(4)

    def take_three():
        together.wait()
        taken = []
        for _ in range(3):
            with transaction(sessions) as session:
                taken.append(outbox.lease_next(session, clock))
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [leased for work in [pool.submit(take_three) for _ in range(4)] for leased in work.result()]

    ids = [leased.id for leased in taken if leased is not None]
    assert len(set(ids)) == len(ids) == 12


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_code_that_was_sent_is_in_no_file_of_the_database(sessions, mail, clock, tmp_path):
    secret = replace(mail(), mime=b"Votre code : 048213")
    with transaction(sessions) as session:
        outbox.enqueue(session, secret, key="1", kind=MessageKind.CODE, dossier_id=None, clock=clock)
    assert any(b"048213" in path.read_bytes() for path in tmp_path.glob("ctai.sqlite3*"))

    with transaction(sessions) as session:
        outbox.mark_sent(session, outbox.lease_next(session, clock), clock)
    # SQLite does this by itself when its log is long enough, and when the last connection closes.
    with closing(sqlite3.connect(tmp_path / "ctai.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    for path in tmp_path.glob("ctai.sqlite3*"):
        assert b"048213" not in path.read_bytes()

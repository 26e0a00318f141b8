import random
import threading
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.db import transaction
from bot.handoff import outbox
from bot.handoff.outbox import MAX_ATTEMPTS, Sent
from bot.handoff.redirection import TRACE_HEADER, Outgoing
from bot.handoff.relay import BEAT_GOOD_FOR, back_off, relay_lives, relay_once, run_relay
from bot.handoff.storage import MessageKind, MessageState
from bot.handoff.transport import Accepted, Deferred, Outcome, Refused


@dataclass
class Counter:
    """A transport that answers as told and keeps what it was given."""

    answers: list[Outcome | Exception] = field(default_factory=list)
    given: list[Outgoing] = field(default_factory=list)

    def send(self, outgoing: Outgoing) -> Outcome:
        self.given.append(outgoing)
        answer = self.answers.pop(0) if self.answers else Accepted()
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def transport():
    return Counter()


@pytest.fixture
def told():
    return []


@pytest.fixture
def on_sent(told):
    def note(session, sent, clock):
        told.append(sent)

    return note


@pytest.fixture
def queue(sessions, mail, clock):
    def enqueue(number=1, kind=MessageKind.DOSSIER):
        with transaction(sessions) as session:
            outbox.enqueue(
                session, mail(number), key=f"essai:{number}", kind=kind, dossier_id=number, clock=clock
            )

    return enqueue


@pytest.fixture
def relay(production_settings, sessions, transport, clock, on_sent):
    def once():
        return relay_once(production_settings, sessions, transport, clock, on_sent=on_sent)

    return once


@pytest.fixture
def listed(sessions):
    def read():
        with transaction(sessions) as session:
            return outbox.list_messages(session)

    return read


def test_all_that_is_due_is_sent_as_it_was_frozen(relay, queue, transport, mail, listed):
    queue(1)
    queue(2)

    assert relay() == 2
    assert relay() == 0
    assert [outgoing.data for outgoing in transport.given] == [mail(1).mime, mail(2).mime]
    assert {outgoing.envelope_to for outgoing in transport.given} == {"creuse@prefecture.example"}
    assert [message.state for message in listed()] == [MessageState.SENT, MessageState.SENT]


def test_a_message_refused_for_now_is_sent_again_later(relay, queue, transport, clock, listed):
    queue()
    transport.answers = [Deferred("451 plus tard")]

    assert relay() == 1
    assert listed()[0].state is MessageState.WAITING
    clock.advance(seconds=36)
    assert relay() == 1
    assert listed()[0].state is MessageState.SENT
    assert transport.given[0] == transport.given[1]


def test_a_message_refused_for_good_is_a_dead_letter_with_its_reason(relay, queue, transport, listed):
    queue()
    transport.answers = [Refused("550 boîte inconnue")]

    relay()

    assert (listed()[0].state, listed()[0].last_error) == (MessageState.DEAD, "550 boîte inconnue")


def test_a_server_is_given_two_days_to_come_back(relay, queue, transport, clock, listed):
    queue()
    transport.answers = [Deferred("421 fermé")] * 100
    start = clock()
    for _ in range(2 * MAX_ATTEMPTS):  # bounded: a message that stays alive must fail the test, not hang it
        if listed()[0].state is MessageState.DEAD:
            break
        clock.moment = max(clock(), listed()[0].next_attempt_at)
        last_attempt = clock()
        relay()

    assert len(transport.given) == MAX_ATTEMPTS
    assert timedelta(hours=38) < last_attempt - start < timedelta(hours=58)
    assert listed()[0].last_error == f"abandonné après {MAX_ATTEMPTS} essais (421 fermé)"


def test_without_chance_the_delays_double_up_to_four_hours_and_fill_two_days():
    class Middle(random.Random):
        def uniform(self, a, b):
            return (a + b) / 2

    delays = [back_off(attempts, Middle()) for attempts in range(1, MAX_ATTEMPTS)]

    assert delays[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert delays[-1] == timedelta(hours=4)
    assert timedelta(hours=48) < sum(delays, timedelta()) < timedelta(hours=49)


def test_a_failure_that_nobody_foresaw_stops_one_message_only(relay, queue, transport, listed):
    queue(1)
    queue(2)
    transport.answers = [RuntimeError("panne")]

    assert relay() == 2
    assert [message.state for message in listed()] == [MessageState.WAITING, MessageState.SENT]
    assert listed()[0].last_error == "RuntimeError: panne"


def test_outside_production_everything_goes_to_one_address_and_says_for_whom_it_was(
    settings, sessions, transport, clock, on_sent, queue, mail
):
    queue()

    relay_once(settings, sessions, transport, clock, on_sent=on_sent)

    [outgoing] = transport.given
    assert outgoing.envelope_to == settings.mail_redirect_to == "essais@ctai.example"
    trace, _, rest = outgoing.data.partition(b"\r\n")
    assert trace == f"{TRACE_HEADER}: creuse@prefecture.example".encode()
    assert rest == mail().mime


def test_each_message_that_was_sent_is_told_of(relay, queue, transport, told):
    queue(1)
    queue(2, kind=MessageKind.RECEIPT)
    transport.answers = [Refused("550")]

    relay()

    assert told == [Sent(MessageKind.RECEIPT, 2)]


def test_a_failure_to_tell_sends_nothing_again_and_is_tried_again(
    production_settings, sessions, transport, clock, queue, told
):
    queue(1)
    queue(2)

    def fail_on_the_first(session, sent, clock):
        if sent.dossier_id == 1:
            raise RuntimeError("panne")
        told.append(sent)

    relay_once(production_settings, sessions, transport, clock, on_sent=fail_on_the_first)
    assert told == [Sent(MessageKind.DOSSIER, 2)]

    def note(session, sent, clock):
        told.append(sent)

    relay_once(production_settings, sessions, transport, clock, on_sent=note)
    assert told == [Sent(MessageKind.DOSSIER, 2), Sent(MessageKind.DOSSIER, 1)]
    assert len(transport.given) == 2


def test_a_relay_gives_signs_of_life_and_finishes_its_message_before_it_stops(
    production_settings, sessions, clock, queue, listed, on_sent, told
):
    stop = threading.Event()
    queue(1)
    queue(2)

    class StopsDuringTheFirst:
        def send(self, _outgoing):
            stop.set()
            return Accepted()

    with transaction(sessions) as session:
        assert not relay_lives(session, clock)

    run_relay(production_settings, sessions, StopsDuringTheFirst(), clock, stop, on_sent=on_sent)

    assert [message.state for message in listed()] == [MessageState.SENT, MessageState.WAITING]
    assert told == [Sent(MessageKind.DOSSIER, 1)]
    with transaction(sessions) as session:
        assert relay_lives(session, clock)
        clock.advance(seconds=BEAT_GOOD_FOR.total_seconds() + 1)
        assert not relay_lives(session, clock)

from collections import Counter

import pytest
from sqlalchemy import event, select

from bot.dossier.access import (
    SENDS_PER_CONVERSATION,
    access_proved_at,
    check_access,
    find_accessible,
    request_access,
)
from bot.dossier.email_code import (
    MAX_TRIES,
    SENDS_PER_ADDRESS,
    CodeExpired,
    CodeRight,
    CodeSent,
    CodeWrong,
    TooManyCodes,
    TooManyTries,
    send_code,
)
from bot.dossier.reference import new_reference
from bot.handoff.storage import MessageKind, MessageRow
from bot.rights.forgetting import forget_dossiers
from tests.unit.dossier.conftest import CAMILLE


@pytest.fixture
def ask(session, settings, clock):
    def ask(reference, conversation="ailleurs"):
        return request_access(session, conversation, reference, settings, clock)

    return ask


@pytest.fixture
def answer(session, settings, clock):
    def answer(reference, typed, conversation="ailleurs"):
        return check_access(session, conversation, reference, typed, settings, clock)

    return answer


@pytest.fixture
def unknown(clock):
    return new_reference(clock())


def codes(session):
    kind = MessageRow.kind == MessageKind.CODE
    return list(session.scalars(select(MessageRow.recipient).where(kind).order_by(MessageRow.id)))


def test_the_code_goes_to_the_address_of_the_dossier_and_opens_it(
    session, opened, settings, clock, ask, answer, read_code
):
    clock.advance(days=1)
    before = len(codes(session))

    assert isinstance(ask(opened.reference), CodeSent)
    assert codes(session)[before:] == [CAMILLE]
    assert find_accessible(session, "ailleurs", opened.reference, settings, clock) is None
    assert answer(opened.reference, read_code()) == CodeRight()

    found = find_accessible(session, "ailleurs", opened.reference, settings, clock)
    assert (found.dossier, found.proved_at) == (opened, clock())


def test_the_code_of_one_reference_or_conversation_opens_no_other(
    session, opened, ask, answer, read_code, unknown, clock
):
    clock.advance(days=1)
    ask(opened.reference)
    ask(unknown)
    code = read_code()

    assert answer(opened.reference, code, "troisième") == CodeExpired()
    assert isinstance(answer(unknown, code), CodeWrong)
    assert answer(opened.reference, code) == CodeRight()


def test_a_proof_holds_one_hour_but_its_own_conversation_may_always_see_the_dossier(
    session, opened, settings, clock
):
    assert access_proved_at(session, "c1", opened, settings, clock) == clock()
    clock.advance(hours=1)
    found = find_accessible(session, "c1", opened.reference, settings, clock)

    assert (found.dossier, found.proved_at) == (opened, None)
    assert find_accessible(session, "c2", opened.reference, settings, clock) is None


def test_an_unknown_reference_is_answered_the_same_and_mails_nobody(
    session, opened, ask, answer, unknown, clock
):
    clock.advance(days=1)
    before = codes(session)

    assert ask(unknown) == ask(opened.reference)
    assert codes(session) == [*before, CAMILLE]
    wrong = [answer(unknown, "000000") for _ in range(MAX_TRIES)]
    assert wrong == [*(CodeWrong(left) for left in range(MAX_TRIES - 1, 0, -1)), TooManyTries()]


def test_a_dossier_whose_person_was_erased_is_an_unknown_reference(session, opened, ask, answer, clock):
    forget_dossiers(session, [opened.id], clock, "essai")
    before = codes(session)

    assert isinstance(ask(opened.reference), CodeSent)
    assert isinstance(answer(opened.reference, "000000"), CodeWrong)
    assert codes(session) == before


def test_no_code_at_all_opens_an_unknown_reference(session, ask, answer, unknown, monkeypatch):
    # Even the code that was drawn, if it were guessed.
    monkeypatch.setattr("bot.dossier.email_code.secrets.randbelow", lambda _most: 123_456)
    ask(unknown)

    assert isinstance(answer(unknown, "123456"), CodeWrong)


def test_a_known_and_an_unknown_reference_cost_the_same_work(
    session, opened, engine, settings, clock, ask, answer, unknown
):
    clock.advance(days=1)
    done = Counter()

    def note(_connection, _cursor, statement, *_rest):
        # A message is queued either way; only whether it is kept differs.
        done[statement.replace("ROLLBACK TO ", "RELEASE ").split(" sa_savepoint")[0]] += 1

    event.listen(engine, "before_cursor_execute", note)
    work = []
    for reference in (opened.reference, unknown):
        done.clear()
        ask(reference)
        find_accessible(session, "ailleurs", reference, settings, clock)
        answer(reference, "pas un code")
        answer(reference, "000000")
        session.flush()
        work.append(+done)
    event.remove(engine, "before_cursor_execute", note)

    assert sum(work[0].values()) >= 8
    # Forgetting the code of a reference that does not exist is part of the one update of its row.
    assert work[1] - work[0] <= Counter({one: 1 for one in work[1] if one.startswith("UPDATE email_code")})
    assert work[0] - work[1] == Counter()


def test_three_codes_an_hour_whatever_the_references(opened, ask, unknown, clock):
    clock.advance(days=1)
    for _ in range(SENDS_PER_CONVERSATION - 1):
        assert isinstance(ask(new_reference(clock())), CodeSent)
    assert isinstance(ask(unknown), CodeSent)

    assert isinstance(ask(opened.reference), TooManyCodes)
    assert isinstance(ask(new_reference(clock())), TooManyCodes)
    clock.advance(hours=1)
    assert isinstance(ask(opened.reference), CodeSent)


@pytest.mark.parametrize("known", [True, False])
def test_three_codes_an_hour_for_one_reference_whatever_the_conversations(opened, ask, unknown, clock, known):
    clock.advance(days=1)
    reference = opened.reference if known else unknown
    for number in range(SENDS_PER_ADDRESS):
        assert isinstance(ask(reference, f"visiteur-{number}"), CodeSent)

    assert isinstance(ask(reference, "un autre"), TooManyCodes)


def test_a_mailbox_that_had_its_codes_gets_no_more_and_nobody_is_told(session, opened, settings, clock, ask):
    clock.advance(days=1)
    for number in range(SENDS_PER_ADDRESS):
        send_code(session, f"formulaire-{number}", CAMILLE, settings, clock)
    before = codes(session)

    assert isinstance(ask(opened.reference), CodeSent)
    assert codes(session) == before


def test_five_wrong_codes_block_a_code_even_for_the_right_one(opened, ask, answer, read_code, clock):
    clock.advance(days=1)
    ask(opened.reference)
    code = read_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(MAX_TRIES):
        answer(opened.reference, wrong)

    assert answer(opened.reference, code) == TooManyTries()

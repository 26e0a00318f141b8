import pytest
from sqlalchemy import inspect, select

from bot.dossier.email_code import (
    MAX_TRIES,
    SENDS_PER_CONVERSATION,
    CodeExpired,
    CodeRight,
    CodeSent,
    CodeWrong,
    TooManyCodes,
    TooManyTries,
    check_code,
    proved_at,
    send_code,
)
from bot.dossier.storage import EmailCodeRow
from bot.handoff.addresses import InvalidAddress
from bot.handoff.storage import MessageRow

CAMILLE = "camille.exemple@mairie.example"


@pytest.fixture
def send(session, settings, clock):
    return lambda conversation="c1", email=CAMILLE: send_code(session, conversation, email, settings, clock)


@pytest.fixture
def check(session, settings, clock):
    return lambda typed, conversation="c1", email=CAMILLE: check_code(
        session, conversation, email, typed, settings, clock
    )


@pytest.fixture
def proved(session, settings, clock):
    return lambda conversation="c1", email=CAMILLE: proved_at(session, conversation, email, settings, clock)


def other(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_that_was_mailed_proves_the_address(send, check, proved, read_code, clock):
    assert proved() is None
    assert isinstance(send(), CodeSent)

    assert check(read_code()) == CodeRight()
    assert proved() == clock()


def test_blanks_in_a_code_and_capitals_in_an_address_do_not_matter(send, check, proved, read_code):
    send()
    code = read_code()

    assert check(f" {code[:3]} {code[3:]}\n", email=" Camille.Exemple@Mairie.example") == CodeRight()
    assert proved() is not None


def test_a_right_code_typed_again_after_a_lost_answer_is_right_and_proves_nothing_more(
    send, check, proved, read_code, clock
):
    send()
    check(read_code())
    first = clock()
    clock.advance(minutes=5)

    assert check(read_code()) == CodeRight()
    assert proved() == first


@pytest.mark.parametrize(
    "other_owner", [{"conversation": "c2"}, {"email": "dominique.exemple@mairie.example"}]
)
def test_a_code_is_good_for_its_conversation_and_its_address_only(
    send, check, proved, read_code, other_owner
):
    send()

    assert check(read_code(), **other_owner) == CodeExpired()
    check(read_code())
    assert proved(**other_owner) is None


def test_a_code_is_good_for_ten_minutes(send, check, read_code, clock):
    assert send() == CodeSent(clock.moment.replace(minute=15))
    clock.advance(minutes=10)

    assert check(read_code()) == CodeExpired()


def test_five_wrong_codes_block_the_right_one(send, check, proved, read_code):
    send()
    code = read_code()

    answers = [check(other(code)) for _ in range(MAX_TRIES)]
    assert answers == [CodeWrong(4), CodeWrong(3), CodeWrong(2), CodeWrong(1), TooManyTries()]
    assert check(code) == TooManyTries()
    assert proved() is None


@pytest.mark.parametrize("typed", ["", "je n’ai rien reçu", "12345", "1234567", "١٢٣٤٥٦", "12345a"])
def test_what_is_not_six_digits_costs_no_try(send, check, typed):
    send()

    assert check(typed) == CodeWrong(MAX_TRIES)


def test_a_new_code_replaces_the_one_before(send, check, read_code):
    send()
    old = read_code()
    send()

    assert check(old) == CodeWrong(4) or old == read_code()
    assert check(read_code()) == CodeRight()


def test_an_address_receives_three_codes_an_hour(send, clock):
    start = clock()
    for conversation in ("c1", "c2", "c3"):
        assert isinstance(send(conversation), CodeSent)
        clock.advance(minutes=1)

    assert send("c4") == TooManyCodes(start.replace(hour=start.hour + 1))
    clock.advance(minutes=57)
    assert isinstance(send("c4"), CodeSent)
    assert isinstance(send("c5"), TooManyCodes)


def test_a_conversation_sends_few_codes_an_hour_whatever_the_addresses(send):
    for number in range(SENDS_PER_CONVERSATION):
        assert isinstance(send(email=f"a{number}@mairie.example"), CodeSent)

    assert isinstance(send(email="encore@mairie.example"), TooManyCodes)


def test_a_refused_sending_queues_nothing(session, send):
    for _ in range(4):
        send()

    assert len(session.scalars(select(MessageRow.id)).all()) == 3


def test_an_invalid_address_is_refused_before_anything_is_written(session, send):
    with pytest.raises(InvalidAddress):
        send(email="camille@mairie\r\nBcc: x@y.example")
    assert session.scalars(select(EmailCodeRow.id)).all() == []


def test_neither_the_code_nor_the_address_can_be_read_in_the_table(session, send, read_code):
    send()
    row = session.scalars(select(EmailCodeRow)).one()
    stored = [str(getattr(row, column.key)) for column in inspect(EmailCodeRow).columns]

    assert not any(read_code() == value or CAMILLE in value for value in stored)


def test_a_proof_holds_for_an_hour(send, check, proved, read_code, clock):
    send()
    check(read_code())
    clock.advance(minutes=59)
    assert proved() is not None
    clock.advance(minutes=1)
    assert proved() is None


def test_codes_use_their_whole_range(send, read_code, clock):
    codes = set()
    for number in range(40):
        send(f"c{number}", f"a{number}@mairie.example")
        codes.add(read_code())

    assert len(codes) > 35
    assert len({code[0] for code in codes}) > 4

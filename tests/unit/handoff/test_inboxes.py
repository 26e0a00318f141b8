import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.handoff.addresses import InvalidAddress
from bot.handoff.inboxes import (
    Detour,
    Recipient,
    confirm_inbox,
    list_inboxes,
    recipient_for,
    suggest_inbox,
    withdraw_inbox,
)
from bot.handoff.storage import InboxEventRow, InboxStatus

CENTRAL = "centrale@ctai.example"


def confirm(session, clock, address="creuse@prefecture.example", cc=()):
    return confirm_inbox(
        session,
        "pref:23",
        address,
        clock,
        author="exploitante",
        source="lettre du 2 novembre 2026",
        production=False,
        cc=cc,
    )


def suggest(session, clock, address="ancienne@prefecture.example"):
    return suggest_inbox(
        session, "pref:23", address, clock, author="import", source="DILA 2022", production=False
    )


def test_a_prefecture_that_nobody_confirmed_is_replaced_by_the_central_inbox(session, clock):
    assert recipient_for(session, "pref:23", CENTRAL, clock) == Recipient(CENTRAL, (), Detour.UNCONFIRMED)


def test_a_confirmed_inbox_receives_with_its_copies(session, clock):
    confirm(session, clock, cc=["integration@prefecture.example"])

    assert recipient_for(session, "pref:23", CENTRAL, clock) == Recipient(
        "creuse@prefecture.example", ("integration@prefecture.example",), None
    )


def test_a_confirmation_is_good_for_twelve_months(session, clock):
    confirm(session, clock)

    clock.advance(days=364)
    assert not recipient_for(session, "pref:23", CENTRAL, clock).redirected
    clock.advance(days=1)
    assert recipient_for(session, "pref:23", CENTRAL, clock) == Recipient(CENTRAL, (), Detour.EXPIRED)


def test_a_confirmation_of_29_february_ends_on_28_february(session, clock):
    clock.moment = datetime(2028, 2, 29, 9, tzinfo=UTC)

    assert confirm(session, clock).valid_until == datetime(2029, 2, 28, 9, tzinfo=UTC)


def test_a_suggested_address_receives_nothing(session, clock):
    suggest(session, clock)

    assert recipient_for(session, "pref:23", CENTRAL, clock).redirected
    assert list_inboxes(session)[0].status is InboxStatus.TO_CONFIRM


def test_a_suggestion_never_touches_a_confirmed_inbox(session, clock):
    confirmed = confirm(session, clock)

    assert suggest(session, clock) == confirmed
    assert list_inboxes(session) == [confirmed]


def test_a_withdrawn_inbox_receives_nothing(session, clock):
    confirm(session, clock, cc=["integration@prefecture.example"])

    withdraw_inbox(session, "pref:23", clock, author="exploitante", reason="message revenu")

    assert recipient_for(session, "pref:23", CENTRAL, clock) == Recipient(CENTRAL, (), Detour.UNCONFIRMED)


@pytest.mark.parametrize(
    ("address", "cc"),
    [("creuse@mechant.com", ()), ("creuse@prefecture.example", ("espion@mechant.com",))],
)
def test_an_inbox_or_a_copy_of_another_domain_is_refused(session, clock, address, cc):
    with pytest.raises(InvalidAddress):
        confirm(session, clock, address, cc)


def test_each_change_says_who_when_and_what(session, clock):
    suggest(session, clock)
    clock.advance(hours=1)
    confirm(session, clock)

    first, second = session.scalars(select(InboxEventRow).order_by(InboxEventRow.id))
    assert (first.author, second.author) == ("import", "exploitante")
    assert second.at == clock()
    assert json.loads(second.what) == {
        "status": "confirme",
        "address": "creuse@prefecture.example",
        "cc": [],
        "source": "lettre du 2 novembre 2026",
    }

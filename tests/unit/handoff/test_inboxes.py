import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.handoff.addresses import InvalidAddress
from bot.handoff.inboxes import (
    Detour,
    InboxNotConfirmed,
    Recipient,
    confirm_inbox,
    list_inboxes,
    recipient_for,
    set_copies,
    suggest_inbox,
    withdraw_inbox,
)
from bot.handoff.storage import InboxEventRow, InboxStatus

CENTRAL = "centrale@ctai.example"
DELEGATE = "egalite@prefecture.example"
AUBUSSON = "aubusson@prefecture.example"


def confirm(session, clock, address="creuse@prefecture.example", cc=None):
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


def confirm_aubusson(session, clock):
    return confirm_inbox(
        session, "spref:231", AUBUSSON, clock, author="exploitante", source="appel", production=False
    )


def copies(session, clock, *addresses):
    return set_copies(session, "pref:23", addresses, clock, author="exploitante", production=False)


def recipient_with_aubusson(session, clock):
    return recipient_for(session, "pref:23", CENTRAL, clock, sous_prefecture_id="spref:231")


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


def test_copies_are_set_without_a_new_year_of_validity(session, clock):
    confirmed = confirm(session, clock)
    clock.advance(days=30)

    assert copies(session, clock, DELEGATE).valid_until == confirmed.valid_until
    assert recipient_for(session, "pref:23", CENTRAL, clock).cc == (DELEGATE,)
    copies(session, clock)
    assert recipient_for(session, "pref:23", CENTRAL, clock).cc == ()


def test_confirming_again_keeps_the_copies(session, clock):
    confirm(session, clock, cc=[DELEGATE])

    assert confirm(session, clock, "nouvelle@prefecture.example").cc == (DELEGATE,)


@pytest.mark.parametrize("state", ["unknown", "suggested", "expired"])
def test_an_inbox_that_is_not_confirmed_has_no_copies(session, clock, state):
    if state == "suggested":
        suggest(session, clock)
    if state == "expired":
        confirm(session, clock)
        clock.advance(days=365)

    with pytest.raises(InboxNotConfirmed):
        copies(session, clock, DELEGATE)


def test_a_copy_of_another_domain_is_refused(session, clock):
    confirm(session, clock)

    with pytest.raises(InvalidAddress):
        copies(session, clock, "espion@mechant.com")


def test_a_confirmed_sous_prefecture_receives_a_copy(session, clock):
    confirm(session, clock, cc=[DELEGATE])
    confirm_aubusson(session, clock)

    assert recipient_with_aubusson(session, clock).cc == (DELEGATE, AUBUSSON)
    assert recipient_for(session, "pref:23", CENTRAL, clock).cc == (DELEGATE,)


def test_a_sous_prefecture_that_nobody_confirmed_receives_nothing(session, clock):
    confirm(session, clock)
    suggest_inbox(session, "spref:231", AUBUSSON, clock, author="import", source="liste", production=False)

    assert recipient_with_aubusson(session, clock).cc == ()


def test_a_sous_prefecture_receives_nothing_once_its_confirmation_is_past(session, clock):
    confirm_aubusson(session, clock)
    clock.advance(days=365)
    confirm(session, clock)

    assert recipient_with_aubusson(session, clock).cc == ()


def test_a_sous_prefecture_receives_nothing_while_the_central_inbox_stands_in(session, clock):
    confirm_aubusson(session, clock)

    assert recipient_with_aubusson(session, clock) == Recipient(CENTRAL, (), Detour.UNCONFIRMED)


def test_nobody_receives_the_same_message_twice(session, clock):
    confirm(session, clock, cc=[AUBUSSON, "creuse@prefecture.example"])
    confirm_aubusson(session, clock)

    assert recipient_with_aubusson(session, clock).cc == (AUBUSSON,)


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

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.inbox_files import Kind, Record
from bot.handoff.office_contacts import (
    OfficeContact,
    contact_of,
    described,
    is_telephone,
    note_contacts,
    published_contact,
)

TELEPHONE = "05 00 00 00 00"
ADDRESS = "1 rue d’Essai, 23000 Guéret"


def record(telephone="", postal_address="", *, kind=Kind.PREFECTURE, where="record 1", changed=""):
    return Record(
        where=where,
        name="Préfecture - Creuse",
        kind=kind,
        communes=("23096",),
        id="",
        emails=(),
        other_ways=(),
        changed=changed,
        telephone=telephone,
        postal_address=postal_address,
    )


def published(*records):
    return published_contact("pref:23", list(records), "annuaire.json")


@pytest.fixture
def note(session, clock):
    """Imports what a file says of the Creuse: `note(record(…), record(…))`."""

    def of(*records):
        contact = published(*records)
        return note_contacts(session, [contact] if contact else [], clock)

    return of


def test_a_visitor_may_be_told_what_the_directory_says_with_its_source_and_its_day(note, session, clock):
    assert note(record(TELEPHONE, ADDRESS, changed="12/03/2026")) == ("pref:23",)

    assert contact_of(session, "pref:23") == OfficeContact(
        office_id="pref:23",
        telephone=TELEPHONE,
        postal_address=ADDRESS,
        source="annuaire.json, record 1, Préfecture - Creuse, 12/03/2026",
        published_on=date(2026, 3, 12),
        noted_on=clock().date(),
    )


def test_nothing_is_known_of_an_office_before_an_import(note, session):
    note(record(TELEPHONE))

    assert contact_of(session, "pref:87") is None


@pytest.mark.parametrize("changed", ["", "hier", "31/02/2026", "12/03"])
def test_without_a_day_in_the_file_that_of_the_import_in_paris_stands_in(note, session, clock, changed):
    clock.moment = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    note(record(TELEPHONE, changed=changed))

    contact = contact_of(session, "pref:23")
    assert (contact.published_on, contact.noted_on) == (None, date(2026, 8, 1))
    assert described(contact).endswith("fichier importé le 1er août 2026.")


@pytest.mark.parametrize("changed", ["12/03/2026", "2026-03-12"])
def test_a_day_is_read_in_both_orders(changed):
    assert published(record(TELEPHONE, changed=changed)).published_on == date(2026, 3, 12)


def test_a_newer_import_replaces_the_older_one_as_a_whole(note, session, clock):
    note(record(TELEPHONE, ADDRESS, changed="12/03/2026"))
    clock.advance(days=30)
    note(record("05 00 00 00 99", where="record 2"))

    contact = contact_of(session, "pref:23")
    assert (contact.telephone, contact.postal_address) == ("05 00 00 00 99", None)
    assert contact.source == "annuaire.json, record 2, Préfecture - Creuse"
    assert contact.noted_on == date(2026, 12, 23)


@pytest.mark.parametrize("telephone", ["", "en travaux"])
def test_a_record_that_publishes_nothing_changes_nothing(note, session, telephone):
    note(record(TELEPHONE, ADDRESS))
    before = contact_of(session, "pref:23")

    assert published(record(telephone)) is None
    assert note(record(telephone)) == ()
    assert contact_of(session, "pref:23") == before


def test_two_telephones_give_none_and_leave_the_address(note, session):
    note(record(TELEPHONE, ADDRESS), record("05 00 00 00 99", ADDRESS))

    contact = contact_of(session, "pref:23")
    assert (contact.telephone, contact.postal_address) == (None, ADDRESS)


def test_two_postal_addresses_give_none_and_leave_the_telephone(note, session):
    note(record(TELEPHONE, ADDRESS), record(TELEPHONE, "2 rue d’Essai, 23000 Guéret"))

    contact = contact_of(session, "pref:23")
    assert (contact.telephone, contact.postal_address) == (TELEPHONE, None)


def test_a_file_that_contradicts_itself_on_everything_makes_the_office_unknown(note, session):
    note(record(TELEPHONE))

    assert note(record(TELEPHONE), record("05 00 00 00 99")) == ()
    assert contact_of(session, "pref:23") is None


def test_the_same_thing_written_in_two_ways_is_no_contradiction():
    contact = published(
        record("05 90 00 00 00", "1 rue Jean-d’Essai, 23000 Guéret"),
        record("+590 (0)5.90.00.00.00", "1 Rue Jean d'Essai 23000 GUERET"),
    )

    assert contact.telephone == "05 90 00 00 00"
    assert contact.postal_address == "1 rue Jean-d’Essai, 23000 Guéret"


def test_the_prefecture_itself_comes_before_the_one_of_the_region():
    region = record("05 00 00 00 99", "2 rue d’Essai, 23000 Guéret", kind=Kind.REGION, where="record 2")

    contact = published(region, record(TELEPHONE, ADDRESS))

    assert (contact.telephone, contact.postal_address) == (TELEPHONE, ADDRESS)
    assert contact.source == "annuaire.json, record 1, Préfecture - Creuse"


def test_where_the_one_of_the_region_stands_in_both_records_are_named_and_the_older_day_counts():
    region = record(TELEPHONE, kind=Kind.REGION, where="record 2", changed="01/02/2025")

    contact = published(record("", ADDRESS, changed="12/03/2026"), region)

    assert (contact.telephone, contact.postal_address) == (TELEPHONE, ADDRESS)
    assert contact.source == (
        "annuaire.json, record 2, Préfecture - Creuse, 01/02/2025; "
        "annuaire.json, record 1, Préfecture - Creuse, 12/03/2026"
    )
    assert contact.published_on == date(2025, 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "05 00 00 00 00",
        "05.00.00.00.00",
        "0500000000",
        "0 800 00 00 00",
        "+33 5 00 00 00 00",
        "+33 (0)5 00 00 00 00",
        "(+33) 5 00 00 00 00",
        "0033 5 00 00 00 00",
        "+590 5 90 00 00 00",
        "+262 2 62 00 00 00",
        "+508 40 00 00",
        "+681 70 00 00",
        "+687 20 00 00",
        "+689 40 00 00 00",
        "3939",
        "39 39",
        "1010",
    ],
)
def test_a_number_of_the_mainland_or_overseas_is_a_telephone(text):
    assert is_telephone(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "en travaux",
        "05 00 00 00",
        "05 00 00 00 00 00",
        "05 00 00 00 00 (serveur vocal)",
        "05 00 00 00 00 / 05 00 00 00 01",
        "05 00 00 00 00 ou 01",
        "23 00 00 00 00",
        "00 00 00 00 00",
        "+269 2 69 00 00 00",  # the Comores: Mayotte left that code in 2007
        "+44 20 0000 0000",
        "+590 5 90 00 00 00 00 00",
        "٠٥ ٠٠ ٠٠ ٠٠ ٠٠",
        "12",
        "0.5.0.0.0.0.0.0.0.0" + "." * 40,
    ],
)
def test_anything_else_is_no_telephone(text):
    assert not is_telephone(text)
    assert published(record(text)) is None


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=3))
def test_no_text_of_a_file_raises_and_nothing_hidden_is_kept(texts):
    contact = published(*(record(phone, place, changed=day) for phone, place, day in texts))

    for kept in (contact.telephone, contact.postal_address) if contact else ():
        assert kept is None or (kept.isprintable() and 0 < len(kept) <= 300)


@given(st.text("0123456789 .()+", max_size=60))
def test_no_punctuation_of_a_telephone_raises(text):
    contact = published(record(text))

    assert contact is None or len(contact.telephone) <= 40

import pytest

from bot.entities.contacts import e164, emails_in, telephones_in


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("claire.dupont@ville.example.", "claire.dupont@ville.example"),
        ("mailto:dgs@commune.example", "dgs@commune.example"),
        ("(dgs@commune.example)", "dgs@commune.example"),
        ("contact @ agglo.example", "contact@agglo.example"),
        ("contact(at)agglo.example", "contact@agglo.example"),
        (
            "claire point dupont arobase ville tiret gueret point example",
            "claire.dupont@ville-gueret.example",
        ),
        ("p tiret du bas vidal arobase cc point example", "p_vidal@cc.example"),
        ("Claire.Dupont@Ville.EXAMPLE", "Claire.Dupont@ville.example"),
    ],
)
def test_an_address_is_read_as_it_is_typed_or_dictated(text, address) -> None:
    assert [one.value for one in emails_in(text)] == [address]


@pytest.mark.parametrize(
    "text", ["rdv @ 10h", "@ville.example", "claire@", "claire@ville", "a @ b @ c", "arobase"]
)
def test_what_is_no_address_gives_none(text) -> None:
    assert list(emails_in(text)) == []


def test_a_part_before_the_sign_longer_than_the_standard_allows_is_no_address() -> None:
    assert list(emails_in("a" * 65 + "@ville.example")) == []
    assert len(list(emails_in("a" * 64 + "@ville.example"))) == 1


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("05 36 49 10 20", "+33536491020"),
        ("05.36.49.10.20", "+33536491020"),
        ("05-36-49-10-20", "+33536491020"),
        ("0536491020", "+33536491020"),
        ("0 536 491 020", "+33536491020"),
        ("+33 5 36 49 10 20", "+33536491020"),
        ("+33(0)5 36 49 10 20", "+33536491020"),
        ("+330536491020", "+33536491020"),
        ("0033 5 36 49 10 20", "+33536491020"),
        ("00 33 5 36 49 10 20", "+33536491020"),
        ("0262 40 00 00", "+262262400000"),
        ("0692.40.00.00", "+262692400000"),
        ("0590 99 00 00", "+590590990000"),
        ("+262 692 40 00 00", "+262692400000"),
        ("+689 40 00 00 00", "+68940000000"),
    ],
)
def test_a_telephone_keeps_what_was_typed_beside_its_one_form(typed, number) -> None:
    text = f"tél : {typed}, merci"
    (found,) = telephones_in(text)
    assert found.value == typed == text[found.start : found.end]
    assert found.details["e164"] == number


def test_the_numbers_kept_for_fiction_are_not_those_of_mayotte() -> None:
    assert e164("0639981234") == "+33639981234"
    assert e164("0639123456") == "+262639123456"


@pytest.mark.parametrize(
    "text",
    [
        *("200 067 254 00018", "01/02/2026 10:30", "le 15.09.2026 à 14h30", "0000000000", "05 36 49 10"),
        *("05364910201", "87000 Limoges", "FR76 3000 6000 0112 3456 7890 189", "482913"),
    ],
)
def test_accounts_dates_and_codes_are_no_telephone(text) -> None:
    assert list(telephones_in(text)) == []

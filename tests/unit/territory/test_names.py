"""Every name of the tables, as it is written and as it is typed in haste."""

import unicodedata
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.territory.locate import locate
from bot.territory.lookup import Ambiguous, Found, Suggested, find
from bot.territory.model import Kind
from bot.territory.normalise import normalise, without_article
from bot.territory.recognition import recognise


def hasty(name):
    """In capitals, without accents."""
    capitals = name.upper().replace("Œ", "OE").replace("Æ", "AE")
    return "".join(c for c in unicodedata.normalize("NFKD", capitals) if not unicodedata.combining(c))


def missed(territory, kinds, typed):
    """Collectivités whose typed name finds neither them nor a choice that holds them."""
    return [
        one.label
        for one in territory.collectivites.values()
        if one.kind in kinds and not names(find(territory, typed(one)), one)
    ]


def names(outcome, one):
    if isinstance(outcome, Found):
        return outcome.collectivite == one
    return isinstance(outcome, Ambiguous) and one in outcome.candidates


ALL = frozenset(Kind)

#: Names that are the word for what they are: « Ville », « Mairé ». A sentence cannot tell.
MERE_WORDS = frozenset({"commune:86143", "commune:60676", "commune:67507"})


@pytest.fixture(scope="module")
def bearers(territory):
    kinds = {Kind.COMMUNE, Kind.EPCI}
    return [
        one for key, one in territory.collectivites.items() if one.kind in kinds and key not in MERE_WORDS
    ]


def test_the_command_line_gives_every_commune_and_epci_for_its_own_name(territory):
    missing = [
        one.label
        for one in territory.collectivites.values()
        if one.kind in {Kind.COMMUNE, Kind.EPCI} and not is_given(territory, one)
    ]

    assert missing == []


def is_given(territory, one):
    given = locate(territory, one.name)["candidates"]
    return any((each["type"], each["code"]) == (one.kind, one.code) for each in given)


def test_every_old_name_leads_to_the_commune_of_today(territory):
    wrong = []
    for name, others in territory.old_names.items():
        outcome = find(territory, name)
        bearers = {territory.collectivites[other.id] for other in others}
        if isinstance(outcome, Found):
            current = any(
                called in names
                for called in (name, without_article(name))
                for names in (territory.official_names, territory.short_names, territory.nicknames)
            )
            right = current or outcome.collectivite in bearers
        else:
            right = isinstance(outcome, Ambiguous | Suggested)
        if not right:
            wrong.append(name)

    assert wrong == []


def test_every_nickname_leads_to_its_bearer(territory):
    wrong = [
        other.name
        for others in territory.nicknames.values()
        for other in others
        if other.nature != "sigle_derive"
        and not names(find(territory, hasty(other.name)), territory.collectivites[other.id])
    ]

    assert wrong == []


def test_every_name_as_written_finds_its_bearer(territory):
    assert missed(territory, ALL, lambda one: one.name) == []


def test_every_name_in_capitals_without_accents_finds_its_bearer(territory):
    assert missed(territory, ALL, lambda one: hasty(one.name)) == []


def test_every_commune_is_found_after_its_mairie(territory):
    assert missed(territory, {Kind.COMMUNE}, lambda one: f"mairie de {one.name}") == []


def test_every_name_of_several_communes_leaves_the_choice_between_them_all(territory):
    bearers = defaultdict(set)
    for one in territory.collectivites.values():
        if one.kind is Kind.COMMUNE:
            bearers[normalise(one.name)].add(one)
    shared = {name: communes for name, communes in bearers.items() if len(communes) > 1}

    # 3,774 communes share 1,482 names (COG 2026).
    assert (len(shared), sum(map(len, shared.values()))) == (1_482, 3_774)
    for name, communes in shared.items():
        assert communes <= set(find(territory, name).candidates)
        assert communes <= set(find(territory, f"commune de {name}").candidates)


def test_every_epci_called_like_a_commune_leaves_the_choice_between_them(territory):
    shared = [
        (name, epci)
        for name, bearers in territory.short_names.items()
        for epci in bearers
        if epci.startswith(Kind.EPCI)
        and any(one.startswith(Kind.COMMUNE) for one in territory.official_names.get(name, ()))
    ]

    assert len(shared) == 90
    for name, epci in shared:
        kinds = {candidate.kind for candidate in find(territory, name).candidates}
        assert {Kind.COMMUNE, Kind.EPCI} <= kinds
        assert epci in {candidate.id for candidate in find(territory, name).candidates}


def test_every_saint_may_be_abbreviated(territory):
    def typed(one):
        return one.name.replace("-", " ").replace("Sainte ", "Ste ").replace("Saint ", "St ")

    saints = [one for one in territory.collectivites.values() if "Saint" in one.name]

    assert len(saints) > 4_000
    assert [one.label for one in saints if not names(find(territory, typed(one)), one)] == []


def test_every_commune_and_epci_with_its_departement_is_found_alone(territory):
    wrong = [
        one.label
        for one in territory.collectivites.values()
        if one.kind in {Kind.COMMUNE, Kind.EPCI}
        and find(territory, f"{one.name}, {one.departement_name}") != Found(one)
    ]

    # « Mairé, Vienne » sounds like the maire of Vienne.
    assert wrong == ["Mairé (86, Vienne)"]


FORMS = (
    "{name} ({code})",
    "{name} {code}",
    "BONJOUR JE REPRESENTE {hasty} ({code})",
    "Bonjour, je travaille pour {name} ({code}), quel est le délai pour signer ?",
    "je suis élu de {name}, dans le département {code}, et je cherche un contact",
)


@settings(max_examples=600, deadline=None)
@given(position=st.integers(0, 100_000), form=st.sampled_from(FORMS))
def test_any_commune_or_epci_is_itself_wherever_its_departement_is_said(territory, bearers, position, form):
    one = bearers[position % len(bearers)]
    recognised = recognise(territory, form.format(name=one.name, hasty=hasty(one.name), code=one.departement))

    assert [candidate.collectivite for candidate in recognised.candidates] == [one]
    assert recognised.certain


def test_every_label_is_found_alone(territory):
    wrong = [
        one.label for one in territory.collectivites.values() if find(territory, one.label) != Found(one)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("start", "short"),
    [
        ("Communauté de communes ", "CC "),
        ("Communauté d’agglomération ", "CA "),
        ("Communauté urbaine ", "CU "),
    ],
)
def test_every_epci_is_found_with_its_legal_words_abbreviated_or_left_out(territory, start, short):
    bearers = [one for one in territory.collectivites.values() if one.name.startswith(start)]
    wrong = [
        one.label
        for one in bearers
        for typed in (one.name.replace(start, short), one.name.removeprefix(start))
        if not names(find(territory, typed), one)
    ]

    assert bearers
    assert wrong == []

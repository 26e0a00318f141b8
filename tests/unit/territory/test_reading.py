import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.territory.model import Kind
from bot.territory.normalise import words
from bot.territory.reading import Reading, read

SEINE_SAINT_DENIS = frozenset({"93"})
AREAS = {
    "93": ("93",),
    "seine saint denis": ("93",),
    "75": ("75",),
    "paris": ("75",),
    "loire": ("42",),
    "42": ("42",),
    "marne": ("51",),
    "bretagne": ("22", "29", "35", "56"),
}


def readings(text):
    return list(read(words(text), AREAS))


def test_the_most_literal_reading_comes_first():
    assert readings("la ville du Havre") == [
        Reading("la ville du havre"),
        Reading("du havre", Kind.COMMUNE, role="ville"),
        Reading("le havre", Kind.COMMUNE, role="ville"),
        Reading("havre", Kind.COMMUNE, role="ville"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mairie de Langon", Reading("langon", Kind.COMMUNE, role="mairie", bare=True)),
        ("aux Mureaux", Reading("mureaux", at=True)),
        ("dans la Creuse", Reading("la creuse", inside=True)),
        ("agglo de Pau", Reading("pau", Kind.EPCI, role="agglo", bare=True)),
        ("préfecture du Gers", Reading("gers", role="prefecture")),
    ],
)
def test_what_leads_to_a_name_is_kept(text, expected):
    assert readings(text)[-1] == expected


@pytest.mark.parametrize(
    ("role", "types"),
    [
        ("com com", {"CC"}),
        ("agglo", {"CA"}),
        ("communaute urbaine", {"CU"}),
        ("metropole", {"METRO", "MET69"}),
        ("ept", {"EPT"}),
        ("interco", set()),
        ("mairie", set()),
    ],
)
def test_a_role_says_a_type_of_epci(role, types):
    assert Reading("pau", role=role).types == types


@pytest.mark.parametrize(
    "text",
    [
        "Saint-Denis (93)",
        "Saint-Denis 93",
        "Saint-Denis en Seine-Saint-Denis",
        "Saint-Denis dans le 93",
        "Saint-Denis, département de la Seine-Saint-Denis",
        "Saint-Denis (93, Seine-Saint-Denis)",
        "Saint-Denis (93 – Seine-Saint-Denis)",
    ],
)
def test_a_departement_is_read_at_the_end(text):
    assert readings(text)[-1] == Reading("saint denis", None, SEINE_SAINT_DENIS)


def test_a_region_limits_the_search_to_its_departements():
    assert readings("Sainte-Marie en Bretagne")[-1].within == {"22", "29", "35", "56"}


def test_a_departement_bound_by_a_hyphen_is_part_of_a_name():
    assert [one.within for one in readings("Champigny-Marne")] == [frozenset()]


def test_a_name_that_is_also_a_departement_is_kept():
    assert readings("paris 75 paris")[-1] == Reading("paris", None, frozenset({"75"}))


@pytest.mark.parametrize("text", ["celle du 93", "le 93", "c'est dans le 93", "93", "en Seine-Saint-Denis"])
def test_a_departement_alone_leaves_no_name(text):
    last = readings(text)[-1]

    assert (last.name, last.within) == ("", SEINE_SAINT_DENIS)


@given(
    st.lists(st.sampled_from(["la", "ville", "de", "du", "cc", "je suis", "maire", "93", "saint denis", "l"]))
)
def test_the_first_reading_is_the_text_itself_and_they_come_to_an_end(parts):
    text = " ".join(parts)

    assert readings(text)[0] == Reading(text)
    assert len(readings(text)) < 20 + 10 * len(parts) ** 2

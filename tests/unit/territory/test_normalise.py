import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.territory.model import Kind
from bot.territory.normalise import Reading, normalise, read, short_names_of_epci, without_article

DEPARTEMENTS = {"93": "93", "seine saint denis": "93", "75": "75", "paris": "75", "loire": "42", "42": "42"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L’HAY LES ROSES", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("St-Denis", "saint denis"),
        ("Ste Colombe", "sainte colombe"),
        ("Stes-Maries-de-la-Mer", "saintes maries de la mer"),
        ("Chalon s/ Saône", "chalon sur saone"),
        ("Foix & Varilhes", "foix et varilhes"),
        ("  C.C.  du Pays\u00a0de Bitche ", "c c du pays de bitche"),
        ("Москва", ""),
        ("", ""),
    ],
)
def test_a_text_is_reduced_to_plain_words(text, expected):
    assert normalise(text) == expected


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)

    assert normalise(once) == once
    assert once == " ".join(once.split())
    assert once == "" or once.isascii()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("le havre", "havre"), ("l hay les roses", "hay les roses"), ("lens", "lens"), ("les", "les"), ("", "")],
)
def test_only_a_leading_article_goes(name, expected):
    assert without_article(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Communauté d'agglomération Chartres Métropole", {"chartres metropole", "chartres"}),
        ("CC du Pays de Bitche", {"pays de bitche"}),
        ("Communauté de communes de la Plaine Dijonnaise", {"la plaine dijonnaise", "plaine dijonnaise"}),
        ("Communauté d'agglomération Agglomération d'Agen", {"agen"}),
        ("Métropole Européenne de Lille", {"lille"}),
        ("CA Porte de l'Isère (CAPI)", {"porte de l isere capi", "porte de l isere"}),
    ],
)
def test_an_epci_is_also_known_without_its_legal_words(name, expected):
    assert short_names_of_epci(name) == expected


def test_no_epci_is_left_without_a_name(territory):
    for names in (territory.official_names, territory.short_names):
        assert "" not in names


def test_the_most_literal_reading_comes_first():
    readings = list(read("la ville du havre", {}))

    assert readings == [
        Reading("la ville du havre", None, None),
        Reading("le havre", Kind.COMMUNE, None),
        Reading("du havre", Kind.COMMUNE, None),
        Reading("havre", Kind.COMMUNE, None),
    ]


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
    assert list(read(normalise(text), DEPARTEMENTS))[-1] == Reading("saint denis", None, "93")


def test_a_name_that_is_also_a_departement_is_kept():
    assert list(read("paris 75 paris", DEPARTEMENTS))[-1] == Reading("paris", None, "75")


@pytest.mark.parametrize("text", ["celle du 93", "le 93", "c'est dans le 93", "93", "en Seine-Saint-Denis"])
def test_a_departement_alone_leaves_no_name(text):
    assert list(read(normalise(text), DEPARTEMENTS))[-1] == Reading("", None, "93")


@given(
    st.lists(st.sampled_from(["la", "ville", "de", "du", "cc", "je suis", "maire", "93", "saint denis", "l"]))
)
def test_the_first_reading_is_the_text_itself_and_they_come_to_an_end(words):
    text = " ".join(words)

    assert next(iter(read(text, DEPARTEMENTS))) == Reading(text, None, None)
    assert len(list(read(text, DEPARTEMENTS))) < 20 + 10 * len(words) ** 2

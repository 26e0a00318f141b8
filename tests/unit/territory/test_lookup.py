import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.territory.lookup import (
    LONGEST_TEXT,
    Ambiguous,
    Found,
    Located,
    NotFound,
    Suggested,
    by_id,
    find,
)
from bot.territory.model import UnknownCollectivite

GUERET = "commune:23096"
HAVRE = "commune:76351"
SAINT_DENIS_93 = "commune:93066"
SAINT_DENIS_974 = "commune:97411"
SAINT_DENIS = (SAINT_DENIS_974, SAINT_DENIS_93, "commune:11339", "commune:30247")
CHARTRES = "commune:28085"
CHARTRES_METROPOLE = "epci:200033181"
BITCHE = "epci:200069441"
MAYENNE = "commune:53147"


def ids(outcome):
    match outcome:
        case Found(collectivite):
            return (collectivite.id,)
        case Ambiguous(candidates) | Suggested(candidates):
            return tuple(candidate.id for candidate in candidates)
        case NotFound():
            return ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ville de Guéret", GUERET),
        ("GUERET, CREUSE", GUERET),
        ("mairie de Guéret", GUERET),
        ("Commune de Guéret", GUERET),
        ("je suis maire de Guéret", GUERET),
        ("je suis le maire de la commune de Guéret", GUERET),
        ("Bonjour, je suis la maire de Guéret dans la Creuse", GUERET),
        ("à Guéret", GUERET),
        ("la ville du Havre", HAVRE),
        ("Le Havre (76)", HAVRE),
        ("commune du Havre", HAVRE),
        ("mairie des Lilas", "commune:93045"),
        ("l’hay les roses", "commune:94038"),
        ("Chalon s/ Saône", "commune:71076"),
        ("Y", "commune:80829"),
        ("la ville du bois", "commune:91665"),
        ("Communauté de communes du Pays de Bitche", BITCHE),
        ("CC du Pays de Bitche", BITCHE),
        ("C.C. Pays de Bitche", BITCHE),
        ("com com du pays de bitche", BITCHE),
        ("le Pays de Bitche", BITCHE),
        ("je suis la présidente de la communauté de communes du Pays de Bitche", BITCHE),
        ("CU d’Arras", "epci:200033579"),
        ("Brest Métropole", "epci:242900314"),
        ("métropole de Brest", "epci:242900314"),
        ("Nîmes Agglo", "epci:243000643"),
        ("Grand Paris", "epci:200054781"),
        ("département de la Creuse", "departement:23"),
        ("conseil départemental de la Creuse", "departement:23"),
        ("conseil départemental du 93", "departement:93"),
        ("le département 67", "departement:6AE"),
        ("Val-d’Oise", "departement:95"),
        ("l’Hérault", "departement:34"),
        ("la Bretagne", "region:53"),
        ("Région Bretagne", "region:53"),
        ("conseil régional de Guadeloupe", "region:01"),
    ],
)
def test_a_name_finds_its_collectivite_however_it_is_typed(territory, text, expected):
    assert ids(find(territory, text)) == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saint-Denis", SAINT_DENIS),
        ("st denis", SAINT_DENIS),
        ("mairie de Saint-Denis", SAINT_DENIS),
        ("CC des Deux Vallées", ("epci:246000772", "epci:249100157")),
        ("Creuse", ("commune:80225", "commune:70186", "departement:23")),
        ("la Creuse", ("commune:70186", "departement:23")),
        ("Bretagne", ("commune:90019", "commune:36024", "region:53")),
        ("Réunion", ("commune:47222", "departement:974", "region:04")),
        ("Guadeloupe", ("departement:971", "region:01")),
        ("Vergne", ("commune:17465", "commune:17464")),
    ],
)
def test_a_homonym_is_never_chosen_silently(territory, text, expected):
    assert set(ids(find(territory, text))) == set(expected)


def test_a_dropped_article_makes_homonyms_too(territory):
    candidates = find(territory, "Pin").candidates

    assert {candidate.name for candidate in candidates} == {"Pin", "Le Pin"}
    assert len(candidates) == 9


def test_an_article_that_cannot_have_been_there_makes_none(territory):
    # Le Langon (85) would be « mairie du Langon ».
    assert set(ids(find(territory, "mairie de Langon"))) == {"commune:33227", "commune:35145"}
    assert ids(find(territory, "mairie du Langon")) == ("commune:85121",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Évry", {"commune:91228", "commune:89162"}),
        ("Corbeil", {"commune:91174", "commune:51169"}),
        ("Neuilly (92)", {"commune:92051"}),
        ("Brive", {"commune:19031"}),
        ("maire de Boulogne", {"commune:92012", "commune:62160", "commune:85084", "commune:31080"}),
    ],
)
def test_a_town_called_by_the_beginning_of_its_name_is_one_of_those_meant(territory, text, expected):
    assert set(ids(find(territory, text))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Saint-Denis (93)",
        "Saint-Denis 93",
        "Saint-Denis dans le 93",
        "Saint-Denis en Seine-Saint-Denis",
        "Saint-Denis (93, Seine-Saint-Denis)",
        "je suis maire de Saint-Denis en Seine-Saint-Denis",
    ],
)
def test_a_departement_resolves_a_homonym(territory, text):
    assert ids(find(territory, text)) == (SAINT_DENIS_93,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saint-Denis, La Réunion", SAINT_DENIS_974),
        ("Saint-Denis de la Réunion", SAINT_DENIS_974),
        ("Valence (Drôme)", "commune:26362"),
        ("CC des Deux Vallées (60)", "epci:246000772"),
        ("Mayenne (53)", MAYENNE),
        ("Creuse (23)", "departement:23"),
        ("Creuse (80)", "commune:80225"),
        ("Bretagne (36)", "commune:36024"),
        ("La Vergne (17)", "commune:17465"),
        ("La Celle (18)", "commune:18042"),
        ("La Celle dans le Cher", "commune:18042"),
        ("Taiarapu-Est (987)", "commune:98747"),
        ("CC Val 81 (81)", "epci:248100497"),
        ("Vergné (17)", "commune:17464"),
    ],
)
def test_a_departement_resolves_other_homonyms(territory, text, expected):
    assert ids(find(territory, text)) == (expected,)


def test_an_article_that_is_typed_counts(territory):
    assert ids(find(territory, "Le Charme")) == ("commune:45079",)
    assert ids(find(territory, "La Charme")) == ("commune:39110",)


def test_a_name_and_a_departement_that_contradict_each_other_are_never_accepted(territory):
    assert find(territory, "Roubaix (62)") == Suggested((by_id(territory, "commune:59512"),))
    assert isinstance(find(territory, "Saint-Denis (75)"), Suggested)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sant Etienne du Rouvrai", "commune:76575"),
        ("Aubervillier", "commune:93001"),
        ("mairie de Sant Denys dans le 93", "commune:93066"),
        ("aulnay bois", "commune:93005"),
        ("com com du pays de Bitsch", BITCHE),
        ("conseil départemental du Finistère", "departement:29"),
        ("Bretange", "region:53"),
    ],
)
def test_a_mistyped_name_is_suggested_and_never_accepted(territory, text, expected):
    outcome = find(territory, text)

    assert ids(outcome)[0] == expected
    assert isinstance(outcome, Suggested) == (text != "conseil départemental du Finistère")


@pytest.mark.parametrize(
    ("text", "expected", "known_as"),
    [
        ("Lomme", "commune:59350", "Lomme"),
        ("mairie de Pierrefitte-sur-Seine", "commune:93066", "Pierrefitte-sur-Seine"),
        ("Annecy le Vieux", "commune:74010", "Annecy-le-Vieux"),
        ("Paris 15e", "commune:75056", "Paris 15e Arrondissement"),
        ("Picardie", "region:32", "Picardie"),
        ("la CUB", "epci:243300316", "CUB"),
        ("Grand Lyon", "epci:200046977", None),
        ("Lille", None, None),
    ],
)
def test_an_old_name_is_told_with_the_collectivite_of_today(territory, text, expected, known_as):
    outcome = find(territory, text)

    if expected is None:
        assert isinstance(outcome, Ambiguous)
    else:
        assert outcome == Found(by_id(territory, expected), known_as)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chartres", (CHARTRES, CHARTRES_METROPOLE)),
        ("Chartres Métropole", (CHARTRES_METROPOLE,)),
        ("CA Chartres Métropole", (CHARTRES_METROPOLE,)),
        ("l'agglo de Chartres", (CHARTRES_METROPOLE,)),
        ("communauté d'agglomération de Chartres", (CHARTRES_METROPOLE,)),
        ("maire de Chartres", (CHARTRES,)),
        ("mairie de Chartres", (CHARTRES,)),
        ("commune de Chartres", (CHARTRES,)),
        ("la ville de Chartres", (CHARTRES,)),
        ("Chartres (28)", (CHARTRES,)),
    ],
)
def test_a_commune_and_an_epci_of_one_name_are_told_apart_by_what_is_said(territory, text, expected):
    assert ids(find(territory, text)) == expected


def test_maire_before_a_name_is_a_function_rather_than_a_commune(territory):
    assert ids(find(territory, "Mairé (86)")) == ("commune:86143",)
    assert ids(find(territory, "maire, Vienne")) == ("commune:38544",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paris", "commune:75056"),
        ("Ville de Paris", "commune:75056"),
        ("département de Paris", "commune:75056"),
        ("Alsace", "departement:6AE"),
        ("Bas-Rhin", "departement:6AE"),
        ("conseil départemental du Haut-Rhin", "departement:6AE"),
        ("Corse", "region:94"),
        ("Haute-Corse", "region:94"),
        ("département de la Corse-du-Sud", "region:94"),
        ("Martinique", "departement:972"),
        ("région Martinique", "departement:972"),
        ("collectivité territoriale de Guyane", "departement:973"),
        ("Mayotte", "departement:976"),
        ("Saint-Pierre-et-Miquelon", "departement:975"),
        ("Collectivité de Saint-Barthélemy", "commune:97701"),
        ("Collectivité de Saint-Martin", "commune:97801"),
        ("Wallis-et-Futuna", "departement:986"),
        ("Polynésie française", "departement:987"),
        ("Nouvelle-Calédonie", "departement:988"),
    ],
)
def test_a_collectivite_of_a_particular_status_is_one(territory, text, expected):
    assert ids(find(territory, text)) == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?",
        "🤷",
        "oui",
        "bonjour",
        "je suis maire",
        "la mairie",
        "la communauté de communes",
        "je suis maire dans la Loire",
        "Terres australes et antarctiques françaises",
        "Archipel des Kerguelen",
        "Île de Clipperton",
        "de " * 90,
        "Guéret" + " " * LONGEST_TEXT,
    ],
)
def test_what_names_nobody_finds_nothing(territory, text):
    assert find(territory, text) == NotFound()


@settings(max_examples=500, deadline=None)
@given(text=st.text(max_size=400), among=st.lists(st.sampled_from([*SAINT_DENIS, "commune:99999", ""])))
def test_no_text_raises(territory, text, among):
    assert isinstance(find(territory, text, among), Found | Ambiguous | Suggested | Located | NotFound)


WORDS = (
    *(
        "la",
        "le",
        "l",
        "de",
        "du",
        "des",
        "d",
        "je suis",
        "maire",
        "mairie",
        "commune",
        "ville",
        "en",
        "dans",
    ),
    *("saint", "st", "denis", "seine", "loire", "creuse", "reunion", "grand", "paris", "93", "974", "(93)"),
    *("cc", "ca", "agglo", "metropole", "communaute de communes", "celle", "premiere", "2", "2e"),
)


@settings(max_examples=500, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=12), among=st.lists(st.sampled_from(SAINT_DENIS)))
def test_no_mixture_of_the_words_it_knows_raises(territory, words, among):
    outcome = find(territory, " ".join(words), among)

    assert not isinstance(outcome, Ambiguous) or len(outcome.candidates) > 1


def test_the_most_populated_candidates_come_first_and_epci_after_their_homonyms(territory):
    assert ids(find(territory, "Saint-Denis")) == SAINT_DENIS
    assert ids(find(territory, "Mayenne")) == ("departement:53", MAYENNE, "epci:200055887")
    assert ids(find(territory, "Vienne")) == ("commune:38544", "departement:86", "epci:200077014")
    assert ids(find(territory, "Chartres")) == (CHARTRES, CHARTRES_METROPOLE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("93", SAINT_DENIS_93),
        ("le 93", SAINT_DENIS_93),
        ("celle du 93", SAINT_DENIS_93),
        ("oui, plutôt celle du 93", SAINT_DENIS_93),
        ("Seine-Saint-Denis", SAINT_DENIS_93),
        ("la commune du 93", SAINT_DENIS_93),
        ("à La Réunion", SAINT_DENIS_974),
        ("Saint-Denis (93, Seine-Saint-Denis)", SAINT_DENIS_93),
        ("la première", SAINT_DENIS_974),
        ("1", SAINT_DENIS_974),
        ("la 2e", SAINT_DENIS_93),
        ("la deuxième", SAINT_DENIS_93),
        ("11", "commune:11339"),
        ("la dernière", "commune:30247"),
    ],
)
def test_an_answer_picks_one_of_the_candidates_offered(territory, text, expected):
    assert ids(find(territory, text, SAINT_DENIS)) == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la commune", CHARTRES),
        ("la ville", CHARTRES),
        ("c’est la mairie", CHARTRES),
        ("l’agglo", CHARTRES_METROPOLE),
        ("la communauté d’agglomération", CHARTRES_METROPOLE),
        ("l’intercommunalité", CHARTRES_METROPOLE),
    ],
)
def test_a_level_picks_between_a_commune_and_its_epci(territory, text, expected):
    assert ids(find(territory, text, (CHARTRES, CHARTRES_METROPOLE))) == (expected,)


def test_an_answer_that_still_fits_several_asks_again(territory):
    assert ids(find(territory, "28", (CHARTRES, CHARTRES_METROPOLE))) == (CHARTRES, CHARTRES_METROPOLE)


def test_another_name_is_looked_up_afresh(territory):
    assert ids(find(territory, "en fait la mairie de Guéret", SAINT_DENIS)) == (GUERET,)
    assert ids(find(territory, "Guéret", SAINT_DENIS)) == (GUERET, "epci:200034825")


@pytest.mark.parametrize(
    ("text", "commune", "epci"),
    [
        ("Pau", "commune:64445", "epci:200067254"),
        ("Le Havre", HAVRE, "epci:200084952"),
        ("nice", "commune:06088", "epci:200030195"),
    ],
)
def test_a_town_that_its_epci_is_called_after_leaves_open_which_of_the_two_speaks(
    territory, text, commune, epci
):
    assert ids(find(territory, text)) == (commune, epci)
    assert ids(find(territory, f"mairie de {text}")) == (commune,)


def test_a_town_that_its_epci_is_not_called_after_speaks_for_itself(territory):
    assert ids(find(territory, "Aytré")) == ("commune:17028",)
    assert ids(find(territory, "Paris")) == ("commune:75056",)


@pytest.mark.parametrize(
    ("text", "collectivite", "departement"),
    [
        ("je suis dans le 62", "departement:62", "62"),
        ("le 93", "departement:93", "93"),
        ("on est en Creuse", "departement:23", "23"),
        ("dans le Haut-Rhin", "departement:6AE", "68"),
        ("en Bretagne", "region:53", "35"),
    ],
)
def test_where_is_not_who(territory, text, collectivite, departement):
    located = find(territory, text)

    assert isinstance(located, Located)
    assert (located.collectivite.id, located.departement) == (collectivite, departement)


@pytest.mark.parametrize(
    "text", ["conseil départemental du 62", "le département de la Creuse", "région Bretagne"]
)
def test_an_assembly_is_who(territory, text):
    assert isinstance(find(territory, text), Found)


def test_the_departement_said_before_tells_homonyms_apart(territory):
    assert ids(find(territory, "Saint-Denis", departement="93")) == (SAINT_DENIS_93,)
    assert ids(find(territory, "Saint-Denis", departement="62")) == SAINT_DENIS


@pytest.mark.parametrize("text", ["aucune", "la septième", "99"])
def test_an_answer_outside_the_candidates_picks_none(territory, text):
    assert find(territory, text, SAINT_DENIS) == NotFound()


def test_an_unknown_id_among_the_candidates_is_ignored(territory):
    assert ids(find(territory, "la première", ("commune:00000", GUERET))) == (GUERET,)


def test_an_id_gives_its_collectivite(territory):
    collectivite = by_id(territory, SAINT_DENIS_93)

    assert (collectivite.id, collectivite.label) == (SAINT_DENIS_93, "Saint-Denis (93, Seine-Saint-Denis)")


@pytest.mark.parametrize("unknown", ["93066", "commune:00000", "commune:98901", "departement:984"])
def test_an_unknown_id_is_refused(territory, unknown):
    with pytest.raises(UnknownCollectivite, match=unknown):
        by_id(territory, unknown)

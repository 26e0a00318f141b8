"""The French of every name of the tables, as sentences say it."""

import re

import pytest

from bot.letter.names import METROPOLES, TERRITOIRES, council_of, of_sender, sender_name
from bot.letter.offices import office_of
from bot.territory.competence import competence
from bot.territory.lookup import by_id

#: What no name may give: « de le », « de Le Havre », « du Les », « d’ » before a consonant, « de » between
#: commune and a vowel, a typewriter's apostrophe, two spaces.
WRONG = re.compile(
    r"\b[Dd]e [Ll]es? |\bd[ue] [Ll]es? |\bdes [Ll]es |\bde d[ue] |\bde des |'|  "
    r"|\bd’[bcdfgjklmnpqrstvwxzBCDFGJKLMNPQRSTVWXZ]|\b(?:commune|Commune) de [AEIOUÀÂÉÈÊËÎÏÔÖÙÛÜŒ]"
)

#: They take an article: never « de commune ».
COMMON_NOUNS = ("commune", "communauté", "département", "région", "agglomération")


def test_no_name_of_the_tables_is_badly_joined(territory):
    for collectivite in territory.collectivites.values():
        for words in (sender_name(collectivite), of_sender(collectivite), council_of(collectivite).of):
            assert not WRONG.search(words), words


def test_every_collectivite_is_introduced_by_one_of_the_four_forms(territory):
    for collectivite in territory.collectivites.values():
        of = of_sender(collectivite)
        assert re.match(r"(?:de la |du |des |de l’|de |d’)\S", of), of
        assert not re.match(rf"(?:de|d’) ?(?:{'|'.join(COMMON_NOUNS)})\b", of), of
        assert not re.match(r"de (?:Communauté|Métropole|Département|Région|Collectivité|Commune)\b", of), of


def test_every_prefecture_is_addressed_in_right_french(territory):
    ids = [one for one in territory.collectivites if not one.startswith("commune")]
    for collectivite in (by_id(territory, one) for one in ids):
        office = office_of(competence(territory, collectivite).prefecture, collectivite)
        for words in (office.seat, office.feminine.rest, office.masculine.rest):
            assert not WRONG.search(words), words


@pytest.mark.parametrize(
    ("id_", "of"),
    [
        ("commune:76351", "de la commune du Havre"),
        ("commune:93045", "de la commune des Lilas"),
        ("commune:94038", "de la commune de L’Haÿ-les-Roses"),
        ("commune:93001", "de la commune d’Aubervilliers"),
        ("commune:17300", "de la commune de La Rochelle"),
        ("commune:72181", "de la commune du Mans"),
        ("commune:97213", "de la commune du Lamentin"),
        ("commune:97101", "de la commune des Abymes"),
        ("commune:78311", "de la commune de Houilles"),
        ("commune:83069", "de la commune d’Hyères"),
        ("commune:75056", "de la Ville de Paris"),
        ("commune:97701", "de la Collectivité de Saint-Barthélemy"),
        ("epci:200054781", "de la Métropole du Grand Paris"),
        ("epci:200046977", "de la Métropole de Lyon"),
        ("epci:246700488", "de l’Eurométropole de Strasbourg"),
        ("epci:243500139", "de Rennes Métropole"),
        ("epci:244500468", "d’Orléans Métropole"),
        ("epci:200057875", "d’Est Ensemble"),
        ("epci:200057867", "de Plaine Commune"),
        ("epci:245400262", "de l’agglomération du Grand Longwy"),
        ("epci:200069441", "de la communauté de communes du Pays de Bitche"),
        ("epci:200069268", "d’Aubrac Lot Causses Tarn"),
        ("departement:23", "du département de la Creuse"),
        ("departement:91", "du département de l’Essonne"),
        ("departement:84", "du département de Vaucluse"),
        ("departement:90", "du département du Territoire de Belfort"),
        ("departement:40", "du département des Landes"),
        ("departement:6AE", "de la Collectivité européenne d’Alsace"),
        ("departement:986", "de Wallis et Futuna"),
        ("departement:988", "de la Nouvelle-Calédonie"),
        ("region:11", "de la région Île-de-France"),
        ("region:94", "de la Collectivité de Corse"),
    ],
)
def test_a_collectivite_is_named_in_a_sentence(territory, id_, of):
    assert of_sender(by_id(territory, id_)) == of


@pytest.mark.parametrize(
    ("id_", "the", "of"),
    [
        ("commune:23096", "le conseil municipal", "du conseil municipal"),
        ("commune:75056", "le Conseil de Paris", "du Conseil de Paris"),
        ("commune:97801", "le conseil territorial", "du conseil territorial"),
        ("epci:200069441", "le conseil communautaire", "du conseil communautaire"),
        ("epci:200066660", "le conseil communautaire", "du conseil communautaire"),
        ("epci:243500139", "le conseil métropolitain", "du conseil métropolitain"),
        ("epci:200057867", "le conseil de territoire", "du conseil de territoire"),
        ("departement:23", "le conseil départemental", "du conseil départemental"),
        ("departement:6AE", "l’assemblée délibérante", "de l’assemblée délibérante"),
        ("departement:987", "l’assemblée délibérante", "de l’assemblée délibérante"),
        ("region:53", "le conseil régional", "du conseil régional"),
        ("region:94", "l’assemblée délibérante", "de l’assemblée délibérante"),
    ],
)
def test_each_council_has_its_name(territory, id_, the, of):
    council = council_of(by_id(territory, id_))

    assert (council.the, council.of) == (the, of)


def test_the_metropoles_are_those_of_the_tables(territory):
    types = {id_.removeprefix("epci:"): kind for id_, kind in territory.epci_types.items()}

    assert {siren for siren, kind in types.items() if kind in {"METRO", "MET69"}} == METROPOLES
    assert {siren for siren, kind in types.items() if kind == "EPT"} == TERRITOIRES

import pytest

from bot.dossier.trust import LABELS, Trust, trust_of
from bot.territory.lookup import by_id

GUERET, HAVRE, SAINT_DENIS = "commune:23096", "commune:76351", "commune:93066"
BORDEAUX, BORDEAUX_METROPOLE = "commune:33063", "epci:243300316"
CREUSE, VAL_DE_MARNE, ALSACE, ILE_DE_FRANCE = (
    "departement:23", "departement:94", "departement:6AE", "region:11",
)  # fmt: skip


@pytest.mark.parametrize(
    ("domain", "collectivite"),
    [
        ("gueret.fr", GUERET),
        ("ville-gueret.fr", GUERET),
        ("villedegueret.fr", GUERET),
        ("mairie.gueret.fr", GUERET),
        ("VILLE-GUERET.FR", GUERET),
        ("ville-gueret-23.fr", GUERET),
        ("lehavre.fr", HAVRE),
        ("ville-du-havre.fr", HAVRE),
        ("st-denis.example", SAINT_DENIS),
        ("bordeaux-metropole.fr", BORDEAUX_METROPOLE),
        ("cd23.fr", CREUSE),
        ("creuse.fr", CREUSE),
        ("lacreuse.fr", CREUSE),
        ("departement-creuse.fr", CREUSE),
        ("valdemarne.fr", VAL_DE_MARNE),
        ("alsace.eu", ALSACE),
        ("iledefrance.fr", ILE_DE_FRANCE),
    ],
)
def test_a_domain_in_the_name_of_the_collectivite_is_its_own(territory, domain, collectivite):
    assert trust_of(f"camille.exemple@{domain}", by_id(territory, collectivite)) is Trust.OFFICIAL


@pytest.mark.parametrize("domain", ["gmail.com", "Orange.fr", "laposte.net"])
def test_a_free_mailbox_says_nothing_of_anybody(territory, domain):
    assert trust_of(f"mairie.gueret@{domain}", by_id(territory, GUERET)) is Trust.FREE


@pytest.mark.parametrize(
    ("domain", "collectivite"),
    [
        ("mairie.example", GUERET),
        ("lyon.fr", GUERET),
        ("creuse.fr", GUERET),
        ("creuse.gouv.fr", CREUSE),  # the State
        ("gouv.fr", GUERET),
        ("gueret.asso.fr", GUERET),
        ("gueret-tourisme.fr", GUERET),
        ("pas-gueret.example", GUERET),
        ("bordeaux-metropole.fr", BORDEAUX),  # another level
        ("ville-bordeaux.fr", BORDEAUX_METROPOLE),
        ("cd24.fr", CREUSE),
        ("23.fr.example", GUERET),
    ],
)
def test_any_other_domain_is_to_be_checked(territory, domain, collectivite):
    assert trust_of(f"camille.exemple@{domain}", by_id(territory, collectivite)) is Trust.OTHER


def test_no_collectivite_is_matched_by_a_domain_that_only_says_a_level(territory):
    fooled = [
        one.id
        for one in territory.collectivites.values()
        if Trust.OFFICIAL
        in {trust_of("a@mairie.example", one), trust_of("a@cc.example", one), trust_of("a@la.example", one)}
    ]

    assert fooled == []


def test_every_level_has_its_words():
    assert set(LABELS) == set(Trust)
    assert len(set(LABELS.values())) == len(Trust)

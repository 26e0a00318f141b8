from bot.territory.build.names import aliases, nicknames

COMMUNES = [
    {"code": "59350", "nom": "Lille", "type": "commune-actuelle", "anciensCodes": ["59355"]},
    {"code": "15031", "nom": "Celles", "type": "commune-actuelle"},
    {"code": "91228", "nom": "Évry-Courcouronnes", "type": "commune-actuelle"},
    {"code": "69123", "nom": "Lyon", "type": "commune-actuelle"},
    {"code": "59298", "nom": "Hellemmes-Lille", "type": "commune-associee", "chefLieu": "59350"},
    {"code": "59350", "nom": "Lille", "type": "commune-deleguee", "chefLieu": "59350"},
    {
        "code": "69387",
        "nom": "Lyon 7e Arrondissement",
        "type": "arrondissement-municipal",
        "commune": "69123",
    },
]
HISTORY = [
    {"code": "59355", "nom": "Lomme"},
    {"code": "59298", "nom": "Hellemmes-Lille"},
    {"code": "91228", "nom": "Évry"},
    {"code": "91228", "nom": "Evry"},
    {"code": "15031", "nom": "Celles"},
    {"code": "99999", "nom": "Nulle Part"},
]


def test_every_name_leads_to_the_commune_of_today():
    assert aliases(COMMUNES, HISTORY, ()) == [
        ("Hellemmes-Lille", "59350", "associee"),
        ("Lomme", "59350", "ancienne"),
        ("Lyon 7e Arrondissement", "69123", "arrondissement"),
        ("Évry", "91228", "ancien_nom"),
    ]


def test_initials_that_two_epci_share_or_that_mean_something_else_are_left_out():
    epci = [
        ("epci:1", "Communauté de communes du Pays de Bitche"),
        ("epci:2", "Communauté de communes du Pays de Bray"),
        ("epci:3", "Communauté de communes du Val de Drôme"),
        ("epci:4", "Communauté de communes Aire Sud"),
    ]
    by_hand = [{"nom": "MEL", "id": "epci:5", "nature": "sigle"}]

    assert nicknames(by_hand, epci, frozenset()) == [
        ("CCVD", "epci:3", "sigle_derive"),
        ("MEL", "epci:5", "sigle"),
    ]
    assert nicknames([], epci, frozenset({"ccvd"})) == []

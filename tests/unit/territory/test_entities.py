import json

import pytest

from bot.territory.entities import ENTITY, entities_of, outcome_in
from bot.territory.lookup import Ambiguous, Found, Located, NotFound, Suggested


def roles(territory, text):
    return [one["role"] for one in entities_of(territory, text)]


def test_a_collectivite_is_an_entity_whose_value_is_its_id(territory):
    (entity,) = entities_of(territory, "je suis maire de Guéret, qui peut signer ?")

    assert entity == {
        "entity": ENTITY,
        "value": "commune:23096",
        "start": 0,
        "end": 42,
        "role": "locuteur",
        "confidence_entity": 1.0,
    }


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("nous sommes la CC du Pays de Bitche", "locuteur"),
        ("est-ce que la mairie de Strasbourg a signé ?", "nommee"),
        ("la ville de Brest a déjà un contrat", "nommee"),
        ("je suis dans le 62", "lieu"),
        ("tel pref de la Creuse", "lieu"),
    ],
)
def test_the_role_tells_who_writes_from_what_is_only_named(territory, text, role):
    assert roles(territory, text) == [role]


@pytest.mark.parametrize("text", ["je suis maire de Saint-Denis", "je suis maire de Roubais"])
def test_who_is_not_settled_is_not_the_one_who_writes(territory, text):
    assert set(roles(territory, text)) == {"nommee"}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("mairie de Lomme", Found),
        ("Saint-Denis", Ambiguous),
        ("Pau", Ambiguous),
        ("mairie de Roubais", Suggested),
        ("dans le Haut-Rhin", Located),
        ("bonjour", NotFound),
    ],
)
def test_what_is_read_back_from_the_entities_is_what_was_found(territory, text, outcome):
    entities = json.loads(json.dumps(entities_of(territory, text)))

    assert isinstance(outcome_in(territory, entities), outcome)


def test_an_old_name_and_a_place_cross_with_the_entity(territory):
    assert outcome_in(territory, entities_of(territory, "mairie de Lomme")).known_as == "Lomme"
    assert outcome_in(territory, entities_of(territory, "dans le Haut-Rhin")).departement == "68"


def test_the_entity_of_a_button_and_those_of_others_are_left_aside(territory):
    others = [{"entity": ENTITY, "value": "commune:23096"}, {"entity": "LOC", "value": "Guéret"}]

    assert outcome_in(territory, others) == NotFound()

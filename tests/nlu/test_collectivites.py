"""The component in Rasa's environment: the entities that a message gets."""

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.collectivites import CollectiviteExtractor
from bot.territory.tables import load_territory


@pytest.fixture(scope="module")
def extractor() -> CollectiviteExtractor:
    return CollectiviteExtractor(load_territory())


def read(extractor: CollectiviteExtractor, text: str) -> list[tuple[str, str, str]]:
    message = Message({TEXT: text})
    extractor.process([message])
    return [(one["entity"], one["value"], one["role"]) for one in message.get(ENTITIES, [])]


def test_a_collectivite_is_found_in_a_sentence(extractor: CollectiviteExtractor) -> None:
    found = read(extractor, "Bonjour, je suis DGS de l'agglo de Pau, pouvons-nous signer ?")
    assert found == [("collectivite", "epci:200067254", "locuteur")]


def test_namesakes_are_several_entities(extractor: CollectiviteExtractor) -> None:
    assert len(read(extractor, "Saint-Denis")) == 4


def test_a_message_without_a_place_has_no_entity(extractor: CollectiviteExtractor) -> None:
    assert read(extractor, "Quelles sont les étapes ?") == []


def test_the_entities_of_other_components_stay(extractor: CollectiviteExtractor) -> None:
    message = Message({TEXT: "mairie de Royan", ENTITIES: [{"entity": "LOC", "value": "Royan"}]})
    extractor.process([message])
    assert [one["entity"] for one in message.get(ENTITIES)] == ["LOC", "collectivite"]
    assert message.get(ENTITIES)[1]["extractor"] == "CollectiviteExtractor"

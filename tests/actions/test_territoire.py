import pytest

from actions.territoire import ActionAskCollectivite, ActionContactPrefecture, ActionIdentifierCollectivite
from tests.actions.conftest import GUERET
from tests.actions.conversation import Conversation


@pytest.fixture
def identify(broken_services):
    """No database is needed to recognise a collectivité."""
    return ActionIdentifierCollectivite(broken_services)


@pytest.mark.parametrize(
    ("text", "found", "prefecture"),
    [
        ("je suis maire de Guéret", GUERET, "préfecture de la Creuse"),
        ("Saint-Denis (93)", "commune:93066", "préfecture de la Seine-Saint-Denis"),
        ("la communauté de communes du Pays de Bitche", "epci:200069441", "préfecture de la Moselle"),
        ("le département de la Creuse", "departement:23", "préfecture de la Creuse"),
    ],
)
def test_who_speaks_is_recognised_with_the_competent_prefecture(
    broken_services, identify, text, found, prefecture
) -> None:
    conversation = Conversation(broken_services).hears(text, "informer_collectivite")
    answer = conversation.run(identify)
    assert answer.said == ["utter_collectivite_reconnue"]
    assert answer.values("utter_collectivite_reconnue")["prefecture"] == prefecture
    assert conversation.slots["collectivite"] == found


def test_namesakes_are_offered_and_the_one_known_before_is_forgotten(broken_services, identify) -> None:
    conversation = Conversation(broken_services, collectivite=GUERET)
    answer = conversation.hears("Saint-Denis", "informer_collectivite").run(identify)
    assert answer.said == ["utter_collectivite_homonymes"]
    assert conversation.slots["collectivite"] is None
    assert len(answer.messages[0]["buttons"]) == len(conversation.slots["collectivite_candidats"]) > 1


def test_a_namesake_is_chosen_by_the_button_that_was_offered(broken_services, identify) -> None:
    conversation = Conversation(broken_services)
    offered = conversation.hears("Saint-Denis", "informer_collectivite").run(identify).messages[0]["buttons"]
    title = offered[1]["title"]
    answer = conversation.sees_pressed(offered[1]["payload"]).run(identify)
    assert answer.values("utter_collectivite_reconnue")["collectivite"] == title
    assert conversation.slots["collectivite_candidats"] is None


def test_too_many_namesakes_are_not_made_into_buttons(broken_services, identify) -> None:
    conversation = Conversation(broken_services)
    answer = conversation.hears("Sainte-Colombe", "informer_collectivite").run(identify)
    assert answer.said == ["utter_collectivite_trop_homonymes"]
    assert answer.messages[0]["buttons"] == []
    answer = conversation.hears("Sainte-Colombe (25)", "informer_collectivite").run(identify)
    assert conversation.slots["collectivite"] == "commune:25515"


def test_an_unknown_name_changes_nothing_but_the_namesakes(broken_services, identify) -> None:
    conversation = Conversation(
        broken_services, collectivite=GUERET, collectivite_candidats=["commune:93066", "commune:97411"]
    )
    answer = conversation.hears("Trifouillis-les-Oies", "informer_collectivite").run(identify)
    assert answer.said == ["utter_collectivite_inconnue"]
    assert conversation.slots["collectivite"] == GUERET
    assert conversation.slots["collectivite_candidats"] is None


def test_the_letter_asks_openly_or_among_the_namesakes(broken_services) -> None:
    ask = ActionAskCollectivite(broken_services)
    assert Conversation(broken_services).run(ask).said == ["utter_ask_collectivite"]
    among = Conversation(broken_services, collectivite_candidats=["commune:93066", "commune:97411"]).run(ask)
    assert [one["title"][:11] for one in among.messages[0]["buttons"]] == ["Saint-Denis", "Saint-Denis"]


def test_whom_to_contact_is_said_with_or_without_a_known_collectivite(broken_services) -> None:
    action = ActionContactPrefecture(broken_services)
    assert Conversation(broken_services).run(action).said == ["utter_contact_prefecture"]
    known = Conversation(broken_services, collectivite="commune:23008").run(action)
    values = known.values("utter_contact_prefecture_connue")
    assert (values["prefecture"], values["ville"]) == ("préfecture de la Creuse", "Guéret")
    assert "Aubusson" in values["sous_prefecture"]
    chief_town = Conversation(broken_services, collectivite=GUERET).run(action)
    assert chief_town.values("utter_contact_prefecture_connue")["sous_prefecture"] == ""

"""« C’est quoi un EPCI ? »"""

import pytest

from actions.glossaire import ActionDefinir
from tests.actions.conversation import Answer, Conversation


@pytest.fixture
def says(broken_services):
    """No database is needed to explain a word."""

    def answer(text: str) -> Answer:
        conversation = Conversation(broken_services).hears(text, "definition_sigle")
        return conversation.run(ActionDefinir(broken_services))

    return answer


def test_a_term_is_explained_with_its_text_its_facts_and_what_to_ask_next(says) -> None:
    answer = says("c'est quoi un epci ?")

    assert answer.said == ["utter_definition_sigle_texte"]
    values = answer.values("utter_definition_sigle_texte")
    assert values["terme"] == "EPCI (établissement public de coopération intercommunale)"
    assert values["definition"].startswith("regroupement de communes")
    assert values["texte"] == "Code général des collectivités territoriales, article L.5210-1-1 A"
    assert values["metadata"] == {"facts": ["epci-cite"]}
    assert [one["payload"] for one in values["buttons"]] == [
        "/eligibilite_epci",
        "/eligibilite_commune_ou_epci",
    ]
    assert answer.events == []


def test_a_term_without_a_law_is_explained_by_its_facts(says) -> None:
    answer = says("DSIL, ça veut dire quoi")

    assert answer.said == ["utter_definition_sigle"]
    assert answer.values("utter_definition_sigle")["metadata"] == {"facts": ["detr-dsil"]}


def test_a_term_without_a_fact_keeps_the_metadata_of_the_response(says) -> None:
    assert says("EPT ?").values("utter_definition_sigle_texte")["metadata"] is None


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("CTAI ?", "utter_definition_ctai"),
        ("que veut dire CIR", "utter_definition_cir"),
        ("co-construction, définition", "utter_definition_co_construction"),
        ("définition d'un primo-arrivant", "utter_publics_primo_arrivants"),
        ("c'est quoi AGIR", "utter_acteurs_agir"),
    ],
)
def test_a_term_that_an_answer_explains_leads_to_that_answer(says, text: str, response: str) -> None:
    assert says(text).said == [response]


def test_two_terms_of_one_answer_are_answered_once(says) -> None:
    assert says("CTAIR, PTAI : que signifient ces sigles ?").said == ["utter_definition_anciens_noms"]


def test_several_terms_are_explained_in_order(says) -> None:
    answer = says("EPCI, CIR, QPV : vous traduisez ?")

    assert answer.said == [
        "utter_definition_sigle_texte",
        "utter_definition_cir",
        "utter_definition_sigle_texte",
    ]
    assert [one["terme"][:4] for one in answer.messages if "terme" in one] == ["EPCI", "QPV "]


def test_a_list_of_terms_is_not_answered_by_a_flood(says) -> None:
    assert len(says("EPCI, EPT, QPV, OFII, FLE, DGEF ?").said) == 3


@pytest.mark.parametrize("text", ["c'est quoi un SIAO ?", "glossaire", "que veut dire OFFI", "?"])
def test_an_unknown_term_is_said_to_be_unknown(says, text: str) -> None:
    assert says(text).said == ["utter_definition_inconnue"]


def test_a_button_names_no_term(broken_services) -> None:
    conversation = Conversation(broken_services).sees_pressed("/definition_sigle")
    assert conversation.run(ActionDefinir(broken_services)).said == ["utter_definition_inconnue"]

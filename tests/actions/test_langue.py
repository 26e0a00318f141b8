"""What is answered to a message in another language."""

import pytest

from actions.base import Services
from actions.langue import ActionRepondreLangue
from bot.languages import read_languages
from tests.actions.conversation import Answer, Conversation


def answer(services: Services, langue: str | None) -> Answer:
    conversation = Conversation(services).hears("…", "hors_sujet_langue")
    conversation.latest_message["entities"] = [{"entity": "langue", "value": langue}] if langue else []
    return conversation.run(ActionRepondreLangue(services))


def test_a_frequent_language_is_named_and_answered_with_a_sentence_in_it(services: Services) -> None:
    values = answer(services, "anglais").values("utter_hors_sujet_langue_phrase")
    assert values["langue"] == "anglais (English)"
    assert values["phrase"].startswith("This service is in French")


def test_what_is_written_from_right_to_left_is_marked(services: Services) -> None:
    values = answer(services, "arabe").values("utter_hors_sujet_langue_phrase")
    assert values["langue"] == "arabe (\u2067العربية\u2069)"
    assert values["phrase"][0] == "\u2067"
    assert values["phrase"][-1] == "\u2069"


def test_a_rare_language_is_named(services: Services) -> None:
    said = answer(services, "somali")
    assert said.values("utter_hors_sujet_langue")["langue"] == "somali (Soomaali)"
    assert said.events == []


@pytest.mark.parametrize("langue", [None, "klingon"])
def test_without_a_known_name_only_french_is_named(services: Services, langue: str | None) -> None:
    assert answer(services, langue).said == ["utter_hors_sujet_langue_inconnue"]


def test_every_language_has_two_names_of_its_own() -> None:
    languages = read_languages().values()
    assert len({one.name for one in languages}) == len({one.own for one in languages}) == len(languages)
    assert all(one.name and one.own for one in languages)

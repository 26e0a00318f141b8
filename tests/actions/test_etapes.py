import re

import yaml

from actions.etapes import ActionEtapesListe
from bot.db import ROOT
from bot.dossier.states import State
from bot.dossier.steps import TITLES
from bot.dossier.storage import DossierRow
from tests.actions.conversation import CONVERSATION_ID, Conversation


def states_shown(services) -> list[str]:
    conversation = Conversation(services).hears("Quelles sont les étapes ?", "etapes_liste")
    (message,) = conversation.run(ActionEtapesListe(services)).messages
    assert message["response"] == "utter_etapes_liste"
    assert [step["title"] for step in message["custom"]["steps"]] == list(TITLES)
    return [step["state"] for step in message["custom"]["steps"]]


def open_dossier(services, state: State, conversation_id: str = CONVERSATION_ID) -> None:
    with services.sessions.begin() as session:
        session.add(
            DossierRow(
                reference="CTAI-26-0000-0000-0",
                key="essai",
                conversation_id=conversation_id,
                letter_id=1,
                collectivite_id="commune:23096",
                collectivite_label="Guéret (23, Creuse)",
                prefecture_id="pref:23",
                prefecture_name="préfecture de la Creuse",
                redirected=False,
                requester_email="camille.exemple@gueret.example",
                state=state,
                state_since=services.clock(),
                opened_at=services.clock(),
            )
        )


def test_to_somebody_who_has_begun_nothing_every_step_is_to_come(services) -> None:
    assert states_shown(services) == ["a_venir"] * 5


def test_a_written_letter_begins_the_first_step(services_with_letter) -> None:
    assert states_shown(services_with_letter) == ["en_cours", *["a_venir"] * 4]


def test_the_steps_show_where_the_dossier_of_this_conversation_stands(services_with_letter) -> None:
    open_dossier(services_with_letter, State.DIAGNOSTIC)
    assert states_shown(services_with_letter) == ["fait", "fait", "en_cours", "a_venir", "a_venir"]


def test_the_dossier_of_another_conversation_is_not_shown(services) -> None:
    open_dossier(services, State.DIAGNOSTIC, conversation_id="ailleurs")
    assert states_shown(services) == ["a_venir"] * 5


def test_without_the_database_the_words_still_answer(broken_services) -> None:
    conversation = Conversation(broken_services).hears("Quelles sont les étapes ?", "etapes_liste")
    (message,) = conversation.run(ActionEtapesListe(broken_services)).messages
    assert message["response"] == "utter_etapes_liste"
    assert message["custom"] == {}


def bare(text: str) -> str:
    """Without articles and capitals."""
    return re.sub(r"\b(?:une|un|la) ", "", text.lower())


def test_the_card_and_the_text_say_the_same_steps() -> None:
    written = yaml.safe_load((ROOT / "data/responses/etapes.yml").read_text(encoding="utf-8"))
    text = written["responses"]["utter_etapes_liste"][0]["text"]
    lines = [line for line in text.splitlines() if line[:1].isdigit()]
    assert len(lines) == len(TITLES)
    for number, (line, title) in enumerate(zip(lines, TITLES, strict=True), start=1):
        assert line.startswith(f"{number}. ")
        assert bare(title) in bare(line)

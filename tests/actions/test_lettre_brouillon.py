"""A draft is kept at each answer, and taken up again: here, or elsewhere with a code that is mailed."""

import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from actions.lettre import ValidateLettreForm
from actions.lettre_fiche import ANSWERS
from bot.handoff.storage import MessageKind, MessageRow
from bot.letter.drafts import DraftRow, find_draft, save_draft
from tests.actions.conftest import GUERET
from tests.actions.conversation import CONVERSATION_ID, FormConversation, lettre_form

EMAIL = "camille@gueret.example"
DRAFT = {
    "collectivite": GUERET,
    "lettre_nom": "Camille Exemple",
    "lettre_fonction": "maire",
    "lettre_email": EMAIL,
}


def drafts(services) -> list[dict]:
    with services.sessions() as session:
        return [row.data for row in session.scalars(select(DraftRow))]


def kept(services, conversation_id: str = CONVERSATION_ID, data: dict | None = None) -> None:
    with services.sessions.begin() as session:
        answers = DRAFT if data is None else data
        key = services.settings.secret_key
        save_draft(session, conversation_id, answers, answers.get("lettre_email"), key, services.clock)


def code(services) -> str:
    with services.sessions() as session:
        mime = session.scalars(
            select(MessageRow.mime).where(MessageRow.kind == MessageKind.CODE).order_by(MessageRow.id.desc())
        ).first()
    body = message_from_bytes(mime, policy=policy.default).get_body(("plain",))
    return re.findall(r"\b\d{6}\b", body.get_content())[0]


def coming_back(services, text: str = "reprendre mon brouillon", intent: str = "rediger_lettre_reprendre"):
    form = FormConversation(ValidateLettreForm, services)
    form.hears(text, intent)
    return form, form.begins()


def test_each_answer_is_kept(services) -> None:
    form = lettre_form(services)
    assert drafts(services) == []
    form.says("mairie de Guéret")
    assert drafts(services) == [{"collectivite": GUERET}]
    form.says("Camille Exemple")
    assert drafts(services) == [{"collectivite": GUERET, "lettre_nom": "Camille Exemple"}]


def test_a_cancel_forgets_the_draft_too(services) -> None:
    form = lettre_form(services)
    form.says("mairie de Guéret")
    form.says("annuler", "annuler")
    form.presses("/affirmer")
    assert drafts(services) == []


def test_a_draft_that_cannot_be_kept_does_not_stop_the_letter(broken_services) -> None:
    form = lettre_form(broken_services)
    assert form.says("mairie de Guéret").said == ["utter_collectivite_notee", "utter_ask_lettre_nom"]


def test_the_draft_of_this_conversation_is_offered_by_its_name(services) -> None:
    kept(services)
    form, answer = coming_back(services, "je veux écrire la lettre", "rediger_lettre")
    assert answer.said == ["utter_ask_lettre_reprise"]
    titles = [one["title"] for one in answer.messages[-1]["buttons"]]
    assert titles == ["Reprendre le brouillon (Guéret (23, Creuse))", "Recommencer"]
    said = form.presses("/affirmer").said
    assert said[0] == "utter_lettre_brouillon_repris"
    assert {slot: form.slots[slot] for slot in DRAFT} == DRAFT
    assert form.asked == "lettre_civilite"


def test_to_begin_again_forgets_the_draft(services) -> None:
    kept(services)
    form, _ = coming_back(services, "je veux écrire la lettre", "rediger_lettre")
    answer = form.presses("/nier")
    assert answer.said == ["utter_lettre_debut", "utter_ask_collectivite"]
    assert form.slots.get("lettre_nom") is None
    assert drafts(services) == []


def test_asking_for_the_draft_takes_it_up_at_once(services) -> None:
    kept(services)
    form, answer = coming_back(services)
    assert answer.said[0] == "utter_lettre_brouillon_repris"
    assert form.slots["lettre_nom"] == "Camille Exemple"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("reprendre mon brouillon", "rediger_lettre_reprendre"),
        ("je voudrais continuer mon brouillon de lettre", "rediger_lettre"),
    ],
)
def test_from_another_browser_the_code_gives_the_draft_back(services, text, intent) -> None:
    kept(services, "ailleurs")
    form, answer = coming_back(services, text, intent)
    assert answer.said == ["utter_lettre_reprise_debut", "utter_ask_lettre_reprise_email"]
    form.says(EMAIL.upper())
    assert form.asked == "lettre_reprise_code"
    assert form.slots.get("lettre_nom") is None
    answer = form.says(code(services))
    assert answer.said[0] == "utter_lettre_brouillon_repris"
    assert form.slots["lettre_nom"] == "Camille Exemple"
    assert form.asked == "lettre_civilite"
    with services.sessions() as session:
        assert find_draft(session, CONVERSATION_ID, services.clock).data["collectivite"] == GUERET


def test_nothing_tells_whether_an_address_has_a_draft_before_the_code(services) -> None:
    kept(services, "ailleurs")
    said = []
    for address in (EMAIL, "personne@gueret.example"):
        form, _ = coming_back(services)
        said.append(form.says(address).said)
    assert said[0] == said[1] == ["utter_lettre_reprise_code_envoye", "utter_ask_lettre_reprise_code"]
    with services.sessions() as session:
        assert session.scalar(select(func.count()).where(MessageRow.kind == MessageKind.CODE)) == 2


def test_a_proved_address_without_draft_begins_a_letter(services) -> None:
    form, _ = coming_back(services)
    form.says(EMAIL)
    answer = form.says(code(services))
    assert answer.said == ["utter_lettre_brouillon_aucun", "utter_ask_collectivite"]
    assert form.slots["lettre_email"] == EMAIL


def test_a_wrong_code_gives_nothing(services) -> None:
    kept(services, "ailleurs")
    form, _ = coming_back(services)
    form.says(EMAIL)
    wrong = "000000" if code(services) != "000000" else "111111"
    answer = form.says(wrong)
    assert answer.said == ["utter_dossier_code_faux", "utter_ask_lettre_reprise_code"]
    assert form.slots.get("lettre_nom") is None
    assert form.presses("/renvoyer_code").said[0] == "utter_lettre_reprise_code_envoye"


def test_who_gives_up_the_draft_begins_a_letter(services) -> None:
    form, _ = coming_back(services)
    answer = form.presses('/informer_reponse{"suite": "nouveau"}')
    assert answer.said == ["utter_lettre_debut", "utter_ask_collectivite"]


def test_a_draft_is_no_longer_found_after_a_month(services, clock) -> None:
    kept(services)
    clock.advance(days=30, minutes=1)
    _, answer = coming_back(services, "je veux écrire la lettre", "rediger_lettre")
    assert answer.said == ["utter_lettre_debut", "utter_ask_collectivite"]


def test_the_newest_of_several_drafts_is_taken_up(services, clock) -> None:
    kept(services, "un", DRAFT | {"lettre_nom": "Ancien Exemple"})
    clock.advance(hours=1)
    kept(services, "deux")
    form, _ = coming_back(services)
    form.says(EMAIL)
    form.says(code(services))
    assert form.slots["lettre_nom"] == "Camille Exemple"


def test_a_draft_holds_answers_and_nothing_of_the_form(services) -> None:
    form = lettre_form(services)
    form.says("mairie de Guéret")
    assert set(drafts(services)[0]) <= set(ANSWERS)

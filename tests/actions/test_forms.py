import pytest

from actions.base import Services
from actions.forms import Phase, phase_of
from actions.lettre import ValidateLettreForm
from actions.lettre_fiche import OPTIONAL
from tests.actions.conftest import GUERET
from tests.actions.conversation import FormConversation, dossier_form, lettre_form

LISTEN = {"event": "action", "name": "action_listen"}
HEARD = {"event": "user", "text": "Guéret"}
BEGUN = {"event": "active_loop", "name": "lettre_form"}
FORM = {"event": "action", "name": "lettre_form"}
ASKED = {"event": "slot", "name": "requested_slot", "value": "collectivite"}
ANSWERED = {"event": "action", "name": "utter_etapes_liste"}


def at(services: Services, slot: str) -> FormConversation:
    """A letter whose answers are given up to `slot`."""
    answers = {
        "collectivite": GUERET,
        "lettre_nom": "Camille Exemple",
        "lettre_fonction": "la maire",
        "lettre_signataire": "moi",
        "lettre_email": "camille.exemple@gueret.example",
        "lettre_prefet": "prefete",
        "lettre_themes": ["francais"],
        "lettre_besoins": "Des cours de français.",
        **dict.fromkeys(OPTIONAL, ""),
    }
    names = list(answers)
    given = names[: names.index(slot)] if slot in names else names
    form = lettre_form(services, **{name: answers[name] for name in given})
    assert form.asked == slot
    return form


@pytest.mark.parametrize(
    ("events", "phase"),
    [
        ([LISTEN, HEARD, BEGUN, ASKED, FORM], Phase.BEGINS),
        ([LISTEN, HEARD, {"event": "action", "name": "utter_x"}, BEGUN, ASKED, FORM], Phase.BEGINS),
        ([BEGUN, FORM, ASKED, LISTEN, HEARD, ASKED, FORM], Phase.ANSWERED),
        ([BEGUN, FORM, ASKED, LISTEN, HEARD, ANSWERED, ASKED, FORM], Phase.RESUMES),
        (
            [BEGUN, FORM, ASKED, LISTEN, HEARD, ANSWERED, FORM, ASKED, LISTEN, HEARD, ASKED, FORM],
            Phase.ANSWERED,
        ),
        # Another form before this one.
        ([{"event": "active_loop", "name": "dossier_form"}, LISTEN, HEARD, BEGUN, ASKED, FORM], Phase.BEGINS),
        ([], Phase.BEGINS),
    ],
)
def test_the_events_tell_why_rasa_calls(events, phase) -> None:
    assert phase_of(events, "lettre_form") is phase


def test_a_question_in_the_middle_changes_nothing_so_that_rasa_rejects_the_form(broken_services) -> None:
    form = at(broken_services, "lettre_nom")
    answer = form.says("Quelles sont les étapes ?", "etapes_liste")
    assert answer.rejected
    assert answer.events == []


def test_after_a_digression_the_old_message_is_not_read_again(broken_services) -> None:
    form = at(broken_services, "lettre_nom")
    form.says("et le financement", "financement_aide", 0.96)
    answer = form.resumes_after("utter_financement_aide")
    assert answer.said == ["utter_ask_lettre_nom"]
    assert form.slots.get("lettre_nom") is None


def test_after_two_digressions_an_answer_is_read(broken_services) -> None:
    form = at(broken_services, "lettre_nom")
    for _ in range(2):
        form.says("Quelles sont les étapes ?", "etapes_liste")
        form.resumes_after("utter_etapes_liste")
    form.says("Camille Exemple", "informer_reponse")
    assert form.slots["lettre_nom"] == "Camille Exemple"
    assert form.asked == "lettre_fonction"


def test_a_question_that_nobody_understood_is_answered_by_the_fallback(broken_services) -> None:
    assert at(broken_services, "lettre_email").says("Et pour la suite ?").rejected


def test_an_answer_that_nobody_understood_is_refused_by_its_field(broken_services) -> None:
    form = at(broken_services, "lettre_email")
    assert form.says("bof").said == ["utter_refus_email", "utter_ask_lettre_email"]


@pytest.mark.parametrize("text", ["annuler", "Vous posez trop de questions pour une simple lettre, arrêtez."])
@pytest.mark.parametrize("slot", ["collectivite", "lettre_nom", "lettre_email", "lettre_recapitulatif"])
def test_cancelling_is_asked_before_it_is_done(broken_services, slot, text) -> None:
    form = at(broken_services, slot)
    answer = form.says(text, "annuler")
    assert answer.said[-1] == "utter_ask_abandon_confirme"
    assert form.asked == "abandon_confirme"
    assert form.slots.get("abandon_confirme") is None


@pytest.mark.parametrize(
    "confirm",
    [
        lambda form: form.presses("/affirmer"),
        lambda form: form.says("oui", "affirmer"),
        lambda form: form.says("annuler", "annuler"),
        lambda form: form.says("non non, arrêtez tout", "annuler"),
        lambda form: form.says("je ne continue pas", "annuler"),
        lambda form: form.says("je ne veux plus continuer", "annuler"),
    ],
)
def test_a_cancel_that_is_confirmed_ends_the_form_and_forgets_its_answers(services, confirm) -> None:
    form = at(services, "lettre_themes")
    form.says("annuler", "annuler")
    answer = confirm(form)
    assert answer.ended
    assert answer.said == ["utter_annuler_fait"]
    kept = {name for name, value in form.slots.items() if value is not None}
    assert kept == {"lettre_prete", "dossier_ouvert", "essais"}


@pytest.mark.parametrize(
    "refuse",
    [
        lambda form: form.presses("/nier"),
        lambda form: form.says("non, continuons", "nier"),
        lambda form: form.says("non finalement je continue", "annuler"),
        lambda form: form.says("comment ça", "affirmer", 0.51),
        lambda form: form.says("mmh"),
    ],
)
def test_a_cancel_that_is_not_confirmed_goes_back_to_the_question(broken_services, refuse) -> None:
    form = at(broken_services, "lettre_themes")
    form.says("annuler", "annuler")
    answer = refuse(form)
    assert answer.said == ["utter_abandon_refuse", "utter_ask_lettre_themes"]
    assert form.slots["lettre_nom"] == "Camille Exemple"


def test_a_form_begun_again_after_a_cancel_does_not_remember_it(services) -> None:
    form = at(services, "lettre_nom")
    form.says("annuler", "annuler")
    form.presses("/affirmer")
    form.hears("écrire la lettre", "rediger_lettre")
    assert form.begins().said == ["utter_lettre_debut", "utter_ask_collectivite"]
    assert form.slots["abandon_confirme"] is None


def test_a_cancel_whose_end_was_lost_does_not_cancel_the_next_letter(broken_services) -> None:
    assert lettre_form(broken_services, abandon_confirme="oui").slots["abandon_confirme"] is None


def test_the_second_failure_in_a_row_says_the_ways_out(broken_services) -> None:
    form = at(broken_services, "lettre_email")
    assert "utter_essais_repetes" not in form.says("à la mairie", "informer_reponse").said
    second = form.says("à la mairie de Guéret", "informer_reponse")
    assert second.said == ["utter_refus_email", "utter_essais_repetes", "utter_ask_lettre_email"]


def test_where_a_blank_is_impossible_the_ways_out_do_not_offer_one(broken_services) -> None:
    form = at(broken_services, "lettre_recapitulatif")
    form.says("euh", "nlu_fallback")
    second = form.says("euh", "nlu_fallback")
    assert second.said[:2] == ["utter_refus_recapitulatif", "utter_obligatoire"]


def test_a_success_forgets_the_failures(broken_services) -> None:
    form = at(broken_services, "lettre_email")
    form.says("à la mairie", "informer_reponse")
    form.says("mairie@gueret.example", "informer_reponse")
    form.says("99", "informer_reponse")
    assert form.slots["essais"] == 1.0


def test_an_obligatory_answer_cannot_be_skipped(broken_services) -> None:
    form = at(broken_services, "collectivite")
    assert form.presses("/passer").said == ["utter_obligatoire", "utter_ask_collectivite"]
    assert form.says("je ne sais pas", "passer").said == ["utter_obligatoire", "utter_ask_collectivite"]
    assert form.slots.get("collectivite") is None


@pytest.mark.parametrize(
    ("slot", "text"), [("lettre_nom", "ok"), ("lettre_themes", "parfait"), ("lettre_besoins", "oui")]
)
def test_a_bare_yes_is_neither_a_name_nor_a_theme_nor_a_need(broken_services, slot, text) -> None:
    form = at(broken_services, slot)
    form.says(text, "affirmer")
    assert form.asked == slot
    assert form.slots.get(slot) is None


def test_a_name_that_is_understood_as_a_yes_is_a_name(broken_services) -> None:
    form = at(broken_services, "lettre_nom")
    form.says("Olga Da-Silva", "affirmer", 0.82)
    assert form.slots["lettre_nom"] == "Olga Da-Silva"


@pytest.mark.parametrize("slot", ["collectivite", "lettre_nom", "lettre_themes"])
def test_asking_for_the_letter_again_goes_on_with_it(broken_services, slot) -> None:
    form = at(broken_services, slot)
    assert form.says("je veux écrire la lettre", "rediger_lettre").said == [f"utter_ask_{slot}"]
    assert form.presses("/rediger_lettre").said == [f"utter_ask_{slot}"]


def test_another_journey_waits_for_the_end_of_this_one(broken_services) -> None:
    form = at(broken_services, "lettre_nom")
    assert form.presses("/ouvrir_dossier").said == ["utter_lettre_a_terminer", "utter_ask_lettre_nom"]
    said = form.says("ouvrez le dossier", "ouvrir_dossier").said
    assert said == ["utter_lettre_a_terminer", "utter_ask_lettre_nom"]


def test_a_draft_to_take_up_waits_for_the_end_of_the_dossier(broken_services) -> None:
    form = dossier_form(broken_services, lettre_email="a@gueret.example")
    said = form.says("reprendre mon brouillon", "rediger_lettre_reprendre").said
    assert said[0] == "utter_dossier_a_terminer"


@pytest.mark.parametrize(
    "slot",
    ["collectivite", "lettre_nom", "lettre_fonction", "lettre_email", "lettre_themes", "lettre_besoins"],
)
@pytest.mark.parametrize(
    "payload", ["/affirmer", "/informer_reponse", '/informer_reponse{"prefet": "prefet"}']
)
def test_a_button_of_another_question_is_never_taken_as_an_answer(broken_services, slot, payload) -> None:
    form = at(broken_services, slot)
    form.presses(payload)
    assert form.asked == slot
    assert form.slots.get(slot) is None


def test_a_correction_that_names_nothing_is_not_ignored(broken_services) -> None:
    form = at(broken_services, "lettre_email")
    said = form.says("il y a une erreur", "corriger_reponse").said
    assert said == ["utter_refus_email", "utter_ask_lettre_email"]


def test_an_answer_not_yet_asked_can_be_given_first(broken_services) -> None:
    form = at(broken_services, "lettre_nom")
    said = form.says("je veux corriger l'adresse", "corriger_reponse").said
    assert said == ["utter_correction_email", "utter_ask_lettre_email"]
    form.says("mairie@gueret.example", "informer_reponse")
    assert form.asked == "lettre_nom"


def test_a_field_that_fails_is_asked_again(broken_services) -> None:
    form = FormConversation(
        ValidateLettreForm, broken_services, requested_slot="lettre_nom", collectivite=GUERET
    )
    events = form.form.after_failure(form.hears("x").turn)
    assert [(one["name"], one["value"]) for one in events] == [
        ("essais", 0.0),
        ("requested_slot", "lettre_nom"),
    ]

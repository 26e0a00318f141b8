from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from actions.lettre import ActionTerminerLettre, ValidateLettreForm
from actions.lettre_fiche import letter_from, slots_of
from actions.suivi import ActionModifierDossier, ActionSuivreDossier
from bot.clock import PARIS
from bot.dossier.states import State
from bot.dossier.storage import DossierRow, DossierVersionRow
from bot.handoff.storage import MessageKind, MessageRow
from bot.letter.model import Addressee, Civility, Letter
from bot.territory.competence import competence
from bot.territory.lookup import by_id
from tests.actions.conftest import GUERET
from tests.actions.conversation import FormConversation, SuiviConversation, dossier_form

CAMILLE = "camille.exemple@gueret.example"
#: Well written, and nobody's.
UNKNOWN = "CTAI-26-EBX6-8TGC-G"
CODE_ASKED = "utter_ask_suivi_code"


@pytest.fixture
def opened(services_with_letter, last_code) -> str:
    """The reference of a dossier opened in the conversation « essai »."""
    form = dossier_form(services_with_letter, lettre_email=CAMILLE)
    form.presses("/affirmer")
    form.says(last_code(), "informer_reponse")
    answer = form.presses("/affirmer")
    return str(answer.values("utter_dossier_ouvert")["reference"])


@pytest.fixture
def elsewhere(services_with_letter, opened, monkeypatch) -> SuiviConversation:
    """Another visitor, days later: nothing of the first conversation is known."""
    services_with_letter.clock.advance(days=3)
    monkeypatch.setattr("tests.actions.conversation.CONVERSATION_ID", "ailleurs")
    return SuiviConversation(services_with_letter)


@pytest.fixture
def here(services_with_letter, opened) -> SuiviConversation:
    """The conversation that has just opened the dossier."""
    return SuiviConversation(services_with_letter, dossier_reference=opened, dossier_ouvert=True)


def sent(services, kind: MessageKind) -> list[MessageRow]:
    with services.sessions() as session:
        return list(session.scalars(select(MessageRow).where(MessageRow.kind == kind)))


def state_of(services, reference: str) -> State:
    with services.sessions() as session:
        return session.scalars(select(DossierRow.state).where(DossierRow.reference == reference)).one()


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


# In the conversation of the dossier.


def test_in_its_own_conversation_a_dossier_is_told_without_a_code(here, opened, queued) -> None:
    codes = queued(MessageKind.CODE)
    answer = here.asks("Où en est mon dossier ?")
    told = answer.values("utter_dossier_suivi")
    assert told["reference"] == opened
    assert told["collectivite"] == "Guéret (23, Creuse)"
    assert told["depuis"] == "23 novembre 2026"
    assert "Creuse" in told["destinataire"]
    assert [one["state"] for one in told["custom"]["steps"]] == ["en_cours", *["a_venir"] * 4]
    assert queued(MessageKind.CODE) == codes


def test_days_later_its_own_conversation_still_tells_but_changes_only_after_a_code(here, clock) -> None:
    clock.advance(days=2)
    assert here.asks("où en est mon dossier").said == ["utter_dossier_suivi"]
    assert here.asks("je veux retirer mon dossier", "modifier_dossier").said == [
        "utter_suivi_code_envoye",
        CODE_ASKED,
    ]


def test_who_has_no_dossier_here_is_asked_for_a_reference(services) -> None:
    form = SuiviConversation(services)
    assert form.asks("où en est notre demande ?").said == ["utter_dossier_aucun", "utter_ask_suivi_reference"]
    ended = form.presses("/passer")
    assert ended.ended
    assert ended.said == ["utter_suivi_sans_reference"]


# By reference.


@pytest.mark.parametrize(
    "written", [lambda r: r, lambda r: r.lower(), lambda r: f"c'est {r.replace('-', ' ')}, merci"]
)
def test_a_reference_in_the_question_sends_a_code_to_the_dossier_s_own_address(
    elsewhere, opened, last_code, written
) -> None:
    answer = elsewhere.asks(f"où en est le dossier {written(opened)} ?")
    assert answer.said == ["utter_suivi_code_envoye", CODE_ASKED]
    assert sent(elsewhere.services, MessageKind.CODE)[-1].recipient == CAMILLE
    assert CAMILLE not in str(answer.messages)
    told = elsewhere.says(last_code(), "informer_reponse")
    assert told.ended
    assert told.values("utter_dossier_suivi")["reference"] == opened


def test_a_reference_asked_for_is_read_and_a_wrong_one_explained(elsewhere, opened, last_code) -> None:
    elsewhere.asks("Où en est mon dossier ?")
    assert elsewhere.asked == "suivi_reference"
    wrong = opened[:-1] + ("0" if opened[-1] != "0" else "1")
    assert elsewhere.says(wrong, "informer_reponse").said == [
        "utter_suivi_reference_illisible",
        "utter_ask_suivi_reference",
    ]
    assert elsewhere.says(opened, "informer_reponse").said == ["utter_suivi_code_envoye", CODE_ASKED]
    assert elsewhere.says(last_code(), "informer_reponse").said == ["utter_dossier_suivi"]


def test_an_unknown_reference_gets_the_same_answers_and_no_message(elsewhere, queued) -> None:
    codes = queued(MessageKind.CODE)
    assert elsewhere.asks(f"où en est {UNKNOWN} ?").said == ["utter_suivi_code_envoye", CODE_ASKED]
    assert queued(MessageKind.CODE) == codes
    for left in (4, 3, 2, 1):
        answer = elsewhere.says("000000", "informer_reponse")
        assert answer.values("utter_dossier_code_faux")["restants"] == left
    assert elsewhere.says("000000", "informer_reponse").said == ["utter_dossier_code_trop_essais", CODE_ASKED]


def test_a_wrong_code_tells_nothing_of_the_dossier(elsewhere, opened, last_code) -> None:
    elsewhere.asks(f"où en est {opened}")
    answer = elsewhere.says(another(last_code()), "informer_reponse")
    assert answer.said == ["utter_dossier_code_faux", CODE_ASKED]
    assert "Guéret" not in str(answer.messages)


def test_a_conversation_asks_for_three_codes_an_hour_whatever_the_references(elsewhere, opened) -> None:
    for _ in range(3):
        assert elsewhere.asks(f"où en est {UNKNOWN} ?").said[0] == "utter_suivi_code_envoye"
    refused = elsewhere.asks(f"et {opened} ?")
    assert refused.said == ["utter_suivi_trop_envois"]
    assert elsewhere.slots["suivi_suite"] == "rien"
    elsewhere.services.clock.advance(hours=1)
    assert elsewhere.asks(f"et {opened} ?").said[0] == "utter_suivi_code_envoye"


def test_too_many_codes_in_the_form_end_it(elsewhere, opened) -> None:
    for _ in range(3):
        elsewhere.asks(f"où en est {UNKNOWN} ?")
    elsewhere.asks("où en est mon dossier ?")
    ended = elsewhere.says(opened, "informer_reponse")
    assert ended.ended
    assert ended.said == ["utter_suivi_trop_envois"]


def test_the_code_is_sent_again_and_the_reference_corrected(elsewhere, opened, last_code) -> None:
    elsewhere.asks(f"où en est {UNKNOWN} ?")
    assert elsewhere.presses("/renvoyer_code").said == ["utter_suivi_code_envoye", CODE_ASKED]
    assert elsewhere.presses("/corriger_reponse").said == ["utter_ask_suivi_reference"]
    elsewhere.says(opened, "informer_reponse")
    assert elsewhere.says(last_code(), "informer_reponse").said == ["utter_dossier_suivi"]


def test_once_proved_the_address_is_not_asked_again_within_the_hour(elsewhere, opened, last_code) -> None:
    elsewhere.asks(f"où en est {opened} ?")
    elsewhere.says(last_code(), "informer_reponse")
    assert elsewhere.asks(f"et {opened} ?").said == ["utter_dossier_suivi"]
    elsewhere.services.clock.advance(hours=2)
    assert elsewhere.asks(f"et {opened} ?").said == ["utter_suivi_code_envoye", CODE_ASKED]


def test_the_search_can_be_given_up(elsewhere) -> None:
    elsewhere.asks(f"où en est {UNKNOWN} ?")
    elsewhere.says("annuler", "annuler")
    ended = elsewhere.presses("/affirmer")
    assert ended.said == ["utter_annuler_fait"]
    assert elsewhere.slots["suivi_reference"] is None


def test_another_journey_waits_for_the_end_of_the_search(elsewhere) -> None:
    elsewhere.asks(f"où en est {UNKNOWN} ?")
    assert elsewhere.presses("/ouvrir_dossier").said == ["utter_suivi_a_terminer", CODE_ASKED]


def test_the_dossier_last_spoken_of_need_not_be_named_again(elsewhere, opened, last_code) -> None:
    elsewhere.asks(f"où en est {opened} ?")
    elsewhere.says(last_code(), "informer_reponse")
    asked = elsewhere.asks('/modifier_dossier{"demarche": "retirer"}')
    assert asked.values("utter_suivi_confirmer_retrait")["reference"] == opened


# Withdrawal.


def test_a_withdrawal_is_confirmed_then_both_sides_are_told(here, opened) -> None:
    asked = here.asks("Je veux retirer mon dossier", "modifier_dossier")
    assert asked.said == ["utter_suivi_confirmer_retrait"]
    assert state_of(here.services, opened) is State.CONFIRME
    done = here.presses("/affirmer")
    assert done.said == ["utter_suivi_retire"]
    assert here.slots["dossier_ouvert"] is False  # another one may be opened
    assert state_of(here.services, opened) is State.RETIRE
    [told] = sent(here.services, MessageKind.WITHDRAWAL)
    assert opened in told.subject
    assert sent(here.services, MessageKind.RECEIPT)[-1].recipient == CAMILLE


@pytest.mark.parametrize(
    ("text", "intent"), [("en fait non", "nier"), ("on verra", "nlu_fallback"), ("oui ?", "affirmer")]
)
def test_nothing_but_an_explicit_yes_withdraws(here, opened, text, intent) -> None:
    here.asks('/modifier_dossier{"demarche": "retirer"}')
    here.says(text, intent)
    assert state_of(here.services, opened) is State.CONFIRME


def test_from_elsewhere_a_withdrawal_needs_the_code_then_the_yes(elsewhere, opened, last_code) -> None:
    elsewhere.asks(f"Je souhaite retirer le dossier {opened}", "modifier_dossier")
    assert elsewhere.asked == "suivi_code"
    shown = elsewhere.says(last_code(), "informer_reponse").values("utter_suivi_confirmer_retrait")
    assert shown["reference"] == opened
    assert elsewhere.presses("/affirmer").said == ["utter_suivi_retire"]
    assert state_of(elsewhere.services, opened) is State.RETIRE


def test_after_a_withdrawal_refused_elsewhere_the_dossier_is_still_known(
    elsewhere, opened, last_code
) -> None:
    elsewhere.asks(f"Je souhaite retirer le dossier {opened}", "modifier_dossier")
    elsewhere.says(last_code(), "informer_reponse")
    elsewhere.presses("/nier")
    assert elsewhere.asks("et où en est-il ?").values("utter_dossier_suivi")["reference"] == opened


def test_a_reference_that_was_badly_copied_is_said_to_be(elsewhere) -> None:
    assert elsewhere.asks("où en est CTAI-26-AAAA-BBBB-C ?").said[0] == "utter_suivi_reference_illisible"


def test_a_closed_dossier_is_told_closed_and_is_not_changed(here, opened) -> None:
    here.asks("retirer mon dossier", "modifier_dossier")
    here.presses("/affirmer")
    assert here.asks("retirer mon dossier", "modifier_dossier").said == ["utter_suivi_deja_clos"]
    assert here.asks("corriger mon dossier", "modifier_dossier").said == ["utter_suivi_deja_clos"]
    here.slots["dossier_ouvert"] = True
    assert here.asks("où en est-il ?").said == ["utter_dossier_clos_suivi"]
    assert here.slots["dossier_ouvert"] is False


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("retrait du dossier CTAI", "retirer"),
        ("on souhaite se désister", "retirer"),
        ("clôturer notre dossier", "retirer"),
        ("on ne donne pas suite, merci", "retirer"),
        ("ôtez-la de chez le préfet", "retirer"),
        ("modifier mon dossier", "corriger"),
        ("compléter un dossier existant", "corriger"),
        ("il y a une faute dans la lettre envoyée", "corriger"),
    ],
)
def test_a_withdrawal_is_told_from_a_correction(services, text, wanted) -> None:
    form = SuiviConversation(services)
    form.asks(text, "modifier_dossier")
    assert form.slots["suivi_demande"] == wanted


# Correction, and a new version.


def test_from_elsewhere_the_letter_comes_back_to_be_corrected(elsewhere, opened, last_code) -> None:
    elsewhere.asks(f"Je veux corriger le dossier {opened}", "modifier_dossier")
    back = elsewhere.says(last_code(), "informer_reponse")
    assert back.said == ["utter_suivi_lettre_rouverte"]
    assert back.slots["suivi_suite"] == "lettre"
    assert elsewhere.slots["collectivite"] == GUERET
    assert elsewhere.slots["lettre_nom"] == "Camille Exemple"
    assert elsewhere.slots["lettre_themes"] == ["francais"]
    assert elsewhere.slots["lettre_prete"] is True
    letter = FormConversation(ValidateLettreForm, elsewhere.services, **elsewhere.slots)
    assert letter.begins().said == ["utter_lettre_reprise", "utter_lettre_recapitulatif"]


def correct_and_send(form: SuiviConversation) -> FormConversation:
    """The letter is corrected and made again, then sent to where it belongs."""
    form.slots |= {"lettre_besoins": "Un besoin oublié.", "lettre_recapitulatif": "oui"}
    form.run(ActionTerminerLettre(form.services))
    sending = dossier_form(form.services, **form.slots)
    assert sending.asked == "dossier_consentement"
    sending.presses("/affirmer")
    return sending


def test_a_corrected_letter_leaves_as_version_2_without_another_code(elsewhere, opened, last_code) -> None:
    elsewhere.asks(f"Je veux corriger le dossier {opened}", "modifier_dossier")
    elsewhere.says(last_code(), "informer_reponse")
    sending = correct_and_send(elsewhere)
    assert sending.asked == "dossier_confirmation"
    assert sending.slots["dossier_email"] == CAMILLE
    done = sending.presses("/affirmer")
    assert done.values("utter_dossier_complete")["version"] == 2
    assert done.slots["dossier_ouvert"] is True
    [told] = sent(elsewhere.services, MessageKind.VERSION)
    assert "version 2" in told.subject
    body = message_from_bytes(told.mime, policy=policy.default).get_body(("plain",))
    assert body is not None
    assert "Un besoin oublié." in body.get_content()
    with elsewhere.services.sessions() as session:
        assert session.scalar(select(func.count()).select_from(DossierVersionRow)) == 1
        assert session.scalar(select(func.count()).select_from(DossierRow)) == 1


def test_the_last_question_says_that_it_completes_a_dossier(here, opened) -> None:
    here.asks("corriger mon dossier", "modifier_dossier")
    sending = correct_and_send(here)
    shown = sending.says("bof", "nlu_fallback").values("utter_dossier_confirmation_version")
    assert shown["reference"] == opened


def test_a_letter_of_another_collectivite_is_another_dossier_and_it_is_said(here, opened, last_code) -> None:
    here.asks("corriger mon dossier", "modifier_dossier")
    here.slots |= {"collectivite": "commune:63113", "lettre_recapitulatif": "oui"}
    here.run(ActionTerminerLettre(here.services))
    sending = dossier_form(here.services, **here.slots)
    sending.presses("/affirmer")
    answer = sending.says(last_code(), "informer_reponse")
    assert answer.said == ["utter_dossier_autre_collectivite", "utter_dossier_confirmation"]
    assert answer.values("utter_dossier_autre_collectivite")["reference"] == opened


def test_a_letter_that_retention_deleted_is_written_anew(here, opened) -> None:
    with here.services.sessions.begin() as session:
        session.scalars(select(DossierRow)).one().letter_id = 404
    assert here.asks("corriger mon dossier", "modifier_dossier").said == ["utter_suivi_lettre_absente"]
    assert here.slots["suivi_suite"] == "rien"


@pytest.mark.parametrize("prepared", [True, False])
def test_a_letter_brought_back_is_the_letter_that_was_sent(services, territory, clock, prepared) -> None:
    found = by_id(territory, GUERET)
    competent = competence(territory, found)
    letter = Letter(
        collectivite=found,
        prefecture=competent.prefecture,
        departement=territory.departements["23"],
        addressee=Addressee.PREFETE,
        signatory_name="Camille Exemple",
        signatory_function="la maire",
        signatory_civility=Civility.MADAME,
        email=CAMILLE,
        themes=("emploi", "notre patrimoine"),
        needs="Des cours.",
        written_on=clock().astimezone(PARIS).date(),
        sous_prefecture=competent.sous_prefecture,
        telephone="05 55 00 00 00",
        population=12_734,
        publics=("refugies",),
        actions="Un atelier.",
        elected_contact="Dominique Fictif, adjoint",
        technical_contact="Sacha Inventé",
        prepared_by="Dominique Fictif" if prepared else None,
        prepared_by_function="chargé de mission" if prepared else None,
    )
    assert letter_from(slots_of(letter), services) == letter


# Failures.


@pytest.mark.parametrize("action", [ActionSuivreDossier, ActionModifierDossier])
def test_a_failure_starts_nothing(broken_services, action) -> None:
    form = SuiviConversation(broken_services).hears("où en est mon dossier", "suivre_dossier")
    answer = form.run(action(broken_services))
    assert answer.said == ["utter_incident"]
    assert answer.slots == {"suivi_suite": "rien"}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        (ActionSuivreDossier, "/suivre_dossier"),
        (ActionModifierDossier, '/modifier_dossier{"demarche": "corriger"}'),
        (ActionModifierDossier, '/modifier_dossier{"demarche": "retirer"}'),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_in_the_middle_of_another_form_no_second_form_begins(
    request, services, action, payload, known
) -> None:
    form = request.getfixturevalue("here") if known else SuiviConversation(services)
    form.sees_pressed(payload)
    turn = form.turn
    turn.tracker.active_loop = {"name": "lettre_form"}
    slots = {one["name"]: one["value"] for one in action(form.services).act(turn)}
    said = [one["response"] for one in turn.dispatcher.messages]
    told = known and action is ActionSuivreDossier
    assert said == ["utter_dossier_suivi" if told else "utter_suivi_plus_tard"]
    assert slots["suivi_suite"] == "rien"


def test_a_typo_in_the_domain_of_the_address_is_asked_about(services_with_letter) -> None:
    form = dossier_form(services_with_letter, lettre_email="")
    shown = form.says("camille.exemple@gmial.com", "informer_reponse").values("utter_proposition_adresse")
    assert [one["title"] for one in shown["buttons"]] == [
        "Oui, camille.exemple@gmail.com",
        "Non, garder camille.exemple@gmial.com",
    ]
    form.presses("/affirmer")
    assert form.slots["dossier_email"] == "camille.exemple@gmail.com"
    assert form.asked == "dossier_consentement"


def test_an_address_that_only_looks_mistyped_is_kept(services_with_letter) -> None:
    form = dossier_form(services_with_letter, lettre_email="")
    form.says("camille.exemple@gmial.com", "informer_reponse")
    form.says("non c'est bien celle-là", "nier")
    assert form.slots["dossier_email"] == "camille.exemple@gmial.com"
    assert form.asked == "dossier_consentement"


def test_a_reference_copied_badly_is_told_whatever_was_understood(elsewhere) -> None:
    elsewhere.asks("Où en est mon dossier ?")
    answer = elsewhere.says("CTAI-26-AAAA-BBBB-C", "suivre_dossier")
    assert answer.said[0] == "utter_suivi_reference_illisible"

import pytest
from sqlalchemy import func, select

from actions.dossier import DOSSIER_SLOTS, ActionTerminerDossier
from actions.suivi import ActionSuivreDossier
from bot.dossier.states import State
from bot.dossier.storage import DossierRow
from bot.dossier.tracking import change_state
from bot.handoff.inboxes import confirm_inbox
from bot.handoff.storage import MessageKind
from tests.actions.conversation import CONVERSATION_ID, Conversation, FormConversation, dossier_form

CAMILLE = "camille.exemple@gueret.example"
CODE_ASKED = "utter_ask_dossier_code"


@pytest.fixture
def consenting(services_with_letter):
    """A dossier at the question of consent."""
    form = dossier_form(services_with_letter, lettre_email=CAMILLE)
    assert form.asked == "dossier_consentement"
    return form


@pytest.fixture
def typing_code(consenting):
    """A dossier whose code has been sent."""
    consenting.presses("/affirmer")
    assert consenting.asked == "dossier_code"
    return consenting


@pytest.fixture
def confirming(typing_code, last_code):
    """A dossier whose address is proved."""
    typing_code.says(last_code(), "informer_reponse")
    assert typing_code.asked == "dossier_confirmation"
    return typing_code


def another_code(right: str) -> str:
    return f"{(int(right) + 1) % 1_000_000:06d}"


def dossiers(form: Conversation) -> int:
    with form.services.sessions() as session:
        return session.scalar(select(func.count()).select_from(DossierRow))


def again(form: FormConversation) -> FormConversation:
    """The same visitor asks for the dossier once more."""
    form.hears("ouvrez le dossier", "ouvrir_dossier")
    form.begins()
    return form


def test_the_address_of_the_letter_is_proposed(consenting) -> None:
    assert consenting.slots["dossier_email"] == CAMILLE


def test_without_an_address_in_the_letter_it_is_asked(services_with_letter) -> None:
    form = dossier_form(services_with_letter, lettre_email="")
    assert form.asked == "dossier_email"
    assert form.says("à la mairie", "informer_reponse").said == [
        "utter_refus_email",
        "utter_ask_dossier_email",
    ]
    answer = form.says("c'est mairie@gueret.example", "informer_reponse")
    assert form.slots["dossier_email"] == "mairie@gueret.example"
    assert answer.said == ["utter_dossier_consentement"]


def test_the_address_cannot_be_skipped(services_with_letter) -> None:
    form = dossier_form(services_with_letter)
    assert form.says("je ne sais pas", "passer").said == ["utter_obligatoire", "utter_ask_dossier_email"]


def test_consent_says_the_address_and_the_central_inbox(consenting) -> None:
    shown = consenting.says("bof", "nlu_fallback").values("utter_dossier_consentement")
    assert shown["email"] == CAMILLE
    assert "Creuse" in shown["destinataire"]
    assert shown["destinataire"] != "préfecture de la Creuse"


def test_a_confirmed_prefecture_is_the_recipient(consenting) -> None:
    services = consenting.services
    with services.sessions.begin() as session:
        confirm_inbox(
            session,
            "pref:23",
            "ctai@creuse.test",
            services.clock,
            author="essai",
            source="essai",
            production=False,
        )
    shown = consenting.says("bof", "nlu_fallback").values("utter_dossier_consentement")
    assert shown["destinataire"] == "préfecture de la Creuse"


def test_what_is_shown_is_the_letter_that_leaves_not_the_commune_last_spoken_of(
    services_with_letter, last_code
) -> None:
    form = dossier_form(services_with_letter, lettre_email=CAMILLE, collectivite="commune:64445")
    asked = form.says("bof", "nlu_fallback").values("utter_dossier_consentement")
    form.presses("/affirmer")
    shown = form.says(last_code(), "informer_reponse").values("utter_dossier_confirmation")
    assert "Creuse" in asked["destinataire"]
    assert "Creuse" in shown["destinataire"]
    assert shown["collectivite"].startswith("Guéret")


@pytest.mark.parametrize(
    "accept", [lambda form: form.presses("/affirmer"), lambda form: form.says("j'accepte", "affirmer")]
)
def test_consent_sends_one_code(consenting, queued, accept) -> None:
    assert queued(MessageKind.CODE) == 0
    answer = accept(consenting)
    assert answer.said == ["utter_dossier_code_envoye", CODE_ASKED]
    assert answer.values("utter_dossier_code_envoye")["email"] == CAMILLE
    assert queued(MessageKind.CODE) == 1


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("pourquoi cette question", "affirmer", 0.54),
        ("oui ?", "affirmer", 0.9),
        ("en fait c'est Lyon", "affirmer", 0.56),
        ("je suis pas sûr de comprendre", "nier", 0.43),
        ("ouvrez le dossier", "ouvrir_dossier", 0.98),
        ("peut-être", "nlu_fallback", 0.3),
        ("123456", "informer_reponse", 0.72),
    ],
)
def test_nothing_but_an_explicit_yes_or_no_answers_the_consent(
    consenting, queued, text, intent, confidence
) -> None:
    answer = consenting.says(text, intent, confidence)
    assert answer.said == ["utter_refus_oui_non", "utter_dossier_consentement"]
    assert queued(MessageKind.CODE) == 0


def test_a_question_on_the_data_is_answered_before_consent(consenting) -> None:
    assert consenting.says("oui mais où vont mes données ?", "donnees_personnelles").rejected
    said = consenting.resumes_after("utter_donnees_personnelles").said
    assert said == ["utter_dossier_consentement"]


@pytest.mark.parametrize(
    "refuse", [lambda form: form.presses("/nier"), lambda form: form.says("je refuse", "nier")]
)
def test_without_consent_nothing_is_sent_nor_kept(consenting, queued, refuse) -> None:
    answer = refuse(consenting)
    assert answer.ended
    assert answer.said == ["utter_dossier_refuse"]
    assert queued(MessageKind.CODE) == 0
    assert [slot for slot in DOSSIER_SLOTS if consenting.slots[slot] is not None] == []


def test_the_right_code_leads_to_the_last_question(typing_code, last_code) -> None:
    answer = typing_code.says(f"le code est {last_code()[:3]} {last_code()[3:]}", "informer_reponse")
    assert answer.said == ["utter_dossier_confirmation"]
    # The code itself is not kept in the conversation.
    assert typing_code.slots["dossier_code"] == "oui"


@pytest.mark.parametrize("intent", ["informer_reponse", "remercier", "calendrier_delais", "passer"])
def test_a_code_is_read_whatever_was_understood(typing_code, last_code, intent) -> None:
    typing_code.says(f"{last_code()} merci", intent)
    assert typing_code.asked == "dossier_confirmation"


def test_a_wrong_code_says_how_many_tries_are_left(typing_code, last_code) -> None:
    answer = typing_code.says(another_code(last_code()), "informer_reponse")
    assert answer.said == ["utter_dossier_code_faux", CODE_ASKED]
    assert answer.values("utter_dossier_code_faux")["restants"] == 4
    assert typing_code.slots["dossier_code"] is None


def test_a_wrong_code_understood_as_a_question_is_still_a_wrong_code(typing_code, last_code) -> None:
    answer = typing_code.says(another_code(last_code()), "calendrier_delais")
    assert answer.said == ["utter_dossier_code_faux", CODE_ASKED]


def test_a_code_blocks_after_too_many_tries_and_another_one_works(typing_code, last_code) -> None:
    for _ in range(4):
        typing_code.says(another_code(last_code()), "informer_reponse")
    said = typing_code.says(another_code(last_code()), "informer_reponse").said
    assert said == ["utter_dossier_code_trop_essais", CODE_ASKED]
    assert typing_code.says(last_code(), "informer_reponse").said == [
        "utter_dossier_code_trop_essais",
        CODE_ASKED,
    ]
    typing_code.presses("/renvoyer_code")
    typing_code.says(last_code(), "informer_reponse")
    assert typing_code.asked == "dossier_confirmation"


def test_an_old_code_has_expired(typing_code, last_code, clock) -> None:
    code = last_code()
    clock.advance(minutes=11)
    assert typing_code.says(code, "informer_reponse").said == ["utter_dossier_code_perime", CODE_ASKED]


@pytest.mark.parametrize("text", ["12345", "je crois que c'est le bon", "482913 ou 482931"])
def test_what_holds_no_single_code_costs_no_try(typing_code, last_code, text) -> None:
    said = typing_code.says(text, "informer_reponse").said
    assert said == ["utter_dossier_code_illisible", CODE_ASKED]
    left = typing_code.says(another_code(last_code()), "informer_reponse")
    assert left.values("utter_dossier_code_faux")["restants"] == 4


def test_an_unreadable_code_typed_twice_says_the_ways_out(typing_code) -> None:
    typing_code.says("12345", "informer_reponse")
    assert typing_code.says("1234", "informer_reponse").said == [
        "utter_dossier_code_illisible",
        "utter_obligatoire",
        CODE_ASKED,
    ]


@pytest.mark.parametrize(
    "resend",
    [
        lambda form: form.presses("/renvoyer_code"),
        lambda form: form.says("renvoyez un code", "renvoyer_code"),
    ],
)
def test_a_code_is_sent_again_and_replaces_the_first(typing_code, last_code, queued, resend) -> None:
    first = last_code()
    assert resend(typing_code).said == ["utter_dossier_code_envoye", CODE_ASKED]
    assert queued(MessageKind.CODE) == 2
    assert typing_code.says(first, "informer_reponse").said[0] == "utter_dossier_code_faux"


def test_three_codes_an_hour_are_enough(typing_code, queued, clock) -> None:
    typing_code.presses("/renvoyer_code")
    typing_code.presses("/renvoyer_code")
    said = typing_code.presses("/renvoyer_code").said
    assert said == ["utter_dossier_code_trop_envois", CODE_ASKED]
    assert queued(MessageKind.CODE) == 3
    clock.advance(hours=1)
    assert typing_code.presses("/renvoyer_code").said[0] == "utter_dossier_code_envoye"


def test_when_no_code_may_be_sent_consent_is_asked_again(typing_code, queued) -> None:
    typing_code.presses("/renvoyer_code")
    typing_code.presses("/renvoyer_code")
    typing_code.says("annuler", "annuler")
    typing_code.presses("/affirmer")
    said = again(typing_code).presses("/affirmer").said
    assert said == ["utter_dossier_code_trop_envois", "utter_dossier_consentement"]
    assert typing_code.slots["dossier_consentement"] is None
    assert queued(MessageKind.CODE) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda form: form.presses('/corriger_reponse{"champ": "email"}'),
        lambda form: form.says("je veux changer d'adresse", "corriger_reponse"),
    ],
)
@pytest.mark.parametrize("stage", ["consenting", "typing_code", "confirming"])
def test_another_address_needs_another_consent_and_another_code(request, stage, change) -> None:
    form = request.getfixturevalue(stage)
    assert change(form).said == ["utter_correction_email", "utter_ask_dossier_email"]
    said = form.says("mairie@gueret.example", "informer_reponse").said
    assert said == ["utter_dossier_consentement"]
    assert form.presses("/affirmer").said == ["utter_dossier_code_envoye", CODE_ASKED]


def test_the_code_of_the_first_address_does_not_prove_the_second(typing_code, last_code) -> None:
    first = last_code()
    typing_code.presses('/corriger_reponse{"champ": "email"}')
    typing_code.says("mairie@gueret.example", "informer_reponse")
    typing_code.presses("/affirmer")
    assert typing_code.says(first, "informer_reponse").said[0] == "utter_dossier_code_faux"


@pytest.mark.parametrize("stage", ["consenting", "typing_code", "confirming"])
def test_the_letter_is_not_corrected_in_the_middle_of_the_dossier(request, stage) -> None:
    form = request.getfixturevalue(stage)
    asked = form.asked
    for words, confidence in (("mon nom est mal écrit", 0.9), ("corriger la commune", 0.4)):
        answer = form.says(words, "corriger_reponse", confidence)
        assert answer.said[0] == "utter_dossier_a_terminer"
        assert form.asked == asked


@pytest.mark.parametrize("stage", ["consenting", "typing_code", "confirming"])
def test_another_letter_waits_for_the_end_of_the_dossier(request, stage) -> None:
    form = request.getfixturevalue(stage)
    asked = form.asked
    assert form.presses("/rediger_lettre").said[0] == "utter_dossier_a_terminer"
    assert form.asked == asked


def test_asking_for_the_dossier_again_goes_on_with_it(typing_code) -> None:
    assert typing_code.presses("/ouvrir_dossier").said == [CODE_ASKED]


@pytest.mark.parametrize("stage", ["consenting", "typing_code", "confirming"])
def test_cancelling_keeps_the_letter_and_sends_nothing(request, stage, queued) -> None:
    form = request.getfixturevalue(stage)
    form.says("annuler", "annuler")
    answer = form.presses("/affirmer")
    assert answer.said == ["utter_annuler_fait"]
    assert queued(MessageKind.DOSSIER) == 0
    assert form.slots["lettre_prete"] is True
    assert [slot for slot in DOSSIER_SLOTS if form.slots[slot] is not None] == []


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("transmettez", "ouvrir_dossier", 0.79),
        ("ça suffit", "affirmer", 0.6),
        ("pas maintenant", "nier", 0.5),
    ],
)
def test_nothing_but_an_explicit_yes_opens_a_dossier(confirming, text, intent, confidence) -> None:
    answer = confirming.says(text, intent, confidence)
    assert answer.said == ["utter_refus_oui_non", "utter_dossier_confirmation"]
    assert dossiers(confirming) == 0


@pytest.mark.parametrize(
    "refuse", [lambda form: form.presses("/nier"), lambda form: form.says("non", "nier")]
)
def test_a_last_no_opens_nothing(confirming, queued, refuse) -> None:
    answer = refuse(confirming)
    assert answer.ended
    assert answer.said == ["utter_dossier_refuse"]
    assert dossiers(confirming) == 0
    assert queued(MessageKind.DOSSIER) == 0
    assert not confirming.slots["dossier_ouvert"]


@pytest.mark.parametrize(
    "confirm", [lambda form: form.presses("/affirmer"), lambda form: form.says("je confirme", "affirmer")]
)
def test_a_last_yes_opens_the_dossier_and_queues_both_messages(confirming, queued, confirm) -> None:
    answer = confirm(confirming)
    assert answer.said == ["utter_dossier_ouvert"]
    shown = answer.values("utter_dossier_ouvert")
    assert shown["email"] == CAMILLE
    assert "Creuse" in shown["destinataire"]
    assert shown["reference"] == confirming.slots["dossier_reference"]
    assert confirming.slots["dossier_ouvert"] is True
    assert (queued(MessageKind.DOSSIER), queued(MessageKind.RECEIPT)) == (1, 1)
    assert [slot for slot in DOSSIER_SLOTS if confirming.slots[slot] is not None] == []


def test_a_confirmation_repeated_after_a_lost_answer_opens_one_dossier(confirming, queued) -> None:
    first = confirming.presses("/affirmer").values("utter_dossier_ouvert")["reference"]
    confirming.slots |= {"dossier_email": CAMILLE, "dossier_confirmation": "oui"}
    repeated = confirming.run(ActionTerminerDossier(confirming.services))
    assert repeated.values("utter_dossier_ouvert")["reference"] == first
    assert dossiers(confirming) == 1
    assert queued(MessageKind.DOSSIER) == 1


def of_another_conversation(form: FormConversation, email: str) -> None:
    """The collectivité's active dossier was opened elsewhere, by `email`."""
    with form.services.sessions.begin() as session:
        row = session.scalars(select(DossierRow)).one()
        row.key, row.conversation_id, row.requester_email = "ailleurs:1", "ailleurs", email


def test_a_dossier_already_open_by_the_same_person_is_named(confirming, last_code) -> None:
    reference = confirming.presses("/affirmer").values("utter_dossier_ouvert")["reference"]
    of_another_conversation(confirming, CAMILLE)
    again(confirming).presses("/affirmer")
    confirming.says(last_code(), "informer_reponse")
    answer = confirming.presses("/affirmer")
    assert answer.values("utter_dossier_deja_ouvert")["dossier_reference"] == reference
    assert dossiers(confirming) == 1


def test_a_dossier_already_open_by_somebody_else_reveals_no_reference(confirming, last_code) -> None:
    reference = confirming.presses("/affirmer").values("utter_dossier_ouvert")["reference"]
    of_another_conversation(confirming, "autre.personne@gueret.example")
    confirming.slots["dossier_reference"] = None
    again(confirming).presses("/affirmer")
    confirming.says(last_code(), "informer_reponse")
    answer = confirming.presses("/affirmer")
    assert answer.said == ["utter_dossier_autre_ouvert"]
    assert reference not in str(answer.messages) + str(answer.events)
    assert "autre.personne" not in str(answer.messages) + str(answer.events)


def test_a_proof_that_is_too_old_opens_nothing(confirming, clock) -> None:
    clock.advance(hours=2)
    answer = confirming.presses("/affirmer")
    assert answer.said == ["utter_dossier_code_requis"]
    assert dossiers(confirming) == 0


def test_without_a_letter_the_next_request_begins_with_the_letter(services) -> None:
    conversation = Conversation(
        services, lettre_prete=True, dossier_email=CAMILLE, dossier_confirmation="oui"
    )
    answer = conversation.run(ActionTerminerDossier(services))
    assert answer.said == ["utter_ouvrir_dossier_lettre_dabord"]
    assert conversation.slots["lettre_prete"] is False


def test_a_failure_at_the_end_opens_nothing_and_asks_for_the_dossier_anew(broken_services) -> None:
    conversation = Conversation(broken_services, dossier_email=CAMILLE, dossier_confirmation="oui")
    answer = conversation.run(ActionTerminerDossier(broken_services))
    assert answer.said == ["utter_incident"]
    assert [slot for slot in DOSSIER_SLOTS if conversation.slots[slot] is not None] == []
    assert conversation.slots["dossier_ouvert"] is False


def test_a_failure_while_the_code_is_sent_asks_for_consent_again(broken_services) -> None:
    form = dossier_form(broken_services, lettre_email=CAMILLE)
    answer = form.presses("/affirmer")
    assert answer.said[0] == "utter_incident"
    assert form.asked == "dossier_consentement"
    assert form.slots["dossier_consentement"] is None


def test_a_dossier_is_followed(confirming) -> None:
    assert confirming.run(ActionSuivreDossier(confirming.services)).said == ["utter_dossier_aucun"]
    reference = confirming.presses("/affirmer").values("utter_dossier_ouvert")["reference"]
    services = confirming.services
    first = confirming.run(ActionSuivreDossier(services)).values("utter_dossier_suivi")
    with services.sessions.begin() as session:
        row = session.scalars(select(DossierRow)).one()
        change_state(session, row.id, State.TRANSMIS, services.clock, author="essai")
    second = confirming.run(ActionSuivreDossier(services)).values("utter_dossier_suivi")
    assert (first["reference"], second["reference"]) == (reference, reference)
    assert first["etat"] != second["etat"]


def test_a_dossier_of_another_conversation_is_not_followed(confirming) -> None:
    confirming.presses("/affirmer")
    of_another_conversation(confirming, CAMILLE)
    confirming.slots["dossier_reference"] = None
    assert CONVERSATION_ID != "ailleurs"
    assert confirming.run(ActionSuivreDossier(confirming.services)).said == ["utter_dossier_aucun"]

from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from actions.question import QUESTION_SLOTS, ActionTerminerQuestion, ValidateQuestionForm
from bot.dossier.storage import QuestionRow
from bot.handoff.inboxes import confirm_inbox
from bot.handoff.storage import MessageKind, MessageRow
from tests.actions.conversation import Conversation, FormConversation

CAMILLE = "camille.exemple@gueret.example"
GUERET = "commune:23096"
ASKED = "Un syndicat mixte peut-il signer avec nous ?"
CODE_ASKED = "utter_ask_question_code"

#: What the visitor knows when nothing but consent is left to ask.
KNOWN = {"collectivite": GUERET, "lettre_email": CAMILLE}


def question_form(services, *before: tuple[str, str], **slots) -> FormConversation:
    """A question to be handed over, after what the visitor said `before`, with its intents."""
    form = FormConversation(ValidateQuestionForm, services, **slots)
    for text, intent in before:
        form.hears(text, intent)
        form.events.append({"event": "bot", "text": f"Réponse à : {text}", "data": {}})
    form.sees_pressed("/parler_humain_transmettre")
    form.begins()
    return form


@pytest.fixture
def consenting(services_with_letter):
    """At the question of consent, the conversation being joined."""
    form = question_form(services_with_letter, (ASKED, "nlu_fallback"), **KNOWN)
    form.presses("/affirmer")
    form.presses("/affirmer")
    assert form.asked == "question_consentement"
    return form


@pytest.fixture
def typing_code(consenting):
    consenting.presses("/affirmer")
    assert consenting.asked == "question_code"
    return consenting


@pytest.fixture
def confirming(typing_code, last_code):
    typing_code.says(last_code(), "informer_reponse")
    assert typing_code.asked == "question_confirmation"
    return typing_code


def questions(form: Conversation) -> int:
    with form.services.sessions() as session:
        return session.scalar(select(func.count()).select_from(QuestionRow))


def sent(form: Conversation, kind: MessageKind):
    """The newest message of a kind, as its recipient reads it."""
    with form.services.sessions() as session:
        newest = select(MessageRow.mime).where(MessageRow.kind == kind).order_by(MessageRow.id.desc())
        return message_from_bytes(session.scalars(newest).first(), policy=policy.default)


def joined(form: Conversation) -> str | None:
    """The conversation that goes with the question."""
    parts = list(sent(form, MessageKind.QUESTION).iter_attachments())
    return parts[0].get_content() if parts else None


def all_forgotten(form: Conversation) -> bool:
    return [slot for slot in QUESTION_SLOTS if form.slots.get(slot) is not None] == []


@pytest.mark.parametrize("intent", ["nlu_fallback", "financement_cofinancement", "questions_multiples"])
def test_the_last_thing_asked_is_offered_as_it_was_written(services, intent) -> None:
    form = question_form(services, (ASKED, intent), ("merci bien à vous", "remercier"))
    assert form.asked == "question_reprise"
    shown = form.says("bof", "nlu_fallback").values("utter_question_reprise")
    assert shown["question"] == ASKED


@pytest.mark.parametrize(
    "before",
    [
        [],
        [("Bonjour à vous tous", "saluer")],
        [("je veux parler à quelqu'un", "parler_humain")],
        [("pourquoi ?", "relance_pourquoi")],
        [("é" * 400 + " " + "a" * 1_500 + " b ?", "nlu_fallback")],
    ],
)
def test_without_anything_to_offer_the_question_is_asked(services, before) -> None:
    form = question_form(services, *before)
    assert form.asked == "question_texte"


def test_an_answer_to_a_form_is_not_offered_but_a_question_in_it_is(services) -> None:
    form = FormConversation(ValidateQuestionForm, services)
    form.events.append({"event": "slot", "name": "requested_slot", "value": "lettre_nom"})
    form.hears(ASKED)
    form.hears("Camille Exemple de Guéret")
    form.sees_pressed("/parler_humain_transmettre")
    form.begins()
    assert form.slots["question_texte"] == ASKED


def test_no_to_what_is_offered_asks_for_another_question(services) -> None:
    form = question_form(services, (ASKED, "nlu_fallback"))
    assert form.presses("/nier").said == ["utter_ask_question_texte"]
    assert form.slots["question_texte"] is None


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("Quel est le taux de cofinancement d'un syndicat ?", "financement_cofinancement", 0.98),
        ("le taux de cofinancement d'un syndicat mixte", "financement_cofinancement", 0.98),
        (ASKED, "nlu_fallback", 0.3),
        ("Qui décide, et sous quel délai ?", "questions_multiples", 0.9),
        ("Que faites-vous des fonds non dépensés ?", "donnees_personnelles", 0.5),
    ],
)
def test_a_question_is_what_is_asked_for_whatever_was_understood(services, text, intent, confidence) -> None:
    form = question_form(services)
    answer = form.says(text, intent, confidence)
    assert not answer.rejected
    assert form.slots["question_texte"] == text
    assert answer.said == ["utter_question_collectivite"]


def test_the_question_keeps_its_lines(services) -> None:
    form = question_form(services)
    form.says("Bonjour,\nun syndicat mixte peut-il signer ?")
    assert form.slots["question_texte"] == "Bonjour,\nun syndicat mixte peut-il signer ?"


@pytest.mark.parametrize("text", ["a" * 1_501, "a" * 1_501 + " ?"])
def test_a_question_that_is_too_long_is_refused_not_cut(services, text) -> None:
    form = question_form(services)
    answer = form.says(text, "financement_montant")
    assert answer.said == ["utter_question_refus_texte", "utter_ask_question_texte"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("que faites-vous de mes données ?", "donnees_personnelles"), ("merci", "remercier")],
)
def test_a_wish_about_the_conversation_is_answered_not_forwarded(services, text, intent) -> None:
    form = question_form(services)
    assert form.says(text, intent, 0.95).rejected
    assert form.resumes_after(f"utter_{intent}").said == ["utter_ask_question_texte"]


def test_the_question_cannot_be_skipped(services) -> None:
    form = question_form(services)
    assert form.says("je ne sais pas", "passer").said == ["utter_obligatoire", "utter_ask_question_texte"]


def test_the_known_collectivite_is_not_asked_again(consenting) -> None:
    shown = consenting.says("bof", "nlu_fallback").values("utter_question_consentement")
    assert shown["collectivite"] == "Guéret (23, Creuse)"
    assert shown["email"] == CAMILLE
    assert "Creuse" in shown["destinataire"]


def test_the_collectivite_is_asked_and_remembered(services) -> None:
    form = question_form(services)
    form.says(ASKED)
    answer = form.says("mairie de Guéret", "informer_collectivite")
    assert answer.said == ["utter_collectivite_notee", "utter_ask_question_email"]
    assert form.slots["question_collectivite"] == form.slots["collectivite"] == GUERET


def test_namesakes_are_shown_and_never_chosen(services) -> None:
    form = question_form(services)
    form.says(ASKED)
    assert form.says("Saint-Denis", "informer_collectivite").said == ["utter_collectivite_homonymes"]
    assert form.asked == "question_collectivite"
    form.says("93", "informer_reponse")
    assert form.slots["question_collectivite"] == "commune:93066"


def test_no_to_a_mistyped_name_asks_for_another(services) -> None:
    form = question_form(services)
    form.says(ASKED)
    form.says("mairie de Sant Etienne du Rouvrai", "informer_collectivite")
    assert form.presses("/nier").said == ["utter_collectivite_autre"]
    assert form.asked == "question_collectivite"


@pytest.mark.parametrize(
    "skip", [lambda form: form.presses("/passer"), lambda form: form.says("je ne sais pas", "passer")]
)
def test_an_unknown_collectivite_goes_to_the_central_inbox(services_with_letter, last_code, skip) -> None:
    form = question_form(services_with_letter, lettre_email=CAMILLE)
    form.says(ASKED)
    skip(form)
    asked = form.presses("/nier").values("utter_question_consentement")
    assert asked["collectivite"] == "collectivité non précisée"
    assert asked["destinataire"] == "boîte centrale du ministère de l’Intérieur"
    form.presses("/affirmer")
    form.says(last_code(), "informer_reponse")
    form.presses("/affirmer")
    message = sent(form, MessageKind.QUESTION)
    assert message["To"] == form.services.settings.central_inbox
    assert "collectivité non précisée" in message["Subject"]


def test_a_departement_alone_gives_the_prefecture(services) -> None:
    form = question_form(services, lettre_email=CAMILLE)
    form.says(ASKED)
    assert form.says("je suis dans le 62", "informer_collectivite").said == ["utter_collectivite_departement"]
    form.says("je ne sais pas", "passer")
    shown = form.presses("/nier").values("utter_question_consentement")
    assert shown["collectivite"] == "collectivité non précisée (62, Pas-de-Calais)"
    assert "préfecture du Pas-de-Calais" in shown["destinataire"]


def test_a_collectivite_that_is_not_found_stops_nobody(services) -> None:
    form = question_form(services)
    form.says(ASKED)
    form.says("Trifouillis-les-Oies", "informer_collectivite")
    form.says("Trifouillis", "informer_collectivite")
    answer = form.says("Trifouillis-les-Oies", "informer_collectivite")
    assert answer.said == ["utter_question_sans_collectivite", "utter_ask_question_email"]
    assert form.slots.get("collectivite") is None


def test_the_address_is_asked_and_cannot_be_skipped(services) -> None:
    form = question_form(services, collectivite=GUERET)
    form.says(ASKED)
    assert form.says("je ne sais pas", "passer").said == ["utter_obligatoire", "utter_ask_question_email"]
    assert form.says("c'est a@gueret.example", "informer_reponse").said == [
        "utter_ask_question_transcription"
    ]


def test_a_confirmed_prefecture_is_the_recipient(confirming, clock) -> None:
    with confirming.services.sessions.begin() as session:
        confirm_inbox(
            session,
            "pref:23",
            "ctai@creuse.test",
            clock,
            author="essai",
            source="essai",
            production=False,
        )
    confirming.presses("/affirmer")
    assert sent(confirming, MessageKind.QUESTION)["To"] == "ctai@creuse.test"


@pytest.mark.parametrize(
    ("text", "intent", "confidence"),
    [
        ("oui ?", "affirmer", 0.9),
        ("peut-être", "nlu_fallback", 0.3),
        ("envoyez", "parler_humain_transmettre", 0.9),
    ],
)
def test_nothing_but_an_explicit_yes_consents(consenting, queued, text, intent, confidence) -> None:
    answer = consenting.says(text, intent, confidence)
    assert answer.said == ["utter_refus_oui_non", "utter_question_consentement"]
    assert queued(MessageKind.CODE) == 0


@pytest.mark.parametrize(
    "refuse", [lambda form: form.presses("/nier"), lambda form: form.says("je refuse", "nier")]
)
def test_without_consent_nothing_is_kept_nor_sent(consenting, queued, refuse) -> None:
    answer = refuse(consenting)
    assert answer.ended
    assert answer.said == ["utter_question_refusee"]
    assert queued(MessageKind.CODE) == 0
    assert questions(consenting) == 0
    assert all_forgotten(consenting)


def test_a_wrong_code_says_how_many_tries_are_left(typing_code, last_code) -> None:
    wrong = f"{(int(last_code()) + 1) % 1_000_000:06d}"
    answer = typing_code.says(wrong, "informer_reponse")
    assert answer.said == ["utter_dossier_code_faux", CODE_ASKED]
    assert answer.values("utter_dossier_code_faux")["restants"] == 4
    assert typing_code.slots["question_code"] is None


def test_an_old_code_has_expired_and_another_one_works(typing_code, last_code, clock) -> None:
    code = last_code()
    clock.advance(minutes=11)
    assert typing_code.says(code, "informer_reponse").said == ["utter_dossier_code_perime", CODE_ASKED]
    assert typing_code.presses("/renvoyer_code").said == ["utter_dossier_code_envoye", CODE_ASKED]
    typing_code.says(last_code(), "informer_reponse")
    assert typing_code.asked == "question_confirmation"
    # The code itself is not kept in the conversation.
    assert typing_code.slots["question_code"] == "oui"


def test_codes_are_counted_with_those_of_the_dossier(typing_code, queued) -> None:
    typing_code.presses("/renvoyer_code")
    typing_code.presses("/renvoyer_code")
    assert typing_code.presses("/renvoyer_code").said == ["utter_dossier_code_trop_envois", CODE_ASKED]
    assert queued(MessageKind.CODE) == 3


def test_the_recap_shows_all_that_leaves(typing_code, last_code) -> None:
    shown = typing_code.says(last_code(), "informer_reponse").values("utter_question_confirmation")
    assert shown["question"] == ASKED
    assert shown["collectivite"] == "Guéret (23, Creuse)"
    assert shown["email"] == CAMILLE
    assert shown["conversation"] == "jointe"


@pytest.mark.parametrize("stage", ["consenting", "typing_code", "confirming"])
def test_another_address_needs_another_consent_and_another_code(request, stage) -> None:
    form = request.getfixturevalue(stage)
    said = form.presses('/corriger_reponse{"champ": "email"}').said
    assert said == ["utter_correction_email", "utter_ask_question_email"]
    assert form.says("a@gueret.example", "informer_reponse").said == ["utter_question_consentement"]
    assert form.presses("/affirmer").said == ["utter_dossier_code_envoye", CODE_ASKED]


@pytest.mark.parametrize(
    ("champ", "answer"),
    [
        ("question", lambda form: form.says("Et un pôle territorial ?", "nlu_fallback")),
        ("collectivite", lambda form: form.says("mairie de Lyon", "informer_collectivite")),
        ("transcription", lambda form: form.presses("/nier")),
    ],
)
def test_what_is_corrected_after_the_code_is_consented_to_again_without_another_code(
    confirming, queued, champ, answer
) -> None:
    confirming.presses(f'/corriger_reponse{{"champ": "{champ}"}}')
    assert answer(confirming).said[-1] == "utter_question_consentement"
    assert confirming.presses("/affirmer").said == ["utter_question_confirmation"]
    assert queued(MessageKind.CODE) == 1


def test_another_collectivite_changes_the_recipient_not_the_visitor(confirming) -> None:
    confirming.presses('/corriger_reponse{"champ": "collectivite"}')
    shown = confirming.says("mairie de Lyon", "informer_collectivite").values("utter_question_consentement")
    assert shown["collectivite"].startswith("Lyon")
    assert confirming.slots["collectivite"] == GUERET


def test_a_correction_that_is_not_named_offers_what_can_be_changed(confirming) -> None:
    answer = confirming.says("il y a une erreur", "corriger_reponse")
    assert answer.said == ["utter_question_corriger", "utter_question_confirmation"]


@pytest.mark.parametrize("stage", ["consenting", "typing_code", "confirming"])
@pytest.mark.parametrize("payload", ["/rediger_lettre", "/ouvrir_dossier"])
def test_another_journey_waits_for_the_end_of_this_one(request, stage, payload) -> None:
    form = request.getfixturevalue(stage)
    asked = form.asked
    assert form.presses(payload).said[0] == "utter_question_a_terminer"
    assert form.asked == asked


@pytest.mark.parametrize("stage", ["consenting", "typing_code", "confirming"])
def test_a_question_on_the_way_is_answered_and_the_form_goes_on(request, stage) -> None:
    form = request.getfixturevalue(stage)
    asked = form.asked
    assert form.says("oui mais où vont mes données ?", "donnees_personnelles").rejected
    form.resumes_after("utter_donnees_personnelles")
    assert form.asked == asked


@pytest.mark.parametrize("stage", ["consenting", "typing_code", "confirming"])
def test_cancelling_is_confirmed_and_sends_nothing(request, stage, queued) -> None:
    form = request.getfixturevalue(stage)
    assert form.says("annuler", "annuler").said == ["utter_ask_abandon_confirme"]
    answer = form.presses("/affirmer")
    assert answer.said == ["utter_annuler_fait"]
    assert questions(form) == queued(MessageKind.QUESTION) == queued(MessageKind.RECEIPT) == 0
    assert all_forgotten(form)


def test_nothing_leaves_before_the_last_yes(confirming, queued) -> None:
    assert (queued(MessageKind.QUESTION), queued(MessageKind.RECEIPT)) == (0, 0)
    assert confirming.says("envoyez", "parler_humain_transmettre", 0.9).said == [
        "utter_refus_oui_non",
        "utter_question_confirmation",
    ]
    assert questions(confirming) == 0


def test_a_last_no_sends_nothing(confirming, queued) -> None:
    assert confirming.presses("/nier").said == ["utter_question_refusee"]
    assert questions(confirming) == queued(MessageKind.QUESTION) == 0


@pytest.mark.parametrize(
    "confirm", [lambda form: form.presses("/affirmer"), lambda form: form.says("je confirme", "affirmer")]
)
def test_a_last_yes_sends_the_question_and_its_receipt(confirming, queued, confirm) -> None:
    answer = confirm(confirming)
    assert answer.said == ["utter_question_transmise"]
    shown = answer.values("utter_question_transmise")
    assert shown["email"] == CAMILLE
    assert shown["reference"].startswith("CTAI-Q26-")
    assert (queued(MessageKind.QUESTION), queued(MessageKind.RECEIPT)) == (1, 1)
    assert sent(confirming, MessageKind.QUESTION)["Reply-To"] == CAMILLE
    assert sent(confirming, MessageKind.RECEIPT)["To"] == CAMILLE
    assert all_forgotten(confirming)


def test_the_letter_under_way_is_left_as_it_was(confirming) -> None:
    confirming.presses("/affirmer")
    assert confirming.slots["lettre_email"] == CAMILLE
    assert confirming.slots["collectivite"] == GUERET


def test_a_confirmation_repeated_after_a_lost_answer_sends_once(confirming, queued) -> None:
    before = dict(confirming.slots) | {"question_confirmation": "oui"}
    first = confirming.presses("/affirmer").values("utter_question_transmise")["reference"]
    confirming.slots = before
    again = confirming.run(ActionTerminerQuestion(confirming.services))
    assert again.values("utter_question_transmise")["reference"] == first
    assert questions(confirming) == queued(MessageKind.QUESTION) == queued(MessageKind.RECEIPT) == 1


def test_a_proof_that_is_too_old_sends_nothing(confirming, clock) -> None:
    clock.advance(hours=2)
    assert confirming.presses("/affirmer").said == ["utter_question_code_requis"]
    assert questions(confirming) == 0


def test_a_failure_at_the_end_sends_nothing_and_says_so(broken_services) -> None:
    conversation = Conversation(
        broken_services, question_texte=ASKED, question_email=CAMILLE, question_confirmation="oui"
    )
    assert conversation.run(ActionTerminerQuestion(broken_services)).said == ["utter_incident"]
    assert all_forgotten(conversation)


def test_the_conversation_is_joined_until_the_form_began(confirming) -> None:
    confirming.presses("/affirmer")
    text = joined(confirming)
    assert f"Visiteur\u00a0:\n    {ASKED}\n" in text.replace("\r\n", "\n")
    assert "Réponse à" in text
    assert CAMILLE not in text


def test_a_conversation_that_the_visitor_keeps_is_not_joined(services_with_letter, last_code) -> None:
    form = question_form(services_with_letter, (ASKED, "nlu_fallback"), **KNOWN)
    form.presses("/affirmer")
    assert form.presses("/nier").values("utter_question_consentement")["conversation"] == "non jointe"
    form.presses("/affirmer")
    form.says(last_code(), "informer_reponse")
    form.presses("/affirmer")
    assert joined(form) is None
    assert list(sent(form, MessageKind.RECEIPT).iter_attachments()) == []


def test_buttons_are_told_by_their_title_and_what_was_typed_for_a_code_is_masked(
    services_with_letter, last_code
) -> None:
    form = FormConversation(ValidateQuestionForm, services_with_letter, **KNOWN)
    button = {"title": "Quelles sont les étapes ?", "payload": "/etapes_liste"}
    form.events.append({"event": "bot", "text": "Bonjour.", "data": {"buttons": [button]}})
    form.sees_pressed("/etapes_liste")
    form.sees_pressed("/session_start")
    form.hears("mon adresse est Autre.Personne@Mairie.example", "informer_reponse")
    form.events.append({"event": "bot", "text": "Un code part à autre.personne@mairie.example."})
    form.events.append({"event": "slot", "name": "requested_slot", "value": "dossier_code"})
    form.hears("c'est 48 29-1", "informer_reponse")
    form.events.append({"event": "slot", "name": "requested_slot", "value": None})
    form.hears("482913", "informer_reponse")
    form.hears(ASKED)
    form.sees_pressed("/parler_humain_transmettre")
    form.begins()
    for _ in range(3):
        form.presses("/affirmer")
    form.says(last_code(), "informer_reponse")
    form.presses("/affirmer")
    text = joined(form)
    assert "Quelles sont les étapes ?" in text
    assert "mairie.example" not in text.lower()
    assert [digits for digits in ("48 29", "29-1", "482913", last_code()) if digits in text] == []
    assert text.count("[adresse masquée]") == 2
    assert "/" not in text


def test_the_same_collectivite_is_the_place_spoken_of_before(services) -> None:
    form = question_form(services, (ASKED, "eligibilite_plusieurs"), lieu=GUERET)
    form.presses("/affirmer")
    assert form.asked == "question_collectivite"
    form.says("la même que tout à l’heure", "informer_reponse")
    assert form.slots["question_collectivite"] == GUERET

"""A question that the assistant does not answer is handed over: verified, consented to, sent once."""

import re
import time

import pytest

from tests.e2e.product import REDIRECTED_TO, Product, Visitor, code_in

INBOX = "boite-cantal@prefecture-cantal.example"

#: Outside production, the central inbox of the settings.
CENTRAL = "boite-centrale@ctai.example"

ASKED = "Quelle part la commune doit-elle cofinancer, au minimum ?"
REFERENCE = re.compile(r"CTAI-Q\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


@pytest.fixture(scope="module")
def confirmed_inbox(product: Product) -> str:
    product.ctai("inboxes", "confirm", "pref:15", INBOX, "--author", "essai", "--source", "essai")
    return INBOX


def offer(visitor: Visitor) -> str:
    """Asks something, then for somebody, and presses the button; gives the first question of the form."""
    visitor.say(ASKED)
    assert "préfecture" in visitor.say("je voudrais parler à quelqu'un")
    return visitor.press("Transmettre ma question")


def up_to_consent(
    visitor: Visitor, email: str, *, join: bool = True, place: str = "mairie d'Aurillac"
) -> str:
    """Answers every question up to consent, which it gives back."""
    assert ASKED in offer(visitor)
    assert "quelle collectivité" in visitor.press("Oui, celle-ci")
    assert "adresse électronique" in visitor.say(place)
    assert "joindre à votre question la conversation" in visitor.say(email)
    asked = visitor.press("Oui, la joindre" if join else "Non, la question seule")
    assert "Acceptez-vous" in asked
    return asked


def up_to_confirmation(visitor: Visitor, product: Product, email: str, **choices: object) -> str:
    """Consents and types the code back; gives the recap."""
    up_to_consent(visitor, email, **choices)  # type: ignore[arg-type]
    assert "Quel est le code" in visitor.press("J’accepte")
    return visitor.say(code_in(product.mails.wait_for("code", email)))


def about_questions(product: Product, intended: str) -> list[str]:
    subjects = [str(one.message["Subject"]) for one in product.mails.received if one.intended == intended]
    return [subject for subject in subjects if "uestion" in subject]


def test_a_question_reaches_the_prefecture_with_the_conversation(
    product: Product, visitor: Visitor, confirmed_inbox: str
) -> None:
    email = "question.jointe@aurillac.example"
    recap = up_to_confirmation(visitor, product, email)
    for expected in (ASKED, "Aurillac (15, Cantal)", "préfecture du Cantal", email, "Confirmez-vous l’envoi"):
        assert expected in recap
    assert about_questions(product, confirmed_inbox) == about_questions(product, email) == []

    said = visitor.press("Oui, transmettre")
    reference = REFERENCE.search(said)
    assert reference, said

    question = product.mails.wait_for("[CTAI] Question transmise – Aurillac (15, Cantal)", confirmed_inbox)
    receipt = product.mails.wait_for(reference[0], email)
    assert {question.recipient, receipt.recipient} == {REDIRECTED_TO}
    assert "À réorienter" not in str(question.message["Subject"])
    assert str(question.message["Reply-To"]) == email
    for mail in (question, receipt):
        assert f"> {ASKED}" in mail.text
        assert reference[0] in mail.text
        conversation = mail.documents["conversation.txt"].decode("utf-8")
        assert ASKED in conversation
        assert "Assistant" in conversation
        assert email not in conversation
        assert re.search(r"(?<!\d)\d{6}(?!\d)", conversation) is None


def test_without_collectivite_the_central_inbox_receives_it_without_the_conversation(
    product: Product, visitor: Visitor
) -> None:
    email = "sans.collectivite@ctai.example"
    asked = up_to_confirmation(visitor, product, email, join=False, place="je ne sais pas")
    assert "collectivité non précisée" in asked
    assert "boîte centrale du ministère" in asked
    visitor.press("Oui, transmettre")
    question = product.mails.wait_for("collectivité non précisée", CENTRAL)
    assert str(question.message["Subject"]).startswith("[À réorienter – Préfecture à déterminer]")
    assert "Elle n’est pas jointe" in question.text
    assert question.documents == {}


def test_an_unconfirmed_prefecture_is_replaced_by_the_central_inbox(
    product: Product, visitor: Visitor
) -> None:
    email = "boite.inconnue@foix.example"
    assert "boîte centrale" in up_to_confirmation(visitor, product, email, place="mairie de Foix")
    visitor.press("Oui, transmettre")
    question = product.mails.wait_for("Foix (09, Ariège)", CENTRAL)
    assert str(question.message["Subject"]).startswith("[À réorienter – Préfecture de l’Ariège]")


def test_without_consent_no_code_leaves(product: Product, visitor: Visitor) -> None:
    email = "sans.accord.question@aurillac.example"
    up_to_consent(visitor, email)
    assert "ni enregistrée ni transmise" in visitor.press("Je refuse")
    assert [one for one in product.mails.received if one.intended == email] == []


def test_a_wrong_code_sends_nothing(product: Product, visitor: Visitor) -> None:
    email = "mauvais.code.question@aurillac.example"
    up_to_consent(visitor, email)
    visitor.press("J’accepte")
    right = code_in(product.mails.wait_for("code", email))
    assert "Essais restants" in visitor.say("000000" if right != "000000" else "999999")
    assert about_questions(product, email) == []


def test_a_last_no_and_a_cancel_send_nothing(product: Product, visitor: Visitor) -> None:
    email = "change.avis.question@aurillac.example"
    up_to_confirmation(visitor, product, email)
    assert "vraiment arrêter" in visitor.say("annuler")
    assert "Confirmez-vous l’envoi" in visitor.press("Non, continuer")
    assert "ni enregistrée ni transmise" in visitor.press("Non, ne pas transmettre")
    assert about_questions(product, email) == []


def test_a_confirmation_repeated_after_a_lost_answer_sends_once(product: Product, visitor: Visitor) -> None:
    email = "deux.fois.question@aurillac.example"
    up_to_confirmation(visitor, product, email)
    reference = REFERENCE.search(visitor.press("Oui, transmettre"))
    assert reference
    product.mails.wait_for(reference[0], email)
    visitor.say("oui")
    time.sleep(3)  # long enough for a second message to leave, had there been one
    assert len(about_questions(product, email)) == 1


def test_a_question_is_answered_on_the_way_and_one_is_typed_to_be_forwarded(visitor: Visitor) -> None:
    offer(visitor)
    assert "Écrivez votre question" in visitor.press("Non, une autre")
    asked = visitor.say("Quels sont les délais de réponse de la préfecture ?")
    assert "quelle collectivité" in asked
    said = visitor.say("que faites-vous de mes données ?")
    assert "N’écrivez pas ici d’informations sensibles" in said
    assert "quelle collectivité" in said


def test_a_typed_wish_begins_the_form(visitor: Visitor) -> None:
    assert "Rien ne part sans votre accord" in visitor.say(
        "J'aimerais que vous transmettiez ma question au préfet"
    )


def test_the_letter_under_way_can_be_taken_up_again_after_the_question(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Guéret")
    visitor.say("Camille Exemple")
    assert "Écrivez votre question" in visitor.say("Pouvez-vous faire suivre une question au ministère ?")
    visitor.say("annuler")
    visitor.press("Oui, arrêter")
    assert "fonction" in visitor.say("Je voudrais écrire la lettre d'intention")


@pytest.mark.parametrize(
    ("asked", "email"),
    [
        ("Objet\r\nBcc: x@y.test", "retour@aurillac.example"),
        ("=?utf-8?q?a=0D=0ABcc:_x@y.test?=", "mot.encode@aurillac.example"),
    ],
)
def test_a_hostile_question_adds_no_recipient(
    product: Product, visitor: Visitor, asked: str, email: str
) -> None:
    offer(visitor)
    visitor.press("Non, une autre")
    visitor.say(f"{asked} quel délai ?")
    visitor.say("mairie d'Aurillac")
    visitor.say(email)
    visitor.press("Non, la question seule")
    visitor.press("J’accepte")
    visitor.say(code_in(product.mails.wait_for("code", email)))
    reference = REFERENCE.search(visitor.press("Oui, transmettre"))
    assert reference
    receipt = product.mails.wait_for(reference[0], email)
    assert receipt.message["Bcc"] is None
    assert [one for one in product.mails.received if "y.test" in one.intended] == []

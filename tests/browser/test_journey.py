"""The journey that the product exists for, typed in the page by somebody who writes French."""

import pytest
from playwright.sync_api import expect

from tests.browser.assistant import Assistant
from tests.e2e.journeys import NEEDS, REFERENCE, docx_text, pdf_text
from tests.e2e.product import Product, code_in

INBOX = "boite-seine-saint-denis@prefecture.example"
EMAIL = "camille.exemple@saint-denis.example"


@pytest.fixture(scope="module")
def confirmed_inbox(product: Product) -> str:
    product.ctai("inboxes", "confirm", "pref:93", INBOX, "--author", "essai", "--source", "essai")
    return INBOX


def test_an_official_asks_drafts_opens_and_the_prefecture_receives(
    product: Product, assistant: Assistant, confirmed_inbox: str
) -> None:
    assert "vous parlez à une machine" in assistant.said
    assistant.keep("01-accueil")

    for question, expected in (
        ("c'est quoi un CTAI exactement ?", "est un contrat entre l’État et une collectivité"),
        ("Qui peut signer un CTAI ?", "le contrat est signé par l’État local"),
        ("Quelles sont les étapes ?", "Lettre d’intention du représentant"),
    ):
        assert expected in assistant.say(question)
        expect(assistant.answer.get_by_text("Source\u00a0: ")).to_contain_text("épliant")
    assistant.keep("02-reponse-et-source")

    assert "Quelle collectivité" in assistant.say("Je voudrais écrire la lettre d'intention")
    assert "De laquelle s’agit-il" in assistant.say("Saint-Denis")
    assistant.keep("03-homonymes")
    assert "Comment vous appelez-vous" in assistant.press("Seine-Saint-Denis")
    assert "fonction" in assistant.say("Camille Exemple")
    assert "Vous signerez vous-même" in assistant.say("maire")
    assert "adresse électronique" in assistant.press("Monsieur")

    digression = assistant.say("Qui contacter ?")
    assert "préfecture de la Seine-Saint-Denis" in digression
    assert digression.index("préfecture de la Seine-Saint-Denis") < digression.index("adresse électronique")
    assistant.keep("04-question-au-milieu")

    assert "à la tête de la préfecture" in assistant.say(EMAIL)
    assert "Quels thèmes" in assistant.press("Monsieur le Préfet")
    assert "Quels besoins" in assistant.say("le logement et l'apprentissage du français")
    assert "sont facultatives" in assistant.say(NEEDS)
    recap = assistant.press("Aller au récapitulatif")
    assert "Est-ce exact" in recap
    assert "Camille Exemple" in recap
    assistant.keep("05-recapitulatif")
    assert "corrigeons le nom" in assistant.say("mon nom est mal écrit")
    assert "Signataire\u00a0: Dominique Fictif\n" in assistant.say("Dominique Fictif")
    assistant.keep("06-correction")

    assert "Votre lettre est prête" in assistant.say("oui")
    files = {kind: assistant.download(kind) for kind in ("PDF", "DOCX")}
    for text in (pdf_text(files["PDF"]), docx_text(files["DOCX"])):
        assert "Monsieur le Préfet de la Seine-Saint-Denis" in text
        assert "Dominique Fictif" in text
        assert "Camille Exemple" not in text
        assert NEEDS in text
    assistant.keep("07-documents")

    assert "Acceptez-vous" in assistant.press("Ouvrir le dossier")
    assistant.keep("08-consentement")
    assert "code" in assistant.press("J’accepte")
    asked = assistant.say(code_in(product.mails.wait_for("code", EMAIL)))
    assert "Confirmez-vous l’envoi" in asked
    assistant.keep("09-confirmation")
    assert [mail for mail in product.mails.received if mail.intended == confirmed_inbox] == []

    reference = REFERENCE.search(assistant.press("Oui, transmettre"))
    assert reference, assistant.said
    assistant.keep("10-reference")

    dossier = product.mails.wait_for(reference[0], confirmed_inbox)
    assert sorted(dossier.documents.values(), key=len) == sorted(files.values(), key=len)
    assert reference[0] in assistant.press("Où en est mon dossier")
    assistant.keep("11-suivi")


def test_themes_are_ticked_by_keyboard_and_a_reload_loses_nothing(assistant: Assistant) -> None:
    said = assistant.say(
        "Bonjour, je suis Alex Témoin, maire de Bitche, mairie@bitche.example, je voudrais rédiger la lettre"
    )
    assert "Alex Témoin" in said
    assistant.keep("20-tout-en-un-message")
    assert "à la tête de la préfecture" in assistant.press("Madame")
    assert "Quels thèmes" in assistant.press("Je ne sais pas encore")
    boxes = assistant.answer.get_by_role("group", name="Cochez un ou plusieurs choix")
    boxes.get_by_role("button", name="Valider").press("Enter")
    expect(boxes.get_by_role("alert")).to_contain_text("au moins un choix")
    boxes.get_by_role("checkbox", name="logement").press("Space")
    boxes.get_by_role("checkbox", name="mobilité").press("Space")
    assistant.keep("21-cases")
    boxes.get_by_role("button", name="Valider").press("Enter")
    expect(assistant.status).to_have_text("")
    assert "Quels besoins" in assistant.wait()

    assistant.page.reload()
    assert "Quels besoins" in assistant.said
    assert "facultatives" in assistant.say("Les bus s’arrêtent à 18 heures.")
    recap = assistant.press("Aller au récapitulatif")
    assert "le logement" in recap
    assert "la mobilité" in recap
    corrected = assistant.say("enlevez le logement")
    assert "Thèmes\u00a0: la mobilité\n" in corrected
    assistant.keep("22-recapitulatif-corrige")

    assert "Votre lettre est prête" in assistant.press("Oui, préparer la lettre")
    assistant.keep("23-lettre-prete")
    assert "délibération" in assistant.press("Projet de délibération")
    assert "Aide à la rédaction" in pdf_text(assistant.download("PDF"))
    assistant.keep("24-deliberation")

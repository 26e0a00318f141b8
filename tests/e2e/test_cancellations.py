"""Cancelling is confirmed; refusing sends nothing."""

from tests.e2e.journeys import REFERENCE, begin, give_code, prove_address, write_letter
from tests.e2e.product import Product, Visitor


def test_cancelling_the_letter_is_confirmed_then_forgets_it(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Guéret")
    assert "vraiment arrêter" in visitor.say("annuler")
    assert "effacées" in visitor.say("oui")
    assert "Quelle collectivité" in visitor.say("Je voudrais écrire la lettre d'intention")


def test_a_cancel_that_is_taken_back_changes_nothing(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Guéret")
    visitor.say("annuler")
    said = visitor.press("Non, continuer")
    assert "nous continuons" in said
    assert "Comment vous appelez-vous" in said


def test_a_cancel_is_taken_back_in_words(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Rodez")
    assert "vraiment arrêter" in visitor.say("j'arrête tout, ça me prend trop de temps")
    said = visitor.say("non finalement je continue")
    assert "nous continuons" in said
    assert "Quelle est votre fonction" in visitor.say("Camille Exemple")


def test_after_a_cancel_another_letter_knows_nothing_of_the_first(visitor: Visitor) -> None:
    begin(visitor, "mairie de Rodez")
    visitor.press("Madame")
    visitor.say("annuler")
    visitor.press("Oui, arrêter")
    assert "Quelle collectivité" in visitor.press("Rédiger la lettre")
    assert "Comment vous appelez-vous" in visitor.say("mairie de Millau")
    said = visitor.say("récapitulez")
    assert "Millau (12, Aveyron)" in said
    assert "Camille Exemple" not in said


def test_somebody_refuses_to_give_an_address(product: Product, visitor: Visitor) -> None:
    begin(visitor, "mairie de Tulle", "Sam Exemple")
    visitor.press("Madame")
    said = visitor.say("je préfère ne pas donner mon adresse mail")
    assert "à la tête de la préfecture" in said
    visitor.say("madame la préfète")
    visitor.say("français")
    visitor.say("Les cours manquent.")
    assert "Adresse électronique\u00a0: [à compléter]" in visitor.press("Aller au récapitulatif")
    assert "Votre lettre est prête" in visitor.say("oui")
    assert "À quelle adresse électronique" in visitor.press("Ouvrir le dossier")
    assert "nécessaire pour continuer" in visitor.say("je ne veux pas donner d'adresse")
    sent = len(product.mails.received)
    visitor.say("annuler")
    assert "rien de nouveau n’a été transmis" in visitor.press("Oui, arrêter")
    assert product.mails.received[sent:] == []


def test_a_mind_changed_twice_at_the_confirmation_opens_one_dossier(
    product: Product, visitor: Visitor
) -> None:
    email = "hesite@gap.example"
    write_letter(visitor, "mairie de Gap", email)
    prove_address(visitor, product, email)
    assert "rien n’a été enregistré" in visitor.say("non pas tout de suite")
    assert "Acceptez-vous" in visitor.say("finalement allez-y, ouvrez le dossier")
    sent = len(product.mails.received)
    visitor.say("oui")
    assert "Confirmez-vous l’envoi" in give_code(visitor, product, email, "code", after=sent)
    reference = REFERENCE.search(visitor.say("oui"))
    assert reference
    product.mails.wait_for(reference[0], email)


def test_without_consent_no_code_is_sent(product: Product, visitor: Visitor) -> None:
    write_letter(visitor, "mairie de Guéret", "sans.accord@gueret.example")
    visitor.say("Ouvrez le dossier")
    assert "rien n’a été enregistré" in visitor.press("Je refuse")
    assert [m for m in product.mails.received if m.intended == "sans.accord@gueret.example"] == []


def test_changing_ones_mind_at_the_confirmation_sends_nothing(product: Product, visitor: Visitor) -> None:
    email = "change.avis@gueret.example"
    write_letter(visitor, "mairie de Guéret", email)
    prove_address(visitor, product, email)
    assert "rien n’a été enregistré" in visitor.say("non")
    assert "Aucun dossier" in visitor.say("où en est mon dossier ?")
    assert [
        str(m.message["Subject"])
        for m in product.mails.received
        if "CTAI-" in str(m.message["Subject"]) and m.intended == email
    ] == []


def test_a_wrong_code_opens_nothing(product: Product, visitor: Visitor) -> None:
    write_letter(visitor, "mairie de Guéret", "mauvais.code@gueret.example")
    visitor.say("Ouvrez le dossier")
    visitor.press("J’accepte")
    right = product.mails.wait_for("code", "mauvais.code@gueret.example")
    assert right
    assert "Essais restants" in visitor.say("000000") or "Essais restants" in visitor.say("999999")

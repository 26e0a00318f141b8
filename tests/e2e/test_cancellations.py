"""Cancelling is confirmed; refusing sends nothing."""

from tests.e2e.journeys import prove_address, write_letter
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
    assert "Qui signera" in said


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

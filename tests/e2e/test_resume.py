"""A conversation is taken up again: by the same page, or from elsewhere with the code sent by e-mail."""

from tests.e2e.journeys import another_browser, begin, give_code
from tests.e2e.product import Product, Visitor, code_in


def test_a_page_that_is_loaded_again_goes_on_where_it_was(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Rodez")
    page = visitor.http.get("/")
    assert page.status_code == 200
    assert "text/html" in page.headers["content-type"]
    again = Visitor(visitor.http, session=visitor.session)
    assert "Quelle est votre fonction" in again.say("Camille Exemple")


def test_a_draft_is_taken_up_from_elsewhere_with_the_code(product: Product, visitor: Visitor) -> None:
    email = "reprise@aurillac.example"
    begin(visitor, "mairie d'Aurillac")
    visitor.press("Madame")
    visitor.say(email)

    later = another_browser(visitor)
    assert "Quelle est cette adresse" in later.say("bonjour je reviens finir la lettre commencée hier")
    assert "Quel est le code reçu" in later.say(email)
    right = code_in(product.mails.wait_for("code", email))
    wrong = later.say("000000" if right != "000000" else "999999")
    assert "Ce code n’est pas le bon" in wrong
    assert "Aurillac" not in wrong
    said = later.say(right)
    assert "nous continuons où vous en étiez" in said
    assert "à la tête de la préfecture" in said
    assert "Quels thèmes" in later.say("monsieur le préfet")
    recap = later.say("récapitulez")
    for kept in ("Aurillac (15, Cantal)", "Camille Exemple", email):
        assert kept in recap


def test_an_address_without_draft_hears_so_only_after_its_code(product: Product, visitor: Visitor) -> None:
    email = "jamais.venu@aurillac.example"
    visitor.say("reprendre mon brouillon de lettre")
    asked = visitor.say(email)
    assert "Un code à 6 chiffres part à l’adresse" in asked
    said = give_code(visitor, product, email, "code")
    assert "Aucun brouillon n’est gardé pour cette adresse" in said
    assert "Quelle collectivité" in said


def test_without_the_code_another_letter_is_begun(visitor: Visitor) -> None:
    visitor.say("reprendre mon brouillon de lettre")
    assert "Quelle collectivité" in visitor.press("Commencer une nouvelle lettre")

"""Parts of journeys that several tests take."""

from tests.e2e.product import Product, Visitor, code_in

NEEDS = "Nous manquons de cours de français. Les associations demandent de l’aide."


def draft(visitor: Visitor, commune: str, email: str, *, name: str = "Camille Exemple") -> str:
    """Answers every question up to the recap, and gives the recap."""
    assert "Quelle collectivité" in visitor.say("Je voudrais écrire la lettre d'intention")
    assert "Qui signera" in visitor.say(commune)
    assert "fonction" in visitor.say(name)
    assert "adresse électronique" in visitor.say("maire")
    assert "Quels thèmes" in visitor.say(email)
    assert "Quels besoins" in visitor.say("le logement et l'apprentissage du français")
    assert "à la tête de la préfecture" in visitor.say(NEEDS)
    recap = visitor.press("Madame la Préfète")
    assert "Est-ce exact" in recap
    return recap


def write_letter(visitor: Visitor, commune: str, email: str) -> None:
    """Drafts the letter and confirms the recap."""
    draft(visitor, commune, email)
    assert "Votre lettre est prête" in visitor.say("oui")


def prove_address(visitor: Visitor, product: Product, email: str) -> str:
    """Asks for the dossier, consents, types the code back, and gives the last question."""
    asked = visitor.say("Ouvrez le dossier")
    assert "Acceptez-vous" in asked
    assert "code" in visitor.press("J’accepte")
    return visitor.say(code_in(product.mails.wait_for("code", email)))

"""Parts of journeys that several tests take, and reading what they give."""

import io
import re

import docx
import pypdf

from tests.e2e.product import Product, Visitor, code_in

NEEDS = "Nous manquons de cours de français. Les associations demandent de l’aide."

REFERENCE = re.compile(r"CTAI-\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]")


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


def pdf_text(content: bytes) -> str:
    """Gives the words of a PDF, one space between them."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def docx_text(content: bytes) -> str:
    """Gives the words of the paragraphs of a DOCX, one space between them."""
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    return " ".join(" ".join(one.text for one in paragraphs).split())

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
    assert "Comment vous appelez-vous" in visitor.say(commune)
    assert "Quelle est votre fonction" in visitor.say(name)
    assert "Vous signerez vous-même" in visitor.say("maire")
    assert "adresse électronique" in visitor.press("Madame")
    assert "à la tête de la préfecture" in visitor.say(email)
    assert "Quels thèmes" in visitor.press("Madame la Préfète")
    assert "Quels besoins" in visitor.say("le logement et l'apprentissage du français")
    assert "sont facultatives" in visitor.say(NEEDS)
    recap = visitor.press("Aller au récapitulatif")
    assert "Est-ce exact" in recap
    return recap


def write_letter(visitor: Visitor, commune: str, email: str) -> None:
    """Drafts the letter and confirms the recap."""
    draft(visitor, commune, email)
    assert "Votre lettre est prête" in visitor.say("oui")


def begin(visitor: Visitor, place: str, name: str = "Camille Exemple", function: str = "maire") -> None:
    """Begins a letter: the place, who writes, in what capacity."""
    assert "Quelle collectivité" in visitor.say("Je voudrais écrire la lettre d'intention")
    assert "Comment vous appelez-vous" in visitor.say(place)
    visitor.say(name)
    visitor.say(function)


def letter(visitor: Visitor) -> str:
    """Reads back both files of the answer, which say the same, and gives the words of the PDF."""
    files = {kind: visitor.http.get(url) for kind, url in visitor.documents.items()}
    assert {kind: file.status_code for kind, file in files.items()} == {"docx": 200, "pdf": 200}
    texts = [pdf_text(files["pdf"].content), docx_text(files["docx"].content)]
    # A list has dashes in the PDF, which the paragraphs of the DOCX have in their style.
    assert len({text.replace("– ", "") for text in texts}) == 1, texts
    return texts[0]


def another_browser(visitor: Visitor) -> Visitor:
    """Somebody, perhaps the same person, who opens the page elsewhere."""
    return Visitor(visitor.http)


def open_dossier(visitor: Visitor, product: Product, commune: str, email: str) -> str:
    """Drafts, proves, confirms; gives the reference once the receipt has arrived."""
    write_letter(visitor, commune, email)
    prove_address(visitor, product, email)
    reference = REFERENCE.search(visitor.press("Oui, transmettre"))
    assert reference
    product.mails.wait_for(f"Votre dossier {reference[0]}", email)
    return reference[0]


def give_code(visitor: Visitor, product: Product, email: str, subject: str, *, after: int = 0) -> str:
    """Types the digits of the code mail that left after the first `after` mails."""
    return visitor.say(code_in(product.mails.wait_for(subject, email, after=after)))


def prove_address(visitor: Visitor, product: Product, email: str) -> str:
    """Asks for the dossier, consents, types the code back, and gives the last question."""
    asked = visitor.say("Ouvrez le dossier")
    assert "Acceptez-vous" in asked
    sent = len(product.mails.received)
    assert "code" in visitor.press("J’accepte")
    return give_code(visitor, product, email, "code", after=sent)


def pdf_text(content: bytes) -> str:
    """Gives the words of a PDF, one space between them."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def docx_text(content: bytes) -> str:
    """Gives the words of the paragraphs of a DOCX, one space between them."""
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    return " ".join(" ".join(one.text for one in paragraphs).split())

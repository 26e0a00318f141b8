"""The journey that the product exists for, from « Bonjour » to the inbox of the préfecture."""

from pathlib import Path

import httpx
import pytest

from tests.e2e.journeys import NEEDS, REFERENCE, docx_text, pdf_text, prove_address, write_letter
from tests.e2e.product import REDIRECTED_TO, Mailbox, Product, Visitor, running

INBOX = "boite-creuse@prefecture-creuse.example"


@pytest.fixture(scope="module")
def confirmed_inbox(product: Product) -> str:
    product.ctai("inboxes", "confirm", "pref:23", INBOX, "--author", "essai", "--source", "essai")
    return INBOX


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Bonjour", "vous parlez à une machine"),
        ("Qui peut signer un CTAI ?", "le contrat est signé par l’État local"),
        ("Quelles sont les étapes ?", "1. une lettre d’intention"),
        ("Qui contacter ?", "la préfecture de votre département"),
        ("C'est quoi un CTAI ?", "est un contrat entre l’État et une collectivité"),
        ("Quels thèmes ?", "huit thèmes"),
        ("À quoi ça sert pour ma ville ?", "cohésion sociale"),
    ],
)
def test_a_question_gets_its_answer_with_its_source(visitor: Visitor, question: str, expected: str) -> None:
    assert expected in visitor.say(question)
    if question == "Bonjour":
        assert visitor.messages[0]["links"][0]["url"] == "/donnees-personnelles"
    else:
        assert "dépliant" in visitor.messages[0]["sources"][0]["title"].lower()


def test_an_official_asks_drafts_opens_and_the_prefecture_receives(
    product: Product, visitor: Visitor, confirmed_inbox: str
) -> None:
    email = "camille.exemple@gueret.example"
    visitor.say("Bonjour")
    write_letter(visitor, "mairie de Guéret", email)
    files = {kind: visitor.http.get(url) for kind, url in visitor.documents.items()}
    assert {kind: file.status_code for kind, file in files.items()} == {"docx": 200, "pdf": 200}
    for text in (pdf_text(files["pdf"].content), docx_text(files["docx"].content)):
        assert "Madame la Préfète de la Creuse" in text
        assert "Camille Exemple" in text
        assert NEEDS in text

    last_question = prove_address(visitor, product, email)
    assert "Confirmez-vous l’envoi" in last_question
    assert "préfecture de la Creuse" in last_question
    assert [m for m in product.mails.received if m.intended == confirmed_inbox] == []

    opened = visitor.press("Oui, transmettre")
    reference = REFERENCE.search(opened)
    assert reference, opened

    dossier = product.mails.wait_for(reference[0], confirmed_inbox)
    receipt = product.mails.wait_for(reference[0], email)
    assert {dossier.recipient, receipt.recipient} == {REDIRECTED_TO}
    assert "À réorienter" not in str(dossier.message["Subject"])
    assert str(dossier.message["Reply-To"]) == email
    for mail in (dossier, receipt):
        assert sorted(mail.documents.values(), key=len) == sorted(
            (file.content for file in files.values()), key=len
        )
    assert NEEDS in dossier.text
    assert "Transmis" in visitor.say("où en est mon dossier ?")
    assert product.ctai("outbox", "list", "--state", "rebut").strip() == ""


def test_in_production_an_unconfirmed_prefecture_is_replaced_by_the_central_inbox(tmp_path: Path) -> None:
    central, email = "boite-centrale@ministere.example", "dominique.fictif@agen.example"
    environ = {
        "CTAI_ENVIRONMENT": "production",
        "CTAI_SECRET_KEY": "clé de l’essai en production, longue assez",
        "CTAI_ACTIONS_SECRET": "secret-de-l-essai-en-production-long",
        "CTAI_MAIL_FROM": "assistant@ctai.example",
        "CTAI_CENTRAL_INBOX": central,
    }
    with (
        running(tmp_path, Mailbox(), environ) as product,
        httpx.Client(base_url=product.url, timeout=40, trust_env=False) as http,
    ):
        visitor = Visitor(http)
        write_letter(visitor, "commune d’Agen", email)
        assert "boîte centrale" in prove_address(visitor, product, email)
        assert "Votre dossier est ouvert" in visitor.say("oui")
        dossier = product.mails.wait_for("[À réorienter", central)
        receipt = product.mails.wait_for("CTAI-", email)
    assert (dossier.recipient, receipt.recipient) == (central, email)
    assert "Préfecture de Lot-et-Garonne" in str(dossier.message["Subject"])
    assert len(dossier.documents) == 2

"""The journey that the product exists for, from « Bonjour » to the inbox of the préfecture."""

from pathlib import Path

import httpx
import pytest

from tests.e2e.journeys import (
    NEEDS,
    REFERENCE,
    begin,
    docx_text,
    letter,
    pdf_text,
    prove_address,
    write_letter,
)
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


def test_an_intercommunalite_answers_the_optional_questions_too(visitor: Visitor) -> None:
    said = visitor.say(
        "bonjour, je représente la communauté de communes du Pays de Bitche "
        "et j'aimerais préparer une lettre d'intention"
    )
    assert "Communauté de communes du Pays de Bitche (57, Moselle) (collectivité)" in said
    visitor.say("Dominique Fictif")
    assert "en qualité d’exécutif\u00a0: le président" in visitor.say("président")
    visitor.say("d.fictif@ccpb.example")
    visitor.say("je sais pas")
    visitor.say("mobilité, accès aux soins")
    assert "numéro de téléphone" in visitor.say("Nos villages sont loin de tout, sans bus on reste chez soi.")
    assert "33\u00a0136 habitants" in visitor.say("03 87 00 00 00")
    visitor.say("oui")
    visitor.say("les réfugiés surtout")
    visitor.say("Un minibus associatif le mardi.")
    visitor.say("Alix Inventé, vice-présidente")
    recap = visitor.say("Sacha Modèle, DGS, sacha@ccpb.example")
    assert "Référent élu\u00a0: Alix Inventé, vice-présidente" in recap
    visitor.say("oui")
    text = letter(visitor)
    for expected in (
        "Au nom de la communauté de communes du Pays de Bitche, qui compte 33 136 habitants",
        "Madame la Préfète ou Monsieur le Préfet de la Moselle",
        "Des actions existent déjà : Un minibus associatif le mardi.",
        "dans nos services, Sacha Modèle, DGS, sacha@ccpb.example",
        "Le Président, Dominique Fictif",
        "Tél. : 03 87 00 00 00",
    ):
        assert expected in text.replace("\u00a0", " ")


def test_a_charge_de_mission_prepares_and_the_presidente_of_the_metropole_signs(visitor: Visitor) -> None:
    visitor.say("Je travaille à Rennes Métropole, je dois préparer la lettre pour la présidente")
    assert "Quelle est votre fonction" in visitor.say("Lou Personne")
    visitor.say("chargée de mission intégration")
    assert "Qui signera la lettre" in visitor.say("lou.personne@rennesmetropole.example")
    assert "Pour cette personne" in visitor.say("Claude Modèle")
    visitor.say("Madame")
    visitor.say("Madame la préfète")
    visitor.say("tous les thèmes")
    visitor.say("Les dispositifs existent mais ne se parlent pas.")
    recap = visitor.press("Aller au récapitulatif")
    assert "Lettre préparée par\u00a0: Lou Personne, chargée de mission intégration" in recap
    visitor.say("c'est bon")
    text = letter(visitor)
    assert "Affaire suivie par : Lou Personne" in text.replace("\u00a0", " ")
    assert text.endswith("La Présidente, Claude Modèle")


@pytest.mark.parametrize(
    ("asked", "function", "addressee", "signs"),
    [
        (
            "Je souhaite rédiger une lettre d'intention au nom du Département de la Creuse",
            "présidente du conseil départemental",
            "Monsieur le Préfet de la Creuse",
            "La Présidente du conseil départemental, Alix Inventé",
        ),
        (
            "Je veux écrire une lettre d'intention pour la région Bretagne",
            "président du conseil régional",
            "Monsieur le Préfet de la région Bretagne, préfet d’Ille-et-Vilaine",
            "Le Président du conseil régional, Alix Inventé",
        ),
    ],
)
def test_a_departement_and_a_region_write_to_their_prefet(
    visitor: Visitor, asked: str, function: str, addressee: str, signs: str
) -> None:
    assert "Comment vous appelez-vous" in visitor.say(asked)
    visitor.say("Alix Inventé")
    visitor.say(function)
    visitor.say("alix@conseil.example")
    visitor.say("monsieur le préfet")
    visitor.say("insertion pro et santé")
    visitor.say("Il manque des médecins et des interprètes.")
    visitor.say("non merci, on va direct au récap")
    visitor.say("parfait")
    text = letter(visitor)
    assert addressee in text
    assert "insertion pro" in text
    assert text.endswith(signs)


def test_overseas_the_adjointe_prepares_for_the_maire_of_saint_denis(visitor: Visitor) -> None:
    begin(visitor, "Saint-Denis de la Réunion", "Noa Modèle", "adjointe au maire")
    visitor.say("noa@saintdenis.example")
    visitor.say("Jo Exemple, maire")
    visitor.say("monsieur")
    visitor.say("monsieur le préfet")
    visitor.say("4 et 8")
    visitor.say("Des femmes isolées, peu d'ateliers en soirée")
    visitor.press("Aller au récapitulatif")
    visitor.say("oui c'est exact")
    text = letter(visitor)
    assert "Monsieur le Préfet de La Réunion" in text
    assert "l’apprentissage du français" in text
    assert text.endswith("Le Maire, Jo Exemple")


def test_an_intercommunalite_over_two_departements_writes_to_that_of_its_seat(visitor: Visitor) -> None:
    begin(visitor, "Redon Agglomération", "Alix Inventé", "présidente")
    said = visitor.say("on va dépendre de quelle préfecture ?")
    assert "préfecture d’Ille-et-Vilaine" in said
    assert "s’étend sur plusieurs départements" in said
    assert "adresse électronique" in said
    visitor.say("je ne sais pas")
    visitor.say("je ne sais pas")
    visitor.say("emploi")
    visitor.say("Les usines recrutent mais le logement manque")
    assert "Préfète ou Monsieur le Préfet, d’Ille-et-Vilaine" in visitor.press("Aller au récapitulatif")


def test_the_deliberation_and_the_memo_are_drawn_from_the_letter(visitor: Visitor) -> None:
    write_letter(visitor, "mairie de Mende", "camille@mende.example")
    assert "pas un document officiel" in visitor.press("Projet de délibération")
    deliberation = letter(visitor)
    assert "Projet de délibération" in deliberation
    assert "Le conseil municipal" in deliberation
    assert "[à compléter]" in deliberation
    visitor.press("Mémo des prochaines étapes")
    memo = letter(visitor)
    assert "Étape 1, vous y êtes" in memo
    assert "Préfecture de la Lozère" in memo

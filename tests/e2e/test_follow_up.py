"""An open dossier: where it stands, its correction, its withdrawal, and a second one for the same place."""

from datetime import UTC, datetime

from bot.dossier.reference import new_reference
from tests.e2e.journeys import another_browser, give_code, open_dossier, prove_address, write_letter
from tests.e2e.product import Product, Visitor

#: Outside production, the central inbox of the settings.
CENTRAL = "boite-centrale@ctai.example"


def find(visitor: Visitor, product: Product, words: str, email: str) -> str:
    """Asks for a dossier from another browser and proves its address."""
    sent = len(product.mails.received)
    assert "Quel est le code reçu" in visitor.say(words)
    return give_code(visitor, product, email, "code", after=sent)


def test_a_dossier_is_followed_corrected_and_completed_from_elsewhere(
    product: Product, visitor: Visitor
) -> None:
    email = "suivi@mende.example"
    reference = open_dossier(visitor, product, "mairie de Mende", email)

    later = another_browser(visitor)
    said = find(later, product, f"Bonjour, où en est notre demande ? référence {reference}", email)
    assert f"Dossier {reference}, Mende (48, Lozère)" in said
    assert "État\u00a0: Transmis" in said
    steps = [step["state"] for message in later.messages for step in message.get("steps", [])]
    assert steps == ["fait", "a_venir", "a_venir", "a_venir", "a_venir"]

    assert "telle qu’elle a été transmise" in later.press("Corriger ou compléter")
    later.press("Modifier les besoins")
    recap = later.say("Les loyers montent et les cours sont complets.")
    assert "Besoins\u00a0: Les loyers montent et les cours sont complets." in recap
    later.say("oui")
    assert "Acceptez-vous" in later.press("Ouvrir le dossier")
    asked = later.press("J’accepte")  # the address was proved to find the dossier: no other code
    assert f"sous la référence {reference}" in asked
    sent = len(product.mails.received)
    assert "La version 2 de vos documents part" in later.press("Oui, transmettre")
    completed = product.mails.wait_for(reference, CENTRAL, after=sent)
    assert "elle remplace les précédentes" in completed.text
    assert "Les loyers montent et les cours sont complets." in completed.text
    assert len(completed.documents) == 2
    assert "the chain holds" in product.ctai("journal", "verify")


def test_a_withdrawal_is_confirmed_and_both_sides_are_told(product: Product, visitor: Visitor) -> None:
    email = "retrait@rodez.example"
    reference = open_dossier(visitor, product, "mairie de Rodez", email)

    later = another_browser(visitor)
    assert "Quelle est la référence" in later.say("je veux retirer ma demande")
    asked = find(later, product, reference, email)
    assert "Le retrait est définitif" in asked
    assert "le dossier reste ouvert" in later.say("non")
    assert "État\u00a0: Transmis" in later.press("Où en est mon dossier")

    assert "Le retrait est définitif" in later.press("Retirer le dossier")
    sent = len(product.mails.received)
    assert f"Le dossier {reference} est retiré" in later.press("Oui, retirer")
    assert "retire sa demande" in product.mails.wait_for(reference, CENTRAL, after=sent).text
    assert "est retiré" in product.mails.wait_for(reference, email, after=sent).text
    assert "Ce dossier est clos" in later.say("où en est mon dossier ?")


def test_an_unknown_reference_gets_the_answer_of_a_known_one_and_no_mail(
    product: Product, visitor: Visitor
) -> None:
    email = "reference@briancon.example"
    reference = open_dossier(visitor, product, "mairie de Briançon", email)
    known, unknown = another_browser(visitor), another_browser(visitor)
    nobodys = new_reference(datetime.now(UTC))
    sent = len(product.mails.received)
    said = unknown.say(f"où en est mon dossier {nobodys} ?")
    assert said == known.say(f"où en est mon dossier {reference} ?").replace(reference, nobodys)
    assert "n’est pas le bon" in unknown.say("123456")
    product.mails.wait_for("code", email, after=sent)
    assert [one.intended for one in product.mails.received[sent:]] == [email]


def test_a_reference_badly_copied_then_lost_leads_to_the_prefecture(visitor: Visitor) -> None:
    assert "Je ne reconnais pas cette référence" in visitor.say("où en est mon dossier CTAI-26-AAAA-BBBB-C ?")
    assert "Sans la référence" in visitor.say("je ne l'ai plus")
    assert "préfecture" in visitor.press("Qui contacter")


def test_a_colleague_asks_for_a_second_dossier_of_the_same_commune(
    product: Product, visitor: Visitor
) -> None:
    reference = open_dossier(visitor, product, "mairie de Foix", "premiere@foix.example")
    colleague = another_browser(visitor)
    write_letter(colleague, "mairie de Foix", "seconde@foix.example")
    prove_address(colleague, product, "seconde@foix.example")
    said = colleague.press("Oui, transmettre")
    assert "déjà ouvert pour cette collectivité, depuis une autre adresse" in said
    assert reference not in said  # only those who read that address may know it
    assert ["code" in str(one.message["Subject"]) for one in product.mails.to("seconde@foix.example")] == [
        True
    ]


def test_the_same_address_asks_again_for_the_same_commune_and_completes_its_dossier(
    product: Product, visitor: Visitor
) -> None:
    email = "deux.lettres@privas.example"
    reference = open_dossier(visitor, product, "mairie de Privas", email)
    later = another_browser(visitor)
    write_letter(later, "mairie de Privas", email)
    later.say("Ouvrez le dossier")
    sent = len(product.mails.received)
    later.press("J’accepte")
    asked = give_code(later, product, email, "code", after=sent)
    assert f"sous la référence {reference}\u00a0: je n’en ouvre pas un second" in asked
    assert "La version 2" in later.say("oui")


def test_one_person_opens_two_dossiers_for_two_collectivites(product: Product, visitor: Visitor) -> None:
    email = "deux.mandats@lozere.example"
    first = open_dossier(visitor, product, "mairie de Marvejols", email)
    second = open_dossier(another_browser(visitor), product, "mairie de Florac Trois Rivières", email)
    assert first != second

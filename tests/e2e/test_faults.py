"""A part fails: the visitor is told that nothing was sent, and nothing is half done."""

import os
import signal
import time

from tests.e2e.journeys import REFERENCE, prove_address, write_letter
from tests.e2e.product import Product, Visitor


def test_without_the_actions_the_visitor_is_told_that_nothing_was_sent(
    product: Product, visitor: Visitor
) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    with product.frozen("actions"):
        refused = visitor.raw(json={"session": visitor.session, "text": "mairie de Guéret"})
        assert refused.status_code == 503
        assert "Rien n’a été transmis" in refused.json()["detail"]
    assert "Comment vous appelez-vous" in visitor.say(
        "mairie de Guéret"
    )  # Rasa never saw the first one: the form is where it was


def test_the_actions_come_back_by_themselves(product: Product, visitor: Visitor) -> None:
    before = product.pid_of("actions")
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        if visitor.raw(json={"text": "Qui contacter ?"}).status_code == 200:
            break
        time.sleep(0.5)
    assert "préfecture" in visitor.say("Qui contacter ?")
    assert product.pid_of("actions") != before


def test_a_confirmation_repeated_after_a_lost_answer_opens_one_dossier(
    product: Product, visitor: Visitor
) -> None:
    email = "deux.fois@lyon.example"
    write_letter(visitor, "Aubusson (23)", email)
    prove_address(visitor, product, email)
    first = visitor.press("Oui, transmettre")
    reference = first.split("référence ")[1].split(".")[0]
    product.mails.wait_for(reference, email)
    visitor.say("oui")
    assert f"déjà ouvert, sous la référence {reference}" in visitor.say("Ouvrez le dossier")
    time.sleep(3)  # long enough for a second message to leave, had there been one
    assert len([m for m in product.mails.received if reference in str(m.message["Subject"])]) == 2


def test_the_last_button_pressed_twice_opens_one_dossier(product: Product, visitor: Visitor) -> None:
    email = "double.clic@bourges.example"
    write_letter(visitor, "mairie de Bourges", email)
    prove_address(visitor, product, email)
    offered = [one for message in visitor.messages for one in message.get("buttons", [])]
    button = next(one["button"] for one in offered if "transmettre" in one["title"])
    first, second = (visitor.raw(json={"session": visitor.session, "button": button}) for _ in range(2))
    assert "Votre dossier est ouvert" in first.text
    assert second.status_code == 200
    assert "Votre dossier est ouvert" not in second.text
    reference = REFERENCE.search(first.text)
    assert reference
    product.mails.wait_for(reference[0], email)
    assert f"sous la référence {reference[0]}" in visitor.say("Ouvrez le dossier")

"""An earlier answer is corrected in plain words, and what depends on it follows."""

from tests.e2e.journeys import draft, write_letter
from tests.e2e.product import Visitor


def test_a_name_is_corrected_in_the_recap(visitor: Visitor) -> None:
    assert "Signataire\u00a0: Camille Exemple\n" in draft(visitor, "mairie de Guéret", "a@gueret.example")
    assert "corrigeons le nom" in visitor.say("mon nom est mal écrit")
    assert "Signataire\u00a0: Camille Exemples\n" in visitor.say("Camille Exemples")


def test_correcting_the_collectivite_changes_the_prefecture(visitor: Visitor) -> None:
    assert "Préfète de la Creuse" in draft(visitor, "mairie de Guéret", "a@gueret.example")
    assert "préfecture compétente sera recalculée" in visitor.press("Modifier la collectivité")
    assert "à la tête de la préfecture" in visitor.say("commune de Pau")  # perhaps another préfet
    assert "Monsieur le Préfet des Pyrénées-Atlantiques" in visitor.press("Monsieur le Préfet")


def test_an_email_is_corrected_before_the_question_that_follows(visitor: Visitor) -> None:
    draft(visitor, "mairie de Guéret", "faute@gueret.example")
    assert "corrigeons l’adresse" in visitor.say("je veux changer l'adresse mail")
    assert "juste@gueret.example" in visitor.say("juste@gueret.example")


def test_a_finished_letter_can_be_corrected_and_is_made_again(visitor: Visitor) -> None:
    write_letter(visitor, "mairie de Guéret", "a@gueret.example")
    first = visitor.documents
    assert "Quelle réponse" in visitor.press(
        "Corriger une réponse"
    ) or "Voici ce que j’ai retenu" in "\n".join(message.get("text", "") for message in visitor.messages)
    visitor.press("Modifier la fonction")
    assert "présidente" in visitor.say("présidente").lower()
    assert "Votre lettre est prête" in visitor.say("oui")
    assert set(visitor.documents.values()).isdisjoint(first.values())

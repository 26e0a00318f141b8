"""A question in the middle of a form is answered, and the form goes on where it was."""

import pytest

from tests.e2e.product import Visitor


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Quelles sont les étapes ?", "cinq étapes"),
        ("Bonjour", "assistant automatique"),
        ("que faites-vous de mes données ?", "N’écrivez pas ici d’informations sensibles"),
    ],
)
def test_a_question_is_answered_and_the_name_is_asked_again(
    visitor: Visitor, question: str, answer: str
) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Guéret")
    said = visitor.say(question)
    assert answer in said
    assert said.rstrip().endswith("Indiquez le prénom et le nom.")
    assert "fonction" in visitor.say("Camille Exemple")


def test_namesakes_are_asked_and_never_chosen_silently(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    assert "De laquelle s’agit-il" in visitor.say("Saint-Denis")
    assert "Qui signera" in visitor.say("93")


def test_a_place_that_does_not_exist_is_not_found(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    said = visitor.say("Trifouillis-les-Oies")
    assert "Je ne trouve aucune collectivité" in said
    assert "Quelle collectivité" in said


def test_a_place_not_found_is_asked_again_then_by_its_postal_code_then_handed_over(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("Trifouillis-les-Oies")
    assert "code postal" in visitor.say("mairie de Trifouillis")
    assert "territoires-integration" in visitor.say("commune de Trifouillis-les-Oies")
    assert "De laquelle s’agit-il" in visitor.say("35600")
    assert "C’est noté" in visitor.say("la première")


def test_a_mistyped_name_is_taken_only_with_a_yes(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    asked = visitor.say("mairie de Sant Etienne du Rouvrai")
    assert "Voulez-vous dire Saint-Étienne-du-Rouvray (76, Seine-Maritime)" in asked
    assert "C’est noté" in visitor.say("oui")


def test_the_commune_or_its_epci_is_asked_when_the_name_leaves_it_open(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    assert "la commune ou l’intercommunalité" in visitor.say("Pau")
    assert "Qui signera" in visitor.press("Communauté d’agglomération Pau Béarn Pyrénées")


def test_the_dossier_asks_for_the_letter_first(visitor: Visitor) -> None:
    said = visitor.say("Ouvrez le dossier")
    assert "d’abord la lettre" in said
    assert "Quelle collectivité" in said


def test_asking_for_the_letter_twice_goes_on_with_it(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Guéret")
    assert "Qui signera" in visitor.say("Je voudrais écrire la lettre d'intention")


def test_what_is_not_given_stays_to_be_completed(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Guéret")
    for _ in range(5):
        visitor.say("je ne sais pas")
    recap = visitor.press("Je ne sais pas encore")
    assert recap.count("[à compléter]") == 5

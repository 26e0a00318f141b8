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
    visitor.say("Guéret")
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
    assert "Je n’ai pas trouvé" in said
    assert "Quelle collectivité" in said


def test_the_dossier_asks_for_the_letter_first(visitor: Visitor) -> None:
    said = visitor.say("Ouvrez le dossier")
    assert "d’abord la lettre" in said
    assert "Quelle collectivité" in said


def test_asking_for_the_letter_twice_goes_on_with_it(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("Guéret")
    assert "Qui signera" in visitor.say("Je voudrais écrire la lettre d'intention")


def test_what_is_not_given_stays_to_be_completed(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("Guéret")
    for _ in range(5):
        visitor.say("je ne sais pas")
    recap = visitor.press("Je ne sais pas encore")
    assert recap.count("[à compléter]") == 5

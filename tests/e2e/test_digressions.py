"""A question in the middle of a form is answered, and the form goes on where it was."""

import pytest

from tests.e2e.journeys import write_letter
from tests.e2e.product import Product, Visitor, code_in


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
    assert "Comment vous appelez-vous" in visitor.say("93")


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
    assert "Comment vous appelez-vous" in visitor.press("Communauté d’agglomération Pau Béarn Pyrénées")


def test_the_dossier_asks_for_the_letter_first(visitor: Visitor) -> None:
    said = visitor.say("Ouvrez le dossier")
    assert "d’abord la lettre" in said
    assert "Quelle collectivité" in said


def test_asking_for_the_letter_twice_goes_on_with_it(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Guéret")
    assert "Comment vous appelez-vous" in visitor.say("Je voudrais écrire la lettre d'intention")


def test_what_is_not_given_stays_to_be_completed(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    visitor.say("mairie de Guéret")
    for _ in range(7):
        visitor.say("je ne sais pas")
    recap = visitor.press("Aller au récapitulatif")
    # Who signs, the address, the themes and the needs; the maire signs for a commune.
    assert recap.count("[à compléter]") == 4


def test_a_question_at_each_step_is_answered_and_the_step_asked_again(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    for question, answered, answer, step in (
        ("ça prend combien de temps ?", "Aucun délai type", "mairie de Tulle", "Quelle collectivité"),
        (
            "vous gardez mes infos ?",
            "sans votre accord exprès",
            "Camille Exemple",
            "Comment vous appelez-vous",
        ),
        (
            "et le maire peut déléguer sa signature ?",
            "sans dire qui signe",
            "maire",
            "Quelle est votre fonction",
        ),
        ("combien d'argent on peut toucher ?", "Aucun montant en vigueur", "Monsieur", "Faut-il écrire"),
        (
            "c'est quoi un primo-arrivant ?",
            "premier titre de séjour",
            "c@tulle.example",
            "adresse électronique",
        ),
        ("qui signe pour l'État ?", "préfet", "le préfet", "à la tête de la préfecture"),
        ("le diagnostic c'est qui qui le fait ?", "le réalisent ensemble", "logement", "Quels thèmes"),
        ("et après la lettre il se passe quoi ?", "échange", "Les loyers sont trop hauts.", "Quels besoins"),
    ):
        said = visitor.say(question)
        assert answered in said
        assert step in said
        said = visitor.say(answer)
    assert "L’essentiel est noté" in said
    recap = visitor.press("Aller au récapitulatif")
    assert "Besoins\u00a0: Les loyers sont trop hauts." in recap


def test_the_opening_of_the_dossier_bears_questions_too(product: Product, visitor: Visitor) -> None:
    email = "questions@digne.example"
    write_letter(visitor, "mairie de Digne-les-Bains", email)
    visitor.say("Ouvrez le dossier")
    said = visitor.say("vous allez en faire quoi de mes données ?")
    assert "Rien n’est transmis à la préfecture sans votre accord" in said
    assert "Acceptez-vous" in said
    assert [one for one in product.mails.received if one.intended == email] == []
    visitor.say("oui j'accepte")
    first = code_in(product.mails.wait_for("code", email))
    sent = len(product.mails.received)
    assert "Quel est le code" in visitor.say("je n'ai rien reçu, renvoyez")
    said = visitor.say("quelles sont les étapes ?")
    assert "cinq étapes" in said
    assert "Quel est le code" in said
    assert "6 chiffres" in visitor.say("12")
    second = code_in(product.mails.wait_for("code", email, after=sent))
    if first != second:
        assert "Essais restants" in visitor.say(first)
    assert "Confirmez-vous l’envoi" in visitor.say(second)
    assert "Confirmez-vous l’envoi" in visitor.say("qui va recevoir le dossier ?")
    assert "Votre dossier est ouvert" in visitor.press("Oui, transmettre")


def test_namesakes_are_told_apart_by_their_departement(visitor: Visitor) -> None:
    visitor.say("Je voudrais écrire la lettre d'intention")
    assert "10 collectivités portent ce nom" in visitor.say("Saint-Aubin")
    assert "Saint-Aubin (39, Jura)" in visitor.say("dans le Jura")

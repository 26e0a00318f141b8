"""An answer knows what was said before it, and a message with two questions gets both answers."""

from tests.e2e.product import Visitor


def test_two_questions_get_both_answers_in_order(visitor: Visitor) -> None:
    said = visitor.say("Qui peut signer un CTAI ? Et quelle est la durée du contrat ?")
    assert said.index("le contrat est signé par l’État local") < said.index("durée")
    assert len([one for one in visitor.messages if one.get("sources")]) == 2


def test_what_follows_depends_on_the_answer_just_read(visitor: Visitor) -> None:
    visitor.say("Quelles sont les étapes ?")
    first = visitor.say("et après ?")
    second = visitor.say("et après ?")
    assert first != second
    assert "volonté d’intégrer le dispositif" in second


def test_the_same_short_reply_means_something_else_after_another_answer(visitor: Visitor) -> None:
    visitor.say("Quelle est la durée d'un CTAI ?")
    after_duration = visitor.say("plus de détails")
    visitor.say("Quels thèmes ?")
    assert visitor.say("plus de détails") != after_duration


def test_an_epci_is_answered_after_the_question_on_who_may_sign(visitor: Visitor) -> None:
    visitor.say("Qui peut signer un CTAI ?")
    assert "EPCI" in visitor.say("et pour un EPCI ?")


def test_the_last_answer_is_repeated_with_its_source_and_its_buttons(visitor: Visitor) -> None:
    said = visitor.say("Quelle est la durée d'un CTAI ?")
    (message,) = visitor.messages
    assert visitor.say("Répétez, s'il vous plaît") == said
    (again,) = visitor.messages
    assert again["sources"] == message["sources"]
    assert [one["title"] for one in again["buttons"]] == [one["title"] for one in message["buttons"]]


def test_a_short_reply_to_nothing_asks_what_is_spoken_of(visitor: Visitor) -> None:
    assert "De quoi souhaitez-vous parler" in visitor.say("pourquoi ?")


def test_who_speaks_is_retained_from_any_question(visitor: Visitor) -> None:
    visitor.say("Bonjour, je suis maire de Guéret, qui peut signer un CTAI ?")
    assert "préfecture de la Creuse" in visitor.say("Qui contacter ?")
    assert "Comment vous appelez-vous" in visitor.say("Je voudrais écrire la lettre d'intention")

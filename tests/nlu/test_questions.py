"""Messages that ask two things, cut and joined."""

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bench.nlu.hostile import hostile_texts
from bot.nlu.questions import MOST_CUTS, QuestionJoiner, QuestionSplitter, questions_in


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "Qui peut signer ? Et pour combien de temps ?",
            ["Qui peut signer ?", "Et pour combien de temps ?"],
        ),
        ("qui peut signer et combien ca coute", ["qui peut signer", "et combien ca coute"]),
        (
            "Le maire veut savoir qui signe, combien de temps ça dure",
            ["Le maire veut savoir qui signe", "combien de temps ça dure"],
        ),
        (
            "Est-ce obligatoire et faut-il une délibération ?",
            ["Est-ce obligatoire", "et faut-il une délibération ?"],
        ),
        (
            "Deux communes voisines peuvent-elles signer ? Dans la Creuse, quel bureau appeler ?",
            ["Deux communes voisines peuvent-elles signer ?", "Dans la Creuse quel bureau appeler ?"],
        ),
        (
            "Rappelez-moi les étapes, et citez-moi une ville qui l'a fait.",
            ["Rappelez-moi les étapes", "et citez-moi une ville qui l'a fait."],
        ),
    ],
)
def test_two_questions_are_cut_in_order(text: str, questions: list[str]) -> None:
    assert questions_in(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "Qui peut signer un CTAI ?",
        "Bonjour, je suis maire de Guéret. Qui peut signer ?",
        "Le logement et la santé ?",
        "Où et quand ?",
        "Qui le paie ? Un bureau d'études est-il finançable ?",
        "Nous sommes quatre communes, le maire hésite, et je voudrais savoir qui signe.",
        "oui",
        "",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert questions_in(text) == []


@pytest.mark.parametrize("text", [*hostile_texts().values(), "ça va ? " * 250, "qui signe et combien " * 95])
def test_a_hostile_text_becomes_two_messages_more_at_most(text: str) -> None:
    message = Message({TEXT: text})
    messages = QuestionSplitter().process([message])
    assert messages[0] is message
    assert len(messages) <= 3
    assert sum(len(one.get(TEXT)) for one in messages[1:]) <= len(text)


def test_a_message_is_cut_in_a_few_places_only() -> None:
    """Each cut reads again all that waits for a question: 400 of them would take a square of the time."""
    asked = "et combien de temps ça dure ? Qui paie ?"
    few, many = (f"qui peut signer, {'et ceci, ' * times}{asked}" for times in (3, 2 * MOST_CUTS))
    assert questions_in(few)[1].endswith("ça dure ?")
    assert questions_in(many)[1].endswith("Qui paie ?")


def joined(*intents: tuple[str, float]) -> Message:
    """What a message of two questions becomes when they are understood as these intents."""
    messages = QuestionSplitter().process([Message({TEXT: "Qui peut signer ? Et combien de temps ?"})])
    assert len(messages) == 3
    whole, *parts = messages
    whole.set(INTENT, {"name": "eligibilite_signataires", "confidence": 0.4})
    whole.set(INTENT_RANKING_KEY, [{"name": "eligibilite_signataires", "confidence": 0.4}])
    for part, (name, confidence) in zip(parts, intents, strict=True):
        part.set(INTENT, {"name": name, "confidence": confidence})
    (message,) = QuestionJoiner().process(messages)
    assert message is whole
    return message


def test_a_message_of_two_sure_questions_has_both_as_entities() -> None:
    message = joined(("eligibilite_signataires", 0.9), ("duree_contrat", 0.8))
    assert message.get(INTENT) == {"name": "questions_multiples", "confidence": 0.8}
    assert [one["value"] for one in message.get(ENTITIES)] == ["eligibilite_signataires", "duree_contrat"]
    assert [one["name"] for one in message.get(INTENT_RANKING_KEY)] == [
        "questions_multiples",
        "eligibilite_signataires",
    ]


@pytest.mark.parametrize(
    "intents",
    [
        [("eligibilite_signataires", 0.9), ("duree_contrat", 0.3)],
        [("duree_contrat", 0.9), ("duree_contrat", 0.9)],
        [("eligibilite_signataires", 0.9), ("rediger_lettre", 0.9)],
        [("saluer", 0.9), ("duree_contrat", 0.9)],
        [("nlu_fallback", 0.9), ("duree_contrat", 0.9)],
    ],
)
def test_a_message_is_left_as_it_was_when_its_questions_are_not_two_sure_ones(
    intents: list[tuple[str, float]],
) -> None:
    message = joined(*intents)
    assert message.get(INTENT)["name"] == "eligibilite_signataires"
    assert not message.get(ENTITIES)

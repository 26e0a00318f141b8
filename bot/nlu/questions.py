"""Two graph components for messages that ask two things: « Qui peut signer ? Et pour combien de temps ? ».

The graph passes a list of messages from one component to the next, and Rasa reads the first of the list
(`MessageProcessor._parse_message_with_graph`, 3.6.21). `QuestionSplitter` adds each question of a message as
a message of its own, so that every component in between reads it like any other; `QuestionJoiner` takes them
away again and keeps what they were understood as.
"""

import re
from collections.abc import Iterator

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.plain import PlainComponent
from bot.nlu.themes import theme_of

#: Intent of a message that asks several things; no sentence is an example of it.
SEVERAL = "questions_multiples"

#: Entity that names the intent of one of its questions.
QUESTION = "question"

#: Below this a question is not surely understood, and the message is left as it was.
LEAST_CONFIDENCE = 0.5

#: Questions of one message that are answered.
_MOST = 2
#: Places where a message is cut at most: what comes after the last is read with it.
MOST_CUTS = 20
#: In words. Less is no question by itself.
_FEWEST_WORDS = 2

#: Themes that begin a journey, are courtesy or off the subject: such a message is not cut in pieces.
_NOT_ANSWERS = frozenset(
    (
        *("saluer", "remercier", "prendre_conge", "affirmer", "nier", "annuler", "rediger_lettre"),
        *("ouvrir_dossier", "suivre_dossier", "modifier_dossier", "parler_humain", "hors_sujet"),
    )
)

_VERB_FIRST = r"\w+-(?:t-)?(?:il|elle|on|ils|elles|je|vous|nous|ce)\b"
_ASKS = (
    r"(?:(?:[àa]|de|pour|avec|en|sur|dans|depuis|jusqu'[àa]|par|chez) )?"
    r"(?:(?:qui|que|quoi|quel(?:le)?s?|lequel|laquelle|combien|comment|pourquoi|o[uù]|quand|est[- ]ce|c'est|"
    r"ça|c (?:quoi|qui|pour|obligatoire)|faut|faut[- ]il|peut[- ]on|doit[- ]on|on (?:peut|doit)|y a|ya|"
    r"y a[- ]t[- ]il|existe[- ]t[- ]il|dites|dis|donnez|citez|rappelez|expliquez|indiquez|précisez|listez|"
    r"si)\b|qu')"
)
#: A few at most, so that time stays in proportion to the text.
_LINKS = (
    r"(?:(?:et|puis|mais|ou|aussi|ensuite|enfin|sinon|bonjour|du coup|ainsi que|autre chose|au fait|"
    r"deuxième question|par ailleurs|au passage)[ ,:]+)"
)
_QUESTION = re.compile(rf"^{_LINKS}{{0,3}}(?:{_ASKS}|{_VERB_FIRST})", re.IGNORECASE)
#: « qui le paie », « qui en décide »: of something that stands elsewhere.
_REFERS = re.compile(r"^qui (?:l'|(?:le|la|les|en)\b)", re.IGNORECASE)
#: « deux communes voisines peuvent-elles signer », « l’une d’elles a-t-elle signé »
_INVERTED = re.compile(rf"\b{_VERB_FIRST}", re.IGNORECASE)
#: « Le maire veut savoir qui signe », « je voudrais aussi connaître les étapes »
_INDIRECT = re.compile(
    rf"\b(?:savoir|demandent?|dire|comprendre|connaître|ignore|sais pas) (?:aussi |également )?"
    rf"(?:{_ASKS}|les?\b|la\b|l')",
    re.IGNORECASE,
)
#: After the end of a sentence, before « et combien… », « , qui… » and « , et… ».
_CUT = re.compile(
    rf"(?<=[?.!;…])\s+|,?\s+(?={_LINKS}{{1,3}}(?:{_ASKS}|{_VERB_FIRST}|aussi\b))|,\s+(?={_LINKS})|,\s+(?={_ASKS})"
    r"|\s+[+/&]\s+",
    re.IGNORECASE,
)


def questions_in(text: str) -> list[str]:
    """Gives the questions of a text, in order; none when it has fewer than two.

    What asks nothing goes with the question that follows it (« dans la Creuse, quel bureau… »), or at the end
    with the last one.
    """
    asked: list[str] = []
    waiting = ""
    for part in (piece.strip() for piece in _CUT.split(text, MOST_CUTS)):
        waiting = f"{waiting} {part}".strip()
        if _asks(waiting):
            asked.append(waiting)
            waiting = ""
    if asked and waiting:
        asked[-1] += f" {waiting}"
    # « Qui le paie ? Un bureau d’études est-il finançable ? »: the first says nothing without the second.
    return asked[:_MOST] if len(asked) > 1 and not _REFERS.match(asked[0]) else []


def _asks(part: str) -> bool:
    asks = part.endswith("?") or _QUESTION.match(part) or _INVERTED.search(part) or _INDIRECT.search(part)
    return len(part.split()) >= _FEWEST_WORDS and bool(asks)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class QuestionSplitter(PlainComponent):
    """Adds the questions of a message that asks several things, right after it."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the examples whole."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Gives each message and, after it, its questions."""
        return [one for message in messages for one in (message, *_parts(message))]


def _parts(message: Message) -> Iterator[Message]:
    for question in questions_in(message.get(TEXT) or ""):
        yield Message({TEXT: question, QUESTION: True})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuestionJoiner(PlainComponent, EntityExtractorMixin):
    """Takes the questions away, and says of their message what they are about."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Gives the messages as they came, each with the intents of its questions as entities."""
        whole: list[Message] = []
        parts: dict[int, list[Message]] = {}
        for message in messages:
            if message.get(QUESTION):
                parts.setdefault(len(whole) - 1, []).append(message)
            else:
                whole.append(message)
        for position, questions in parts.items():
            self._join(whole[position], questions)
        return whole

    def _join(self, message: Message, questions: list[Message]) -> None:
        intents = [question.get(INTENT) or {} for question in questions]
        names = [str(intent.get("name") or "") for intent in intents]
        sure = min(float(intent.get("confidence") or 0) for intent in intents)
        if len(set(names)) < len(names) or sure < LEAST_CONFIDENCE or not all(map(_is_an_answer, names)):
            return
        entities = [
            {"entity": QUESTION, "value": name, "start": 0, "end": len(message.get(TEXT))} for name in names
        ]
        kept = message.get(ENTITIES, []) + self.add_extractor_name(entities)
        message.set(ENTITIES, kept, add_to_output=True)
        several = {"name": SEVERAL, "confidence": sure}
        message.set(INTENT, several, add_to_output=True)
        ranking = [several, *message.get(INTENT_RANKING_KEY, [])]
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


def _is_an_answer(intent: str) -> bool:
    return (theme_of(intent) or "") not in _NOT_ANSWERS | {""}

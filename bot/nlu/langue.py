"""Recognises messages in another language than French, and says which; gibberish becomes not understood.

A false alarm is worse than a miss: a message is French until several things say otherwise. Writing systems
are read letter by letter. In Latin letters a message needs four words, most of which are unknown to the
training sentences (`known_text`), and a language of which the detector is sure. lingua (Apache-2.0) ships its
models in its wheel; its small ones take 45 MB and some milliseconds. Figures: tests/nlu/test_langue.py.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from lingua import IsoCode639_1, LanguageDetectorBuilder
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.entities.lexicon import load_lexicon
from bot.languages import Language, read_languages
from bot.nearness import fold
from bot.nlu.charabia import groups_of, is_gibberish
from bot.nlu.known_text import unknown_among, vocabulary_of, without_addresses, words_of
from bot.nlu.questions import QUESTION

#: Intent of a message in another language; no sentence is an example of it.
FOREIGN = "hors_sujet_langue"

#: Entity that names the language, in French.
LANGUE = "langue"

#: A text in; code and share of certainty (0 to 1) of the likeliest language out.
Detect = Callable[[str], tuple[str, float]]

#: Found, but never said: French; Catalan and Basque, which are written in France too; Latin, which is that of
#: « in fine » and of placeholder texts.
_NEVER_SAID = frozenset(("fr", "ca", "eu", "la"))
#: What the detector chooses among.
_DETECTED = _NEVER_SAID | frozenset(
    (
        *(
            "en",
            "es",
            "pt",
            "it",
            "de",
            "tr",
            "ro",
            "sq",
            "so",
            "sw",
            "pl",
            "nl",
            "vi",
            "hr",
            "cs",
            "hu",
            "sv",
        ),
        *("ar", "fa", "ur", "ru", "uk", "bg", "sr"),
    )
)
_ARABIC, _CYRILLIC = ("ar", "fa", "ur"), ("ru", "uk", "bg", "sr")

#: First word of the Unicode names of a script's letters -> the language most written in it.
_SCRIPTS = {
    "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "GREEK": "el", "HEBREW": "he",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "BENGALI": "bn", "TAMIL": "ta", "DEVANAGARI": "hi", "GURMUKHI": "pa",
    "TELUGU": "te", "GUJARATI": "gu", "MALAYALAM": "ml", "KANNADA": "kn", "SINHALA": "si", "THAI": "th",
    "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "TIBETAN": "bo", "ETHIOPIC": "am",
}  # fmt: skip

#: Letters that only one language of their script has, of those that are named here.
_OWN_LETTERS = {
    "ps": frozenset("ټډړږښڼېۍځڅګ"),
    "ckb": frozenset("ێۆڵڕ"),
    "ur": frozenset("ٹڈڑںےھ"),
    "uk": frozenset("іїєґ"),
    "ru": frozenset("ыэё"),
    "sr": frozenset("јљњћђџ"),
    "ti": frozenset("ኣቐቑቒቓቔቕኸ"),
    "ja": frozenset("のをはがでにすまし"),
}

#: Words of Breton, Alsatian, Corsican, Occitan, Basque, the Creoles and Tahitian, folded: spoken here.
_REGIONAL = frozenset(
    """
    demat degemer kenavo trugarez breizh brezhoneg eo zo evit
    gueten guete mitnander elsass elsassisch elsassische hopla isch nit bisamme
    bonghjornu corsu corsica cumuna chjamu merre
    adishatz adiu occitan planvengut
    egun kaixo eskerrik asko euskara herriko
    mwen zot kijan kreyol kreol ote kosa koman moun anpil lakay
    mauruuru maeva
    """.split()  # noqa: SIM905
)

_FEWEST_WORDS = 4
_FEWEST_UNKNOWN = 3
_LEAST_SURE = 0.7
_DIGITS = 6
#: Where the words are kept in the model.
_FILE = "words.json"
#: Of another script: letters.
_FEWEST_LETTERS = 2
#: Place names of fewer letters are words of other languages as well.
_LONG_NAME = 6


@cache
def _load() -> Detect:
    codes = [getattr(IsoCode639_1, code.upper()) for code in sorted(_DETECTED)]
    detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()

    def detect(text: str) -> tuple[str, float]:
        likeliest = detector.compute_language_confidence_values(text)[0]
        # Threads add in another order each time: the sixteenth digit is not always the same.
        return likeliest.language.iso_code_639_1.name.lower(), round(likeliest.value, _DIGITS)

    return detect


def language_of(text: str, vocabulary: frozenset[str], detect: Detect) -> tuple[str, float] | None:
    """Names the language of a text that is not French.

    Args:
        text: normalised.
        vocabulary: known words, folded.
        detect: the language detector.

    Returns:
        The code of the language and how sure it is, from 0 to 1; None for French and whenever in doubt.
    """
    scripts = Counter(unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha())
    latin = scripts.pop("LATIN", 0)
    if scripts.total() > latin:
        return _of_other_script(text, scripts, detect)
    return _of_latin_script(without_addresses(text), vocabulary, detect)


def _of_other_script(text: str, scripts: Counter[str], detect: Detect) -> tuple[str, float] | None:
    if scripts.total() < _FEWEST_LETTERS:
        return None
    letters = frozenset(text.lower())
    owner = next((code for code, own in _OWN_LETTERS.items() if letters & own), None)
    if owner is not None:
        return owner, 1.0
    script = scripts.most_common(1)[0][0]
    if script in {"ARABIC", "CYRILLIC"}:
        code, _ = detect(text)
        return (code, 1.0) if code in (_ARABIC if script == "ARABIC" else _CYRILLIC) else None
    return (_SCRIPTS[script], 1.0) if script in _SCRIPTS else None


def _of_latin_script(text: str, vocabulary: frozenset[str], detect: Detect) -> tuple[str, float] | None:
    written = words_of(text)
    # Acronyms say nothing of a language, unless everything is in capitals.
    words = written if text.isupper() else [word for word in written if not word.isupper()]
    unknown = unknown_among(words, vocabulary)
    if (
        len(words) < _FEWEST_WORDS
        or len(unknown) < _FEWEST_UNKNOWN
        or 2 * len(unknown) <= len(words)
        or any(fold(word) in _REGIONAL for word in words)
    ):
        return None
    code, sure = detect(text)
    return (code, sure) if sure >= _LEAST_SURE and code not in _NEVER_SAID else None


def known_words(sentences: list[str]) -> frozenset[str]:
    """Gives the words of French sentences, and those of names of places and persons."""
    lexicon = load_lexicon()
    places = {word for name in lexicon.places for word in name.split() if len(word) >= _LONG_NAME}
    return vocabulary_of(sentences) | lexicon.first_names | places


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LangueClassifier(GraphComponent, EntityExtractorMixin):
    """Gives `hors_sujet_langue`, and the entity `langue`, to a message in another language.

    Takes all confidence from gibberish: the `DoubtClassifier` after it then says that it was not understood.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LangueClassifier":
        """Builds an untrained component."""
        del config, execution_context
        return cls(model_storage, resource, frozenset(), read_languages())

    def __init__(
        self,
        storage: ModelStorage,
        resource: Resource,
        vocabulary: frozenset[str],
        languages: Mapping[str, Language],
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._vocabulary = vocabulary
        self._groups = groups_of(vocabulary)
        self._languages = languages

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps the words of the training sentences."""
        sentences = [one.get(TEXT) or "" for one in training_data.intent_examples]
        self._vocabulary = known_words(sentences)
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(sorted(self._vocabulary)), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message; the questions of a message in another language are in that language too."""
        found: tuple[str, float] | None = None
        for message in messages:
            if not message.get(QUESTION):
                found = language_of(message.get(TEXT) or "", self._vocabulary, _load())
            if found is not None:
                self._mark(message, *found)
            elif is_gibberish(message.get(TEXT) or "", self._vocabulary, self._groups):
                _doubt(message)
        return messages

    def _mark(self, message: Message, code: str, sure: float) -> None:
        name = self._languages[code].name
        entity = {"entity": LANGUE, "value": name, "start": 0, "end": len(message.get(TEXT))}
        kept = message.get(ENTITIES, []) + self.add_extractor_name([entity])
        message.set(ENTITIES, kept, add_to_output=True)
        understood = {"name": FOREIGN, "confidence": sure}
        message.set(INTENT, understood, add_to_output=True)
        others = [_weakened(one, 1 - sure) for one in message.get(INTENT_RANKING_KEY, [])]
        message.set(INTENT_RANKING_KEY, [understood, *others], add_to_output=True)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LangueClassifier":
        """Loads what `train` stored, and the detector: 45 MB."""
        del config, execution_context, kwargs
        _load()
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, frozenset(words), read_languages())


def _doubt(message: Message) -> None:
    ranking = [_weakened(one, 0.0) for one in message.get(INTENT_RANKING_KEY, [])]
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    message.set(INTENT, _weakened(message.get(INTENT) or {"name": None}, 0.0), add_to_output=True)


def _weakened(intent: dict[str, Any], share: float) -> dict[str, Any]:
    return {**intent, "confidence": intent.get("confidence", 0.0) * share}

"""What a message is, when a form has asked something: an answer, a question, or a wish about the form itself.

Rasa's slot mappings cannot tell « le français » given as a theme from a question about French lessons. This
reading sees the intent, its confidence, the wording and the field being asked, all at once.
"""

from collections.abc import Mapping
from enum import Enum, auto

from actions.base import Turn

#: Intents that are, in a form, always meant for the form.
ANSWERS = frozenset(
    {
        "informer_collectivite",
        "informer_reponse",
        "affirmer",
        "nier",
        "passer",
        "renvoyer_code",
        "nlu_fallback",
    }
)
#: Courtesies: a word or two of them are not an answer, a longer text may well be one.
COURTESIES = frozenset({"saluer", "remercier", "prendre_conge"})

#: Wishes that nobody means as an answer, even where any words may be one.
REQUESTS = frozenset(
    {
        "rediger_lettre",
        "ouvrir_dossier",
        "suivre_dossier",
        "modifier_dossier",
        "parler_humain",
        "donnees_personnelles",
    }
)

#: Below this, an intent alone does not stop or change what is under way.
SURE = 0.5
#: The same while any words may be the answer.
VERY_SURE = 0.75
#: Longest message, in words, that may cancel, skip or greet while a free text is being asked.
FEW_WORDS = 8

_INTERROGATIVES = (
    "qui", "que", "qu", "quoi", "quel", "quelle", "quels", "quelles", "comment", "combien", "pourquoi", "où",
    "quand", "est-ce", "c'est quoi", "peut-on", "faut-il", "dois-je", "puis-je", "pouvez-vous", "y a-t-il",
)  # fmt: skip

#: The words by which visitors name an answer, in the order in which they are looked for.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "email": ("mail", "courriel", "adresse", "messagerie"),
    "prefet": ("préfet", "prefet", "préfète", "prefete", "destinataire"),
    "collectivite": (
        "collectivité",
        "collectivite",
        "commune",
        "communauté",
        "communaute",
        "ville",
        "agglo",
        "epci",
    ),
    "themes": ("thème", "theme", "thématique", "thematique"),
    "besoins": ("besoin", "constat"),
    "fonction": ("fonction", "titre", "qualité"),
    "nom": ("nom", "signataire", "signe"),
}


class Reading(Enum):
    """What a message is to the form that waits."""

    ANSWER = auto()
    QUESTION = auto()
    CANCEL = auto()
    SKIP = auto()
    CORRECTION = auto()


def read(turn: Turn, *, free_text: bool, recognised: bool) -> Reading:
    """Tells what the visitor's message is.

    Args:
        turn: the message and its understanding.
        free_text: the field being asked takes any words (a name, needs).
        recognised: the field has found its value in the message (an address, a known commune…).
    """
    short = len(turn.text.split()) <= FEW_WORDS
    if turn.is_button or (turn.confidence >= SURE and short):
        match turn.intent:
            case "annuler":
                return Reading.CANCEL
            case "passer":
                return Reading.SKIP
    sure_enough = VERY_SURE if free_text else SURE
    if turn.intent == "corriger_reponse" and (turn.is_button or turn.confidence >= sure_enough):
        return Reading.CORRECTION
    if turn.is_button:
        return Reading.ANSWER if turn.intent in ANSWERS else Reading.QUESTION
    if turn.intent in REQUESTS and turn.confidence >= VERY_SURE:
        return Reading.QUESTION
    asks = looks_like_a_question(turn.text)
    if recognised and not asks and not free_text:
        return Reading.ANSWER
    if turn.intent in ANSWERS:
        return Reading.ANSWER
    if turn.intent in COURTESIES and short:
        return Reading.QUESTION
    if asks or not free_text:
        return Reading.QUESTION
    return Reading.ANSWER


def looks_like_a_question(text: str) -> bool:
    """Tells a question by its mark or its first word."""
    words = text.strip().lower().replace("’", "'")
    return words.endswith("?") or any(
        words.startswith((f"{word} ", f"{word}'")) or words == word for word in _INTERROGATIVES
    )


def field_to_correct(turn: Turn) -> str | None:
    """Gives the answer that the visitor wants to change: `nom`, `email`…; None when it is not said."""
    named = turn.entity("champ")
    if named is not None or turn.is_button:
        return named
    words = turn.text.lower()
    return next((field for field, hints in _FIELDS.items() if any(hint in words for hint in hints)), None)

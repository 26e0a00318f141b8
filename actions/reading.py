"""What a message is, when a form has asked something: an answer, a question, or a wish about the form itself.

Rasa's slot mappings cannot tell « le français » given as a theme from a question about French lessons. This
reading sees the intent, its confidence, the wording and the field being asked, all at once.
"""

import re
from collections.abc import Mapping
from enum import Enum, auto

from actions.base import Turn
from bot.letter.functions import looks_like_one

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
#: Courtesies: a few words of them are not an answer, a longer text may well be one.
COURTESIES = frozenset({"saluer", "remercier", "prendre_conge"})

#: Wishes that nobody means as an answer, even where any words may be one.
REQUESTS = frozenset(
    {
        "rediger_lettre",
        "rediger_lettre_reprendre",
        "rediger_lettre_aides",
        "ouvrir_dossier",
        "suivre_dossier",
        "modifier_dossier",
        "parler_humain",
        "parler_humain_transmettre",
        "donnees_personnelles",
    }
)

#: A first name and a surname with their capitals; a text all in capitals says nothing by them.
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ](?: (?:d[eu] )?[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ]){1,2}")

#: Below this, an intent alone does not stop or change what is under way.
SURE = 0.5
#: The same while any words may be the answer, and for a yes that commits.
VERY_SURE = 0.75
#: From here on, a short wish to cancel is asked about where any words may be the answer.
PERHAPS = 0.2
#: Longest message, in words, that easily cancels or skips while any words may be the answer.
FEW_WORDS = 8
#: Longest message, in words, that is a mere courtesy where needs are asked.
COURTESY_WORDS = 3
#: Words before a last question that make the whole an account of needs.
TOLD_WORDS = 4

_SENTENCE_END = re.compile(r"(?<=[.!…])\s+")

_INTERROGATIVES = (
    "qui", "que", "qu", "quoi", "quel", "quelle", "quels", "quelles", "comment", "combien", "pourquoi", "où",
    "quand", "est-ce", "est ce", "c'est quoi", "c'est qui", "c'est combien", "à quoi", "à qui", "de quoi",
    "peut-on", "faut-il", "dois-je", "puis-je", "pouvez-vous", "y a-t-il",
)  # fmt: skip

#: How the words begin by which visitors name an answer, in the order in which they are looked for: « le nom
#: de la commune » is no person's name, and « j’ai besoin de corriger le nom » speaks of no need.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "prefet": ("préfet", "prefet", "préfète", "prefete", "destinataire"),
    "telephone": ("téléphone", "telephone", "portable", "numéro", "numero", "tél"),
    "population": ("population", "habitants"),
    "email": ("mail", "email", "courriel", "adresse", "messagerie"),
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
    "publics": ("public",),
    "fonction": ("fonction", "titre", "qualité"),
    "question": ("question",),
    "signataire": ("signataire", "signe"),
    "civilite": ("civilité", "civilite"),
    "elu": ("élu", "référent", "referent"),
    "technique": ("technique", "interlocut"),
    "nom": ("nom", "prénom", "prenom"),
    "actions": ("action",),
    "besoins": ("besoin", "constat"),
}


class Takes(Enum):
    """What a field takes for an answer."""

    #: Something that is recognised: an address, a commune of the tables, a code.
    VALUE = auto()
    #: Any words: a name, a function.
    WORDS = auto()
    #: Any words, those of a question on the scheme included: themes, needs.
    TOPIC = auto()
    #: A yes or a no, and nothing that is only like one.
    YES_NO = auto()
    #: A yes to a recap; to name one of its answers is to correct it.
    RECAP = auto()

    @property
    def any_words(self) -> bool:
        """Tells whether nothing in the words themselves says that they are an answer."""
        return self in {Takes.WORDS, Takes.TOPIC}


class Reading(Enum):
    """What a message is to the form that waits."""

    ANSWER = auto()
    QUESTION = auto()
    CANCEL = auto()
    SKIP = auto()
    CORRECTION = auto()


_WISHES: Mapping[str, Reading] = {
    "annuler": Reading.CANCEL,
    "passer": Reading.SKIP,
    "corriger_reponse": Reading.CORRECTION,
}


def read(turn: Turn, takes: Takes, *, recognised: bool, told: int = 0) -> Reading:
    """Tells what the visitor's message is.

    Args:
        turn: the message and its understanding.
        takes: what the field being asked takes.
        recognised: the field has found its value in the message.
        told: how many answers were found in the message, that of the field included.
    """
    asks = looks_like_a_question(turn.text) and not (takes is Takes.TOPIC and _told_first(turn))
    # « Bonjour, je suis Camille Exemple, maire » is understood as a greeting.
    if told and (told > 1 or recognised) and not asks and turn.intent not in REQUESTS | _WISHES.keys():
        return Reading.ANSWER
    # Before anything else: « Bouxwiller » is understood as a greeting, « Aucun » as a skip.
    if recognised and not takes.any_words and not asks:
        return Reading.ANSWER
    wish = _WISHES.get(turn.intent)
    if wish is not None and _is_meant(turn, takes, wish):
        return wish
    if takes.any_words and _may_be_a_cancel(turn):
        return Reading.CANCEL  # asked about: an answer lost is typed again, a « j’arrête » kept is printed
    if turn.is_button:
        return Reading.ANSWER if turn.intent in ANSWERS else Reading.QUESTION
    if turn.intent in REQUESTS and turn.confidence >= VERY_SURE:
        return Reading.QUESTION
    if takes is Takes.RECAP and not asks and field_to_correct(turn) is not None:
        return Reading.CORRECTION
    if turn.intent in ANSWERS:
        return Reading.ANSWER
    if asks or not takes.any_words:
        # Answered by a rule, « annuler » and « corriger » would hear that nothing is in progress.
        return wish or Reading.QUESTION
    return Reading.QUESTION if _is_surely_no_answer(turn, takes) else Reading.ANSWER


def is_yes(turn: Turn) -> bool:
    """Tells whether the visitor says an explicit yes: by a button, or in words that are no question."""
    return turn.intent == "affirmer" and _commits(turn)


def is_no(turn: Turn) -> bool:
    """Tells whether the visitor says an explicit no."""
    return turn.intent == "nier" and _commits(turn)


def is_bare_yes(turn: Turn) -> bool:
    """Tells « oui » and « ok » alone, which are no name and no need; longer names may look like a yes."""
    return turn.intent == "affirmer" and turn.confidence >= SURE and len(turn.text.split()) == 1


def _commits(turn: Turn) -> bool:
    return turn.is_button or (turn.confidence >= VERY_SURE and not looks_like_a_question(turn.text))


def _is_meant(turn: Turn, takes: Takes, wish: Reading) -> bool:
    """Tells whether a wish about the form is sure enough, when its words may be an answer as well."""
    if turn.is_button:
        return True
    few = len(turn.text.split()) <= FEW_WORDS
    match takes:
        case Takes.WORDS:
            return turn.confidence >= (SURE if few else VERY_SURE)
        case Takes.TOPIC:
            return turn.confidence >= VERY_SURE and (few or wish is Reading.CORRECTION)
    return turn.confidence >= SURE


def _may_be_a_cancel(turn: Turn) -> bool:
    """Tells a short « bon, j’arrête » of which the understanding is not sure; a name is a name."""
    if turn.is_button or len(turn.text.split()) > FEW_WORDS:
        return False
    if any(one["entity"] == "personne" and one.get("confidence_entity") == 1 for one in turn.entities):
        return False
    ranking = turn.tracker.latest_message.get("intent_ranking") or ()
    best = next((one for one in ranking if one["name"] != "nlu_fallback"), None)
    return best is not None and best["name"] == "annuler" and best["confidence"] >= PERHAPS


def _told_first(turn: Turn) -> bool:
    """Tells « Les loyers sont trop hauts. Comment faire ? » from a question that the assistant answers."""
    *before, _ = [one for one in _SENTENCE_END.split(turn.text.strip()) if one] or [""]
    told = sum(len(one.split()) for one in before)
    known = turn.confidence >= VERY_SURE and not turn.intent.startswith("hors_sujet")
    return told >= TOLD_WORDS and not known


def _is_surely_no_answer(turn: Turn, takes: Takes) -> bool:
    """Tells « et le financement » from a name, and « merci » from needs."""
    if turn.confidence < VERY_SURE:
        return False
    if takes is Takes.WORDS:
        # « chargée du financement », « Camille Logement »
        return not looks_like_one(turn.text) and not _NAME.fullmatch(turn.text.strip())
    return turn.intent in COURTESIES and len(turn.text.split()) <= COURTESY_WORDS


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
    words = "".join(one if one.isalnum() else " " for one in turn.text.lower()).split()
    return next(
        (field for field, hints in _FIELDS.items() if any(word.startswith(hints) for word in words)), None
    )

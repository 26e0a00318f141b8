"""The answer to a message in another language."""

from functools import cache

from actions.base import Event, SafeAction, Turn
from bot.languages import Language, read_languages


@cache
def _by_name() -> dict[str, Language]:
    return {language.name: language for language in read_languages().values()}


class ActionRepondreLangue(SafeAction):
    """Says which language was recognised, that only French is understood, and where to turn to."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_repondre_langue"

    def act(self, turn: Turn) -> list[Event]:
        """Says it, with a sentence in that language when it is a frequent one."""
        named = next((one["value"] for one in turn.entities if one["entity"] == "langue"), "")
        language = _by_name().get(named)
        if language is None:
            turn.say("utter_hors_sujet_langue_inconnue")
        elif language.sentence:
            turn.say(
                "utter_hors_sujet_langue_phrase",
                langue=language.both_names,
                phrase=language.marked_sentence,
            )
        else:
            turn.say("utter_hors_sujet_langue", langue=language.both_names)
        return []

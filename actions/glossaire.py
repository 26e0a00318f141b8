"""What a term means: « c’est quoi un EPCI ? »."""

from functools import cache

from actions.base import Event, SafeAction, Turn
from bot.db import ROOT
from bot.glossary import Entry, Glossary, read_glossary

#: How many terms of one message are explained.
TERMS_MAX = 3


@cache
def _glossary() -> Glossary:
    return read_glossary(ROOT / "data/knowledge/glossaire.yml")


class ActionDefinir(SafeAction):
    """Explains the terms of the message, each with its source; invents none."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_definir"

    def act(self, turn: Turn) -> list[Event]:
        """Says it."""
        named = _glossary().named_in(turn.text)
        if not named:
            turn.say("utter_definition_inconnue")
        # Two terms may have one answer: CTAIR and PTAI.
        answers = dict.fromkeys(entry.answer for entry in named if entry.answer)
        for entry in named[:TERMS_MAX]:
            if entry.answer is None:
                _define(turn, entry)
            elif entry.answer in answers:
                turn.say(f"utter_{entry.answer}")
                del answers[entry.answer]
        return []


def _define(turn: Turn, entry: Entry) -> None:
    turn.offer(
        "utter_definition_sigle_texte" if entry.texte else "utter_definition_sigle",
        [button.model_dump() for button in entry.see],
        terme=entry.title,
        definition=entry.definition,
        texte=entry.texte,
        # Rasa lets this take the place of the response's own metadata: the gateway shows these sources.
        metadata={"facts": list(entry.facts)} if entry.facts else None,
    )

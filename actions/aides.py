"""The two drafting aids that go with a letter: a draft of the deliberation, a memo of the next steps."""

from actions.base import Event, SafeAction, Turn
from bot.db import transaction
from bot.letter.render import Paper
from bot.letter.storage import latest_letter, save_aids
from bot.letter.text import fold

#: « Délib » and « mémo » are enough, in characters.
_SAID = 4

#: What the button carries → the paper.
_PAPERS = {"deliberation": Paper.DELIBERATION, "memo": Paper.MEMO}


class ActionDonnerAides(SafeAction):
    """Gives one of the aids, or both when the words leave it open."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_donner_aides"

    def act(self, turn: Turn) -> list[Event]:
        """Gives it; without a letter there is nothing to write it from."""
        wanted = _wanted(turn)
        with transaction(self.services.sessions) as session:
            letter = latest_letter(session, turn.conversation_id)
            documents = () if letter is None else save_aids(session, letter.id)
        if not documents:
            turn.say("utter_aides_sans_lettre")
            return []
        turn.say("utter_aides")
        turn.give([one for one in documents if one.paper in wanted])
        turn.say("utter_aides_suite")
        return []


def _wanted(turn: Turn) -> set[Paper]:
    chosen = turn.entity("aide")
    if chosen is not None:
        return {_PAPERS[chosen]}
    words = fold(turn.text)
    said = {paper for name, paper in _PAPERS.items() if name[:_SAID] in words}
    return said or set(_PAPERS.values())

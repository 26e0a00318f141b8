"""The steps of the leaflet, with where the dossier of this conversation stands."""

from sqlalchemy.exc import SQLAlchemyError

from actions.base import Event, SafeAction, Turn
from bot.db import transaction
from bot.dossier.steps import steps_of_conversation
from bot.logs import logger

_log = logger("actions")


class ActionEtapesListe(SafeAction):
    """Says the five steps, and shows them as a card."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_etapes_liste"

    def act(self, turn: Turn) -> list[Event]:
        """Says words and card in one message; without the database the words alone still answer."""
        try:
            with transaction(self.services.sessions) as session:
                steps = steps_of_conversation(session, turn.conversation_id)
        except SQLAlchemyError as error:
            _log.error("steps.unreadable", error=type(error).__name__)
            turn.say("utter_etapes_liste")
            return []
        shown = [{"number": one.number, "title": one.title, "state": one.state.value} for one in steps]
        turn.say("utter_etapes_liste", json_message={"steps": shown})
        return []

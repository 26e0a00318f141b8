"""Which collectivité speaks, and the préfecture that is competent for it."""

from rasa_sdk.events import SlotSet

from actions.base import Event, SafeAction, Turn
from bot.territory.competence import competence
from bot.territory.lookup import Ambiguous, Found, Outcome, Suggested, by_id, find
from bot.territory.model import Collectivite, Competence
from bot.territory.tables import Territory

#: What is said to a message in which no collectivité is found, by what it seemed to be.
_NOTHING_FOUND = {
    "informer_collectivite": "utter_collectivite_inconnue",
    "informer_reponse": "utter_informer_hors_contexte",
    "nlu_fallback": "utter_repli",
}

#: Up to this many namesakes are offered as buttons; above, the département is asked.
BUTTONS_MAX = 4


def look_up(turn: Turn, territory: Territory) -> Outcome:
    """Finds the collectivité that the turn names, by a button or in words."""
    chosen = turn.entity("collectivite")
    if chosen is not None:
        return Found(by_id(territory, chosen))
    return find(territory, turn.text, among=tuple(turn.slot("collectivite_candidats") or ()))


def say_choice(turn: Turn, candidates: tuple[Collectivite, ...]) -> None:
    """Asks which of several namesakes it is."""
    if len(candidates) > BUTTONS_MAX:
        turn.say("utter_collectivite_trop_homonymes", nombre=len(candidates), exemple=candidates[0].label)
        return
    turn.offer(
        "utter_collectivite_homonymes",
        [
            {"title": one.label, "payload": f'/informer_collectivite{{"collectivite": "{one.id}"}}'}
            for one in candidates
        ],
    )


def prefecture_values(found: Collectivite, competent: Competence) -> dict[str, str]:
    """Gives what the responses say of a collectivité and its préfecture."""
    sous_prefecture = competent.sous_prefecture
    return {
        "collectivite": found.label,
        "prefecture": competent.prefecture.name,
        "ville": competent.prefecture.city,
        "sous_prefecture": f" La sous-préfecture est à {sous_prefecture.city}." if sous_prefecture else "",
    }


class ActionAskCollectivite(SafeAction):
    """Asks which collectivité it is: openly, or among the namesakes found."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_collectivite"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        candidates = turn.slot("collectivite_candidats") or ()
        if candidates:
            say_choice(turn, tuple(by_id(self.services.territory, one) for one in candidates))
        else:
            turn.say("utter_ask_collectivite")
        return []


class ActionIdentifierCollectivite(SafeAction):
    """Outside any form: recognises who speaks and names the competent préfecture."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_identifier_collectivite"

    def act(self, turn: Turn) -> list[Event]:
        """Remembers the collectivité, or the candidates among which to choose."""
        territory = self.services.territory
        match look_up(turn, territory):
            case Found(found):
                turn.say(
                    "utter_collectivite_reconnue", **prefecture_values(found, competence(territory, found))
                )
                return [SlotSet("collectivite", found.id), SlotSet("collectivite_candidats", None)]
            case Ambiguous(candidates) | Suggested(candidates):
                say_choice(turn, candidates)
                # Another one is meant than the one known before: the letter must not begin with that one.
                return [
                    SlotSet("collectivite", None),
                    SlotSet("collectivite_candidats", [one.id for one in candidates]),
                ]
        turn.say(_NOTHING_FOUND.get(turn.intent, "utter_repli"))
        return [SlotSet("collectivite_candidats", None)]


class ActionContactPrefecture(SafeAction):
    """Says whom to contact; names the préfecture when the collectivité is known."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_contact_prefecture"

    def act(self, turn: Turn) -> list[Event]:
        """Says it."""
        known = turn.slot("collectivite")
        if not known:
            turn.say("utter_contact_prefecture")
            return []
        found = by_id(self.services.territory, known)
        turn.say(
            "utter_contact_prefecture_connue",
            **prefecture_values(found, competence(self.services.territory, found)),
        )
        return []

"""The questions of the letter that depend on its answers: checkboxes, the figure of the tables, the recap."""

from collections.abc import Mapping
from typing import Any

from actions import brouillon
from actions.base import Event, SafeAction, Turn
from actions.forms import PROPOSED
from actions.lettre_fiche import letter_of
from bot.letter.publics import TITLES
from bot.letter.recap import inhabitants, noted, recap
from bot.letter.themes import TITLES as THEME_TITLES
from bot.territory.lookup import by_id

#: Buttons under an optional question.
SKIP = (
    {"title": "Je passe", "payload": "/passer"},
    {"title": "Aller au récapitulatif", "payload": '/passer{"suite": "recapitulatif"}'},
)


def _choices(titles: Mapping[str, str]) -> dict[str, Any]:
    """Gives what the page shows as checkboxes."""
    return {"choices": [{"title": title, "value": key} for key, title in titles.items()]}


class ActionAskLettreThemes(SafeAction):
    """Asks the themes, with a checkbox for each of the eight."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_lettre_themes"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        turn.say("utter_ask_lettre_themes", json_message=_choices(THEME_TITLES))
        return []


class ActionAskLettrePublics(SafeAction):
    """Asks whom the project is for, with a checkbox for each public."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_lettre_publics"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        turn.say("utter_ask_lettre_publics", json_message=_choices(TITLES))
        return []


class ActionAskLettrePopulation(SafeAction):
    """Offers the figure of the tables."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_lettre_population"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        found = by_id(self.services.territory, turn.slot("collectivite"))
        turn.say(
            "utter_ask_lettre_population",
            collectivite=found.label,
            habitants=inhabitants(found.population or 0),
        )
        return []


class ActionAskLettreReprise(SafeAction):
    """Offers the draft of this conversation."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_lettre_reprise"

    def act(self, turn: Turn) -> list[Event]:
        """Asks, with the name of the collectivité on the button when the draft has one."""
        draft = brouillon.draft_here(turn, self.services)
        known = draft.data.get("collectivite") if draft is not None else None
        name = by_id(self.services.territory, known).label if known else None
        turn.offer(
            "utter_ask_lettre_reprise",
            [
                {
                    "title": f"Reprendre le brouillon ({name})" if name else "Reprendre le brouillon",
                    "payload": "/affirmer",
                },
                {"title": "Recommencer", "payload": "/nier"},
            ],
        )
        return []


class ActionAskPropositionConfirmee(SafeAction):
    """Shows a value before it is taken: a spelling, an address that may be mistyped."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_proposition_confirmee"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        shown = turn.slot(PROPOSED)
        if "otherwise" in shown:
            turn.offer(
                "utter_proposition_adresse",
                [
                    {"title": f"Oui, {shown['value']}", "payload": "/affirmer"},
                    {"title": f"Non, garder {shown['otherwise']}", "payload": "/nier"},
                ],
                adresse=shown["value"],
            )
        else:
            turn.say(
                "utter_proposition_valeur",
                valeur=noted({shown["slot"].removeprefix("lettre_"): shown["value"]}),
            )
        return []


class ActionAskLettreRecapitulatif(SafeAction):
    """Shows all that was retained, to be confirmed or corrected."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_lettre_recapitulatif"

    def act(self, turn: Turn) -> list[Event]:
        """Shows it."""
        turn.say("utter_lettre_recapitulatif", lignes=recap(letter_of(turn, self.services)))
        return []

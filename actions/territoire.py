"""Which collectivité speaks, and the préfecture that is competent for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.base import Event, SafeAction, Turn, set_slots
from actions.doute import doubt, pressed_in_words, settle_doubt
from actions.history import last_collectivite
from actions.reading import is_no, is_yes
from bot.db import transaction
from bot.handoff.office_contacts import contact_of, described
from bot.letter.answers import Accepted, read_function
from bot.letter.functions import recognise
from bot.ranks import means_the_same
from bot.territory.competence import competence, prefecture_of
from bot.territory.entities import outcome_in
from bot.territory.lookup import Ambiguous, Found, Located, NotFound, Outcome, Suggested, by_id, find
from bot.territory.model import Collectivite, Kind, Prefecture, SousPrefecture
from bot.territory.tables import Territory
from bot.territory.wording import called, departement_label, named_list, notes

#: Up to this many candidates are offered as buttons; above, the département is asked.
BUTTONS_MAX = 4

#: Slots that say what was asked about the collectivité, and among whom.
PENDING = ("collectivite_candidats", "collectivite_question")

#: Questions that « Non » answers.
_DOUBTS = frozenset({"utter_collectivite_suggestion", "utter_collectivite_suggestions"})

#: Intents of the buttons under a choice: the answer goes on where the question came from.
INFORM, CONTACT = "informer_collectivite", "contact_prefecture"


def look_up(turn: Turn, territory: Territory) -> Outcome:
    """Finds whom an answer names: a button, a yes to « Voulez-vous dire … ? », « la même », or words."""
    chosen = turn.entity("collectivite")
    if chosen is not None:
        return Found(by_id(territory, chosen))
    offered = tuple(turn.slot("collectivite_candidats") or ())
    if is_yes(turn) and turn.slot("collectivite_question") == "utter_collectivite_suggestion":
        return Found(by_id(territory, offered[0]))
    if means_the_same(turn.text) and (known := last_collectivite(turn)) is not None:
        return _known(territory, *known)
    outcome = find(territory, turn.text, offered, _departement_said(turn.tracker.slots))
    if isinstance(outcome, NotFound) and (headed := _headed(turn, territory, offered)) is not None:
        return Found(headed)
    return outcome


def _headed(turn: Turn, territory: Territory, offered: Sequence[str]) -> Collectivite | None:
    """Tells a commune from its intercommunalité by who answers: « c’est moi le maire »."""
    function = read_function(turn.text)
    kinds = recognise(function.value).kinds if isinstance(function, Accepted) else ()
    meant = [one for one in _all(territory, offered) if one.kind in kinds]
    return meant[0] if len(meant) == 1 else None


def _known(territory: Territory, slot: str, value: str) -> Found | Located:
    """Gives back what a slot tells: who speaks, or the département that was only spoken of."""
    kind, _, code = value.partition(":")
    if slot == "lieu" and kind == Kind.DEPARTEMENT:
        return Located(by_id(territory, territory.bodies[code]), code)
    return Found(by_id(territory, value))


def declines(turn: Turn) -> bool:
    """Tells whether the visitor says no to everyone who was offered."""
    return bool(turn.slot("collectivite_candidats")) and is_no(turn)


def pending(outcome: Outcome) -> dict[str, Any]:
    """Gives the slots that remember what is still to be settled; empties them when nothing is."""
    match outcome:
        case Ambiguous(candidates):
            return _pending(candidates, _choice(candidates))
        case Suggested(candidates):
            one = len(candidates) == 1
            return _pending(
                candidates, "utter_collectivite_suggestion" if one else "utter_collectivite_suggestions"
            )
        case Located(collectivite, departement):
            return {
                **_pending((collectivite,), "utter_collectivite_departement"),
                "lieu": f"{Kind.DEPARTEMENT}:{departement}",
            }
    return dict.fromkeys(PENDING)


def ask(turn: Turn, territory: Territory, slots: Mapping[str, Any], intent: str = INFORM) -> None:
    """Asks what is still to be settled, with a button for each candidate when they are few.

    Args:
        turn: where to say it.
        territory: the tables.
        slots: those of the tracker, or those about to be set, as `pending` gives them.
        intent: what the buttons mean.
    """
    question = slots.get("collectivite_question") or "utter_ask_collectivite"
    candidates = _all(territory, slots.get("collectivite_candidats") or ())
    if not candidates:
        turn.say(question)
        return
    buttons = [
        {"title": one.label, "payload": f'/{intent}{{"collectivite": "{one.id}"}}'} for one in candidates
    ]
    if question in _DOUBTS:
        buttons.append({"title": "Non", "payload": "/nier"})
    turn.offer(
        question,
        buttons if len(candidates) <= BUTTONS_MAX else [],
        nombre=len(candidates),
        exemple=candidates[0].label,
        collectivite=candidates[0].label,
        noms=named_list(candidates),
        **_place_values(territory, slots),
    )


def refuse(turn: Turn) -> dict[str, Any]:
    """Says that nothing was found, then how to go on: another spelling, the postal code, somebody else.

    Returns:
        the slots to set.
    """
    failures = float(turn.slot("essais") or 0) + 1
    question = None
    if failures == 1:
        turn.say("utter_collectivite_inconnue")
    elif failures == 2:
        question = "utter_collectivite_code_postal"
    else:
        turn.say("utter_collectivite_passer_la_main")
    return {"collectivite_candidats": None, "collectivite_question": question, "essais": failures}


def prefecture_values(
    territory: Territory, found: Collectivite, known_as: str | None = None
) -> dict[str, str]:
    """Gives what the responses say of a collectivité and its préfecture."""
    competent = competence(territory, found)
    return {
        "collectivite": called(found, known_as),
        "precisions": notes(competent),
        **_office_values(competent.prefecture),
    }


def _office_values(prefecture: Prefecture) -> dict[str, str]:
    return {"prefecture": prefecture.name, "ville": prefecture.city, "site": prefecture.site}


def _place_values(territory: Territory, slots: Mapping[str, Any]) -> dict[str, str]:
    code = _departement_said(slots)
    if code is None:
        return {}
    return {
        "departement": departement_label(territory.departements[code]),
        **_office_values(prefecture_of(territory, code)),
    }


def _choice(candidates: Sequence[Collectivite]) -> str:
    kinds = [one.kind for one in candidates]
    if kinds.count(Kind.COMMUNE) == 1 and set(kinds) == {Kind.COMMUNE, Kind.EPCI}:
        return "utter_collectivite_niveau"
    if len(candidates) <= BUTTONS_MAX:
        return "utter_collectivite_homonymes"
    names = {one.name for one in candidates}
    return "utter_collectivite_trop_homonymes" if len(names) < len(candidates) else "utter_collectivite_liste"


def _pending(candidates: Sequence[Collectivite], question: str) -> dict[str, Any]:
    return {"collectivite_candidats": [one.id for one in candidates], "collectivite_question": question}


def _all(territory: Territory, ids: Sequence[str]) -> tuple[Collectivite, ...]:
    return tuple(by_id(territory, one) for one in ids)


def _departement_said(slots: Mapping[str, Any]) -> str | None:
    kind, _, code = str(slots.get("lieu") or "").partition(":")
    return code if kind == Kind.DEPARTEMENT else None


class ActionAskCollectivite(SafeAction):
    """Asks which collectivité it is: openly, or what is still to be settled about it."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_ask_collectivite"

    def act(self, turn: Turn) -> list[Event]:
        """Asks."""
        ask(turn, self.services.territory, turn.tracker.slots)
        return []


class ActionIdentifierCollectivite(SafeAction):
    """Outside any form: recognises who speaks and names the competent préfecture."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_identifier_collectivite"

    def act(self, turn: Turn) -> list[Event]:
        """Remembers the collectivité, or what is still to be settled; without any, asks what was meant."""
        if (pressed := pressed_in_words(turn)) is not None:
            return pressed
        territory = self.services.territory
        outcome = self._outcome(turn)
        slots = pending(outcome)
        match outcome:
            case Found(found, known_as):
                turn.say("utter_collectivite_reconnue", **prefecture_values(territory, found, known_as))
                slots |= {"collectivite": found.id, "lieu": found.id, "essais": 0.0}
            case NotFound() if turn.intent == "nlu_fallback":
                doubt(turn)
            case NotFound() if turn.intent == "informer_reponse":
                turn.say("utter_informer_hors_contexte")
            case NotFound():
                slots |= refuse(turn)
                if slots["collectivite_question"]:
                    turn.say(slots["collectivite_question"])
            case _:
                # Another one is meant than the one known before: the letter must not begin with that one.
                slots |= {"collectivite": None, "essais": 0.0}
                ask(turn, territory, slots)
        return set_slots(slots)

    def _outcome(self, turn: Turn) -> Outcome:
        if turn.is_button or turn.slot("collectivite_question"):
            return look_up(turn, self.services.territory)
        return outcome_in(self.services.territory, turn.entities)


class ActionRepondreOuiNon(SafeAction):
    """A yes or a no outside any form: to what the assistant was not sure of, or to nothing that was asked."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_repondre_oui_non"

    def act(self, turn: Turn) -> list[Event]:
        """Goes on with the reading or the collectivité that was offered, or asks what to do."""
        if (meant := pressed_in_words(turn)) is None:
            meant = settle_doubt(turn)
        if meant is not None:
            return meant
        if turn.slot("collectivite_candidats"):
            if declines(turn):
                turn.say("utter_collectivite_autre")
                return set_slots(dict.fromkeys(PENDING))
            return ActionIdentifierCollectivite(self.services).act(turn)
        turn.say("utter_affirmer_hors_contexte" if turn.intent == "affirmer" else "utter_nier_hors_contexte")
        return []


class ActionContactPrefecture(SafeAction):
    """Says whom to contact: for the place of the message, else for the one spoken of before."""

    def name(self) -> str:
        """Rasa looks for this name."""
        return "action_contact_prefecture"

    def act(self, turn: Turn) -> list[Event]:
        """Says it."""
        territory = self.services.territory
        outcome = _with_one_office(territory, self._outcome(turn))
        match outcome:
            case Found(found, known_as):
                competent = competence(territory, found)
                values = prefecture_values(territory, found, known_as)
                self._say_offices(turn, values, competent.prefecture, competent.sous_prefecture)
                return set_slots({"lieu": found.id, **dict.fromkeys(PENDING)})
            case Located(_, code):
                place = territory.departements[code]
                office = prefecture_of(territory, code)
                values = {
                    "collectivite": departement_label(place),
                    "precisions": "",
                    **_office_values(office),
                }
                self._say_offices(turn, values, office)
                return set_slots({"lieu": f"{Kind.DEPARTEMENT}:{code}"})
            case NotFound():
                turn.say("utter_contact_prefecture")
                return []
        slots = pending(outcome)
        ask(turn, territory, slots, CONTACT)
        return set_slots(slots)

    def _outcome(self, turn: Turn) -> Outcome:
        """The place of the message, or else the last one spoken of."""
        territory = self.services.territory
        if turn.is_button and turn.entity("collectivite"):
            return look_up(turn, territory)
        named = outcome_in(territory, turn.entities)
        known = next((slot for slot in ("lieu", "collectivite") if turn.slot(slot)), None)
        if not isinstance(named, NotFound) or known is None:
            return named
        return _known(territory, known, turn.slot(known))

    def _say_offices(
        self, turn: Turn, values: dict[str, str], *offices: Prefecture | SousPrefecture | None
    ) -> None:
        turn.say("utter_contact_prefecture_connue", **values)
        with transaction(self.services.sessions) as session:
            known = [(one.name, contact_of(session, one.id)) for one in offices if one is not None]
        for name, contact in known:
            if contact is not None:
                turn.say("utter_contact_prefecture_coordonnees", service=name, coordonnees=described(contact))


def _with_one_office(territory: Territory, outcome: Outcome) -> Outcome:
    """Leaves nothing to choose between candidates of one préfecture: Royan, or Royan Atlantique."""
    if not isinstance(outcome, Ambiguous):
        return outcome
    offices = {competence(territory, one).prefecture.id for one in outcome.candidates}
    return Found(outcome.candidates[0]) if len(offices) == 1 else outcome

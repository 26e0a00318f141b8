"""Drafts of letters: kept at each answer, found again in the conversation or by a code that is mailed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from actions.base import Services, Turn
from bot.db import transaction
from bot.letter import drafts
from bot.letter.drafts import Draft
from bot.letter.text import fold
from bot.logs import logger

_log = logger("actions")

#: How « reprendre mon brouillon » is said, whatever was understood.
_WORDS_FOR_IT = ("brouillon", "lettre commencee", "lettre en cours", "deja commence")
_WORDS_TO_RESUME = (
    "repren",
    "retrouv",
    "continu",
    "recuper",
    "poursui",
    "reveni",
    "rouvr",
    "finir",
    "terminer",
)


def asks_for_a_draft(turn: Turn) -> bool:
    """Tells whether somebody comes back to a letter begun before."""
    if turn.intent == "rediger_lettre_reprendre":
        return True
    words = fold(turn.text)
    return any(one in words for one in _WORDS_FOR_IT) and any(one in words for one in _WORDS_TO_RESUME)


def keep(turn: Turn, services: Services, answers: Mapping[str, Any]) -> None:
    """Saves the answers; a database that does not answer stops no letter, which only is not kept."""
    try:
        with transaction(services.sessions) as session:
            drafts.save_draft(
                session,
                turn.conversation_id,
                answers,
                answers.get("lettre_email") or None,
                services.settings.secret_key,
                services.clock,
            )
    except SQLAlchemyError as error:
        _log.error("draft.not_saved", error=type(error).__name__)


def draft_here(turn: Turn, services: Services) -> Draft | None:
    """Gives the draft of this conversation; None when there is none, or the database does not answer."""
    try:
        with transaction(services.sessions) as session:
            return drafts.find_draft(session, turn.conversation_id, services.clock)
    except SQLAlchemyError as error:
        _log.error("draft.unreadable", error=type(error).__name__)
        return None


def forget(turn: Turn, services: Services) -> None:
    """Deletes the draft of this conversation."""
    with transaction(services.sessions) as session:
        drafts.delete_draft(session, turn.conversation_id)


def newest_of(services: Services, email: str) -> Draft | None:
    """Gives the newest draft of an address that was proved."""
    with transaction(services.sessions) as session:
        found = drafts.find_drafts(session, email, services.settings.secret_key, services.clock)
    return found[0] if found else None

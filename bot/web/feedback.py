"""`POST /api/feedback`: was an answer useful, and if not, why.

A sourced answer comes with a token that names it. The random part of the token makes two answers two tokens,
and keeps the digest that is stored from leading back to a conversation.
"""

import secrets
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import Clock
from bot.db import transaction
from bot.feedback.model import Opinion, Reason
from bot.feedback.votes import record_feedback
from bot.logs import logger
from bot.web import problems
from bot.web.intake import known_session, read_body, spare_address, spare_session
from bot.web.problems import Refused
from bot.web.rasa_client import RasaMessage
from bot.web.sealed import seal, unseal
from bot.web.services import WebServices, services_of
from bot.web.signing import Purpose

#: Size of the random part of a token, in bytes (128 bits).
RANDOM_BYTES = 16

_log = logger("web")


class Vote(BaseModel):
    """What the browser sends; `answer` is the token of the answer, as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    session: str
    answer: str
    useful: bool
    reason: Reason | None = None

    @model_validator(mode="after")
    def _has_reason_only_when_not_useful(self) -> Self:
        self.opinion()
        return self

    def opinion(self) -> Opinion:
        """Gives what the visitor thinks, apart from the rest."""
        return Opinion(self.useful, self.reason)


def answer_name(said: RasaMessage) -> str:
    """Names an answer: its response, or else the facts it states."""
    return said.utter_action or " ".join(said.metadata.facts)


def offer_vote(name: str, conversation_id: str, secret_key: str, clock: Clock) -> str:
    """Makes the token that comes with an answer."""
    content = f"{secrets.token_urlsafe(RANDOM_BYTES)} {name}"
    return seal(content, Purpose.ANSWER, conversation_id, secret_key, clock)


def read_vote(token: str, conversation_id: str, secret_key: str, clock: Clock) -> str | None:
    """Gives back the name of an answer.

    Returns:
        The name, or None when the token was forged, given in another session, or has expired.
    """
    content = unseal(token, Purpose.ANSWER, conversation_id, secret_key, clock)
    return None if content is None else content.partition(" ")[2]


async def post_feedback(request: Request) -> Response:
    """Notes an opinion; a second one about the same answer replaces the first.

    Raises:
        Refused: the opinion cannot be taken, or not be kept.
    """
    services = services_of(request)
    spare_address(request, services)
    vote = await read_body(request, Vote, problems.OPINION_UNREADABLE)
    session = known_session(vote.session, services)
    spare_session(session, services)
    name = read_vote(vote.answer, session.conversation_id, services.settings.secret_key, services.clock)
    if name is None:
        raise Refused(problems.OPINION_REFUSED)
    try:
        await run_in_threadpool(_record, vote, name, services)
    except SQLAlchemyError as error:
        _log.error("feedback.not_recorded", error=type(error).__name__)
        raise Refused(problems.OPINION_LOST) from error
    return Response(status_code=204)


def _record(vote: Vote, name: str, services: WebServices) -> None:
    with transaction(services.sessions) as session:
        record_feedback(session, vote.answer, name, vote.opinion(), services.clock)

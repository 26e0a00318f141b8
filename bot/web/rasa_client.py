"""What the web asks of Rasa and of the actions; the only place that knows how they speak."""

import asyncio
from enum import StrEnum
from typing import Literal

import httpx
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.dossier.steps import StepState
from bot.logs import logger
from bot.settings import Settings

#: How long a process may take to say that it is alive, in seconds.
HEALTH_TIMEOUT_S = 1.0

_log = logger("web")


class RasaButton(BaseModel):
    """A choice the assistant offers."""

    title: str
    payload: str


class RasaDocument(BaseModel):
    """A file the assistant has made; `size` in bytes."""

    id: str
    kind: Literal["docx", "pdf"]
    file_name: str
    size: int


class RasaStep(BaseModel):
    """One step of the leaflet, and where the visitor's dossier stands in it."""

    number: int = Field(ge=1)
    title: str = Field(min_length=1)
    state: StepState


class RasaChoice(BaseModel):
    """One of several things that may be chosen together; `value` names it, the visitor sends its title."""

    title: str = Field(min_length=1)
    value: str = Field(min_length=1)


class RasaCustom(BaseModel):
    """What a message carries beside words."""

    documents: list[RasaDocument] = []
    steps: list[RasaStep] = []
    choices: list[RasaChoice] = []


class RasaLink(BaseModel):
    """A page the assistant points to."""

    title: str
    url: str


class RasaMetadata(BaseModel):
    """What the writer of a response says about it: the facts it states, the pages it points to."""

    facts: list[str] = []
    links: list[RasaLink] = []


class RasaMessage(BaseModel):
    """One utterance of the assistant; `utter_action` names the response it comes from."""

    text: str = ""
    buttons: list[RasaButton] = []
    custom: RasaCustom = RasaCustom()
    metadata: RasaMetadata = RasaMetadata()
    utter_action: str = ""

    @property
    def is_empty(self) -> bool:
        """Tells whether a visitor would see nothing."""
        custom = self.custom
        return not (self.text.strip() or self.buttons or custom.documents or custom.steps or custom.choices)


class Failure(StrEnum):
    """Why there is no answer."""

    UNREACHABLE = "unreachable"
    FAILED = "failed"
    LATE = "late"


_MESSAGES = TypeAdapter(list[RasaMessage])


async def is_healthy(http: httpx.AsyncClient, url: str) -> bool:
    """Tells whether `url` answers 200 within `HEALTH_TIMEOUT_S`."""
    try:
        async with asyncio.timeout(HEALTH_TIMEOUT_S):
            response = await http.get(url)
    except (httpx.HTTPError, TimeoutError) as error:
        _log.warning("health.no_answer", url=url, error=type(error).__name__)
        return False
    return response.status_code == httpx.codes.OK


async def are_actions_healthy(http: httpx.AsyncClient, settings: Settings) -> bool:
    """Tells whether the actions answer.

    Without them Rasa drops the visitor's answers and says nothing, so this is asked before each message.
    """
    return await is_healthy(http, f"{settings.actions_url}/health")


async def is_rasa_healthy(http: httpx.AsyncClient, settings: Settings) -> bool:
    """Tells whether Rasa answers."""
    return await is_healthy(http, f"{settings.rasa_url}/webhooks/passerelle/")


async def ask_rasa(
    http: httpx.AsyncClient, settings: Settings, *, conversation_id: str, message: str, request_id: str
) -> list[RasaMessage] | Failure:
    """Passes a message on and waits for the answer, at most `settings.answer_timeout_s`.

    Args:
        http: the client to use.
        settings: where Rasa is.
        conversation_id: the sender.
        message: the visitor's words, or the payload of an offered button.
        request_id: for Rasa's own log.

    Returns:
        What the visitor is to see, never empty, or why there is nothing.
    """
    url = f"{settings.rasa_url}/webhooks/passerelle/webhook"
    body = {"sender": conversation_id, "message": message, "metadata": {"request_id": request_id}}
    try:
        async with asyncio.timeout(settings.answer_timeout_s):
            response = await http.post(url, json=body)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        return _failure(Failure.UNREACHABLE, type(error).__name__)
    except (httpx.TimeoutException, TimeoutError) as error:
        return _failure(Failure.LATE, type(error).__name__)
    except httpx.HTTPError as error:
        return _failure(Failure.FAILED, type(error).__name__)
    if response.status_code != httpx.codes.OK:
        return _failure(Failure.FAILED, f"status {response.status_code}")
    try:
        messages = _MESSAGES.validate_json(response.content)
    except ValidationError as error:
        # The text of the error would quote the answer, which may quote the visitor.
        return _failure(Failure.FAILED, f"malformed answer, {error.error_count()} errors")
    seen = [message for message in messages if not message.is_empty]
    return seen or _failure(Failure.FAILED, "empty answer")


def _failure(failure: Failure, reason: str) -> Failure:
    _log.error("rasa.no_answer", failure=failure, reason=reason)
    return failure

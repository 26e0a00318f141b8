"""`POST /api/messages`: one message of a visitor, one answer of the assistant."""

import re
import unicodedata

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.dossier.steps import StepState
from bot.web import problems
from bot.web.buttons import offer_button, read_button
from bot.web.documents import document_url
from bot.web.feedback import answer_name, offer_vote
from bot.web.intake import known_session, read_body, spare_address, spare_session
from bot.web.knowledge import Source
from bot.web.problems import Refused
from bot.web.rasa_client import Failure, RasaMessage, are_actions_healthy, ask_rasa
from bot.web.services import WebServices, services_of
from bot.web.sessions import VisitorSession, open_session

#: What word processors and other systems write instead of a new line.
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")

_PROBLEM_OF = {
    Failure.UNREACHABLE: problems.UNAVAILABLE,
    Failure.FAILED: problems.UNANSWERED,
    Failure.LATE: problems.LATE,
}


class Question(BaseModel):
    """What the browser sends: words, or a button of this session."""

    model_config = ConfigDict(extra="forbid", strict=True)

    session: str | None = None
    text: str | None = None
    button: str | None = None


class AnswerButton(BaseModel):
    """A choice; `button` is what to send back, as it is."""

    title: str
    button: str


class AnswerLink(BaseModel):
    """A page to read; `url` may be relative to this API's address."""

    title: str
    url: str


class AnswerDocument(BaseModel):
    """A file to download; `size` in bytes, `url` relative to this API's address."""

    file_name: str
    format: str
    size: int
    url: str


class AnswerStep(BaseModel):
    """One step of the leaflet, and where the visitor's dossier stands in it."""

    number: int
    title: str
    state: StepState


class AnswerChoice(BaseModel):
    """One of several choices; the titles of the chosen ones, with commas between, are the text to send."""

    title: str
    value: str


class AnswerMessage(BaseModel):
    """One message of the assistant; a part that is not there is left out.

    `answer` is what to send back with an opinion, as it is; messages with sources have it.
    """

    text: str | None = None
    buttons: list[AnswerButton] | None = None
    sources: list[Source] | None = None
    links: list[AnswerLink] | None = None
    documents: list[AnswerDocument] | None = None
    steps: list[AnswerStep] | None = None
    choices: list[AnswerChoice] | None = None
    answer: str | None = None


class Answer(BaseModel):
    """What the browser receives."""

    session: str
    messages: list[AnswerMessage]


async def post_message(request: Request) -> Response:
    """Checks a message, passes it on, and signs what comes back.

    Raises:
        Refused: the message cannot be passed on, or nothing came back.
    """
    services = services_of(request)
    spare_address(request, services)
    question = await _read_question(request)
    session = _session_of(question, services)
    message = _message_of(question, session, services)
    spare_session(session, services)
    if not await are_actions_healthy(services.http, services.settings):
        raise Refused(problems.UNAVAILABLE)
    outcome = await ask_rasa(
        services.http,
        services.settings,
        conversation_id=session.conversation_id,
        message=message,
        request_id=request.state.request_id,
    )
    if isinstance(outcome, Failure):
        raise Refused(_PROBLEM_OF[outcome])
    answer = Answer(session=session.token, messages=[_shown(said, session, services) for said in outcome])
    return JSONResponse(answer.model_dump(exclude_none=True))


def clean_text(raw: str, max_chars: int) -> str:
    """Gives what a visitor meant to type: one form of each accent, plain line ends, nothing invisible.

    Args:
        raw: what was received.
        max_chars: longest text allowed once cleaned, in characters.

    Returns:
        1 to `max_chars` characters without control characters other than new lines and tabs.

    Raises:
        Refused: the text is empty, too long, not text, or begins like a command of Rasa.
    """
    text = _LINE_ENDS.sub("\n", raw)
    # Invisible characters (zero width, change of direction) come with pasted text and could hide a command.
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    text = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text if character not in "\n\t"):
        raise Refused(problems.NOT_TEXT)
    text = text.strip()
    if not text:
        raise Refused(problems.EMPTY)
    if len(text) > max_chars:
        raise Refused(problems.text_too_long(max_chars))
    # Rasa reads every text that begins with "/" as an intent with its slots.
    if text.startswith("/"):
        raise Refused(problems.COMMAND_REFUSED)
    return text


async def _read_question(request: Request) -> Question:
    question = await read_body(request, Question, problems.UNREADABLE)
    if (question.text is None) == (question.button is None):
        raise Refused(problems.UNREADABLE)
    return question


def _session_of(question: Question, services: WebServices) -> VisitorSession:
    if question.session is not None:
        return known_session(question.session, services)
    if question.button is not None:
        raise Refused(problems.UNREADABLE)
    return open_session(services.settings.secret_key, services.clock)


def _message_of(question: Question, session: VisitorSession, services: WebServices) -> str:
    if question.text is not None:
        return clean_text(question.text, services.settings.message_max_chars)
    payload = read_button(
        question.button or "", session.conversation_id, services.settings.secret_key, services.clock
    )
    if payload is None:
        raise Refused(problems.BUTTON_REFUSED)
    return payload


def _shown(said: RasaMessage, session: VisitorSession, services: WebServices) -> AnswerMessage:
    secret_key, clock = services.settings.secret_key, services.clock
    sources = services.knowledge.sources_of(said.metadata.facts)
    return AnswerMessage(
        text=said.text.strip() or None,
        buttons=[
            AnswerButton(
                title=button.title,
                button=offer_button(button.payload, session.conversation_id, secret_key, clock),
            )
            for button in said.buttons
        ]
        or None,
        sources=sources or None,
        links=[AnswerLink(title=link.title, url=link.url) for link in said.metadata.links] or None,
        documents=[
            AnswerDocument(
                file_name=document.file_name,
                format=document.kind,
                size=document.size,
                url=document_url(document.id, document.file_name, secret_key, clock),
            )
            for document in said.custom.documents
        ]
        or None,
        steps=[
            AnswerStep(number=step.number, title=step.title, state=step.state) for step in said.custom.steps
        ]
        or None,
        choices=[AnswerChoice(title=one.title, value=one.value) for one in said.custom.choices] or None,
        answer=offer_vote(answer_name(said), session.conversation_id, secret_key, clock) if sources else None,
    )

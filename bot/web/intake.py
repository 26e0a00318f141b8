"""What a request of the API goes through before it is handled: limits, form of the body, session."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from bot.web import problems
from bot.web.limits import RateLimiter, address_prefix
from bot.web.problems import Problem, Refused
from bot.web.services import WebServices
from bot.web.sessions import VisitorSession, read_session

Body = TypeVar("Body", bound=BaseModel)


def spare_address(request: Request, services: WebServices) -> None:
    """Counts a request of this network address.

    Raises:
        Refused: too many came from there.
    """
    host = request.client.host if request.client else None
    _spare(services.address_limiter, address_prefix(host), services)


def spare_session(session: VisitorSession, services: WebServices) -> None:
    """Counts a request of this session.

    Raises:
        Refused: it has sent too many.
    """
    _spare(services.session_limiter, session.conversation_id, services)


async def read_body(request: Request, model: type[Body], unreadable: Problem) -> Body:
    """Reads a JSON body.

    Args:
        request: the request.
        model: what the body must hold.
        unreadable: what to answer when it holds something else.

    Raises:
        Refused: the body is no plain JSON, or not of that model.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" or request.headers.get("content-encoding", "identity") != "identity":
        raise Refused(problems.NOT_JSON)
    try:
        return model.model_validate_json(await request.body())
    except (ValidationError, ClientDisconnect) as error:
        raise Refused(unreadable) from error


def known_session(token: str, services: WebServices) -> VisitorSession:
    """Gives the session of a token.

    Raises:
        Refused: the token is malformed, forged or expired.
    """
    session = read_session(token, services.settings.secret_key, services.clock)
    if session is None:
        raise Refused(
            problems.UNKNOWN_SESSION, headers={"WWW-Authenticate": 'CTAI-Session realm="conversation"'}
        )
    return session


def _spare(limiter: RateLimiter, key: str, services: WebServices) -> None:
    seconds = limiter.wait_for(key, services.clock())
    if seconds:
        raise Refused(problems.TOO_MANY, headers={"Retry-After": str(seconds)})

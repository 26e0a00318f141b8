"""What the web needs from outside, given once by whoever starts it."""

from dataclasses import dataclass, field
from typing import cast

import httpx
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from starlette.requests import Request

from bot.clock import Clock
from bot.settings import Settings
from bot.web.knowledge import Knowledge
from bot.web.limits import ADDRESS_RATE, SESSION_RATE, RateLimiter


@dataclass(frozen=True)
class WebServices:
    """What the web needs.

    Attributes:
        settings: the product's settings.
        engine: the product's database, looked at by the readiness check.
        sessions: makes sessions on it.
        http: client for Rasa and the actions; closed by whoever made it.
        clock: gives aware UTC datetimes.
        knowledge: sources of the facts.
        session_limiter: how often one session may write.
        address_limiter: how often one network address may write.
    """

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    http: httpx.AsyncClient
    clock: Clock
    knowledge: Knowledge
    session_limiter: RateLimiter = field(default_factory=lambda: RateLimiter(SESSION_RATE))
    address_limiter: RateLimiter = field(default_factory=lambda: RateLimiter(ADDRESS_RATE))


def services_of(request: Request) -> WebServices:
    """Gives the services of the application that received `request`."""
    return cast("WebServices", request.app.state.services)

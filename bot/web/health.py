"""`/sante`: the process lives. `/pret`: everything a conversation needs answers too."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.db import is_current, transaction
from bot.handoff.relay import relay_lives
from bot.web.rasa_client import are_actions_healthy, is_rasa_healthy
from bot.web.services import WebServices, services_of


async def alive(_request: Request) -> Response:
    """Answers 200 as long as the process lives."""
    return JSONResponse({"status": "ok"})


async def ready(request: Request) -> Response:
    """Answers 200 when messages can be answered and forwarded, else 503 with what is missing."""
    services = services_of(request)
    database, relay, rasa, actions = await asyncio.gather(
        run_in_threadpool(_is_database_ready, services),
        run_in_threadpool(_is_relay_alive, services),
        is_rasa_healthy(services.http, services.settings),
        are_actions_healthy(services.http, services.settings),
    )
    checks = {"base": database, "relais": relay, "rasa": rasa, "actions": actions}
    if all(checks.values()):
        return JSONResponse({"status": "ok", "checks": checks})
    return JSONResponse({"status": "indisponible", "checks": checks}, status_code=503)


def _is_database_ready(services: WebServices) -> bool:
    try:
        return is_current(services.engine)
    except SQLAlchemyError:
        return False


def _is_relay_alive(services: WebServices) -> bool:
    try:
        with transaction(services.sessions) as session:
            return relay_lives(session, services.clock)
    except SQLAlchemyError:
        return False

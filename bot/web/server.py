"""Runs the public door: `python -m bot.web.server`."""

import asyncio
import os

import httpx
import uvicorn

from bot.clock import now
from bot.db import ROOT, make_engine, make_sessions
from bot.logs import configure_logs, logger
from bot.settings import Settings, read_settings
from bot.web.app import create_app
from bot.web.knowledge import read_knowledge
from bot.web.services import WebServices

#: Messages that Rasa handles at once; the next ones wait within the same time-out.
MAX_RASA_CONNECTIONS = 32

#: Sanic closes an idle connection after 5 seconds; one that we reuse at that moment would lose a message.
KEEP_ALIVE_S = 2.0


def main() -> None:
    """Reads the settings and serves until SIGINT or SIGTERM."""
    settings = read_settings(os.environ, ROOT)
    configure_logs(production=settings.production)
    asyncio.run(serve(settings))


async def serve(settings: Settings) -> None:
    """Serves with these settings; answers under way are finished before it returns."""
    engine = make_engine(settings.database_url)
    # trust_env=False: a proxy of the machine has no business between us and the loopback.
    async with httpx.AsyncClient(
        trust_env=False,
        timeout=settings.answer_timeout_s,
        limits=httpx.Limits(max_connections=MAX_RASA_CONNECTIONS, keepalive_expiry=KEEP_ALIVE_S),
    ) as http:
        services = WebServices(
            settings=settings,
            engine=engine,
            sessions=make_sessions(engine),
            http=http,
            clock=now,
            knowledge=read_knowledge(ROOT / "data" / "knowledge"),
        )
        logger("web").info("web.started", host=settings.web_host, port=settings.web_port)
        await uvicorn.Server(
            uvicorn.Config(
                create_app(services),
                host=settings.web_host,
                port=settings.web_port,
                # No websocket here; rasa-sdk holds that library back to a version that uvicorn cannot load.
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=round(settings.answer_timeout_s) + 1,
            )
        ).serve()
    engine.dispose()


if __name__ == "__main__":
    main()

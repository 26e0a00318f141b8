"""Serves the actions on the loopback, to Rasa alone: `python -m actions.server`.

rasa-sdk's own launcher listens on every address, asks for no secret, and answers a failure with the whole
conversation; this one does none of these.
"""

import hmac
import os

from rasa_sdk.endpoint import create_app
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

import actions
from bot.db import ROOT
from bot.logs import configure_logs, logger
from bot.settings import read_settings

_log = logger("actions")


def make_server(secret: str) -> Sanic:
    """Gives the application that answers Rasa; every path but `/health` needs the bearer secret."""
    app = create_app(actions, cors_origins="")
    expected = f"Bearer {secret}".encode()

    @app.middleware("request")
    async def check_secret(request: Request) -> HTTPResponse | None:
        if request.path == "/health":
            return None
        # Bytes that are no UTF-8 come as surrogates: they are a wrong secret, not a failure.
        given = request.headers.get("Authorization", "").encode(errors="surrogateescape")
        if hmac.compare_digest(given, expected):
            return None
        return response.json({"error": "the secret is missing or wrong"}, status=401)

    @app.exception(Exception)
    async def hide_error(request: Request, error: Exception) -> HTTPResponse:
        del request
        status = getattr(error, "status_code", 500)
        _log.error("actions.request_failed", error=type(error).__name__, status=status)
        return response.json({"error": "the request was not handled"}, status=status)

    return app


def main() -> None:
    """Runs until a signal says stop."""
    settings = read_settings(os.environ, ROOT)
    configure_logs(production=settings.production)
    make_server(settings.actions_secret).run(
        host="127.0.0.1", port=settings.actions_port, access_log=False, motd=False
    )


if __name__ == "__main__":
    main()

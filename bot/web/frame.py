"""What surrounds every request: its id and log line, security headers, last resort, limit of the body."""

import secrets
import traceback
from pathlib import Path

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.clock import Clock
from bot.logs import logger
from bot.web import problems
from bot.web.pages import error_page
from bot.web.problems import Refused, problem_response

#: Nothing is loaded, sent or framed except what this server gives (OWASP, HTTP Headers Cheat Sheet).
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_log = logger("web")


def request_ids(app: ASGIApp, clock: Clock) -> ASGIApp:
    """Gives each request an id (state, logs, `X-Request-Id`) and one log line without its query or words."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = clock(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await app(scope, receive, send_with_id)
            # The template of the route, never the path: a path may hold the id of a document.
            route = getattr(scope.get("route"), "path", None)
            duration_ms = round((clock() - started).total_seconds() * 1000)
            _log.info("request", method=scope["method"], route=route, status=status, duration_ms=duration_ms)

    return wrapped


def security_headers(app: ASGIApp) -> ASGIApp:
    """Adds the security headers to every answer, and says how long it may be kept."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
                # Files of the page carry an ETag: they are asked again, and rarely sent again.
                static = scope["path"].startswith("/static/")
                headers["Cache-Control"] = "no-cache" if static else "no-store"
            await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


def last_resort(app: ASGIApp) -> ASGIApp:
    """Turns what nobody expected into a French answer and a log line."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await app(scope, receive, send_and_note)
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            # The text of an error may quote what a visitor wrote: its kind and its way are logged instead.
            frames = traceback.extract_tb(error.__traceback__)
            way = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
            _log.error("request.unexpected_error", error=type(error).__name__, way=way)
            response = (
                problem_response(problems.UNEXPECTED, scope["state"]["request_id"])
                if scope["path"].startswith("/api/")
                else error_page(problems.UNEXPECTED.status)
            )
            await response(scope, receive, send)

    return wrapped


def body_limit(app: ASGIApp, max_bytes: int) -> ASGIApp:
    """Refuses a body as soon as more than `max_bytes` have arrived, whatever Content-Length says."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def receive_some() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > max_bytes:
                raise Refused(problems.BODY_TOO_LARGE)
            return message

        await app(scope, receive_some, send)

    return wrapped

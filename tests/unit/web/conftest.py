"""The web with its neighbours: a small Rasa and small actions, real applications behind ASGI transports."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.db import make_engine, make_sessions
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.knowledge import Knowledge, Source
from bot.web.services import WebServices

LEAFLET = Source(
    title="Dépliant", publisher="ministère", date="non daté", url="https://www.ctai.example/depliant"
)


@dataclass
class FakeRasa:
    """Speaks like the channel `passerelle`: gives `answer` and keeps what it received."""

    answer: Any = field(default_factory=lambda: [{"text": "Bonjour."}])
    status: int = 200
    delay_s: float = 0.0
    received: list[dict[str, Any]] = field(default_factory=list)

    async def webhook(self, request: Request) -> Response:
        self.received.append(await request.json())
        await asyncio.sleep(self.delay_s)
        if isinstance(self.answer, bytes):
            return Response(self.answer, status_code=self.status)
        return JSONResponse(self.answer, status_code=self.status)

    async def health(self, _request: Request) -> Response:
        return JSONResponse({"status": "ok"}, status_code=self.status)

    def transport(self) -> httpx.ASGITransport:
        webhook = Route("/webhooks/passerelle/webhook", self.webhook, methods=["POST"])
        return httpx.ASGITransport(Starlette(routes=[webhook, Route("/webhooks/passerelle/", self.health)]))


@dataclass
class FakeActions:
    """Says whether it is well."""

    status: int = 200
    delay_s: float = 0.0

    async def health(self, _request: Request) -> Response:
        await asyncio.sleep(self.delay_s)
        return JSONResponse({"status": "ok"}, status_code=self.status)

    def transport(self) -> httpx.ASGITransport:
        return httpx.ASGITransport(Starlette(routes=[Route("/health", self.health)]))


@dataclass
class Web:
    """A running gateway, its neighbours and a browser."""

    services: WebServices
    rasa: FakeRasa
    actions: FakeActions
    clock: Any
    browser: httpx.AsyncClient

    async def post(self, **body: Any) -> httpx.Response:
        return await self.browser.post("/api/messages", json=body)

    async def say(self, text: str, **body: Any) -> dict[str, Any]:
        response = await self.post(text=text, **body)
        assert response.status_code == 200, response.text
        return response.json()


MakeWeb = Callable[..., AbstractAsyncContextManager[Web]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def make_web(settings: Settings, clock: Clock, migrated_sqlite: Path) -> MakeWeb:
    """Opens a gateway on a migrated database; `changes` are settings.

    With `rasa_up` or `actions_up` False that neighbour is really down: nothing listens on its port.
    """
    settings = replace(settings, rasa_port=1, actions_port=2)
    settings.var.mkdir(exist_ok=True)
    shutil.copy(migrated_sqlite, settings.var / "ctai.sqlite3")

    @asynccontextmanager
    async def opened(*, rasa_up: bool = True, actions_up: bool = True, **changes: Any) -> AsyncIterator[Web]:
        chosen = replace(settings, **changes)
        engine = make_engine(chosen.database_url)
        rasa, actions = FakeRasa(), FakeActions()
        mounts: dict[str, httpx.AsyncBaseTransport | None] = {}
        if rasa_up:
            mounts[chosen.rasa_url] = rasa.transport()
        if actions_up:
            mounts[chosen.actions_url] = actions.transport()
        async with httpx.AsyncClient(trust_env=False, mounts=mounts) as http:
            services = WebServices(
                settings=chosen,
                engine=engine,
                sessions=make_sessions(engine),
                http=http,
                clock=clock,
                knowledge=Knowledge({"depuis-2019": (LEAFLET,), "public": (LEAFLET,)}),
            )
            transport = httpx.ASGITransport(create_app(services), client=("192.0.2.7", 4000))
            async with httpx.AsyncClient(transport=transport, base_url="http://assistant.test") as browser:
                yield Web(services, rasa, actions, clock, browser)
        engine.dispose()

    return opened


@pytest.fixture
async def web(make_web: MakeWeb) -> AsyncIterator[Web]:
    async with make_web() as opened:
        yield opened

"""The actions' own server, really running: what it refuses and what it hides."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.db import ROOT

SECRET = "secret-des-actions-pour-un-essai"  # noqa: S105
PRIVATE = "camille.exemple@gueret.example"
STARTS_WITHIN_S = 30


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server prints."""
    return tmp_path_factory.mktemp("actions") / "screen.txt"


@pytest.fixture(scope="module")
def server(screen: Path) -> Iterator[httpx.Client]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CTAI_")},
        "CTAI_ACTIONS_PORT": str(port),
        "CTAI_ACTIONS_SECRET": SECRET,
        # No database is there: every action that needs one fails.
        "CTAI_VAR": str(screen.parent / "var"),
    }
    with (
        screen.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "actions.server"], cwd=ROOT, env=environ, stdout=output, stderr=output
        ) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10, trust_env=False) as http,
    ):
        try:
            _wait_for(http, process)
            yield http
        finally:
            process.terminate()


def _wait_for(http: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server stopped"
        try:
            http.get("/health")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


def call(server: httpx.Client, body: Any, authorization: str | bytes = f"Bearer {SECRET}") -> httpx.Response:
    return server.post("/webhook", json=body, headers={"Authorization": authorization})


def a_call_of(action: str, **tracker: Any) -> dict[str, Any]:
    message = {"text": PRIVATE, "intent": {"name": "suivre_dossier", "confidence": 0.9}, "entities": []}
    events = [{"event": "action", "name": "action_listen"}, {"event": "user", "text": PRIVATE}]
    return {
        "next_action": action,
        "version": "3.6.21",
        "tracker": {"sender_id": "essai", "slots": {}, "latest_message": message, "events": events} | tracker,
    }


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer another-secret", SECRET, f"Bearer {SECRET}x", b"Bearer \xe9\xff"]
)
def test_without_the_right_secret_nothing_runs(server, authorization) -> None:
    refused = call(server, a_call_of("action_suivre_dossier"), authorization)
    assert refused.status_code == 401
    assert PRIVATE not in refused.text


def test_without_any_secret_nothing_runs_nor_is_listed(server) -> None:
    assert server.post("/webhook", json=a_call_of("action_suivre_dossier")).status_code == 401
    assert server.get("/actions").status_code == 401
    assert server.get("/nowhere").status_code == 401


def test_health_is_open(server) -> None:
    assert server.get("/health").status_code == 200


def test_every_action_of_the_domain_is_served(server) -> None:
    listed = server.get("/actions", headers={"Authorization": f"Bearer {SECRET}"}).json()
    assert {"validate_lettre_form", "action_terminer_dossier"} <= {one["name"] for one in listed}


def test_an_action_that_needs_nothing_outside_answers(server) -> None:
    answer = call(server, a_call_of("action_ask_collectivite"))
    assert answer.status_code == 200
    assert [one["response"] for one in answer.json()["responses"]] == ["utter_ask_collectivite"]


def test_an_action_that_fails_still_answers_rasa(server) -> None:
    answer = call(server, a_call_of("action_suivre_dossier"))
    assert answer.status_code == 200
    assert [one["response"] for one in answer.json()["responses"]] == ["utter_incident"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"next_action": "action_suivre_dossier", "note": PRIVATE}, 500),  # no tracker
        (a_call_of("action_inconnue"), 404),
        ([PRIVATE], 500),
    ],
)
def test_a_call_that_cannot_be_handled_hides_the_conversation(server, body, status) -> None:
    refused = call(server, body)
    assert refused.status_code == status
    assert PRIVATE not in refused.text


def test_a_body_that_is_no_json_is_not_repeated(server) -> None:
    refused = server.post("/webhook", content=PRIVATE.encode(), headers={"Authorization": f"Bearer {SECRET}"})
    assert refused.status_code == 400
    assert PRIVATE not in refused.text


def test_nothing_of_the_conversations_is_printed(server, screen) -> None:
    call(server, a_call_of("action_suivre_dossier"))
    call(server, {"next_action": "action_suivre_dossier", "note": PRIVATE})
    printed = screen.read_text(encoding="utf-8")
    assert "action.failed" in printed
    assert "actions.request_failed" in printed
    assert PRIVATE not in printed

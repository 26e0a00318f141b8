from typing import Any

import httpx
import pytest
import structlog
from starlette.types import Receive, Scope, Send

from bot.clock import now
from bot.web.frame import last_resort, request_ids, security_headers

pytestmark = pytest.mark.anyio

ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/donnees-personnelles", 200),
    ("GET", "/static/assistant.js", 200),
    ("GET", "/static/absent.js", 404),
    ("GET", "/static/%2e%2e/server.py", 404),
    ("GET", "/openapi.yaml", 200),
    ("GET", "/sante", 200),
    ("GET", "/pret", 503),
    ("GET", "/absent", 404),
    ("GET", "/documents/a/b", 404),
    ("GET", "/documents/a/b/", 404),
    ("POST", "/", 405),
    ("POST", "/api/messages", 415),
    ("GET", "/api/messages", 405),
    ("POST", "/api/feedback", 415),
    ("GET", "/api/feedback", 405),
    ("HEAD", "/", 200),
    ("OPTIONS", "/api/messages", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
async def test_every_answer_carries_the_security_headers(
    web: Any, method: str, path: Any, status: int
) -> None:
    response = await web.browser.request(method, path)

    assert response.status_code == status
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in response.headers["permissions-policy"]
    assert len(response.headers["x-request-id"]) == 16
    assert "set-cookie" not in response.headers
    assert response.headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")


async def test_a_request_id_sent_by_a_client_is_not_taken_over(web: Any) -> None:
    response = await web.browser.get("/sante", headers={"X-Request-Id": "choisi-par-le-client"})

    assert response.headers["x-request-id"] != "choisi-par-le-client"


async def test_the_log_of_a_request_shows_neither_its_words_nor_its_document(web: Any) -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        response = await web.post(text="Je suis Camille Fictive")
        await web.browser.get("/documents/identifiant-secret/lettre.pdf?jeton=secret")

    assert [line["route"] for line in lines] == ["/api/messages", "/documents/{document_id}/{file_name}"]
    assert lines[0]["request_id"] == response.headers["x-request-id"]
    assert not any(word in str(lines) for word in ("Camille", "secret", "192.0.2.7"))


def browser_of_a_broken_application() -> httpx.AsyncClient:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError("Camille Fictive")

    app = request_ids(security_headers(last_resort(broken)), now)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://assistant.test")


async def test_what_nobody_expected_is_a_french_answer_without_details() -> None:
    async with browser_of_a_broken_application() as browser:
        with structlog.testing.capture_logs() as lines:
            api = await browser.post("/api/messages")
            page = await browser.get("/")

    assert api.status_code == 500
    assert api.json()["type"] == "/problemes/erreur-imprevue"
    assert api.json()["sent"] == "unknown"
    assert page.status_code == 500
    assert "ne répond pas pour le moment" in page.text
    assert "Camille" not in api.text + page.text + str(lines)
    assert lines[0]["error"] == "ValueError"
    assert "test_frame.py" in lines[0]["way"]
    assert "content-security-policy" in page.headers

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.feedback.storage import FeedbackRow
from bot.web.limits import SESSION_RATE

pytestmark = pytest.mark.anyio

SOURCED = {"text": "Depuis 2019.", "metadata": {"facts": ["depuis-2019", "public"]}}
NAMED = {**SOURCED, "utter_action": "utter_definition_depuis_quand"}


async def asked(web: Any, answer: Any = SOURCED) -> dict[str, Any]:
    """Asks a question; gives session and token, ready to be sent with an opinion."""
    web.rasa.answer = [answer]
    received = await web.say("Depuis quand ?")
    return {"session": received["session"], "answer": received["messages"][0]["answer"]}


async def vote(web: Any, **body: Any) -> Any:
    return await web.browser.post("/api/feedback", json=body)


def stored(web: Any) -> Sequence[FeedbackRow]:
    with web.services.sessions() as session:
        return session.scalars(select(FeedbackRow)).all()


def assert_refused(response: Any, status: int, name: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == f"/problemes/{name}"
    assert response.json()["sent"] == "no"


async def test_an_opinion_is_noted_with_the_name_of_the_answer_and_the_day(web: Any) -> None:
    response = await vote(web, **await asked(web, NAMED), useful=True)

    assert (response.status_code, response.content) == (204, b"")
    (row,) = stored(web)
    assert (row.answer, row.useful, row.reason) == ("utter_definition_depuis_quand", True, None)
    assert row.day == web.clock().date()


async def test_an_answer_whose_response_is_not_known_is_named_by_its_facts(web: Any) -> None:
    await vote(web, **await asked(web), useful=False, reason="pas_claire")

    (row,) = stored(web)
    assert (row.answer, row.useful, row.reason) == ("depuis-2019 public", False, "pas_claire")


@pytest.mark.parametrize("answer", [{"text": "Bonjour."}, {**NAMED, "metadata": {"facts": ["inconnu"]}}])
async def test_an_answer_without_a_source_asks_for_no_opinion(web: Any, answer: Any) -> None:
    web.rasa.answer = [answer]

    assert "answer" not in (await web.say("Bonjour"))["messages"][0]


async def test_a_second_opinion_about_the_same_answer_replaces_the_first(web: Any) -> None:
    answer = await asked(web)
    await vote(web, **answer, useful=False)
    await vote(web, **answer, useful=False, reason="incomplete")
    assert [(row.useful, row.reason) for row in stored(web)] == [(False, "incomplete")]

    await vote(web, **answer, useful=True)
    assert [(row.useful, row.reason) for row in stored(web)] == [(True, None)]


async def test_the_same_question_asked_twice_is_two_opinions(web: Any) -> None:
    for _ in range(2):
        await vote(web, **await asked(web), useful=True)

    assert len(stored(web)) == 2


async def test_nothing_that_is_kept_leads_back_to_the_visitor(web: Any) -> None:
    answer = await asked(web)
    await vote(web, **answer, useful=True)

    with web.services.sessions() as session:
        kept = dict(session.execute(text("SELECT * FROM feedback")).mappings().one())
    assert set(kept) == {"token_hash", "answer", "useful", "reason", "day"}
    assert kept["day"] == "2026-11-23"
    conversation = web.rasa.received[0]["sender"]
    for secret in (conversation, answer["session"], answer["answer"], "192.0.2.7", "Depuis quand"):
        assert secret not in str(kept)


def of_another_session(mine: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {**mine, "answer": other["answer"]}


def with_another_name(mine: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {**mine, "answer": other["answer"].partition(".")[0] + "." + mine["answer"].partition(".")[2]}


def with_a_token_of_its_own(mine: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {**mine, "answer": "YSBi.1795435500." + "A" * 43}


def without_a_token(mine: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {**mine, "answer": ""}


@pytest.mark.parametrize(
    "forge", [of_another_session, with_another_name, with_a_token_of_its_own, without_a_token]
)
async def test_an_answer_that_this_session_did_not_receive_is_refused(
    web: Any, forge: Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]
) -> None:
    forged = forge(await asked(web), await asked(web))

    assert_refused(await vote(web, **forged, useful=True), 403, "avis-refuse")
    assert stored(web) == []


async def test_a_button_is_not_taken_as_an_answer(web: Any) -> None:
    web.rasa.answer = [{**SOURCED, "buttons": [{"title": "Les étapes", "payload": "/etapes_liste"}]}]
    received = await web.say("Bonjour")
    button = received["messages"][0]["buttons"][0]["button"]

    response = await vote(web, session=received["session"], answer=button, useful=True)

    assert_refused(response, 403, "avis-refuse")


async def test_an_answer_can_be_judged_for_half_an_hour(web: Any) -> None:
    answer = await asked(web)

    web.clock.advance(minutes=29, seconds=59)
    assert (await vote(web, **answer, useful=True)).status_code == 204
    web.clock.advance(seconds=1)
    assert_refused(await vote(web, **answer, useful=False), 403, "avis-refuse")
    assert [row.useful for row in stored(web)] == [True]


async def test_an_opinion_needs_a_session(web: Any) -> None:
    answer = await asked(web)

    response = await vote(web, **{**answer, "session": "1.2.3.4"}, useful=True)

    assert_refused(response, 401, "session-inconnue")
    assert response.headers["www-authenticate"].startswith("CTAI-Session")


@pytest.mark.parametrize(
    "said",
    [
        {"useful": False, "reason": "autre"},
        {"useful": False, "reason": "Camille Fictive habite ici"},
        {"useful": False, "reason": ""},
        {"useful": False, "reason": ["incomplete"]},
        {"useful": True, "reason": "incomplete"},
        {"useful": None},
        {"useful": 1},
        {"useful": "true"},
        {},
        {"useful": True, "comment": "libre"},
        {"useful": True, "answer": None},
        {"useful": True, "session": None},
    ],
)
async def test_only_a_yes_or_a_no_with_a_listed_reason_is_taken(web: Any, said: dict[str, Any]) -> None:
    response = await vote(web, **{**await asked(web), **said})

    assert_refused(response, 400, "avis-illisible")
    assert stored(web) == []


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"\xff", b"[" * 10_000])
async def test_an_unreadable_opinion_is_refused(web: Any, body: bytes) -> None:
    response = await web.browser.post(
        "/api/feedback", content=body, headers={"Content-Type": "application/json"}
    )

    assert_refused(response, 400, "avis-illisible")


async def test_another_format_is_refused(web: Any) -> None:
    assert_refused(await web.browser.post("/api/feedback", data={"useful": "oui"}), 415, "format-refuse")


async def test_messages_and_opinions_share_one_allowance(web: Any) -> None:
    answer = await asked(web)
    for _ in range(SESSION_RATE.burst - 1):
        assert (await vote(web, **answer, useful=True)).status_code == 204

    response = await vote(web, **answer, useful=True)

    assert_refused(response, 429, "trop-de-messages")
    assert response.headers["retry-after"] == "1"
    assert (await web.post(session=answer["session"], text="Encore")).status_code == 429


async def test_a_database_that_fails_is_told_and_the_conversation_goes_on(web: Any) -> None:
    answer = await asked(web)
    with web.services.sessions.begin() as session:
        session.execute(text("DROP TABLE feedback"))

    response = await vote(web, **answer, useful=True)

    assert_refused(response, 503, "avis-non-enregistre")
    assert "La conversation n’en est pas changée" in response.json()["detail"]
    await web.say("Encore", session=answer["session"])

import gzip
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web.limits import ADDRESS_RATE, SESSION_RATE

pytestmark = pytest.mark.anyio

STEPS = {"text": "Voici.", "buttons": [{"title": "Les étapes", "payload": "/etapes_liste"}]}


def assert_problem(response: Any, status: int, name: str, *, sent: str = "no") -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"/problemes/{name}"
    assert problem["status"] == status
    assert problem["sent"] == sent
    assert problem["request_id"] == response.headers["x-request-id"]
    return problem


async def test_a_first_message_opens_a_session_and_the_next_one_continues_it(web: Any) -> None:
    first = await web.say("Bonjour")
    again = await web.say("Qui êtes-vous ?", session=first["session"])

    assert again["session"] == first["session"]
    senders = {received["sender"] for received in web.rasa.received}
    assert len(senders) == 1
    assert len(senders.pop()) == 32


async def test_two_first_messages_are_two_conversations(web: Any) -> None:
    await web.say("Bonjour")
    await web.say("Bonjour")

    assert web.rasa.received[0]["sender"] != web.rasa.received[1]["sender"]


async def test_the_request_id_of_the_answer_is_given_to_rasa(web: Any) -> None:
    response = await web.post(text="Bonjour")

    assert web.rasa.received[0]["metadata"] == {"request_id": response.headers["x-request-id"]}


async def test_an_answer_carries_text_buttons_sources_links_documents_and_steps(web: Any) -> None:
    web.rasa.answer = [
        {
            "text": "Voici votre lettre.",
            "buttons": [{"title": "Les étapes", "payload": "/etapes_liste"}],
            "custom": {
                "documents": [{"id": "d1", "kind": "pdf", "file_name": "lettre.pdf", "size": 9}],
                "steps": [{"number": 1, "title": "Lettre d’intention", "state": "fait"}],
            },
            "metadata": {
                "facts": ["depuis-2019", "public", "fait-inconnu"],
                "links": [{"title": "Données personnelles", "url": "/donnees-personnelles"}],
                "kind": "knowledge",
            },
        }
    ]

    (message,) = (await web.say("Bonjour"))["messages"]

    assert message["text"] == "Voici votre lettre."
    assert message["buttons"][0]["title"] == "Les étapes"
    assert "/etapes_liste" not in message["buttons"][0]["button"]
    assert message["sources"] == [
        {
            "title": "Dépliant",
            "publisher": "ministère",
            "date": "non daté",
            "url": "https://www.ctai.example/depliant",
        }
    ]
    assert message["links"] == [{"title": "Données personnelles", "url": "/donnees-personnelles"}]
    (document,) = message["documents"]
    assert (document["file_name"], document["format"], document["size"]) == ("lettre.pdf", "pdf", 9)
    assert document["url"].startswith("/documents/d1/lettre.pdf?jeton=")
    assert message["steps"] == [{"number": 1, "title": "Lettre d’intention", "state": "fait"}]


async def test_a_message_without_extras_holds_its_text_alone(web: Any) -> None:
    assert (await web.say("Bonjour"))["messages"] == [{"text": "Bonjour."}]


async def test_steps_alone_are_an_answer(web: Any) -> None:
    step = {"number": 1, "title": "Lettre d’intention", "state": "a_venir"}
    web.rasa.answer = [{"custom": {"steps": [step]}}]

    assert (await web.say("Bonjour"))["messages"] == [{"steps": [step]}]


async def test_a_pressed_button_gives_rasa_its_payload(web: Any) -> None:
    web.rasa.answer = [STEPS]
    answer = await web.say("Bonjour")
    button = answer["messages"][0]["buttons"][0]["button"]

    response = await web.post(session=answer["session"], button=button)

    assert response.status_code == 200
    assert web.rasa.received[-1]["message"] == "/etapes_liste"


async def test_a_button_of_another_session_is_refused(web: Any) -> None:
    web.rasa.answer = [STEPS]
    theirs = await web.say("Bonjour")
    mine = await web.say("Bonjour")

    response = await web.post(session=mine["session"], button=theirs["messages"][0]["buttons"][0]["button"])

    assert_problem(response, 403, "bouton-refuse")
    assert len(web.rasa.received) == 2


@pytest.mark.parametrize(
    "button", ["", "/etapes_liste", "L2V0YXBlc19saXN0ZQ", "a.1." + "A" * 43, "é.1.é", "a.b.c"]
)
async def test_a_forged_button_is_refused(web: Any, button: str) -> None:
    answer = await web.say("Bonjour")

    assert_problem(await web.post(session=answer["session"], button=button), 403, "bouton-refuse")


async def test_a_button_dies_after_half_an_hour(web: Any) -> None:
    web.rasa.answer = [STEPS]
    answer = await web.say("Bonjour")
    pressed = {"session": answer["session"], "button": answer["messages"][0]["buttons"][0]["button"]}

    web.clock.advance(minutes=29, seconds=59)
    assert (await web.post(**pressed)).status_code == 200
    web.clock.advance(seconds=1)
    assert_problem(await web.post(**pressed), 403, "bouton-refuse")


async def test_a_session_dies_after_a_day(web: Any) -> None:
    answer = await web.say("Bonjour")

    web.clock.advance(hours=23, minutes=59, seconds=59)
    await web.say("Encore", session=answer["session"])
    web.clock.advance(seconds=1)
    response = await web.post(text="Encore", session=answer["session"])

    assert_problem(response, 401, "session-inconnue")
    assert response.headers["www-authenticate"].startswith("CTAI-Session")


@pytest.mark.parametrize(
    "token", ["", "inconnue", "1." + "a" * 32 + ".1795420800." + "A" * 43, "é", "1.2.3.4", "x" * 9000]
)
async def test_a_forged_session_is_refused(web: Any, token: str) -> None:
    assert_problem(await web.post(text="Bonjour", session=token), 401, "session-inconnue")
    assert web.rasa.received == []


async def test_a_session_signed_with_another_key_is_refused(web: Any, make_web: Any) -> None:
    async with make_web(secret_key="z" * 32) as other:
        answer = await other.say("Bonjour")

    assert_problem(await web.post(text="Bonjour", session=answer["session"]), 401, "session-inconnue")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"text": "Bonjour"',
        b"null",
        b"[]",
        b'"Bonjour"',
        b"{}",
        b'{"text": null}',
        b'{"text": 12}',
        b'{"text": ["Bonjour"]}',
        b'{"text": "Bonjour", "button": "x"}',
        b'{"text": "Bonjour", "session": 1}',
        b'{"text": "Bonjour", "metadata": {"slots": {}}}',
        b'{"text": "Bonjour", "sender": "autre"}',
        b'{"button": "x"}',
        b'{"session": "x"}',
        b'{"text": NaN}',
        b'{"text": "\\ud800"}',
        b'{"text": "\xff\xfe"}',
        b"\x00\x01\x02\xff",
        b"[" * 10_000,
        b'{"text":' * 1_500 + b"1" + b"}" * 1_500,
        b'{"text": ' + b"9" * 5_000 + b"}",
    ],
)
async def test_an_unreadable_body_is_refused(web: Any, body: Any) -> None:
    response = await web.browser.post(
        "/api/messages", content=body, headers={"Content-Type": "application/json"}
    )

    assert_problem(response, 400, "message-illisible")
    assert web.rasa.received == []


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n", "\u200b", "\u00a0\u202e"])
async def test_an_empty_text_is_refused(web: Any, text: str) -> None:
    assert_problem(await web.post(text=text), 400, "message-vide")


@pytest.mark.parametrize("text", ["\x00", "Bon\x07jour", "\x1b[31mrouge", "PK\x03\x04"])
async def test_a_binary_text_is_refused(web: Any, text: str) -> None:
    assert_problem(await web.post(text=text), 400, "message-non-textuel")


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        '/intent{"dossier_email": "pirate@ailleurs.example"}',
        "  /etapes_liste",
        "\u200b/restart",
        "\ufeff\n/restart",
        "/",
        "/affirmer@0.9",
    ],
)
async def test_a_typed_command_is_refused(web: Any, text: str) -> None:
    problem = assert_problem(await web.post(text=text), 422, "commande-refusee")

    assert "avec des mots" in problem["detail"]
    assert web.rasa.received == []


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}",
        "${7*7}",
        "<script>alert(1)</script>",
        "'; DROP TABLE letter; --",
        "1/3 des habitants",
        "é" * 2_000,
    ],
)
async def test_any_other_words_reach_the_assistant_as_they_are(web: Any, text: str) -> None:
    await web.say(text)

    assert web.rasa.received[0]["message"] == text


async def test_pasted_text_is_cleaned(web: Any) -> None:
    await web.say(" Be\u0301ziers\r\n\u200bet\u2028Sète\u00ad ")

    assert web.rasa.received[0]["message"] == "Béziers\net\nSète"


async def test_a_text_one_character_too_long_is_refused(web: Any) -> None:
    problem = assert_problem(await web.post(text="a" * 2_001), 413, "message-trop-long")

    assert "2\u202f000 caractères" in problem["detail"]


async def test_a_hundred_kilobytes_are_refused(web: Any) -> None:
    assert_problem(await web.post(text="a" * 100_000), 413, "message-trop-long")
    assert web.rasa.received == []


async def test_a_streamed_body_is_counted_although_it_announces_no_length(web: Any) -> None:
    sent = []

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            sent.append(1)
            yield b"a" * 1_000

    response = await web.browser.post(
        "/api/messages", content=endless(), headers={"Content-Type": "application/json"}
    )

    assert_problem(response, 413, "message-trop-long")
    assert len(sent) == 17


async def test_a_lying_content_length_does_not_help(web: Any) -> None:
    response = await web.browser.post(
        "/api/messages",
        content=b"a" * 50_000,
        headers={"Content-Type": "application/json", "Content-Length": "10"},
    )

    assert_problem(response, 413, "message-trop-long")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/jsonx"},
        {"Content-Type": ""},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {"Content-Type": "application/json", "Content-Encoding": "deflate"},
        {"Content-Type": "application/json", "Content-Encoding": "br, gzip"},
    ],
)
async def test_another_format_or_a_compressed_body_is_refused(web: Any, headers: dict[str, str]) -> None:
    content = (
        gzip.compress(b'{"text": "Bonjour"}') if "Content-Encoding" in headers else b'{"text": "Bonjour"}'
    )

    response = await web.browser.post("/api/messages", content=content, headers=headers)

    assert_problem(response, 415, "format-refuse")


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
async def test_the_usual_ways_of_saying_json_are_accepted(web: Any, content_type: str) -> None:
    response = await web.browser.post(
        "/api/messages", content=b'{"text": "Bonjour"}', headers={"Content-Type": content_type}
    )

    assert response.status_code == 200


async def test_a_session_that_writes_too_fast_waits_and_then_may_write_again(web: Any) -> None:
    answer = await web.say("Bonjour")
    for _ in range(SESSION_RATE.burst - 1):
        await web.say("Encore", session=answer["session"])

    response = await web.post(text="Encore", session=answer["session"])

    assert_problem(response, 429, "trop-de-messages")
    assert response.headers["retry-after"] == "1"
    assert len(web.rasa.received) == SESSION_RATE.burst
    web.clock.advance(seconds=1)
    await web.say("Encore", session=answer["session"])


async def test_an_address_that_opens_conversations_without_end_is_slowed_down(web: Any) -> None:
    for _ in range(ADDRESS_RATE.burst):
        await web.say("Bonjour")

    assert_problem(await web.post(text="Bonjour"), 429, "trop-de-messages")


async def test_actions_down_keeps_rasa_from_seeing_the_message(make_web: Any) -> None:
    async with make_web(actions_up=False) as web:
        problem = assert_problem(await web.post(text="Bonjour"), 503, "service-indisponible")

    assert "Rien n’a été transmis" in problem["detail"]
    assert web.rasa.received == []


async def test_sick_actions_keep_rasa_from_seeing_the_message(web: Any) -> None:
    web.actions.status = 500

    assert_problem(await web.post(text="Bonjour"), 503, "service-indisponible")
    assert web.rasa.received == []


async def test_rasa_down_says_that_nothing_was_sent(make_web: Any) -> None:
    async with make_web(rasa_up=False) as web:
        problem = assert_problem(await web.post(text="Bonjour"), 503, "service-indisponible")

    assert "Rien n’a été transmis" in problem["detail"]


@pytest.mark.parametrize(
    "answer",
    [
        [],
        [{}],
        [{"text": "  "}],
        {"text": "Bonjour"},
        [{"text": 12}],
        [{"buttons": [{"title": "Sans charge"}]}],
        [{"custom": {"documents": [{"id": "d", "kind": "exe", "file_name": "x", "size": 1}]}}],
        [{"custom": {"steps": [{"number": 1, "title": "Lettre", "state": "peut-être"}]}}],
        [{"custom": {"steps": [{"number": 0, "title": "Lettre", "state": "fait"}]}}],
        b"pas du JSON",
        b"",
    ],
)
async def test_an_empty_or_malformed_answer_is_never_shown(web: Any, answer: Any) -> None:
    web.rasa.answer = answer

    problem = assert_problem(await web.post(text="Bonjour"), 503, "reponse-absente", sent="unknown")

    assert "n’ouvre jamais deux dossiers" in problem["detail"]


async def test_words_and_a_button_together_are_refused(web: Any) -> None:
    web.rasa.answer = [STEPS]
    answer = await web.say("Bonjour")
    button = answer["messages"][0]["buttons"][0]["button"]

    response = await web.post(session=answer["session"], text="Bonjour", button=button)

    assert_problem(response, 400, "message-illisible")


async def test_a_failure_of_rasa_that_looks_like_an_answer_is_not_one(web: Any) -> None:
    web.rasa.status = 500

    assert_problem(await web.post(text="Bonjour"), 503, "reponse-absente", sent="unknown")


async def test_a_failure_of_rasa_is_never_shown_as_it_is(web: Any) -> None:
    web.rasa.status = 500
    web.rasa.answer = b"Traceback (most recent call last): ..."

    response = await web.post(text="Bonjour")

    assert_problem(response, 503, "reponse-absente", sent="unknown")
    assert "Traceback" not in response.text


async def test_a_slow_answer_ends_in_honest_words(make_web: Any) -> None:
    async with make_web(answer_timeout_s=0.05) as web:
        web.rasa.delay_s = 30

        problem = assert_problem(await web.post(text="Oui, envoyez"), 504, "reponse-tardive", sent="unknown")

    assert "n’ouvre jamais deux dossiers" in problem["detail"]
    assert len(web.rasa.received) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_only_post_is_accepted(web: Any, method: str) -> None:
    response = await web.browser.request(method, "/api/messages")

    assert_problem(response, 405, "methode-refusee")
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/api/", "/api/inconnu", "/api/messages/", "/api/messages/1"])
async def test_an_unknown_address_of_the_api_is_a_french_problem(web: Any, path: Any) -> None:
    assert_problem(await web.browser.get(path), 404, "introuvable")


ANY_BODY = st.one_of(
    st.binary(max_size=200),
    st.fixed_dictionaries(
        {},
        optional={
            "text": st.text(max_size=60) | st.none() | st.integers(),
            "session": st.text(max_size=60) | st.none(),
            "button": st.text(max_size=60),
        },
    ),
)


# The fixture is shared by the examples on purpose: whatever came before must not matter.
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=ANY_BODY)
async def test_whatever_is_sent_the_answer_is_a_reply_or_a_refusal(web: Any, body: Any) -> None:
    web.clock.advance(seconds=10)
    if isinstance(body, bytes):
        response = await web.browser.post(
            "/api/messages", content=body, headers={"Content-Type": "application/json"}
        )
    else:
        response = await web.post(**body)

    assert response.status_code in {200, 400, 401, 403, 422}
    assert response.json()


async def test_choices_that_go_together_reach_the_browser(web: Any) -> None:
    choices = [{"title": "Emploi", "value": "emploi"}, {"title": "Mobilité", "value": "mobilite"}]
    web.rasa.answer = [{"custom": {"choices": choices}}]

    assert (await web.say("Bonjour"))["messages"] == [{"choices": choices}]

from typing import Any

import pytest
from sqlalchemy import text

from bot.letter.storage import DocumentRow, LetterRow
from bot.web.documents import document_url

pytestmark = pytest.mark.anyio

PDF = b"%PDF-1.7 lettre"


@pytest.fixture
def stored(web: Any) -> str:
    """Stores one document and gives its id."""
    with web.services.sessions.begin() as session:
        letter = LetterRow(conversation_id="c", collectivite_id="com-23096", data={}, created_at=web.clock())
        letter.documents = [
            DocumentRow(id="d1", kind="pdf", file_name="lettre.pdf", sha256="0" * 64, content=PDF),
            DocumentRow(id="d2", kind="docx", file_name="lettre.docx", sha256="0" * 64, content=b"PK"),
        ]
        session.add(letter)
    return "d1"


def link(web: Any, document_id: str = "d1", file_name: str = "lettre.pdf") -> str:
    return document_url(document_id, file_name, web.services.settings.secret_key, web.clock)


async def test_the_link_of_an_answer_gives_the_file_to_save(web: Any, stored: str) -> None:
    web.rasa.answer = [
        {
            "custom": {
                "documents": [{"id": stored, "kind": "pdf", "file_name": "lettre.pdf", "size": len(PDF)}]
            }
        }
    ]
    answer = await web.say("Ma lettre ?")

    response = await web.browser.get(answer["messages"][0]["documents"][0]["url"])

    assert response.status_code == 200
    assert response.content == PDF
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == 'attachment; filename="lettre.pdf"'
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_word_file_has_its_own_type(web: Any, stored: str) -> None:
    response = await web.browser.get(link(web, "d2", "lettre.docx"))

    assert response.headers["content-type"].endswith("wordprocessingml.document")


async def test_a_link_dies_after_a_day(web: Any, stored: str) -> None:
    url = link(web)

    web.clock.advance(hours=23, minutes=59, seconds=59)
    assert (await web.browser.get(url)).status_code == 200
    web.clock.advance(seconds=1)
    assert (await web.browser.get(url)).status_code == 404


async def test_every_wrong_link_has_the_same_answer(web: Any, stored: str) -> None:
    good, token = link(web), link(web).partition("jeton=")[2]
    expired = link(web)
    web.clock.advance(days=1)
    fresh = link(web)
    answers = [
        await web.browser.get(url)
        for url in (
            expired,
            link(web, "inconnu"),
            link(web, "d1", "autre.pdf"),
            fresh.replace("d1", "d2", 1),
            fresh[:-1] + ("A" if fresh[-1] != "A" else "B"),
            "/documents/d1/lettre.pdf",
            "/documents/d1/lettre.pdf?jeton=",
            f"/documents/d1/lettre.pdf?jeton={token}{token}",
            "/documents/d1/lettre.pdf?jeton=%00%ff",
            "/documents/..%2f..%2fetc/passwd?jeton=x",
        )
    ]

    assert good != fresh
    assert {response.status_code for response in answers} == {404}
    assert len({response.content for response in answers}) == 1
    kept = [
        {name: value for name, value in response.headers.items() if name != "x-request-id"}
        for response in answers
    ]
    assert all(headers == kept[0] for headers in kept)


async def test_a_database_out_of_order_is_a_french_page(web: Any, stored: str) -> None:
    with web.services.engine.begin() as connection:
        connection.execute(text("DROP TABLE document"))

    response = await web.browser.get(link(web))

    assert response.status_code == 503
    assert "ne répond pas pour le moment" in response.text

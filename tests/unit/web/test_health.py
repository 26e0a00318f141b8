from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.handoff.storage import HeartbeatRow

pytestmark = pytest.mark.anyio


def beat(web: Any) -> None:
    with web.services.sessions.begin() as session:
        session.merge(HeartbeatRow(name="relais", at=web.clock()))


async def readiness(web: Any) -> tuple[int, dict[str, bool]]:
    response = await web.browser.get("/pret")
    return response.status_code, response.json()["checks"]


async def test_the_process_lives_whatever_its_neighbours_do(make_web: Any) -> None:
    async with make_web(rasa_up=False, actions_up=False) as web:
        response = await web.browser.get("/sante")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_ready_when_everything_answers(make_web: Any) -> None:
    async with make_web() as web:
        beat(web)

        assert await readiness(web) == (200, {"base": True, "relais": True, "rasa": True, "actions": True})


@pytest.mark.parametrize("down", ["rasa", "actions"])
async def test_not_ready_when_a_neighbour_is_down(make_web: Any, down: str) -> None:
    async with make_web(**{f"{down}_up": False}) as web:
        beat(web)

        status, checks = await readiness(web)

    assert status == 503
    assert [name for name, well in checks.items() if not well] == [down]


async def test_not_ready_when_the_relay_is_silent(make_web: Any) -> None:
    async with make_web() as web:
        beat(web)
        web.clock.advance(hours=1)

        status, checks = await readiness(web)

    assert status == 503
    assert [name for name, well in checks.items() if not well] == ["relais"]


async def test_not_ready_when_the_schema_is_another_one(make_web: Any) -> None:
    async with make_web() as web:
        beat(web)
        with web.services.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'ancienne'"))

        status, checks = await readiness(web)

    assert status == 503
    assert not checks["base"]


async def test_not_ready_when_the_database_cannot_be_opened(make_web: Any, tmp_path: Path) -> None:
    async with make_web(database_url=f"sqlite:///{tmp_path / 'absent' / 'ctai.sqlite3'}") as web:
        status, checks = await readiness(web)

    assert status == 503
    assert (checks["base"], checks["relais"]) == (False, False)


async def test_not_ready_when_the_actions_are_slower_than_the_check(web: Any) -> None:
    web.actions.delay_s = 30

    status, checks = await readiness(web)

    assert status == 503
    assert not checks["actions"]

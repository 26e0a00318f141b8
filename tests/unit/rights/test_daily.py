"""Once a night, on one relay, and never at the price of the messages."""

import threading
from datetime import UTC, datetime

import pytest

from bot.db import transaction
from bot.dossier.storage import JournalRow
from bot.rights import daily
from bot.rights.daily import purge_if_due, run_daily

NOON = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)  # 3:30 in metropolitan France


@pytest.fixture
def purged_at(settings, sessions, clock, talks):
    def purged_at(moment: datetime) -> bool:
        clock.moment = moment
        return purge_if_due(settings, sessions, clock) is not None

    return purged_at


def test_a_new_installation_begins_with_the_next_night(purged_at) -> None:
    assert not purged_at(NOON)
    assert not purged_at(NOON.replace(hour=22))
    assert purged_at(NIGHT)


def test_one_night_is_one_purge_whatever_the_number_of_relays(purged_at) -> None:
    purged_at(NOON)

    assert [purged_at(NIGHT), purged_at(NIGHT), purged_at(NIGHT.replace(hour=12))] == [True, False, False]
    assert purged_at(NIGHT.replace(day=25))


def test_a_machine_that_was_off_at_night_purges_when_it_is_back(purged_at) -> None:
    purged_at(NOON)
    assert purged_at(NIGHT.replace(day=26, hour=15))


def test_a_relay_that_died_during_a_purge_is_replaced_after_an_hour(purged_at, monkeypatch) -> None:
    purged_at(NOON)

    def die(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("died")

    with monkeypatch.context() as patch:
        patch.setattr(daily, "purge", die)
        with pytest.raises(RuntimeError, match="died"):
            purged_at(NIGHT)

    assert not purged_at(NIGHT.replace(minute=50))
    assert purged_at(NIGHT.replace(hour=3))


def test_two_relays_that_look_at_the_same_moment_purge_once(
    purged_at, settings, sessions, clock, monkeypatch
) -> None:
    purged_at(NOON)
    clock.moment = NIGHT
    together = threading.Barrier(2, timeout=20)
    outcomes: list[bool] = []

    def look() -> None:
        together.wait()
        outcomes.append(purge_if_due(settings, sessions, clock) is not None)

    relays = [threading.Thread(target=look) for _ in range(2)]
    for relay in relays:
        relay.start()
    for relay in relays:
        relay.join()

    assert sorted(outcomes) == [False, True]
    with transaction(sessions) as session:
        assert session.query(JournalRow).filter_by(event="purge").count() == 1


def test_a_failure_is_logged_without_its_words_and_ends_nothing(
    settings, sessions, clock, monkeypatch, capsys
) -> None:
    stop = threading.Event()
    looks: list[int] = []

    def fail(*_arguments: object) -> None:
        looks.append(1)
        if len(looks) == 2:
            stop.set()
        raise ValueError("camille.exemple@mairie.example")

    monkeypatch.setattr(daily, "purge_if_due", fail)

    run_daily(settings, sessions, clock, stop, look_every_s=0)

    assert len(looks) == 2
    told = capsys.readouterr().out
    assert "purge_failed" in told
    assert "camille" not in told

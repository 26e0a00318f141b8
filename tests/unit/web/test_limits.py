from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.limits import MAX_BUCKETS, Rate, RateLimiter, address_prefix

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@given(st.lists(st.floats(0, 5), max_size=200))
def test_no_rhythm_gets_more_than_the_burst_and_what_came_back(pauses: list[float]) -> None:
    limiter, now, passed = RateLimiter(Rate(burst=5, per_second=0.5)), NOON, 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        passed += limiter.wait_for("visiteur", now) == 0

    assert passed <= 5 + 0.5 * (now - NOON).total_seconds() + 1e-6


def test_waiting_as_long_as_asked_is_enough() -> None:
    limiter = RateLimiter(Rate(burst=1, per_second=0.3))
    assert limiter.wait_for("visiteur", NOON) == 0

    seconds = limiter.wait_for("visiteur", NOON)

    assert seconds == 4
    assert limiter.wait_for("visiteur", NOON + timedelta(seconds=seconds)) == 0


def test_visitors_do_not_share_a_bucket() -> None:
    limiter = RateLimiter(Rate(burst=1, per_second=0.1))

    assert limiter.wait_for("un", NOON) == 0
    assert limiter.wait_for("autre", NOON) == 0
    assert limiter.wait_for("un", NOON) > 0


def test_a_clock_set_back_neither_fails_nor_gives_anything() -> None:
    limiter = RateLimiter(Rate(burst=1, per_second=1))
    limiter.wait_for("visiteur", NOON)

    assert limiter.wait_for("visiteur", NOON - timedelta(hours=1)) == 1


def test_a_flood_of_addresses_does_not_fill_the_memory() -> None:
    limiter = RateLimiter(Rate(burst=1, per_second=0.01))
    for number in range(MAX_BUCKETS + 10):
        limiter.wait_for(str(number), NOON)

    assert limiter.wait_for("0", NOON) == 0  # the oldest was forgotten
    assert limiter.wait_for(str(MAX_BUCKETS + 9), NOON) > 0


@pytest.mark.parametrize(
    ("host", "prefix"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("pas une adresse", "local"),
        (None, "local"),
    ],
)
def test_an_address_is_named_by_its_prefix(host: str | None, prefix: str) -> None:
    assert address_prefix(host) == prefix

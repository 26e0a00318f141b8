import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from bot.db import transaction
from bot.dossier import journal
from bot.dossier.journal import NO_DIGEST, Event, JournalCheck, verify_journal
from bot.dossier.storage import JournalRow


@pytest.fixture
def write(clock):
    def write(session, number):
        clock.advance(seconds=1)
        detail = {"pas": number, "été": "œuvre"}
        journal.append(session, f"CTAI-26-0000-000{number}-0", Event.STATE, detail, clock, author="essai")

    return write


@pytest.fixture
def tamper(sessions, engine):
    """Changes the journal as somebody with full rights over the database would."""

    def tamper(statement):
        with transaction(sessions) as session:
            if engine.dialect.name == "postgresql":
                session.execute(text("SET LOCAL session_replication_role = replica"))
            else:
                session.execute(text("DROP TRIGGER journal_refuses_update"))
                session.execute(text("DROP TRIGGER journal_refuses_delete"))
            session.execute(text(statement))

    return tamper


@pytest.fixture
def five_lines(sessions, write):
    with transaction(sessions) as session:
        for number in range(5):
            write(session, number)
        return list(session.scalars(select(JournalRow.id).order_by(JournalRow.id)))


def check(sessions) -> JournalCheck:
    with transaction(sessions) as session:
        return verify_journal(session)


def test_an_empty_journal_is_whole(session):
    assert verify_journal(session) == JournalCheck(0, NO_DIGEST, None)


def test_each_line_follows_from_the_one_before(sessions, five_lines):
    with transaction(sessions) as session:
        lines = list(session.scalars(select(JournalRow).order_by(JournalRow.id)))

    assert [line.previous for line in lines] == [NO_DIGEST, *(line.digest for line in lines[:-1])]
    assert json.loads(lines[1].detail) == {"pas": 1, "été": "œuvre"}
    assert check(sessions) == JournalCheck(5, lines[-1].digest, None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET author = 'autre' WHERE id = {}",
        "UPDATE journal SET detail = '{{}}' WHERE id = {}",
        "UPDATE journal SET reference = 'CTAI-26-9999-9999-9' WHERE id = {}",
        "UPDATE journal SET at = '2026-11-23 12:00:00+00:00' WHERE id = {}",
    ],
)
def test_a_changed_line_shows(sessions, five_lines, tamper, change):
    tamper(change.format(five_lines[2]))

    assert check(sessions).broken_at == five_lines[2]


def test_a_removed_line_shows_at_the_next_one(sessions, five_lines, tamper):
    tamper(f"DELETE FROM journal WHERE id = {five_lines[2]}")  # noqa: S608  (a number of ours)

    assert check(sessions).broken_at == five_lines[3]


def test_an_end_cut_off_shows_in_the_digest_that_was_kept_elsewhere(sessions, five_lines, tamper):
    before = check(sessions)
    tamper(f"DELETE FROM journal WHERE id = {five_lines[4]}")  # noqa: S608  (a number of ours)

    after = check(sessions)
    assert after.broken_at is None
    assert (after.lines, after.digest) != (before.lines, before.digest)


def test_writers_that_come_together_make_one_chain(sessions, write):
    def work(number):
        for _ in range(5):
            with transaction(sessions) as session:
                write(session, number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    found = check(sessions)
    assert (found.lines, found.broken_at) == (20, None)

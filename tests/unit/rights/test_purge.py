"""The purge as a whole: counted, journalled, repeated, cut short, and nothing left in the files."""

import os
import sqlite3
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select, text

from bot.clock import PARIS
from bot.db import Base, make_engine, transaction
from bot.dossier.journal import verify_journal
from bot.dossier.opening import OpenDossier, Opened, open_dossier
from bot.dossier.states import State
from bot.dossier.storage import DossierRow, DossierVersionRow, JournalRow
from bot.letter.drafts import save_draft
from bot.letter.storage import LetterRow
from bot.rights import retention, rules, scrub
from bot.rights.conversations import tracker_store
from bot.rights.purge import count_due, purge
from bot.rights.scrub import NotScrubbed
from tests.unit.rights.conftest import CAMILLE, DOMINIQUE, Talks, add_opinions


def content(sessions) -> dict[str, list[object]]:
    with transaction(sessions) as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def everything_is_old(clock) -> None:
    clock.advance(days=retention.IDLE_DOSSIER.days + 1)


def test_a_trial_counts_what_a_purge_removes_and_changes_nothing(
    sessions, store, talks: Talks, mails, clock, live
) -> None:
    live(CAMILLE)
    live(DOMINIQUE, dossier=False)
    add_opinions(sessions, clock().astimezone(PARIS).date())
    file = mails / "a.eml"
    file.write_text("Bonjour Camille Exemple", encoding="utf-8")
    os.utime(file, (clock().timestamp(),) * 2)
    everything_is_old(clock)
    before = content(sessions)

    trial = count_due(sessions, store, mails, clock)

    assert content(sessions) == before
    assert talks.senders() == {CAMILLE.conversation, DOMINIQUE.conversation}
    assert file.exists()
    assert trial == purge(sessions, store, mails, clock, author="essai")
    assert trial.counts == {
        "messages": 8,
        "contenus de messages": 0,
        "documents": 4,
        "lettres": 2,
        "brouillons": 2,
        "versions de dossiers": 0,
        "dossiers": 1,
        "questions": 2,
        "codes": 2,
        "avis": 1,
        "relectures": 1,
        "conversations": 2,
        "courriels en fichiers": 1,
    }
    assert not file.exists()


def test_a_purge_done_again_finds_nothing_and_says_so_in_the_journal(
    sessions, store, mails, clock, live
) -> None:
    live(CAMILLE)
    everything_is_old(clock)
    first = purge(sessions, store, mails, clock, author="essai")

    second = purge(sessions, store, mails, clock, author="opérateur 7")

    assert sum(first.counts.values()) > 0
    assert sum(second.counts.values()) == 0
    with transaction(sessions) as session:
        line = session.scalars(select(JournalRow).order_by(JournalRow.id.desc()).limit(1)).one()
        assert (line.event, line.author, line.reference) == ("purge", "opérateur 7", "conservation")
        assert '"lettres": 0' in line.detail
        assert verify_journal(session).broken_at is None


def test_what_is_recent_is_left_alone(sessions, store, talks: Talks, mails, clock, live) -> None:
    live(CAMILLE)
    clock.advance(days=29)
    live(DOMINIQUE)
    clock.advance(days=2)

    purged = purge(sessions, store, mails, clock, author="essai")

    assert talks.senders() == {DOMINIQUE.conversation}
    assert purged.counts["conversations"] == 1
    assert purged.counts["brouillons"] == 1
    assert purged.counts["lettres"] == purged.counts["dossiers"] == purged.counts["questions"] == 0


def test_a_conversation_taken_up_again_is_kept_whole(talks: Talks, store, sessions, mails, clock) -> None:
    talks.typed("c1", "premier jour")
    clock.advance(days=29)
    talks.typed("c1", "plus tard")
    clock.advance(days=29)

    assert purge(sessions, store, mails, clock, author="essai").counts["conversations"] == 0
    assert talks.senders() == {"c1"}


def test_an_idle_dossier_is_withdrawn_and_emptied_and_its_collectivite_may_open_another(
    sessions, store, mails, clock, live, settings, territory
) -> None:
    live(CAMILLE)
    with transaction(sessions) as session:
        dossier = session.scalars(select(DossierRow)).one()
        session.add(DossierVersionRow(dossier_id=dossier.id, number=2, letter_id=9, sent_at=clock()))
    everything_is_old(clock)

    purged = purge(sessions, store, mails, clock, author="essai")

    assert purged.counts["versions de dossiers"] == 1
    with transaction(sessions) as session:
        row = session.scalars(select(DossierRow)).one()
        assert (row.state, row.closed_at, row.reference) == (State.RETIRE, clock(), dossier.reference)
        assert (row.requester_email, row.requester_name, row.requester_function) == ("", None, None)
        assert (row.conversation_id, row.letter_id) == ("", 0)
        events = session.scalars(select(JournalRow.event).where(JournalRow.reference == row.reference)).all()
        assert events[-2:] == ["etat", "effacement"]
    live(CAMILLE)
    with transaction(sessions) as session:
        command = OpenDossier(CAMILLE.conversation, CAMILLE.email)
        again = open_dossier(session, command, territory, settings, clock)
    assert isinstance(again, Opened)
    assert again.dossier.reference != dossier.reference


def test_a_purge_works_by_small_transactions(sessions, store, mails, clock, live, monkeypatch) -> None:
    monkeypatch.setattr(rules, "BATCH", 1)
    live(CAMILLE, dossier=False)
    live(DOMINIQUE, dossier=False)
    everything_is_old(clock)

    assert purge(sessions, store, mails, clock, author="essai").counts["lettres"] == 2
    with transaction(sessions) as session:
        assert session.scalars(select(LetterRow)).all() == []


def test_a_purge_that_was_cut_short_is_taken_up(sessions, store, mails, clock, live, monkeypatch) -> None:
    live(CAMILLE)
    everything_is_old(clock)

    def cut(*_arguments: object) -> int:
        raise RuntimeError("cut")

    with monkeypatch.context() as patch:
        patch.setattr("bot.rights.purge.conversations.delete_idle", cut)
        with pytest.raises(RuntimeError, match="cut"):
            purge(sessions, store, mails, clock, author="essai")

    assert purge(sessions, store, mails, clock, author="essai").counts["conversations"] == 1


def raw_bytes(url: str, tmp_path) -> bytes:
    """Everything that the database at `url` has on the disk; on PostgreSQL, its tables and their annexes."""
    if url.startswith("sqlite"):
        name = url.rpartition("/")[2]
        return b"".join(file.read_bytes() for file in sorted(tmp_path.glob(f"{name}*")))
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        files = connection.execute(
            "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 't', 'i') AND oid >= 16384"
        ).fetchall()
        return b"".join(
            connection.execute("SELECT pg_read_binary_file(%s)", file).fetchone()[0] for file in files
        )


def test_nothing_personal_is_left_in_the_files_of_either_database(
    sessions, store, talks: Talks, clock, live, settings, database_url: str, tmp_path
) -> None:
    live(CAMILLE)

    def draft(number: int, name: str) -> None:
        with transaction(sessions) as session:
            data = {"lettre_besoins": f"{name} attend vingt familles. " * (number * 7 % 60 + 1)}
            save_draft(session, f"c{number * 11 % 90}", data, None, settings.secret_key, clock)

    # Rows of all lengths that grow and shrink, and others among them that stay: where rows moved within the
    # file, copies are left behind that neither a deletion nor `secure_delete` reaches.
    for number in range(300):
        draft(number, CAMILLE.name)
        talks.typed(f"c{number % 40}" if number % 5 else "encore", "Bonjour")
        talks.typed(f"c{number % 40}", f"{CAMILLE.name} {CAMILLE.email} " * (number % 30 + 1))
    with talks.engine.begin() as connection:
        # Rasa's own connection does not even blank what it deletes.
        connection.execute(text("DELETE FROM events WHERE id % 3 = 0"))
    words = [CAMILLE.name.encode(), CAMILLE.email.encode()]
    for url in (database_url, talks.url):
        assert all(word in raw_bytes(url, tmp_path) for word in words)
    everything_is_old(clock)
    talks.typed("encore", "Bonjour")
    for number in range(0, 300, 3):
        draft(number, DOMINIQUE.name)

    purge(sessions, store, tmp_path / "courriels", clock, author="essai")

    for url in (database_url, talks.url):
        assert [word for word in words if word in raw_bytes(url, tmp_path)] == []
    assert talks.senders() == {"encore"}


def test_what_a_deletion_leaves_where_rows_moved_is_rewritten(tmp_path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, words TEXT)")
        connection.exec_driver_sql("CREATE INDEX ix_person_name ON person (name)")
        for number in range(2_000):
            mixed = number * 7_919 % 10_007
            row = (f"{CAMILLE.name} {mixed}", CAMILLE.name * (mixed % 100 + 1))
            connection.exec_driver_sql("INSERT INTO person (name, words) VALUES (?, ?)", row)
        connection.exec_driver_sql("DELETE FROM person WHERE id % 3")
        connection.exec_driver_sql("UPDATE person SET name = id, words = ''")
    raw = engine.raw_connection()
    raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    # Why the files are rewritten: the engine has `secure_delete`, and the log is empty.
    assert CAMILLE.name.encode() in raw_bytes(f"sqlite:///{tmp_path / 'a.sqlite3'}", tmp_path)

    scrub.scrub(engine)

    assert CAMILLE.name.encode() not in raw_bytes(f"sqlite:///{tmp_path / 'a.sqlite3'}", tmp_path)
    engine.dispose()


def test_rows_that_an_older_transaction_may_still_see_are_waited_for(
    migrated_postgresql: str, monkeypatch
) -> None:
    monkeypatch.setattr(scrub, "WAIT_MS", 300)
    engine = make_engine(migrated_postgresql)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (name text)"))
        connection.execute(text("INSERT INTO person VALUES ('Camille Exemple')"))
    try:
        with psycopg.connect(migrated_postgresql.replace("+psycopg", "")) as reader:
            reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            reader.execute("SELECT 1")
            with engine.begin() as connection:
                connection.execute(text("DELETE FROM person"))
            with pytest.raises(NotScrubbed):
                scrub.scrub(engine)
        scrub.scrub(engine)
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE person"))
        engine.dispose()


def test_files_that_somebody_reads_are_rewritten_by_the_next_purge(tmp_path, clock, monkeypatch) -> None:
    monkeypatch.setattr(scrub, "WAIT_MS", 10)
    talks = Talks(f"sqlite:///{tmp_path / 'conversations.sqlite3'}", clock)
    talks.typed("c1", f"Bonjour, {CAMILLE.name}")
    talks.engine.dispose()
    reader = sqlite3.connect(tmp_path / "conversations.sqlite3")
    reader.execute("BEGIN")
    with tracker_store(talks.url) as store:
        with store.begin() as connection:
            connection.execute(text("DELETE FROM events"))
        reader.execute("SELECT * FROM events").fetchall()
        with pytest.raises(NotScrubbed):
            scrub.scrub(store)
        reader.close()
        scrub.scrub(store)
    assert CAMILLE.name.encode() not in (tmp_path / "conversations.sqlite3").read_bytes()


def test_retention_never_ends_before_what_depends_on_it() -> None:
    assert timedelta(days=1) <= retention.CONVERSATION, "a session lasts a day"
    assert timedelta(hours=1) <= retention.CODE, "sends are counted over an hour, a proof holds as long"
    assert max(retention.SENT_BYTES, retention.DEAD_BYTES) <= retention.MESSAGE
    assert timedelta(days=2) <= retention.MESSAGE, "a message is tried for two days"

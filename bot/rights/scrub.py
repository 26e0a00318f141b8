"""Rewrites the files of a database, so that nothing of what was deleted can still be read in them.

Deleting is not enough. SQLite leaves deleted rows in the file; `secure_delete` blanks them, but not the
copies that were left where rows moved within the file (docs/decisions/0009-conservation.md).
"""

import re
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from bot.db import transaction

#: How long the rewriting waits for those who are at work, in milliseconds.
WAIT_MS = 10_000

#: Between two tries, in seconds.
_PAUSE_S = 0.5

_NOT_REWRITTEN = (
    "les données sont retirées, mais leurs fichiers n’ont pas pu être réécrits car ils servaient\u00a0: "
    "lancez ./ctai purge plus tard"
)


class NotScrubbed(RuntimeError):
    """Somebody was reading or writing: deleted data may still be in the files until the next purge."""


def scrub_both(sessions: sessionmaker[Session], store: Engine | None) -> None:
    """Rewrites the product's database, then Rasa's conversations when there are any.

    Raises:
        NotScrubbed: it has to be done again.
    """
    with transaction(sessions) as session:
        engine = session.get_bind().engine
    scrub(engine)
    if store is not None:
        scrub(store)


def scrub(engine: Engine) -> None:
    """Rewrites every table of a database; writers wait meanwhile.

    On PostgreSQL the write-ahead log keeps its own copies until the server recycles it.

    Raises:
        NotScrubbed: it has to be done again.
    """
    try:
        if engine.dialect.name == "sqlite":
            _rewrite_file(engine)
        else:
            _rewrite_tables(engine)
    except DBAPIError as error:
        raise NotScrubbed(f"{_NOT_REWRITTEN} ({type(error).__name__})") from error


def _rewrite_file(engine: Engine) -> None:
    # Not through SQLAlchemy, which would open a transaction: VACUUM refuses to run in one.
    raw = engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={WAIT_MS}")
        try:
            connection.execute("VACUUM")
            # In other modes than WAL this answers (0, -1, -1): there is nothing to bring back.
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except connection.OperationalError as error:
            raise NotScrubbed(f"{_NOT_REWRITTEN} ({error})") from error
        if busy:
            raise NotScrubbed(_NOT_REWRITTEN)
    finally:
        raw.close()


def _dead_rows_after(connection: Connection, vacuum: str) -> bool:
    """Tells whether rows that somebody may still see, in an older transaction, were copied along."""
    details: list[str] = []
    driver: Any = connection.connection.driver_connection

    def note(diagnostic: Any) -> None:
        details.append(diagnostic.message_detail or "")

    driver.add_notice_handler(note)
    try:
        connection.exec_driver_sql(vacuum)
    finally:
        driver.remove_notice_handler(note)
    # « 0 dead row versions cannot be removed yet. », in the language of the server.
    return any((number := re.search(r"\d+", detail)) and int(number[0]) for detail in details)


def _rewrite_tables(engine: Engine) -> None:
    quote = engine.dialect.identifier_preparer.quote
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = {WAIT_MS}")
        try:
            for table in inspect(connection).get_table_names():
                deadline = monotonic() + WAIT_MS / 1_000
                while _dead_rows_after(connection, f"VACUUM (FULL, VERBOSE) {quote(table)}"):
                    if monotonic() > deadline:
                        raise NotScrubbed(_NOT_REWRITTEN)
                    sleep(_PAUSE_S)
        finally:
            connection.exec_driver_sql("RESET lock_timeout")

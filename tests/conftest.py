"""What several folders of tests share: a clock, settings, throw-away databases, the running product.

Storage is tested on SQLite, and on PostgreSQL when one answers on 127.0.0.1:5432 with trust authentication
for the user `root` or `postgres`: one database there, emptied after each test and dropped at the end.
"""

import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot.db import Base, make_engine, make_sessions, upgrade
from bot.settings import Settings, read_settings
from bot.territory.tables import Territory, load_territory
from tests.e2e.product import REDIRECTED_TO, Mailbox, Product, running

POSTGRESQL_USERS = ("root", "postgres")


class FakeClock:
    """A clock that stands still until it is told to advance."""

    def __init__(self, moment: datetime = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **amount: float) -> None:
        """Goes forward: `clock.advance(minutes=10)`."""
        self.moment += timedelta(**amount)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"CTAI_SECRET_KEY": "clé d’essai, jamais en production"}, tmp_path)


@pytest.fixture
def production_settings(tmp_path: Path) -> Settings:
    """Messages leave for their real recipients; every address of the tests is in a reserved domain."""
    return read_settings(
        {
            "CTAI_ENVIRONMENT": "production",
            "CTAI_SECRET_KEY": "k" * 32,
            "CTAI_ACTIONS_SECRET": "a" * 32,
            "CTAI_MAIL_FROM": "assistant@ctai.example",
            "CTAI_CENTRAL_INBOX": "centrale@ctai.example",
            "CTAI_SMTP_URL": "smtp://127.0.0.1:25",
        },
        tmp_path,
    )


@pytest.fixture(scope="session")
def territory() -> Territory:
    """The real tables: frozen, so one reading serves every test."""
    return load_territory()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product running as a newcomer starts it, outside production; started once for a whole run."""
    environ = {"CTAI_MAIL_REDIRECT_TO": REDIRECTED_TO}
    with running(tmp_path_factory.mktemp("produit"), Mailbox(), environ) as started:
        yield started


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "migrated.sqlite3"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """The address of a PostgreSQL server, `postgresql+psycopg://user@127.0.0.1:5432`."""
    for user in POSTGRESQL_USERS:
        try:
            psycopg.connect(host="127.0.0.1", user=user, dbname="postgres", connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return f"postgresql+psycopg://{user}@127.0.0.1:5432"
    pytest.skip("start PostgreSQL on 127.0.0.1:5432 with trust authentication for root or postgres")


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> Iterator[str]:
    name = f"ctai_essai_{secrets.token_hex(6)}"
    _execute(
        f"{postgresql_server}/postgres",
        f"CREATE DATABASE {name}",
        # These tests kill processes, not the server: waiting for the disk would teach nothing.
        f"ALTER DATABASE {name} SET synchronous_commit = off",
    )
    try:
        upgrade(f"{postgresql_server}/{name}")
        yield f"{postgresql_server}/{name}"
    finally:
        _execute(f"{postgresql_server}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated, empty database, once for each engine."""
    if request.param == "sqlite":
        path = tmp_path / "ctai.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    url = request.getfixturevalue("migrated_postgresql")
    yield url
    _execute(
        url,
        "SET lock_timeout = '10s'",
        # Tables that only grow refuse to be emptied, except when triggers sleep.
        "SET session_replication_role = replica",
        *(f"DELETE FROM {table.name}" for table in reversed(Base.metadata.sorted_tables)),  # noqa: S608
    )


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return make_sessions(engine)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """An open transaction, forgotten at the end."""
    with sessions() as session:
        yield session


def _execute(url: str, *statements: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)

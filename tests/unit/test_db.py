"""The database keeps what it has acknowledged, and no error quotes a value."""

from datetime import UTC, datetime, timedelta, timezone
from typing import ClassVar

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.db import Base, is_current, make_engine, make_sessions, upgrade


class _Apart(DeclarativeBase):
    """Tables of this file alone: in `Base` they would belong to the schema of every other test."""

    type_annotation_map: ClassVar = Base.type_annotation_map


class _Moment(_Apart):
    __tablename__ = "moment_of_a_test"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


@pytest.fixture
def sqlite(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'essai.sqlite3'}")
    yield engine
    engine.dispose()


def test_sqlite_keeps_what_it_has_acknowledged_and_forgets_what_is_deleted(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_moment_comes_back_aware_and_in_utc(sqlite: Engine) -> None:
    _Moment.__table__.create(sqlite)
    paris = datetime(2026, 11, 23, 13, tzinfo=timezone(timedelta(hours=1)))
    with make_sessions(sqlite).begin() as session:
        session.add(_Moment(id=1, at=paris))
    with make_sessions(sqlite)() as session:
        assert session.get(_Moment, 1).at == datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused(sqlite: Engine) -> None:
    _Moment.__table__.create(sqlite)
    with pytest.raises(StatementError, match="time zone"), make_sessions(sqlite).begin() as session:
        session.add(_Moment(id=1, at=datetime(2026, 11, 23)))  # noqa: DTZ001


def test_an_error_never_quotes_a_value(sqlite: Engine) -> None:
    with pytest.raises(DBAPIError) as caught, sqlite.connect() as connection:
        connection.execute(text("SELECT * FROM absente WHERE nom = :nom"), {"nom": "Camille Exemple"})
    assert "Camille" not in str(caught.value)


def test_an_upgrade_makes_the_folder_and_the_schema_and_may_be_repeated(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'nouveau/ctai.sqlite3'}"
    upgrade(url)
    upgrade(url)
    engine = make_engine(url)
    assert is_current(engine)
    engine.dispose()


def test_an_empty_database_is_not_current(sqlite: Engine) -> None:
    assert not is_current(sqlite)

"""What the tests of the actions share: real services on a migrated database, with a letter already in it."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import func, select

from actions.base import Services
from bot.clock import Clock
from bot.db import make_engine, make_sessions
from bot.handoff.storage import MessageKind, MessageRow
from bot.letter.model import Addressee, Letter
from bot.letter.storage import save_letter
from bot.settings import Settings
from bot.territory.competence import competence
from bot.territory.lookup import by_id
from bot.territory.tables import Territory
from tests.actions.conversation import CONVERSATION_ID

GUERET = "commune:23096"


@pytest.fixture
def services(
    settings: Settings, territory: Territory, clock: Clock, migrated_sqlite: Path
) -> Iterator[Services]:
    """On an empty database."""
    yield from _on_a_copy_of(migrated_sqlite, settings, territory, clock)


@pytest.fixture
def services_with_letter(
    settings: Settings, territory: Territory, clock: Clock, sqlite_with_letter: Path
) -> Iterator[Services]:
    """On a database where this conversation has made its letter, in the name of Guéret."""
    yield from _on_a_copy_of(sqlite_with_letter, settings, territory, clock)


@pytest.fixture(scope="session")
def sqlite_with_letter(
    migrated_sqlite: Path, territory: Territory, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Both files of a letter take a second to make: they are made once."""
    path = tmp_path_factory.mktemp("lettre") / "avec-lettre.sqlite3"
    shutil.copy(migrated_sqlite, path)
    found = by_id(territory, GUERET)
    letter = Letter(
        collectivite=found,
        prefecture=competence(territory, found).prefecture,
        departement=territory.departements[found.departement],
        addressee=Addressee.UNKNOWN,
        signatory_name="Camille Exemple",
        signatory_function="maire",
        email="camille.exemple@gueret.example",
        themes=("francais",),
        needs=None,
        written_on=datetime(2026, 11, 23, tzinfo=UTC).date(),
    )
    engine = make_engine(f"sqlite:///{path}")
    with make_sessions(engine).begin() as session:
        save_letter(session, CONVERSATION_ID, letter, lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    engine.dispose()
    return path


@pytest.fixture
def broken_services(
    settings: Settings, territory: Territory, clock: Clock, tmp_path: Path
) -> Iterator[Services]:
    """The database cannot be reached."""
    engine = make_engine(f"sqlite:///{tmp_path / 'nulle-part' / 'ctai.sqlite3'}")
    yield Services(settings, make_sessions(engine), territory, clock)
    engine.dispose()


@pytest.fixture
def last_code(services_with_letter: Services) -> Callable[[], str]:
    """Reads the newest code as its recipient does."""

    def read() -> str:
        with services_with_letter.sessions() as session:
            newest = select(MessageRow.mime).where(MessageRow.kind == MessageKind.CODE)
            mime = session.scalar(newest.order_by(MessageRow.id.desc()).limit(1))
        assert mime is not None
        body = message_from_bytes(mime, policy=policy.default).get_body(("plain",))
        assert body is not None
        return re.findall(r"\b\d{6}\b", body.get_content())[0]

    return read


@pytest.fixture
def queued(services_with_letter: Services) -> Callable[[MessageKind], int]:
    """Counts the messages of one kind that wait to leave."""

    def count(kind: MessageKind) -> int:
        with services_with_letter.sessions() as session:
            return session.scalar(select(func.count()).where(MessageRow.kind == kind)) or 0

    return count


def _on_a_copy_of(path: Path, settings: Settings, territory: Territory, clock: Clock) -> Iterator[Services]:
    settings.var.mkdir(exist_ok=True)
    settings = replace(settings, database_url=f"sqlite:///{settings.var / 'ctai.sqlite3'}")
    shutil.copy(path, settings.var / "ctai.sqlite3")
    engine = make_engine(settings.database_url)
    yield Services(settings, make_sessions(engine), territory, clock)
    engine.dispose()

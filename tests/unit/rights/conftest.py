"""Persons who leave all kinds of data; Rasa's conversations as Rasa 3.6.21 keeps them, on both engines."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, select, text

from bot.db import transaction
from bot.dossier.email_code import CodeRight, CodeSent, check_code, send_code
from bot.dossier.opening import OpenDossier, open_dossier
from bot.dossier.question import HandOver, Place, hand_over
from bot.feedback.storage import FeedbackRow
from bot.handoff.storage import MessageKind, MessageRow, MessageState
from bot.letter.drafts import save_draft
from bot.letter.model import Addressee, Letter
from bot.letter.storage import save_letter
from bot.review.model import Decision
from bot.review.storage import ReviewRow
from bot.rights.conversations import tracker_store
from bot.territory.competence import competence
from bot.territory.lookup import by_id
from tests.unit.dossier.conftest import last_code

#: As `SQLTrackerStore` creates it.
EVENTS = (
    "CREATE TABLE events (id {serial}, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL, "
    "timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT, PRIMARY KEY (id))"
)


@dataclass(frozen=True)
class Person:
    """Somebody, and the words that only they say."""

    conversation: str
    email: str
    name: str
    collectivite: str


CAMILLE = Person("c-camille", "camille.exemple@mairie.example", "Camille Exemple", "commune:23096")
DOMINIQUE = Person("c-dominique", "dominique.fictif@ville.example", "Dominique Fictif", "commune:62041")


class Talks:
    """Writes events as Rasa does: its own connection, no `secure_delete`, no WAL."""

    def __init__(self, url: str, clock) -> None:
        self.url = url
        self.clock = clock
        self.engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        serial = "SERIAL" if "postgresql" in url else "INTEGER NOT NULL"
        with self.engine.begin() as connection:
            connection.execute(text(EVENTS.format(serial=serial)))
            connection.execute(text("CREATE INDEX ix_events_sender_id ON events (sender_id)"))

    def add(self, sender: str, kind: str, action: str | None = None, **data: object) -> None:
        at = self.clock().timestamp()
        with self.engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO events (sender_id, type_name, timestamp, action_name, data) "
                    "VALUES (:sender, :kind, :at, :action, :data)"
                ),
                {
                    "sender": sender,
                    "kind": kind,
                    "at": at,
                    "action": action,
                    "data": json.dumps({"event": kind, "timestamp": at, **data}),
                },
            )

    def typed(self, sender: str, words: str) -> None:
        self.add(sender, "user", text=words)

    def slot(self, sender: str, name: str, value: object) -> None:
        self.add(sender, "slot", name, name=name, value=value)

    def senders(self) -> set[str]:
        with self.engine.connect() as connection:
            return set(connection.scalars(text("SELECT DISTINCT sender_id FROM events")))


@pytest.fixture
def talks_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A tracker store of the same engine as the product's database."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'conversations.sqlite3'}"
        return
    name = f"ctai_essai_{secrets.token_hex(6)}"
    server = request.getfixturevalue("postgresql_server").replace("+psycopg", "")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def talks(talks_url: str, clock) -> Iterator[Talks]:
    talks = Talks(talks_url, clock)
    yield talks
    talks.engine.dispose()


@pytest.fixture
def store(talks: Talks):
    with tracker_store(talks.url) as store:
        yield store


@pytest.fixture
def settings(settings, talks_url: str):
    return replace(settings, tracker_database_url=talks_url)


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    folder = tmp_path / "courriels"
    folder.mkdir()
    return folder


@pytest.fixture
def prove(settings, clock):
    def prove(session, conversation: str, email: str) -> None:
        assert isinstance(send_code(session, conversation, email, settings, clock), CodeSent)
        assert check_code(session, conversation, email, last_code(session), settings, clock) == CodeRight()

    return prove


@pytest.fixture
def write(territory, clock):
    """Writes the letter of a person."""

    def write(session, person: Person, **changes):
        found = by_id(territory, person.collectivite)
        letter = Letter(
            collectivite=found,
            prefecture=competence(territory, found).prefecture,
            departement=territory.departements[found.departement],
            addressee=Addressee.UNKNOWN,
            signatory_name=person.name,
            signatory_function="le maire",
            email=person.email,
            themes=("emploi",),
            needs=f"{person.name} attend vingt familles.",
            written_on=clock().date(),
            elected_contact=f"{person.name}, 05 55 00 00 00",
        )
        return save_letter(session, person.conversation, replace(letter, **changes), clock)

    return write


@pytest.fixture
def live(sessions, settings, territory, clock, talks: Talks, prove, write):
    """A person talks, writes a letter, opens a dossier and asks a question; all messages have left."""

    def live(person: Person, *, dossier: bool = True, question: bool = True) -> None:
        talks.typed(person.conversation, f"Bonjour, {person.name}, {person.email}")
        talks.add(person.conversation, "bot", text=f"Bonjour {person.name}")
        talks.slot(person.conversation, "lettre_email", person.email)
        talks.slot(person.conversation, "lettre_nom", person.name)
        with transaction(sessions) as session:
            data = {"lettre_nom": person.name, "lettre_email": person.email}
            save_draft(session, person.conversation, data, person.email, settings.secret_key, clock)
            write(session, person)
            prove(session, person.conversation, person.email)
            if dossier:
                command = OpenDossier(person.conversation, person.email)
                open_dossier(session, command, territory, settings, clock)
            if question:
                asked = f"Combien pour {person.name} ?"
                place = Place(person.collectivite, None)
                hand_over(
                    session,
                    HandOver(person.conversation, person.email, asked, place, f"Vous : {asked}"),
                    territory,
                    settings,
                    clock,
                )
        sent(sessions, clock)

    return live


def sent(sessions, clock) -> None:
    """The relay has done its work."""
    with transaction(sessions) as session:
        for row in session.scalars(select(MessageRow).where(MessageRow.state == MessageState.WAITING)):
            row.state, row.sent_at, row.told_at = MessageState.SENT, clock(), clock()
            if row.kind is MessageKind.CODE:
                row.mime = None


def add_opinions(sessions, day: date) -> None:
    with transaction(sessions) as session:
        session.add(FeedbackRow(token_hash="0" * 64, answer="utter_x", useful=True, day=day))
        session.add(ReviewRow(key="0" * 16, decision=Decision.DROPPED, day=day))

"""Conversations as Rasa 3.6.21 keeps them, in its own table and with its own JSON."""

import json
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy

from bot.db import ROOT
from bot.review.conversations import open_conversations

#: As `SQLTrackerStore` creates it.
EVENTS = (
    "CREATE TABLE events (id INTEGER NOT NULL, sender_id VARCHAR(255) NOT NULL, "
    "type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255), "
    "action_name VARCHAR(255), data TEXT, PRIMARY KEY (id))"
)


@dataclass
class Store:
    """Writes conversations, one event after another."""

    path: Path
    moment: datetime = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
    conversation: str = "c1"

    def __post_init__(self) -> None:
        self._execute(EVENTS)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def typed(
        self,
        text: str,
        intent: str = "nlu_fallback",
        confidence: float = 0.3,
        nearest: Mapping[str, float] | None = None,
        entities: list[dict[str, object]] | None = None,
    ) -> "Store":
        ranking = {intent: confidence, **(nearest or {"financement_montant": 0.21, "duree_contrat": 0.1})}
        parsed = {
            "intent": {"name": intent, "confidence": confidence},
            "entities": entities or [],
            "text": text,
            "intent_ranking": [{"name": name, "confidence": sure} for name, sure in ranking.items()],
        }
        return self._add("user", intent, None, {"text": text, "parse_data": parsed})

    def answered(self, response: str) -> "Store":
        return self._add("bot", None, None, {"text": "…", "metadata": {"utter_action": response}, "data": {}})

    def slot(self, name: str, value: str | None) -> "Store":
        return self._add("slot", None, name, {"name": name, "value": value})

    def in_conversation(self, name: str) -> "Store":
        self.conversation = name
        return self._add("action", None, "action_session_start", {"name": "action_session_start"})

    def later(self, **amount: float) -> "Store":
        self.moment += timedelta(**amount)
        return self

    def _add(self, kind: str, intent: str | None, action: str | None, data: dict[str, object]) -> "Store":
        self.moment += timedelta(seconds=1)
        at = self.moment.timestamp()
        self._execute(
            "INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                self.conversation,
                kind,
                at,
                intent,
                action,
                json.dumps({"event": kind, "timestamp": at, **data}),
            ),
        )
        return self

    def _execute(self, statement: str, values: tuple[object, ...] = ()) -> None:
        connection = sqlite3.connect(self.path)
        with connection:
            connection.execute(statement, values)
        connection.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "conversations.sqlite3")


@pytest.fixture
def conversations(store: Store):
    engine: sqlalchemy.Engine = open_conversations(store.url)
    yield engine
    engine.dispose()


FINANCEMENT = """version: "3.1"

nlu:
- intent: financement_aide
  examples: |
    - Est-ce que l'État donne de l'argent aux communes qui signent ?
- intent: financement_montant
  examples: |
    - Combien l'État peut-il nous verser avec un CTAI ?
    - écrivez à [mairie@commune.example](email)

- intent: financement_minimum
  examples: |
    - un petit projet est-il finançable
"""

QUESTIONS = """\
{"text": "Quelle enveloppe pour l'agglomération ?", "theme": "financement", "register": "formel"}
{"text": "ca dure cmb de tps", "theme": "duree", "register": "simple"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project; the real one is read in `test_each_real_file_takes_a_sentence`."""
    root = tmp_path / "projet"
    for name, content in {
        "data/nlu/financement.yml": FINANCEMENT,
        "data/nlu/tables.yml": 'version: "3.1"\nnlu:\n- regex: code\n  examples: |\n    - \\d{6}\n',
        "tests/nlu/questions.jsonl": QUESTIONS,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


@pytest.fixture
def real_project(tmp_path: Path) -> Path:
    root = tmp_path / "vrai"
    shutil.copytree(ROOT / "data/nlu", root / "data/nlu")
    shutil.copytree(ROOT / "tests/nlu", root / "tests/nlu")
    return root

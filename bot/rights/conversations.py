"""Conversations in Rasa's tracker store: what is kept there of whom, and its removal.

One table, `events`, one JSON object an event (`rasa.core.tracker_store.SQLTrackerStore`, 3.6.21), which Rasa
itself only adds to.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    delete,
    event,
    func,
    inspect,
    select,
)
from sqlalchemy.exc import ArgumentError

from bot.settings import InvalidSettings
from bot.tracker_events import EVENTS, tracker_url

#: Conversations of one transaction. Rasa gives up a writing after five seconds: this takes far less.
_BATCH = 200

#: Slots that hold the address a visitor gives as their own.
_OWN_ADDRESS = ("lettre_email", "lettre_reprise_email", "dossier_email", "question_email")


@dataclass(frozen=True)
class Said:
    """One message of a conversation.

    Attributes:
        at: aware UTC.
        visitor: who wrote it, the visitor or the assistant.
        text: its words; the name of a button when the visitor pressed one.
    """

    at: datetime
    visitor: bool
    text: str


@dataclass(frozen=True)
class Conversation:
    """What is kept of one conversation.

    Attributes:
        messages: in order.
        slots: what was understood last, by the name of the slot, and not taken back.
    """

    messages: tuple[Said, ...]
    slots: dict[str, Any]


@contextmanager
def tracker_store(url: str) -> Iterator[Engine | None]:
    """Yields the tracker store, None when Rasa has kept nothing yet.

    Args:
        url: as Rasa has it.

    Raises:
        InvalidSettings: it is not the URL of a database.
    """
    try:
        parsed = tracker_url(url)
    except ArgumentError as error:
        raise InvalidSettings("CTAI_TRACKER_DATABASE_URL is not the URL of a database") from error
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, hide_parameters=True)
    elif not Path(parsed.database or "").is_file():
        yield None
        return
    else:
        engine = create_engine(parsed, connect_args={"timeout": 10}, hide_parameters=True)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    try:
        yield engine if inspect(engine).has_table(EVENTS.name) else None
    finally:
        engine.dispose()


def _prepare(connection: Any, _record: object) -> None:
    # As in bot.db, but the journal stays in the mode Rasa left it in.
    connection.isolation_level = None
    connection.execute("PRAGMA secure_delete=ON")


def _begin(connection: Any) -> None:
    # Not IMMEDIATE: each transaction here either only reads or begins by writing.
    connection.exec_driver_sql("BEGIN")


def count_idle(store: Engine, before: datetime) -> int:
    """Counts the conversations whose last event is older."""
    with store.begin() as connection:
        return len(_idle(connection, before))


def delete_idle(store: Engine, before: datetime) -> int:
    """Deletes the conversations whose last event is older, and returns how many there were."""
    with store.begin() as connection:
        idle = _idle(connection, before)
    for some in _batches(idle):
        recent = select(EVENTS.c.sender_id).where(
            EVENTS.c.sender_id.in_(some), EVENTS.c.timestamp > before.timestamp()
        )
        with store.begin() as connection:
            connection.execute(
                delete(EVENTS).where(EVENTS.c.sender_id.in_(some), EVENTS.c.sender_id.not_in(recent))
            )
    return len(idle)


def delete_conversations(store: Engine, ids: Sequence[str]) -> None:
    """Deletes these conversations; those that are not there are none."""
    for some in _batches(ids):
        with store.begin() as connection:
            connection.execute(delete(EVENTS).where(EVENTS.c.sender_id.in_(some)))


def existing(store: Engine, ids: Sequence[str]) -> set[str]:
    """Returns those of these conversations that are kept."""
    with store.begin() as connection:
        return {
            id_
            for some in _batches(ids)
            for id_ in connection.scalars(
                select(EVENTS.c.sender_id).where(EVENTS.c.sender_id.in_(some)).distinct()
            )
        }


def giving_address(store: Engine, address: str) -> set[str]:
    """Returns the conversations whose visitor last gave that address as their own, proved or not.

    Args:
        store: the tracker store.
        address: in the form of `bot.handoff.addresses.normal_address`.
    """
    query = (
        select(EVENTS.c.sender_id, EVENTS.c.data)
        .where(EVENTS.c.type_name == "slot", EVENTS.c.action_name.in_(_OWN_ADDRESS))
        .order_by(EVENTS.c.sender_id, EVENTS.c.id)
    )
    found = set()
    with store.begin() as connection:
        rows = connection.execution_options(yield_per=1_000).execute(query)
        for sender, events in groupby(rows, key=lambda row: row.sender_id):
            values = (json.loads(one.data).get("value") for one in events)
            given = [value.strip().lower() for value in values if isinstance(value, str)]
            if given and given[-1] == address:
                found.add(sender)
    return found


def read_conversation(store: Engine, id_: str) -> Conversation:
    """Reads what was said in a conversation, and what was understood."""
    query = select(EVENTS).where(EVENTS.c.sender_id == id_).order_by(EVENTS.c.id)
    said: list[Said] = []
    slots: dict[str, Any] = {}
    with store.begin() as connection:
        for row in connection.execute(query):
            event_ = json.loads(row.data)
            if row.type_name in {"user", "bot"} and event_.get("text"):
                at = datetime.fromtimestamp(row.timestamp or 0, UTC)
                said.append(Said(at, row.type_name == "user", event_["text"]))
            elif row.type_name == "slot":
                slots[event_["name"]] = event_.get("value")
            elif row.type_name in {"restart", "reset_slots"}:
                slots.clear()
    kept = {name: value for name, value in slots.items() if value is not None and name != "requested_slot"}
    return Conversation(tuple(said), kept)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _idle(connection: Connection, before: datetime) -> list[str]:
    last = func.max(func.coalesce(EVENTS.c.timestamp, 0))
    query = select(EVENTS.c.sender_id).group_by(EVENTS.c.sender_id).having(last <= before.timestamp())
    return list(connection.scalars(query))

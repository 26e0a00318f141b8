"""Reads what visitors typed in Rasa's tracker store, and masks it on the way: nobody else sees it in clear.

One table, `events`, one JSON object an event (`rasa.core.tracker_store.SQLTrackerStore`, 3.6.21); only read.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Engine,
    create_engine,
    or_,
    select,
)
from sqlalchemy.engine import URL, Row
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.clock import PARIS
from bot.letter.functions import looks_like_one
from bot.review.masking import mask
from bot.review.model import Message, ReviewRefused
from bot.tracker_events import EVENTS, tracker_url

#: Intents of the ranking that no sentence is an example of.
NOT_INTENTS = frozenset({"nlu_fallback", "questions_multiples"})

#: Likeliest intents that are kept of each message.
NEAREST = 3

#: Rows read at a time.
_BATCH = 1_000

#: What spaCy takes for a person, and what a reader of names is sure of.
_GUESSED, _PERSON = "PER", "personne"

#: Slots that begin with the name of a person, « Camille Exemple, adjointe aux solidarités » included.
_NAME_SLOTS = frozenset({"lettre_nom", "lettre_signataire", "lettre_elu", "lettre_technique"})


def open_conversations(url: str) -> Engine:
    """Builds an engine that reads the tracker store; nothing connects before the first use.

    Args:
        url: as Rasa has it.

    Raises:
        ReviewRefused: there is no such database.
    """
    try:
        parsed = tracker_url(url)
    except ArgumentError as error:
        raise ReviewRefused("CTAI_TRACKER_DATABASE_URL is not the URL of a database") from error
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, hide_parameters=True)
    path = Path(parsed.database or "")
    if not path.is_file():
        raise ReviewRefused(f"no conversation was kept yet: there is no file {path}")
    # Rasa alone writes there: read-only, this neither locks its file nor changes its journal.
    read_only = URL.create("sqlite", database=f"file:{path.resolve()}", query={"mode": "ro", "uri": "true"})
    return create_engine(read_only, hide_parameters=True)


def read_messages(conversations: Engine, since: date | None = None) -> Iterator[Message]:
    """Yields what visitors typed, masked; buttons are left out.

    Args:
        conversations: the tracker store, see `open_conversations`.
        since: the first day, in metropolitan France; None for all that is kept.

    Raises:
        ReviewRefused: the tracker store cannot be read.
    """
    try:
        with conversations.connect() as connection:
            rows = connection.execution_options(yield_per=_BATCH).execute(_query(since))
            for _, events in groupby(rows, key=lambda row: row.sender_id):
                for message in _messages(list(events)):
                    if since is None or message.day >= since:
                        yield message
    except SQLAlchemyError as error:
        raise ReviewRefused(
            f"the conversations cannot be read in {conversations.url.render_as_string(hide_password=True)}: "
            f"{type(error).__name__}"
        ) from error


def _query(since: date | None) -> Any:
    query = (
        select(EVENTS)
        .where(
            or_(
                EVENTS.c.type_name.in_(("user", "bot", "restart", "session_started")),
                EVENTS.c.action_name == "requested_slot",
                EVENTS.c.action_name.in_(_NAME_SLOTS),
            )
        )
        .order_by(EVENTS.c.sender_id, EVENTS.c.id)
    )
    if since is None:
        return query
    begins = datetime.combine(since, time.min, PARIS).timestamp()
    recent = select(EVENTS.c.sender_id).where(EVENTS.c.type_name == "user", EVENTS.c.timestamp >= begins)
    return query.where(EVENTS.c.sender_id.in_(recent))


def _messages(rows: Sequence[Row[Any]]) -> Iterator[Message]:
    """Reads one conversation: each message with what was being asked before it and said after it."""
    events = [(row, json.loads(row.data)) for row in rows]
    names = [
        event["value"].partition(",")[0]
        for row, event in events
        if row.type_name == "slot" and _is_a_name(row.action_name, event)
    ]
    asked: str | None = None
    typed: tuple[Row[Any], Mapping[str, Any], str | None] | None = None
    answers: set[str] = set()
    for row, event in events:
        if row.type_name == "user":
            if typed is not None:
                yield _message(*typed, answers, names)
            typed, answers = (row, event, asked) if _is_typed(event) else None, set()
        elif row.type_name == "bot":
            answers.add(str((event.get("metadata") or {}).get("utter_action") or ""))
        elif row.type_name == "slot" and row.action_name == "requested_slot":
            asked = event.get("value")
        elif row.type_name in {"restart", "session_started"}:
            asked = None
    if typed is not None:
        yield _message(*typed, answers, names)


def _is_a_name(slot: str, event: Mapping[str, Any]) -> bool:
    value = event.get("value")
    return slot in _NAME_SLOTS and isinstance(value, str) and bool(value.strip())


def _is_typed(event: Mapping[str, Any]) -> bool:
    text = event.get("text")
    return isinstance(text, str) and bool(text.strip()) and not text.startswith("/")


def _message(
    row: Row[Any], event: Mapping[str, Any], asked: str | None, answers: set[str], names: Sequence[str]
) -> Message:
    parsed: Mapping[str, Any] = event.get("parse_data") or {}
    intent: Mapping[str, Any] = parsed.get("intent") or {}
    ranking = [one for one in parsed.get("intent_ranking") or () if one.get("name") not in NOT_INTENTS]
    read = [*names, *_persons(parsed.get("text") or event["text"], parsed.get("entities") or ())]
    return Message(
        conversation=row.sender_id,
        day=datetime.fromtimestamp(row.timestamp or 0, UTC).astimezone(PARIS).date(),
        text=mask(event["text"], names=read, code_asked=asked is not None and asked.endswith("_code")),
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0),
        nearest=tuple((str(one["name"]), float(one["confidence"])) for one in ranking[:NEAREST]),
        answers=frozenset(answers - {""}),
        in_form=asked is not None,
    )


def _persons(text: str, entities: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Gives what the understanding took for persons, unless it is surely something else."""
    places = [(one["start"], one["end"]) for one in entities if one.get("entity") == "collectivite"]
    for one in entities:
        value = one.get("value")
        if not isinstance(value, str) or not value.strip():
            continue
        if one.get("entity") == _PERSON:
            yield text[one["start"] : one["end"]] or value
        elif (
            one.get("entity") == _GUESSED
            and _looks_like_a_person(value, at=one["start"])
            and not any(start < one["end"] and one["start"] < end for start, end in places)
        ):
            yield value


def _looks_like_a_person(value: str, at: int) -> bool:
    words = value.split()
    if looks_like_one(value) or not all(word[0].isupper() or len(word) < 4 for word in words):
        return False
    # A lone word is a capital of the sentence at its start, and an abbreviation in capitals anywhere.
    return len(words) > 1 or (at > 0 and not value.isupper())

"""What is read in the tracker store."""

import json
import secrets
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from bot.review.conversations import open_conversations, read_messages
from bot.review.model import ReviewRefused
from tests.unit.review.conftest import EVENTS, Store


def test_a_message_is_read_with_its_ranking_its_day_and_what_was_answered(
    store: Store, conversations
) -> None:
    store.typed("combien pour une crèche").answered("utter_repli")

    (message,) = read_messages(conversations)

    assert (message.text, message.intent, message.day) == (
        "combien pour une crèche",
        "nlu_fallback",
        date(2026, 11, 23),
    )
    assert message.nearest == (("financement_montant", 0.21), ("duree_contrat", 0.1))
    assert message.answers == {"utter_repli"}
    assert not message.in_form


def test_buttons_are_not_typed(store: Store, conversations) -> None:
    store.typed("/duree_contrat", "duree_contrat", 1.0).answered("utter_duree_contrat")

    assert list(read_messages(conversations)) == []


def test_a_form_is_known_from_its_slot_and_ends_with_it(store: Store, conversations) -> None:
    store.slot("requested_slot", "lettre_besoins").typed("des bus").slot("requested_slot", None).typed(
        "et après"
    )

    assert [message.in_form for message in read_messages(conversations)] == [True, False]


def test_the_name_given_in_a_form_is_masked_in_the_whole_conversation_and_in_no_other(
    store: Store, conversations
) -> None:
    store.typed("dupont à l'appareil").slot("lettre_nom", "Dupont").typed("c'est encore dupont")
    store.in_conversation("c2").typed("la rue dupont")

    assert [message.text for message in read_messages(conversations)] == [
        "[nom masqué] à l'appareil",
        "c'est encore [nom masqué]",
        "la rue dupont",
    ]


@pytest.mark.parametrize("slot", ["lettre_signataire", "lettre_elu", "lettre_technique"])
def test_the_names_of_others_in_a_form_are_masked_too(store: Store, conversations, slot: str) -> None:
    store.slot(slot, "Dominique Fictif, adjointe aux solidarités").typed("voyez avec dominique fictif")

    [message] = read_messages(conversations)

    assert "fictif" not in message.text
    assert "voyez avec" in message.text


def test_persons_that_the_understanding_found_are_masked_and_places_stay(store: Store, conversations) -> None:
    def entity(name: str, value: str, start: int) -> dict[str, object]:
        return {"entity": name, "value": value, "start": start, "end": start + len(value)}

    store.typed("bonjour Claire Dupont ici", entities=[entity("PER", "Claire Dupont", 8)])
    store.typed("bonjour claire dupont ici", entities=[entity("personne", "claire dupont", 8)])
    place = {**entity("collectivite", "Le Grand Chambéry", 3), "value": "epci:200069110"}
    store.typed("et Le Grand Chambéry ?", entities=[entity("PER", "Grand Chambéry", 6), place])
    store.typed("Combien donc", entities=[entity("PER", "Combien", 0)])

    assert [message.text for message in read_messages(conversations)] == [
        "bonjour [nom masqué] ici",
        "bonjour [nom masqué] ici",
        "et Le Grand Chambéry ?",
        "Combien donc",
    ]


def test_only_the_days_asked_are_read_but_what_came_before_still_counts(store: Store, conversations) -> None:
    store.slot("requested_slot", "lettre_nom").typed("hier").later(days=1).typed("aujourd'hui")
    store.in_conversation("c0").later(days=-1).typed("hier aussi")

    (message,) = read_messages(conversations, date(2026, 11, 24))

    assert (message.text, message.in_form) == ("aujourd'hui", True)


def test_the_day_is_that_of_metropolitan_france(tmp_path: Path) -> None:
    store = Store(tmp_path / "nuit.sqlite3", datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    engine = open_conversations(store.typed("tard").url)

    assert [message.day for message in read_messages(engine, date(2026, 11, 24))] == [date(2026, 11, 24)]
    engine.dispose()


def test_without_any_conversation_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReviewRefused, match="no conversation was kept yet"):
        open_conversations(f"sqlite:///{tmp_path / 'absent.sqlite3'}")
    with pytest.raises(ReviewRefused, match="not the URL"):
        open_conversations("conversations")


def test_a_database_that_is_no_tracker_store_is_said_without_its_password(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "autre.sqlite3").executescript("CREATE TABLE a (b)").connection.close()
    engine = open_conversations(f"sqlite:///{tmp_path / 'autre.sqlite3'}")

    with pytest.raises(ReviewRefused, match="cannot be read"):
        list(read_messages(engine))
    engine.dispose()
    closed = open_conversations("postgresql://rasa:secret@127.0.0.1:1/conversations")
    with pytest.raises(ReviewRefused) as caught:
        list(read_messages(closed))
    closed.dispose()
    assert "secret" not in str(caught.value)


def test_it_is_read_in_postgresql_under_the_url_that_rasa_has(postgresql_server: str) -> None:
    name = f"ctai_essai_{secrets.token_hex(6)}"
    server = postgresql_server.replace("+psycopg", "")
    parsed = {"intent": {"name": "nlu_fallback", "confidence": 0.3}, "entities": [], "intent_ranking": []}
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            with psycopg.connect(f"{server}/{name}") as events:
                events.execute(EVENTS)
                events.execute(
                    "INSERT INTO events VALUES (1, 'c1', 'user', 1795435500.5, 'nlu_fallback', NULL, %s)",
                    (json.dumps({"text": "combien", "parse_data": parsed}),),
                )
            engine = open_conversations(f"{server}/{name}")
            assert [one.text for one in read_messages(engine, date(2026, 11, 1))] == ["combien"]
            engine.dispose()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

import json

import pytest
from sqlalchemy import select

from bot.db import transaction
from bot.dossier.states import State
from bot.dossier.storage import JournalRow, find_by_conversation
from bot.dossier.tracking import UnknownDossier, change_state, mark_transmitted, on_message_sent
from bot.handoff.outbox import Sent
from bot.handoff.relay import relay_once
from bot.handoff.storage import MessageKind
from bot.handoff.transport import FolderTransport


def lines(session):
    return [
        (line.author, json.loads(line.detail))
        for line in session.scalars(select(JournalRow).order_by(JournalRow.id))
        if line.event == "etat"
    ]


def test_the_dossier_is_transmitted_when_the_relay_has_sent_it(
    session, sessions, settings, opened, clock, tmp_path
):
    session.commit()
    clock.advance(minutes=1)

    transport = FolderTransport(tmp_path / "courriels")
    sent = relay_once(settings, sessions, transport, clock, on_sent=on_message_sent)

    assert sent == len(list((tmp_path / "courriels").glob("*.eml"))) == 3  # code, préfecture, receipt
    with transaction(sessions) as after:
        dossier = find_by_conversation(after, "c1")
        assert (dossier.state, dossier.state_since) == (State.TRANSMIS, clock())
        assert lines(after) == [("relais", {"de": "confirme", "vers": "transmis"})]


def test_told_twice_it_writes_one_line(session, opened, clock):
    mark_transmitted(session, opened.id, clock)
    mark_transmitted(session, opened.id, clock)

    assert len(lines(session)) == 1


def test_a_dossier_that_went_further_is_not_taken_back(session, opened, clock):
    mark_transmitted(session, opened.id, clock)
    change_state(session, opened.id, State.RECU, clock, author="agent-23")

    mark_transmitted(session, opened.id, clock)

    assert find_by_conversation(session, "c1").state is State.RECU


def test_a_dossier_that_was_erased_is_no_trouble(session, clock):
    mark_transmitted(session, 404, clock)

    assert lines(session) == []


@pytest.mark.parametrize("kind", [MessageKind.RECEIPT, MessageKind.COPY, MessageKind.CODE])
def test_only_the_message_to_the_prefecture_counts(session, opened, clock, kind):
    on_message_sent(session, Sent(kind, opened.id), clock)

    assert find_by_conversation(session, "c1").state is State.CONFIRME


def test_an_unknown_dossier_cannot_change(session, clock):
    with pytest.raises(UnknownDossier):
        change_state(session, 404, State.TRANSMIS, clock, author="agent-23")

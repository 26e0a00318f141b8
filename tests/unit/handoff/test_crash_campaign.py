"""Relays are killed with kill -9, the server refuses, accepts and hangs up: nothing is lost."""

import asyncio
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from pathlib import Path

import pytest

from bot.db import transaction
from bot.handoff.inboxes import Recipient
from bot.handoff.message import dossier_message
from bot.handoff.outbox import enqueue, list_messages
from bot.handoff.storage import MessageKind, MessageState

MESSAGES = 60
RELAYS = 2
DEATHS = 8
SPEED = 200
SECONDS = 55


@dataclass
class Relays:
    """Relay processes, started again whenever they die."""

    command: list[str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep_running(self):
        with self.lock:
            for dead in [process for process in self.running if process.poll() is not None]:
                dead.wait()
                self.running.remove(dead)
            while len(self.running) < RELAYS:
                self.running.append(
                    subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
                )

    def kill(self):
        with self.lock:
            for process in self.running:
                if process.poll() is None:
                    process.kill()
                    self.kills += 1

    def end(self):
        with self.lock:
            for process in self.running:
                process.kill()
                process.wait()


@dataclass
class Unreliable:
    """A server that refuses one message in ten for now, hangs up on some and sees the relays die on others.

    Attributes:
        deaths: at which messages the relays are killed, a little before or after they hear the answer.
        kept: Message-ID -> every copy that was accepted.
    """

    chance: random.Random
    relays: Relays
    deaths: set[int]
    kept: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    seen: int = 0

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        self.seen += 1
        if self.seen in self.deaths:
            asyncio.get_running_loop().call_later(self.chance.uniform(0, 0.04), self.relays.kill)
        await asyncio.sleep(0.01)
        fate = self.chance.random()
        if fate < 0.10:
            return "451 4.3.0 plus tard"
        self.kept[message_from_bytes(envelope.content)["Message-ID"]].append(envelope.content)
        if fate < 0.15 or len(self.kept) == 1:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def queued(sessions, submission, attachments, clock):
    """What must arrive: Message-ID -> bytes."""
    mails = [
        dossier_message(
            replace(submission, reference=f"CTAI-26-0000-{number:04d}-0"),
            Recipient("creuse@prefecture.example", (), None),
            attachments,
            mail_from="assistant@ctai.example",
            clock=clock,
        )
        for number in range(MESSAGES)
    ]
    with transaction(sessions) as session:
        for mail in mails:
            enqueue(
                session,
                mail,
                key=mail.message_id,
                kind=MessageKind.DOSSIER,
                dossier_id=None,
                clock=clock,
            )
    return {mail.message_id: mail.mime for mail in mails}


@pytest.mark.campaign
def test_killed_relays_and_a_bad_server_lose_nothing_and_repeat_the_same_bytes(
    sessions, database_url, queued, serve, clock, tmp_path
):
    chance = random.Random(20261123)  # noqa: S311  (repeatable, on purpose)
    relays = Relays([])
    server = Unreliable(chance, relays, deaths=set(chance.sample(range(MESSAGES), DEATHS)))
    script = Path(__file__).with_name("campaign_relay.py")
    relays.command = [
        sys.executable,
        *(str(script), database_url, str(serve(server).port), str(tmp_path)),
        *(clock().isoformat(), str(time.time()), str(SPEED)),
    ]
    deadline = time.monotonic() + SECONDS
    unsent = MESSAGES
    try:
        while unsent and time.monotonic() < deadline:
            relays.keep_running()
            with transaction(sessions) as session:
                unsent = len(list_messages(session)) - len(list_messages(session, MessageState.SENT))
            time.sleep(0.1)
    finally:
        relays.end()

    repeated = sum(len(copies) - 1 for copies in server.kept.values())
    assert unsent == 0
    assert set(server.kept) == set(queued)
    for message_id, copies in server.kept.items():
        assert set(copies) == {queued[message_id]}
    # Otherwise the campaign has shown nothing.
    assert relays.kills >= DEATHS / 2
    assert repeated > 0

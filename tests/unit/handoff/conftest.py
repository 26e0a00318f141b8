"""What the tests of the hand-off share: a dossier to tell of, real SMTP servers that misbehave on demand."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

from bot.handoff.message import Attachment, Mail
from bot.handoff.wording import Submission
from bot.territory.model import Collectivite, Kind, Prefecture

GUERET = Collectivite(Kind.COMMUNE, "23096", "Guéret", "23", "Creuse", 12_734)
CREUSE = Prefecture("pref:23", "préfecture de la Creuse", "Guéret", "23", "https://www.creuse.gouv.fr")


@pytest.fixture
def submission() -> Submission:
    return Submission(
        reference="CTAI-26-7K3M-9QXD-4",
        collectivite=GUERET,
        prefecture=CREUSE,
        requester_name="Camille Exemple",
        requester_function="maire",
        requester_email="camille.exemple@mairie.example",
        verified_at=datetime(2026, 11, 23, 12, 5, tzinfo=UTC),
        themes=("l’emploi", "le logement"),
        needs="Vingt familles sont arrivées.\nLe logement manque.",
        certain=True,
        trust="Adresse vérifiée par code\u00a0; messagerie grand public",
    )


@pytest.fixture
def attachments() -> tuple[Attachment, ...]:
    return (
        Attachment(
            "lettre-intention-ctai-gueret.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            b"PK docx",
        ),
        Attachment("lettre-intention-ctai-gueret.pdf", "application/pdf", b"%PDF-1.7 \x00\xff"),
    )


@pytest.fixture
def mail() -> Callable[..., Mail]:
    """Builds small finished messages: `mail(2)` is the second one."""

    def build(number: int = 1, *, to: tuple[str, ...] = ("creuse@prefecture.example",)) -> Mail:
        message_id = f"<essai-{number}@ctai.example>"
        mime = f"Message-ID: {message_id}\r\nSubject: Essai {number}\r\n\r\n.Bonjour\r\n".encode()
        return Mail(f"Essai {number}", "assistant@ctai.example", to, mime, message_id)

    return build


@dataclass
class Mailbox:
    """Handler of a server: keeps what it accepts and answers as told.

    Attributes:
        at_rcpt, at_data: answers to those commands.
        cut: closes the connection at `before` or `after` the message is kept, without an answer.
    """

    at_rcpt: str = "250 OK"
    at_data: str = "250 OK"
    cut: str = ""
    kept: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  (the name that aiosmtpd looks for)
        self, _server: SMTP, _session: SmtpSession, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.at_rcpt.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.at_rcpt

    async def handle_DATA(self, server: SMTP, _session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802
        if self.at_data.startswith("2") and self.cut != "before":
            self.kept.append(envelope)
        if self.cut:
            server.transport.abort()
        return self.at_data


def free_port() -> int:
    """A port that nothing listens on; aiosmtpd cannot be asked to choose one itself."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@pytest.fixture
def serve() -> Iterator[Callable[..., Controller]]:
    """Starts SMTP servers on free ports: `serve(mailbox).port`."""
    started = []

    def start(handler: object, **options: Any) -> Controller:
        controller = Controller(handler, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        started.append(controller)
        return controller

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()

"""Starts the real product for a test, talks to it over HTTP, and keeps what a real SMTP server received."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ROOT = Path(__file__).resolve().parents[2]

#: Who receives every mail of the shared product, which runs outside production.
REDIRECTED_TO = "essais@ctai.example"

#: How long a mail may take from the outbox to the SMTP server, in seconds.
MAIL_TIMEOUT_S = 30.0


@dataclass(frozen=True)
class Received:
    """One message as the SMTP server got it."""

    recipient: str
    message: EmailMessage

    @property
    def intended(self) -> str:
        """Who the message was for: outside production the first line tells."""
        return str(self.message.get("X-CTAI-Destinataire") or self.recipient)

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return body.get_content() if body is not None else ""

    @property
    def documents(self) -> dict[str, bytes]:
        return {
            str(part.get_filename()): part.get_payload(decode=True)  # type: ignore[misc]
            for part in self.message.iter_attachments()
        }


@dataclass
class Mailbox:
    """What an SMTP server on the loopback received, in order."""

    received: list[Received] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.extend(Received(one, message) for one in envelope.rcpt_tos)
        return "250 OK"

    def to(self, intended: str) -> list[Received]:
        """Gives what was received for somebody, the newest last."""
        return [one for one in self.received if one.intended == intended]

    def wait_for(self, subject: str, intended: str, *, after: int = 0) -> Received:
        """Waits for the newest message to `intended` with `subject` in its subject, past `after` others."""
        deadline = time.monotonic() + MAIL_TIMEOUT_S
        while time.monotonic() < deadline:
            for one in reversed(self.received[after:]):
                if subject in str(one.message["Subject"]) and one.intended == intended:
                    return one
            time.sleep(0.1)
        got = [(one.intended, one.message["Subject"]) for one in self.received]
        raise AssertionError(f"no mail « {subject} » to {intended}; got {got}")


@dataclass
class Product:
    """The running product."""

    url: str
    var: Path
    environ: Mapping[str, str]
    process: subprocess.Popen[str]
    screen: list[str]
    mails: Mailbox

    def ctai(self, *arguments: str) -> str:
        """Runs the operator's command on the same database."""
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            cwd=ROOT,
            env=dict(self.environ),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def pid_of(self, name: str) -> int:
        """Finds one of the four processes among the children of the supervisor."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        wanted = "rasa\0run" if name == "rasa" else f"bot.cli\0{name}"
        for pid in children:
            with suppress(OSError):
                if wanted in Path(f"/proc/{pid}/cmdline").read_text():
                    return int(pid)
        raise AssertionError(f"{name} is not running")

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """Stops a process without ending it, so that nothing revives it meanwhile."""
        pid = self.pid_of(name)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)


@dataclass
class Visitor:
    """Somebody who types in the page, over HTTP."""

    http: httpx.Client
    session: str | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: str) -> str:
        """Sends words and gives all that the assistant answers."""
        return self._send({"text": text})

    def press(self, title: str) -> str:
        """Presses the offered button whose title holds `title`."""
        offered = [button for message in self.messages for button in message.get("buttons", [])]
        opaque = next((one["button"] for one in offered if title in one["title"]), None)
        assert opaque is not None, f"« {title} » is not among {[one['title'] for one in offered]}"
        return self._send({"button": opaque})

    def raw(self, **request: Any) -> httpx.Response:
        """Sends any request to the API."""
        return self.http.post("/api/messages", **request)

    @property
    def documents(self) -> dict[str, str]:
        """Format → address of each document of the last answer."""
        return {
            one["format"].lower(): one["url"]
            for message in self.messages
            for one in message.get("documents", [])
        }

    def _send(self, body: dict[str, str]) -> str:
        response = self.raw(json=body | ({"session": self.session} if self.session else {}))
        assert response.status_code == 200, response.text
        answer = response.json()
        self.session, self.messages = answer["session"], answer["messages"]
        return "\n".join(message.get("text", "") for message in self.messages)


def code_in(mail: Received) -> str:
    """Finds the six digits of a code mail."""
    codes = re.findall(r"(?<!\d)\d{6}(?!\d)", mail.text)
    assert len(set(codes)) == 1, mail.text
    return codes[0]


@contextmanager
def running(var: Path, mails: Mailbox, environ: Mapping[str, str]) -> Iterator[Product]:
    """Runs `ctai serve` on free ports for the block, then checks that all four processes left."""
    smtp = Controller(mails, hostname="127.0.0.1", port=free_port())
    smtp.start()
    port = free_port()
    whole = {
        **{key: value for key, value in os.environ.items() if not key.startswith("CTAI_")},
        "CTAI_VAR": str(var),
        "CTAI_WEB_PORT": str(port),
        "CTAI_RASA_PORT": str(free_port()),
        "CTAI_ACTIONS_PORT": str(free_port()),
        "CTAI_SMTP_URL": f"smtp://127.0.0.1:{smtp.port}",
        **environ,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve"],
        cwd=ROOT,
        env=whole,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    screen: list[str] = []
    ready = threading.Event()
    reader = threading.Thread(target=_read_screen, args=(process, screen, ready), daemon=True)
    reader.start()
    product = Product(f"http://127.0.0.1:{port}", var, whole, process, screen, mails)
    try:
        assert ready.wait(240), "\n".join(screen)
        assert process.poll() is None, "\n".join(screen)  # the end of the screen sets it as well
        yield product
    finally:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.send_signal(signal.SIGINT)
        process.wait(40)
        reader.join(5)
        process.stdout.close()  # type: ignore[union-attr]
        smtp.stop()
    assert process.returncode == 0, "\n".join(screen)
    assert len(children) == 4
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def _read_screen(process: subprocess.Popen[str], screen: list[str], ready: threading.Event) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        screen.append(line.rstrip())
        if "Ctrl-C stops everything" in line:
            ready.set()
    ready.set()


def free_port() -> int:
    """Finds a port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

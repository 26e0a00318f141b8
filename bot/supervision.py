"""Starts the four processes, waits until a real message is answered, keeps them running, stops them all."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.logs import logger
from bot.settings import Settings
from bot.training import bot_python, rasa_environ

#: How long the whole product may take to answer its first message, in seconds.
START_TIMEOUT_S = 180.0
#: How long a process may take to stop when asked, in seconds.
STOP_TIMEOUT_S = 15.0
#: A process that keeps dying is started again after 1, 2, 4… seconds, at most this many.
RESTART_PAUSE_MAX_S = 30.0
_POLL_S = 0.25

_log = logger("supervision")


class CannotStart(RuntimeError):
    """The product did not come up; the message says which part and where its log is."""


@dataclass(frozen=True)
class Program:
    """One of the four processes.

    Attributes:
        name: as shown on the screen; its log is `var/journaux/<name>.log`.
        command: program and arguments.
        environ: its whole environment.
    """

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    start_again_at: float | None = field(default=None)


def rasa_program(settings: Settings, root: Path, model: Path) -> Program:
    """Gives Rasa on the loopback, without its HTTP API, with our tracker store and actions."""
    environ = {
        **rasa_environ(),
        "CTAI_ACTIONS_WEBHOOK": f"{settings.actions_url}/webhook",
        "CTAI_ACTIONS_AUTHORIZATION": f"Bearer {settings.actions_secret}",
        "CTAI_TRACKER_DATABASE_URL": settings.tracker_database_url,
        # Secrets that Rasa has no use for stay out of its process.
        "CTAI_SECRET_KEY": "",
        "CTAI_SMTP_URL": "",
    }
    command = [
        str(bot_python(root)), "-m", "rasa", "run",
        "--interface", "127.0.0.1", "--port", str(settings.rasa_port),
        "--model", str(model),
        "--endpoints", str(root / "deploy" / "rasa" / "endpoints.yml"),
        "--credentials", str(root / "credentials.yml"),
    ]  # fmt: skip
    return Program("rasa", command, environ)


def programs(settings: Settings, root: Path, model: Path) -> tuple[Program, ...]:
    """Gives the four processes in the order in which they are started."""
    ours = [
        Program(name, [sys.executable, "-m", "bot.cli", name], dict(os.environ))
        for name in ("actions", "web", "relay")
    ]
    return (rasa_program(settings, root, model), *ours)


def check_ports(settings: Settings) -> None:
    """Refuses to start on ports that something else holds.

    Raises:
        CannotStart: with the port and the setting that changes it.
    """
    wanted = {
        "CTAI_WEB_PORT": (settings.web_host, settings.web_port),
        "CTAI_RASA_PORT": ("127.0.0.1", settings.rasa_port),
        "CTAI_ACTIONS_PORT": ("127.0.0.1", settings.actions_port),
    }
    for setting, address in wanted.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                raise CannotStart(
                    f"port {address[1]} is taken: stop what listens there or set {setting}"
                ) from error


def serve(
    settings: Settings, root: Path, model: Path, *, say: Callable[[str], None], ready: Callable[[], None]
) -> None:
    """Runs the product until a signal says stop.

    Args:
        settings: checked settings.
        root: the project's folder.
        model: the trained model.
        say: shows one line of progress.
        ready: called once, when a real message has been answered.

    Raises:
        CannotStart: a port is taken, a process died at the start, or no answer came in time.
    """
    check_ports(settings)
    logs = settings.var / "journaux"
    logs.mkdir(parents=True, exist_ok=True)
    with _stop_signals() as stopped:
        running = [_start(program, root, logs) for program in programs(settings, root, model)]
        say("starting: " + ", ".join(one.program.name for one in running))
        try:
            if _wait_until_ready(settings, running, logs, stopped, say):
                ready()
                _keep_running(running, root, logs, stopped)
        finally:
            _stop(running)
            say("stopped")


@contextmanager
def _stop_signals() -> Iterator[Callable[[], bool]]:
    received: list[int] = []

    def note(number: int, _frame: object) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(program: Program, root: Path, logs: Path) -> _Running:
    with (logs / f"{program.name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  (the project's own programs)
            program.command,
            cwd=root,
            env=dict(program.environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops them in order
        )
    return _Running(program, process, time.monotonic())


def _wait_until_ready(
    settings: Settings,
    running: list[_Running],
    logs: Path,
    stopped: Callable[[], bool],
    say: Callable[[str], None],
) -> bool:
    """Waits for a real answer through the public door; False when asked to stop before."""
    deadline = time.monotonic() + START_TIMEOUT_S
    url = f"http://{_reachable(settings.web_host)}:{settings.web_port}"
    waiting_since = time.monotonic()
    with httpx.Client(base_url=url, timeout=settings.answer_timeout_s + 5, trust_env=False) as client:
        while time.monotonic() < deadline:
            if stopped():
                return False
            for one in running:
                if one.process.poll() is not None:
                    raise CannotStart(
                        f"{one.program.name} stopped at the start: see {logs / one.program.name}.log"
                    )
            with suppress(httpx.HTTPError):
                answered = client.post("/api/messages", json={"text": "Bonjour"})
                if (
                    answered.status_code == httpx.codes.OK
                    and client.get("/pret").status_code == httpx.codes.OK
                ):
                    say(f"ready after {time.monotonic() - waiting_since:.1f} s")
                    return True
            time.sleep(_POLL_S)
    raise CannotStart(f"no message was answered within {START_TIMEOUT_S:.0f} s: see {logs}")


def _reachable(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104  (an address to call, not to bind)


def _keep_running(running: list[_Running], root: Path, logs: Path, stopped: Callable[[], bool]) -> None:
    while not stopped():
        for index, one in enumerate(running):
            running[index] = _revive(one, root, logs)
        time.sleep(_POLL_S)


def _revive(one: _Running, root: Path, logs: Path) -> _Running:
    if one.process.poll() is None:
        return one
    now = time.monotonic()
    if one.start_again_at is None:
        stable = now - one.started > RESTART_PAUSE_MAX_S * 2
        one.failures = 0 if stable else one.failures + 1
        pause = min(2.0 ** max(one.failures - 1, 0), RESTART_PAUSE_MAX_S)
        one.start_again_at = now + pause
        _log.error("process.died", process=one.program.name, code=one.process.returncode, again_in_s=pause)
        return one
    if now < one.start_again_at:
        return one
    fresh = _start(one.program, root, logs)
    fresh.failures = one.failures
    return fresh


def _stop(running: Sequence[_Running]) -> None:
    """Asks every process to stop, the public door first, then insists."""
    for one in reversed(running):
        _signal(one, signal.SIGTERM)
    deadline = time.monotonic() + STOP_TIMEOUT_S
    for one in running:
        try:
            one.process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            _signal(one, signal.SIGKILL)
            one.process.wait()


def _signal(one: _Running, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(one.process.pid, number)

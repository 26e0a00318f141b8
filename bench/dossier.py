"""How long opening a dossier takes, without mail: `python -m bench.dossier [postgresql+psycopg://…]`.

The figures depend on the machine, on its disk above all, and on what else it does: compare those of one run.
"""

import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from unittest.mock import patch

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bench.output import note, progress, say, table, title
from bench.timing import percentile_of
from bot.clock import now
from bot.db import make_engine, make_sessions, transaction, upgrade
from bot.dossier import journal, opening
from bot.dossier.email_code import address_digest
from bot.dossier.opening import OpenDossier, Opened, open_dossier
from bot.dossier.states import State
from bot.dossier.storage import DossierRow, EmailCodeRow
from bot.handoff.storage import MessageKind, MessageRow, MessageState
from bot.letter.model import Addressee, Letter
from bot.letter.storage import DocumentRow, LetterRow, save_letter
from bot.settings import Settings, read_settings
from bot.territory.competence import competence
from bot.territory.model import Collectivite, Kind
from bot.territory.tables import Territory, load_territory

#: Dossiers in the base before the measured ones.
_SIZES = (1, 1_000, 10_000)

#: Openings measured at each size.
_OPENINGS = 60

#: Rows written together while the base is filled.
_BATCH = 500

#: The aim of the issue, for the median, on one core.
_AIM_MS = 150

#: What is timed apart, by the name under which `bot.dossier.opening` calls it.
_PARTS = {
    "letter read": ("latest_letter",),
    "MIME build": ("dossier_message", "receipt_message"),
    "inserts of messages": ("queue_pair",),
}

_EMAIL = "camille.exemple@mairie.example"


def main() -> None:
    """Measures and prints; a URL on the command line measures that empty database as well."""
    start = perf_counter()
    # On one core, as the aim says.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    load, _, _ = os.getloadavg()
    title("Machine")
    say(
        f"{platform.machine()}, one of {os.cpu_count()} cores; load {load:.1f} before; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}."
    )
    territory = load_territory()
    with TemporaryDirectory() as folder:
        settings = read_settings({"CTAI_SECRET_KEY": "k" * 32}, Path(folder))
        _measure("SQLite", f"sqlite:///{folder}/bench.sqlite3", territory, settings)
        for url in sys.argv[1:]:
            _measure("PostgreSQL", url, territory, settings)
    note(
        "Each opening is one transaction: the letter is read with its two files, the dossier and its line "
        "of journal are written, two messages with both files attached are built and queued, all is "
        "committed to the disk. Mail leaves later, by the relay. The dossiers already there have their "
        "letter, their line of journal and two messages whose bytes were dropped, as after 30 days. Shares "
        "are medians and need not add up."
    )
    say(f"Measured in {perf_counter() - start:.0f} s.")


def _measure(name: str, url: str, territory: Territory, settings: Settings) -> None:
    upgrade(url)
    engine = make_engine(url)
    sessions = make_sessions(engine)
    # One active dossier a collectivité: each opening takes another commune.
    communes = (one for one in territory.collectivites.values() if one.kind is Kind.COMMUNE)
    rows = []
    shares = []
    for size in _SIZES:
        progress(f"{name}: {size} dossiers in the base")
        _fill(sessions, size)
        runs = [
            _open_one(sessions, territory, settings, f"mesure-{size}-{number}", next(communes))
            for number in range(_OPENINGS)
        ]
        totals = [run["all"] for run in runs]
        rows.append(
            (
                f"{size}",
                f"{median(totals):.1f}",
                f"{percentile_of(totals, 95):.1f}",
                f"{max(totals):.1f}",
                "yes" if median(totals) < _AIM_MS else "NO",
            )
        )
        shares.append((f"{size}", *(f"{median(run[part] for run in runs):.1f}" for part in _columns())))
    title(f"Opening a dossier, {name}, ms ({_OPENINGS} openings a line)")
    table(("dossiers in the base", "median", "p95", "max", f"< {_AIM_MS} ms"), rows)
    title(f"Where the time goes, {name}, median ms")
    table(("dossiers in the base", *_columns()), shares)
    engine.dispose()


def _columns() -> tuple[str, ...]:
    return (*_PARTS, "journal", "commit (fsync)", "the rest")


def _open_one(
    sessions: sessionmaker[Session],
    territory: Territory,
    settings: Settings,
    conversation: str,
    found: Collectivite,
) -> dict[str, float]:
    """Opens one dossier, its letter and its code made ready before, and returns the times in milliseconds."""
    with transaction(sessions) as session:
        _write_letter(session, territory, conversation, found)
        _prove(session, conversation, settings)
    times = dict.fromkeys(("all", *_columns()), 0.0)
    with _timed(times), sessions() as session:
        start = perf_counter()
        outcome = open_dossier(session, OpenDossier(conversation, _EMAIL), territory, settings, now)
        before_commit = perf_counter()
        session.commit()
        end = perf_counter()
    if not isinstance(outcome, Opened):
        raise TypeError(f"no dossier was opened: {outcome}")
    times["all"] = 1_000 * (end - start)
    times["commit (fsync)"] = 1_000 * (end - before_commit)
    times["the rest"] = times["all"] - sum(times[part] for part in _columns()[:-1])
    return times


@contextmanager
def _timed(times: dict[str, float]) -> Iterator[None]:
    with ExitStack() as stack:
        for part, names in _PARTS.items():
            for name in names:
                timed = _adding(times, part, getattr(opening, name))
                stack.enter_context(patch.object(opening, name, timed))
        stack.enter_context(patch.object(journal, "append", _adding(times, "journal", journal.append)))
        yield


def _adding(times: dict[str, float], part: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        start = perf_counter()
        try:
            return call(*arguments, **named)
        finally:
            times[part] += 1_000 * (perf_counter() - start)

    return timed


def _write_letter(session: Session, territory: Territory, conversation: str, found: Collectivite) -> None:
    letter = Letter(
        collectivite=found,
        prefecture=competence(territory, found).prefecture,
        departement=territory.departements[found.departement],
        addressee=Addressee.UNKNOWN,
        signatory_name="Camille Exemple",
        signatory_function="le maire",
        email=_EMAIL,
        themes=("emploi", "logement"),
        needs="Vingt familles sont arrivées depuis deux ans. " * 20,
        written_on=now().date(),
    )
    save_letter(session, conversation, letter, now)


def _prove(session: Session, conversation: str, settings: Settings) -> None:
    moment = now()
    session.add(
        EmailCodeRow(
            conversation_id=conversation,
            address_digest=address_digest(settings, _EMAIL),
            code_digest="0" * 64,
            sent_at=moment,
            expires_at=moment,
            verified_at=moment,
        )
    )


def _fill(sessions: sessionmaker[Session], size: int) -> None:
    """Brings the base to so many closed dossiers, each with its letter, files, journal and messages."""
    with transaction(sessions) as session:
        there = session.scalar(select(func.count()).select_from(DossierRow)) or 0
    for first in range(there, size, _BATCH):
        with transaction(sessions) as session:
            for number in range(first, min(first + _BATCH, size)):
                _add_closed(session, number)


def _add_closed(session: Session, number: int) -> None:
    moment = now()
    reference = f"CTAI-26-{number:08d}"
    letter = LetterRow(
        conversation_id=f"ancien-{number}",
        collectivite_id="commune:01001",
        data={},
        created_at=moment,
        documents=[
            DocumentRow(
                id=f"{number}-{kind}", kind=kind, file_name="lettre", sha256="0" * 64, content=b"x" * 4_000
            )
            for kind in ("docx", "pdf")
        ],
    )
    session.add(letter)
    session.flush()
    dossier = DossierRow(
        reference=reference,
        key=reference,
        conversation_id=letter.conversation_id,
        letter_id=letter.id,
        collectivite_id=letter.collectivite_id,
        collectivite_label="L’Abergement-Clémenciat (01, Ain)",
        prefecture_id="pref:01",
        prefecture_name="préfecture de l’Ain",
        redirected=True,
        requester_email=_EMAIL,
        state=State.SIGNE,
        state_since=moment,
        opened_at=moment,
        closed_at=moment,
    )
    session.add(dossier)
    session.flush()
    journal.append(session, reference, journal.Event.OPENED, {}, now, author="mesure")
    session.add_all(
        MessageRow(
            key=f"{reference}:{kind}",
            kind=kind,
            dossier_id=dossier.id,
            message_id=f"<{reference}@ctai.example>",
            subject=f"Votre dossier {reference}",
            envelope_from="assistant@ctai.example",
            recipient=_EMAIL,
            state=MessageState.SENT,
            created_at=moment,
            next_attempt_at=moment,
            sent_at=moment,
            told_at=moment,
        )
        for kind in (MessageKind.DOSSIER, MessageKind.RECEIPT)
    )


if __name__ == "__main__":
    main()

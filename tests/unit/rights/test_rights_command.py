"""`./ctai purge`, `export`, `erase` and `journal verify`: what an operator types and reads."""

import json
import signal
import threading
from pathlib import Path
from zipfile import ZipFile

import pytest
import structlog
from typer.testing import CliRunner

from bot.cli import app
from bot.db import make_engine, make_sessions, transaction
from bot.rights.verification import RightsRefused
from tests.unit.dossier.conftest import last_code

ADDRESS = "camille.exemple@mairie.example"


@pytest.fixture
def ctai(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CTAI_VAR", str(tmp_path))
    runner = CliRunner()

    def run(*arguments: str, **options: str):
        return runner.invoke(app, arguments, **options)

    assert run("db", "upgrade").exit_code == 0
    yield run
    structlog.reset_defaults()


@pytest.fixture
def read_code(tmp_path: Path):
    def read_code() -> str:
        engine = make_engine(f"sqlite:///{tmp_path / 'ctai.sqlite3'}")
        with transaction(make_sessions(engine)) as session:
            code = last_code(session)
        engine.dispose()
        return code

    return read_code


def test_a_trial_writes_no_line_of_journal_and_a_purge_one(ctai) -> None:
    trial = ctai("purge", "--dry-run")
    assert trial.exit_code == 0
    assert "0 conversations" in trial.stdout
    assert ctai("journal", "verify").stdout.startswith("0 line(s)")

    done = ctai("purge", "--author", "dpo")

    assert done.exit_code == 0
    assert "0 lettres" in done.stdout
    assert ctai("journal", "verify").stdout.startswith("1 line(s), the chain holds")


def test_a_person_gets_their_data_once_the_code_is_told(ctai, read_code, tmp_path: Path) -> None:
    out = tmp_path / "export.zip"
    assert ctai("export", ADDRESS, "--send-code").exit_code == 0

    refused = ctai("export", ADDRESS, "--code", "000000", "--out", str(out))
    assert isinstance(refused.exception, RightsRefused)
    assert not out.exists()
    done = ctai("export", ADDRESS, "--code", read_code(), "--out", str(out))

    assert done.exit_code == 0
    with ZipFile(out) as archive:
        data = json.loads(archive.read("donnees.json"))
    assert [one["destinataire"] for one in data["messages"]] == [ADDRESS]


def test_an_erasure_is_confirmed_and_leaves_nothing_not_even_the_code(
    ctai, read_code, tmp_path: Path
) -> None:
    ctai("erase", ADDRESS, "--send-code")
    code = read_code()

    assert ctai("erase", ADDRESS, "--code", code, input="n\n").exit_code == 1
    assert ADDRESS.encode() in b"".join(file.read_bytes() for file in tmp_path.glob("ctai.sqlite3*"))
    done = ctai("erase", ADDRESS, "--code", code, "--yes")

    assert done.exit_code == 0
    assert "1 codes" in done.stdout
    assert ADDRESS.encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("ctai.sqlite3*"))
    again = ctai("erase", ADDRESS, "--code", code, "--yes")
    assert "aucun code en cours" in str(again.exception)


def test_a_code_proves_the_address_it_was_sent_to_and_no_other(ctai, read_code) -> None:
    ctai("erase", ADDRESS, "--send-code")

    refused = ctai("erase", "dominique.fictif@ville.example", "--code", read_code(), "--yes")

    assert "aucun code en cours" in str(refused.exception)


def test_too_many_codes_and_too_many_tries_are_refused(ctai, read_code) -> None:
    for _ in range(3):
        assert ctai("export", ADDRESS, "--send-code").exit_code == 0
    assert "trop de codes" in str(ctai("export", ADDRESS, "--send-code").exception)
    wrong = "000000" if read_code() != "000000" else "111111"
    for _ in range(5):
        refused = ctai("erase", ADDRESS, "--code", wrong, "--yes")
    assert "trop d’essais" in str(refused.exception)
    assert "trop d’essais" in str(ctai("erase", ADDRESS, "--code", read_code(), "--yes").exception)


def test_the_steps_come_one_by_one_and_a_file_is_wanted(ctai, read_code) -> None:
    assert ctai("export", ADDRESS).exit_code == 2
    assert ctai("erase", ADDRESS, "--send-code", "--code", "123456").exit_code == 2
    ctai("export", ADDRESS, "--send-code")
    assert ctai("export", ADDRESS, "--code", read_code()).exit_code == 2


def test_a_broken_journal_is_shown(ctai, tmp_path: Path) -> None:
    ctai("purge")
    engine = make_engine(f"sqlite:///{tmp_path / 'ctai.sqlite3'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_refuses_update")
        connection.exec_driver_sql("UPDATE journal SET author = 'personne'")
    engine.dispose()

    checked = ctai("journal", "verify")

    assert checked.exit_code == 1
    assert "broken at line 1" in checked.stdout


def test_the_relay_purges_beside_its_messages(ctai, monkeypatch) -> None:
    purging = threading.Event()
    monkeypatch.setattr("bot.cli.run_daily", lambda *_: purging.set())
    monkeypatch.setattr("bot.cli.run_relay", lambda *_, **__: purging.wait(10))
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    assert ctai("relay").exit_code == 0

    for number, handler in handlers.items():
        signal.signal(number, handler)
    assert purging.is_set()

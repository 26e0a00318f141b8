"""`./ctai`: what an operator types, and what is answered to a mistake."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app


@pytest.fixture
def ctai(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CTAI_VAR", str(tmp_path))
    runner = CliRunner()

    def run(*arguments: str):
        return runner.invoke(app, arguments)

    assert run("db", "upgrade").exit_code == 0
    return run


def test_a_confirmed_inbox_is_listed(ctai) -> None:
    confirmed = ctai(
        "inboxes", "confirm", "pref:23", "boite@creuse.example", "--author", "essai", "--source", "appel"
    )
    assert confirmed.exit_code == 0
    (line,) = ctai("inboxes", "list").stdout.splitlines()
    assert json.loads(line)["prefecture"] == "pref:23"


@pytest.mark.parametrize("wrong", ["pref:99", "23", "pref:984", "préfecture de la Creuse"])
def test_a_prefecture_that_does_not_exist_cannot_be_confirmed(ctai, wrong: str) -> None:
    refused = ctai(
        "inboxes", "confirm", wrong, "boite@creuse.example", "--author", "essai", "--source", "appel"
    )
    assert refused.exit_code == 2
    assert ctai("inboxes", "list").stdout == ""


def test_an_empty_outbox_lists_nothing_and_retries_nothing(ctai) -> None:
    assert ctai("outbox", "list").stdout == ""
    assert "0 message(s)" in ctai("outbox", "retry").stdout


def test_an_unknown_state_is_refused_with_the_known_ones(ctai) -> None:
    refused = ctai("outbox", "list", "--state", "perdu")
    assert refused.exit_code == 2
    assert "rebut" in refused.stderr


def test_parse_wants_a_file_that_exists(ctai, tmp_path: Path) -> None:
    assert ctai("parse", "--jsonl", str(tmp_path / "absent.jsonl")).exit_code == 2

"""`./ctai`: what an operator types, and what is answered to a mistake."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from bot.cli import app
from bot.db import make_engine, make_sessions, transaction
from bot.handoff.inbox_files import UnreadableDirectory
from bot.handoff.inboxes import InboxNotConfirmed, confirm_inbox
from bot.jsonl import InvalidLine

BY = ("--author", "essai")


@pytest.fixture
def ctai(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CTAI_VAR", str(tmp_path))
    runner = CliRunner()

    def run(*arguments: str):
        return runner.invoke(app, arguments)

    assert run("db", "upgrade").exit_code == 0
    yield run
    # The commands point the logs to the runner's screen, which is closed after each of them.
    structlog.reset_defaults()


def confirm(ctai, id_: str = "pref:23"):
    return ctai("inboxes", "confirm", id_, "boite@creuse.example", *BY, "--source", "appel")


def listed(ctai, *options: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in ctai("inboxes", "list", *options).stdout.splitlines()]


def test_a_confirmed_inbox_is_listed(ctai) -> None:
    confirmed = confirm(ctai)
    assert confirmed.exit_code == 0
    (inbox,) = listed(ctai)
    assert inbox["prefecture"] == "pref:23"


@pytest.mark.parametrize("wrong", ["pref:99", "23", "pref:984", "préfecture de la Creuse"])
def test_a_prefecture_that_does_not_exist_cannot_be_confirmed(ctai, wrong: str) -> None:
    assert confirm(ctai, wrong).exit_code == 2
    assert listed(ctai) == []


def test_who_and_how_are_asked_when_they_are_not_said(ctai) -> None:
    assert ctai("inboxes", "confirm", "pref:23", "boite@creuse.example").exit_code == 1
    assert listed(ctai) == []


def test_an_import_shows_what_it_did_and_the_list_is_filtered_by_status(ctai, tmp_path: Path) -> None:
    confirm(ctai)
    file = tmp_path / "liste.csv"
    file.write_text(
        "id,email\npref:23,autre@creuse.example\npref:01,a@ain.example\npref:99,b@x.example\n",
        encoding="utf-8",
    )

    done = ctai("inboxes", "import", str(file))

    assert done.exit_code == 0
    assert "kept       pref:23 boite@creuse.example is confirmed; the file says autre@" in done.stdout
    assert "skipped    line 4 (pref:99): the directory knows no such id" in done.stdout
    assert "suspicious pref:01 a@ain.example: outside gouv.fr" in done.stdout
    assert done.stdout.endswith("1 to confirm, 1 confirmed and left alone, 1 skipped, 1 suspicious\n")
    assert [inbox["prefecture"] for inbox in listed(ctai, "--status", "a_confirmer")] == ["pref:01"]
    assert [inbox["prefecture"] for inbox in listed(ctai, "--status", "confirme")] == ["pref:23"]
    assert listed(ctai, "--status", "inconnu") == []


def test_a_file_that_is_not_understood_changes_nothing(ctai, tmp_path: Path) -> None:
    file = tmp_path / "annuaire.json"
    file.write_text("[{", encoding="utf-8")

    refused = ctai("inboxes", "import", str(file))

    assert isinstance(refused.exception, UnreadableDirectory)
    assert listed(ctai) == []


def test_copies_are_for_a_confirmed_prefecture(ctai) -> None:
    refused = ctai("inboxes", "copies", "pref:23", "a@creuse.example", *BY)
    assert isinstance(refused.exception, InboxNotConfirmed)
    assert ctai("inboxes", "copies", "spref:231", "a@creuse.example", *BY).exit_code == 2

    confirm(ctai)
    ctai("inboxes", "copies", "pref:23", "a@creuse.example", "b@creuse.example", *BY)
    assert listed(ctai)[0]["cc"] == ["a@creuse.example", "b@creuse.example"]
    assert "nobody" in ctai("inboxes", "copies", "pref:23", *BY).stdout
    assert listed(ctai)[0]["cc"] == []


def test_a_sous_prefecture_may_be_confirmed(ctai) -> None:
    assert confirm(ctai, "spref:231").exit_code == 0


def test_a_withdrawn_inbox_is_unknown(ctai) -> None:
    confirm(ctai)
    assert ctai("inboxes", "withdraw", "pref:23", *BY, "--reason", "message revenu").exit_code == 0
    assert [inbox["address"] for inbox in listed(ctai, "--status", "inconnu")] == [None]


def test_the_check_tells_the_coverage_and_does_not_fail_on_a_developers_machine(ctai) -> None:
    assert ctai("inboxes", "check").exit_code == 0
    confirm(ctai)
    checked = ctai("inboxes", "check")
    assert checked.exit_code == 0
    assert "confirmed  1 of 107 préfectures (0.9%), 0.2% of 68,952,941 inhabitants" in checked.stdout


def test_the_check_fails_when_production_has_no_inbox(ctai, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "CTAI_ENVIRONMENT": "production",
        "CTAI_SECRET_KEY": "k" * 32,
        "CTAI_ACTIONS_SECRET": "a" * 32,
        "CTAI_MAIL_FROM": "assistant@ctai.example",
        "CTAI_CENTRAL_INBOX": "centrale@ctai.example",
        "CTAI_SMTP_URL": "smtp://127.0.0.1:25",
    }.items():
        monkeypatch.setenv(name, value)

    assert ctai("inboxes", "check").exit_code == 1
    ctai("inboxes", "confirm", "pref:23", "prefecture@creuse.gouv.fr", *BY, "--source", "appel")
    assert ctai("inboxes", "check").exit_code == 0


def test_the_check_fails_when_a_confirmation_is_past(ctai, tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'ctai.sqlite3'}")
    with transaction(make_sessions(engine)) as session:
        confirm_inbox(
            session,
            "pref:23",
            "boite@creuse.example",
            lambda: datetime(2020, 1, 2, tzinfo=UTC),
            author="essai",
            source="appel",
            production=False,
        )
    engine.dispose()

    checked = ctai("inboxes", "check")

    assert checked.exit_code == 1
    assert "expired    pref:23 boite@creuse.example on 2021-01-02" in checked.stdout


def test_an_empty_outbox_lists_nothing_and_retries_nothing(ctai) -> None:
    assert ctai("outbox", "list").stdout == ""
    assert "0 message(s)" in ctai("outbox", "retry").stdout


def test_an_unknown_state_is_refused_with_the_known_ones(ctai) -> None:
    refused = ctai("outbox", "list", "--state", "perdu")
    assert refused.exit_code == 2
    assert "rebut" in refused.stderr


def test_parse_wants_a_file_that_exists(ctai, tmp_path: Path) -> None:
    assert ctai("parse", "--jsonl", str(tmp_path / "absent.jsonl")).exit_code == 2


def test_each_line_of_a_file_is_located(ctai, tmp_path: Path) -> None:
    file = tmp_path / "lieux.jsonl"
    file.write_text('{"text": "le 93"}\n\n{"text": "Trifouillis-les-Oies"}\n', encoding="utf-8")
    located = [json.loads(line) for line in ctai("locate", "--jsonl", str(file)).stdout.splitlines()]
    assert [(one["text"], one["status"]) for one in located] == [
        ("le 93", "found"),
        ("Trifouillis-les-Oies", "not_found"),
    ]
    assert located[0]["candidates"][0]["prefecture_city"] == "Bobigny"


def test_a_line_that_is_no_text_is_named_before_anything_is_located(ctai, tmp_path: Path) -> None:
    file = tmp_path / "lieux.jsonl"
    file.write_text('{"text": "le 93"}\n{"texte": "le 62"}\n', encoding="utf-8")
    done = ctai("locate", "--jsonl", str(file))
    assert (done.stdout, type(done.exception)) == ("", InvalidLine)
    assert "line 2" in str(done.exception)


def test_a_build_wants_both_packages_or_none(ctai, tmp_path: Path) -> None:
    done = ctai("territory", "build", str(tmp_path), "--out", str(tmp_path / "tables"))
    assert done.exit_code == 2
    assert not (tmp_path / "tables").exists()

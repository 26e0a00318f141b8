"""`./ctai review`: what a reviewer types and reads."""

import pytest
import structlog
from typer.testing import CliRunner

from bot.cli import app
from bot.review.lines import key_of
from bot.review.model import ReviewRefused
from tests.unit.review.conftest import Store

CRECHE = "On aurait droit à quoi pour une crèche ?"


@pytest.fixture
def ctai(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("CTAI_VAR", str(tmp_path))
    runner = CliRunner()

    def run(*arguments: str):
        return runner.invoke(app, arguments)

    assert run("db", "upgrade").exit_code == 0
    yield run
    structlog.reset_defaults()


def test_a_line_is_listed_kept_and_gone(ctai, store: Store, project) -> None:
    store.typed(CRECHE).answered("utter_repli")
    key = key_of(CRECHE)

    listed = ctai("review", "list")
    kept = ctai("review", "keep", key, "--intent", "financement_montant", "--root", str(project))

    assert listed.stdout == (
        f"{key}  2026-11-23  1 time(s)  not understood\n          {CRECHE}\n"
        "          nearest: financement_montant 21%, duree_contrat 10%\n1 line(s) to review, 1 shown\n"
    )
    assert kept.stdout.startswith("data/nlu/financement.yml: one more example of financement_montant")
    assert ctai("review", "list").stdout == "0 line(s) to review, 0 shown\n"


def test_a_line_becomes_a_test_and_another_is_dropped(ctai, store: Store, project) -> None:
    store.typed(CRECHE).typed("zzz zzz")

    tested = ctai("review", "test", key_of(CRECHE), "--theme", "financement", "--root", str(project))
    dropped = ctai("review", "drop", key_of("zzz zzz"))

    assert (tested.exit_code, dropped.exit_code) == (0, 0)
    assert CRECHE in (project / "tests/nlu/questions.jsonl").read_text(encoding="utf-8")
    assert ctai("review", "list").stdout == "0 line(s) to review, 0 shown\n"


def test_a_refusal_changes_nothing(ctai, store: Store, project) -> None:
    store.typed("M. Dupont demande combien")
    key = key_of("M. [nom masqué] demande combien")

    refused = ctai("review", "keep", key, "--intent", "financement_montant", "--root", str(project))

    assert isinstance(refused.exception, ReviewRefused)
    assert key in ctai("review", "list").stdout


def test_the_list_is_cut_and_begins_where_it_is_asked(ctai, store: Store) -> None:
    store.typed("hier").later(days=1).typed("un").typed("deux")

    assert ctai("review", "list", "--limit", "1").stdout.endswith("3 line(s) to review, 1 shown\n")
    assert ctai("review", "list", "--since", "2026-11-24").stdout.endswith("2 line(s) to review, 2 shown\n")
    assert ctai("review", "list", "--since", "hier").exit_code == 2


def test_without_conversations_it_is_said(ctai) -> None:
    assert "no conversation was kept yet" in str(ctai("review", "list").exception)

"""`./ctai knowledge`: what an editor sees, on a copy of the real files."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.db import ROOT
from bot.knowledge.yaml_files import InvalidKnowledge

CHECK = ("knowledge", "check", "--root")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("knowledge", "responses", "rules"):
        shutil.copytree(ROOT / "data" / folder, tmp_path / "data" / folder)
    shutil.copy(ROOT / "domain.yml", tmp_path / "domain.yml")
    return tmp_path


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_figure_changed_by_an_editor_is_told_with_its_file_and_its_line(project: Path) -> None:
    change(project / "data/responses/definition.yml", "le propose depuis 2019", "le propose depuis 2018")

    done = CliRunner().invoke(app, [*CHECK, str(project)])

    assert done.exit_code == 1
    assert (
        "data/responses/definition.yml, ligne 5, utter_definition_ctai : "
        "l’année « 2018 » ne figure dans aucun fait cité." in done.stdout
    )
    assert "problème(s) à corriger" in done.stdout


def test_a_file_that_is_no_yaml_is_told_with_its_line(project: Path) -> None:
    change(project / "data/responses/opinion.yml", "        facts: [sites]", "        facts: [sites")

    with pytest.raises(InvalidKnowledge, match=r"data/responses/opinion\.yml, ligne \d+ : une liste entre"):
        CliRunner().invoke(app, [*CHECK, str(project)], catch_exceptions=False)


def test_the_report_is_written_where_it_is_asked(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "rapport.html"

    assert CliRunner().invoke(app, ["knowledge", "report", "--out", str(out)]).exit_code == 0
    assert "118. " in out.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["knowledge", "report", "--out", str(tmp_path / "a/b")]).exit_code == 2

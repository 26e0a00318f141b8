"""What the documents say is what the project has."""

import re

import yaml

from tests.contract.conftest import ROOT


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    code = (ROOT / "bot/settings.py").read_text(encoding="utf-8")
    page = (ROOT / "docs/reglages.md").read_text(encoding="utf-8")
    read = set(re.findall(r'"(CTAI_[A-Z_]+)"', code))
    described = set(re.findall(r"^\| `(CTAI_[A-Z_]+)`", page, re.MULTILINE))
    assert read == described


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), (page.name, target)


def test_every_folder_of_the_tour_exists() -> None:
    tour = (ROOT / "README.md").read_text(encoding="utf-8").split("## A tour")[1].split("## Read on")[0]
    named = [
        name
        for row in re.findall(r"^\| (`.*?`) \|", tour, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", row)
    ]
    assert len(named) > 12
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_commands_that_the_readme_names_are_targets_of_make() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        assert set(re.findall(r"`?make ([a-z]+)\b", (ROOT / page).read_text(encoding="utf-8"))) <= targets


def test_every_source_of_the_territory_says_where_it_comes_from() -> None:
    text = (ROOT / "data/territory/SOURCES.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert "Licence Ouverte" in text

"""The source lines that a visitor sees. How the files are read is proved in `tests/unit/knowledge`."""

from pathlib import Path

import pytest

from bot.knowledge.yaml_files import InvalidKnowledge
from bot.web.knowledge import read_knowledge

SOURCES = """
sources:
  - {id: a, title: A, publisher: ministère, date: non daté, url: "https://a.example", kind: depliant}
  - {id: b, title: B, publisher: préfecture, date: mars 2026, kind: officiel}
"""


def write(folder: Path, facts: str) -> Path:
    (folder / "sources.yml").write_text(SOURCES, encoding="utf-8")
    (folder / "facts.yml").write_text(facts, encoding="utf-8")
    return folder


def test_the_sources_of_several_facts_come_once_each_in_order(tmp_path: Path) -> None:
    knowledge = read_knowledge(
        write(
            tmp_path,
            "facts: [{id: un, statement: Un., sources: [b], confidence: high},"
            " {id: deux, statement: Deux., sources: [a, b], confidence: high}]",
        )
    )

    assert [source.title for source in knowledge.sources_of(["un", "inconnu", "deux"])] == ["B", "A"]
    assert knowledge.sources_of([]) == []


def test_a_fact_whose_source_is_not_there_is_refused_at_the_start(tmp_path: Path) -> None:
    folder = write(tmp_path, "facts: [{id: un, statement: Un., sources: [c], confidence: high}]")

    with pytest.raises(InvalidKnowledge, match="fait « un » : source inconnue c"):
        read_knowledge(folder)

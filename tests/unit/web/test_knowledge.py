from pathlib import Path

import pytest

from bot.web.knowledge import InvalidKnowledge, read_knowledge

SOURCES = """
sources:
  - {id: a, title: A, publisher: ministère, date: non daté, url: "https://a.example", kind: depliant}
  - {id: b, title: B, publisher: préfecture, date: mars 2026}
"""


def test_the_sources_of_several_facts_come_once_each_in_order(tmp_path: Path) -> None:
    (tmp_path / "sources.yml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "facts.yml").write_text(
        "facts: [{id: un, statement: Un., sources: [b]}, {id: deux, statement: Deux., sources: [a, b]}]",
        encoding="utf-8",
    )

    knowledge = read_knowledge(tmp_path)

    assert [source.title for source in knowledge.sources_of(["un", "inconnu", "deux"])] == ["B", "A"]
    assert knowledge.sources_of([]) == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ("facts: [{id: un, sources: [c]}]", "unknown sources: c"),
        ("facts: [{sources: [a]}]", "facts.0.id"),
        ("facts: [", "parsing"),
        (None, "No such file"),
    ],
)
def test_wrong_files_are_refused_at_the_start(tmp_path: Path, facts: str | None, reason: str) -> None:
    (tmp_path / "sources.yml").write_text(SOURCES, encoding="utf-8")
    if facts is not None:
        (tmp_path / "facts.yml").write_text(facts, encoding="utf-8")

    with pytest.raises(InvalidKnowledge, match=reason):
        read_knowledge(tmp_path)

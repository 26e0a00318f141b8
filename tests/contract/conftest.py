"""The conversation as it is written in the project's files."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


def load(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Conversation:
    domain: dict[str, Any]
    examples: dict[str, list[str]]
    rules: list[dict[str, Any]]
    stories: list[dict[str, Any]]
    responses: dict[str, list[dict[str, Any]]]
    facts: dict[str, dict[str, Any]]
    sources: dict[str, dict[str, Any]]

    @property
    def entities(self) -> set[str]:
        """Names of the domain's entities; those with roles are written as mappings."""
        return {name for one in self.domain["entities"] for name in ([one] if isinstance(one, str) else one)}


@pytest.fixture(scope="session")
def conversation() -> Conversation:
    examples: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for block in load(path)["nlu"]:
            if "intent" in block:
                plain = re.sub(r"\[([^\]]+)\]\(\w+\)", r"\1", block["examples"])  # without entity marks
                lines = [line.removeprefix("- ").strip() for line in plain.splitlines()]
                examples.setdefault(block["intent"], []).extend(line for line in lines if line)
    responses: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((ROOT / "data/responses").glob("*.yml")):
        for name, variants in load(path)["responses"].items():
            assert name not in responses, f"{name} is written twice"
            responses[name] = variants
    return Conversation(
        domain=load(ROOT / "domain.yml"),
        examples=examples,
        rules=[rule for path in sorted((ROOT / "data/rules").glob("*.yml")) for rule in load(path)["rules"]],
        stories=[
            story for path in sorted((ROOT / "data/stories").glob("*.yml")) for story in load(path)["stories"]
        ],
        responses=responses,
        facts={fact["id"]: fact for fact in load(ROOT / "data/knowledge/facts.yml")["facts"]},
        sources={source["id"]: source for source in load(ROOT / "data/knowledge/sources.yml")["sources"]},
    )

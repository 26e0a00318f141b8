from datetime import UTC, datetime

import pytest

from bot.dossier.reference import new_reference
from bot.entities.model import DOUBTFUL, SURE
from bot.entities.references import references_in
from bot.entities.words import words

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def reference() -> str:
    return new_reference(NOW)


def found(text):
    return [(one.value, one.confidence) for one in references_in(words(text))]


def test_a_reference_is_read_however_it_is_written(reference) -> None:
    for typed in (
        reference,
        reference.lower().replace("-", " "),
        reference.replace("-", ""),
        reference.replace("-", "."),
        "CTAI" + reference[4:].replace("0", "O").replace("1", "I"),
        f"« {reference} », merci",
    ):
        assert found(f"mon dossier {typed} svp") == [(reference, SURE)]


def test_without_its_beginning_a_reference_is_a_doubt(reference) -> None:
    assert found(f"dossier {reference[5:]}") == [(reference, DOUBTFUL)]


def test_a_wrong_check_character_is_no_reference(reference) -> None:
    wrong = reference[:-1] + ("0" if reference[-1] != "0" else "1")
    assert found(f"dossier {wrong}") == []
    assert found("le CTAI 2026 de notre commune") == []

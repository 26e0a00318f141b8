from pathlib import Path

import pytest

from bot.labels import InvalidLabels, read_labels


def test_the_committed_table_is_read() -> None:
    assert read_labels()["etapes_liste"] == "Quelles sont les étapes\u00a0?"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "must map"),
        ("libelles: [a]", "must map"),
        ("libelles: {a: ' '}", "'a' has no label"),
        ("libelles: {a: }", "'a' has no label"),
        ("libelles: {1: Un}", "1 has no label"),
        (f"libelles: {{a: {'x' * 41}}}", "the label of 'a' exceeds 40 characters"),
        ("libelles: {a: 'Et après ?', b: et apres}", "'a' and 'b' have the same label"),
        ("libelles: {", "expected"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "libelles.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidLabels, match=said) as refused:
        read_labels(path)
    assert str(path) in str(refused.value)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidLabels, match="No such file"):
        read_labels(tmp_path / "libelles.yml")

"""The theme that an intent's name begins with."""

import pytest

from bot.nlu.themes import theme_of


@pytest.mark.parametrize(
    ("intent", "theme"),
    [
        ("definition_ctai", "definition"),
        ("contact_national", "contact_national"),
        ("lettre_info_contenu", "lettre_info"),
        ("saluer", "saluer"),
        ("informer_reponse", None),
        ("nlu_fallback", None),
        ("", None),
    ],
)
def test_the_theme_is_the_beginning_of_the_name(intent: str, theme: str | None) -> None:
    assert theme_of(intent) == theme

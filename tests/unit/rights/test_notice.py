"""What visitors and operators read is what the code does."""

import re
from datetime import timedelta

import pytest

from bot.db import ROOT
from bot.rights import retention

DURATIONS = {name: value for name, value in vars(retention).items() if isinstance(value, timedelta)}


def test_each_duration_is_in_the_guide_of_those_who_run_the_assistant() -> None:
    page = (ROOT / "docs/donnees.md").read_text(encoding="utf-8")
    told = re.findall(r"^\|.*\| (\d+)[^|]*\| `([A-Z_]+)` \|$", page, re.MULTILINE)

    assert {name: timedelta(days=int(days)) for days, name in told} == DURATIONS


@pytest.mark.parametrize(
    ("name", "subject", "words"),
    [
        ("CONVERSATION", "Les messages que vous écrivez", "30 jours après le dernier message"),
        ("DRAFT", "La lettre et son brouillon", "30 jours après le dernier changement"),
        ("LETTER_WITHOUT_DOSSIER", "La lettre et son brouillon", "30 jours pour une lettre sans dossier"),
        ("QUESTION", "Une question transmise", "12 mois"),
        ("CLOSED_DOSSIER", "Le dossier", "12 mois après sa clôture"),
        ("IDLE_DOSSIER", "Le dossier", "pendant 24 mois"),
        ("CODE", "Un code à 6 chiffres", "effacé après 1 jour"),
        ("SENT_BYTES", "Les messages envoyés", "30 jours après l’envoi"),
        ("DEAD_BYTES", "Les messages envoyés", "90 jours si l’envoi a échoué"),
        ("MESSAGE", "Les messages envoyés", "les dates 12 mois"),
        ("FEEDBACK", "Votre avis", "12 mois"),
    ],
)
def test_the_notice_tells_each_duration_that_concerns_visitors(name: str, subject: str, words: str) -> None:
    page = (ROOT / "bot/web/static/donnees-personnelles.html").read_text(encoding="utf-8")
    number, unit = re.search(r"(\d+) (jour|mois)", words).groups()
    days = int(number) * (1 if unit == "jour" else 30.4375)

    (item,) = (part for part in page.split("<dt>") if part.startswith(subject))
    assert words in item
    assert abs(DURATIONS[name] - timedelta(days=days)) < timedelta(days=1)


def test_the_notice_says_that_reviewed_messages_are_masked_and_teach_the_assistant() -> None:
    page = (ROOT / "bot/web/static/donnees-personnelles.html").read_text(encoding="utf-8")
    assert "relit les messages que l’assistant n’a pas compris, après un masquage automatique" in page

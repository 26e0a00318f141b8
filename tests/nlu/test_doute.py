"""What is acted upon, and what is asked."""

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.doute import DoubtClassifier

ASKED = "nlu_fallback"


def read(*ranking: tuple[str, float]) -> tuple[str, list[str]]:
    readings = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    message = Message({TEXT: "…", INTENT: readings[0] if readings else {}, INTENT_RANKING_KEY: readings})
    (marked,) = DoubtClassifier(DoubtClassifier.get_default_config()).process([message])
    return marked.get(INTENT).get("name"), [one["name"] for one in marked.get(INTENT_RANKING_KEY)]


@pytest.mark.parametrize(
    ("ranking", "intent"),
    [
        ([("duree_contrat", 0.9), ("calendrier_delais", 0.05)], "duree_contrat"),
        ([("duree_contrat", 0.45), ("calendrier_delais", 0.3)], "duree_contrat"),
        ([("duree_contrat", 0.39), ("calendrier_delais", 0.1)], ASKED),
        ([("duree_contrat", 0.47), ("calendrier_delais", 0.44)], ASKED),
        ([("annuler", 0.45), ("nier", 0.1)], ASKED),
        ([("ouvrir_dossier", 0.49), ("rediger_lettre", 0.1)], ASKED),
        ([("ouvrir_dossier", 0.55), ("rediger_lettre", 0.1)], "ouvrir_dossier"),
        ([], ASKED),
    ],
)
def test_a_reading_is_acted_upon_when_it_is_sure_enough(
    ranking: list[tuple[str, float]], intent: str
) -> None:
    assert read(*ranking)[0] == intent


def test_doubtful_readings_stay_in_the_ranking_to_be_offered() -> None:
    assert read(("duree_contrat", 0.3), ("calendrier_delais", 0.25))[1] == [
        ASKED,
        "duree_contrat",
        "calendrier_delais",
    ]

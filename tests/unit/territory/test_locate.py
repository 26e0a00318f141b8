import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.territory.locate import MOST_CANDIDATES, locate


@pytest.mark.parametrize(
    ("text", "status", "certain", "first"),
    [
        (
            "mairie de 59100",
            "found",
            True,
            {
                "type": "commune",
                "code": "59512",
                "name": "Roubaix",
                "departement": "59",
                "prefecture_city": "Lille",
            },
        ),
        (
            "le 68",
            "found",
            True,
            {
                "type": "departement",
                "code": "68",
                "name": "Haut-Rhin",
                "departement": "68",
                "prefecture_city": "Colmar",
            },
        ),
        (
            "CA Gap-Tallard-Durance",
            "found",
            True,
            {
                "type": "epci",
                "code": "200067825",
                "name": "Communauté d’agglomération Gap-Tallard-Durance",
                "departement": "05",
                "prefecture_city": "Gap",
            },
        ),
        (
            "région Bretagne",
            "found",
            True,
            {
                "type": "region",
                "code": "53",
                "name": "Région Bretagne",
                "departement": "35",
                "prefecture_city": "Rennes",
            },
        ),
        (
            "mairie de Lomme",
            "found",
            True,
            {
                "type": "commune",
                "code": "59350",
                "name": "Lille",
                "departement": "59",
                "prefecture_city": "Lille",
                "known_as": "Lomme",
            },
        ),
        (
            "Saint-Denis",
            "ambiguous",
            True,
            {
                "type": "commune",
                "code": "97411",
                "name": "Saint-Denis",
                "departement": "974",
                "prefecture_city": "Saint-Denis",
            },
        ),
        (
            "Sant Etienne du Rouvrai",
            "found",
            False,
            {
                "type": "commune",
                "code": "76575",
                "name": "Saint-Étienne-du-Rouvray",
                "departement": "76",
                "prefecture_city": "Rouen",
            },
        ),
    ],
)
def test_a_text_gives_whom_it_speaks_of_and_their_prefecture(territory, text, status, certain, first):
    located = locate(territory, text)

    assert (located["text"], located["status"], located["certain"]) == (text, status, certain)
    assert located["candidates"][0] == first


def test_a_place_that_does_not_exist_has_no_candidate(territory):
    assert locate(territory, "Trifouillis-les-Oies") == {
        "text": "Trifouillis-les-Oies",
        "status": "not_found",
        "certain": True,
        "candidates": [],
    }


def test_candidates_are_not_too_many(territory):
    assert len(locate(territory, "51300")["candidates"]) == MOST_CANDIDATES


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_gives_a_line_of_json(territory, text):
    located = locate(territory, text)

    assert json.loads(json.dumps(located)) == located
    assert (located["status"] == "not_found") == (located["candidates"] == [])

import re

import pytest

from bot.letter.blocks import AidText, BlockKind
from bot.letter.deliberation import write_deliberation
from bot.letter.memo import NATIONAL_INBOX, write_memo
from bot.letter.model import Civility
from bot.letter.wording import BLANK, NBSP

PAYS_DE_BITCHE, CREUSE, BRETAGNE, PAPEETE = "epci:200069441", "departement:23", "region:53", "commune:98735"
EVERY_KIND = ("commune:23096", PAYS_DE_BITCHE, "epci:243500139", CREUSE, BRETAGNE, PAPEETE, "region:94")


def text_of(aid: AidText) -> str:
    return "\n".join((aid.notice, aid.sender, aid.heading, *(block.text for block in aid.blocks)))


@pytest.mark.parametrize("write", [write_deliberation, write_memo])
@pytest.mark.parametrize("collectivite", EVERY_KIND)
def test_an_aid_says_first_that_it_is_one(full_letter, write, collectivite):
    assert write(full_letter(collectivite)).notice.startswith("Aide à la ")


def test_the_deliberation_says_who_has_to_validate_it(full_letter):
    assert write_deliberation(full_letter()).notice == (
        "Aide à la rédaction – à adapter et à faire valider par vos services."
    )


@pytest.mark.parametrize(
    ("collectivite", "council", "head"),
    [
        ("commune:23096", "Le conseil municipal,", "le maire ou la maire"),
        (PAYS_DE_BITCHE, "Le conseil communautaire,", "le président ou la présidente"),
        ("epci:243500139", "Le conseil métropolitain,", "le président ou la présidente"),
        (CREUSE, "Le conseil départemental,", "le président ou la présidente"),
        (BRETAGNE, "Le conseil régional,", "le président ou la présidente"),
        ("region:94", "L’assemblée délibérante,", "le président ou la présidente"),
    ],
)
def test_each_council_authorises_its_executive(blank_letter, collectivite, council, head):
    text = text_of(write_deliberation(blank_letter(collectivite)))

    assert f"\n{council}\n" in text
    assert f"D’autoriser {head} à adresser la lettre d’intention" in text
    assert f"D’autoriser {head} à signer le contrat" in text


def test_the_executive_of_the_letter_is_the_one_of_the_deliberation(full_letter):
    letter = full_letter(signatory_function="maire", signatory_civility=Civility.MADAME)
    aid = write_deliberation(letter)

    assert "De charger la maire de l’exécution" in text_of(aid)
    assert [block.text for block in aid.blocks if block.kind is BlockKind.SIGNATURE] == [
        f"Guéret, le {BLANK}",
        "La Maire,",
        "Camille Exemple",
    ]


def test_who_signs_by_delegation_does_not_sign_the_deliberation(full_letter):
    text = text_of(write_deliberation(full_letter(signatory_function="DGS")))

    assert "Camille Exemple" not in text
    assert "DGS" not in text


@pytest.mark.parametrize(
    ("collectivite", "article"),
    [
        ("commune:23096", "son article L.2122-21"),
        (PAYS_DE_BITCHE, "son article L.5211-9"),
        (CREUSE, "son article L.3221-1"),
        (BRETAGNE, BLANK),
        ("commune:75056", BLANK),
        ("epci:200046977", BLANK),
        ("departement:6AE", BLANK),
        ("epci:200057867", BLANK),
    ],
)
def test_only_an_article_that_was_read_is_cited(full_letter, collectivite, article):
    text = text_of(write_deliberation(full_letter(collectivite)))

    assert f"notamment {article}{NBSP};" in text


def test_dates_numbers_and_votes_of_a_deliberation_are_blanks(full_letter):
    text = text_of(write_deliberation(full_letter()))

    for label in ("Membres en exercice", "Présents", "Pouvoirs", "Pour", "Contre", "Abstentions"):
        assert f"{label}{NBSP}: {BLANK}" in text
    assert f"séance du {BLANK}. Délibération n°{NBSP}{BLANK}." in text
    assert "2026" not in text


def test_the_memo_gives_the_five_steps_and_whom_to_contact(full_letter):
    text = text_of(write_memo(full_letter(PAYS_DE_BITCHE)))

    assert re.findall(r"Étape (\d)", text) == ["1", "2", "3", "4", "5"]
    assert "Préfecture de la Moselle, à Metz (https://www.moselle.gouv.fr)." in text
    assert "Sous-préfecture de Sarreguemines" in text
    assert NATIONAL_INBOX in text


def test_the_memo_repeats_what_was_given_and_leaves_blanks_for_the_rest(blank_letter, full_letter):
    given = full_letter(elected_contact="Alex Témoin", prepared_by="Dominique Fictif")

    assert f"pour les élus, Alex Témoin{NBSP}; pour les services, Dominique Fictif." in text_of(
        write_memo(given)
    )
    assert f"pour les élus, {BLANK}{NBSP}; pour les services, {BLANK}." in text_of(write_memo(blank_letter()))
    assert f"({BLANK})" in text_of(write_memo(blank_letter()))


def test_the_memo_doubts_where_the_leaflet_is_silent(full_letter):
    assert "outre-mer" in text_of(write_memo(full_letter(PAPEETE)))
    assert "départements ni les régions" in text_of(write_memo(full_letter(CREUSE)))
    assert "sans les nommer" not in text_of(write_memo(full_letter()))


@pytest.mark.parametrize("write", [write_deliberation, write_memo])
@pytest.mark.parametrize("collectivite", EVERY_KIND)
def test_an_aid_gives_no_figure_that_the_leaflet_does_not_and_keeps_french_typography(
    blank_letter, write, collectivite
):
    text = text_of(write(blank_letter(collectivite)))

    assert not re.search(r"€|euro|%|candidat|appel à projets|\bans\b|None|'", text, re.IGNORECASE)
    assert not re.search(r"[^\u00a0][:;?!](?!//)", text)
    known = {"1", "2", "3", "4", "5", "2019", "2122", "21", "5211", "9", "3221"}
    assert set(re.findall(r"\d+", text)) <= known

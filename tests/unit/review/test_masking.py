"""Nothing that tells who wrote a message reaches a reviewer."""

import json

import pytest

from bot.db import ROOT
from bot.review.masking import is_masked, mask, without_masks


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("écrivez à camille.exemple@mairie.example svp", "écrivez à [adresse masquée] svp"),
        ("claire point dupont arobase ville point fr merci", "[adresse masquée] merci"),
        ("le 05.36.49.10.20 svp", "le [téléphone masqué] svp"),
        ("+33 6 39 98 45 67", "[téléphone masqué]"),
        ("0199001234", "[téléphone masqué]"),
        ("le code est 482913", "le code est [code masqué]"),
        ("siret 200 034 825 00012", "siret [numéro masqué]"),
        ("dossier CTAI-26-7K3M-9QXD-4", "dossier [référence masquée]"),
        ("12 bis rue des Lilas, Guéret", "[adresse masquée], Guéret"),
        ("voir https://exemple.example/a?b=c", "voir [lien masqué]"),
    ],
)
def test_addresses_telephones_codes_and_numbers_are_masked(typed: str, masked: str) -> None:
    assert mask(typed) == masked


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("je suis Claire Dupont, maire de Guéret", "je suis [nom masqué], maire de Guéret"),
        ("je suis claire dupont, dgs", "je suis [nom masqué], dgs"),
        ("M. Dupont m'a dit", "M. [nom masqué] m'a dit"),
        ("M. de Villepin", "M. [nom masqué]"),
        ("Monsieur Le Goff est là", "Monsieur [nom masqué] est là"),
        ("mme dupont demande combien", "mme [nom masqué] demande combien"),
        ("M Dupont et Mme d'Estaing", "M [nom masqué] et Mme [nom masqué]"),
        ("Je m’appelle Jean-Pierre Le Goff, directeur", "Je m’appelle [nom masqué], directeur"),
        ("moi c'est fatima benali, adjointe", "moi c'est [nom masqué], adjointe"),
        ("Cordialement, C. Dupont", "Cordialement, [nom masqué]"),
        ("Notre maire, Gérard Fontaine, voudrait signer", "Notre maire, [nom masqué], voudrait signer"),
        ("Xavier De Souza, chargé du développement social", "[nom masqué], chargé du développement social"),
    ],
)
def test_names_are_masked_where_the_words_around_tell_them(typed: str, masked: str) -> None:
    assert mask(typed) == masked


@pytest.mark.parametrize(
    "typed",
    [
        "je suis maire de Guéret",
        "je suis de Guéret",
        "je suis DGS de la ville",
        "je suis la nouvelle secrétaire de mairie",
        "Bonjour Madame, Monsieur",
        "M. le maire veut savoir",
        "Monsieur Le Préfet",
        "madame la sous-préfète",
        "madame combien on touche",
        "environ 300 000 euros, 23000 Guéret, 3 familles, en 2026",
        "je suis pas convaincu",
        "le CTAI, c'est quoi",
    ],
)
def test_functions_places_amounts_and_courtesies_stay(typed: str) -> None:
    assert mask(typed) == typed


def test_names_known_from_the_conversation_are_masked_however_they_are_written() -> None:
    masked = mask("relancez CLAIRE  d’Estaing et claire", names=["claire", "Claire d'Estaing"])

    assert masked == "relancez [nom masqué] et [nom masqué]"


def test_what_is_typed_while_a_code_is_asked_is_masked_with_its_blanks() -> None:
    assert mask("482 913", code_asked=True) == "[code masqué]"


def test_a_mask_is_told_from_the_rest() -> None:
    assert is_masked("je suis [nom masqué]")
    assert not is_masked("un visage masqué [ou non]")
    assert without_masks("[nom masqué]").strip() == ""


def test_the_training_sentences_are_left_as_they_are_but_for_a_few() -> None:
    """A mask where none is needed costs a rewording: rarely."""
    lines = (ROOT / "tests/nlu/questions.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]

    assert sum(is_masked(mask(text)) for text in texts) <= len(texts) * 0.02

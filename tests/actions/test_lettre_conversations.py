"""Whole conversations that end with a letter, as officials have them."""

import pytest

from actions.base import Services
from actions.lettre import ValidateLettreForm
from actions.lettre_fiche import letter_of
from bot.letter.model import Addressee, Civility
from tests.actions.conftest import GUERET
from tests.actions.conversation import FormConversation, lettre_form

GRAND_GUERET = "epci:200034825"


def begun(
    services: Services, text: str = "je voudrais écrire la lettre", **slots: object
) -> FormConversation:
    """A letter begun with these words."""
    form = FormConversation(ValidateLettreForm, services, **slots)
    form.hears(text, "rediger_lettre")
    form.begins()
    return form


def test_a_maire_answers_each_question_and_skips_the_optional_ones(broken_services) -> None:
    form = lettre_form(broken_services)
    asked = []
    for text in (
        "mairie de Guéret",
        "Camille Exemple",
        "maire",
        "Madame",
        "camille@gueret.example",
        "une préfète",
        "logement, emploi",
        "Il manque des cours de français.",
        "aller au récapitulatif",
    ):
        asked.append(form.asked)
        form.says(text, "informer_reponse")
    assert asked == [
        "collectivite",
        "lettre_nom",
        "lettre_fonction",
        "lettre_civilite",
        "lettre_email",
        "lettre_prefet",
        "lettre_themes",
        "lettre_besoins",
        "lettre_telephone",
    ]
    assert form.asked == "lettre_recapitulatif"
    letter = letter_of(form.turn, broken_services)
    assert (letter.signatory_name, letter.signatory_function) == ("Camille Exemple", "maire")
    assert letter.signatory_civility is Civility.MADAME
    assert letter.prepared_by is None
    assert letter.addressee is Addressee.PREFETE
    assert letter.telephone is None


def test_everything_in_one_message_is_taken_and_repeated(broken_services) -> None:
    form = lettre_form(broken_services)
    answer = form.says(
        "Bonjour, je suis Claire Exemple, maire de Guéret, claire.exemple@gueret.example, 05 55 00 00 00",
        "saluer",
        0.97,
    )
    assert form.slots["collectivite"] == GUERET
    assert form.slots["lettre_nom"] == "Claire Exemple"
    assert form.slots["lettre_fonction"] == "maire"
    assert form.slots["lettre_email"] == "claire.exemple@gueret.example"
    assert form.slots["lettre_telephone"] == "05 55 00 00 00"
    assert form.slots["lettre_signataire"] == "moi"
    assert answer.said == [
        "utter_collectivite_notee",
        "utter_lettre_note",
        "utter_lettre_signe_vous",
        "utter_ask_lettre_civilite",
    ]
    assert "Claire Exemple" in answer.values("utter_lettre_note")["notes"]


def test_the_very_message_that_asks_for_the_letter_is_read(broken_services) -> None:
    form = begun(
        broken_services, "je suis la maire de Guéret, je veux écrire la lettre, thèmes logement et emploi"
    )
    assert form.slots["collectivite"] == GUERET
    assert form.slots["lettre_fonction"] == "la maire"
    assert form.slots["lettre_themes"] == ["logement", "emploi"]
    assert form.asked == "lettre_nom"
    form.says("Claire Exemple")
    assert form.asked == "lettre_email"  # « la maire » says how she is called


def test_who_introduced_themself_before_is_not_asked_again(broken_services) -> None:
    form = FormConversation(ValidateLettreForm, broken_services)
    form.hears("Bonjour, je m’appelle Claire Exemple, je suis chargée de mission", "saluer")
    form.hears("je voudrais écrire la lettre", "rediger_lettre")
    answer = form.begins()
    assert form.slots["lettre_nom"] == "Claire Exemple"
    assert form.slots["lettre_fonction"] == "chargée de mission"
    assert answer.said == ["utter_lettre_debut", "utter_lettre_note", "utter_ask_collectivite"]


def test_who_introduced_themself_then_pressed_the_button_is_not_asked_again(broken_services) -> None:
    form = FormConversation(ValidateLettreForm, broken_services)
    form.hears("Bonjour, je m’appelle Claire Exemple, claire@gueret.example", "informer_reponse")
    form.sees_pressed("/rediger_lettre")
    form.begins()
    assert form.slots["lettre_nom"] == "Claire Exemple"
    assert form.slots["lettre_email"] == "claire@gueret.example"


@pytest.mark.parametrize(
    "text",
    [
        "le préfet M. Dominique Fictif nous soutient",
        "mon adjointe Mme Dominique Fictif suit le projet",
        "notre préfète, Mme Dominique Fictif, est d’accord",
    ],
)
def test_somebody_else_never_becomes_who_asks(broken_services, text) -> None:
    form = begun(broken_services, f"je veux écrire la lettre, {text}")
    assert form.slots.get("lettre_nom") is None
    assert form.slots.get("lettre_signataire") is None


def test_who_prepares_is_asked_who_signs(broken_services) -> None:
    form = begun(broken_services, collectivite=GUERET)
    form.says("Dominique Fictif")
    form.says("chargé de mission")
    form.says("d.fictif@gueret.example")
    assert form.asked == "lettre_signataire"
    form.says("Mme Claire Exemple, maire de Guéret")
    assert form.asked == "lettre_prefet"
    letter = letter_of(form.turn, broken_services)
    assert (letter.signatory_name, letter.signatory_function) == ("Claire Exemple", "maire")
    assert letter.signatory_civility is Civility.MADAME
    assert (letter.prepared_by, letter.prepared_by_function) == ("Dominique Fictif", "chargé de mission")


def test_a_signatory_not_known_yet_stays_blank(broken_services) -> None:
    form = begun(broken_services, collectivite=GUERET)
    form.says("Dominique Fictif")
    form.says("DGS")
    form.says("d.fictif@gueret.example")
    form.presses("/passer")
    assert form.asked == "lettre_prefet"
    letter = letter_of(form.turn, broken_services)
    assert (letter.signatory_name, letter.signatory_function) == (None, "maire")


def test_a_president_is_only_named_with_a_civility(broken_services) -> None:
    form = begun(broken_services, collectivite=GRAND_GUERET)
    for text in ("Dominique Fictif", "DGS", "d.fictif@gueret.example", "Claire Exemple"):
        form.says(text)
    assert form.asked == "lettre_signataire_civilite"
    assert letter_of(form.turn, broken_services).signatory_function is None
    form.presses('/informer_reponse{"civilite": "madame"}')
    assert letter_of(form.turn, broken_services).signatory_function == "la présidente"


def test_who_signs_by_delegation_says_so(broken_services) -> None:
    form = begun(broken_services, collectivite=GUERET)
    for text in ("Dominique Fictif", "adjoint", "d.fictif@gueret.example", "c’est moi qui signe"):
        form.says(text)
    letter = letter_of(form.turn, broken_services)
    assert (letter.signatory_name, letter.signatory_function) == ("Dominique Fictif", "adjoint")
    assert letter.prepared_by is None


def test_the_signatory_may_be_told_at_once(broken_services) -> None:
    form = begun(
        broken_services, "je veux écrire la lettre, elle sera signée par Mme Claire Exemple, présidente"
    )
    assert form.slots["lettre_signataire"] == "Claire Exemple"
    assert form.slots.get("lettre_nom") is None


def test_the_optional_questions_fill_the_letter(broken_services) -> None:
    form = begun(broken_services, **UP_TO_OPTIONAL)
    assert form.asked == "lettre_telephone"
    form.says("05 55 00 00 00")
    answer = form.presses("/affirmer")
    assert answer.said == ["utter_ask_lettre_publics"]
    assert answer.messages[-1]["custom"]["choices"][1]["value"] == "refugies"
    form.says("Réfugiés et bénéficiaires de la protection subsidiaire, les étudiants étrangers")
    form.says("Un atelier de conversation chaque mardi.")
    form.says("Dominique Fictif, adjoint aux solidarités")
    form.says("Camille Exemple, CCAS, 05 55 00 00 01")
    assert form.asked == "lettre_recapitulatif"
    letter = letter_of(form.turn, broken_services)
    assert letter.population == letter.collectivite.population
    assert letter.publics == ("refugies", "les étudiants étrangers")
    assert letter.actions == "Un atelier de conversation chaque mardi."
    assert letter.elected_contact == "Dominique Fictif, adjoint aux solidarités"
    assert letter.technical_contact == "Camille Exemple, CCAS, 05 55 00 00 01"


@pytest.mark.parametrize(
    ("say", "kept"),
    [
        (lambda form: form.presses("/nier"), ""),
        (lambda form: form.says("non", "nier"), ""),
        (lambda form: form.says("plutôt 13 000"), "13000"),
        (lambda form: form.says("oui", "affirmer"), "yes"),
    ],
)
def test_the_figure_of_the_tables_is_taken_left_out_or_replaced(
    broken_services, territory, say, kept
) -> None:
    form = begun(broken_services, **UP_TO_OPTIONAL, lettre_telephone="")
    assert form.asked == "lettre_population"
    say(form)
    expected = str(territory.collectivites[GUERET].population) if kept == "yes" else kept
    assert form.slots["lettre_population"] == expected


@pytest.mark.parametrize(
    "skip",
    [
        lambda form: form.presses('/passer{"suite": "recapitulatif"}'),
        lambda form: form.says("allez au récapitulatif"),
        lambda form: form.says("c’est tout", "prendre_conge"),
    ],
)
def test_one_word_skips_what_is_optional(broken_services, skip) -> None:
    form = begun(broken_services, **UP_TO_OPTIONAL)
    skip(form)
    assert form.asked == "lettre_recapitulatif"


def test_the_optional_questions_are_announced_once(broken_services) -> None:
    form = begun(broken_services, **{k: v for k, v in UP_TO_OPTIONAL.items() if k != "lettre_besoins"})
    said = form.says("Il manque des cours.").said
    assert said == ["utter_lettre_facultatif", "utter_ask_lettre_telephone"]
    assert form.presses("/passer").said == ["utter_ask_lettre_population"]


UP_TO_OPTIONAL = {
    "collectivite": GUERET,
    "lettre_nom": "Claire Exemple",
    "lettre_fonction": "la maire",
    "lettre_email": "claire@gueret.example",
    "lettre_signataire": "moi",
    "lettre_prefet": "prefete",
    "lettre_themes": ["logement", "francais"],
    "lettre_besoins": "Des cours.",
}


def test_asking_for_the_letter_again_with_a_name_keeps_the_name(broken_services) -> None:
    form = lettre_form(broken_services, collectivite=GUERET)
    form.says("je suis la maire, Claire Exemple, et je veux écrire la lettre", "rediger_lettre")
    assert form.slots["lettre_nom"] == "Claire Exemple"
    assert form.slots["lettre_fonction"] == "la maire"


def test_a_signatory_told_before_the_collectivite_is_kept(broken_services) -> None:
    form = begun(broken_services, "je veux écrire la lettre, elle sera signée par Mme Claire Exemple")
    form.says("mairie de Guéret")
    assert form.slots["lettre_signataire"] == "Claire Exemple"
    letter = letter_of(form.turn, broken_services)
    assert (letter.signatory_name, letter.signatory_function) == ("Claire Exemple", "maire")

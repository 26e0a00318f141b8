"""Who may ask: those who cannot carry a contract are told who can, and lose nothing."""

import pytest

from actions.lettre import ValidateLettreForm
from tests.actions.conftest import GUERET
from tests.actions.conversation import FormConversation, lettre_form

BODIES = [
    ("nous sommes une association", "utter_porteur_association"),
    ("je suis présidente d’une association à Guéret", "utter_porteur_association"),
    ("je suis un particulier", "utter_porteur_particulier"),
    ("je représente une entreprise", "utter_porteur_entreprise"),
    ("nous sommes un bailleur social", "utter_porteur_entreprise"),
    ("je travaille au CCAS", "utter_porteur_ccas"),
    ("nous sommes un syndicat mixte", "utter_porteur_autre"),
]


@pytest.mark.parametrize(("text", "response"), BODIES)
@pytest.mark.parametrize("intent", ["informer_collectivite", "eligibilite_ccas_association", "nlu_fallback"])
def test_a_body_that_signs_no_contract_is_told_who_can(broken_services, text, response, intent) -> None:
    form = lettre_form(broken_services)
    answer = form.says(text, intent)
    assert answer.said == [response, "utter_ask_collectivite"]
    assert form.slots.get("collectivite") is None


def test_nothing_that_was_said_is_lost(broken_services) -> None:
    form = lettre_form(broken_services, lettre_nom="Camille Exemple", lettre_themes=["emploi"])
    form.says("nous sommes une association", "informer_collectivite")
    form.says("mairie de Guéret", "informer_collectivite")
    assert form.slots["collectivite"] == GUERET
    assert form.slots["lettre_nom"] == "Camille Exemple"
    assert form.slots["lettre_themes"] == ["emploi"]


def test_an_association_is_told_so_from_the_first_message(broken_services) -> None:
    form = FormConversation(ValidateLettreForm, broken_services)
    form.hears("nous sommes une association de Guéret et nous voulons écrire la lettre", "rediger_lettre")
    answer = form.begins()
    assert answer.said == ["utter_lettre_debut", "utter_porteur_association", "utter_ask_collectivite"]
    assert form.slots.get("collectivite") is None


def test_the_place_of_an_association_is_not_who_writes(broken_services) -> None:
    # Rasa retains the place of the message as who speaks, before the form begins.
    form = FormConversation(ValidateLettreForm, broken_services, collectivite=GUERET)
    form.hears("je suis une association de Guéret, je veux écrire la lettre", "rediger_lettre")
    form.begins()
    assert form.slots["collectivite"] is None
    assert form.asked == "collectivite"


def test_the_commune_of_a_ccas_is_offered(broken_services) -> None:
    form = lettre_form(broken_services)
    answer = form.says("je travaille au CCAS de Guéret", "informer_collectivite")
    assert answer.said[0] == "utter_porteur_ccas"
    offered = answer.messages[0]["buttons"][0]
    assert offered["title"] == "Au nom de Guéret (23, Creuse)"
    form.presses(offered["payload"])
    assert form.slots["collectivite"] == GUERET


@pytest.mark.parametrize(
    "text",
    [
        "je suis chargé de mission à la mairie de Guéret",
        "je suis maire de Guéret et président d’une association",
        "nous sommes la commune de Guéret, avec une association",
        "je suis agente de la ville de Guéret",
    ],
)
def test_an_agent_of_a_collectivite_goes_on(broken_services, text) -> None:
    form = lettre_form(broken_services)
    form.says(text, "informer_collectivite")
    assert form.slots["collectivite"] == GUERET


def test_needs_that_speak_of_an_association_are_needs(broken_services) -> None:
    form = lettre_form(
        broken_services,
        collectivite=GUERET,
        lettre_nom="Camille Exemple",
        lettre_fonction="la maire",
        lettre_signataire="moi",
        lettre_email="a@gueret.example",
        lettre_prefet="",
        lettre_themes=["emploi"],
    )
    form.says("C’est une association qui donne les cours.")
    assert form.slots["lettre_besoins"] == "C’est une association qui donne les cours."


def test_who_works_for_the_ccas_prepares_the_letter_of_their_commune(broken_services) -> None:
    form = lettre_form(broken_services, collectivite=GUERET, lettre_nom="Camille Exemple")
    form.says("je suis directrice du CCAS")
    assert "directrice" in form.slots["lettre_fonction"]
    assert form.asked == "lettre_email"

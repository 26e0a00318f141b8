"""Corrections in plain words, at any moment: applied, said aloud, with what depends on them."""

import pytest

from actions.base import Services
from actions.lettre import ActionCorrigerLettre
from actions.lettre_fiche import letter_of
from bot.letter.model import Civility
from tests.actions.conftest import GUERET
from tests.actions.conversation import FormConversation, lettre_form

GRAND_GUERET = "epci:200034825"

KNOWN = {
    "collectivite": GUERET,
    "lettre_nom": "Claire Dupont",
    "lettre_fonction": "maire",
    "lettre_civilite": "madame",
    "lettre_email": "claire@gueret.example",
    "lettre_signataire": "moi",
    "lettre_prefet": "prefet",
    "lettre_themes": ["logement", "francais"],
    "lettre_besoins": "Des cours.",
    "lettre_telephone": "05 55 00 00 00",
    "lettre_population": "12000",
    "lettre_publics": ["refugies"],
    "lettre_actions": "",
    "lettre_elu": "",
    "lettre_technique": "",
}

#: Questions at which a correction may come; all that is asked later is not known yet.
MOMENTS = ["lettre_prefet", "lettre_besoins", "lettre_telephone", "lettre_recapitulatif"]


def at(services: Services, slot: str = "lettre_recapitulatif", **slots: object) -> FormConversation:
    names = list(KNOWN)
    given = names[: names.index(slot)] if slot in names else names
    form = lettre_form(services, **{name: KNOWN[name] for name in given} | slots)
    assert form.asked == slot
    return form


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("c’est Durand et pas Dupont", "lettre_nom", "Claire Durand"),
        ("le mail est plutôt x@y.example", "lettre_email", "x@y.example"),
    ],
)
def test_a_value_is_corrected_during_any_question(broken_services, moment, words, slot, value) -> None:
    form = at(broken_services, moment)
    answer = form.says(words, "corriger_reponse")
    assert form.slots[slot] == value
    assert form.asked == moment
    assert value in answer.values("utter_lettre_corrige")["notes"]


@pytest.mark.parametrize("intent", ["corriger_reponse", "nlu_fallback", "thematiques_logement"])
@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("enlevez le logement", "lettre_themes", ["francais"]),
        ("ajoutez la mobilité", "lettre_themes", ["logement", "francais", "mobilite"]),
        ("remplacez le logement par la santé", "lettre_themes", ["francais", "sante"]),
        ("ajoutez les familles", "lettre_publics", ["refugies", "famille"]),
        ("c’est une préfète", "lettre_prefet", "prefete"),
        ("enlevez le téléphone", "lettre_telephone", ""),
    ],
)
def test_a_list_is_corrected_whatever_was_understood(broken_services, intent, words, slot, value) -> None:
    form = at(broken_services)
    form.says(words, intent)
    assert form.slots[slot] == value
    assert form.asked == "lettre_recapitulatif"


def test_needs_that_speak_of_adding_are_needs(broken_services) -> None:
    form = at(broken_services, "lettre_besoins")
    needs = "Ajoutez à cela que les familles cherchent un logement depuis deux ans."
    form.says(needs, "nlu_fallback")
    assert form.slots["lettre_besoins"] == needs


@pytest.mark.parametrize("moment", ["lettre_email", "lettre_besoins", "lettre_recapitulatif"])
def test_another_level_changes_all_that_depends_on_it(broken_services, moment) -> None:
    form = at(broken_services, moment)
    answer = form.says("en fait c’est la communauté de communes", "corriger_reponse")
    assert form.slots["collectivite"] == GRAND_GUERET
    assert "utter_lettre_collectivite_changee" in answer.said
    assert "Creuse" in answer.values("utter_lettre_collectivite_changee")["prefecture"]
    # The maire of a commune does not sign for the EPCI.
    assert (form.slots["lettre_fonction"], form.slots["lettre_signataire"]) == (None, None)
    assert form.asked == "lettre_fonction"
    answer = form.says("présidente")
    assert "utter_lettre_signe_vous" in answer.said


def test_another_prefecture_asks_for_the_prefet_again(broken_services) -> None:
    form = at(broken_services)
    answer = form.says("en fait c’est la mairie de Pau", "corriger_reponse")
    assert form.slots["collectivite"] == "commune:64445"
    assert answer.said[0] == "utter_lettre_prefecture_changee"
    assert form.slots["lettre_prefet"] is None
    assert form.slots["lettre_population"] is None
    assert form.asked == "lettre_prefet"
    assert (form.slots["lettre_fonction"], form.slots["lettre_signataire"]) == ("maire", "moi")


def test_another_level_named_when_it_is_asked_again_asks_for_the_function_too(broken_services) -> None:
    form = at(broken_services)
    form.presses('/corriger_reponse{"champ": "collectivite"}')
    form.says("communauté d’agglomération Pau Béarn Pyrénées", "informer_collectivite")
    assert form.slots["lettre_fonction"] is None
    assert form.asked == "lettre_fonction"


def test_who_signs_by_delegation_is_not_asked_again(broken_services) -> None:
    form = at(broken_services, lettre_fonction="adjoint", lettre_civilite="")
    form.says("en fait c’est la mairie de Pau", "corriger_reponse")
    assert (form.slots["lettre_fonction"], form.slots["lettre_signataire"]) == ("adjoint", "moi")


def test_another_commune_with_namesakes_is_asked(broken_services) -> None:
    form = at(broken_services)
    answer = form.says("en fait c’est Saint-Denis", "corriger_reponse")
    assert answer.said == ["utter_correction_collectivite", "utter_collectivite_homonymes"]
    form.says("93")
    assert form.slots["collectivite"] == "commune:93066"


def test_from_the_epci_back_to_a_commune_it_is_asked_which(broken_services) -> None:
    form = at(broken_services, collectivite=GRAND_GUERET)
    answer = form.says("en fait c’est la commune", "corriger_reponse")
    assert answer.said == ["utter_correction_collectivite", "utter_ask_collectivite"]


def test_the_civility_changes_the_title(broken_services) -> None:
    form = at(
        broken_services, lettre_fonction="le président", collectivite=GRAND_GUERET, lettre_civilite="monsieur"
    )
    form.says("c’est Madame, pas Monsieur", "corriger_reponse")
    letter = letter_of(form.turn, broken_services)
    assert letter.signatory_civility is Civility.MADAME
    assert letter.signatory_function == "la présidente"


def test_another_function_asks_who_signs(broken_services) -> None:
    form = at(broken_services)
    form.says("remplacez « maire » par « directrice générale des services »", "corriger_reponse")
    assert form.slots["lettre_fonction"] == "directrice générale des services"
    assert form.asked == "lettre_signataire"


def test_a_spelling_with_one_reading_is_shown_and_taken_with_a_yes(broken_services) -> None:
    form = at(broken_services)
    answer = form.says("mon nom s’écrit avec deux n", "corriger_reponse")
    assert answer.said == ["utter_proposition_valeur"]
    assert "Claire Duponnt" in answer.values("utter_proposition_valeur")["valeur"]
    assert form.slots["lettre_nom"] == "Claire Dupont"
    form.says("oui", "affirmer")
    assert form.slots["lettre_nom"] == "Claire Duponnt"
    assert form.asked == "lettre_recapitulatif"


def test_a_spelling_that_is_refused_is_typed(broken_services) -> None:
    form = at(broken_services)
    form.says("mon nom s’écrit avec deux n", "corriger_reponse")
    form.presses("/nier")
    assert form.asked == "lettre_nom"
    form.says("Claire Dupon")
    assert form.slots["lettre_nom"] == "Claire Dupon"


def test_another_spelling_than_the_one_shown_may_be_typed_at_once(broken_services) -> None:
    form = at(broken_services)
    form.says("mon nom s’écrit avec deux n", "corriger_reponse")
    form.says("Claire Dupond")
    assert form.slots["lettre_nom"] == "Claire Dupond"
    assert form.slots["proposition"] is None


def test_a_spelling_with_several_readings_is_asked(broken_services) -> None:
    form = at(broken_services, lettre_nom="Anne Nivernais")
    assert (
        form.says("mon nom s’écrit avec deux n", "corriger_reponse").said == ["utter_proposition_valeur"]
        or form.asked == "lettre_nom"
    )
    form = at(broken_services, lettre_nom="Line Nival")
    answer = form.says("mon nom s’écrit avec deux n", "corriger_reponse")
    assert answer.said == ["utter_correction_nom", "utter_ask_lettre_nom"]


def test_a_mistyped_domain_is_asked_about(broken_services) -> None:
    form = at(broken_services, "lettre_email")
    answer = form.says("claire@gmial.com")
    assert answer.said == ["utter_proposition_adresse"]
    titles = [one["title"] for one in answer.messages[-1]["buttons"]]
    assert titles == ["Oui, claire@gmail.com", "Non, garder claire@gmial.com"]
    form.presses("/affirmer")
    assert form.slots["lettre_email"] == "claire@gmail.com"


def test_a_domain_that_only_looks_mistyped_is_kept(broken_services) -> None:
    form = at(broken_services, "lettre_email")
    form.says("claire@gmial.com")
    form.presses("/nier")
    assert form.slots["lettre_email"] == "claire@gmial.com"
    assert form.asked == "lettre_prefet"


@pytest.mark.parametrize("moment", [*MOMENTS, "lettre_nom", "lettre_email"])
@pytest.mark.parametrize("words", ["récapitulez", "où en est-on ?", "Un récap s’il vous plaît"])
def test_the_recap_is_shown_at_any_time(broken_services, moment, words) -> None:
    form = at(broken_services, moment)
    answer = form.says(words, "relance_repeter")
    shown = "utter_lettre_recapitulatif" if moment == "lettre_recapitulatif" else "utter_lettre_point"
    assert answer.said[0] == shown
    assert "Guéret (23, Creuse)" in answer.values(shown)["lignes"]
    assert form.asked == moment


def test_a_yes_with_a_correction_is_a_correction(broken_services) -> None:
    form = at(broken_services)
    answer = form.says("oui mais enlevez le logement", "affirmer", 0.9)
    assert not answer.ended
    assert form.slots["lettre_themes"] == ["francais"]


def test_a_letter_already_made_is_corrected_with_its_value(broken_services) -> None:
    form = lettre_form(broken_services, **KNOWN, lettre_prete=True, lettre_recapitulatif="oui")
    form.hears("enlevez le logement", "corriger_reponse")
    said = form.run(ActionCorrigerLettre(broken_services)).said
    assert said == ["utter_lettre_corrige"]
    assert form.begins().said == ["utter_lettre_reprise", "utter_lettre_recapitulatif"]
    assert form.slots["lettre_themes"] == ["francais"]


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "ranking"),
    [
        ("bon, j’arrête", "annuler", 0.35, {}),
        ("j’arrête là", "nlu_fallback", 0.3, {"annuler": 0.42}),
        ("je laisse tomber", "annuler", 0.48, {}),
    ],
)
@pytest.mark.parametrize("moment", ["lettre_nom", "lettre_besoins", "lettre_actions"])
def test_an_unsure_cancel_is_asked_about_and_never_swallowed(
    broken_services, moment, text, intent, confidence, ranking
) -> None:
    form = at(broken_services, moment)
    form.hears(text, intent, confidence, **ranking)
    form.says_again()
    assert form.asked == "abandon_confirme"
    assert form.slots.get(moment) is None


def test_who_signs_is_changed_for_somebody_else_and_back(broken_services) -> None:
    form = at(broken_services)
    form.says("c’est mon adjoint M. Dominique Fictif qui signera", "corriger_reponse")
    letter = letter_of(form.turn, broken_services)
    assert (letter.signatory_name, letter.signatory_function) == ("Dominique Fictif", "adjoint")
    assert letter.signatory_civility is Civility.MONSIEUR
    assert (letter.prepared_by, letter.prepared_by_function) == ("Claire Dupont", "maire")
    form.says("finalement c’est moi qui signe", "corriger_reponse")
    letter = letter_of(form.turn, broken_services)
    assert (letter.signatory_name, letter.signatory_function) == ("Claire Dupont", "maire")


def test_what_exists_already_is_kept_when_it_ends_like_a_wish(broken_services) -> None:
    form = at(broken_services, "lettre_actions")
    form.says("Un atelier le mardi, c’est tout")
    assert form.slots["lettre_actions"] == "Un atelier le mardi, c’est tout"


def test_the_maire_who_was_to_sign_does_not_sign_for_the_epci(broken_services) -> None:
    signed = {"lettre_fonction": "DGS", "lettre_signataire": "Camille Exemple"}
    form = at(broken_services, **signed, lettre_signataire_fonction="la maire")
    form.says("en fait c’est la communauté de communes", "corriger_reponse")
    assert form.slots["lettre_fonction"] == "DGS"
    assert form.asked == "lettre_signataire"


def test_the_name_of_the_collectivite_is_nobody(broken_services) -> None:
    form = at(broken_services, "lettre_nom")
    for text in ("Guéret", "commune de Guéret"):
        assert form.says(text).said[0] == "utter_refus_nom"
        assert form.slots.get("lettre_nom") is None


def test_the_name_of_the_signatory_is_that_of_who_signs(broken_services) -> None:
    form = at(broken_services)
    form.says("le nom de la signataire est Claire Dupond", "corriger_reponse")
    assert (form.slots["lettre_nom"], form.slots["lettre_signataire"]) == ("Claire Dupond", "moi")


def test_a_question_about_a_correction_changes_nothing(broken_services) -> None:
    form = at(broken_services)
    form.says("est-ce que je peux enlever le logement ?", "corriger_reponse")
    assert form.slots["lettre_themes"] == ["logement", "francais"]


@pytest.mark.parametrize("email", ["sans.accord@gueret.example", "change.avis@pau.example"])
def test_the_words_of_an_address_correct_nothing(broken_services, email) -> None:
    form = at(broken_services, "lettre_email")
    form.says(email, "informer_reponse")
    assert form.slots["lettre_email"] == email
    assert form.slots["collectivite"] == GUERET


def test_another_correction_takes_the_place_of_the_value_that_was_shown(broken_services) -> None:
    form = at(broken_services)
    form.says("mon nom s’écrit avec deux n", "corriger_reponse")
    form.says("changez Claire en Clara", "corriger_reponse")
    assert form.slots["lettre_nom"] == "Clara Dupont"
    assert form.slots["proposition"] is None
    assert form.asked == "lettre_recapitulatif"


def test_a_mistake_that_is_owned_up_to_is_no_need(broken_services) -> None:
    form = at(broken_services, "lettre_besoins", lettre_themes=["logement", "mobilite"])
    form.says("je me suis trompé, le thème logement est à enlever", "informer_reponse")
    assert form.slots["lettre_themes"] == ["mobilite"]
    assert form.asked == "lettre_besoins"

from datetime import UTC, datetime

import pytest

from actions.base import Services
from actions.lettre import ActionCorrigerLettre, ActionTerminerLettre, ValidateLettreForm
from actions.lettre_fiche import letter_of
from actions.lettre_questions import ActionAskLettreRecapitulatif
from bot.letter.model import Addressee
from bot.letter.storage import latest_letter, read_document
from tests.actions.conftest import GUERET
from tests.actions.conversation import CONVERSATION_ID, Conversation, FormConversation, lettre_form

#: One answer to each question, in their order; who answers signs, so that nobody else is asked for.
ANSWERS = {
    "collectivite": GUERET,
    "lettre_nom": "Camille Exemple",
    "lettre_fonction": "maire",
    "lettre_civilite": "madame",
    "lettre_email": "camille.exemple@gueret.example",
    "lettre_prefet": "prefete",
    "lettre_themes": ["francais", "emploi"],
    "lettre_besoins": "Des cours de français.",
    "lettre_telephone": "05 55 00 00 00",
    "lettre_population": "12500",
    "lettre_publics": ["refugies"],
    "lettre_actions": "Un atelier.",
    "lettre_elu": "Dominique Fictif, adjoint",
    "lettre_technique": "Camille Fictive, CCAS",
}

#: Known as soon as the function is.
SIGNS = {"lettre_signataire": "moi"}

#: Slot → how a correction names it.
NAMES = {slot: slot.removeprefix("lettre_") for slot in ANSWERS}

#: How a visitor names the same in words.
WORDS = {
    "collectivite": "je veux changer la commune",
    "lettre_nom": "mon nom est mal écrit",
    "lettre_fonction": "je me suis trompée de fonction",
    "lettre_civilite": "je voudrais changer la civilité",
    "lettre_email": "c’est la mauvaise adresse mail",
    "lettre_prefet": "il y a une erreur sur le destinataire",
    "lettre_themes": "je voudrais changer les thèmes",
    "lettre_besoins": "il faut revoir les besoins",
    "lettre_telephone": "le numéro de téléphone est faux",
    "lettre_population": "je veux changer la population",
    "lettre_publics": "il faut revoir les publics",
    "lettre_actions": "je voudrais modifier les actions",
    "lettre_elu": "changer le référent élu",
    "lettre_technique": "modifier le contact technique",
}


def at(services: Services, slot: str) -> FormConversation:
    """A letter whose answers are given up to `slot`."""
    names = list(ANSWERS)
    given = names[: names.index(slot)] if slot in names else names
    signs = SIGNS if "lettre_fonction" in given else {}
    form = lettre_form(services, **{name: ANSWERS[name] for name in given} | signs)
    assert form.asked == slot
    return form


def made(services: Services, **slots: object) -> FormConversation:
    """The letter is made: the form is asked for, or corrected, once more."""
    return lettre_form(
        services, **ANSWERS | SIGNS | {"lettre_prete": True, "lettre_recapitulatif": "oui"} | slots
    )


def following(slot: str) -> str:
    names = [*ANSWERS, "lettre_recapitulatif"]
    return names[names.index(slot) + 1]


@pytest.mark.parametrize(
    ("slot", "text", "kept"),
    [
        ("collectivite", "commune de Guéret", GUERET),
        ("collectivite", "je suis maire de Guéret", GUERET),
        ("collectivite", "Aucun", "commune:65045"),
        ("lettre_nom", "Moi c’est Camille Exemple", "Camille Exemple"),
        ("lettre_fonction", "je suis maire de Guéret", "maire"),
        ("lettre_civilite", "Mme", "madame"),
        ("lettre_email", "écrivez à Camille.Exemple@gueret.example svp", "Camille.Exemple@gueret.example"),
        ("lettre_themes", "1, 4", ("emploi", "francais")),
        ("lettre_themes", "le logement et le sport", ("logement", "le sport")),
        ("lettre_besoins", "Il n’y a plus de bus.", "Il n’y a plus de bus."),
        ("lettre_prefet", "c'est une femme", "prefete"),
        ("lettre_prefet", "Monsieur le Préfet", "prefet"),
    ],
)
def test_each_answer_is_read_and_the_next_one_asked(broken_services, slot, text, kept) -> None:
    form = at(broken_services, slot)
    form.says(text, "informer_reponse")
    assert form.slots[slot] == kept
    assert form.asked == following(slot)


@pytest.mark.parametrize(
    ("slot", "text", "refusal"),
    [
        ("collectivite", "Trifouillis-les-Oies", "utter_collectivite_inconnue"),
        ("lettre_nom", "42", "utter_refus_nom"),
        ("lettre_civilite", "bof", "utter_refus_civilite"),
        ("lettre_telephone", "12", "utter_refus_telephone"),
        ("lettre_population", "beaucoup", "utter_refus_population"),
        ("lettre_publics", "…", "utter_refus_publics"),
        ("lettre_elu", "A" * 201, "utter_refus_contact"),
        ("lettre_fonction", "42", "utter_refus_fonction"),
        ("lettre_email", "camille arobase gueret", "utter_refus_email"),
        ("lettre_email", "a@gueret.example ou b@gueret.example", "utter_refus_email"),
        ("lettre_themes", "12", "utter_refus_themes"),
        ("lettre_besoins", "…", "utter_refus_besoins"),
        ("lettre_besoins", "Trop long. " * 200, "utter_refus_besoins"),
        ("lettre_prefet", "je préfère ne pas", "utter_refus_prefet"),
    ],
)
def test_each_answer_that_cannot_be_used_is_refused_and_asked_again(
    broken_services, slot, text, refusal
) -> None:
    form = at(broken_services, slot)
    assert form.says(text, "informer_reponse").said == [refusal, f"utter_ask_{slot}"]
    assert form.slots.get(slot) is None
    assert form.slots["essais"] == 1.0


def test_a_function_given_for_the_name_is_kept_as_the_function(broken_services) -> None:
    form = at(broken_services, "lettre_nom")
    answer = form.says("maire de Guéret", "informer_collectivite")
    assert answer.said == ["utter_lettre_note", "utter_lettre_signe_vous", "utter_ask_lettre_nom"]
    assert form.slots["lettre_fonction"] == "maire"


def test_an_address_given_for_the_name_is_kept_as_the_address(broken_services) -> None:
    form = at(broken_services, "lettre_nom")
    answer = form.says("camille@gueret.example", "informer_reponse")
    assert answer.said == ["utter_lettre_note", "utter_ask_lettre_nom"]
    assert form.slots["lettre_email"] == "camille@gueret.example"


@pytest.mark.parametrize(
    "skip",
    [
        lambda form: form.presses("/passer"),
        lambda form: form.says("je passe", "passer"),
        lambda form: form.says("je ne sais pas encore", "nlu_fallback"),
    ],
)
@pytest.mark.parametrize("slot", [slot for slot in ANSWERS if slot != "collectivite"])
def test_each_answer_but_the_collectivite_may_stay_blank(broken_services, slot, skip) -> None:
    form = at(broken_services, slot)
    skip(form)
    assert form.slots[slot] == ""
    # Without a function it must be asked who signs, and not how they are called.
    assert form.asked == ("lettre_email" if slot == "lettre_fonction" else following(slot))


def test_the_prefet_is_chosen_by_a_button(broken_services) -> None:
    form = at(broken_services, "lettre_prefet")
    form.presses('/informer_reponse{"prefet": "prefete"}')
    assert form.slots["lettre_prefet"] == "prefete"


def test_not_to_know_the_prefet_is_a_blank(broken_services) -> None:
    form = at(broken_services, "lettre_prefet")
    form.says("on ne sait pas", "informer_reponse")
    assert form.slots["lettre_prefet"] == ""


def test_needs_are_kept_as_they_were_typed(broken_services) -> None:
    needs = "L’accueil d’abord.\n\n– 2 bus par jour ;\n– « pas » de médecin\u00a0!"
    form = at(broken_services, "lettre_besoins")
    form.says(needs, "informer_reponse")
    assert form.slots["lettre_besoins"] == needs


@pytest.mark.parametrize("name", ["Saint-Denis", "Bouxwiller"])
@pytest.mark.parametrize("intent", ["informer_collectivite", "saluer", "passer", "exemples_territoires"])
def test_namesakes_are_offered_and_are_no_failure_whatever_was_understood(
    broken_services, name, intent
) -> None:
    form = at(broken_services, "collectivite")
    answer = form.says(name, intent)
    assert answer.said == ["utter_collectivite_homonymes"]
    offered = [one["payload"] for one in answer.messages[-1]["buttons"]]
    ids = [
        f'/informer_collectivite{{"collectivite": "{one}"}}' for one in form.slots["collectivite_candidats"]
    ]
    assert offered == ids
    assert len(offered) > 1
    assert form.slots.get("collectivite") is None
    assert form.slots["essais"] == 0.0


@pytest.mark.parametrize(
    "choose",
    [
        lambda form: form.presses('/informer_collectivite{"collectivite": "commune:93066"}'),
        lambda form: form.says("93", "informer_reponse"),
        lambda form: form.says("Seine-Saint-Denis", "informer_collectivite"),
        lambda form: form.says("la deuxième", "passer"),
    ],
)
def test_a_namesake_is_chosen_by_a_button_its_departement_or_its_rank(broken_services, choose) -> None:
    form = at(broken_services, "collectivite")
    form.says("Saint-Denis", "informer_collectivite")
    choose(form)
    assert form.slots["collectivite"] == "commune:93066"
    assert form.slots["collectivite_candidats"] is None
    assert form.asked == "lettre_nom"


def test_too_many_namesakes_are_told_apart_by_the_departement(broken_services) -> None:
    form = at(broken_services, "collectivite")
    answer = form.says("Sainte-Colombe", "informer_collectivite")
    assert answer.said == ["utter_collectivite_trop_homonymes"]
    assert answer.messages[-1]["nombre"] == len(form.slots["collectivite_candidats"])
    form.says("dans le Doubs", "informer_collectivite")
    assert form.slots["collectivite"] == "commune:25515"


def test_none_of_the_namesakes_another_name_is_looked_up_afresh(broken_services) -> None:
    form = at(broken_services, "collectivite")
    form.says("Saint-Denis", "informer_collectivite")
    form.says("mairie de Guéret", "informer_collectivite")
    assert form.slots["collectivite"] == GUERET


def test_an_unknown_name_takes_the_namesakes_back(broken_services) -> None:
    form = at(broken_services, "collectivite")
    form.says("Saint-Denis", "informer_collectivite")
    said = form.says("aucune des deux", "informer_reponse").said
    assert said == ["utter_collectivite_inconnue", "utter_ask_collectivite"]


@pytest.mark.parametrize("slot", ANSWERS)
@pytest.mark.parametrize("asked", ["lettre_technique", "lettre_recapitulatif"])
def test_each_answer_is_corrected_by_a_button(broken_services, slot, asked) -> None:
    form = at(broken_services, asked)
    answer = form.presses(f'/corriger_reponse{{"champ": "{NAMES[slot]}"}}')
    assert [one for one in answer.said if one != "utter_lettre_facultatif"] == [
        f"utter_correction_{NAMES[slot]}",
        f"utter_ask_{slot}",
    ]
    assert form.slots.get(slot) is None
    assert form.asked == slot


@pytest.mark.parametrize("slot", ANSWERS)
@pytest.mark.parametrize("asked", ["lettre_email", "lettre_besoins", "lettre_recapitulatif"])
def test_each_answer_is_corrected_in_words(broken_services, slot, asked) -> None:
    form = at(broken_services, asked)
    answer = form.says(WORDS[slot], "corriger_reponse")
    assert answer.said[0] == f"utter_correction_{NAMES[slot]}"
    assert answer.said[-1] == f"utter_ask_{slot}"
    assert form.asked == slot


@pytest.mark.parametrize(
    ("words", "intent", "slot"),
    [
        ("l’adresse électronique", "nlu_fallback", "lettre_email"),  # as the recap itself suggests
        ("les thèmes", "thematiques_liste", "lettre_themes"),
        ("non, le nom est faux", "nier", "lettre_nom"),
    ],
)
def test_naming_an_answer_of_the_recap_is_enough_to_correct_it(broken_services, words, intent, slot) -> None:
    form = at(broken_services, "lettre_recapitulatif")
    form.says(words, intent)
    assert form.asked == slot


def test_after_a_correction_the_form_goes_back_to_what_it_asked(broken_services) -> None:
    form = at(broken_services, "lettre_besoins")
    form.says("mon nom est mal écrit", "corriger_reponse")
    answer = form.says("Dominique Fictif", "informer_reponse")
    assert form.slots["lettre_nom"] == "Dominique Fictif"
    assert answer.said == ["utter_ask_lettre_besoins"]


def test_a_correction_that_is_itself_an_answer_is_one(broken_services) -> None:
    form = at(broken_services, "lettre_email")
    form.says("je corrige : mairie@gueret.example", "corriger_reponse")
    assert form.slots["lettre_email"] == "mairie@gueret.example"


def test_correcting_the_collectivite_does_not_offer_old_namesakes(broken_services) -> None:
    form = lettre_form(broken_services, collectivite_candidats=["commune:93066", "commune:97411"])
    said = form.presses('/corriger_reponse{"champ": "collectivite"}').said
    assert said == ["utter_correction_collectivite", "utter_ask_collectivite"]


def test_the_recap_shows_every_answer(broken_services) -> None:
    form = at(broken_services, "lettre_technique")
    answer = form.says(ANSWERS["lettre_technique"])
    assert answer.said == ["utter_lettre_recapitulatif"]
    shown = answer.values("utter_lettre_recapitulatif")["lignes"].replace("\u00a0", " ")
    for line in (
        "- Collectivité : Guéret (23, Creuse)",
        "- Destinataire : Madame la Préfète de la Creuse",
        "- Signataire : Camille Exemple",
        "- Civilité : Madame",
        "- Fonction : maire",
        "- Adresse électronique : camille.exemple@gueret.example",
        "- Téléphone : 05 55 00 00 00",
        "- Population : 12 500 habitants",
        "- Thèmes : l’apprentissage du français, l’emploi",
        "- Besoins : Des cours de français.",
        "- Actions existantes : Un atelier.",
        "- Référent élu : Dominique Fictif, adjoint",
        "- Interlocuteur technique : Camille Fictive, CCAS",
    ):
        assert line in shown


def test_the_recap_shows_what_is_missing(broken_services) -> None:
    blanks = dict.fromkeys(ANSWERS, "") | {"collectivite": GUERET}
    shown = Conversation(broken_services, **blanks).run(ActionAskLettreRecapitulatif(broken_services))
    # Who signs, their address, the themes and the needs; a commune is signed for by its maire.
    assert shown.values("utter_lettre_recapitulatif")["lignes"].count("[à compléter]") == 4


@pytest.mark.parametrize(
    ("words", "intent", "confidence"),
    [
        ("non", "nier", 0.93),
        ("c'est ça je crois", "affirmer", 0.56),
        ("rédigez la lettre", "rediger_lettre", 0.9),
        ("il y a une erreur", "nlu_fallback", 0.3),
        ("corriger", "corriger_reponse", 0.81),
    ],
)
def test_nothing_but_a_yes_confirms_the_recap(broken_services, words, intent, confidence) -> None:
    form = at(broken_services, "lettre_recapitulatif")
    answer = form.says(words, intent, confidence)
    assert answer.said == ["utter_refus_recapitulatif", "utter_lettre_recapitulatif"]
    assert not answer.ended


@pytest.mark.parametrize(
    "confirm", [lambda form: form.presses("/affirmer"), lambda form: form.says("oui", "affirmer")]
)
def test_a_recap_that_is_confirmed_makes_the_documents(services, confirm) -> None:
    form = at(services, "lettre_recapitulatif")
    answer = confirm(form)
    assert answer.ended
    assert answer.said == ["utter_lettre_prete", "utter_lettre_suite"]
    documents = answer.messages[1]["custom"]["documents"]  # before the question that follows
    assert [one["kind"] for one in documents] == ["docx", "pdf"]
    assert (form.slots["lettre_prete"], form.slots["dossier_ouvert"]) == (True, False)
    with services.sessions() as session:
        stored = latest_letter(session, CONVERSATION_ID)
        sizes = [len(read_document(session, one["id"]).content) for one in documents]
    assert stored.letter.addressee is Addressee.PREFETE
    assert stored.letter.needs == "Des cours de français."
    assert [one["size"] for one in documents] == sizes


def test_another_letter_may_go_with_another_dossier(services) -> None:
    form = made(services, dossier_ouvert=True)
    form.presses("/affirmer")
    assert form.slots["dossier_ouvert"] is False


def test_a_letter_that_cannot_be_kept_leaves_the_answers(broken_services) -> None:
    form = at(broken_services, "lettre_recapitulatif")
    answer = form.presses("/affirmer")
    assert answer.said == ["utter_incident"]
    assert not form.slots["lettre_prete"]
    form.hears("écrire la lettre", "rediger_lettre")
    assert form.begins().said[-1] == "utter_lettre_recapitulatif"


def test_the_letter_begins_with_what_is_already_known(broken_services) -> None:
    form = FormConversation(ValidateLettreForm, broken_services, collectivite=GUERET)
    form.hears("écrire la lettre", "rediger_lettre")
    assert form.begins().said == ["utter_lettre_debut", "utter_lettre_note", "utter_ask_lettre_nom"]


def test_namesakes_found_before_the_letter_are_offered_at_once(broken_services) -> None:
    form = lettre_form(broken_services, collectivite_candidats=["commune:93066", "commune:97411"])
    assert form.asked == "collectivite"
    form.says("93", "informer_reponse")
    assert form.slots["collectivite"] == "commune:93066"


def test_asking_for_a_letter_already_made_shows_its_recap(broken_services) -> None:
    form = FormConversation(ValidateLettreForm, broken_services)
    form.slots |= ANSWERS | SIGNS | {"lettre_prete": True, "lettre_recapitulatif": "oui"}
    form.hears("la lettre", "rediger_lettre")
    assert form.begins().said == ["utter_lettre_reprise", "utter_lettre_recapitulatif"]


@pytest.mark.parametrize("slot", ANSWERS)
def test_each_answer_of_a_letter_already_made_is_corrected(broken_services, slot) -> None:
    form = made(broken_services)
    form.slots |= {"requested_slot": None}
    form.sees_pressed(f'/corriger_reponse{{"champ": "{NAMES[slot]}"}}')
    said = form.run(ActionCorrigerLettre(broken_services)).said
    assert said == [f"utter_correction_{NAMES[slot]}"]
    # The recap is not announced when an answer is asked instead.
    said = form.begins().said
    assert [one for one in said if one != "utter_lettre_facultatif"] == [f"utter_ask_{slot}"]


def test_without_an_answer_named_the_recap_shows_what_can_be_corrected(broken_services) -> None:
    form = made(broken_services)
    form.sees_pressed("/corriger_reponse")
    assert form.run(ActionCorrigerLettre(broken_services)).events == []
    assert form.begins().said == ["utter_lettre_reprise", "utter_lettre_recapitulatif"]


def test_a_letter_is_dated_of_the_day_in_paris(broken_services, clock) -> None:
    clock.moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    letter = letter_of(Conversation(broken_services, **ANSWERS).turn, broken_services)
    assert letter.written_on.isoformat() == "2027-01-01"


def test_blanks_are_not_values(broken_services) -> None:
    blanks = dict.fromkeys(ANSWERS, "") | {"collectivite": GUERET}
    letter = letter_of(Conversation(broken_services, **blanks, **SIGNS).turn, broken_services)
    assert letter.addressee is Addressee.UNKNOWN
    assert (letter.signatory_name, letter.signatory_function, letter.email) == (None, None, None)
    assert (letter.themes, letter.needs) == ((), None)
    assert (letter.telephone, letter.population, letter.publics) == (None, None, ())
    assert (letter.actions, letter.elected_contact, letter.technical_contact) == (None, None, None)


def test_a_cancel_forgets_a_letter_already_made(services) -> None:
    conversation = Conversation(services, **ANSWERS, lettre_prete=True, abandon_confirme="oui")
    answer = conversation.run(ActionTerminerLettre(services))
    assert answer.said == ["utter_annuler_fait"]
    assert conversation.slots["lettre_prete"] is False
    assert [name for name in ANSWERS if conversation.slots[name] is not None] == []


def test_who_is_maire_speaks_for_the_commune_and_not_for_its_intercommunalite(broken_services) -> None:
    form = at(broken_services, "collectivite")
    form.says("thionville", "informer_collectivite")
    assert len(form.slots["collectivite_candidats"]) == 2
    form.says("c moi le maire", "informer_reponse")
    assert form.slots["collectivite"] == "commune:57672"


def test_no_thanks_leaves_an_optional_answer_out(broken_services) -> None:
    form = at(broken_services, "lettre_telephone")
    answer = form.says("non merci", "nier")
    assert form.slots["lettre_telephone"] == ""
    assert "utter_refus_telephone" not in answer.said

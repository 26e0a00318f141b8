from datetime import UTC, datetime

import pytest

from actions.territoire import (
    ActionAskCollectivite,
    ActionContactPrefecture,
    ActionIdentifierCollectivite,
    ActionRepondreOuiNon,
)
from bot.handoff.office_contacts import PublishedContact, note_contacts
from tests.actions.conftest import GUERET
from tests.actions.conversation import Conversation, FormConversation, lettre_form

ROYAN = "commune:17306"


@pytest.fixture
def identify(broken_services):
    """No database is needed to recognise a collectivité."""
    return ActionIdentifierCollectivite(broken_services)


@pytest.fixture
def visitor(broken_services, identify):
    """Somebody whose messages are read outside any form."""
    conversation = Conversation(broken_services)

    def says(text: str, intent: str = "informer_collectivite"):
        return conversation.hears(text, intent).run(identify)

    conversation.says = says
    return conversation


@pytest.fixture
def form(broken_services) -> FormConversation:
    """The letter is begun: « Quelle collectivité représentez-vous ? »."""
    return lettre_form(broken_services)


def titles(answer, response: str) -> list[str]:
    return [one["title"] for one in answer.values(response)["buttons"]]


@pytest.mark.parametrize(
    ("text", "found", "prefecture"),
    [
        ("je suis maire de Guéret", GUERET, "préfecture de la Creuse"),
        ("Saint-Denis (93)", "commune:93066", "préfecture de la Seine-Saint-Denis"),
        ("la communauté de communes du Pays de Bitche", "epci:200069441", "préfecture de la Moselle"),
        ("le département de la Creuse", "departement:23", "préfecture de la Creuse"),
    ],
)
def test_who_speaks_is_recognised_with_the_competent_prefecture(visitor, text, found, prefecture) -> None:
    answer = visitor.says(text)
    assert answer.said == ["utter_collectivite_reconnue"]
    assert answer.values("utter_collectivite_reconnue")["prefecture"] == prefecture
    assert visitor.slots["collectivite"] == found


def test_an_old_name_is_said_with_the_commune_of_today(visitor) -> None:
    answer = visitor.says("mairie de Lomme").values("utter_collectivite_reconnue")
    assert answer["collectivite"] == "Lomme, aujourd’hui commune de Lille (59, Nord)"


def test_an_epci_over_several_departements_is_told_why_that_prefecture(visitor) -> None:
    answer = visitor.says("CC du Sisteronais-Buëch").values("utter_collectivite_reconnue")
    assert answer["prefecture"] == "préfecture des Alpes-de-Haute-Provence"
    assert "siège" in answer["precisions"]


def test_an_addressee_that_the_ministry_has_not_confirmed_is_said_to_be_so(visitor) -> None:
    answer = visitor.says("mairie de Paris").values("utter_collectivite_reconnue")
    assert "confirmer" in answer["precisions"]


def test_namesakes_are_offered_and_the_one_known_before_is_forgotten(visitor) -> None:
    visitor.slots["collectivite"] = GUERET
    answer = visitor.says("Saint-Denis")
    assert answer.said == ["utter_collectivite_homonymes"]
    assert visitor.slots["collectivite"] is None
    assert len(answer.messages[0]["buttons"]) == len(visitor.slots["collectivite_candidats"]) == 4


def test_a_namesake_is_chosen_by_the_button_that_was_offered(visitor, identify) -> None:
    offered = visitor.says("Saint-Denis").messages[0]["buttons"]
    answer = visitor.sees_pressed(offered[1]["payload"]).run(identify)
    assert answer.values("utter_collectivite_reconnue")["collectivite"] == offered[1]["title"]
    assert visitor.slots["collectivite_candidats"] is None


@pytest.mark.parametrize("text", ["celle du 93", "la deuxième", "Seine-Saint-Denis", "93200"])
def test_a_namesake_is_chosen_in_words(visitor, text) -> None:
    visitor.says("Saint-Denis")
    visitor.says(text, "nlu_fallback")
    assert visitor.slots["collectivite"] == "commune:93066"


def test_too_many_namesakes_are_not_made_into_buttons(visitor) -> None:
    answer = visitor.says("Sainte-Colombe")
    assert answer.said == ["utter_collectivite_trop_homonymes"]
    assert answer.messages[0]["buttons"] == []
    visitor.says("le Doubs", "nlu_fallback")
    assert visitor.slots["collectivite"] == "commune:25515"


def test_the_commune_or_its_epci_is_asked_when_the_name_leaves_it_open(visitor) -> None:
    answer = visitor.says("Royan")
    assert answer.said == ["utter_collectivite_niveau"]
    assert titles(answer, "utter_collectivite_niveau") == [
        "Royan (17, Charente-Maritime)",
        "Communauté d’agglomération Royan Atlantique (17, Charente-Maritime)",
    ]
    visitor.says("la commune", "nlu_fallback")
    assert visitor.slots["collectivite"] == ROYAN


def test_a_mistyped_name_is_never_taken_without_a_yes(visitor, broken_services) -> None:
    answer = visitor.says("mairie de Sant Etienne du Rouvrai")
    assert answer.said == ["utter_collectivite_suggestion"]
    assert titles(answer, "utter_collectivite_suggestion")[-1] == "Non"
    assert visitor.slots["collectivite"] is None
    answer = visitor.hears("oui", "affirmer").run(ActionRepondreOuiNon(broken_services))
    assert answer.said == ["utter_collectivite_reconnue"]
    assert visitor.slots["collectivite"] == "commune:76575"


def test_a_no_to_a_suggestion_leaves_the_name_to_write(visitor, broken_services) -> None:
    visitor.says("mairie de Sant Etienne du Rouvrai")
    answer = visitor.sees_pressed("/nier").run(ActionRepondreOuiNon(broken_services))
    assert answer.said == ["utter_collectivite_autre"]
    assert visitor.slots["collectivite_candidats"] is None


@pytest.mark.parametrize(
    ("intent", "said"), [("affirmer", "utter_affirmer_hors_contexte"), ("nier", "utter_nier_hors_contexte")]
)
def test_a_yes_or_a_no_to_nothing_asks_what_to_do(broken_services, intent, said) -> None:
    answer = Conversation(broken_services).hears("oui", intent).run(ActionRepondreOuiNon(broken_services))
    assert answer.said == [said]


def test_where_somebody_is_does_not_say_who_speaks(visitor) -> None:
    answer = visitor.says("je suis dans le 62")
    assert answer.said == ["utter_collectivite_departement"]
    values = answer.values("utter_collectivite_departement")
    assert (values["departement"], values["ville"]) == ("Pas-de-Calais (62)", "Arras")
    assert visitor.slots["collectivite"] is None


def test_the_departement_said_before_tells_the_namesakes_apart(visitor) -> None:
    visitor.says("je suis dans le 93")
    visitor.says("Saint-Denis")
    assert visitor.slots["collectivite"] == "commune:93066"


def test_the_departement_said_may_be_who_speaks_after_all(visitor, identify) -> None:
    (button,) = visitor.says("je suis dans le 62").messages[0]["buttons"]
    visitor.sees_pressed(button["payload"]).run(identify)
    assert visitor.slots["collectivite"] == "departement:62"


def test_a_place_that_does_not_exist_is_said_not_to_be_found(visitor) -> None:
    visitor.slots |= {"collectivite": GUERET, "collectivite_candidats": ["commune:93066", "commune:97411"]}
    answer = visitor.says("Trifouillis-les-Oies")
    assert answer.said == ["utter_collectivite_inconnue"]
    assert visitor.slots["collectivite"] == GUERET
    assert visitor.slots["collectivite_candidats"] is None


@pytest.mark.parametrize(
    ("intent", "said"),
    [("nlu_fallback", "utter_repli"), ("informer_reponse", "utter_informer_hors_contexte")],
)
def test_a_message_that_is_about_something_else_is_not_told_of_a_place(visitor, intent, said) -> None:
    assert visitor.says("abracadabra", intent).said == [said]


def test_the_letter_names_the_collectivite_back(form) -> None:
    answer = form.says("mairie de Lomme", "informer_collectivite")
    assert answer.said == ["utter_collectivite_notee", "utter_ask_lettre_nom"]
    assert (
        "aujourd’hui commune de Lille (59, Nord)" in answer.values("utter_collectivite_notee")["collectivite"]
    )


def test_the_letter_asks_among_the_namesakes_then_takes_the_answer(form) -> None:
    answer = form.says("Saint-Denis", "informer_collectivite")
    assert answer.said == ["utter_collectivite_homonymes"]
    assert form.says("la première", "nlu_fallback").said == [
        "utter_collectivite_notee",
        "utter_ask_lettre_nom",
    ]
    assert form.slots["collectivite"] == "commune:97411"


def test_the_letter_takes_a_mistyped_name_only_with_a_yes(form) -> None:
    assert form.says("Roubais", "nlu_fallback").said == ["utter_collectivite_suggestion"]
    assert form.slots.get("collectivite") is None
    form.says("oui", "affirmer")
    assert form.slots["collectivite"] == "commune:59512"


def test_the_letter_hears_a_no_to_a_mistyped_name(form) -> None:
    form.says("Roubais", "nlu_fallback")
    assert form.says("non", "nier").said == ["utter_collectivite_autre"]
    assert form.says("mairie de Tourcoing", "informer_collectivite").said[0] == "utter_collectivite_notee"


def test_the_letter_asks_again_then_the_postal_code_then_gives_a_contact(form) -> None:
    assert form.says("Trifouillis", "nlu_fallback").said == [
        "utter_collectivite_inconnue",
        "utter_ask_collectivite",
    ]
    assert form.says("Trifouillis-les-Oies", "nlu_fallback").said == ["utter_collectivite_code_postal"]
    assert form.says("Trifouillis en Brousse", "nlu_fallback").said == [
        "utter_collectivite_passer_la_main",
        "utter_ask_collectivite",
    ]
    assert form.slots["essais"] == 3.0


def test_a_postal_code_offers_its_communes(form) -> None:
    form.says("Trifouillis", "nlu_fallback")
    form.says("Trifouillis-les-Oies", "nlu_fallback")
    answer = form.says("35600", "nlu_fallback")
    assert len(titles(answer, "utter_collectivite_homonymes")) == 3
    answer = form.says("51300", "nlu_fallback")
    assert answer.said == ["utter_collectivite_liste"]
    assert answer.values("utter_collectivite_liste")["nombre"] == 46
    form.says("Vitry-le-François", "informer_collectivite")
    assert form.slots["collectivite"] == "commune:51649"


def test_the_letter_asks_openly_or_what_is_still_to_be_settled(broken_services) -> None:
    ask = ActionAskCollectivite(broken_services)
    assert Conversation(broken_services).run(ask).said == ["utter_ask_collectivite"]
    among = Conversation(
        broken_services,
        collectivite_candidats=["commune:93066", "commune:97411"],
        collectivite_question="utter_collectivite_homonymes",
    ).run(ask)
    assert [one["title"][:11] for one in among.messages[0]["buttons"]] == ["Saint-Denis", "Saint-Denis"]


@pytest.mark.parametrize("text", ["la même", "toujours la même commune", "comme tout à l’heure"])
def test_the_letter_takes_the_place_spoken_of_before(broken_services, text) -> None:
    form = lettre_form(broken_services, lieu=ROYAN)
    answer = form.says(text, "informer_reponse")
    assert answer.said == ["utter_collectivite_notee", "utter_ask_lettre_nom"]
    assert form.slots["collectivite"] == ROYAN


def test_the_letter_takes_the_collectivite_that_was_taken_back(form) -> None:
    form.says("mairie de Guéret", "informer_collectivite")
    form.says("en fait ce n'est pas la bonne commune", "corriger_reponse")
    assert form.asked == "collectivite"
    assert form.slots["collectivite"] is None
    form.says("non, toujours la même", "nier")
    assert form.slots["collectivite"] == GUERET


def test_a_departement_that_was_only_spoken_of_is_not_taken_for_who_speaks(broken_services) -> None:
    form = lettre_form(broken_services, lieu="departement:62")
    assert form.says("la même", "nlu_fallback").said == ["utter_collectivite_departement"]
    assert form.slots.get("collectivite") is None


def test_the_same_as_nothing_is_not_found(form) -> None:
    assert form.says("la même", "nlu_fallback").said == [
        "utter_collectivite_inconnue",
        "utter_ask_collectivite",
    ]


@pytest.mark.parametrize(
    ("text", "code"), [("69", "69"), ("le 69", "69"), ("dans le 2A", "2A"), ("974", "974"), ("02", "02")]
)
def test_the_number_of_a_departement_alone_says_where(form, text, code) -> None:
    assert form.says(text, "nlu_fallback").said == ["utter_collectivite_departement"]
    assert form.slots["lieu"] == f"departement:{code}"


def test_the_number_of_a_departement_alone_is_a_place_outside_forms_too(visitor) -> None:
    assert visitor.says("69", "nlu_fallback").said == ["utter_collectivite_departement"]
    assert visitor.slots["lieu"] == "departement:69"


@pytest.fixture
def contact(services):
    """Asks whom to contact, in words or by a button."""
    conversation = Conversation(services)
    action = ActionContactPrefecture(services)

    def ask(text: str, **slots: str):
        conversation.slots |= slots
        heard = (
            conversation.sees_pressed(text)
            if text.startswith("/")
            else conversation.hears(text, "contact_prefecture")
        )
        return heard.run(action)

    return ask


def test_whom_to_contact_without_a_place_is_said_in_general(contact) -> None:
    assert contact("Qui contacter ?").said == ["utter_contact_prefecture"]


@pytest.mark.parametrize(
    ("text", "collectivite", "city", "site", "precisions"),
    [
        (
            "qui contacter pour Royan ?",
            "Royan (17, Charente-Maritime)",
            "La Rochelle",
            "charente-maritime",
            "Rochefort",
        ),
        ("tel pref de la Réunion", "La Réunion (974)", "Saint-Denis", "reunion", ""),
        ("je suis dans le 62, qui appeler ?", "Pas-de-Calais (62)", "Arras", "pas-de-calais", ""),
        ("qui contacter à Colmar", "Colmar (68, Haut-Rhin)", "Colmar", "haut-rhin", ""),
        ("contact dans le Haut-Rhin", "Haut-Rhin (68)", "Colmar", "haut-rhin", ""),
    ],
)
def test_whom_to_contact_for_a_place_is_its_prefecture(
    contact, text, collectivite, city, site, precisions
) -> None:  # fmt: skip
    values = contact(text).values("utter_contact_prefecture_connue")
    assert (values["collectivite"], values["ville"]) == (collectivite, city)
    assert values["site"] == f"https://www.{site}.gouv.fr"
    assert precisions in values["precisions"]


def test_whom_to_contact_for_the_collectivite_known_before(contact) -> None:
    values = contact("Qui contacter ?", collectivite="commune:23008").values(
        "utter_contact_prefecture_connue"
    )
    assert (values["prefecture"], values["ville"]) == ("préfecture de la Creuse", "Guéret")
    assert "Aubusson" in values["precisions"]


def test_the_place_spoken_of_last_is_meant_by_the_next_question(contact) -> None:
    contact("qui contacter dans le 62 ?", collectivite=GUERET)
    assert contact("et le téléphone ?").values("utter_contact_prefecture_connue")["ville"] == "Arras"


def test_whom_to_contact_for_namesakes_asks_which_and_goes_on(contact) -> None:
    answer = contact("qui contacter pour Saint-Denis ?")
    assert answer.said == ["utter_collectivite_homonymes"]
    pressed = answer.messages[0]["buttons"][1]["payload"]
    assert contact(pressed).values("utter_contact_prefecture_connue")["ville"] == "Bobigny"


def test_the_commune_and_its_epci_have_one_contact_and_none_is_asked(contact) -> None:
    assert contact("qui contacter pour Royan ?").said == ["utter_contact_prefecture_connue"]


def test_telephone_and_address_are_given_only_where_an_import_says_them(contact, services) -> None:
    assert contact("qui contacter à Aubusson (23) ?").said == ["utter_contact_prefecture_connue"]
    day = datetime(2026, 3, 12, tzinfo=UTC).date()
    published = [
        PublishedContact("pref:23", "05 00 00 00 00", "1 rue d’Essai, 23000 Guéret", "essai.json", day),
        PublishedContact("spref:231", "05 00 00 00 01", None, "essai.json", day),
    ]
    with services.sessions.begin() as session:
        note_contacts(session, published, services.clock)
    said = [one for one in contact("qui contacter à Aubusson (23) ?").messages if "coordonnees" in one]
    assert [one["service"] for one in said] == ["préfecture de la Creuse", "sous-préfecture d’Aubusson"]
    assert said[0]["coordonnees"] == (
        "Téléphone\u00a0: 05 00 00 00 00. Adresse\u00a0: 1 rue d’Essai, 23000 Guéret. "
        "Source\u00a0: annuaire de Service-Public (DILA), fiche du 12 mars 2026."
    )

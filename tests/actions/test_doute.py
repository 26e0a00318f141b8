import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Turn
from actions.doute import ActionAutreChose, pressed_in_words
from actions.reponses import ActionRelancer, ActionRepeter
from actions.territoire import ActionIdentifierCollectivite, ActionRepondreOuiNon
from tests.actions.conversation import Answer, Conversation

STEPS = {"title": "Quelles sont les étapes\u00a0?", "payload": "/etapes_liste"}
LETTER = {"title": "Rédiger la lettre d’intention", "payload": "/rediger_lettre"}
OTHER = {"title": "Autre chose", "payload": "/autre_chose"}
HAND_OVER = {"title": "Transmettre ma question", "payload": "/parler_humain_transmettre"}


@pytest.fixture
def visitor(broken_services) -> Conversation:
    """No database is needed to doubt."""
    return Conversation(broken_services)


def misunderstood(visitor: Conversation, text: str = "abracadabra", **ranking: float) -> Answer:
    """The pipeline is not sure; what is answered is shown."""
    answer = visitor.hears(text, **ranking).run(ActionIdentifierCollectivite(visitor.services))
    visitor.is_shown(*answer.messages)
    return answer


def payloads(answer: Answer) -> list[str]:
    return [one["payload"] for one in answer.messages[0]["buttons"]]


def pressed(answer: Answer) -> str | None:
    """The button that words have pressed: Rasa goes on from these two events."""
    if not answer.events or answer.events[-1]["event"] != "user":
        return None
    listen, press = answer.events
    assert listen["name"] == "action_listen"
    assert answer.messages == []
    return str(press["text"])


def says(visitor: Conversation, text: str, intent: str = "nlu_fallback") -> Answer:
    """The visitor answers, and the action behind the intent runs."""
    behind = {
        "affirmer": ActionRepondreOuiNon,
        "nier": ActionRepondreOuiNon,
        "relance_suite": ActionRelancer,
        "relance_repeter": ActionRepeter,
    }
    action = behind.get(intent, ActionIdentifierCollectivite)
    return visitor.hears(text, intent).run(action(visitor.services))


def test_the_likeliest_readings_are_asked_with_their_labels(visitor) -> None:
    answer = misunderstood(visitor, "l’argent", financement_montant=0.25, financement_aide=0.2, saluer=0.15)
    assert answer.said == ["utter_doute"]
    assert [one["title"] for one in answer.messages[0]["buttons"]] == [
        "Combien l’État finance\u00a0?",
        "Y a-t-il une aide financière\u00a0?",
        "Autre chose",
    ]
    assert payloads(answer) == ["/financement_montant", "/financement_aide", "/autre_chose"]


def test_three_readings_at_most_are_asked(visitor) -> None:
    ranking = dict.fromkeys(("etapes_liste", "duree_contrat", "annuler", "exemples_actions"), 0.2)
    assert payloads(misunderstood(visitor, **ranking)) == [
        "/etapes_liste",
        "/duree_contrat",
        "/annuler",
        "/autre_chose",
    ]


def test_one_likely_journey_alone_is_asked_by_its_label(visitor) -> None:
    answer = misunderstood(visitor, "on laisse", annuler=0.5, financement_aide=0.11)
    assert answer.said == ["utter_doute_seul"]
    assert answer.messages[0]["lecture"] == "Arrêter ce qui est en cours"
    assert payloads(answer) == ["/annuler", "/autre_chose"]


@pytest.mark.parametrize(
    "ranking",
    [
        {},
        {"financement_aide": 0.11},
        {"saluer": 0.3, "affirmer": 0.3, "nier": 0.2, "passer": 0.2},
        {
            "hors_sujet_asile": 0.29,
            "informer_reponse": 0.2,
            "definition_sigle": 0.2,
            "questions_multiples": 0.2,
        },
    ],
)
def test_nothing_plausible_is_not_understood(visitor, ranking) -> None:
    assert misunderstood(visitor, **ranking).said == ["utter_repli"]


def test_a_ranking_that_is_missing_is_no_failure(visitor) -> None:
    visitor.hears("abracadabra")
    del visitor.latest_message["intent_ranking"]
    assert visitor.run(ActionIdentifierCollectivite(visitor.services)).said == ["utter_repli"]


def test_a_place_comes_before_any_doubt(visitor) -> None:
    assert misunderstood(visitor, "mairie de Guéret", etapes_liste=0.25).said == [
        "utter_collectivite_reconnue"
    ]


@pytest.mark.parametrize("ranking", [{}, {"financement_aide": 0.2, "etapes_liste": 0.2}])
def test_two_misses_in_a_row_offer_a_person(visitor, ranking) -> None:
    misunderstood(visitor, **ranking)
    answer = misunderstood(visitor, "abracadabra encore", duree_contrat=0.2, parler_humain_transmettre=0.2)
    assert answer.said == ["utter_passer_la_main"]
    # The response itself begins with « Transmettre ma question ».
    assert payloads(answer) == ["/duree_contrat"]


def test_an_understood_message_in_between_ends_the_row(visitor) -> None:
    misunderstood(visitor)
    visitor.hears("Quelle durée ?", "duree_contrat").is_shown({"response": "utter_duree_contrat"})
    assert misunderstood(visitor).said == ["utter_repli"]


def test_a_place_that_is_not_found_is_a_miss_too(visitor) -> None:
    visitor.is_shown(*says(visitor, "Trifouillis-les-Oies", "informer_collectivite").messages)
    assert misunderstood(visitor).said == ["utter_passer_la_main"]


def test_none_of_the_readings_asks_for_other_words_then_offers_a_person(visitor) -> None:
    other = ActionAutreChose(visitor.services)
    misunderstood(visitor, financement_aide=0.2)
    answer = visitor.sees_pressed("/autre_chose").run(other)
    assert answer.said == ["utter_autre_chose"]
    visitor.is_shown(*answer.messages)
    assert misunderstood(visitor).said == ["utter_passer_la_main"]
    assert visitor.hears("non plus", "autre_chose").run(other).said == ["utter_passer_la_main"]


@pytest.mark.parametrize(
    ("text", "intent", "payload"),
    [
        ("la deuxième", "nlu_fallback", "/rediger_lettre"),
        ("plutôt la deuxième", "informer_reponse", "/rediger_lettre"),
        ("2", "informer_collectivite", "/rediger_lettre"),
        ("oui, la première", "affirmer", "/etapes_liste"),
        ("la dernière", "relance_suite", "/autre_chose"),
        ("le dernier", "relance_repeter", "/autre_chose"),
        ("le bouton du milieu", "nlu_fallback", "/rediger_lettre"),
        ("quelles sont les etapes", "nlu_fallback", "/etapes_liste"),
    ],
)
def test_a_button_just_shown_is_meant_by_its_rank_or_its_label(visitor, text, intent, payload) -> None:
    visitor.hears("bonjour", "saluer").is_shown(
        {"response": "utter_saluer"}, {"response": "utter_doute", "buttons": [STEPS, LETTER, OTHER]}
    )
    assert pressed(says(visitor, text, intent)) == payload


def test_the_button_carries_what_it_carries_when_pressed(visitor) -> None:
    payload = '/corriger_reponse{"champ": "email"}'
    visitor.hears("…").is_shown(
        {"response": "utter_x", "buttons": [{"title": "L’adresse", "payload": payload}]}
    )
    (_, press) = says(visitor, "la première").events
    assert press["parse_data"]["intent"] == {"name": "corriger_reponse", "confidence": 1.0}
    (carried,) = press["parse_data"]["entities"]
    assert (carried["entity"], carried["value"]) == ("champ", "email")


@pytest.mark.parametrize("text", ["étapes", "la quatrième", "69 communes", "la première ou la deuxième"])
def test_words_that_mean_no_button_press_none(visitor, text) -> None:
    visitor.hears("bonjour", "saluer").is_shown(
        {"response": "utter_doute", "buttons": [STEPS, LETTER, OTHER]}
    )
    assert pressed(says(visitor, text)) is None


def test_a_departement_alone_is_a_place_and_no_rank(visitor) -> None:
    visitor.hears("bonjour", "saluer").is_shown({"response": "utter_saluer", "buttons": [STEPS, LETTER]})
    assert says(visitor, "69").said == ["utter_collectivite_departement"]
    assert visitor.slots["lieu"] == "departement:69"


def test_only_the_buttons_just_shown_have_ranks(visitor) -> None:
    visitor.hears("bonjour", "saluer").is_shown({"response": "utter_saluer", "buttons": [STEPS, LETTER]})
    visitor.hears("au revoir", "prendre_conge").is_shown({"response": "utter_prendre_conge"})
    assert pressed(says(visitor, "la première")) is None


def test_among_candidates_a_rank_is_that_of_a_candidate(visitor) -> None:
    answer = misunderstood(visitor, "Saint-Denis")
    assert answer.said == ["utter_collectivite_homonymes"]
    assert says(visitor, "la deuxième").said == ["utter_collectivite_reconnue"]
    assert visitor.slots["collectivite"] == "commune:93066"


def test_candidates_of_an_earlier_question_do_not_take_the_rank_of_a_button(visitor) -> None:
    misunderstood(visitor, "Saint-Denis")
    visitor.hears("bonjour", "saluer").is_shown({"response": "utter_saluer", "buttons": [STEPS, LETTER]})
    assert pressed(says(visitor, "la deuxième")) == "/rediger_lettre"


def test_while_a_form_waits_no_button_is_pressed(visitor) -> None:
    visitor.hears("bonjour", "saluer").is_shown({"response": "utter_saluer", "buttons": [STEPS, LETTER]})
    tracker = visitor.hears("la deuxième").turn.tracker
    tracker.active_loop = {"name": "lettre_form"}
    assert pressed_in_words(Turn(tracker, CollectingDispatcher())) is None


def test_a_yes_to_one_reading_means_it(visitor) -> None:
    misunderstood(visitor, "on laisse", annuler=0.5)
    assert pressed(says(visitor, "oui", "affirmer")) == "/annuler"


def test_a_yes_to_several_readings_asks_which(visitor) -> None:
    shown = misunderstood(visitor, "l’argent", financement_montant=0.2, financement_aide=0.2)
    answer = says(visitor, "oui", "affirmer")
    assert answer.said == ["utter_doute_lequel"]
    assert payloads(answer) == payloads(shown)


def test_a_no_to_a_reading_means_something_else(visitor) -> None:
    misunderstood(visitor, "on laisse", annuler=0.5)
    assert pressed(says(visitor, "non", "nier")) == "/autre_chose"
    # The press is the visitor's next message: its answer counts the doubt, not the « non », as a miss.
    visitor.sees_pressed("/autre_chose")
    assert visitor.run(ActionAutreChose(visitor.services)).said == ["utter_autre_chose"]


def test_the_doubt_asked_last_comes_before_a_place_asked_earlier(visitor) -> None:
    misunderstood(visitor, "mairie de Sant Etienne du Rouvrai")
    misunderstood(visitor, "on laisse", annuler=0.5)
    assert pressed(says(visitor, "oui", "affirmer")) == "/annuler"

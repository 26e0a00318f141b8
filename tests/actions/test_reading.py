import pytest

from actions.base import Services, Turn
from actions.reading import Reading, Takes, field_to_correct, is_no, is_yes, looks_like_a_question, read
from tests.actions.conversation import Conversation

ANY_WORDS = (Takes.WORDS, Takes.TOPIC)
NOT_ANY_WORDS = (Takes.VALUE, Takes.YES_NO, Takes.RECAP)


@pytest.fixture
def typed(broken_services: Services):
    def typed(text: str, intent: str = "nlu_fallback", confidence: float = 0.9) -> Turn:
        return Conversation(broken_services).hears(text, intent, confidence).turn

    return typed


@pytest.fixture
def pressed(broken_services: Services):
    def pressed(payload: str) -> Turn:
        return Conversation(broken_services).sees_pressed(payload).turn

    return pressed


@pytest.mark.parametrize("takes", NOT_ANY_WORDS)
@pytest.mark.parametrize("intent", ["saluer", "passer", "annuler", "duree_contrat", "nlu_fallback"])
def test_what_the_field_recognises_is_an_answer_whatever_was_understood(typed, takes, intent) -> None:
    assert read(typed("Bouxwiller", intent), takes, recognised=True) is Reading.ANSWER


@pytest.mark.parametrize("takes", [*NOT_ANY_WORDS, *ANY_WORDS])
@pytest.mark.parametrize(
    ("payload", "reading"),
    [
        ("/passer", Reading.SKIP),
        ("/annuler", Reading.CANCEL),
        ('/corriger_reponse{"champ": "nom"}', Reading.CORRECTION),
        ("/affirmer", Reading.ANSWER),
        ("/renvoyer_code", Reading.ANSWER),
        ("/etapes_liste", Reading.QUESTION),
        ("/ouvrir_dossier", Reading.QUESTION),
    ],
)
def test_a_button_is_what_its_intent_says(pressed, takes, payload, reading) -> None:
    assert read(pressed(payload), takes, recognised=False) is reading


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "takes", "reading"),
    [
        # Cancelling is confirmed: where only a value is awaited, the least sign of it is enough.
        ("annuler", "annuler", 0.92, Takes.VALUE, Reading.CANCEL),
        ("bon, j'arrête", "annuler", 0.35, Takes.VALUE, Reading.CANCEL),
        (
            "trop de questions pour une simple lettre, arrêtez tout",
            "annuler",
            0.97,
            Takes.YES_NO,
            Reading.CANCEL,
        ),
        (
            "trop de questions pour une simple lettre, arrêtez tout",
            "annuler",
            0.97,
            Takes.WORDS,
            Reading.CANCEL,
        ),
        ("Claude Arrêt", "annuler", 0.36, Takes.WORDS, Reading.ANSWER),
        ("stop", "annuler", 0.76, Takes.TOPIC, Reading.CANCEL),
        ("comment annuler ?", "annuler", 0.4, Takes.WORDS, Reading.CANCEL),
        (
            "Les associations de la ville renoncent une à une et arrêtent",
            "annuler",
            0.99,
            Takes.TOPIC,
            Reading.ANSWER,
        ),
        # A skip is not confirmed.
        ("je ne sais pas", "passer", 0.95, Takes.VALUE, Reading.SKIP),
        ("camille (at) gueret", "passer", 0.35, Takes.VALUE, Reading.ANSWER),
        ("on n'a pas encore décidé qui signera la lettre", "passer", 0.87, Takes.WORDS, Reading.SKIP),
        ("aucun médecin", "passer", 0.51, Takes.TOPIC, Reading.ANSWER),
        ("pas encore identifiés", "passer", 0.78, Takes.TOPIC, Reading.SKIP),
        # A correction.
        ("je veux changer l'e-mail", "corriger_reponse", 0.99, Takes.TOPIC, Reading.CORRECTION),
        ("adresse mail", "corriger_reponse", 0.4, Takes.YES_NO, Reading.CORRECTION),
        ("je peux rectifier le nom ?", "corriger_reponse", 0.45, Takes.WORDS, Reading.CORRECTION),
        ("retour", "corriger_reponse", 0.64, Takes.WORDS, Reading.CORRECTION),
        ("il manque des logements", "corriger_reponse", 0.41, Takes.TOPIC, Reading.ANSWER),
    ],
)
def test_a_wish_about_the_form_is_told_from_an_answer(
    typed, text, intent, confidence, takes, reading
) -> None:
    assert read(typed(text, intent, confidence), takes, recognised=False) is reading


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "takes", "reading"),
    [
        ("Quelles sont les étapes ?", "etapes_liste", 0.9, Takes.TOPIC, Reading.QUESTION),
        ("quelles sont les étapes", "etapes_liste", 0.4, Takes.WORDS, Reading.QUESTION),
        ("c’est combien de temps le contrat", "duree_contrat", 0.97, Takes.WORDS, Reading.QUESTION),
        ("et le financement", "financement_aide", 0.96, Takes.WORDS, Reading.QUESTION),
        ("la durée", "duree_contrat", 0.84, Takes.VALUE, Reading.QUESTION),
        ("je voudrais parler à un humain", "parler_humain", 0.99, Takes.TOPIC, Reading.QUESTION),
        ("ouvrir un dossier", "ouvrir_dossier", 0.92, Takes.WORDS, Reading.QUESTION),
        ("bonjour", "saluer", 1.0, Takes.WORDS, Reading.QUESTION),
        ("merci beaucoup", "remercier", 0.98, Takes.TOPIC, Reading.QUESTION),
        # and answers that resemble a question
        ("Patrick Contrat", "duree_contrat", 0.52, Takes.WORDS, Reading.ANSWER),
        ("Fatima Bonnet", "saluer", 0.59, Takes.WORDS, Reading.ANSWER),
        ("chargée du financement", "financement_aide", 0.99, Takes.WORDS, Reading.ANSWER),
        ("conseiller délégué aux solidarités", "parler_humain", 0.61, Takes.WORDS, Reading.ANSWER),
        ("le français", "thematiques_liste", 0.95, Takes.TOPIC, Reading.ANSWER),
        ("Nous voudrions un diagnostic partagé.", "diagnostic_partage", 1.0, Takes.TOPIC, Reading.ANSWER),
        ("Bonjour, nous manquons de logements", "saluer", 0.94, Takes.TOPIC, Reading.ANSWER),
        ("Trifouillis-les-Oies", "nlu_fallback", 0.3, Takes.VALUE, Reading.ANSWER),
    ],
)
def test_a_question_is_told_from_an_answer(typed, text, intent, confidence, takes, reading) -> None:
    assert read(typed(text, intent, confidence), takes, recognised=takes in ANY_WORDS) is reading


@pytest.mark.parametrize(
    ("text", "intent", "reading"),
    [
        ("les thèmes", "thematiques_liste", Reading.CORRECTION),
        ("non, le nom est faux", "nier", Reading.CORRECTION),
        ("le nom", "nlu_fallback", Reading.CORRECTION),
        ("la commune", "informer_collectivite", Reading.CORRECTION),
        ("Quels thèmes ?", "thematiques_liste", Reading.QUESTION),
        ("non", "nier", Reading.ANSWER),
        ("laissez tomber, le nom est faux", "annuler", Reading.CANCEL),
    ],
)
def test_to_name_an_answer_of_the_recap_is_to_correct_it(typed, text, intent, reading) -> None:
    assert read(typed(text, intent), Takes.RECAP, recognised=False) is reading


def test_a_yes_commits_only_when_it_is_explicit(typed, pressed) -> None:
    assert is_yes(typed("oui", "affirmer", 0.95))
    assert is_yes(pressed("/affirmer"))
    assert not is_yes(typed("pourquoi cette question", "affirmer", 0.9))
    assert not is_yes(typed("oui ?", "affirmer", 0.95))
    assert not is_yes(typed("en fait c'est Lyon", "affirmer", 0.56))
    assert not is_yes(typed("non", "nier", 0.95))


def test_a_no_is_explicit_too(typed, pressed) -> None:
    assert is_no(typed("non", "nier", 0.93))
    assert is_no(pressed("/nier"))
    assert not is_no(typed("je suis pas sûr de comprendre", "nier", 0.43))
    assert not is_no(typed("oui", "affirmer", 0.93))


@pytest.mark.parametrize(
    "text",
    [
        "C’est obligatoire ?",
        "c'est obligatoire\u00a0?",
        "qu’est-ce que c’est",
        "Où",
        "à quoi sert cette adresse",
        "est ce que c'est long",
        "Comment ça",
    ],
)
def test_a_question_is_known_by_its_mark_or_its_first_word(text) -> None:
    assert looks_like_a_question(text)


@pytest.mark.parametrize(
    "text", ["", "Quentin Exemple", "Quelaines-Saint-Gault", "on manque de tout", "/passer"]
)
def test_other_words_are_no_question(text) -> None:
    assert not looks_like_a_question(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("mon nom est mal écrit", "nom"),
        ("le prénom", "nom"),
        ("j’ai besoin de corriger mon nom", "nom"),
        ("je me suis trompée de fonction", "fonction"),
        ("Changer l’adresse e-mail", "email"),
        ("le courriel", "email"),
        ("le nom de la commune", "collectivite"),
        ("plutôt l'agglomération", "collectivite"),
        ("il manque un thème", "themes"),
        ("je voudrais revoir les besoins", "besoins"),
        ("c'est une préfète", "prefet"),
        ("l’adresse du destinataire", "prefet"),
        ("il y a une erreur", None),
        ("l’économie", None),
        ("ajoutez la santé à la liste", None),
    ],
)
def test_the_answer_to_correct_is_named_in_the_visitors_words(typed, text, field) -> None:
    assert field_to_correct(typed(text, "corriger_reponse")) == field


def test_the_answer_to_correct_is_named_by_the_button(pressed) -> None:
    assert field_to_correct(pressed('/corriger_reponse{"champ": "themes"}')) == "themes"
    assert field_to_correct(pressed("/corriger_reponse")) is None


def test_a_first_name_and_a_surname_are_a_name_whatever_was_understood(typed) -> None:
    for name in ("Sam Exemple", "Jean-Noël de Logement"):
        assert read(typed(name, "exemples_liste", 0.98), Takes.WORDS, recognised=True) is Reading.ANSWER
    for other in ("LES EXEMPLES", "Des exemples", "Et le financement"):
        assert read(typed(other, "exemples_liste", 0.98), Takes.WORDS, recognised=True) is Reading.QUESTION


def test_needs_that_end_with_a_question_are_needs_and_a_question_after_a_word_is_one(typed) -> None:
    needs = "Les loyers sont trop hauts chez nous. Comment faire ?"
    assert read(typed(needs, "hors_sujet_autre", 0.9), Takes.TOPIC, recognised=True) is Reading.ANSWER
    assert read(typed(needs, "financement_aide", 0.4), Takes.TOPIC, recognised=True) is Reading.ANSWER
    assert read(typed(needs, "financement_aide", 0.9), Takes.TOPIC, recognised=True) is Reading.QUESTION
    short = "Merci. Qui signe ?"
    assert read(typed(short, "hors_sujet_autre", 0.9), Takes.TOPIC, recognised=True) is Reading.QUESTION

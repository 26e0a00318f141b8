"""Each check finds the error that is planted for it, and says so of the right answer or fact."""

from dataclasses import replace
from datetime import date

import pytest

from bot.knowledge.checks import as_lines, check, fact_problems, question_problems
from bot.knowledge.model import Button, Confidence, Question
from tests.unit.knowledge.conftest import ANSWER, BUTTONS, TODAY, Bench


def test_an_answer_that_states_its_facts_has_no_problem(bench: Bench) -> None:
    assert check(bench.corpus, TODAY) == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        # figures
        ("La démarche compte 7 étapes.", "le chiffre « 7 étapes »"),
        ("La démarche compte sept étapes.", "le chiffre « sept étapes »"),
        ("La démarche compte cinq communes.", "le chiffre « cinq communes »"),
        ("La démarche compte vingt et une étapes.", "le chiffre « vingt et une étapes »"),
        ("La signature vient à l’étape 4.", "le numéro « étape 4 »"),
        ("La signature vient à la troisième étape.", "le chiffre « troisième »"),
        ("Une dizaine de communes ont signé.", "le chiffre « dizaine »"),
        ("La moitié des communes a signé.", "le chiffre « moitié »"),
        ("Millau compte 23\u00a0000 habitants.", "le chiffre « 23\u00a0000 habitants »"),
        ("Millau compte vingt-trois mille habitants.", "le chiffre « vingt-trois mille habitants »"),
        # amounts and shares
        ("Dijon métropole a reçu 300\u00a0000\u00a0€.", "le montant « 300\u00a0000\u00a0€ »"),
        ("Dijon métropole a reçu 300 k€.", "le montant « 300 k€ »"),
        ("Dijon métropole a reçu deux cent mille euros.", "le montant « deux cent mille euros »"),
        ("Dijon métropole a reçu 2 millions d’euros.", "le montant « 2 millions d’euros »"),
        ("L’État paie 50\u00a0% du projet.", "le pourcentage « 50\u00a0% »"),
        ("L’État paie cinquante pour cent du projet.", "le pourcentage « cinquante pour cent »"),
        # dates
        ("Millau a signé le 5 février 2025.", "la date « 5 février 2025 »"),
        ("Millau a signé en mars 2025.", "la date « mars 2025 »"),
        ("Millau a signé le 04/03/2025.", "la date « 04/03/2025 »"),
        ("Millau a signé en 2024.", "l’année « 2024 »"),
        # durations
        ("Le contrat dure 4 ans.", "la durée « 4 ans »"),
        ("Le contrat dure quatre ans.", "la durée « quatre ans »"),
        ("Le contrat dure trois mois.", "la durée « trois mois »"),
        ("Le contrat dure un an.", "la durée « un an »"),
        ("Le contrat est quinquennal.", "la durée « quinquennal »"),
        # addresses
        (
            "Il faut écrire à contact@interieur.gouv.fr.",
            "l’adresse électronique « contact@interieur.gouv.fr »",
        ),
        ("Il faut voir www.ctai.gouv.fr.", "l’adresse de site « www.ctai.gouv.fr »"),
        ("Il faut voir https://ctai.fr/aide.", "l’adresse de site « https://ctai.fr/aide »"),
        ("Il faut appeler le 01 40 07 60 60.", "le numéro de téléphone « 01 40 07 60 60 »"),
        ("Il faut appeler le +33 1 40 07 60 60.", "le numéro de téléphone « +33 1 40 07 60 60 »"),
        ("Il faut appeler le 3939.", "le chiffre « 3939 »"),
        ("Il faut écrire au 14 rue de Miromesnil.", "l’adresse postale « 14 rue de Miromesnil »"),
        ("Il faut écrire place Beauvau.", "l’adresse postale « place Beauvau »"),
        ("Il faut écrire à 75007 Paris.", "l’adresse postale « 75007 Paris »"),
        # names and references
        ("La Ville de Bordeaux a signé.", "le nom « Bordeaux »"),
        ("Bordeaux a signé.", "le nom « Bordeaux »"),
        ("L’exemple de l’Aveyron le montre.", "le nom « Aveyron »"),
        ("Il faut demander madame Jeanne Martin.", "le nom « Jeanne Martin »"),
        ("Il faut demander la DREAL.", "le nom « DREAL »"),
        ("La référence est INTV2202529J.", "la référence « INTV2202529J »"),
    ],
)
def test_what_no_cited_fact_states_is_found(bench: Bench, sentence: str, found: str) -> None:
    problems = bench.added(sentence)

    assert [one for one in problems if f"{found} ne figure dans aucun fait cité" in one], problems
    assert all(one.startswith("data/responses/essai.yml, ligne 4, utter_essai : ") for one in problems)


@pytest.mark.parametrize(
    "sentence",
    [
        "La démarche compte 5 étapes.",
        "Millau compte vingt-deux mille habitants.",
        "Dijon métropole a reçu 150 k€, soit quatre-vingts pour cent.",
        "Millau a signé en février 2025, pour 3 années.",
        "Dijon métropole a signé en 2019.",
        "Le contrat de Millau est triennal.",
        "Écrivez à ctai@interieur.gouv.fr ou voyez interieur.gouv.fr.",
        "Appelez le 01.49.27.49.27.",
        "L’adresse est 12 rue de Miromesnil, 75008 Paris.",
        "D’après le Sénat et La Gazette, les deux étapes sont utiles à un élu.",
        "Pour {collectivite}, voyez {prefecture}.",
    ],
)
def test_what_a_cited_fact_states_in_other_words_is_accepted(bench: Bench, sentence: str) -> None:
    assert bench.added(sentence) == []


def test_a_figure_of_another_fact_is_not_lent_to_a_name(bench: Bench) -> None:
    (problem,) = bench.added("Millau a signé en 2019.")

    assert "l’année « 2019 » et « Millau » sont dans la même phrase" in problem


def test_a_fact_that_is_not_cited_supports_nothing(bench: Bench) -> None:
    problems = bench.problems(text=f"{ANSWER.text} Millau a signé.", facts=("etapes",))

    assert [one for one in problems if "le nom « Millau »" in one]


def test_the_title_of_a_button_states_nothing_new_either(bench: Bench) -> None:
    problems = bench.problems(buttons=(BUTTONS[0], Button("Et à Bordeaux en 2030\u00a0?", "/etapes_liste")))

    assert [one for one in problems if "« Bordeaux »" in one]
    assert [one for one in problems if "« 2030 »" in one]


def test_an_answer_without_a_source_is_found(bench: Bench) -> None:
    problems = bench.problems(facts=(), text="Le contrat est utile. Il est libre.")

    assert [one for one in problems if "elle n’a aucune source" in one]


def test_a_conversation_needs_no_source_but_states_nothing_save_of_itself(bench: Bench) -> None:
    itself = {"facts": (), "conversation": True}

    assert bench.problems(text="Voici un code à 6 chiffres.", **itself) == []
    assert [
        one for one in bench.problems(text="Voici un code à 8 chiffres.", **itself) if "8 chiffres" in one
    ]
    assert [one for one in bench.problems(text="Voici Dijon.", **itself) if "« Dijon »" in one]
    assert [one for one in bench.problems(conversation=True) if "gardez l’un des deux" in one]


def test_what_a_visitor_may_write_is_not_stated(bench: Bench) -> None:
    text = "Quel nom\u00a0? Par exemple\u00a0: «\u00a0Camille Exemple\u00a0», à prenom.nom@commune.example."

    assert bench.problems(text=text, facts=(), conversation=True) == []


def test_a_fact_that_does_not_exist_is_found(bench: Bench) -> None:
    (problem,) = bench.problems(facts=("etapes", "inconnu"))

    assert "le fait « inconnu » n’existe pas" in problem


def test_a_fact_of_low_confidence_is_not_shown(bench: Bench) -> None:
    (problem,) = bench.with_fact(confidence=Confidence.LOW).problems()

    assert "le fait « millau » est peu sûr (low)" in problem


def test_a_fact_is_shown_until_its_last_day_and_not_after(bench: Bench) -> None:
    until = bench.with_fact(valid_until=date(2026, 11, 24))

    assert until.problems(today=date(2026, 11, 24)) == []
    (problem,) = until.problems(today=date(2026, 11, 25))
    assert "le fait « millau » n’est plus valable depuis le 24/11/2026" in problem


def test_a_fact_is_not_shown_before_its_first_day(bench: Bench) -> None:
    starting = bench.with_fact(valid_from=date(2027, 1, 1))

    assert [one for one in starting.problems() if "qu’à partir du 01/01/2027" in one]
    assert starting.problems(today=date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sources": ()}, "n’a pas de source"),
        ({"sources": ()}, "n’a pas de date"),
        ({"sources": ("inconnue",)}, "la source « inconnue » n’existe pas"),
        ({"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)}, "est avant « valid_from »"),
    ],
)
def test_a_fact_without_source_or_date_is_found(bench: Bench, changes: dict[str, object], said: str) -> None:
    knowledge = bench.with_fact(**changes).corpus.knowledge
    problems = [str(one) for one in fact_problems(knowledge.facts["millau"], knowledge)]

    assert [one for one in problems if said in one and "fait « millau »" in one]


def test_a_fact_that_no_answer_cites_is_found_unless_it_waits_for_a_better_source(bench: Bench) -> None:
    alone = replace(bench.corpus, answers=(replace(ANSWER, facts=("etapes", "dijon", "contact")),))
    waiting = replace(alone, knowledge=bench.with_fact(confidence=Confidence.LOW).corpus.knowledge)

    assert as_lines(check(alone, TODAY)) == [
        "data/knowledge/facts.yml, fait « millau » : aucune réponse ne cite ce fait\u00a0: "
        "citez-le dans « facts », ou retirez-le.".replace("\u00a0:", " :")
    ]
    assert check(waiting, TODAY) == []


@pytest.mark.parametrize(
    "rule",
    [
        "L’État donne 300\u00a0000\u00a0€ à chaque territoire.",
        "Le contrat est réservé aux métropoles.",
        "Seules les métropoles signent.",
        "Le contrat est payé par l’action 15.",
        "Le logement est obligatoire.",
        "Il y a une obligation de traiter le logement.",
    ],
)
def test_a_rule_that_is_over_is_told_only_with_its_date(bench: Bench, rule: str) -> None:
    old = "cette règle ancienne doit être datée"

    assert [one for one in bench.added(rule) if old in one]
    assert not [one for one in bench.added(f"En 2019, {rule}") if old in one]
    assert not [one for one in bench.added(f"À l’origine, {rule}") if old in one]


def test_a_question_may_name_a_rule_that_is_over(bench: Bench) -> None:
    title = Button("Le logement est-il obligatoire\u00a0?", "/etapes_liste")

    assert bench.problems(buttons=(BUTTONS[0], title)) == []


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("/inconnue", "mène à l’intention « inconnue », qui n’existe pas"),
        ("/sans_regle", "à laquelle aucune règle ne répond"),
        ("etapes_liste", "n’envoie pas une intention"),
        ('/etapes_liste{{"lieu": "ici"}}', "remplit « lieu », qui n’existe pas"),
        ('/etapes_liste{{"champ": }}', "envoie des valeurs illisibles"),
    ],
)
def test_a_button_that_leads_nowhere_is_found(bench: Bench, payload: str, said: str) -> None:
    (problem,) = bench.problems(buttons=(BUTTONS[0], Button("Plus loin\u00a0?", payload)))

    assert said in problem
    assert "Plus loin" in problem


def test_a_sourced_answer_offers_two_or_three_buttons(bench: Bench) -> None:
    assert bench.problems(buttons=BUTTONS * 1) == []
    assert [one for one in bench.problems(buttons=BUTTONS[:1]) if "elle propose 1 bouton(s)" in one]
    assert [one for one in bench.problems(buttons=BUTTONS * 2) if "elle propose 4 bouton(s)" in one]


def test_a_reply_has_two_to_four_sentences_besides_lists_and_a_plain_yes(bench: Bench) -> None:
    five = "La démarche compte cinq étapes. " * 5

    assert [one for one in bench.problems(text="La démarche compte cinq étapes.") if "1 phrase(s)" in one]
    assert [one for one in bench.problems(text=five) if "5 phrase(s)" in one]
    assert bench.problems(text="Oui. " + "La démarche compte cinq étapes. " * 4) == []
    assert bench.problems(text=f"{ANSWER.text}\n- la lettre.\n- la suite.\n- la fin.") == []


def test_sentences_that_are_too_long_are_found(bench: Bench) -> None:
    long = "La démarche compte cinq étapes " + "et la signature vient ensuite " * 6

    assert [one for one in bench.problems(text=f"{long}. {long}.") if "trop longues" in one]


def test_an_abbreviation_is_spelled_out_where_it_is_first_read(bench: Bench) -> None:
    def late(sentence: str) -> list[str]:
        return [one for one in bench.added(sentence) if "n’est pas développé" in one]

    assert late("Un EPCI signe.")
    assert late("Un EPCI signe. Cet établissement public de coopération intercommunale est libre.")
    assert not late("Un EPCI (intercommunalité) signe. Un EPCI est libre.")
    assert not late("Un établissement public de coopération intercommunale (EPCI) signe.")
    assert not late("Que veut dire «\u00a0EPCI\u00a0»\u00a0?")


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Ce n'est rien.", "l’apostrophe"),
        ('Ce "mot" est là.', "les guillemets"),
        ("Est-ce là ?", "une espace insécable"),
        ("Ce mot : voici.", "une espace insécable"),
        ("Ce « mot » est là.", "une espace insécable"),
        ("Dites-moi ton nom.", "vouvoyé"),
    ],
)
def test_what_is_not_well_set_is_found(bench: Bench, sentence: str, said: str) -> None:
    assert [one for one in bench.added(sentence) if said in one]


def test_a_question_that_nothing_answers_is_found(bench: Bench) -> None:
    questions = (
        Question(7, "Thème", "?", "sans_regle"),
        Question(8, "Thème", "?", "etapes_liste", ("utter_x",)),
    )
    problems = [str(one) for one in question_problems(replace(bench.corpus, questions=questions))]

    assert len(problems) == 2
    assert "question 7 : aucune règle ne répond à l’intention « sans_regle »" in problems[0]
    assert "question 8 : la réponse « utter_x » n’existe pas" in problems[1]

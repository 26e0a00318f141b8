import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.letter.answers import (
    NEEDS_MAX_CHARS,
    Accepted,
    Refusal,
    Refused,
    read_addressee,
    read_email,
    read_function,
    read_name,
    read_needs,
    read_themes,
)
from bot.letter.functions import is_executive, recognise
from bot.letter.model import THEMES, Addressee
from bot.territory.model import Kind

ALL = tuple(THEMES)
READERS = [read_name, read_function, read_themes, read_needs, read_email, read_addressee]


def table(rows):
    return pytest.mark.parametrize(("typed", "value"), rows, ids=[repr(typed)[:40] for typed, _ in rows])


@table(
    [
        ("Camille Exemple", "Camille Exemple"),
        ("je m’appelle Camille Exemple.", "Camille Exemple"),
        ("moi c'est Dominique Fictif", "Dominique Fictif"),
        ("Moi, c’est Éléonore Œuvré", "Éléonore Œuvré"),
        ("M. Alex Témoin, président", "Alex Témoin"),
        ("Mme Andréa Specimen est notre signataire", "Andréa Specimen"),
        ("Ce sera signé par le premier vice-président, Morgan Factice.", "Morgan Factice"),
        ("Madame la maire, Camille Exemple", "Camille Exemple"),
        ("Maxime Duchemin-Fictif", "Maxime Duchemin-Fictif"),
        ("Claude Anonyme - chef de projet", "Claude Anonyme"),
        ("Théo Nimportequi et ma fonction c'est coordinateur", "Théo Nimportequi"),
        ("mettez Monsieur Robin Prénom-Nom", "Robin Prénom-Nom"),
        ("Nom : Marc Maire", "Marc Maire"),
        ("Jean D’Ormeau-Exemple", "Jean D’Ormeau-Exemple"),
        ("محمد", "محمد"),
        ("  camille\texemple \n", "camille exemple"),
        ("Camille\u202e Exemple\x00", "Camille Exemple"),
    ]
)
def test_a_name_is_found_in_what_surrounds_it(typed, value):
    assert read_name(typed) == Accepted(value)


@table(
    [
        ("", Refusal.EMPTY),
        (" \n\t", Refusal.EMPTY),
        ("je ne sais pas encore", Refusal.NOT_KNOWN),
        ("Aucune idée !", Refusal.NOT_KNOWN),
        ("12 34", Refusal.NO_LETTER),
        ("x", Refusal.TOO_SHORT),
        ("M.", Refusal.TOO_SHORT),
        ("camille.exemple@gueret.example", Refusal.EMAIL_INSTEAD),
        ("la maire", Refusal.FUNCTION_INSTEAD),
        ("DGS", Refusal.FUNCTION_INSTEAD),
        ("Camille" * 20, Refusal.TOO_LONG),
        ("nous verrons cela avec le conseil municipal de jeudi prochain", Refusal.TOO_LONG),
        ("Qui doit signer ?", Refusal.NOT_UNDERSTOOD),
        ("oui", Refusal.NO_LETTER),
    ]
)
def test_what_is_no_name_is_refused_with_the_reason(typed, value):
    assert read_name(typed) == Refused(value)


@table(
    [
        ("maire", "maire"),
        ("Maire", "maire"),
        ("je suis la maire de Guéret", "la maire"),
        ("madame le maire", "le maire"),
        ("Mme la maire", "la maire"),
        ("M. le Maire", "le maire"),
        ("mairesse", "la maire"),
        ("C’est le maire qui signera", "le maire"),
        ("maire d’Arras", "maire"),
        ("maire, vice-président de l’agglo", "maire"),
        ("Présidente", "la présidente"),
        ("presidente de l'agglo", "la présidente"),
        ("président de la communauté de communes", "le président"),
        ("Président de Rennes Métropole", "le président"),
        ("président du conseil départemental", "le président du conseil départemental"),
        ("Présidente du Conseil régional", "la présidente du conseil régional"),
        ("la DGS", "la directrice générale des services"),
        ("je suis le DGS", "le directeur général des services"),
        ("dgs", "DGS"),
        ("Camille Exemple, maire", "maire"),
        ("Claire Exemple, directrice générale des services", "directrice générale des services"),
        ("Théo Nimportequi et ma fonction c'est coordinateur", "coordinateur"),
        ("première adjointe, chargée du logement", "première adjointe, chargée du logement"),
        ("maire adjoint", "maire adjoint"),
        ("maire-adjointe", "maire-adjointe"),
        ("maire délégué de Saint-Exemple", "maire délégué de Saint-Exemple"),
        ("maire du 13e arrondissement", "maire du 13e arrondissement"),
        ("président du CCAS", "président du CCAS"),
        ("assistante du maire", "assistante du maire"),
        ("secrétaire de mairie", "secrétaire de mairie"),
        ("maire de Guéret et présidente de l’agglo", "maire de Guéret et présidente de l’agglo"),
    ]
)
def test_a_function_keeps_its_gender_and_its_words(typed, value):
    assert read_function(typed) == Accepted(value)
    assert recognise(value).title == value


@table(
    [
        ("", Refusal.EMPTY),
        ("je sais pas", Refusal.NOT_KNOWN),
        ("06 39 98 12 34", Refusal.NO_LETTER),
        ("a@gueret.example", Refusal.EMAIL_INSTEAD),
        ("oui", Refusal.TOO_SHORT),
        ("qui signe d’habitude ?", Refusal.NOT_UNDERSTOOD),
        ("chargée de mission " * 10, Refusal.TOO_LONG),
    ]
)
def test_what_is_no_function_is_refused_with_the_reason(typed, value):
    assert read_function(typed) == Refused(value)


def test_the_executive_is_the_one_of_the_collectivite():
    assert is_executive("la maire", Kind.COMMUNE)
    assert is_executive("le président du conseil départemental", Kind.DEPARTEMENT)
    assert is_executive("maire de Guéret et présidente de l’agglo", Kind.EPCI)
    assert not is_executive("le maire", Kind.EPCI)
    assert not is_executive("le président", Kind.COMMUNE)
    assert not is_executive("DGS", Kind.COMMUNE)


@table(
    [
        ("logement", ("logement",)),
        ("le français", ("francais",)),
        ("cours de FLE", ("francais",)),
        ("emploi et santé", ("emploi", "sante")),
        ("La langue d'abord, puis le travail.", ("francais", "emploi")),
        ("inclusion numerique et acces aux soins", ("numerique", "sante")),
        ("lien avec les habitants", ("societe_civile",)),
        ("l’accès aux droits", ("acces_droits",)),
        ("pas assez de transports pour aller au travail", ("mobilite", "emploi")),
        ("nous voudrions travailler avec les associations", ("societe_civile",)),
        ("tous", ALL),
        ("tous les thèmes de la liste", ALL),
        ("les huit", ALL),
        ("le logement pour tous", ("logement",)),
        ("tous sauf la mobilité", tuple(key for key in ALL if key != "mobilite")),
        ("tout sauf 1 et 2", ALL[2:]),
        ("logement, pas l'emploi, santé", ("logement", "sante")),
        ("l'emploi, mais pas la santé", ("emploi",)),
        ("1, 3", ("emploi", "acces_droits")),
        ("1 3", ("emploi", "acces_droits")),
        ("1-3", ("emploi", "acces_droits")),
        ("1.3.5", ("emploi", "acces_droits", "sante")),
        ("1 à 3", ALL[:3]),
        ("le premier et le troisième", ("emploi", "acces_droits")),
        ("5 et la mobilité", ("sante", "mobilite")),
        ("1) emploi 2) logement", ("emploi", "logement")),
        ("logement, emploi, logement", ("logement", "emploi")),
        ("logment", ("logement",)),
        ("l'emlpoi et la mobilitée", ("emploi", "mobilite")),
        ("sport et culture aussi", ("sport et culture",)),
        ("français + garde d'enfants", ("francais", "garde d'enfants")),
        ("On voudrait travailler sur le sport et le logement", ("le sport", "logement")),
        ("accueil des familles, scolarité", ("accueil des familles", "scolarité")),
        ("1 et 4, plus la garde d'enfants", ("emploi", "francais", "la garde d'enfants")),
    ]
)
def test_themes_are_read_in_words_numbers_and_the_visitor_s_own(typed, value):
    assert read_themes(typed) == Accepted(value)


@table(
    [
        ("", Refusal.EMPTY),
        ("je ne sais pas", Refusal.NOT_KNOWN),
        ("9", Refusal.NO_SUCH_NUMBER),
        ("1, 12", Refusal.NO_SUCH_NUMBER),
        ("!!!", Refusal.NOT_UNDERSTOOD),
        ("oui", Refusal.NOT_UNDERSTOOD),
        ("X", Refusal.NOT_UNDERSTOOD),
        ("pas la santé", Refusal.NOT_UNDERSTOOD),
        ("un sujet " * 20, Refusal.TOO_LONG),
        (", ".join(f"projet {letter}" for letter in "abcdefghijklm"), Refusal.TOO_LONG),
    ]
)
def test_themes_that_cannot_be_printed_are_refused_with_the_reason(typed, value):
    assert read_themes(typed) == Refused(value)


def test_every_label_of_the_letter_is_read_as_its_theme():
    for key, label in THEMES.items():
        assert read_themes(label) == Accepted((key,))
    assert read_themes(", ".join(THEMES.values())) == Accepted(ALL)


@table(
    [
        ("Peu de cours.", "Peu de cours."),
        ("  On ne sait pas comment loger les familles ! ", "On ne sait pas comment loger les familles !"),
        ("Rien n’est fait pour le logement", "Rien n’est fait pour le logement"),
        ("a\r\n\r\nb", "a\n\nb"),
        ("x" * NEEDS_MAX_CHARS, "x" * NEEDS_MAX_CHARS),
    ]
)
def test_needs_are_kept_as_written(typed, value):
    assert read_needs(typed) == Accepted(value)


@table(
    [
        ("", Refusal.EMPTY),
        ("je ne sais pas quoi mettre", Refusal.NOT_KNOWN),
        ("rien à ajouter", Refusal.NOT_KNOWN),
        ("...", Refusal.NO_LETTER),
        ("x" * (NEEDS_MAX_CHARS + 1), Refusal.TOO_LONG),
    ]
)
def test_needs_that_say_nothing_or_too_much_are_refused(typed, value):
    assert read_needs(typed) == Refused(value)


@table(
    [
        ("mairie@gueret.example", "mairie@gueret.example"),
        ("mon mail : d.fictif@agglo.example", "d.fictif@agglo.example"),
        ("vous pouvez m'écrire à accueil@cc.test.", "accueil@cc.test"),
        ("Camille <c.e@ville.example>", "c.e@ville.example"),
        ("mailto:a@ville.example", "a@ville.example"),
        ("A.B@VILLE.EXAMPLE", "A.B@ville.example"),
        ("a@ville.example, je répète : a@ville.example", "a@ville.example"),
    ]
)
def test_the_email_is_found_inside_a_sentence(typed, value):
    assert read_email(typed) == Accepted(value)


@table(
    [
        ("", Refusal.EMPTY),
        ("je ne sais pas", Refusal.NOT_KNOWN),
        ("bonjour", Refusal.NO_EMAIL),
        ("a@b", Refusal.INVALID_EMAIL),
        ("élodie@mairie.example", Refusal.INVALID_EMAIL),
        ("a@" + "b" * 300 + ".example", Refusal.INVALID_EMAIL),
        ("a" * 65 + "@ville.example", Refusal.TOO_LONG),
        ("a@ville.example ou b@ville.example", Refusal.SEVERAL_EMAILS),
        ("x@mairie.example\r\nBcc: y@pirate.example", Refusal.SEVERAL_EMAILS),
    ]
)
def test_an_email_that_cannot_be_written_to_is_refused(typed, value):
    assert read_email(typed) == Refused(value)


@table(
    [
        ("Madame la Préfète", Addressee.PREFETE),
        ("madame le préfet", Addressee.PREFETE),
        ("c'est une femme", Addressee.PREFETE),
        ("elle", Addressee.PREFETE),
        ("la prefete", Addressee.PREFETE),
        ("madame la haute-commissaire", Addressee.PREFETE),
        ("Monsieur le Préfet", Addressee.PREFET),
        ("M. Exemple", Addressee.PREFET),
        ("un homme", Addressee.PREFET),
        ("préfet", Addressee.PREFET),
        ("je ne sais pas", Addressee.UNKNOWN),
        ("peu importe", Addressee.UNKNOWN),
    ]
)
def test_the_head_of_the_prefecture_is_a_woman_a_man_or_unknown(typed, value):
    assert read_addressee(typed) == Accepted(value)


@pytest.mark.parametrize("typed", ["préfète ou préfet ?", "ce n'est pas une femme", "bonjour", "Guéret"])
def test_an_unclear_addressee_is_never_guessed(typed):
    assert read_addressee(typed) == Refused(Refusal.NOT_UNDERSTOOD)


LIKELY = st.sampled_from(
    [
        *" ,.;:!?'’-@\n1239",
        "je suis ",
        "maire",
        " et ",
        "pas ",
        "président",
        "logement",
        "@ville.example",
        "M. ",
    ]
)


@pytest.mark.parametrize("read", READERS)
@given(typed=st.one_of(st.text(), st.lists(LIKELY).map("".join)))
def test_no_text_makes_a_reading_fail_or_print_what_cannot_be_printed(read, typed):
    outcome = read(typed)

    if isinstance(outcome, Accepted):
        values = outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)
        assert values
        for value in values:
            assert 2 <= len(value) <= NEEDS_MAX_CHARS
            assert value == value.strip()
            assert not {unicodedata.category(c) for c in value if c != "\n"} & {"Cc", "Cs"}
    else:
        assert isinstance(outcome.reason, Refusal)


@pytest.mark.parametrize("text", ["Madame", "M.", "mr"])
def test_nobody_is_called_by_a_civility_alone(text) -> None:
    assert isinstance(read_name(text), Refused)


def test_a_function_in_the_spelling_of_messages_is_that_of_the_executive() -> None:
    assert read_function("jsui le maire") == Accepted("le maire")


def test_what_is_said_to_the_assistant_is_no_name():
    assert read_name("changez claire en clara") == Refused(Refusal.NOT_UNDERSTOOD)
    assert read_name("Mettez Camille Exemple") == Accepted("Camille Exemple")


@pytest.mark.parametrize("text", ["C'est pour les médecins surtout", "avec nos associations", "Il verra"])
def test_words_that_begin_no_name_are_refused(text):
    assert read_name(text) == Refused(Refusal.NOT_UNDERSTOOD)
    assert read_name("Le Goff") == Accepted("Le Goff")


def test_themes_alone_are_no_function():
    assert read_function("santé et logement") == Refused(Refusal.NOT_UNDERSTOOD)
    assert read_function("animatrice santé") == Accepted("animatrice santé")
    assert read_function("chargée du logement") == Accepted("chargée du logement")


def test_a_woman_who_is_maire_is_no_prefete():
    assert read_addressee("le maire est une femme en fait") == Refused(Refusal.NOT_UNDERSTOOD)
    assert read_addressee("c'est une femme") == Accepted(Addressee.PREFETE)

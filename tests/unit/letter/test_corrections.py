import pytest

from bot.letter.corrections import Known, Level, Propose, Replace, Unclear, read_correction, says_to_correct
from bot.letter.introductions import Introduction, Person

KNOWN = Known(
    name="Claire Dupont",
    function="maire",
    email="claire@gueret.com",
    telephone="05 55 00 00 00",
    population=12_000,
    themes=("logement", "francais", "le sport"),
    publics=("refugies",),
)


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("enlevez le logement", Replace("themes", ("francais", "le sport"))),
        ("le thème logement est à enlever", Replace("themes", ("francais", "le sport"))),
        ("enlève le sport", Replace("themes", ("logement", "francais"))),
        ("ajoutez la mobilité", Replace("themes", ("logement", "francais", "le sport", "mobilite"))),
        (
            "retirez le logement et ajoutez la santé et l'emploi",
            Replace("themes", ("francais", "le sport", "sante", "emploi")),
        ),
        ("enlève le français et mets mobilité", Replace("themes", ("logement", "le sport", "mobilite"))),
        ("la maire, c'est un homme", Replace("civilite", "monsieur")),
        ("ajoutez la culture aux thèmes", Replace("themes", (*KNOWN.themes, "la culture"))),
        ("remplacez le logement par la santé", Replace("themes", ("francais", "le sport", "sante"))),
        ("mettez plutôt l'emploi que le logement", Replace("themes", ("francais", "le sport", "emploi"))),
        ("ajoutez les familles", Replace("publics", ("refugies", "famille"))),
        ("enlevez les réfugiés", Replace("publics", ())),
        ("enlevez le téléphone", Replace("telephone", "")),
        ("supprimez la population", Replace("population", "")),
        ("c’est Durand et pas Dupont", Replace("nom", "Claire Durand")),
        ("pas Claire mais Camille", Replace("nom", "Camille Dupont")),
        ("nn c pas claire c dominique", Replace("nom", "Dominique Dupont")),
        ("changez Claire en Clara", Replace("nom", "Clara Dupont")),
        ("mon nom s'écrit Dupond", Propose("nom", "Claire Dupond")),
        ("mon nom s'écrit avec deux n", Propose("nom", "Claire Duponnt")),
        ("Dupond avec un d à la fin, pas un t", Propose("nom", "Claire Dupond")),
        ("il manque un r à mon nom", Unclear("nom")),
        ("remplacez « maire » par « maire délégué »", Replace("fonction", "maire délégué")),
        ("le mail c'est .fr pas .com", Replace("email", "claire@gueret.fr")),
        ("le téléphone finit par 18", Propose("telephone", "05 55 00 00 18")),
        ("c’est une préfète", Replace("prefet", "prefete")),
        ("oups c'est pas monsieur c'est madame la prefete", Replace("prefet", "prefete")),
        ("c'est Madame, pas Monsieur", Replace("civilite", "madame")),
        ("en fait c’est la communauté de communes", Level(epci=True)),
        ("plutôt l'agglomération que la ville", Level(epci=True)),
        ("en fait c'est la ville", Level(epci=False)),
        # Nothing of these holds a value.
        ("il faut revoir les besoins", None),
        ("la lettre sera écrite au préfet", None),
        ("Guéret", None),
    ],
)
def test_a_correction_is_read_with_its_value(text, correction) -> None:
    assert read_correction(text, Introduction(), KNOWN) == correction


def test_the_address_that_is_new_is_the_right_one() -> None:
    emails = ["claire@gueret.com", "mairie@gueret.example"]
    assert read_correction("mairie@… et pas claire@…", Introduction(), KNOWN, emails) == Replace(
        "email", "mairie@gueret.example"
    )
    assert read_correction("a ou b", Introduction(), KNOWN, ["a@x.example", "b@x.example"]) is None


def test_a_spelling_with_two_readings_is_asked() -> None:
    known = Known(name="Line Nival")
    assert read_correction("mon nom s'écrit avec deux n", Introduction(), known) == Unclear("nom")
    assert read_correction("mon prénom prend deux n", Introduction(), known) == Propose("nom", "Linne Nival")


def test_a_letter_written_twice_is_taken_away() -> None:
    known = Known(name="Camille Duppont")
    assert read_correction("mon nom prend un seul p", Introduction(), known) == Propose(
        "nom", "Camille Dupont"
    )


def test_who_says_another_name_corrects_theirs() -> None:
    told = Introduction(speaker=Person("Claire Durand"))
    assert read_correction("je m'appelle Claire Durand", told, KNOWN) == Replace("nom", "Claire Durand")


def test_what_is_not_known_is_not_corrected() -> None:
    told = Introduction(speaker=Person("Claire Durand"), telephone="05 55 00 00 01")
    assert read_correction("je m'appelle Claire Durand", told, Known()) is None


@pytest.mark.parametrize("text", ["en fait c’est Pau", "enlevez ça", "plutôt l’emploi que la santé"])
def test_words_that_correct_are_known(text) -> None:
    assert says_to_correct(text)


@pytest.mark.parametrize("text", ["Camille Exemple", "mairie de Guéret", "camille@gueret.example"])
def test_an_answer_does_not_correct(text) -> None:
    assert not says_to_correct(text)


def test_a_letter_is_doubled_in_its_own_case():
    known = Known(name="CLAIRE EXEMPLE")
    assert read_correction("mon nom s'écrit avec deux p", Introduction(), known) == Propose(
        "nom", "CLAIRE EXEMPPLE"
    )

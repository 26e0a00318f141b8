import pytest

from bot.entities.lexicon import Lexicon, load_lexicon
from bot.entities.reading import entities_in
from bot.letter.introductions import Introduction, Person, read_introduction, written
from bot.letter.model import Civility

M, MME = Civility.MONSIEUR, Civility.MADAME


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def reads(lexicon: Lexicon):
    def reads(text: str) -> Introduction:
        return read_introduction(text, [one.as_mapping() for one in entities_in(text, lexicon)])

    return reads


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Bonjour, je suis Claire Exemple, maire de Guéret", Person("Claire Exemple", "maire")),
        ("je suis la maire de Guéret", Person(None, "la maire", MME)),
        ("Mme Claire Exemple, maire", Person("Claire Exemple", "maire", MME)),
        (
            "moi c'est Camille Exemple, chargée de mission",
            Person("Camille Exemple", "chargée de mission", MME),
        ),
        ("Je suis la maire de Guéret, Claire Exemple", Person("Claire Exemple", "la maire", MME)),
        ("je veux la lettre. Cordialement, Camille Exemple, DGS", Person("Camille Exemple", "DGS")),
        ("BONJOUR JE SUIS CLAIRE EXEMPLE MAIRE DE GUERET", Person("CLAIRE EXEMPLE", "maire")),
        ("Camille Exemple", Person("Camille Exemple")),
        ("je suis madame le maire", Person(None, "le maire")),
        ("je suis son assistante, Camille Exemple", Person("Camille Exemple", "assistante", MME)),
        # Whom one works for is not who writes.
        (
            "je suis chargé de mission auprès de Mme Camille Exemple, maire de Guéret",
            Person(None, "chargé de mission"),
        ),
        (
            "Je m'appelle Camille Exemple, je travaille pour la maire, Mme Dominique Fictif",
            Person("Camille Exemple"),
        ),
    ],
)
def test_who_writes_is_read_with_what_is_said_of_them(reads, text, speaker) -> None:
    assert reads(text).speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "le préfet M. Dominique Fictif",
        "le préfet, M. Dominique Fictif, est d’accord",
        "mon adjointe Mme Camille Exemple suit le projet",
        "notre maire s'appelle Camille Exemple",
        "la lettre sera signée par M. Dominique Fictif, président",
        "c'est mon adjointe Mme Camille Exemple qui signera",
    ],
)
def test_somebody_who_is_only_spoken_of_does_not_write(reads, text) -> None:
    assert reads(text).speaker == Person()


@pytest.mark.parametrize(
    ("text", "signatory"),
    [
        ("signée par M. Dominique Fictif, président", Person("Dominique Fictif", "le président", M)),
        ("c'est mon adjointe Mme Camille Exemple qui signera", Person("Camille Exemple", "adjointe", MME)),
        ("la signataire est Camille Exemple", Person("Camille Exemple")),
        ("je suis Camille Exemple et je signerai", Person()),
    ],
)
def test_who_signs_is_told_from_who_writes(reads, text, signatory) -> None:
    assert reads(text).signatory == signatory


def test_the_function_of_who_signs_is_not_that_of_who_writes(reads) -> None:
    told = reads("Maire de Guéret, Mme Claire Exemple signera la lettre")
    assert told.signatory == Person("Claire Exemple", "maire", MME)
    assert told.speaker == Person()


def test_both_may_be_in_one_message(reads) -> None:
    told = reads("C'est la présidente, Mme Claire Exemple, qui signe. Moi je suis DGS")
    assert told.signatory == Person("Claire Exemple", "la présidente", MME)
    assert told.speaker == Person(None, "DGS")


def test_addresses_and_figures_come_with_it(reads) -> None:
    told = reads(
        "Claire Exemple, c.exemple@gueret.example, 0555000000, 12 800 habitants, thèmes : emploi, santé"
    )
    assert told.email == "c.exemple@gueret.example"
    assert told.telephone == "05 55 00 00 00"
    assert told.population == 12_800
    assert told.themes == ("emploi", "sante")


def test_two_addresses_are_none(reads) -> None:
    assert reads("a@gueret.example ou b@gueret.example").email is None


def test_a_theme_in_passing_is_not_one_of_the_project(reads) -> None:
    assert reads("je suis adjointe et le logement manque").themes == ()


@pytest.mark.parametrize(
    ("e164", "typed", "shown"),
    [
        ("+33555000000", "0555000000", "05 55 00 00 00"),
        ("+590590000000", "0590 00 00 00", "0590 00 00 00"),
        ("+687000000", "+687  00 00 00", "+687 00 00 00"),
    ],
)
def test_a_telephone_is_written_as_a_person_does(e164, typed, shown) -> None:
    assert written(e164, typed) == shown

import dataclasses
import re

import pytest

from bot.letter.model import PUBLICS, THEMES, Addressee
from bot.letter.wording import BLANK, NBSP, LetterText, write

LE_HAVRE, LES_LILAS, AIX, PARIS = "commune:76351", "commune:93045", "commune:13001", "commune:75056"
PAPEETE, SAINT_MARTIN = "commune:98735", "commune:97801"
PAYS_DE_BITCHE = "epci:200069441"
ROUEN, BORDEAUX = "epci:200023414", "epci:243300316"


def strings(text: LetterText) -> list[str]:
    values = dataclasses.astuple(text)
    return [string for value in values for string in ([value] if isinstance(value, str) else value)]


@pytest.mark.parametrize(
    ("collectivite", "sender", "of", "addressee"),
    [
        ("commune:23096", "Commune de Guéret", "de la commune de Guéret", "Préfète de la Creuse"),
        (LE_HAVRE, "Commune du Havre", "de la commune du Havre", "Préfète de la Seine-Maritime"),
        (LES_LILAS, "Commune des Lilas", "de la commune des Lilas", "Préfète de la Seine-Saint-Denis"),
        (AIX, "Commune d’Aix-en-Provence", "de la commune d’Aix-en-Provence", "Préfète des Bouches-du-Rhône"),
        (
            PAYS_DE_BITCHE,
            "Communauté de communes du Pays de Bitche",
            "de la communauté de communes du Pays de Bitche",
            "Préfète de la Moselle",
        ),
        (
            ROUEN,
            "Métropole Rouen Normandie",
            "de la Métropole Rouen Normandie",
            "Préfète de la Seine-Maritime",
        ),
        (BORDEAUX, "Bordeaux Métropole", "de Bordeaux Métropole", "Préfète de la Gironde"),
        (
            "epci:246700488",
            "Eurométropole de Strasbourg",
            "de l’Eurométropole de Strasbourg",
            "Préfète du Bas-Rhin",
        ),
        ("departement:23", "Département de la Creuse", "du département de la Creuse", "Préfète de la Creuse"),
        ("departement:27", "Département de l’Eure", "du département de l’Eure", "Préfète de l’Eure"),
        (
            "departement:6AE",
            "Collectivité européenne d’Alsace",
            "de la Collectivité européenne d’Alsace",
            "Préfète du Bas-Rhin",
        ),
        ("departement:987", "Polynésie française", "de la Polynésie française", None),
        (
            "region:53",
            "Région Bretagne",
            "de la région Bretagne",
            "Préfète de la région Bretagne, préfète d’Ille-et-Vilaine",
        ),
        (
            "region:94",
            "Collectivité de Corse",
            "de la Collectivité de Corse",
            "Préfète de Corse, préfète de la Corse-du-Sud",
        ),
        (
            PARIS,
            "Ville de Paris",
            "de la Ville de Paris",
            "Préfète de la région d’Île-de-France, préfète de Paris",
        ),
        (
            "region:11",
            "Région Île-de-France",
            "de la région Île-de-France",
            "Préfète de la région d’Île-de-France, préfète de Paris",
        ),
        (
            PAPEETE,
            "Commune de Papeete",
            "de la commune de Papeete",
            "Haute-Commissaire de la République en Polynésie française",
        ),
        (
            "departement:986",
            "Wallis et Futuna",
            "de Wallis et Futuna",
            "Préfète, administratrice supérieure des îles Wallis et Futuna",
        ),
        (
            SAINT_MARTIN,
            "Collectivité de Saint-Martin",
            "de la Collectivité de Saint-Martin",
            "Préfète déléguée de Saint-Barthélemy et de Saint-Martin",
        ),
    ],
)
def test_every_kind_of_collectivite_is_named_and_addressed_in_right_french(
    full_letter, collectivite, sender, of, addressee
):
    text = write(full_letter(collectivite))

    assert text.sender == sender
    assert f"Au nom {of}, j’ai l’honneur" in text.opening
    if addressee:
        assert text.addressee[0] == f"Madame la {addressee}"


def test_no_collectivite_of_france_gets_a_letter_with_a_badly_joined_name(territory, blank_letter):
    wrong = re.compile(
        r"\bde les?\b|\bde la l|\bà les?\b|[ \u00a0]{2}|None|'|\bd[eu] [AEÉIOU][a-z]+ometropole"
    )
    chosen = [c.id for c in territory.collectivites.values() if c.kind != "commune" or c.code.endswith("7")]

    for collectivite_id in chosen:
        text = write(blank_letter(collectivite_id))
        joined = [text.sender, text.opening, *text.addressee, text.place_and_date]
        assert not [string for string in joined if wrong.search(string)], collectivite_id


@pytest.mark.parametrize(
    ("addressee", "salutation"),
    [
        (Addressee.PREFETE, "Madame la Préfète"),
        (Addressee.PREFET, "Monsieur le Préfet"),
        (Addressee.UNKNOWN, "Madame la Préfète, Monsieur le Préfet"),
    ],
)
def test_the_closing_formula_repeats_the_salutation(full_letter, addressee, salutation):
    text = write(full_letter(addressee=addressee))

    assert text.salutation == f"{salutation},"
    assert text.formula == f"Je vous prie d’agréer, {salutation}, l’expression de ma haute considération."


@pytest.mark.parametrize(
    ("collectivite", "addressee", "salutation"),
    [
        (PAPEETE, Addressee.PREFET, "Monsieur le Haut-Commissaire,"),
        (PAPEETE, Addressee.UNKNOWN, "Madame la Haute-Commissaire, Monsieur le Haut-Commissaire,"),
        (SAINT_MARTIN, Addressee.PREFET, "Monsieur le Préfet délégué,"),
        ("departement:986", Addressee.PREFETE, "Madame la Préfète,"),
        (PARIS, Addressee.PREFET, "Monsieur le Préfet,"),
    ],
)
def test_the_salutation_is_short_whatever_the_office(full_letter, collectivite, addressee, salutation):
    assert write(full_letter(collectivite, addressee=addressee)).salutation == salutation


def test_an_unknown_head_of_the_prefecture_is_addressed_both_ways(blank_letter):
    creuse = ("Madame la Préfète ou Monsieur le Préfet", "de la Creuse", "Préfecture de la Creuse", "Guéret")
    bretagne = (
        "Madame la Préfète de la région Bretagne, préfète d’Ille-et-Vilaine",
        "ou Monsieur le Préfet de la région Bretagne, préfet d’Ille-et-Vilaine",
    )

    assert write(blank_letter()).addressee == creuse
    assert write(blank_letter("region:53")).addressee[:2] == bretagne


@pytest.mark.parametrize(
    ("collectivite", "function", "lines"),
    [
        ("commune:23096", "la maire", ("La Maire,",)),
        ("commune:23096", "le maire", ("Le Maire,",)),
        ("commune:23096", "maire", ("Maire de Guéret,",)),
        (LE_HAVRE, "maire", ("Maire du Havre,",)),
        (PAYS_DE_BITCHE, "le président", ("Le Président,",)),
        (PAYS_DE_BITCHE, "la présidente", ("La Présidente,",)),
        (
            "departement:23",
            "la présidente du conseil départemental",
            ("La Présidente du conseil départemental,",),
        ),
        (SAINT_MARTIN, "le président", ("Le Président,",)),
        ("commune:23096", None, (BLANK,)),
        (
            "commune:23096",
            "maire de Guéret et président de l’agglomération",
            ("Maire de Guéret et président de l’agglomération,",),
        ),
        (
            "commune:23096",
            "la directrice générale des services",
            (f"Par délégation {BLANK},", "La Directrice générale des services,"),
        ),
        ("commune:23096", "adjointe au maire", (f"Par délégation {BLANK},", "Adjointe au maire,")),
        (PAYS_DE_BITCHE, "le maire", (f"Par délégation {BLANK},", "Le Maire,")),
    ],
)
def test_the_signature_says_the_function_that_was_given_and_its_gender(
    full_letter, collectivite, function, lines
):
    assert write(full_letter(collectivite, signatory_function=function)).signatory_title == lines


def test_who_signs_by_delegation_names_the_elected_contact_in_a_blank(full_letter):
    assert BLANK in write(full_letter(signatory_function="DGS")).request[-1]
    assert BLANK not in " ".join(strings(write(full_letter())))


def test_the_heading_says_who_follows_the_letter_when_somebody_else_prepares_it(full_letter):
    prepared = full_letter(
        prepared_by="Dominique Fictif", prepared_by_function="chargée de mission", telephone="05 55 00 00 00"
    )

    assert write(prepared).contact == (
        f"Affaire suivie par{NBSP}: Dominique Fictif, chargée de mission",
        f"Tél.{NBSP}: 05 55 00 00 00",
        f"Courriel{NBSP}: mairie@gueret.example",
    )
    assert write(full_letter(prepared_by="Dominique Fictif")).contact[0].endswith(": Dominique Fictif")
    assert write(full_letter(prepared_by_function="chargée de mission")).contact == (
        f"Courriel{NBSP}: mairie@gueret.example",
    )


def test_the_population_is_said_and_called_municipal_only_when_it_is_insee_s(full_letter):
    insee = full_letter().collectivite.population

    official = write(full_letter(population=insee)).opening
    rounded = write(full_letter(population=13000)).opening

    assert (
        f"de Guéret, qui compte {insee // 1000}{NBSP}{insee % 1000:03}{NBSP}habitants (population" in official
    )
    assert f"de Guéret, qui compte 13{NBSP}000{NBSP}habitants, j’ai l’honneur" in rounded
    assert f"qui compte 1{NBSP}habitant, j’ai" in write(full_letter(population=1)).opening
    assert "habitant" not in write(full_letter(population=0)).opening
    assert "habitant" not in write(full_letter()).opening


def test_existing_actions_follow_a_sentence_of_their_own(full_letter):
    text = write(full_letter(actions="Un atelier.\n\nUne navette & plus."))

    assert text.actions == (f"Des actions existent déjà{NBSP}:", "Un atelier.", "Une navette & plus.")
    assert write(full_letter(actions=" \n ")).actions == ()


@pytest.mark.parametrize(
    ("publics", "sentence"),
    [
        ((), None),
        (("tous",), f"Nous souhaitons accompagner {PUBLICS['tous']}."),
        (
            ("refugies", "les jeunes."),
            f"Nous souhaitons accompagner en priorité{NBSP}: {PUBLICS['refugies']}{NBSP}; les jeunes.",
        ),
        (
            ("travail", "tous"),
            f"Nous souhaitons accompagner {PUBLICS['tous']}, et en priorité{NBSP}: {PUBLICS['travail']}.",
        ),
        ((" ", "\u202e"), None),
    ],
)
def test_the_publics_are_one_sentence_or_nothing(full_letter, publics, sentence):
    assert write(full_letter(publics=publics)).publics == ((sentence,) if sentence else ())


def test_the_contacts_are_named_as_they_were_given(full_letter):
    elected, technical = "Alex Témoin, adjointe aux solidarités.", "Sacha Modèle"

    both = write(full_letter(elected_contact=elected, technical_contact=technical)).request[-1]
    one = write(full_letter(technical_contact=technical)).request[-1]

    assert both.startswith(
        f"Vos contacts sont{NBSP}: parmi les élus, Alex Témoin, adjointe aux solidarités{NBSP}; "
        "dans nos services, Sacha Modèle. Je me tiens"
    )
    assert one.startswith("Votre contact est, dans nos services, Sacha Modèle. Je me tiens")
    assert write(full_letter()).request[-1].startswith("Je me tiens à votre disposition")


def test_an_elected_contact_fills_the_blank_of_a_delegation(full_letter):
    given = full_letter(signatory_function="DGS", elected_contact="Alex Témoin, adjointe")

    assert BLANK not in write(given).request[-1]


def test_the_exchange_the_diagnosis_and_the_funding_come_in_the_order_of_the_leaflet(full_letter):
    asked = write(full_letter()).request[0]
    places = [asked.index(words) for words in ("temps d’échange", "diagnostic", "demande de financement")]

    assert places == sorted(places)
    assert "à l’étape 4" in asked


def test_a_letter_that_says_everything_has_no_blank_and_never_asks_to_be_chosen(complete_letter):
    everything = " ".join(strings(write(complete_letter())))

    assert BLANK not in everything
    assert not re.search(r"candidat|appel à projets|P\.J\.|None", everything)


def test_what_was_not_given_is_a_visible_blank(blank_letter):
    text = write(blank_letter("departement:23"))

    assert text.contact == (f"Courriel{NBSP}: {BLANK}",)
    assert text.place_and_date == f"{BLANK}, le 1er décembre 2026"
    assert text.needs == (BLANK,)
    assert text.themes == (f"{BLANK}.",)
    assert (text.signatory_title, text.signatory_name) == ((BLANK,), BLANK)


def test_only_the_tables_say_where_a_letter_is_written(blank_letter):
    assert write(blank_letter()).place_and_date == "Guéret, le 1er décembre 2026"
    assert write(blank_letter(PAYS_DE_BITCHE)).place_and_date.startswith(BLANK)


def test_the_themes_are_the_leaflet_s_words_or_the_visitor_s(full_letter):
    text = write(full_letter(themes=("emploi", "Sport et culture.", "numerique")))

    assert text.themes == (f"l’emploi{NBSP};", f"Sport et culture{NBSP};", "l’inclusion numérique.")
    assert len(write(full_letter(themes=tuple(THEMES))).themes) == 8


def test_the_needs_keep_the_visitor_s_words_and_paragraphs(full_letter):
    needs = "L'abattoir recrute :\r\n\r\n 40 postes & \x00plus\u202e, dit-on…\n"

    assert write(full_letter(needs=needs)).needs == ("L'abattoir recrute :", "40 postes & plus, dit-on…")


def test_a_sous_prefecture_receives_a_copy(full_letter):
    assert write(full_letter(PAYS_DE_BITCHE)).copies == (f"Copie{NBSP}: sous-préfecture de Sarreguemines",)
    assert write(full_letter()).copies == ()


def test_the_letter_promises_nothing_that_the_leaflet_does_not(blank_letter):
    forbidden = re.compile(
        r"€|euro|%|candidature|appel à projets|délibér|montant|taux|\bans\b|bénéficiaires", re.IGNORECASE
    )
    everything = " ".join(strings(write(blank_letter())))

    assert not forbidden.search(everything)
    assert re.findall(r"\d+", everything) == ["1", "2026", "2019", "4"]  # step 4


def test_french_typography_is_kept_everywhere(full_letter):
    everything = " ".join(strings(write(full_letter())))

    assert "'" not in everything
    assert not re.search(r"[^\u00a0][:;?!]", everything)

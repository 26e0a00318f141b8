import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.inbox_files import MAX_BYTES, Kind, UnreadableDirectory, read_csv, read_dila, read_records

OFFICE = {
    "id": "0f0f",
    "nom": "Préfecture - Creuse",
    "pivot": [{"type_service_local": "prefecture", "code_insee_commune": ["23096"]}],
    "adresse_courriel": ["Accueil@creuse.example"],
    "formulaire_contact": ["https://creuse.example/contact"],
    "telephone": [
        {"valeur": "05 00 00 00 00", "description": ""},
        {"valeur": "05 00 00 00 01", "description": "Serveur vocal"},
    ],
    "adresse": [
        {
            "type_adresse": "Adresse postale",
            "complement1": "",
            "complement2": "",
            "numero_voie": "",
            "service_distribution": "BP 00",
            "code_postal": "23011",
            "nom_commune": "Guéret Cedex",
            "pays": "",
        },
        {
            "type_adresse": "Adresse",
            "complement1": "Hôtel d’essai",
            "complement2": "",
            "numero_voie": "1 rue d’Essai",
            "service_distribution": "",
            "code_postal": "23000",
            "nom_commune": "Guéret",
            "pays": "France",
            "longitude": "1.8",
        },
    ],
    "date_modification": "12/03/2026 14:14:36",
    "plage_ouverture": [{"nom_jour_debut": "Lundi"}],
}
TOWN_HALL = {"nom": "Mairie - Guéret", "pivot": [{"type_service_local": "mairie"}]}
NATIONAL = {"nom": "Direction d’essai", "pivot": [], "adresse_courriel": "direction@essai.example"}


def as_the_api_writes(record):
    return {
        **record,
        "pivot": json.dumps(record["pivot"]),
        "telephone": json.dumps(record["telephone"]),
        "adresse": json.dumps(record["adresse"]),
        "adresse_courriel": record["adresse_courriel"][0],
        "formulaire_contact": record["formulaire_contact"][0],
    }


def dila(content):
    return read_dila(json.dumps(content), "essai.json")


@pytest.mark.parametrize(
    "content",
    [
        {"service": [TOWN_HALL, OFFICE, NATIONAL]},
        [as_the_api_writes(OFFICE)],
        {"total_count": 1, "results": [as_the_api_writes(OFFICE)]},
    ],
    ids=["daily file", "export", "page"],
)
def test_the_three_envelopes_of_the_service_public_directory_hold_the_same_record(content):
    (record,) = dila(content)

    assert record.kind is Kind.PREFECTURE
    assert record.name == "Préfecture - Creuse"
    assert record.communes == ("23096",)
    assert record.emails == ("accueil@creuse.example",)
    assert record.other_ways == ("https://creuse.example/contact", "05 00 00 00 00", "05 00 00 00 01")
    assert record.telephone == "05 00 00 00 00"
    assert record.postal_address == "Hôtel d’essai, 1 rue d’Essai, 23000 Guéret"
    assert record.changed == "12/03/2026"


@pytest.mark.parametrize(
    ("field", "emails"),
    [
        (None, ()),
        ("", ()),
        ([], ()),
        ([""], ()),
        ([None], ()),
        ([{"libelle": "", "valeur": "a@creuse.example"}], ("a@creuse.example",)),
        ("a@creuse.example;b@creuse.example", ("a@creuse.example", "b@creuse.example")),
        (["A@creuse.example", " a@creuse.example "], ("a@creuse.example",)),
    ],
)
def test_an_address_is_read_however_it_is_written(field, emails):
    (record,) = dila([{**OFFICE, "adresse_courriel": field}])

    assert record.emails == emails


PLACE = {"type_adresse": "Adresse", "numero_voie": "1 rue d’Essai", "nom_commune": "Guéret"}
MAIL = {"type_adresse": "Adresse postale", "service_distribution": "BP 00", "nom_commune": "Guéret Cedex"}


@pytest.mark.parametrize(
    ("field", "address"),
    [
        (None, ""),
        ("", ""),
        ([], ""),
        ([{}], ""),
        ([{"numero_voie": "1 rue d’Essai"}], ""),  # an address without a town would mislead
        ([MAIL, PLACE], "1 rue d’Essai, Guéret"),
        ([MAIL], "BP 00, Guéret Cedex"),
        ([MAIL, {"type_adresse": "Adresse"}], "BP 00, Guéret Cedex"),
        (PLACE, "1 rue d’Essai, Guéret"),
        ([{**PLACE, "complement1": "1 rue d’Essai"}], "1 rue d’Essai, Guéret"),
        ([{**PLACE, "complement2": None, "numero_voie": " Place d’Essai, \n"}], "Place d’Essai, Guéret"),
        ([{**PLACE, "code_postal": "00000", "pays": "Essai"}], "1 rue d’Essai, 00000 Guéret, Essai"),
    ],
)
def test_a_postal_address_is_written_on_one_line(field, address):
    (record,) = dila([{**OFFICE, "adresse": field}])

    assert record.postal_address == address


def test_a_record_without_telephone_has_none():
    (record,) = dila([{**OFFICE, "telephone": None}])

    assert record.telephone == ""


def test_a_commune_beside_the_pivot_is_read_too():
    pivot = [{"type_service_local": "sous_pref"}]
    (record,) = dila([{**OFFICE, "pivot": pivot, "code_insee_commune": "23008"}])

    assert (record.kind, record.communes) == (Kind.SOUS_PREFECTURE, ("23008",))


@pytest.mark.parametrize("service", ["paris_ppp", "pp_marseille"])
def test_a_prefecture_de_police_is_not_a_prefecture(service):
    assert dila([{**OFFICE, "pivot": [{"type_service_local": service}]}]) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"autre": []}', "no list « service » or « results »"),
        ("3", "no list"),
        ('{"service": {}}', "no list"),
        ('{"total_count": 368, "results": [{}]}', "1 records of 368"),
        ('["texte"]', "record 1 is not an object"),
        (
            '[{}, {"nom": "Préfecture - Essai", "id": "7", "pivot": "[{"}]',
            "record 2 (Préfecture - Essai, id 7)",
        ),
        ('[{"nom": "N", "pivot": [3]}]', "pivot holds 3"),
        ('[{"nom": "N", "pivot": "prefecture"}]', "pivot holds 'prefecture'"),
        (json.dumps([{**OFFICE, "adresse_courriel": [3]}]), "adresse_courriel holds 3"),
        (json.dumps([{**OFFICE, "adresse_courriel": [["a@b.example"]]}]), "adresse_courriel holds"),
        (json.dumps([{**OFFICE, "adresse": ["texte"]}]), "adresse holds 'texte', not an object"),
        (json.dumps([{**OFFICE, "adresse": [{**PLACE, "code_postal": 23000}]}]), "code_postal of adresse"),
    ],
)
def test_json_that_is_not_understood_is_refused_with_the_name_of_the_record(content, said):
    with pytest.raises(UnreadableDirectory) as refusal:
        read_dila(content, "essai.json")

    assert said in str(refusal.value)


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_plain_list_needs_two_columns(separator):
    lines = (["id", "nom", "email"], ["pref:23", "Creuse", "accueil@creuse.example"], ["", "", ""])
    (record,) = read_csv("\r\n".join(separator.join(line) for line in lines), "liste.csv")

    assert (record.id, record.emails, record.where) == ("pref:23", ("accueil@creuse.example",), "line 2")


def test_a_plain_list_gives_no_telephone_as_it_may_be_somebody_s_own():
    (record,) = read_csv(
        "id,email,telephone,adresse\npref:23,a@x.example,05 00 00 00 00,23000 Guéret\n", "liste.csv"
    )

    assert (record.telephone, record.postal_address) == ("", "")


def test_an_extraction_says_where_each_office_sits():
    first, second = read_csv(
        "type,departement,code_commune,nom,email,formulaire,telephone,adresse\n"
        'prefecture,23,23096,"Préfecture, Creuse",accueil@creuse.example,,05 00 00 00 00,'
        '"1 rue d’Essai, 23000 Guéret"\n'
        "sous_pref,23,23008,Sous-préfecture - Aubusson,,https://creuse.example/contact,,\n",
        "extraction.csv",
    )

    assert (first.kind, first.communes, first.name) == (Kind.PREFECTURE, ("23096",), "Préfecture, Creuse")
    assert (second.kind, second.emails) == (Kind.SOUS_PREFECTURE, ())
    assert second.other_ways == ("https://creuse.example/contact",)
    assert (first.telephone, first.postal_address) == ("05 00 00 00 00", "1 rue d’Essai, 23000 Guéret")
    assert (second.telephone, second.postal_address) == ("", "")


def test_an_extraction_may_say_nothing_of_telephones():
    (record,) = read_csv(
        "type,code_commune,nom,email\nprefecture,23096,Préfecture - Creuse,\n", "extraction.csv"
    )

    assert (record.telephone, record.postal_address, record.other_ways) == ("", "", ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "needs the columns id, email"),
        ("prefecture,courriel\npref:23,a@b.example\n", "its first line is 'prefecture,courriel'"),
        ("id,email\npref:23\n", "line 2"),
        ("id,email\npref:23,a@b.example,de trop\n", "line 2"),
        ('id,email\n"pref:23,a@b.example\n', "line 2"),
        ("type,code_commune,nom,email\nmairie,23096,Mairie - Guéret,\n", "the type of « Mairie - Guéret »"),
    ],
)
def test_a_table_that_is_not_understood_is_refused_with_its_line(text, said):
    with pytest.raises(UnreadableDirectory) as refusal:
        read_csv(text, "liste.csv")

    assert said in str(refusal.value)


def test_what_would_hide_or_move_on_a_screen_is_taken_out():
    (record,) = dila([{**OFFICE, "nom": "Préfecture\u202e \x1b[2JCreuse\n", "telephone": ["05\x07 00"]}])

    assert record.name == "Préfecture [2JCreuse"
    assert record.other_ways[1] == "05 00"


def test_the_first_character_tells_json_from_a_table(tmp_path):
    table, directory = tmp_path / "a", tmp_path / "b"
    table.write_text("\ufeffid;email\npref:23;a@creuse.example\n", encoding="utf-8")
    directory.write_text("\ufeff\n " + json.dumps([OFFICE]), encoding="utf-8")

    assert read_records(table)[0].id == "pref:23"
    assert read_records(directory)[0].kind is Kind.PREFECTURE


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,email\npref:23,préfecture".encode("latin-1"), "not UTF-8 text (byte 19)"),
        (b"BZh91AY&SY\xff\xfe", "unpack an archive first"),
        (b'{"service": []}', "no record of a pr"),
        (b"id,email\n", "no record of a pr"),
    ],
)
def test_a_file_that_gives_nothing_is_refused(tmp_path, content, said):
    path = tmp_path / "essai"
    path.write_bytes(content)

    with pytest.raises(UnreadableDirectory) as refusal:
        read_records(path)

    assert said in str(refusal.value)


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "essai"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(UnreadableDirectory, match="larger than 400 MB"):
        read_records(path)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["prefecture", "[{", "[]"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "service",
                    "pivot",
                    "type_service_local",
                    "adresse_courriel",
                    "telephone",
                    "valeur",
                    "adresse",
                    "nom_commune",
                    "nom",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(VALUES)
def test_no_json_ends_in_anything_but_records_or_a_refusal(content):
    with contextlib.suppress(UnreadableDirectory):
        assert isinstance(dila(content), list)


@given(VALUES)
def test_no_address_of_a_prefecture_ends_in_anything_but_a_record_or_a_refusal(content):
    with contextlib.suppress(UnreadableDirectory):
        (record,) = dila([{**OFFICE, "adresse": content}])
        assert record.postal_address == " ".join(record.postal_address.split())


@given(
    st.text() | st.text().map("id,email\n{}".format) | st.text().map("type,code_commune,nom,email\n{}".format)
)
def test_no_text_ends_in_anything_but_records_or_a_refusal(text):
    with contextlib.suppress(UnreadableDirectory):
        assert isinstance(read_csv(text, "essai.csv"), list)

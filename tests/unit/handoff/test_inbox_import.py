import json

import pytest
from sqlalchemy import select

from bot.handoff.addresses import Suspicion
from bot.handoff.doubts import Doubt
from bot.handoff.inbox_files import UnreadableDirectory
from bot.handoff.inbox_import import Kept, Skipped, import_suggestions, read_directory
from bot.handoff.inboxes import confirm_inbox, list_inboxes, recipient_for, withdraw_inbox
from bot.handoff.office_contacts import contact_of
from bot.handoff.storage import InboxEventRow, InboxStatus

CENTRAL = "centrale@ctai.example"


@pytest.fixture
def read(tmp_path, territory):
    def of(*lines, header="type,code_commune,nom,email"):
        path = tmp_path / "liste.csv"
        path.write_text("\n".join([header, *lines]), encoding="utf-8")
        return read_directory(path, territory)

    return of


@pytest.fixture
def load(session, territory, clock):
    def into(reading, *, production=False):
        return import_suggestions(session, reading, territory, clock, author="agente", production=production)

    return into


@pytest.mark.parametrize(
    ("kind", "commune", "office"),
    [
        ("prefecture", "01053", "pref:01"),
        ("prefecture", "2A004", "pref:2A"),
        ("prefecture", "69123", "pref:69"),
        ("prefecture", "69383", "pref:69"),
        ("prefecture", "13206", "pref:13"),
        ("prefecture", "75115", "pref:75"),
        ("prefecture", "95127", "pref:95"),
        ("prefecture", "97411", "pref:974"),
        ("prefecture_region", "97302", "pref:973"),
        ("prefecture", "97701", "pref:977"),
        ("prefecture", "98613", "as:986"),
        ("prefecture", "98735", "hc:987"),
        ("prefecture", "98818", "hc:988"),
        ("sous_pref", "01034", "spref:011"),
        ("sous_pref", "97416", "spref:9742"),
    ],
)
def test_a_commune_tells_which_office_sits_there(read, kind, commune, office):
    (suggestion,) = read(f"{kind},{commune},Essai,essai@prefecture.example").suggestions

    assert suggestion.prefecture_id == office
    assert suggestion.address == "essai@prefecture.example"
    assert suggestion.source == "liste.csv, line 2, Essai"


@pytest.mark.parametrize(
    ("kind", "commune"),
    [
        ("prefecture", "97416"),  # the TAAF sit in La Réunion, and are not its préfecture
        ("prefecture", "98901"),
        ("prefecture", "01034"),
        ("prefecture", "20000"),
        ("prefecture", ""),
        ("sous_pref", "06088"),  # Nice: the préfecture runs the arrondissement
        ("sous_pref", "57132"),
        ("sous_pref", "98735"),
    ],
)
def test_an_office_that_the_tables_do_not_know_is_skipped(read, kind, commune):
    reading = read(f"{kind},{commune},Essai,essai@prefecture.example")

    assert reading.suggestions == ()
    assert reading.skipped[0].what == "line 2 (Essai)"
    assert reading.skipped[0].reason.startswith(f"no single office of the type {kind} is known in")


def test_a_list_may_give_the_ids_themselves(read):
    reading = read(
        "pref:23,a@prefecture.example",
        "spref:231,b@prefecture.example",
        "pref:99,c@x.example",
        header="id,email",
    )

    assert [suggestion.prefecture_id for suggestion in reading.suggestions] == ["pref:23", "spref:231"]
    assert reading.skipped == (Skipped("line 4 (pref:99)", "the directory knows no such id"),)


def test_an_office_without_address_is_skipped_with_the_other_ways_to_ask(read):
    reading = read(
        "prefecture,23096,Préfecture - Creuse,,https://creuse.example/contact,05 00",
        header="type,code_commune,nom,email,formulaire,telephone",
    )

    (skipped,) = reading.skipped
    assert skipped.what == "pref:23 (Préfecture - Creuse)"
    assert skipped.reason == "no e-mail address is published, https://creuse.example/contact, 05 00"


def test_two_addresses_for_one_office_give_none(read):
    reading = read("prefecture,23096,Une,a@x.example", "prefecture,23096,Autre,b@x.example")

    assert reading.suggestions == ()
    assert reading.skipped[0].reason == "several addresses, none is chosen: a@x.example, b@x.example"


def test_the_same_address_twice_is_one(read):
    reading = read("prefecture,23096,Une,a@x.example", "prefecture,23096,Autre,A@x.example")

    assert [suggestion.address for suggestion in reading.suggestions] == ["a@x.example"]


def test_the_prefecture_itself_comes_before_the_one_of_the_region(read):
    reading = read(
        "prefecture_region,59350,Préfecture de région,region@x.example",
        "prefecture,59350,Préfecture - Nord,nord@x.example",
    )

    assert [suggestion.address for suggestion in reading.suggestions] == ["nord@x.example"]


def test_the_one_of_the_region_stands_in_where_the_prefecture_has_no_address(read):
    reading = read(
        "prefecture_region,59350,Préfecture de région,region@x.example", "prefecture,59350,Préfecture - Nord,"
    )

    assert [suggestion.address for suggestion in reading.suggestions] == ["region@x.example"]


def test_the_service_public_directory_is_read_the_same_way(tmp_path, territory):
    path = tmp_path / "annuaire.json"
    record = {
        "id": "0f0f",
        "nom": "Préfecture - Creuse",
        "pivot": [{"type_service_local": "prefecture", "code_insee_commune": ["23096"]}],
        "adresse_courriel": ["accueil@creuse.example"],
        "date_modification": "12/03/2026 14:14:36",
    }
    path.write_text(json.dumps({"service": [record]}), encoding="utf-8")

    (suggestion,) = read_directory(path, territory).suggestions

    assert suggestion.prefecture_id == "pref:23"
    assert suggestion.source == "annuaire.json, record 1, Préfecture - Creuse, 12/03/2026"


def test_an_import_leaves_addresses_to_confirm_and_sends_nothing_there(read, load, session, clock):
    report = load(read("prefecture,23096,Préfecture - Creuse,accueil@creuse.example"))

    assert report.suggested == ("pref:23",)
    (inbox,) = list_inboxes(session)
    assert (inbox.status, inbox.address) == (InboxStatus.TO_CONFIRM, "accueil@creuse.example")
    assert recipient_for(session, "pref:23", CENTRAL, clock).address == CENTRAL
    (event,) = session.scalars(select(InboxEventRow))
    assert (event.author, event.prefecture_id) == ("agente", "pref:23")
    assert json.loads(event.what)["source"] == "liste.csv, line 2, Préfecture - Creuse"


@pytest.mark.parametrize("days", [0, 400])
def test_an_import_never_touches_a_confirmed_inbox_even_past_its_date(read, load, session, clock, days):
    confirmed = confirm_inbox(
        session, "pref:23", "sure@creuse.example", clock, author="agente", source="appel", production=False
    )
    clock.advance(days=days)

    report = load(read("prefecture,23096,Préfecture - Creuse,autre@creuse.example"))

    assert report.suggested == ()
    assert report.kept_confirmed == (Kept("pref:23", "sure@creuse.example", "autre@creuse.example"),)
    assert list_inboxes(session) == [confirmed]


def test_an_address_that_may_not_be_written_to_is_skipped_and_the_others_stay(read, load, session):
    reading = read(
        "prefecture,23096,Préfecture - Creuse,prefecture@creuse.gouv.f",
        "prefecture,01053,Préfecture - Ain,accueil@ain.example",
    )

    report = load(reading)

    assert report.suggested == ("pref:01",)
    assert [skipped.what for skipped in report.skipped] == ["pref:23 prefecture@creuse.gouv.f"]
    assert [inbox.prefecture_id for inbox in list_inboxes(session)] == ["pref:01"]


def test_production_takes_no_reserved_domain(read, load, session):
    report = load(read("prefecture,23096,Préfecture - Creuse,accueil@creuse.example"), production=True)

    assert report.suggested == ()
    assert list_inboxes(session) == []


def test_a_telephone_is_kept_whatever_becomes_of_the_address(read, load, session, clock):
    confirm_inbox(
        session, "pref:23", "sure@creuse.example", clock, author="agente", source="appel", production=False
    )
    reading = read(
        "prefecture,23096,Préfecture - Creuse,autre@creuse.example,05 00 00 00 00",
        "prefecture,01053,Préfecture - Ain,,04 00 00 00 00",
        "sous_pref,23008,Sous-préfecture - Aubusson,sp@aubusson.faux,05 00 00 00 01",
        header="type,code_commune,nom,email,telephone",
    )

    report = load(reading)

    assert report.suggested == ()
    assert report.contacts == ("pref:01", "pref:23", "spref:231")
    assert contact_of(session, "pref:01").telephone == "04 00 00 00 00"
    assert [event.prefecture_id for event in session.scalars(select(InboxEventRow))] == ["pref:23"]


def test_an_office_that_the_tables_do_not_know_has_no_telephone(read):
    reading = read(
        "sous_pref,98735,Subdivision,,+689 40 00 00 00", header="type,code_commune,nom,email,telephone"
    )

    assert reading.contacts == ()


def test_a_withdrawn_inbox_may_be_suggested_again(read, load, session, clock):
    withdraw_inbox(session, "pref:23", clock, author="agente", reason="message revenu")

    assert load(read("prefecture,23096,Préfecture - Creuse,a@x.example")).suggested == ("pref:23",)


def test_unusual_addresses_are_named(read, load):
    report = load(
        read(
            "prefecture,23096,Préfecture - Creuse,camille.exemple@creuse.gouv.fr",
            "sous_pref,97416,Sous-préfecture - Saint-Pierre,sp-exemple@martinique.gouv.fr",
            "prefecture,42218,Préfecture - Loire,prefecture@loire.gouv.fr",
        ),
        production=True,
    )

    assert report.suspicious == (
        Doubt("pref:23", "camille.exemple@creuse.gouv.fr", Suspicion.PERSON),
        Doubt("spref:9742", "sp-exemple@martinique.gouv.fr", Suspicion.ELSEWHERE),
    )


def test_every_prefecture_and_sous_prefecture_of_the_tables_can_be_imported(read, territory):
    capitals = [f"prefecture,{d.prefecture_commune},P,p@x.example" for d in territory.departements.values()]
    towns = {
        (collectivite.departement, collectivite.name): collectivite.code
        for collectivite in territory.collectivites.values()
        if collectivite.kind == "commune"
    }
    offices = territory.sous_prefectures.values()
    subs = [f"sous_pref,{towns[office.departement, office.city]},S,s@x.example" for office in offices]

    reading = read(*capitals, *subs)

    assert reading.skipped == ()
    assert len(reading.suggestions) == 107 + 234


def test_a_refused_file_changes_nothing(tmp_path, territory):
    path = tmp_path / "annuaire.json"
    path.write_text("[{", encoding="utf-8")

    with pytest.raises(UnreadableDirectory):
        read_directory(path, territory)

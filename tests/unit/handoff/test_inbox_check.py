import pytest

from bot.handoff.addresses import Suspicion
from bot.handoff.doubts import Doubt
from bot.handoff.inbox_check import check_inboxes
from bot.handoff.inboxes import confirm_inbox, list_inboxes, set_copies, suggest_inbox


@pytest.fixture
def confirm(session, clock):
    def one(id_, address="accueil@creuse.gouv.fr"):
        return confirm_inbox(session, id_, address, clock, author="agente", source="appel", production=False)

    return one


@pytest.fixture
def check(session, territory, clock):
    return lambda: check_inboxes(list_inboxes(session), territory, clock)


def test_an_empty_directory_covers_nothing(check):
    result = check()

    assert (result.confirmed.offices, result.confirmed.all_offices) == (0, 107)
    assert result.confirmed.inhabitants_share == 0
    assert len(result.unconfirmed) == 107


def test_the_coverage_counts_prefectures_and_inhabitants(check, confirm, session, clock, territory):
    confirm("pref:23")
    suggest_inbox(
        session, "pref:93", "a@prefecture.example", clock, author="import", source="liste", production=False
    )

    result = check()

    creuse = sum(
        c.population or 0
        for c in territory.collectivites.values()
        if c.kind == "commune" and c.departement == "23"
    )
    assert (result.confirmed.offices, result.confirmed.inhabitants) == (1, creuse)
    assert 110_000 < creuse < 120_000
    assert result.confirmed.offices_share == 1 / 107
    assert result.known.offices == 2
    assert "pref:23" not in result.unconfirmed
    assert "pref:93" in result.unconfirmed


def test_every_prefecture_confirmed_covers_every_inhabitant(check, confirm):
    for id_ in check().unconfirmed:
        confirm(id_)

    result = check()

    assert result.confirmed.offices_share == 1
    assert result.confirmed.inhabitants_share == 1
    assert result.unconfirmed == ()


def test_a_sous_prefecture_covers_nobody(check, confirm):
    confirm("spref:231")

    assert check().known.offices == 0


@pytest.mark.parametrize(
    ("days", "expiring", "expired"), [(304, 0, 0), (305, 1, 0), (364, 1, 0), (365, 0, 1)]
)
def test_a_confirmation_is_announced_sixty_days_before_its_end(
    check, confirm, clock, days, expiring, expired
):
    confirm("pref:23")
    clock.advance(days=days)

    result = check()

    assert (len(result.expiring), len(result.expired)) == (expiring, expired)
    assert result.confirmed.offices == 1 - expired
    assert result.known.offices == 1


def test_copies_are_looked_at_too(check, confirm, session, clock):
    confirm("pref:23")
    set_copies(
        session, "pref:23", ["camille.exemple@creuse.gouv.fr"], clock, author="agente", production=False
    )

    assert check().suspicious == (Doubt("pref:23", "camille.exemple@creuse.gouv.fr", Suspicion.PERSON),)


def test_a_past_confirmation_needs_a_person_everywhere_an_empty_directory_in_production_only(
    check, confirm, clock
):
    assert check().needs_a_person(production=True)
    assert not check().needs_a_person(production=False)
    confirm("pref:23")
    assert not check().needs_a_person(production=True)
    clock.advance(days=365)
    assert check().needs_a_person(production=False)

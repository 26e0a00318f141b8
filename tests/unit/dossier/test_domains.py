import pytest

from bot.dossier.domains import free_services, suggestion


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("GMAIL.CO", "gmail.com"),
        ("gmail.fr", "gmail.com"),
        ("hotmial.fr", "hotmail.fr"),
        ("hotmail.f", "hotmail.fr"),
        ("orange.fe", "orange.fr"),
        ("wanadoo.f", "wanadoo.fr"),
        ("yahooo.fr", "yahoo.fr"),
        ("laposte.fr", "laposte.net"),
        ("free.f", "free.fr"),
        ("sfr.fe", "sfr.fr"),
    ],
)
def test_a_mistyped_domain_is_offered_as_it_was_meant(typed, meant):
    assert suggestion(f"Camille.Exemple@{typed}") == f"Camille.Exemple@{meant}"


@pytest.mark.parametrize(
    "domain",
    [
        "ville-gueret.fr",
        "mairie-orange.fr",
        "gueret.fr",
        "fred.fr",  # nearer to « free.fr » than a mistake is
        "creuse.gouv.fr",
        "gouv.fr",
        "mairie.example",
        "fr",
        "",
    ],
)
def test_a_domain_that_may_well_exist_is_not_doubted(domain):
    assert suggestion(f"camille@{domain}") is None


def test_a_known_domain_is_never_doubted():
    services = free_services()

    assert [one for one in services.domains if suggestion(f"a@{one}")] == []
    assert set(services.mistakes.values()) <= services.domains
    assert not services.domains & set(services.mistakes)

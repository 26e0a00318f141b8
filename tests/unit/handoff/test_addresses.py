import pytest

from bot.handoff.addresses import InvalidAddress, Suspicion, inbox_address, normal_address, suspicions


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Camille.Exemple@Mairie.example ", "camille.exemple@mairie.example"),
        ("dgs@ville-guéret.example", "dgs@xn--ville-guret-ibb.example"),
        ("a+b@c.example", "a+b@c.example"),
    ],
)
def test_an_address_has_one_form_in_ascii(typed: str, address: str) -> None:
    assert normal_address(typed, production=True) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "camille",
        "camille@mairie",
        "élodie@mairie.example",
        "a@mairie.example, b@mairie.example",
        "a@mairie.example\r\nBcc: b@mairie.example",
        "a@[127.0.0.1]",
        "a\u200b@mairie.example",
        "a" * 65 + "@mairie.example",
        "Camille <a@mairie.example>",
    ],
)
def test_what_is_not_one_plain_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidAddress):
        normal_address(typed, production=False)


def test_the_reserved_domain_test_is_for_trials_only() -> None:
    assert normal_address("a@mairie.test", production=False) == "a@mairie.test"
    with pytest.raises(InvalidAddress):
        normal_address("a@mairie.test", production=True)


@pytest.mark.parametrize("address", ["prefecture@creuse.gouv.fr", "pref-courrier@isere.pref.gouv.fr"])
def test_an_inbox_lies_under_gouv_fr(address: str) -> None:
    assert inbox_address(address, production=True, office="pref:23") == address


@pytest.mark.parametrize(
    "address",
    [
        "prefecture@creusegouv.fr",
        "prefecture@gouv.fr.mechant.com",
        "prefecture@creuse.gouv.fr.com",
        "gouv.fr@mechant.com",
        "prefecture@creuse.example",
        "prefecture@creuse.gouv.fr\n@mechant.com",
    ],
)
def test_no_other_domain_passes_in_production(address: str) -> None:
    with pytest.raises(InvalidAddress):
        inbox_address(address, production=True, office="pref:23")


def test_a_trial_inbox_has_a_reserved_domain() -> None:
    assert (
        inbox_address("prefecture@creuse.example", production=False, office="pref:23")
        == "prefecture@creuse.example"
    )
    with pytest.raises(InvalidAddress):
        inbox_address("prefecture@creuse.com", production=False, office="pref:23")


@pytest.mark.parametrize(("office", "address"), [("hc:987", "hc@gov.pf"), ("hc:988", "hc@gouv.nc")])
def test_a_haut_commissariat_may_have_the_domain_of_its_collectivite_and_nobody_else(
    office: str, address: str
) -> None:
    assert inbox_address(address, production=True, office=office) == address
    for other in ("pref:23", "spref:231", "hc:988" if office == "hc:987" else "hc:987"):
        with pytest.raises(InvalidAddress):
            inbox_address(address, production=True, office=other)


@pytest.mark.parametrize("address", ["hc@a.gov.pf", "hc@gov.pf.mechant.com", "gov.pf@mechant.com"])
def test_that_exception_is_one_exact_domain(address: str) -> None:
    with pytest.raises(InvalidAddress):
        inbox_address(address, production=True, office="hc:987")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("prefecture@creuse.gouv.fr", ()),
        ("sp.exemple@creuse.gouv.fr", ()),
        ("sous-prefecture-de-exemple@creuse.gouv.fr", ()),
        ("integration.creuse@creuse.gouv.fr", ()),
        ("prefecture@creuse.pref.gouv.fr", (Suspicion.LEGACY,)),
        ("camille.exemple@creuse.gouv.fr", (Suspicion.PERSON,)),
        ("jean-camille.exemple@creuse.pref.gouv.fr", (Suspicion.LEGACY, Suspicion.PERSON)),
        ("prefecture@creuse.example", (Suspicion.OUTSIDE,)),
        ("hc@gov.pf", (Suspicion.OUTSIDE,)),
    ],
)
def test_an_unusual_inbox_is_worth_a_second_look(address: str, found: tuple[Suspicion, ...]) -> None:
    assert suspicions(address) == found

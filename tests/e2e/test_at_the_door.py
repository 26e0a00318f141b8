"""Who cannot carry a contract is told kindly who can, and nothing said is lost."""

import pytest

from tests.e2e.product import Visitor


@pytest.mark.parametrize(
    ("presents", "told"),
    [
        ("Les Mains Tendues, association loi 1901", "Une association ne porte pas elle-même le contrat"),
        ("je suis chef d'entreprise, ma société recrute", "Une entreprise ne porte pas elle-même le contrat"),
        ("je suis un simple habitant", "Un particulier ne porte pas lui-même le contrat"),
    ],
)
def test_somebody_who_is_no_collectivite_is_told_who_can_sign(
    visitor: Visitor, presents: str, told: str
) -> None:
    visitor.say("je veux écrire la lettre d'intention")
    said = visitor.say(presents)
    assert told in said
    assert "Quelle collectivité" in said
    assert "le contrat est signé par l’État local" in visitor.press("Qui peut signer")
    assert "Tulle (19, Corrèze)" in visitor.say("d'accord, alors c'est la mairie de Tulle qui la fera")


def test_an_association_says_so_while_it_asks_for_the_letter(visitor: Visitor) -> None:
    said = visitor.say("on voudrait rédiger la lettre d'intention, on est une association")
    assert "Elle peut en revanche en mener les actions" in said

"""Which préfecture is competent for a collectivité, and by which rule.

A pure function over the tables. Sous-préfectures are shown, never the first addressee: contracts are
negotiated and signed by the préfets (immigration.interieur.gouv.fr).
"""

from enum import Enum

from bot.territory.french import departement_with_de
from bot.territory.model import Collectivite, Competence, Kind, Prefecture, SousPrefecture
from bot.territory.tables import Territory

#: Guadeloupe, Martinique, Guyane, La Réunion, Mayotte: their préfet is also préfet de région.
DROM = frozenset({"971", "972", "973", "974", "976"})

#: Collectivités d'outre-mer and Nouvelle-Calédonie.
COM = frozenset({"975", "977", "978", "986", "987", "988"})

#: Code -> id and name of the State's offices that are not called « préfecture de » and their département.
#: The law reads « préfecture » as these words in 986, 987 and 988 (LEGIARTI000041791300 on Légifrance).
_PARTICULAR = {
    "75": ("pref:75", "préfecture de la région d’Île-de-France, préfecture de Paris"),
    "977": ("pref:977", "préfecture déléguée de Saint-Barthélemy et de Saint-Martin"),
    "978": ("pref:978", "préfecture déléguée de Saint-Barthélemy et de Saint-Martin"),
    "986": ("as:986", "administration supérieure des îles Wallis et Futuna"),
    "987": ("hc:987", "haut-commissariat de la République en Polynésie française"),
    "988": ("hc:988", "haut-commissariat de la République en Nouvelle-Calédonie"),
}


class Rule(str, Enum):
    """Why a préfecture is competent.

    Sources: COG 2026 for what lies where; the texts are named below. Where the ministry has still to say who
    receives the demand, `Competence.certain` is False.
    """

    #: Préfet of the département of the commune.
    COMMUNE = "commune"
    #: Préfet of the département of the seat (CGCT, art. R.5211-1).
    EPCI = "epci_siege"
    #: The State is represented in the département by its préfet.
    DEPARTEMENT = "departement"
    #: Préfet de région: the préfet of the département of the chief town of the région.
    REGION = "region_chef_lieu"
    #: Préfet de la région d'Île-de-France, préfet de Paris; not the préfet de police. To be confirmed.
    PARIS = "paris"
    #: Its seat is in Paris. To be confirmed.
    GRAND_PARIS = "metropole_du_grand_paris"
    #: One préfet for the Métropole de Lyon and the Département du Rhône (ordonnance n° 2014-1543).
    LYON = "lyon_rhone"
    #: Préfet de Corse, préfet de la Corse-du-Sud (CGCT, art. L.4422-38).
    CORSE = "corse"
    #: Both préfectures of Alsace were kept; Strasbourg is assumed, with a copy to Colmar. To be confirmed.
    ALSACE = "alsace"
    #: The préfet of the DROM is also préfet de région.
    DROM = "drom"
    #: Representative of the State in the collectivité; whether a contract is possible is to be confirmed.
    COM = "com"
    #: Its seat, or the département it lies in (décrets of 11 December 2015). To be confirmed.
    EPT = "ept"

    __str__ = str.__str__


_RULE_OF = {
    "commune:75056": Rule.PARIS,
    "epci:200054781": Rule.GRAND_PARIS,
    "epci:200046977": Rule.LYON,
    "departement:69": Rule.LYON,
    "region:94": Rule.CORSE,
    "departement:6AE": Rule.ALSACE,
}

_RULE_OF_KIND = {
    Kind.COMMUNE: Rule.COMMUNE,
    Kind.EPCI: Rule.EPCI,
    Kind.DEPARTEMENT: Rule.DEPARTEMENT,
    Kind.REGION: Rule.REGION,
}

_UNCONFIRMED = frozenset({Rule.PARIS, Rule.GRAND_PARIS, Rule.EPT, Rule.ALSACE, Rule.COM})


def competence(territory: Territory, collectivite: Collectivite) -> Competence:
    """Gives the préfecture that receives the demand of a collectivité.

    Args:
        territory: the tables the collectivité comes from.
        collectivite: of any level.

    Raises:
        KeyError: its département is not in the tables.
    """
    rule = _rule(territory, collectivite)
    return Competence(
        prefecture=prefecture_of(territory, collectivite.departement),
        sous_prefecture=_sous_prefecture(territory, collectivite),
        others=_others(territory, collectivite, rule),
        rule=rule,
        certain=rule not in _UNCONFIRMED,
    )


def prefecture_of(territory: Territory, departement: str) -> Prefecture:
    """Gives the préfecture of a département, or what stands for it overseas.

    Args:
        territory: the tables.
        departement: its code.

    Raises:
        KeyError: no département of the tables has this code.
    """
    id_, name = _PARTICULAR.get(departement) or (
        f"pref:{departement}",
        f"préfecture {departement_with_de(departement)}",
    )
    place = territory.departements[departement]
    return Prefecture(
        id=id_, name=name, city=place.prefecture_city, departement=departement, site=place.prefecture_site
    )


def _rule(territory: Territory, collectivite: Collectivite) -> Rule:
    if collectivite.departement in COM:
        return Rule.COM
    if collectivite.id in _RULE_OF:
        return _RULE_OF[collectivite.id]
    if territory.epci_types.get(collectivite.id) == "EPT":
        return Rule.EPT
    if collectivite.departement in DROM and collectivite.kind in {Kind.DEPARTEMENT, Kind.REGION}:
        return Rule.DROM
    return _RULE_OF_KIND[collectivite.kind]


def _sous_prefecture(territory: Territory, collectivite: Collectivite) -> SousPrefecture | None:
    arrondissement = territory.arrondissements.get(collectivite.id, "")
    return territory.sous_prefectures.get(arrondissement)


def _others(territory: Territory, collectivite: Collectivite, rule: Rule) -> tuple[Prefecture, ...]:
    if collectivite.kind is not Kind.EPCI and rule is not Rule.ALSACE:
        return ()
    departements = territory.spread.get(collectivite.id, ())
    return tuple(prefecture_of(territory, departement) for departement in departements[1:])

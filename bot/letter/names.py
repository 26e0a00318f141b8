"""How a collectivité and its council are called in a sentence, with the right « de » before each."""

from dataclasses import dataclass

from bot.territory.french import departement_with_de, typographic, with_de
from bot.territory.model import Collectivite, Kind

#: Communes whose council has the powers of another level too (CGCT, art. L.2512-1, LO6211-1 and LO6311-1).
_PARTICULAR_NAMES = {
    "75056": "Ville de Paris",
    "97701": "Collectivité de Saint-Barthélemy",
    "97801": "Collectivité de Saint-Martin",
}

#: Of those, the ones that a président heads.
_WITH_PRESIDENT = frozenset({"97701", "97801"})

#: SIREN of the métropoles: several communautés bear the word in their name without being one.
METROPOLES = frozenset(
    """
    200023414 200030195 200039865 200040715 200046977 200054781 200054807 200093201 242100410 242900314
    243100518 243300316 243400017 243500139 243700754 244200770 244400404 244500468 245400676 246300701
    246700488 248300543
    """.split()  # noqa: SIM905  (as in the tables: numbers to compare at a glance)
)

#: SIREN of the établissements publics territoriaux of the Métropole du Grand Paris.
TERRITOIRES = frozenset(
    """
    200057867 200057875 200057941 200057966 200057974 200057982 200057990 200058006 200058014 200058097
    200058790
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Named:
    """A masculine or feminine name in the two forms that sentences need.

    Attributes:
        the: « le conseil municipal ».
        of: « du conseil municipal ».
    """

    the: str
    of: str


def sender_name(collectivite: Collectivite) -> str:
    """Gives « Commune de Guéret », « Ville de Paris », « Communauté de communes du Pays de Bitche »."""
    name = typographic(collectivite.name)
    if collectivite.kind is not Kind.COMMUNE:
        return name
    return _PARTICULAR_NAMES.get(collectivite.code) or f"Commune {with_de(name)}"


def of_sender(collectivite: Collectivite) -> str:
    """Gives « de la commune du Havre », « du département de la Creuse », « de Rennes Métropole »."""
    name = sender_name(collectivite)
    first, _, rest = name.partition(" ")
    match first:
        case "Commune" | "Communauté" | "Région":
            return f"de la {first.lower()} {rest}"
        case "Ville" | "Métropole" | "Collectivité":
            return f"de la {name}"
        case "Département":
            return f"du département {rest}"
        case "Eurométropole":
            return f"de l’{name}"
        case "Agglomération" | "Établissement":
            return f"de l’{first.lower()} {rest}"
    if collectivite.kind is Kind.DEPARTEMENT:
        return departement_with_de(collectivite.code)
    return with_de(name)


def council_of(collectivite: Collectivite) -> Named:
    """Gives the council that deliberates: « conseil municipal », « conseil communautaire ».

    An assembly with a name of its own (Corse, Alsace, Martinique, Polynésie française…) is called by what it
    does.
    """
    first = sender_name(collectivite).partition(" ")[0]
    match collectivite.kind:
        case Kind.COMMUNE if collectivite.code == "75056":
            name = "Conseil de Paris"
        case Kind.COMMUNE if collectivite.code in _WITH_PRESIDENT:
            name = "conseil territorial"
        case Kind.COMMUNE:
            name = "conseil municipal"
        case Kind.EPCI if collectivite.code in METROPOLES:
            name = "conseil métropolitain"
        case Kind.EPCI if collectivite.code in TERRITOIRES:
            name = "conseil de territoire"
        case Kind.EPCI:
            name = "conseil communautaire"
        case Kind.DEPARTEMENT if first == "Département":
            name = "conseil départemental"
        case Kind.REGION if first == "Région":
            name = "conseil régional"
        case _:
            return Named("l’assemblée délibérante", "de l’assemblée délibérante")
    return Named(f"le {name}", f"du {name}")


def executive_kind(collectivite: Collectivite) -> Kind:
    """Gives the level whose executive heads it: a président heads Saint-Barthélemy and Saint-Martin."""
    return Kind.DEPARTEMENT if collectivite.code in _WITH_PRESIDENT else collectivite.kind

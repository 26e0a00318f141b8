"""What the territory is made of."""

from dataclasses import dataclass
from enum import Enum


class UnknownCollectivite(LookupError):
    """No collectivité of the tables has this id."""


class Kind(str, Enum):
    """The four levels a collectivité may be of.

    Written so, and not as a StrEnum, because the Rasa side reads this room with Python 3.10.
    """

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"

    __str__ = str.__str__


@dataclass(frozen=True, slots=True)
class Departement:
    """A département of the COG, or a collectivité d'outre-mer that stands in its place.

    Attributes:
        code: "01", "2A", "974", "988".
        name: as the COG writes it, with a typographic apostrophe: "Creuse", "Val-d’Oise".
        region: code of its région.
        prefecture_commune: INSEE code of the commune of its préfecture.
        prefecture_city: name of that commune.
        prefecture_site: address of the web site of its préfecture, "https://www.creuse.gouv.fr".
    """

    code: str
    name: str
    region: str
    prefecture_commune: str
    prefecture_city: str
    prefecture_site: str


@dataclass(frozen=True, slots=True)
class Collectivite:
    """A collectivité, or EPCI, that may sign a contract.

    Attributes:
        kind: its level; a single collectivité of several levels (Martinique, Corse) has the one of its code.
        code: INSEE code of a commune, SIREN of an EPCI, code of a département or région, "6AE" for Alsace.
        name: in full, ready to be shown: "Saint-Denis", "Communauté de communes du Pays de Bitche",
            "Département de la Creuse", "Région Bretagne", "Collectivité européenne d’Alsace".
        departement: code of the département of its seat.
        departement_name: name of that département.
        population: municipal population, in inhabitants; None where INSEE gives none.
    """

    kind: Kind
    code: str
    name: str
    departement: str
    departement_name: str
    population: int | None

    @property
    def id(self) -> str:
        """Unique over all levels: "commune:93066"."""
        return f"{self.kind}:{self.code}"

    @property
    def label(self) -> str:
        """Tells it from every homonym: "Saint-Denis (93, Seine-Saint-Denis)"."""
        if self.kind in {Kind.DEPARTEMENT, Kind.REGION}:
            return self.name
        return f"{self.name} ({self.departement}, {self.departement_name})"


@dataclass(frozen=True, slots=True)
class Prefecture:
    """The State's office for a département.

    Attributes:
        id: "pref:93"; "hc:987" for a haut-commissariat, "as:986" for the administration supérieure.
        name: in small letters and full French: "préfecture de la Seine-Saint-Denis".
        city: where it sits.
        departement: code of its département.
        site: address of its web site.
    """

    id: str
    name: str
    city: str
    departement: str
    site: str


@dataclass(frozen=True, slots=True)
class SousPrefecture:
    """The State's office for an arrondissement that the préfecture does not run itself.

    Attributes:
        id: "spref:421", with the code of the arrondissement.
        name: "sous-préfecture de Montbrison".
        city: where it sits.
        departement: code of its département.
    """

    id: str
    name: str
    city: str
    departement: str


@dataclass(frozen=True, slots=True)
class Competence:
    """Which préfecture receives the demand of a collectivité, and why.

    Attributes:
        prefecture: the competent one.
        sous_prefecture: the one of its arrondissement; None when the préfecture runs that arrondissement,
            when there is none, or when the tables cannot tell (an EPCI over several arrondissements).
        others: préfectures of the other départements it lies in, which a copy may go to.
        rule: a value of `bot.territory.competence.Rule`.
        certain: False when the ministry has still to confirm the addressee.
    """

    prefecture: Prefecture
    sous_prefecture: SousPrefecture | None
    others: tuple[Prefecture, ...]
    rule: str
    certain: bool

"""How the representative of the State is called, after the name of the préfecture."""

from dataclasses import dataclass

from bot.territory.french import typographic
from bot.territory.model import Collectivite, Kind, Prefecture


@dataclass(frozen=True)
class Title:
    """A woman's or a man's.

    Attributes:
        short: as in a salutation, without article: « Préfète ».
        rest: what the address adds: « de la Creuse », « , administratrice supérieure des îles… ».
    """

    short: str
    rest: str


@dataclass(frozen=True)
class Office:
    """The addressee of a letter.

    Attributes:
        feminine: when a woman is at the head.
        masculine: when a man is.
        seat: « Préfecture de la Creuse ».
    """

    feminine: Title
    masculine: Title
    seat: str


def office_of(prefecture: Prefecture, collectivite: Collectivite) -> Office:
    """Gives the titles of who is at the head of `prefecture`, to whom `collectivite` writes.

    A région writes to its préfet de région, who is préfet of a département too; both titles are then used.
    The particular names of préfectures are those of `bot.territory.competence`.
    """
    name = typographic(prefecture.name)
    seat = name[:1].upper() + name[1:]
    office, _, of = name.partition(" ")
    if office == "haut-commissariat":
        return Office(Title("Haute-Commissaire", f" {of}"), Title("Haut-Commissaire", f" {of}"), seat)
    if office == "administration":
        of = of.removeprefix("supérieure ")
        return Office(
            Title("Préfète", f", administratrice supérieure {of}"),
            Title("Préfet", f", administrateur supérieur {of}"),
            seat,
        )
    if of.startswith("déléguée "):
        of = of.removeprefix("déléguée ")
        return Office(Title("Préfète déléguée", f" {of}"), Title("Préfet délégué", f" {of}"), seat)
    if collectivite.kind is Kind.REGION and not of.startswith("de la région"):
        of = f"{_of_region(typographic(collectivite.name))}, préfecture {of}"
    return Office(
        Title("Préfète", f" {of}".replace("préfecture", "préfète")),
        Title("Préfet", f" {of}".replace("préfecture", "préfet")),
        seat,
    )


def _of_region(name: str) -> str:
    if name.startswith("Région "):
        return f"de la région {name.removeprefix('Région ')}"
    # « Préfet de Corse, préfet de la Corse-du-Sud ».
    return name.removeprefix("Collectivité ")

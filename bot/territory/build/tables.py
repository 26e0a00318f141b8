"""The tables, as rows of text and numbers."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.territory.build.names import nicknames
from bot.territory.build.sources import Row, Sources
from bot.territory.french import departement_with_de
from bot.territory.normalise import normalise, without_article
from bot.territory.tables import NOT_SELECTABLE


@dataclass(frozen=True)
class Table:
    """A file of `data/territory/`."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def make_tables(sources: Sources) -> dict[str, Table]:
    """Gives name of a table -> its columns and rows."""
    city_of = {commune["code"]: commune["nom"] for commune in sources.communes}
    return {
        "communes": _communes(sources),
        "epci": _epci(sources),
        "departements": _departements(sources, city_of),
        "regions": _regions(sources),
        "arrondissements": _arrondissements(sources, city_of),
        "collectivites": _collectivites(sources),
        "ept": _ept(sources),
        "alias": Table(("nom", "code_commune", "type"), sources.aliases),
        "surnoms": _nicknames(sources),
        "mots": Table(
            ("mot", "nature"), sorted((row["mot"], row["nature"]) for row in sources.ordinary_words)
        ),
    }


def _communes(sources: Sources) -> Table:
    return Table(
        ("code", "nom", "departement", "arrondissement", "epci", "population", "codes_postaux"),
        [
            (
                row["code"],
                row["nom"],
                row["departement"],
                row.get("arrondissement", ""),
                sources.epci_of.get(row["code"], ""),
                row.get("population", ""),
                " ".join(row.get("codesPostaux", ())),
            )
            for row in sorted(sources.communes, key=lambda commune: str(commune["code"]))
        ],
    )


def _epci(sources: Sources) -> Table:
    members: dict[str, list[Row]] = defaultdict(list)
    for commune in sources.communes:
        if commune["code"] in sources.epci_of:
            members[sources.epci_of[commune["code"]]].append(commune)
    short_of = {row["code"]: row["nom"] for row in sources.epci}
    rows = []
    for siren, communes in sorted(members.items()):
        named = sources.epci_names.get(siren, {})
        departements = sorted({commune["departement"] for commune in communes})
        arrondissements = {commune.get("arrondissement", "") for commune in communes}
        rows.append(
            (
                siren,
                named.get("nom", ""),
                short_of.get(siren, ""),
                named.get("type", ""),
                _seat(siren, departements, sources.epci_seats),
                " ".join(departements),
                arrondissements.pop() if len(arrondissements) == 1 else "",
                len(communes),
                sum(commune.get("population", 0) for commune in communes),
            )
        )
    return Table(
        (
            *("siren", "nom", "nom_court", "type", "departement_siege", "departements", "arrondissement"),
            *("nb_communes", "population"),
        ),
        rows,
    )


def _seat(siren: str, departements: Sequence[str], seats: Mapping[str, Row]) -> str:
    if len(departements) == 1:
        return departements[0]
    patch = seats.get(siren)
    if patch is None or patch["departements"].split() != departements:
        return ""
    return str(patch["departement_siege"])


def _ept(sources: Sources) -> Table:
    commune_of = {row["code"]: row for row in sources.communes}
    rows = []
    for row in sorted(sources.ept, key=lambda ept: str(ept["code"])):
        communes = [commune_of[member["code"]] for member in row["membres"]]
        departements = sorted({commune["departement"] for commune in communes})
        arrondissements = {commune["arrondissement"] for commune in communes}
        rows.append(
            (
                row["code"],
                row["nom"],
                _seat(row["code"], departements, sources.ept_seats),
                " ".join(departements),
                arrondissements.pop() if len(arrondissements) == 1 else "",
                sum(commune["population"] for commune in communes),
                " ".join(commune["code"] for commune in communes),
            )
        )
    return Table(
        (
            *("siren", "nom", "departement_siege", "departements", "arrondissement", "population"),
            "communes",
        ),
        rows,
    )


def _nicknames(sources: Sources) -> Table:
    names = (*sources.communes, *sources.departements, *sources.regions)
    said = [row["nom"] for row in names] + [name for name, _, _ in sources.aliases]
    taken = {normalise(name) for name in said} | {without_article(normalise(name)) for name in said}
    taken |= {normalise(row["mot"]) for row in sources.ordinary_words}
    epci = ((f"epci:{siren}", row["nom"]) for siren, row in sources.epci_names.items())
    return Table(("nom", "id", "nature"), nicknames(sources.nicknames, epci, frozenset(taken)))


def _departements(sources: Sources, city_of: Mapping[str, str]) -> Table:
    site_of = {row["departement"]: row["site"] for row in sources.sites}
    return Table(
        ("code", "nom", "region", "prefecture_commune", "prefecture_ville", "zone", "site"),
        [
            (
                row["code"],
                row["nom"],
                row["region"],
                row["chefLieu"],
                city_of[row["chefLieu"]],
                row["zone"],
                site_of.get(row["code"], ""),
            )
            for row in sources.departements
        ],
    )


def _regions(sources: Sources) -> Table:
    departement_of = {commune["code"]: commune["departement"] for commune in sources.communes}
    return Table(
        ("code", "nom", "chef_lieu", "departement_prefet_region", "zone"),
        [
            (row["code"], row["nom"], row["chefLieu"], departement_of[row["chefLieu"]], row["zone"])
            for row in sources.regions
        ],
    )


def _arrondissements(sources: Sources, city_of: Mapping[str, str]) -> Table:
    prefecture_of = {row["code"]: row["chefLieu"] for row in sources.departements}
    sizes = Counter(commune.get("arrondissement") for commune in sources.communes)
    return Table(
        ("code", "nom", "departement", "chef_lieu", "chef_lieu_nom", "siege", "nb_communes"),
        [
            (
                row["code"],
                row["nom"],
                row["departement"],
                row["chefLieu"],
                city_of[row["chefLieu"]],
                "prefecture" if row["chefLieu"] == prefecture_of[row["departement"]] else "sous-prefecture",
                sizes[row["code"]],
            )
            for row in sources.arrondissements
        ],
    )


def _collectivites(sources: Sources) -> Table:
    """Départements and régions with an assembly of their own, and what the law has made of the others."""
    done = {f"{row['genre']}:{row['code']}" for row in sources.particular}
    done = done.union(*(row["remplace"].split() for row in sources.particular))
    rows = [
        (row["genre"], row["code"], row["nom"], row["departements"], row["autres_noms"], row["autre_genre"])
        for row in sources.particular
    ]
    for row in sources.departements:
        code = row["code"]
        if f"departement:{code}" not in done and code not in NOT_SELECTABLE:
            name = f"Département {departement_with_de(code)}".replace("’", "'")
            rows.append(("departement", code, name, code, row["nom"], ""))
    for code, name, _, seat, zone in _regions(sources).rows:
        if f"region:{code}" not in done and zone != "com":
            codes = sorted(row["code"] for row in sources.departements if row["region"] == code)
            codes.remove(seat)
            rows.append(("region", code, f"Région {name}", " ".join([seat, *codes]), name, ""))
    return Table(("genre", "code", "nom", "departements", "autres_noms", "autre_genre"), sorted(rows))

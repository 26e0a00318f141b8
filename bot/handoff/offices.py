"""Which offices the directory of inboxes may hold: préfectures, their like overseas, sous-préfectures."""

from bot.territory.competence import prefecture_of
from bot.territory.normalise import normalise
from bot.territory.tables import Territory

#: First digits that only municipal arrondissements have (COG 2026) -> the commune they are part of. The
#: Service-Public directory places the préfecture of Paris in 75115.
_WHOLE_COMMUNE = {"751": "75056", "6938": "69123", "132": "13055"}


def prefectures(territory: Territory) -> dict[str, str]:
    """Returns directory id -> département, for the 107 offices that dossiers may be addressed to.

    They are those of 101 départements and 6 overseas collectivités; `pref:977` and `pref:978` are two entries
    although the same préfet délégué serves both islands.
    """
    return {prefecture_of(territory, code).id: code for code in territory.departements}


def sous_prefectures(territory: Territory) -> dict[str, str]:
    """Returns directory id -> département, for the 234 offices that may receive a copy."""
    return {office.id: office.departement for office in territory.sous_prefectures.values()}


def prefecture_in(territory: Territory, commune: str) -> str | None:
    """Returns the id of the préfecture that sits in a commune, as `pref:23`; None when none does.

    Args:
        territory: the tables.
        commune: its INSEE code, or that of a municipal arrondissement.
    """
    departement = commune[:3] if commune.startswith(("97", "98")) else commune[:2]
    known = territory.departements.get(departement)
    if known is None or known.prefecture_commune != _whole(commune):
        return None
    return prefecture_of(territory, departement).id


def sous_prefecture_in(territory: Territory, commune: str) -> str | None:
    """Returns the id of the sous-préfecture that sits in a commune, as `spref:421`; None when none does.

    Args:
        territory: the tables.
        commune: its INSEE code.
    """
    place = territory.collectivites.get(f"commune:{commune}")
    office = territory.sous_prefectures.get(territory.arrondissements.get(f"commune:{commune}", ""))
    if place is None or office is None or office.city != place.name:
        return None
    return office.id


def departement_named_in(territory: Territory, address: str) -> str | None:
    """Returns the code of the département that a domain is named after, as 972 for `x@martinique.gouv.fr`.

    None when it is named after none, or in another spelling than the tables': this finds addresses that are
    certainly another département's, not those that are certainly right.
    """
    name = address.rpartition("@")[2].partition(".")[0]
    codes = territory.areas.get(normalise(name), ())
    return codes[0] if len(codes) == 1 else None


def _whole(commune: str) -> str:
    return next((whole for start, whole in _WHOLE_COMMUNE.items() if commune.startswith(start)), commune)

"""What the words around a name say: that it is not one, is only a part of one, or is another place."""

from collections.abc import Sequence

from bot.territory.doubts import LARGE_TOWN
from bot.territory.matching import Match
from bot.territory.model import Kind
from bot.territory.names import LINKS
from bot.territory.normalise import Word, without_article
from bot.territory.reading import FILLERS, ROLES
from bot.territory.spans import BEFORE_A_NAME, Before, Span, area_after, is_name, role_before
from bot.territory.tables import Territory

PREPOSITIONS = BEFORE_A_NAME - {"la", "le", "les", "l", "et"}
_OF_IT = frozenset({"de", "d", "du", "des", "la", "le", "les", "l"})

#: A name goes on after these words: « Plougastel sur quelque chose » is not Plougastel.
_GO_ON = frozenset({"sur", "sous", "les", "lez"})
_MAY_GO_ON = frozenset({"la", "le", "de", "du", "des", "d", "l", "en", "aux", "au"})
#: A name begins before these words: « Nouveau Royan » is not Royan.
_BEGIN = frozenset(
    (
        *("saint", "sainte", "mont", "val", "vieux", "vieille", "haut", "haute", "bas", "basse"),
        *("grand", "grande", "petit", "petite", "nouveau", "nouvelle", "bois", "pont"),
    )
)
#: « L’Union européenne » is not L’Union.
_ADJECTIVES = frozenset({"europeenne", "europeen", "francaise", "francais"})
_LONGEST_EPCI = 6

#: What stands before a place that is not where one speaks from.
_NEAR = (
    *("pres", "proche", "cote", "autour", "loin", "voisine", "voisin", "limitrophe", "environs", "comme"),
    *("quartier", "gare", "face"),
)

#: Bodies that are neither collectivités nor EPCI with their own taxation.
_OTHER_BODIES = (
    *(
        "syndicat",
        "syndicats",
        "sivom",
        "sivu",
        "smictom",
        "sictom",
        "sitcom",
        "petr",
        "smo",
        "siaep",
        "siah",
    ),
    *("pole d equilibre", "pole metropolitain", "parc naturel", "pnr", "sdis", "centre de gestion", "cdg"),
    *("chambre de", "association", "gip", "office de tourisme", "academie de", "rectorat", "universite"),
    *("hopital de", "chu de", "tribunal", "diocese", "canton de", "canton du", "pays d art"),
)

#: Words of a clause whose place is a landmark, a past or a no: « la préfecture est à Colmar », « nos bureaux
#: sont à Lyon », « avant j’étais à Bordeaux », « au sud d’Angers », « pas à la Métropole ».
_ASIDE = frozenset(
    (
        *("prefecture", "pref", "prefet", "prefete", "hopital", "tribunal", "gare", "lycee", "gendarmerie"),
        *("bureaux", "locaux", "siege", "base", "bases", "basee", "basees", "situe", "situee", "situes"),
        *("etais", "etait", "ancien", "ancienne", "ex", "avant", "auparavant", "habite", "ne", "nee"),
        *("banlieue", "km", "kilometre", "kilometres", "minutes", "heure", "heures", "sud", "nord", "ouest"),
        *("association", "partenaire", "telephone", "appele", "appelle"),
    )
)
#: « pas à Lyon », « avec la ville de Saint-Lô », « vers Rodez », « jusqu’à Nice ».
_NOT = frozenset({"pas", "ni", "non", "avec", "vers", "jusqu", "entre"})
#: In words.
_NOT_FAR = 5

#: Words of a clause whose place is that of who writes.
_SPEAKERS = frozenset(
    (
        *("suis", "sui", "sommes", "represente", "representons", "represent", "ici", "travaille"),
        *("travail", "bosse", "elu", "elue", "elus", "dgs", "dga", "drh", "adjoint", "adjointe", "agent"),
        *("agente", "secretaire", "conseiller", "conseillere", "directeur", "directrice", "charge"),
        *("chargee", "responsable", "collaborateur", "collaboratrice", "notre", "nos", "president"),
        *("presidente", "mairie", "maire"),
    )
)

#: Those of them by which one speaks of oneself.
_FIRST_PERSON = frozenset(
    (
        *("suis", "sui", "sommes", "represente", "representons", "represent", "ici", "travaille"),
        *("travail", "bosse", "notre", "nos", "moi"),
    )
)

_ELECTED = frozenset({"elu", "elue", "adjoint", "adjointe", "conseiller", "conseillere", "dgs"})

#: A new clause begins before these words.
_NEW_CLAUSE = frozenset({"et", "mais", "moi", "je", "j", "nous", "on", "car", "donc", "puis", "maintenant"})

_TITLES = frozenset(
    ("m", "mme", "mr", "monsieur", "madame", "mademoiselle", "mlle", "appelle", "nomme", "prenom")
)


def other_body_in(text: str) -> bool:
    """Tells whether normalised words name a syndicat, a PETR or another body that signs no contract."""
    padded = f" {text} "
    return any(f" {body} " in padded for body in _OTHER_BODIES)


def is_elsewhere(typed: Sequence[Word], end: int) -> bool:
    """Tells whether the place whose name begins around a position is only near, or that of a syndicat."""
    if end and typed[end - 1].text in _NEAR:
        return True
    return other_body_in(" ".join(_clause_before(typed, end)))


def is_aside(typed: Sequence[Word], start: int, end: int) -> bool:
    """Tells whether a place is a landmark rather than who speaks.

    Args:
        typed: the words of the text.
        start: position of the first word of its name, or of what leads to it.
        end: position after its last word.
    """
    # « entre Lille et Dunkerque »
    clause = _clause_before(typed, start, _NEW_CLAUSE - {"et"})
    if not _ASIDE.isdisjoint(clause) or not _NOT.isdisjoint(clause[-_NOT_FAR:]):
        return True
    # « Angers est à 40 minutes »
    after = [word.text for word in typed[end : end + 3]]
    return after[:2] == ["est", "a"] and after[-1].isdigit()


def speaks(typed: Sequence[Word], end: int) -> bool:
    """Tells whether the clause before a position says who writes."""
    return not _SPEAKERS.isdisjoint(_clause_before(typed, end))


def in_first_person(typed: Sequence[Word], end: int) -> bool:
    """Tells whether who writes says « je suis » and the like in the clause before a position."""
    return not _FIRST_PERSON.isdisjoint(_clause_before(typed, end))


def _clause_before(typed: Sequence[Word], end: int, beginnings: frozenset[str] = _NEW_CLAUSE) -> list[str]:
    start = end
    while start > 0:
        if start < len(typed) and start < end and typed[start].text in beginnings:
            break
        if start < len(typed) and typed[start].pause:
            break
        start -= 1
    return [word.text for word in typed[start:end]]


def is_a_mere_word(territory: Territory, typed: Sequence[Word], span: Span, before: Before) -> bool:
    """Tells an everyday word after a role: « le maire du quartier » is not that of Le Quartier."""
    bare = without_article(span.name)
    capital = any(word.capital and word.text not in LINKS for word in typed[span.start : span.end])
    if bare in ROLES:
        return not (capital and before.links & {"de", "d"})
    if bare not in territory.ordinary_words or capital:
        return False
    of_it = bool(before.links) and before.links <= _OF_IT
    of_a_commune = not before.role or ROLES[before.role].kind is Kind.COMMUNE
    return not (of_it and of_a_commune and span.name in territory.official_names)


def is_part_of_a_name(
    territory: Territory, typed: Sequence[Word], span: Span, before: Before, *, shouted: bool
) -> bool:
    """Tells that the name goes on: « Nouveau Royan », « Plougastel les Bains », « Châlons en Saône »."""
    if _begins_before(territory, typed, span, before):
        return True
    if (
        before.role
        and ROLES[before.role].kind is Kind.EPCI
        and _epci_goes_on(territory, typed, span.end, shouted=shouted)
    ):
        return True
    if span.end >= len(typed) or typed[span.end].pause or area_after(territory, typed, span.end)[0]:
        return False
    link = typed[span.end]
    if link.text not in _GO_ON | _MAY_GO_ON:
        # « Bagneaux Loing » is Bagneaux-sur-Loing rather than Bagneaux.
        unknown = _is_unknown(territory, link, shouted=shouted) and not is_name(territory, link.text)
        shown = link.capital and not shouted and link.text in territory.words_of_names - ROLES.keys()
        return unknown or shown or _is_of_a_name(territory, link) or link.text in _ADJECTIVES
    if span.end + 1 >= len(typed) or typed[span.end + 1].pause:
        return False
    after = typed[span.end + 1]
    if link.text in _GO_ON:
        return after.text in territory.words_of_names and after.text not in LINKS | FILLERS
    return _is_unknown(territory, after, shouted=shouted) and not is_name(territory, after.text)


def _begins_before(territory: Territory, typed: Sequence[Word], span: Span, before: Before) -> bool:
    if span.start and not typed[span.start].pause:
        last = typed[span.start - 1]
        if last.text in _BEGIN and typed[span.start].text not in BEFORE_A_NAME:
            return True
    if before.role or not before.start:
        return False
    if _within_an_epci(territory, typed, before.start):
        return True
    if any(word.pause for word in typed[before.start : span.start + 1]):
        return False
    last = typed[before.start - 1]
    bound = bool(before.links) and before.links <= _GO_ON | _MAY_GO_ON
    named = is_name(territory, last.text) and last.text not in territory.ordinary_words
    # « Trifouillis en Brousse »
    tied = bool(before.links) and before.links <= _GO_ON | {"en"}
    unknown = tied and _is_unknown(territory, last, shouted=False)
    return _is_of_a_name(territory, last) or (bound and named) or unknown


def _epci_goes_on(territory: Territory, typed: Sequence[Word], end: int, *, shouted: bool) -> bool:
    """« la CC Serre-Ponçon Val d’Avace » is not the CC Serre-Ponçon."""
    while end < len(typed) and typed[end].text in LINKS and not typed[end].starts:
        end += 1
    if end >= len(typed) or typed[end].starts or area_after(territory, typed, end)[0]:
        return False
    word = typed[end]
    in_names = word.text in territory.epci_words or word.text not in territory.ordinary_words
    return word.capital and len(word.text) > 1 and not shouted and word.text not in ROLES and in_names


def _within_an_epci(territory: Territory, typed: Sequence[Word], end: int) -> bool:
    """« la CC Champagnol Nozeroy Jura » does not name Nozeroy."""
    start = end
    while start > 0 and end - start < _LONGEST_EPCI and not typed[start].pause:
        role, _ = role_before(typed, start)
        if role:
            return ROLES[role].kind is Kind.EPCI and start < end
        last = typed[start - 1]
        if last.text in territory.ordinary_words and not last.capital and last.text not in LINKS:
            return False
        start -= 1
    return False


def _is_of_a_name(territory: Territory, word: Word) -> bool:
    """A word that names are made of, and that is neither French nor a name by itself."""
    text = word.text
    known = text in LINKS | FILLERS or text in ROLES or text in territory.ordinary_words
    return (
        len(text) > 1
        and text in territory.words_of_names
        and not text.isdigit()
        and not known
        and not is_name(territory, text)
    )


def _is_unknown(territory: Territory, word: Word, *, shouted: bool) -> bool:
    """A word with a capital that is no French."""
    known = word.text in territory.ordinary_words or word.text in ROLES or word.text in LINKS | FILLERS
    return word.capital and len(word.text) > 1 and not shouted and not word.text.isdigit() and not known


def is_a_place(
    territory: Territory,
    typed: Sequence[Word],
    span: Span,
    before: Before,
    found: Sequence[Match],
    *,
    capital: bool,
) -> bool:
    """Tells a place from an everyday word, a person or initials, when nothing says its level."""
    bare = without_article(span.name)
    if bare in ROLES or bare.isdigit() or _is_a_person(territory, typed, span, before):
        return False
    called = territory.nicknames.get(bare, ())
    if called and all(one.nature.startswith("sigle") for one in called):
        return typed[span.start].upper or (bool(before.links) and bare not in territory.ordinary_words)
    preposition = not before.links.isdisjoint(PREPOSITIONS)
    nature = territory.ordinary_words.get(bare)
    if nature in {"prenom", "etranger"} or len(bare) <= 2:
        return capital and preposition and nature is None
    if nature is None:
        return capital or preposition or " " in bare or span.name in territory.official_names
    collectivites = [territory.collectivites[one.id] for one in found]
    if any(one.kind in {Kind.DEPARTEMENT, Kind.REGION} for one in collectivites):
        return (capital and preposition) or "dans" in before.links
    elected = before.start > 0 and typed[before.start - 1].text in _ELECTED
    if preposition and elected and span.name in territory.official_names:
        # « élu de cassis »
        return True
    large = any((one.population or 0) >= LARGE_TOWN for one in collectivites)
    return (capital and preposition) or (large and (capital or "a" in before.links))


def _is_a_person(territory: Territory, typed: Sequence[Word], span: Span, before: Before) -> bool:
    """« Camille Albert », « Mme Romain »."""
    if not span.start or " " in span.name or before.links:
        return False
    previous = typed[span.start - 1]
    if previous.text == "appelle" and span.start > 1 and typed[span.start - 2].text == "s":
        # « le village s’appelle Eymoutiers »
        return False
    first_name = territory.ordinary_words.get(previous.text) == "prenom" and previous.capital
    return first_name or previous.text in _TITLES

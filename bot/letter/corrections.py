"""Corrections in plain words, with their value: « enlevez le logement », « c’est Durand et pas Dupont ».

A reading is applied when it is the only one; a spelling (« avec deux n ») is shown before it is taken.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from bot.letter import publics, themes
from bot.letter.answers import Accepted, read_addressee
from bot.letter.introductions import Introduction
from bot.letter.model import PUBLICS, THEMES, Addressee, Civility
from bot.letter.text import fold, one_line


@dataclass(frozen=True)
class Known:
    """What may be corrected by its value, as the letter has it; None for what is not known."""

    name: str | None = None
    function: str | None = None
    signatory: str | None = None
    email: str | None = None
    telephone: str | None = None
    population: int | None = None
    themes: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replace:
    """This field now has this value; "" leaves it blank."""

    field: str
    value: object


@dataclass(frozen=True)
class Propose:
    """The only reading of a spelling, to be confirmed."""

    field: str
    value: str


@dataclass(frozen=True)
class Unclear:
    """The field is meant to change, and how has several readings or none: it is asked again."""

    field: str


@dataclass(frozen=True)
class Level:
    """Another level speaks: the EPCI of the commune, or the commune."""

    epci: bool


Correction: TypeAlias = Replace | Propose | Unclear | Level

#: How alike two spellings of one name are, from 0 to 1.
_SAME_PERSON = 0.75

#: A mistake that is owned up to.
_SORRY = r"je me suis tromp\w+|pardon|oups"

_CUES = re.compile(
    rf"\b(?:{_SORRY}|en fait|finalement|plutot|tout compte fait|a la place|erreur|corrig\w+"
    r"|rectifi\w+|modifi\w+|chang\w+|remplac\w+|et pas|et non|pas le bon|pas la bonne"
    r"|je voulais dire|au lieu"
    r"|j'ai mal|nouvelle?|c'est (?:un|une) prefete?|non,|non c'est|nn c)\b|\bnon\b,?\s+c'est"
)

_REMOVE = (
    r"(?:enleve[rz]?|retire[rz]?|supprime[rz]?|ote[rz]?|efface[rz]?|otez|enlevons|retirons|supprimons|sans)"
)
_ADD = r"(?:r?ajoute[rz]?|r?ajoutons|mettez aussi|mets aussi|rajoute)"
_VERB = re.compile(rf"\b(?:(?P<remove>{_REMOVE})|(?P<add>{_ADD}))\b")
#: « enlève le logement et mets la mobilité »: to put is to add beside a removal; alone it may be anything.
_SWAP = re.compile(rf"\b(?:(?P<remove>{_REMOVE})|(?P<add>{_ADD}|met(?:s|tez|tons|tre)))\b")
_REPLACE_BY = re.compile(r"\b(?:remplac|chang|modifi)\w+\s+(?P<old>.+?)\s+(?:par|en)\s+(?P<new>.+)$")
_RATHER = re.compile(r"\bplutot\s+(?P<new>.+?)\s+que\s+(?P<old>.+)$")
_X_NOT_Y = re.compile(
    r"(?:.*\b(?:c'est|c|mettez|ecrivez|plutot|est|dire|non)\s+|^)(?P<new>[^,;]+?)"
    r"\s*,?\s+(?:et |mais )?(?:pas|non)\s+(?:pas )?(?P<old>[^,;.]+?)\W*$"
)
_NOT_Y_BUT_X = re.compile(
    r"\bpas\s+(?P<old>[^,;]+?)\s*,?\s+(?:mais\s+(?:bien\s+)?|c'est\s+|c\s+|plutot\s+)(?P<new>[^,;.]+?)\W*$"
)

_EDGES = " .,;:!?«»\"'"

#: Needs are longer than that.
_OWN_UP_WORDS = 15
_MISTAKE = re.compile(rf"\b(?:{_SORRY}|je m'etais tromp\w+|erreur de ma part|zut)\b")

_SUFFIX = re.compile(r"\.(?P<new>[a-z]{2,10})\b.*\bpas\b.*\.(?P<old>[a-z]{2,10})\b")
_ENDS_WITH = re.compile(r"\b(?:fini[ts]?|se termine|termine) par (?P<end>\d{2}|\d{4})\b")

_SPELT = re.compile(r"\b(?:ecri\w*|orthograph\w+|prend\w*|avec|sans|manque|seul|accent|lettre|a la fin)\b")
_NAMED = re.compile(r"\b(?:nom|prenom|s'ecrit|patronyme)\b")
_TWICE = re.compile(r"\b(?:deux|2|double) (?P<letter>[a-z])\b")
_ONCE = re.compile(r"\b(?:un|1) seule? (?P<letter>[a-z])\b|\bune seule (?P<other>[a-z])\b")
_AT_THE_END = re.compile(
    r"\b(?:un|une) (?P<letter>[a-z]) (?:a la fin|final)\b(?:.*\bpas (?:un|une|de|d')\s*(?P<old>[a-z])\b)?"
)
_WITHOUT = re.compile(r"\bsans (?:le |la |l'|de |d')?(?P<letter>[a-z])\b(?P<end> (?:a la fin|final))?")
_WRITTEN_SO = re.compile(
    r"\b(?:nom|prenom|ca|il|elle)(?: de famille)?\s+s'(?:ecrit|orthographie)\s*:?\s+(?P<name>[^,;.!?]{3,80})$"
)
_ASIDE = re.compile(r"^(?:avec|sans|comme|mal|en)\b")

_EPCI = re.compile(
    r"\b(?:communaute|comcom|com com|interco\w*|agglo\w*|epci|metropole|cc|ca|cu|eurometropole)\b"
)
_COMMUNE = re.compile(r"\b(?:commune|ville|mairie|municipalite)\b")
_WHO_SPEAKS = re.compile(
    r"\b(?:c'est|c'etait|pour|au nom de|nous sommes|je represente|ce sera|mettez|plutot)"
    r"\s*(?:la|le|l'|une?|de la|de l')?\s*(?:nom de la )?(?:communaute|comcom|com com|interco\w*|agglo\w*"
    r"|epci|metropole|eurometropole|commune|ville|mairie)\b"
)

#: « pas monsieur », « et non un préfet ».
_DENIED = re.compile(
    r"\b(?:(?:ce n'est|c'est|c) )?(?:et |mais )?(?:pas|non)\b,?(?: pas)?"
    r"(?: (?:un|une|le|la|monsieur|madame|prefete?)\b)*"
)

#: What an optional answer is called when it is taken away: « enlevez le téléphone ».
_OPTIONAL = {
    "telephone": re.compile(r"\b(?:telephone|numero|portable|mobile)\b"),
    "population": re.compile(r"\b(?:population|habitants)\b"),
    "besoins": re.compile(r"\bbesoins?\b"),
    "actions": re.compile(r"\bactions?\b"),
    "elu": re.compile(r"\b(?:contact|referent)\w* (?:elue?|politique)\b"),
    "technique": re.compile(r"\b(?:contact|referent)\w* (?:technique|administratif)\b"),
    "publics": re.compile(r"\bpublics?\b"),
}


def says_to_correct(text: str) -> bool:
    """Tells words that correct something: « en fait », « plutôt », « enlevez »."""
    folded = fold(text)
    return bool(_CUES.search(folded) or _VERB.search(folded) or _RATHER.search(folded))


def owns_up(text: str) -> bool:
    """Tells that a mistake is owned up to, in a short message: « je me suis trompé, … »."""
    return len(text.split()) <= _OWN_UP_WORDS and _MISTAKE.search(fold(text)) is not None


def read_correction(
    text: str, told: Introduction, known: Known, emails: Sequence[str] = ()
) -> Correction | None:
    """Reads one correction with its value; None when there is none, so that the field is asked for.

    Args:
        text: what was typed.
        told: what the same message says of who writes.
        known: what may be corrected.
        emails: addresses of the message.
    """
    folded = fold(text)
    return (
        _of_addressee(folded)
        or _of_email(folded, known, emails)
        or _of_telephone(folded, told, known)
        or _of_civility(folded)
        or _of_lists(text, folded, known)
        or _of_pairs(text, folded, known)
        or _of_spelling(text, folded, known)
        or _of_level(folded)
        or _of_person(told, known)
    )


def _of_addressee(folded: str) -> Correction | None:
    if not re.search(
        r"\bprefete\b|\b(?:un|monsieur le|m\. le) prefet\b|\bprefet\b.*\b(?:femme|homme)\b", folded
    ):
        return None
    outcome = read_addressee(_DENIED.sub(" ", folded))
    if isinstance(outcome, Accepted) and outcome.value is not Addressee.UNKNOWN:
        return Replace("prefet", outcome.value.value)
    return None


def _of_email(folded: str, known: Known, emails: Sequence[str]) -> Correction | None:
    others = [one for one in dict.fromkeys(emails) if one != known.email]
    if known.email and len(others) == 1:
        return Replace("email", others[0])
    suffix = _SUFFIX.search(folded)
    if suffix and known.email and not emails and known.email.endswith(f".{suffix['old']}"):
        return Replace("email", known.email.removesuffix(suffix["old"]) + suffix["new"])
    return None


def _of_telephone(folded: str, told: Introduction, known: Known) -> Correction | None:
    if known.telephone and told.telephone and told.telephone != known.telephone:
        return Replace("telephone", told.telephone)
    end = _ENDS_WITH.search(folded)
    if end and known.telephone and known.telephone.replace(" ", "").isdigit():
        digits = known.telephone.replace(" ", "")
        digits = digits[: -len(end["end"])] + end["end"]
        return Propose("telephone", " ".join(digits[place : place + 2] for place in range(0, len(digits), 2)))
    return None


def _of_civility(folded: str) -> Correction | None:
    if re.search(r"\bprefet", folded):
        return None
    if re.search(
        r"\bmadame,? (?:et )?(?:pas|non) (?:pas )?monsieur\b|\b(?:je suis|c'est) une (?:femme|dame)\b", folded
    ):
        return Replace("civilite", Civility.MADAME.value)
    if re.search(
        r"\bmonsieur,? (?:et )?(?:pas|non) (?:pas )?madame\b|\b(?:je suis|c'est) un homme\b", folded
    ):
        return Replace("civilite", Civility.MONSIEUR.value)
    return None


def _of_lists(text: str, folded: str, known: Known) -> Correction | None:
    """« enlevez le logement », « ajoutez la mobilité », « remplacez la santé par l’emploi »."""
    line = one_line(text)
    if match := _REPLACE_BY.search(folded) or _RATHER.search(folded):
        old, new = (_theme_keys(line[match.start(one) : match.end(one)]) for one in ("old", "new"))
        if old and new:
            return Replace("themes", _changed(known.themes, old, new))
    verbs = list(_VERB.finditer(folded))
    if not verbs:
        return None
    if any(one["remove"] for one in verbs):
        verbs = list(_SWAP.finditer(folded))
    ends = [one.start() for one in verbs[1:]] + [len(line)]
    removed: list[str] = []
    added: list[str] = []
    for verb, end in zip(verbs, ends, strict=True):
        # « le thème logement est à enlever »: nothing follows the verb, its object came before.
        scope = line[verb.end() : end].strip(_EDGES) or line[: verb.start()]
        (removed if verb["remove"] else added).append(scope)
    away = [theme for scope in removed for theme in _named_themes(scope, known.themes)]
    more = [theme for scope in added for theme in _theme_keys(scope) or _own_theme(scope)]
    people = bool(re.search(r"\bpublics?\b", folded))
    if (away or more) and not people:
        return Replace("themes", _changed(known.themes, away, more))
    away = [one for scope in removed for one in _named_publics(scope, known.publics)]
    more = [one for scope in added for one in publics.keys_in(scope)]
    if away or more:
        return Replace("publics", _changed(known.publics, away, more))
    scope = fold(" ".join(removed))
    blank = next((field for field, words in _OPTIONAL.items() if words.search(scope)), None)
    return Replace(blank, "") if blank is not None else None


def _of_pairs(text: str, folded: str, known: Known) -> Correction | None:
    """« c’est Durand et pas Dupont », « remplacez “maire” par “maire délégué” »."""
    line = one_line(text)
    for pattern in (_REPLACE_BY, _NOT_Y_BUT_X, _X_NOT_Y):
        match = pattern.search(folded)
        if match is None:
            continue
        old = line[match.start("old") : match.end("old")].strip(_EDGES)
        new = line[match.start("new") : match.end("new")].strip(_EDGES)
        for field, value in (("nom", known.name), ("signataire", known.signatory)):
            renamed = _renamed(value or "", old, new)
            if renamed is not None:
                return Replace(field, renamed)
        if known.function and fold(old) in {fold(known.function), fold(known.function.split(" ", 1)[-1])}:
            return Replace("fonction", new)
        away, more = _named_themes(old, known.themes), _theme_keys(new)
        if away and more:
            return Replace("themes", _changed(known.themes, away, more))
    return None


def _of_spelling(text: str, folded: str, known: Known) -> Correction | None:
    """« mon nom s’écrit avec deux n »: applied to the name when one word of it allows one reading."""
    if not known.name or not (_NAMED.search(folded) or _TWICE.search(folded) or _AT_THE_END.search(folded)):
        return None
    written = _WRITTEN_SO.search(folded)
    if written and not _ASIDE.match(written["name"]):
        line = one_line(text)
        new = line[written.start("name") : written.end("name")].strip(_EDGES)
        words = known.name.split()
        if " " in new or len(words) < 2:
            return Propose("nom", new)
        first = "prenom" in folded
        return Propose("nom", " ".join([new, *words[1:]] if first else [*words[:-1], new]))
    if not _SPELT.search(folded):
        return None
    candidates = set(_spellings(folded, known.name))
    return Propose("nom", candidates.pop()) if len(candidates) == 1 else Unclear("nom")


def _spellings(folded: str, name: str) -> Iterable[str]:
    words = name.split()
    places = range(len(words))
    if "prenom" in folded:
        places = range(min(1, len(words)))
    elif "famille" in folded or _AT_THE_END.search(folded):
        places = range(max(len(words) - 1, 0), len(words))
    for place in places:
        for word in _spelt(folded, words[place]):
            if word != words[place]:
                yield " ".join([*words[:place], word, *words[place + 1 :]])


def _spelt(folded: str, word: str) -> Iterable[str]:
    plain = fold(word)
    if match := _TWICE.search(folded):
        yield from (
            word[:at] + word[at] + (word[at] if word.isupper() else word[at].lower()) + word[at + 1 :]
            for at, letter in enumerate(plain)
            if letter == match["letter"] and match["letter"] * 2 not in plain[max(at - 1, 0) : at + 2]
        )
    elif match := _ONCE.search(folded):
        letter = match["letter"] or match["other"]
        yield from (
            word[:at] + word[at + 1 :] for at in range(1, len(word)) if plain[at - 1 : at + 1] == letter * 2
        )
    elif match := _AT_THE_END.search(folded):
        if match["old"] and plain.endswith(match["old"]):
            yield word[:-1] + match["letter"]
        elif not match["old"] and not plain.endswith(match["letter"]):
            yield word + match["letter"]
    elif match := _WITHOUT.search(folded):
        if match["end"]:
            yield from [word[:-1]] if plain.endswith(match["letter"]) else []
        else:
            yield from (
                (word[:at] + word[at + 1 :]).capitalize() if at == 0 else word[:at] + word[at + 1 :]
                for at, letter in enumerate(plain)
                if letter == match["letter"]
            )


def _of_level(folded: str) -> Correction | None:
    if not _WHO_SPEAKS.search(folded):
        return None
    if _EPCI.search(folded):
        return Level(epci=True)
    return Level(epci=False) if _COMMUNE.search(folded) else None


def _of_person(told: Introduction, known: Known) -> Correction | None:
    if (
        told.signatory.name
        and known.name
        and known.signatory is None
        and _is_near(told.signatory.name, known.name)
    ):
        return Replace(
            "nom", told.signatory.name
        )  # « le nom de la signataire est … », who is the one who writes
    if told.signatory.name and known.name and told.signatory.name != known.signatory:
        return Replace("signataire", told.signatory.name)
    if told.speaker.name and known.name and told.speaker.name != known.name:
        return Replace("nom", told.speaker.name)
    if told.speaker.function and known.function and fold(told.speaker.function) != fold(known.function):
        return Replace("fonction", told.speaker.function)
    if told.population and known.population and told.population != known.population:
        return Replace("population", told.population)
    return None


def _is_near(name: str, other: str) -> bool:
    """Tells one person misspelt from two persons."""
    return SequenceMatcher(None, fold(name), fold(other)).ratio() >= _SAME_PERSON


def _theme_keys(words: str) -> list[str]:
    return [theme for theme in themes.read(words).themes if theme in THEMES]


def _named_themes(words: str, known: Sequence[str]) -> list[str]:
    own = [one for one in known if one not in THEMES and fold(one).removeprefix("le ") in fold(words)]
    return [*_theme_keys(words), *own]


def _own_theme(scope: str) -> list[str]:
    """« ajoutez le sport aux thèmes »."""
    match = re.search(r"^(?P<own>.+?)\s+(?:aux|dans les|a la liste des|comme)\s+themes?\b", fold(scope))
    return [one_line(scope)[: match.end("own")].strip(_EDGES)] if match else []


def _named_publics(words: str, known: Sequence[str]) -> list[str]:
    own = [one for one in known if one not in PUBLICS and fold(one) in fold(words)]
    return [*(one for one in publics.keys_in(words) if one in known), *own]


def _changed(now: Sequence[str], away: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(one for one in now if one not in away), *more]))


def _renamed(name: str, old: str, new: str) -> str | None:
    """Gives a name with `new` in the place of `old`, when it holds it."""
    words, gone = name.split(), fold(old).split()
    folded = [fold(one) for one in words]
    for start in range(len(words) - len(gone) + 1) if gone else ():
        if folded[start : start + len(gone)] == gone:
            put = new if any(c.isupper() for c in new) else new.title()
            return " ".join([*words[:start], put, *words[start + len(gone) :]])
    return None

"""Who writes, as a message tells it: several things may be said at once, and of other people too.

The understanding has found the persons, functions, addresses and figures of the message; this reads the words
around them, so that « le préfet M. Untel » never becomes who asks, and « signée par M. Untel » is who signs.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.letter.model import Civility
from bot.letter.text import fold

#: What is only suggested by the words is left out.
_SURE = 1.0

_CIVILITIES = {"M.": Civility.MONSIEUR, "Mme": Civility.MADAME, "Mlle": Civility.MADAME}

_GREETING = r"(?:(?:bonjour|bonsoir|bjr|slt|salut|re|madame|monsieur|alors|oui|donc|voila|euh)\b[\s,.!]*)*"
_ARTICLE = (
    r"(?:(?:la|le|l'|une?|madame|monsieur|mme|mlle|m\.?|aussi|egalement|actuellement|toujours|encore)\s*)*"
)
_FIRST_PERSON = (
    r"(?:je suis|j'suis|chuis|suis|je m'appelle|je me nomme|je me presente|moi c'est|moi,|mon nom est"
    r"|mon nom c'est|je m'appel|ici|nom(?: et prenom)?\s*:|prenom(?: et nom)?\s*:|en tant que"
    r"|en (?:ma )?qualite de"
    r"|ma fonction (?:est|c'est)|fonction\s*:)"
)
#: « je suis », « bonjour, je m’appelle » right before.
_SAYS_I = re.compile(rf"\b{_FIRST_PERSON}[\s,:]*(?:son |sa |leur |notre |votre )?{_ARTICLE}$")
#: Nothing but a greeting, or « c’est », before.
_OPENS = re.compile(rf"^\W*{_GREETING}(?:c'est\s+)?{_ARTICLE}$")
_OPENS_BARELY = re.compile(rf"^\W*{_GREETING}$")
_SIGNS_OFF = re.compile(r"\b(?:cordialement|bien a vous|salutations|respectueusement|cdt|cdlt)\W*$")
_SIGNED_BY = re.compile(
    r"\b(?:signee?s? par|signataire|signature de|celui qui signe\w*|celle qui signe\w*)\b[^.!?]*$"
)
_WHO_SIGNS = re.compile(r"^[^.!?;]{0,80}?\b(?:qui (?:signe|signera|va signer)|va signer|signera)\b")
_I_SIGN = re.compile(r"\bje (?:signe|signerai|vais signer)\b")

#: Between a function and the person who has it: « maire de Guéret, Claire Exemple ».
_BETWEEN = re.compile(r"\s*(?:(?:de|du|des|d')[^,.;!?]{0,60})?[\s,:(–-]*(?:(?:est|et|suis|la|le|l')\s*)*")

#: « mon adjointe », « chargé de mission auprès »: what belongs to no title.
_NOT_OF_THE_TITLE = re.compile(
    r"^(?:mon|ma|notre|votre|son|sa)\s+|\s+(?:auprès|aupres|pour|chez)$", re.IGNORECASE
)

#: A sentence ends there; « M. » and « J. » do not end one.
_SENTENCE_END = re.compile(r"(?<!\bm)(?<!\bmr)(?<!\bmme)(?<!\b[a-z])[.!?;]\s|\n")

#: Words that make the themes of a message those of the project.
_SPEAKS_OF_THEMES = re.compile(
    r"\b(?:themes?|thematiques?|sujets?|priorites?|axes?|sur|autour|porte\w*|concern\w+|travailler)\b"
)


@dataclass(frozen=True)
class Person:
    """What is said of one person; None for what is not."""

    name: str | None = None
    function: str | None = None
    civility: Civility | None = None


@dataclass(frozen=True)
class Introduction:
    """What a message tells for the letter.

    Attributes:
        speaker: who writes to the assistant.
        signatory: somebody else, who will sign.
        persons: everybody who is named, whoever they are.
        email: the one address of the message.
        telephone: the one number, as a person writes it.
        population: inhabitants.
        themes: keys of `bot.letter.model.THEMES`, when the message says that they are those of the project.
    """

    speaker: Person = field(default_factory=Person)
    signatory: Person = field(default_factory=Person)
    persons: tuple[Person, ...] = ()
    email: str | None = None
    telephone: str | None = None
    population: int | None = None
    themes: tuple[str, ...] = ()


Entity = Mapping[str, Any]


def read_introduction(text: str, entities: Iterable[Entity]) -> Introduction:
    """Reads a message as the understanding has marked it.

    Args:
        text: the message that the positions of the entities refer to.
        entities: as `bot.entities.model.Entity.as_mapping` writes them; others are left aside.
    """
    sure = [one for one in entities if one.get("confidence_entity") == _SURE and "start" in one]
    functions = [one for one in sure if one["entity"] == "fonction"]
    speaker, signatory = Person(), Person()
    persons: list[Person] = []
    others: list[Entity] = []
    for person in (one for one in sure if one["entity"] == "personne"):
        civility = _civility_before(text, sure, person)
        lead = civility["start"] if civility is not None else person["start"]
        function = _function_of(text, functions, lead, person["end"])
        if function is not None:
            lead = min(lead, function["start"])
        told = Person(person["value"], _title(function), _civility(civility, function))
        persons.append(told)
        if _is_to_sign(text, lead, person["end"]):
            signatory = told
        elif _speaks(text, lead, person, function):
            speaker = told
        if told is not speaker and function is not None:
            others.append(function)
    if speaker.function is None:
        own = next((one for one in functions if one not in others and _is_own(text, one)), None)
        if own is not None:
            speaker = Person(speaker.name, _title(own), speaker.civility or _civility(None, own))
    return Introduction(
        speaker=speaker,
        signatory=signatory,
        persons=tuple(persons),
        email=_only([str(one["value"]) for one in sure if one["entity"] == "email"]),
        telephone=_only([written(str(one["e164"]), str(one["value"])) for one in sure if "e164" in one]),
        population=_only([int(one["value"]) for one in sure if one["entity"] == "population"]),
        themes=_themes(text, sure),
    )


def written(e164: str, typed: str) -> str:
    """Writes a telephone as a person does: « 05 55 00 00 00 », « 0590 00 00 00 »; others stay as typed."""
    if e164.startswith("+33") and len(e164) == 12:
        national = f"0{e164[3:]}"
        return " ".join(national[place : place + 2] for place in range(0, 10, 2))
    if e164.startswith(("+262", "+590", "+594", "+596")) and len(e164) == 13:
        national = f"0{e164[4:]}"
        return f"{national[:4]} {national[4:6]} {national[6:8]} {national[8:]}"
    return " ".join(typed.split())


def _before(text: str, end: int) -> str:
    """Gives the folded words of the sentence before a position."""
    folded = "".join(fold(one) or " " for one in text[:end])
    return _SENTENCE_END.split(folded)[-1]


def _after(text: str, start: int) -> str:
    return "".join(fold(one) or " " for one in text[start : start + 120])


def _civility_before(text: str, entities: Sequence[Entity], person: Entity) -> Entity | None:
    for one in entities:
        if one["entity"] == "civilite" and one["end"] <= person["start"]:
            between = text[one["end"] : person["start"]]
            if not between.strip(" .:\u00a0"):
                return one
    return None


def _function_of(text: str, functions: Sequence[Entity], lead: int, end: int) -> Entity | None:
    """Gives the function that stands right after a person, or right before."""
    for one in functions:
        if one["start"] >= end and _BETWEEN.fullmatch(_after(text, end)[: one["start"] - end]):
            return one
    for one in functions:
        between = text[one["end"] : lead]
        if one["end"] <= lead and _BETWEEN.fullmatch("".join(fold(c) or " " for c in between)):
            return one
    return None


def _is_to_sign(text: str, lead: int, end: int) -> bool:
    before = _before(text, lead)
    after = _after(text, end)
    if _I_SIGN.search(before) or _I_SIGN.search(after):
        return False
    return bool(_SIGNED_BY.search(before) or _WHO_SIGNS.match(after))


def _speaks(text: str, lead: int, person: Entity, function: Entity | None) -> bool:
    before = _before(text, lead)
    if _SAYS_I.search(before) or _SIGNS_OFF.search(before):
        return True
    whole = not text[: person["start"]].strip() and not text[person["end"] :].strip(" .,!")
    begins_message = lead - len(before) <= 0
    if function is None:
        return begins_message and _OPENS.match(before) is not None and (whole or before.strip(" ,.!") != "")
    return begins_message and _OPENS_BARELY.match(before) is not None


def _is_own(text: str, function: Entity) -> bool:
    before = _before(text, function["start"])
    return _SAYS_I.search(before) is not None or (
        function["start"] - len(before) <= 0 and _OPENS_BARELY.match(before) is not None
    )


def _title(function: Entity | None) -> str | None:
    if function is None:
        return None
    return _NOT_OF_THE_TITLE.sub("", str(function.get("titre") or function["value"])).strip()


def _civility(civility: Entity | None, function: Entity | None) -> Civility | None:
    if civility is not None:
        return _CIVILITIES.get(civility["value"])
    # A woman may be « le maire »: only a feminine tells.
    return Civility.MADAME if function is not None and function.get("genre") == "f" else None


def _themes(text: str, entities: Sequence[Entity]) -> tuple[str, ...]:
    found = [one for one in entities if one["entity"] == "theme_ctai"]
    if not found or not _SPEAKS_OF_THEMES.search(_before_all(text, found[0]["start"])):
        return ()
    return tuple(dict.fromkeys(str(one["value"]) for one in found))


def _before_all(text: str, end: int) -> str:
    return "".join(fold(one) or " " for one in text[:end])


def _only(values: Sequence[Any]) -> Any:
    distinct = list(dict.fromkeys(values))
    return distinct[0] if len(distinct) == 1 else None

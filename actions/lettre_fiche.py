"""The answers of a letter, and the letter that they make."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.base import Services, Turn
from actions.forms import BLANK
from bot.clock import PARIS
from bot.letter.functions import recognise
from bot.letter.model import Addressee, Civility, Letter
from bot.letter.signature import signs_by_delegation
from bot.territory.competence import competence
from bot.territory.lookup import by_id

#: Value of `lettre_signataire` when who writes signs.
MYSELF = "moi"

#: Those that a button leaves out all at once.
OPTIONAL = (
    "lettre_telephone",
    "lettre_population",
    "lettre_publics",
    "lettre_actions",
    "lettre_elu",
    "lettre_technique",
)

#: The answers of a letter, in the order in which they are asked.
ANSWERS = (
    "collectivite",
    "lettre_nom",
    "lettre_fonction",
    "lettre_civilite",
    "lettre_email",
    "lettre_signataire",
    "lettre_signataire_fonction",
    "lettre_signataire_civilite",
    "lettre_prefet",
    "lettre_themes",
    "lettre_besoins",
    *OPTIONAL,
)


def letter_of(turn: Turn, services: Services) -> Letter:
    """Puts the slots of a conversation together as a letter."""
    return letter_from(turn.tracker.slots, services)


def letter_from(slots: Mapping[str, Any], services: Services) -> Letter:
    """Puts answers together as a letter dated of today in Paris; the collectivité must be known."""
    territory = services.territory
    collectivite = by_id(territory, slots["collectivite"])
    competent = competence(territory, collectivite)
    population = slots.get("lettre_population")
    letter = Letter(
        collectivite=collectivite,
        prefecture=competent.prefecture,
        departement=territory.departements[competent.prefecture.departement],
        addressee=Addressee(slots.get("lettre_prefet") or Addressee.UNKNOWN),
        signatory_name=slots.get("lettre_nom") or None,
        signatory_function=slots.get("lettre_fonction") or None,
        signatory_civility=civility_of(slots.get("lettre_civilite"), slots.get("lettre_fonction")),
        email=slots.get("lettre_email") or None,
        telephone=slots.get("lettre_telephone") or None,
        themes=tuple(slots.get("lettre_themes") or ()),
        publics=tuple(slots.get("lettre_publics") or ()),
        needs=slots.get("lettre_besoins") or None,
        actions=slots.get("lettre_actions") or None,
        population=int(population) if population else None,
        elected_contact=slots.get("lettre_elu") or None,
        technical_contact=slots.get("lettre_technique") or None,
        written_on=services.clock().astimezone(PARIS).date(),
        sous_prefecture=competent.sous_prefecture,
    )
    if slots.get("lettre_signataire") == MYSELF:
        return letter
    return _signed_by_another(letter, slots)


def slots_of(letter: Letter) -> dict[str, Any]:
    """Gives the answers that a letter was made of, as its form keeps them, so that it can be corrected."""
    prepared = letter.prepared_by is not None
    civility = letter.signatory_civility.value if letter.signatory_civility is not None else BLANK
    return {
        "collectivite": letter.collectivite.id,
        "lettre_nom": (letter.prepared_by if prepared else letter.signatory_name) or BLANK,
        "lettre_fonction": (letter.prepared_by_function if prepared else letter.signatory_function) or BLANK,
        "lettre_civilite": BLANK if prepared else civility,
        "lettre_email": letter.email or BLANK,
        "lettre_signataire": (letter.signatory_name or BLANK) if prepared else MYSELF,
        "lettre_signataire_fonction": (letter.signatory_function or BLANK) if prepared else None,
        "lettre_signataire_civilite": civility if prepared else None,
        "lettre_prefet": BLANK if letter.addressee is Addressee.UNKNOWN else letter.addressee.value,
        "lettre_themes": list(letter.themes),
        "lettre_besoins": letter.needs or BLANK,
        "lettre_telephone": letter.telephone or BLANK,
        "lettre_population": BLANK if letter.population is None else str(letter.population),
        "lettre_publics": list(letter.publics),
        "lettre_actions": letter.actions or BLANK,
        "lettre_elu": letter.elected_contact or BLANK,
        "lettre_technique": letter.technical_contact or BLANK,
    }


def _signed_by_another(letter: Letter, slots: Mapping[str, Any]) -> Letter:
    """Who writes prepares; without another function the executive signs."""
    function = slots.get("lettre_signataire_fonction") or None
    civility = civility_of(slots.get("lettre_signataire_civilite"), function)
    signed = replace(
        letter,
        signatory_name=slots.get("lettre_signataire") or None,
        signatory_civility=civility,
        prepared_by=letter.signatory_name,
        prepared_by_function=letter.signatory_function,
    )
    return replace(signed, signatory_function=function or _executive(signed, civility))


def _executive(letter: Letter, civility: Civility | None) -> str | None:
    """Names the executive of a collectivité; None when the title would have to guess who it is."""
    president = "la présidente" if civility is Civility.MADAME else "le président"
    titles = [
        one
        for one in ("maire", president)
        if not signs_by_delegation(replace(letter, signatory_function=one))
    ]
    return None if titles[:1] != ["maire"] and civility is None else next(iter(titles), None)


def civility_of(said: str | None, function: str | None) -> Civility | None:
    """Gives the civility that was said, else the one that a title shows."""
    said = said or gender_of(function or "")
    return Civility(said) if said else None


def gender_of(function: str) -> str | None:
    """Gives the civility that a title shows; a woman may be « le maire »."""
    return Civility.MADAME.value if recognise(function).title.startswith("la ") else None


def says_no_gender(function: str | None) -> bool:
    """Tells a title that leaves open how its holder is called: « maire », or none."""
    return recognise(function or "").title in {"", "maire"}


def agreed(function: str | None, civility: str) -> str | None:
    """Makes « le président » agree with who has that function."""
    title = recognise(function or "").title
    bare = title.removeprefix("le ").removeprefix("la ")
    feminine = civility == Civility.MADAME
    if bare == "maire":
        return "la maire" if feminine else "le maire"
    noun, _, rest = bare.partition(" ")
    if noun in {"président", "présidente"}:
        return " ".join(filter(None, ("la présidente" if feminine else "le président", rest)))
    return function

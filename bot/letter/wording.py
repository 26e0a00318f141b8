"""The words of the letter: one pure function, so that the DOCX and the PDF say the same thing.

What the letter may say comes from the ministry's leaflet: the will to join (step 1), the first exchange
(step 2), the shared diagnosis (step 3), the request for funding that comes later (step 4). It never holds an
amount, a rate, a number of persons, a deliberation, a date of signature of the contract, nor a name that was
not given: blanks instead. The forms of address are those of usage for a préfet: a salutation without surname,
repeated word for word in the closing formula.
"""

from dataclasses import dataclass

from bot.clock import french_date
from bot.letter.functions import is_executive, recognise
from bot.letter.model import THEMES, Addressee, Letter
from bot.letter.offices import Office, office_of
from bot.letter.text import one_line, paragraphs
from bot.territory.french import departement_with_de, typographic, with_de
from bot.territory.model import Collectivite, Kind

BLANK = "[à compléter]"
OBJET = "Lettre d’intention – Contrat territorial d’accueil et d’intégration (CTAI)"

#: Before a colon or a semicolon.
NBSP = "\u00a0"

#: Communes whose council has the powers of another level too (CGCT, art. L.2512-1, LO6211-1 and LO6311-1).
_PARTICULAR_NAMES = {
    "75056": "Ville de Paris",
    "97701": "Collectivité de Saint-Barthélemy",
    "97801": "Collectivité de Saint-Martin",
}

#: Of those, the ones that a président heads.
_WITH_PRESIDENT = frozenset({"97701", "97801"})


@dataclass(frozen=True)
class LetterText:
    """Every string of the letter, in the order of reading.

    Attributes:
        title: of the file, for those who list or hear it; not printed.
        sender: name of the collectivité.
        contact: where to reach it.
        addressee: who receives it, one line each.
        place_and_date: « Guéret, le 23 novembre 2026 ».
        objet: label included.
        salutation: with its comma.
        opening: who writes and the will to join.
        needs_intro: leads to `needs`.
        needs: paragraphs of the visitor, or one blank.
        themes_intro: leads to `themes`.
        themes: one item each, or one blank.
        request: paragraphs: the exchange and the diagnosis, then who to reach.
        formula: courtesy formula.
        signatory_title: what stands above the signature, one line each.
        signatory_name: what stands under it.
        copies: who receives a copy, one line each; often none.
    """

    title: str
    sender: str
    contact: str
    addressee: tuple[str, ...]
    place_and_date: str
    objet: str
    salutation: str
    opening: str
    needs_intro: str
    needs: tuple[str, ...]
    themes_intro: str
    themes: tuple[str, ...]
    request: tuple[str, ...]
    formula: str
    signatory_title: tuple[str, ...]
    signatory_name: str
    copies: tuple[str, ...]


def write(letter: Letter) -> LetterText:
    """Puts `letter` into words; what a visitor typed comes cleaned, its words untouched."""
    office = office_of(letter.prefecture, letter.collectivite)
    call = _call(office, letter.addressee)
    return LetterText(
        title=f"{OBJET} – {sender_name(letter.collectivite)}",
        sender=sender_name(letter.collectivite),
        contact=f"Courriel{NBSP}: {_or_blank(letter.email)}",
        addressee=(*_addressee(office, letter.addressee), office.seat, typographic(letter.prefecture.city)),
        place_and_date=f"{_place(letter.collectivite)}, le {french_date(letter.written_on)}",
        objet=f"Objet{NBSP}: {OBJET}",
        salutation=f"{call},",
        opening=(
            f"Au nom {of_sender(letter.collectivite)}, j’ai l’honneur de vous faire part de notre volonté "
            "d’intégrer le dispositif des contrats territoriaux d’accueil et d’intégration (CTAI). "
            "Depuis 2019, le Gouvernement propose ces contrats aux collectivités territoriales, pour "
            "favoriser l’intégration des étrangers primo-arrivants en situation régulière, dont les "
            "réfugiés, résidant sur leur territoire."
        ),
        needs_intro=f"Notre démarche part de la situation de notre territoire{NBSP}:",
        needs=paragraphs(letter.needs or "") or (BLANK,),
        themes_intro=f"Sans préjuger du diagnostic partagé, nous souhaitons travailler d’abord sur{NBSP}:",
        themes=_themes(letter.themes),
        request=_request(letter),
        formula=f"Je vous prie d’agréer, {call}, l’expression de ma haute considération.",
        signatory_title=_signatory_title(letter),
        signatory_name=_or_blank(letter.signatory_name),
        copies=_copies(letter),
    )


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


def signs_by_delegation(letter: Letter) -> bool:
    """Tells whether somebody else than the executive signs; the delegation is then a blank of the letter."""
    words = one_line(letter.signatory_function or "")
    collectivite = letter.collectivite
    kind = Kind.DEPARTEMENT if collectivite.code in _WITH_PRESIDENT else collectivite.kind
    return bool(words) and not is_executive(words, kind)


def _place(collectivite: Collectivite) -> str:
    # The tables do not say in which commune an EPCI, a département or a région has its seat.
    return typographic(collectivite.name) if collectivite.kind is Kind.COMMUNE else BLANK


def _call(office: Office, addressee: Addressee) -> str:
    woman, man = f"Madame la {office.feminine.short}", f"Monsieur le {office.masculine.short}"
    match addressee:
        case Addressee.PREFETE:
            return woman
        case Addressee.PREFET:
            return man
        case Addressee.UNKNOWN:
            return f"{woman}, {man}"


def _addressee(office: Office, addressee: Addressee) -> tuple[str, ...]:
    woman, man = f"Madame la {office.feminine.short}", f"Monsieur le {office.masculine.short}"
    match addressee:
        case Addressee.PREFETE:
            return (f"{woman}{office.feminine.rest}",)
        case Addressee.PREFET:
            return (f"{man}{office.masculine.rest}",)
        case Addressee.UNKNOWN if office.feminine.rest == office.masculine.rest:
            return (f"{woman} ou {man}", office.masculine.rest.strip())
        case Addressee.UNKNOWN:
            return (f"{woman}{office.feminine.rest}", f"ou {man}{office.masculine.rest}")


def _themes(themes: tuple[str, ...]) -> tuple[str, ...]:
    labels = [THEMES.get(theme) or one_line(theme).rstrip(" .;,") for theme in themes]
    *others, last = [label for label in labels if label] or [BLANK]
    return (*(f"{label}{NBSP};" for label in others), f"{last}.")


def _request(letter: Letter) -> tuple[str, ...]:
    exchange = (
        "Je sollicite un premier temps d’échange entre vos services et les nôtres, ainsi que votre "
        "accompagnement pour établir ce diagnostic à l’échelle locale. La proposition de projet et la "
        "demande de financement viendront ensuite."
    )
    contact = "Je me tiens à votre disposition, de même que nos services, à l’adresse indiquée ci-dessus."
    if signs_by_delegation(letter):
        return (exchange, f"{contact} L’élu ou l’élue qui suivra ce projet est {BLANK}.")
    return (exchange, contact)


def _signatory_title(letter: Letter) -> tuple[str, ...]:
    words = one_line(letter.signatory_function or "")
    if not words:
        return (BLANK,)
    if signs_by_delegation(letter):
        return (f"Par délégation {BLANK},", f"{_with_capitals(recognise(words).title)},")
    if recognise(words).title == "maire":
        # No gender was said, and « Maire de Guéret » says none.
        return (f"Maire {with_de(letter.collectivite.name)},",)
    return (f"{_with_capitals(recognise(words).title)},",)


def _with_capitals(function: str) -> str:
    """Gives « La Présidente », « Le Directeur général des services », « Adjointe au maire »."""
    article, _, noun = function.partition(" ")
    if article in {"le", "la"} and noun:
        return f"{article.capitalize()} {noun[:1].upper()}{noun[1:]}"
    return function[:1].upper() + function[1:]


def _copies(letter: Letter) -> tuple[str, ...]:
    if letter.sous_prefecture is None:
        return ()
    return (f"Copie{NBSP}: {typographic(letter.sous_prefecture.name)}",)


def _or_blank(value: str | None) -> str:
    return one_line(value or "") or BLANK

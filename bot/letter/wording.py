"""The words of the letter: one pure function, so that the DOCX and the PDF say the same thing.

What the letter may say comes from the ministry's leaflet: the will to join (step 1), the first exchange
(step 2), the shared diagnosis (step 3), the request for funding that comes later (step 4). It never holds an
amount, a rate, a number of beneficiaries, a deliberation, a date of signature of the contract, nor a name
that was not given: blanks instead. The forms of address are those of usage for a préfet: a salutation without
surname, repeated word for word in the closing formula.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.clock import french_date
from bot.letter.model import PUBLICS, THEMES, Addressee, Letter
from bot.letter.names import of_sender, sender_name
from bot.letter.offices import Office, office_of
from bot.letter.signature import BLANK as BLANK  # noqa: PLC0414  (whoever reads the words needs it)
from bot.letter.signature import signatory_title, signs_by_delegation
from bot.letter.text import one_line, paragraphs
from bot.territory.french import typographic
from bot.territory.model import Collectivite, Kind

OBJET = "Lettre d’intention – Contrat territorial d’accueil et d’intégration (CTAI)"

#: Before a colon or a semicolon, and between thousands.
NBSP = "\u00a0"

#: The key of `PUBLICS` that holds the three others.
_EVERYBODY = "tous"


@dataclass(frozen=True)
class LetterText:
    """Every string of the letter, in the order of reading.

    Attributes:
        title: of the file, for those who list or hear it; not printed.
        sender: name of the collectivité.
        contact: who follows the letter and where to reach them, one line each.
        addressee: who receives it, one line each.
        place_and_date: « Guéret, le 23 novembre 2026 ».
        objet: label included.
        salutation: with its comma.
        opening: who writes and the will to join.
        needs_intro: leads to `needs`.
        needs: paragraphs of the visitor, or one blank.
        actions: what exists already: a sentence, then the visitor's paragraphs; often none.
        publics: who the project is for: one paragraph, or none.
        themes_intro: leads to `themes`.
        themes: one item each, or one blank.
        request: paragraphs: the exchange, the diagnosis and the funding that comes later; who to reach.
        formula: courtesy formula.
        signatory_title: what stands above the signature, one line each.
        signatory_name: what stands under it.
        copies: who receives a copy, one line each; often none.
    """

    title: str
    sender: str
    contact: tuple[str, ...]
    addressee: tuple[str, ...]
    place_and_date: str
    objet: str
    salutation: str
    opening: str
    needs_intro: str
    needs: tuple[str, ...]
    actions: tuple[str, ...]
    publics: tuple[str, ...]
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
        contact=_contact(letter),
        addressee=(*_addressee(office, letter.addressee), office.seat, typographic(letter.prefecture.city)),
        place_and_date=f"{place(letter.collectivite)}, le {french_date(letter.written_on)}",
        objet=f"Objet{NBSP}: {OBJET}",
        salutation=f"{call},",
        opening=(
            f"Au nom {of_sender(letter.collectivite)}{_population(letter)}, j’ai l’honneur de vous faire "
            "part de notre volonté d’intégrer le dispositif des contrats territoriaux d’accueil et "
            "d’intégration (CTAI), proposé depuis 2019 par le Gouvernement pour favoriser l’intégration des "
            "étrangers primo-arrivants en situation régulière, dont les réfugiés."
        ),
        needs_intro=f"Notre démarche part de la situation de notre territoire{NBSP}:",
        needs=paragraphs(letter.needs or "") or (BLANK,),
        actions=_actions(letter),
        publics=_publics(letter.publics),
        themes_intro=f"Sans préjuger du diagnostic partagé, nous souhaitons travailler d’abord sur{NBSP}:",
        themes=_enumerated(theme_labels(letter.themes) or (BLANK,)),
        request=_request(letter),
        formula=f"Je vous prie d’agréer, {call}, l’expression de ma haute considération.",
        signatory_title=signatory_title(letter),
        signatory_name=_or_blank(letter.signatory_name),
        copies=_copies(letter),
    )


def place(collectivite: Collectivite) -> str:
    """Gives the town where a collectivité writes, or a blank.

    The tables do not say in which commune an EPCI, a département or a région has its seat.
    """
    return typographic(collectivite.name) if collectivite.kind is Kind.COMMUNE else BLANK


def theme_labels(themes: Iterable[str]) -> tuple[str, ...]:
    """Gives the leaflet's words for the themes, and the visitor's own words as they are."""
    return _labels(themes, THEMES)


def person(name: str | None, function: str | None = None) -> str:
    """Gives « Dominique Fictif, chargée de mission »; empty without a name."""
    return ", ".join(part for part in (one_line(name or ""), one_line(function or "")) if name and part)


def _contact(letter: Letter) -> tuple[str, ...]:
    followed_by = person(letter.prepared_by, letter.prepared_by_function)
    telephone = one_line(letter.telephone or "")
    return (
        *([f"Affaire suivie par{NBSP}: {followed_by}"] if followed_by else []),
        *([f"Tél.{NBSP}: {telephone}"] if telephone else []),
        f"Courriel{NBSP}: {_or_blank(letter.email)}",
    )


def _population(letter: Letter) -> str:
    if not letter.population or letter.population < 1:
        return ""
    unit = "habitant" if letter.population == 1 else "habitants"
    count = f"{letter.population:,}".replace(",", NBSP)
    # Only INSEE's own figure may be called so.
    official = letter.population == letter.collectivite.population
    return f", qui compte {count}{NBSP}{unit}{' (population municipale)' if official else ''}"


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


def _actions(letter: Letter) -> tuple[str, ...]:
    existing = paragraphs(letter.actions or "")
    return (f"Des actions existent déjà{NBSP}:", *existing) if existing else ()


def _publics(publics: tuple[str, ...]) -> tuple[str, ...]:
    wanted = _labels((one for one in publics if one != _EVERYBODY), PUBLICS)
    listed = f"{NBSP}; ".join(wanted)
    if _EVERYBODY in publics:
        first = f", et en priorité{NBSP}: {listed}" if wanted else ""
        return (f"Nous souhaitons accompagner {PUBLICS[_EVERYBODY]}{first}.",)
    return (f"Nous souhaitons accompagner en priorité{NBSP}: {listed}.",) if wanted else ()


def _labels(keys: Iterable[str], known: dict[str, str]) -> tuple[str, ...]:
    labels = (known.get(key) or one_line(key).rstrip(" .;,") for key in keys)
    return tuple(label for label in labels if label)


def _enumerated(labels: tuple[str, ...]) -> tuple[str, ...]:
    *others, last = labels
    return (*(f"{label}{NBSP};" for label in others), f"{last}.")


def _request(letter: Letter) -> tuple[str, ...]:
    exchange = (
        "Je sollicite un premier temps d’échange entre vos services et les nôtres, puis votre appui pour "
        "établir ce diagnostic à l’échelle locale. Nous avons bien noté que la demande de financement "
        "viendra ensuite, avec la proposition de projet, à l’étape 4 de la démarche."
    )
    available = (
        "Je me tiens à votre disposition, de même que nos services, aux coordonnées indiquées ci-dessus."
    )
    return (exchange, f"{_contacts(letter)}{available}")


def _contacts(letter: Letter) -> str:
    """Who follows the project, among the élus and in the services, as far as it was said."""
    elected = one_line(letter.elected_contact or "").rstrip(" .;,")
    technical = one_line(letter.technical_contact or "").rstrip(" .;,")
    if not elected and signs_by_delegation(letter):
        # Whoever signs is no élu: the préfecture has to know one.
        elected = BLANK
    among = [f"parmi les élus, {elected}"] if elected else []
    among += [f"dans nos services, {technical}"] if technical else []
    match among:
        case []:
            return ""
        case [only]:
            return f"Votre contact est, {only}. "
        case _:
            return f"Vos contacts sont{NBSP}: {f'{NBSP}; '.join(among)}. "


def _copies(letter: Letter) -> tuple[str, ...]:
    if letter.sous_prefecture is None:
        return ()
    return (f"Copie{NBSP}: {typographic(letter.sous_prefecture.name)}",)


def _or_blank(value: str | None) -> str:
    return one_line(value or "") or BLANK

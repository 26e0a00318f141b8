"""Masks what tells who wrote a message, before anybody reads it: addresses, telephones, codes, names.

A word too many under a mask costs the reviewer a rewording, a name left in the open cannot be taken back:
where it doubts, this masks. Names of places stay, since a collectivité is no person.
"""

import re
from collections.abc import Iterable

from bot.dossier.transcript import mask_proofs
from bot.letter.functions import looks_like_one
from bot.letter.text import fold, one_line

_NAME, _EMAIL, _TELEPHONE = "[nom masqué]", "[adresse masquée]", "[téléphone masqué]"
_NUMBER, _REFERENCE, _LINK = "[numéro masqué]", "[référence masquée]", "[lien masqué]"

_MASK = re.compile(r"\[[^\[\]]* masquée?\]")

#: Each is masked in this order: a telephone must not be cut in pieces by a shorter rule.
_PATTERNS = (
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), _LINK),
    # « prenom.nom arobase ville point fr », « contact (at) ville.fr »
    (
        re.compile(
            r"[\w.+\-]+(?: ?(?:point|tiret) ?[\w+\-]+)* ?(?:@|\(at\)|\[at\]|\b[aà]r+obas[es]?\b) ?[\w\-]+"
            r"(?:(?: ?\. ?| point )[\w\-]+)*",
            re.IGNORECASE,
        ),
        _EMAIL,
    ),
    (re.compile(r"\bCTAI-[\w-]*\d[\w-]*", re.IGNORECASE), _REFERENCE),
    (re.compile(r"(?<!\d)(?:\+|00)\s?\d(?:[\s.\-/()]*\d){7,13}(?!\d)"), _TELEPHONE),
    (re.compile(r"(?<!\d)0[\s.\-/]*\d(?:[\s.\-/]*\d){8}(?!\d)"), _TELEPHONE),
    # SIREN, SIRET, social security, accounts.
    (re.compile(r"(?<!\d)\d(?:[\s.\-]?\d){8,}(?!\d)|(?<!\d)\d{7,}(?!\d)|\bFR\d{2}[\s\dA-Z]{10,}"), _NUMBER),
    # « 12 bis rue des Lilas »
    (
        re.compile(
            r"(?<!\d)\d{1,4} ?(?:bis|ter|quater)?,? (?:rue|avenue|av\.|boulevard|bd|allées?|impasse|chemin"
            r"|place|route|quai|cours|square|ruelle|venelle|lotissement|résidence)\b [^,;.?!\n]{1,50}",
            re.IGNORECASE,
        ),
        _EMAIL,
    ),
)

#: What a name follows, whatever its letters: « mme dupont », « je m’appelle claire dupont ».
_BEFORE_A_NAME = re.compile(
    r"(?<!\w)(?:monsieur|madame|mademoiselle|messieurs|mesdames|mme|mlle|mr|dr|docteur|maître|mme\.|mlle\.|mr\.|m\."
    r"|dr\.|(?:m|s)['’ ]?appell?e(?:s|nt)?|je me (?:pré)?nomme|mon nom (?:de famille )?(?:est|c['’]est|:)"
    r"|mon prénom (?:est|c['’]est|:)|moi c(?:['’ ]?est)?|nom ?:|prénom ?:|signé ?:)\s+",
    re.IGNORECASE,
)
#: The same, written with a capital only: « M Dupont », « Me Durand ».
_CAPITAL_TITLE = re.compile(r"(?<!\w)(?:M|Me)\s+(?=[^\W\d_])")
#: What a name follows when it has capitals: « je suis Claire Dupont », « Cordialement, C. Dupont ».
_BEFORE_CAPITALS = re.compile(
    r"(?<!\w)(?:je suis|j['’]suis|chui|ici|cordialement|bien à vous|respectueusement|sincèrement"
    r"|(?:sincères |mes |meilleures )?salutations)[\s,.:!\-–]+"
    r"|(?<!\w)merci(?: d['’]avance| beaucoup| à vous)?\s*,\s*"
    r"|(?<!\w)(?:maire|mairesse|présidente?|préfète?|signée? par)[\s,]+",
    re.IGNORECASE,
)
#: « je suis claire dupont, dgs »: two small words and a comma, or nothing more.
_SMALL_NAME = re.compile(
    r"(?<!\w)(?:je suis|j['’]suis|chui) (?P<name>[^\W\d_][\w\-]* [^\W\d_][\w\-]*)(?=\s*(?:,|[.!?]*$))",
    re.IGNORECASE,
)

#: Two words with capitals or more: « Claire Dupont, DGS », « Xavier De Souza (chargé de mission) ».
_CAPITAL_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’\-]*"
_CAPITALISED = re.compile(
    rf"(?<![\w'’\-]){_CAPITAL_WORD}(?: (?:(?:de|du|van|ben|el|d['’]) ?)?{_CAPITAL_WORD}){{1,4}}(?= |,|$)"
)

_WORD = re.compile(r"(?P<initial>[^\W\d_]\.)|[^\W\d_][\w'’\-]*")
_PARTICLES = frozenset(
    {"de", "du", "des", "le", "la", "les", "van", "von", "der", "den", "ben", "el", "al", "da", "di"}
)
#: Most words of a name, particles included, and of one written in small letters.
_WORDS_MAX, _SMALL_WORDS_MAX = 6, 2

#: Never a part of a name; folded.
_NOT_NAMES = frozenset(
    """
    a ai alors apres au aucun aussi autre aux avant avec avez avoir avons beaucoup bien bonjour bonsoir
    car ce cela celui ces cet cette ceux chez combien comme comment communaute commune complet
    completement contrat ctai dans de deja demande depuis depute deputee des dois doit donc du elle
    elles en encore est et etait etre eu fait faut hors ici il ils inquiet je la le les leur lors lui ma
    madame mademoiselle maire mairesse mairie mais me merci mes mesdames messieurs mon monsieur ne ni
    nos notre nous on ont ou oui par pas perdu perdue peu peut plus plutot pour pourquoi pourriez pouvez
    prefecture prefet prefete prendre president presidente presque pret prete qu quand que quel quelle
    quelles quels question qui quoi sa sans sauf savez se secretaire senateur senatrice ses si son sont
    sous sur sure ta te tel toujours tous tout toute toutes tres trop tu un une vers veut vos votre
    voudrais vous y
    """.split()  # noqa: SIM905  (a list of one word a line would hide the rest)
)


def mask(typed: str, *, names: Iterable[str] = (), code_asked: bool = False) -> str:
    """Masks a visitor's words.

    Args:
        typed: the words.
        names: names of persons that are known to be in them, by what the conversation holds.
        code_asked: True when the assistant was waiting for a verification code.

    Returns:
        The words on one line.
    """
    masked = one_line(typed)
    for pattern, token in _PATTERNS:
        masked = pattern.sub(token, masked)
    masked = mask_proofs(masked, code_asked=code_asked)
    for name in sorted(names, key=len, reverse=True):
        masked = _exactly(name).sub(_NAME, masked)
    return _mask_introduced(masked)


def is_masked(text: str) -> bool:
    """Tells whether something in `text` is under a mask."""
    return _MASK.search(text) is not None


def without_masks(text: str) -> str:
    """Gives what is left to read in `text`."""
    return _MASK.sub(" ", text)


def _exactly(name: str) -> re.Pattern[str]:
    words = (re.escape(word).replace("'", "['’]") for word in name.replace("’", "'").split())
    spaced = r"\s+".join(words)
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def _mask_introduced(text: str) -> str:
    """Masks the names that their context tells."""
    spans = [
        *((match.end(), _SMALL_WORDS_MAX) for match in _BEFORE_A_NAME.finditer(text)),
        *((match.end(), _SMALL_WORDS_MAX) for match in _CAPITAL_TITLE.finditer(text)),
        *((match.end(), 0) for match in _BEFORE_CAPITALS.finditer(text)),
    ]
    names = [
        *((start, _name_end(text, start, small_max)) for start, small_max in spans),
        *(match.span("name") for match in _SMALL_NAME.finditer(text) if _may_be_a_name(match["name"])),
        *(
            match.span()
            for match in _CAPITALISED.finditer(text)
            if _may_be_a_name(match[0]) and looks_like_one(text[match.end() :].lstrip(" ,(-–"))
        ),
    ]
    written, done = "", 0
    for start, end in sorted(names):
        if end > start >= done:
            written += text[done:start] + _NAME
            done = end
    return written + text[done:]


def _may_be_a_name(words: str) -> bool:
    first, *others = map(fold, words.split())
    return not looks_like_one(words) and first not in _NOT_NAMES and not _NOT_NAMES & {*others} - _PARTICLES


def _name_end(text: str, start: int, small_max: int) -> int:
    """Finds where the name that begins at `start` ends; there, when none does.

    Args:
        text: the whole text.
        start: where a name may begin.
        small_max: most words without a capital that may be a name.
    """
    if looks_like_one(text[start:]):
        return start
    end, at, capitals, small = start, start, 0, 0
    for _ in range(_WORDS_MAX):
        match = _WORD.match(text, at)
        if match is None:
            break
        word = match[0].rstrip("'’")
        folded = fold(word)
        elided = word.startswith(("d'", "d’"))
        if small_max == 0 and end == start and word[0].islower():
            break  # « je suis de Guéret »
        if folded in _PARTICLES:
            pass  # counts only when a name follows
        elif {folded, folded.split("-")[0]} & _NOT_NAMES or (
            word[1:2] in "'’" and word[:1].islower() and not elided
        ):
            break
        elif word[0].isupper() or (elided and word[2:3].isupper()):
            capitals, end = capitals + 1, match.end()
        elif capitals or small >= small_max:
            break
        else:
            small, end = small + 1, match.end()
        at = match.end() + (1 if text[match.end() : match.end() + 1] == " " else 0)
        if at == match.end() and match["initial"] is None:
            break
    if small_max == 0 and capitals == 1 and text[start:end].isupper() and end - start < 6:
        return start  # « je suis DGS »
    return end

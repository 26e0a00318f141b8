"""E-mail addresses and telephones, as people type or dictate them."""

import re
from collections.abc import Iterator, Sequence

from bot.entities.model import DOUBTFUL, EMAIL, SURE, TELEPHONE, Entity
from bot.letter.text import fold

#: RFC 5321, 4.5.3.1: the part before the @ and the whole address, in characters.
_LOCAL_MAX = 64
_ADDRESS_MAX = 254

_PIECE = re.compile(r"[^\W_]+|[^\w\s]|_")

_AT = frozenset({"arobase", "arobas", "arrobase", "arobaze", "arobace"})
#: Between brackets only: « contact(at)mairie.example ».
_BRACKETED_AT = frozenset({"at", "a", *_AT})
_SPOKEN = {"point": ".", "dot": ".", "tiret": "-", "underscore": "_", "plus": "+"}
#: After « tiret »: « tiret bas » and « tiret du huit » are the low one.
_LOW = frozenset({("bas",), ("du", "bas"), ("du", "huit"), ("du", "8")})
_HIGH = frozenset({("du", "milieu"), ("du", "six"), ("du", "6"), ("haut",)})

_IN_LOCAL = frozenset("._+-'")
_IN_DOMAIN = frozenset(".-")

#: Calling codes of overseas numbers written like national ones -> their beginnings (ARCEP, plan national de
#: numérotation).
_OVERSEAS = {
    "590": ("0590", "0690", "0691"),
    "594": ("0594", "0694"),
    "596": ("0596", "0696", "0697"),
    "262": ("0262", "0263", "0692", "0693", "0269", "0639"),
    "508": ("0508", "0708"),
}
#: Numbers of metropolitan France kept for fiction, among those of Mayotte (ARCEP, décision 2018-0881).
_FICTION = "063998"

#: Calling codes -> digits that follow.
_DIGITS = {"33": 9, "262": 9, "590": 9, "594": 9, "596": 9, "508": 6, "687": 6, "689": 8, "681": 6}

#: How the ten digits are grouped: anything else is a date or an account.
_GROUPINGS = frozenset(
    {
        (2, 2, 2, 2, 2),
        (10,),
        (4, 2, 2, 2),
        (4, 3, 3),
        (4, 6),
        (1, 3, 3, 3),
        (2, 4, 4),
        (2, 8),
        (1, 1, 2, 2, 2, 2),
        (1, 9),
        (3, 3, 4),
        (2, 2, 3, 3),
    }
)
_BETWEEN_DIGITS = frozenset({"", " ", ".", "-", "/", "\u00a0", "\u202f", "‑", "–", ". ", " - ", ", ", "_"})
_MOST_GROUPS = 12
_RUN = re.compile(r"\d+")


def emails_in(text: str) -> Iterator[Entity]:
    """Gives the addresses, typed (spaces around the @ allowed) or dictated; the domain in small letters.

    The part before the @ stays as typed, since a server may tell its capitals apart (RFC 5321, 2.4).
    """
    pieces = [(match[0], match.start(), match.end()) for match in _PIECE.finditer(text)]
    end = -1
    for position, (mark, _, _) in enumerate(pieces):
        before, after = position - 1, position + 1
        if fold(mark) in _BRACKETED_AT and _in_brackets(pieces, position):
            before, after = position - 2, position + 2
        elif mark != "@" and (not mark.startswith(("a", "A")) or fold(mark) not in _AT):
            continue
        local, first = _local(pieces, before)
        domain, last = _domain(pieces, after)
        if not local or not domain or pieces[first][1] < end:
            continue
        address = f"{local}@{domain.lower()}"
        start, end = pieces[first][1], pieces[last][2]
        if len(local) <= _LOCAL_MAX and len(address) <= _ADDRESS_MAX:
            yield Entity(EMAIL, address, start, end, SURE if address.isascii() else DOUBTFUL)


_Pieces = Sequence[tuple[str, int, int]]


def _in_brackets(pieces: _Pieces, position: int) -> bool:
    around = pieces[position - 1][0] + pieces[position + 1][0] if 0 < position < len(pieces) - 1 else ""
    return around in {"()", "[]", "<>", "{}"}


def _local(pieces: _Pieces, position: int) -> tuple[str, int]:
    """Reads what stands before the @, from right to left; gives it and where it begins."""
    parts: list[str] = []
    first = position
    length = 0
    while first >= 0 and pieces[first][0].isalnum() and length <= _LOCAL_MAX:
        parts.insert(0, pieces[first][0])
        length += len(parts[0])
        mark, size = _joint_before(pieces, first, _IN_LOCAL)
        if not mark:
            return "".join(parts), first
        parts.insert(0, mark)
        first -= size + 1
    return "", position


def _domain(pieces: _Pieces, position: int) -> tuple[str, int]:
    """Reads what follows the @; gives it and where it ends. Without a dot it is no domain."""
    parts: list[str] = []
    last = position
    length = 0
    while last < len(pieces) and pieces[last][0].isalnum() and length <= _ADDRESS_MAX:
        parts.append(pieces[last][0])
        length += len(parts[-1])
        mark, size = _joint_after(pieces, last, _IN_DOMAIN)
        if not mark:
            break
        parts.append(mark)
        last += size + 1
    whole = "".join(parts)
    label = whole.rpartition(".")[2]
    return (whole, last) if "." in whole and label.isalpha() and len(label) > 1 else ("", position)


def _joint_before(pieces: _Pieces, position: int, marks: frozenset[str]) -> tuple[str, int]:
    """Gives the mark that binds a piece to the word before, and how many pieces say it."""
    for size in (1, 2, 3):
        if position - size - 1 >= 0 and (mark := _joint(pieces, position - size, size, marks)):
            return mark, size
    return "", 0


def _joint_after(pieces: _Pieces, position: int, marks: frozenset[str]) -> tuple[str, int]:
    for size in (3, 2, 1):
        if position + size + 1 < len(pieces) and (mark := _joint(pieces, position + 1, size, marks)):
            return mark, size
    return "", 0


def _joint(pieces: _Pieces, start: int, size: int, marks: frozenset[str]) -> str:
    """Reads `size` pieces as a mark between two words that have letters or digits."""
    before, after = pieces[start - 1], pieces[start + size]
    if not (before[0].isalnum() and after[0].isalnum()):
        return ""
    mark, left, right = pieces[start]
    if size == 1 and mark in marks:
        return mark if before[2] == left and right == after[1] else ""
    spoken = [fold(piece[0]) for piece in pieces[start : start + size]]
    if size == 1:
        return _SPOKEN.get(spoken[0], "")
    tail = tuple(spoken[1:])
    return ("_" if tail in _LOW else "-" if tail in _HIGH else "") if spoken[0] == "tiret" else ""


def telephones_in(text: str) -> Iterator[Entity]:
    """Gives the French telephones, overseas ones included: the value as typed, `e164` beside it."""
    runs = [(match.start(), match.end()) for match in _RUN.finditer(text)]
    position = 0
    while position < len(runs):
        read = _international(text, runs, position) or _national(text, runs, position)
        if read is None:
            position += 1
            continue
        number, start, position = read
        end = runs[position - 1][1]
        yield Entity(TELEPHONE, text[start:end], start, end, details={"e164": number})


def e164(national: str) -> str:
    """Writes ten digits in the form E.164: « 0555000000 » is "+33555000000"."""
    code = next(
        (
            code
            for code, beginnings in _OVERSEAS.items()
            if national.startswith(beginnings) and not national.startswith(_FICTION)
        ),
        "33",
    )
    return f"+{code}{national[1:]}"


_Runs = Sequence[tuple[int, int]]


def _follows(text: str, runs: _Runs, position: int) -> bool:
    """Tells whether a run of digits may go on with the number of the run before."""
    between = runs[position][0] - runs[position - 1][1]
    return between <= 3 and text[runs[position - 1][1] : runs[position][0]] in _BETWEEN_DIGITS


def _is_free(text: str, runs: _Runs, first: int, after: int, start: int) -> bool:
    """Tells whether no letter, and no further digits of the same number, touch what was read."""
    end = runs[after - 1][1]
    if (start and (text[start - 1].isalnum() or text[start - 1] == "@")) or text[end : end + 1].isalpha():
        return False
    return text[end : end + 1] != "@" and not (
        first and _follows(text, runs, first) and text[runs[first - 1][1] : start] in {".", "-", "/", ","}
    )


def _national(text: str, runs: _Runs, first: int) -> tuple[str, int, int] | None:
    start, end = runs[first]
    if text[start] != "0":
        return None
    digits, sizes = "", []
    for position in range(first, min(first + _MOST_GROUPS, len(runs))):
        start_of, end = runs[position]
        if position > first and not _follows(text, runs, position):
            return None
        if end - start_of > 10:
            return None
        digits += text[start_of:end]
        sizes.append(end - start_of)
        if len(digits) < 10:
            continue
        if len(digits) > 10 or tuple(sizes) not in _GROUPINGS or digits[1] == "0":
            return None
        after = position + 1
        return (e164(digits), start, after) if _is_free(text, runs, first, after, start) else None
    return None


def _international(text: str, runs: _Runs, first: int) -> tuple[str, int, int] | None:
    """Reads « +33 6… », « 0033 6… », « +33 (0)6… », « +262 692… »."""
    start, end = runs[first]
    plus = start > 0 and text[start - 1] == "+"
    digits = text[start:end]
    if not plus and not digits.startswith("00"):
        return None
    if end - start > 16:
        return None
    digits = digits if plus else digits[2:]
    after = first + 1
    while True:
        number = _with_code(digits)
        if number is not None:
            begin = start - 1 if plus else start
            return (number, begin, after) if _is_free(text, runs, first, after, begin) else None
        if after - first >= _MOST_GROUPS or after >= len(runs):
            return None
        gap = runs[after][0] - runs[after - 1][1]
        between = text[runs[after - 1][1] : runs[after][0]] if gap <= 3 else "?"
        if between.strip("() ") and between not in _BETWEEN_DIGITS:
            return None
        digits += text[slice(*runs[after])] if runs[after][1] - runs[after][0] <= 10 else "x"
        after += 1


def _with_code(digits: str) -> str | None:
    """Gives the form E.164 of a calling code and all its digits, with or without the 0 after the code."""
    for code, length in _DIGITS.items():
        if digits.startswith(code):
            rest = digits[len(code) :]
            if code not in {"687", "689", "681"}:
                rest = rest.removeprefix("0")
            if len(rest) == length and rest.isdigit():
                return f"+{code}{rest}"
    return None

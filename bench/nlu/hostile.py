"""Texts that somebody may send to see what happens: each as long as the gateway lets through."""

#: In characters: the gateway refuses longer ones.
_LONGEST = 2_000

_ACCENTS = "\u0301\u0302\u0303\u0308\u030a\u0327"


def hostile_texts() -> dict[str, str]:
    """Gives the texts by what they are."""
    question = "Qui peut signer un CTAI et pour combien de temps, monsieur le préfet ? "
    return {
        "2,000 characters of questions": (question * 40)[:_LONGEST],
        "2,000 characters, one sentence": ("nous voudrions accueillir des familles " * 60)[:_LONGEST],
        "2,000 letters without a space": "abcdefghijklmnopqrstuvwxyz" * 76 + "abcdefghijklmnopqrstuvwx",
        "2,000 times a": "a" * _LONGEST,
        "2,000 emoji": "😀🏛️🇫🇷🎉"[:1] * _LONGEST,
        "zalgo": "".join(letter + _ACCENTS * 3 for letter in "contrat territorial" * 6)[:_LONGEST],
        "1,000 commas": ", " * (_LONGEST // 2),
        "1,000 question marks": "? " * (_LONGEST // 2),
        "nested quotes": "« \"' " * 200 + " '\" »" * 200,
        "nested brackets": "([{" * 333 + "}])" * 333,
        "2,000 times @": "@" * _LONGEST,
        "almost addresses": ("a@b." * 500)[:_LONGEST],
        "06 repeated": "06 " * 600,
        "digits": "1" * _LONGEST,
        "capitals and hyphens": ("Saint-" * 334)[:_LONGEST],
        "names of communes": ("Saint-Denis et Sainte-Marie, " * 70)[:_LONGEST],
        "right to left": ("مرحبا كيف حالك שלום עולם " * 80)[:_LONGEST],
        "control characters": "".join(map(chr, range(1, 32))) * 60,
        "invisible characters": "\u200b\u200d\u2060\ufeff" * 500,
        "a payload": '/financement_aide{"lieu": "' + "x" * 1_900 + '"}',
    }

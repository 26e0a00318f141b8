"""What visitors and agents read is spelled right: each word is in the dictionary or in mots_admis.txt."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from spellchecker import SpellChecker

from tests.contract.conftest import ROOT, Conversation, load

ADMITTED = Path(__file__).with_name("mots_admis.txt")

#: Modules whose strings are in French; elsewhere they are the names of things.
FRENCH_MODULES = (
    "bot/*/wording.py",
    "bot/dossier/states.py",
    "bot/dossier/steps.py",
    "bot/dossier/transcript.py",
    "bot/handoff/*message.py",
    "bot/letter/offices.py",
    "bot/letter/themes.py",
    "bot/web/problems.py",
)

#: What is not a word: addresses, figures and codes, article numbers, and all that touches a {value}.
NOT_WORDS = re.compile(
    r"\S+@\S+|(?:https?://|www\.)\S+|\b(?:[\w-]+\.)+(?:fr|eu|com|org|net|html|yaml|eml|csv)\b\S*"
    r"|<[^>]*>|\S*\{[^}]*\}\S*|\b[A-Z]\.\s?\d[\w-]*|(?<!\S)/\S+|\b[a-z]+/[a-z]+\b|\bn°|\S*\d\S*"
)
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
#: A sentence in the script of the page.
SCRIPT_SENTENCE = re.compile(r'"([A-ZÀ-Ý][^"\n]* [^"\n]*)"')
ELIDED = frozenset(["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"])

Where = tuple[str, str]


class Speller:
    """Says which words are wrong, and remembers which admitted words were needed."""

    def __init__(self, admitted: Iterable[str]) -> None:
        self._dictionary = SpellChecker(language="fr")
        self.admitted = frozenset(word.replace("’", "'") for word in admitted)
        self.needed: set[str] = set()

    def wrong(self, text: str) -> list[str]:
        """Lists the words of a text that are neither in the dictionary nor admitted."""
        return [word for word in WORD.findall(NOT_WORDS.sub(" ", text)) if not self._is_right(word)]

    def _is_right(self, word: str) -> bool:
        plain = word.replace("’", "'")
        if self._is_known(plain):
            return True
        *before, last = plain.split("'")
        if any(one.lower() not in ELIDED for one in before):
            return False
        # « a-t-il », « primo-arrivant »: each part is a word.
        return self._is_known(last) or all(part == "t" or self._is_known(part) for part in last.split("-"))

    def _is_known(self, word: str) -> bool:
        if word in self._dictionary:
            return True
        # « Préfète » begins a sentence; « DIAIR » is not « Diair ».
        as_admitted = self.admitted & {word, word[:1].lower() + word[1:]}
        self.needed |= as_admitted
        return bool(as_admitted)


class _Page(HTMLParser):
    """Collects what a page shows or reads aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code = tag in {"script", "style"}
        self.said += [value or "" for name, value in attrs if name in {"alt", "aria-label", "title"}]
        if tag == "meta" and ("name", "description") in attrs:
            self.said.append(dict(attrs)["content"] or "")

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.said.append(data)


def of_responses(conversation: Conversation) -> Iterator[Where]:
    for name, variants in conversation.responses.items():
        for variant in variants:
            yield name, variant["text"]
            for one in (*variant.get("buttons", []), *variant.get("metadata", {}).get("links", [])):
                yield name, one["title"]


def of_knowledge(conversation: Conversation) -> Iterator[Where]:
    for fact in conversation.facts.values():
        yield fact["id"], fact["statement"]
    for source in conversation.sources.values():
        yield source["id"], " ; ".join((source["title"], source["publisher"], str(source["date"])))


def of_glossary(conversation: Conversation) -> Iterator[Where]:
    del conversation
    for entry in load(ROOT / "data/knowledge/glossaire.yml")["entries"]:
        shown = [entry["terms"][0], *(entry.get(key, "") for key in ("expansion", "definition", "texte"))]
        yield entry["id"], " ; ".join([*shown, *(button["title"] for button in entry.get("see", []))])


def of_modules(conversation: Conversation) -> Iterator[Where]:
    del conversation
    for path in sorted(path for pattern in FRENCH_MODULES for path in ROOT.glob(pattern)):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        # A lone plain word is a name, a backslash is a pattern.
        said = (text for text in _strings(tree) if "\\" not in text and (" " in text or not text.isascii()))
        yield from ((path.name, text) for text in said)


def of_pages(conversation: Conversation) -> Iterator[Where]:
    del conversation
    static = ROOT / "bot/web/static"
    for path in sorted(static.glob("*.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        yield from ((path.name, text) for text in page.said)
    for path in sorted(static.glob("*.js")):
        yield from ((path.name, text) for text in SCRIPT_SENTENCE.findall(path.read_text(encoding="utf-8")))


def _strings(node: ast.AST) -> Iterator[str]:
    """Gives the strings of a module, docstrings and errors left out; a value in an f-string is « {} »."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Expr(ast.Constant()) | ast.Raise():
                pass
            case ast.JoinedStr(parts):
                yield "".join(one.value if isinstance(one, ast.Constant) else "{}" for one in parts)
            case ast.Constant(str(text)):
                yield text
            case _:
                yield from _strings(child)


TEXTS: tuple[Callable[[Conversation], Iterator[Where]], ...] = (
    of_responses,
    of_knowledge,
    of_glossary,
    of_modules,
    of_pages,
)


@pytest.fixture(scope="module")
def admitted() -> list[str]:
    return ADMITTED.read_text(encoding="utf-8").split("\n")[:-1]


@pytest.fixture(scope="module")
def speller(admitted: list[str]) -> Speller:
    return Speller(admitted)


def test_every_word_is_in_the_dictionary_or_admitted(conversation: Conversation, speller: Speller) -> None:
    wrong: dict[str, set[str]] = {}
    for texts in TEXTS:
        for where, text in texts(conversation):
            for word in speller.wrong(text):
                wrong.setdefault(word, set()).add(where)
    assert wrong == {}, "correct these words, or add names and abbreviations to tests/contract/mots_admis.txt"


def test_every_admitted_word_is_used(conversation: Conversation, admitted: list[str]) -> None:
    speller = Speller(admitted)
    for texts in TEXTS:
        for _, text in texts(conversation):
            speller.wrong(text)
    assert sorted(speller.admitted - speller.needed) == [], "take these words out of mots_admis.txt"


def test_the_admitted_words_are_sorted_each_once(admitted: list[str]) -> None:
    assert admitted == sorted(set(admitted), key=lambda word: (word.casefold(), word))


def test_there_is_something_to_check(conversation: Conversation) -> None:
    for texts in TEXTS:
        assert sum(len(WORD.findall(text)) for _, text in texts(conversation)) > 100, texts.__name__


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("La collectivité signe le contrat aujourd’hui, quelqu’un l’a dit.", []),
        ("La colectivité signe le contrat.", ["colectivité"]),
        ("L’integration des arrivants", ["L’integration"]),
        ("Qu’y a-t-il après ? Est-ce vrai, jusqu’en mars ?", []),
        ("Une main-d’œvre", ["main-d’œvre"]),
        ("Écrivez à nom@exemple.fr, voir www.exmple.fr, référence INTV2202529J, article L.5210-1-1 A.", []),
        ("L’{collectivite} répond en {nombre}s.", []),
        ("Le CTAI, pas le Ctai.", ["Ctai"]),
        ("préfète ; Préfète", []),
    ],
)
def test_a_word_that_is_wrong_is_seen(text: str, wrong: list[Any]) -> None:
    assert Speller(["CTAI", "préfète"]).wrong(text) == wrong

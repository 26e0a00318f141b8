"""The sentences of the project: those it learns from, those it is tested with, how one more is written."""

import difflib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.letter.text import has_letter, one_line
from bot.nearness import near_duplicates
from bot.review.masking import is_masked, mask, without_masks
from bot.review.model import ReviewRefused

TRAINING, TESTS = "data/nlu", "tests/nlu"
QUESTIONS = f"{TESTS}/questions.jsonl"

#: A shorter sentence says too little alone, a longer one is no sentence, in characters.
LENGTH_MIN, LENGTH_MAX = 4, 300

#: A mark of Rasa's: an entity, or a button at the beginning.
_MARKS = re.compile(r"[\[\]{}]|^/")
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_INTENT = re.compile(r"^ *- intent: *(\w+) *\r?$", re.MULTILINE)
_BULLET = re.compile(r"^[\s\-–—•*]+")
_NO_TEXT = 'give the wording with --text "…"'


#: The one in C reads all the sentences in a tenth of the time, where it is built in.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Sentence:
    """A sentence of the project and where it stands: its intent, or its file."""

    text: str
    place: str


def check_sentence(root: Path, typed: str) -> str:
    """Gives a sentence as it may be written into the project.

    Args:
        root: the project's folder.
        typed: a masked line, or the reviewer's wording.

    Raises:
        ReviewRefused: it is empty, too short, too long, masked, or like one that is there.
    """
    masked = mask(typed)
    if not has_letter(without_masks(masked)):
        raise ReviewRefused(f"nothing is left of this sentence without what is personal: {_NO_TEXT}")
    if is_masked(masked):
        raise ReviewRefused(f"this sentence holds something personal, « {masked} »: {_NO_TEXT}, without it")
    # As the training sentences and the assistant's own reading have it.
    plain = unicodedata.normalize("NFKC", one_line(typed)).replace("’", "'")
    sentence = _BULLET.sub("", plain)
    if len(sentence) < LENGTH_MIN:
        raise ReviewRefused(f"« {sentence} » is too short to teach anything: {_NO_TEXT}")
    if len(sentence) > LENGTH_MAX:
        raise ReviewRefused(f"this sentence is longer than {LENGTH_MAX} characters: {_NO_TEXT}, shorter")
    if _MARKS.search(sentence):
        raise ReviewRefused(f"« {sentence} » has marks that Rasa would read, [ ] {{ }} or /: {_NO_TEXT}")
    known = {one.text: one.place for one in sentences_of(root)}
    alike = max(near_duplicates([sentence], known), key=lambda pair: pair[2], default=None)
    if alike is not None:
        _, other, how = alike
        raise ReviewRefused(
            f"« {sentence} » is nearly « {other} », which is in {known[other]} already ({how:.0%} alike): "
            f"drop the line, or {_NO_TEXT}"
        )
    return sentence


def sentences_of(root: Path) -> Iterator[Sentence]:
    """Yields every sentence that the assistant learns from or is tested with."""
    for path in sorted((root / TRAINING).glob("*.yml")):
        for intent, examples in _examples(path.read_text(encoding="utf-8")).items():
            for line in examples.splitlines():
                if text := _ENTITY.sub(r"\1", line.removeprefix("- ")).strip():
                    yield Sentence(text, intent)
    for path in sorted((root / TESTS).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and (text := json.loads(line).get("text")):
                yield Sentence(text, path.relative_to(root).as_posix())


def add_training_sentence(root: Path, intent: str, sentence: str) -> Path:
    """Writes a checked sentence at the end of an intent's examples; the rest of the file stays as it is.

    Args:
        root: the project's folder.
        intent: whose example it is.
        sentence: see `check_sentence`.

    Returns:
        The file that was changed.

    Raises:
        ReviewRefused: no file holds examples of that intent.
    """
    files = {path: _read(path) for path in sorted((root / TRAINING).glob("*.yml"))}
    for path, content in files.items():
        if intent in _INTENT.findall(content):
            written = _with_example(content, intent, sentence)
            if written is None:
                raise ReviewRefused(
                    f"the examples of {intent} in {path.name} are not one « - sentence » a line"
                )
            _write(path, written)
            return path
    known = {name for content in files.values() for name in _INTENT.findall(content)}
    raise ReviewRefused(f"no file of {TRAINING} has examples of an intent {intent}{_nearest(intent, known)}")


def add_test_line(root: Path, theme: str, register: str, sentence: str) -> Path:
    """Writes a checked sentence at the end of the questions that the understanding is measured with.

    Raises:
        ReviewRefused: no question has that theme, or that register.
    """
    path = root / QUESTIONS
    content = _read(path)
    questions = [json.loads(line) for line in content.splitlines() if line.strip()]
    for name, value in (("theme", theme), ("register", register)):
        values = {str(question[name]) for question in questions}
        if value not in values:
            raise ReviewRefused(
                f"{QUESTIONS} has no {name} {value}: write one of {', '.join(sorted(values))}"
            )
    line = json.dumps({"text": sentence, "theme": theme, "register": register}, ensure_ascii=False)
    _write(path, content + ("" if content.endswith("\n") else "\n") + line + "\n")
    return path


def _examples(content: str) -> dict[str, str]:
    """Gives the examples of each intent of a file, as they are written."""
    parsed: Mapping[str, Any] = yaml.load(content, _LOADER)  # noqa: S506  (a safe loader)
    return {
        block["intent"]: block["examples"]
        for block in parsed.get("nlu") or ()
        if "intent" in block and isinstance(block.get("examples"), str)
    }


def _with_example(content: str, intent: str, sentence: str) -> str | None:
    """Gives the file with one more example; None when that would change anything else."""
    lines = content.splitlines(keepends=True)
    begins = next((at for at, line in enumerate(lines) if line.strip() == f"- intent: {intent}"), None)
    if begins is None:
        return None
    last = None
    for at, line in enumerate(lines[begins + 1 :], start=begins + 1):
        if re.match(r"\s*- (?:intent|regex|lookup|synonym):", line):
            break
        if re.match(r"\s+- ", line):
            last = at
    if last is None:
        return None
    newline = "\r\n" if lines[begins].endswith("\r\n") else "\n"
    indent = lines[last][: len(lines[last]) - len(lines[last].lstrip())]
    lines[last] = lines[last].rstrip("\r\n") + f"{newline}{indent}- {sentence}{newline}"
    written = "".join(lines)
    wanted = _examples(content)
    wanted[intent] = wanted[intent].rstrip() + f"\n- {sentence}"
    same = {name: text.strip() for name, text in wanted.items()}
    return written if {name: text.strip() for name, text in _examples(written).items()} == same else None


def _nearest(intent: str, intents: set[str]) -> str:
    near = difflib.get_close_matches(intent, sorted(intents), n=3)
    return f": did you mean {' or '.join(near)}?" if near else ""


def _read(path: Path) -> str:
    # Line ends are kept as they are.
    return path.read_bytes().decode()


def _write(path: Path, content: str) -> None:
    path.write_bytes(content.encode())

"""What is wrong in the facts and the answers: pure functions, one French sentence per problem."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.knowledge.claims import claims_of, says, unsupported
from bot.knowledge.model import Answer, Confidence, Corpus, Fact, Knowledge, Source
from bot.knowledge.names import is_named, lower_words, names_of, unexplained
from bot.knowledge.prose import Sentence, sentences
from bot.knowledge.reading import FACTS, QUESTIONS, VOCABULARY

#: A reply of two to four sentences; more is read by nobody in a chat window.
SENTENCES = (2, 4)
#: Up to so many words, « Oui. » or « En principe, non. » is not counted as a sentence.
SHORTEST = 3
#: Words of a sentence, on average over one answer.
MAX_WORDS = 30
#: Next questions under an answer.
BUTTONS = (2, 3)

_PAYLOAD = re.compile(r"/([a-z_]+)(\{.*\})?")
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\bjusqu’en\b|\bavant\b|\bà l’origine\b|\bd’alors\b|\bà l’époque\b|\bautrefois\b",
    re.IGNORECASE,
)
_METROPOLES = (
    r"(?:(?:seules?|uniquement|seulement)\b[^.]*\bmétropoles\b|\bréservée?s? aux (?:seules )?métropoles\b)"
)
_HOUSING = (
    r"\blogement\b[^.?!;]{0,40}\b(?:obligatoire|imposé|exigé)|\b(?:obligatoire|obligation)\w*\b[^.?!;]{0,40}\blogement\b"
    r"|\bvolet logement\b"
)
#: Rules that are over: each may be told only as history.
_OBSOLETE = (
    (
        "les 300 000 € des premiers contrats",
        re.compile(r"\b300 ?000 ?(?:€|euros)|\b300 ?k€|\btrois cent mille euros"),
    ),
    ("le contrat réservé aux métropoles", re.compile(_METROPOLES, re.IGNORECASE)),
    ("l’action 15", re.compile(r"\baction (?:15|quinze)\b", re.IGNORECASE)),
    ("le volet logement obligatoire", re.compile(_HOUSING, re.IGNORECASE)),
)
_NO_BREAK = "\u00a0"
_TYPOGRAPHY = (
    (re.compile(r"'"), "l’apostrophe s’écrit ’ et non '"),
    (re.compile(r'"'), 'les guillemets s’écrivent « » et non "'),
    (
        re.compile(rf"[^{_NO_BREAK}\d/]:(?=\s|$)|[^{_NO_BREAK}][;?!»]|«[^{_NO_BREAK}]"),
        "il faut une espace insécable",
    ),
)
_FAMILIAR = re.compile(r"\b(?:tu|ton|ta|tes|toi)\b|\bt’", re.IGNORECASE)
#: « par exemple : « maire » », « par exemple « 1, 3 » »: what a visitor may write, not what is stated.
_INPUT = re.compile(r"(?<=exemple)(?P<between>[^«».]{0,25})«[^»]*»|(?<=comme)(?P<other> )«[^»]*»")
_MARKED_INPUT = re.compile(r"«[\d,\s\u00a0]*»")


@dataclass(frozen=True)
class Problem:
    """Something to correct.

    Attributes:
        where: the file, with the line when it is known.
        subject: the response, the fact or the question.
        said: what is wrong and what is expected, in French.
    """

    where: str
    subject: str
    said: str

    def __str__(self) -> str:
        return f"{self.where}, {self.subject} : {self.said}"


def check(corpus: Corpus, today: date) -> list[Problem]:
    """Lists all that is wrong.

    Args:
        corpus: facts, sources, answers and what the dialogue does.
        today: the day on which facts must be valid.
    """
    ordinary = known_words(corpus)
    return [
        *(
            problem
            for fact in corpus.knowledge.facts.values()
            for problem in fact_problems(fact, corpus.knowledge)
        ),
        *unused_facts(corpus),
        *(
            problem
            for answer in corpus.answers
            for problem in answer_problems(answer, corpus, today, ordinary)
        ),
        *question_problems(corpus),
    ]


def known_words(corpus: Corpus) -> frozenset[str]:
    """Gathers the words that may begin a sentence without naming anybody."""
    texts = [
        *(fact.statement for fact in corpus.knowledge.facts.values()),
        *(answer.text for answer in corpus.answers),
        *(button.title for answer in corpus.answers for button in answer.buttons),
    ]
    return lower_words(texts) | corpus.vocabulary.common_words


def fact_problems(fact: Fact, knowledge: Knowledge) -> Iterator[Problem]:
    """Tells what is wrong in one fact by itself: its sources and its date."""
    if not fact.sources:
        yield _of(fact, "ce fait n’a pas de source : complétez « sources ».")
    for id_ in fact.sources:
        if id_ not in knowledge.sources:
            yield _of(fact, f"la source « {id_} » n’existe pas dans data/knowledge/sources.yml.")
    if fact.date is None and not any(id_ in knowledge.sources for id_ in fact.sources):
        yield _of(fact, "ce fait n’a pas de date, ni par lui-même ni par une source.")
    if fact.valid_from and fact.valid_until and fact.valid_until < fact.valid_from:
        yield _of(fact, "« valid_until » est avant « valid_from ».")


def unused_facts(corpus: Corpus) -> Iterator[Problem]:
    """Tells which facts no answer states; those of low confidence may wait there for a better source."""
    cited = {id_ for answer in corpus.answers for id_ in answer.facts}
    for fact in corpus.knowledge.facts.values():
        if fact.id not in cited and fact.confidence is not Confidence.LOW:
            yield _of(fact, "aucune réponse ne cite ce fait : citez-le dans « facts », ou retirez-le.")


def answer_problems(
    answer: Answer, corpus: Corpus, today: date, ordinary: frozenset[str]
) -> Iterator[Problem]:
    """Tells what is wrong in one answer.

    Args:
        answer: the answer.
        corpus: what it may cite and where its buttons may lead.
        today: the day on which its facts must be valid.
        ordinary: words that may begin a sentence, from `known_words`.
    """
    yield from (_in(answer, said) for said in _cites(answer, corpus.knowledge, today))
    yield from (_in(answer, said) for said in _states(answer, corpus, ordinary))
    yield from (_in(answer, said) for said in _obsolete(answer))
    yield from (_in(answer, said) for said in _reads(answer, corpus))
    yield from (_in(answer, said) for said in _leads(answer, corpus))


def question_problems(corpus: Corpus) -> Iterator[Problem]:
    """Tells which questions of officials get no answer."""
    responses = {answer.name for answer in corpus.answers}
    for question in corpus.questions:
        subject = f"question {question.number}"
        if not corpus.actions_of.get(question.intent):
            yield Problem(QUESTIONS, subject, f"aucune règle ne répond à l’intention « {question.intent} ».")
        for name in question.responses:
            if name not in responses:
                yield Problem(QUESTIONS, subject, f"la réponse « {name} » n’existe pas.")


def _of(fact: Fact, said: str) -> Problem:
    return Problem(FACTS, f"fait « {fact.id} »", said)


def _in(answer: Answer, said: str) -> Problem:
    line = f", ligne {answer.line}" if answer.line else ""
    return Problem(f"{answer.file}{line}", answer.name, said)


def _cites(answer: Answer, knowledge: Knowledge, today: date) -> Iterator[str]:
    if answer.conversation and answer.facts:
        yield "elle cite des faits et se dit « kind: conversation » ; gardez l’un des deux."
    if not answer.conversation and not answer.facts:
        yield "elle n’a aucune source : citez un fait dans « facts », ou écrivez « kind: conversation »."
    for id_ in answer.facts:
        fact = knowledge.facts.get(id_)
        if fact is None:
            yield f"le fait « {id_} » n’existe pas dans data/knowledge/facts.yml."
            continue
        if fact.confidence is Confidence.LOW:
            yield f"le fait « {id_} » est peu sûr (low) : il ne doit pas être montré."
        if fact.valid_until and fact.valid_until < today:
            yield f"le fait « {id_} » n’est plus valable depuis le {fact.valid_until:%d/%m/%Y}."
        if fact.valid_from and today < fact.valid_from:
            yield f"le fait « {id_} » n’est valable qu’à partir du {fact.valid_from:%d/%m/%Y}."


def _states(answer: Answer, corpus: Corpus, ordinary: frozenset[str]) -> Iterator[str]:
    facts = [corpus.knowledge.facts[id_] for id_ in answer.facts if id_ in corpus.knowledge.facts]
    statements = [fact.statement for fact in facts]
    if answer.conversation:
        statements += corpus.vocabulary.own_figures
    named = [*statements, *(_names(source) for source in corpus.knowledge.sources_of(answer.facts))]
    stated = _without_inputs(answer)
    for text in (stated, *(button.title for button in answer.buttons)):
        for claim in unsupported(text, statements):
            yield f"{claim.kind} « {claim.text} » ne figure dans aucun fait cité."
        for name in names_of(text, corpus.vocabulary, ordinary):
            if not is_named(name, named):
                yield (
                    f"le nom « {name} » ne figure dans aucun fait cité, ni dans leurs sources "
                    f"(s’il s’agit d’un mot courant, ajoutez-le à {VOCABULARY})."
                )
    yield from _apart(stated, corpus, facts, ordinary)


def _apart(text: str, corpus: Corpus, facts: list[Fact], ordinary: frozenset[str]) -> Iterator[str]:
    """A figure and a name of one sentence must be together in a fact: « Millau, en 2019 » mixes two."""
    named = {fact.id: _evidence(fact, corpus.knowledge) for fact in facts}
    parts = [part for sentence in sentences(text) for part in sentence.text.split(";")]
    for part in parts:
        names = [
            name
            for name in names_of(part, corpus.vocabulary, ordinary)
            if name not in corpus.vocabulary.abbreviations and is_named(name, named.values())
        ]
        for claim in claims_of(part) if names else ():
            saying = [fact.id for fact in facts if says(claims_of(fact.statement), fact.statement, claim)]
            if saying and not any(is_named(name, [named[id_]]) for id_ in saying for name in names):
                yield (
                    f"{claim.kind} « {claim.text} » et « {' », « '.join(names)} » sont dans la même phrase, "
                    "mais aucun fait cité ne les dit ensemble."
                )


def _evidence(fact: Fact, knowledge: Knowledge) -> str:
    return " ".join([fact.statement, *(_names(source) for source in knowledge.sources_of([fact.id]))])


def _names(source: Source) -> str:
    return f"{source.title} {source.publisher} {source.date}"


def _without_inputs(answer: Answer) -> str:
    """Hides what a visitor is told to write, where nothing is stated."""
    if answer.conversation:
        return _INPUT.sub(" ", answer.text)
    return _MARKED_INPUT.sub(" ", answer.text)


def _obsolete(answer: Answer) -> Iterator[str]:
    for sentence in (*sentences(answer.text), *(Sentence(button.title) for button in answer.buttons)):
        spaced = re.sub("[\u00a0\u202f]", " ", sentence.text)
        for rule, pattern in _OBSOLETE:
            if pattern.search(spaced) and not sentence.is_question and not _DATED.search(spaced):
                yield f"{rule} : cette règle ancienne doit être datée dans la même phrase (« en 2019, … »)."


def _reads(answer: Answer, corpus: Corpus) -> Iterator[str]:
    said = sentences(answer.text)
    counted = [one for text in said for one in re.split(r"[;\n]", text.text) if len(one.split()) > 1]
    words = sum(len(one.split()) for one in counted)
    if words > MAX_WORDS * max(len(counted), 1):
        yield f"ses phrases sont trop longues : {words // len(counted)} mots en moyenne, {MAX_WORDS} au plus."
    # « Oui. », « En principe, non. »: a word of answer, not one more sentence to read.
    prose = sum(not one.is_item and len(one.text.split()) > SHORTEST for one in said)
    if answer.facts and not answer.is_question and not SENTENCES[0] <= prose <= SENTENCES[1]:
        few, many = SENTENCES
        yield f"elle compte {prose} phrase(s), il en faut de {few} à {many}, sans compter les listes."
    for short in unexplained(answer.text, [button.title for button in answer.buttons], corpus.vocabulary):
        form = corpus.vocabulary.abbreviations[short][0]
        yield f"le sigle « {short} » n’est pas développé à son premier emploi (« {form} ({short}) »)."
    for text in (answer.text, *(button.title for button in answer.buttons)):
        for wrong, rule in _TYPOGRAPHY:
            found = wrong.search(text)
            if found:
                near = text[max(found.start() - 15, 0) : found.end() + 5].strip()
                yield f"typographie : {rule} (près de « {near} »)."
        if _FAMILIAR.search(text):
            yield "le visiteur doit être vouvoyé."


def _leads(answer: Answer, corpus: Corpus) -> Iterator[str]:
    few, many = BUTTONS
    if answer.facts and not answer.is_question and not few <= len(answer.buttons) <= many:
        yield f"elle propose {len(answer.buttons)} bouton(s), il en faut de {few} à {many}."
    for button in answer.buttons:
        problem = _dead(button.payload, corpus)
        if problem:
            yield f"le bouton « {button.title} » {problem}"


def _dead(payload: str, corpus: Corpus) -> str | None:
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        return f"n’envoie pas une intention comme /etapes_liste (« {payload} »)."
    intent, entities = match.groups()
    if intent not in corpus.intents:
        return f"mène à l’intention « {intent} », qui n’existe pas."
    if not corpus.actions_of.get(intent):
        return f"mène à l’intention « {intent} », à laquelle aucune règle ne répond."
    if entities is None:
        return None
    try:
        # Rasa halves the doubled braces that protect the payload from its templates.
        named = json.loads(entities.replace("{{", "{").replace("}}", "}"))
    except ValueError:
        return f"envoie des valeurs illisibles (« {payload} »)."
    unknown = sorted(set(named) - corpus.entities)
    return f"remplit « {unknown[0]} », qui n’existe pas." if unknown else None


def as_lines(problems: Iterable[Problem]) -> list[str]:
    """Gives the problems as lines to print, each once."""
    return list(dict.fromkeys(str(problem) for problem in problems))

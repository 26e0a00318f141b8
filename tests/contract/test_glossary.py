"""The definitions of the glossary state nothing but what they cite, like any answer."""

from bot.db import ROOT
from bot.glossary import Entry, read_glossary
from bot.knowledge.checks import known_words
from bot.knowledge.claims import unsupported
from bot.knowledge.model import Confidence, Corpus
from bot.knowledge.names import is_named, names_of
from bot.knowledge.reading import read_corpus
from bot.territory.normalise import normalise
from bot.territory.tables import Territory, load_territory

CORPUS = read_corpus(ROOT)
DEFINED = [one for one in read_glossary(ROOT / "data/knowledge/glossaire.yml").entries if one.definition]


def unstated(entry: Entry, definition: str, corpus: Corpus, territory: Territory) -> list[str]:
    """Figures and names of a definition that are neither in its facts, its texte nor its terms.

    Names of places need no fact: the territory tables, which have their sources, hold them.
    """
    statements = [corpus.knowledge.facts[one].statement for one in entry.facts]
    statements += [entry.texte or "", entry.title, *entry.terms]
    sources = corpus.knowledge.sources_of(entry.facts)
    named = [*statements, *(f"{source.title} {source.publisher}" for source in sources)]
    places = {*territory.official_names, *territory.short_names, *territory.areas, *territory.nicknames}
    return [
        *(claim.text for claim in unsupported(definition, statements)),
        *(
            name
            for name in names_of(definition, corpus.vocabulary, known_words(corpus))
            if not is_named(name, named) and normalise(name) not in places
        ),
    ]


def test_each_definition_states_only_what_it_cites() -> None:
    territory = load_territory()
    wrong = {one.id: unstated(one, one.definition or "", CORPUS, territory) for one in DEFINED}
    assert len(DEFINED) > 20
    assert {id_: claims for id_, claims in wrong.items() if claims} == {}


def test_a_figure_or_a_name_that_nothing_states_is_caught() -> None:
    territory = load_territory()
    planted = "service créé en 1987 par Camille Exemple, doté de 300 000 €."
    for one in DEFINED[:5]:
        found = " ".join(unstated(one, planted, CORPUS, territory))
        assert "1987" in found
        assert "Exemple" in found
        assert "300 000" in found


def test_no_definition_rests_on_a_fact_that_is_not_sure() -> None:
    facts = CORPUS.knowledge.facts
    assert [one.id for one in DEFINED for id_ in one.facts if facts[id_].confidence is Confidence.LOW] == []

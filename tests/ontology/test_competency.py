"""No word without a use: each is in the data, in a question, or says why it is there."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from pyoxigraph import NamedNode

from graph import KnowledgeGraph
from graph.questions.catalogue import catalogue, terms_in, uses
from ontology.terms import NHV, PREFIXES, curie
from tests.ontology.words import NS, SKOS, Words

NOTE = f"{SKOS}scopeNote"


@pytest.fixture(scope="module")
def in_data(national: KnowledgeGraph) -> frozenset[str]:
    """The classes and properties that some thing has, and the schemes that some value is from."""
    asked = (
        "SELECT DISTINCT ?term { ?s ?term ?o }",
        "SELECT DISTINCT ?term { ?s a ?term }",
        """SELECT DISTINCT ?term {
          ?value skos:inScheme ?term .
          FILTER EXISTS { ?s ?p ?value FILTER NOT EXISTS { ?s skos:inScheme ?other } }
        }""",
    )
    found = (row for query in asked for row in national.select(query).rows)
    return frozenset(row[0].value for row in found if isinstance(row[0], NamedNode))


@pytest.fixture(scope="module")
def in_questions(schemes: Words) -> frozenset[str]:
    """The terms that a question names; who names a value uses its scheme."""
    named = {term.value for term in uses()}
    values = [iri for iri in schemes.concepts() if iri in named]
    return frozenset(named.union(*(schemes.iris(iri, f"{SKOS}inScheme") for iri in values)))


def terms(words: Words) -> list[str]:
    """Every class, property and concept scheme of our own."""
    return [*words.classes(), *words.properties(), *words.schemes()]


def noted(words: Words, iris: Iterable[str]) -> set[str]:
    """Those of the terms that say, in both languages, why they are there."""
    return {iri for iri in iris if words.texts(iri, NOTE, "sv") and words.texts(iri, NOTE, "en")}


@pytest.mark.slow
def test_every_term_has_a_use_or_says_why_it_is_there(
    everything: Words, in_data: frozenset[str], in_questions: frozenset[str]
) -> None:
    """A class, property or scheme is used by data, by a question, or has a skos:scopeNote."""
    unused = set(terms(everything)) - in_data - in_questions
    idle = sorted(curie(iri) for iri in unused - noted(everything, unused))
    assert not idle, f"ask for it, publish it, take it out, or say why in a skos:scopeNote: {idle}"


@pytest.mark.slow
def test_a_term_that_is_used_does_not_excuse_itself(
    everything: Words, in_data: frozenset[str], in_questions: frozenset[str]
) -> None:
    """A term with a note on why nothing uses it is used by nothing."""
    excused = noted(everything, terms(everything))
    assert excused, "no term has a skos:scopeNote any more; drop this test"
    stale = sorted(curie(iri) for iri in excused & (in_data | in_questions))
    assert not stale, f"these are used by now; take out their skos:scopeNote: {stale}"


@pytest.mark.slow
def test_every_question_is_answered_by_the_data(in_data: frozenset[str], everything: Words) -> None:
    """A question asks for no class or property that the data have nowhere, but for these."""
    words = {*everything.classes(), *everything.properties()}
    unmet = {term.value for term in uses()} & words - in_data
    # Sources may state who is obliged; none of those known does.  Each holding that the slides
    # place in a healthcare region only is by now the permit of a known region, and joined to it.
    assert unmet <= {NHV.obliged.value, NHV.heldWithin.value}, (
        f"no file of loaders/curated states {sorted(map(curie, unmet))}; correct the question"
    )


@pytest.mark.each
@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_question_names_only_terms_that_exist(name: str, everything: Words) -> None:
    """A term that a query names is declared: a slip of the pen finds nothing, without a word."""
    declared = {term.value for term in NHV} | set(everything.concepts())
    own = (NS, PREFIXES["step"], PREFIXES["programme"])
    asked = {term.value for term, names in uses().items() if name in names}
    unknown = {iri for iri in asked if iri.startswith(own)} - declared
    assert not unknown, f"{name}.rq: correct {sorted(map(curie, unknown))}"


def test_what_a_comment_or_a_text_says_is_no_use() -> None:
    """Only the query itself uses terms; the header and the texts in it do not."""
    asked = '# nhv:holder\nSELECT ?s { ?s a nhv:Permit ; ?p "nhv:area" }'
    assert terms_in(asked) == {NHV.Permit}, "read the tokens of the query, not its text"

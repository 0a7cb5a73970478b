"""Evidence of a row cites what the row says: the facts in whose statements its days stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from pyoxigraph import Literal, NamedNode

from graph import KnowledgeGraph
from graph.engines.frames import Table
from graph.evidence.rules import BASES, derivers
from graph.questions.catalogue import catalogue, question
from graph.questions.question import ENTITY, Question
from graph.site.vocabulary.questions import example
from graph.view.citations import citations, with_evidence
from ontology.terms import NHV, SKOS, expand
from tests.support import sampled

# A day or month by itself, not as part of a short name.
_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}(?:-\d{2})?(?![\w-])")
REMEDY = (
    "bind the fact that says it to a variable of graph/questions/{0}.rq, and name that in its "
    "header “# cites: entity, …”"
)


def days(values: Iterable[object]) -> set[str]:
    """The days and months that stand in values."""
    return {day for value in values for day in _DAY.findall(str(value))}


def said(kg: KnowledgeGraph, facts: Iterable[NamedNode]) -> dict[NamedNode, set[str]]:
    """The days that each fact's citations state or a named rule works out, and its sources'."""
    found: dict[NamedNode, set[str]] = {}
    ruled = {*derivers(kg), *BASES, SKOS.prefLabel}
    for fact, cited in citations(kg, facts).items():
        told = ruled.union(*(c.states for c in cited))
        # A record that was joined to this one still stands in its own source's graph.
        joined = [q.object for q in kg.engine.find([fact], [NHV.joins])]
        records = [fact, *(record for record in joined if isinstance(record, NamedNode))]
        quads = [q for q in kg.engine.find(records, graph=None) if q.predicate in told]
        nodes = [q.object for q in quads if isinstance(q.object, NamedNode)]
        dated = kg.engine.find(nodes, [NHV.firstDay, NHV.lastDay]) if nodes else ()
        sources = [c.source for c in cited]
        known = kg.engine.find(sources, [NHV.date, NHV.existsFrom]) if sources else ()
        terms = [q.object for q in (*quads, *dated, *known)]
        found[fact] = days(term.value for term in terms if isinstance(term, Literal))
        found[fact] |= days(c.reading for c in cited)
    return found


def uncited(kg: KnowledgeGraph, asked: Question, table: Table) -> Iterator[str]:
    """The days of an answer with evidence that no fact cited in their row says, in words."""
    records = table.records()
    fact = "evidence_fact" if "evidence_fact" in table.columns else "fact"
    rows = [(r, [NamedNode(expand(f)) for f in str(r[fact]).split("; ") if f]) for r in records]
    known = said(kg, {one for _, facts in rows for one in facts})
    for record, facts in rows:
        standing = set().union(*(known[one] for one in facts))
        for column in asked.columns:
            if missing := days([record[column.name]]) - standing:
                yield f"{record[ENTITY]}: {column.name} {min(missing)}, but cited is {record[fact]}"


@pytest.mark.parametrize(
    "name", sampled((n for n, q in catalogue().items() if f"?{ENTITY}" in q.sparql), 2)
)
def test_every_day_of_a_row_stands_in_what_it_cites(national: KnowledgeGraph, name: str) -> None:
    """A day that a row shows is stated by a fact cited, or follows from one by a named rule."""
    asked = question(name)
    params = example(national, asked)
    assert params is not None
    table = national.answer(name, evidence=True, lang="en", **params)
    wrong = list(uncited(national.at(lang="en"), asked, table))
    assert not wrong, "\n".join([*wrong[:8], f"{len(wrong)} in all; {REMEDY.format(name)}"])


def test_a_day_that_no_citation_carries_is_seen(national: KnowledgeGraph) -> None:
    """What only the register says of an area carries none of its lead times."""
    asked = question("lead-times")
    query = asked.bound({}, national.names, national.as_of, "en")
    table = with_evidence(national, asked.finish(national.engine.select(query), "en"))
    assert list(uncited(national, asked, table)), "days are compared with what is cited only"

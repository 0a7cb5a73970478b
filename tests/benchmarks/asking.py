"""The catalogue's questions to data frames, beside raw pyoxigraph and rdflib."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator, Sequence
from datetime import date
from time import perf_counter
from typing import Any

import pandas as pd
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph import KnowledgeGraph
from graph.engines.dataset import prefixed
from graph.engines.differences import spelled_out
from graph.questions.catalogue import catalogue, question
from ontology.terms import PREFIXES, XSD, curie
from tests.benchmarks.graphs import Subject, say
from tests.benchmarks.measure import (
    FLOOR,
    OURS,
    Comparison,
    Finding,
    Mean,
    Pace,
    growth,
    interleaved,
)

_WHOLE = {XSD.integer, XSD.gYear}


def run(subjects: Sequence[Subject], pace: Pace) -> Iterator[Finding]:
    """Every question at every scale; the means and the growth that targets are set for."""
    found: list[Comparison] = []
    for subject in subjects:
        say(f"questions, {subject.scale or 'real'} ...")
        mine = [_question(subject, name, pace) for name in catalogue()]
        yield from mine
        found += mine
        yield Mean(
            "questions to data frames",
            subject.scale,
            {one.what: one.ratio for one in mine if one.ratio},
            "raw pyoxigraph and the same frame",
            1.05 if subject.scale >= 100 else 1.1,
        )
        if subject.scale == 1:
            yield Mean(
                "rdflib's memory store",
                subject.scale,
                _memory(subject.kg, mine, pace.seconds / 3),
                "ours",
                40,
                at_least=True,
            )
    yield from growth([one for one in found if one.scale >= 10], 1.15, (10, 100))


def _question(subject: Subject, name: str, pace: Pace) -> Comparison:
    kg = subject.kg
    params = needed(kg, name)
    text = prefixed(spelled_out(question(name).bound(params, kg.names, kg.as_of, kg.lang)))
    store = kg.engine.store
    rows = len(kg.ask(name, **params))
    return Comparison(
        f"question: {name}",
        subject.scale,
        interleaved({OURS: lambda: kg.ask(name, **params), FLOOR: lambda: raw(store, text)}, pace),
        peer="raw",
        note=f"{rows:,} rows",
    )


def _memory(kg: KnowledgeGraph, ours: Sequence[Comparison], patience: float) -> dict[str, float]:
    """How many times longer rdflib's own engine takes, each asked once, or how many at least."""
    slow = kg.at(engine="memory")
    slow.select("SELECT ?s { ?s ?p ?o } LIMIT 1")  # copies the statements, which is not timed
    found = {}
    for one in ours:
        name = one.what.partition(": ")[2]
        began = perf_counter()
        with contextlib.suppress(_TooLong), _no_longer_than(patience):
            slow.ask(name, **needed(kg, name))
        found[one.what] = (perf_counter() - began) / one.ours
    return found


class _TooLong(BaseException):
    """What no engine takes for an error of its own."""


@contextlib.contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    """Stop what runs in Python after a time (where the system has such a clock)."""

    def ring(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def needed(kg: KnowledgeGraph, name: str) -> dict[str, Any]:
    """A thing of the graph for each parameter that a question cannot do without."""
    return {p.name: _one(kg, p.kind) for p in question(name).params if not p.optional}


_LARGEST = {
    "area": "SELECT ?x (COUNT(*) AS ?n) { ?p nhv:area ?x }",
    "body": "SELECT ?x (COUNT(*) AS ?n) { ?p org:postIn ?x . ?x a nhv:Body }",
    "organisation": "SELECT ?x (COUNT(*) AS ?n) { ?p nhv:holder ?x }",
    "person": "SELECT ?x (COUNT(*) AS ?n) { ?p org:member ?x }",
    "thing": "SELECT ?x (COUNT(*) AS ?n) { ?p nhv:area ?x }",
}


def _one(kg: KnowledgeGraph, kind: str) -> str:
    """The thing of a kind that most is said of."""
    table = kg.select(f"{_LARGEST[kind]} GROUP BY ?x ORDER BY DESC(?n) STR(?x) LIMIT 1")
    assert table.rows, f"no {kind} in the graph"
    (thing, _), *_ = table.rows
    assert isinstance(thing, NamedNode)
    return curie(thing.value)


def raw(store: Store, text: str) -> pd.DataFrame:
    """Run a query as a user of pyoxigraph would, and make the same typed frame of it."""
    solutions = store.query(text, prefixes=dict(PREFIXES))
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    columns: dict[str, list[object]] = {name: [] for name in names}
    for solution in solutions:
        for name, term in zip(names, solution, strict=True):
            columns[name].append(_value(term))
    return pd.DataFrame({name: _series(cells) for name, cells in columns.items()})


def _value(term: object) -> object:
    if isinstance(term, NamedNode):
        return curie(term.value)
    if not isinstance(term, Literal):
        return term
    kind, text = term.datatype, term.value
    if kind in _WHOLE:
        return int(text)
    if kind in (XSD.decimal, XSD.double):
        return float(text)
    if kind == XSD.boolean:
        return text == "true"
    if kind == XSD.date:
        return date.fromisoformat(text[:10])
    return text


def _series(cells: list[object]) -> pd.Series[Any]:
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return pd.Series(cells, dtype="boolean")
    if kinds == {int}:
        return pd.Series(cells, dtype="Int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(cells, dtype="float64")
    return pd.Series(cells, dtype="object")

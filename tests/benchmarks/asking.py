"""The catalogue's questions to data frames, beside raw pyoxigraph and rdflib."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pandas as pd
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph import KnowledgeGraph, open_graph
from graph.engines.differences import spelled_out
from graph.engines.sparql import prefixed
from graph.questions.catalogue import catalogue, question
from ontology.terms import PREFIXES, XSD, curie
from tests.benchmarks.findings import FLOOR, OURS, PROCESSOR, Comparison, Mean, Measured
from tests.benchmarks.graphs import Subject, say
from tests.benchmarks.measure import Pace, Run, TooLong, apart, interleaved, no_longer_than

_WHOLE = {XSD.integer, XSD.gYear}
_LARGE = 1000


def run(subject: Subject, pace: Pace) -> Iterator[Measured]:
    """Every question, and the means that targets are set for; the largest graph once alone."""
    if subject.scale >= _LARGE:
        yield from (_once(subject, name, pace) for name in catalogue())
        return
    mine = []
    for name in catalogue():
        mine.append(_question(subject, name, pace))
        yield mine[-1]
    yield Mean(
        "questions to data frames",
        subject.scale,
        {one.what: one.ratio for one in mine if one.ratio},
        "raw pyoxigraph and the same frame",
        1.05 if subject.scale >= 100 else 1.1,
    )
    if subject.scale == 1:
        yield _memory(subject.kg, mine, pace)


def _question(subject: Subject, name: str, pace: Pace) -> Comparison:
    kg = subject.kg
    params = needed(kg, name)
    text = prefixed(spelled_out(question(name).bound(params, kg.names, kg.as_of, kg.lang)))
    store = kg.engine.store
    return Comparison(
        f"question: {name}",
        subject.scale,
        interleaved({OURS: lambda: kg.ask(name, **params), FLOOR: lambda: raw(store, text)}, pace),
        peer="raw",
        size=len(kg.ask(name, **params)),
        unit="rows",
    )


def _once(subject: Subject, name: str, pace: Pace) -> Comparison:
    """One question of a new process, which is stopped when it takes too long."""
    found = apart(partial(_asking, subject.folder, name), pace.limit)
    return Comparison(
        f"question: {name}",
        subject.scale,
        {OURS: [found.seconds], PROCESSOR: [found.processor]} if found else {},
        note="once, in a new process" if found else f"stopped after {pace.limit:g} s",
        size=found.size if found else 0,
        unit="rows" if found else "",
    )


def _asking(folder: Path, name: str) -> Run:
    kg = open_graph(folder, lang="en")
    params = needed(kg, name)
    # What depends on the graph and not on the question: its newest day, and its names.
    question(name).bound(params, kg.names, kg.as_of, kg.lang)
    return lambda: kg.ask(name, **params)


def _memory(kg: KnowledgeGraph, ours: Sequence[Comparison], pace: Pace) -> Mean:
    """How many times longer rdflib's own engine takes; of what does not end, how many at least."""
    slow = kg.at(engine="memory")
    slow.select("SELECT ?s { ?s ?p ?o } LIMIT 1")  # copies the statements, which is not timed
    ratios: dict[str, float] = {}
    stopped = []
    for one in ours:
        name = one.what.partition(": ")[2]
        params = needed(kg, name)
        seconds = _patiently(partial(slow.ask, name, **params), pace)
        if seconds is None:
            stopped.append(name)
        assert one.ours is not None
        ratios[one.what] = (seconds or pace.patience) / one.ours
        say(f"  rdflib: {name}, {f'{seconds:.2f} s' if seconds else 'stopped'}")
    note = f"{len(ratios) - len(stopped)} of {len(ratios)} ended in {pace.patience:g} s"
    if stopped:
        note += f"; the others ({', '.join(stopped)}) count with that time, which is too little"
    return Mean("rdflib's memory store", 1, ratios, "ours", 40, at_least=True, note=note)


def _patiently(run: Run, pace: Pace) -> float | None:
    """The median of as many runs as patience allows; ``None`` if not even one ended."""
    taken: list[float] = []
    began = perf_counter()
    try:
        while len(taken) < pace.rounds and perf_counter() - began < pace.patience / 2:
            with no_longer_than(pace.patience):
                start = perf_counter()
                run()
                taken.append(perf_counter() - start)
    except TooLong:
        pass
    return median(taken) if taken else None


def needed(kg: KnowledgeGraph, name: str) -> dict[str, Any]:
    """A thing of the graph for each parameter that a question cannot do without."""
    return {p.name: largest(kg, p.kind) for p in question(name).params if not p.optional}


_LARGEST = {
    "area": "SELECT ?x (COUNT(*) AS ?n) { ?p nhv:area ?x }",
    "body": "SELECT ?x (COUNT(*) AS ?n) { ?p org:postIn ?x . ?x a nhv:Body }",
    "organisation": "SELECT ?x (COUNT(*) AS ?n) { ?p nhv:holder ?x }",
    "person": "SELECT ?x (COUNT(*) AS ?n) { ?p org:member ?x }",
    "thing": "SELECT ?x (COUNT(*) AS ?n) { ?p nhv:area ?x }",
}


def largest(kg: KnowledgeGraph, kind: str) -> str:
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

"""The W3C's suites of SPARQL 1.0 and 1.1, asked through this package and listed where they differ.

Left out are updates, which nobody can send here, the regimes of entailment and SERVICE: none is
offered.  Every other query is asked in both ways in which a user asks: of a view in Python, and of
what ``nhv serve`` answers with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from graph import KnowledgeGraph
from graph.base.problems import GraphError
from graph.engines import sparql as language
from graph.engines.oxigraph import OxigraphEngine
from graph.service.serve.answering import Query, Reader
from graph.service.serve.http import Refused
from graph.view.opening import OpenStore
from tests.suites.differences import unlisted
from tests.suites.manifests import EVALUATION, RDFLIB, RIGHT, WRONG, Case, cases, read, suite
from tests.suites.results import Result, Rows, csv_rows, expected, rows_of, same

pytestmark = [pytest.mark.slow, pytest.mark.trust]

LEFT_OUT = {"entailment", "service", "syntax-fed"}
_MOST = 10**8


def every(*kinds: str) -> Iterator[Case]:
    """The tests of some kinds, of both suites."""
    for folder in ("dawg-data-r2", "sparql11"):
        root = suite(RDFLIB, f"test/data/suites/w3c/{folder}")
        for manifest in sorted(root.glob("*/manifest.ttl")):
            if manifest.parent.name not in LEFT_OUT:
                yield from (case for case in cases(manifest) if case.kind in kinds)


def text_of(case: Case) -> str:
    """The query of a test, with the address of its file as BASE where it has none."""
    text = case.query.read_text(encoding="utf-8")
    return text if language.has(text, "BASE") else f"BASE <{case.query.as_uri()}>\n{text}"


@cache
def quads(data: tuple[Path, ...], graphs: tuple[tuple[str, Path], ...]) -> tuple[Quad, ...]:
    """The statements of a dataset."""
    found = [quad for file in data for quad in read(file)]
    for name, file in graphs:
        graph = NamedNode(name)
        found += [Quad(q.subject, q.predicate, q.object, graph) for q in read(file)]
    return tuple(found)


def dataset(case: Case) -> tuple[Quad, ...]:
    """The statements that a test is asked of: what it names, and what its query names by FROM."""
    base = case.query.as_uri()
    graphs = {urljoin(base, name): file for name, file in case.graphs}
    for graph in language.graphs_from(text_of(case)):
        graphs.setdefault(graph.iri, Path(graph.iri.removeprefix("file://")))
    return quads(case.data, tuple(graphs.items()))


def of_view(case: Case) -> Result:
    """What ``kg.select`` and ``kg.triples`` answer."""
    kg = KnowledgeGraph(OpenStore(OxigraphEngine.of(dataset(case))))
    text = text_of(case)
    if language.form(text) in language.GRAPH_FORMS:
        return frozenset(kg.triples(text))
    table = kg.select(text)
    if language.form(text) == "ASK":
        return bool(table.values()[0][0])
    rows = Rows(
        {name: term for name, term in zip(table.columns, row, strict=True) if term is not None}
        for row in table.rows
    )
    return rows if case.result and case.result.suffix != ".csv" else as_csv(rows)


def as_csv(rows: Rows) -> Rows:
    """Rows as CSV tells them: texts and blank nodes."""
    return Rows(
        {
            name: Literal(term.value) if isinstance(term, NamedNode | Literal) else term
            for name, term in row.items()
        }
        for row in rows
    )


def of_engine(case: Case) -> Result:
    """What Oxigraph answers without any code of ours."""
    store = Store()
    store.bulk_extend(dataset(case))
    try:
        answer = store.query(text_of(case))
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise RefusedError(str(error)) from None
    if isinstance(answer, QueryTriples):
        return frozenset(answer)
    rows = rows_of(answer)
    is_csv = case.result is not None and case.result.suffix == ".csv"
    return as_csv(rows) if is_csv and isinstance(rows, Rows) else rows


_FORMATS = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}


def of_endpoint(case: Case) -> Result:
    """What ``nhv serve`` answers, in the form of the expected result where that is one of its."""
    with TemporaryDirectory(prefix="nhv-suites-") as folder:
        store = Store(folder)
        store.bulk_extend(dataset(case))
        store.flush()
        del store
        text, suffix = text_of(case), case.result.suffix if case.result else ""
        triples = language.form(text) in language.GRAPH_FORMS
        form = "application/n-triples" if triples else _FORMATS.get(
            suffix, "application/sparql-results+json")  # fmt: skip
        answer = Reader(_MOST).answer(folder, Query(text, accept=form))
    if isinstance(answer, Refused):
        raise RefusedError(answer.sentence)
    if triples:
        return frozenset(q.triple for q in parse(answer.body, format=RdfFormat.N_TRIPLES))
    if suffix == ".csv":
        return csv_rows(answer.body.decode())
    kind = QueryResultsFormat.TSV if suffix == ".tsv" else QueryResultsFormat.JSON
    return rows_of(parse_query_results(answer.body, format=kind))


class RefusedError(GraphError):
    """The endpoint gives no answer."""


WAYS: dict[str, Callable[[Case], Result]] = {
    "view": of_view,
    "endpoint": of_endpoint,
    "engine": of_engine,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_query_has_the_result_that_the_suite_expects(way: str) -> None:
    """An answer is the expected one, row by row, in its order where it has one.

    That a difference is the engine's own is seen where the engine is asked without us.
    """
    different = {}
    tried = list(every(*EVALUATION))
    for case in tried:
        assert case.result is not None
        try:
            if not same(expected(case.result), WAYS[way](case), lax=case.lax):
                different[case.name] = "another result"
        except GraphError as error:
            different[case.name] = f"refused: {error}"
    assert len(tried) > 400, "the suite is not read whole; mend tests/suites/manifests.py"
    told = unlisted(f"sparql by the {way}", different, [case.name for case in tried])
    assert not told, told


def by_endpoint(text: str, folder: Path) -> str:
    """Why the endpoint takes a query for none, or nothing."""
    answer = Reader(_MOST).answer(str(folder), Query(text))
    # What only cannot be evaluated has been read.
    return answer.sentence if isinstance(answer, Refused) and answer.status == 400 else ""


def by_engine(text: str, folder: Path) -> str:
    """Why Oxigraph takes a query for none, or nothing."""
    try:
        Store.read_only(str(folder)).query(text)
    except SyntaxError as error:
        return str(error)
    except (RuntimeError, ValueError):
        pass
    return ""


@pytest.mark.parametrize("reads", [by_endpoint, by_engine])
def test_what_is_sparql_is_taken_and_what_is_none_is_refused(
    reads: Callable[[str, Path], str], tmp_path: Path
) -> None:
    """Each query of the suite that is right is read, and each that is wrong is refused."""
    tried = list(every(*RIGHT, *WRONG))
    store = Store(tmp_path)
    for case in tried:
        for graph in language.graphs_from(text_of(case)):
            store.add_graph(NamedNode(graph.iri))
    store.flush()
    del store
    different = {}
    for case in tried:
        why = reads(text_of(case), tmp_path)
        if bool(why) != (case.kind in WRONG):
            different[case.name] = why or "it is taken for right"
    way = reads.__name__.replace("_", " the ")
    told = unlisted(f"syntax {way}", different, [case.name for case in tried])
    assert not told, told

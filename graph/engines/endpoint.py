"""The engine on a SPARQL 1.1 service: ``open_graph("http://127.0.0.1:7878/query")``.

Queries are answered there.  What a service can differ in is settled here:

- The resolved graph is the default graph of every query.  A service on which it was published
  holds it under the name :data:`~ontology.terms.RESOLVED_GRAPH`; its queries get FROM clauses.
  A server started on ``nhv.trig`` holds it as its default graph, and needs none.
- A part of an answer is never taken for the whole: what a service cuts (``X-SPARQL-MaxRows`` of
  Virtuoso) is asked for page by page, or refused.
- What needs all statements at once (views of the past, overlays, files of statements) fetches
  them once, and says so.
- So do queries of a kind that a service takes otherwise than the standard says (see
  :mod:`graph.engines.virtuoso`): a slow answer is better than another one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from graph.base.problems import NoGraph, NotSupported, QueryError, ServiceError
from graph.engines import dataset, virtuoso
from graph.engines import sparql as language
from graph.engines.differences import spelled_out
from graph.engines.frames import Table
from graph.engines.lookup import RESOLVED, Home, Objects, Predicates, Subjects
from graph.engines.oxigraph import OxigraphEngine, syntax_error
from graph.engines.service.answer import Answer
from graph.engines.service.credentials import REMEDY
from graph.engines.service.service import Service
from graph.engines.values import Row, plain
from ontology import terms

MOST_STATEMENTS = 5_000_000
_TERMS_AT_ONCE = 300
_STATEMENTS_AT_ONCE = 100_000
_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES = "application/n-triples, text/turtle;q=0.8"
_ROW_FORMATS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
}
_TRIPLE_FORMATS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/ntriples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
}
_RESOLVED = str(terms.RESOLVED_GRAPH)
# The graphs of this project, apart from what else a service may hold.
_OURS = f'FILTER(STRSTARTS(STR(?g), "{terms.BASE}") && ?g != {terms.PUBLISHED_GRAPH})'
_T = TypeVar("_T")


class EndpointEngine:
    """A SPARQL service that holds the graph.

    Args:
        service: The service.
        published: Whether the resolved graph has its name there; if not, it is the default graph.
    """

    name = "endpoint"

    def __init__(self, service: Service, published: bool) -> None:
        self._service = service
        self._published = published
        self._syntax = Store()

    @classmethod
    def at(cls, service: Service) -> EndpointEngine:
        """The engine on a service, after a look at how it holds the graph.

        Args:
            service: The service.

        Raises:
            NoGraph: If it holds no graph of this project.
            ServiceError: If it does not answer as a SPARQL service does.
        """
        published = cls(service, published=True)
        if published._is_true(f"ASK {{ GRAPH {_RESOLVED} {{ ?s a {terms.NHV.Source} }} }}"):
            return published
        if published._is_true(f"ASK {{ ?s a {terms.NHV.Source} }}"):
            return cls(service, published=False)
        raise NoGraph(
            f"{service.url} answers, but holds no NHV Graph; publish it there with nhv publish, "
            "or load nhv.trig"
        )

    @property
    def url(self) -> str:
        """The address of the service."""
        return self._service.url

    def select(self, sparql: str) -> Table:
        """Answer SELECT or ASK with a table.

        Raises:
            QueryError: If the query cannot be run.
            ServiceError: If the service fails, or gives a part of the answer only.
        """
        if language.form(sparql) in ("CONSTRUCT", "DESCRIBE"):
            raise QueryError("a table needs SELECT or ASK; this query makes triples")
        if self._must_be_here(sparql):
            return OxigraphEngine(self.store).select(sparql)
        table = self._table(self._reviewed(sparql))
        return Table(table.columns, virtuoso.with_truths(sparql, table.columns, table.rows))

    def construct(self, sparql: str) -> list[Triple]:
        """Answer CONSTRUCT or DESCRIBE with sorted triples."""
        if language.form(sparql) in ("SELECT", "ASK"):
            raise QueryError("triples need CONSTRUCT or DESCRIBE; this query makes a table")
        if self._must_be_here(sparql):
            return OxigraphEngine(self.store).construct(sparql)
        return sorted(set(self._triples(self._reviewed(sparql))), key=str)

    def find(
        self,
        subjects: Subjects = None,
        predicates: Predicates = None,
        objects: Objects = None,
        graph: Home = RESOLVED,
    ) -> Iterator[Quad]:
        """The statements whose terms are among those given, some hundred terms a request."""
        lists: list[tuple[str, Sequence[NamedNode | Literal] | None]] = [
            ("s", _listed(subjects)), ("p", _listed(predicates)), ("o", _listed(objects)),
        ]  # fmt: skip
        if any(given is not None and not given for _, given in lists):
            return  # nothing is asked for, and VALUES without rows finds nothing
        if graph == terms.RESOLVED_GRAPH:
            return  # its name on a service; in the graph it has none
        longest = max(lists, key=lambda pair: len(pair[1] or ()))[0]
        rest = " ".join(
            _values(n, given) for n, given in lists if given is not None and n != longest
        )
        most = dict(lists)[longest]
        for part in [None] if most is None else list(_parts(most, _TERMS_AT_ONCE)):
            chosen = _values(longest, part) if part is not None else ""
            yield from self._quads(f"{rest} {chosen}", graph)

    def _quads(self, where: str, graph: Home) -> Iterator[Quad]:
        """Statements of the pattern ``?s ?p ?o``: of a graph, or of all of them."""
        if graph is not None:
            pattern = "?s ?p ?o"
            if isinstance(graph, NamedNode):
                pattern = f"GRAPH {graph} {{ {pattern} }}"
            elif self._published:
                pattern = f"GRAPH {_RESOLVED} {{ {pattern} }}"
            query = f"SELECT ?s ?p ?o WHERE {{ {where} {pattern} }}"
        elif self._published:
            query = f"SELECT ?s ?p ?o ?g WHERE {{ {where} GRAPH ?g {{ ?s ?p ?o }} {_OURS} }}"
        else:
            query = (
                f"SELECT ?s ?p ?o ?g WHERE {{ {{ {where} ?s ?p ?o }} UNION "
                f"{{ {where} GRAPH ?g {{ ?s ?p ?o }} }} }}"
            )
        for subject, predicate, value, *held in self._table(query).rows:
            if not isinstance(subject, NamedNode | BlankNode) or value is None:
                continue
            assert isinstance(predicate, NamedNode)
            home = held[0] if held else graph
            named = isinstance(home, NamedNode) and home != terms.RESOLVED_GRAPH
            where_it_is = home if named and isinstance(home, NamedNode) else DefaultGraph()
            yield Quad(subject, predicate, value, where_it_is)

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this name."""
        return self._is_true(f"ASK {{ GRAPH {NamedNode(iri)} {{ ?s ?p ?o }} }}")

    def quads(self) -> Iterator[Quad]:
        """All statements, fetched once."""
        return iter(self.store)

    @cached_property
    def store(self) -> Store:
        """All statements in memory, fetched once; how many is said on standard error.

        Raises:
            NotSupported: If there are more than :data:`MOST_STATEMENTS`.
            ServiceError: If not all that were counted came.
        """
        sizes = self._sizes()
        total = sum(sizes.values())
        if total > MOST_STATEMENTS:
            raise NotSupported(
                f"{self.url} holds {total:,} statements, and this needs them all here, where at "
                f"most {MOST_STATEMENTS:,} are fetched; ask questions and queries of the service, "
                "or open a build or a file of the statements"
            )
        sys.stderr.write(f"nhv: fetching {total:,} statements from {self.url}\n")
        store = Store()
        waiting: list[Quad] = []
        for graph in sorted(sizes, key=str):
            waiting += self._all_of(graph)
            if len(waiting) >= _STATEMENTS_AT_ONCE:
                store.bulk_extend(waiting)
                waiting = []
                sys.stderr.write(f"nhv: {len(store):,} of {total:,} statements\n")
        store.bulk_extend(waiting)
        if len(store) != total:
            raise ServiceError(
                f"{self.url} gave {len(store):,} of {total:,} statements; it may be loading just "
                "now, so try again"
            )
        return store

    def _sizes(self) -> dict[NamedNode | None, int]:
        """How many statements each graph holds; ``None`` is the default graph."""
        query = f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }} GROUP BY ?g"
        sizes: dict[NamedNode | None, int] = {
            graph: int(number.value)
            for graph, number in self._table(query).rows
            if isinstance(graph, NamedNode) and isinstance(number, Literal)
        }
        if not self._published:
            (row,) = self._table("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
            assert isinstance(row[0], Literal)
            sizes[None] = int(row[0].value)
        return sizes

    def _all_of(self, graph: NamedNode | None) -> list[Quad]:
        """The statements of a graph; ``None`` is the default graph."""
        pattern = "?s ?p ?o" if graph is None else f"GRAPH {graph} {{ ?s ?p ?o }}"
        home = DefaultGraph() if graph in (None, terms.RESOLVED_GRAPH) else graph
        made = self._triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
        return [Quad(t.subject, t.predicate, t.object, home) for t in made]

    def _triples(self, sparql: str) -> list[Triple]:
        answer = self._answer(sparql, _TRIPLES)
        if "x-sparql-maxrows" in answer.headers:
            raise self._cut(answer)
        kind = self._format(answer, _TRIPLE_FORMATS)
        try:
            return [quad.triple for quad in parse(answer.body, format=kind)]
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None

    def _reviewed(self, sparql: str) -> str:
        """The query as it is sent: understood here, over the right graphs, with its prefixes."""
        language.review(sparql, self.has_graph)
        text = spelled_out(sparql)
        try:
            self._syntax.query(text, prefixes=dict(terms.PREFIXES))
        except SyntaxError as error:
            raise syntax_error(sparql, error) from None
        if self._published and not dataset.has(text, "FROM"):
            named = self._graphs if dataset.has(text, "GRAPH") else []
            text = dataset.over(text, terms.RESOLVED_GRAPH.value, named)
        return dataset.prefixed(virtuoso.settled(text))

    @cached_property
    def _graphs(self) -> list[str]:
        """The graphs that GRAPH can reach: all of this project but the resolved one."""
        rows = self._table(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }}").rows
        names = {graph.value for (graph,) in rows if isinstance(graph, NamedNode)}
        return sorted(names - {terms.RESOLVED_GRAPH.value})

    def _must_be_here(self, sparql: str) -> bool:
        """Whether the service would answer, but not as the standard says."""
        return virtuoso.differs(sparql) and not self._exact

    @cached_property
    def _exact(self) -> bool:
        """Whether the service takes expressions without a value as the standard says."""
        source = f"?s a {terms.NHV.Source}"
        source = f"GRAPH {_RESOLVED} {{ {source} }}" if self._published else source
        (row,) = self._table(f"{virtuoso.PROBE} WHERE {{ {source} }} LIMIT 1").rows
        return not any(isinstance(cell, Literal) for cell in row)

    def _is_true(self, ask: str) -> bool:
        ((cell,),) = self._table(ask).rows
        return isinstance(cell, Literal) and cell.value == "true"

    def _table(self, sparql: str) -> Table:
        """The whole answer to a query that needs no more rewording."""
        answer = self._answer(sparql, _ROWS)
        table = self._read(answer)
        most = answer.headers.get("x-sparql-maxrows", "")
        if language.form(sparql) == "ASK":
            # Virtuoso answers ASK with a row that holds 1 or 0.
            truth = any(isinstance(c, Literal) and c.value in ("true", "1") for c in _cells(table))
            return Table(["ask"], [(Literal(truth),)])
        if not most.isdigit() or len(table.rows) < int(most):
            return table
        if not dataset.can_be_paged(sparql):
            raise self._cut(answer)
        return self._paged(sparql, table.columns, int(most))

    def _paged(self, sparql: str, columns: list[str], size: int) -> Table:
        """All rows of a query of which the service gives only some at a time."""
        rows: list[Row] = []
        while True:
            part = self._read(
                self._answer(dataset.page(sparql, columns, size, len(rows)), _ROWS)
            ).rows
            rows += part
            if len(part) < size:
                return Table(columns, rows)

    def _answer(self, sparql: str, accept: str) -> Answer:
        answer = self._service.ask([("query", sparql)], accept)
        if answer.status == 200:
            if "x-sql-state" in answer.headers:  # Virtuoso: what was found until time was out
                said = answer.headers.get("x-sql-message", "the time was out")
                raise ServiceError(f"{self.url} gave a part of the answer only ({said}); ask less")
            return answer
        raise self._refused(answer)

    def _refused(self, answer: Answer) -> QueryError | ServiceError:
        said = answer.first_sentence
        told = f": {said}" if said else ""
        if answer.status == 400 or (answer.status == 500 and "SPARQL" in said):
            return QueryError(f"{self.url} does not accept the query{told}")
        if answer.status in (401, 403):
            return ServiceError(
                f"{self.url} asks for other credentials ({answer.status}); {REMEDY}"
            )
        if answer.status in (404, 405, 410):
            return ServiceError(
                f"{self.url} is no SPARQL service ({answer.status}); {self._elsewhere()}"
            )
        return ServiceError(f"{self.url} failed ({answer.status}){told}; try again later")

    def _elsewhere(self) -> str:
        base = re.sub(r"/(sparql|query)?/*(\?.*)?$", "", self.url)
        near = [f"{base}/{name}" for name in ("sparql", "query") if f"{base}/{name}" != self.url]
        return f"did you mean {' or '.join(near)}?"

    def _read(self, answer: Answer) -> Table:
        kind = self._format(answer, _ROW_FORMATS)
        try:
            found = parse_query_results(answer.body, format=kind)
            if isinstance(found, QueryBoolean):
                return Table(["ask"], [(Literal(bool(found)),)])
            columns = [variable.value for variable in found.variables]
            return Table(columns, [tuple([plain(cell) for cell in row]) for row in found])
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None

    def _format(self, answer: Answer, known: dict[str, _T]) -> _T:
        kind = answer.media_type
        if kind not in known:
            raise ServiceError(
                f"{self.url} answers with {kind or 'an unknown form'} and no results of SPARQL; "
                f"{self._elsewhere()}"
            )
        return known[kind]

    def _broken(self, error: Exception) -> ServiceError:
        what = " ".join(str(error).split())[:120]
        return ServiceError(
            f"the answer of {self.url} is cut off or damaged ({what}); try again, or ask for less"
        )

    def _cut(self, answer: Answer) -> ServiceError:
        most = answer.headers.get("x-sparql-maxrows", "some")
        return ServiceError(
            f"{self.url} gives at most {most} rows and this answer may have more; ask for fewer "
            "rows, or have ResultSetMaxRows raised there"
        )


def _listed(given: Iterable[_T] | None) -> list[_T] | None:
    return None if given is None else list(dict.fromkeys(given))


def _values(name: str, given: Sequence[NamedNode | Literal] | None) -> str:
    return f"VALUES ?{name} {{ {' '.join(map(str, given or ()))} }}"


def _parts(given: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(given), size):
        yield given[start : start + size]


def _cells(table: Table) -> Iterator[object]:
    for row in table.rows:
        yield from row

"""The engine on a SPARQL 1.1 service: ``open_graph("http://127.0.0.1:7878/query")``.

Queries are answered there.  What a service can differ in is settled here:

- The resolved graph is the default graph of every query.  A service on which it was published
  holds it under the name :data:`~ontology.terms.RESOLVED_GRAPH`; requests name it beside the query
  (SPARQL 1.1 Protocol, 2.1.4).  A server started on ``nhv.trig`` holds it as its default graph.
- A part of an answer is never taken for the whole: what a service cuts (``X-SPARQL-MaxRows`` of
  Virtuoso) is asked for page by page, or refused.
- What needs all statements at once (views of the past, overlays, files of statements) fetches
  them once, and says so.
- So do all queries of a service that takes expressions without a value otherwise than the standard
  says, as Virtuoso does: a slow answer is better than another one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph.base.problems import NoGraph, NotSupported, QueryError, ServiceError
from graph.engines import sparql as language
from graph.engines.differences import spelled_out
from graph.engines.frames import Table, table_of
from graph.engines.oxigraph import OxigraphEngine, syntax_error
from graph.engines.protocol import RESOLVED, Home, Nodes, Objects, no_table, no_triples
from graph.engines.service.credentials import REMEDY
from graph.engines.service.service import Answer, Service
from graph.engines.values import Row
from ontology import terms

MOST_STATEMENTS = 5_000_000
_TERMS_AT_ONCE = 300
_STATEMENTS_AT_ONCE = 100_000
_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES = "application/n-triples, text/turtle;q=0.8"
# Has no value at all by SPARQL 1.1, sections 17.3 and 17.4; Virtuoso gives it some.
_VALUELESS = 'SELECT (IF(?none, 1, 2) AS ?a) (CONCAT("x", STR(?none)) AS ?b)'
_RESOLVED = str(terms.RESOLVED_GRAPH)
# The graphs of this project, apart from what else a service may hold.
_OURS = f'FILTER(STRSTARTS(STR(?g), "{terms.BASE}") && ?g != {terms.PUBLISHED_GRAPH})'
Dataset = Sequence[tuple[str, str]]


class EndpointEngine:
    """A SPARQL service that holds the graph, the resolved one under its name if ``published``."""

    name = "endpoint"

    def __init__(self, service: Service, published: bool) -> None:
        self._service = service
        self._published = published
        self._syntax = Store()

    @classmethod
    def at(cls, service: Service) -> EndpointEngine:
        """The engine on a service, after a look at how it holds the graph.

        Raises NoGraph if it holds no graph of this project, ServiceError if it is no SPARQL
        service.
        """
        source = f"{{ ?s a {terms.NHV.Source} }}"
        # nhv serve knows the name, but holds the resolved graph as its default graph.
        named = f"VALUES ?g {{ {_RESOLVED} }} GRAPH ?g {source}"
        for published, where in ((True, named), (False, source)):
            if (engine := cls(service, published))._is_true(f"ASK {{ {where} }}"):
                return engine
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

        Raises QueryError if the query cannot be run, ServiceError if the service fails or gives a
        part of the answer only.
        """
        if language.form(sparql) in language.GRAPH_FORMS:
            raise no_table()
        if not self._is_exact:
            return OxigraphEngine(self.store).select(sparql)
        return self._table(*self._reviewed(sparql))

    def construct(self, sparql: str) -> list[ox.Triple]:
        """Answer CONSTRUCT or DESCRIBE with sorted triples."""
        if language.form(sparql) in ("SELECT", "ASK"):
            raise no_triples()
        if not self._is_exact:
            return OxigraphEngine(self.store).construct(sparql)
        return sorted(set(self._triples(*self._reviewed(sparql))), key=str)

    def find(
        self,
        subjects: Nodes = None,
        predicates: Nodes = None,
        objects: Objects = None,
        graph: Home = RESOLVED,
    ) -> Iterator[Quad]:
        """The statements whose terms are among those given, some hundred terms a request."""
        lists: dict[str, list[NamedNode | Literal]] = {
            name: list(dict.fromkeys(given))
            for name, given in (("s", subjects), ("p", predicates), ("o", objects))
            if given is not None
        }
        # VALUES without rows finds nothing, and the resolved graph has its name on a service only.
        if not all(lists.values()) or graph == terms.RESOLVED_GRAPH:
            return
        longest = max(lists, key=lambda name: len(lists[name]), default="")
        most = lists.pop(longest, [])
        rest = " ".join(_values(name, given) for name, given in lists.items())
        for start in range(0, len(most) or 1, _TERMS_AT_ONCE):
            part = most[start : start + _TERMS_AT_ONCE]
            where = f"{rest} {_values(longest, part) if part else ''}"
            for subject, predicate, value, *held in self._table(self._lookup(where, graph)).rows:
                home = held[0] if held else graph
                if isinstance(subject, NamedNode | ox.BlankNode) and value is not None:
                    assert isinstance(predicate, NamedNode)
                    yield Quad(subject, predicate, value, _home(home))

    def _lookup(self, where: str, graph: Home) -> str:
        """The query for statements of the pattern ``?s ?p ?o``: of a graph, or of all of them."""
        if graph is not None:
            return f"SELECT ?s ?p ?o WHERE {{ {where} {self._pattern(graph)} }}"
        if self._published:
            return f"SELECT ?s ?p ?o ?g WHERE {{ {where} GRAPH ?g {{ ?s ?p ?o }} {_OURS} }}"
        return (
            f"SELECT ?s ?p ?o ?g WHERE {{ {{ {where} ?s ?p ?o }} UNION "
            f"{{ {where} GRAPH ?g {{ ?s ?p ?o }} }} }}"
        )

    def _pattern(self, graph: DefaultGraph | NamedNode, what: str = "?s ?p ?o") -> str:
        """A pattern on a graph of the project, as this service holds it."""
        if isinstance(graph, NamedNode):
            return f"GRAPH {graph} {{ {what} }}"
        return f"GRAPH {_RESOLVED} {{ {what} }}" if self._published else what

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this name."""
        return self._is_true(f"ASK {{ GRAPH {NamedNode(iri)} {{ ?s ?p ?o }} }}")

    def quads(self) -> Iterator[Quad]:
        """All statements, fetched once."""
        return iter(self.store)

    @cached_property
    def store(self) -> Store:
        """All statements in memory, fetched once; how many is said on standard error.

        Raises NotSupported if there are more than :data:`MOST_STATEMENTS`, ServiceError if not all
        came.
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
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {self._pattern(graph)} }}"
            found = self._triples(query)
            waiting += [Quad(t.subject, t.predicate, t.object, _home(graph)) for t in found]
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

    def _sizes(self) -> dict[NamedNode | DefaultGraph, int]:
        query = f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }} GROUP BY ?g"
        rows = list(self._table(query).rows)
        if not self._published:
            rows += [(None, *self._table("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0])]
        return {
            graph if isinstance(graph, NamedNode) else RESOLVED: int(number.value)
            for graph, number in rows
            if isinstance(number, Literal)
        }

    def _triples(self, sparql: str, dataset: Dataset = ()) -> list[ox.Triple]:
        answer = self._answer(sparql, _TRIPLES, dataset)
        if "x-sparql-maxrows" in answer.headers:
            raise self._cut(answer)
        kind = ox.RdfFormat.from_media_type(answer.media_type)
        if kind not in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE):
            raise self._not_sparql(answer)
        try:
            return [quad.triple for quad in ox.parse(answer.body, format=kind)]
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None

    def _reviewed(self, sparql: str) -> tuple[str, Dataset]:
        """The query as it is sent: understood here, with its prefixes; and the right graphs."""
        language.review(sparql, self.has_graph)
        text = spelled_out(sparql)
        try:
            self._syntax.query(text, prefixes=dict(terms.PREFIXES))
        except SyntaxError as error:
            raise syntax_error(sparql, error) from None
        dataset: Dataset = ()
        if self._published and not language.has(text, "FROM"):
            named = self._graphs if language.has(text, "GRAPH") else []
            dataset = (
                ("default-graph-uri", terms.RESOLVED_GRAPH.value),
                *(("named-graph-uri", iri) for iri in named),
            )
        return language.prefixed(text), dataset

    @cached_property
    def _graphs(self) -> list[str]:
        """The graphs that GRAPH can reach: all of this project but the resolved one."""
        rows = self._table(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }}").rows
        names = {graph.value for (graph,) in rows if isinstance(graph, NamedNode)}
        return sorted(names - {terms.RESOLVED_GRAPH.value})

    @cached_property
    def _is_exact(self) -> bool:
        source = self._pattern(RESOLVED, f"?s a {terms.NHV.Source}")
        rows = self._table(f"{_VALUELESS} WHERE {{ {source} }} LIMIT 1").rows
        return not any(isinstance(cell, Literal) for row in rows for cell in row)

    def _is_true(self, ask: str) -> bool:
        cells = [cell for row in self._table(ask).rows for cell in row]
        # Virtuoso answers ASK with a row that holds 1 or 0.
        return any(isinstance(c, Literal) and c.value in ("true", "1") for c in cells)

    def _table(self, sparql: str, dataset: Dataset = ()) -> Table:
        """The whole answer to a query that needs no more rewording."""
        answer = self._answer(sparql, _ROWS, dataset)
        table = self._read(answer)
        most = answer.headers.get("x-sparql-maxrows", "")
        if not most.isdigit() or len(table.rows) < int(most):
            return table
        outside = language.outside(sparql)
        if outside & {"LIMIT", "OFFSET", "VALUES"}:
            raise self._cut(answer)
        # Page by page, in an order that is total: the columns decide what its own leaves equal.
        order = " ".join(f"?{name}" for name in table.columns)
        query = f"{sparql}\n {order}" if "ORDER" in outside else f"{sparql}\nORDER BY {order}"
        rows: list[Row] = []
        while True:
            page = f"{query}\nLIMIT {most} OFFSET {len(rows)}"
            part = self._read(self._answer(page, _ROWS, dataset)).rows
            rows += part
            if len(part) < int(most):
                return Table(table.columns, rows)

    def _answer(self, sparql: str, accept: str, dataset: Dataset) -> Answer:
        answer = self._service.ask([("query", sparql), *dataset], accept)
        if answer.status != 200:
            raise self._refused(answer)
        if "x-sql-state" in answer.headers:  # Virtuoso: what was found until time was out
            said = answer.headers.get("x-sql-message", "the time was out")
            raise ServiceError(f"{self.url} gave a part of the answer only ({said}); ask less")
        return answer

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
        kind = ox.QueryResultsFormat.from_media_type(answer.media_type)
        if kind not in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML):
            raise self._not_sparql(answer)
        try:
            return table_of(ox.parse_query_results(answer.body, format=kind))
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None

    def _not_sparql(self, answer: Answer) -> ServiceError:
        kind = answer.media_type or "an unknown form"
        what = f"{self.url} answers with {kind} and no results of SPARQL"
        return ServiceError(f"{what}; {self._elsewhere()}")

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


def _home(graph: object) -> NamedNode | DefaultGraph:
    """Where statements of a graph lie here; the resolved one has no name."""
    named = isinstance(graph, NamedNode) and graph != terms.RESOLVED_GRAPH
    return graph if named and isinstance(graph, NamedNode) else RESOLVED


def _values(name: str, given: Sequence[NamedNode | Literal]) -> str:
    return f"VALUES ?{name} {{ {' '.join(map(str, given))} }}"

"""The engines that answer SPARQL, behind one protocol.

:class:`OxigraphEngine` is the one in daily use: a Rust engine on a directory on
disk or in memory.  :class:`MemoryEngine` is rdflib's own, slow and independent;
the tests compare the two.  Whatever the engine, terms come back as pyoxigraph
terms, errors as :class:`~graph.problems.QueryError`, and no query reaches the
network.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from graph import sparql as language
from graph.frames import Table, Term
from graph.problems import QueryError, did_you_mean
from ontology import terms

if TYPE_CHECKING:
    import rdflib

_AT = re.compile(r"(?:error )?at (\d+):(\d+):?\s*(.*)", re.DOTALL)
_RDFLIB_AT = re.compile(r"\(line:(\d+), col:(\d+)\)")


class Engine(Protocol):
    """What the rest of the package needs of an engine."""

    name: str

    def select(self, sparql: str) -> Table:
        """Answer SELECT or ASK (one column ``ask``) with a table."""
        ...

    def construct(self, sparql: str) -> list[Triple]:
        """Answer CONSTRUCT or DESCRIBE with triples, sorted."""
        ...

    def quads(self) -> Iterator[Quad]:
        """All statements, those of the default graph included."""
        ...

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this name."""
        ...

    @property
    def store(self) -> Store:
        """The same statements as a pyoxigraph store."""
        ...


def answer(engine: Engine, sparql: str) -> Table:
    """Answer any query with a table; triples get the columns subject, predicate, object.

    Args:
        engine: The engine.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: If the query cannot be run.
    """
    if language.form(sparql) in ("CONSTRUCT", "DESCRIBE"):
        rows: list[tuple[Term | None, ...]] = [
            (_plain(t.subject), t.predicate, _plain(t.object)) for t in engine.construct(sparql)
        ]
        return Table(["subject", "predicate", "object"], rows)
    return engine.select(sparql)


class OxigraphEngine:
    """Oxigraph on a store that is only read.

    Args:
        store: For instance ``Store.read_only(path)``, or one in memory.
    """

    name = "oxigraph"

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> OxigraphEngine:
        """An engine in memory that holds these statements."""
        store = Store()
        store.bulk_extend(quads)
        return cls(store)

    @property
    def store(self) -> Store:
        """The store itself."""
        return self._store

    def select(self, sparql: str) -> Table:
        """Answer SELECT or ASK with a table."""
        result = self._run(sparql)
        if isinstance(result, QueryBoolean):
            return Table(["ask"], [(Literal(bool(result)),)])
        if not isinstance(result, QuerySolutions):
            raise QueryError("a table needs SELECT or ASK; this query makes triples")
        columns = [variable.value for variable in result.variables]
        return Table(columns, [tuple(_plain(term) for term in row) for row in result])

    def construct(self, sparql: str) -> list[Triple]:
        """Answer CONSTRUCT or DESCRIBE with sorted triples."""
        result = self._run(sparql)
        if not isinstance(result, QueryTriples):
            raise QueryError("triples need CONSTRUCT or DESCRIBE; this query makes a table")
        return sorted(set(result), key=str)

    def quads(self) -> Iterator[Quad]:
        """All statements."""
        return iter(self._store)

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this name."""
        return self._store.contains_named_graph(NamedNode(iri))

    def _run(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        language.review(sparql, self.has_graph)
        sparql = language.spelled_out(sparql)
        try:
            return self._store.query(sparql, prefixes=dict(terms.PREFIXES))
        except SyntaxError as error:
            raise _oxigraph_error(sparql, error) from None


class MemoryEngine:
    """rdflib's own engine on its own store, as the reference.

    Args:
        store: The statements, copied on first use.
    """

    name = "memory"

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def store(self) -> Store:
        """The statements as a pyoxigraph store."""
        return self._store

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The statements as an rdflib dataset in memory."""
        import rdflib

        dataset = rdflib.Dataset(default_graph_base=None)
        default = dataset.default_graph
        graphs: dict[str, rdflib.Graph] = {}
        for quad in self._store:
            target = default
            if isinstance(quad.graph_name, NamedNode):
                iri = quad.graph_name.value
                if iri not in graphs:
                    graphs[iri] = dataset.graph(rdflib.URIRef(iri))
                target = graphs[iri]
            terms_of = (quad.subject, quad.predicate, quad.object)
            subject, predicate, value = (_to_rdflib(term) for term in terms_of)
            target.add((subject, predicate, value))
        return dataset

    def select(self, sparql: str) -> Table:
        """Answer SELECT or ASK with a table."""
        result = self._run(sparql)
        if result.type == "ASK":
            return Table(["ask"], [(Literal(bool(result.askAnswer)),)])
        if result.type != "SELECT":
            raise QueryError("a table needs SELECT or ASK; this query makes triples")
        variables = result.vars or []
        # Bindings, not iteration: rdflib leaves rows without any value out of the latter.
        rows = [
            tuple(None if (t := row.get(v)) is None else _from_rdflib(t) for v in variables)
            for row in result.bindings
        ]
        if rows == [(None,) * len(variables)] and language.groups(sparql):
            rows = []  # rdflib makes one group out of no solutions, SPARQL none
        return Table([str(variable) for variable in variables], rows)

    def construct(self, sparql: str) -> list[Triple]:
        """Answer CONSTRUCT or DESCRIBE with sorted triples."""
        result = self._run(sparql)
        if result.graph is None:
            raise QueryError("triples need CONSTRUCT or DESCRIBE; this query makes a table")
        made = {Triple(*(_from_rdflib(term) for term in triple)) for triple in result.graph}  # type: ignore[arg-type]
        return sorted(made, key=str)

    def quads(self) -> Iterator[Quad]:
        """All statements."""
        return iter(self._store)

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this name."""
        return self._store.contains_named_graph(NamedNode(iri))

    def _run(self, sparql: str) -> rdflib.query.Result:
        import rdflib.plugins.sparql
        from rdflib import URIRef

        language.review(sparql, self.has_graph)
        # FROM <http://…> would otherwise be fetched from the web.
        rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
        sparql = language.spelled_out(sparql)
        prefixes = {prefix: URIRef(iri) for prefix, iri in terms.PREFIXES.items()}
        try:
            # Oxigraph's parser goes first: it is stricter and its messages are clearer.
            Store().query(sparql, prefixes=dict(terms.PREFIXES))
            with warnings.catch_warnings():
                # rdflib 7 warns of itself, once per pattern.
                warnings.simplefilter("ignore", DeprecationWarning)
                result = self.dataset.query(sparql, initNs=prefixes)
                if result.type == "SELECT":
                    result.bindings = list(result.bindings)  # evaluated here, not later
                return result
        except SyntaxError as error:
            raise _oxigraph_error(sparql, error) from None
        except Exception as error:
            raise _rdflib_error(sparql, error) from error


def _plain(term: object) -> Term | None:
    """A term as it is held in tables; the graph has no triple terms."""
    if term is None or isinstance(term, NamedNode | Literal | BlankNode):
        return term
    return Literal(str(term))


def _to_rdflib(term: object) -> rdflib.term.Node:
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, Literal):
        if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        if term.datatype == terms.XSD.string:
            return RdflibLiteral(term.value)
        return RdflibLiteral(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    assert isinstance(term, BlankNode)
    return BNode(term.value)


def _from_rdflib(term: object) -> Term:
    from rdflib import BNode, URIRef
    from rdflib import Literal as RdflibLiteral

    if isinstance(term, URIRef):
        return NamedNode(str(term))
    if isinstance(term, BNode):
        return BlankNode(str(term))
    assert isinstance(term, RdflibLiteral)
    if term.language:
        return Literal(str(term), language=term.language)
    if term.datatype is None:
        return Literal(str(term))
    return Literal(str(term), datatype=NamedNode(str(term.datatype)))


def _oxigraph_error(sparql: str, error: SyntaxError) -> QueryError:
    match = _AT.search(str(error))
    if not language.form(sparql):
        first = next((t.text for t in language.tokens(sparql) if t.kind == "word"), "")
        hint = did_you_mean(first, ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
        return QueryError(
            f"a query needs SELECT, ASK, CONSTRUCT or DESCRIBE, and this has none{hint}"
        )
    if match is None:
        return QueryError(f"the query is not SPARQL: {error}")
    line, column = int(match[1]), int(match[2])
    return QueryError(
        f"line {line}, column {column}: {_expected(match[3])}"
        f"{language.pointed(sparql, line, column)}"
    )


def _expected(message: str) -> str:
    """The readable part of a parser's list of what it would have taken."""
    choices = message.removeprefix("expected one of ").removeprefix("expected ").strip()
    sentence = re.search(r"(?:^|, )([A-Z][a-z]+ [^\[\]\"]*?)(?:, \[|, \"|$)", choices)
    if sentence is not None:
        return sentence[1].strip().rstrip(",")
    quoted = [c for c in re.findall(r'"((?:[^"\\]|\\.)+)"', choices) if c.isprintable()]
    words = re.findall(r"(?<![\w'\"\\{])[A-Z]{3,}(?![\w'\"])", choices)
    shown = list(dict.fromkeys([c for c in (*words, *quoted) if len(c) <= 12]))
    if not shown or len(shown) > 8:
        return "the query cannot go on like this here (something is missing or misspelt before)"
    return f"expected {' or '.join(shown)} here"


def _rdflib_error(sparql: str, error: Exception) -> QueryError:
    match = _RDFLIB_AT.search(str(error))
    if match is None:
        return QueryError(f"the memory engine cannot run the query: {error}")
    line, column = int(match[1]), int(match[2])
    pointed = language.pointed(sparql, line, column)
    return QueryError(f"line {line}, column {column}: not SPARQL{pointed}")

"""The engine in daily use: Oxigraph, in Rust, on a directory on disk or in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from pyoxigraph import (
    Literal,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from graph.base.problems import QueryError
from graph.engines import sparql as language
from graph.engines.dataset import prefixes_in
from graph.engines.differences import spelled_out
from graph.engines.embedded import Embedded
from graph.engines.frames import Table
from graph.engines.serialised import rows_of
from ontology.spelling import did_you_mean

_AT = re.compile(r"(?:error )?at (\d+):(\d+):?\s*(.*)", re.DOTALL)


class OxigraphEngine(Embedded):
    """Oxigraph on a store that is only read.

    Args:
        store: For instance ``Store.read_only(path)``, or one in memory.
    """

    name = "oxigraph"

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> OxigraphEngine:
        """An engine in memory that holds these statements."""
        store = Store()
        store.bulk_extend(quads)
        return cls(store)

    def select(self, sparql: str) -> Table:
        """Answer SELECT or ASK with a table."""
        with _evaluated():
            result = self._run(sparql)
            if isinstance(result, QueryBoolean):
                return Table(["ask"], [(Literal(bool(result)),)])
            if not isinstance(result, QuerySolutions):
                raise QueryError("a table needs SELECT or ASK; this query makes triples")
            columns = [variable.value for variable in result.variables]
            return Table(columns, rows_of(result))

    def construct(self, sparql: str) -> list[Triple]:
        """Answer CONSTRUCT or DESCRIBE with sorted triples."""
        with _evaluated():
            result = self._run(sparql)
            if not isinstance(result, QueryTriples):
                raise QueryError("triples need CONSTRUCT or DESCRIBE; this query makes a table")
            return sorted(set(result), key=str)

    def _run(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        language.review(sparql, self.has_graph)
        sparql = spelled_out(sparql)
        try:
            return self._store.query(sparql, prefixes=prefixes_in(sparql))
        except SyntaxError as error:
            raise syntax_error(sparql, error) from None


@contextmanager
def _evaluated() -> Iterator[None]:
    """Turn what Oxigraph raises while it evaluates a query into an error of this package."""
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from None


def syntax_error(sparql: str, error: SyntaxError) -> QueryError:
    """Say in words, with line and column, where a query stops being SPARQL.

    Args:
        sparql: The query as it was run.
        error: What Oxigraph's parser raised.
    """
    match = _AT.search(str(error))
    if not language.form(sparql):
        first = next((t.text for t in language.tokens(sparql) if t.kind == "word"), "")
        forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        near = did_you_mean(first, forms, "begin with one of them")
        return QueryError(
            f"a query needs SELECT, ASK, CONSTRUCT or DESCRIBE, and this has none; {near}"
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

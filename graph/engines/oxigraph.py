"""The engine in daily use: Oxigraph, in Rust, on a directory on disk or in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, product, starmap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from graph.base.mistakes import mistake, said_for_parser
from graph.base.problems import QueryError
from graph.engines import sparql as language
from graph.engines.differences import spelled_out
from graph.engines.frames import Table, table_of
from graph.engines.protocol import RESOLVED, Home, Nodes, Objects, no_table, no_triples
from ontology.spelling import did_you_mean

if TYPE_CHECKING:
    from loaders.resolution.again import Change

_AT = re.compile(r"(?:error )?at (\d+):(\d+):?\s*(.*)", re.DOTALL)
# No comparison between variables, and no scheme.
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^?$&|=!()<>]*>")


class Embedded:
    """Statements in a store of this process that is only read, on disk or in memory."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def find(
        self,
        subjects: Nodes = None,
        predicates: Nodes = None,
        objects: Objects = None,
        graph: Home = RESOLVED,
    ) -> Iterator[Quad]:
        """The statements whose terms are among those given."""
        lists = [
            [None] if terms is None else list(dict.fromkeys(terms))
            for terms in (subjects, predicates, objects)
        ]
        return chain.from_iterable(starmap(self.store.quads_for_pattern, product(*lists, (graph,))))

    def quads(self) -> Iterator[Quad]:
        """All statements."""
        return iter(self.store)

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this name."""
        return self.store.contains_named_graph(NamedNode(iri))


class OxigraphEngine(Embedded):
    """Oxigraph on a store that is only read."""

    name = "oxigraph"
    _folder: object = None

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> OxigraphEngine:
        """An engine in memory that holds these statements."""
        store = Store()
        store.bulk_extend(quads)
        return cls(store)

    @classmethod
    def copied(cls, store: Store, change: Change) -> OxigraphEngine:
        """An engine that holds a copy of a store, changed.

        Files are not copied but shared, so that it takes no longer where there is more of them.
        """
        copy, folder = _copy(store)
        engine = cls(copy)
        engine._folder = folder  # goes with the engine
        for graph in change.graphs:
            copy.remove_graph(graph)
        for quad in change.gone:
            copy.remove(quad)
        copy.extend(change.come)
        return engine

    def select(self, sparql: str) -> Table:
        """Answer SELECT or ASK with a table."""
        with _evaluated():
            result = self._run(sparql)
            if isinstance(result, QueryTriples):
                raise no_table()
            return table_of(result)

    def construct(self, sparql: str) -> list[Triple]:
        """Answer CONSTRUCT or DESCRIBE with sorted triples."""
        with _evaluated():
            result = self._run(sparql)
            if not isinstance(result, QueryTriples):
                raise no_triples()
            return sorted(set(result), key=str)

    def _run(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        language.review(sparql, self.has_graph)
        sparql = spelled_out(sparql)
        try:
            return self.store.query(sparql, prefixes=language.prefixes_in(sparql))
        except SyntaxError as error:
            raise syntax_error(sparql, error) from None


def _copy(store: Store) -> tuple[Store, object]:
    """A copy of a store, and the folder that it lies in, which goes when nobody holds it."""
    folder = TemporaryDirectory(prefix="nhv-view-", ignore_cleanup_errors=True)
    try:
        store.backup(place := str(Path(folder.name, "store")))
        return Store(place), folder
    except (OSError, RuntimeError, ValueError):  # a store in memory, or a disk that takes no files
        copy = Store()
        copy.bulk_extend(store)
        return copy, None


@contextmanager
def _evaluated() -> Iterator[None]:
    """Turn what Oxigraph raises while it evaluates a query into an error of this package."""
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryError(mistake("unanswered", error)) from None


def syntax_error(sparql: str, error: SyntaxError) -> QueryError:
    """Say in words, with line and column, where a query stops being SPARQL to Oxigraph's parser."""
    if not language.form(sparql):
        first = next((t.text for t in language.tokens(sparql) if t.kind == "word"), "")
        near = did_you_mean(first, language.FORMS, mistake("begin"))
        return QueryError(mistake("no_form", near))
    relative = next((t for t in language.words(sparql) if _RELATIVE.fullmatch(t.text)), None)
    if relative is not None and not language.has(sparql, "BASE"):
        return language.complain(sparql, relative.start, mistake("relative", relative.text))
    match = _AT.search(str(error))
    if match is None:
        return QueryError(mistake("not_sparql", error))
    line, column, message = int(match[1]), int(match[2]), _expected(match[3])
    return language.at(sparql, line, column, message)


def _expected(message: str) -> str:
    """The readable part of a parser's list of what it would have taken."""
    said = (told for key, told in said_for_parser("en").items() if key in message)
    if told := next(said, None):
        return told
    choices = message.removeprefix("expected one of ").removeprefix("expected ").strip()
    sentence = re.search(r"(?:^|, )([A-Z][a-z]+ [^\[\]\"]*?)(?:, \[|, \"|$)", choices)
    if sentence is not None:
        return sentence[1].strip().rstrip(",")
    quoted = [c for c in re.findall(r'"((?:[^"\\]|\\.)+)"', choices) if c.isprintable()]
    words = re.findall(r"(?<![\w'\"\\{])[A-Z]{3,}(?![\w'\"])", choices)
    shown = list(dict.fromkeys([c for c in (*words, *quoted) if len(c) <= 12]))
    if not shown or len(shown) > 8:
        return mistake("cannot_go_on")
    return mistake("expected", mistake("or").join(shown))

"""The engine that others are compared with: rdflib's own, slow and independent."""

from __future__ import annotations

import re
import warnings
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.base.problems import QueryError
from graph.engines import sparql as language
from graph.engines.differences import spelled_out, without_empty_group
from graph.engines.frames import Table, table_of
from graph.engines.oxigraph import Embedded, syntax_error
from graph.engines.protocol import no_table, no_triples
from ontology import terms

if TYPE_CHECKING:
    import rdflib

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_ESCAPED = {"\\": r"\u005C", '"': '"', "'": "'", "\n": "n", "\r": "r", "\t": "t"}
_RDFLIB_AT = re.compile(r"\(line:(\d+), col:(\d+)\)")


class MemoryEngine(Embedded):
    """rdflib's own engine on its own store, to which the statements are copied on first use."""

    name = "memory"

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The statements as an rdflib dataset in memory."""
        import rdflib

        from graph.engines.rdf import rdflib_term

        dataset = rdflib.Dataset(default_graph_base=None)
        graphs = {ox.DefaultGraph(): dataset.default_graph}
        for quad in self.store:
            home = quad.graph_name
            if home not in graphs:
                graphs[home] = dataset.graph(rdflib.URIRef(home.value))
            graphs[home].add(tuple(map(rdflib_term, quad.triple)))
        return dataset

    def select(self, sparql: str) -> Table:
        """Answer SELECT or ASK with a table."""
        result = self._run(sparql)
        if result.type not in ("SELECT", "ASK"):
            raise no_table()
        written = result.serialize(format="json")
        assert written is not None  # it is, where no file to write to is given
        table = table_of(ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON))
        return Table(table.columns, without_empty_group(table.rows, sparql))

    def construct(self, sparql: str) -> list[ox.Triple]:
        """Answer CONSTRUCT or DESCRIBE with sorted triples."""
        result = self._run(sparql)
        if result.graph is None:
            raise no_triples()
        written = result.graph.serialize(format="nt")
        return sorted({q.triple for q in ox.parse(written, format=ox.RdfFormat.N_TRIPLES)}, key=str)

    def _run(self, sparql: str) -> rdflib.query.Result:
        import rdflib.plugins.sparql
        from rdflib import URIRef
        from rdflib.plugins.sparql.algebra import traverse

        language.review(sparql, self.has_graph)
        # FROM <http://…> would otherwise be fetched from the web.
        rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
        sparql = spelled_out(sparql)
        prefixes = {prefix: URIRef(iri) for prefix, iri in terms.PREFIXES.items()}
        try:
            # Oxigraph's parser goes first: it is stricter and its messages are clearer.
            ox.Store().query(sparql, prefixes=dict(terms.PREFIXES))
            with warnings.catch_warnings():
                # rdflib 7 warns of itself, once per pattern.
                warnings.simplefilter("ignore", DeprecationWarning)
                prepared = rdflib.plugins.sparql.prepareQuery(unescaped(sparql), prefixes)
                traverse(prepared.algebra, visitPre=_refuse_service)
                result = self.dataset.query(prepared)
                if result.type == "SELECT":
                    result.bindings = list(result.bindings)  # evaluated here, not later
                return result
        except SyntaxError as error:
            raise syntax_error(sparql, error) from None
        except QueryError:
            raise
        except Exception as error:
            match = _RDFLIB_AT.search(str(error))
            if match is None:
                raise QueryError(f"the memory engine cannot run the query: {error}") from error
            raise language.at(sparql, int(match[1]), int(match[2]), "not SPARQL") from error


def unescaped(sparql: str) -> str:
    r"""The query without ``\uXXXX``, which rdflib resolves before it looks for texts and comments.

    A text could end there, and what follows in it would be read as part of the query.
    """
    return "".join(_plain(token) for token in language.tokens(sparql))


def _plain(token: language.Token) -> str:
    if "\\" not in token.text:
        return token.text
    if token.kind == "string":
        # rdflib resolves the backslash first, and the pair that it then finds as SPARQL does.
        return _ESCAPE.sub(_resolved, token.text)
    return token.text.replace("\\u", "/u").replace("\\U", "/U")


def _resolved(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is None:
        return r"\u005C\u005C" if match[0] == r"\\" else match[0]
    character = chr(int(code, 16))
    return f"\\u005C{_ESCAPED[character]}" if character in _ESCAPED else character


def _refuse_service(part: object) -> None:
    if getattr(part, "name", None) == "ServiceGraphPattern":
        raise QueryError("SERVICE would ask another machine; leave the SERVICE block out")

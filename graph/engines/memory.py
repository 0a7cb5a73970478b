"""The engine that others are compared with: rdflib's own, slow and independent."""

from __future__ import annotations

import re
import warnings
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from graph.base.problems import QueryError
from graph.engines import sparql as language
from graph.engines.differences import spelled_out, without_empty_group
from graph.engines.embedded import Embedded
from graph.engines.frames import Table, Term
from graph.engines.oxigraph import syntax_error
from ontology import terms

if TYPE_CHECKING:
    import rdflib

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_ESCAPED = {"\\": r"\u005C", '"': '"', "'": "'", "\n": "n", "\r": "r", "\t": "t"}
_RDFLIB_AT = re.compile(r"\(line:(\d+), col:(\d+)\)")


class MemoryEngine(Embedded):
    """rdflib's own engine on its own store, as the reference.

    Args:
        store: The statements, copied on first use.
    """

    name = "memory"

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
        names = [str(variable) for variable in variables]
        return Table(names, without_empty_group(rows, sparql))

    def construct(self, sparql: str) -> list[Triple]:
        """Answer CONSTRUCT or DESCRIBE with sorted triples."""
        result = self._run(sparql)
        if result.graph is None:
            raise QueryError("triples need CONSTRUCT or DESCRIBE; this query makes a table")
        made = {Triple(*(_from_rdflib(term) for term in triple)) for triple in result.graph}  # type: ignore[arg-type]
        return sorted(made, key=str)

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
            Store().query(sparql, prefixes=dict(terms.PREFIXES))
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
            raise _rdflib_error(sparql, error) from error


def unescaped(sparql: str) -> str:
    r"""The query without ``\uXXXX``, which rdflib resolves before it looks for texts and comments.

    A text could end there, and what follows in it would be read as part of the query.

    Args:
        sparql: A query that Oxigraph's parser accepts.
    """
    return "".join(_plain(token) for token in language.read(sparql))


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


def _rdflib_error(sparql: str, error: Exception) -> QueryError:
    match = _RDFLIB_AT.search(str(error))
    if match is None:
        return QueryError(f"the memory engine cannot run the query: {error}")
    line, column = int(match[1]), int(match[2])
    pointed = language.pointed(sparql, line, column)
    return QueryError(f"line {line}, column {column}: not SPARQL{pointed}")

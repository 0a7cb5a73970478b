"""rdflib where a user meets it: the graph as a dataset, and a part of it as a graph of its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any, NoReturn

import rdflib
from oxrdflib import OxigraphStore
from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple
from rdflib import Dataset
from rdflib.namespace import NamespaceManager

from ontology import terms


class ReadOnlyStore(OxigraphStore):
    """An Oxigraph store that refuses to be changed."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(
            "kg.rdf is read only; copy what you need into a graph of your own, "
            "for instance rdflib.Graph() + kg.rdf.default_graph"
        )

    add = addN = remove = update = remove_graph = _refuse  # noqa: N815

    def add_graph(self, graph: object) -> None:
        """Take note of nothing: rdflib calls this whenever a graph is only looked at."""


def dataset(store: Store) -> Dataset:
    """A store as an rdflib dataset; nothing is copied, and only the project's prefixes are bound.

    Its default graph is the resolved graph, its named graphs are the sources.
    """
    wrapped = Dataset(store=ReadOnlyStore(store=store), default_union=False)
    _bind(wrapped)
    return wrapped


def _bind(graph: rdflib.Graph) -> None:
    graph.namespace_manager = NamespaceManager(graph, bind_namespaces="none")
    for prefix, iri in terms.PREFIXES.items():
        graph.bind(prefix, iri, override=True, replace=True)


class Part(rdflib.Graph):
    """A part of the graph: statements of one's own choice, with the project's prefixes.

    It is a graph of rdflib, can be changed, and shows itself as Turtle; ``kg.export(path, part)``
    writes it in every form of RDF.  Its ``note`` says why it is empty, if it is.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.note = ""
        _bind(self)

    def __repr__(self) -> str:
        things = len(set(self.subjects()))
        counted = f"{len(self):,} statements about {things:,} thing{'s' * (things != 1)}."
        return f"{counted} {self.note}".strip()

    def _repr_html_(self) -> str:
        lines = self.serialize(format="turtle").splitlines()
        shown = [line for line in lines if not line.startswith("@prefix")]
        more = f"\n… {len(shown) - _SHOWN:,} more lines" if len(shown) > _SHOWN else ""
        text = "\n".join(shown[:_SHOWN]).strip() + more
        return f"<p>{escape(repr(self))}</p><pre>{escape(text)}</pre>"


_SHOWN = 60


def part_of(triples: Iterable[Triple], note: str = "") -> Part:
    """Statements as a graph of rdflib."""
    made = Part()
    made.note = note
    known = cache(rdflib_term)  # a term recurs often, and rdflib takes its time for each
    for triple in triples:
        made.add((known(triple.subject), known(triple.predicate), known(triple.object)))
    return made


def triples_of(graph: rdflib.Graph) -> list[Triple]:
    """The statements of a graph of rdflib, sorted."""
    told = graph.triples((None, None, None))
    found = (Triple(*(_pyoxigraph(term) for term in triple)) for triple in told)
    return sorted(found, key=str)


def rdflib_term(term: object) -> Any:
    """A term as rdflib's; its text stays as it is written."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if not isinstance(term, Literal):
        return rdflib.BNode(term.value if isinstance(term, BlankNode) else str(term))
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == terms.XSD.string:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=term.datatype.value, normalize=False)


def _pyoxigraph(term: object) -> Any:
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if not isinstance(term, rdflib.Literal):
        return NamedNode(str(term))
    datatype = NamedNode(str(term.datatype)) if term.datatype and not term.language else None
    return Literal(str(term), datatype=datatype, language=term.language)

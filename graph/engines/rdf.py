"""The graph as an rdflib dataset, over the same store and read only."""

from __future__ import annotations

from typing import NoReturn

from oxrdflib import OxigraphStore
from pyoxigraph import Store
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
    wrapped.namespace_manager = NamespaceManager(wrapped, bind_namespaces="none")
    for prefix, iri in terms.PREFIXES.items():
        wrapped.bind(prefix, iri, override=True, replace=True)
    return wrapped

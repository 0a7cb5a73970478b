"""What stands at the address of each thing of the graph: documents for programs, ways for readers.

All lies in ``id/``, by kind and name.  Documents are in four forms of RDF.  A thing that has no
page of its own has a small one here that leads to its place on another's, so that redirects need
not know where each thing stands, and a new thing needs no new redirect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from graph.base.languages import LANGS
from graph.export.documents import THINGS, belongings, documents, one_page, own_pages
from graph.knowledge_graph import KnowledgeGraph
from graph.lookup.names import labels_of
from graph.site.frame import between, way
from ontology.terms import kind_of


def files(kg: KnowledgeGraph, places: Mapping[NamedNode, str]) -> Iterator[tuple[str, bytes]]:
    """The files that stand at addresses.

    Args:
        kg: The view.
        places: Where each thing stands, below the folder of a language.

    Yields:
        Paths below the folder of the site, and what stands there.
    """
    yield from documents(kg, one_page(places))
    led = led_kinds(places)
    elsewhere = {
        thing.value: place
        for thing, place in sorted(places.items(), key=str)
        if kind_of(thing.value) in led
    }
    for lang in LANGS:
        labels = labels_of(kg.engine, elsewhere, lang)
        for thing, place in elsewhere.items():
            path = f"id/{thing.removeprefix(THINGS)}.{lang}.html"
            yield path, way(lang, labels[thing], between(path, f"{lang}/{place}")).encode()


def led_kinds(places: Mapping[NamedNode, str]) -> list[str]:
    """The kinds of which each thing has a small page at ``id/<kind>/<name>`` that leads on."""
    owned = belongings({thing.value.removeprefix(THINGS) for thing in places})
    known = {*one_page(places), *owned, *own_pages(places)}
    return sorted({kind_of(thing.value) for thing in places} - known)

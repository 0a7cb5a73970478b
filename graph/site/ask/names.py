"""The names of things as data: what completes while one types, and which thing a name means.

The names are those of :class:`graph.lookup.names.Names`, with how well each fits; the page looks a
name up as that does: as it is written, by its letters, in ASCII.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graph.export.documents import own_pages
from graph.lookup.names import RANKS, REGISTERS, STEP, WIDER, labels_of
from graph.site.addresses import led_kinds
from graph.site.things.places import places
from ontology import terms

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

Data = dict[str, Any]


def names(kg: KnowledgeGraph) -> Data:
    """All names of what a question can be about, and how a name is looked up.

    Returns:
        ``things``: by kind, of each thing its slug, its label in Swedish and English, and its
        names with how well they fit; ``wider``, ``registers``, ``step`` and ``ranks``: the
        rules of :mod:`graph.lookup.names`.
    """
    listed = (*REGISTERS, "source")
    return {
        "things": {kind: _things(kg, kind) for kind in listed},
        "wider": {kind: list(wider) for kind, wider in WIDER.items()},
        "registers": list(REGISTERS),
        "step": STEP.pattern,
        "ranks": {prop.value: rank for prop, rank in RANKS.items()},
        "base": terms.BASE,
    }


def _things(kg: KnowledgeGraph, kind: str) -> list[list[Any]]:
    known: dict[str, dict[str, int]] = defaultdict(dict)
    for name, iri, rank in kg.names.of_kind(kind):
        known[iri][name] = min(rank, known[iri].get(name, rank))
    labels = [labels_of(kg.engine, known, lang) for lang in ("sv", "en")]
    home = len(terms.PREFIXES[kind])
    return [
        [iri[home:], *(of[iri] for of in labels), [[n, r] for n, r in sorted(own.items())]]
        for iri, own in sorted(known.items())
    ]


def pages(kg: KnowledgeGraph) -> Data:
    """Where things stand: kinds with pages of their own, and kinds whose addresses lead there.

    Returns:
        ``own``: kinds whose things lie at ``<kind>/<slug>.html``; ``led``: those whose things have
        a page at ``id/<kind>/<slug>`` that leads on.
    """
    found = places(kg)
    return {"own": own_pages(found), "led": led_kinds(found)}

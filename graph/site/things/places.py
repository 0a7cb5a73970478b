"""Where each thing of the data stands: the one rule from an address to a page and a place on it.

Areas, regions, hospitals, bodies, organisations and sources have pages. A citation stands on the
page of its source, a fact on that of what it is about, and what follows by a rule, or has no name
of its own, with what it belongs to. Pages link by this rule, and redirects follow it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from pyoxigraph import NamedNode

from graph.base.statements import Statements
from graph.knowledge_graph import KnowledgeGraph
from graph.site.lexicon import lexicon
from graph.site.things.cells import anchor_of
from graph.site.things.sources import entry_anchor
from graph.site.things.statements import SiteStatements, read
from ontology.terms import BASE, NHV, ORG, curie, kind_of

KINDS: Mapping[str, NamedNode] = {
    "area": NHV.CareArea,
    "region": NHV.Region,
    "healthcare-region": NHV.HealthcareRegion,
    "hospital": NHV.CareFacility,
    "body": NHV.Body,
    "organisation": NHV.Organisation,
    "source": NHV.Source,
}
"""What has a page of its own, by the folder that it lies in."""
PERSONS = "privacy.html"
"""Where the address of any person leads: nobody has a page, and names are in no list."""
# Where a fact is told in full: on the page of what one of these names.
_HOMES = (NHV.area, ORG.organization, ORG.postIn, NHV.about, NHV.body, NHV.actor, NHV.backs)
# On the pages of these, facts stand in tables of their own; all others tell each in full.
_TABLED = frozenset({
    NHV.Permit, NHV.SupplyRelation, NHV.Cooperation, NHV.Application, NHV.Decision,
})  # fmt: skip
# What is a value of these stands with what has it; what has these, with their value.
_OF = (NHV.term, NHV.standing, NHV.period, NHV.unitCount, NHV.ofWhich, NHV.claim)
_WITH = (NHV.heldArea, NHV.about)
# Where on the page of an area that stands which has no line of its own.
_PARTS = {"standing": "#way", "held": "#permits"}
# What pages do not link to where they name it, or link to as a term of the ontology.
_UNLINKED = frozenset({
    "person", "legal", "county", "municipality", "conflict", "step", "programme",
})  # fmt: skip


def places(kg: KnowledgeGraph) -> dict[NamedNode, str]:
    """Where each thing of the data stands, whatever its kind.

    Args:
        kg: The view, in whatever language.

    Returns:
        For every address ``…/id/…`` that any graph of the view names, the path of a page below
        the folder of a language, with the place on it: ``area/dysmeli.html#permit-dysmeli-skane``.

    Example:
        >>> places(kg)[thing("region", "region-skane")]  # doctest: +SKIP
        'region/region-skane.html'
    """
    return kg.cached(("site", "places"), lambda: _places(read(kg)))


def linked(kg: KnowledgeGraph) -> dict[NamedNode, str]:
    """The same of what pages link to where they name it."""
    return {t: path for t, path in places(kg).items() if kind_of(t.value) not in _UNLINKED}


def pages_of(statements: SiteStatements) -> Iterator[tuple[NamedNode, str]]:
    """The things that have pages of their own, and where these lie."""
    for kind, cls in KINDS.items():
        for node in statements.of_class(cls):
            if kind_of(node.value) == kind:
                yield node, f"{kind}/{curie(node.value).partition(':')[2]}.html"


def _places(statements: SiteStatements) -> dict[NamedNode, str]:
    homes = dict(pages_of(statements))
    found = dict(homes)
    for source, places in statements.places.items():
        if source in homes:
            for citation in places:
                found[citation.node] = f"{homes[source]}#{entry_anchor(citation)}"
    for fact, citations in statements.citations.items():
        if fact not in homes and citations:
            home = next(_told_on(statements, homes, fact), "")
            cited = found.get(citations[0].node, "")
            found[fact] = f"{home}#{anchor_of(fact)}" if home else cited
    # A seat is told by whom it was held, where that is known.
    for post in statements.of_class(NHV.Post):
        for filled in statements.subjects(NHV.post, post)[:1]:
            if filled in found:
                found[post] = found[filled]
    for fact in statements.citations:
        found |= dict.fromkeys(statements.nodes(fact, NHV.joins), found[fact])
    found |= dict.fromkeys(statements.of_class(NHV.Person), PERSONS)
    found |= {term: path for term, path in lexicon().paths.items() if _is_thing(term)}
    owned = list(_owned(statements, *statements.stated.values()))
    while more := {
        one: found[owner] + _PARTS.get(kind_of(one.value), "")
        for one, owner in owned if one not in found and found.get(owner)
    }:  # fmt: skip
        found |= more
    return {thing: path for thing, path in found.items() if path}


def _told_on(
    statements: SiteStatements, homes: Mapping[NamedNode, str], fact: NamedNode
) -> Iterator[str]:
    """The pages on which a fact is told in full, with its anchor."""
    tabled = any(statements.is_a(fact, cls) for cls in _TABLED)
    for prop in _HOMES:
        for node in statements.nodes(fact, prop):
            kind = kind_of(node.value)
            if node in homes and kind != "source" and (kind == "area" or not tabled):
                yield homes[node]


def _owned(*graphs: Statements) -> Iterator[tuple[NamedNode, NamedNode]]:
    """What has no name of its own, each with what it belongs to."""
    for thing, prop, value in chain.from_iterable(graphs):
        if isinstance(value, NamedNode):
            if prop in _OF and _is_thing(value):
                yield value, thing
            elif prop in _WITH and _is_thing(thing):
                yield thing, value


def _is_thing(term: NamedNode) -> bool:
    return term.value.startswith(f"{BASE}id/")

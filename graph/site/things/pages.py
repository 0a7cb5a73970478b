"""The pages of things: one for each area, region, hospital, body, organisation and source.

Everything is read at once (:mod:`graph.site.things.statements`); a page is then put together from
what is known of its thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.lookup.names import kind_of
from graph.questions.question import ENTITY
from graph.site.parts import Page
from graph.site.things.areas import Area
from graph.site.things.bodies import Body
from graph.site.things.cells import Teller, anchor_of
from graph.site.things.lists import lists
from graph.site.things.organisations import Organisation
from graph.site.things.sources import Source, entry_anchor
from graph.site.things.statements import SiteStatements, read
from graph.site.things.tables import Odd
from graph.site.words import kind_word, say
from ontology.terms import NHV, ORG, SKOS, curie

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

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
# Where a fact is told in full: on the page of what one of these names.
_HOMES = (NHV.area, ORG.organization, ORG.postIn, NHV.about, NHV.body, NHV.actor, NHV.backs)
# On the pages of these, facts stand in tables of their own; all others tell each in full.
_TABLED = frozenset({
    NHV.Permit, NHV.SupplyRelation, NHV.Cooperation, NHV.Application, NHV.Decision,
})  # fmt: skip


def paths(kg: KnowledgeGraph) -> dict[NamedNode, str]:
    """Where everything lies that has a page, or stands on one.

    Args:
        kg: The view, in whatever language.

    Returns:
        The path of the page of every thing; of every fact and of every place in a document the
        page on which it stands, with an anchor.
    """
    statements = read(kg)
    homes = dict(_things(statements))
    found = dict(homes)
    for source, places in statements.places.items():
        if source in homes:
            for citation in places:
                found[citation.node] = f"{homes[source]}#{entry_anchor(citation)}"
    for fact, citations in statements.citations.items():
        if fact in homes or not citations:
            continue
        home = next(
            (path for prop in _HOMES for node in statements.nodes(fact, prop)
             if (path := homes.get(node)) and _stands(statements, fact, node)), None,
        )  # fmt: skip
        found[fact] = f"{home}#{anchor_of(fact)}" if home else found.get(citations[0].node, "")
    for post in statements.of_class(NHV.Post):
        if (filled := statements.subjects(NHV.post, post)) and filled[0] in found:
            found[post] = found[filled[0]]
    for fact in statements.citations:
        for record in statements.nodes(fact, NHV.joins):
            found[record] = found[fact]
    for tie in (NHV.term, NHV.standing, NHV.period):
        for owner in statements.having(tie):
            for node in statements.nodes(owner, tie):
                found[node] = found.get(_home(statements, owner), "")
    for node in statements.of_class(NHV.HeldArea):
        found[node] = found.get(_home(statements, node), "")
    return {thing: path for thing, path in found.items() if path and _shown(thing)}


def _home(statements: SiteStatements, owner: NamedNode) -> NamedNode:
    """Whose page something stands on that follows by a rule: an area held stands on its area's."""
    return statements.node(owner, NHV.heldArea) or owner


def _shown(thing: NamedNode) -> bool:
    """Whether something has a place at all: persons and registers' entries have none."""
    return kind_of(thing.value) not in ("person", "legal", "county", "municipality", "step")


def _stands(statements: SiteStatements, fact: NamedNode, home: NamedNode) -> bool:
    """Whether a fact is told in full, with its anchor, on the page of a thing."""
    if kind_of(home.value) == "source":
        return False
    if kind_of(home.value) == "area":
        return True
    return not any(statements.is_a(fact, cls) for cls in _TABLED)


def _things(statements: SiteStatements) -> Iterator[tuple[NamedNode, str]]:
    for kind, cls in KINDS.items():
        for node in statements.of_class(cls):
            if kind_of(node.value) == kind:
                yield node, f"{kind}/{curie(node.value).partition(':')[2]}.html"


def pages(kg: KnowledgeGraph) -> Iterator[Page]:
    """The pages of all things in the language of the view, and the lists of them.

    Args:
        kg: The view.

    Yields:
        The pages, kind by kind in the order of their names, and then the list of each kind.

    Example:
        >>> next(pages(kg)).path  # doctest: +SKIP
        'area/alagille.html'
    """
    statements, odd = read(kg), _odd(kg)
    tell = Teller(statements, kg.lang, kg.as_of)
    made: dict[str, list[tuple[NamedNode, Page]]] = {kind: [] for kind in KINDS}

    def order(pair: tuple[NamedNode, str]) -> tuple[int, tuple[str, str], str]:
        node = pair[0]
        return list(KINDS).index(kind_of(node.value)), swedish(tell.name(node)), node.value

    for node, path in sorted(_things(statements), key=order):
        about, label, kind = _about(tell, odd, node), tell.label(node), kind_of(node.value)
        names = [curie(node.value)]
        names += [t.value for p in (SKOS.altLabel, SKOS.prefLabel, SKOS.notation)
                  for t in statements.objects(node, p) if t.value != label.text]  # fmt: skip
        fine = kind in ("area", "hospital", "organisation") and statements.own_class(node)
        page = Page(
            path=path,
            title=label.text,
            summary=about.summary(),
            template="thing.html",
            content={
                "glance": about.glance(),
                "sections": tuple(section for section in about.sections() if section),
            },
            thing=node,
            kind=tell.word(fine) if fine else kind_word(kind, tell.lang),
            keywords=" ".join(dict.fromkeys(names)),
            title_lang=tell.foreign(label.lang),
        )
        made[kind].append((node, page))
        yield page
    yield from lists(tell, made)


def _about(tell: Teller, odd: Odd, node: NamedNode) -> Area | Body | Organisation | Source:
    """All that is known of a thing, gathered for its page."""
    kind = kind_of(node.value)
    if kind == "area":
        return Area(tell, odd, node)
    if kind == "source":
        return Source(tell, node)
    return (Body if kind in ("body", "organisation") else Organisation)(tell, node)


def _odd(kg: KnowledgeGraph) -> Odd:
    """What the question ``conflicts`` finds, but for what stands with the facts themselves."""
    found: dict[NamedNode, list[str]] = {}
    table = kg.answer("conflicts", evidence=True)
    at = table.columns.index(ENTITY)
    for row, record in zip(table.rows, table.records(), strict=True):
        node = row[at]
        if isinstance(node, NamedNode) and kind_of(node.value) != "conflict":
            cells = {key: str(cell or "–") for key, cell in record.items()}
            cells["kind"] = cells["kind"][:1].upper() + cells["kind"][1:]
            said = say("doubt_odd", kg.lang).format(**cells)
            found.setdefault(node, []).append(said)
    return found

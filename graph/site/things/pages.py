"""The pages of things: one for each area, region, hospital, body, organisation and source.

Everything is read at once (:mod:`graph.site.things.statements`); a page is then put together from
what is known of its thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.base.statements import Statements
from graph.engines.frames import swedish
from graph.phrases.tables import table
from graph.questions.question import ENTITY
from graph.site.parts import Page
from graph.site.things.areas import Area
from graph.site.things.bodies import Body
from graph.site.things.cells import Teller
from graph.site.things.lists import lists
from graph.site.things.news import news_of
from graph.site.things.organisations import Organisation
from graph.site.things.places import KINDS, pages_of
from graph.site.things.sources import Source
from graph.site.things.statements import read
from graph.site.things.tables import Odd
from graph.site.words import kind_word, say
from ontology.terms import NHV, ORG, SKOS, curie, kind_of

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph


def pages(kg: KnowledgeGraph) -> Iterator[Page]:
    """The pages of all things in the language of the view, and the lists of them."""
    made = {page.path: page for page in of_things(kg)}
    yield from made.values()
    yield from listed(kg, made)


def of_things(kg: KnowledgeGraph, share: slice = slice(None)) -> Iterator[Page]:
    """The pages of things in the language of the view.

    Args:
        kg: The view.
        share: Which of them.

    Yields:
        The pages, kind by kind in the order of their names.

    Example:
        >>> next(of_things(kg)).path  # doctest: +SKIP
        'area/alagille.html'
    """
    statements, odd = read(kg), kg.cached(("site", "odd", kg.lang), lambda: _odd(kg))
    tell = Teller(statements, kg.lang, kg.as_of)
    for node, path in _in_order(tell)[share]:
        about, label, kind = _about(tell, odd, node), tell.label(node), kind_of(node.value)
        names = [curie(node.value), *_called(statements, node), *_lay(node)]
        names += _within(statements, node) if kind == "hospital" else ()
        fine = kind in ("area", "hospital", "organisation") and statements.own_class(node)
        yield Page(
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
            names=tuple(dict.fromkeys(name for name in names if name != label.text)),
            said=_people(tell, node),
            title_lang=tell.foreign(label.lang),
            news=news_of(kind, path),
        )


def _called(statements: Statements, node: NamedNode) -> list[str]:
    """All names of a thing."""
    props = (SKOS.altLabel, SKOS.prefLabel, SKOS.notation)
    return [term.value for prop in props for term in statements.objects(node, prop)]


def _within(statements: Statements, node: NamedNode) -> Iterator[str]:
    """Names of a unit in which the hospital has another of its names: "SUS, Malmö"."""
    own = _called(statements, node)
    for whole in statements.nodes(node, NHV.partOf):
        names = _called(statements, whole)
        for said, name in ((said, name) for said in own for name in names if name in said):
            yield from (said.replace(name, other) for other in names)


def _lay(node: NamedNode) -> Iterator[str]:
    """What lay people call a thing (``cues.toml``)."""
    for cue in table("cues")["things"].get(curie(node.value), ()):
        parts = (part.replace("*", "").strip() for part in re.split(r"[(|)…]", cue))
        yield from filter(None, parts)


def _people(tell: Teller, body: NamedNode) -> str:
    """Who sits or sat in a body."""
    seats = tell.statements.subjects(ORG.organization, body)
    people = (who for seat in seats for who in tell.statements.nodes(seat, ORG.member))
    return " ".join(dict.fromkeys(map(tell.name, people)))


def listed(kg: KnowledgeGraph, made: Mapping[str, Page]) -> Iterator[Page]:
    """The list of the pages of each kind.

    Args:
        kg: The view.
        made: The pages of all its things, by their paths.
    """
    tell = Teller(read(kg), kg.lang, kg.as_of)
    by_kind: dict[str, list[tuple[NamedNode, Page]]] = {kind: [] for kind in KINDS}
    for node, path in _in_order(tell):
        by_kind[kind_of(node.value)].append((node, made[path]))
    yield from lists(tell, by_kind)


def _in_order(tell: Teller) -> list[tuple[NamedNode, str]]:
    """The things that have pages, and where these lie: by kind and name."""

    def order(pair: tuple[NamedNode, str]) -> tuple[int, tuple[str, str], str]:
        node = pair[0]
        return list(KINDS).index(kind_of(node.value)), swedish(tell.name(node)), node.value

    return sorted(pages_of(tell.statements), key=order)


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

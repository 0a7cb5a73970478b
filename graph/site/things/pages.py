"""The pages of things: one for each area, region, hospital, body, organisation and source.

Everything is read at once (:mod:`graph.site.things.statements`); a page is then put together from
what is known of its thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from pyoxigraph import NamedNode

from graph.base.statements import Statements
from graph.engines.frames import swedish
from graph.knowledge_graph import KnowledgeGraph
from graph.phrases.tables import table
from graph.questions.question import ENTITY
from graph.site.parts import Page
from graph.site.things import counts
from graph.site.things.areas import Area
from graph.site.things.bodies import Body
from graph.site.things.cells import Teller
from graph.site.things.news import news_of
from graph.site.things.organisations import Organisation
from graph.site.things.places import KINDS, pages_of
from graph.site.things.sources import Source
from graph.site.things.statements import read
from graph.site.things.tables import Odd
from graph.site.words import kind_word, say
from graph.view.citations import date_text
from ontology.terms import NHV, ORG, SKOS, curie, kind_of

Made = Sequence[tuple[NamedNode, Page]]
_AREAS = ("held_now", "held_maybe", "decided_areas", "on_the_way", "other_areas", "parts", "topics")
# Lists that the menu has no room for, under the one that is nearest.
_BESIDE = {"region": "healthcare-region", "body": "organisation"}


def pages(kg: KnowledgeGraph) -> Iterator[Page]:
    """The pages of all things in the language of the view, and the lists of them."""
    made = {page.path: page for page in of_things(kg)}
    yield from made.values()
    yield from listed(kg, made)


def of_things(kg: KnowledgeGraph, share: slice = slice(None)) -> Iterator[Page]:
    """The pages of things, or a share of them, kind by kind in the order of their names."""
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


class Shelf(NamedTuple):
    """A group of a list: its heading and its pages."""

    key: str
    title: str
    pages: Sequence[Page]


def listed(kg: KnowledgeGraph, made: Mapping[str, Page]) -> Iterator[Page]:
    """A list of the pages of each kind, ``area/index.html`` and so on, from all of them by path."""
    tell = Teller(read(kg), kg.lang, kg.as_of)
    by_kind: dict[str, list[tuple[NamedNode, Page]]] = {kind: [] for kind in KINDS}
    for node, path in _in_order(tell):
        by_kind[kind_of(node.value)].append((node, made[path]))
    shelvers: Mapping[str, Callable[[Teller, Made], list[Shelf]]] = {
        "area": _areas,
        "body": partial(_by_name, prop=NHV.bodyType),
        "hospital": partial(_by_name, prop=NHV.operator),
        "source": _sources,
    }
    for kind, own in by_kind.items():
        beside = _BESIDE.get(kind, "")
        more = ((f"{beside}/index.html", tell.t(f"list.{beside}")),) if by_kind.get(beside) else ()
        yield Page(
            path=f"{kind}/index.html",
            title=tell.t(f"list.{kind}"),
            summary=tell.t(f"told.{kind}", len(own), tell.day),
            template="things.html",
            content={
                "shelves": shelvers[kind](tell, own)
                if kind in shelvers
                else [Shelf("all", "", [page for _, page in own])],
                "more": more,
            },
        )


def _areas(tell: Teller, own: Made) -> list[Shelf]:
    """Areas by how far they came."""
    statements = tell.statements
    groups: dict[str, list[Page]] = {key: [] for key in _AREAS}
    for node, page in own:
        if statements.is_a(node, NHV.Topic):
            key = "topics"
        elif statements.is_a(node, NHV.AreaPart):
            key = "parts"
        else:
            key = counts.of_area(statements, node, tell.day)
        groups[key].append(page)
    return [Shelf(key, tell.t(key), pages) for key, pages in groups.items() if pages]


def _by_name(tell: Teller, own: Made, prop: NamedNode) -> list[Shelf]:
    """Pages by a thing that each has, in the order of those things' names; the rest last."""
    groups: dict[str, list[Page]] = {}
    for node, page in own:
        found = tell.statements.node(node, prop)
        groups.setdefault(tell.name(found) if found else "", []).append(page)
    names = sorted(groups, key=lambda name: (not name, swedish(name)))
    return [Shelf(f"g{i}", name or tell.t("others"), groups[name]) for i, name in enumerate(names)]


def _sources(tell: Teller, own: Made) -> list[Shelf]:
    """Documents by year, the newest first; the project's own registers last."""
    statements = tell.statements
    groups: dict[tuple[int, str], list[tuple[str, Page]]] = {}
    for node, page in own:
        day = statements.value(node, NHV.firstDay)
        if statements.node(node, NHV.sourceKind) == NHV.Register:
            key = (2, "registers")
        else:
            key = (-int(day[:4]), day[:4]) if day else (1, "undated_sources")
        groups.setdefault(key, []).append((day, page))
    shelves = []
    for (rank, name), found in sorted(groups.items()):
        found.sort(key=lambda row: row[1].title)
        found.sort(key=lambda row: row[0], reverse=True)
        title = date_text(name, tell.lang) if rank < 0 else tell.t(name)
        shelves.append(Shelf(f"y{name}", title, [page for _, page in found]))
    return shelves

"""The lists of areas, regions, hospitals, bodies, organisations and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.site.parts import Page
from graph.site.things import counts
from graph.site.things.cells import Teller
from graph.view.citations import date_text
from ontology.terms import NHV

Made = Sequence[tuple[NamedNode, Page]]
_AREAS = ("held_now", "held_maybe", "decided_areas", "on_the_way", "other_areas", "parts", "topics")
# Lists that the menu has no room for, under the one that is nearest.
_BESIDE = {"region": "healthcare-region", "body": "organisation"}


class Shelf(NamedTuple):
    """A group of a list: its heading and its pages."""

    key: str
    title: str
    pages: Sequence[Page]


def lists(tell: Teller, made: Mapping[str, Made]) -> Iterator[Page]:
    """A list of the pages of each kind: ``area/index.html`` and so on."""
    shelvers: Mapping[str, Callable[[Teller, Made], list[Shelf]]] = {
        "area": _areas, "body": _bodies, "hospital": _hospitals, "source": _sources,
    }  # fmt: skip
    for kind, own in made.items():
        beside = _BESIDE.get(kind, "")
        more = ((f"{beside}/index.html", tell.t(f"list.{beside}")),) if made.get(beside) else ()
        yield Page(
            path=f"{kind}/index.html",
            title=tell.t(f"list.{kind}"),
            summary=tell.t(f"told.{kind}", len(own), tell.day),
            template="things.html",
            content={"shelves": shelvers.get(kind, _one)(tell, own), "more": more},
        )


def _one(_tell: Teller, own: Made) -> list[Shelf]:
    return [Shelf("all", "", [page for _, page in own])]


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


def _hospitals(tell: Teller, own: Made) -> list[Shelf]:
    return _by_name(tell, own, NHV.operator)


def _bodies(tell: Teller, own: Made) -> list[Shelf]:
    return _by_name(tell, own, NHV.bodyType)


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

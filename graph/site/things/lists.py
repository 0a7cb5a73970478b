"""The lists of areas, regions, hospitals, bodies, organisations and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.pictures.sheet.tooltips import date_text
from graph.site.page import Page
from graph.site.things import counts
from graph.site.things.cells import Teller
from ontology.terms import NHV

Made = Sequence[tuple[NamedNode, Page]]


@dataclass(frozen=True)
class Shelf:
    """A group of a list: its heading and its pages."""

    key: str
    title: str
    pages: tuple[Page, ...]


def lists(tell: Teller, made: Mapping[str, Made]) -> Iterator[Page]:
    """A list of the pages of each kind.

    Args:
        tell: The teller.
        made: The pages by kind.

    Yields:
        ``area/index.html`` and so on.
    """
    shelvers: Mapping[str, Callable[[Teller, Made], tuple[Shelf, ...]]] = {
        "area": _areas, "body": _bodies, "hospital": _hospitals, "source": _sources,
    }  # fmt: skip
    for kind, own in made.items():
        shelves = shelvers.get(kind, _one)(tell, own)
        title = tell.t(f"list.{kind}")
        yield Page(
            path=f"{kind}/index.html",
            title=title,
            summary=tell.t(f"told.{kind}", len(own), tell.as_of.isoformat()),
            template="things.html",
            content={"shelves": shelves, "toc": tell.t("toc"), "more": _more(tell, kind, made)},
        )


def _more(tell: Teller, kind: str, made: Mapping[str, Made]) -> tuple[tuple[str, str], ...]:
    """Lists that the menu has no room for, under the one that is nearest."""
    beside = {"region": "healthcare-region", "body": "organisation"}.get(kind)
    return ((f"{beside}/index.html", tell.t(f"list.{beside}")),) if beside and made[beside] else ()


def _one(_tell: Teller, own: Made) -> tuple[Shelf, ...]:
    return (Shelf("all", "", tuple(page for _, page in own)),)


def _grouped(
    tell: Teller, own: Made, group: Callable[[NamedNode], str], order: Sequence[str]
) -> tuple[Shelf, ...]:
    """Pages by the key of their group, in an order of keys that are words of these pages."""
    groups: dict[str, list[Page]] = {key: [] for key in order}
    for node, page in own:
        groups[group(node)].append(page)
    return tuple(Shelf(key, tell.t(key), tuple(rows)) for key, rows in groups.items() if rows)


def _areas(tell: Teller, own: Made) -> tuple[Shelf, ...]:
    statements = tell.statements

    def group(node: NamedNode) -> str:
        if statements.is_a(node, NHV.Topic):
            return "topics"
        if statements.is_a(node, NHV.AreaPart):
            return "parts"
        return counts.of_area(statements, node, tell.day)

    order = ("held_now", "held_maybe", "decided_areas", "on_the_way", "other_areas", "parts",
             "topics")  # fmt: skip
    return _grouped(tell, own, group, order)


def _by_name(
    tell: Teller, own: Made, of: Callable[[NamedNode], NamedNode | None]
) -> tuple[Shelf, ...]:
    """Pages by a thing that each has, in the order of those things' names; the rest last."""
    groups: dict[str, list[Page]] = {}
    for node, page in own:
        found = of(node)
        groups.setdefault(tell.name(found) if found else "", []).append(page)
    names = sorted(groups, key=lambda name: (not name, swedish(name)))
    return tuple(
        Shelf(f"g{i}", name or tell.t("others"), tuple(groups[name]))
        for i, name in enumerate(names)
    )


def _hospitals(tell: Teller, own: Made) -> tuple[Shelf, ...]:
    return _by_name(tell, own, lambda node: tell.statements.node(node, NHV.operator))


def _bodies(tell: Teller, own: Made) -> tuple[Shelf, ...]:
    return _by_name(tell, own, lambda node: tell.statements.node(node, NHV.bodyType))


def _sources(tell: Teller, own: Made) -> tuple[Shelf, ...]:
    """Documents by year, the newest first; the project's own registers last."""
    statements = tell.statements
    groups: dict[tuple[int, str], list[tuple[tuple[str, str], Page]]] = {}
    for node, page in own:
        day = statements.value(node, NHV.firstDay)
        if statements.node(node, NHV.sourceKind) == NHV.Register:
            key = (2, "registers")
        else:
            key = (-int(day[:4]), day[:4]) if day else (1, "undated_sources")
        groups.setdefault(key, []).append(((day, page.title), page))
    shelves = []
    for (rank, name), found in sorted(groups.items()):
        found.sort(key=lambda row: row[0][1])
        found.sort(key=lambda row: row[0][0], reverse=True)
        title = date_text(name, tell.lang) if rank < 0 else tell.t(name)
        shelves.append(Shelf(f"y{name}", title, tuple(page for _, page in found)))
    return tuple(shelves)

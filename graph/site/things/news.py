"""What became known month by month: of each area and region, and of all, as pages and as feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from pyoxigraph import NamedNode

from graph.evidence.news import Item, Month
from graph.site.parts import Cell, Feed, FeedEntry, Line, Lines, Page, Place, Section
from graph.site.things.cells import Teller
from graph.site.things.organisations import parts_of
from graph.site.things.places import pages_of
from ontology.terms import BASE, NHV, SKOS, curie, expand, kind_of

INDEX = "news/index.html"
_RECENT = 12  # months that a feed has, and that stand open on a page
_KINDS = ("area", "region", "healthcare-region", "hospital")


def news_of(kind: str, path: str) -> str:
    """Where the page lies that tells what is new of a thing; an empty text if none does.

    Args:
        kind: The kind of the thing.
        path: Where its own page lies.

    Example:
        >>> news_of("area", "area/dysmeli.html"), news_of("body", "body/socialstyrelsen.html")
        ('news/area/dysmeli.html', '')
    """
    return f"news/{path}" if kind in _KINDS else ""


class News:
    """What became known, as pages in one language tell it.

    Args:
        tell: The teller.
        months: All months, the newest first.
    """

    def __init__(self, tell: Teller, months: Sequence[Month]) -> None:
        self.tell, self.months = tell, months
        self._about: dict[str, list[tuple[int, int]]] = {}
        for at, month in enumerate(months):
            for nr, item in enumerate(month.items):
                for name in item.about:
                    self._about.setdefault(name, []).append((at, nr))

    def pages(self) -> Iterator[Page]:
        """A page for each year, the newest first, and for each area, region and hospital."""
        t = self.tell.t
        years = [(year, list(own)) for year, own in groupby(self.months, lambda m: m.name[:4])]
        newest, *older = years or [("", [])]
        paths = {newest[0]: INDEX, **{year: f"news/{year}.html" for year, _ in older}}
        yield self._page(INDEX, t("news_title"), t("news_summary"), newest[1], paths, self.months)
        for year, own in older:
            title, summary = t("news_year", year), t("news_of_year", year)
            yield self._page(paths[year], title, summary, own, paths)
        for node, path in pages_of(self.tell.statements):
            if place := news_of(kind_of(node.value), path):
                title, name = t("news_of", self.tell.name(node)), self.tell.name(node)
                own = self._of(node)
                yield self._page(place, title, t("news_of_thing", name), own, {name: path}, own)

    def _of(self, node: NamedNode) -> list[Month]:
        """The months in which anything became known of a thing and what belongs to it."""
        names = {curie(one.value) for one in belonging(self.tell, node)}
        places = sorted({place for name in names for place in self._about.get(name, ())})
        found = ((self.months[at], own) for at, own in groupby(places, lambda place: place[0]))
        return [
            month._replace(items=tuple(month.items[nr] for _, nr in own)) for month, own in found
        ]

    def _page(
        self, path: str, title: str, summary: str, months: Sequence[Month],
        beside: Mapping[str, str], fed: Sequence[Month] | None = None,
    ) -> Page:  # fmt: skip
        """A page of months; what is new since is in its feed, or in that of all."""
        return Page(
            path=path,
            title=title,
            summary=summary,
            template="news.html",
            content={
                "glance": (),
                "sections": tuple(
                    self._month(month, folded=nr >= _RECENT) for nr, month in enumerate(months)
                ),
                "beside": [(place, name) for name, place in beside.items() if place != path],
            },
            news=INDEX if fed is None else path,
            feed=None if fed is None else self._feed(path, title, fed),
        )

    def _feed(self, path: str, title: str, months: Sequence[Month]) -> Feed:
        """Months as a feed: an entry for each, with a line for each piece of news."""
        own = f"{BASE}news/{self.tell.lang}/{path.removeprefix('news/').removesuffix('.html')}"
        entries = tuple(
            FeedEntry(
                id=f"{own}/{month.name}",
                title=self.tell.t("news_count", month.name, len(month.items)),
                updated=month.day,
                link=f"{self._place(path, month)}#{_anchor(month)}",
                lines=tuple((self._said(item), self._places(item)) for item in month.items),
            )
            for month in months[:_RECENT]
        )
        updated = next((month.day for month in (*months, *self.months)), self.tell.as_of)
        return Feed(own, title, updated, entries)

    def _place(self, path: str, month: Month) -> str:
        """The page that a month stands on: of all news, each older year has its own."""
        year, newest = (one.name[:4] for one in (month, self.months[0]))
        return f"news/{year}.html" if path == INDEX and year != newest else path

    def _month(self, month: Month, *, folded: bool) -> Section:
        """A month of a page: what its documents say, and then these themselves."""
        tell, tables = self.tell, tuple[Lines, ...]()
        for key, is_source in (("news_facts", False), ("news_sources", True)):
            items = [one for one in month.items if (one.change.kind == "source") == is_source]
            lines = (Line((self._said(item),), self._places(item)) for item in items)
            tables += tell.lines(tell.t(key, len(items)), ("what",), lines)
        tables = tuple(replace(table, folded=folded) for table in tables)
        return Section(_anchor(month), month.name, lines=tables)

    def _said(self, item: Item) -> Cell:
        """A piece of news in words, linked to the first fact that says so."""
        fact = next(iter(item.facts), "")
        return Cell(item.change.text, NamedNode(expand(fact)) if fact else None)

    def _places(self, item: Item) -> tuple[Place, ...]:
        """Where its documents say so; the document alone where they say it of what is another."""
        facts, sources = (
            [NamedNode(expand(name)) for name in names] for names in (item.facts, item.sources)
        )
        return self.tell.standing(facts, sources)


def _anchor(month: Month) -> str:
    return f"m{month.name}"


def belonging(tell: Teller, node: NamedNode) -> list[NamedNode]:
    """A thing and its parts: of an area, of a healthcare region and its regions, of a region."""
    statements = tell.statements
    members = tell.all_of(statements.subjects(NHV.inHealthcareRegion, node), NHV.Region)
    areas = tell.all_of(statements.subjects(SKOS.broader, node), NHV.CareArea)
    return [node, *members, *areas, *parts_of(tell, [node, *members])]

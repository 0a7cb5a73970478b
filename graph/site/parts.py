"""What pages are put together from: cells, tables, facts with their evidence, sections, figures.

Plain data in the language of their page; ``templates/_macros.html`` and ``_lines.html`` write them
as HTML. Text in them is text: what looks like HTML is shown and never runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias

from markupsafe import Markup
from pyoxigraph import NamedNode

from graph.site.words import say

Mood = Literal["inferred", "conflict", "gap", "state"]


@dataclass(frozen=True)
class Page:
    """A page in one language before it is written; its twin has the same path."""

    path: str  # below the folder of its language: "area/dysmeli.html"
    title: str
    summary: str  # one sentence, for lists, search and sharing
    template: str
    content: Mapping[str, object] = field(default_factory=dict)
    thing: NamedNode | None = None  # what it is about; others link to it, and it has Turtle
    kind: str = ""  # under which lists and the search have it
    names: tuple[str, ...] = ()  # by which the search finds it, besides its title
    said: str = ""  # what else the search finds it by
    files: Mapping[str, bytes] = field(default_factory=dict)  # what lies beside it, by name
    title_lang: str = ""  # where it is not that of the page
    computes: bool = False  # whether its scripts run WebAssembly, in a worker
    news: str = ""  # the page with what is new of it; its feed lies beside that
    feed: Feed | None = None  # what is new, if this is that page

    def head(self) -> Page:
        """What lists and the search know of it."""
        return replace(self, content={}, files={}, feed=None)


@dataclass(frozen=True)
class Badge:
    """A word beside a value that says how far to trust it, linked to what explains it."""

    mood: Mood  # "state" is no warning
    text: str
    term: NamedNode | None = None


@dataclass(frozen=True)
class Cell:
    """A value as it is shown."""

    text: str
    term: NamedNode | None = None  # what it names; linked if that has a page
    href: str = ""  # another place, from the page, or an address of the web
    lang: str = ""  # where it is not that of the page
    form: Literal["", "number", "date", "code"] = ""
    badges: tuple[Badge, ...] = ()


Cells: TypeAlias = "Cell | tuple[Cell, ...]"
"""What stands in one field of a table: a value, or several below one another."""


@dataclass(frozen=True)
class Grid:
    """A table; the first field of each row is its heading."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cells]]
    note: str = ""
    anchors: Sequence[str] = ()  # what addresses end in that point at its rows


@dataclass(frozen=True)
class Figure:
    """A picture, within the page as safe SVG or as a file beside it, with its data as a table."""

    title: str
    svg: Markup | None = None
    file: str = ""
    told: str = ""  # what it shows, for those who cannot see it
    notes: tuple[str, ...] = ()
    grid: Grid | None = None
    width: int = 0  # of a file, so that a page keeps its room
    height: int = 0


@dataclass(frozen=True)
class Place:
    """A place of a document that a fact rests on."""

    source: NamedNode  # the citation, which stands on its document's page
    label: str
    place: str
    date: str
    inferred: bool
    reading: str = ""  # how it was inferred
    lang: str = ""  # of the label
    infers: tuple[str, ...] = ()  # what of it was inferred, if not all


@dataclass(frozen=True)
class Fact:
    """A property with its values."""

    name: str
    values: tuple[Cell, ...]
    prop: NamedNode | None = None


@dataclass(frozen=True)
class Line:
    """One fact: what is said of it, column by column, the first as its heading."""

    cells: tuple[Cells, ...]
    evidence: tuple[Place, ...] = ()
    says: tuple[Fact, ...] = ()  # below one another in a column of their own
    anchor: str = ""


@dataclass(frozen=True)
class Lines:
    """Facts of one kind; what they say and the evidence have headings of their own."""

    caption: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""
    folded: bool = False  # whether all of it waits behind its caption


@dataclass(frozen=True)
class FeedEntry:
    """What is new in a month: each line with the places of documents that say so."""

    id: str
    title: str
    updated: date
    link: str  # of the page that says the same, below the folder of its language
    lines: tuple[tuple[Cell, tuple[Place, ...]], ...]


@dataclass(frozen=True)
class Feed:
    """What is new of something, the newest month first (RFC 4287)."""

    id: str
    title: str
    updated: date
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True)
class Step:
    """A step of the process, what is known of an area in it, and what shows it there now."""

    number: int
    name: Fact
    cells: tuple[Line, ...]
    here: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A place of a document and what stands there."""

    anchors: tuple[str, ...]  # several where it says the same more than once
    place: str
    kind: str
    about: Fact
    says: tuple[Fact, ...]
    badges: tuple[Badge, ...] = ()
    reading: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading; without anything to show it is false."""

    key: str
    title: str
    prose: tuple[str, ...] = ()
    lines: tuple[Lines, ...] = ()
    steps: tuple[Step, ...] = ()
    entries: tuple[Entry, ...] = ()
    figures: tuple[Figure, ...] = ()
    warnings: tuple[tuple[Badge, str], ...] = ()

    def __bool__(self) -> bool:
        shown = self.prose, self.lines, self.steps, self.entries, self.figures, self.warnings
        return any(shown)


def grid(
    lang: str, caption: str, keys: Iterable[str], rows: Iterable[Sequence[Cells]],
    anchors: Sequence[str] = (),
) -> Grid:  # fmt: skip
    """A table whose headings are words of the site."""
    return Grid(caption, [say(key, lang) for key in keys], list(rows), "", anchors)


def listing(
    lang: str, path: str, title: str, about: str, keys: Iterable[str],
    rows: Iterable[Sequence[Cells]], kind: str = "", anchors: Sequence[str] = (),
) -> Page:  # fmt: skip
    """A page that is one table, with the number of its rows."""
    listed, title = list(rows), say(title, lang)
    table = grid(lang, f"{title} ({len(listed)})", keys, listed, anchors)
    summary = say(f"about_list.{about}", lang)
    return Page(path, title, summary, "listing.html", {"grids": [table]}, kind=kind)

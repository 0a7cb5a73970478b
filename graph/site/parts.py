"""What pages are put together from: cells, tables, facts with their evidence, figures.

Plain data in the language of their page; ``templates/_macros.html`` writes them as HTML. Text in
them is text: what looks like HTML is shown and never runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from markupsafe import Markup
from pyoxigraph import NamedNode

_NOTHING = Markup("")
Mood = Literal["inferred", "conflict", "gap", "state"]


@dataclass(frozen=True)
class Badge:
    """A word beside a value that says how far to trust it.

    Attributes:
        mood: ``"inferred"``, ``"conflict"``, ``"gap"``, or ``"state"`` for what is no warning.
        text: The word itself; colour alone says nothing.
        term: What explains it, such as the rule by which a value follows; linked if it has a page.
    """

    mood: Mood
    text: str
    term: NamedNode | None = None


@dataclass(frozen=True)
class Cell:
    """A value as it is shown.

    Attributes:
        text: What is read.
        term: The thing or term that it names; linked if that has a page.
        href: Another place to link to, relative to the page, or an address of the web.
        lang: The language of the text, where it is not that of the page.
        form: How it is set: ``"number"`` to the right, ``"date"`` unbroken, ``"code"``.
        badges: What is said of it.
    """

    text: str
    term: NamedNode | None = None
    href: str = ""
    lang: str = ""
    form: Literal["", "number", "date", "code"] = ""
    badges: tuple[Badge, ...] = ()


Cells: TypeAlias = "Cell | tuple[Cell, ...]"
"""What stands in one field of a table: a value, or several below one another."""


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes:
        caption: What it shows; read out before it.
        headings: A heading for each column.
        rows: The rows; the first field of each is its heading.
        note: A sentence below it.
    """

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cells]]
    note: str = ""


@dataclass(frozen=True)
class Evidence:
    """One place in one document that a fact rests on.

    Attributes:
        source: The document.
        label: Its name.
        place: Where in it, in words (``"rad 68–70"``).
        date: Its date as stated; empty if it has none.
        inferred: Whether the document does not say it outright.
        reading: How it was inferred, in a few words.
        lang: The language of the label, where it is not that of the page.
    """

    source: NamedNode
    label: str
    place: str = ""
    date: str = ""
    inferred: bool = False
    reading: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Fact:
    """A property of a thing with its values and what they rest on.

    Attributes:
        name: What the property is called.
        values: Its values.
        prop: The property, linked if it has a page.
        evidence: Where it stands.
    """

    name: str
    values: tuple[Cell, ...]
    prop: NamedNode | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A picture with the same data as a table.

    Attributes:
        title: What it shows.
        svg: The picture itself as safe SVG, to stand in the page; empty if it is a file.
        file: Its name among the page's files; empty if it stands in the page.
        told: What it shows in a sentence, for those who cannot see it.
        notes: What it leaves out, and where it comes from.
        grid: The same data as a table, folded away below it.
        width: The width of its drawing, so that it is not blown up beyond it.
    """

    title: str
    svg: Markup = _NOTHING
    file: str = ""
    told: str = ""
    notes: tuple[str, ...] = ()
    grid: Grid | None = None
    width: int = 980

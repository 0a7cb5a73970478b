"""What the pages of things are laid out in: sections of lines, steps, pictures and words.

A line is one fact with what it says and where it stands; it has an anchor, so that other pages
point at it. ``templates/thing.html`` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.site.parts import Badge, Cell, Cells, Evidence, Fact, Figure


@dataclass(frozen=True)
class Place(Evidence):
    """A place of a document; ``source`` is the citation, which stands on its document's page.

    Attributes:
        infers: What of it was inferred, if not all.
        reading_lang: The language of the reading, where it is not that of the page.
    """

    infers: tuple[str, ...] = ()
    reading_lang: str = ""


@dataclass(frozen=True)
class Line:
    """One fact.

    Attributes:
        cells: What is said of it, column by column; the first is its heading.
        evidence: Where it stands.
        says: Its properties, shown below one another in a column of their own.
        anchor: What an address ends in that points at it; empty if none does.
    """

    cells: tuple[Cells, ...]
    evidence: tuple[Place, ...] = ()
    says: tuple[Fact, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Lines:
    """Facts of one kind, one below the other.

    Attributes:
        caption: What they are.
        headings: The headings of their cells; the columns of what they say and of the evidence
            have headings of their own.
        lines: The facts.
        note: A sentence below them.
    """

    caption: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def telling(self) -> bool:
        """Whether any of them has properties to show."""
        return any(line.says for line in self.lines)

    @property
    def cited(self) -> bool:
        """Whether any of them has places to show."""
        return any(line.evidence for line in self.lines)


@dataclass(frozen=True)
class Step:
    """A step of the process, and what is known of an area in it.

    Attributes:
        number: 1 to 8.
        name: What it is called.
        cells: What happened, oldest first.
        here: What shows that the area stands here on the page's day; empty where it does not.
    """

    number: int
    name: Fact
    cells: tuple[Line, ...]
    here: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A place of a document and what stands there.

    Attributes:
        anchors: What addresses end in that point at it; several where a document says the same
            of the same thing more than once.
        place: The place, in words.
        kind: What kind of fact it is.
        about: The fact, linked to where it is told in full.
        says: What the document says of it.
        badges: How far to trust it.
        reading: How it was read.
        reading_lang: The language of the reading, where it is not that of the page.
    """

    anchors: tuple[str, ...]
    place: str
    kind: str
    about: Fact
    says: tuple[Fact, ...]
    badges: tuple[Badge, ...] = ()
    reading: str = ""
    reading_lang: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading.

    Attributes:
        key: What an address ends in that points at it.
        title: Its heading.
        prose: Paragraphs that come first.
        lines: Tables of facts.
        steps: The way through the process.
        entries: What a document says, in the order of reading.
        figures: Pictures.
        warnings: Paragraphs with a badge before them.
    """

    key: str
    title: str
    prose: tuple[str, ...] = ()
    lines: tuple[Lines, ...] = ()
    steps: tuple[Step, ...] = ()
    entries: tuple[Entry, ...] = ()
    figures: tuple[Figure, ...] = ()
    warnings: tuple[tuple[Badge, str], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        shown = self.prose, self.lines, self.steps, self.entries, self.figures, self.warnings
        return any(shown)

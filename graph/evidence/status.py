"""How far the graph reaches: sources, facts before and after merging, and what is missing most.

:func:`status` counts what a view holds, and ranks what the next curator should look for: areas
with fewer known holders than units, permits without a day, decisions without a date, gaps.  It
reads the resolved graph only, so that it is right for every view (``known_at`` included).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple, TypeAlias

from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, Value
from graph.evidence.tabled import Tabled, asked, cells, html_table
from graph.view.counting import counted, counted_line
from graph.view.view import View
from ontology.terms import NHV, curie, subclasses

SECTIONS = ("sources", "facts", "joins", "areas", "missing", "worklist")
"""The parts of a status, in their order."""

_SHOWN, _SHOWN_AS_TEXT = 15, 33
_DECIDED = 4  # the step in which it is decided what is NHV
_WORDS = words_of("graph.evidence")

Row: TypeAlias = tuple[str, str, int, int | None, str]


@dataclass(frozen=True, repr=False)
class Status(Tabled):
    """How far a view reaches.  Text by ``str()``, tables in a notebook, rows by ``frame()``.

    The table has every line of it: section, item, number, of how many, in detail.
    """

    def section(self, name: str) -> Table:
        """The lines of one of :data:`SECTIONS`, such as ``"worklist"``; else ValueError."""
        if name not in SECTIONS:
            raise ValueError(f"a status has no part “{name}”; take one of {', '.join(SECTIONS)}")
        rows = [row for row, own in zip(self.table.rows, self.table.column("section"), strict=True)
                if own == name]  # fmt: skip
        return Table(self.table.columns, rows, self.table.headings).without(["section"])

    def number(self, section: str, item: str) -> int:
        """The number of an item of a part; raises KeyError if the part has no such item."""
        for record in self.section(section).records():
            if record["item"] == item and isinstance(record["number"], int):
                return record["number"]
        raise KeyError(f"{section} has no item “{item}”")

    def _parts(self, most: int) -> Iterator[tuple[str, Table, str]]:
        for name in SECTIONS:
            part = self.section(name)
            for empty in ("of", "detail"):
                if not any(cell is not None for cell in part.column(empty)):
                    part = part.without([empty])
            left = len(part.rows) - most
            more = _WORDS.say("status.more", self.lang, left) if left > 0 else ""
            shown = Table(part.columns, part.rows[:most], part.headings)
            yield _WORDS.say(f"status.title.{name}", self.lang), shown, more

    def __str__(self) -> str:
        blocks = []
        for title, part, more in self._parts(_SHOWN_AS_TEXT):
            blocks.append(f"{title}\n{part.to_text(70)}{more}".rstrip() + "\n")
        return "\n".join(blocks)

    def _repr_html_(self) -> str:
        return "".join(
            f"<h4>{escape(title)}</h4>{html_table(part)}{f'<p>{escape(more)}</p>' if more else ''}"
            for title, part, more in self._parts(_SHOWN)
        )


def status(kg: View) -> Status:
    """Count what a view holds and rank what it lacks."""
    areas = _areas(kg)
    tasks = list(_worklist(kg, areas))
    joins = [
        ("joins", str(row["rule"]), int(str(row["n"])), None, "")
        for row in asked(kg, "joins").records()
    ]
    lines: list[Row] = [*_sources(kg), *_facts(kg), *joins, *_area_lines(kg, areas)]
    named = _WORDS.section("status.task", kg.lang)
    for name, said in named.items():
        todo = [task for task in tasks if task[0] == name]
        lines.append(("missing", said, len(todo), None, ""))
    lines += [
        ("worklist", item, number, of, named[task] + (f": {more}" if more else ""))
        for task, item, number, of, more in tasks
    ]
    headings = _WORDS.section("status.heading", kg.lang)
    rows = [cells(*(None if cell == "" else cell for cell in line)) for line in lines]
    return Status(Table(list(headings), rows, headings), kg.lang)


def _sources(kg: View) -> Iterator[Row]:
    found = asked(kg, "sources").records()
    days = sorted(str(row["day"]) for row in found if row["day"] is not None)
    say, lang = _WORDS.say, kg.lang
    ranks = _WORDS.section("status.rank", lang)
    groups: list[tuple[str, str, object, str]] = [  # its words, what a row has in a column, more
        (say("status.all", lang), "", None, ""),
        (say("status.dated", lang), "undated", False, f"{days[0]} – {days[-1]}" if days else ""),
        (say("status.undated", lang), "undated", True, ""),
        *((kind, "kind", kind, say("status.kind", lang))
          for kind in sorted({str(row["kind"]) for row in found})),
        *((said, "rank", int(rank), say("status.of_rank", lang, rank))
          for rank, said in ranks.items()),
    ]  # fmt: skip
    for item, column, value, detail in groups:
        kept = [int(str(row["n"])) for row in found if not column or row[column] == value]
        yield "sources", item, sum(kept), None, detail


def _facts(kg: View) -> Iterator[Row]:
    kinds = [cls for cls in subclasses(NHV.Fact) if not subclasses(cls)]
    numbers = {
        str(row["class"]): (int(str(row["things"])), int(str(row["citations"])))
        for row in asked(kg, "facts").records()
    }
    counted = {kind: numbers[name] for kind in kinds if (name := curie(kind.value)) in numbers}
    every = [sum(pair[side] for pair in counted.values()) for side in (0, 1)]
    yield "facts", _WORDS.say("status.all", kg.lang), every[0], every[1], ""
    for kind, (things, citations) in counted.items():
        yield "facts", word(kind, kg.lang), things, citations, ""


class _Area(NamedTuple):
    name: str
    holders: int
    units: int
    decided: bool
    part: bool


def _areas(kg: View) -> list[_Area]:
    """The areas of NHV and their parts; decided are those that are to have holders."""
    holders = {row["area"]: int(str(row["holders"])) for row in asked(kg, "holders").records()}
    stand = {row["area"]: row for row in asked(kg, "standings").records()}
    found = []
    for row in asked(kg, "areas").records():
        units, standing = int(str(row["units"] or 0)), stand.get(row["area"], {})
        is_tabled, step = standing.get("tabled") == 1, int(str(standing.get("step", 0)))
        decided = (units > 0 or step >= _DECIDED) and not is_tabled
        held = holders.get(row["area"], 0)
        found.append(_Area(str(row["name"]), held, units, decided, bool(row["part"])))
    return found


def _area_lines(kg: View, every: Sequence[_Area]) -> Iterator[Row]:
    lang, number = kg.lang, counted(kg)
    areas = [area for area in every if not area.part]
    held = sum(area.holders > 0 for area in areas)
    told = [area for area in areas if area.units]
    known = sum(area.holders >= area.units for area in told)
    decided = [area for area in areas if area.decided]
    without = sum(not area.holders for area in decided)
    enough, units = (sum(min(a.holders, a.units) for a in told), sum(a.units for a in told))
    for item, count, of, detail in (
        ("held", held, len(areas), ""),
        ("bare", len(areas) - held, len(areas), ""),
        ("decided_bare", without, len(decided), ""),
        ("all_units", known, len(told), _WORDS.say("status.of_units", lang)),
        ("holders", enough, units, _WORDS.say("status.units_of_areas", lang)),
        ("in_force", number.in_force, None, counted_line(kg)),
        ("possible", number.possible, None, ""),
        ("granted", number.granted, None, ""),
    ):
        yield "areas", _WORDS.say(f"status.area.{item}", lang), count, of, detail


def _worklist(kg: View, areas: Sequence[_Area]) -> Iterator[tuple[str, str, int, int | None, str]]:
    """What to look for: task, thing, how many are missing, of how many, in detail."""
    short = [area for area in areas if area.decided and area.holders < area.units]
    for area in sorted(short, key=lambda a: (a.holders - a.units, a.name)):
        yield "holders", area.name, area.units - area.holders, area.units, ""
    permits = _in_order(kg, "permits")
    bare = [area.name for area in areas if area.decided and not area.units and not area.holders]
    once = [row for row in permits if row["sources"] == 1 and row["known"] == 0]
    for task, found in (
        ("decided", ((name, "") for name in sorted(bare))),
        ("one-undated", ((row["name"], "") for row in once)),
        ("no-start", ((row["name"], row["start"]) for row in permits if row["open"])),
        ("no-date", ((row["name"], "") for row in _in_order(kg, "decisions"))),
        ("gap", ((row["name"], "") for row in _in_order(kg, "gaps"))),
    ):
        yield from ((task, str(name), 1, None, str(detail)) for name, detail in found)


def _in_order(kg: View, name: str) -> list[dict[str, Value]]:
    """The rows by name and thing; services do not agree on the order of texts."""
    rows = asked(kg, name).records()
    thing = next(iter(rows[0]), "") if rows else ""
    return sorted(rows, key=lambda row: (str(row["name"]), str(row[thing])))

"""What the faces say that are made for others to read: the pages of the site, and a release.

Both are made once in a process, by what the tests of the site and of the release use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from graph import KnowledgeGraph
from graph.engines.values import BETWEEN
from graph.site.lexicon import lexicon
from graph.site.parts import Badge, Cell, Cells, Line, Lines, Page, Section
from graph.site.things.cells import anchor_of
from graph.site.things.places import places
from graph.site.words import say
from ontology.terms import NHV, curie, expand
from tests.graph.released import paths, rows, whole
from tests.graph.test_site_things import made
from tests.national.faces import DAYS, LANGS, Face, resolved
from tests.national.resolved import INFERRED, STATED, UNKNOWN, Resolved, Shown

# ---- the site


def site(kg: KnowledgeGraph) -> Iterator[Shown]:
    """The pages of areas, organisations, bodies and sources, in both languages."""
    known = resolved(kg)
    citations = {path: name for node, path in places(kg).items()
              if (name := curie(node.value)).startswith("citation:")}  # fmt: skip
    reader = _Pages(known, citations)
    for lang in LANGS:
        for path, page in made(kg, lang).items():
            found = page.content.get("sections", ())
            assert isinstance(found, tuple)
            for section in found:
                yield from reader.section(path, page, section, lang)


class _Pages:
    """Tells of which fact each line of a page is, and what it says of it."""

    def __init__(self, known: Resolved, homes: Mapping[str, str]) -> None:
        self.known, self.homes = known, homes
        self.anchors = {
            anchor_of(NamedNode(expand(fact))): fact for fact in known.of_class("nhv:Fact")
        }
        by: dict[frozenset[str], list[str]] = {}
        for fact in known.of_class("nhv:Permit", "nhv:SupplyRelation", "nhv:Application",
                                   "nhv:StatisticClaim", "nhv:Decision"):  # fmt: skip
            cited = frozenset(known.all(fact, "prov:qualifiedPrimarySource"))
            by.setdefault(cited, []).append(fact)
        self.cited = {cited: facts[0] for cited, facts in by.items() if len(facts) == 1}

    def section(self, path: str, page: Page, section: Section, lang: str) -> Iterator[Shown]:
        """All that a section says; of contradictions a line is one side, and no fact."""
        for table in section.lines if section.key != "doubts" else ():
            for line in table.lines:
                if fact := self._fact(line):
                    yield from self._line(table, line, fact, lang)
        for entry in section.entries:
            anchor = re.sub(r"-\d+$", "", place := f"{path}#{entry.anchors[0]}")
            citation = self.homes.get(place) or self.homes[anchor]
            yield Shown(citation, "source", _sure(entry.badges))
            for told in entry.says:
                if told.prop is not None and _sure(entry.badges) == STATED:
                    prop = curie(told.prop.value)
                    yield Shown(citation, f"source {prop}", _any_sure(told.values))
        if section.steps and page.thing is not None:
            here = sorted(
                f"{step.number} {curie(cell.term.value)} {_rule(cell.badges)}"
                for step in section.steps for cell in step.here if cell.term is not None
            )  # fmt: skip
            yield Shown(curie(page.thing.value), "standing", "; ".join(here), lang)
            for cell in (cell for step in section.steps for cell in step.here):
                if cell.term is not None:
                    yield Shown(curie(cell.term.value), "mark", _mark(cell.badges))
            for line in (line for step in section.steps for line in step.cells):
                _, what = line.cells
                assert isinstance(what, Cell)
                assert what.term is not None
                yield Shown(curie(what.term.value), "mark", _mark(what.badges))
                yield from self._evidence(line, curie(what.term.value))

    def _fact(self, line: Line) -> str:
        """The fact of a line: its anchor's, else the only one that rests on just these places."""
        if line.anchor:
            return self.anchors.get(line.anchor, "")
        return self.cited.get(frozenset(curie(place.source.value) for place in line.evidence), "")

    def _line(self, table: Lines, line: Line, fact: str, lang: str) -> Iterator[Shown]:
        kind = fact.partition(":")[0]
        cells = dict(zip(table.headings, line.cells, strict=True))
        if line.anchor or kind in ("permit", "supply", "application"):
            yield Shown(fact, "mark", _mark(_badges(line.cells[0])))
        yield from self._evidence(line, fact)
        day = self.known.day
        if kind == "permit" and not line.anchor:
            said = table.caption.partition(":")[0]
            on_day = say("status_caption", lang, "", day)
            yield Shown(fact, "status", said.removesuffix(on_day), lang)
        for key in ("since", "status", "result", "through"):
            cell = cells.get(say(key, lang))
            if cell is not None and kind in ("permit", "supply", "application", "membership"):
                yield from self._cell(key, fact, cell, lang)
        for told in line.says:
            prop = curie(told.prop.value) if told.prop is not None else ""
            if told.name == say("status_on", lang, day):
                yield from self._cell("status", fact, told.values, lang)
            elif prop == "nhv:startBasis":
                yield from self._cell("since", fact, told.values, lang)
            elif told.prop is not None and prop not in ("nhv:endBasis", "nhv:term") and not (
                lexicon().literals(told.prop, NHV.derived)
            ):  # fmt: skip
                yield Shown(fact, f"mark {prop}", _mark(_badges(told.values)), lang)

    def _cell(self, key: str, fact: str, cell: Cells, lang: str) -> Iterator[Shown]:
        first = cell if isinstance(cell, Cell) else cell[0]
        if key == "since":
            yield Shown(fact, "basis", _rule(first.badges), lang)
            ends = {
                bound: found[1] for key, bound in (("at_earliest", "earliestStart"),
                                                   ("at_latest", "latestStart"))
                if (found := re.search(say(key, lang, "([0-9-]+)"), first.text))
            }  # fmt: skip
            if first.form == "date" or not ends:
                yield Shown(fact, "since words", first.text, lang)
            else:
                for bound in ("earliestStart", "latestStart"):
                    yield Shown(fact, f"bound nhv:{bound}", ends.get(bound, ""), lang)
        elif key == "through":
            if first.text:
                yield Shown(fact, "mark nhv:throughHospital", _mark(_badges(cell)), lang)
        else:
            yield Shown(fact, key, first.text, lang)

    def _evidence(self, line: Line, fact: str) -> Iterator[Shown]:
        for place in line.evidence:
            citation = curie(place.source.value)
            if fact in self.known.into("prov:qualifiedPrimarySource").get(citation, ()):
                said = INFERRED if place.inferred else STATED
                yield Shown(fact, f"citation {citation}", said)


def _badges(cell: Cells) -> tuple[Badge, ...]:
    cells = (cell,) if isinstance(cell, Cell) else cell
    return tuple(badge for one in cells for badge in one.badges)


def _mark(badges: tuple[Badge, ...]) -> str:
    return INFERRED if any(badge.mood == "inferred" for badge in badges) else ""


def _sure(badges: tuple[Badge, ...]) -> str:
    return _mark(badges) or STATED


def _any_sure(cells: tuple[Cell, ...]) -> str:
    return _sure(_badges(cells))


def _rule(badges: tuple[Badge, ...]) -> str:
    return next((badge.text for badge in badges if badge.term and badge.mood == "state"), "")


# ---- the release


def release(kg: KnowledgeGraph) -> Iterator[Shown]:
    """The tables of a release: certainty, what lasts, periods, standings, results, citations."""
    known = resolved(kg)
    for name in sorted(p.stem for n, p in paths(whole()).items()
                       if n.startswith("tables/") and p.suffix == ".csv"):  # fmt: skip
        if name not in ("dictionary", "links"):  # links repeats what the tables of facts say
            for row in rows(whole(), name):
                yield from _row(known, name, row)
    yield from _periods(known)
    yield from _stands(known)


def _row(known: Resolved, name: str, row: Mapping[str, str]) -> Iterator[Shown]:
    fact = row["id"]
    if name == "citations":
        yield Shown(fact, "source", STATED if row["certainty"] == "nhv:Stated" else INFERRED)
        return
    if "certainty" in row:
        yield Shown(fact, "certainty", row["certainty"] or UNKNOWN)
        other = {STATED: INFERRED, INFERRED: STATED}.get(row["certainty"], "")
        for prop in _several(row["otherwise"]):
            yield Shown(fact, f"certainty {prop}", other)
        for citation in _several(row["citations"]):
            if row["certainty"]:
                said = STATED if citation in _several(row["stated_by"]) else INFERRED
                yield Shown(fact, f"citation {citation}", said)
    if "start_basis" in row:
        for lang in LANGS:
            yield Shown(fact, "basis", row[f"start_basis_{lang}"], lang)
        yield Shown(fact, "since", row["since"])
        for column in ("earliestStart", "latestStart", "earliestEnd", "latestEnd"):
            short = "".join(f"_{c.lower()}" if c.isupper() else c for c in column)
            yield Shown(fact, f"bound nhv:{column}", row[short])
    if name == "applications":
        for lang in LANGS:
            if row["result_day"] <= known.day:
                yield Shown(fact, "result", row[f"result_{lang}"], lang)


def _periods(known: Resolved) -> Iterator[Shown]:
    table = rows(whole(), "periods")
    for day in DAYS:
        for row in table:
            if row["first_day"] <= day <= (row["last_day"] or "9999"):
                for lang in LANGS:
                    yield Shown(row["thing"], "status", row[f"status_{lang}"], lang, day)
                counts = " ".join(sorted(_several(row["counts_as"])))
                yield Shown(row["thing"], "counts", counts, "sv", day)


def _stands(known: Resolved) -> Iterator[Shown]:
    number = {row["id"]: row["id"].partition(":")[2] for row in rows(whole(), "steps")}
    table = rows(whole(), "standings")
    for day in DAYS[1:]:
        for area in known.of_class("nhv:CareArea"):
            said = sorted(
                f"{number[row['step']]} {row['event']} {row['standing_basis_en']}"
                for row in table
                if row["area"] == area
                and row["first_day"] <= day <= (row["last_day"] or "9999")
            )  # fmt: skip
            yield Shown(area, "standing", "; ".join(said), "en", day)


def _several(cell: str) -> list[str]:
    return cell.split(BETWEEN) if cell else []


def marks(found: object) -> int:
    """How many marks of inference there are in anything that a page is put together from."""
    if isinstance(found, Badge):
        return found.mood == "inferred"
    if isinstance(found, tuple | list):
        return sum(map(marks, found))
    if isinstance(found, Mapping):
        return sum(map(marks, found.values()))
    fields = getattr(found, "__dataclass_fields__", ())
    own = getattr(found, "inferred", False) is True
    return own + sum(marks(getattr(found, field)) for field in fields)


MADE: Mapping[str, Face] = {"site": site, "release": release}

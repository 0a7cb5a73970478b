"""The page of a care area: who holds it, how far it came, and how all of that is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from graph.drawing import palette
from graph.drawing.telling import date_text
from graph.engines.frames import swedish
from graph.site.parts import Badge, Cell, Fact, Figure
from graph.site.things import permits as held
from graph.site.things import shared
from graph.site.things.maplet import maplet
from graph.site.things.permits import Held, who
from graph.site.things.pictures import Lane, Tie, ties, timeline
from graph.site.things.sections import Line, Lines, Section, Step
from graph.site.things.telling import Teller, by_day
from ontology.terms import NHV, SKOS

_NAMED = 4  # holders that a summary names
_ALLOTMENT = 7
# Which step an event belongs to.
_OF_STEP = {
    NHV.DefinitionDecision: 4, NHV.Recommendation: 2, NHV.AllotmentDecision: 7,
    NHV.RevocationDecision: 8,
}  # fmt: skip


class Area:
    """What is known of one area, gathered for its page.

    Args:
        tell: The teller.
        held: What the questions say.
        area: The area.
    """

    def __init__(self, tell: Teller, asked: Held, area: NamedNode) -> None:
        known = tell.known
        self.tell, self.asked, self.area = tell, asked, area
        self.parts = [n for n in known.subjects(SKOS.broader, area) if known.is_a(n, NHV.CareArea)]
        # As in the questions, what is said of a part of an area counts with the area.
        self.facts = known.facts_of(area)
        around = {f: None for node in (area, *self.parts) for f in known.subjects(NHV.area, node)}
        self.permits = shared.of(tell, around, NHV.Permit)
        self.supplies = shared.of(tell, around, NHV.SupplyRelation)
        self.now, self.ahead, self.past = held.split(tell, self.permits, asked.permits)
        self.placements = shared.of(tell, self.facts, NHV.Placement)
        self.placed = [p for p in self.placements if p in asked.placed]

    @property
    def step(self) -> int:
        """The furthest step of the newest placement; 0 if there is none."""
        known = self.tell.known
        steps = [known.node(p, NHV.step) for p in self.placed]
        return max((int(known.value(s, NHV.number) or 0) for s in steps), default=0)

    def summary(self) -> str:
        """One sentence: who holds it, or how far it came."""
        tell = self.tell
        if self.now:
            return tell.t("sum_held").format(self._named(self.now))
        if self.ahead:
            return tell.t("sum_ahead").format(self._named(self.ahead))
        if self.placed:
            step = self._step_node()
            name = tell.name(step) if step else ""
            return tell.t("sum_step").format(self.step, name)
        if self.past:
            return tell.t("sum_past").format(self._named(self.past))
        return tell.t("sum_nothing")

    def _named(self, permits: Iterable[NamedNode]) -> str:
        listed = sorted(
            {held.holder_cell(self.tell, permit).text for permit in permits}, key=swedish
        )
        if len(listed) <= _NAMED:
            return ", ".join(listed)
        first = ", ".join(listed[: _NAMED - 1])
        return self.tell.t("and_more").format(first, len(listed) - _NAMED + 1)

    def _step_node(self) -> NamedNode | None:
        known = self.tell.known
        steps = [s for p in self.placed for s in known.nodes(p, NHV.step)]
        return max(steps, key=lambda s: known.value(s, NHV.number), default=None)

    def glance(self) -> tuple[Fact, ...]:
        """The few things that a reader looks for first."""
        tell, known, area = self.tell, self.tell.known, self.area
        told = [
            Fact(tell.t("permits_count").format(tell.as_of.isoformat()),
                 held.by_programme(tell, self.now) or (Cell(tell.t("has_none_known")),)),
            Fact(tell.t("units_decided"), self._decided() or (tell.unknown(),)),
            Fact(tell.t("step_now"), self._place() or (tell.unknown(),)),
            Fact(tell.t("programme"), tell.cells(known.objects(area, NHV.programme))
                 or (tell.unknown(),)),
            Fact(tell.t("specialty"), tell.cells(known.objects(area, NHV.specialty))),
            Fact(tell.t("part_of"), tell.cells(known.objects(area, SKOS.broader))),
            Fact(tell.t("has_parts"), tell.cells(self.parts)),
            Fact(tell.t("came_from"), tell.cells(known.objects(area, NHV.cameFrom))),
            Fact(tell.t("became"), tell.cells(known.subjects(NHV.cameFrom, area))),
        ]  # fmt: skip
        return tuple(fact for fact in told if fact.values)

    def _decided(self) -> tuple[Cell, ...]:
        """The newest number of units decided; alternatives and age groups side by side."""
        known, tell = self.tell.known, self.tell
        counts = shared.of(tell, self.facts, NHV.UnitCount)
        counts = [c for c in counts if not known.subjects(NHV.ofWhich, c)]
        for stage in (NHV.Decided, NHV.Granted):
            own = [c for c in counts if known.node(c, NHV.stage) == stage]
            by_owner = by_day(known, {o for c in own for o in known.subjects(NHV.unitCount, c)})
            dated = [owner for owner in by_owner if known.value(owner, NHV.lastDay)] or by_owner
            if not dated:
                continue
            newest = [c for c in own if dated[-1] in known.subjects(NHV.unitCount, c)]
            badge = () if stage == NHV.Decided else (tell.badge("state", "stage_granted"),)
            return tuple(
                Cell(self._count(c), dated[-1], badges=(*badge, *tell.doubts(c, NHV.number)))
                for c in newest
            )
        return ()

    def _count(self, count: NamedNode) -> str:
        known, tell = self.tell.known, self.tell
        group = known.node(count, NHV.ageGroup)
        number = known.value(count, NHV.number)
        return f"{number} ({tell.name(group).lower()})" if group else number

    def _place(self) -> tuple[Cell, ...]:
        """Where the newest source places the area, and of which date it is."""
        known, tell, cells = self.tell.known, self.tell, []
        for placement in self.placed:
            step, state = known.node(placement, NHV.step), known.node(placement, NHV.substate)
            if step is None:
                continue
            said = tell.t("step_text").format(known.value(step, NHV.number), tell.name(step))
            if state is not None:
                said += f" – {tell.name(state).lower()}"
            if day := known.value(placement, NHV.date):
                said += f" ({date_text(day, tell.lang)})"
            badges: tuple[Badge, ...] = ()
            if not tell.is_stated(placement, (NHV.area, NHV.step)):
                badges = (tell.badge("inferred", "inferred"),)
            cells.append((known.value(step, NHV.number), Cell(said, step, badges=badges)))
        return tuple(cell for _, cell in sorted(cells, key=lambda c: c[0]))

    def sections(self) -> tuple[Section, ...]:
        """Everything else, the most important first."""
        tell, facts = self.tell, self.facts
        found = [
            self._permits(),
            Section("way", tell.t("way"), steps=self._way(), prose=(tell.t("way_note"),)),
            Section("units", tell.t("units"), lines=self._units()),
            Section("supplies", tell.t("supplies"), lines=held.supply_lines(tell, self.supplies)),
            Section("applications", tell.t("applications"), lines=held.application_lines(
                tell, shared.of(tell, facts, NHV.Application), self.asked.permits)),
            shared.doubts(tell, self.area, dict.fromkeys([*facts, *self.permits]), self.asked.odd),
            Section("pictures", tell.t("pictures"), figures=self._figures()),
            Section("statistics", tell.t("statistics"), lines=shared.statistics(
                tell, shared.of(tell, facts, NHV.StatisticClaim))),
            Section("statements", tell.t("statements"), lines=shared.told_of(
                tell, shared.of(tell, facts, NHV.Statement, NHV.Resource, NHV.Duty),
                "statements")),
            self._experts(),
            self._legal(),
            shared.names(tell, self.area),
            shared.all_facts(tell, self.area, facts),
        ]  # fmt: skip
        return tuple(section for section in found if section)

    def _permits(self) -> Section:
        tell = self.tell
        prose: tuple[str, ...] = ()
        if not self.now:
            prose = (tell.t("nobody").format(tell.as_of.isoformat()),)
            if 0 < self.step < _ALLOTMENT and not self.ahead:
                prose = (tell.t("not_yet").format(self.step),)
        lines = held.tables(tell, self.permits, self.asked.permits, "holder")
        return Section("permits", tell.t("permits"), prose, lines)

    def _units(self) -> tuple[Lines, ...]:
        known, tell = self.tell.known, self.tell
        lines = []
        counts = shared.of(tell, self.facts, NHV.UnitCount)
        owners = {c: known.subjects(NHV.unitCount, c) for c in counts}
        days = {c: min((known.value(o, NHV.lastDay) for o in own), default="") for c, own in
                owners.items()}  # fmt: skip
        order = [NHV.Proposed, NHV.Decided, NHV.Advertised, NHV.Granted]
        for count in sorted(
            counts, key=lambda c: (self._rank(c, order), days[c] or "9999", c.value)
        ):
            details = [
                cell for prop in (NHV.ageGroup, NHV.scope, NHV.alternative, NHV.ofWhich)
                for cell in tell.cells(known.objects(count, prop))
            ]  # fmt: skip
            owner = owners[count][0] if owners[count] else None
            day = known.value(owner, NHV.date) if owner else ""
            lines.append(tell.line(
                count,
                tell.cells(known.objects(count, NHV.stage)) or tell.unknown(),
                tell.cells(known.objects(count, NHV.number), tell.doubts(count, NHV.number)),
                tuple(details) or Cell("–"),
                (tell.date(day), tell.cell(owner)) if owner else Cell("–"),
            ))  # fmt: skip
        heads = tuple(tell.t(key) for key in ("stage", "number", "detail", "decided_in"))
        return (Lines(tell.t("units"), heads, tuple(lines)),) if lines else ()

    def _rank(self, count: NamedNode, order: Sequence[NamedNode]) -> int:
        stage = self.tell.known.node(count, NHV.stage)
        return order.index(stage) if stage in order else len(order)

    def _events(self) -> dict[int, list[NamedNode]]:
        """The events of each step; permits stand in the section on them."""
        known, found = self.tell.known, dict[int, list[NamedNode]]()
        for fact in self.facts:
            number = 0
            if known.is_a(fact, NHV.Placement):
                number = int(known.value(known.node(fact, NHV.step), NHV.number) or 0)
            elif known.is_a(fact, NHV.Consultation):
                number = 3
            elif known.is_a(fact, NHV.Call):
                number = 5
            elif known.is_a(fact, NHV.Meeting):
                number = _ALLOTMENT
            elif known.is_a(fact, NHV.Decision):
                kind = known.node(fact, NHV.decisionKind)
                after = known.value(known.node(fact, NHV.afterStep), NHV.number)
                number = _OF_STEP.get(kind, int(after or 0)) if kind else int(after or 0)
            if number:
                found.setdefault(number, []).append(fact)
        return {number: by_day(known, facts) for number, facts in found.items()}

    def _way(self) -> tuple[Step, ...]:
        known, tell, events = self.tell.known, self.tell, self._events()
        if not events:
            return ()
        here = {known.node(p, NHV.step) for p in self.placed}
        steps = sorted(known.of_class(NHV.ProcessStep), key=lambda s: known.value(s, NHV.number))
        return tuple(
            Step(
                number := int(known.value(step, NHV.number)),
                Fact(tell.name(step), (), step),
                tuple(self._event(fact) for fact in events.get(number, ())),
                step in here,
            )
            for step in steps
        )

    def _event(self, fact: NamedNode) -> Line:
        """An event in a few words, with its day and where it stands."""
        known, tell = self.tell.known, self.tell
        day = next(
            (v for p in (NHV.date, NHV.closes, NHV.answeredOn, NHV.opens)
             if (v := known.value(fact, p))), "",
        )  # fmt: skip
        parts = [tell.kind(fact)]
        for prop in (NHV.decisionKind, NHV.substate):
            if node := known.node(fact, prop):
                parts = [tell.name(node)]
        if known.is_a(fact, NHV.Placement) and parts == [tell.kind(fact)]:
            parts = [tell.t("shown_here")]
        if body := known.node(fact, NHV.decidedBy):
            parts.append(tell.name(body))
        badges = [b for p in (NHV.date, NHV.closes) for b in tell.doubts(fact, p)]
        if not badges and not tell.is_stated(fact, (NHV.area, NHV.step, NHV.decisionKind)):
            badges = [tell.badge("inferred", "inferred")]
        said = Cell(", ".join(parts), fact, badges=tuple(badges))
        return tell.line(fact, tell.date(day), said)

    def _experts(self) -> Section:
        known, tell = self.tell.known, self.tell
        bodies = [
            node for fact in self.facts for prop in (NHV.about, NHV.by, NHV.actor)
            for node in known.nodes(fact, prop)
            if known.node(node, NHV.bodyType) == NHV.ExpertGroup
        ]  # fmt: skip
        bodies += [
            node for node in known.subjects(NHV.about, self.area) if known.is_a(node, NHV.Body)
        ]
        if not bodies:
            return Section("experts", tell.t("experts"), (tell.t("experts_none"),))
        lines = tuple(Line((tell.cell(body),)) for body in dict.fromkeys(bodies))
        return Section("experts", tell.t("experts"), lines=(
            Lines(tell.t("experts"), (tell.t("name"),), lines),))  # fmt: skip

    def _legal(self) -> Section:
        """What law backs the area, or the programme that it is in."""
        known, tell = self.tell.known, self.tell
        tables = []
        for thing in (self.area, *known.nodes(self.area, NHV.programme)):
            backing = shared.of(tell, known.subjects(NHV.backs, thing), NHV.LegalBasis)
            laws: dict[NamedNode, list[NamedNode]] = {}
            for basis in backing:
                for law in known.nodes(basis, NHV.legalSource):
                    laws.setdefault(law, []).append(basis)
            lines = tuple(
                Line(
                    (
                        tell.cell(law),
                        tuple(c for b in own for c in tell.cells(known.objects(b, NHV.text))),
                        tuple(c for b in own for c in tell.cells(known.objects(b, NHV.at)))
                        or Cell("–"),
                    ),
                    tuple(place for b in own for place in tell.evidence(b)),
                )
                for law, own in sorted(laws.items(), key=lambda pair: swedish(tell.name(pair[0])))
            )
            heads = (tell.t("legal"), tell.t("detail"), tell.t("place"))
            caption = tell.t("legal_programme").format(tell.name(thing)).rstrip(":")
            if lines:
                tables.append(Lines(
                    tell.t("legal") if thing == self.area else caption, heads, lines))  # fmt: skip
        return Section("legal", tell.t("legal"), lines=tuple(tables))

    def _figures(self) -> tuple[Figure, ...]:
        tell, name = self.tell, self.tell.name(self.area)
        shown = [*self.now, *self.ahead]
        mapped = [*shown, *self.supplies]
        found = (
            timeline(name, self._lanes(), tell.as_of, tell.lang),
            self._network(shown),
            maplet(name, held.lands(tell, mapped, self._told), held.spots(tell, mapped), tell.lang),
        )
        return tuple(figure for figure in found if figure)

    def _told(self, fact: NamedNode) -> str:
        known, tell = self.tell.known, self.tell
        node = known.node(fact, NHV.supplier) or who(known, fact)
        return tell.name(node) if node else tell.t("unknown")

    def _lanes(self) -> list[Lane]:
        known, tell, lanes = self.tell.known, self.tell, []
        for number, facts in sorted(self._events().items()):
            looks = {True: ("seen", palette.SKY), False: ("point", palette.YELLOW)}
            step = next(s for s in known.of_class(NHV.ProcessStep)
                        if known.value(s, NHV.number) == str(number))  # fmt: skip
            moments = tuple(
                held.moment(tell, fact, *looks[known.is_a(fact, NHV.Placement)]) for fact in facts
            )
            lanes.append(Lane(tell.t("way"), f"{number}. {tell.name(step)}", moments))
        rows: dict[str, list[NamedNode]] = {}
        for permit in by_day(known, self.permits):
            rows.setdefault(self._told(permit), []).append(permit)
        lanes += [
            Lane(tell.t("permits_of"), name, tuple(held.bar(tell, permit) for permit in own))
            for name, own in rows.items()
        ]
        return lanes

    def _network(self, permits: Sequence[NamedNode]) -> Figure | None:
        known, tell, lines = self.tell.known, self.tell, dict[tuple[str, str], Tie]()
        holders, suppliers, hospitals = dict[str, None](), dict[str, None](), dict[str, None]()
        for permit in permits:
            name = self._told(permit)
            holders[name] = None
            unsure = not tell.is_stated(permit, (NHV.holder, NHV.throughHospital))
            for hospital in known.nodes(permit, NHV.throughHospital):
                place = tell.name(hospital)
                if place != name:
                    hospitals[place] = None
                    lines[name, place] = Tie(name, place, 1, unsure, tell.t("holds_through"))
        for supply in self.supplies:
            one, other = (known.node(supply, p) for p in (NHV.supplier, NHV.receiver))
            kinds = ", ".join(c.text for c in tell.cells(known.objects(supply, NHV.supplyKind)))
            if one and other and tell.name(one) not in holders:
                name, to = tell.name(one), tell.name(other)
                suppliers[name], holders[to] = None, None
                unsure = not tell.is_stated(supply, (NHV.supplier, NHV.receiver))
                lines[name, to] = Tie(name, to, 1, unsure, kinds, palette.GREEN)
        hospitals = {name: None for name in hospitals if name not in holders}
        kept = [t for t in lines.values() if t.other in holders or t.other in hospitals]
        looks = {**dict.fromkeys(suppliers, "organisation"), **dict.fromkeys(holders, "region"),
                 **dict.fromkeys(hospitals, "hospital")}  # fmt: skip
        columns = [
            (tell.t("suppliers"), sorted(suppliers, key=swedish)),
            (tell.t("holders"), sorted(holders, key=swedish)),
            (tell.t("hospitals"), sorted(hospitals, key=swedish)),
        ]
        name = tell.name(self.area)
        return ties(name, columns, kept, tell.t("network_area_note"), tell.lang, looks)

"""The page of a care area: who holds it, how far it came, and how all of that is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.pictures.chart.lanes import Lane
from graph.pictures.sheet import palette
from graph.site.parts import Cell, Fact, Figure
from graph.site.things import counts, shared, standings
from graph.site.things import permits as held
from graph.site.things.cells import Teller, by_day
from graph.site.things.permits import Odd, who
from graph.site.things.pictures import Tie, maplet, network, timeline
from graph.site.things.sections import Line, Lines, Section, Step
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
        odd: What does not go together.
        area: The area.
    """

    def __init__(self, tell: Teller, odd: Odd, area: NamedNode) -> None:
        statements = tell.statements
        self.tell, self.odd, self.area = tell, odd, area
        self.parts = [
            n for n in statements.subjects(SKOS.broader, area) if statements.is_a(n, NHV.CareArea)
        ]
        # As in the questions, what is said of a part of an area counts with the area.
        self.facts = statements.facts_of(area)
        around = {
            f: None for node in (area, *self.parts) for f in statements.subjects(NHV.area, node)
        }
        self.permits = shared.of(tell, around, NHV.Permit)
        self.supplies = shared.of(tell, around, NHV.SupplyRelation)
        self.together = shared.of(tell, around, NHV.Cooperation)
        self.status = held.by_status(tell, self.permits)
        self.now, self.maybe = self.status[NHV.InForce], self.status[NHV.PossiblyInForce]
        self.ahead = [*self.status[NHV.GrantedNotBegun], *self.status[NHV.NotYet]]
        self.standings = statements.on(area, NHV.standing, tell.day)
        self.heir = None if self.standings else standings.heir_of(tell, area)

    def summary(self) -> str:
        """One sentence: who holds it, or how far it came."""
        tell = self.tell
        for key, permits in (
            ("sum_held", self.now), ("sum_maybe", self.maybe), ("sum_ahead", self.ahead),
        ):  # fmt: skip
            if permits:
                return tell.t(key, self._named(permits))
        if step := self._step_node():
            number = tell.statements.value(step, NHV.number)
            return tell.t("sum_step", number, tell.name(step))
        if self.heir is not None:
            return tell.t("sum_continued", tell.name(self.heir))
        if past := self.status[NHV.Ended]:
            return tell.t("sum_past", self._named(past))
        return tell.t("sum_nothing")

    def _named(self, permits: Iterable[NamedNode]) -> str:
        listed = sorted(
            {held.holder_cell(self.tell, permit).text for permit in permits}, key=swedish
        )
        if len(listed) <= _NAMED:
            return ", ".join(listed)
        first = ", ".join(listed[: _NAMED - 1])
        return self.tell.t("and_more", first, len(listed) - _NAMED + 1)

    def _step_node(self) -> NamedNode | None:
        """The furthest step in which the area stands."""
        statements = self.tell.statements
        steps = [step for found in self.standings for step in statements.nodes(found, NHV.step)]
        return max(steps, key=lambda step: statements.value(step, NHV.number), default=None)

    def glance(self) -> tuple[Fact, ...]:
        """The few things that a reader looks for first."""
        tell, statements, area = self.tell, self.tell.statements, self.area
        told = [
            Fact(tell.t("held_count", tell.day), self._counted()),
            Fact(tell.t("units_told"), self._told_units() or (tell.unknown(),)),
            Fact(tell.t("step_now"), standings.place(tell, area) or (tell.unknown(),)),
            Fact(tell.t("programme"), tell.cells(statements.objects(area, NHV.programme))
                 or (tell.unknown(),)),
            Fact(tell.t("specialty"), tell.cells(statements.objects(area, NHV.specialty))),
            Fact(tell.t("part_of"), tell.cells(statements.objects(area, SKOS.broader))),
            Fact(tell.t("has_parts"), tell.cells(self.parts)),
            Fact(tell.t("came_from"), tell.cells(
                statements.objects(area, NHV.cameFrom), tell.doubts(area, NHV.cameFrom))),
            Fact(tell.t("became"), tuple(
                tell.cell(later, tell.doubts(later, NHV.cameFrom))
                for later in statements.subjects(NHV.cameFrom, area))),
        ]  # fmt: skip
        return tuple(fact for fact in told if fact.values)

    def _counted(self) -> tuple[Cell, ...]:
        """How many hold it; a part is counted with its whole."""
        statements, tell = self.tell.statements, self.tell
        wholes = [whole for whole in statements.nodes(self.area, SKOS.broader)
                  if statements.is_a(self.area, NHV.AreaPart)]  # fmt: skip
        if wholes:
            return tuple(Cell(tell.t("counted_with", tell.name(whole)), whole) for whole in wholes)
        return counts.cells(tell, counts.held_of(statements, self.area))

    def _told_units(self) -> tuple[Cell, ...]:
        """How many units there are to be, and the highest number that a source gives."""
        statements, tell = self.tell.statements, self.tell
        units, most = (statements.value(self.area, p) for p in (NHV.units, NHV.mostUnits))
        rule = tell.by_rule(NHV.UnitsRule)
        cells = [Cell(units, badges=rule)] if units else []
        if most and most != units:
            cells.append(Cell(tell.t("units_most", most), badges=() if units else rule))
        return tuple(cells)

    def sections(self) -> tuple[Section, ...]:
        """Everything else, the most important first."""
        tell, facts = self.tell, self.facts
        found = [
            self._permits(),
            Section("way", tell.t("way"), steps=self._way(), prose=(tell.t("way_note"),)),
            Section("units", tell.t("units"), lines=self._units()),
            Section("supplies", tell.t("supplies"), lines=held.supply_lines(tell, self.supplies)),
            Section("cooperation", tell.t("cooperation"),
                    lines=held.cooperation_lines(tell, self.together)),
            Section("applications", tell.t("applications"), lines=held.application_lines(
                tell, shared.of(tell, facts, NHV.Application))),
            shared.doubts(tell, self.area, dict.fromkeys([*facts, *self.permits]), self.odd),
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
        tell, step = self.tell, self._step_node()
        prose: tuple[str, ...] = ()
        if not self.now and not self.maybe:
            prose = (tell.t("nobody", tell.day),)
            number = int(tell.statements.value(step, NHV.number)) if step else _ALLOTMENT
            if number < _ALLOTMENT and not self.ahead:
                prose = (tell.t("not_yet", number),)
        lines = held.tables(tell, self.status, "holder")
        return Section("permits", tell.t("permits"), prose, lines)

    def _units(self) -> tuple[Lines, ...]:
        statements, tell = self.tell.statements, self.tell
        lines = []
        stated = shared.of(tell, self.facts, NHV.UnitCount)
        owners = {c: statements.subjects(NHV.unitCount, c) for c in stated}
        days = {c: min((statements.value(o, NHV.lastDay) for o in own), default="") for c, own in
                owners.items()}  # fmt: skip
        order = [NHV.Proposed, NHV.Decided, NHV.Advertised, NHV.Granted]
        for count in sorted(
            stated, key=lambda c: (self._rank(c, order), days[c] or "9999", c.value)
        ):
            details = [
                cell for prop in (NHV.ageGroup, NHV.scope, NHV.alternative, NHV.ofWhich)
                for cell in tell.cells(statements.objects(count, prop))
            ]  # fmt: skip
            owner = owners[count][0] if owners[count] else None
            day = statements.value(owner, NHV.date) if owner else ""
            lines.append(tell.line(
                count,
                tell.cells(statements.objects(count, NHV.stage)) or tell.unknown(),
                tell.cells(statements.objects(count, NHV.number), tell.doubts(count, NHV.number)),
                tuple(details) or Cell("–"),
                (tell.date(day), tell.cell(owner)) if owner else Cell("–"),
            ))  # fmt: skip
        heads = tuple(tell.t(key) for key in ("stage", "number", "detail", "decided_in"))
        return (Lines(tell.t("units"), heads, tuple(lines)),) if lines else ()

    def _rank(self, count: NamedNode, order: Sequence[NamedNode]) -> int:
        stage = self.tell.statements.node(count, NHV.stage)
        return order.index(stage) if stage in order else len(order)

    def _events(self) -> dict[int, list[NamedNode]]:
        """The events of each step; permits stand in the section on them."""
        statements, found = self.tell.statements, dict[int, list[NamedNode]]()
        for fact in self.facts:
            number = 0
            if statements.is_a(fact, NHV.Placement):
                number = int(statements.value(statements.node(fact, NHV.step), NHV.number) or 0)
            elif statements.is_a(fact, NHV.Consultation):
                number = 3
            elif statements.is_a(fact, NHV.Call):
                number = 5
            elif statements.is_a(fact, NHV.Meeting):
                number = _ALLOTMENT
            elif statements.is_a(fact, NHV.Decision):
                kind = statements.node(fact, NHV.decisionKind)
                after = statements.value(statements.node(fact, NHV.afterStep), NHV.number)
                number = _OF_STEP.get(kind, int(after or 0)) if kind else int(after or 0)
            if number:
                found.setdefault(number, []).append(fact)
        return {number: by_day(statements, facts) for number, facts in found.items()}

    def _way(self) -> tuple[Step, ...]:
        statements, tell, events = self.tell.statements, self.tell, self._events()
        here: dict[NamedNode, tuple[Cell, ...]] = {}
        for standing in self.standings:
            for step in statements.nodes(standing, NHV.step):
                here[step] = (*here.get(step, ()), *standings.shown_by(tell, standing))
        if not events and not here:
            return ()
        steps = sorted(
            statements.of_class(NHV.ProcessStep), key=lambda s: statements.value(s, NHV.number)
        )
        return tuple(
            Step(
                number := int(statements.value(step, NHV.number)),
                Fact(tell.name(step), (), step),
                tuple(self._event(fact) for fact in events.get(number, ())),
                here.get(step, ()),
            )
            for step in steps
        )

    def _event(self, fact: NamedNode) -> Line:
        """An event in a few words, with its day and where it stands."""
        statements, tell = self.tell.statements, self.tell
        day = next(
            (v for p in (NHV.date, NHV.closes, NHV.answeredOn, NHV.opens)
             if (v := statements.value(fact, p))), "",
        )  # fmt: skip
        parts = [tell.kind(fact)]
        for prop in (NHV.decisionKind, NHV.substate):
            if node := statements.node(fact, prop):
                parts = [tell.name(node)]
        if statements.is_a(fact, NHV.Placement) and parts == [tell.kind(fact)]:
            parts = [tell.t("shown_here")]
        if body := statements.node(fact, NHV.decidedBy):
            parts.append(tell.name(body))
        doubts = tuple(
            badge for prop in (NHV.date, NHV.closes) if statements.objects(fact, prop)
            for badge in tell.doubts(fact, prop)
        )  # fmt: skip
        when = tell.date(day)
        when = Cell(when.text, form=when.form, badges=(*when.badges, *doubts))
        return tell.line(fact, when, Cell(", ".join(parts), fact, badges=tell.sure(fact)))

    def _experts(self) -> Section:
        statements, tell = self.tell.statements, self.tell
        bodies = [
            node for fact in self.facts for prop in (NHV.about, NHV.by, NHV.actor)
            for node in statements.nodes(fact, prop)
            if statements.node(node, NHV.bodyType) == NHV.ExpertGroup
        ]  # fmt: skip
        bodies += [
            node
            for node in statements.subjects(NHV.about, self.area)
            if statements.is_a(node, NHV.Body)
        ]
        if not bodies:
            return Section("experts", tell.t("experts"), (tell.t("experts_none"),))
        lines = tuple(Line((tell.cell(body),)) for body in dict.fromkeys(bodies))
        return Section("experts", tell.t("experts"), lines=(
            Lines(tell.t("experts"), (tell.t("name"),), lines),))  # fmt: skip

    def _legal(self) -> Section:
        """What law backs the area, or the programme that it is in."""
        statements, tell = self.tell.statements, self.tell
        tables = []
        for thing in (self.area, *statements.nodes(self.area, NHV.programme)):
            backing = shared.of(tell, statements.subjects(NHV.backs, thing), NHV.LegalBasis)
            laws: dict[NamedNode, list[NamedNode]] = {}
            for basis in backing:
                for law in statements.nodes(basis, NHV.legalSource):
                    laws.setdefault(law, []).append(basis)
            lines = tuple(
                Line(
                    (
                        tell.cell(law),
                        tuple(c for b in own for c in tell.cells(statements.objects(b, NHV.text))),
                        tuple(c for b in own for c in tell.cells(statements.objects(b, NHV.at)))
                        or Cell("–"),
                    ),
                    tuple(place for b in own for place in tell.evidence(b)),
                )
                for law, own in sorted(laws.items(), key=lambda pair: swedish(tell.name(pair[0])))
            )
            heads = (tell.t("legal"), tell.t("detail"), tell.t("place"))
            caption = tell.t("legal_programme", tell.name(thing)).rstrip(":")
            if lines:
                tables.append(Lines(
                    tell.t("legal") if thing == self.area else caption, heads, lines))  # fmt: skip
        return Section("legal", tell.t("legal"), lines=tuple(tables))

    def _figures(self) -> tuple[Figure, ...]:
        tell, name = self.tell, self.tell.name(self.area)
        shown = [*self.now, *self.maybe, *self.ahead]
        mapped = [*shown, *self.supplies]
        found = (
            timeline(name, self._lanes(), tell.as_of, tell.lang),
            self._network(shown),
            maplet(name, held.lands(tell, mapped, self._told), held.spots(tell, mapped), tell.lang),
        )
        return tuple(figure for figure in found if figure)

    def _told(self, fact: NamedNode) -> str:
        statements, tell = self.tell.statements, self.tell
        node = statements.node(fact, NHV.supplier) or who(statements, fact)
        return tell.name(node) if node else tell.t("unknown")

    def _lanes(self) -> list[Lane]:
        statements, tell, lanes = self.tell.statements, self.tell, []
        for number, facts in sorted(self._events().items()):
            looks = {True: ("step", palette.SKY), False: ("point", palette.YELLOW)}
            step = next(s for s in statements.of_class(NHV.ProcessStep)
                        if statements.value(s, NHV.number) == str(number))  # fmt: skip
            moments = tuple(
                held.moment(tell, fact, *looks[statements.is_a(fact, NHV.Placement)])
                for fact in facts
            )
            lanes.append(Lane(tell.t("way"), f"{number}. {tell.name(step)}", moments))
        rows: dict[str, list[NamedNode]] = {}
        for permit in by_day(statements, self.permits):
            rows.setdefault(self._told(permit), []).append(permit)
        lanes += [
            Lane(tell.t("permits_of"), name, tuple(
                moment for permit in own for moment in held.bars(tell, permit)))
            for name, own in rows.items()
        ]  # fmt: skip
        return lanes

    def _network(self, permits: Sequence[NamedNode]) -> Figure | None:
        statements, tell = self.tell.statements, self.tell
        ties = dict[tuple[NamedNode, NamedNode], Tie]()
        holders = {holder: None for permit in permits if (holder := who(statements, permit))}
        suppliers, hospitals = dict[NamedNode, None](), dict[NamedNode, None]()
        told = tell.t("holds_through")
        for permit in permits:
            holder = who(statements, permit)
            unsure = statements.is_inferred(permit, NHV.throughHospital)
            for place in statements.nodes(permit, NHV.throughHospital):
                if holder is not None and place not in holders:
                    hospitals[place] = None
                    ties[holder, place] = Tie(holder, place, "nhv:throughHospital", told, 1, unsure)
        for supply in self.supplies:
            one, other = (statements.node(supply, p) for p in (NHV.supplier, NHV.receiver))
            if one and other and one not in holders:
                suppliers[one], holders[other] = None, None
                said = held.supply_kind(tell, supply)
                ties[one, other] = Tie(one, other, *said, 1, statements.is_inferred(supply))
        columns = (suppliers, holders, hospitals)
        note = tell.t("network_area_note")
        return network(tell, self.area, columns, list(ties.values()), note)

"""The page of a care area: who holds it, how far it came, and how all of that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.pictures.chart.lanes import Lane
from graph.pictures.sheet import palette
from graph.site.parts import Cell, Cells, Fact, Figure, Line, Lines, Section, Step
from graph.site.things import counts, pictures, tables
from graph.site.things.cells import Column, Teller
from graph.site.things.tables import DASH, Odd, who
from ontology.terms import NHV, SKOS

_NAMED = 4  # holders that a summary names
_ALLOTMENT = 7
# Which step an event belongs to: by its class, of a decision by its kind.
_OF_CLASS = {NHV.Consultation: 3, NHV.Call: 5, NHV.Meeting: _ALLOTMENT}
_OF_DECISION = {
    NHV.DefinitionDecision: 4, NHV.Recommendation: 2, NHV.AllotmentDecision: 7,
    NHV.RevocationDecision: 8,
}  # fmt: skip
_STAGES = (NHV.Proposed, NHV.Decided, NHV.Advertised, NHV.Granted)


class Area:
    """What is known of one area, gathered for its page."""

    def __init__(self, tell: Teller, odd: Odd, area: NamedNode) -> None:
        statements = tell.statements
        self.tell, self.odd, self.area = tell, odd, area
        self.parts = tell.all_of(statements.subjects(SKOS.broader, area), NHV.CareArea)
        # As in the questions, what is said of a part of an area counts with the area.
        self.facts = statements.facts_of(area)
        around = dict.fromkeys(
            f for node in (area, *self.parts) for f in statements.subjects(NHV.area, node)
        )
        self.permits = tell.all_of(around, NHV.Permit)
        self.supplies = tell.all_of(around, NHV.SupplyRelation)
        self.around = tuple(around)
        self.status = tables.by_status(tell, self.permits)
        self.now, self.maybe = self.status[NHV.InForce], self.status[NHV.PossiblyInForce]
        self.ahead = [*self.status[NHV.GrantedNotBegun], *self.status[NHV.NotYet]]
        self.standings = statements.on(area, NHV.standing, tell.day)
        self.events = self._events()

    def summary(self) -> str:
        """One sentence: who holds it, or how far it came."""
        tell = self.tell
        for key, permits in (
            ("sum_held", self.now), ("sum_maybe", self.maybe), ("sum_ahead", self.ahead),
        ):  # fmt: skip
            if permits:
                return tell.t(key, self._named(permits))
        if step := self._step():
            return tell.t("sum_step", self._number(step), tell.name(step))
        if not self.standings and (heir := counts.heir_of(tell, self.area)):
            return tell.t("sum_continued", tell.name(heir))
        if past := self.status[NHV.Ended]:
            return tell.t("sum_past", self._named(past))
        return tell.t("sum_nothing")

    def _named(self, permits: Iterable[NamedNode]) -> str:
        names = {tables.holder_cell(self.tell, permit).text for permit in permits}
        listed = sorted(names, key=swedish)
        if len(listed) <= _NAMED:
            return ", ".join(listed)
        first = ", ".join(listed[: _NAMED - 1])
        return self.tell.t("and_more", first, len(listed) - _NAMED + 1)

    def _number(self, step: NamedNode | None) -> int:
        return int(self.tell.statements.value(step, NHV.number) or 0)

    def _step(self) -> NamedNode | None:
        """The furthest step in which the area stands."""
        nodes = self.tell.statements.nodes
        steps = [step for found in self.standings for step in nodes(found, NHV.step)]
        return max(steps, key=self._number, default=None)

    def glance(self) -> tuple[Fact, ...]:
        """The few things that a reader looks for first."""
        tell, area, t = self.tell, self.area, self.tell.t
        later = tell.statements.subjects(NHV.cameFrom, area)
        return tell.facts({
            t("held_count", tell.day): self._counted(),
            t("units_told"): self._told_units() or (tell.unknown(),),
            t("step_now"): counts.place(tell, area) or (tell.unknown(),),
            t("programme"): tell.known(area, NHV.programme),
            t("specialty"): tell.of(area, NHV.specialty),
            t("part_of"): tell.of(area, SKOS.broader),
            t("has_parts"): tell.cells(self.parts),
            t("came_from"): tell.doubted(area, NHV.cameFrom),
            t("became"): tuple(tell.cell(one, tell.doubts(one, NHV.cameFrom)) for one in later),
        })  # fmt: skip

    def _counted(self) -> tuple[Cell, ...]:
        """How many hold it; a part is counted with its whole."""
        statements, tell = self.tell.statements, self.tell
        if statements.is_a(self.area, NHV.AreaPart) and (
            wholes := statements.nodes(self.area, SKOS.broader)
        ):
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
        tell, area, facts = self.tell, self.area, self.facts
        return (
            self._permits(),
            Section("way", tell.t("way"), steps=self._way(), prose=(tell.t("way_note"),)),
            tell.section("units", self._units()),
            tables.of_kind(tell, "supplies", self.around),
            tables.of_kind(tell, "cooperation", self.around),
            tables.of_kind(tell, "applications", facts),
            tables.doubts(tell, area, [*facts, *self.permits], self.odd),
            pictures.section(
                tell, pictures.timeline(tell, area, self._lanes()), self._network(), self._map()
            ),
            tables.of_kind(tell, "statistics", facts),
            tables.told_of(tell, "statements", facts, NHV.Statement, NHV.Resource, NHV.Duty),
            self._experts(),
            self._legal(),
            tables.names(tell, area),
            tables.all_facts(tell, area, facts),
        )

    def _permits(self) -> Section:
        tell, step = self.tell, self._step()
        prose: tuple[str, ...] = ()
        if not self.now and not self.maybe:
            number = self._number(step) if step else _ALLOTMENT
            early = number < _ALLOTMENT and not self.ahead
            prose = (tell.t("not_yet", number) if early else tell.t("nobody", tell.day),)
        return tell.section("permits", tables.permit_tables(tell, self.status, "holder"), prose)

    def _units(self) -> tuple[Lines, ...]:
        """How many units sources state, by stage, with what states them."""
        statements, tell = self.tell.statements, self.tell
        stated = tell.all_of(self.facts, NHV.UnitCount)
        owners = {count: statements.subjects(NHV.unitCount, count) for count in stated}

        def order(count: NamedNode) -> tuple[int, str, str]:
            stage = statements.node(count, NHV.stage)
            day = min((statements.value(one, NHV.lastDay) for one in owners[count]), default="")
            rank = _STAGES.index(stage) if stage in _STAGES else len(_STAGES)
            return rank, day or "9999", count.value

        def details(count: NamedNode) -> Cells:
            props = (NHV.ageGroup, NHV.scope, NHV.alternative, NHV.ofWhich)
            return tuple(cell for prop in props for cell in tell.of(count, prop)) or DASH

        def decided(count: NamedNode) -> Cells:
            for owner in owners[count]:
                return tell.date(statements.value(owner, NHV.date)), tell.cell(owner)
            return DASH

        columns: Mapping[str, Column] = {
            "stage": NHV.stage,
            "number": lambda count: tell.doubted(count, NHV.number),
            "detail": details,
            "decided_in": decided,
        }
        lines = (tell.line(count, columns) for count in sorted(stated, key=order))
        return tell.lines(tell.t("units"), columns, lines)

    def _events(self) -> dict[int, list[NamedNode]]:
        """The events of each step, by day; permits stand in the section on them."""
        found: dict[int, list[NamedNode]] = {}
        for fact in self.tell.by_day(self.facts):
            if number := self._step_of(fact):
                found.setdefault(number, []).append(fact)
        return found

    def _step_of(self, fact: NamedNode) -> int:
        statements = self.tell.statements
        if statements.is_a(fact, NHV.Placement):
            return self._number(statements.node(fact, NHV.step))
        if statements.is_a(fact, NHV.Decision):
            after = self._number(statements.node(fact, NHV.afterStep))
            kind = statements.node(fact, NHV.decisionKind)
            return _OF_DECISION.get(kind, after) if kind else after
        return next((n for cls, n in _OF_CLASS.items() if statements.is_a(fact, cls)), 0)

    def _steps(self) -> list[NamedNode]:
        return sorted(self.tell.statements.of_class(NHV.ProcessStep), key=self._number)

    def _way(self) -> tuple[Step, ...]:
        tell, events = self.tell, self.events
        here: dict[NamedNode, tuple[Cell, ...]] = {}
        for standing in self.standings:
            for step in tell.statements.nodes(standing, NHV.step):
                here[step] = (*here.get(step, ()), *counts.shown_by(tell, standing))
        if not events and not here:
            return ()
        return tuple(
            Step(
                number := self._number(step),
                Fact(tell.name(step), (), step),
                tuple(self._event(fact) for fact in events.get(number, ())),
                here.get(step, ()),
            )
            for step in self._steps()
        )

    def _event(self, fact: NamedNode) -> Line:
        """An event in a few words, with its day and where it stands."""
        statements, tell = self.tell.statements, self.tell
        days = (
            statements.value(fact, p) for p in (NHV.date, NHV.closes, NHV.answeredOn, NHV.opens)
        )
        node = statements.node(fact, NHV.substate) or statements.node(fact, NHV.decisionKind)
        said = tell.t("shown_here") if statements.is_a(fact, NHV.Placement) else tell.kind(fact)
        parts = [tell.name(node) if node else said]
        if body := statements.node(fact, NHV.decidedBy):
            parts.append(tell.name(body))
        doubts = tuple(
            badge for prop in (NHV.date, NHV.closes) if statements.objects(fact, prop)
            for badge in tell.doubts(fact, prop)
        )  # fmt: skip
        when = tell.date(next(filter(None, days), ""))
        when = Cell(when.text, form=when.form, badges=(*when.badges, *doubts))
        what = Cell(", ".join(parts), fact, badges=tell.sure(fact))
        return Line((when, what), tell.evidence(fact))

    def _experts(self) -> Section:
        statements, tell = self.tell.statements, self.tell
        bodies = [
            node for fact in self.facts for prop in (NHV.about, NHV.by, NHV.actor)
            for node in statements.nodes(fact, prop)
            if statements.node(node, NHV.bodyType) == NHV.ExpertGroup
        ]  # fmt: skip
        bodies += tell.all_of(statements.subjects(NHV.about, self.area), NHV.Body)
        lines = (Line((tell.cell(body),)) for body in dict.fromkeys(bodies))
        prose = () if bodies else (tell.t("experts_none"),)
        return tell.section("experts", tell.lines(tell.t("experts"), ("name",), lines), prose)

    def _legal(self) -> Section:
        """What law backs the area, or the programme that it is in."""
        statements, tell = self.tell.statements, self.tell
        found: tuple[Lines, ...] = ()
        for thing in (self.area, *statements.nodes(self.area, NHV.programme)):
            laws: dict[NamedNode, list[NamedNode]] = {}
            for basis in tell.all_of(statements.subjects(NHV.backs, thing), NHV.LegalBasis):
                for law in statements.nodes(basis, NHV.legalSource):
                    laws.setdefault(law, []).append(basis)
            lines = []
            for law in sorted(laws, key=lambda law: swedish(tell.name(law))):
                said, at = (
                    tuple(cell for basis in laws[law] for cell in tell.of(basis, prop))
                    for prop in (NHV.text, NHV.at)
                )
                places = (place for basis in laws[law] for place in tell.evidence(basis))
                lines.append(Line((tell.cell(law), said, at or DASH), tuple(places)))
            caption = tell.t("legal_programme", tell.name(thing)).rstrip(":")
            caption = tell.t("legal") if thing == self.area else caption
            found += tell.lines(caption, ("legal", "detail", "place"), lines)
        return tell.section("legal", found)

    def _map(self) -> Figure | None:
        tell, shown = self.tell, [*self.now, *self.maybe, *self.ahead, *self.supplies]
        lands = pictures.lands(tell, shown, self._holder)
        return pictures.maplet(tell, self.area, lands, pictures.spots(tell, shown))

    def _holder(self, fact: NamedNode) -> str:
        statements = self.tell.statements
        return self.tell.name(statements.node(fact, NHV.supplier) or who(statements, fact))

    def _lanes(self) -> list[Lane]:
        tell, lanes, steps = self.tell, list[Lane](), self._steps()
        for number, facts in sorted(self.events.items()):
            moments = tuple(
                pictures.moment(tell, fact, "step", palette.SKY)
                if tell.statements.is_a(fact, NHV.Placement)
                else pictures.moment(tell, fact, "point", palette.YELLOW)
                for fact in facts
            )
            step = next(step for step in steps if self._number(step) == number)
            lanes.append(Lane(tell.t("way"), f"{number}. {tell.name(step)}", moments))
        bars = partial(pictures.bars, tell)
        return lanes + pictures.lanes(tell, tell.t("permits_of"), self.permits, self._holder, bars)

    def _network(self) -> Figure | None:
        statements, tell = self.tell.statements, self.tell
        permits: Sequence[NamedNode] = [*self.now, *self.maybe, *self.ahead]
        ties = dict[tuple[NamedNode, NamedNode], pictures.Tie]()
        holders = {holder: None for permit in permits if (holder := who(statements, permit))}
        suppliers, hospitals = dict[NamedNode, None](), dict[NamedNode, None]()
        told = tell.t("holds_through")
        for permit in permits:
            holder = who(statements, permit)
            unsure = statements.is_inferred(permit, NHV.throughHospital)
            for place in statements.nodes(permit, NHV.throughHospital):
                if holder is not None and place not in holders:
                    hospitals[place] = None
                    ties[holder, place] = pictures.Tie(
                        holder, place, "nhv:throughHospital", told, 1, unsure
                    )
        for supply in self.supplies:
            one, other = (statements.node(supply, p) for p in (NHV.supplier, NHV.receiver))
            if one and other and one not in holders:
                suppliers[one], holders[other] = None, None
                ties[one, other] = pictures.supply_tie(tell, supply, one, other)
        columns = (suppliers, holders, hospitals)
        return pictures.network(tell, self.area, columns, list(ties.values()), "network_area_note")

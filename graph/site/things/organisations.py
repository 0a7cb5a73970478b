"""The pages of regions, healthcare regions and hospitals: permits, support, rivals, places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.pictures.chart.lanes import Lane
from graph.pictures.map.permits import Land, filled
from graph.pictures.sheet import palette
from graph.site.parts import Fact, Figure
from graph.site.things import counts, seats, shared
from graph.site.things import permits as held
from graph.site.things.cells import Teller, by_day
from graph.site.things.permits import region_of, who
from graph.site.things.pictures import Tie, maplet, network, timeline
from graph.site.things.sections import Section
from ontology.terms import NHV


class Organisation:
    """What is known of a region, a healthcare region or a hospital, gathered for its page.

    Args:
        tell: The teller.
        node: The organisation.
    """

    def __init__(self, tell: Teller, node: NamedNode) -> None:
        statements = tell.statements
        self.tell, self.node = tell, node
        self.members = [
            n
            for n in statements.subjects(NHV.inHealthcareRegion, node)
            if statements.is_a(n, NHV.Region)
        ]
        self.within = list(_parts(tell, [node, *self.members]))
        self.facts = statements.facts_of(node)
        everything = dict.fromkeys(
            fact for own in (node, *self.members, *self.within) for fact in statements.facts_of(own)
        )
        self.permits = shared.of(tell, everything, NHV.Permit)
        self.supplies = shared.of(tell, everything, NHV.SupplyRelation)
        self.together = shared.of(tell, everything, NHV.Cooperation)
        self.applications = shared.of(tell, everything, NHV.Application)
        self.status = held.by_status(tell, self.permits)
        self.now, self.maybe = self.status[NHV.InForce], self.status[NHV.PossiblyInForce]
        self.held = counts.held_by(statements, [node, *self.members])

    def summary(self) -> str:
        """One sentence on what it holds."""
        tell = self.tell
        said = "; ".join(counts.told(tell, self.held)) or tell.t("has_none_known")
        if self.members:
            return tell.t("sum_hr", len(self.members), tell.day, said)
        if tell.statements.is_a(self.node, NHV.CareFacility):
            return tell.t("sum_hospital", tell.day, said)
        return tell.t("sum_permits", tell.day, said, len(self.supplies))

    def glance(self) -> tuple[Fact, ...]:
        """The few things that a reader looks for first."""
        tell, statements, node = self.tell, self.tell.statements, self.node
        told = [
            Fact(tell.t("held_count", tell.day), counts.cells(tell, self.held)),
            Fact(tell.word(NHV.inHealthcareRegion),
                 tell.cells(statements.objects(node, NHV.inHealthcareRegion))),
            Fact(tell.t("within"), tell.cells(self.members)),
            Fact(tell.t("operator"), tell.cells(statements.objects(node, NHV.operator))),
            Fact(tell.t("part_of"), tell.cells(statements.objects(node, NHV.partOf))),
            Fact(tell.t("town"), tell.cells(statements.objects(node, NHV.city))),
            Fact(tell.t("county"), tell.cells(statements.objects(node, NHV.county))),
            Fact(tell.word(NHV.legalBody), tell.cells(statements.objects(node, NHV.legalBody))),
            Fact(tell.t("hospitals_of"), tell.cells(
                n for n in self.within if statements.is_a(n, NHV.CareFacility))),
            Fact(tell.t("bodies_of"), tell.cells(
                n for n in statements.subjects(NHV.partOf, node) if statements.is_a(n, NHV.Body))),
        ]  # fmt: skip
        return tuple(fact for fact in told if fact.values)

    def sections(self) -> tuple[Section, ...]:
        """Everything else, the most important first."""
        tell = self.tell
        shown = {*self.permits, *self.supplies, *self.together, *self.applications}
        rest = shared.without(self.facts, shown)
        seat_lines = seats.lines(tell, self.node)
        seated = shared.of(tell, rest, NHV.Membership, NHV.Post)
        found = [
            self._permits(),
            Section("supplies", tell.t("supplies"), lines=held.supply_lines(tell, self.supplies)),
            Section("cooperation", tell.t("cooperation"),
                    lines=held.cooperation_lines(tell, self.together)),
            Section("applications", tell.t("applications"), lines=held.application_lines(
                tell, self.applications)),
            shared.doubts(tell, self.node, dict.fromkeys([*self.facts, *self.permits])),
            Section("pictures", tell.t("pictures"), figures=self._figures()),
            Section("seats", tell.t("seats"), seats.prose(tell, seat_lines), seat_lines),
            Section("statistics", tell.t("statistics"), lines=shared.statistics(
                tell, shared.of(tell, rest, NHV.StatisticClaim))),
            Section("does", tell.t("does"), lines=shared.told_of(
                tell, shared.of(tell, rest, NHV.Statement, NHV.Resource, NHV.Norm), "does")),
            shared.names(tell, self.node),
            shared.all_facts(tell, self.node, shared.without(rest, seated), "more_facts"),
        ]  # fmt: skip
        return tuple(section for section in found if section)

    def _permits(self) -> Section:
        tell = self.tell
        facility = tell.statements.is_a(self.node, NHV.CareFacility)
        key = "no_permits_here" if facility else "no_permits"
        prose = () if self.now or self.maybe else (
            tell.t(key, tell.name(self.node), tell.day),)  # fmt: skip
        lines = held.tables(tell, self.status, "area")
        return Section("permits", tell.t("permits_of"), prose, lines)

    def _figures(self) -> tuple[Figure, ...]:
        tell, name = self.tell, self.tell.name(self.node)
        shown = [
            permit for status, own in self.status.items() if status != NHV.Ended for permit in own
        ]
        spots = held.spots(tell, shown)
        if not spots and tell.statements.is_a(self.node, NHV.CareFacility):
            spots = [s for s in [held.spot_of(tell, self.node)] if s]
        found = (
            timeline(name, self._lanes(), tell.as_of, tell.lang),
            self._network(),
            maplet(name, self._lands(shown), spots, tell.lang),
        )
        return tuple(figure for figure in found if figure)

    def _lands(self, shown: Sequence[NamedNode]) -> list[Land]:
        """Its own county or those of its regions; those whose permits it knows the holder of."""
        tell = self.tell
        own = [region_of(tell.statements, self.node)] if not self.members else self.members
        found = []
        for region in own:
            if region is not None and (code := held.county(tell.statements, region)):
                mine = [
                    p
                    for p in shown
                    if region_of(tell.statements, who(tell.statements, p)) == region
                ]
                told = f"{tell.name(region)}: {len(mine)}"
                fill = filled(
                    True, within=not mine, maybe=bool(mine) and not any(map(self._in_force, mine))
                )
                found.append(Land(code, fill, told))
        return found

    def _lanes(self) -> list[Lane]:
        tell, statements = self.tell, self.tell.statements
        rows: dict[str, list[NamedNode]] = {}
        for permit in by_day(statements, self.permits):
            area = statements.node(permit, NHV.area)
            rows.setdefault(tell.name(area) if area else tell.t("unknown"), []).append(permit)
        lanes = [
            Lane(tell.t("permits_of"), name, tuple(
                moment for permit in own for moment in held.bars(tell, permit)))
            for name, own in rows.items()
        ]  # fmt: skip
        for application in by_day(statements, self.applications):
            area = statements.node(application, NHV.area)
            moment = held.moment(tell, application, "point", palette.YELLOW)
            name = tell.name(area) if area else tell.t("unknown")
            lanes.append(Lane(tell.t("applications"), name, (moment,)))
        return lanes

    def _network(self) -> Figure | None:
        """With whom it shares areas, whom it supports and who supports it."""
        statements, tell, node = self.tell.statements, self.tell, self.node
        mine = {area for permit in self.now for area in statements.nodes(permit, NHV.area)}
        own = {self.node, *self.members, *self.within}
        facility = statements.is_a(self.node, NHV.CareFacility)
        shared_with: Counter[NamedNode] = Counter()
        for area in mine:
            others = set()
            for permit in statements.subjects(NHV.area, area):
                if self._in_force(permit) and permit not in self.permits:
                    others |= self._others(permit, facility) - own
            shared_with.update(others)
        order = sorted(shared_with, key=lambda n: (-shared_with[n], swedish(tell.name(n)), n.value))
        said = tell.t("shares_with")
        ties = [Tie(node, other, "shared", said, shared_with[other]) for other in order]
        suppliers = dict[NamedNode, None]()
        for supply in self.supplies:
            one, other = (statements.node(supply, p) for p in (NHV.supplier, NHV.receiver))
            if one is None or other is None or not self._in_force(supply):
                continue
            if one not in own and one not in shared_with:
                suppliers[one] = None
                ties.append(Tie(one, node, *held.supply_kind(tell, supply)))
        columns = (suppliers, [node], order)
        return network(tell, node, columns, ties, tell.t("network_shared_note"))

    def _in_force(self, fact: NamedNode) -> bool:
        return self.tell.statements.status(fact, self.tell.day) == NHV.InForce

    def _others(self, permit: NamedNode, facility: bool) -> set[NamedNode]:
        """Who else is in it: of a hospital's permits the hospitals, of a region's the regions."""
        statements = self.tell.statements
        if facility and (hospitals := statements.nodes(permit, NHV.throughHospital)):
            return set(hospitals)
        holder = statements.node(permit, NHV.holder)
        found = holder if facility else region_of(statements, holder)
        return {found} if found is not None else set()


def _parts(tell: Teller, whole: Iterable[NamedNode]) -> Iterable[NamedNode]:
    """The hospitals and units that organisations operate or that are part of them."""
    statements, seen = tell.statements, dict.fromkeys(whole)
    todo = list(seen)
    while todo:
        node = todo.pop(0)
        found = [*statements.subjects(NHV.operator, node), *statements.subjects(NHV.partOf, node)]
        for part in found:
            if part not in seen and statements.is_a(part, NHV.CareFacility):
                seen[part] = None
                todo.append(part)
                yield part

"""The pages of regions, healthcare regions and hospitals: permits, support, rivals, places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.pictures.chart.lanes import Lane
from graph.pictures.map.permits import Land, filled
from graph.pictures.sheet import palette
from graph.site.parts import Fact, Figure, Section
from graph.site.things import counts, pictures, tables
from graph.site.things.cells import Teller
from graph.site.things.tables import who
from ontology.terms import NHV


class Organisation:
    """What is known of a region, a healthcare region or a hospital, gathered for its page."""

    def __init__(self, tell: Teller, node: NamedNode) -> None:
        statements = tell.statements
        self.tell, self.node = tell, node
        self.members = tell.all_of(statements.subjects(NHV.inHealthcareRegion, node), NHV.Region)
        self.within = list(parts_of(tell, [node, *self.members]))
        self.facts = statements.facts_of(node)
        self.everything = dict.fromkeys(
            fact for own in (node, *self.members, *self.within) for fact in statements.facts_of(own)
        )
        self.permits = tell.all_of(self.everything, NHV.Permit)
        self.supplies = tell.all_of(self.everything, NHV.SupplyRelation)
        self.applications = tell.all_of(self.everything, NHV.Application)
        self.status = tables.by_status(tell, self.permits)
        self.now, self.maybe = self.status[NHV.InForce], self.status[NHV.PossiblyInForce]
        self.held = counts.held_by(statements, [node, *self.members])
        self.facility = statements.is_a(node, NHV.CareFacility)

    def summary(self) -> str:
        """One sentence on what it holds."""
        tell = self.tell
        said = "; ".join(counts.told(tell, self.held)) or tell.t("has_none_known")
        if self.members:
            return tell.t("sum_hr", len(self.members), tell.day, said)
        if self.facility:
            return tell.t("sum_hospital", tell.day, said)
        return tell.t("sum_permits", tell.day, said, len(self.supplies))

    def glance(self) -> tuple[Fact, ...]:
        """The few things that a reader looks for first."""
        tell, node, t = self.tell, self.node, self.tell.t
        parts = tell.statements.subjects(NHV.partOf, node)
        return tell.facts({
            t("held_count", tell.day): counts.cells(tell, self.held),
            tell.word(NHV.inHealthcareRegion): tell.of(node, NHV.inHealthcareRegion),
            t("within"): tell.cells(self.members),
            t("operator"): tell.of(node, NHV.operator),
            t("part_of"): tell.of(node, NHV.partOf),
            t("town"): tell.of(node, NHV.city),
            t("county"): tell.of(node, NHV.county),
            tell.word(NHV.legalBody): tell.of(node, NHV.legalBody),
            t("hospitals_of"): tell.cells(tell.all_of(self.within, NHV.CareFacility)),
            t("bodies_of"): tell.cells(tell.all_of(parts, NHV.Body)),
        })  # fmt: skip

    def sections(self) -> tuple[Section, ...]:
        """Everything else, the most important first."""
        tell, node = self.tell, self.node
        shown = {*self.permits, *self.supplies, *self.applications,
                 *tell.all_of(self.everything, NHV.Cooperation)}  # fmt: skip
        rest = [fact for fact in self.facts if fact not in shown]
        seated = tell.all_of(rest, NHV.Membership, NHV.Post)
        return (
            self._permits(),
            *(
                tables.of_kind(tell, key, self.everything)
                for key in ("supplies", "cooperation", "applications")
            ),
            tables.doubts(tell, node, [*self.facts, *self.permits]),
            pictures.section(
                tell, pictures.timeline(tell, node, self._lanes()), self._network(), self._map()
            ),
            tables.seats(tell, node),
            tables.of_kind(tell, "statistics", rest),
            tables.told_of(tell, "does", rest, NHV.Statement, NHV.Resource, NHV.Norm),
            tables.names(tell, node),
            tables.all_facts(tell, node, [f for f in rest if f not in seated], "more_facts"),
        )

    def _permits(self) -> Section:
        tell = self.tell
        key = "no_permits_here" if self.facility else "no_permits"
        none = () if self.now or self.maybe else (tell.t(key, tell.name(self.node), tell.day),)
        lines = tables.permit_tables(tell, self.status, "area")
        return Section("permits", tell.t("permits_of"), none, lines)

    def _map(self) -> Figure | None:
        tell = self.tell
        shown = [
            permit for status, own in self.status.items() if status != NHV.Ended for permit in own
        ]
        places = pictures.spots(tell, shown) or (
            pictures.spot_of(tell, self.node) if self.facility else []
        )
        return pictures.maplet(tell, self.node, self._lands(shown), places)

    def _lands(self, shown: Sequence[NamedNode]) -> Iterable[Land]:
        """Its own county or those of its regions; those whose permits it knows the holder of."""
        statements = self.tell.statements
        own = pictures.region_of(statements, self.node)
        for region in self.members or ([own] if own else []):
            if code := pictures.county(statements, region):
                mine = [
                    p for p in shown if pictures.region_of(statements, who(statements, p)) == region
                ]
                maybe = bool(mine) and not any(map(self._in_force, mine))
                fill = filled(True, within=not mine, maybe=maybe)
                yield Land(code, fill, f"{self.tell.name(region)}: {len(mine)}")

    def _lanes(self) -> list[Lane]:
        tell = self.tell

        def area(fact: NamedNode) -> str:
            return tell.name(tell.statements.node(fact, NHV.area))

        bars = partial(pictures.bars, tell)
        lanes = pictures.lanes(tell, tell.t("permits_of"), self.permits, area, bars)
        for one in tell.by_day(self.applications):
            event = pictures.moment(tell, one, "point", palette.YELLOW)
            lanes.append(Lane(tell.t("applications"), area(one), (event,)))
        return lanes

    def _network(self) -> Figure | None:
        """With whom it shares areas, whom it supports and who supports it."""
        statements, tell, node = self.tell.statements, self.tell, self.node
        mine = {area for permit in self.now for area in statements.nodes(permit, NHV.area)}
        own = {node, *self.members, *self.within}
        shared_with: Counter[NamedNode] = Counter()
        for area in mine:
            others = set()
            for permit in statements.subjects(NHV.area, area):
                if self._in_force(permit) and permit not in self.permits:
                    others |= self._others(permit) - own
            shared_with.update(others)
        order = sorted(shared_with, key=lambda n: (-shared_with[n], swedish(tell.name(n)), n.value))
        said = tell.t("shares_with")
        ties = [pictures.Tie(node, other, "shared", said, shared_with[other]) for other in order]
        suppliers = dict[NamedNode, None]()
        for supply in self.supplies:
            one, other = (statements.node(supply, p) for p in (NHV.supplier, NHV.receiver))
            if one is None or other is None or not self._in_force(supply):
                continue
            if one not in own and one not in shared_with:
                suppliers[one] = None
                ties.append(pictures.supply_tie(tell, supply, one, node))
        return pictures.network(tell, node, (suppliers, [node], order), ties, "network_shared_note")

    def _in_force(self, fact: NamedNode) -> bool:
        return self.tell.statements.status(fact, self.tell.day) == NHV.InForce

    def _others(self, permit: NamedNode) -> set[NamedNode]:
        """Who else is in it: of a hospital's permits the hospitals, of a region's the regions."""
        statements = self.tell.statements
        if self.facility and (hospitals := statements.nodes(permit, NHV.throughHospital)):
            return set(hospitals)
        holder = statements.node(permit, NHV.holder)
        found = holder if self.facility else pictures.region_of(statements, holder)
        return {found} if found is not None else set()


def parts_of(tell: Teller, whole: Iterable[NamedNode]) -> Iterable[NamedNode]:
    """The hospitals and units that organisations operate or that are part of them."""
    statements, seen = tell.statements, dict.fromkeys(whole)
    todo = list(seen)
    while todo:
        node = todo.pop(0)
        found = [*statements.subjects(NHV.operator, node), *statements.subjects(NHV.partOf, node)]
        for part in tell.all_of(found, NHV.CareFacility):
            if part not in seen:
                seen[part] = None
                todo.append(part)
                yield part

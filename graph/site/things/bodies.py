"""The page of a body or another organisation: what it does, its seats, its decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.pictures.chart.lanes import Lane, Moment
from graph.pictures.sheet import palette
from graph.site.parts import Cell, Cells, Fact, Figure, Line, Lines, Section
from graph.site.things import pictures, tables
from graph.site.things.cells import Column, Teller
from ontology.terms import DCTERMS, NHV


class Body:
    """What is known of a body or an organisation, gathered for its page."""

    def __init__(self, tell: Teller, node: NamedNode) -> None:
        statements = tell.statements
        self.tell, self.node = tell, node
        self.facts = statements.facts_of(node)
        self.filled, self.posts = tables.seats_of(tell, node)
        decided = statements.subjects(NHV.decidedBy, node)
        self.decisions = tell.all_of(decided, NHV.Decision)
        self.permits = tell.all_of(decided, NHV.Permit)

    def summary(self) -> str:
        """One sentence on what it is."""
        tell = self.tell
        kinds = tell.of(self.node, NHV.bodyType)
        kind = kinds[0].text if kinds else tell.kind(self.node)
        posts = {p for m in self.filled for p in tell.statements.nodes(m, NHV.post)}
        return tell.t("sum_body", kind, len(posts) + len(self.posts), len(self.decisions))

    def glance(self) -> tuple[Fact, ...]:
        """The few things that a reader looks for first."""
        tell, node, subjects = self.tell, self.node, self.tell.statements.subjects
        later = tell.all_of(subjects(NHV.replaces, node), NHV.Organisation)
        parts = (*subjects(NHV.partOf, node), *subjects(NHV.kindOf, node))
        return tell.facts({
            tell.t("kind"): tell.of(node, NHV.bodyType),
            tell.word(NHV.kindOf): tell.of(node, NHV.kindOf),
            tell.t("part_of"): tell.of(node, NHV.partOf),
            tell.t("bodies_of"): tell.cells(parts),
            tell.t("replaces"): tell.of(node, NHV.replaces),
            tell.t("replaced_by"): tell.cells(later),
            tell.word(NHV.responsible): tell.cells(subjects(NHV.responsible, node)),
        })  # fmt: skip

    def sections(self) -> tuple[Section, ...]:
        """Everything else, the most important first."""
        tell, node, facts = self.tell, self.node, self.facts
        shown = {*self.decisions, *self.permits, *self.filled, *self.posts,
                 *tell.all_of(facts, NHV.Post)}  # fmt: skip
        others = [p for p in tell.all_of(facts, NHV.Permit) if p not in self.permits]
        permits = tables.permit_tables(tell, tables.by_status(tell, others), "area")
        does = (NHV.ProcedureRelation, NHV.Statement, NHV.Duty, NHV.Resource)
        return (
            tables.told_of(tell, "does", facts, *does),
            tables.seats(tell, node),
            tables.told_of(tell, "rules", facts, NHV.CompositionRule),
            tell.section("decisions", self._decisions()),
            Section("permits", tell.t("permits_of"), lines=permits),
            *(
                tables.of_kind(tell, key, facts)
                for key in ("supplies", "cooperation", "applications")
            ),
            tables.doubts(tell, node, facts),
            pictures.section(tell, pictures.timeline(tell, node, self._lanes()), self._network()),
            tables.of_kind(tell, "statistics", facts),
            tell.section("published", self._published()),
            tables.names(tell, node),
            tables.all_facts(tell, node, [f for f in facts if f not in shown], "more_facts"),
        )

    def _decisions(self) -> tuple[Lines, ...]:
        """Its decisions by day; each is told in full on the page of its area."""
        tell, statements = self.tell, self.tell.statements

        def units(decision: NamedNode) -> Cells:
            counts = (
                Cell(f"{tell.name(stage).lower()}: {statements.value(count, NHV.number)}", decision)
                for count in statements.nodes(decision, NHV.unitCount)
                if (stage := statements.node(count, NHV.stage))
            )
            return tuple(counts) or tell.unknown()

        columns: Mapping[str, Column] = {
            "date": lambda fact: tell.doubted(fact, NHV.date) or tell.unknown(),
            "area": NHV.area,
            "kind": NHV.decisionKind,
            "units": units,
        }
        return tell.table("decisions", columns, self.decisions)

    def _published(self) -> tuple[Lines, ...]:
        tell, statements = self.tell, self.tell.statements
        sources = tell.all_of(statements.subjects(DCTERMS.publisher, self.node), NHV.Source)
        lines = (
            Line((
                tell.cell(source),
                tell.of(source, NHV.date) or Cell(tell.t("undated")),
                Cell(str(len(statements.places.get(source, ()))), form="number"),
            ))
            for source in tell.by_day(sources)
        )  # fmt: skip
        return tell.lines(tell.t("published"), ("title_printed", "date", "facts_n"), lines)

    def _lanes(self) -> list[Lane]:
        tell, statements = self.tell, self.tell.statements
        decisions, meetings = tell.t("decisions"), tell.t("meetings")
        met = tell.all_of(self.facts, NHV.Meeting)
        held = [member for member in self.filled if statements.node(member, NHV.post)]

        def kind(decision: NamedNode) -> str:
            found = statements.node(decision, NHV.decisionKind)
            return tell.name(found) if found else decisions

        def point(fact: NamedNode) -> list[Moment]:
            return [pictures.moment(tell, fact, "point", palette.YELLOW)]

        def role(member: NamedNode) -> str:
            post = statements.node(member, NHV.post)
            regions = map(tell.name, statements.nodes(post, NHV.represents))
            return ", ".join((tell.text(post, NHV.roleLabel) or tell.name(post), *regions))

        terms = partial(pictures.bars, tell, colour=palette.PURPLE)
        seats = pictures.lanes(tell, tell.t("seats"), held, role, terms)
        return [
            *pictures.lanes(tell, decisions, self.decisions, kind, point),
            *pictures.lanes(tell, meetings, met, lambda _: meetings, point),
            *sorted(seats, key=lambda lane: swedish(lane.name)),
        ]

    def _network(self) -> Figure | None:
        """Whom its seats represent, and the bodies that it is part of or has."""
        tell, statements, node = self.tell, self.tell.statements, self.node
        counts: Counter[NamedNode] = Counter()
        posts = [*(p for m in self.filled for p in statements.nodes(m, NHV.post)), *self.posts]
        for post in dict.fromkeys(posts):
            counts.update(statements.nodes(post, NHV.represents))
        order = sorted(counts, key=lambda n: (-counts[n], swedish(tell.name(n)), n.value))
        ties = [pictures.Tie(node, o, "nhv:represents", tell.t("seats"), counts[o]) for o in order]
        above = statements.nodes(node, NHV.partOf)
        ties += [pictures.Tie(n, node, "nhv:partOf", tell.t("part_of")) for n in above]
        return pictures.network(tell, node, (above, [node], order), ties, "network_seats_note")

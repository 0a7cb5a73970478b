"""The page of a body or another organisation: what it does, its seats, its decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.pictures.chart.lanes import Lane
from graph.pictures.sheet import palette
from graph.site.parts import Cell, Fact, Figure
from graph.site.things import permits as held
from graph.site.things import seats, shared
from graph.site.things.cells import Teller, by_day
from graph.site.things.pictures import Tie, network, timeline
from graph.site.things.sections import Line, Lines, Section
from ontology.terms import DCTERMS, NHV


class Body:
    """What is known of a body or an organisation, gathered for its page.

    Args:
        tell: The teller.
        node: The body.
    """

    def __init__(self, tell: Teller, node: NamedNode) -> None:
        statements = tell.statements
        self.tell, self.node = tell, node
        self.facts = statements.facts_of(node)
        self.filled, self.posts = seats.seats_of(tell, node)
        self.decisions = [
            d for d in statements.subjects(NHV.decidedBy, node) if statements.is_a(d, NHV.Decision)
        ]
        self.permits = [
            p for p in statements.subjects(NHV.decidedBy, node) if statements.is_a(p, NHV.Permit)
        ]
        self.meetings = shared.of(tell, self.facts, NHV.Meeting)

    def summary(self) -> str:
        """One sentence on what it is."""
        tell = self.tell
        kinds = tell.cells(tell.statements.objects(self.node, NHV.bodyType))
        kind = kinds[0].text if kinds else tell.kind(self.node)
        posts = {p for m in self.filled for p in tell.statements.nodes(m, NHV.post)}
        return tell.t("sum_body", kind, len(posts) + len(self.posts), len(self.decisions))

    def glance(self) -> tuple[Fact, ...]:
        """The few things that a reader looks for first."""
        tell, statements, node = self.tell, self.tell.statements, self.node
        told = [
            Fact(tell.t("kind"), tell.cells(statements.objects(node, NHV.bodyType))),
            Fact(tell.word(NHV.kindOf), tell.cells(statements.objects(node, NHV.kindOf))),
            Fact(tell.t("part_of"), tell.cells(statements.objects(node, NHV.partOf))),
            Fact(
                tell.t("bodies_of"),
                tell.cells(
                    n
                    for n in (
                        *statements.subjects(NHV.partOf, node),
                        *statements.subjects(NHV.kindOf, node),
                    )
                ),
            ),
            Fact(tell.t("replaces"), tell.cells(statements.objects(node, NHV.replaces))),
            Fact(
                tell.t("replaced_by"),
                tell.cells(
                    n
                    for n in statements.subjects(NHV.replaces, node)
                    if statements.is_a(n, NHV.Organisation)
                ),
            ),
            Fact(
                tell.word(NHV.responsible), tell.cells(statements.subjects(NHV.responsible, node))
            ),
        ]
        return tuple(fact for fact in told if fact.values)

    def sections(self) -> tuple[Section, ...]:
        """Everything else, the most important first."""
        tell, facts = self.tell, self.facts
        seat_lines = seats.lines(tell, self.node)
        shown = {*self.decisions, *self.permits, *self.filled, *self.posts}
        does = shared.of(tell, facts, NHV.ProcedureRelation, NHV.Statement, NHV.Duty, NHV.Resource)
        rest = shared.without(facts, {*shown, *shared.of(tell, facts, NHV.Post)})
        published = [
            s
            for s in tell.statements.subjects(DCTERMS.publisher, self.node)
            if tell.statements.is_a(s, NHV.Source)
        ]
        found = [
            Section("does", tell.t("does"), lines=shared.told_of(tell, does, "does")),
            Section("seats", tell.t("seats"), seats.prose(tell, seat_lines), seat_lines),
            Section(
                "rules",
                tell.t("rules"),
                lines=shared.told_of(tell, shared.of(tell, facts, NHV.CompositionRule), "rules"),
            ),
            Section("decisions", tell.t("decisions"), lines=self._decisions()),
            Section(
                "permits",
                tell.t("permits_of"),
                lines=held.tables(
                    tell,
                    held.by_status(
                        tell,
                        (
                            p
                            for p in facts
                            if p not in self.permits and tell.statements.is_a(p, NHV.Permit)
                        ),
                    ),
                    "area",
                ),
            ),
            Section(
                "supplies",
                tell.t("supplies"),
                lines=held.supply_lines(tell, shared.of(tell, facts, NHV.SupplyRelation)),
            ),
            Section(
                "cooperation",
                tell.t("cooperation"),
                lines=held.cooperation_lines(tell, shared.of(tell, facts, NHV.Cooperation)),
            ),
            Section(
                "applications",
                tell.t("applications"),
                lines=held.application_lines(tell, shared.of(tell, facts, NHV.Application)),
            ),
            shared.doubts(tell, self.node, facts),
            Section("pictures", tell.t("pictures"), figures=self._figures()),
            Section(
                "statistics",
                tell.t("statistics"),
                lines=shared.statistics(tell, shared.of(tell, facts, NHV.StatisticClaim)),
            ),
            Section("published", tell.t("published"), lines=self._published(published)),
            shared.names(tell, self.node),
            shared.all_facts(tell, self.node, rest, "more_facts"),
        ]
        return tuple(section for section in found if section)

    def _decisions(self) -> tuple[Lines, ...]:
        """Its decisions by day; each is told in full on the page of its area."""
        tell, statements = self.tell, self.tell.statements
        lines = []
        for decision in by_day(statements, self.decisions):
            counts = [
                Cell(f"{tell.name(stage).lower()}: {statements.value(count, NHV.number)}", decision)
                for count in statements.nodes(decision, NHV.unitCount)
                if (stage := statements.node(count, NHV.stage))
            ]
            lines.append(
                tell.line(
                    decision,
                    tell.cells(
                        statements.objects(decision, NHV.date), tell.doubts(decision, NHV.date)
                    )
                    or tell.unknown(),
                    tell.cells(statements.objects(decision, NHV.area)) or tell.unknown(),
                    tell.cells(statements.objects(decision, NHV.decisionKind)) or tell.unknown(),
                    tuple(counts) or tell.unknown(),
                )
            )
        heads = tuple(tell.t(key) for key in ("date", "area", "kind", "units"))
        return (Lines(tell.t("decisions"), heads, tuple(lines)),) if lines else ()

    def _published(self, sources: Sequence[NamedNode]) -> tuple[Lines, ...]:
        tell, statements = self.tell, self.tell.statements
        lines = tuple(
            Line(
                (
                    tell.cell(source),
                    tell.cells(statements.objects(source, NHV.date)) or Cell(tell.t("undated")),
                    Cell(str(len(statements.places.get(source, ()))), form="number"),
                )
            )
            for source in by_day(statements, sources)
        )
        heads = tuple(tell.t(key) for key in ("title_printed", "date", "facts_n"))
        return (Lines(tell.t("published"), heads, lines),) if lines else ()

    def _figures(self) -> tuple[Figure, ...]:
        tell, name = self.tell, self.tell.name(self.node)
        found = (timeline(name, self._lanes(), tell.as_of, tell.lang), self._network())
        return tuple(figure for figure in found if figure)

    def _lanes(self) -> list[Lane]:
        tell, statements = self.tell, self.tell.statements
        rows: dict[tuple[str, str], list[NamedNode]] = {}
        for decision in by_day(statements, self.decisions):
            kind = statements.node(decision, NHV.decisionKind)
            name = tell.name(kind) if kind else tell.t("decisions")
            rows.setdefault((tell.t("decisions"), name), []).append(decision)
        for meeting in by_day(statements, self.meetings):
            rows.setdefault((tell.t("meetings"), tell.t("meetings")), []).append(meeting)
        lanes = [
            Lane(group, name, tuple(held.moment(tell, f, "point", palette.YELLOW) for f in facts))
            for (group, name), facts in rows.items()
        ]
        terms: dict[str, list[NamedNode]] = {}
        for member in by_day(statements, self.filled):
            for post in statements.nodes(member, NHV.post):
                role = statements.text(post, NHV.roleLabel, tell.lang).text or tell.name(post)
                for region in statements.nodes(post, NHV.represents):
                    role = f"{role}, {tell.name(region)}"
                terms.setdefault(role, []).append(member)
        for role, members in sorted(terms.items(), key=lambda pair: swedish(pair[0])):
            moments = tuple(
                moment for member in members for moment in held.bars(tell, member, palette.PURPLE)
            )
            lanes.append(Lane(tell.t("seats"), role, moments))
        return lanes

    def _network(self) -> Figure | None:
        """Whom its seats represent, and the bodies that it is part of or has."""
        tell, statements, node = self.tell, self.tell.statements, self.node
        counts: Counter[NamedNode] = Counter()
        posts = [*(p for m in self.filled for p in statements.nodes(m, NHV.post)), *self.posts]
        for post in dict.fromkeys(posts):
            counts.update(statements.nodes(post, NHV.represents))
        order = sorted(counts, key=lambda n: (-counts[n], swedish(tell.name(n)), n.value))
        ties = [Tie(node, o, "nhv:represents", tell.t("seats"), counts[o]) for o in order]
        above = statements.nodes(node, NHV.partOf)
        ties += [Tie(n, node, "nhv:partOf", tell.t("part_of")) for n in above]
        return network(tell, node, (above, [node], order), ties, tell.t("network_seats_note"))

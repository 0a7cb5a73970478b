"""Sections that pages of all things share: contradictions, gaps, names, statements, all facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from pyoxigraph import NamedNode

from graph.pictures.sheet.tooltips import date_text
from graph.site.parts import Badge, Cell
from graph.site.things.cells import Teller, by_day
from graph.site.things.sections import Line, Lines, Section
from ontology.terms import NHV, PROV, SKOS


def doubts(
    tell: Teller,
    thing: NamedNode,
    facts: Iterable[NamedNode],
    odd: Mapping[NamedNode, Sequence[str]] = MappingProxyType({}),
) -> Section:
    """What sources say against one another about a thing and its facts, and what was lost.

    Args:
        tell: The teller.
        thing: The thing.
        facts: The facts that it is part of.
        odd: What does not go together, by thing and fact, in sentences.
    """
    found: dict[str, Badge] = {}
    for fact in (thing, *facts):
        for conflict in tell.conflicts(fact):
            found |= {
                told: tell.badge("conflict", "conflict") for told in claims(tell, fact, conflict)
            }
        found |= {told: tell.badge("conflict", "conflict") for told in odd.get(fact, ())}
    for gap in dict.fromkeys([*tell.gaps(thing), *(g for fact in facts for g in tell.gaps(fact))]):
        text = tell.statements.text(gap, NHV.text, tell.lang).text or tell.name(gap)
        source = tell.statements.node(gap, PROV.hadPrimarySource)
        told = tell.t("doubt_gap").format(text=text, source=tell.name(source) if source else "")
        found[told] = tell.badge("gap", "lost")
    return Section(
        "doubts", tell.t("doubts"), warnings=tuple((badge, told) for told, badge in found.items())
    )


def claims(tell: Teller, fact: NamedNode, conflict: NamedNode) -> Iterable[str]:
    """A contradiction in words, a sentence for each document that says otherwise."""
    statements = tell.statements
    prop = statements.node(conflict, NHV.onProperty)
    preferred = statements.objects(conflict, NHV.preferred)
    for claim in statements.nodes(conflict, NHV.claim):
        source = statements.node(claim, PROV.hadPrimarySource)
        yield tell.t("doubt_value").format(
            about=tell.name(fact),
            prop=tell.word(prop) if prop else "",
            preferred=", ".join(c.text for c in tell.cells(preferred)),
            other=tell.name(source) if source else "",
            value=", ".join(
                c.text for c in tell.cells(statements.objects(claim, NHV.claimedValue))
            ),
        )


def names(tell: Teller, thing: NamedNode) -> Section:
    """The names under which sources print a thing, each with where."""
    statements = tell.statements
    registers = []
    lines = []
    for term in statements.objects(thing, SKOS.altLabel):
        places = [
            tell.place(citation) for citation in statements.citations.get(thing, ())
            if term in statements.said(citation).get(SKOS.altLabel, ())
        ]  # fmt: skip
        if places:
            lines.append(Line((tell.cell(term),), tuple(places)))
        else:
            registers.append(Line((tell.cell(term),)))
    if not lines and not registers:
        return Section("names", tell.t("names"))
    table = Lines(tell.t("names"), (tell.t("name"),), (*lines, *registers))
    return Section("names", tell.t("names"), lines=(table,))


def told_of(tell: Teller, facts: Iterable[NamedNode], key: str) -> tuple[Lines, ...]:
    """Facts that are told in words (statements, duties, resources), with where they stand."""
    statements = tell.statements
    lines = []
    for fact in by_day(statements, facts):
        text = statements.text(fact, NHV.text, tell.lang)
        day = statements.value(fact, NHV.date) or statements.value(fact, NHV.due)
        kind = statements.node(fact, NHV.statementKind) or statements.node(fact, NHV.ruleKind)
        action = statements.node(fact, NHV.action)
        kinds = tell.cells([node for node in (kind, action) if node]) or (Cell(tell.kind(fact)),)
        lines.append(tell.line(
            fact,
            Cell(text.text or tell.name(fact), lang=tell.foreign(text.lang)),
            kinds,
            Cell(date_text(day, tell.lang), form="date") if day else Cell("–"),
        ))  # fmt: skip
    heads = (tell.t("what"), tell.t("kind"), tell.t("date"))
    return (Lines(tell.t(key), heads, tuple(lines)),) if lines else ()


def statistics(tell: Teller, claims: Iterable[NamedNode]) -> tuple[Lines, ...]:
    """The numbers that sources state."""
    statements = tell.statements
    lines = [
        tell.line(
            claim,
            Cell(statements.text(claim, NHV.text, tell.lang).text or tell.name(claim)),
            tell.cells(statements.objects(claim, NHV.value), tell.doubts(claim, NHV.value)),
            tell.cells(statements.objects(claim, NHV.quantity)),
            tell.cells(statements.objects(claim, NHV.asOf)) or tell.unknown(),
        )
        for claim in by_day(statements, claims)
    ]
    heads = tuple(tell.t(key) for key in ("what", "number", "kind", "date"))
    return (Lines(tell.t("statistics"), heads, tuple(lines)),) if lines else ()


def own(tell: Teller, thing: NamedNode) -> tuple[Lines, ...]:
    """What is said of a thing itself, property by property, with where each stands."""
    statements = tell.statements
    told = statements.told(thing)
    lines = []
    for fact in tell.says({p: v for p, v in told.items() if p != SKOS.altLabel}, thing):
        assert fact.prop is not None
        cites = [c for c in statements.citations.get(thing, ()) if fact.prop in c.states]
        name = Cell(fact.name, fact.prop)
        lines.append(
            Line((name, fact.values), tuple(tell.place(citation, fact.prop) for citation in cites))
        )
    heads = (tell.t("fact"), tell.t("detail"))
    title = tell.t("own_facts", tell.name(thing))
    return (Lines(title, heads, tuple(lines)),) if lines else ()


def all_facts(
    tell: Teller, thing: NamedNode, facts: Sequence[NamedNode], key: str = "all_facts"
) -> Section:
    """A thing's own properties and the facts that it is part of, with all that they say."""
    return Section(
        "facts", tell.t(key), lines=(*own(tell, thing), *tell.full(facts, leave_out=thing))
    )


def of(tell: Teller, facts: Iterable[NamedNode], *classes: NamedNode) -> list[NamedNode]:
    """The facts of some classes."""
    return [fact for fact in facts if any(tell.statements.is_a(fact, cls) for cls in classes)]


def without(facts: Iterable[NamedNode], shown: Collection[NamedNode]) -> list[NamedNode]:
    """The facts that are not shown elsewhere."""
    return [fact for fact in facts if fact not in shown]

"""The page of a source: what kind of document it is, and all that it says, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import NamedNode

from graph.pictures.sheet.tooltips import date_text
from graph.site.parts import Badge, Cell, Fact
from graph.site.things import shared
from graph.site.things.cells import Teller
from graph.site.things.sections import Entry, Section
from graph.view.citations import Citation
from ontology.terms import DCTERMS, FOAF, NHV, PROV, SKOS, curie


def summary(tell: Teller, source: NamedNode) -> str:
    """One sentence: publisher, date, and how much was read from it."""
    statements = tell.statements
    publishers = ", ".join(
        c.text for c in tell.cells(statements.objects(source, DCTERMS.publisher))
    )
    kinds = ", ".join(c.text for c in tell.cells(statements.objects(source, NHV.sourceKind)))
    day = statements.value(source, NHV.date)
    return tell.t(
        "sum_source",
        publishers or kinds,
        date_text(day, tell.lang) if day else tell.t("undated"),
        len(statements.places.get(source, ())),
    )


# Told by the facts that :func:`glance` names itself.
_GLANCED = frozenset({
    DCTERMS.publisher, DCTERMS.title, NHV.date, NHV.undated, NHV.sourceKind, FOAF.page,
    SKOS.notation,
})  # fmt: skip


def glance(tell: Teller, source: NamedNode) -> tuple[Fact, ...]:
    """The document: publisher, date as printed, kind, address, other ids, and what else is said."""
    statements = tell.statements
    printed = [
        term for citation in statements.citations.get(source, ())
        for term in statements.objects(citation.node, NHV.printed)
        if NHV.date in citation.states
    ]  # fmt: skip
    day = tell.cells(statements.objects(source, NHV.date), tell.doubts(source, NHV.date))
    titles = [t for t in statements.objects(source, DCTERMS.title) if t.value != tell.name(source)]
    told = [
        Fact(tell.t("publisher"), tell.cells(
            statements.objects(source, DCTERMS.publisher), tell.doubts(source, DCTERMS.publisher))
            or (tell.unknown(),)),
        Fact(tell.t("printed_date"),
             day + tuple(Cell(f"“{t.value}”", lang=tell.foreign("sv")) for t in printed)
             or (Cell(tell.t("undated")),)),
        Fact(tell.t("kind"), tell.cells(statements.objects(source, NHV.sourceKind))),
        Fact(tell.t("title_printed"), tuple(tell.cell(t) for t in titles)),
        Fact(tell.t("link"), tuple(
            Cell(t.value, href=t.value if t.value.startswith(("https://", "http://")) else "")
            for t in statements.objects(source, FOAF.page))),
        Fact(tell.t("other_ids"), tuple(
            Cell(t.value, form="code") for t in statements.objects(source, SKOS.notation))),
    ]  # fmt: skip
    rest = {p: terms for p, terms in statements.told(source).items() if p not in _GLANCED}
    return (*(fact for fact in told if fact.values), *tell.says(rest, source))


def sections(tell: Teller, source: NamedNode) -> tuple[Section, ...]:
    """What the document says, where others say otherwise, and what it lost."""
    statements = tell.statements
    places = statements.places.get(source, ())
    entries = _merged(
        entry(tell, citation, anchor)
        for citation, anchor in zip(places, _anchors(places), strict=True)
    )
    facts = list(dict.fromkeys(citation.fact for citation in places))
    notes = (tell.t("link_out"),) if statements.objects(source, FOAF.page) else ()
    prose = notes if entries else (*notes, tell.t("entries_none"))
    found = [
        _doubts(tell, source, facts),
        Section("entries", tell.t("entries"), prose, entries=entries),
    ]
    return tuple(section for section in found if section)


def entry(tell: Teller, citation: Citation, anchor: str) -> Entry:
    """One place of a document and what it says there, by that document alone."""
    fact = citation.fact
    label = tell.label(fact)
    inferred = citation.inferred
    badges: list[Badge] = [tell.badge("inferred", "inferred")] if inferred else []
    if tell.conflicts(fact):
        badges.append(tell.badge("conflict", "contradicted"))
    says = []
    for told in tell.says(tell.statements.said(citation)):
        unsure = told.prop in citation.infers and not inferred
        marks = (tell.badge("inferred", "inferred"),) if unsure else ()
        values = tuple(
            Cell(c.text, c.term, c.href, c.lang, c.form, (*c.badges, *marks)) for c in told.values
        )
        says.append(Fact(told.name, values, told.prop))
    about = Cell(label.text, fact, lang=tell.foreign(label.lang))
    return Entry(
        (anchor,), tell.locator(citation.locator), tell.kind(fact),
        Fact(label.text, (about,)), tuple(says), tuple(badges), citation.reading,
        tell.foreign("en"),
    )  # fmt: skip


def _merged(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries, those that say the same in the same place as one."""
    found: dict[Entry, tuple[str, ...]] = {}
    for one in entries:
        same = replace(one, anchors=())
        found[same] = (*found.get(same, ()), *one.anchors)
    return tuple(replace(one, anchors=anchors) for one, anchors in found.items())


def _anchors(places: Iterable[Citation]) -> Iterator[str]:
    """An anchor for each entry; what a place says of a second fact is numbered."""
    seen: Counter[str] = Counter()
    for citation in places:
        anchor = entry_anchor(citation)
        seen[anchor] += 1
        yield anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}"


def entry_anchor(citation: Citation) -> str:
    """What an address ends in that points at a place of a document on its page."""
    return "c-" + curie(citation.node.value).partition(":")[2]


def _doubts(tell: Teller, source: NamedNode, facts: list[NamedNode]) -> Section:
    """The contradictions that this document has a part in, and its gaps."""
    statements = tell.statements
    told = shared.doubts(tell, source, ())
    mine: dict[str, Badge] = {}
    for fact in facts:
        for conflict in tell.conflicts(fact):
            sides = {*statements.nodes(conflict, PROV.hadPrimarySource)}
            for claim in statements.nodes(conflict, NHV.claim):
                sides |= {*statements.nodes(claim, PROV.hadPrimarySource)}
            if source in sides:
                mine |= {said: tell.badge("conflict", "conflict")
                         for said in shared.claims(tell, fact, conflict)}  # fmt: skip
    for gap in shared.of(tell, facts, NHV.Gap):
        mine[statements.text(gap, NHV.text, tell.lang).text or tell.name(gap)] = tell.badge(
            "gap", "lost"
        )
    own = tuple((badge, said) for said, badge in mine.items())
    known_already = {said for _, said in own}
    rest = tuple(w for w in told.warnings if w[1].split(" (")[0] not in known_already)
    return Section("doubts", tell.t("doubts"), warnings=own + rest)

"""The page of a source: what kind of document it is, and all that it says, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import NamedNode

from graph.site.parts import Badge, Cell, Entry, Fact, Section
from graph.site.things import tables
from graph.site.things.cells import Teller
from graph.view.citations import Citation, date_text, place_text
from ontology.terms import DCTERMS, FOAF, NHV, PROV, SKOS, curie

# Told by the facts that the page names itself.
_GLANCED = frozenset({
    DCTERMS.publisher, DCTERMS.title, NHV.date, NHV.undated, NHV.sourceKind, FOAF.page,
    SKOS.notation,
})  # fmt: skip


class Source:
    """A document, gathered for its page."""

    def __init__(self, tell: Teller, source: NamedNode) -> None:
        self.tell, self.source = tell, source
        self.places = tell.statements.places.get(source, [])

    def summary(self) -> str:
        """One sentence: publisher, date, and how much was read from it."""
        tell, source = self.tell, self.source
        day = tell.statements.value(source, NHV.date)
        by = tell.texts(source, DCTERMS.publisher) or tell.texts(source, NHV.sourceKind)
        when = date_text(day, tell.lang) if day else tell.t("undated")
        return tell.t("sum_source", by, when, len(self.places))

    def glance(self) -> tuple[Fact, ...]:
        """Publisher, date as printed, kind, address, other ids, and what else is said."""
        tell, source, statements = self.tell, self.source, self.tell.statements
        printed = tuple(
            Cell(f"“{term.value}”", lang=tell.foreign("sv"))
            for citation in statements.citations.get(source, ())
            if NHV.date in citation.states
            for term in statements.objects(citation.node, NHV.printed)
        )
        titles = statements.objects(source, DCTERMS.title)
        links = [term.value for term in statements.objects(source, FOAF.page)]
        ids = statements.objects(source, SKOS.notation)
        told = tell.facts({
            tell.t("publisher"): tell.doubted(source, DCTERMS.publisher) or (tell.unknown(),),
            tell.t("printed_date"): (*tell.doubted(source, NHV.date), *printed)
            or (Cell(tell.t("undated")),),
            tell.t("kind"): tell.of(source, NHV.sourceKind),
            tell.t("title_printed"): tuple(
                tell.cell(t) for t in titles if t.value != tell.name(source)),
            tell.t("link"): tuple(
                Cell(link, href=link if link.startswith(("https://", "http://")) else "")
                for link in links),
            tell.t("other_ids"): tuple(Cell(term.value, form="code") for term in ids),
        })  # fmt: skip
        rest = {p: terms for p, terms in statements.told(source).items() if p not in _GLANCED}
        return (*told, *tell.says(rest, source))

    def sections(self) -> tuple[Section, ...]:
        """What the document says, where others say otherwise, and what it lost."""
        tell = self.tell
        # What says the same in the same place is one entry.
        merged: dict[Entry, tuple[str, ...]] = {}
        for citation, anchor in zip(self.places, _anchors(self.places), strict=True):
            entry = self._entry(citation)
            merged[entry] = (*merged.get(entry, ()), anchor)
        entries = tuple(replace(entry, anchors=anchors) for entry, anchors in merged.items())
        notes = (tell.t("link_out"),) if tell.statements.objects(self.source, FOAF.page) else ()
        prose = notes if entries else (*notes, tell.t("entries_none"))
        return self._doubts(), Section("entries", tell.t("entries"), prose, entries=entries)

    def _entry(self, citation: Citation) -> Entry:
        """One place of the document and what it says there, by that document alone."""
        tell, fact, inferred = self.tell, citation.fact, citation.inferred
        mark = tell.badge("inferred", "inferred")
        contradicted = (tell.badge("conflict", "contradicted"),) if tell.conflicts(fact) else ()
        badges = ((mark,) if inferred else ()) + contradicted
        says = tuple(
            replace(told, values=tuple(replace(c, badges=(*c.badges, mark)) for c in told.values))
            if told.prop in citation.infers and not inferred else told
            for told in tell.says(tell.statements.said(citation))
        )  # fmt: skip
        about = tell.named(fact)
        place = place_text(citation.locator, tell.lang)
        named = Fact(about.text, (about,))
        return Entry((), place, tell.kind(fact), named, says, badges, citation.reading)

    def _doubts(self) -> Section:
        """The contradictions that this document has a part in, and its gaps."""
        tell, statements = self.tell, self.tell.statements
        facts = list(dict.fromkeys(citation.fact for citation in self.places))
        found: dict[str, Badge] = {}
        conflicts = [
            (fact, conflict)
            for fact in facts for conflict in tell.conflicts(fact)
            for side in (conflict, *statements.nodes(conflict, NHV.claim))
            if self.source in statements.nodes(side, PROV.hadPrimarySource)
        ]  # fmt: skip
        for gap in tell.all_of(facts, NHV.Gap):
            text = tell.text(gap, NHV.text) or tell.name(gap)
            found[text] = tell.badge("gap", "lost")
        for badge, said in tables.doubts(tell, self.source, ()).warnings:
            if said.split(" (")[0] not in found:
                found[said] = badge
        own = [(self.source, conflict) for conflict in tell.conflicts(self.source)]
        return tables.doubted(tell, dict.fromkeys((*conflicts, *own)), found)


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

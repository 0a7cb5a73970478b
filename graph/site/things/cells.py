"""Terms and facts as a page tells them: in its language, with links, evidence and doubts.

What is inferred, since when something holds, whether it does and by which rule is read from the
graph; nothing is concluded here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from graph.base.statements import Properties, Term
from graph.base.vocabulary import word
from graph.evidence.rules import BASES
from graph.site.lexicon import lexicon
from graph.site.parts import Badge, Cell, Cells, Fact, Line, Lines, Mood, Place, Section
from graph.site.things.statements import Label, SiteStatements
from graph.site.words import kind_word, say
from graph.view.citations import Citation, date_text, place_text
from ontology.terms import EDTF, NHV, XSD, curie, kind_of

Badges: TypeAlias = tuple[Badge, ...]
Column: TypeAlias = "NamedNode | Callable[[NamedNode], Cells]"
"""What stands in a column of a table of facts: the values of a property, or what a call gives."""

_DATES = frozenset({XSD.date, XSD.gYearMonth, XSD.gYear, EDTF.EDTF})
# Shown as marks and in lines of their own, or what the dates and links beside them say.
_UNSHOWN = frozenset({
    NHV.firstDay, NHV.lastDay, NHV.rank, NHV.pointPrecision, NHV.joins, NHV.firstAttested,
    NHV.lastAttested, NHV.period, NHV.standing, NHV.term, NHV.certainty, NHV.statedBy,
    NHV.inferredProperty, NHV.statedProperty, NHV.since, NHV.startBasis, NHV.startPremise,
    NHV.endBasis, NHV.endPremise, NHV.earliestEnd, NHV.latestEnd, NHV.result, NHV.resultBasis,
    NHV.resultPremise, NHV.resultDay,
})  # fmt: skip
_FIRST = (NHV.area, NHV.holder, NHV.heldWithin, NHV.throughHospital, NHV.step, NHV.substate)
_DAYS = (NHV.firstDay, NHV.lastDay, NHV.earliestStart, NHV.latestStart, NHV.earliestEnd)


class Teller:
    """Tells what is known in one language, as of the day that pages are for."""

    def __init__(self, statements: SiteStatements, lang: str, as_of: date) -> None:
        self.statements, self.lang, self.as_of = statements, lang, as_of
        self.day = as_of.isoformat()
        self._labels: dict[NamedNode, Label] = {}
        self._places: dict[tuple[NamedNode | None, ...], Place] = {}

    def t(self, key: str, *values: object) -> str:
        """A word or sentence of these pages in their language."""
        return say(key, self.lang, *values)

    def word(self, term: NamedNode) -> str:
        """What a property or class is called."""
        return word(term, self.lang)

    def label(self, thing: NamedNode) -> Label:
        """The name of a thing and its language, looked up once."""
        if thing not in self._labels:
            self._labels[thing] = self.statements.label(thing, self.lang)
        return self._labels[thing]

    def text(self, thing: NamedNode | None, prop: NamedNode) -> str:
        """The text of a property, in the language of the page where there is one."""
        return self.statements.text(thing, self.lang, prop).text

    def name(self, thing: NamedNode | None) -> str:
        """The name of a thing; that it is unknown, where it is none."""
        return self.label(thing).text if thing is not None else self.t("unknown")

    def foreign(self, lang: str) -> str:
        """A language if it is not that of the page, as pages mark it."""
        return lang if lang and lang != self.lang else ""

    # ---- values

    def cell(self, term: Term, badges: Badges = ()) -> Cell:
        """A thing or value as it is shown."""
        if isinstance(term, NamedNode):
            if not kind_of(term.value) and not self.statements.properties(term):
                return self._address(term, badges)
            return self.named(term, badges=badges)
        if term.datatype in _DATES:
            return Cell(date_text(term.value, self.lang), form="date", badges=badges)
        if term.datatype == XSD.boolean:
            return Cell(self.t("yes" if term.value == "true" else "no"), badges=badges)
        if term.datatype == XSD.integer:
            return Cell(term.value, form="number", badges=badges)
        return Cell(term.value, lang=self.foreign(term.language or ""), badges=badges)

    def named(self, thing: NamedNode, badges: Badges = ()) -> Cell:
        """A thing by its name, linked."""
        label = self.label(thing)
        return Cell(label.text, thing, lang=self.foreign(label.lang), badges=badges)

    def _address(self, term: NamedNode, badges: Badges) -> Cell:
        """A term of a vocabulary by its name; an address of the web as it is, linked."""
        said = self.word(term)
        if said != curie(term.value) or not term.value.startswith(("https://", "http://")):
            return Cell(said, term, badges=badges)
        return Cell(term.value, href=term.value, badges=badges)

    def cells(self, terms: Iterable[Term], badges: Badges = ()) -> tuple[Cell, ...]:
        """Values of one property: texts in the page's language, where there are any in it."""
        listed = list(terms)
        spoken = {t.language for t in listed if isinstance(t, Literal) and t.language}
        if len(spoken) > 1 and self.lang in spoken:
            other = spoken - {self.lang}
            listed = [t for t in listed if not (isinstance(t, Literal) and t.language in other)]
        return tuple(self.cell(term, badges) for term in listed)

    def of(self, thing: NamedNode, prop: NamedNode, badges: Badges = ()) -> tuple[Cell, ...]:
        """The values of a property of a thing."""
        return self.cells(self.statements.objects(thing, prop), badges)

    def known(self, thing: NamedNode, prop: NamedNode, badges: Badges = ()) -> tuple[Cell, ...]:
        """The same; where there is none, that no source says it."""
        return self.of(thing, prop, badges) or (self.unknown(),)

    def doubted(self, thing: NamedNode, prop: NamedNode) -> tuple[Cell, ...]:
        """The values of a property with the marks of what is doubtful about it."""
        return self.of(thing, prop, self.doubts(thing, prop))

    def texts(self, thing: NamedNode, prop: NamedNode) -> str:
        """The values of a property as one text."""
        return ", ".join(cell.text for cell in self.of(thing, prop))

    def date(self, text: str) -> Cell:
        """A date in its own precision; none is said to be unknown."""
        return Cell(date_text(text, self.lang), form="date") if text else self.unknown()

    def unknown(self) -> Cell:
        """That no source says it: not the same as that there is none."""
        return Cell("", badges=(self.badge("gap", "unknown"),))

    # ---- how it is known

    def badge(self, mood: Mood, key: str, term: NamedNode | None = None) -> Badge:
        """A badge with a word of these pages."""
        return Badge(mood, self.t(key), term)

    def by_rule(self, rule: NamedNode | None) -> Badges:
        """The rule by which something follows, linked to what the rule says."""
        return (Badge("state", self.name(rule), rule),) if rule is not None else ()

    def evidence(self, fact: NamedNode) -> tuple[Place, ...]:
        """Where a fact stands, the weightiest source first."""
        return tuple(self.place(c) for c in self.statements.citations.get(fact, ()))

    def place(self, citation: Citation, prop: NamedNode | None = None) -> Place:
        """One place of one document, shown for a property or for the whole fact."""
        key = citation.node, citation.fact, prop
        if key not in self._places:
            label = self.label(citation.source)
            self._places[key] = Place(
                source=citation.node,
                label=label.text,
                place=place_text(citation.locator, self.lang),
                date=date_text(citation.date, self.lang) if citation.date else self.t("undated"),
                inferred=self._infers(citation, prop),
                reading=citation.reading,
                lang=self.foreign(label.lang),
                infers=tuple(sorted(self.word(prop) for prop in citation.infers)),
            )
        return self._places[key]

    def standing(
        self,
        facts: Iterable[NamedNode],
        sources: Iterable[NamedNode],
        prop: NamedNode | None = None,
    ) -> tuple[Place, ...]:
        """Where documents say some facts, or one property of them; else the documents as wholes."""
        cited = [c for fact in facts for c in self.statements.citations.get(fact, ())]
        found: list[Place] = []
        for source in dict.fromkeys(sources):
            told = [
                self.place(c, prop) for c in cited
                if c.source == source and (prop is None or prop in c.states)
            ]  # fmt: skip
            found += told or [self._document(source)]
        return tuple(found)

    def _document(self, source: NamedNode) -> Place:
        """A document as a whole."""
        label, day = self.label(source), self.statements.value(source, NHV.date)
        when = date_text(day, self.lang) if day else self.t("undated")
        return Place(source, label.text, "", when, inferred=False, lang=self.foreign(label.lang))

    def _infers(self, citation: Citation, prop: NamedNode | None) -> bool:
        """Whether a place does not state what it is shown for, as the graph has it."""
        statements = self.statements
        if prop is None and statements.node(citation.fact, NHV.certainty):
            return citation.node not in statements.objects(citation.fact, NHV.statedBy)
        return citation.certainty(*(() if prop is None else (prop,))) == NHV.Inferred

    def sure(self, fact: NamedNode, prop: NamedNode | None = None) -> Badges:
        """The mark of a fact, or of a property of it, that the graph calls inferred."""
        unsure = self.statements.is_inferred(fact, prop)
        return (self.badge("inferred", "inferred"),) if unsure else ()

    def doubts(self, fact: NamedNode, prop: NamedNode) -> Badges:
        """The marks of a property of a fact: inferred or derived, and contradicted."""
        told = self.statements.node
        if lexicon().literals(prop, NHV.derived):
            basis = told(fact, BASES[prop][0]) if prop in BASES else None
            return (self.badge("state", "derived", basis or self.statements.rules.get(prop)),)
        contradicted = any(told(c, NHV.onProperty) == prop for c in self.conflicts(fact))
        badge = (self.badge("conflict", "contradicted"),) if contradicted else ()
        return self.sure(fact, prop) + badge

    def conflicts(self, fact: NamedNode) -> list[NamedNode]:
        """The contradictions between sources about a fact."""
        return self.all_of(self.statements.subjects(NHV.about, fact), NHV.Conflict)

    def all_of(self, facts: Iterable[NamedNode], *classes: NamedNode) -> list[NamedNode]:
        """The facts of some classes."""
        return [fact for fact in facts if any(self.statements.is_a(fact, cls) for cls in classes)]

    def kind(self, fact: NamedNode) -> str:
        """What kind of thing a fact is, by the class that its source gives it."""
        cls = self.statements.own_class(fact)
        return self.word(cls) if cls is not None else kind_word(kind_of(fact.value), self.lang)

    # ---- in time

    def began(self, fact: NamedNode) -> tuple[Cell, ...]:
        """Since when something holds, as precisely as the sources say, by which rule, from what."""
        statements = self.statements
        basis = statements.node(fact, NHV.startBasis)
        marks = self.by_rule(basis)
        if basis == NHV.StatedStart:
            marks += self.doubts(fact, NHV.validFrom)
        bounds = (statements.value(fact, prop) for prop in (NHV.earliestStart, NHV.latestStart))
        told = statements.value(fact, NHV.since) or "/".join(bounds)
        return (self._when(told, marks), *self._premise(fact, NHV.startPremise))

    def ended(self, fact: NamedNode) -> tuple[Cell, ...]:
        """Until when something holds: the day, or the days between which it ended, and the rule."""
        statements = self.statements
        basis = statements.node(fact, NHV.endBasis)
        marks = self.by_rule(basis)
        first, last = (statements.value(fact, prop) for prop in (NHV.earliestEnd, NHV.latestEnd))
        told = last if first in ("", last) else f"{first}/{last}"
        if basis == NHV.StatedEnd:
            for prop in (NHV.validUntil, NHV.until):
                if stated := statements.value(fact, prop):
                    told, marks = stated, marks + self.doubts(fact, prop)
        return (self._when(told, marks), *self._premise(fact, NHV.endPremise))

    def _when(self, text: str, badges: Badges) -> Cell:
        """A day, or the days between which it lies, as far as they are known."""
        first, between, last = text.partition("/")
        if not between and text:
            return Cell(date_text(text, self.lang), form="date", badges=badges)
        told = [
            self.t(key, date_text(day, self.lang))
            for key, day in (("at_earliest", first.strip(".")), ("at_latest", last.strip(".")))
            if day
        ]
        badges = badges if told else (self.badge("gap", "unknown"), *badges)
        return Cell(", ".join(told), badges=badges)

    def _premise(self, fact: NamedNode, prop: NamedNode) -> tuple[Cell, ...]:
        """What something follows from, if it follows from another fact."""
        return tuple(
            Cell(self.t("follows_from", self.name(node)), node)
            for node in self.statements.nodes(fact, prop)
        )

    def status(self, fact: NamedNode) -> Cell:
        """The status of something on the page's day; what has none is said to be unknown."""
        found = self.statements.status(fact, self.day)
        marks = self.by_rule(self.statements.rules.get(NHV.status))
        return self.cell(found, marks) if found is not None else self.unknown()

    def result(self, application: NamedNode) -> tuple[Cell, ...]:
        """What became of an application by the page's day, by which rule and from what."""
        statements = self.statements
        found = statements.node(application, NHV.result)
        if found is None or statements.value(application, NHV.resultDay) > self.day:
            return (self.unknown(),)
        cell = self.cell(found, self.by_rule(statements.node(application, NHV.resultBasis)))
        return (cell, *self._premise(application, NHV.resultPremise))

    def by_day(self, facts: Iterable[NamedNode]) -> list[NamedNode]:
        """Facts by their first day, those without one last."""

        def day(fact: NamedNode) -> tuple[str, str]:
            days = (self.statements.value(fact, prop) for prop in _DAYS)
            return next((found for found in days if found), "9999"), fact.value

        return sorted(facts, key=day)

    # ---- facts, tables, sections

    def facts(self, told: Mapping[str, tuple[Cell, ...]]) -> tuple[Fact, ...]:
        """Values under their names, but for names without any."""
        return tuple(Fact(name, values) for name, values in told.items() if values)

    def says(self, told: Properties, fact: NamedNode | None = None) -> tuple[Fact, ...]:
        """Properties with their values, the telling ones first.

        Args:
            told: The properties.
            fact: What they are of, if doubts about each are to be shown.
        """
        return tuple(
            Fact(
                self.word(prop),
                self.cells(told[prop], self.doubts(fact, prop) if fact is not None else ()),
                prop,
            )
            for prop in sorted(told, key=self._order)
            if prop not in _UNSHOWN
        )

    def _order(self, prop: NamedNode) -> tuple[int, str]:
        return _FIRST.index(prop) if prop in _FIRST else len(_FIRST), self.word(prop).casefold()

    def in_time(self, fact: NamedNode) -> tuple[Fact, ...]:
        """The status of what lasts, since when and until when, and the terms that it was given."""
        statements, found = self.statements, []
        if statements.objects(fact, NHV.period):
            found.append(Fact(self.t("status_on", self.day), (self.status(fact),)))
        if statements.objects(fact, NHV.startBasis):
            found.append(Fact(self.t("since"), self.began(fact), NHV.startBasis))
        if statements.objects(fact, NHV.endBasis):
            found.append(Fact(self.t("until"), self.ended(fact), NHV.endBasis))
        if statements.is_a(fact, NHV.Application):
            found.append(Fact(self.t("result"), self.result(fact), NHV.result))
        value, terms = statements.value, self.by_day(statements.nodes(fact, NHV.term))
        days = ((value(term, NHV.firstDay), value(term, NHV.lastDay)) for term in terms)
        if given := tuple(Cell(f"{a or '…'}–{b or '…'}", form="date") for a, b in days):
            found.append(Fact(self.t("terms"), given, NHV.term))
        return tuple(found)

    def table(
        self, key: str, columns: Mapping[str, Column], facts: Iterable[NamedNode], note: str = ""
    ) -> tuple[Lines, ...]:
        """Facts as a table, by their first day; none if there are none.

        Args:
            key: What they are, as a word of these pages.
            columns: What stands in each column, by the word that is its heading.
            facts: The facts.
            note: A sentence below.
        """
        lines = (self.line(fact, columns) for fact in self.by_day(facts))
        return self.lines(self.t(key), columns, lines, note)

    def line(self, fact: NamedNode, columns: Mapping[str, Column]) -> Line:
        """A fact as a line of a table: what stands in its columns, and where it is known from."""
        cells = (
            self.known(fact, column) if isinstance(column, NamedNode) else column(fact)
            for column in columns.values()
        )
        return Line(tuple(cells), self.evidence(fact))

    def lines(
        self, caption: str, keys: Iterable[str], lines: Iterable[Line], note: str = ""
    ) -> tuple[Lines, ...]:
        """Lines as a table under words of these pages; none if there are none."""
        found = tuple(lines)
        return (Lines(caption, tuple(map(self.t, keys)), found, note),) if found else ()

    def section(
        self, key: str, lines: tuple[Lines, ...] = (), prose: tuple[str, ...] = ()
    ) -> Section:
        """A section with the heading that goes with its key."""
        return Section(key, self.t(key), prose, lines)


def anchor_of(thing: NamedNode) -> str:
    """What an address ends in that points at a fact: its kind and its short name.

    Example:
        >>> anchor_of(NamedNode("https://w3id.org/nhv/id/permit/dysmeli-region-skane"))
        'permit-dysmeli-region-skane'
    """
    return curie(thing.value).replace(":", "-")

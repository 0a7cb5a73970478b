"""Terms and facts as a page tells them: in its language, with links, evidence and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from graph.drawing.telling import date_text, place_text
from graph.evidence.citing import Cited
from graph.names import kind_of
from graph.networks.facts import since
from graph.site.parts import Badge, Cell, Fact
from graph.site.things.known import Known, Label, Props, Term
from graph.site.things.sections import Line, Lines, Place
from graph.site.things.words import kind_word, say
from graph.vocabulary import word
from ontology.terms import EDTF, NHV, XSD, curie

_Made = TypeVar("_Made")
_DATES = frozenset({XSD.date, XSD.gYearMonth, XSD.gYear, EDTF.EDTF})
# Derived days say in another form what the dates beside them say, and links what the links do.
_UNSHOWN = frozenset({
    NHV.firstDay, NHV.lastDay, NHV.rank, NHV.startBasis, NHV.pointPrecision, NHV.joins,
    NHV.firstAttested, NHV.lastAttested,
})  # fmt: skip
_FIRST = (NHV.area, NHV.holder, NHV.heldWithin, NHV.throughHospital, NHV.step, NHV.substate)


class Teller:
    """Tells what is known in one language.

    Args:
        known: The statements.
        lang: ``"sv"`` or ``"en"``.
        as_of: The day that pages are for.

    Example:
        >>> Teller(read(kg), "en", kg.as_of).cell(NHV.Permit).text  # doctest: +SKIP
        'Permit'
    """

    def __init__(self, known: Known, lang: str, as_of: date) -> None:
        self.known, self.lang, self.as_of = known, lang, as_of
        self._labels: dict[NamedNode, Label] = {}
        self._evidence: dict[NamedNode, Place] = {}

    def t(self, key: str) -> str:
        """A word of these pages in their language."""
        return say(key, self.lang)

    def word(self, term: NamedNode) -> str:
        """What a property or class is called."""
        return word(term, self.lang)

    def label(self, thing: NamedNode) -> Label:
        """The name of a thing and its language, looked up once."""
        if thing not in self._labels:
            self._labels[thing] = self.known.label(thing, self.lang)
        return self._labels[thing]

    def name(self, thing: NamedNode) -> str:
        """The name of a thing as text."""
        return self.label(thing).text

    def foreign(self, lang: str) -> str:
        """A language if it is not that of the page, as pages mark it."""
        return lang if lang and lang != self.lang else ""

    def cell(self, term: Term, badges: tuple[Badge, ...] = ()) -> Cell:
        """A thing or value as it is shown."""
        if isinstance(term, NamedNode):
            if not kind_of(term.value) and not self.known.resolved.get(term):
                return self._address(term, badges)
            label = self.label(term)
            return Cell(label.text, term, lang=self.foreign(label.lang), badges=badges)
        if term.datatype in _DATES:
            return Cell(date_text(term.value, self.lang), form="date", badges=badges)
        if term.datatype == XSD.boolean:
            return Cell(self.t("yes" if term.value == "true" else "no"), badges=badges)
        if term.datatype == XSD.integer:
            return Cell(term.value, form="number", badges=badges)
        return Cell(term.value, lang=self.foreign(term.language or ""), badges=badges)

    def cells(self, terms: Iterable[Term], badges: tuple[Badge, ...] = ()) -> tuple[Cell, ...]:
        """Values of one property: texts in the page's language, where there are any in it."""
        listed = list(terms)
        spoken = {t.language for t in listed if isinstance(t, Literal) and t.language}
        if len(spoken) > 1 and self.lang in spoken:
            listed = [
                t for t in listed
                if not (isinstance(t, Literal) and t.language and t.language != self.lang)
            ]  # fmt: skip
        return tuple(self.cell(term, badges) for term in listed)

    def _address(self, term: NamedNode, badges: tuple[Badge, ...]) -> Cell:
        """A term of a vocabulary by its name; an address of the web as it is, linked."""
        said = self.word(term)
        if said != curie(term.value) or not term.value.startswith(("https://", "http://")):
            return Cell(said, term, badges=badges)
        return Cell(term.value, href=term.value, badges=badges)

    def date(self, text: str) -> Cell:
        """A date in its own precision; none is said to be unknown."""
        return Cell(date_text(text, self.lang), form="date") if text else self.unknown()

    def unknown(self) -> Cell:
        """That no source says it: not the same as that there is none."""
        return Cell("", badges=(self.badge("gap", "unknown"),))

    def badge(self, mood: str, key: str) -> Badge:
        """A badge with a word of these pages."""
        return Badge(mood, self.t(key))  # type: ignore[arg-type]

    def evidence(self, fact: NamedNode, props: Sequence[NamedNode] = ()) -> tuple[Place, ...]:
        """Where a fact stands, the weightiest source first.

        Args:
            fact: The fact.
            props: Only places that support one of these, if any does.
        """
        found = self.known.citations.get(fact, ())
        if props:
            found = [c for c in found if c.states.intersection(props)] or found
        return tuple(self.place(citation) for citation in found)

    def place(self, citation: Cited) -> Place:
        """One place of one document; what was inferred of it is named with the reading."""
        if citation.node not in self._evidence:
            label = self.label(citation.source)
            self._evidence[citation.node] = Place(
                source=citation.node,
                label=label.text,
                place=self.locator(citation.locator),
                date=date_text(citation.date, self.lang) if citation.date else self.t("undated"),
                inferred=citation.inferred or bool(citation.infers),
                reading=citation.reading,
                lang=self.foreign(label.lang),
                infers=tuple(sorted(self.word(prop) for prop in citation.infers)),
                reading_lang=self.foreign("en"),
            )
        return self._evidence[citation.node]

    def locator(self, locator: str) -> str:
        """A place in a document in words of the page's language."""
        said = place_text(locator, self.lang)
        for english in ("whole page", "slide", "document"):
            if said.startswith(english):
                return self.t(f"place_{english.replace(' ', '_')}") + said[len(english) :]
        return said

    def is_stated(self, fact: NamedNode, props: Iterable[NamedNode]) -> bool:
        """Whether one citation at least states what makes a fact, and does not infer it."""
        made_of = set(props)
        found = self.known.citations.get(fact, ())
        return not found or any(not c.inferred and not (c.infers & made_of) for c in found)

    def doubts(self, fact: NamedNode, prop: NamedNode) -> tuple[Badge, ...]:
        """The badges of a property of a fact: inferred by all who say it, contradicted."""
        found = [c for c in self.known.citations.get(fact, ()) if prop in c.states]
        badges = []
        if found and all(c.inferred or prop in c.infers for c in found):
            badges.append(self.badge("inferred", "inferred"))
        if any(
            self.known.node(conflict, NHV.onProperty) == prop for conflict in self.conflicts(fact)
        ):
            badges.append(self.badge("conflict", "contradicted"))
        return tuple(badges)

    def says(self, told: Props, fact: NamedNode | None = None) -> tuple[Fact, ...]:
        """Properties with their values, the telling ones first.

        Args:
            told: The properties.
            fact: What they are of, if doubts about each are to be shown.
        """
        shown = []
        for prop in sorted(told, key=self._order):
            if prop in _UNSHOWN:
                continue
            badges = self.doubts(fact, prop) if fact is not None else ()
            shown.append(Fact(self.word(prop), self.cells(told[prop], badges), prop))
        return tuple(shown)

    def _order(self, prop: NamedNode) -> tuple[int, str]:
        return _FIRST.index(prop) if prop in _FIRST else len(_FIRST), self.word(prop).casefold()

    def kind(self, fact: NamedNode) -> str:
        """What kind of thing a fact is, by the class that its source gives it."""
        cls = self.known.own_class(fact)
        return self.word(cls) if cls is not None else kind_word(kind_of(fact.value), self.lang)

    def line(self, fact: NamedNode, *cells: Cell | tuple[Cell, ...]) -> Line:
        """A fact as a line: the cells given, and where it stands."""
        return Line(cells, self.evidence(fact))

    def conflicts(self, fact: NamedNode) -> list[NamedNode]:
        """The contradictions between sources about a fact."""
        return [
            node for node in self.known.subjects(NHV.about, fact)
            if kind_of(node.value) == "conflict" and self.known.is_a(node, NHV.Conflict)
        ]  # fmt: skip

    def gaps(self, thing: NamedNode) -> list[NamedNode]:
        """What is known to have been said of a thing and was lost."""
        found = self.known.subjects(NHV.about, thing)
        return [node for node in found if self.known.is_a(node, NHV.Gap)]

    def began(self, fact: NamedNode) -> tuple[Cell, ...]:
        """Since when a permit or supply relation holds, in its source's precision, and by what."""
        known = self.known
        basis = known.node(fact, NHV.startBasis)
        dates = {
            curie(prop.value): known.value(fact, prop)
            for prop in (NHV.validFrom, NHV.decidedOn, NHV.firstAttested, NHV.firstDay)
        }
        day, by = since(curie(basis.value) if basis else "", dates)
        if not day:
            return (Cell("", badges=(self.badge("gap", "undated_start"),)),)
        told = date_text(day, self.lang)
        if by == "firstAttested":
            badge = self.badge("gap", "start_unknown")
            return (Cell(self.t("seen").format(told), badges=(badge,)),)
        doubts = self.doubts(fact, NHV[by]) if by in NHV else ()
        key = {"validFrom": "by_start", "decidedOn": "by_decision"}.get(by, "by_link")
        return (Cell(told, form="date", badges=(self.badge("state", key), *doubts)),)

    def holds(self, fact: NamedNode) -> str:
        """Whether a lasting fact holds on the page's day: ``"now"``, ``"ahead"`` or ``"past"``."""
        day = self.as_of.isoformat()
        if (last := self.known.value(fact, NHV.lastDay)) and last < day:
            return "past"
        return "ahead" if self.known.value(fact, NHV.firstDay) > day else "now"

    def full(self, facts: Iterable[NamedNode], leave_out: NamedNode) -> tuple[Lines, ...]:
        """Facts with all they say and where each stands, a table for each kind.

        Args:
            facts: The facts.
            leave_out: What they are all about, and need not say again.
        """
        kinds: dict[str, list[Line]] = {}
        for fact in facts:
            told = {
                prop: rest for prop, values in self.known.told(fact).items()
                if (rest := [v for v in values if v != leave_out])
            }  # fmt: skip
            label = self.label(fact)
            line = Line(
                (Cell(label.text, lang=self.foreign(label.lang)),),
                self.evidence(fact),
                self.says(told, fact),
                anchor_of(fact),
            )
            kinds.setdefault(self.kind(fact), []).append(line)
        return tuple(Lines(kind, (self.t("fact"),), tuple(kinds[kind])) for kind in sorted(kinds))


def anchor_of(thing: NamedNode) -> str:
    """What an address ends in that points at a fact: its kind and its short name.

    Example:
        >>> anchor_of(NamedNode("https://w3id.org/nhv/id/permit/dysmeli-region-skane"))
        'permit-dysmeli-region-skane'
    """
    return curie(thing.value).replace(":", "-")


def by_day(known: Known, facts: Iterable[NamedNode]) -> list[NamedNode]:
    """Facts by their first day, those without one last."""

    def day(fact: NamedNode) -> tuple[str, str]:
        first = known.value(fact, NHV.firstDay) or known.value(fact, NHV.lastDay) or "9999"
        return first, fact.value

    return sorted(facts, key=day)

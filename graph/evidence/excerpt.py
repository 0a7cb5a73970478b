"""The statements around a thing, read from the graph once, with labels of their terms.

What the rules gave is told in words: by which rule a value follows and from what, when it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.base.statements import Statements
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Term, value
from graph.engines.values import short_name
from graph.evidence.rules import BASES
from graph.view.view import View
from ontology.terms import NHV, RDF, curie, kind_of, superclasses


class Excerpt(Statements):
    """Some statements of the resolved graph and, beside them, of the graphs of sources.

    All things that are spoken of are ``spoken_of``.
    """

    def __init__(self) -> None:
        super().__init__()
        self._quads: dict[NamedNode, dict[Quad, None]] = {}
        self.spoken_of: set[NamedNode] = set()

    def read(self, quads: Iterable[Quad]) -> None:
        """Take in statements of whatever graph; what is read twice still counts once."""
        for quad in quads:
            self.spoken_of |= {n for n in (quad.subject, quad.object) if isinstance(n, NamedNode)}
            if not isinstance(quad.subject, NamedNode):
                continue
            own = self._quads.setdefault(quad.subject, {})
            if quad not in own:
                own[quad] = None
                if isinstance(quad.graph_name, DefaultGraph):
                    self.add([quad])

    def of(self, thing: NamedNode) -> list[Quad]:
        """The statements on a thing, in whatever graph."""
        return list(self._quads.get(thing, ()))

    def one(self, thing: object, prop: NamedNode) -> Term | None:
        """The first value of a property in the resolved graph, if there is one."""
        return min(self.objects(thing, prop), key=str, default=None)


class Labels:
    """Labels of terms in one language; those of an excerpt are looked up together."""

    def __init__(self, kg: View, known: Excerpt) -> None:
        self.lang, self._view = kg.lang, kg
        self._excerpt = known
        self._known: dict[str, str] = {}
        self._look_up(known.spoken_of)

    def __call__(self, term: object) -> str:
        """The label of a term; nothing has an empty one, and a value is its text."""
        if term is None:
            return ""
        if not isinstance(term, NamedNode):
            return str(value(term)) if isinstance(term, Literal) else str(term)
        if term.value not in self._known:
            self._look_up([term])
        return self._known[term.value]

    def _look_up(self, nodes: Iterable[NamedNode]) -> None:
        for iri, label in self._view.labels(n.value for n in nodes).items():
            bare = label == curie(iri)  # no label in the graph, but perhaps in the vocabulary
            known = word(NamedNode(iri), self.lang) if bare else label
            self._known[iri] = short_name(iri) if known == iri else known

    def kind(self, fact: NamedNode) -> str:
        """The label of a thing's own class: the one that its source gives, else its narrowest.

        A record that several documents share may have a name that none of them gives.
        """
        of_type = [quad for quad in self._excerpt.of(fact) if quad.predicate == RDF.type]
        given = [q for q in of_type if isinstance(q.graph_name, NamedNode)]
        classes = {q.object for q in given or of_type if isinstance(q.object, NamedNode)}
        classes = classes.difference(*map(superclasses, classes))
        return ", ".join(sorted(word(c, self.lang) for c in classes)) or kind_of(fact.value)


_WORDS = words_of("graph.evidence")

# Rows of their own that have days: they are told in words, and have no names.
_SPANS = (NHV.period, NHV.standing, NHV.term)
SPAN_SAYS = (
    NHV.status, NHV.step, NHV.substate, NHV.event, NHV.standingBasis, NHV.firstDay, NHV.lastDay,
    NHV.endBasis, NHV.endPremise,
)  # fmt: skip
# Said in the column of certainty.
CERTAINTY = frozenset({NHV.certainty, NHV.statedBy, NHV.inferredProperty, NHV.statedProperty})


def spans(known: Excerpt, node: NamedNode) -> list[NamedNode]:
    """The periods, standings and terms of a thing."""
    return [span for prop in _SPANS for span in known.nodes(node, prop)]


def follows(
    known: Excerpt,
    shown: Labels,
    derivers: Mapping[NamedNode, NamedNode],
    thing: NamedNode,
    prop: NamedNode,
    stated: Term,
) -> str:
    """By which rule a derived value of a thing follows, and from what."""
    basis, premise = BASES.get(prop, (NHV.standingBasis, NHV.event))
    of = thing if prop in BASES else stated
    rule, origin = known.one(of, basis) or derivers.get(prop), known.one(of, premise)
    if rule is None:
        return _WORDS.say("derived", shown.lang)
    return _by_rule(shown, rule, origin if origin != stated else None)


def _by_rule(shown: Labels, rule: Term, premise: Term | None) -> str:
    if premise is None:
        return _WORDS.say("by_rule", shown.lang, shown(rule))
    return _WORDS.say("by_rule_from", shown.lang, shown(rule), shown(premise))


def told(known: Excerpt, shown: Labels, node: Term) -> str:
    """A period, a standing or a term in words; any other thing by its label."""
    if not isinstance(node, NamedNode):
        return shown(node)
    about = known.one(node, NHV.status) or known.one(node, NHV.substate)
    step, event = known.one(node, NHV.step), known.one(node, NHV.event)
    first, last = known.one(node, NHV.firstDay), known.one(node, NHV.lastDay)
    if about is None and step is None and first is None and last is None:
        return shown(node)
    match first, last:
        case None, None:
            days = _WORDS.say("all_days", shown.lang)
        case _, None:
            days = _WORDS.say("from_day", shown.lang, shown(first))
        case None, _:
            days = _WORDS.say("until_day", shown.lang, shown(last))
        case _:
            days = f"{shown(first)} – {shown(last)}"
    what = ": ".join(shown(term) for term in (step, about) if term is not None)
    by = f" ({shown(event)})" if event is not None else ""
    return f"{what}{by}, {days}" if what else days


def leads(known: Excerpt, shown: Labels, node: NamedNode, day: date) -> Iterator[str]:
    """Sentences on how things stand with a thing on a day, and why; its spans are known."""
    when = _WORDS.say("as_of", shown.lang, day)
    for period in _on(known, node, NHV.period, day):
        why = "".join(
            f"; {_WORDS.say(what, shown.lang)} {_by_rule(shown, rule, known.one(node, premise))}"
            for what, basis, premise in (
                ("the_start", NHV.startBasis, NHV.startPremise),
                ("the_end", NHV.endBasis, NHV.endPremise),
            )
            if (rule := known.one(node, basis)) is not None
        )
        yield f"{when}: {told(known, shown, period)}{why}."
    standings = _on(known, node, NHV.standing, day)
    for standing in standings:
        basis = known.one(standing, NHV.standingBasis)
        why = f"; {_by_rule(shown, basis, None)}" if basis is not None else ""
        yield f"{when}: {told(known, shown, standing)}{why}."
    if not standings:
        yield from (f"{when}: {said}." for said in _continued(known, shown, node, day))


def _continued(known: Excerpt, shown: Labels, node: NamedNode, day: date) -> Iterator[str]:
    """That a topic stood somewhere until it continued as an area, if it did before a day."""
    over = [
        (last, basis, standing)
        for standing in known.nodes(node, NHV.standing)
        if (basis := known.one(standing, NHV.endBasis)) is not None
        and (last := _day(known, standing, NHV.lastDay, date.max)) < day
    ]
    for _, basis, standing in sorted(over, key=str)[-1:]:
        said = _WORDS.say("in_no_step", shown.lang)
        yield f"{said}; {_by_rule(shown, basis, known.one(standing, NHV.endPremise))}"


def _on(known: Excerpt, node: NamedNode, prop: NamedNode, day: date) -> list[NamedNode]:
    """The spans of a thing that a day lies in."""
    found = (
        span
        for span in known.nodes(node, prop)
        if _day(known, span, NHV.firstDay, date.min) <= day
        and day <= _day(known, span, NHV.lastDay, date.max)
    )
    return sorted(found, key=str)


def _day(known: Excerpt, span: NamedNode, prop: NamedNode, otherwise: date) -> date:
    term = known.one(span, prop)
    day = value(term) if term is not None else None
    return day if isinstance(day, date) else otherwise

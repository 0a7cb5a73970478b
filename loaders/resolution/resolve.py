"""All sources together: one value for each single-valued property, disagreements kept.

The default graph is a pure function of the named graphs, so that a view of the
past (``known_at``) or a view without persons is made by the same code as the
build.  Which value wins is decided, in this order, by

1. stated before inferred,
2. of inferred dates, one that its source reports at the time before one that it looks back on,
3. for what can change (:data:`CHANGING`), the newer source before the older,
4. the rank of the source: the registers, the authority and the law (1), the
   regions and their cooperation (2), hospitals and universities (3), other
   organisations (4), press (5),
5. the newer source before the older,
6. the name of the source, so that there is always a winner.

A date of less precision that agrees with a more precise one is no disagreement, and successive
terms of a permit for rikssjukvård are none (:mod:`loaders.rules.terms`): it runs from the first
start to the last end that any source states.
Every other value that did not win stays in its source's graph, and a
``nhv:Conflict`` in the default graph names it with its source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import product

from pyoxigraph import Literal, NamedNode, Quad

from loaders.dates import When
from loaders.resolution.joins import join, join_decisions
from loaders.resolution.views import ALWAYS, forget, unnamed
from loaders.rules.days import when_of, whens, written
from loaders.rules.derive import derive
from loaders.rules.facts import RIKSSJUKVARD
from loaders.rules.terms import SIDES, contradicted
from loaders.statements import (
    Resolved,
    Statement,
    Statements,
    Term,
    indexed,
    nodes,
    uncollected,
)
from ontology.terms import (
    DCTERMS,
    NHV,
    PROV,
    RDF,
    SKOS,
    functional,
    superclasses,
    thing,
)

CHANGING = frozenset({NHV.outcome, NHV.planned, NHV.decisionExpected})
"""What can change from one source to the next: later words then outdo weightier ones."""

_PUBLISHERS: Mapping[Term, int] = {
    NHV.Authority: 1,
    **dict.fromkeys((NHV.Region, NHV.HealthcareRegion, NHV.Body), 2),
    **dict.fromkeys((NHV.Hospital, NHV.HospitalUnit, NHV.University), 3),
}
_OTHERS, _LOWEST = 4, 5

# An outcome that was still open contradicts none that came later, and never wins over one.
_NOT_YET = (NHV.Pending,)


@uncollected()
def resolve(said: Iterable[Statement | Quad], *, known_at: When | None = None) -> Resolved:
    """The default graph that follows from named graphs, those that a view keeps.

    If the view has a date of knowledge, what no source of it names is forgotten.
    """
    statements = indexed(said)
    if known_at is not None:
        forget(statements, unnamed(statements))
    days = written(statements)
    join(statements)
    ranks = _Ranks(statements)
    for decision in join_decisions(
        statements, lambda node, prop, values: _ordered(node, prop, values, ranks)[0][0]
    ):
        ranks.note(statements, decision)
    resolved = _choose(statements, ranks)
    _materialise_classes(resolved)
    derive(resolved, statements, days)
    return resolved


class _Ranks:
    """How sources compare, and which of their statements were inferred."""

    def __init__(self, statements: Statements) -> None:
        self._rank: dict[NamedNode, int] = dict.fromkeys(ALWAYS, 0)
        self._age: dict[NamedNode, int] = {}
        self._dates: dict[NamedNode, When] = {}
        self._inferred: set[tuple[NamedNode, NamedNode, NamedNode]] = set()
        self._stated: set[tuple[NamedNode, NamedNode, NamedNode]] = set()
        for subject, properties in statements.items():
            types = properties.get(RDF.type, {})
            if NHV.Source in types:
                self._rank.setdefault(subject, _rank(properties, statements))
                when = next(iter(whens(properties.get(NHV.date, ()))), None)
                self._age[subject] = -when.last.toordinal() if when else 0
                if when:
                    self._dates[subject] = when
            self.note(statements, subject)

    def note(self, statements: Statements, subject: NamedNode) -> None:
        """Note which statements on a thing its citations infer and which they state."""
        for citation in nodes(statements[subject], PROV.qualifiedPrimarySource):
            about = statements.get(citation, {})
            whole = NHV.Inferred in about.get(NHV.certainty, {})
            for source, predicate in product(nodes(about, PROV.entity), nodes(about, NHV.states)):
                doubtful = whole or predicate in about.get(NHV.infers, {})
                (self._inferred if doubtful else self._stated).add((subject, predicate, source))

    def order(
        self, subject: NamedNode, predicate: NamedNode, value: Term, source: NamedNode
    ) -> tuple[bool, bool, int, int, int, str]:
        """A sort key: the source that wins comes first."""
        key = (subject, predicate, source)
        doubtful = key in self._inferred and key not in self._stated
        looks_back = doubtful and not self._is_of_its_time(value, source)
        age = self._age.get(source, 0)
        changing = age if predicate in CHANGING else 0
        rank = self._rank.get(source, _LOWEST)
        return (doubtful, looks_back, changing, rank, age, source.value)

    def _is_of_its_time(self, value: Term, source: NamedNode) -> bool:
        """Whether a date is one on which its source can have been written."""
        when, dated = when_of(value), self._dates.get(source)
        return bool(when and dated and when.first <= dated.last and dated.first <= when.last)

    def sources(self) -> Iterable[tuple[NamedNode, int]]:
        """Every source with its rank."""
        return ((source, rank) for source, rank in self._rank.items() if source not in ALWAYS)


def _rank(properties: Mapping[NamedNode, Mapping[Term, object]], statements: Statements) -> int:
    """The rank of a source, by its kind and by what its publisher is."""
    kinds = properties.get(NHV.sourceKind, {})
    if NHV.Press in kinds:
        return _LOWEST
    if NHV.Law in kinds:
        return 1
    publishers = nodes(properties, DCTERMS.publisher)
    classes = (cls for one in publishers for cls in statements.get(one, {}).get(RDF.type, {}))
    return min((_PUBLISHERS.get(cls, _OTHERS) for cls in classes), default=_OTHERS)


def _choose(statements: Statements, ranks: _Ranks) -> Resolved:
    """One value for each single-valued property, and conflicts for the rest."""
    single = functional()
    resolved: Resolved = {}
    conflicts: Resolved = {}
    for subject, properties in statements.items():
        chosen = resolved.setdefault(subject, {})
        for predicate, values in properties.items():
            if predicate == SKOS.prefLabel:
                chosen[predicate] = _one_label_a_language(subject, values, ranks)
            elif predicate in single and len(values) > 1:
                ordered = _ordered(subject, predicate, values, ranks)
                is_riks = RIKSSJUKVARD in properties.get(NHV.programme, {})
                if is_riks:
                    ordered = _whole_term(predicate, ordered)
                chosen[predicate] = {ordered[0][0]}
                others = [
                    (value, source)
                    for value, source in ordered[1:]
                    if value not in _NOT_YET and not _agrees(value, ordered[0][0])
                ]
                if others and predicate in SIDES and is_riks:
                    same = contradicted(properties, predicate, ordered[0][0])
                    others = [pair for pair in others if pair[0] in same]
                if others:
                    _add_conflict(conflicts, subject, predicate, ordered[0], others, properties)
            else:
                chosen[predicate] = set(values)
    resolved.update(conflicts)
    for source, rank in ranks.sources():
        if source in resolved:
            resolved[source][NHV.rank] = {Literal(rank)}
    return resolved


def _ordered(
    subject: NamedNode,
    predicate: NamedNode,
    values: Mapping[Term, Collection[NamedNode]],
    ranks: _Ranks,
) -> list[tuple[Term, NamedNode]]:
    """Values with the best source of each, the winner first.

    Where the winner is a coarse date, the best date that makes it more precise takes its
    place: the two do not disagree.
    """
    best = [
        (value, min(sources, key=lambda source: ranks.order(subject, predicate, value, source)))
        for value, sources in values.items()
    ]
    best.sort(
        key=lambda pair: (
            pair[0] in _NOT_YET,
            ranks.order(subject, predicate, *pair),
            str(pair[0]),
        )
    )
    finer = [pair for pair in best[1:] if _agrees(best[0][0], pair[0])]
    if finer:
        narrowest = min(finer, key=lambda pair: _span(pair[0]))
        best.remove(narrowest)
        best.insert(0, narrowest)
    return best


def _whole_term(
    predicate: NamedNode, ordered: list[tuple[Term, NamedNode]]
) -> list[tuple[Term, NamedNode]]:
    """A permit for rikssjukvård was given for a term and renewed: from first start to last end."""
    days = {value: when for value, _ in ordered if (when := when_of(value))}
    if predicate in (NHV.validFrom, NHV.decidedOn):
        return sorted(ordered, key=lambda pair: days[pair[0]].last)
    if predicate == NHV.validUntil:
        return sorted(ordered, key=lambda pair: days[pair[0]].last, reverse=True)
    return ordered


def _agrees(coarse: Term, fine: Term) -> bool:
    """Whether a date is the same as, or a coarser form of, another."""
    first, second = when_of(coarse), when_of(fine)
    return bool(first and second and second.within(first))


def _span(value: Term) -> int:
    when = when_of(value)
    return (when.last - when.first).days if when else 0


def _one_label_a_language(
    subject: NamedNode, values: Mapping[Term, Collection[NamedNode]], ranks: _Ranks
) -> set[Term]:
    languages = {value.language for value in values if isinstance(value, Literal)}
    if len(languages) == len(values):
        return set(values)
    ordered = _ordered(subject, SKOS.prefLabel, values, ranks)
    by_language: dict[str, Term] = {}
    for value, _ in ordered:
        if isinstance(value, Literal):
            by_language.setdefault(value.language or "", value)
    return set(by_language.values())


def _add_conflict(
    conflicts: Resolved,
    subject: NamedNode,
    predicate: NamedNode,
    preferred: tuple[Term, NamedNode],
    others: Sequence[tuple[Term, NamedNode]],
    properties: Mapping[NamedNode, Mapping[Term, object]],
) -> None:
    kind, identifier = subject.value.rsplit("/", 2)[-2:]
    local = predicate.value.rpartition("#")[2]
    name = f"{kind}.{identifier}.{local.lower()}"
    node = thing("conflict", name)
    labels = [label for label in properties.get(SKOS.prefLabel, {}) if isinstance(label, Literal)]
    conflicts[node] = {
        RDF.type: {NHV.Conflict},
        SKOS.prefLabel: _conflict_labels(labels, local, "Motstridigt", "Conflicting"),
        NHV.about: {subject},
        NHV.onProperty: {predicate},
        NHV.preferred: {preferred[0]},
        PROV.hadPrimarySource: {preferred[1]},
        NHV.claim: set(),
    }
    for number, (value, source) in enumerate(others, 1):
        claim = thing("conflict", f"{name}.{number}")
        conflicts[node][NHV.claim].add(claim)
        conflicts[claim] = {
            RDF.type: {NHV.ConflictClaim},
            SKOS.prefLabel: _conflict_labels(
                labels, local, f"Avvikande uppgift {number}", f"Other claim {number}"
            ),
            NHV.claimedValue: {value},
            PROV.hadPrimarySource: {source},
        }


def _conflict_labels(labels: Iterable[Literal], local: str, sv: str, en: str) -> set[Term]:
    words = {"sv": sv, "en": en}
    by_language: dict[str, str] = {}
    for label in sorted(labels, key=lambda label: label.value):
        by_language.setdefault(label.language or "", label.value)
    return {
        Literal(f"{word}: {by_language.get(language, '')} ({local})", language=language)
        for language, word in words.items()
    }


def _materialise_classes(resolved: Resolved) -> None:
    """Queries and shapes work without inference: every superclass is said."""
    above = cache(superclasses)
    for properties in resolved.values():
        if types := properties.get(RDF.type):
            types |= {parent for t in types if isinstance(t, NamedNode) for parent in above(t)}

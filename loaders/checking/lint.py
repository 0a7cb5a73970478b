"""Rules that compare the data with the ontology, literal by literal and word by word.

They are Python because a query cannot tell whether ``"2026-02-30"`` is a day, and would be
slow at the others: is every class and property declared, does a property stand on a class
that may have it, is a value on the list of its property, does a text or an identifier tell
the name of a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from loaders import dates
from loaders.checking.findings import Finding, Severity, iri, short
from ontology import terms
from ontology.terms import (
    EDTF,
    NHV,
    OWL,
    PEOPLE_GRAPH,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    Vocabulary,
    curie,
)

_TYPE = RDF.type.value
_NAMES = (SKOS.prefLabel, SKOS.altLabel)
_DATES = {term.value for term in (XSD.date, XSD.gYear, XSD.gYearMonth, EDTF.EDTF)}
_LEXICAL = {
    XSD.integer.value: re.compile(r"[+-]?\d+"),
    XSD.decimal.value: re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    XSD.boolean.value: re.compile(r"true|false|0|1"),
    XSD.date.value: re.compile(r"\d{4}-\d\d-\d\d"),
    XSD.gYearMonth.value: re.compile(r"\d{4}-\d\d"),
    XSD.gYear.value: re.compile(r"\d{4}"),
}
_PERSON = terms.BASE + "id/person/"
_DECLARE = (
    "correct its name, or declare it in ontology/nhv.ttl (terms of other standards: "
    "ontology/terms.py)"
)


# By rule: how severe it is, what is wrong, and what to do.
_RULES: Mapping[str, tuple[Severity, str, str]] = {
    "superclass-not-said": (
        "warn",
        "A class is said, but not a class above it, so that some questions miss it",
        "this is a fault of the build, not of the curated files; please report it",
    ),
    "undeclared-class": ("error", "The ontology has no such class", _DECLARE),
    "undeclared-property": ("error", "The ontology has no such property", _DECLARE),
    "misplaced-property": (
        "error",
        "{property} is only for {wanted}",
        "use the property of the thing's own class, or widen the domain in ontology/nhv.ttl",
    ),
    "value-not-listed": (
        "error",
        "The value is not on the list of {property}",
        "use a value of its scheme in ontology/schemes.ttl, or add it there",
    ),
    "ill-typed": (
        "error",
        "The value is no {wanted}",
        "correct it; dates are written 2026, 2026-06 or 2026-06-02",
    ),
    # The name itself is not repeated: messages end up in logs.
    "name-of-a-person in a text": (
        "error", "A text tells the name of a person outside the graph of persons",
        "say the role instead",
    ),
    "name-of-a-person in an identifier": (
        "error", "An identifier tells the name of a person outside the graph of persons",
        "choose another",
    ),
}  # fmt: skip


def _finding(rule: str, subject: str, name: str, value: str = "", wanted: str = "") -> Finding:
    """What a rule finds wrong with a property of a subject."""
    severity, what, remedy = _RULES[rule]
    what = what.format(property=curie(name), wanted=wanted)
    return Finding(rule.partition(" ")[0], severity, subject, name, value, what, remedy)


def lint(quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    """What does not agree with the ontology in a dataset: the resolved graph and the named ones."""
    resolved: list[ox.Quad] = []
    named: list[ox.Quad] = []
    for quad in quads:
        (resolved if isinstance(quad.graph_name, ox.DefaultGraph) else named).append(quad)
    ontology = _ontology()
    types: dict[str, set[str]] = defaultdict(set)
    for quad in resolved:
        if quad.predicate == RDF.type and isinstance(quad.object, ox.NamedNode):
            types[iri(quad.subject)].add(quad.object.value)
    for subject, classes in types.items():
        for name in sorted(classes - ontology.above.keys()):
            yield _finding("undeclared-class", subject, _TYPE, curie(name))
        if unsaid := _closure(classes, ontology) - classes:
            above = ", ".join(sorted(map(curie, unsaid)))
            yield _finding("superclass-not-said", subject, _TYPE, above)
    for quad in resolved:
        subject, name, value = iri(quad.subject), quad.predicate.value, quad.object
        if name not in ontology.declared:
            yield _finding("undeclared-property", subject, name, curie(name))
            continue
        domain, listed = ontology.domains.get(name), ontology.values.get(name)
        if domain is not None:
            said = types[subject]
            if domain.isdisjoint(said) and domain.isdisjoint(_closure(said, ontology)):
                classes_of_it = " or ".join(sorted(map(curie, domain)))
                yield _finding("misplaced-property", subject, name, short(value), classes_of_it)
        if listed is not None and iri(value) not in listed:
            yield _finding("value-not-listed", subject, name, short(value))
        if isinstance(value, ox.Literal) and not _well_typed(value):
            datatype = curie(value.datatype.value)
            yield _finding("ill-typed", subject, name, short(value), datatype)
    yield from _names_of_persons(named)


def _closure(classes: Iterable[str], ontology: _Ontology) -> set[str]:
    """The classes and all above them."""
    return {above for name in classes for above in ontology.above.get(name, (name,))}


def _well_typed(literal: ox.Literal) -> bool:
    """Whether the text of a literal is one that its datatype has."""
    if literal.language:
        return True
    datatype = literal.datatype.value
    if (pattern := _LEXICAL.get(datatype)) is not None and not pattern.fullmatch(literal.value):
        return False
    if datatype in _DATES:
        try:
            dates.parse_literal(literal)
        except ValueError:
            return False
    return True


def _names_of_persons(quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    """Texts and identifiers of other graphs that tell the name of a person."""
    others: list[ox.Quad] = []
    names: set[str] = set()
    slugs: set[str] = set()
    for quad in quads:
        if quad.graph_name != PEOPLE_GRAPH:
            others.append(quad)
        elif iri(quad.subject).startswith(_PERSON):
            slugs.add(iri(quad.subject).removeprefix(_PERSON))
            if quad.predicate in _NAMES and isinstance(quad.object, ox.Literal):
                names.add(quad.object.value)
    texts = {quad.object.value for quad in others if isinstance(quad.object, ox.Literal)}
    telling = _telling(texts, {name for name in names if " " in name})
    naming = _telling({iri(quad.subject) for quad in others}, {s for s in slugs if "-" in s})
    reported: set[str] = set()
    for quad in others if telling or naming else ():
        subject, name = iri(quad.subject), quad.predicate.value
        if isinstance(quad.object, ox.Literal) and quad.object.value in telling:
            yield _finding("name-of-a-person in a text", subject, name)
        if subject in naming and subject not in reported and not subject.startswith(_PERSON):
            reported.add(subject)
            yield _finding("name-of-a-person in an identifier", subject, name)


def _telling(texts: set[str], words: set[str]) -> set[str]:
    """The texts in which one of the words stands; quick where, as it should be, none does."""
    joined = "\n".join(texts)
    present = [word for word in words if word in joined]
    if not present:
        return set()
    whole = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(present))) + r")\b")
    return {text for text in texts if whole.search(text)}


@dataclass(frozen=True)
class _Ontology:
    """What the rules need to know of the ontology, by IRI."""

    declared: frozenset[str]
    domains: Mapping[str, Set[str]]
    values: Mapping[str, Set[str]]
    above: Mapping[str, frozenset[str]]


@cache
def _ontology() -> _Ontology:
    vocabularies = [value for value in vars(terms).values() if isinstance(value, Vocabulary)]
    declared = frozenset(term.value for vocabulary in vocabularies for term in vocabulary)
    domains: dict[str, set[str]] = defaultdict(set)
    lists: dict[str, str] = {}
    members: dict[str, set[str]] = defaultdict(set)
    above = {name: frozenset({name}) for name in declared}
    for path in terms.ontology_files():
        if path.name not in ("nhv.ttl", "schemes.ttl"):
            continue
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            subject, value = quad.subject, iri(quad.object)
            if quad.predicate == RDF.type and quad.object == OWL.Class and iri(subject) in declared:
                assert isinstance(subject, ox.NamedNode)
                above[subject.value] |= set(map(iri, terms.superclasses(subject)))
            elif quad.predicate in (RDFS.domain, SCHEMA.domainIncludes):
                domains[iri(subject)].add(value)
            elif quad.predicate == NHV.valuesFrom:
                lists[iri(subject)] = value
            elif quad.predicate == SKOS.inScheme:
                members[value].add(iri(subject))
    values = {name: members[scheme] for name, scheme in lists.items()}
    return _Ontology(declared, domains, values, above)

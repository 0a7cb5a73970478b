"""Rules that compare the data with the ontology, literal by literal and word by word.

They are Python because a query cannot tell whether ``"2026-02-30"`` is a day, and would be
slow at the others: is every class and property declared, does a property stand on a class
that may have it, is a value on the list of its property, does a text or an identifier tell
the name of a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from loaders import dates
from loaders.checking.findings import Finding, iri, short
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


@dataclass(frozen=True)
class _Property:
    """What the ontology says of a property; None where it says nothing."""

    domain: frozenset[str] | None
    values: frozenset[str] | None


@dataclass(frozen=True)
class _Ontology:
    """What the rules need to know of the ontology, by IRI."""

    properties: Mapping[str, _Property]
    above: Mapping[str, frozenset[str]]


def lint(quads: Iterable[ox.Quad]) -> Iterator[Finding]:
    """Compare a dataset with the ontology.

    Args:
        quads: The resolved graph as default graph, and the named graphs.

    Yields:
        What does not agree.
    """
    resolved: list[ox.Quad] = []
    named: list[ox.Quad] = []
    for quad in quads:
        (resolved if isinstance(quad.graph_name, ox.DefaultGraph) else named).append(quad)
    ontology = _ontology()
    types: dict[str, set[str]] = defaultdict(set)
    for quad in resolved:
        if quad.predicate == RDF.type and isinstance(quad.object, ox.NamedNode):
            types[_subject(quad)].add(quad.object.value)
    yield from _classes(types, ontology)
    for quad in resolved:
        subject, predicate, value, _ = quad
        known = ontology.properties.get(predicate.value)
        if known is None:
            yield _undeclared(iri(subject), predicate.value, "property")
            continue
        if known.domain is not None:
            said = types[iri(subject)]
            if known.domain.isdisjoint(said) and known.domain.isdisjoint(_closure(said, ontology)):
                yield _misplaced(quad, known.domain)
        if known.values is not None and iri(value) not in known.values:
            yield _not_listed(quad)
        if isinstance(value, ox.Literal) and not _well_typed(value):
            yield _ill_typed(quad, value)
    yield from _names_of_persons(named)


def _classes(types: Mapping[str, set[str]], ontology: _Ontology) -> Iterator[Finding]:
    """Classes that do not exist, and superclasses that are not said."""
    for subject, classes in types.items():
        for name in sorted(classes - ontology.above.keys()):
            yield _undeclared(subject, name, "class")
        if unsaid := _closure(classes, ontology) - classes:
            yield Finding(
                rule="superclass-not-said",
                severity="warn",
                entity=subject,
                property=_TYPE,
                value=", ".join(sorted(map(curie, unsaid))),
                what="A class is said, but not a class above it, so that some questions miss it",
                remedy="this is a fault of the build, not of the curated files; please report it",
            )


def _closure(classes: Iterable[str], ontology: _Ontology) -> set[str]:
    """The classes and all above them."""
    return {above for name in classes for above in ontology.above.get(name, (name,))}


def _undeclared(subject: str, name: str, kind: str) -> Finding:
    return Finding(
        rule=f"undeclared-{kind}",
        severity="error",
        entity=subject,
        property=_TYPE if kind == "class" else name,
        value=curie(name),
        what=f"The ontology has no such {kind}",
        remedy="correct its name, or declare it in ontology/nhv.ttl (terms of other standards: "
        "ontology/terms.py)",
    )


def _misplaced(quad: ox.Quad, domain: frozenset[str]) -> Finding:
    classes = " or ".join(sorted(map(curie, domain)))
    return Finding(
        rule="misplaced-property",
        severity="error",
        entity=_subject(quad),
        property=quad.predicate.value,
        value=short(quad.object),
        what=f"{short(quad.predicate)} is only for {classes}",
        remedy="use the property of the thing's own class, or widen the domain in ontology/nhv.ttl",
    )


def _not_listed(quad: ox.Quad) -> Finding:
    return Finding(
        rule="value-not-listed",
        severity="error",
        entity=_subject(quad),
        property=quad.predicate.value,
        value=short(quad.object),
        what=f"The value is not on the list of {short(quad.predicate)}",
        remedy="use a value of its scheme in ontology/schemes.ttl, or add it there",
    )


def _ill_typed(quad: ox.Quad, literal: ox.Literal) -> Finding:
    return Finding(
        rule="ill-typed",
        severity="error",
        entity=_subject(quad),
        property=quad.predicate.value,
        value=short(literal),
        what=f"The value is no {curie(literal.datatype.value)}",
        remedy="correct it; dates are written 2026, 2026-06 or 2026-06-02",
    )


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
        elif _subject(quad).startswith(_PERSON):
            slugs.add(_subject(quad).removeprefix(_PERSON))
            if quad.predicate in _NAMES and isinstance(quad.object, ox.Literal):
                names.add(quad.object.value)
    texts = {quad.object.value for quad in others if isinstance(quad.object, ox.Literal)}
    subjects = {_subject(quad) for quad in others}
    telling = _telling(texts, {name for name in names if " " in name})
    naming = _telling(subjects, {slug for slug in slugs if "-" in slug})
    reported: set[str] = set()
    for quad in others if telling or naming else ():
        subject = _subject(quad)
        if isinstance(quad.object, ox.Literal) and quad.object.value in telling:
            yield _told(quad, "A text tells the name of a person", "say the role instead")
        if subject in naming and subject not in reported and not subject.startswith(_PERSON):
            reported.add(subject)
            yield _told(quad, "An identifier tells the name of a person", "choose another")


def _telling(texts: set[str], words: set[str]) -> set[str]:
    """The texts in which one of the words stands; quick where, as it should be, none does."""
    joined = "\n".join(texts)
    present = [word for word in words if word in joined]
    if not present:
        return set()
    whole = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(present))) + r")\b")
    return {text for text in texts if whole.search(text)}


def _told(quad: ox.Quad, what: str, remedy: str) -> Finding:
    """The name itself is not repeated: messages end up in logs."""
    return Finding(
        rule="name-of-a-person",
        severity="error",
        entity=_subject(quad),
        property=quad.predicate.value,
        value="",
        what=f"{what} outside the graph of persons",
        remedy=remedy,
    )


def _subject(quad: ox.Quad) -> str:
    return iri(quad.subject)


@cache
def _ontology() -> _Ontology:
    vocabularies = [value for value in vars(terms).values() if isinstance(value, Vocabulary)]
    declared = {term.value for vocabulary in vocabularies for term in vocabulary}
    domains: dict[str, set[str]] = defaultdict(set)
    lists: dict[str, str] = {}
    members: dict[str, set[str]] = defaultdict(set)
    classes: set[str] = set()
    for path in terms.ontology_files():
        if path.name not in ("nhv.ttl", "schemes.ttl"):
            continue
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if quad.predicate == RDF.type and quad.object == OWL.Class:
                classes.add(_subject(quad))
            elif quad.predicate in (RDFS.domain, SCHEMA.domainIncludes):
                domains[_subject(quad)].add(iri(quad.object))
            elif quad.predicate == NHV.valuesFrom:
                lists[_subject(quad)] = iri(quad.object)
            elif quad.predicate == SKOS.inScheme:
                members[iri(quad.object)].add(_subject(quad))
    return _Ontology(
        properties={
            name: _Property(
                domain=frozenset(domains[name]) if name in domains else None,
                values=frozenset(members[lists[name]]) if name in lists else None,
            )
            for name in declared
        },
        above={
            name: frozenset({name, *(_above(name) if name in classes else ())}) for name in declared
        },
    )


def _above(name: str) -> Iterator[str]:
    """All classes above one."""
    return map(iri, terms.superclasses(ox.NamedNode(name)))

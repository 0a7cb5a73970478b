"""Rules that look at every statement: the data beside the ontology, literal by literal.

They are Python because a query cannot tell whether ``"2026-02-30"`` is a day, and reads all that
there is anew for each rule, where this reads it once: is every class and property declared, does a
property stand on a class that may have it, is a value on the list of its property; and what some
rules of ``ontology/checks`` say of every statement (:data:`QUICK`), whose queries tests compare.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox

from loaders import dates
from loaders.checking.findings import Finding, Severity, iri, short
from loaders.checking.violations import rules
from loaders.statements import Resolved, Term
from ontology import terms
from ontology.terms import (
    EDTF,
    NHV,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    Vocabulary,
    curie,
)

_HOME = f"{terms.BASE}id/"
_BLANKS = " \t\r\n"
_DATES = {term.value for term in (XSD.date, XSD.gYear, XSD.gYearMonth, EDTF.EDTF)}
_LEXICAL = {
    XSD.integer.value: re.compile(r"[+-]?\d+"),
    XSD.decimal.value: re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    XSD.boolean.value: re.compile(r"true|false|0|1"),
    XSD.date.value: re.compile(r"\d{4}-\d\d-\d\d"),
    XSD.gYearMonth.value: re.compile(r"\d{4}-\d\d"),
    XSD.gYear.value: re.compile(r"\d{4}"),
}
# Days and years that programs write where they know none.
_PLACEHOLDERS = frozenset({"1900-01-01", "1970-01-01", "9999-12-31", "1900", "1970", "9999"})
# What is worked out and belongs to one thing is shown with that thing, by what it says.
_NAMELESS = frozenset(
    {NHV.Citation, PROV.PrimarySource, NHV.StatusPeriod, NHV.Standing, NHV.HeldArea, NHV.PermitTerm}
)
_DECLARE = (
    "correct its name, or declare it in ontology/nhv.ttl (terms of other standards: "
    "ontology/terms.py)"
)

QUICK = frozenset({
    "placeholder-date", "label-missing", "empty-text", "blank-ends", "no-class",
    "dangling-reference", "blank-node",
})  # fmt: skip
"""Rules of ``ontology/checks`` that are found here, without their queries."""
# By other rules: how severe they are, what is wrong, and what to do.
_RULES: Mapping[str, tuple[Severity, str, str]] = {
    "superclass-not-said": (
        "warn", "A class is said, but not a class above it, so that some questions miss it",
        "this is a fault of the build, not of the curated files; please report it",
    ),
    "undeclared-class": ("error", "The ontology has no such class", _DECLARE),
    "undeclared-property": ("error", "The ontology has no such property", _DECLARE),
    "misplaced-property": (
        "error", "{property} is only for {wanted}",
        "use the property of the thing's own class, or widen the domain in ontology/nhv.ttl",
    ),
    "value-not-listed": (
        "error", "The value is not on the list of {property}",
        "use a value of its scheme in ontology/schemes.ttl, or add it there",
    ),
    "ill-typed": (
        "error", "The value is no {wanted}",
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


def finding(rule: str, subject: str, name: str, value: str = "", wanted: str = "") -> Finding:
    """What a rule that is no query finds wrong with a property of a subject."""
    severity, what, remedy = _texts()[rule]
    what = what.replace("{property}", curie(name)).replace("{wanted}", wanted)
    return Finding(rule.partition(" ")[0], severity, subject, name, value, what, remedy)


@cache
def _texts() -> Mapping[str, tuple[Severity, str, str]]:
    return {**{rule.name: (rule.severity, rule.problem, rule.fix) for rule in rules()}, **_RULES}


def lint(resolved: Resolved) -> Iterator[Finding]:
    """What does not agree with the ontology, or cannot be read, in the resolved graph."""
    kind_of, property_of, literal_faults = cache(_Kind.of), cache(_Property.of), cache(_faults)
    for subject, properties in resolved.items():
        kind, entity = kind_of(frozenset(properties.get(RDF.type, ()))), iri(subject)
        if _is_blank(subject):
            yield finding("blank-node", entity, RDF.type.value)
        yield from _misclassified(entity, kind, properties.get(SKOS.prefLabel, ()))
        for predicate, values in properties.items():
            prop = property_of(predicate)
            if not prop.declared:
                yield finding("undeclared-property", entity, prop.iri, curie(prop.iri))
            elif prop.domain and prop.domain.isdisjoint(kind.closure):
                wanted = " or ".join(sorted(map(curie, prop.domain)))
                for value in values:
                    yield finding("misplaced-property", entity, prop.iri, short(value), wanted)
            for value in values:
                if prop.listed is not None and iri(value) not in prop.listed:
                    yield finding("value-not-listed", entity, prop.iri, short(value))
                if isinstance(value, ox.Literal):
                    for rule, wanted in literal_faults(value):
                        yield finding(rule, entity, prop.iri, short(value), wanted)
                elif _is_blank(value):
                    yield finding("blank-node", entity, prop.iri)
                elif value not in resolved and value.value.startswith(_HOME):
                    yield finding("dangling-reference", entity, prop.iri, short(value))


def _is_blank(term: object) -> bool:
    return isinstance(term, ox.BlankNode)


def _misclassified(entity: str, kind: _Kind, labels: Set[Term] | tuple[()]) -> Iterator[Finding]:
    """What is wrong with the classes of a thing, or with its names."""
    if not kind.said:
        yield finding("no-class", entity, RDF.type.value)
    for name in kind.undeclared:
        yield finding("undeclared-class", entity, RDF.type.value, curie(name))
    if kind.unsaid:
        yield finding("superclass-not-said", entity, RDF.type.value, kind.unsaid)
    if kind.is_named and entity.startswith(_HOME):
        languages = {label.language for label in labels if isinstance(label, ox.Literal)}
        for missing in {"sv", "en"} - languages:
            yield finding("label-missing", entity, SKOS.prefLabel.value, f"'{missing}'")


class _Kind(NamedTuple):
    """What holds for all things of the same classes."""

    said: Set[Term]
    undeclared: tuple[str, ...]
    unsaid: str
    closure: Set[str]
    is_named: bool

    @classmethod
    def of(cls, said: Set[Term]) -> _Kind:
        above, classes = _ontology().above, set(map(iri, said))
        closure = {one for name in classes for one in above.get(name, (name,))}
        unsaid = ", ".join(sorted(map(curie, closure - classes)))
        is_named = bool(said - _NAMELESS) and NHV.Citation not in said
        return cls(said, tuple(sorted(classes - above.keys())), unsaid, closure, is_named)


class _Property(NamedTuple):
    """What the ontology says of a property: which classes have it, and which values it has."""

    iri: str
    declared: bool
    domain: Set[str] | None
    listed: Set[str] | None

    @classmethod
    def of(cls, prop: ox.NamedNode) -> _Property:
        known, name = _ontology(), prop.value
        declared = name in known.declared
        return cls(name, declared, known.domains.get(name), known.values.get(name))


def _faults(literal: ox.Literal) -> tuple[tuple[str, str], ...]:
    """By which rules a literal is wrong, and what was wanted in its place."""
    text = literal.value
    bare = text.strip(_BLANKS)
    if not bare:
        blank = [("empty-text", "")]
    else:
        blank = [("blank-ends", "")] if len(bare) < len(text) else []
    if literal.language:
        return tuple(blank)
    datatype = literal.datatype.value
    if not _is_well_typed(literal, text, datatype):
        blank.append(("ill-typed", curie(datatype)))
    elif text in _PLACEHOLDERS and datatype in _DATES:
        blank.append(("placeholder-date", ""))
    return tuple(blank)


def _is_well_typed(literal: ox.Literal, text: str, datatype: str) -> bool:
    """Whether the text of a literal is one that its datatype has."""
    if (pattern := _LEXICAL.get(datatype)) is not None and not pattern.fullmatch(text):
        return False
    if datatype in _DATES:
        try:
            dates.parse_literal(literal)
        except ValueError:
            return False
    return True


class _Ontology(NamedTuple):
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

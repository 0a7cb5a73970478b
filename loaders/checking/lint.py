"""Rules that look at every statement: the data beside the ontology, literal by literal.

They are Python because a query cannot tell whether ``"2026-02-30"`` is a day, and reads all that
there is anew for each rule, where this reads it once: is every class and property declared, does a
property stand on a class that may have it, is a value on the list of its property, has every thing
a class and a name.

Of named graphs each has a source's own words, and persons are only in the graph of persons.  Names
of persons vanish with that one graph (``PRIVACY.md``): no other says anything of a person, and none
tells a name in a text or an identifier.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from loaders import dates
from loaders.checking.findings import FOLDER, Finding, iri, short
from loaders.resolution.views import ALWAYS
from loaders.statements import Resolved, Statement, Term
from ontology import terms
from ontology.terms import (
    BASE,
    EDTF,
    NHV,
    OWL,
    PEOPLE_GRAPH,
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
_WORDS = "nhv.ttl"
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


def finding(rule: str, subject: str, name: str, value: str = "", wanted: str = "") -> Finding:
    """What a rule that is no query finds wrong with a property of a subject."""
    said = _texts()[rule]
    what = said["problem"].replace("{property}", curie(name)).replace("{wanted}", wanted)
    short_name = rule.partition(" ")[0]
    return Finding(short_name, said["severity"], subject, name, value, what, said["fix"])


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / "rules.toml").read_text(encoding="utf-8"))


def lint(resolved: Resolved) -> Iterator[Finding]:
    """What does not agree with the ontology, or cannot be read, in the resolved graph."""
    kind_of, property_of = cache(_Kind.of), cache(_Property.of)
    # What was found to be right is left out of the sets of values, which hashes nothing anew.
    sound: set[object] = {subject for subject in resolved if not _is_blank(subject)}
    for subject, properties in resolved.items():
        kind, entity = kind_of(frozenset(properties.get(RDF.type, ()))), iri(subject)
        if _is_blank(subject):
            yield finding("blank-node", entity, RDF.type.value)
        yield from _misclassified(entity, kind, properties.get(SKOS.prefLabel, ()))
        for predicate, values in properties.items():
            prop = property_of(predicate, kind)
            if not prop.declared:
                yield finding("undeclared-property", entity, prop.iri, curie(prop.iri))
            for value in values if prop.only_for else ():
                yield finding("misplaced-property", entity, prop.iri, short(value), prop.only_for)
            for value in values - prop.listed if prop.listed else ():
                yield finding("value-not-listed", entity, prop.iri, short(value))
            for value in values - sound:
                faults = _faults(value)
                for rule, wanted in faults:
                    yield finding(rule, entity, prop.iri, short(value), wanted)
                if not faults:
                    sound.add(value)


def _is_blank(term: object) -> bool:
    return isinstance(term, ox.BlankNode)


def _misclassified(entity: str, kind: _Kind, labels: Set[Term] | tuple[()]) -> Iterator[Finding]:
    """What is wrong with the classes of a thing, or with its names."""
    if not kind.closure:
        yield finding("no-class", entity, RDF.type.value)
    for name in kind.undeclared:
        yield finding("undeclared-class", entity, RDF.type.value, curie(name))
    if kind.unsaid:
        yield finding("superclass-not-said", entity, RDF.type.value, kind.unsaid)
    if kind.is_named and entity.startswith(_HOME):
        languages = {label.language for label in labels if isinstance(label, ox.Literal)}
        for missing in {"sv", "en"} - languages:
            yield finding("label-missing", entity, SKOS.prefLabel.value, f"'{missing}'")


@dataclass(frozen=True, eq=False)
class _Kind:
    """What holds for all things of the same classes."""

    closure: Set[Term]
    undeclared: Sequence[str]
    unsaid: str
    is_named: bool

    @classmethod
    def of(cls, said: Set[Term]) -> _Kind:
        types = terms.values(_WORDS, RDF.type)
        nodes = (one for one in said if isinstance(one, ox.NamedNode))
        classes = [one for one in nodes if OWL.Class in types.get(one, ())]
        closure = {*said, *(above for one in classes for above in terms.superclasses(one))}
        unsaid = ", ".join(sorted(curie(iri(one)) for one in closure - said))
        is_named = bool(said - _NAMELESS) and NHV.Citation not in said
        return cls(closure, sorted(map(iri, said - _declared())), unsaid, is_named)


class _Property(NamedTuple):
    """What the ontology says of a property of things of some classes.

    Classes that have it are ``only_for``, if these do not; its values are ``listed``, if they are.
    """

    iri: str
    declared: bool
    only_for: str
    listed: Set[Term]

    @classmethod
    def of(cls, prop: ox.NamedNode, kind: _Kind) -> _Property:
        domain = {
            one
            for name in (RDFS.domain, SCHEMA.domainIncludes)
            for one in terms.values(_WORDS, name).get(prop, ())
        }
        wanted = sorted(map(curie, map(iri, domain))) if domain.isdisjoint(kind.closure) else ()
        schemes = set(terms.values(_WORDS, NHV.valuesFrom).get(prop, ()))
        members = terms.values("schemes.ttl", SKOS.inScheme).items() if schemes else ()
        listed = {one for one, of in members if not schemes.isdisjoint(of)}
        return cls(prop.value, prop in _declared(), " or ".join(wanted), listed)


@cache
def _declared() -> frozenset[ox.NamedNode]:
    """All terms that the project uses."""
    vocabularies = (value for value in vars(terms).values() if isinstance(value, Vocabulary))
    return frozenset(term for vocabulary in vocabularies for term in vocabulary)


def _faults(value: object) -> list[tuple[str, str]]:
    """By which rules a value that is no thing of the graph is wrong, and what was wanted."""
    if not isinstance(value, ox.Literal):
        if isinstance(value, ox.NamedNode):
            return [("dangling-reference", "")] if value.value.startswith(_HOME) else []
        return [("blank-node", "")]
    text = value.value
    bare = text.strip(_BLANKS)
    found = [] if bare else [("empty-text", "")]
    if bare and bare != text:
        found.append(("blank-ends", ""))
    if value.language:
        return found
    datatype = value.datatype.value
    if not _is_well_typed(value, text, datatype):
        found.append(("ill-typed", curie(datatype)))
    elif text in _PLACEHOLDERS and datatype in _DATES:
        found.append(("placeholder-date", ""))
    return found


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


_PERSON = f"{BASE}id/person/"
_NAMES = (SKOS.prefLabel, SKOS.altLabel)
_PART = re.compile(r"\w+")
_OWN = frozenset({PEOPLE_GRAPH, *ALWAYS})


def graph_faults(resolved: Resolved, said: Iterable[Statement]) -> Iterator[Finding]:
    """What is wrong with the named graphs that the resolved one follows from."""
    people: list[Statement] = []
    others: list[Statement] = []
    for statement in said:
        (people if statement.graph_name == PEOPLE_GRAPH else others).append(statement)
    for graph in {statement.graph_name for statement in others} - _OWN:
        if NHV.Source not in resolved.get(graph, {}).get(RDF.type, ()):
            yield finding("unknown-graph", graph.value, RDF.type.value)
    subjects, values = {s.subject for s in others}, {s.object for s in others}
    persons = set(filter(_is_person, (*subjects, *values)))
    for subject, predicate, value, _ in others if persons or NHV.Person in values else ():
        is_one = value == NHV.Person and predicate == RDF.type
        if is_one or subject in persons or value in persons:
            yield finding("person-outside-people", iri(subject), predicate.value, short(value))
    texts = {value.value for value in values if isinstance(value, Literal)}
    telling = _telling(texts, {name for name in _names(people) if " " in name})
    known = {iri(s.subject).removeprefix(_PERSON) for s in people if _is_person(s.subject)}
    naming = _telling(set(map(iri, subjects)), {slug for slug in known if "-" in slug})
    for subject, predicate, value, _ in others if telling or naming else ():
        if isinstance(value, Literal) and value.value in telling:
            yield finding("name-of-a-person in a text", iri(subject), predicate.value)
        if iri(subject) in naming and subject not in persons:
            naming.remove(iri(subject))
            yield finding("name-of-a-person in an identifier", iri(subject), predicate.value)


def _is_person(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(_PERSON)


def _names(people: Iterable[Statement]) -> Iterator[str]:
    """The names of persons, as their graph has them."""
    for subject, predicate, value, _ in people:
        if predicate in _NAMES and isinstance(value, Literal) and _is_person(subject):
            yield value.value


def _telling(texts: set[str], words: set[str]) -> set[str]:
    """The texts in which one of the words stands; quick where, as it should be, none does."""
    joined = "\n".join(texts)
    parts = set(_PART.findall(joined))
    present = [w for w in words if parts.issuperset(_PART.findall(w)) and w in joined]
    if not present:
        return set()
    whole = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(present))) + r")\b")
    return {text for text in texts if whole.search(text)}

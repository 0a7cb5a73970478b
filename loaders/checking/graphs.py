"""What named graphs may hold: each a source's own words, and persons only in the graph of persons.

Names of persons vanish with that one graph (``PRIVACY.md``): no other says anything of a person,
and none tells a name in a text or an identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from loaders.checking.findings import Finding, iri, short
from loaders.checking.lint import finding
from loaders.resolution.views import ALWAYS
from loaders.statements import Resolved, Statement
from ontology.terms import BASE, NHV, PEOPLE_GRAPH, RDF, SKOS

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

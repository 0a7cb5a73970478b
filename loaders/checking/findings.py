"""What shapes and queries find in the graph, before it is led back to a curated file.

SHACL: the resolved graph against ``ontology/shapes.ttl``.  The validator is the ``shacl`` package
(Rust): on this graph about fifty times as fast as pySHACL, with the same results on every shape,
which a test proves shape by shape.

Queries: one SELECT per rule in ``ontology/checks``, each row a violation.  A rule is a file
``<nn>-<name>-violation.rq``.  Its rows are ``?entity ?property ?value``; its first lines say how
severe it is, what is wrong, why that matters and what to do::

    # severity: error
    # Problem: A supply relation has the same supplier and receiver
    # Why: Nobody is his own supplier; …
    # Fix: correct supplier or receiver

What needs more than one comparison is quick as a query and slow as a shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import pyoxigraph as ox
import shacl

from loaders.statements import Resolved
from ontology.terms import PREFIXES, RDF, SH, curie, ontology_files

Severity: TypeAlias = Literal["error", "warn"]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with one entity, found by a shape, a query or a Python rule.

    The entity is an IRI (what else it is, as text); property and value, which is short, may be
    empty.
    """

    rule: str
    severity: Severity
    entity: str
    property: str
    value: str
    what: str
    remedy: str


def short(term: object) -> str:
    """A term as a message shows it: ``area:dysmeli``, texts in quotes, nothing for None."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return curie(term.value)
    if isinstance(term, ox.Literal):
        return f"'{term.value}'" if len(term.value) <= 80 else f"'{term.value[:77]}…'"
    return str(term)


def iri(term: object) -> str:
    """The IRI of a term without brackets; of other terms their text; empty for None."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


PLACE = ontology_files()[0].with_name("shapes.ttl")
"""The file of the shapes."""


def validate(data: str, shapes: Path = PLACE) -> list[Finding]:
    """What violates a shape in a graph, given as Turtle; ValueError if the shapes cannot be read.

    Nothing is inferred.
    """
    compiled, messages = _compiled(shapes)
    report = compiled.validate_text(data, format="turtle")
    return [_finding(result, messages) for result in report.results]


def _finding(result: shacl.Result, messages: Mapping[str, str]) -> Finding:
    shape = iri(_term(result.source_shape))
    what, _, remedy = messages.get(shape, "").partition("; ")
    return Finding(
        rule=shape.rpartition("#")[2],
        severity="error" if result.severity == "Violation" else "warn",
        entity=iri(_term(result.focus_node)),
        property=iri(_term(result.path)),
        value=short(_term(result.value)),
        what=what or f"It violates {result.component.removesuffix('ConstraintComponent')}",
        remedy=remedy or f"see {short(_term(result.source_shape))} in ontology/{PLACE.name}",
    )


@cache
def _compiled(path: Path) -> tuple[shacl.Shapes, Mapping[str, str]]:
    """The shapes, ready to use, and the English message of each."""
    text = path.read_text(encoding="utf-8")
    compiled = shacl.Shapes.from_turtle(text)
    if not len(compiled):
        raise ValueError(f"{path} holds no shapes; validating would prove nothing")
    messages = {
        quad.subject.value: quad.object.value
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)
        if quad.predicate == SH.message
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and quad.object.language == "en"
    }
    return compiled, messages


def _term(text: str | None) -> ox.NamedNode | ox.Literal | str | None:
    """A term of a report, which gives them in N-Triples syntax."""
    if text is None:
        return None
    line = f"<urn:x> <urn:x> {text} ."
    try:
        parsed = next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))).object
    except SyntaxError:  # a property path that is more than one property
        return text
    return parsed if isinstance(parsed, ox.NamedNode | ox.Literal) else text


FOLDER = ontology_files()[0].with_name("checks")
"""The folder of the rules."""

_FIELD = re.compile(r"# ([A-Za-z]+(?: \([a-z]{2}\))?): (.+)")
_TERM = re.compile(r"\b([a-z-]+):(\w+)")
_SEVERITIES: dict[str, Severity] = {"error": "error", "warn": "warn"}


@dataclass(frozen=True)
class Rule:
    """A rule: the name of its file without number and suffix, its header, and its query.

    The query names the ``terms``, looks for the properties and classes among them, and for no
    others.
    """

    name: str
    severity: Severity
    problem: str
    why: str
    fix: str
    query: str
    terms: frozenset[ox.NamedNode]


@cache
def rules(folder: Path = FOLDER) -> tuple[Rule, ...]:
    """Read the rules of a folder; ValueError if a file lacks one of the lines of the header."""
    return tuple(_rule(path) for path in sorted(folder.glob("*-violation.rq")))


def violations(resolved: Resolved) -> Iterator[Finding]:
    """What violates a rule in the resolved graph."""
    terms = frozenset.union(*(rule.terms for rule in rules()))
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(subject, predicate, value)
        for subject, properties in resolved.items()
        for predicate, values in properties.items()
        if predicate in terms
        for value in (values if predicate != RDF.type else values & terms)
    )
    for rule in rules():
        solutions = store.query(rule.query)
        assert isinstance(solutions, ox.QuerySolutions)
        for solution in solutions:
            entity, name, value = (solution[each] for each in ("entity", "property", "value"))
            concerned = iri(entity), iri(name), short(value)
            yield Finding(rule.name, rule.severity, *concerned, rule.problem, rule.fix)


def header(path: Path, names: Sequence[str]) -> dict[str, str]:
    """The texts of the first lines of a rule by name: ``# name: text``, with further lines.

    Raises ValueError if one of the names is lacking.
    """
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    lines = re.sub(r"\n#   ", " ", head).splitlines()
    said = {match[1]: match[2] for line in lines if (match := _FIELD.fullmatch(line))}
    if missing := [name for name in names if name not in said]:
        wanted = ", ".join(f"'# {name}: …'" for name in missing)
        raise ValueError(f"{path.name} lacks {wanted}; begin it like its neighbours")
    return said


def _rule(path: Path) -> Rule:
    said = header(path, ("severity", "Problem", "Why", "Fix"))
    if said["severity"] not in _SEVERITIES:
        raise ValueError(f"{path.name} lacks '# severity: …'; begin it like its neighbours")
    name, query = re.sub(r"^\d+-|-violation$", "", path.stem), path.read_text(encoding="utf-8")
    severity = _SEVERITIES[said["severity"]]
    terms = frozenset(
        ox.NamedNode(PREFIXES[match[1]] + match[2])
        for match in _TERM.finditer(query)
        if match[1] in PREFIXES
    )
    texts = said["Problem"], said["Why"], said["Fix"]
    return Rule(name, severity, *texts, query, terms | {RDF.type})

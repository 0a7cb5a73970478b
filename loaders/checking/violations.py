"""Violation queries: one SELECT per rule in ``ontology/checks``, each row a violation.

A rule is a file ``<nn>-<name>-violation.rq``.  Its rows are ``?entity ?property ?value``;
its first lines say how severe it is, what is wrong, why that matters and what to do::

    # severity: error
    # Problem: A supply relation has the same supplier and receiver
    # Why: Nobody is his own supplier; …
    # Fix: correct supplier or receiver

What needs more than one comparison is quick as a query and slow as a shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from loaders.checking.findings import Finding, Severity, iri, short
from loaders.statements import Resolved
from ontology.terms import PREFIXES, RDF, ontology_files

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

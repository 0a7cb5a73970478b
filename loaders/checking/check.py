"""Check a dataset: shapes, rules and words; every finding points to a curated file.

Several validators, one report.  :mod:`loaders.checking.findings` validates the resolved graph by
``ontology/shapes.ttl`` and runs the queries of ``ontology/checks``, :mod:`loaders.checking.lint`
reads every resolved statement and the named graphs.  They speak of entities; here each entity is
led back to the file and line where a curator wrote it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from loaders.checking.findings import Finding, validate, violations
from loaders.checking.lint import graph_faults, lint
from loaders.problems import Place, Problem
from loaders.statements import Resolved, Statement, as_turtle, nodes
from ontology.terms import BIBO, NHV, PROV, RDF, SKOS, curie

# Derived things have no place of their own; what they are about, or come from, has one.
_LEADS = (NHV.about, PROV.entity, NHV.area, PROV.hadPrimarySource)
_NOWHERE = Place("(derived)")
# Properties that curators write under another name than their own, or not at all.
_FIELDS = {
    SKOS.prefLabel.value: "sv, en",
    SKOS.altLabel.value: "printed",
    BIBO.locator.value: "lines",
    PROV.qualifiedPrimarySource.value: "lines",
    PROV.hadPrimarySource.value: "-",
    RDF.type.value: "-",
}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class CheckReport:
    """What stops a build and what does not, by file and line; numbers of findings by rule."""

    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def check(resolved: Resolved, said: Iterable[Statement], where: Mapping[str, Place]) -> CheckReport:
    """Check what the default graph and the named graphs say.

    Entities are led back to their curated places, ``where``, by IRI.
    """
    # Shapes and rules work outside Python for the most part, so that all go on at once.
    with ThreadPoolExecutor(2, "validator") as beside:
        shapes = beside.submit(validate, as_turtle(resolved))
        rules = beside.submit(list, violations(resolved))
        by_word = [*lint(resolved), *graph_faults(resolved, said)]
        by_shape, by_rule = shapes.result(), rules.result()
    known = {(found.entity, found.property, found.severity) for found in by_shape}
    # Where a shape and a rule say the same of the same property, once is enough.
    others = (*by_rule, *by_word)
    more = (f for f in others if (f.entity, f.property, f.severity) not in known)
    findings = [*by_shape, *more]
    places = _places(resolved, where, {finding.entity for finding in findings})
    return CheckReport(
        errors=_problems((f for f in findings if f.severity == "error"), places),
        warnings=_problems((f for f in findings if f.severity == "warn"), places),
        counts=dict(Counter(finding.rule for finding in findings).most_common()),
    )


def _problems(findings: Iterable[Finding], places: Mapping[str, Place]) -> tuple[Problem, ...]:
    problems = set()
    for found in findings:
        what = ": ".join(filter(None, (found.what, curie(found.entity), found.value)))
        place = places.get(found.entity, _NOWHERE)
        problems.add(Problem(place, _field(found.property), what, found.remedy))
    return tuple(sorted(problems))


def _field(name: str) -> str:
    """The field that a property is written in: ``nhv:validFrom`` is ``valid_from``."""
    if name in _FIELDS:
        return _FIELDS[name]
    local = re.split(r"[#/]", name)[-1]
    return _HUMP.sub("_", local).lower() if local else "-"


def _places(resolved: Resolved, where: Mapping[str, Place], entities: set[str]) -> dict[str, Place]:
    """The place of each entity: its own, else that of what it is about or comes from."""
    places = {entity: where[entity] for entity in entities if entity in where}
    for entity in entities - places.keys():
        properties = resolved.get(NamedNode(entity), {}) if ":" in entity else {}
        leads = (sorted(value.value for value in nodes(properties, name)) for name in _LEADS)
        known = (target for targets in leads for target in targets if target in where)
        if (target := next(known, None)) is not None:
            places[entity] = where[target]
    return places

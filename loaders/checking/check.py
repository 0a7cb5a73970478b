"""Check a dataset: shapes, rules and words; every finding points to a curated file.

Three validators, one report.  :mod:`loaders.checking.shapes` validates the resolved graph against
``ontology/shapes.ttl``, :mod:`loaders.checking.violations` runs the queries of ``ontology/checks``,
:mod:`loaders.checking.lint` compares the data with the ontology.  They speak of entities; here each
entity is led back to the file and line where a curator wrote it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pyoxigraph as ox

from loaders.checking.findings import Finding
from loaders.checking.lint import lint
from loaders.checking.shapes import validate
from loaders.checking.violations import violations
from loaders.problems import Place, Problem
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


def check(quads: Sequence[ox.Quad], where: Mapping[str, Place]) -> CheckReport:
    """Check a dataset: the resolved graph as default graph, and the named ones.

    Args:
        quads: The dataset.
        where: The curated place of every entity, by IRI.

    Example:
        >>> check([], {}).errors
        ()
    """
    resolved = [quad for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)]
    # Shapes and rules work outside Python for the most part, so that all three go on at once.
    with ThreadPoolExecutor(2, "validator") as beside:
        shapes, rules = beside.submit(validate, resolved), beside.submit(_by_rule, quads)
        by_word = list(lint(quads))
        by_shape, by_rule = shapes.result(), rules.result()
    known = {(finding.entity, finding.property) for finding in by_shape}
    # Where a shape and a rule say the same of the same property, once is enough.
    more = [finding for finding in by_rule if (finding.entity, finding.property) not in known]
    findings = [*by_shape, *more, *by_word]
    places = _places(resolved, where, {finding.entity for finding in findings})
    return CheckReport(
        errors=_problems((f for f in findings if f.severity == "error"), places),
        warnings=_problems((f for f in findings if f.severity == "warn"), places),
        counts=dict(Counter(finding.rule for finding in findings).most_common()),
    )


def _by_rule(quads: Sequence[ox.Quad]) -> list[Finding]:
    """What the rules find."""
    store = ox.Store()
    store.bulk_extend(quads)
    return list(violations(store))


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


def _places(
    resolved: Iterable[ox.Quad], where: Mapping[str, Place], entities: set[str]
) -> dict[str, Place]:
    """The place of each entity: its own, else that of what it is about or comes from."""
    places = {entity: where[entity] for entity in entities if entity in where}
    homeless = entities - places.keys()
    if not homeless:
        return places
    leads: dict[str, tuple[int, str]] = {}
    for quad in resolved:
        subject, value = quad.subject, quad.object
        if (
            quad.predicate in _LEADS
            and isinstance(subject, ox.NamedNode)
            and isinstance(value, ox.NamedNode)
            and subject.value in homeless
            and value.value in where
        ):
            lead = (_LEADS.index(quad.predicate), value.value)
            leads[subject.value] = min(lead, leads.get(subject.value, lead))
    return places | {entity: where[target] for entity, (_, target) in leads.items()}

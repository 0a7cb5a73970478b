"""Running the checks of the ontology over its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.release.ontology_changes import FOLDER, PARTS, parts, read
from loaders.checking.findings import iri, short
from tests.quality.catalogue import Check, catalogue


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with the ontology.

    Attributes:
        check: The check that found it.
        entity: The IRI of the term, value, shape or ontology.
        property: The IRI of the property concerned; empty if none.
        value: The offending value, short; empty if something is missing.
    """

    check: Check
    entity: str
    property: str
    value: str


@dataclass(frozen=True)
class Report:
    """What the checks found.

    Attributes:
        checks: All checks that ran, by name.
        findings: What they found, by check and term.
        statements: How many statements were checked.
    """

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    statements: int

    @property
    def counts(self) -> Mapping[str, int]:
        """Findings by the name of the check, 0 for a check that found none."""
        found = Counter(finding.check.name for finding in self.findings)
        return {check.name: found[check.name] for check in self.checks}

    @property
    def failed(self) -> bool:
        """Whether a finding is an ERROR."""
        return any(finding.check.severity == "ERROR" for finding in self.findings)


def check_ontology(folder: Path = FOLDER) -> Report:
    """Check an ontology.

    Args:
        folder: The folder of its files: ``nhv.ttl``, ``schemes.ttl``, ``alignments.ttl`` and
            ``shapes.ttl``. That one is missing is a finding.

    Returns:
        What is wrong with it.

    Raises:
        ValueError: If there is no ontology, or a file is no Turtle.

    Example:
        >>> check_ontology().failed
        False
    """
    return check_parts({path.name: read(path) for path in parts(folder)})


def check_parts(triples: Mapping[str, Iterable[ox.Triple]]) -> Report:
    """Check an ontology that is in memory.

    Args:
        triples: What each file says, by the file's name.

    Returns:
        What is wrong with it.
    """
    store = ox.Store()
    for name, said in triples.items():
        graph = PARTS[name]
        store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in said)
    checks = catalogue()
    findings = tuple(finding for check in checks for finding in _findings(store, check))
    return Report(checks, findings, len(store))


def _findings(store: ox.Store, check: Check) -> Iterator[Finding]:
    """Run a check; its rows in an order that is the same on every machine."""
    solutions = store.query(check.query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    rows = {(iri(row["entity"]), iri(row["property"]), _value(row["value"])) for row in solutions}
    for entity, said, value in sorted(rows):
        yield Finding(check, entity, said, value)


def _value(term: object) -> str:
    """A value as a message shows it, with its language."""
    if isinstance(term, ox.BlankNode):  # its name is another one at every reading
        return "[…]"
    mark = f"@{term.language}" if isinstance(term, ox.Literal) and term.language else ""
    return short(term) + mark

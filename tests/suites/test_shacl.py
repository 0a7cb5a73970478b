"""The W3C's suite of SHACL core, validated as the curated graph is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, serialize

from loaders.checking.findings import iri, short, validate
from tests.suites.differences import unlisted
from tests.suites.manifests import PYSHACL, Node, Said, read, suite

pytestmark = [pytest.mark.slow, pytest.mark.trust]

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_SH = "http://www.w3.org/ns/shacl#"
_SHT = "http://www.w3.org/ns/shacl-test#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

Told = Counter[tuple[str, str, str, str]]
"""Results: entity, property, value and severity of each."""


def every() -> Iterator[tuple[str, Said, Node]]:
    """The tests: name, what its file says, and the node of the test there."""
    root = suite(PYSHACL, "test/resources/sht_tests/core")
    for manifest in sorted(root.glob("*/manifest.ttl")):
        for included in Said(manifest).included(f"{_MF}include"):
            said = Said(included)
            for node in said.subjects.get((f"{_RDF}type", f"{_SHT}Validate"), ()):
                yield f"{manifest.parent.name}/{node.value.rpartition('/')[2]}", said, node


def expected(said: Said, report: Node) -> Told:
    """What a report of the suite says."""
    found: Told = Counter()
    for result in said.all(report, f"{_SH}result"):
        assert isinstance(result, Node)
        one = {
            name: said.one(result, f"{_SH}{name}")
            for name in ("focusNode", "resultPath", "value", "resultSeverity")
        }
        path = one["resultPath"]
        severity = one["resultSeverity"]
        found[
            named(iri(one["focusNode"])),
            path.value if isinstance(path, NamedNode) else "",
            named(short(one["value"])),
            "error" if severity is None or severity.value == f"{_SH}Violation" else "warn",
        ] += 1
    return found


def named(text: str) -> str:
    """A name, that of a blank node left out, which is another in each report."""
    return "_:" if text.startswith("_:") else text


def found(data: Path, shapes: Path, place: Path) -> Told:
    """What this package finds in a file of data, by a file of shapes."""
    written = place / "shapes.ttl"
    triples = (quad.triple for quad in read(shapes))
    written.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    told: Told = Counter()
    text = serialize((quad.triple for quad in read(data)), format=RdfFormat.N_TRIPLES) or b""
    for finding in validate(text.decode(), written):
        is_name = finding.property and not finding.property.startswith(("_:", "<", "(", "^"))
        told[
            named(finding.entity),
            finding.property if is_name else "",
            named(finding.value),
            finding.severity,
        ] += 1
    return told


def test_a_graph_has_the_findings_that_the_suite_expects(tmp_path: Path) -> None:
    """What is found wrong, of which property and value, is what the suite finds."""
    different = {}
    tried = list(every())
    for number, (name, said, node) in enumerate(tried):
        action, report = said.one(node, f"{_MF}action"), said.one(node, f"{_MF}result")
        assert isinstance(action, Node)
        assert isinstance(report, NamedNode | BlankNode)
        data, shapes = (
            Path(
                str(getattr(said.one(action, f"{_SHT}{which}"), "value", "")).removeprefix(
                    "file://"
                )
            )
            for which in ("dataGraph", "shapesGraph")
        )
        place = tmp_path / str(number)
        place.mkdir()
        refused = report.value == f"{_SHT}Failure"
        try:
            ours = found(data, shapes, place)
            if refused or ours != expected(said, report):
                different[name] = f"{dict(ours)} and not {dict(expected(said, report))}"
        except ValueError as error:
            if not refused:
                different[name] = str(error) or "refused"
    assert len(tried) >= 98, "the suite is not read whole; mend every()"
    told = unlisted("shacl", different, [name for name, _, _ in tried])
    assert not told, told

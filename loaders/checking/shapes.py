"""SHACL: the resolved graph against ``ontology/shapes.ttl``.

The validator is the ``shacl`` package (Rust): on this graph about fifty times as fast
as pySHACL, with the same results on every shape, which a test proves shape by shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import shacl

from loaders.checking.findings import Finding, iri, short
from ontology.terms import SH, ontology_files

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

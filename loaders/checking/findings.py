"""What a check finds in the graph, before it is led back to a curated file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import pyoxigraph as ox

from ontology.terms import curie

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

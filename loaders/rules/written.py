"""Between which days a source was written (rule reading).

A source certainly existed on the last day that its date can mean, and on the day on which it was
read.  It cannot have been written before the first day that its date can mean, before the day that
a curator gives, or, where it has no date, before a decision that it tells of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import NamedNode

from loaders.rules.days import Span, earliest, latest, span_of
from loaders.statements import Statements, Term
from ontology.terms import NHV, RDF

# What a source tells of these has happened when it is written.
_PAST = ((NHV.Decision, NHV.date), (NHV.Permit, NHV.decidedOn))


def exists_from(source: Mapping[NamedNode, Iterable[Term]]) -> date | None:
    """The day by which a source certainly existed: that of its date or of its reading."""
    return earliest(span_of(source, name).latest for name in (NHV.date, NHV.readOn))


def written(statements: Statements) -> dict[NamedNode, Span]:
    """When each source was written, as far as it can be told from what all sources say.

    For each the day before which it cannot have been, and the day by which it certainly existed.
    """
    told: dict[NamedNode, date | None] = defaultdict(lambda: None)
    sources = {}
    for node, properties in statements.items():
        classes = properties.get(RDF.type, {})
        if NHV.Source in classes:
            sources[node] = properties
        for prop in (prop for rdf_class, prop in _PAST if rdf_class in classes):
            for value, graphs in properties.get(prop, {}).items():
                first = span_of({prop: (value,)}, prop).earliest
                for graph in graphs:
                    told[graph] = latest((told[graph], first))
    found = {}
    for node, properties in sources.items():
        dated, by = span_of(properties, NHV.date), exists_from(properties)
        by_its_facts = None if dated.is_known else told[node]
        curated = span_of(properties, NHV.notBefore).earliest
        floor = latest((dated.earliest, curated, by_its_facts))
        found[node] = Span(floor and earliest((floor, by)), by)
    return found

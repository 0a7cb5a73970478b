"""The notice that goes with the names of persons: in their graph, so that both come and go.

Every form of RDF that holds the names holds it, too, and a build without persons has neither.
``PRIVACY.md`` says the same at length.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from loaders.facts.writer import TABLES, text
from loaders.statements import Statement
from ontology.terms import DCTERMS, PEOPLE_GRAPH, PEOPLE_REGISTER

_LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")


def notice(asserted: Iterable[Statement]) -> list[Statement]:
    """The notice and the licence of what curated files assert; none if there are no persons."""
    if all(one.graph_name != PEOPLE_GRAPH for one in asserted):
        return []
    words = TABLES["notice"]
    said = [(DCTERMS.rights, text(words[lang], lang)) for lang in ("sv", "en")]
    return [
        *(Statement(PEOPLE_REGISTER, name, value, PEOPLE_GRAPH) for name, value in said),
        Statement(PEOPLE_REGISTER, DCTERMS.license, _LICENCE, PEOPLE_GRAPH),
    ]

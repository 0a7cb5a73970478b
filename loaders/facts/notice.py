"""The notice that goes with the names of persons: in their graph, so that both come and go.

Every form of RDF that holds the names holds it, too, and a build without persons has neither.
``PRIVACY.md`` says the same at length.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from loaders.facts.writer import text
from loaders.statements import Statement
from ontology.terms import DCTERMS, PEOPLE_GRAPH, PEOPLE_REGISTER

_LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_SV = (
    "Registret har namn på personer i offentliga roller, så som myndigheter, regioner och andra "
    "offentliga organ själva har publicerat dem; källan står vid varje uppgift. Ändamålet är "
    "forskning och insyn i nationell högspecialiserad vård, grunden ett berättigat intresse "
    "(dataskyddsförordningen artikel 6.1 f). En licens ersätter ingen rättslig grund: den som "
    "använder namnen svarar för sin användning. Den som är namngiven kan få uppgifter rättade, "
    "invända eller bli borttagen genom ett ärende “privacy request” i projektets förråd; se "
    "PRIVACY.md. Behövs inte namnen, använd grafen utan dem: nhv build --without-people."
)
_EN = (
    "This register has names of persons in public roles, as authorities, regions and other public "
    "bodies have published them themselves; each has its source. The purpose is research on and "
    "transparency of national highly specialised care, the basis a legitimate interest (GDPR "
    "Article 6(1)(f)). A licence replaces no legal basis: whoever uses the names answers for that "
    "use. Whoever is named may have it corrected, object or be removed by an issue “privacy "
    "request” in the project's repository; see PRIVACY.md. Where names do not matter, use the "
    "graph without them: nhv build --without-people."
)


def notice(asserted: Iterable[Statement]) -> list[Statement]:
    """The notice and the licence of what curated files assert; none if there are no persons."""
    if all(one.graph_name != PEOPLE_GRAPH for one in asserted):
        return []
    said = ((DCTERMS.rights, text(_SV, "sv")), (DCTERMS.rights, text(_EN, "en")))
    return [
        Statement(PEOPLE_REGISTER, predicate, value, PEOPLE_GRAPH)
        for predicate, value in (*said, (DCTERMS.license, _LICENCE))
    ]

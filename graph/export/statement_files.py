"""Statements for other programs: Turtle, JSON-LD, RDF/XML, N-Triples, each in one order.

They are given in the order of their texts (``key=str``), so that whoever writes several forms
sorts once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from io import BytesIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from loaders.publishing.canonical_turtle import turtle
from ontology import terms


def jsonld(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Statements as JSON-LD 1.1 with prefixes of the reader's, a thing on each line, sorted.

    Example:
        >>> ada = NamedNode("https://example.org/ada")
        >>> jsonld([Triple(ada, terms.RDF.type, ada)], {}).decode().splitlines()[1]
        '{"@id": "https://example.org/ada", "@type": ["https://example.org/ada"]}'
    """
    ordered = list(triples)
    # An IRI whose scheme is one of the prefixes (geo:59.3,18.1) would be read as a short name.
    iris = {t.value for s, _, o in ordered for t in (s, o) if isinstance(t, NamedNode)}
    schemes = {iri.partition(":")[0] for iri in iris}
    context = {
        prefix: {"@id": iri, "@prefix": True}
        for prefix, iri in prefixes.items()
        if prefix not in schemes
    }

    @cache
    def named(term: object) -> str:
        """The short name of a thing, or its whole IRI where that would be read otherwise."""
        if not isinstance(term, NamedNode):
            return str(term)
        short = terms.curie(term.value)
        return term.value if short.partition(":")[0] in schemes else short

    nodes: dict[str, dict[str, list[object]]] = {}
    for subject, prop, value in ordered:
        said = nodes.setdefault(named(subject), {})
        if prop == terms.RDF.type:
            said.setdefault("@type", []).append(named(value))
        else:
            told = _literal(value) if isinstance(value, Literal) else {"@id": named(value)}
            said.setdefault(named(prop), []).append(told)
    write = json.JSONEncoder(ensure_ascii=False).encode
    graph = ",\n".join(write({"@id": name, **nodes[name]}) for name in sorted(nodes))
    return f'{{"@context": {write(context)}, "@graph": [\n{graph}\n]}}\n'.encode()


def _literal(term: Literal) -> dict[str, str]:
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == terms.XSD.string:
        return {"@value": term.value}
    return {"@value": term.value, "@type": terms.curie(term.datatype.value)}


def rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Statements as RDF/XML."""
    out = BytesIO()
    serialize(triples, out, format=RdfFormat.RDF_XML, prefixes=dict(prefixes))
    return out.getvalue()


def ntriples(triples: Iterable[Triple], _: Mapping[str, str]) -> bytes:
    """Statements as N-Triples, sorted; prefixes, which other forms take, have no use in it."""
    return lines(triples, RdfFormat.N_TRIPLES)


def lines(statements: Iterable[Triple] | Iterable[Quad], form: RdfFormat) -> bytes:
    """Statements in a form that has one on each line, sorted."""
    written = serialize(statements, format=form)
    assert written is not None
    return b"".join(sorted(written.splitlines(keepends=True)))


FORMS: Mapping[str, Callable[[Iterable[Triple], Mapping[str, str]], bytes]] = {
    "ttl": turtle, "jsonld": jsonld, "rdf": rdf_xml, "nt": ntriples,
}  # fmt: skip
"""The forms of triples, by suffix."""

"""Statements for other programs: Turtle, JSON-LD, RDF/XML, N-Triples, each in one order.

JSON-LD is written directly, since a site has thousands of such files: the bytes are those of
``json.dumps(…, ensure_ascii=False, indent=1)``, which indents in Python and takes three times as
long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from loaders.publishing.canonical_turtle import turtle
from ontology import terms

_TYPE = '"@type"'


def jsonld(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Statements as JSON-LD 1.1 with prefixes of the reader's, a node per thing, sorted.

    Example:
        >>> ada = NamedNode("https://example.org/ada")
        >>> jsonld([Triple(ada, terms.RDF.type, ada)], {}).decode().splitlines()[4:6]
        ['   "@id": "https://example.org/ada",', '   "@type": [']
    """
    ordered = sorted(triples, key=str)
    # An IRI whose scheme is one of the prefixes (geo:59.3,18.1) would be read as a short name.
    iris = {t.value for s, _, o in ordered for t in (s, o) if isinstance(t, NamedNode)}
    schemes = {iri.partition(":")[0] for iri in iris}
    context = [
        f'  {_text(prefix)}: {{\n   "@id": {_text(iri)},\n   "@prefix": true\n  }}'
        for prefix, iri in prefixes.items()
        if prefix not in schemes
    ]
    names: dict[object, str] = {}

    def named(term: object) -> str:
        if term not in names:
            names[term] = _name(term, schemes)
        return names[term]

    nodes: dict[str, dict[str, list[str]]] = {}
    for subject, prop, value in ordered:
        properties = nodes.setdefault(named(subject), {})
        if prop == terms.RDF.type:
            properties.setdefault(_TYPE, []).append(f"    {_text(named(value))}")
        else:
            said = _literal(value) or f'     "@id": {_text(named(value))}'
            of = properties.setdefault(_text(named(prop)), [])
            of.append(f"    {{\n{said}\n    }}")
    graph = [
        "  {\n" + ",\n".join([
            f'   "@id": {_text(name)}',
            *(f"   {key}: {_listed('[', values, '   ]')}" for key, values in nodes[name].items()),
        ]) + "\n  }"
        for name in sorted(nodes)
    ]  # fmt: skip
    whole = [
        f' "@context": {_listed("{", context, " }")}', f' "@graph": {_listed("[", graph, " ]")}',
    ]  # fmt: skip
    return (_listed("{", whole, "}") + "\n").encode()


def _listed(start: str, parts: Iterable[str], end: str) -> str:
    """Parts between brackets, each on lines of its own."""
    inner = ",\n".join(parts)
    return f"{start}\n{inner}\n{end}" if inner else start + end.strip()


def _name(term: object, schemes: set[str]) -> str:
    """The short name of a thing, or its whole IRI where that would be read otherwise."""
    if not isinstance(term, NamedNode):
        return str(term)
    short = terms.curie(term.value)
    return term.value if short.partition(":")[0] in schemes else short


def _literal(term: object) -> str:
    """The fields of a text; empty for a thing."""
    if not isinstance(term, Literal):
        return ""
    value = f'     "@value": {_text(term.value)}'
    if term.language:
        return f'{value},\n     "@language": {_text(term.language)}'
    if term.datatype == terms.XSD.string:
        return value
    return f'{value},\n     "@type": {_text(terms.curie(term.datatype.value))}'


_encoder = json.JSONEncoder(ensure_ascii=False)
_text = _encoder.encode


def rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Statements as RDF/XML, sorted."""
    out = BytesIO()
    serialize(sorted(triples, key=str), out, format=RdfFormat.RDF_XML, prefixes=dict(prefixes))
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

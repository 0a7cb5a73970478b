"""Canonical Turtle and TriG: the same statements give the same bytes.

pyoxigraph writes the syntax (escapes, short forms, names); this module gives it
what a reader, a version control system and a checksum need on top: one order,
no duplicates, a prefix table of exactly the used prefixes, and an empty line
between subjects.  Graphs, subjects and predicates are sorted by IRI, the default
graph and ``a`` first; objects: IRIs, then literals by text, then language or datatype.

Two habits of pyoxigraph to know.  Language tags are lower-cased when a literal is
made (``sv-SE`` becomes ``sv-se``).  Lexical forms are written as they are
(``1.50``), but its *stores* keep values (``1.5``): where the wording matters,
use a string.

Blank nodes are refused: they have no name to sort by, and none that a citation
or a later file could refer to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

_TYPE = " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
_DEFAULT = ox.DefaultGraph()
_HEAD = re.compile(rb"(?:@prefix [^\n]*\n)*")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_STRING_OR_ESCAPED_NAME = re.compile(
    rb'"(?:[^"\\]|\\.)*"|(?<=[ \n\t^])([^ \n\t^"<:]*):((?:[^ \n\t\\]|\\.)*\\(?:[^ \n\t\\]|\\.)*)'
)
# What can stand before a prefixed name, made a space, so that one search finds it.
_BEFORE_NAME = bytes.maketrans(b"\n\t^", b"   ")


def turtle(triples: Iterable[ox.Triple | ox.Quad], prefixes: Mapping[str, str]) -> bytes:
    """Write one graph as Turtle 1.1.

    Args:
        triples: What to write, in any order; of quads, the graph name is left out.
        prefixes: Prefix to namespace; only the used ones are declared.

    Returns:
        UTF-8 text, ending in a newline; empty for an empty graph.

    Raises:
        ValueError: If a statement has a blank node.

    Example:
        >>> s = ox.NamedNode("http://example.org/a")
        >>> p = ox.NamedNode("http://example.org/p")
        >>> print(turtle([ox.Triple(s, p, s)], {"ex": "http://example.org/"}).decode(), end="")
        @prefix ex: <http://example.org/> .
        <BLANKLINE>
        ex:a ex:p ex:a .
    """
    # Turtle is TriG without graph names, so one way of writing serves both.
    return trig(
        (
            triple
            if isinstance(triple, ox.Quad) and isinstance(triple.graph_name, ox.DefaultGraph)
            else ox.Quad(triple.subject, triple.predicate, triple.object, _DEFAULT)
            for triple in triples
        ),
        prefixes,
    )


def trig(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> bytes:
    r"""Write a dataset as TriG 1.1: the default graph, then the named ones by IRI.

    Args:
        quads: What to write, in any order.
        prefixes: Prefix to namespace; only the used ones are declared.

    Returns:
        UTF-8 text, ending in a newline; empty for an empty dataset.

    Raises:
        ValueError: If a statement or a graph name has a blank node.

    Example:
        >>> a = ox.NamedNode("http://example.org/a")
        >>> text = trig([ox.Quad(a, a, a, a)], {"ex": "http://example.org/"}).decode()
        >>> text.splitlines()
        ['@prefix ex: <http://example.org/> .', '', 'ex:a {', '\tex:a ex:a ex:a .', '}']
    """
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, ox.BlankNode):
            raise ValueError(f"the graph name {graph} is a blank node; name it by an IRI")
        name = "" if isinstance(graph, ox.DefaultGraph) else graph.value
        graphs.setdefault(name, []).append(quad)
    rows = [quad for name in sorted(graphs) for quad in _in_order(graphs[name])]
    written = ox.serialize(rows, format=ox.RdfFormat.TRIG, prefixes=dict(prefixes))
    return _dress(written or b"")


def _in_order(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Sort the statements of one graph and drop duplicates.

    The sort key is the N-Quads line with its marks made small: ``a`` before every predicate,
    the end of a name or text before every longer one, IRIs before literals.  N-Quads escapes
    every control character, so those are free to stand for the marks, and different statements
    keep different keys.
    """
    keyed = {
        str(quad)
        .replace(_TYPE, " \0 ", 1)
        .replace(">", "\1")
        .replace("<", "\2")
        .replace('"', "\3"): quad
        for quad in quads
    }
    keys = sorted(keyed)
    if any("_:" in key for key in keys):
        _refuse_blank_nodes(quads)
    return [keyed[key] for key in keys]


def _refuse_blank_nodes(quads: Iterable[ox.Quad]) -> None:
    """Raise if a statement has a blank node."""
    for quad in quads:
        for term in (quad.subject, quad.object):
            if not isinstance(term, ox.NamedNode | ox.Literal):
                raise ValueError(
                    f"blank node {term} in '{quad.subject} {quad.predicate} …'; name it by an IRI"
                )


def _dress(written: bytes) -> bytes:
    r"""Sort the prefix table, keep its used rows, set subjects and graphs apart.

    Line ends inside strings are escaped, so that " .\n" ends a subject and "\n}\n" a graph.
    """
    head = _HEAD.match(written)
    table = head.group() if head else b""
    body = written[len(table) :].replace(b" .\n", b" .\n\n").replace(b"\n\n}\n", b"\n}\n\n")
    bare = _STRING.sub(b"", body)
    if b"\\" in bare:
        body = _without_escaped_names(body, table)
        bare = _STRING.sub(b"", body)
    bare = b" " + bare.translate(_BEFORE_NAME)
    rows = sorted(row for row in table.splitlines() if b" %b" % row.split(b" ")[1] in bare)
    return b"\n".join([*rows, b"", body[:-1]]) if rows else body[:-1]


def _without_escaped_names(body: bytes, table: bytes) -> bytes:
    r"""Write names such as ``area:a\.`` as full IRIs: rdflib cannot read the escape."""
    namespaces = {row.split(b" ")[1]: row.split(b" ")[2][:-1] for row in table.splitlines()}

    def full(match: re.Match[bytes]) -> bytes:
        if match.group(1) is None:
            return match.group()
        local = re.sub(rb"\\(.)", rb"\1", match.group(2))
        return namespaces[match.group(1) + b":"] + local + b">"

    return _STRING_OR_ESCAPED_NAME.sub(full, b"\n" + body)[1:]

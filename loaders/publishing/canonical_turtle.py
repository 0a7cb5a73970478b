"""Canonical Turtle and TriG: the same statements give the same bytes.

pyoxigraph writes the syntax (escapes, short forms, names); this module gives it what a reader, a
version control system and a checksum need on top: one order, no duplicates, a prefix table of
exactly the used prefixes, and an empty line between subjects.  Graphs, subjects and predicates are
sorted by IRI, the default graph and ``a`` first; objects: IRIs, then literals by text, then
language or datatype.  Blank nodes are refused: they have no name to sort by, or to refer to.

pyoxigraph lower-cases language tags when a literal is made (``sv-SE`` becomes ``sv-se``).  Lexical
forms are written as they are (``1.50``), but its *stores* keep values (``1.5``): where the wording
matters, use a string.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from loaders.statements import Graphs, Resolved, by_graph
from ontology.terms import RDF

_DEFAULT = ox.DefaultGraph()
_SMALL = bytes.maketrans(b'><"', b"\1\2\3")
_HEAD = re.compile(rb"(?:@prefix [^\n]*\n)*")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_STRING_OR_ESCAPED_NAME = re.compile(
    rb'"(?:[^"\\]|\\.)*"|(?<=[ \n\t^])([^ \n\t^"<:]*):((?:[^ \n\t\\]|\\.)*\\(?:[^ \n\t\\]|\\.)*)'
)
# What can stand before a prefixed name, made a space, so that one search finds it.
_BEFORE_NAME = bytes.maketrans(b"\n\t^", b"   ")
_NAMED = re.compile(rb" ([^ :<]*:)")
_BEGINNING = 50_000


@dataclass(frozen=True)
class Texts:
    """A dataset as published: the default graph, all graphs, and how many statements each has."""

    turtle: bytes
    trig: bytes
    triples: int
    quads: int


def turtle(triples: Iterable[ox.Triple | ox.Quad], prefixes: Mapping[str, str]) -> bytes:
    """Write one graph as Turtle 1.1 in UTF-8; of quads, the graph name is left out.

    Only the used ones of the prefixes are declared.  Raises ValueError if a statement has a blank
    node.

    Example:
        >>> s = ox.NamedNode("http://example.org/a")
        >>> p = ox.NamedNode("http://example.org/p")
        >>> print(turtle([ox.Triple(s, p, s)], {"ex": "http://example.org/"}).decode(), end="")
        @prefix ex: <http://example.org/> .
        <BLANKLINE>
        ex:a ex:p ex:a .
    """
    said: Resolved = defaultdict(lambda: defaultdict(set))
    for subject, predicate, value, *_ in triples:
        said[subject][predicate].add(value)
    body = _body(list(_in_order(said, _DEFAULT)), prefixes)
    return _headed([body], _used(body, prefixes), prefixes)


def cut(text: bytes, things: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, bytes]:
    """Cut what :func:`turtle` wrote thing by thing, without the prefix table.

    The things are all of which it says something, in any order, each once.

    Example:
        >>> a = ox.NamedNode("a:a")
        >>> cut(turtle([ox.Triple(a, a, a)], {}), [a])[a]
        b'<a:a> <a:a> <a:a> .'
    """
    body = _bare(text).removesuffix(b"\n")
    found = body.split(b"\n\n") if body else ()
    return dict(zip(sorted(things, key=_key), found, strict=True))


def joined(said: Mapping[ox.NamedNode, bytes], prefixes: Mapping[str, str]) -> bytes:
    """One graph as :func:`turtle` would write it, of what :func:`cut` gave."""
    body = b"".join(said[thing] + b"\n\n" for thing in sorted(said, key=_key))
    return _headed([body], _used(body, prefixes), prefixes)


def both(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> Texts:
    """Write the default graph as :func:`turtle` does, and everything as TriG 1.1.

    There the default graph comes first, the others by IRI.
    """
    named = by_graph(quads)
    default = ordered({_DEFAULT: named.pop(_DEFAULT, {})})
    return written(default, ordered(named), prefixes)


def named(texts: Texts, prefixes: Mapping[str, str]) -> bytes:
    """A dataset as :func:`both` writes it as TriG, without its default graph."""
    body = _bare(texts.trig)[len(_bare(texts.turtle)) :].removeprefix(b"\n") + b"\n"
    return _headed([body], _used(body, prefixes), prefixes)


def ordered(graphs: Graphs) -> list[ox.Quad]:
    """The statements of the default graph, or of named ones, in the order of writing them."""
    names = sorted(graphs, key=_name)
    return [quad for name in names for quad in _in_order(graphs[name], name)]


def written(
    default: Sequence[ox.Quad], others: Sequence[ox.Quad], prefixes: Mapping[str, str]
) -> Texts:
    """Write statements that are in order, of the default graph and of the others."""
    resolved, named = _body(default, prefixes), _body(others, prefixes)
    used = _used(resolved, prefixes)
    more = _used(named, prefixes.keys() - used)
    return Texts(
        turtle=_headed([resolved], used, prefixes),
        trig=_headed([resolved, named], used | more, prefixes),
        triples=len(default),
        quads=len(default) + len(others),
    )


def _name(graph: object) -> str:
    if isinstance(graph, ox.BlankNode):
        raise ValueError(f"the graph name {graph} is a blank node; name it by an IRI")
    return graph.value if isinstance(graph, ox.NamedNode) else ""


def _in_order(said: Resolved, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    """The statements of one graph; in a named one ``rdf:type`` is first among objects, too."""
    type_first, is_named = cache(_type_first), graph != _DEFAULT
    # A quad that is told no graph is made in a third of the time.
    of_value, name = (_type_first, (graph,)) if is_named else (_key, ())
    for subject in sorted(said, key=_key):
        properties = said[subject]
        for predicate in sorted(properties, key=type_first):
            values = properties[predicate]
            for value in values if len(values) == 1 else sorted(values, key=of_value):
                yield ox.Quad(subject, predicate, value, *name)


def _key(term: object) -> bytes:
    """The term in N-Triples with its marks made small, to sort by.

    The end of a name or text comes before every longer one, and IRIs before literals.  N-Triples
    escape every control character, so that different terms keep different keys.
    """
    return str(term).encode().translate(_SMALL)


def _type_first(term: object) -> bytes:
    return b"" if term == RDF.type else _key(term)


def _refuse_blank_nodes(statements: Iterable[ox.Quad]) -> None:
    """Raise if a statement has a blank node."""
    for statement in statements:
        for term in (statement.subject, statement.object):
            if not isinstance(term, ox.NamedNode | ox.Literal):
                raise ValueError(
                    f"blank node {term} in '{statement.subject} {statement.predicate} …'; "
                    "name it by an IRI"
                )


def _body(rows: Sequence[ox.Quad], prefixes: Mapping[str, str]) -> bytes:
    r"""Write statements in their order, without the prefix table, an empty line after each subject.

    Line ends inside strings are escaped, so that " .\n" ends a subject and "\n}\n" a graph.
    """
    written = ox.serialize(rows, format=ox.RdfFormat.TRIG, prefixes=dict(prefixes)) or b""
    if b"_:" in written:  # also in a text, by chance
        _refuse_blank_nodes(rows)
    head = _HEAD.match(written)
    table = head.group() if head else b""
    body = written[len(table) :].replace(b" .\n", b" .\n\n").replace(b"\n\n}\n", b"\n}\n\n")
    if any(b"\\" in line for line in _bare_lines(body, b"\\")):
        return _without_escaped_names(body, prefixes)
    return body


def _used(body: bytes, prefixes: Iterable[str]) -> set[str]:
    """Those of the prefixes that stand before a name."""
    # Most do near the beginning; only for the others the rest is searched, line by line.
    start = body.rfind(b"\n", 0, _BEGINNING) + 1
    begins, rest = set(_NAMED.findall(_without_strings(body[:start]))), body[start:]
    return {
        prefix
        for prefix in prefixes
        for word in [f"{prefix}:".encode()]
        if word in begins or (rest and any(b" " + word in line for line in _bare_lines(rest, word)))
    }


def _bare(text: bytes) -> bytes:
    """What was written, without the prefix table."""
    head = _HEAD.match(text)
    return text[head.end() :].removeprefix(b"\n") if head else text


def _headed(bodies: Sequence[bytes], used: Collection[str], prefixes: Mapping[str, str]) -> bytes:
    """Put the table of the used prefixes before what was written with them."""
    text = b"".join(bodies)[:-1]
    table = sorted(f"@prefix {prefix}: <{prefixes[prefix]}> .".encode() for prefix in used)
    return b"\n".join([*table, b"", text]) if table else text


def _bare_lines(body: bytes, word: bytes) -> Iterator[bytes]:
    """The lines that hold a word, without their strings, in which no line ends."""
    at = body.find(word)
    while at >= 0:
        start = body.rfind(b"\n", 0, at) + 1
        end = body.index(b"\n", at)
        yield _without_strings(body[start:end])
        at = body.find(word, end)


def _without_strings(lines: bytes) -> bytes:
    return b" " + _STRING.sub(b"", lines).translate(_BEFORE_NAME)


def _without_escaped_names(body: bytes, prefixes: Mapping[str, str]) -> bytes:
    r"""Write names such as ``area:a\.`` as full IRIs: rdflib cannot read the escape."""
    namespaces = {name.encode(): namespace.encode() for name, namespace in prefixes.items()}

    def full(match: re.Match[bytes]) -> bytes:
        if match.group(1) is None:
            return match.group()
        local = re.sub(rb"\\(.)", rb"\1", match.group(2))
        return b"<" + namespaces[match.group(1)] + local + b">"

    return _STRING_OR_ESCAPED_NAME.sub(full, b"\n" + body)[1:]

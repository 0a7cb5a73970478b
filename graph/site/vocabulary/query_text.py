"""Code cut into pieces for reading: words, comments, and terms that have pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from graph.engines.sparql import tokens
from graph.site.lexicon import SHAPES
from ontology import terms

_HOMES = {**terms.PREFIXES, "shapes": SHAPES}


@dataclass(frozen=True)
class Piece:
    """A piece of code: a comment, string, variable or word, a term by its short name, the rest."""

    text: str
    kind: str = ""
    term: NamedNode | None = None


def pieces(code: str) -> Iterator[Piece]:
    """Cut a query, or Turtle, into pieces; joined, their texts are the text again.

    Example:
        >>> [p.text for p in pieces("?p a nhv:Permit .") if p.term]
        ['nhv:Permit']
    """
    rest = ""
    for token in tokens(code):
        term = _term(token.text) if token.kind == "pname" else None
        if term is None and token.kind not in ("comment", "string", "variable", "word"):
            rest += token.text
            continue
        if rest:
            yield Piece(rest)
            rest = ""
        yield Piece(token.text, "" if term else token.kind, term)
    if rest:
        yield Piece(rest)


def body(sparql: str) -> str:
    """A query of the catalogue without the header that describes it."""
    lines = sparql.splitlines()
    start = next((i for i, line in enumerate(lines) if not line.startswith("#")), 0)
    return "\n".join(lines[start:]).strip()


def _term(short: str) -> NamedNode | None:
    prefix, _, name = short.partition(":")
    return NamedNode(_HOMES[prefix] + name) if prefix in _HOMES and name else None

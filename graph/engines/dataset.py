"""Rewording a query for a service: which graphs it is over, its prefixes, a page of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from graph.engines.sparql import Token, form, read
from ontology import terms

_DULL = ("space", "comment")
_DEPTH = {"(": 1, ")": -1}
_ENDINGS = ("LIMIT", "OFFSET", "VALUES")


def prefixed(sparql: str) -> str:
    """The query with the project's prefixes that it uses declared before it.

    Args:
        sparql: The query; what it declares itself comes after and so wins.
    """
    used = {t.text.partition(":")[0] for t in read(sparql) if t.kind == "pname"}
    lines = [f"PREFIX {p}: <{iri}>\n" for p, iri in terms.PREFIXES.items() if p in used]
    return "".join(lines) + sparql


@lru_cache(maxsize=512)
def prefixes_in(sparql: str) -> dict[str, str]:
    """The project's prefixes that may stand in a query, which the engine then need not all read.

    Args:
        sparql: The query; with a backslash in it any prefix may be spelt in escapes.

    Example:
        >>> list(prefixes_in("ASK { ?s a nhv:Permit }"))
        ['nhv']
    """
    escaped = "\\" in sparql
    return {p: iri for p, iri in terms.PREFIXES.items() if escaped or f"{p}:" in sparql}


def has(sparql: str, *words: str) -> bool:
    """Whether one of these keywords (in capitals) stands anywhere in a query."""
    return any(t.kind == "word" and t.text.upper() in words for t in read(sparql))


def over(sparql: str, default: str, named: Iterable[str]) -> str:
    r"""The query over a dataset of its own (SPARQL 1.1, section 13.2).

    Args:
        sparql: A query that has no FROM.
        default: The graph that patterns outside of GRAPH are matched with.
        named: The graphs that GRAPH can reach.

    Example:
        >>> over("ASK { ?s ?p ?o }", "http://g/", [])
        'ASK FROM <http://g/>\\n{ ?s ?p ?o }'
    """
    at = _before_pattern(read(sparql), form(sparql), len(sparql))
    clauses = [f"FROM <{default}>", *(f"FROM NAMED <{iri}>" for iri in named)]
    before = sparql[:at]
    gap = "" if before.endswith((" ", "\n")) else " "
    return before + gap + "\n".join(clauses) + "\n" + sparql[at:]


def _before_pattern(tokens: Sequence[Token], kind: str, end: int) -> int:
    """Where a dataset belongs: before WHERE, or before the brace of the pattern."""
    words = [t for t in tokens if t.kind not in _DULL]
    start = next((i for i, t in enumerate(words) if t.kind == "word" and t.text.upper() == kind), 0)
    depth, index = 0, start + 1
    if kind == "CONSTRUCT" and index < len(words) and words[index].text == "{":
        index = _closing(words, index) + 1
    for at in range(index, len(words)):
        token = words[at]
        depth += _DEPTH.get(token.text, 0) if token.kind == "other" else 0
        if depth:
            continue
        if token.text == "{" or (token.kind == "word" and token.text.upper() == "WHERE"):
            return token.start
    # DESCRIBE of things alone has no pattern.
    named = [t for t in words[index:] if t.kind in ("iri", "pname", "variable")]
    return named[-1].start + len(named[-1].text) if named else end


def _closing(words: Sequence[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(words)):
        depth += {"{": 1, "}": -1}.get(words[index].text, 0)
        if depth == 0:
            return index
    return len(words) - 1


def can_be_paged(sparql: str) -> bool:
    """Whether the rows of a query can be asked for in parts."""
    depth = 0
    for token in read(sparql):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "other" else 0
        if depth == 0 and token.kind == "word" and token.text.upper() in _ENDINGS:
            return False
    return form(sparql) == "SELECT"


def page(sparql: str, columns: Sequence[str], size: int, start: int) -> str:
    """A part of the rows of a query, in an order that is total.

    Args:
        sparql: A query for which :func:`can_be_paged` is true.
        columns: Its columns; they decide between rows that its own order leaves equal.
        size: How many rows.
        start: How many rows come before.
    """
    depth, ordered = 0, False
    for token in read(sparql):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "other" else 0
        ordered |= depth == 0 and token.kind == "word" and token.text.upper() == "ORDER"
    order = " ".join(f"?{name}" for name in columns)
    tail = f"\n {order}" if ordered else f"\nORDER BY {order}"
    return f"{sparql}{tail}\nLIMIT {size} OFFSET {start}"

"""What Virtuoso takes differently, and what is done so that it gives the rows of others.

- It takes COALESCE over a variable that is bound nowhere for false; a question has such
  variables in the place of parameters that were not given.  :func:`settled` works these out
  before the query is sent; the query means the same on every service.
- It gives IF, CONCAT and YEAR of nothing a value or an error, joins nested SELECTs in ways of its
  own and may not end.  Which service does so shows the :data:`PROBE`; queries that
  :func:`differs` finds are then answered here, on statements fetched once.
- It has no truth values: what a query works out as one comes as 1 or 0.  :func:`truths` says
  which columns are meant so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pyoxigraph import Literal

from graph.engines.sparql import Token, read
from graph.engines.values import Row
from ontology.terms import XSD

UNSET = "?unset_"
"""How variables begin that stand for parameters not given (:mod:`graph.questions.question`)."""

PROBE = 'SELECT (IF(?none, 1, 2) AS ?a) (CONCAT("x", STR(?none)) AS ?b)'
"""Gives no value at all by SPARQL 1.1, sections 17.3 and 17.4."""

_DULL = ("space", "comment")
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
_DIFFERENT = frozenset({"IF", "CONCAT", "EXISTS", "YEAR", "MONTH", "DAY", "GRAPH"})
# With one of these, an expression may have a value though one of its variables has none.
_LENIENT = frozenset({"EXISTS", "BOUND", "COALESCE", "IF"})


@lru_cache(maxsize=256)
def settled(sparql: str) -> str:
    """The query without choices of COALESCE that cannot have a value.

    Args:
        sparql: The query; variables that begin with :data:`UNSET` are bound nowhere in it.

    Example:
        >>> settled("ASK { ?a ?b ?c FILTER(COALESCE(?a = ?unset_x, true)) }")
        'ASK { ?a ?b ?c FILTER(COALESCE(true)) }'
    """
    if UNSET not in sparql:
        return sparql
    words = list(read(sparql))
    out: list[str] = []
    index = 0
    while index < len(words):
        token = words[index]
        if token.kind == "word" and token.text.upper() == "COALESCE":
            opening = _next(words, index + 1)
            if opening < len(words) and words[opening].text == "(":
                closing = _partner(words, opening)
                choices = _split(words[opening + 1 : closing], ",")
                kept = [c for c in choices if not _fails(c)]
                if kept and len(kept) < len(choices):
                    inside = ",".join("".join(t.text for t in choice) for choice in kept)
                    out.append(f"COALESCE({settled(inside).strip()})")
                    index = closing + 1
                    continue
        out.append(token.text)
        index += 1
    return "".join(out)


def _fails(choice: Sequence[Token]) -> bool:
    """Whether an expression cannot have a value, since each part of it needs one that is unset."""
    if any(t.kind == "word" and t.text.upper() in _LENIENT for t in choice):
        return False
    for part in _split(choice, "|", "&"):
        if part and not any(t.text.startswith(UNSET) for t in part):
            return False
    return True


def _split(words: Sequence[Token], *marks: str) -> list[list[Token]]:
    """The parts between marks that stand in no brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in words:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth == 0 and token.kind == "other" and token.text in marks:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _next(words: Sequence[Token], index: int) -> int:
    while index < len(words) and words[index].kind in _DULL:
        index += 1
    return index


def _partner(words: Sequence[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(words)):
        depth += (words[index].text in _OPENING) - (words[index].text in _CLOSING)
        if depth == 0:
            return index
    return len(words) - 1


@lru_cache(maxsize=256)
def differs(sparql: str) -> bool:
    """Whether a query has what Virtuoso takes otherwise than the standard says."""
    words = [t.text.upper() for t in read(sparql) if t.kind == "word"]
    return not _DIFFERENT.isdisjoint(words) or words.count("SELECT") > 1


@lru_cache(maxsize=256)
def truths(sparql: str) -> frozenset[str]:
    """The variables that BIND gives a truth value.

    Example:
        >>> sorted(truths("SELECT ?x { ?s ?p ?o BIND(NOT EXISTS { ?o ?p ?s } AS ?x) }"))
        ['x']
    """
    words = [t for t in read(sparql) if t.kind not in _DULL]
    found: set[str] = set()
    for index, token in enumerate(words[:-1]):
        if token.kind != "word" or token.text.upper() != "BIND" or words[index + 1].text != "(":
            continue
        inside = words[index + 2 : _partner(words, index + 1)]
        if len(inside) > 2 and inside[-2].text.upper() == "AS" and _is_truth(inside[:-2]):
            found.add(inside[-1].text[1:])
    return frozenset(found)


def _is_truth(expression: Sequence[Token]) -> bool:
    first = expression[0].text.upper()
    if first in ("!", "EXISTS", "NOT", "TRUE", "FALSE", "BOUND"):
        return True
    depth = 0
    for token in expression:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth == 0 and token.kind == "other" and token.text in "=<>|&":
            return True
    return False


def with_truths(sparql: str, columns: Sequence[str], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with true and false where a query meant them and 1 and 0 came.

    Args:
        sparql: The query.
        columns: Its columns.
        rows: What the service gave.
    """
    meant = [i for i, name in enumerate(columns) if name in truths(sparql)]
    numbers = {Literal(1): Literal(True), Literal(0): Literal(False)}
    if not any(row[i] in numbers for row in rows for i in meant):
        return rows
    changed = []
    for row in rows:
        cells = list(row)
        for index in meant:
            cell = cells[index]
            if isinstance(cell, Literal) and cell.datatype == XSD.integer:
                cells[index] = numbers.get(cell, cell)
        changed.append(tuple(cells))
    return changed

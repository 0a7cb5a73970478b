"""What Virtuoso takes differently, and what is done so that it gives the rows of others.

- It takes COALESCE over a variable that is bound nowhere for false; a question has such
  variables in the place of parameters that were not given.  :func:`settled` works these out
  before the query is sent; the query means the same on every service.
- It gives IF, CONCAT and YEAR of nothing a value or an error, joins nested SELECTs in ways of its
  own and may not end, and has 1 and 0 in the place of truth values.  Which service does so shows
  the :data:`PROBE`; queries that :func:`differs` finds are then answered here, on statements
  fetched once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from graph.engines.sparql import CLOSING, OPENING, Token, has, is_word, partner, words

UNSET = "?unset_"
"""How variables begin that stand for parameters not given (:mod:`graph.questions.question`)."""

PROBE = 'SELECT (IF(?none, 1, 2) AS ?a) (CONCAT("x", STR(?none)) AS ?b)'
"""Gives no value at all by SPARQL 1.1, sections 17.3 and 17.4."""

_DIFFERENT = frozenset({"IF", "CONCAT", "EXISTS", "YEAR", "MONTH", "DAY", "GRAPH"})
# With one of these, an expression may have a value though one of its variables has none.
_LENIENT = frozenset({"EXISTS", "BOUND", "COALESCE", "IF"})


@lru_cache(maxsize=256)
def settled(sparql: str) -> str:
    """The query without choices of COALESCE that have no value, as :data:`UNSET` is bound nowhere.

    ``COALESCE(?a = ?unset_x, true)`` becomes ``COALESCE(true)``.
    """
    if UNSET not in sparql:
        return sparql
    every = words(sparql)
    for index, token in enumerate(every[:-1]):
        if is_word(token, "COALESCE") and every[index + 1].text == "(":
            closing = partner(every, index + 1)
            choices = _split(every[index + 2 : closing], ",")
            kept = [choice for choice in choices if not _fails(choice)]
            if kept and len(kept) < len(choices):
                start, end = token.start, every[closing].start + 1
                texts = [sparql[c[0].start : c[-1].start + len(c[-1].text)] for c in kept]
                return settled(f"{sparql[:start]}COALESCE({', '.join(texts)}){sparql[end:]}")
    return sparql


def _fails(choice: Sequence[Token]) -> bool:
    """Whether an expression cannot have a value, since each part of it needs one that is unset."""
    if any(is_word(t, *_LENIENT) for t in choice):
        return False
    parts = filter(None, _split(choice, "|", "&"))
    return all(any(t.text.startswith(UNSET) for t in part) for part in parts)


def _split(tokens: Sequence[Token], *marks: str) -> list[list[Token]]:
    """The parts between marks that stand in no brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth == 0 and token.kind == "other" and token.text in marks:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


@lru_cache(maxsize=256)
def differs(sparql: str) -> bool:
    """Whether a query has what Virtuoso takes otherwise than the standard says."""
    every = words(sparql)
    if has(sparql, *_DIFFERENT) or sum(is_word(token, "SELECT") for token in every) > 1:
        return True
    for index, token in enumerate(every):
        if token.text == "(":
            inside = every[index + 1 : partner(every, index)]
            if len(inside) > 2 and is_word(inside[-2], "AS") and _is_truth(inside[:-2]):
                return True
    return False


def _is_truth(expression: Sequence[Token]) -> bool:
    """Whether an expression gives true or false."""
    if expression[0].text.upper() in ("!", "NOT", "TRUE", "FALSE", "BOUND"):
        return True
    return len(_split(expression, *"=<>|&")) > 1

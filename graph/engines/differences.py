"""Where engines differ, and what is done so that an answer does not depend on one.

rdflib's engine on its own store is the reference.  ``tests/graph/test_differences.py`` has a test
for each line, and one that tells when an engine no longer differs.

- Short names with dots: Oxigraph ends one at its second dot; :func:`spelled_out` writes IRIs.
- Order of texts: by code point, texts in several languages in no common order; the rows of a
  question are sorted here, in the order of the Swedish alphabet (:func:`sort_key`).
- Joined values: GROUP_CONCAT joins in the order in which solutions come; no question has it, rows
  are joined in tables, in order.
- Arithmetic with dates: types of durations differ; no question has it, :func:`days` counts here.
- Division: numbers of decimals differ; :func:`ratio` divides here.
- Lexical forms: Oxigraph keeps ``1.5`` of ``1.50``, ``sv-se`` of ``sv-SE``; values are compared,
  never texts of numbers, and the memory engine loads what Oxigraph kept.
- SELECT, or VALUES alone, within ``GRAPH ?g``: Oxigraph asks it of all graphs at once, ``?g``
  unbound; refused, with the way round.
- ``?g`` within its own GRAPH: Oxigraph gives it the graph, the standard and rdflib no value; no
  question rests on it, FILTER stands after the block.
- Numbers beyond 64 bits, decimals beyond 18 digits: Oxigraph keeps them, but does not reckon with
  or compare them; no question does.
- Columns of ``SELECT *``: Oxigraph orders them by name; :func:`spelled_out` names them in the
  order of the query.
- Zero-length paths: on Oxigraph, ``*`` and ``?`` give no row for a thing that is not in the graph;
  no question rests on one, ``+`` and UNION say what is meant.
- No solutions in a GROUP BY: rdflib makes one group (:func:`without_empty_group`).
- MIN and MAX of what is not bound everywhere: Oxigraph gives nothing, rdflib leaves it out;
  questions put a value in its place with COALESCE.
- Expressions without a value, nested SELECTs: Virtuoso gives COALESCE, IF, CONCAT and YEAR of
  nothing a value or an error; what is asked of it is answered here
  (:mod:`graph.engines.endpoint`).
- OPTIONAL after VALUES: rdflib leaves rows out where nothing but it stands before; a UNION has
  what holds otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from unicodedata import combining, normalize

from pyoxigraph import QuerySolutions, Store

from graph.engines.sparql import FORMS, declared, has, is_word, outside, prefixes_in, tokens, words
from graph.engines.values import Row, Value

# The order of the Swedish alphabet after z; é, ü and other marks count as the letter without.
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


@lru_cache(maxsize=512)
def spelled_out(sparql: str) -> str:
    """A reviewed query with what engines take differently written out.

    Oxigraph 0.5 ends a short name at its second dot, and citations have several, which SPARQL
    allows (PN_LOCAL): they become full IRIs.  The columns of ``SELECT *`` are named as they are
    written.
    """
    return _with_columns(_without_dots(sparql))


def _without_dots(sparql: str) -> str:
    query = tokens(sparql)
    if not any(token.kind == "pname" and "." in token.text for token in query):
        return sparql
    namespaces = declared(sparql)
    out: list[str] = []
    for token in query:
        prefix, _, local = token.text.partition(":")
        dotted = token.kind == "pname" and "." in local and prefix in namespaces
        out.append(f"<{namespaces[prefix]}{local}>" if dotted else token.text)
    return "".join(out)


def _with_columns(sparql: str) -> str:
    every = words(sparql)
    index = next((i for i, token in enumerate(every) if is_word(token, *FORMS)), 0)
    star = next(
        (t for t in every[index + 1 : index + 3] if not is_word(t, "DISTINCT", "REDUCED")), None
    )
    if star is None or star.text != "*" or not is_word(every[index], "SELECT"):
        return sparql
    # Without solutions nothing is sorted or counted, only parsed.
    nothing = "" if "VALUES" in outside(sparql) else "\nVALUES () {}"
    try:
        answer = Store().query(f"{sparql}{nothing}", prefixes=prefixes_in(sparql))
    except (SyntaxError, ValueError):
        return sparql  # the engine says what is wrong
    assert isinstance(answer, QuerySolutions)  # as SELECT gives them
    columns = {variable.value for variable in answer.variables}
    written = [token.text[1:] for token in every if token.kind == "variable"]
    ordered = [name for name in dict.fromkeys(written) if name in columns]
    named = " ".join(f"?{name}" for name in ordered) or "*"
    return f"{sparql[: star.start]}{named}{sparql[star.start + 1 :]}"


def without_empty_group(rows: Sequence[Row], sparql: str) -> Sequence[Row]:
    """The rows without the one group that rdflib makes out of no solutions."""
    if len(rows) == 1 and set(rows[0]) <= {None} and has(sparql, "GROUP"):
        return []
    return rows


@lru_cache(maxsize=65_536)
def swedish(text: str) -> tuple[str, str]:
    """A sort key for Swedish text, independent of the machine's locale.

    ``å ä ö`` come last in that order, case counts only between otherwise equal texts, and other
    marks (``é``) are ignored.
    """
    folded = text.casefold()
    if not folded.isascii():
        folded = normalize("NFC", text).casefold().translate(_AFTER_Z)
    if not folded.isascii():
        folded = "".join(c for c in normalize("NFD", folded) if not combining(c))
    return folded, text


def sort_key(cell: Value) -> tuple[int, Any]:
    """A key that orders any two cells of a column: nothing, numbers, dates and texts, in Swedish.

    A year or month that a source states (``"2027"``) sorts among whole dates.
    """
    if cell is None:
        return (0, 0)
    if isinstance(cell, str):
        return (2, swedish(cell))
    if isinstance(cell, date):
        return (2, swedish(cell.isoformat()))
    return (1, cell)


def days(first: Value, second: Value) -> int | None:
    """The days from one whole date to another; nothing where either is coarser or missing."""
    if isinstance(first, date) and isinstance(second, date):
        return (second - first).days
    return None


def ratio(one: Value, two: Value) -> float | None:
    """One whole number by another, to two decimals; nothing where it cannot be divided."""
    if isinstance(one, int) and isinstance(two, int) and two:
        return round(one / two, 2)
    return None

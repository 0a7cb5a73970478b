"""What a term of an answer is in Python: the one place that says it.

Every engine and every output agrees: IRIs become short names, ``xsd:date`` becomes
:class:`datetime.date`, coarser dates (a month, a year, EDTF) stay the text that the
source states.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology import terms

Term = NamedNode | Literal | BlankNode
Value = str | int | float | bool | date | None
Row = tuple[Term | None, ...]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_READERS: Mapping[str, Callable[[str], Value]] = {
    **{
        _XSD + name: int
        for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
    },
    _XSD + "decimal": lambda text: _decimal(text),
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": lambda text: text in ("true", "1"),
    _XSD + "date": lambda text: date.fromisoformat(text[:10]),
}


def _decimal(text: str) -> float:
    from decimal import Decimal  # rare, and slow to load

    return float(Decimal(text))


def value(term: Term | None) -> Value:
    """What a term is in Python.

    Args:
        term: A term of an answer, or ``None`` for an unbound variable.

    Returns:
        A short name for an IRI; ``date``, ``int``, ``float``, ``bool`` or ``str``
        for a literal; ``None`` for nothing.  A literal whose text its datatype does
        not allow comes back as that text.

    Example:
        >>> value(Literal("2027-01-01", datatype=NamedNode(_XSD + "date")))
        datetime.date(2027, 1, 1)
    """
    if isinstance(term, NamedNode):
        return terms.curie(term.value)
    if isinstance(term, Literal):
        text, read = term.value, _READERS.get(term.datatype.value)
        if read is None:
            return text
        try:
            return read(text)
        except (ValueError, ArithmeticError):
            return text
    return None if term is None else str(term)


def values(cells: Sequence[Term | None]) -> list[Value]:
    """What the terms of a column are in Python; a term that recurs is read once.

    Args:
        cells: The terms, ``None`` for an unbound variable.

    Returns:
        As many values, in the same order.
    """
    known = {term: value(term) for term in set(cells)}
    return [known[term] for term in cells]


def plain(term: object) -> Term | None:
    """A term as it is held in tables; the graph has no triple terms."""
    if term is None or isinstance(term, NamedNode | Literal | BlankNode):
        return term
    return Literal(str(term))


def text_of(cell: Value) -> str:
    """A value as text: ``true`` and ``false``, ISO 8601 dates, nothing for ``None``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date) else str(cell)

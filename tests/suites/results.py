"""Results as the suites write them, and whether two are the same."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from tests.suites.manifests import Node, Said, read

Row = Mapping[str, Node | Literal | Triple]


class Rows(list[Row]):
    """Rows of a result, which may stand in an order that is part of it."""

    ordered = False


Result = bool | Rows | frozenset[Triple]
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FORMATS = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}
_EXACT = {f"{_XSD}integer", f"{_XSD}decimal"}
_FLOATS = {f"{_XSD}double", f"{_XSD}float"}


def expected(path: Path) -> Result:
    """What a file of results says: rows, a truth or a graph."""
    if path.suffix in _FORMATS:
        return rows_of(parse_query_results(path=path, format=_FORMATS[path.suffix]))
    if path.suffix == ".csv":
        return csv_rows(path.read_text(encoding="utf-8"))
    said = Said(path)
    tables = said.subjects.get((f"{_RDF}type", f"{_RS}ResultSet"))
    if not tables:
        return frozenset(quad.triple for quad in read(path))
    if truth := said.one(tables[0], f"{_RS}boolean"):
        return truth.value == "true"
    found = Rows()
    solutions = [node for node in said.all(tables[0], f"{_RS}solution") if isinstance(node, Node)]
    places = [said.one(node, f"{_RS}index") for node in solutions]
    found.ordered = bool(places) and None not in places
    if found.ordered:
        solutions.sort(key=lambda node: int(said.all(node, f"{_RS}index")[0].value))
    for solution in solutions:
        row = {}
        for binding in said.all(solution, f"{_RS}binding"):
            assert isinstance(binding, Node)
            name, value = said.one(binding, f"{_RS}variable"), said.one(binding, f"{_RS}value")
            assert name is not None
            assert value is not None
            row[name.value] = value
        found.append(row)
    return found


def rows_of(result: QuerySolutions | QueryBoolean) -> Result:
    """The rows of an answer, or its truth."""
    if isinstance(result, QueryBoolean):
        return bool(result)
    names = [variable.value for variable in result.variables]
    return Rows(
        {name: solution[name] for name in names if solution[name] is not None}
        for solution in result
    )


def csv_rows(text: str) -> Rows:
    """The rows of CSV, which tells no types: all that it says are texts and blank nodes."""
    return Rows(
        {
            name: BlankNode(value[2:]) if value.startswith("_:") else Literal(value)
            for name, value in row.items()
            if value
        }
        for row in csv.DictReader(io.StringIO(text))
    )


def same(one: Result, other: Result, *, lax: bool = False) -> bool:
    """Whether an expected result and another say the same, whatever blank nodes are called.

    Args:
        one: The expected result; the order of its rows counts if it is ordered.
        other: The other.
        lax: Whether a row may come as often as it likes.
    """
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, frozenset) or isinstance(other, frozenset):
        return (
            isinstance(one, frozenset)
            and isinstance(other, frozenset)
            and _canonical(one) == _canonical(other)
        )
    if lax:
        return {*map(_key, one)} == {*map(_key, other)}
    if len(one) != len(other):
        return False
    if one.ordered:
        known: dict[BlankNode, BlankNode] | None = {}
        for row, its in zip(one, other, strict=True):
            known = None if known is None else _paired(row, its, known)
        return known is not None
    if not any(isinstance(term, BlankNode) for row in (*one, *other) for term in row.values()):
        return Counter(map(_key, one)) == Counter(map(_key, other))
    return _match(list(one), list(other), {})


def _canonical(triples: Iterable[Triple]) -> set[str]:
    found = Dataset()
    for triple in triples:
        found.add(_quad(triple))
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in found}


def _key(row: Row) -> frozenset[tuple[str, object]]:
    return frozenset((name, _value(term)) for name, term in row.items())


def _value(term: Node | Literal | Triple) -> object:
    """A term, a number by its value and type: an engine need not keep how it was written."""
    if isinstance(term, Literal):
        kind, text = term.datatype.value, term.value
        try:
            if kind in _EXACT:
                return kind, Decimal(text)
            if kind in _FLOATS:
                return kind, float(text)
        except (InvalidOperation, ValueError):
            return term
        if term.language:
            return term.value, term.language.lower()
    return term


def _match(left: list[Row], right: list[Row], known: dict[BlankNode, BlankNode]) -> bool:
    """Whether the rows can be paired, each blank node with one other."""
    if not left:
        return True
    row, rest = left[0], left[1:]
    for number, other in enumerate(right):
        pairs = _paired(row, other, known)
        if pairs is not None and _match(rest, right[:number] + right[number + 1 :], pairs):
            return True
    return False


def _paired(
    one: Row, other: Row, known: dict[BlankNode, BlankNode]
) -> dict[BlankNode, BlankNode] | None:
    if one.keys() != other.keys():
        return None
    pairs = dict(known)
    for name, term in one.items():
        its = other[name]
        if isinstance(term, BlankNode) and isinstance(its, BlankNode):
            if pairs.setdefault(term, its) != its or list(pairs.values()).count(its) > 1:
                return None
        elif _value(term) != _value(its):
            return None
    return pairs


def _quad(triple: Triple) -> Quad:
    from pyoxigraph import Quad

    value = triple.object
    if isinstance(value, Literal):
        told = _value(value)
        value = Literal(str(told)) if told is not value else value
    return Quad(triple.subject, triple.predicate, value)

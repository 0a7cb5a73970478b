"""Values from Python to terms in the place of a query's ``$name`` tokens.

A text names a thing as in :meth:`View.find`, whatever the parameter is called, unless it is
compared with a text: in ``CONTAINS(?label, $words)`` and ``STR(?label) = $words`` it stays a text,
as does what names nothing where a text can stand.  ``pyoxigraph.Literal("…")`` is always a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

from graph.base.problems import BadParameter, UnknownName
from graph.engines.sparql import bind, declared, iri_of, parameters, words
from graph.lookup.names import Names, kinds
from graph.questions.parameter import plain, term_of
from ontology import terms
from ontology.spelling import did_you_mean

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# What these are given, or give, is text; brackets within them nest thrice at most.
_FUNCTION = (
    r"\b(?:CONCAT|CONTAINS|DATATYPE|ENCODE_FOR_URI|IRI|LANG|LANGMATCHES|LCASE|REGEX|REPLACE|STR"
    r"|STRAFTER|STRBEFORE|STRDT|STRENDS|STRLANG|STRLEN|STRSTARTS|SUBSTR|UCASE|URI)\s*\("
)
_WITHIN = r"[^()]*"
for _ in range(3):
    _WITHIN = rf"(?:[^()]|\({_WITHIN}\))*"
_OF_TEXT = (
    rf"{_FUNCTION}{_WITHIN}NAME",
    rf"{_FUNCTION}{_WITHIN}\)\s*[=!<>]+\s*NAME",
    rf"NAME\s*[=!<>]+\s*{_FUNCTION}",
)


def bound(
    sparql: str, params: Mapping[str, object], names: Names, *, as_of: date, lang: str
) -> str:
    """A query with its parameters filled in; ``$as_of`` and ``$lang`` are the view's.

    Raises BadParameter if the query has no such parameter, lacks one, or a value has the wrong
    form, UnknownName if a value names nothing.
    """
    named = parameters(sparql)
    given: dict[str, object] = {"as_of": as_of, "lang": Literal(lang)}
    for name, value in params.items():
        if name not in named:
            near = did_you_mean(name, named, f"write ${name} where it belongs")
            raise BadParameter(f"the query has no parameter ${name}; {near}")
        if value is not None:  # None is as if it were not given
            given[name] = value
    for name in sorted(named - given.keys() - _selected(sparql)):
        remedy = f"add {name}=…, or write ?{name} if it is a variable"
        raise BadParameter(f"the query needs ${name}; {remedy}")
    values = {n: _term(sparql, n, given[n], names) for n in named if n in given}
    return bind(sparql, values)


def _selected(sparql: str) -> set[str]:
    """The ``$name`` tokens that only a variable can be: ``SELECT $s``, ``AS $n``."""
    found, depth, selects, before = set(), 0, False, ""
    for token in words(sparql):
        depth += (token.text == "(") - (token.text == ")")
        word = token.text.upper()
        selects = word == "SELECT" or (selects and word not in ("WHERE", "FROM", "{"))
        if token.text[0] == "$" and ((selects and not depth) or before == "AS"):
            found.add(token.text[1:])
        before = word
    return found


def _term(sparql: str, name: str, value: object, names: Names) -> NamedNode | Literal:
    given = plain(f"${name}", value)
    if isinstance(given, NamedNode | Literal):
        return given
    if isinstance(given, bool | float):
        return Literal(given)
    if isinstance(given, int):
        return Literal(str(given), datatype=terms.XSD.integer)
    if isinstance(given, Decimal):
        return Literal(format(given, "f"), datatype=terms.XSD.decimal)
    if isinstance(given, date) or name in ("as_of", "known_at"):
        return term_of(given, "date", name, names)
    text, kind = str(given), name.replace("_", "-")
    if kind in kinds():
        return names.find(text, kind)
    if _DAY.fullmatch(text):
        return Literal(text, datatype=terms.XSD.date)
    return _spelt(name, text) or _named(sparql, name, text, names)


def _spelt(name: str, text: str) -> NamedNode | None:
    """The thing whose IRI or short name a text spells."""
    try:
        if text.startswith("<") and text.endswith(">"):
            return NamedNode(text[1:-1])
        if text.startswith(("http://", "https://")) and " " not in text:
            return NamedNode(text)
        if ":" in text and " " not in text and text.partition(":")[0] in terms.PREFIXES:
            return NamedNode(terms.expand(text))
    except ValueError as error:
        what = f"${name}: “{text}” is no IRI ({error})"
        remedy = "write such a sign as %XX, or put a blank before a text"
        raise BadParameter(f"{what}; {remedy}") from None
    return None


def _named(sparql: str, name: str, text: str, names: Names) -> NamedNode | Literal:
    """The thing that a text names, or the text where one can stand."""
    token = rf"\${name}\b"
    elsewhere = re.sub("|".join(_OF_TEXT).replace("NAME", token), "", sparql, flags=re.IGNORECASE)
    if not re.search(token, elsewhere) or _NUMBER.fullmatch(text):
        return Literal(text)
    namespaces, every = declared(sparql), words(sparql)
    before = {iri_of(p, namespaces) for p, value in pairwise(every) if value.text == f"${name}"}
    relations = {relation.value for relation in terms.relations()}
    own = terms.PREFIXES["nhv"] + re.sub(r"_(\w)", lambda letter: letter[1].upper(), name)
    try:
        return names.find(text)
    except UnknownName as error:
        if "several things" in str(error) or own in relations or before & relations:
            raise
    return Literal(text)

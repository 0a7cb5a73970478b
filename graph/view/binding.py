"""Values from Python to terms in the place of a query's ``$name`` tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from graph.base.problems import BadParameter
from graph.engines.sparql import bind, parameters
from graph.lookup.names import Names, kinds
from graph.questions.parameter import term_of
from ontology import terms
from ontology.spelling import did_you_mean


def bound(
    sparql: str, params: Mapping[str, object], names: Names, *, as_of: date, lang: str
) -> str:
    """A query with its parameters filled in; ``$as_of`` and ``$lang`` are the view's.

    Args:
        sparql: The query.
        params: The values by name; see :meth:`graph.knowledge_graph.KnowledgeGraph.query`.
        names: The names of the view.
        as_of: Its day.
        lang: Its language.

    Raises:
        BadParameter: If the query has no such parameter, or a value has the wrong form.
        UnknownName: If a value names nothing.
    """
    named = parameters(sparql)
    values: dict[str, NamedNode | Literal] = {}
    if "as_of" in named:
        values["as_of"] = Literal(as_of.isoformat(), datatype=terms.XSD.date)
    if "lang" in named:
        values["lang"] = Literal(lang)
    for name, given in params.items():
        if name not in named:
            near = did_you_mean(name, named, f"write ${name} where it belongs")
            raise BadParameter(f"the query has no parameter ${name}; {near}")
        if given is not None:  # None is as if it were not given
            values[name] = _term(name, given, names)
    return bind(sparql, values)


def _term(name: str, given: object, names: Names) -> NamedNode | Literal:
    kind = name.replace("_", "-")
    if isinstance(given, NamedNode | Literal):
        return given
    if isinstance(given, bool | int | float):
        return Literal(given)
    if isinstance(given, date) or name in ("as_of", "known_at"):
        return term_of(given, "date", name, names)
    text = str(given)
    if kind in kinds():
        return names.find(text, kind)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return Literal(text, datatype=terms.XSD.date)
    try:
        if text.startswith(("http://", "https://")) and " " not in text:
            return NamedNode(text)
        if ":" in text and " " not in text and text.partition(":")[0] in terms.PREFIXES:
            return NamedNode(terms.expand(text))
    except ValueError as error:
        what = f"${name}: “{text}” is no IRI ({error})"
        remedy = "write such a sign as %XX, or put a blank before a text"
        raise BadParameter(f"{what}; {remedy}") from None
    return Literal(text)

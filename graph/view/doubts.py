"""What a query says that the graph cannot mean: texts for names and dates, days for months.

RDF compares terms, and a text is neither a name in a language nor a date; a month is no day.
An engine answers such a query with fewer rows or none, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pyoxigraph import Literal

from graph.base.words import words_of
from graph.engines.sparql import Token, declared, iri_of, words
from graph.view.view import View
from loaders import dates
from ontology import terms

_WORDS = words_of("graph.view")
_COMPARED = ("=", "<", ">", "!")
# Where the days stand that a date as stated can mean.
_BOUNDS = {
    "nhv:validFrom": ("nhv:earliestStart", "nhv:latestStart"),
    "nhv:validUntil": ("nhv:earliestEnd", "nhv:latestEnd"),
    "nhv:decidedOn": ("nhv:earliestGrant", "nhv:latestGrant"),
}
_DAYS = ("nhv:firstDay", "nhv:lastDay")
_COARSE = """SELECT (COUNT(*) AS ?n) {
  ?s <PROPERTY> ?d FILTER(DATATYPE(?d) IN (xsd:gYear, xsd:gYearMonth, edtf:EDTF))
}"""


def causes(view: View, sparql: str) -> list[str]:
    """Why a query finds nothing, as far as it lies in its texts.

    Args:
        view: The view that was asked.
        sparql: The query, with its parameters filled in.
    """
    return [
        sentence
        for text in _texts(words(sparql))
        if (sentence := _in_a_language(view, text) or _no_text(view, text))
    ]


def _texts(every: Sequence[Token]) -> Iterator[str]:
    """The texts of a query that have no language, no type and no function around them."""
    compared_as_text = {
        "STR",
        "CONTAINS",
        "STRSTARTS",
        "STRENDS",
        "REGEX",
        "LANG",
        "LCASE",
        "UCASE",
    }
    if any(token.text.upper() in compared_as_text for token in every):
        return
    for token, following in pairwise([*every, Token("other", "", 0)]):
        if token.kind == "string" and following.kind != "language" and following.text != "^":
            yield token.text.strip("\"'")


def _in_a_language(view: View, text: str) -> str:
    for lang in (view.lang, "sv", "en"):
        if any(True for _ in view.engine.find(objects=[Literal(text, language=lang)])):
            return _WORDS.say("doubt.language", view.lang, text, f'"{text}"@{lang}')
    return ""


def _no_text(view: View, text: str) -> str:
    try:
        first = dates.parse(text).first
    except ValueError:
        if text.lstrip("+-").isdigit():
            return _WORDS.say("doubt.number", view.lang, text, text)
        return ""
    return _WORDS.say("doubt.date", view.lang, text, f'"{first}"^^xsd:date')


def lost(view: View, sparql: str) -> list[str]:
    """Which dates fit neither side of a comparison, since they are no days.

    Args:
        view: The view that was asked.
        sparql: The query, with its parameters filled in.
    """
    every, namespaces = words(sparql), declared(sparql)
    compared = {
        variable.text
        for index, token in enumerate(every)
        if token.kind == "string" and _is_day(every[index + 1 : index + 4], namespaces)
        for variable in _beside(every, index)
    }
    properties = {
        terms.curie(iri_of(prop, namespaces))
        for prop, value in pairwise(every)
        if value.text in compared and iri_of(prop, namespaces)
    }
    sentences = []
    for short in sorted(properties):
        count = view.select(_COARSE.replace("PROPERTY", terms.expand(short))).column("n")[0]
        if count:
            days = " and ".join(_BOUNDS.get(short, _DAYS))
            sentences.append(_WORDS.say("doubt.coarse", view.lang, count, short, days))
    return sentences


def _is_day(after: Sequence[Token], namespaces: dict[str, str]) -> bool:
    texts = [token.text for token in after]
    return texts[:2] == ["^", "^"] and iri_of(after[2], namespaces) == terms.XSD.date.value


def _beside(every: Sequence[Token], index: int) -> Iterator[Token]:
    """The variables that a typed text at a place is compared with."""
    before, after = list(every[:index]), list(every[index + 4 :])
    for side, nearest in ((before, -1), (after, 0)):
        operator = False
        while side and side[nearest].text in _COMPARED:
            operator = bool(side.pop(nearest))
        if operator and side and side[nearest].kind == "variable":
            yield side[nearest]

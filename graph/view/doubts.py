"""What a query says that the graph cannot mean: texts for names and dates, days for months.

RDF compares terms, and a text is neither a name in a language nor a date; a month is no day.
An engine answers such a query with fewer rows or none, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from pyoxigraph import Literal, NamedNode

from graph.base.languages import LANGS
from graph.base.problems import UnknownName
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.sparql import Token, declared, iri_of, words
from graph.lookup.names import labels_of
from graph.view.view import View
from loaders import dates
from ontology import terms

_WORDS = words_of("graph.view")
SEEN = 2_000
"""So many values of a property are looked at."""
_COMPARED = ("=", "<", ">", "!")
# Where the days stand that a date as stated can mean.
_BOUNDS = {
    "nhv:validFrom": ("nhv:earliestStart", "nhv:latestStart"),
    "nhv:validUntil": ("nhv:earliestEnd", "nhv:latestEnd"),
    "nhv:decidedOn": ("nhv:earliestGrant", "nhv:latestGrant"),
}
_DAYS = ("nhv:firstDay", "nhv:lastDay")
_OTHERS = """SELECT (COUNT(*) AS ?n) {
  ?s <PROPERTY> ?d
  FILTER(DATATYPE(?d) IN (xsd:date, xsd:gYear, xsd:gYearMonth, edtf:EDTF) && DATATYPE(?d) != <OWN>)
}"""
_PRECISIONS = {
    terms.XSD.date.value: "doubt.no_day",
    terms.XSD.gYearMonth.value: "doubt.no_month",
    terms.XSD.gYear.value: "doubt.no_year",
}


def causes(view: View, sparql: str) -> list[str]:
    """Why a query, with its parameters filled in, finds nothing, as far as it lies in its texts."""
    every = words(sparql)
    things = [_as_thing(view, *pair) for pair in _for_things(every, declared(sparql))]
    names = [_otherwise_spelt(view, *pair) for pair in _in_languages(every)]
    found = [_in_a_language(view, text) or _no_text(view, text) for text in _texts(every)]
    return things or [sentence for sentence in (*names, *found) if sentence]


def _for_things(
    every: Sequence[Token], namespaces: dict[str, str]
) -> Iterator[tuple[NamedNode, str]]:
    """The texts that stand where a property has things, each with that property."""
    for before, token in pairwise(every):
        if token.kind == "string" and before.kind in ("pname", "iri"):
            prop = NamedNode(iri_of(before, namespaces) or "urn:x")
            if prop in terms.relations():
                yield prop, token.text.strip("\"'")


def _as_thing(view: View, prop: NamedNode, text: str) -> str:
    try:
        meant = terms.curie(view.names.find(text).value)
    except UnknownName:
        meant = _value_of(view, prop, text)
    return _WORDS.say("doubt.thing", view.lang, text, terms.curie(prop.value), meant)


def _value_of(view: View, prop: NamedNode, text: str) -> str:
    """The value of a property that has a word for its label, or else one to show how it is written.

    The labels of values stand in the ontology, so that no name of the graph finds them.
    """
    quads = islice(view.engine.find(predicates=[prop]), SEEN)
    among = list(dict.fromkeys(q.object for q in quads if isinstance(q.object, NamedNode)))
    for value in among:
        if text.casefold() in {word(value, lang).casefold() for lang in LANGS}:
            return terms.curie(value.value)
    example = terms.curie(among[0].value) if among else "?x"
    return _WORDS.say("doubt.example", view.lang, example)


def _in_languages(every: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The texts of a query that have a language, and which."""
    for token, following in pairwise(every):
        if token.kind == "string" and following.kind == "language":
            yield token.text.strip("\"'"), following.text[1:]


def _otherwise_spelt(view: View, text: str, lang: str) -> str:
    """What to write for a name that stands otherwise, or in the other language, in the graph."""
    if any(True for _ in view.engine.find(objects=[Literal(text, language=lang)])):
        return ""
    try:
        thing = view.names.find(text).value
    except UnknownName:
        return ""
    known = lang if lang in LANGS else view.lang
    name = labels_of(view.engine, [thing], known)[thing]
    return _WORDS.say("doubt.spelling", view.lang, text, lang, f'"{name}"@{known}')


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
    """Which dates of a query fit neither side of a comparison, since they are of another precision.

    Two dates of the graph that are compared with each other are taken for days.
    """
    every, namespaces = words(sparql), declared(sparql)
    compared = {
        (variable.text, datatype)
        for index in range(len(every))
        for datatype, before, after in _around_date(every, index, namespaces)
        for variable in _beside(before, after)
    }
    properties = {
        (terms.curie(iri_of(prop, namespaces)), datatype)
        for prop, value in pairwise(every)
        for variable, datatype in compared
        if value.text == variable and iri_of(prop, namespaces)
    }
    sentences = []
    for short, datatype in sorted(properties):
        others = _OTHERS.replace("PROPERTY", terms.expand(short)).replace("OWN", datatype)
        if count := view.select(others).column("n")[0]:
            days = " and ".join(_BOUNDS.get(short, _DAYS))
            told = _PRECISIONS[datatype]
            sentences.append(_WORDS.say(told, view.lang, count, short, days))
    return sentences


def _around_date(
    every: Sequence[Token], index: int, namespaces: dict[str, str]
) -> Iterator[tuple[str, list[Token], list[Token]]]:
    """The datatype of a date, and what stands before and after it.

    It is a text that is typed or made one, as by ``xsd:date("…")``, or a variable.
    """
    if every[index].kind == "variable":
        yield terms.XSD.date.value, list(every[:index]), list(every[index + 1 :])
    if every[index].kind != "string":
        return
    after = every[index + 1 : index + 4]
    typed = [token.text for token in after[:2]] == ["^", "^"] and iri_of(after[2], namespaces)
    if typed in _PRECISIONS:
        yield typed, list(every[:index]), list(every[index + 4 :])
    before = every[max(index - 2, 0) : index]
    made = len(before) == 2 and before[1].text == "(" and iri_of(before[0], namespaces)
    if made in _PRECISIONS:
        yield made, list(every[: index - 2]), list(every[index + 2 :])


def _beside(before: list[Token], after: list[Token]) -> Iterator[Token]:
    """The variables that what stands between is compared with."""
    for side, nearest in ((before, -1), (after, 0)):
        operator = False
        while side and side[nearest].text in _COMPARED:
            operator = bool(side.pop(nearest))
        if operator and side and side[nearest].kind == "variable":
            yield side[nearest]

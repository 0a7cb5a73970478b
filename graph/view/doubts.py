"""What a query says that the graph cannot mean, compares that nothing equals, or names that is not.

RDF compares terms: a text is neither a name in a language nor a date, a number is no text, a month
no day, and ``rdfs:label`` no name of this graph.  An engine answers such a query with fewer rows or
none, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph.base.languages import LANGS
from graph.base.problems import UnknownName
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.sparql import Token, declared, iri_of, words
from graph.engines.values import AsWritten, value
from graph.lookup.names import labels_of
from graph.view.view import View
from loaders import dates
from ontology import terms
from ontology.spelling import did_you_mean

_WORDS = words_of("graph.view")
_SEEN = 2_000  # so many values of a property are looked at
_NOTHING = Token("other", "", 0)
_COMPARED = ("=", "<", ">", "!")
_OPERATORS = (*_COMPARED, "(", ",", "IN", "NOT")
_DECLARING = frozenset(("PREFIX", "BASE", "FROM", "NAMED"))
_WITHIN = ("CONTAINS", "STRSTARTS", "STRENDS", "REGEX")
_OF_TEXTS = frozenset((*_WITHIN, "STR", "LANG", "LCASE", "UCASE"))
_TEXT = terms.XSD.string
_NAME = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_NUMBERS = (terms.XSD.integer, terms.XSD.decimal, terms.XSD.double, terms.XSD.float)
# Where the days stand that a date as stated can mean.
BOUNDS = {
    "nhv:validFrom": ("nhv:earliestStart", "nhv:latestStart"),
    "nhv:validUntil": ("nhv:earliestEnd", "nhv:latestEnd"),
    "nhv:decidedOn": ("nhv:earliestGrant", "nhv:latestGrant"),
}
DAYS = ("nhv:firstDay", "nhv:lastDay")
OTHERS = """SELECT (COUNT(*) AS ?n) {
  ?s <PROPERTY> ?d
  FILTER(DATATYPE(?d) IN (xsd:date, xsd:gYear, xsd:gYearMonth, edtf:EDTF) && DATATYPE(?d) != <OWN>)
}"""
PRECISIONS = {
    terms.XSD.date.value: "doubt.no_day",
    terms.XSD.gYearMonth.value: "doubt.no_month",
    terms.XSD.gYear.value: "doubt.no_year",
}


def causes(view: View, sparql: str) -> list[str]:
    """Why a query, its parameters filled in, finds nothing: by its texts, else by its terms."""
    every, namespaces = words(sparql), declared(sparql)
    as_texts = any(token.text.upper() in _OF_TEXTS for token in every)
    things, names, texts = list[str](), list[str](), list[str]()
    for before, token, after in zip(
        [_NOTHING, *every], every, [*every[1:], _NOTHING], strict=False
    ):
        if token.kind != "string":
            continue
        text, prop = _unquoted(token), _node(before, namespaces)
        if prop in terms.relations():
            things.append(_as_thing(view, prop, text))
        if after.kind == "language":
            names.append(_otherwise_spelt(view, text, after.text[1:]))
        elif after.text != "^" and not as_texts:
            texts.append(_in_a_language(view, text) or _no_text(view, text))
    return things or [*filter(None, (*names, *texts))] or _mismatches(view, every, namespaces)


def _unquoted(token: Token) -> str:
    return token.text.strip("\"'")


def _node(token: Token, namespaces: Mapping[str, str]) -> NamedNode | None:
    """The node that a token names, if it is a whole name: one that goes on from BASE is not."""
    try:
        return NamedNode(iri_of(token, namespaces))
    except ValueError:
        return None


def _has(view: View, **terms_of: Any) -> bool:
    """Whether there is a statement with some terms."""
    return next(view.engine.find(**terms_of), None) is not None


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
    quads = islice(view.engine.find(predicates=[prop]), _SEEN)
    things = {quad.object for quad in quads if isinstance(quad.object, NamedNode)}
    among = sorted(things, key=str)
    for one in among:
        if text.casefold() in {word(one, lang).casefold() for lang in LANGS}:
            return terms.curie(one.value)
    example = terms.curie(among[0].value) if among else "?x"
    return _WORDS.say("doubt.example", view.lang, example)


def _otherwise_spelt(view: View, text: str, lang: str) -> str:
    """What to write for a name that stands otherwise, or in the other language, in the graph."""
    if _has(view, objects=[Literal(text, language=lang)]):
        return ""
    try:
        thing = view.names.find(text).value
    except UnknownName:
        return ""
    known = lang if lang in LANGS else view.lang
    name = labels_of(view.engine, [thing], known)[thing]
    return _WORDS.say("doubt.spelling", view.lang, text, lang, f'"{name}"@{known}')


def _in_a_language(view: View, text: str) -> str:
    for lang in (view.lang, "sv", "en"):
        if _has(view, objects=[Literal(text, language=lang)]):
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


def _mismatches(view: View, every: Sequence[Token], namespaces: Mapping[str, str]) -> list[str]:
    """What of the terms of a query makes it find nothing."""
    told = [*_unknown(view, every, namespaces), *_ill_formed(view, every, namespaces)]
    told += _letters(view, every)
    for prop, literal in _compared(every, namespaces):
        found = [quad.object for quad in islice(view.engine.find(predicates=[prop]), _SEEN)]
        values = [one for one in found if isinstance(one, Literal)]
        has = {one.datatype for one in values if len(values) == len(found)}  # none are things
        if not has or _alike(literal.datatype) & {kind for one in has for kind in _alike(one)}:
            continue
        example = _written(view, min(values, key=_as_example), literal)
        kinds = " / ".join(sorted({_kind(view, one) for one in has}))
        short = terms.curie(prop.value)
        given = literal.value, _kind(view, literal.datatype)
        told.append(_WORDS.say("doubt.kind", view.lang, *given, short, kinds, example))
    return list(dict.fromkeys(told))


def _unknown(view: View, every: Sequence[Token], namespaces: Mapping[str, str]) -> Iterator[str]:
    """The terms and things that stand in no statement of the view."""
    around = [_NOTHING, _NOTHING, *every, _NOTHING]
    for first, before, token, after in zip(around, around[1:], every, around[3:], strict=False):
        words_before = {first.text.upper(), before.text.upper()}
        node = _node(token, namespaces)
        if node is None or words_before & _DECLARING:
            continue
        if before.text == "^" or after.text == "(" or token.text.partition(":")[0] in terms.KINDS:
            continue  # a datatype, a function, or told elsewhere
        if not _stands(view, node):
            iri = node.value
            local = iri.rpartition("#")[2].rpartition("/")[2]
            remedy = _WORDS.say("doubt.vocabulary", view.lang, local)
            kind, _, thing = iri.partition("/nhv/id/")[2].partition("/")
            listed = view.names.of_kind(kind) if thing and kind in terms.KINDS else ()
            prefix, _, name = iri.partition(":")
            if prefix in terms.PREFIXES and _stands(view, NamedNode(terms.PREFIXES[prefix] + name)):
                remedy = _WORDS.say("doubt.brackets", view.lang, iri)
            elif known := [terms.curie(one) for _, one, _ in listed]:
                remedy = did_you_mean(f"{kind}:{thing}", known, lang=view.lang)
            yield _WORDS.say("doubt.unused", view.lang, token.text, remedy.rstrip("?"))


def _stands(view: View, node: NamedNode) -> bool:
    return any(_has(view, **{at: [node]}) for at in ("predicates", "subjects", "objects"))


def _letters(view: View, every: Sequence[Token]) -> Iterator[str]:
    """The texts that are sought within names letter by letter, and languages that no name has."""
    said = [token.text.upper() for token in every]
    for index, token in enumerate(every[5:], 5):
        text = _unquoted(token)
        if token.kind != "string":
            continue
        if said[index - 5] == "LANG" and said[index - 1] == "=" and text not in LANGS:
            yield _WORDS.say("doubt.languages", view.lang, text, ", ".join(LANGS))
        within = said[index - 4] in _WITHIN and said[index - 1] == ","
        if within and not {"LCASE", "UCASE", '"I"'} & {*said} and text.upper() != text.lower():
            yield _WORDS.say("doubt.case", view.lang, text)


def _ill_formed(view: View, every: Sequence[Token], namespaces: Mapping[str, str]) -> Iterator[str]:
    for index, token in enumerate(every):
        literal = _literal(every, index, namespaces)
        if literal and isinstance(value(literal), AsWritten):
            short = terms.curie(literal.datatype.value)
            yield _WORDS.say("doubt.form", view.lang, _unquoted(token), short)


def _literal(every: Sequence[Token], index: int, namespaces: Mapping[str, str]) -> Literal | None:
    """The literal that begins with a token, if one does."""
    token, after = every[index], [*every[index + 1 : index + 4]]
    if token.kind == "number":
        return Literal(token.text, datatype=terms.XSD.decimal)
    if token.kind != "string":
        return None
    text = _unquoted(token)
    if after and after[0].kind == "language":
        return Literal(text, language=after[0].text[1:].lower())
    if [one.text for one in after[:2]] == ["^", "^"] and len(after) == 3:
        return Literal(text, datatype=_node(after[2], namespaces) or _TEXT)
    return Literal(text)


def _compared(
    every: Sequence[Token], namespaces: Mapping[str, str]
) -> Iterator[tuple[NamedNode, Literal]]:
    """The literals that stand as the value of a property, or beside a variable that does."""
    of: dict[str, list[NamedNode]] = {}
    for name, token in pairwise(every):
        if token.kind == "variable" and (prop := _node(name, namespaces)):
            of.setdefault(token.text, []).append(prop)
    for index in range(len(every)):
        if (literal := _literal(every, index, namespaces)) is None:
            continue
        before = list(every[:index])
        if before and (prop := _node(before[-1], namespaces)):
            yield prop, literal
            continue
        passed = set[str]()
        while before and (before[-1].text.upper() in _OPERATORS or before[-1].kind == "string"):
            passed.add(before.pop().text.upper())
        is_compared = passed and ("IN" in passed or not passed & {"(", ","})
        if before and is_compared and before[-1].kind == "variable":
            yield from ((prop, literal) for prop in of.get(before[-1].text, ()))


def _as_example(one: Literal) -> tuple[bool, str, str]:
    """Days before coarser dates, and the least, so that every store gives the same example."""
    return one.datatype != terms.XSD.date, one.datatype.value, one.value


def _alike(datatype: NamedNode) -> set[NamedNode]:
    """The datatypes whose values an engine compares with those of another."""
    return set(_NUMBERS) if datatype in _NUMBERS else {datatype}


def _kind(view: View, datatype: NamedNode) -> str:
    """What values of a datatype are called."""
    if datatype in _NUMBERS:
        return _WORDS.say("doubt.numbers", view.lang)
    if datatype in (_TEXT, _NAME):
        return _WORDS.say("doubt.names" if datatype == _NAME else "doubt.texts", view.lang)
    return terms.curie(datatype.value)


def _written(view: View, one: Literal, literal: Literal) -> str:
    """How a value such as one of a property is written: the one that is meant if it can be told."""
    if one.datatype == terms.XSD.date:
        try:
            first = dates.parse(literal.value[:10]).first.isoformat()
        except ValueError:
            first = one.value
        return f'"{first}"^^xsd:date'
    if one.language:
        return f'"{literal.value}"@{view.lang}'
    if one.datatype == _TEXT:
        return f'"{literal.value}"'
    return f"{Literal(one.value)}^^{terms.curie(one.datatype.value)}"


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
        for prop, following in pairwise(every)
        for variable, datatype in compared
        if following.text == variable and iri_of(prop, namespaces)
    }
    sentences = []
    for short, datatype in sorted(properties):
        others = OTHERS.replace("PROPERTY", terms.expand(short)).replace("OWN", datatype)
        if count := view.select(others).column("n")[0]:
            days = BOUNDS.get(short, DAYS)
            sentences.append(_WORDS.say(PRECISIONS[datatype], view.lang, count, short, *days))
    return sentences


def _around_date(
    every: Sequence[Token], index: int, namespaces: Mapping[str, str]
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
    if typed in PRECISIONS:
        yield typed, list(every[:index]), list(every[index + 4 :])
    before = every[max(index - 2, 0) : index]
    made = len(before) == 2 and before[1].text == "(" and iri_of(before[0], namespaces)
    if made in PRECISIONS:
        yield made, list(every[: index - 2]), list(every[index + 2 :])


def _beside(before: list[Token], after: list[Token]) -> Iterator[Token]:
    """The variables that what stands between is compared with."""
    for side, nearest in ((before, -1), (after, 0)):
        operator = False
        while side and side[nearest].text in _COMPARED:
            operator = bool(side.pop(nearest))
        if operator and side and side[nearest].kind == "variable":
            yield side[nearest]

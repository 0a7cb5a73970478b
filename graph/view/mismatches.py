"""What a query compares that no statement can equal, and what it names that none has.

A number is no text, a year no day, and ``rdfs:label`` no name of this graph.  An engine answers
such a query with no rows, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

from graph.base.languages import LANGS
from graph.base.words import words_of
from graph.engines.sparql import Token, declared, iri_of, words
from graph.engines.values import AsWritten, value
from graph.view.doubts import SEEN
from graph.view.view import View
from loaders import dates
from ontology import terms
from ontology.spelling import did_you_mean

_WORDS = words_of("graph.view")
_OPERATORS = ("=", "<", ">", "!", "(", ",", "IN", "NOT")
_DECLARING = frozenset(("PREFIX", "BASE", "FROM", "NAMED"))
_WITHIN = ("CONTAINS", "STRSTARTS", "STRENDS", "REGEX")
_TEXT = terms.XSD.string
_NAME = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_NUMBERS = (terms.XSD.integer, terms.XSD.decimal, terms.XSD.double, terms.XSD.float)


def mismatches(view: View, sparql: str) -> list[str]:
    """What makes a query, its parameters filled in, find nothing, as far as its terms do."""
    every, namespaces = words(sparql), declared(sparql)
    told = [*_unknown(view, every, namespaces), *_ill_formed(view, every, namespaces)]
    told += _letters(view, every)
    for prop, literal in _compared(every, namespaces):
        has = _datatypes(view, prop)
        if not has or _alike(literal.datatype) & {kind for one in has for kind in _alike(one)}:
            continue
        example = _written(view, prop, literal)
        kinds = " / ".join(sorted({_kind(view, one) for one in has}))
        short = terms.curie(prop.value)
        given = literal.value, _kind(view, literal.datatype)
        told.append(_WORDS.say("doubt.kind", view.lang, *given, short, kinds, example))
    return list(dict.fromkeys(told))


def _unknown(view: View, every: Sequence[Token], namespaces: dict[str, str]) -> Iterator[str]:
    """The terms and things that stand in no statement of the view."""
    nothing = Token("other", "", 0)
    around = [nothing, nothing, *every, nothing]
    for first, before, token, after in zip(around, around[1:], every, around[3:], strict=False):
        words_before = {first.text.upper(), before.text.upper()}
        iri = iri_of(token, namespaces)
        if token.kind not in ("pname", "iri") or words_before & _DECLARING or not iri:
            continue
        if before.text == "^" or after.text == "(" or token.text.partition(":")[0] in terms.KINDS:
            continue  # a datatype, a function, or told elsewhere
        if not _stands(view, NamedNode(iri)):
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
    find = view.engine.find
    return any(
        True
        for quads in (find(predicates=[node]), find(subjects=[node]), find(objects=[node]))
        for _ in quads
    )


def _letters(view: View, every: Sequence[Token]) -> Iterator[str]:
    """The texts that are sought within names letter by letter, and languages that no name has."""
    said = [token.text.upper() for token in every]
    for index, token in enumerate(every[5:], 5):
        text = token.text.strip("\"'")
        if token.kind != "string":
            continue
        if said[index - 5] == "LANG" and said[index - 1] == "=" and text not in LANGS:
            yield _WORDS.say("doubt.languages", view.lang, text, ", ".join(LANGS))
        within = said[index - 4] in _WITHIN and said[index - 1] == ","
        if within and not {"LCASE", "UCASE", '"I"'} & {*said} and text.upper() != text.lower():
            yield _WORDS.say("doubt.case", view.lang, text)


def _ill_formed(view: View, every: Sequence[Token], namespaces: dict[str, str]) -> Iterator[str]:
    for index, token in enumerate(every):
        literal = _literal(every, index, namespaces)
        if literal and isinstance(value(literal), AsWritten):
            short = terms.curie(literal.datatype.value)
            yield _WORDS.say("doubt.form", view.lang, token.text.strip("\"'"), short)


def _literal(every: Sequence[Token], index: int, namespaces: dict[str, str]) -> Literal | None:
    """The literal that begins with a token, if one does."""
    token, after = every[index], [*every[index + 1 : index + 4]]
    if token.kind == "number":
        return Literal(token.text, datatype=terms.XSD.decimal)
    if token.kind != "string":
        return None
    text = token.text.strip("\"'")
    if after and after[0].kind == "language":
        return Literal(text, language=after[0].text[1:].lower())
    if [one.text for one in after[:2]] == ["^", "^"] and len(after) == 3:
        return Literal(text, datatype=NamedNode(iri_of(after[2], namespaces) or "urn:x"))
    return Literal(text)


def _compared(
    every: Sequence[Token], namespaces: dict[str, str]
) -> Iterator[tuple[NamedNode, Literal]]:
    """The literals that stand as the value of a property, or beside a variable that does."""
    of: dict[str, list[NamedNode]] = {}
    for prop, token in pairwise(every):
        if prop.kind in ("pname", "iri") and token.kind == "variable":
            of.setdefault(token.text, []).append(NamedNode(iri_of(prop, namespaces) or "urn:x"))
    for index in range(len(every)):
        if (literal := _literal(every, index, namespaces)) is None:
            continue
        before = list(every[:index])
        if before and before[-1].kind in ("pname", "iri"):
            yield NamedNode(iri_of(before[-1], namespaces) or "urn:x"), literal
            continue
        passed = set[str]()
        while before and (before[-1].text.upper() in _OPERATORS or before[-1].kind == "string"):
            passed.add(before.pop().text.upper())
        is_compared = passed and ("IN" in passed or not passed & {"(", ","})
        if before and is_compared and before[-1].kind == "variable":
            yield from ((prop, literal) for prop in of.get(before[-1].text, ()))


def _datatypes(view: View, prop: NamedNode) -> set[NamedNode]:
    """The datatypes of the values of a property; none where some are things."""
    found: set[NamedNode] = set()
    for count, quad in enumerate(view.engine.find(predicates=[prop])):
        if count > SEEN:
            break
        if not isinstance(quad.object, Literal):
            return set()
        found.add(quad.object.datatype)
    return found


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


def _written(view: View, prop: NamedNode, literal: Literal) -> str:
    """How a value of a property is written: the one that is meant if it can be told, else any."""
    one = next(quad.object for quad in view.engine.find(predicates=[prop]))
    if isinstance(one, Literal) and one.datatype == terms.XSD.date:
        try:
            first = dates.parse(literal.value[:10]).first.isoformat()
        except ValueError:
            first = one.value
        return f'"{first}"^^xsd:date'
    if isinstance(one, Literal) and one.language:
        return f'"{literal.value}"@{view.lang}'
    if isinstance(one, Literal) and one.datatype == _TEXT:
        return f'"{literal.value}"'
    return str(one).replace(f"<{terms.PREFIXES['xsd']}", "xsd:").replace(">", "")

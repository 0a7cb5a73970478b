"""Which shapes ask more of data than before, and which ask less."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox

from graph.base.words import Pair
from graph.release.words import WORDS
from ontology.terms import BASE, RDF, SH, curie

ShapeChange: TypeAlias = tuple[bool, str, str, Pair]
"""Whether it may break someone; ``tightened``, ``loosened`` or ``changed``; the shape; in words."""

_Shape: TypeAlias = Mapping[str, frozenset[str]]
_SH = str(SH)
_NAMESPACE = f"{BASE}shapes#"
_LINKS = tuple(RDF.type.value.replace("type", name) for name in ("first", "rest"))
# What a larger number makes stricter, and what it makes laxer.
_LEAST = {"minCount", "minInclusive", "minExclusive", "minLength", "qualifiedMinCount"}
_MOST = {"maxCount", "maxInclusive", "maxExclusive", "maxLength", "qualifiedMaxCount"}
# What a longer list makes laxer: any of its members will do.
_CHOICES = {"in", "or", "xone", "languageIn", "ignoredProperties"}
# What is said to people and asks nothing of data.
_TALK = {"message", "name", "description", "order", "group"}
# From the mildest; a shape that names none has the gravest.
_SEVERITIES = tuple(f"{_SH}{name}" for name in ("Info", "Warning", "Violation"))


def changed_shapes(
    old: Iterable[ox.Triple], new: Iterable[ox.Triple], known: Collection[str]
) -> Iterator[ShapeChange]:
    """Compare two versions of the shapes.

    Args:
        old: The older shapes.
        new: The newer shapes.
        known: The terms that the older ontology had. A new shape of a new term breaks nobody.

    Yields:
        What became stricter (which may break someone), laxer, or different in a way that cannot
        be told (which may break someone, too).
    """
    before, after = _shapes(old), _shapes(new)
    for iri in after.keys() - before.keys():
        targets = {value for values in after[iri].values() for value in values}
        yield _change(bool(targets & set(known)), "tightened", iri, WORDS.pair("terms.come"))
    for iri in before.keys() - after.keys():
        yield _change(False, "loosened", iri, WORDS.pair("terms.gone"))
    none: frozenset[str] = frozenset()
    for iri in before.keys() & after.keys():
        for said in before[iri].keys() | after[iri].keys():
            values = before[iri].get(said, none), after[iri].get(said, none)
            if values[0] != values[1]:
                name = said.removeprefix(_SH)
                kind = "changed" if name in _TALK else _direction(name, *values)
                what = f"{curie(said)} {_list(values[0]) or '–'} → {_list(values[1]) or '–'}"
                breaks = name not in _TALK and kind != "loosened"
                yield _change(breaks, kind, iri, (what, what))


def _change(breaks: bool, kind: str, iri: str, what: Pair) -> ShapeChange:
    return breaks, kind, iri, WORDS.pair(f"terms.{kind}", f"`{_short(iri)}`", what)


def _direction(name: str, old: frozenset[str], new: frozenset[str]) -> str:
    """Whether a constraint asks more than before, less, or what cannot be compared."""
    stricter = laxer = False
    if name == "severity":
        ranks = {severity: rank for rank, severity in enumerate(_SEVERITIES)}
        was, now = (
            max((ranks.get(v, 0) for v in values), default=len(ranks) - 1) for values in (old, new)
        )
        stricter, laxer = now > was, now <= was
    elif name == "deactivated":
        laxer = "true" in new
        stricter = not laxer
    elif not (old and new):
        stricter, laxer = bool(new), bool(old)
    elif name in _CHOICES:
        stricter, laxer = new < old, old < new
    elif name in _LEAST | _MOST:
        try:
            more = max(map(float, new)) > max(map(float, old))
        except ValueError:  # days, for instance: they sort as they are written
            more = max(new) > max(old)
        stricter = more == (name in _LEAST)
        laxer = not stricter
    else:
        stricter, laxer = old < new, new < old
    return "tightened" if stricter else "loosened" if laxer else "changed"


def _shapes(triples: Iterable[ox.Triple]) -> dict[str, _Shape]:
    """What each shape asks: shape, constraint, values; a list counts as its members."""
    said: dict[object, dict[str, set[object]]] = {}
    for subject, predicate, value in triples:
        said.setdefault(subject, {}).setdefault(predicate.value, set()).add(value)

    def members(value: object) -> Iterator[str]:
        if isinstance(value, ox.NamedNode | ox.Literal):
            yield value.value
            return
        for part in (part for link in _LINKS for part in said.get(value, {}).get(link, ())):
            if not (isinstance(part, ox.NamedNode) and part.value.endswith("#nil")):
                yield from members(part)

    return {
        subject.value: {
            predicate: frozenset(text for value in values for text in members(value))
            for predicate, values in about.items()
        }
        for subject, about in said.items()
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(_NAMESPACE)
    }


def _list(values: Iterable[str]) -> str:
    return ", ".join(sorted(map(_short, values)))


def _short(value: str) -> str:
    if value.startswith(_NAMESPACE):
        return "shapes:" + value.removeprefix(_NAMESPACE)
    return curie(value)

"""Which shapes ask more of data than before, and which ask less."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox

from graph.release.ontology.meaning import Change
from graph.release.ontology.parts import PARTS
from ontology.terms import RDF, SH, curie

_Shape: TypeAlias = Mapping[str, frozenset[str]]
_SH = str(SH)
_NAMESPACE = PARTS["shapes.ttl"].value + "#"
_FIRST, _REST = (RDF.type.value.replace("type", name) for name in ("first", "rest"))

# What a larger number makes stricter, and what it makes laxer.
_LEAST = {"minCount", "minInclusive", "minExclusive", "minLength", "qualifiedMinCount"}
_MOST = {"maxCount", "maxInclusive", "maxExclusive", "maxLength", "qualifiedMaxCount"}
# What a longer list makes laxer: any of its members will do.
_CHOICES = {"in", "or", "xone", "languageIn", "ignoredProperties"}
# What is said to people and asks nothing of data.
_TALK = {"message", "name", "description", "order", "group"}
_SEVERITIES = ("Info", "Warning", "Violation")
_WORDS = {
    "tightened": ("stricter", "strängare"),
    "loosened": ("laxer", "mildare"),
    "changed": ("changed", "ändrad"),
}


def changed_shapes(
    old: Iterable[ox.Triple], new: Iterable[ox.Triple], known: Collection[str]
) -> Iterator[Change]:
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
        yield _change(iri, "tightened", bool(targets & set(known)), "added", "tillkom")
    for iri in before.keys() - after.keys():
        yield _change(iri, "loosened", False, "taken away", "togs bort")
    for iri in before.keys() & after.keys():
        yield from _changed(iri, before[iri], after[iri])


def _changed(iri: str, old: _Shape, new: _Shape) -> Iterator[Change]:
    none: frozenset[str] = frozenset()
    for said in old.keys() | new.keys():
        before, after = old.get(said, none), new.get(said, none)
        if before == after:
            continue
        name = said.removeprefix(_SH)
        kind = "changed" if name in _TALK else _direction(name, before, after)
        what = f"{curie(said)} {_list(before) or '–'} → {_list(after) or '–'}"
        breaks = name not in _TALK and kind != "loosened"
        yield _change(iri, kind, breaks, what, what)


def _direction(name: str, old: frozenset[str], new: frozenset[str]) -> str:
    """Whether a constraint asks more than before, less, or what cannot be compared."""
    if name == "severity":
        # A shape that names no severity has the gravest.
        ranks = [max(map(_rank, values), default=len(_SEVERITIES) - 1) for values in (old, new)]
        return "tightened" if ranks[1] > ranks[0] else "loosened"
    if name == "deactivated":
        return "loosened" if "true" in new else "tightened"
    if not (old and new):
        return "tightened" if new else "loosened"
    if name in _CHOICES and old != new:
        laxer = old < new
        return "loosened" if laxer else "tightened" if new < old else "changed"
    if name in _LEAST | _MOST:
        try:
            more = max(map(float, new)) > max(map(float, old))
        except ValueError:  # days, for instance: they sort as they are written
            more = max(new) > max(old)
        return "tightened" if more == (name in _LEAST) else "loosened"
    if old < new:
        return "tightened"
    return "loosened" if new < old else "changed"


def _rank(severity: str) -> int:
    name = severity.removeprefix(_SH)
    return _SEVERITIES.index(name) if name in _SEVERITIES else 0


def _change(iri: str, kind: str, breaks: bool, en: str, sv: str) -> Change:
    named = f"`{_short(iri)}`"
    (word_en, word_sv) = _WORDS[kind]
    return Change(
        breaks, kind, iri, f"shape {named} {word_en}: {en}", f"formen {named} {word_sv}: {sv}"
    )


def _shapes(triples: Iterable[ox.Triple]) -> dict[str, _Shape]:
    """What each shape asks: shape, constraint, values; a list counts as its members."""
    said: dict[object, dict[str, set[object]]] = {}
    for subject, predicate, value in triples:
        said.setdefault(subject, {}).setdefault(predicate.value, set()).add(value)

    def members(value: object) -> Iterator[str]:
        if not isinstance(value, ox.BlankNode):
            assert isinstance(value, ox.NamedNode | ox.Literal)
            yield value.value
            return
        link = said.get(value, {})
        for part in (*link.get(_FIRST, ()), *link.get(_REST, ())):
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
    return ", ".join(sorted(_short(value) for value in values))


def _short(value: str) -> str:
    if value.startswith(_NAMESPACE):
        return "shapes:" + value.removeprefix(_NAMESPACE)
    return curie(value)

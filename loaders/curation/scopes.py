"""A scope that names a part of the area: the fact belongs to the part.

``scope`` is for what has no entry of its own.  A permit for a whole area with the scope
"barn" is a second name for the permit of its part for children, which every count would
take for something else.  Which words name a part is read from the register: those of the
part's Swedish names that none of the whole's names has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.curation.cited import Cited
from loaders.curation.entries import AreaEntry
from loaders.curation.fields import Count
from loaders.curation.records import Statistic
from loaders.curation.registers import Entity, Mention
from ontology.spelling import fold
from ontology.terms import NHV

_ADULTS = frozenset(("vuxna", "vuxen"))
_CHILDREN = "barn"
_AGES = _ADULTS | {_CHILDREN, "ungdomar"}
# What may stand beside the adults and leaves the scope theirs alone.
_OF_AGE = frozenset(("bara", "endast", "enbart", "från", "och", "över", "år", "patienter"))
# Words of names that tell no part from another.
_FILLERS = frozenset(("avancerad", "behov", "från", "även", "eller", "samt", "syftande", "viss"))
_SHORTEST = 4
_STEM = 5

Fault = tuple[tuple[str, ...], str, str]
"""The keys that lead to the scope within its fact, what is wrong, and what to do."""


@dataclass(frozen=True)
class Part:
    """A part of an area and the words that tell it from the whole."""

    entity: Entity
    words: frozenset[str]


def parts_of(entries: Iterable[object]) -> dict[str, tuple[Part, ...]]:
    """The parts of each area by its id, of entries of which some may be no areas."""
    areas = {entry.id: entry for entry in entries if isinstance(entry, AreaEntry)}
    found: dict[str, tuple[Part, ...]] = {}
    for entry in areas.values():
        if entry.area_kind != "part" or entry.part_of is None:
            continue
        whole = entry.part_of.entity
        if whole.id not in areas:
            continue
        shown, known = (
            _words(areas[whole.id].sv),
            _words(areas[whole.id].sv, *areas[whole.id].alt_sv),
        )
        telling = frozenset(
            word
            for word in _words(entry.sv, *entry.alt_sv) - _FILLERS
            if len(word) >= _SHORTEST
            # Whole areas are printed as "…, vuxna och barn", too.
            and not any(_alike(word, other) for other in (shown if word in _AGES else known))
        )
        part = Part(Entity("area", entry.id, entry.sv, entry.en), telling)
        found[whole.id] = (*found.get(whole.id, ()), part)
    return found


def misplaced(
    facts: Sequence[Cited], parts: Mapping[str, tuple[Part, ...]]
) -> Iterator[tuple[int, Fault]]:
    """Scopes of one source that name a part of their area, by position of the fact.

    A fact whose ``reading`` names the part by its id is let through: the curator saw it, and
    says why it stays as it is.  A number that is partly the part's is let through where the
    same document states the number of the part as a fact of its own.
    """
    for index, fact in enumerate(facts):
        concerned = [part for area in _areas(fact) for part in parts.get(area.id, ())]
        if not concerned:
            continue
        for keys, scope, count in _scopes(fact):
            named = [
                part
                for part in named_parts(scope, concerned)
                if part.entity.id not in (fact.reading or "")
                and not (count and _counted(part.entity, count, facts))
            ]
            if named:
                yield index, (keys, *_told(scope, named, count))
            elif (part := adults_beside(scope, concerned)) and part.entity.id not in (
                fact.reading or ""
            ):
                what = f"'{scope}' says no more than the area, of which children are a part"
                yield index, (keys, what, f"take it out; the children are {part.entity.key}")


def named_parts(scope: str, parts: Iterable[Part]) -> list[Part]:
    """The parts that a scope names: “vuxna och barn” names that of children."""
    words = _words(scope)
    return [
        part for part in parts if any(_alike(word, own) for own in part.words for word in words)
    ]


def adults_beside(scope: str, parts: Iterable[Part]) -> Part | None:
    """The part for children, where a scope names the adults of the area and nothing else."""
    words = _words(scope)
    if not words & _ADULTS or words - _ADULTS - _OF_AGE:
        return None
    return next((part for part in parts if _CHILDREN in part.words), None)


def _told(scope: str, named: Sequence[Part], count: Count | None) -> tuple[str, str]:
    keys = " and ".join(part.entity.key for part in named)
    what = f"'{scope}' names a part that has an entry of its own"
    if count:
        return what, f"add '- statistic: units-count' about {keys} with value: {count.number}"
    return what, f"take it out, and state the same of {keys} in a fact of its own"


def _scopes(fact: Cited) -> Iterator[tuple[tuple[str, ...], str, Count | None]]:
    """The scopes of a fact, each with its place and the number it is for, if it is for one."""
    scope = getattr(fact, "scope", None)
    if isinstance(scope, str):
        yield ("scope",), scope, None
    for count in getattr(fact, "units", ()):
        for each in (count, count.of_which):
            if each and each.scope:
                yield ("units", "scope"), each.scope, each


def _counted(part: Entity, count: Count, facts: Iterable[Cited]) -> bool:
    """Whether a source states the number of a part's units as a fact of its own."""
    for fact in facts:
        if isinstance(fact, Statistic):
            named = {mention.entity.id for mention in fact.about if mention.entity.kind == "area"}
            if fact.quantity == NHV.UnitsCount and part.id in named and fact.value == count.number:
                return True
        elif part.id in {area.id for area in _areas(fact)} and any(
            each.number == count.number for each in getattr(fact, "units", ())
        ):
            return True
    return False


def _areas(fact: Cited) -> list[Entity]:
    area = getattr(fact, "area", None)
    mentions = (area,) if isinstance(area, Mention) else getattr(fact, "areas", ())
    return [mention.entity for mention in mentions]


def _words(*texts: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", fold(" ".join(texts))))


def _alike(one: str, other: str) -> bool:
    """The same word, or a long one that begins or ends a compound or an inflection of the other."""
    short, long = sorted((one, other), key=len)
    if len(short) < _STEM:
        return one == other
    return long.startswith(short) or long.endswith(short)

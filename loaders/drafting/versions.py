"""A newer version of a document beside the curated source of the older: new, gone, changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from loaders.curation.read import read_file
from loaders.drafting.proposal import Proposal
from loaders.publishing.recipe import CURATED
from ontology.spelling import did_you_mean, fold

# What tells one fact of a kind from another; the rest can change.
_PARTIES = ("holder", "held_within", "supplier", "receiver", "applicants", "step", "decision_kind")
_DAYS = ("valid_from", "valid_until", "decided_on", "opens", "closes", "date", "due", "decided_at")
_NOT_SAID = ("lines", "printed", "reading", "inferred", "sv", "en", "slide", "section", "note")


def against(made: Proposal, source: str, curated: Path = CURATED) -> list[str]:
    """What a document says that a curated source does not, and the other way round.

    Args:
        made: The draft of the newer version.
        source: The id of the source of the older.
        curated: The folder of the curated files.

    Returns:
        A line for each fact that is new, gone or changed; one that says so if none is.

    Raises:
        ValueError: If there is no such source.
    """
    path = curated / "sources" / f"{source}.yaml"
    if not path.is_file():
        known = [one.stem for one in (curated / "sources").glob("*.yaml")]
        raise ValueError(f"there is no source {source}; {did_you_mean(source, known)}")
    older = read_file(path, path.name).tree.get("facts", [])
    names = made.names
    before = {key: fact for fact in older for key in _keys(fact, names)}
    after = {key: fact for fact in made.draft.facts for key in _keys(fact, names)}
    lines = [f"new: {_told(key, after[key])}" for key in after if key not in before]
    lines += [f"gone: {_told(key, before[key])}" for key in before if key not in after]
    for key in after:
        if key in before and (changes := list(_changes(before[key], after[key], names))):
            lines.append(f"changed: {_told(key, after[key])}: {'; '.join(changes)}")
    return lines or [f"nothing is new, gone or changed since {source}"]


def _keys(fact: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """What a fact is about, once for each of its areas."""
    kind = next(iter(fact))
    parties = [",".join(_thing(v, names) for v in _many(fact.get(p))) for p in _PARTIES]
    for head in _many(fact[kind]):
        yield (kind, _thing(head, names), *parties)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _thing(value: Any, names: Mapping[str, str]) -> str:
    return names.get(fold(str(value)), str(value))


def _told(key: tuple[str, ...], fact: Mapping[str, Any]) -> str:
    said = " ".join(part for part in key if part)
    return f"{said} (lines {fact.get('lines')})"


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[str]:
    """The fields that both say otherwise, and days that only one of them says."""
    for field in dict.fromkeys((*before, *after)):
        if field in _NOT_SAID or field in _PARTIES or field == next(iter(after)):
            continue
        one, other = before.get(field), after.get(field)
        if (one is None or other is None) and field not in _DAYS:
            continue
        if [_thing(v, names) for v in _many(one)] != [_thing(v, names) for v in _many(other)]:
            yield f"{field} {one or 'not said'} -> {other or 'not said'}"

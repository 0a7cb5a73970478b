"""What is found in a document: facts in the making, names unknown, matters left open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import NamesOfRegisters, SaidName

Fact = dict[str, Any]
# What tells facts of a kind apart, and what may differ between two passages on one.
_IDENTITY = {
    "permit", "holder", "held_within", "programme", "scope", "supply", "supplier", "receiver",
    "placement", "step", "consultation", "call", "application", "applicants", "outcome", "decision",
    "decision_kind", "meeting", "statistic", "value", "duty", "change", "to",
}  # fmt: skip
_MAY_DIFFER = {"state", "substate", "decided_by", "through_hospital", "supply_kind", "planned"}
_CONCLUDED = "concluded from other words or lines of the document"


@dataclass
class Found:
    """A fact while its document is read.

    Attributes:
        kind: The kind of fact, which is its first field, too.
        fields: Names, days and plain values, by field.
        passage: Where it was found.
        lines: The numbers of its lines.
        inferred: The fields that were concluded.
    """

    kind: str
    fields: dict[str, Any]
    passage: Passage
    lines: set[int]
    inferred: set[str] = field(default_factory=set)

    def key(self, name: str) -> Any:
        """The value of a field as something to compare: of names the things, of days the day."""
        return _key(self.fields.get(name))

    @property
    def areas(self) -> set[str]:
        """The things that it is about."""
        said = self.fields[self.kind]
        return {str(_key(one)) for one in (said if isinstance(said, list) else [said])}

    @property
    def party(self) -> Any:
        """Who holds or applies, to be compared."""
        return self.key("holder") or self.key("applicants")

    @property
    def identity(self) -> str:
        """What tells it from other facts of its kind."""
        return str(sorted((k, v) for k, v in _keys(self.fields).items() if k in _IDENTITY))

    def amend(self, name: str, value: Any, p: Passage) -> None:
        """Take what a later passage adds."""
        self.fields[name] = value
        self.lines |= set(p.lines)
        if name == "valid_from" and self.fields.get("state") == "granted":
            self.fields["state"] = "starting"

    def takes(self, other: Found) -> bool:
        """Take what another fact says of the same; whether it says nothing else."""
        mine, theirs = _keys(self.fields), _keys(other.fields)
        both = (mine.keys() & theirs.keys()) - _MAY_DIFFER
        another = {mine.get("state"), theirs.get("state")} == {"open", "closed"}
        if another or any(mine[key] != theirs[key] for key in both):
            return False
        if theirs.keys() - mine.keys():
            self.lines |= other.lines
            self.inferred |= other.inferred
        self.fields = {**other.fields, **self.fields}
        return True

    def written(self, names: NamesOfRegisters) -> Fact:
        """The fact as a curated file has it, with wordings that differ from what is written."""
        fact: Fact = {self.kind: None}
        printed: dict[str, str] = {}
        inferred = set(self.inferred)
        for name, value in self.fields.items():
            if isinstance(value, SaidDay):
                fact[name] = value.edtf
                if value.printed != value.edtf:
                    printed[name] = value.printed
                inferred |= {name} if value.inferred else set()
            elif isinstance(value, SaidName):
                fact[name] = names.written(value)
                wording = re.sub(r"[:’']s$", "", value.printed)
                if wording and fact[name] not in (wording, value.printed):
                    printed[name] = wording
            elif isinstance(value, list):
                fact[name] = [names.written(v) if isinstance(v, SaidName) else v for v in value]
            else:
                fact[name] = value
        if printed:
            fact["printed"] = printed
        fact["lines"] = sorted(self.lines)
        if inferred:
            fact["inferred"] = [name for name in self.fields if name in inferred]
            fact["reading"] = _CONCLUDED
        return fact


def _key(value: Any) -> Any:
    if isinstance(value, SaidName):
        return value.key
    if isinstance(value, SaidDay):
        return value.edtf
    return [_key(one) for one in value] if isinstance(value, list) else value


def _keys(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _key(value) for name, value in fields.items()}


@dataclass
class Unknown:
    """A name that no register has where a name of an area is looked for."""

    name: str
    kind: str
    party: str
    day: str
    lines: tuple[int, ...]


@dataclass
class Draft:
    """What was found: facts, names unknown, matters undecided."""

    facts: list[Fact] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)


def spans(lines: Iterable[int]) -> str:
    """Lines as a curated file writes them: ``3-5, 8``."""
    spans: list[list[int]] = []
    for line in sorted(set(lines)):
        if spans and spans[-1][1] == line - 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in spans)

"""Mappings: which thing of ours another code list or network has under a name of its own.

A mapping that is less than certain says why.  ``loaders/curated/README.md`` explains the fields to
people; a release has the sets in SSSOM, the Simple Standard for Sharing Ontological Mappings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Annotated, Literal

from pyoxigraph import NamedNode

from loaders.curation.cited import THINGS, Thing
from loaders.curation.fields import Address, Date, Text, mention_of
from loaders.curation.record import Reader, Record
from loaders.curation.registers import Mention, Registers
from loaders.problems import Place

FOLDER = "mappings"


def _share(value: object) -> float:
    if not (isinstance(value, str) and re.fullmatch(r"0\.[0-9]{1,3}|1(\.0)?", value)):
        raise ValueError(f"'{value}' is no share; write a number from 0.0 to 1.0")
    return float(value)


class SetHead(Record):
    """What a file says of all its mappings."""

    title: Text
    description: Text
    date: Date
    prefixes: Mapping[str, Address] = MappingProxyType({})  # of the names on the other side
    object_source: Text | None = None  # the list on the other side
    object_source_version: Text | None = None


class Match(Record):
    """One mapping: a thing of the registers, and the same or nearly the same in another list."""

    thing: Thing
    match: Literal["exact", "close", "broad", "narrow", "related"]
    other: Text  # a name behind one of the prefixes, or another thing of the registers
    label: Text  # what the other list calls it
    source: Annotated[Mention, mention_of("source")] | None = None  # what ties the two together
    confidence: Annotated[float, Reader.by(_share)] = 1.0
    comment: Text | None = None

    def review(self) -> None:
        """Raise ``ValueError`` if it is less than certain and does not say why."""
        if self.source and self.source.printed:
            raise ValueError(f"a mapping names its source by the id; write {self.source.entity.id}")
        if self.confidence < 1 and self.comment is None:
            raise ValueError("a mapping that is less than certain needs a comment; say why")

    def meant(self, head: SetHead, registers: Registers) -> NamedNode:
        """The other thing; ValueError if it is unknown, or cannot be an address."""
        prefix, _, name = self.other.partition(":")
        if prefix in head.prefixes:
            return NamedNode(head.prefixes[prefix].value + name)
        return registers.find(self.other, THINGS).entity.iri


@dataclass(frozen=True)
class MappingSet:
    """A file of mappings, each with the other thing that it names, and its place."""

    file: str
    matches: tuple[tuple[Match, NamedNode, Place], ...]

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return PurePosixPath(self.file).stem

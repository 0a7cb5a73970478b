"""What all facts share: where they stand, how sure they are, and the names they may hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from loaders.curation.fields import (
    Count,
    Lines,
    Number,
    Text,
    mention_of,
    parse_counts,
    parse_lines,
)
from loaders.curation.record import Many, Reader, Record
from loaders.curation.registers import Mention
from loaders.dates import in_order
from ontology.spelling import did_you_mean

ORGANS = ("region", "body", "organisation", "hospital", "healthcare-region")
THINGS = (
    "area", *ORGANS, "programme", "step", "legal", "source", "county", "municipality",
)  # fmt: skip
"""Kinds of things that facts and tables name; persons are none of them."""

Area: TypeAlias = Annotated[Mention, mention_of("area")]
Holder: TypeAlias = Annotated[Mention, mention_of("region", "hospital")]
HealthcareRegion: TypeAlias = Annotated[Mention, mention_of("healthcare-region")]
Partner: TypeAlias = Annotated[Mention, mention_of("region", "healthcare-region", "hospital")]
Hospital: TypeAlias = Annotated[Mention, mention_of("hospital")]
Organ: TypeAlias = Annotated[Mention, mention_of(*ORGANS)]
Body: TypeAlias = Annotated[Mention, mention_of("body", "organisation", "region", "hospital")]
Programme: TypeAlias = Annotated[Mention, mention_of("programme")]
Step: TypeAlias = Annotated[Mention, mention_of("step")]
Thing: TypeAlias = Annotated[Mention, mention_of(*THINGS)]
Units: TypeAlias = Annotated[tuple[Count, ...], Reader.by(parse_counts)]
Locator: TypeAlias = Annotated[Lines, Reader.by(parse_lines)]


class Cited(Record):
    """What every fact carries: where it stands, how sure it is, how it was read.

    A kind of fact is called as its class, and files call its first field, ``head``, by the kind.
    """

    kind: ClassVar[str]
    head: ClassVar[str]

    lines: Locator | None = None
    slide: Number | None = None  # slide or page number
    section: Text | None = None  # heading, table or paragraph
    certainty: Literal["stated", "inferred"] = "stated"
    inferred: Many[Text] = ()  # fields that were inferred although the fact itself is stated
    reading: Text | None = None  # why it is read this way, in few words
    note: Text | None = None  # for curators; not published

    def __init_subclass__(cls, head: str | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        if head:
            cls.kind, cls.head = cls.__name__.lower(), head
            cls.fields = {**cls.fields, head: cls.fields[head]._replace(written=cls.kind)}

    @classmethod
    def own_fields(cls) -> tuple[str, ...]:
        """The fields of this kind alone, as they are written in YAML."""
        common = {*Cited.fields, "printed"}
        return tuple(field.written for name, field in cls.fields.items() if name not in common)

    @classmethod
    def check_inferred(cls, value: tuple[str, ...] | Mapping[str, str], _: object) -> object:
        """Names of fields, or wordings by them; raises ``ValueError`` if one is no field."""
        known = cls.own_fields()
        for name in value:
            if name not in known:
                near = did_you_mean(name, known, f"use {', '.join(known)}")
                raise ValueError(f"'{name}' is no field of a {cls.kind}; {near}")
        return value

    check_printed = check_inferred

    def review(self) -> None:
        """Raise ``ValueError`` if it ends before it begins."""
        for before, after in (("valid_from", "valid_until"), ("opens", "closes")):
            in_order(getattr(self, before, None), getattr(self, after, None), before, after)


class Fact(Cited):
    """A fact; ``printed`` has wordings by field, where they differ in print from the value."""

    printed: Mapping[str, Text] = MappingProxyType({})

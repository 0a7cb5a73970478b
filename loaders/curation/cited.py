"""What all facts share: where they stand, how sure they are, and the names they may hold."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from loaders.curation.fields import (
    Count,
    Lines,
    Number,
    Reader,
    Text,
    mention_of,
    one_or_many,
    parse_counts,
    parse_lines,
)
from loaders.curation.registers import Mention
from loaders.dates import in_order
from ontology.spelling import did_you_mean

ORGANS = ("region", "body", "organisation", "hospital", "healthcare-region")
THINGS = (
    "area", *ORGANS, "programme", "step", "legal", "source", "county", "municipality",
)  # fmt: skip
"""Kinds of things that facts and tables name; persons are none of them."""

_T = TypeVar("_T")
Many: TypeAlias = Annotated[tuple[_T, ...], BeforeValidator(one_or_many)]
Some: TypeAlias = Annotated[Many[_T], Field(min_length=1)]

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


class Record(BaseModel):
    """What every record has; unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Cited(Record):
    """What every fact carries: where it stands, how sure it is, how it was read.

    A kind of fact is called as its class, and begins in YAML with the field ``head``.

    Attributes:
        slide: Slide or page number.
        section: Heading, table or paragraph.
        inferred: Fields that were inferred although the fact itself is stated.
        reading: Why it is read this way, in few words.
        note: For curators; not published.
    """

    kind: ClassVar[str]
    head: ClassVar[str]

    lines: Locator | None = None
    slide: Number | None = None
    section: Text | None = None
    certainty: Literal["stated", "inferred"] = "stated"
    inferred: Many[Text] = ()
    reading: Text | None = None
    note: Text | None = None

    def __init_subclass__(cls, head: str | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        if head:
            cls.kind, cls.head = cls.__name__.lower(), head

    @classmethod
    def own_fields(cls) -> tuple[str, ...]:
        """The fields of this kind alone, as they are written in YAML."""
        common = {*Cited.model_fields, "printed"}
        return tuple(
            cls.kind if name == cls.head else (field.alias or name)
            for name, field in cls.model_fields.items()
            if name not in common
        )

    @field_validator("inferred", "printed", check_fields=False)
    @classmethod
    def _names_fields(cls, value: tuple[str, ...] | dict[str, str]) -> object:
        known = cls.own_fields()
        for name in value:
            if name not in known:
                near = did_you_mean(name, known, f"use {', '.join(known)}")
                raise ValueError(f"'{name}' is no field of a {cls.kind}; {near}")
        return value

    @model_validator(mode="after")
    def _begins_first(self) -> Self:
        for before, after in (("valid_from", "valid_until"), ("opens", "closes")):
            in_order(getattr(self, before, None), getattr(self, after, None), before, after)
        return self


class Fact(Cited):
    """A fact; ``printed`` has wordings by field, where they differ in print from the value."""

    printed: dict[str, Text] = Field(default_factory=dict)

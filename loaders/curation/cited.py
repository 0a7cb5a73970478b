"""What all facts share: where they stand, how sure they are, and the names they may hold."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

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
from ontology.spelling import did_you_mean

_ORGANS = ("region", "body", "organisation", "hospital", "healthcare-region")
_THINGS = (
    "area", *_ORGANS, "programme", "step", "legal", "source", "county", "municipality",
)  # fmt: skip
MANY = BeforeValidator(one_or_many)

Area: TypeAlias = Annotated[Mention, mention_of("area")]
Areas: TypeAlias = Annotated[tuple[Area, ...], MANY, Field(min_length=1)]
Holder: TypeAlias = Annotated[Mention, mention_of("region", "hospital")]
HealthcareRegion: TypeAlias = Annotated[Mention, mention_of("healthcare-region")]
Partner: TypeAlias = Annotated[Mention, mention_of("region", "healthcare-region", "hospital")]
Hospitals: TypeAlias = Annotated[
    tuple[Annotated[Mention, mention_of("hospital")], ...], MANY, Field(min_length=1)
]
Organ: TypeAlias = Annotated[Mention, mention_of(*_ORGANS)]
Organs: TypeAlias = Annotated[tuple[Organ, ...], MANY, Field(min_length=1)]
Body: TypeAlias = Annotated[Mention, mention_of("body", "organisation", "region", "hospital")]
Programme: TypeAlias = Annotated[Mention, mention_of("programme")]
Step: TypeAlias = Annotated[Mention, mention_of("step")]
Thing: TypeAlias = Annotated[Mention, mention_of(*_THINGS)]
Things: TypeAlias = Annotated[tuple[Thing, ...], MANY, Field(min_length=1)]
Units: TypeAlias = Annotated[tuple[Count, ...], Reader.by(parse_counts)]
Locator: TypeAlias = Annotated[Lines, Reader.by(parse_lines)]


class Record(BaseModel):
    """What every record has; unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Cited(Record):
    """What every fact carries: where it stands, how sure it is, how it was read.

    Attributes:
        lines: Lines of the document.
        slide: Slide or page number.
        section: Heading, table or paragraph.
        certainty: Whether the document says it or a curator inferred it.
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
    inferred: Annotated[tuple[Text, ...], MANY] = ()
    reading: Text | None = None
    note: Text | None = None

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
                raise ValueError(
                    f"'{name}' is no field of a {cls.kind}; "
                    + did_you_mean(name, known, f"use {', '.join(known)}")
                )
        return value


class Fact(Cited):
    """A fact whose values may have been worded otherwise in print.

    Attributes:
        printed: Wordings as printed, by field, where they differ from the value.
    """

    printed: dict[str, Text] = Field(default_factory=dict)

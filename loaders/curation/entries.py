"""One type per list of the registers.

An entry gives a thing its identifier, its names and what does not change with
sources: what it is part of, where it lies, which codes it has.  What a document
states about the thing is a fact of that document, never of the register.
"""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator
from pyoxigraph import NamedNode

from loaders.curation.cited import Record
from loaders.curation.fields import (
    Address,
    Date,
    Id,
    Number,
    Text,
    Truth,
    concept_of,
    mention_of,
    one_or_many,
)
from loaders.curation.registers import Mention
from ontology.terms import NHV

_MANY = BeforeValidator(one_or_many)
Texts: TypeAlias = Annotated[tuple[Text, ...], _MANY]
_ORGANS = ("organisation", "body", "region", "hospital", "healthcare-region")


def _code(pattern: str, example: str) -> BeforeValidator:
    def check(value: object) -> str:
        if not (isinstance(value, str) and re.fullmatch(pattern, value)):
            raise ValueError(f"'{value}' is no such code; write it like {example}")
        return value

    return BeforeValidator(check)


def _degrees(value: object) -> str:
    if not (isinstance(value, str) and re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,6}", value)):
        raise ValueError(f"'{value}' are no decimal degrees; write them like 59.36004")
    # No trailing noughts: the store keeps the value of a decimal, not its text.
    return value.rstrip("0").rstrip(".") if "." in value else value


County: TypeAlias = Annotated[Mention, mention_of("county")]
HealthcareRegion: TypeAlias = Annotated[Mention, mention_of("healthcare-region")]
HealthcareRegions: TypeAlias = Annotated[tuple[HealthcareRegion, ...], _MANY]
AreaId: TypeAlias = Annotated[Mention, mention_of("area")]
LegalId: TypeAlias = Annotated[Mention, mention_of("legal")]
LegalIds: TypeAlias = Annotated[tuple[LegalId, ...], _MANY]
Organ: TypeAlias = Annotated[Mention, mention_of(*_ORGANS)]
Degrees: TypeAlias = Annotated[str, BeforeValidator(_degrees)]


class FormerName(Record):
    """A name that a thing had."""

    sv: Text
    alt_sv: Texts = ()
    to: Date | None = None
    sources: Texts = ()
    name_inferred: Truth | None = None
    note: Text | None = None


class Entry(Record):
    """What every entry has.

    Attributes:
        id: Slug, unique within its kind.
        sv: The Swedish name shown.
        en: The English name shown.
        alt_sv: Every other spelling met, older names included.
        alt_en: The same in English.
        former_names: Names it had, with the last day where known.
        sources: Where the entry was found; pages not curated yet may be named.
        inferred: Fields that no source prints.
        note: For curators; not published.
    """

    kind: ClassVar[str]
    of_class: ClassVar[NamedNode]

    id: Id
    sv: Text
    en: Text
    alt_sv: Texts = ()
    alt_en: Texts = ()
    former_names: tuple[FormerName, ...] = ()
    sources: Texts = ()
    inferred: Texts = ()
    note: Text | None = None

    def rdf_class(self) -> NamedNode:
        """The class of the thing."""
        return self.of_class

    def names(self) -> tuple[str, ...]:
        """All names but the two shown."""
        former = [name for old in self.former_names for name in (old.sv, *old.alt_sv)]
        return (*self.alt_sv, *self.alt_en, *former)


class AreaEntry(Entry):
    """A care area, a topic of review, or a part of an area."""

    kind: ClassVar[str] = "area"
    area_kind: Literal["area", "topic", "part"] = Field(alias="kind")
    part_of: AreaId | None = None
    programmes: Annotated[
        tuple[Annotated[Mention, mention_of("programme")], ...], _MANY, Field(min_length=1)
    ]
    specialty: Annotated[NamedNode, concept_of("specialty")]
    came_from: Annotated[tuple[AreaId, ...], _MANY] = Field(default=(), alias="from")
    from_certainty: Literal["stated", "inferred"] = "stated"
    from_note: Text | None = None

    def rdf_class(self) -> NamedNode:
        """An area, a topic or a part, as the entry says."""
        return {"area": NHV.CareArea, "topic": NHV.Topic, "part": NHV.AreaPart}[self.area_kind]


class RegionEntry(Entry):
    """A self-governing region: the body, not the county."""

    kind: ClassVar[str] = "region"
    of_class: ClassVar[NamedNode] = NHV.Region
    county: County
    healthcare_regions: Annotated[HealthcareRegions, Field(min_length=1)]
    active_from: Date | None = None


class HealthcareRegionEntry(Entry):
    """A collaboration of regions (samverkansregion)."""

    kind: ClassVar[str] = "healthcare-region"
    of_class: ClassVar[NamedNode] = NHV.HealthcareRegion
    legal_body: Annotated[Mention, mention_of("organisation")] | None = None


class CountyEntry(Entry):
    """A county: the territory."""

    kind: ClassVar[str] = "county"
    of_class: ClassVar[NamedNode] = NHV.County
    county_code: Annotated[str, _code(r"[0-9]{2}", "'01'")]
    iso: Annotated[str, _code(r"SE-[A-Z]{1,2}", "SE-AB")]
    nuts3: Annotated[str, _code(r"SE[0-9]{3}", "SE110")]
    seat: Text


class MunicipalityEntry(Entry):
    """A municipality where a hospital stands, or of a county that healthcare regions divide."""

    kind: ClassVar[str] = "municipality"
    of_class: ClassVar[NamedNode] = NHV.Municipality
    municipality_code: Annotated[str, _code(r"[0-9]{4}", "'1382'")]
    county: County
    healthcare_region: HealthcareRegion


class HospitalEntry(Entry):
    """A hospital, or a unit or clinic of one."""

    kind: ClassVar[str] = "hospital"
    level: Literal["hospital", "unit", "clinic"]
    operator: Annotated[Mention, mention_of("region", "organisation")] | None = None
    part_of: Annotated[Mention, mention_of("hospital")] | None = None
    university: Annotated[Mention, mention_of("organisation")] | None = None
    city: Text | None = None
    municipality: Annotated[Mention, mention_of("municipality")] | None = None
    geonames_id: Number | None = None
    lat: Degrees | None = None
    lon: Degrees | None = None
    precision: Literal["city"] | None = None
    active_from: Date | None = None

    def rdf_class(self) -> NamedNode:
        """A hospital, or a unit of one."""
        return NHV.Hospital if self.level == "hospital" else NHV.HospitalUnit


class OrganisationEntry(Entry):
    """An authority, association, company or other organisation."""

    kind: ClassVar[str] = "organisation"
    of_class: ClassVar[NamedNode] = NHV.Organisation
    type: Annotated[NamedNode, concept_of("organisationType")]
    part_of: Organ | None = None
    healthcare_region: HealthcareRegion | None = None
    members: Annotated[tuple[Organ, ...], _MANY] = ()
    seat: Text | None = None
    active_from: Date | None = None


class AuthorityEntry(OrganisationEntry):
    """A body of the state, or the regions' national association."""

    of_class: ClassVar[NamedNode] = NHV.Authority


class UniversityEntry(Entry):
    """A university, or a faculty of one."""

    kind: ClassVar[str] = "organisation"
    of_class: ClassVar[NamedNode] = NHV.University
    part_of: Annotated[Mention, mention_of("organisation")] | None = None
    city: Text | None = None


class BodyEntry(Entry):
    """A board, group, office or committee."""

    kind: ClassVar[str] = "body"
    of_class: ClassVar[NamedNode] = NHV.Body
    type: Annotated[NamedNode, concept_of("bodyType")]
    part_of: Organ | None = None
    kind_of: Annotated[Mention, mention_of("body")] | None = None
    replaces: Annotated[Mention, mention_of("body")] | None = None
    healthcare_region: HealthcareRegion | None = None
    active_from: Date | None = None
    active_to: Date | None = None


class PersonEntry(Record):
    """A person in a public role: the name, nothing else."""

    kind: ClassVar[str] = "person"
    id: Id
    name: Text
    alt_sv: Texts = ()
    sources: Texts = ()


class LegalEntry(Entry):
    """A law, ordinance, regulation, bill, inquiry or assignment."""

    kind: ClassVar[str] = "legal"
    of_class: ClassVar[NamedNode] = NHV.LegalSource
    type: Annotated[NamedNode, concept_of("legalType")]
    number: Text | None = None
    date: Date | None = None
    in_force: Date | None = None
    url: Address | None = None
    governs_sv: Text | None = None
    governs_en: Text | None = None
    amends: LegalIds = ()
    based_on: Annotated[tuple[Annotated[Mention, mention_of("legal", "body")], ...], _MANY] = ()
    replaces: LegalIds = ()
    part_of: LegalId | None = None

    @model_validator(mode="after")
    def _in_both_languages(self) -> LegalEntry:
        if (self.governs_sv is None) != (self.governs_en is None):
            raise ValueError("governs stands in one language; write governs_sv and governs_en")
        return self


LISTS: dict[str, dict[str, type[Entry] | type[PersonEntry]]] = {
    "areas": {"areas": AreaEntry},
    "organisations": {
        "regions": RegionEntry,
        "healthcare_regions": HealthcareRegionEntry,
        "counties": CountyEntry,
        "municipalities": MunicipalityEntry,
        "hospitals": HospitalEntry,
        "universities": UniversityEntry,
        "authorities": AuthorityEntry,
        "other": OrganisationEntry,
    },
    "bodies": {"bodies": BodyEntry},
    "people": {"people": PersonEntry},
    "legal": {"legal_sources": LegalEntry},
}
"""The lists of each register file and the type of their entries."""

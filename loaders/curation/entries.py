"""One type per list of the registers.

An entry gives a thing its identifier, its names and what does not change with
sources: what it is part of, where it lies, which codes it has.  What a document
states about the thing is a fact of that document, never of the register.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from loaders.curation.cited import Area, HealthcareRegion, Hospital
from loaders.curation.fields import (
    Address,
    Date,
    Id,
    Text,
    Truth,
    concept_of,
    mention_of,
    whole_number,
)
from loaders.curation.record import Many, Reader, Record, Some, Written
from loaders.curation.registers import Mention
from ontology.terms import NHV, XSD


def _code(pattern: str, example: str) -> Reader:
    def check(value: object) -> str:
        if not (isinstance(value, str) and re.fullmatch(pattern, value)):
            raise ValueError(f"'{value}' is no such code; write it like {example}")
        return value

    return Reader.by(check)


def _degrees(value: object) -> RdfLiteral:
    if not (isinstance(value, str) and re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,6}", value)):
        raise ValueError(f"'{value}' are no decimal degrees; write them like 59.36004")
    # No trailing noughts: the store keeps the value of a decimal, not its text.
    return RdfLiteral(value.rstrip("0").rstrip("."), datatype=XSD.decimal)


def _town(value: object) -> NamedNode:
    return NamedNode(f"https://sws.geonames.org/{whole_number(value)}/")


County: TypeAlias = Annotated[Mention, mention_of("county")]
Organisation: TypeAlias = Annotated[Mention, mention_of("organisation")]
Organ: TypeAlias = Annotated[
    Mention, mention_of("organisation", "body", "region", "hospital", "healthcare-region")
]
Legal: TypeAlias = Annotated[Mention, mention_of("legal")]
SomeBody: TypeAlias = Annotated[Mention, mention_of("body")]
Degrees: TypeAlias = Annotated[RdfLiteral, Reader.by(_degrees)]


class FormerName(Record):
    """A name that a thing had."""

    sv: Text
    alt_sv: Many[Text] = ()
    to: Date | None = None
    sources: Many[Text] = ()
    name_inferred: Truth | None = None
    note: Text | None = None


class Entry(Record):
    """What every entry has."""

    kind: ClassVar[str]
    of_class: ClassVar[NamedNode]

    id: Id
    sv: Text
    en: Text
    alt_sv: Many[Text] = ()  # every other spelling met, older names included
    alt_en: Many[Text] = ()
    former_names: tuple[FormerName, ...] = ()  # names it had, with the last day where known
    sources: Many[Text] = ()  # where the entry was found; pages not curated yet may be named
    inferred: Many[Text] = ()  # fields that no source prints
    note: Text | None = None  # for curators; not published

    def __init_subclass__(
        cls, kind: str | None = None, of_class: NamedNode | None = None, **options: Any
    ) -> None:
        super().__init_subclass__(**options)
        cls.kind = kind or cls.kind
        if of_class:
            cls.of_class = of_class

    def rdf_class(self) -> NamedNode:
        """The class of the thing."""
        return self.of_class

    def names(self) -> tuple[str, ...]:
        """All names but the two shown."""
        former = [name for old in self.former_names for name in (old.sv, *old.alt_sv)]
        return (*self.alt_sv, *self.alt_en, *former)


class AreaEntry(Entry, kind="area"):
    """A care area, a topic of review, or a part of an area."""

    area_kind: Annotated[Literal["area", "topic", "part"], Written("kind")]
    part_of: Area | None = None
    programmes: Some[Annotated[Mention, mention_of("programme")]]
    specialty: Annotated[NamedNode, concept_of("specialty")]
    came_from: Annotated[Many[Area], Written("from")] = ()
    from_certainty: Literal["stated", "inferred"] = "stated"
    from_note: Text | None = None

    def rdf_class(self) -> NamedNode:
        """An area, a topic or a part, as the entry says."""
        return {"area": NHV.CareArea, "topic": NHV.Topic, "part": NHV.AreaPart}[self.area_kind]


class RegionEntry(Entry, kind="region", of_class=NHV.Region):
    """A self-governing region: the body, not the county."""

    county: County
    healthcare_regions: Some[HealthcareRegion]
    active_from: Date | None = None


class HealthcareRegionEntry(Entry, kind="healthcare-region", of_class=NHV.HealthcareRegion):
    """A collaboration of regions (samverkansregion)."""

    legal_body: Organisation | None = None


class CountyEntry(Entry, kind="county", of_class=NHV.County):
    """A county: the territory."""

    county_code: Annotated[str, _code(r"[0-9]{2}", "'01'")]
    iso: Annotated[str, _code(r"SE-[A-Z]{1,2}", "SE-AB")]
    nuts3: Annotated[str, _code(r"SE[0-9]{3}", "SE110")]
    seat: Text


class MunicipalityEntry(Entry, kind="municipality", of_class=NHV.Municipality):
    """A municipality where a hospital stands, or of a county that healthcare regions divide."""

    municipality_code: Annotated[str, _code(r"[0-9]{4}", "'1382'")]
    county: County
    healthcare_region: HealthcareRegion


class HospitalEntry(Entry, kind="hospital"):
    """A hospital, or a unit or clinic of one."""

    level: Literal["hospital", "unit", "clinic"]
    operator: Annotated[Mention, mention_of("region", "organisation")] | None = None
    part_of: Hospital | None = None
    university: Organisation | None = None
    city: Text | None = None
    municipality: Annotated[Mention, mention_of("municipality")] | None = None
    geonames_id: Annotated[NamedNode, Reader.by(_town)] | None = None
    lat: Degrees | None = None
    lon: Degrees | None = None
    precision: Literal["city"] | None = None
    active_from: Date | None = None

    def rdf_class(self) -> NamedNode:
        """A hospital, or a unit of one."""
        return NHV.Hospital if self.level == "hospital" else NHV.HospitalUnit


class OrganisationEntry(Entry, kind="organisation", of_class=NHV.Organisation):
    """An authority, association, company or other organisation."""

    type: Annotated[NamedNode, concept_of("organisationType")]
    part_of: Organ | None = None
    healthcare_region: HealthcareRegion | None = None
    members: Many[Organ] = ()
    seat: Text | None = None
    active_from: Date | None = None


class AuthorityEntry(OrganisationEntry, of_class=NHV.Authority):
    """A body of the state, or the regions' national association."""


class UniversityEntry(Entry, kind="organisation", of_class=NHV.University):
    """A university, or a faculty of one."""

    part_of: Organisation | None = None
    city: Text | None = None


class BodyEntry(Entry, kind="body", of_class=NHV.Body):
    """A board, group, office or committee."""

    type: Annotated[NamedNode, concept_of("bodyType")]
    part_of: Organ | None = None
    kind_of: SomeBody | None = None
    replaces: SomeBody | None = None
    healthcare_region: HealthcareRegion | None = None
    active_from: Date | None = None
    active_to: Date | None = None


class PersonEntry(Record):
    """A person in a public role: the name, nothing else."""

    kind: ClassVar[str] = "person"
    id: Id
    name: Text
    alt_sv: Many[Text] = ()
    sources: Many[Text] = ()


class LegalEntry(Entry, kind="legal", of_class=NHV.LegalSource):
    """A law, ordinance, regulation, bill, inquiry or assignment."""

    type: Annotated[NamedNode, concept_of("legalType")]
    number: Text | None = None
    date: Date | None = None
    in_force: Date | None = None
    url: Address | None = None
    governs_sv: Text | None = None
    governs_en: Text | None = None
    amends: Many[Legal] = ()
    based_on: Many[Annotated[Mention, mention_of("legal", "body")]] = ()
    replaces: Many[Legal] = ()
    part_of: Legal | None = None

    def review(self) -> None:
        """Raise ``ValueError`` if a text stands in one language."""
        if (self.governs_sv is None) != (self.governs_en is None):
            raise ValueError("governs stands in one language; write governs_sv and governs_en")


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

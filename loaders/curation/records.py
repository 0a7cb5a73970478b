"""One type per kind of fact that a source document can state.

A record is a fact as a curator wrote it, with its names already reconciled: a
field that names a thing holds a :class:`~loaders.curation.registers.Mention`.  The types
are also the format's definition; ``loaders/curated/README.md`` explains it to
people.  Kinds and fields follow the classes and properties of ``ontology/nhv.ttl``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, field_validator, model_validator
from pyoxigraph import NamedNode

from loaders.curation.cited import (
    MANY,
    Area,
    Areas,
    Body,
    Cited,
    Fact,
    HealthcareRegion,
    Holder,
    Hospitals,
    Organ,
    Organs,
    Partner,
    Programme,
    Step,
    Thing,
    Things,
    Units,
)
from loaders.curation.fields import Address, Date, Number, Text, Truth, Year, concept_of, mention_of
from loaders.curation.registers import Mention
from loaders.dates import in_order


class Permit(Fact):
    """A region (before NHV also a hospital) may give the care of an area."""

    kind: ClassVar[str] = "permit"
    head: ClassVar[str] = "area"
    area: Area
    holder: Holder | None = None
    held_within: HealthcareRegion | None = None
    through_hospital: Hospitals = ()
    programme: Programme | None = None
    scope: Text | None = None
    valid_from: Date | None = None
    valid_until: Date | None = None
    decided_on: Date | None = None
    decided_by: Organ | None = None
    file_number: Text | None = None
    state: Annotated[NamedNode, concept_of("state")] | None = None

    @model_validator(mode="after")
    def _somebody_holds(self) -> Permit:
        if self.holder is None and self.held_within is None:
            raise ValueError(
                "a permit needs a holder; add holder, or held_within if only that is said"
            )
        in_order(self.valid_from, self.valid_until, "valid_from", "valid_until")
        return self


class Supply(Fact):
    """One supplies another, who holds the permit, with care of an area."""

    kind: ClassVar[str] = "supply"
    head: ClassVar[str] = "area"
    area: Area
    supplier: Partner
    receiver: Partner
    supply_kind: Annotated[
        tuple[Annotated[NamedNode, concept_of("supplyKind")], ...], MANY, Field(min_length=1)
    ]
    through_hospital: Hospitals = ()
    valid_from: Date | None = None
    valid_until: Date | None = None
    decided_on: Date | None = None
    state: Annotated[NamedNode, concept_of("state")] | None = None

    @model_validator(mode="after")
    def _two_parties(self) -> Supply:
        if self.supplier.entity == self.receiver.entity:
            raise ValueError("supplier and receiver are the same; correct one of them")
        in_order(self.valid_from, self.valid_until, "valid_from", "valid_until")
        return self


class Cooperation(Fact):
    """Two or more work together in the care of an area; nothing says who supplies whom."""

    kind: ClassVar[str] = "cooperation"
    head: ClassVar[str] = "area"
    area: Area
    partners: Annotated[tuple[Partner, ...], MANY]
    through_hospital: Hospitals = ()
    valid_from: Date | None = None
    valid_until: Date | None = None
    decided_on: Date | None = None
    state: Annotated[NamedNode, concept_of("state")] | None = None

    @field_validator("partners")
    @classmethod
    def _two_or_more(cls, value: tuple[Mention, ...]) -> tuple[Mention, ...]:
        if len({mention.entity for mention in value}) < max(2, len(value)):
            raise ValueError("a cooperation has two partners or more; name each of them once")
        return value

    @model_validator(mode="after")
    def _begins_first(self) -> Cooperation:
        in_order(self.valid_from, self.valid_until, "valid_from", "valid_until")
        return self


class Placement(Fact):
    """Areas stood at a step of the process."""

    kind: ClassVar[str] = "placement"
    head: ClassVar[str] = "areas"
    areas: Areas
    step: Step
    substate: Annotated[NamedNode, concept_of("substate")] | None = None
    date: Date | None = None


class Consultation(Fact):
    """A round of consultation (remiss) on a proposal for each of the areas."""

    kind: ClassVar[str] = "consultation"
    head: ClassVar[str] = "areas"
    areas: Areas
    programme: Programme | None = None
    opens: Date | None = None
    closes: Date | None = None
    answered_on: Date | None = None
    units: Units = ()
    file_number: Text | None = None
    state: Annotated[NamedNode, concept_of("state")] | None = None

    @model_validator(mode="after")
    def _opens_first(self) -> Consultation:
        in_order(self.opens, self.closes, "opens", "closes")
        return self


class Call(Fact):
    """Permits of each of the areas are advertised (utlysning)."""

    kind: ClassVar[str] = "call"
    head: ClassVar[str] = "areas"
    areas: Areas
    programme: Programme | None = None
    opens: Date | None = None
    closes: Date | None = None
    decision_expected: Date | None = None
    units: Units = ()
    state: Annotated[NamedNode, concept_of("state")] | None = None

    @model_validator(mode="after")
    def _opens_first(self) -> Call:
        in_order(self.opens, self.closes, "opens", "closes")
        return self


class Application(Fact):
    """Regions applied for the permits of an area."""

    kind: ClassVar[str] = "application"
    head: ClassVar[str] = "area"
    area: Area
    applicants: Annotated[tuple[Holder, ...], MANY, Field(min_length=1)]
    through_hospital: Hospitals = ()
    programme: Programme | None = None
    units: Units = ()
    applied_on: Date | None = None
    decided_at: Date | None = None
    outcome: Annotated[NamedNode, concept_of("outcome")] | None = None


class Decision(Fact):
    """A body decided on each of the areas."""

    kind: ClassVar[str] = "decision"
    head: ClassVar[str] = "areas"
    areas: Areas
    decision_kind: Annotated[NamedNode, concept_of("decisionKind")]
    programme: Programme | None = None
    date: Date | None = None
    decided_by: Organ | None = None
    after_step: Step | None = None
    units: Units = ()
    sv: Text | None = None
    en: Text | None = None


class Meeting(Fact):
    """A body meets."""

    kind: ClassVar[str] = "meeting"
    head: ClassVar[str] = "body"
    body: Organ
    date: Date
    planned: Truth = False
    areas: Annotated[tuple[Area, ...], MANY] = ()


class Member(Fact):
    """A seat of a body, or an office, and who held it."""

    kind: ClassVar[str] = "member"
    head: ClassVar[str] = "person"
    person: Annotated[Mention, mention_of("person")] | None
    body: Body
    role_sv: Text
    role_en: Text
    represents: HealthcareRegion | None = None
    seat: Number | None = None
    affiliation: Annotated[tuple[Organ, ...], MANY] = ()
    from_: Date | None = Field(default=None, alias="from")
    until: Date | None = None
    attested_on: Date | None = None


class Rule(Fact):
    """How a body is to be composed."""

    kind: ClassVar[str] = "rule"
    head: ClassVar[str] = "body"
    body: Body
    rule_kind: Annotated[NamedNode, concept_of("ruleKind")]
    min_members: Number | None = None
    max_members: Number | None = None
    seats_per_healthcare_region: Number | None = None
    chair_extra: Truth | None = None
    sv: Text
    en: Text


class Procedure(Fact):
    """Who does what, towards whom, in which step of whose routine."""

    kind: ClassVar[str] = "procedure"
    head: ClassVar[str] = "actors"
    actors: Organs
    action: Annotated[NamedNode, concept_of("action")]
    toward: Annotated[tuple[Organ, ...], MANY] = ()
    step: Step | None = None
    in_routine_of: Organ | None = None
    sv: Text
    en: Text


class Duty(Fact):
    """Somebody must do something by a day."""

    kind: ClassVar[str] = "duty"
    head: ClassVar[str] = "duty_kind"
    duty_kind: Annotated[NamedNode, concept_of("dutyKind")]
    due: Date | None = None
    for_year: Year | None = None
    opens: Date | None = None
    published: Date | None = None
    obliged: Annotated[tuple[Organ, ...], MANY] = ()
    sv: Text
    en: Text


class Statistic(Fact):
    """A number that the source states about the system."""

    kind: ClassVar[str] = "statistic"
    head: ClassVar[str] = "quantity"
    quantity: Annotated[NamedNode, concept_of("quantity")]
    value: Number
    programme: Programme | None = None
    holder: Partner | None = None
    about: Annotated[tuple[Thing, ...], MANY] = ()
    as_of: Date | None = None
    sv: Text
    en: Text


class Gap(Fact):
    """Content that the document is known to have had, and that is lost."""

    kind: ClassVar[str] = "gap"
    head: ClassVar[str] = "about"
    about: Things
    missing: Annotated[NamedNode, concept_of("missing")]
    sv: Text
    en: Text


class Statement(Fact):
    """What the document says about the system: a goal, a definition, an effect."""

    kind: ClassVar[str] = "statement"
    head: ClassVar[str] = "statement_kind"
    statement_kind: Annotated[NamedNode, concept_of("statementKind")]
    about: Annotated[tuple[Thing, ...], MANY] = ()
    by: Annotated[tuple[Organ, ...], MANY] = ()
    value: Number | None = None
    date: Date | None = None
    sv: Text
    en: Text


class Change(Fact):
    """One programme replaced another."""

    kind: ClassVar[str] = "change"
    head: ClassVar[str] = "from_programme"
    from_programme: Programme
    to: Programme
    date: Date
    authority: Organ | None = None
    sv: Text | None = None
    en: Text | None = None


class Name(Cited):
    """Names under which the document prints a thing, where it states nothing else of it."""

    kind: ClassVar[str] = "name"
    head: ClassVar[str] = "thing"
    thing: Thing
    names: Annotated[tuple[Text, ...], MANY, Field(min_length=1)] = Field(alias="printed")


class Legal(Fact):
    """A legal source backs a power, a condition or a body."""

    kind: ClassVar[str] = "legal"
    head: ClassVar[str] = "legal_source"
    legal_source: Annotated[Mention, mention_of("legal")]
    backs: Annotated[tuple[Thing, ...], MANY] = ()
    at: Text | None = None
    sv: Text
    en: Text


class Resource(Fact):
    """A film, page or contact that the document offers."""

    kind: ClassVar[str] = "resource"
    head: ClassVar[str] = "resource_kind"
    resource_kind: Annotated[NamedNode, concept_of("resourceKind")]
    url: Address | None = None
    by: Annotated[tuple[Organ, ...], MANY] = ()
    about: Annotated[tuple[Thing, ...], MANY] = ()
    sv: Text
    en: Text


KINDS: dict[str, type[Cited]] = {
    record.kind: record
    for record in (
        Permit, Supply, Cooperation, Placement, Consultation, Call, Application, Decision, Meeting,
        Member, Rule, Procedure, Duty, Statistic, Gap, Statement, Change, Name, Legal, Resource,
    )
}  # fmt: skip

"""One type per kind of fact that a source document can state, and one for what it is itself.

A record is a fact as a curator wrote it, with its names already reconciled: a
field that names a thing holds a :class:`~loaders.curation.registers.Mention`.  The types
are also the format's definition; ``loaders/curated/README.md`` explains it to
people.  Kinds and fields follow the classes and properties of ``ontology/nhv.ttl``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic_core.core_schema import ValidationInfo
from pyoxigraph import NamedNode

from loaders.curation.cited import (
    Area,
    Body,
    Cited,
    Fact,
    HealthcareRegion,
    Holder,
    Hospital,
    Organ,
    Partner,
    Programme,
    Step,
    Thing,
    Units,
)
from loaders.curation.fields import (
    Address,
    Date,
    Day,
    Id,
    Number,
    Text,
    Truth,
    Year,
    concept_of,
    mention_of,
)
from loaders.curation.record import Many, Record, Some, Written
from loaders.curation.registers import Mention
from loaders.dates import When, in_order


class _Held(Fact):
    """What lasts from a decision on, in hospitals."""

    through_hospital: Some[Hospital] = ()
    valid_from: Date | None = None
    valid_until: Date | None = None
    decided_on: Date | None = None
    state: Annotated[NamedNode, concept_of("state")] | None = None


class _Told(Fact):
    """What is told in a text of ours, in both languages."""

    sv: Text
    en: Text


class Permit(_Held, head="area"):
    """A region (before NHV also a hospital) may give the care of an area."""

    area: Area
    holder: Holder | None = None
    held_within: HealthcareRegion | None = None
    programme: Programme | None = None
    scope: Text | None = None
    decided_by: Organ | None = None
    file_number: Text | None = None

    def review(self) -> None:
        """Raise ``ValueError`` if nobody holds it."""
        super().review()
        if self.holder is None and self.held_within is None:
            remedy = "add holder, or held_within if only that is said"
            raise ValueError(f"a permit needs a holder; {remedy}")


class Supply(_Held, head="area"):
    """One supplies another, who holds the permit, with care of an area."""

    area: Area
    supplier: Partner
    receiver: Partner
    supply_kind: Some[Annotated[NamedNode, concept_of("supplyKind")]]

    def review(self) -> None:
        """Raise ``ValueError`` if one supplies itself."""
        super().review()
        if self.supplier.entity == self.receiver.entity:
            raise ValueError("supplier and receiver are the same; correct one of them")


class Cooperation(_Held, head="area"):
    """Two or more work together in the care of an area; nothing says who supplies whom."""

    area: Area
    partners: Many[Partner]

    @classmethod
    def check_partners(cls, value: tuple[Mention, ...], _: object) -> tuple[Mention, ...]:
        """Two partners or more; else ``ValueError``."""
        if len({mention.entity for mention in value}) < max(2, len(value)):
            raise ValueError("a cooperation has two partners or more; name each of them once")
        return value


class Placement(Fact, head="areas"):
    """Areas stood at a step of the process."""

    areas: Some[Area]
    step: Step
    substate: Annotated[NamedNode, concept_of("substate")] | None = None
    date: Date | None = None


class Consultation(Fact, head="areas"):
    """A round of consultation (remiss) on a proposal for each of the areas."""

    areas: Some[Area]
    programme: Programme | None = None
    opens: Date | None = None
    closes: Date | None = None
    answered_on: Date | None = None
    units: Units = ()
    file_number: Text | None = None
    state: Annotated[NamedNode, concept_of("state")] | None = None


class Call(Fact, head="areas"):
    """Permits of each of the areas are advertised (utlysning)."""

    areas: Some[Area]
    programme: Programme | None = None
    opens: Date | None = None
    closes: Date | None = None
    decision_expected: Date | None = None
    units: Units = ()
    state: Annotated[NamedNode, concept_of("state")] | None = None


class Application(Fact, head="area"):
    """Regions applied for the permits of an area."""

    area: Area
    applicants: Some[Holder]
    through_hospital: Some[Hospital] = ()
    programme: Programme | None = None
    units: Units = ()
    applied_on: Date | None = None
    decided_at: Date | None = None
    outcome: Annotated[NamedNode, concept_of("outcome")] | None = None


class Decision(Fact, head="areas"):
    """A body decided on each of the areas."""

    areas: Some[Area]
    decision_kind: Annotated[NamedNode, concept_of("decisionKind")]
    programme: Programme | None = None
    date: Date | None = None
    decided_by: Organ | None = None
    after_step: Step | None = None
    units: Units = ()
    sv: Text | None = None
    en: Text | None = None


class Meeting(Fact, head="body"):
    """A body meets."""

    body: Organ
    date: Date
    planned: Truth = False
    areas: Many[Area] = ()


class Member(Fact, head="person"):
    """A seat of a body, or an office, and who held it."""

    person: Annotated[Mention, mention_of("person")] | None
    body: Body
    role_sv: Text
    role_en: Text
    represents: HealthcareRegion | None = None
    seat: Number | None = None
    affiliation: Many[Organ] = ()
    from_: Annotated[Date | None, Written("from")] = None
    until: Date | None = None
    attested_on: Date | None = None


class Rule(_Told, head="body"):
    """How a body is to be composed."""

    body: Body
    rule_kind: Annotated[NamedNode, concept_of("ruleKind")]
    min_members: Number | None = None
    max_members: Number | None = None
    seats_per_healthcare_region: Number | None = None
    chair_extra: Truth | None = None


class Procedure(_Told, head="actors"):
    """Who does what, towards whom, in which step of whose routine."""

    actors: Some[Organ]
    action: Annotated[NamedNode, concept_of("action")]
    toward: Many[Organ] = ()
    step: Step | None = None
    in_routine_of: Organ | None = None


class Duty(_Told, head="duty_kind"):
    """Somebody must do something by a day."""

    duty_kind: Annotated[NamedNode, concept_of("dutyKind")]
    due: Date | None = None
    for_year: Year | None = None
    opens: Date | None = None
    published: Date | None = None
    obliged: Many[Organ] = ()


class Statistic(_Told, head="quantity"):
    """A number that the source states about the system."""

    quantity: Annotated[NamedNode, concept_of("quantity")]
    value: Number
    programme: Programme | None = None
    holder: Partner | None = None
    about: Many[Thing] = ()
    as_of: Date | None = None


class Gap(_Told, head="about"):
    """Content that the document is known to have had, and that is lost."""

    about: Some[Thing]
    missing: Annotated[NamedNode, concept_of("missing")]


class Statement(_Told, head="statement_kind"):
    """What the document says about the system: a goal, a definition, an effect."""

    statement_kind: Annotated[NamedNode, concept_of("statementKind")]
    about: Many[Thing] = ()
    by: Many[Organ] = ()
    value: Number | None = None
    date: Date | None = None


class Change(Fact, head="from_programme"):
    """One programme replaced another."""

    from_programme: Programme
    to: Programme
    date: Date
    authority: Organ | None = None
    sv: Text | None = None
    en: Text | None = None


class Name(Cited, head="thing"):
    """Names under which the document prints a thing, where it states nothing else of it."""

    thing: Thing
    names: Annotated[Some[Text], Written("printed")]


class Legal(_Told, head="legal_source"):
    """A legal source backs a power, a condition or a body."""

    legal_source: Annotated[Mention, mention_of("legal")]
    backs: Many[Thing] = ()
    at: Text | None = None


class Resource(_Told, head="resource_kind"):
    """A film, page or contact that the document offers."""

    resource_kind: Annotated[NamedNode, concept_of("resourceKind")]
    url: Address | None = None
    by: Many[Organ] = ()
    about: Many[Thing] = ()


KINDS: dict[str, type[Cited]] = {
    record.kind: record
    for record in (
        Permit, Supply, Cooperation, Placement, Consultation, Call, Application, Decision, Meeting,
        Member, Rule, Procedure, Duty, Statistic, Gap, Statement, Change, Name, Legal, Resource,
    )
}  # fmt: skip


class SourceHead(Record):
    """What a source file says of its document."""

    id: Id
    also: Many[Text] = ()  # other identifiers under which the document is known
    title: Text
    title_en: Text
    kind: Annotated[NamedNode, concept_of("sourceKind")]  # ``slides``, ``web-page``, ``press`` …
    publisher: Organ
    date: Date | None = None
    date_note: Text | None = None
    url: Address | None = None
    read_on: Day | None = None  # the day on which a curator read it; by then it existed
    not_before: Day | None = None  # a day before which it cannot have been written
    inferred: Many[Text] = ()
    reading: Text | None = None
    locator: Text | None = None  # the locator of facts that give none, such as ``whole page``
    note: Text | None = None

    @classmethod
    def check_read_on(cls, value: When | None, said: ValidationInfo) -> When | None:
        """A day on which it was written; else ``ValueError``."""
        in_order(said.data.get("date"), value, "date", "read_on")
        return value

    @classmethod
    def check_not_before(cls, value: When | None, said: ValidationInfo) -> When | None:
        """A day before it was dated or read; else ``ValueError``."""
        for name in ("date", "read_on"):
            in_order(value, said.data.get(name), "not_before", name)
        return value

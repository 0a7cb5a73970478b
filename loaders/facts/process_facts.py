"""What the facts of the process say: placements, consultations, calls, decisions, permits.

Most of these are things that several sources can speak of.  Their identifiers are
made from what identifies them, so that the same permit in ten sources is one
permit with ten citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import NamedNode

from loaders.curation import records
from loaders.curation.cited import Cited
from loaders.curation.fields import Count
from loaders.curation.registers import Entity, Mention
from loaders.curation.schemes import concept_words
from loaders.dates import When
from loaders.facts.writer import (
    Values,
    Writer,
    assert_fact,
    counted,
    local_name,
    number,
    one,
    values_of,
    worded,
)
from loaders.problems import Place
from ontology.spelling import slug
from ontology.terms import NHV, thing

_CALL_READ_FROM_UNITS = "permits are on offer to those who applied: they were advertised"


@assert_fact.register
def _permit(record: records.Permit, writer: Writer, place: Place) -> None:
    area, holder, within = record.area.entity, record.holder, record.held_within
    identifier = _under(record.programme, area)
    if holder:
        identifier += f"-{holder.entity.id}"
        labels = (f"{area.sv} – {holder.entity.sv}", f"{area.en} – {holder.entity.en}")
    else:
        assert within is not None
        identifier += f"-within-{within.entity.id}"
        labels = (
            f"{area.sv} – någonstans i {within.entity.sv}",
            f"{area.en} – somewhere in {within.entity.en}",
        )
    values: Values = {
        **_said(record),
        "scope": (NHV.scope, worded(record.scope, "sv")),
    }
    node = thing("permit", identifier)
    writer.fact(node, NHV.Permit, labels, values, record, place, record.state)


@assert_fact.register
def _supply(record: records.Supply, writer: Writer, place: Place) -> None:
    area, supplier, receiver = (m.entity for m in (record.area, record.supplier, record.receiver))
    values = _said(record)
    labels = (
        f"{area.sv}: {supplier.sv} till {receiver.sv}",
        f"{area.en}: {supplier.en} to {receiver.en}",
    )
    node = thing("supply", f"{area.id}-{supplier.id}-to-{receiver.id}")
    writer.fact(node, NHV.SupplyRelation, labels, values, record, place, record.state)


@assert_fact.register
def _cooperation(record: records.Cooperation, writer: Writer, place: Place) -> None:
    area = record.area.entity
    partners = sorted((mention.entity for mention in record.partners), key=lambda each: each.id)
    values = _said(record)
    labels = (
        f"{area.sv}: {' och '.join(each.sv for each in partners)}",
        f"{area.en}: {' and '.join(each.en for each in partners)}",
    )
    node = thing("cooperation", f"{area.id}-{'-and-'.join(each.id for each in partners)}")
    writer.fact(node, NHV.Cooperation, labels, values, record, place, record.state)


@assert_fact.register
def _placement(record: records.Placement, writer: Writer, place: Place) -> None:
    step, date = record.step.entity, record.date or writer.date
    for mention in record.areas:
        area = mention.entity
        values = _said(record, area)
        name = writer.unique(f"{writer.source.id}-{area.id}-step-{step.id}")
        labels = (f"{area.sv}: steg {step.id}{_on(date)}", f"{area.en}: step {step.id}{_on(date)}")
        node = thing("placement", name)
        writer.fact(node, NHV.Placement, labels, values, record, place, day="date")


@assert_fact.register
def _consultation(record: records.Consultation, writer: Writer, place: Place) -> None:
    for mention in record.areas:
        area = mention.entity
        name = _round(_under(record.programme, area), record.closes or record.answered_on, writer)
        counts = _counts(record.units, name, area, NHV.Proposed, writer, place)
        values: Values = {**_said(record, area), "units": (NHV.unitCount, counts)}
        when = _on(record.closes or record.answered_on)
        labels = (f"Remiss: {area.sv}{when}", f"Consultation: {area.en}{when}")
        node = thing("consultation", name)
        citation = writer.fact(node, NHV.Consultation, labels, values, record, place, record.state)
        _cite_counts(counts, record.units, citation, writer)


@assert_fact.register
def _call(record: records.Call, writer: Writer, place: Place) -> None:
    for mention in record.areas:
        area = mention.entity
        name = _round(_under(record.programme, area), record.closes, writer)
        counts = _counts(record.units, name, area, NHV.Advertised, writer, place)
        values: Values = {**_said(record, area), "units": (NHV.unitCount, counts)}
        node = thing("call", name)
        labels = (
            f"Utlysning: {area.sv}{_on(record.closes)}",
            f"Call: {area.en}{_on(record.closes)}",
        )
        citation = writer.fact(node, NHV.Call, labels, values, record, place, record.state)
        _cite_counts(counts, record.units, citation, writer)


@assert_fact.register
def _application(record: records.Application, writer: Writer, place: Place) -> None:
    area, programme = record.area.entity, (_programme(record.programme),)
    matter = _under(record.programme, area)
    if record.units:
        # The number of permits on offer belongs to the call, which the source neither dates nor
        # names: that there was one is inferred.
        name = _round(matter, record.decided_at, writer)
        counts = _counts(record.units, name, area, NHV.Advertised, writer, place)
        call = thing("call", name)
        offered: Values = {
            "application": (NHV.area, (area.iri,)),
            "programme": (NHV.programme, programme),
            "units": (NHV.unitCount, counts),
        }
        labels = (f"Utlysning: {area.sv}", f"Call: {area.en}")
        writer.describe(call, NHV.Call, labels, offered, place)
        standing = writer.standing(record)
        reading = "; ".join(filter(None, (_CALL_READ_FROM_UNITS, standing.reading)))
        citation = writer.cite(call, replace(standing, inferred=True, reading=reading), place)
        writer.support(citation, offered, record.inferred)
        _cite_counts(counts, record.units, citation, writer)
    for mention in record.applicants:
        applicant = mention.entity
        values: Values = {
            **_said(record),
            "applicants": (NHV.applicant, (applicant.iri,)),
        }
        labels = (
            f"Ansökan: {area.sv} – {applicant.sv}",
            f"Application: {area.en} – {applicant.en}",
        )
        # A region may apply again years later: the year tells the rounds apart.
        day = record.decided_at or record.applied_on
        name = f"{matter}-{applicant.id}" + (f"-{day.first.year}" if day else "")
        node = thing("application", name)
        writer.fact(node, NHV.Application, labels, values, record, place)


@assert_fact.register
def _decision(record: records.Decision, writer: Writer, place: Place) -> None:
    kind = local_name(record.decision_kind)
    for mention in record.areas:
        area = mention.entity
        matter = _under(record.programme, area)
        if record.decision_kind == NHV.TablingDecision and record.after_step:
            name = f"{matter}-tabled-step-{record.after_step.entity.id}"
        else:
            when = slug(record.date.text) if record.date else writer.source.id
            name = f"{matter}-{kind.removesuffix('decision')}-{when}"
        stage = NHV.Granted if record.decision_kind == NHV.AllotmentDecision else NHV.Decided
        counts = _counts(record.units, name, area, stage, writer, place)
        values: Values = {**_said(record, area), "units": (NHV.unitCount, counts)}
        labels = (f"Beslut: {area.sv}{_on(record.date)}", f"Decision: {area.en}{_on(record.date)}")
        node = thing("decision", name)
        citation = writer.fact(node, NHV.Decision, labels, values, record, place)
        _cite_counts(counts, record.units, citation, writer)


@assert_fact.register
def _meeting(record: records.Meeting, writer: Writer, place: Place) -> None:
    body = record.body.entity
    values = _said(record)
    labels = (f"Sammanträde: {body.sv}{_on(record.date)}", f"Meeting: {body.en}{_on(record.date)}")
    node = thing("meeting", f"{body.id}-{slug(record.date.text)}")
    writer.fact(node, NHV.Meeting, labels, values, record, place)


def _said(record: Cited, area: Entity | None = None) -> Values:
    """What a record says: of one of its areas if that is given, and of NHV unless it says another.

    Args:
        record: The record.
        area: The area of which it is told, where the record has several.
    """
    values = values_of(record)
    if area:
        values[record.kind] = (NHV.area, (area.iri,))
    if "programme" in values:
        programme: Mention | None = getattr(record, "programme", None)
        values["programme"] = (NHV.programme, (_programme(programme),))
    return values


def _counts(
    counts: Sequence[Count],
    owner: str,
    area: Entity,
    stage: NamedNode,
    writer: Writer,
    place: Place,
) -> tuple[NamedNode, ...]:
    """Nodes for numbers of units; the owner's citation covers them."""
    nodes = []
    for index, count in enumerate(counts, 1):
        group = local_name(count.age_group) if count.age_group else str(index)
        node = thing("units", f"{owner}-{local_name(stage)}-{group}")
        nodes.append(_count(count, node, area, stage, writer, place))
    return tuple(nodes)


def _count(
    count: Count, node: NamedNode, area: Entity, stage: NamedNode, writer: Writer, place: Place
) -> NamedNode:
    nested = (
        _count(count.of_which, _nested(node), area, stage, writer, place)
        if count.of_which
        else None
    )
    values: Values = {
        "area": (NHV.area, (area.iri,)),
        "stage": (NHV.stage, (stage,)),
        "number": (NHV.number, (number(count.number),)),
        "age_group": (NHV.ageGroup, one(count.age_group)),
        "alternative": (NHV.alternative, counted(count.alternative)),
        "of_which": (NHV.ofWhich, one(nested)),
        "scope": (NHV.scope, worded(count.scope, "sv")),
        "printed": (NHV.printed, worded(count.printed)),
    }
    plural = "" if count.number == 1 else "s"
    words = concept_words(count.age_group) if count.age_group else ()
    sv, en = (f", {word.lower()}" for word in words) if words else ("", "")
    labels = (
        f"{area.sv}{sv}: {count.number} enhet{'er' if plural else ''}",
        f"{area.en}{en}: {count.number} unit{plural}",
    )
    writer.describe(node, NHV.UnitCount, labels, values, place)
    return node


def _cite_counts(
    nodes: Sequence[NamedNode], counts: Sequence[Count], citation: NamedNode, writer: Writer
) -> None:
    """Nodes for numbers of units are covered by the citation of what states them."""
    for node, count in zip(nodes, counts, strict=True):
        writer.link(node, citation, writer.graph)
        if count.of_which:
            writer.link(_nested(node), citation, writer.graph)


def _nested(node: NamedNode) -> NamedNode:
    return NamedNode(f"{node.value}-of-which")


def _programme(mention: Mention | None) -> NamedNode:
    """The programme that a fact belongs to: NHV unless it says another."""
    return mention.entity.iri if mention else thing("programme", "nhv")


def _under(programme: Mention | None, area: Entity) -> str:
    """An area under a programme, as part of an identifier; NHV is not spelled out."""
    named = programme.entity.id if programme else "nhv"
    return area.id if named == "nhv" else f"{named}-{area.id}"


def _round(matter: str, date: When | None, writer: Writer) -> str:
    """The name of a round of consultation or call: its matter and the day it is known by."""
    return f"{matter}-{slug(date.text) if date else writer.source.id}"


def _on(date: When | None) -> str:
    return f" ({date.text})" if date else ""

"""What the facts of the process say: placements, consultations, calls, decisions, permits.

Most of these are things that several sources can speak of.  Their identifiers are
made from what identifies them, so that the same permit in ten sources is one
permit with ten citations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pyoxigraph import NamedNode

from loaders.curation import records
from loaders.curation.cited import Cited
from loaders.curation.fields import Count
from loaders.curation.registers import Entity, Mention, concept_words
from loaders.dates import When
from loaders.facts.writer import Values, Writer, local_name, number, terms, values_of
from ontology.spelling import slug
from ontology.terms import NHV, thing

_CALL_READ_FROM_UNITS = "permits are on offer to those who applied: they were advertised"


def _permit(record: records.Permit, writer: Writer) -> None:
    area, within = record.area.entity, record.held_within
    identifier = _under(record.programme, area)
    if record.holder:
        holder = record.holder.entity
        identifier += f"-{holder.id}"
        labels = _labels("{} – {}", "{} – {}", area, holder)
    else:
        assert within is not None
        identifier += f"-within-{within.entity.id}"
        labels = _labels("{} – någonstans i {}", "{} – somewhere in {}", area, within.entity)
    values = {**_said(record), "scope": (NHV.scope, terms(record.scope, "sv"))}
    writer.fact(thing("permit", identifier), NHV.Permit, labels, values, record)


def _supply(record: records.Supply, writer: Writer) -> None:
    parties = area, supplier, receiver = (
        record.area.entity, record.supplier.entity, record.receiver.entity
    )  # fmt: skip
    labels = _labels("{}: {} till {}", "{}: {} to {}", *parties)
    node = thing("supply", f"{area.id}-{supplier.id}-to-{receiver.id}")
    writer.fact(node, NHV.SupplyRelation, labels, _said(record), record)


def _cooperation(record: records.Cooperation, writer: Writer) -> None:
    area = record.area.entity
    partners = sorted((mention.entity for mention in record.partners), key=lambda each: each.id)
    several = len(partners) - 1
    labels = _labels(
        "{}: {}" + " och {}" * several, "{}: {}" + " and {}" * several, area, *partners
    )
    node = thing("cooperation", f"{area.id}-{'-and-'.join(each.id for each in partners)}")
    writer.fact(node, NHV.Cooperation, labels, _said(record), record)


def _placement(record: records.Placement, writer: Writer) -> None:
    step, on = record.step.entity.id, _on(record.date or writer.date)
    for area in _entities(record.areas):
        node = thing("placement", writer.unique(f"{writer.source.id}-{area.id}-step-{step}"))
        labels = _labels(f"{{}}: steg {step}{on}", f"{{}}: step {step}{on}", area)
        values = _said(record, area)
        writer.fact(node, NHV.Placement, labels, values, record, day="date")


def _invitation(
    rdf_class: NamedNode,
    sv: str,
    en: str,
    stage: NamedNode,
    record: records.Consultation | records.Call,
    writer: Writer,
) -> None:
    """A round in which answers or applications are asked for."""
    day = record.closes or getattr(record, "answered_on", None)
    for area in _entities(record.areas):
        node = thing(record.kind, _round(_under(record.programme, area), day, writer))
        labels = _labels(f"{sv}: {{}}{_on(day)}", f"{en}: {{}}{_on(day)}", area)
        _with_units(node, rdf_class, labels, record, area, stage, writer)


def _decision(record: records.Decision, writer: Writer) -> None:
    kind = local_name(record.decision_kind).removesuffix("decision")
    stage = NHV.Granted if record.decision_kind == NHV.AllotmentDecision else NHV.Decided
    for area in _entities(record.areas):
        matter = _under(record.programme, area)
        if record.decision_kind == NHV.TablingDecision and record.after_step:
            name = f"{matter}-tabled-step-{record.after_step.entity.id}"
        else:
            name = _round(f"{matter}-{kind}", record.date, writer)
        labels = _labels(
            f"Beslut: {{}}{_on(record.date)}", f"Decision: {{}}{_on(record.date)}", area
        )
        node = thing("decision", name)
        _with_units(node, NHV.Decision, labels, record, area, stage, writer)


def _application(record: records.Application, writer: Writer) -> None:
    area = record.area.entity
    matter = _under(record.programme, area)
    if record.units:
        # The number of permits on offer belongs to the call, which the source neither dates nor
        # names: that there was one is inferred.
        call = thing("call", _round(matter, record.decided_at, writer))
        counts = _counts(record.units, call, NHV.Advertised)
        offered: Values = {
            "application": (NHV.area, (area.iri,)),
            "programme": (NHV.programme, (_programme(record.programme),)),
            "units": (NHV.unitCount, tuple(counts)),
        }
        writer.describe(call, NHV.Call, _labels("Utlysning: {}", "Call: {}", area), offered)
        standing = writer.standing(record)
        reading = "; ".join(filter(None, (_CALL_READ_FROM_UNITS, standing.reading)))
        citation = writer.cite(call, replace(standing, inferred=True, reading=reading))
        writer.support(citation, offered, record.inferred)
        _tell(counts, area, NHV.Advertised, citation, writer)
    # A region may apply again years later: the year tells the rounds apart.
    day = record.decided_at or record.applied_on
    year = f"-{day.first.year}" if day else ""
    for applicant in _entities(record.applicants):
        values = {**_said(record), "applicants": (NHV.applicant, (applicant.iri,))}
        labels = _labels("Ansökan: {} – {}", "Application: {} – {}", area, applicant)
        node = thing("application", f"{matter}-{applicant.id}{year}")
        writer.fact(node, NHV.Application, labels, values, record)


def _meeting(record: records.Meeting, writer: Writer) -> None:
    body, on = record.body.entity, _on(record.date)
    labels = _labels(f"Sammanträde: {{}}{on}", f"Meeting: {{}}{on}", body)
    node = thing("meeting", f"{body.id}-{slug(record.date.text)}")
    writer.fact(node, NHV.Meeting, labels, _said(record), record)


ASSERTIONS: Mapping[str, Callable[[Any, Writer], None]] = {
    "permit": _permit,
    "supply": _supply,
    "cooperation": _cooperation,
    "placement": _placement,
    "consultation": partial(_invitation, NHV.Consultation, "Remiss", "Consultation", NHV.Proposed),
    "call": partial(_invitation, NHV.Call, "Utlysning", "Call", NHV.Advertised),
    "decision": _decision,
    "application": _application,
    "meeting": _meeting,
}
"""What writes the facts of each kind."""


def _said(record: Cited, area: Entity | None = None) -> dict[str, Any]:
    """What a record says: of one of its areas if given, and of NHV unless it says another."""
    values = values_of(record)
    if area:
        values[record.kind] = (NHV.area, (area.iri,))
    if "programme" in values:
        programme: Mention | None = getattr(record, "programme", None)
        values["programme"] = (NHV.programme, (_programme(programme),))
    return values


def _with_units(
    node: NamedNode,
    rdf_class: NamedNode,
    labels: tuple[str, str],
    record: records.Consultation | records.Call | records.Decision,
    area: Entity,
    stage: NamedNode,
    writer: Writer,
) -> None:
    """A fact about one area with its numbers of units, which the citation of the fact covers."""
    counts = _counts(record.units, node, stage)
    values = {**_said(record, area), "units": (NHV.unitCount, tuple(counts))}
    citation = writer.fact(node, rdf_class, labels, values, record)
    _tell(counts, area, stage, citation, writer)


def _counts(counts: Sequence[Count], owner: NamedNode, stage: NamedNode) -> dict[NamedNode, Count]:
    """Numbers of units by their nodes, which are called after what states them."""
    start = f"{owner.value.rpartition('/')[2]}-{local_name(stage)}"
    groups = (local_name(c.age_group) if c.age_group else n for n, c in enumerate(counts, 1))
    return {thing("units", f"{start}-{group}"): c for group, c in zip(groups, counts, strict=True)}


def _tell(
    counts: Mapping[NamedNode, Count],
    area: Entity,
    stage: NamedNode,
    citation: NamedNode,
    writer: Writer,
) -> None:
    """Describe numbers of units, which the citation of what states them covers."""
    for node, count in counts.items():
        nested = {NamedNode(f"{node.value}-of-which"): count.of_which} if count.of_which else {}
        _tell(nested, area, stage, citation, writer)
        values: Values = {
            "area": (NHV.area, (area.iri,)),
            "stage": (NHV.stage, (stage,)),
            "number": (NHV.number, (number(count.number),)),
            "age_group": (NHV.ageGroup, terms(count.age_group)),
            "alternative": (NHV.alternative, terms(count.alternative)),
            "of_which": (NHV.ofWhich, tuple(nested)),
            "scope": (NHV.scope, terms(count.scope, "sv")),
            "printed": (NHV.printed, terms(count.printed)),
        }
        words = concept_words(count.age_group) if count.age_group else ()
        sv, en = (f", {word.lower()}" for word in words) if words else ("", "")
        units = ("enhet", "unit") if count.number == 1 else ("enheter", "units")
        told = (f"{{}}{sv}: {count.number} {units[0]}", f"{{}}{en}: {count.number} {units[1]}")
        writer.describe(node, NHV.UnitCount, _labels(*told, area), values)
        writer.link(node, citation, writer.graph)


def _labels(sv: str, en: str, *entities: Entity) -> tuple[str, str]:
    """Swedish and English labels, with the names of things in their places."""
    return sv.format(*(each.sv for each in entities)), en.format(*(each.en for each in entities))


def _entities(mentions: Sequence[Mention]) -> Iterator[Entity]:
    return (mention.entity for mention in mentions)


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

"""What each kind of fact says: how it is named, what it is called and which values it has.

Most facts of the process can be told by several sources.  Their identifiers are made from what
identifies them, so that the same permit in ten sources is one permit with ten citations.  Most of
the others belong to the one source that states them and are named after it.  What all of them are
called, and their classes, are in ``facts.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from pyoxigraph import Literal, NamedNode

from loaders.curation import records
from loaders.curation.cited import Cited
from loaders.curation.fields import Count
from loaders.curation.registers import Entity, Mention, concept_words
from loaders.dates import When
from loaders.facts.writer import (
    TABLES,
    Values,
    Writer,
    bilingual,
    local_name,
    terms,
    values_of,
)
from loaders.problems import Place
from loaders.statements import Statement
from ontology.spelling import slug
from ontology.terms import NHV, ORG, PEOPLE_GRAPH, expand, thing

Told: TypeAlias = Mapping[str, str]
_FACTS: Mapping[str, Told] = TABLES["facts"]
_CALL_READ_FROM_UNITS = "permits are on offer to those who applied: they were advertised"


def assert_fact(record: Cited, writer: Writer, place: Place) -> None:
    """Write one fact, which stands at a place of its file, into its source's graph."""
    writer.place = place
    _WAYS.get(record.kind, _plainly)(record, writer)


def _plainly(record: Any, writer: Writer) -> None:
    """A fact that is named as the table says, or after its source."""
    told = _FACTS[record.kind]
    if "name" in told:
        name = told["name"].format(**{key: _id(value) for key, value in vars(record).items()})
    else:
        mark = record.lines.slug if record.lines else slug(record.section or record.sv[:40])
        name = writer.unique(f"{writer.source.id}-{mark}")
    _fact(name, told, record, writer, values_of(record), **vars(record))


def _permit(record: records.Permit, writer: Writer) -> None:
    holder = record.holder or record.held_within
    assert holder is not None
    area = record.area.entity
    told, within = (_FACTS["permit"], "") if record.holder else (_FACTS["permit_within"], "within-")
    name = f"{_under(record.programme, area)}-{within}{holder.entity.id}"
    _fact(name, told, record, writer, _said(record), area=area, holder=holder)


def _cooperation(record: records.Cooperation, writer: Writer) -> None:
    told, area = _FACTS["cooperation"], record.area.entity
    partners = sorted((mention.entity for mention in record.partners), key=lambda each: each.id)
    several = _Labels(
        told["and_sv"].join(each.sv for each in partners),
        told["and_en"].join(each.en for each in partners),
    )
    name = f"{area.id}-{'-and-'.join(each.id for each in partners)}"
    _fact(name, told, record, writer, _said(record), area=area, partners=several)


def _placement(record: records.Placement, writer: Writer) -> None:
    step, on = record.step.entity.id, _on(record.date or writer.date)
    for area in _entities(record.areas):
        name = writer.unique(f"{writer.source.id}-{area.id}-step-{step}")
        values, told = _said(record, area), _FACTS["placement"]
        _fact(name, told, record, writer, values, area=area, step=step, on=on)


def _invitation(record: records.Consultation | records.Call, writer: Writer) -> None:
    """A round in which answers or applications are asked for."""
    stage = NHV.Advertised if record.kind == "call" else NHV.Proposed
    day = record.closes or getattr(record, "answered_on", None)
    for area in _entities(record.areas):
        name = _round(_under(record.programme, area), day, writer)
        _with_units(name, record, area, stage, day, writer)


def _decision(record: records.Decision, writer: Writer) -> None:
    kind = local_name(record.decision_kind).removesuffix("decision")
    stage = NHV.Granted if record.decision_kind == NHV.AllotmentDecision else NHV.Decided
    for area in _entities(record.areas):
        matter = _under(record.programme, area)
        if record.decision_kind == NHV.TablingDecision and record.after_step:
            name = f"{matter}-tabled-step-{record.after_step.entity.id}"
        else:
            name = _round(f"{matter}-{kind}", record.date, writer)
        _with_units(name, record, area, stage, record.date, writer)


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
        writer.describe(call, NHV.Call, _labels(_FACTS["call"], area=area, on=""), offered)
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
        name, told = f"{matter}-{applicant.id}{year}", _FACTS["application"]
        _fact(name, told, record, writer, values, area=area, applicant=applicant)


def _member(record: records.Member, writer: Writer) -> None:
    body, represents = record.body.entity, record.represents
    parts = [body.id, *([represents.entity.id] if represents else []), slug(record.role_sv)]
    if record.seat is not None:
        parts.append(str(record.seat))
    post = thing("post", "-".join(parts))
    told, role = (
        _FACTS["post_for" if represents else "post"],
        _Labels(record.role_sv, record.role_en),
    )
    labels = _labels(told, role=role, body=body, represents=represents)
    post_values: Values = {
        "body": (ORG.postIn, (body.iri,)),
        "represents": (NHV.represents, terms(represents)),
        "role_sv": (NHV.roleLabel, bilingual(record.role_sv, record.role_en)),
        "seat": (NHV.seatNumber, terms(record.seat)),
    }
    if record.person is None:
        # A seat that the source leaves without a name is a seat all the same.
        writer.fact(post, NHV.Post, labels, post_values, record)
        return
    writer.describe(post, NHV.Post, labels, post_values)
    values: Values = {
        "body": (ORG.organization, (body.iri,)),
        "seat": (NHV.post, (post,)),
        "affiliation": (NHV.affiliation, terms(record.affiliation)),
        "from": (NHV["from"], terms(record.from_)),
        "until": (NHV.until, terms(record.until)),
        "attested_on": (NHV.attestedOn, terms(record.attested_on)),
    }
    mark = record.lines.slug if record.lines else "x"
    name = writer.unique(f"{writer.source.id}-{'-'.join(parts)}-{mark}")
    # Whom a seat represents is part of which seat it is: who infers the one infers the other.
    seat_inferred = ("seat",) if "represents" in record.inferred else ()
    read = records.Member(**{**vars(record), "inferred": (*record.inferred, *seat_inferred)})
    citation = _fact(name, _FACTS["member"], read, writer, values, post=labels)
    # That somebody holds it is said here, who it is in the graph of persons only.
    said: Values = {"member": (ORG.member, (record.person.entity.iri,))}
    writer.support(citation, said, record.inferred)
    writer.link(post, citation, writer.graph)
    member = thing("membership", name)
    writer.said.append(Statement(member, ORG.member, record.person.entity.iri, PEOPLE_GRAPH))


def _name(record: records.Name, writer: Writer) -> None:
    standing, entity = writer.standing(record), record.thing.entity
    for wording in record.names:
        if wording in (entity.sv, entity.en):
            writer.cite(entity.iri, standing, [wording])
        else:
            writer.print_name(entity, wording, standing)


# What writes the facts of a kind that is more than the table says.
_WAYS: Mapping[str, Callable[[Any, Writer], None]] = {
    "permit": _permit,
    "cooperation": _cooperation,
    "placement": _placement,
    "consultation": _invitation,
    "call": _invitation,
    "decision": _decision,
    "application": _application,
    "member": _member,
    "name": _name,
}


def _fact(
    name: str, told: Told, record: Cited, writer: Writer, values: Values, **called: Any
) -> NamedNode:
    """Write a fact of the kind that is told, called by what stands in its labels; its citation."""
    node, rdf_class = thing(told["kind"], name), NamedNode(expand(told["class"]))
    return writer.fact(node, rdf_class, _labels(told, **called), values, record, told.get("day"))


class _Labels(NamedTuple):
    """What a thing is called in Swedish and English."""

    sv: str
    en: str


def _labels(told: Told, **things: Any) -> _Labels:
    """The labels that are told, with what things are called in their places."""
    return _Labels(*(
        told[lang].format(**{key: _called(value, lang) for key, value in things.items()})
        for lang in ("sv", "en")
    ))  # fmt: skip


def _called(value: Any, lang: str) -> Any:
    if isinstance(value, When):
        return value.text
    return getattr(value.entity if isinstance(value, Mention) else value, lang, value)


def _id(value: object) -> str:
    if isinstance(value, Mention):
        return value.entity.id
    return slug(value.text) if isinstance(value, When) else ""


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
    name: str,
    record: records.Consultation | records.Call | records.Decision,
    area: Entity,
    stage: NamedNode,
    day: When | None,
    writer: Writer,
) -> None:
    """A fact about one area with its numbers of units, which the citation of the fact covers."""
    told = _FACTS[record.kind]
    counts = _counts(record.units, thing(told["kind"], name), stage)
    values = {**_said(record, area), "units": (NHV.unitCount, tuple(counts))}
    citation = _fact(name, told, record, writer, values, area=area, on=_on(day))
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
            "number": (NHV.number, (Literal(count.number),)),
            "age_group": (NHV.ageGroup, terms(count.age_group)),
            "alternative": (NHV.alternative, terms(count.alternative)),
            "of_which": (NHV.ofWhich, tuple(nested)),
            "scope": (NHV.scope, terms(count.scope, "sv")),
            "printed": (NHV.printed, terms(count.printed)),
        }
        words = concept_words(count.age_group) if count.age_group else ()
        age = _Labels(*(f", {word.lower()}" for word in words)) if words else ""
        told = _FACTS["unit" if count.number == 1 else "units"]
        labels = _labels(told, area=area, age=age, number=count.number)
        writer.describe(node, NHV.UnitCount, labels, values)
        writer.link(node, citation, writer.graph)


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

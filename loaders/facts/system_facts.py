"""What the facts of the system say: seats, rules, routines, duties, claims, gaps.

Most of these belong to the one source that states them and are named after it.
"""

from __future__ import annotations

from typing import TypeAlias

from pyoxigraph import NamedNode

from loaders.curation import records
from loaders.facts.writer import (
    Values,
    Writer,
    all_named,
    assert_fact,
    bilingual,
    counted,
    dated,
    named,
    one,
    values_of,
)
from loaders.problems import Place
from ontology.spelling import slug
from ontology.terms import FOAF, NHV, ORG, thing


@assert_fact.register
def _member(record: records.Member, writer: Writer, place: Place) -> None:
    body, represents = record.body.entity, record.represents
    parts = [body.id, *([represents.entity.id] if represents else []), slug(record.role_sv)]
    if record.seat is not None:
        parts.append(str(record.seat))
    post = thing("post", "-".join(parts))
    represented = (
        (f" ({represents.entity.sv})", f" ({represents.entity.en})") if represents else ("", "")
    )
    post_values: Values = {
        "body": (ORG.postIn, (body.iri,)),
        "represents": (NHV.represents, named(represents)),
        "role_sv": (NHV.roleLabel, bilingual(record.role_sv, record.role_en)),
        "seat": (NHV.seatNumber, counted(record.seat)),
    }
    post_labels = (
        f"{record.role_sv}, {body.sv}{represented[0]}",
        f"{record.role_en}, {body.en}{represented[1]}",
    )
    if record.person is None:
        # A seat that the source leaves without a name is a seat all the same.
        writer.fact(post, NHV.Post, post_labels, post_values, record, place)
        return
    writer.describe(post, NHV.Post, post_labels, post_values, place)
    values: Values = {
        "body": (ORG.organization, (body.iri,)),
        "seat": (NHV.post, (post,)),
        "affiliation": (NHV.affiliation, all_named(record.affiliation)),
        "from": (NHV["from"], dated(record.from_)),
        "until": (NHV.until, dated(record.until)),
        "attested_on": (NHV.attestedOn, dated(record.attested_on)),
    }
    mark = record.lines.slug if record.lines else "x"
    node = thing("membership", writer.unique(f"{writer.source.id}-{'-'.join(parts)}-{mark}"))
    labels = (f"Innehav: {post_labels[0]}", f"Holding: {post_labels[1]}")
    # Whom a seat represents is part of which seat it is: who infers the one infers the other.
    seat_inferred = ("seat",) if "represents" in record.inferred else ()
    read = record.model_copy(update={"inferred": (*record.inferred, *seat_inferred)})
    citation = writer.fact(node, NHV.Membership, labels, values, read, place, day="attested_on")
    # That somebody holds it is said here, who it is in the graph of persons only.
    held: Values = {"member": (ORG.member, (record.person.entity.iri,))}
    writer.support(citation, held, record.inferred)
    writer.link(post, citation, writer.graph)
    writer.add_person(node, record.person.entity)


@assert_fact.register
def _rule(record: records.Rule, writer: Writer, place: Place) -> None:
    values = values_of(record)
    _own(record, "rule", NHV.CompositionRule, ("Regel", "Rule"), values, writer, place)


@assert_fact.register
def _procedure(record: records.Procedure, writer: Writer, place: Place) -> None:
    values = values_of(record)
    _own(record, "procedure", NHV.ProcedureRelation, ("Rutin", "Routine"), values, writer, place)


@assert_fact.register
def _duty(record: records.Duty, writer: Writer, place: Place) -> None:
    values = values_of(record)
    _own(record, "duty", NHV.Duty, ("Skyldighet", "Duty"), values, writer, place)


@assert_fact.register
def _statistic(record: records.Statistic, writer: Writer, place: Place) -> None:
    values = values_of(record)
    word = ("Uppgift", "Claim")
    _own(record, "statistic", NHV.StatisticClaim, word, values, writer, place, day="as_of")


@assert_fact.register
def _gap(record: records.Gap, writer: Writer, place: Place) -> None:
    values = values_of(record)
    _own(record, "gap", NHV.Gap, ("Lucka", "Gap"), values, writer, place)


@assert_fact.register
def _statement(record: records.Statement, writer: Writer, place: Place) -> None:
    values = values_of(record)
    _own(record, "statement", NHV.Statement, ("Utsaga", "Statement"), values, writer, place)


@assert_fact.register
def _change(record: records.Change, writer: Writer, place: Place) -> None:
    before, after = record.from_programme.entity, record.to.entity
    values = values_of(record)
    labels = (f"{before.sv} blir {after.sv}", f"{before.en} becomes {after.en}")
    node = thing("change", f"{before.id}-to-{after.id}-{slug(record.date.text)}")
    writer.fact(node, NHV.SystemChange, labels, values, record, place)


@assert_fact.register
def _name(record: records.Name, writer: Writer, place: Place) -> None:
    standing = writer.standing(record)
    for wording in record.names:
        if wording in (record.thing.entity.sv, record.thing.entity.en):
            writer.cite(record.thing.entity.iri, standing, place, [wording])
        else:
            writer.print_name(record.thing.entity, wording, standing, place)


@assert_fact.register
def _legal(record: records.Legal, writer: Writer, place: Place) -> None:
    values = values_of(record)
    _own(
        record,
        "legal-basis",
        NHV.LegalBasis,
        ("Rättslig grund", "Legal basis"),
        values,
        writer,
        place,
    )


@assert_fact.register
def _resource(record: records.Resource, writer: Writer, place: Place) -> None:
    page = (FOAF.page, one(NamedNode(record.url) if record.url else None))
    values = values_of(record) | {"url": page}
    _own(record, "resource", NHV.Resource, ("Material", "Resource"), values, writer, place)


_OwnText: TypeAlias = (
    records.Rule | records.Procedure | records.Duty | records.Statistic | records.Gap
    | records.Statement | records.Legal | records.Resource
)  # fmt: skip


def _own(
    record: _OwnText,
    kind: str,
    rdf_class: NamedNode,
    word: tuple[str, str],
    values: Values,
    writer: Writer,
    place: Place,
    day: str | None = None,
) -> None:
    """A fact that belongs to its source alone and is told in a text of ours."""
    mark = record.lines.slug if record.lines else slug(record.section or record.sv[:40])
    node = thing(kind, writer.unique(f"{writer.source.id}-{mark}"))
    labels = (f"{word[0]}: {record.sv}", f"{word[1]}: {record.en}")
    writer.fact(node, rdf_class, labels, values, record, place, day=day)

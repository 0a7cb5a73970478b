"""What the facts of the system say: seats, rules, routines, duties, claims, gaps.

Most of these belong to the one source that states them and are named after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from pyoxigraph import NamedNode

from loaders.curation import records
from loaders.facts.writer import TABLES, Values, Writer, bilingual, terms, values_of
from loaders.statements import Statement
from ontology.spelling import slug
from ontology.terms import NHV, ORG, PEOPLE_GRAPH, expand, thing


def _member(record: records.Member, writer: Writer) -> None:
    body, represents = record.body.entity, record.represents
    parts = [body.id, *([represents.entity.id] if represents else []), slug(record.role_sv)]
    if record.seat is not None:
        parts.append(str(record.seat))
    post = thing("post", "-".join(parts))
    of_whom = represents and represents.entity
    sv, en = (f" ({of_whom.sv})", f" ({of_whom.en})") if of_whom else ("", "")
    labels = (f"{record.role_sv}, {body.sv}{sv}", f"{record.role_en}, {body.en}{en}")
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
    node = thing("membership", writer.unique(f"{writer.source.id}-{'-'.join(parts)}-{mark}"))
    held = (f"Innehav: {labels[0]}", f"Holding: {labels[1]}")
    # Whom a seat represents is part of which seat it is: who infers the one infers the other.
    seat_inferred = ("seat",) if "represents" in record.inferred else ()
    inferred = (*record.inferred, *seat_inferred)
    read = records.Member(**{**vars(record), "inferred": inferred})
    citation = writer.fact(node, NHV.Membership, held, values, read, day="attested_on")
    # That somebody holds it is said here, who it is in the graph of persons only.
    said: Values = {"member": (ORG.member, (record.person.entity.iri,))}
    writer.support(citation, said, record.inferred)
    writer.link(post, citation, writer.graph)
    writer.said.append(Statement(node, ORG.member, record.person.entity.iri, PEOPLE_GRAPH))


def _change(record: records.Change, writer: Writer) -> None:
    before, after = record.from_programme.entity, record.to.entity
    labels = (f"{before.sv} blir {after.sv}", f"{before.en} becomes {after.en}")
    node = thing("change", f"{before.id}-to-{after.id}-{slug(record.date.text)}")
    writer.fact(node, NHV.SystemChange, labels, values_of(record), record)


def _name(record: records.Name, writer: Writer) -> None:
    standing, entity = writer.standing(record), record.thing.entity
    for wording in record.names:
        if wording in (entity.sv, entity.en):
            writer.cite(entity.iri, standing, [wording])
        else:
            writer.print_name(entity, wording, standing)


def _own(told: Mapping[str, str], record: Any, writer: Writer) -> None:
    """A fact that belongs to its source alone and is told in a text of ours."""
    mark = record.lines.slug if record.lines else slug(record.section or record.sv[:40])
    node = thing(told["kind"], writer.unique(f"{writer.source.id}-{mark}"))
    labels = (f"{told['sv']}: {record.sv}", f"{told['en']}: {record.en}")
    rdf_class = NamedNode(expand(told["class"]))
    writer.fact(node, rdf_class, labels, values_of(record), record, day=told.get("day"))


ASSERTIONS: Mapping[str, Callable[[Any, Writer], None]] = {
    "member": _member,
    "change": _change,
    "name": _name,
    **{kind: partial(_own, told) for kind, told in TABLES["own"].items()},
}
"""What writes the facts of each kind."""

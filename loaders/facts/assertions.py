"""Records to quads: each source speaks in its own named graph, every fact with a citation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from pyoxigraph import Literal, NamedNode, Quad

from loaders.curation.cited import Cited
from loaders.curation.entries import Entry, PersonEntry
from loaders.curation.heads import SourceHead
from loaders.curation.reconcile import Curated, Source
from loaders.curation.registers import Entity

# Importing these registers what each kind of fact says.
from loaders.facts import process_facts, system_facts  # noqa: F401
from loaders.facts.mappings import assert_mappings
from loaders.facts.things import assert_entry, assert_register
from loaders.facts.writer import Standing, Values, Writer, assert_fact, dated, named, one, text
from loaders.problems import Place
from ontology.terms import DCTERMS, FOAF, NHV, REGISTERS_GRAPH, SKOS, XSD

_REGISTERS = {
    "areas": ("Register över vårdområden", "Register of care areas"),
    "organisations": ("Register över organisationer", "Register of organisations"),
    "bodies": ("Register över organ", "Register of bodies"),
    "people": ("Register över personer", "Register of persons"),
    "legal": ("Register över rättskällor", "Register of legal sources"),
    "mappings": ("Register över motsvarigheter i andra listor", "Register of mappings"),
}


@dataclass(frozen=True)
class Asserted:
    """What the curated files assert.

    Attributes:
        quads: The triples, each in the graph of its source.
        where: The curated place of every thing asserted, by IRI, for messages.
    """

    quads: list[Quad]
    where: dict[str, Place]


def assert_all(curated: Curated) -> Asserted:
    """Write all curated data into named graphs.

    Args:
        curated: Typed and reconciled data without problems.

    Returns:
        The quads of all named graphs, and where each thing was curated.
    """
    quads: list[Quad] = []
    where: dict[str, Place] = {}
    for writer in (*_registers(curated), *map(_source, curated.sources)):
        quads += writer.quads
        for iri, place in writer.where.items():
            where.setdefault(iri, place)
    return Asserted(quads, where)


def _registers(curated: Curated) -> Iterator[Writer]:
    writers: dict[str, Writer] = {}
    for placed in curated.entries:
        stem = PurePosixPath(placed.place.file).stem
        if stem not in writers:
            writers[stem] = _register(stem, placed.place.file)
        entry = placed.record
        assert isinstance(entry, Entry | PersonEntry)
        entity = curated.registers.get(entry.kind, entry.id)
        assert entity is not None
        assert_entry(entry, entity, writers[stem], placed.place)
    yield from writers.values()
    if curated.mappings:
        writer = _register("mappings", "mappings")
        for mappings in curated.mappings:
            assert_mappings(mappings, writer)
        yield writer


def _register(name: str, file: str) -> Writer:
    """The writer of one register, which has said what the register is."""
    sv, en = _REGISTERS[name]
    register = Entity("source", f"register-{name}", sv, en, (), Place(file))
    writer = Writer(register, None, None, REGISTERS_GRAPH)
    assert_register(register, writer, register.place)
    return writer


def _source(source: Source) -> Writer:
    entity, head = source.entity, source.head
    writer = Writer(entity, head.date, head.locator, entity.iri)
    _assert_head(head, entity, writer)
    for fact in source.facts:
        assert isinstance(fact.record, Cited)
        assert_fact(fact.record, writer, fact.place)
    return writer


def _assert_head(head: SourceHead, entity: Entity, writer: Writer) -> None:
    """The document itself; its citation says which of its particulars were inferred."""
    values: Values = {
        "title": (DCTERMS.title, (text(head.title, "sv"), text(head.title_en, "en"))),
        "publisher": (DCTERMS.publisher, named(head.publisher)),
        "date": (NHV.date, dated(head.date)),
        "undated": (
            NHV.undated,
            one(None if head.date else Literal("true", datatype=XSD.boolean)),
        ),
        "kind": (NHV.sourceKind, (head.kind,)),
        "also": (SKOS.notation, tuple(text(name) for name in head.also)),
        "url": (FOAF.page, one(NamedNode(head.url) if head.url else None)),
    }
    # When it was read, and what it cannot be older than, is ours and not in the document.
    ours: Values = {
        "read_on": (NHV.readOn, dated(head.read_on)),
        "not_before": (NHV.notBefore, dated(head.not_before)),
    }
    labels = (head.title, head.title_en)
    writer.describe(entity.iri, NHV.Source, labels, {**values, **ours}, entity.place)
    standing = Standing("document", "document", reading=head.reading)
    citation = writer.cite(entity.iri, standing, entity.place)
    writer.support(citation, values, head.inferred)
    if head.publisher.printed:
        writer.print_name(head.publisher.entity, head.publisher.printed, standing, entity.place)

"""Records to statements: each source speaks in its own named graph, every fact with a citation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from pyoxigraph import NamedNode

from loaders.curation.entries import AreaEntry, Entry, PersonEntry
from loaders.curation.mappings import MappingSet
from loaders.curation.reconcile import Curated, Source
from loaders.curation.records import SourceHead
from loaders.curation.registers import Entity
from loaders.facts.kinds import assert_fact
from loaders.facts.writer import TABLES, Standing, Values, Writer, terms, text, values_of
from loaders.kept import Kept
from loaders.problems import Place, Problems
from loaders.statements import Statement
from ontology.terms import (
    DCTERMS,
    FOAF,
    NHV,
    PEOPLE_GRAPH,
    PEOPLE_REGISTER,
    RDF,
    REGISTERS_GRAPH,
    SKOS,
    concept,
)

# In the names of the thing, its class, or the citation of what they qualify.
_OTHERWISE = (*Entry.fields, "area_kind", "level", "from_certainty", "from_note")


def assert_all(curated: Curated, kept: Kept) -> tuple[list[Statement], dict[str, Place]]:
    """Write all curated data, which has no problems, into named graphs.

    The curated place of every thing comes with it, by IRI, for messages.
    """
    said: list[Statement] = []
    where: dict[str, Place] = {}
    made = partial(kept.made, problems=Problems())
    registers = made((assert_all, curated.registers), make=lambda: [*_registers(curated)])
    sources = [made(source, make=partial(_source, source)) for source in curated.sources]
    for writer in (*registers, *_mapped(curated), *sources):
        said += writer.said
        for iri, place in writer.where.items():
            where.setdefault(iri, place)
    return said, where


def _registers(curated: Curated) -> Iterator[Writer]:
    writers: dict[str, Writer] = {}
    for placed in curated.entries:
        stem = PurePosixPath(placed.place.file).stem
        if stem not in writers:
            writers[stem] = _register(stem, placed.place.file)
        entry = placed.record
        entity = curated.registers.get(entry.kind, entry.id)
        assert entity is not None
        writers[stem].place = placed.place
        _assert_entry(entry, entity, writers[stem])
    yield from writers.values()


def _assert_entry(entry: Entry | PersonEntry, entity: Entity, writer: Writer) -> None:
    """Write one entry into the graph of the registers; a person into the graph of persons."""
    node = entity.iri
    if isinstance(entry, PersonEntry):
        writer.where.setdefault(node.value, writer.place)
        writer.said += (
            Statement(node, RDF.type, NHV.Person, PEOPLE_GRAPH),
            # A person's name is the same in every language.
            Statement(node, SKOS.prefLabel, text(entry.name, "sv"), PEOPLE_GRAPH),
            Statement(node, SKOS.prefLabel, text(entry.name, "en"), PEOPLE_GRAPH),
        )
        return
    values, labels = entry_values(entry), (entry.sv, entry.en)
    writer.describe(node, entry.rdf_class(), labels, values)
    english = set(entry.alt_en).difference(labels)
    swedish = set(entry.names()).difference(labels, english)
    for language, names in (("sv", swedish), ("en", english)):
        writer.add(node, SKOS.altLabel, *(text(name, language) for name in sorted(names)))
    register = entity.place.file.rpartition("/")[2].removesuffix(".yaml")
    standing = Standing(f"{register}: {entity.id}", f"s-{register}")
    said = {"class": (RDF.type, (entry.rdf_class(),)), **values}
    lineage = said.pop("from", None)
    writer.support(writer.cite(node, standing), said, entry.inferred)
    if isinstance(entry, AreaEntry) and lineage and entry.came_from:
        doubtful = entry.from_certainty == "inferred"
        standing = replace(standing, inferred=doubtful, reading=entry.from_note)
        writer.support(writer.cite(node, standing), {"from": lineage}, ())


def entry_values(entry: Entry) -> Values:
    """What an entry says, by field: the property and its values."""
    return values_of(entry, _OTHERWISE)


def _mapped(curated: Curated) -> Iterator[Writer]:
    if curated.mappings:
        writer = _register("mappings", "mappings")
        for mappings in curated.mappings:
            _assert_mappings(mappings, writer)
        yield writer


def _assert_mappings(mappings: MappingSet, writer: Writer) -> None:
    """The mappings of one set: each with a citation of the file that holds it."""
    for match, place in mappings.matches:
        predicate, subject = SKOS[match.predicate_id.partition(":")[2]], match.subject_id
        standing = Standing(
            f"{mappings.name}: {subject.id}",
            f"s-{mappings.name}",
            inferred=match.confidence < 1,
            reading=match.comment,
        )
        writer.add(subject.iri, predicate, mappings.object_of(match))
        writer.place = place
        writer.add(writer.cite(subject.iri, standing), NHV.states, predicate)


def _register(name: str, file: str) -> Writer:
    """The writer of one register, which has said what the register is."""
    sv, en = (TABLES["registers"][name][lang] for lang in ("sv", "en"))
    register = Entity("source", f"register-{name}", sv, en, (), Place(file))
    writer = Writer(register, REGISTERS_GRAPH)
    kind, undated = (concept("sourceKind", "register"),), terms(True)
    values: Values = {"kind": (NHV.sourceKind, kind), "undated": (NHV.undated, undated)}
    writer.describe(register.iri, NHV.Source, (sv, en), values)
    writer.add(register.iri, DCTERMS.title, text(sv, "sv"), text(en, "en"))
    return writer


def _source(source: Source) -> Writer:
    entity, head = source.entity, source.head
    writer = Writer(entity, entity.iri, head.date, head.locator)
    _assert_head(head, entity, writer)
    for fact in source.facts:
        assert_fact(fact.record, writer, fact.place)
    return writer


def _assert_head(head: SourceHead, entity: Entity, writer: Writer) -> None:
    """The document itself; its citation says which of its particulars were inferred."""
    values: Values = {
        "title": (DCTERMS.title, (text(head.title, "sv"), text(head.title_en, "en"))),
        "publisher": (DCTERMS.publisher, terms(head.publisher)),
        "date": (NHV.date, terms(head.date)),
        "undated": (NHV.undated, () if head.date else terms(True)),
        "kind": (NHV.sourceKind, (head.kind,)),
        "also": (SKOS.notation, terms(head.also)),
        "url": (FOAF.page, terms(head.url)),
    }
    # When it was read, and what it cannot be older than, is ours and not in the document.
    ours: Values = {
        "read_on": (NHV.readOn, terms(head.read_on)),
        "not_before": (NHV.notBefore, terms(head.not_before)),
    }
    labels = (head.title, head.title_en)
    writer.describe(entity.iri, NHV.Source, labels, {**values, **ours})
    standing = Standing("document", "document", reading=head.reading)
    citation = writer.cite(entity.iri, standing)
    writer.support(citation, values, head.inferred)
    if head.publisher.printed:
        writer.print_name(head.publisher.entity, head.publisher.printed, standing)


_LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")


def notice(asserted: Iterable[Statement]) -> list[Statement]:
    """The notice and the licence of what curated files assert; none if there are no persons.

    They stand in the graph of the names, so that they come and go with them.
    """
    if all(one.graph_name != PEOPLE_GRAPH for one in asserted):
        return []
    words = TABLES["notice"]
    said = [(DCTERMS.rights, text(words[lang], lang)) for lang in ("sv", "en")]
    return [
        *(Statement(PEOPLE_REGISTER, name, value, PEOPLE_GRAPH) for name, value in said),
        Statement(PEOPLE_REGISTER, DCTERMS.license, _LICENCE, PEOPLE_GRAPH),
    ]

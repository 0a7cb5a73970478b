"""What the entries of the registers say in the graph."""

from __future__ import annotations

from dataclasses import replace

from loaders.curation.entries import AreaEntry, Entry, PersonEntry
from loaders.curation.registers import Entity
from loaders.facts.writer import Standing, Values, Writer, text, values_of
from loaders.statements import Statement
from ontology.terms import NHV, PEOPLE_GRAPH, RDF, SKOS

# In the names of the thing, its class, or the citation of what they qualify.
_OTHERWISE = (*Entry.fields, "area_kind", "level", "from_certainty", "from_note")


def assert_entry(entry: Entry | PersonEntry, entity: Entity, writer: Writer) -> None:
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

"""What the entries of the registers say in the graph."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from pyoxigraph import Literal, NamedNode, Quad

from loaders.curation import entries
from loaders.curation.registers import Entity
from loaders.facts.writer import (
    Standing,
    Values,
    Writer,
    all_named,
    dated,
    named,
    one,
    text,
    worded,
)
from loaders.problems import Place
from ontology.terms import (
    DCTERMS,
    ELI,
    FOAF,
    GEO,
    NHV,
    ORG,
    PEOPLE_GRAPH,
    RDF,
    SCHEMA,
    SKOS,
    XSD,
    concept,
)


def assert_entry(
    entry: entries.Entry | entries.PersonEntry, entity: Entity, writer: Writer, place: Place
) -> None:
    """Write one entry into the graph of the registers; a person into the graph of persons.

    Args:
        entry: The entry.
        entity: The thing it describes.
        writer: The writer of the register.
        place: Where the entry stands.
    """
    if isinstance(entry, entries.PersonEntry):
        _assert_person(entry, entity, writer, place)
        return
    node, values = entity.iri, entry_values(entry)
    writer.describe(node, entry.rdf_class(), (entry.sv, entry.en), values, place)
    english = {name for name in entry.alt_en if name not in (entry.sv, entry.en)}
    swedish = {name for name in entry.names() if name not in (entry.sv, entry.en)} - english
    writer.add(node, SKOS.altLabel, *(text(name, "sv") for name in sorted(swedish)))
    writer.add(node, SKOS.altLabel, *(text(name, "en") for name in sorted(english)))
    said = {"class": (RDF.type, (entry.rdf_class(),)), **values}
    lineage = said.pop("from", None)
    writer.support(writer.cite(node, _standing(entity), place), said, entry.inferred)
    if isinstance(entry, entries.AreaEntry) and lineage and entry.came_from:
        doubtful = entry.from_certainty == "inferred"
        standing = replace(_standing(entity), inferred=doubtful, reading=entry.from_note)
        writer.support(writer.cite(node, standing, place), {"from": lineage}, ())


@singledispatch
def entry_values(entry: entries.Entry) -> Values:
    """What an entry says, by field: the property and its values."""
    raise TypeError(f"no assertion for a {type(entry).__name__}")


@entry_values.register
def _area(entry: entries.AreaEntry) -> Values:
    return {
        "part_of": (SKOS.broader, named(entry.part_of)),
        "programmes": (NHV.programme, all_named(entry.programmes)),
        "specialty": (NHV.specialty, (entry.specialty,)),
        "from": (NHV.cameFrom, all_named(entry.came_from)),
    }


@entry_values.register
def _region(entry: entries.RegionEntry) -> Values:
    return {
        "county": (NHV.county, named(entry.county)),
        "healthcare_regions": (NHV.inHealthcareRegion, all_named(entry.healthcare_regions)),
        "active_from": (SCHEMA.foundingDate, dated(entry.active_from)),
    }


@entry_values.register
def _healthcare_region(entry: entries.HealthcareRegionEntry) -> Values:
    return {"legal_body": (NHV.legalBody, named(entry.legal_body))}


@entry_values.register
def _county(entry: entries.CountyEntry) -> Values:
    return {
        "county_code": (SKOS.notation, (text(entry.county_code),)),
        "iso": (NHV.iso31662, (text(entry.iso),)),
        "nuts3": (NHV.nuts3, (text(entry.nuts3),)),
        "seat": (NHV.seat, (text(entry.seat),)),
    }


@entry_values.register
def _municipality(entry: entries.MunicipalityEntry) -> Values:
    return {
        "municipality_code": (SKOS.notation, (text(entry.municipality_code),)),
        "county": (NHV.county, named(entry.county)),
        "healthcare_region": (NHV.inHealthcareRegion, named(entry.healthcare_region)),
    }


@entry_values.register
def _hospital(entry: entries.HospitalEntry) -> Values:
    return {
        "operator": (NHV.operator, named(entry.operator)),
        "part_of": (NHV.partOf, named(entry.part_of)),
        "university": (NHV.university, named(entry.university)),
        "city": (NHV.city, worded(entry.city)),
        "municipality": (NHV.municipality, named(entry.municipality)),
        "geonames_id": (FOAF.based_near, _in_geonames(entry.geonames_id)),
        "lat": (GEO.lat, _degrees(entry.lat)),
        "lon": (GEO.long, _degrees(entry.lon)),
        "precision": (NHV.pointPrecision, worded(entry.precision)),
        "active_from": (SCHEMA.foundingDate, dated(entry.active_from)),
    }


@entry_values.register
def _organisation(entry: entries.OrganisationEntry) -> Values:
    return {
        "type": (NHV.organisationType, (entry.type,)),
        "part_of": (NHV.partOf, named(entry.part_of)),
        "healthcare_region": (NHV.inHealthcareRegion, named(entry.healthcare_region)),
        "members": (ORG.hasMember, all_named(entry.members)),
        "seat": (NHV.seat, worded(entry.seat)),
        "active_from": (SCHEMA.foundingDate, dated(entry.active_from)),
    }


@entry_values.register
def _university(entry: entries.UniversityEntry) -> Values:
    return {
        "part_of": (NHV.partOf, named(entry.part_of)),
        "city": (NHV.city, worded(entry.city)),
    }


@entry_values.register
def _body(entry: entries.BodyEntry) -> Values:
    return {
        "type": (NHV.bodyType, (entry.type,)),
        "part_of": (NHV.partOf, named(entry.part_of)),
        "kind_of": (NHV.kindOf, named(entry.kind_of)),
        "replaces": (NHV.replaces, named(entry.replaces)),
        "healthcare_region": (NHV.inHealthcareRegion, named(entry.healthcare_region)),
        "active_from": (SCHEMA.foundingDate, dated(entry.active_from)),
        "active_to": (SCHEMA.dissolutionDate, dated(entry.active_to)),
    }


@entry_values.register
def _legal(entry: entries.LegalEntry) -> Values:
    return {
        "type": (NHV.legalType, (entry.type,)),
        "number": (NHV.number, worded(entry.number)),
        "date": (DCTERMS.date, dated(entry.date)),
        "in_force": (ELI.first_date_entry_in_force, dated(entry.in_force)),
        "governs_sv": (DCTERMS.description, worded(entry.governs_sv, "sv")),
        "governs_en": (DCTERMS.description, worded(entry.governs_en, "en")),
        "url": (FOAF.page, one(NamedNode(entry.url) if entry.url else None)),
        "amends": (NHV.amends, all_named(entry.amends)),
        "based_on": (NHV.basedOn, all_named(entry.based_on)),
        "replaces": (NHV.replaces, all_named(entry.replaces)),
        "part_of": (NHV.partOf, named(entry.part_of)),
    }


def assert_register(entity: Entity, writer: Writer, place: Place) -> None:
    """The register itself, as the source of what it says."""
    values: Values = {
        "kind": (NHV.sourceKind, (concept("sourceKind", "register"),)),
        "undated": (NHV.undated, (Literal("true", datatype=XSD.boolean),)),
    }
    writer.describe(entity.iri, NHV.Source, (entity.sv, entity.en), values, place)
    writer.add(entity.iri, DCTERMS.title, text(entity.sv, "sv"), text(entity.en, "en"))


def _assert_person(
    entry: entries.PersonEntry, entity: Entity, writer: Writer, place: Place
) -> None:
    node = entity.iri
    writer.where.setdefault(node.value, place)
    writer.quads += (
        Quad(node, RDF.type, NHV.Person, PEOPLE_GRAPH),
        # A person's name is the same in every language.
        Quad(node, SKOS.prefLabel, text(entry.name, "sv"), PEOPLE_GRAPH),
        Quad(node, SKOS.prefLabel, text(entry.name, "en"), PEOPLE_GRAPH),
    )


def _standing(entity: Entity) -> Standing:
    """An entry's place in its register: under its own id."""
    register = entity.place.file.rpartition("/")[2].removesuffix(".yaml")
    return Standing(f"{register}: {entity.id}", f"s-{register}")


def _in_geonames(number: int | None) -> tuple[NamedNode, ...]:
    """The town under its name in GeoNames: that the hospital is near it, not that it is it."""
    return (NamedNode(f"https://sws.geonames.org/{number}/"),) if number else ()


def _degrees(value: str | None) -> tuple[Literal, ...]:
    return (Literal(value, datatype=XSD.decimal),) if value else ()

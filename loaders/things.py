"""What the entries of the registers say in the graph."""

from __future__ import annotations

from functools import singledispatch

from pyoxigraph import Literal, NamedNode, Quad

from loaders import entries
from loaders.problems import Place
from loaders.registers import Entity
from loaders.writer import (
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
from ontology.terms import (
    DCTERMS,
    FOAF,
    GEO,
    NHV,
    PEOPLE_GRAPH,
    RDF,
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
    citation = writer.cite(node, _standing(entity), place)
    inferred = (*entry.inferred, *(("from",) if _lineage_is_inferred(entry) else ()))
    writer.support(citation, values, inferred)


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
        "city": (NHV.city, worded(entry.city)),
        "lat": (GEO.lat, _degrees(entry.lat)),
        "lon": (GEO.long, _degrees(entry.lon)),
        "precision": (NHV.pointPrecision, worded(entry.precision)),
    }


@entry_values.register
def _organisation(entry: entries.OrganisationEntry) -> Values:
    return {
        "part_of": (NHV.partOf, named(entry.part_of)),
        "healthcare_region": (NHV.inHealthcareRegion, named(entry.healthcare_region)),
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
    }


@entry_values.register
def _legal(entry: entries.LegalEntry) -> Values:
    return {
        "number": (NHV.number, worded(entry.number)),
        "date": (DCTERMS.date, dated(entry.date)),
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


def _lineage_is_inferred(entry: entries.Entry) -> bool:
    return isinstance(entry, entries.AreaEntry) and entry.from_certainty == "inferred"


def _degrees(value: str | None) -> tuple[Literal, ...]:
    return (Literal(value, datatype=XSD.decimal),) if value else ()

"""The release in a catalogue of data: DCAT-AP 3, in the Swedish profile DCAT-AP-SE 3.0.1.

Terms of the EU's lists carry the type that DCAT-AP asks for, so that the description validates
without those lists.  A contact is given only where ``CITATION.cff`` has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from graph.release.about import (
    CATALOGUE,
    CC0,
    CC_BY,
    PUBLISHER,
    SERIES,
    SUMMARY,
    TITLE,
    About,
)
from graph.release.contents import File
from graph.release.statements import Description, both, day, term
from ontology.terms import BASE, RDFS, XSD

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_HEALTH = NamedNode(f"{_AUTHORITY}data-theme/HEAL")
_THEMES = NamedNode(f"{_AUTHORITY}data-theme")
_SWEDEN = NamedNode(f"{_AUTHORITY}country/SWE")
_PUBLIC = NamedNode(f"{_AUTHORITY}access-right/PUBLIC")
_IRREGULAR = NamedNode(f"{_AUTHORITY}frequency/IRREG")
_LANGUAGES = tuple(NamedNode(f"{_AUTHORITY}language/{code}") for code in ("SWE", "ENG"))
_SHA256 = term("spdx:checksumAlgorithm_sha256")
_PROFILE = NamedNode("https://docs.dataportal.se/dcat/3.0.1/en/")
_KEYWORDS = (
    ("nationell högspecialiserad vård", "national highly specialised care"),
    ("hälso- och sjukvård", "health care"),
    ("tillstånd", "permits"),
    ("kunskapsgraf", "knowledge graph"),
)
_ONTOLOGY = (
    ("NHV-ontologin", "The NHV ontology"),
    (
        "Orden i NHV Graph: klasser, egenskaper och värdelistor, med samband och krav.",
        "The words of NHV Graph: classes, properties and value lists, with alignments and shapes.",
    ),
)
_PROVENANCE = (
    "Läst ur offentliga handlingar; varje uppgift har sin källa. Hur utgåvan gjordes: prov.ttl.",
    "Read from public documents; every fact has its source. How the release was made: prov.ttl.",
)


def dcat(said: About, listed: Sequence[File], since: NamedNode | None) -> bytes:
    """Describe the release for catalogues.

    Args:
        said: The release.
        listed: The files that hold data or the ontology.
        since: The release before, if one was given.

    Returns:
        The bytes of ``dcat.ttl``.
    """
    made = Description()
    words = NamedNode(f"{said.iri.value}/ontology")
    _lists(made)
    _catalogue(made, said, (said.iri, words))
    _series(made, said)
    _dataset(made, said, said.iri, TITLE, SUMMARY)
    made.add(said.iri, "dcat:inSeries", SERIES)
    made.add(said.iri, "dcat:prev", since)
    made.add(said.iri, "dcterms:conformsTo", said.ontology)
    made.add(said.iri, "prov:wasGeneratedBy", said.part("build"))
    made.add(said.part("build"), "rdf:type", term("prov:Activity"))
    _dataset(made, said, words, *_ONTOLOGY)
    for file in listed:
        dataset = words if file.path.startswith("ontology/") else said.iri
        _distribution(made, said, dataset, file)
    return made.turtle()


def _lists(made: Description) -> None:
    """What the terms of others are, as DCAT-AP asks."""
    types: Iterable[tuple[str, Iterable[NamedNode]]] = (
        ("skos:Concept", (_HEALTH,)),
        ("skos:ConceptScheme", (_THEMES,)),
        ("dcterms:Location", (_SWEDEN,)),
        ("dcterms:RightsStatement", (_PUBLIC,)),
        ("dcterms:Frequency", (_IRREGULAR,)),
        ("dcterms:LinguisticSystem", _LANGUAGES),
        ("dcterms:LicenseDocument", (CC_BY, CC0)),
        ("spdx:ChecksumAlgorithm", (_SHA256,)),
    )
    for kind, things in types:
        for thing in things:
            made.add(thing, "rdf:type", term(kind))
    labels = ((_HEALTH, ("Hälsa", "Health")), (_THEMES, ("Dataområden", "Data themes")))
    for thing, label in labels:
        made.add(thing, "skos:prefLabel", *both(label))
    made.add(_THEMES, "dcterms:title", *both(labels[1][1]))
    made.add(_HEALTH, "skos:inScheme", _THEMES)


def _catalogue(made: Description, said: About, datasets: Iterable[NamedNode]) -> None:
    made.add(CATALOGUE, "rdf:type", term("dcat:Catalog"))
    made.add(CATALOGUE, "dcterms:title", *both(("Katalog för NHV Graph", "Catalogue of NHV Graph")))
    made.add(CATALOGUE, "dcterms:description", *both(SUMMARY))
    made.add(CATALOGUE, "dcterms:publisher", PUBLISHER)
    made.add(CATALOGUE, "dcterms:license", CC0)
    made.add(CATALOGUE, "dcterms:language", *_LANGUAGES)
    made.add(CATALOGUE, "dcterms:spatial", _SWEDEN)
    made.add(CATALOGUE, "dcterms:modified", day(said.dated))
    made.add(CATALOGUE, "dcterms:conformsTo", _PROFILE)
    made.add(CATALOGUE, "dcat:themeTaxonomy", _THEMES)
    made.add(CATALOGUE, "dcat:dataset", SERIES, *datasets)
    made.add(_PROFILE, "rdf:type", term("dcterms:Standard"))
    home = NamedNode(BASE)
    made.add(CATALOGUE, "foaf:homepage", home)
    made.add(home, "rdf:type", term("foaf:Document"))
    made.add(PUBLISHER, "rdf:type", term("foaf:Agent"))
    made.add(PUBLISHER, "foaf:name", *(Literal(name) for name in said.authors))


def _series(made: Description, said: About) -> None:
    made.add(SERIES, "rdf:type", term("dcat:DatasetSeries"), term("dcat:Dataset"))
    made.add(SERIES, "dcterms:title", *both(TITLE))
    made.add(SERIES, "dcterms:description", *both(SUMMARY))
    made.add(SERIES, "dcterms:publisher", PUBLISHER)
    made.add(SERIES, "dcterms:accrualPeriodicity", _IRREGULAR)
    made.add(SERIES, "dcterms:spatial", _SWEDEN)
    made.add(SERIES, "dcterms:temporal", said.part("period"))
    made.add(SERIES, "dcat:theme", _HEALTH)
    _contact(made, said, SERIES)


def _dataset(
    made: Description,
    said: About,
    dataset: NamedNode,
    title: tuple[str, str],
    told: tuple[str, str],
) -> None:
    made.add(dataset, "rdf:type", term("dcat:Dataset"))
    made.add(
        dataset, "dcterms:title", *both((f"{title[0]} {said.label}", f"{title[1]} {said.label}"))
    )
    made.add(dataset, "dcterms:description", *both(told))
    made.add(dataset, "dcterms:identifier", Literal(dataset.value, datatype=XSD.anyURI))
    made.add(dataset, "dcat:version", Literal(said.label))
    made.add(dataset, "dcterms:publisher", PUBLISHER)
    made.add(dataset, "dcterms:creator", PUBLISHER)
    made.add(dataset, "dcat:keyword", *(word for pair in _KEYWORDS for word in both(pair)))
    made.add(dataset, "dcat:theme", _HEALTH)
    made.add(dataset, "dcterms:accessRights", _PUBLIC)
    made.add(dataset, "dcterms:language", *_LANGUAGES)
    made.add(dataset, "dcterms:accrualPeriodicity", _IRREGULAR)
    made.add(dataset, "dcterms:issued", day(said.released) if said.released else None)
    made.add(dataset, "dcterms:modified", day(said.last))
    made.add(dataset, "dcterms:spatial", _SWEDEN)
    made.add(dataset, "dcterms:temporal", said.part("period"))
    made.add(dataset, "dcterms:provenance", said.part("provenance"))
    made.add(dataset, "dcat:landingPage", said.iri)
    made.add(said.iri, "rdf:type", term("foaf:Document"))
    made.add(said.part("provenance"), "rdf:type", term("dcterms:ProvenanceStatement"))
    made.add(said.part("provenance"), "rdfs:label", *both(_PROVENANCE))
    made.add(said.part("period"), "rdf:type", term("dcterms:PeriodOfTime"))
    made.add(said.part("period"), "dcat:startDate", day(said.first))
    made.add(said.part("period"), "dcat:endDate", day(said.last))
    made.add(said.ontology, "rdf:type", term("dcterms:Standard"))
    _contact(made, said, dataset)


def _contact(made: Description, said: About, resource: NamedNode) -> None:
    """The contact that the citation names, if it names one."""
    for contact in said.citation.get("contact", ()):
        point = NamedNode(f"{BASE}contact")
        name = contact.get("name") or f"{contact['given-names']} {contact['family-names']}"
        made.add(resource, "dcat:contactPoint", point)
        made.add(point, "rdf:type", term("vcard:Kind"), term("vcard:Organization"))
        made.add(point, "vcard:fn", Literal(name))
        if "email" in contact:
            made.add(point, "vcard:hasEmail", NamedNode(f"mailto:{contact['email']}"))


def _distribution(made: Description, said: About, dataset: NamedNode, file: File) -> None:
    address = said.address(file.path)
    name = file.path.replace("/", "-")
    here, checksum = said.part(f"distribution-{name}"), said.part(f"checksum-{name}")
    made.add(dataset, "dcat:distribution", here)
    made.add(here, "rdf:type", term("dcat:Distribution"))
    made.add(
        here,
        "dcterms:title",
        *both((f"{file.told[0]} ({file.form.name})", f"{file.told[1]} ({file.form.name})")),
    )
    made.add(here, "dcterms:description", *both(file.told))
    made.add(here, "dcat:accessURL", address)
    made.add(here, "dcat:downloadURL", address)
    made.add(address, "rdf:type", RDFS.Resource)
    media = NamedNode(file.form.media_iri)
    made.add(here, "dcat:mediaType", media)
    made.add(media, "rdf:type", term("dcterms:MediaType"))
    if file.form.eu:
        made.add(here, "dcterms:format", NamedNode(file.form.eu_iri))
        made.add(NamedNode(file.form.eu_iri), "rdf:type", term("dcterms:MediaTypeOrExtent"))
    made.add(here, "dcat:byteSize", Literal(str(file.size), datatype=XSD.nonNegativeInteger))
    made.add(here, "spdx:checksum", checksum)
    made.add(checksum, "rdf:type", term("spdx:Checksum"))
    made.add(checksum, "spdx:algorithm", _SHA256)
    made.add(
        checksum,
        "spdx:checksumValue",
        Literal(file.sha256, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#hexBinary")),
    )
    made.add(here, "dcterms:license", CC_BY)
    made.add(here, "dcterms:language", *_LANGUAGES)
    made.add(here, "dcterms:conformsTo", said.ontology)
    made.add(here, "dcterms:modified", day(said.last))
    made.add(here, "dcterms:issued", day(said.released) if said.released else None)
    stable = "EXPERIMENTAL" if said.version.startswith("0.") else "STABLE"
    availability = NamedNode(f"{_AUTHORITY}planned-availability/{stable}")
    made.add(here, "dcatap:availability", availability)
    made.add(availability, "rdf:type", term("skos:Concept"))
    made.add(availability, "skos:prefLabel", Literal(stable.lower(), language="en"))

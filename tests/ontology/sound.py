"""A small ontology in which no check finds anything, and the pieces that it is made of."""

from __future__ import annotations

from ontology.terms import PREFIXES

PREAMBLE = "".join(
    f"@prefix {name}: <{space}> .\n"
    for name, space in {**PREFIXES, "shapes": "https://w3id.org/nhv/shapes#"}.items()
)


def header(iri: str, version: str, more: str = "") -> str:
    """The declaration of an ontology."""
    return f"""<{iri}> a owl:Ontology ;
    owl:versionIRI <{version}> ;
    dcterms:title "Titel"@sv , "Title"@en ;
    dcterms:description "Beskrivning."@sv , "Description."@en ;
    {more}
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ."""


def words(name: str, label: str = "rdfs:label") -> str:
    """Label and definition of a term, in both languages."""
    return f"""{label} "{name} sv"@sv , "{name} en"@en ;
    skos:definition "Vad {name} betyder, sagt på svenska."@sv ,
        "What {name} means, said in English."@en"""


def a_class(name: str, more: str = "") -> str:
    """A sound class, and what else is said of it."""
    return f"""
nhv:{name} a owl:Class ; rdfs:subClassOf prov:Entity ; owl:disjointWith nhv:Body ;
    {words(name)} ; {more} .
"""


def a_property(name: str, more: str = "rdfs:domain nhv:Permit ; rdfs:range nhv:Body") -> str:
    """A sound object property, and what else is said of it."""
    return f"nhv:{name} a owl:ObjectProperty ; {words(name)} ; {more} .\n"


def a_value(name: str, more: str = "skos:inScheme nhv:Kinds") -> str:
    """A sound value of a list, and what else is said of it."""
    return f"nhv:{name} a skos:Concept ; {words(name, 'skos:prefLabel')} ; {more} .\n"


ANNOTATIONS = (
    "dcterms:title",
    "dcterms:description",
    "dcterms:license",
    "dcterms:creator",
    "dcterms:publisher",
    "dcterms:created",
    "dcterms:issued",
    "dcterms:source",
    "dcterms:bibliographicCitation",
    "dcterms:isReplacedBy",
    "bibo:status",
    "vann:preferredNamespacePrefix",
    "vann:preferredNamespaceUri",
    "skos:prefLabel",
    "skos:altLabel",
    "skos:hiddenLabel",
    "skos:definition",
    "skos:inScheme",
    "skos:closeMatch",
    "schema:domainIncludes",
    "schema:rangeIncludes",
)
"""Properties of other vocabularies, declared bare."""

METADATA = """owl:versionInfo "1.0.0" ;
    dcterms:creator "A" ;
    dcterms:publisher "B" ;
    dcterms:created "2026-01-01" ;
    dcterms:issued "2026-01-02" ;
    dcterms:source "Lag"@sv ;
    dcterms:bibliographicCitation "A (2026). Title." ;
    bibo:status <http://purl.org/ontology/bibo/status/draft> ;
    vann:preferredNamespacePrefix "nhv" ;
    vann:preferredNamespaceUri "https://w3id.org/nhv/ontology#" ;"""

SOUND: dict[str, str] = {
    "nhv.ttl": header(
        "https://w3id.org/nhv/ontology", "https://w3id.org/nhv/ontology/1.0.0", METADATA
    )
    + f"""
nhv:Body a owl:Class ;
    rdfs:subClassOf org:Organization ;
    {words("Body")} .
nhv:Permit a owl:Class ;
    rdfs:comment "No superclass: nothing lies above it."@en ;
    owl:disjointWith nhv:Body ;
    {words("Permit")} .
nhv:holder a owl:ObjectProperty ;
    rdfs:domain nhv:Permit ;
    rdfs:range nhv:Body ;
    {words("holder")} .
nhv:kind a owl:ObjectProperty ;
    rdfs:domain nhv:Permit ;
    rdfs:range skos:Concept ;
    nhv:valuesFrom nhv:Kinds ;
    {words("kind")} .
nhv:day a owl:DatatypeProperty ;
    rdfs:domain nhv:Permit ;
    rdfs:range rdfs:Literal ;
    {words("day")} .
nhv:valuesFrom a owl:AnnotationProperty ;
    rdfs:comment "No domain: it describes terms."@en ;
    {words("valuesFrom")} .
""",
    "schemes.ttl": header(
        "https://w3id.org/nhv/ontology/schemes", "https://w3id.org/nhv/ontology/1.0.0/schemes"
    )
    + f"""
nhv:Kinds a skos:ConceptScheme ;
    {words("Kinds", "skos:prefLabel")} .
nhv:Small a skos:Concept ;
    skos:inScheme nhv:Kinds ;
    {words("Small", "skos:prefLabel")} .
nhv:Large a skos:Concept ;
    skos:inScheme nhv:Kinds ;
    skos:hiddenLabel "grand"@en ;
    {words("Large", "skos:prefLabel")} .
""",
    "alignments.ttl": header(
        "https://w3id.org/nhv/ontology/alignments",
        "https://w3id.org/nhv/ontology/1.0.0/alignments",
    )
    + """
org:Organization a owl:Class .
prov:Entity a owl:Class .
skos:Concept a owl:Class .
skos:ConceptScheme a owl:Class .
dcterms:references a owl:ObjectProperty .
"""
    + "".join(f"{name} a owl:AnnotationProperty .\n" for name in ANNOTATIONS),
    "shapes.ttl": header("https://w3id.org/nhv/shapes", "https://w3id.org/nhv/shapes/1.0.0")
    + """
shapes:holder a sh:PropertyShape ; sh:path nhv:holder ; sh:maxCount 1 .
""",
}
"""The files of an ontology in which no check finds anything."""

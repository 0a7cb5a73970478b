"""The terms of other standards that the project uses: closed lists, no more than needed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pyoxigraph import NamedNode

from ontology.vocabulary import Vocabulary

NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "bibo": "http://purl.org/ontology/bibo/",
        "dcterms": "http://purl.org/dc/terms/",
        "edtf": "http://id.loc.gov/datatypes/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "vann": "http://purl.org/vocab/vann/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)


def _closed(prefix: str, names: str) -> Vocabulary:
    namespace = NAMESPACES[prefix]
    terms = {name: NamedNode(namespace + name) for name in names.split()}
    return Vocabulary(prefix, namespace, lambda: terms)


RDF = _closed("rdf", "type langString Property value")
RDFS = _closed(
    "rdfs",
    "label comment seeAlso isDefinedBy subClassOf subPropertyOf domain range Class Datatype "
    "Literal Resource",
)
OWL = _closed(
    "owl",
    "Ontology Class ObjectProperty DatatypeProperty AnnotationProperty FunctionalProperty "
    "NamedIndividual Thing disjointWith equivalentClass inverseOf sameAs imports versionIRI "
    "versionInfo deprecated",
)
XSD = _closed(
    "xsd",
    "string boolean integer nonNegativeInteger decimal double float date dateTime gYear "
    "gYearMonth anyURI",
)
SKOS = _closed(
    "skos",
    "Concept ConceptScheme prefLabel altLabel hiddenLabel definition notation note scopeNote "
    "example inScheme topConceptOf hasTopConcept broader narrower related exactMatch closeMatch "
    "broadMatch narrowMatch relatedMatch",
)
DCTERMS = _closed(
    "dcterms",
    "title description creator contributor publisher license rights source subject date created "
    "issued modified identifier type language isPartOf hasPart isReplacedBy replaces references "
    "spatial temporal conformsTo bibliographicCitation",
)
PROV = _closed(
    "prov",
    "Entity Activity Agent PrimarySource entity hadPrimarySource qualifiedPrimarySource "
    "wasDerivedFrom wasGeneratedBy wasAttributedTo wasAssociatedWith generated used value "
    "generatedAtTime startedAtTime endedAtTime",
)
ORG = _closed(
    "org",
    "Organization FormalOrganization OrganizationalCollaboration OrganizationalUnit Post "
    "Membership Role Site organization member hasMember postIn hasPost heldBy holds role unitOf "
    "hasUnit subOrganizationOf hasSubOrganization memberOf memberDuring linkedTo identifier "
    "classification",
)
BIBO = _closed("bibo", "Document locator status number")
FOAF = _closed("foaf", "Person Agent Document name page homepage based_near")
SCHEMA = _closed(
    "schema",
    "GovernmentPermit Hospital domainIncludes rangeIncludes validFrom validUntil issuedBy "
    "foundingDate dissolutionDate",
)
GEO = _closed("geo", "SpatialThing Point lat long")
EDTF = _closed("edtf", "EDTF")
ELI = _closed("eli", "first_date_entry_in_force")
SH = _closed(
    "sh",
    "NodeShape PropertyShape ValidationReport ValidationResult conforms result focusNode "
    "resultPath resultMessage resultSeverity sourceShape sourceConstraintComponent value "
    "targetClass targetSubjectsOf targetObjectsOf property path minCount maxCount datatype "
    "nodeKind IRI Literal message severity name description order group "
    "pattern minInclusive maxInclusive uniqueLang languageIn hasValue in Violation Warning Info",
)
VANN = _closed("vann", "preferredNamespacePrefix preferredNamespaceUri")

"""For each check of the ontology, the smallest change of a sound one that it finds."""

from __future__ import annotations

from dataclasses import dataclass

from tests.ontology.sound import SOUND, a_class, a_property, a_value, header, words


@dataclass(frozen=True)
class Break:
    """A change of the sound ontology.

    Attributes:
        more: What is added to the file.
        cut: What is taken out of it; it stands there once.
        put: What is put in its place.
        file: The file.
        also: Other checks that find the same fault.
    """

    more: str = ""
    cut: str = ""
    put: str = ""
    file: str = "nhv.ttl"
    also: tuple[str, ...] = ()

    def files(self) -> dict[str, str]:
        """The files of the unsound ontology."""
        text = SOUND[self.file]
        if self.cut:
            assert text.count(self.cut) == 1, f"{self.cut!r} must stand once in {self.file}"
            text = text.replace(self.cut, self.put)
        return {**SOUND, self.file: text + self.more}


RESTRICTION = "a owl:Restriction ; owl:onProperty nhv:holder ; owl:someValuesFrom"
OLD = "owl:deprecated true"

BREAKS: dict[str, Break] = {
    # OOPS!
    "oops-p02-synonym-classes": Break(a_class("Two", "owl:equivalentClass nhv:Permit")),
    "oops-p03-is-relation": Break(a_property("isA")),
    "oops-p04-unconnected-element": Break(
        f'nhv:Alone a owl:Class ; {words("Alone")} ; rdfs:comment "No superclass: alone."@en .'
    ),
    "oops-p05-wrong-inverse": Break(
        a_property("holds", "rdfs:domain nhv:Body ; rdfs:range nhv:Body ; owl:inverseOf nhv:holder")
    ),
    "oops-p06-class-cycle": Break(
        a_class("One", "rdfs:subClassOf nhv:Two") + a_class("Two", "rdfs:subClassOf nhv:One")
    ),
    "oops-p07-merged-concepts": Break(cut='"Permit en"@en', put='"Permit or call"@en'),
    "oops-p08-missing-annotation": Break(
        cut='rdfs:label "Permit sv"@sv , "Permit en"@en ;',
        also=(
            "foops-voc3-label-on-every-term",
            "robot-missing-label",
        ),
    ),
    "oops-p10-missing-disjointness": Break(
        f"nhv:Board a owl:Class ; rdfs:subClassOf nhv:Permit ; {words('Board')} ."
        f"nhv:Group a owl:Class ; rdfs:subClassOf nhv:Permit ; {words('Group')} .",
        cut="    owl:disjointWith nhv:Body ;\n",
    ),
    "oops-p11-missing-domain-or-range": Break(a_property("toward", "rdfs:domain nhv:Permit")),
    "oops-p12-equivalent-property-undeclared": Break(a_property("references")),
    "oops-p13-inverse-not-declared": Break(
        a_property("holds", "rdfs:domain nhv:Body ; rdfs:range nhv:Permit")
    ),
    "oops-p19-several-domains-or-ranges": Break(
        a_property("toward", "rdfs:domain nhv:Permit ; rdfs:range nhv:Body , nhv:Permit")
    ),
    "oops-p20-misused-annotation": Break(
        cut='"Permit en"@en', put='"The right to do just what one asked for"@en'
    ),
    "oops-p21-miscellaneous-class": Break(cut='"Permit sv"@sv', put='"Övrigt tillstånd"@sv'),
    "oops-p22-mixed-naming": Break(a_property("Toward_whom")),
    "oops-p23-datatype-made-again": Break(a_class("Date")),
    "oops-p24-recursive-definition": Break(
        a_class("Loop", f"rdfs:subClassOf [ {RESTRICTION} nhv:Loop ]")
    ),
    "oops-p25-inverse-of-itself": Break(
        a_property(
            "beside", "rdfs:domain nhv:Body ; rdfs:range nhv:Body ; owl:inverseOf nhv:beside"
        )
    ),
    "oops-p26-inverse-of-symmetric": Break(
        a_property("near", "a owl:SymmetricProperty ; rdfs:domain nhv:Body ; rdfs:range nhv:Body")
        + a_property("near2", "rdfs:domain nhv:Body ; rdfs:range nhv:Body ; owl:inverseOf nhv:near")
    ),
    "oops-p27-wrong-equivalent-property": Break(
        a_property(
            "owner",
            "rdfs:domain nhv:Body ; rdfs:range nhv:Body ; owl:equivalentProperty nhv:holder",
        )
    ),
    "oops-p28-wrong-symmetric": Break("nhv:holder a owl:SymmetricProperty ."),
    "oops-p29-wrong-transitive": Break("nhv:holder a owl:TransitiveProperty ."),
    "oops-p30-equivalent-class-undeclared": Break(a_class("Organization")),
    "oops-p31-wrong-equivalent-class": Break(
        a_class("Two", "owl:equivalentClass nhv:Body"),
        also=("oops-p02-synonym-classes",),
    ),
    "oops-p32-same-label-twice": Break(a_class("Two").replace("Two en", "permit EN")),
    "oops-p33-chain-of-one": Break(
        a_property("toward") + "nhv:toward owl:propertyChainAxiom ( nhv:holder ) ."
    ),
    "oops-p34-untyped-class": Break(
        a_property("to", "rdfs:domain nhv:Permit ; rdfs:range nhv:Bdy")
    ),
    "oops-p35-untyped-property": Break('nhv:Permit nhv:colour "red" .'),
    "oops-p36-file-extension": Break(
        cut="<https://w3id.org/nhv/shapes> a",
        put="<https://w3id.org/nhv/shapes.ttl> a",
        file="shapes.ttl",
        also=(
            "foops-uri2-same-id",
            "robot-invalid-entity-uri",
        ),
    ),
    "oops-p38-no-ontology-declared": Break(
        cut=header("https://w3id.org/nhv/shapes", "https://w3id.org/nhv/shapes/1.0.0"),
        file="shapes.ttl",
    ),
    "oops-p39-ambiguous-namespace": Break(
        a_class("Stray").replace("nhv:Stray", "<https://w3id.org/nhv/shapes#Stray>")
    ),
    "oops-p40-namespace-hijacking": Break('org:Organization rdfs:label "Firma"@sv .'),
    "oops-p41-no-licence": Break(
        cut="dcterms:license <https://creativecommons.org/licenses/by/4.0/>",
        put='dcterms:source "S"',
        file="schemes.ttl",
        also=("robot-missing-ontology-license",),
    ),
    # ROBOT
    "robot-deprecated-boolean-datatype": Break('nhv:Permit owl:deprecated "true" .'),
    "robot-deprecated-class-reference": Break(
        a_class("Old", OLD).replace('"Old ', '"utgången: deprecated: ')
        + a_class("New", "rdfs:subClassOf nhv:Old")
    ),
    "robot-deprecated-property-reference": Break(
        a_property("old", f"rdfs:domain nhv:Permit ; rdfs:range nhv:Body ; {OLD}").replace(
            '"old ', '"deprecated: '
        )
        + "nhv:holder rdfs:subPropertyOf nhv:old ."
    ),
    "robot-duplicate-definition": Break(
        a_class("Two").replace("What Two means", "What Permit means")
    ),
    "robot-duplicate-label": Break(a_property("toward").replace("toward en", "holder en")),
    "robot-illegal-use-of-built-in-vocabulary": Break(
        "rdf:type rdfs:seeAlso nhv:holder .",
        also=("oops-p40-namespace-hijacking",),
    ),
    "robot-label-formatting": Break(cut='"Permit en"@en', put='"Permit\\ten"@en'),
    "robot-label-whitespace": Break(cut='"Permit en"@en', put='"Permit en "@en'),
    "robot-missing-label": Break(cut=' , "Permit en"@en'),
    "robot-missing-ontology-description": Break(cut=' , "Description."@en', file="shapes.ttl"),
    "robot-missing-ontology-license": Break(
        cut="<https://creativecommons.org/licenses/by/4.0/>", put='"CC BY"', file="shapes.ttl"
    ),
    "robot-missing-ontology-title": Break(cut='"Titel"@sv ,', file="shapes.ttl"),
    "robot-misused-obsolete-label": Break(cut='"Permit en"@en', put='"deprecated: permit"@en'),
    "robot-misused-replaced-by": Break("nhv:Permit dcterms:isReplacedBy nhv:Body ."),
    "robot-multiple-definitions": Break(
        'nhv:Permit skos:definition "A right to do something."@en .'
    ),
    "robot-multiple-equivalent-class-definitions": Break(
        "nhv:Permit owl:equivalentClass"
        " [ owl:unionOf ( nhv:Body ) ] , [ owl:complementOf nhv:Body ] ."
    ),
    "robot-multiple-labels": Break('nhv:Permit rdfs:label "Licence"@en .'),
    "robot-annotation-whitespace": Break(
        cut='"What Permit means, said', put='"What  Permit means, said'
    ),
    "robot-duplicate-exact-synonym": Break(
        'nhv:Small skos:altLabel "Grand"@en .', file="schemes.ttl"
    ),
    "robot-duplicate-label-synonym": Break(
        'nhv:Small skos:altLabel "small EN"@en .', file="schemes.ttl"
    ),
    "robot-duplicate-scoped-synonym": Break(
        'nhv:Large skos:altLabel "grand"@en .', file="schemes.ttl"
    ),
    "robot-equivalent-pair": Break("nhv:Body owl:equivalentClass skos:Concept ."),
    "robot-equivalent-class-axiom-no-genus": Break(
        f"nhv:Permit owl:equivalentClass [ {RESTRICTION} nhv:Body ] ."
    ),
    "robot-invalid-xref": Break(
        'nhv:Body skos:closeMatch "org:Organization" .', file="alignments.ttl"
    ),
    "robot-missing-definition": Break(cut=' ,\n        "What Permit means, said in English."@en'),
    "robot-missing-obsolete-label": Break(a_class("Old", OLD)),
    "robot-missing-subset-declaration": Break(
        a_value("Medium", "skos:inScheme nhv:Kindz"), file="schemes.ttl"
    ),
    "robot-multiple-equivalent-classes": Break(
        a_class("Two") + a_class("Three") + "nhv:Permit owl:equivalentClass nhv:Two , nhv:Three .",
        also=("oops-p02-synonym-classes",),
    ),
    "robot-invalid-entity-uri": Break(
        "nhv:Body rdfs:seeAlso <http://www.w3id.org/nhv/ontology#Permit> ."
    ),
    "robot-lowercase-definition": Break(cut='"What Permit', put='"what Permit'),
    "robot-missing-superclass": Break(
        f"nhv:Alone a owl:Class ; {words('Alone')} ; owl:disjointWith nhv:Body ."
    ),
    # FOOPS!
    "foops-purl1-persistent-iri": Break(
        cut="<https://w3id.org/nhv/shapes> a",
        put="<https://example.org/nhv/shapes> a",
        file="shapes.ttl",
        also=(
            "foops-uri2-same-id",
            "oops-p40-namespace-hijacking",
        ),
    ),
    "foops-uri2-same-id": Break(
        cut="<https://w3id.org/nhv/ontology/schemes> a",
        put="<https://w3id.org/nhv/ontology> a",
        file="schemes.ttl",
    ),
    "foops-ver1-version-iri": Break(
        cut="<https://w3id.org/nhv/shapes/1.0.0>",
        put="<https://w3id.org/nhv/shapes>",
        file="shapes.ttl",
    ),
    "foops-find1-preferred-prefix": Break(
        cut='vann:preferredNamespacePrefix "nhv" ;',
        also=("foops-om2-recommended-metadata",),
    ),
    "foops-http1-open-protocol": Break(
        cut="<https://w3id.org/nhv/shapes> a",
        put="<urn:nhv:shapes> a",
        file="shapes.ttl",
        also=(
            "foops-purl1-persistent-iri",
            "foops-uri2-same-id",
            "oops-p40-namespace-hijacking",
        ),
    ),
    "foops-rdf1-available-as-rdf": Break(cut=SOUND["shapes.ttl"], file="shapes.ttl"),
    "foops-om1-minimum-metadata": Break(
        cut='vann:preferredNamespaceUri "https://w3id.org/nhv/ontology#" ;'
    ),
    "foops-om2-recommended-metadata": Break(cut='owl:versionInfo "1.0.0" ;'),
    "foops-om3-detailed-metadata": Break(cut='dcterms:source "Lag"@sv ;'),
    "foops-om4-1-licence": Break(
        cut="dcterms:license <https://creativecommons.org/licenses/by/4.0/>",
        put='dcterms:source "S"',
        also=(
            "foops-om1-minimum-metadata",
            "oops-p41-no-licence",
            "robot-missing-ontology-license",
        ),
    ),
    "foops-om5-1-basic-provenance": Break(
        cut='dcterms:creator "A" ;',
        also=("foops-om1-minimum-metadata",),
    ),
    "foops-om5-2-full-provenance": Break(
        cut='dcterms:issued "2026-01-02" ;',
        also=("foops-om3-detailed-metadata",),
    ),
    "foops-voc1-reuse-for-metadata": Break(
        cut=SOUND["nhv.ttl"].partition("\nnhv:Body a")[0],
        put="<https://w3id.org/nhv/ontology> a owl:Ontology .",
        also=(
            "foops-find1-preferred-prefix",
            "foops-om1-minimum-metadata",
            "foops-om2-recommended-metadata",
            "foops-om3-detailed-metadata",
            "foops-om4-1-licence",
            "foops-om5-1-basic-provenance",
            "foops-om5-2-full-provenance",
            "foops-ver1-version-iri",
            "oops-p41-no-licence",
            "robot-missing-ontology-description",
            "robot-missing-ontology-license",
            "robot-missing-ontology-title",
        ),
    ),
    "foops-voc2-reuse-for-terms": Break(
        cut="rdfs:subClassOf org:Organization ;", put='rdfs:comment "No superclass."@en ;'
    ),
    "foops-voc3-label-on-every-term": Break(
        cut='skos:prefLabel "Small sv"@sv , "Small en"@en ;',
        file="schemes.ttl",
        also=("robot-missing-label",),
    ),
    "foops-voc4-definition-on-every-term": Break(
        cut=words("Kinds", "skos:prefLabel"),
        put='skos:prefLabel "Slag"@sv , "Kinds"@en',
        file="schemes.ttl",
        also=("robot-missing-definition",),
    ),
}

"""A small made-up graph with one of each case that networks must get right."""

from __future__ import annotations

from pathlib import Path

from graph import KnowledgeGraph, open_graph
from ontology.terms import PREFIXES

_FACTS = """
# Who there is.
region:v a nhv:Region ; skos:prefLabel "Region Västerbotten"@sv , "Region Västerbotten"@en ;
  nhv:inHealthcareRegion healthcare-region:norra .
region:g a nhv:Region ; skos:prefLabel "Västra Götalandsregionen"@sv ;
  nhv:inHealthcareRegion healthcare-region:vast .
region:s a nhv:Region ; skos:prefLabel "Region Skåne"@sv ;
  nhv:inHealthcareRegion healthcare-region:syd .
region:h a nhv:Region ; skos:prefLabel "Region Halland"@sv ;
  nhv:inHealthcareRegion healthcare-region:syd , healthcare-region:vast .
healthcare-region:norra a nhv:HealthcareRegion ; skos:prefLabel "Norra sjukvårdsregionen"@sv .
healthcare-region:vast a nhv:HealthcareRegion ; skos:prefLabel "Västra sjukvårdsregionen"@sv .
healthcare-region:syd a nhv:HealthcareRegion ; skos:prefLabel "Södra sjukvårdsregionen"@sv .
hospital:nus a nhv:Hospital ; skos:prefLabel "Norrlands universitetssjukhus"@sv ;
  nhv:operator region:v .
hospital:su a nhv:Hospital ; skos:prefLabel "Sahlgrenska"@sv ; nhv:operator region:g .
area:dysmeli a nhv:CareArea ; skos:prefLabel "Dysmeli"@sv , "Limb deficiency"@en .
area:konsdysfori a nhv:CareArea ; skos:prefLabel "Könsdysfori"@sv , "Gender dysphoria"@en .
area:tips a nhv:CareArea ; skos:prefLabel "TIPS"@sv ; nhv:cameFrom area:lever .
area:lever a nhv:CareArea , nhv:Topic ; skos:prefLabel "Svår leversvikt"@sv .
nhv:Underleverantor skos:prefLabel "Underleverantör"@sv , "Sub-supplier"@en .
nhv:Samarbetspartner skos:prefLabel "Samarbetspartner"@sv , "Partner"@en .

# Permits: decided, attested, ended, undated, within a health-care region, of an older programme.
permit:dysmeli-v a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:v ;
  nhv:programme programme:nhv ; nhv:throughHospital hospital:nus ;
  nhv:decidedOn "2024-06"^^xsd:gYearMonth ;
  nhv:startBasis nhv:decidedOn ; nhv:firstDay "2024-06-01"^^xsd:date ;
  prov:qualifiedPrimarySource citation:a , citation:b .
permit:dysmeli-g a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:g ;
  nhv:programme programme:nhv ; nhv:firstAttested "2025-01-31"^^xsd:date ;
  nhv:startBasis nhv:firstAttested ; nhv:firstDay "2025-01-31"^^xsd:date ;
  prov:qualifiedPrimarySource citation:c .
permit:dysmeli-s a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:s ;
  nhv:programme programme:nhv .
permit:dysmeli-h a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:h ;
  nhv:programme programme:nhv ; nhv:firstDay "2019-01-01"^^xsd:date ;
  nhv:validFrom "2019"^^xsd:gYear ; nhv:lastDay "2023-12-31"^^xsd:date .
permit:tips-within-norra a nhv:Permit ; nhv:area area:tips ;
  nhv:heldWithin healthcare-region:norra ;
  nhv:programme programme:nhv ; nhv:firstDay "2024-01-01"^^xsd:date .
permit:tips-g a nhv:Permit ; nhv:area area:tips ; nhv:holder region:g ;
  nhv:programme programme:nhv ; nhv:firstDay "2024-01-01"^^xsd:date .
permit:rcc-tips-nus a nhv:Permit ; nhv:area area:tips ; nhv:holder hospital:nus ;
  nhv:programme programme:rcc ; nhv:firstDay "2017-01-01"^^xsd:date .
permit:rcc-tips-su a nhv:Permit ; nhv:area area:tips ; nhv:holder hospital:su ;
  nhv:programme programme:rcc ; nhv:firstDay "2017-01-01"^^xsd:date .

# Supply: to a holder; and one whose supplier no source names.
supply:k-v-to-g a nhv:SupplyRelation ; nhv:area area:konsdysfori ; nhv:supplier region:v ;
  nhv:receiver region:g ; nhv:supplyKind nhv:Underleverantor , nhv:Samarbetspartner ;
  nhv:firstDay "2024-01-01"^^xsd:date ; nhv:validFrom "2024-01-01"^^xsd:date ;
  nhv:startBasis nhv:validFrom ; prov:qualifiedPrimarySource citation:d .
supply:k-to-s a nhv:SupplyRelation ; nhv:area area:konsdysfori ; nhv:receiver region:s .

# Applications: two areas by two, one by a third.
application:d-v a nhv:Application ; nhv:area area:dysmeli ; nhv:applicant region:v ;
  prov:qualifiedPrimarySource citation:e .
application:d-g a nhv:Application ; nhv:area area:dysmeli ; nhv:applicant region:g ;
  prov:qualifiedPrimarySource citation:f .
application:t-v a nhv:Application ; nhv:area area:tips ; nhv:applicant region:v .
application:t-g a nhv:Application ; nhv:area area:tips ; nhv:applicant region:g .
application:t-s a nhv:Application ; nhv:area area:tips ; nhv:applicant region:s .

# Bodies and seats.
organisation:sos a nhv:Authority ; skos:prefLabel "Socialstyrelsen"@sv .
body:b2 a nhv:Body ; skos:prefLabel "Andra beredningsgruppen (B2)"@sv ;
  nhv:partOf organisation:sos .
body:alone a nhv:Body ; skos:prefLabel "Ensam grupp"@sv .
post:b2-norra-1 a nhv:Post , org:Post ; skos:prefLabel "ledamot"@sv ;
  nhv:represents healthcare-region:norra .
post:b2-chair a nhv:Post , org:Post ; skos:prefLabel "ordförande"@sv .
post:v-director a nhv:Post , org:Post ; skos:prefLabel "direktör"@sv .
post:b2-office a nhv:Post , org:Post ; skos:prefLabel "plats utan namn"@sv ;
  org:postIn body:b2 ; prov:qualifiedPrimarySource citation:f .
membership:1 a org:Membership ; org:organization body:b2 ; nhv:post post:b2-norra-1 ;
  org:member person:marie ; nhv:attestedOn "2023-03"^^xsd:gYearMonth ;
  nhv:firstDay "2023-03-01"^^xsd:date .
membership:2 a org:Membership ; org:organization body:b2 ; nhv:post post:b2-chair ;
  nhv:firstDay "2025-03-01"^^xsd:date ; nhv:attestedOn "2025-03"^^xsd:gYearMonth .
membership:3 a org:Membership ; org:organization region:v ; nhv:post post:v-director .
person:marie a nhv:Person ; skos:prefLabel "Marie Exempel"@sv .

# The process.
step:1 a nhv:ProcessStep ; skos:prefLabel "Kartläggning"@sv , "Mapping"@en ; nhv:number 1 ;
  nhv:precedes step:2 ; nhv:responsible organisation:sos .
step:2 a nhv:ProcessStep ; skos:prefLabel "Genomlysning"@sv ; nhv:number 2 .
procedure:p1 a nhv:ProcedureRelation ; nhv:actor body:b2 ; nhv:action nhv:GivesOpinion ;
  nhv:step step:2 ; prov:qualifiedPrimarySource citation:a .
procedure:p2 a nhv:ProcedureRelation ; nhv:actor body:b2 ; nhv:action nhv:Aligns .
nhv:GivesOpinion skos:prefLabel "Yttrar sig"@sv , "Gives an opinion"@en .

# Who says so.
source:old a nhv:Source ; dcterms:title "Äldre sida"@sv ; nhv:date "2023-03"^^xsd:gYearMonth ;
  nhv:firstDay "2023-03-01"^^xsd:date ; nhv:lastDay "2023-03-31"^^xsd:date .
source:new a nhv:Source ; dcterms:title "Nyare bilder"@sv ; nhv:date "2026-06"^^xsd:gYearMonth ;
  nhv:firstDay "2026-06-01"^^xsd:date ; nhv:lastDay "2026-06-30"^^xsd:date .
citation:a prov:entity source:new ; bibo:locator "70" ; nhv:certainty nhv:Stated .
citation:b prov:entity source:old ; bibo:locator "12–14" ; nhv:certainty nhv:Stated ;
  nhv:infers nhv:holder ; nhv:reading "the heading names the region"@en .
citation:c prov:entity source:new ; bibo:locator "slide 3" ; nhv:certainty nhv:Inferred .
citation:d prov:entity source:new ; bibo:locator "72–75" ; nhv:certainty nhv:Inferred ;
  nhv:reading "the heading governs one item"@en .
citation:e prov:entity source:new ; bibo:locator "9" ; nhv:certainty nhv:Stated .
citation:f prov:entity source:old ; bibo:locator "10" ; nhv:certainty nhv:Stated .
"""


def open_sample(folder: Path, facts: str = "") -> KnowledgeGraph:
    """Write the sample, and more facts if given, and open it.

    Args:
        folder: Where to write it.
        facts: Turtle without prefixes.

    Returns:
        The graph.
    """
    head = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())
    file = folder / "sample.ttl"
    file.write_text(head + _FACTS + facts, encoding="utf-8")
    return open_graph(file)

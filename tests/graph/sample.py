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

# Rules and statuses have names of their own.
nhv:StatedStart skos:inScheme nhv:Rules ;
  skos:prefLabel "angiven början"@sv , "stated start"@en ;
  skos:notation "stated-start" .
nhv:AttestedStart skos:inScheme nhv:Rules ;
  skos:prefLabel "först belagt"@sv , "first attested"@en ;
  skos:notation "attested-start" .
nhv:UnknownStart skos:inScheme nhv:Rules ;
  skos:prefLabel "okänd början"@sv , "unknown start"@en ;
  skos:notation "unknown-start" .
nhv:InForce skos:inScheme nhv:Statuses ;
  skos:prefLabel "I kraft"@sv , "In force"@en ; skos:notation "in-force" .
nhv:PossiblyInForce skos:inScheme nhv:Statuses ;
  skos:prefLabel "Okänt, kan vara i kraft"@sv , "Unknown, may be in force"@en ;
  skos:notation "possibly-in-force" .
programme:nhv a nhv:Programme ; skos:prefLabel "NHV"@sv .
programme:rcc a nhv:Programme ; skos:prefLabel "RCC"@sv .
programme:rikssjukvard a nhv:Programme ; skos:prefLabel "Rikssjukvård"@sv .

# Permits: decided, attested, ended, undated, within a healthcare region, of an older programme.
# What the graph derives stands below, and nothing here follows from the dates.
permit:dysmeli-v a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:v ;
  nhv:programme programme:nhv ; nhv:throughHospital hospital:nus ;
  nhv:decidedOn "2024-06"^^xsd:gYearMonth ; nhv:since "2024-06"^^xsd:gYearMonth ;
  nhv:startBasis nhv:StatedStart ; nhv:earliestStart "2024-06-01"^^xsd:date ;
  nhv:latestStart "2024-06-01"^^xsd:date ; nhv:certainty nhv:Stated ; nhv:statedBy citation:a ;
  prov:qualifiedPrimarySource citation:a , citation:b .
permit:dysmeli-g a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:g ;
  nhv:programme programme:nhv ; nhv:firstAttested "2025-01-31"^^xsd:date ;
  nhv:startBasis nhv:AttestedStart ; nhv:latestStart "2025-01-31"^^xsd:date ;
  nhv:certainty nhv:Inferred ; prov:qualifiedPrimarySource citation:c .
permit:dysmeli-s a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:s ;
  nhv:programme programme:nhv ; nhv:startBasis nhv:UnknownStart .
permit:dysmeli-h a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:h ;
  nhv:programme programme:nhv ; nhv:startBasis nhv:StatedStart ; nhv:since "2019"^^xsd:gYear .
permit:tips-within-norra a nhv:Permit ; nhv:area area:tips ;
  nhv:heldWithin healthcare-region:norra ; nhv:programme programme:nhv .
permit:tips-g a nhv:Permit ; nhv:area area:tips ; nhv:holder region:g ;
  nhv:programme programme:nhv .
permit:rcc-tips-nus a nhv:Permit ; nhv:area area:tips ; nhv:holder hospital:nus ;
  nhv:programme programme:rcc .
permit:rcc-tips-su a nhv:Permit ; nhv:area area:tips ; nhv:holder hospital:su ;
  nhv:programme programme:rcc .

# Supply: to a holder; and one whose supplier no source names.
supply:k-v-to-g a nhv:SupplyRelation ; nhv:area area:konsdysfori ; nhv:supplier region:v ;
  nhv:receiver region:g ; nhv:supplyKind nhv:Underleverantor , nhv:Samarbetspartner ;
  nhv:since "2024-01-01"^^xsd:date ; nhv:startBasis nhv:StatedStart ;
  nhv:certainty nhv:Inferred ; prov:qualifiedPrimarySource citation:d .
supply:k-to-s a nhv:SupplyRelation ; nhv:area area:konsdysfori ; nhv:receiver region:s .

# Cooperation: three work together, and nobody says who gives what to whom.
cooperation:k a nhv:Cooperation ; nhv:area area:konsdysfori ;
  nhv:partner region:v , region:g , region:s ; nhv:startBasis nhv:UnknownStart ;
  nhv:latestStart "2024-01-31"^^xsd:date ; nhv:certainty nhv:Stated ; nhv:statedBy citation:a ;
  prov:qualifiedPrimarySource citation:a .

# Applications: two areas by two, one by a third.
application:d-v a nhv:Application ; nhv:programme programme:nhv ; nhv:area area:dysmeli ;
  nhv:applicant region:v ;
  nhv:certainty nhv:Stated ; nhv:statedBy citation:e ;
  prov:qualifiedPrimarySource citation:e .
application:d-g a nhv:Application ; nhv:programme programme:nhv ; nhv:area area:dysmeli ;
  nhv:applicant region:g ;
  nhv:certainty nhv:Stated ; nhv:statedBy citation:f ;
  prov:qualifiedPrimarySource citation:f .
application:t-v a nhv:Application ; nhv:programme programme:nhv ; nhv:area area:tips ;
  nhv:applicant region:v .
application:t-g a nhv:Application ; nhv:programme programme:nhv ; nhv:area area:tips ;
  nhv:applicant region:g .
application:t-s a nhv:Application ; nhv:programme programme:nhv ; nhv:area area:tips ;
  nhv:applicant region:s .

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
  org:postIn body:b2 ; nhv:certainty nhv:Stated ; nhv:statedBy citation:f ;
  prov:qualifiedPrimarySource citation:f .
membership:1 a nhv:Membership ; org:organization body:b2 ; nhv:post post:b2-norra-1 ;
  org:member person:marie ; nhv:attestedOn "2023-03"^^xsd:gYearMonth ;
  nhv:firstDay "2023-03-01"^^xsd:date .
membership:2 a nhv:Membership ; org:organization body:b2 ; nhv:post post:b2-chair ;
  nhv:firstDay "2025-03-01"^^xsd:date ; nhv:attestedOn "2025-03"^^xsd:gYearMonth .
membership:3 a nhv:Membership ; org:organization region:v ; nhv:post post:v-director .
person:marie a nhv:Person ; skos:prefLabel "Marie Exempel"@sv .

# The process.
step:1 a nhv:ProcessStep ; skos:prefLabel "Kartläggning"@sv , "Mapping"@en ; nhv:number 1 ;
  nhv:precedes step:2 ; nhv:responsible organisation:sos .
step:2 a nhv:ProcessStep ; skos:prefLabel "Genomlysning"@sv ; nhv:number 2 .
procedure:p1 a nhv:ProcedureRelation ; nhv:actor body:b2 ; nhv:action nhv:GivesOpinion ;
  nhv:step step:2 ; nhv:certainty nhv:Stated ; nhv:statedBy citation:a ;
  prov:qualifiedPrimarySource citation:a .
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


_COUNTS = {
    "InForce": ("InForce", "Granted"),
    "PossiblyInForce": ("PossiblyInForce", "PossiblyGranted"),
}


def lasts(thing: str, *turns: tuple[str, str, str]) -> str:
    """The periods of a thing, as the build derives them.

    Args:
        thing: Its short name.
        *turns: First day, last day and status of each; an empty text for a side that is open.

    Returns:
        Turtle without prefixes.
    """
    told = []
    for number, (first, last, status) in enumerate(turns, 1):
        period = f"period:{thing.replace(':', '.')}.{number}"
        told.append(f"{thing} nhv:period {period} . {period} a nhv:StatusPeriod ; "
                    f"nhv:status nhv:{status}")  # fmt: skip
        told += [f"; nhv:countsAs nhv:{count}" for count in _COUNTS.get(status, ())]
        told += [
            f'; nhv:{prop} "{day}"^^xsd:date'
            for prop, day in (("firstDay", first), ("lastDay", last))
            if day
        ]
        told.append(".\n")
    return " ".join(told)


def counts(
    area: str, holder: str, permits: str, *turns: tuple[str, str, str], programme: str = "nhv",
    levels: str = "nhv:HolderLevel",
) -> str:  # fmt: skip
    """An area held, as the build counts it.

    Args:
        area: The whole area, without its prefix.
        holder: Who holds it.
        permits: The permits that are counted in, with commas between.
        *turns: As for :func:`lasts`.
        programme: The programme, without its prefix.
        levels: The levels at which it is counted, with commas between.

    Returns:
        Turtle without prefixes.
    """
    held = f"held:{programme}.{area}.{holder.rpartition(':')[2]}"
    return (
        f"{held} a nhv:HeldArea ; nhv:heldArea area:{area} ; nhv:heldBy {holder} ; "
        f"nhv:heldUnder programme:{programme} ; nhv:level {levels} ; "
        f"nhv:countsPermit {permits} .\n{lasts(held, *turns)}"
    )


def from_day(first: str) -> tuple[str, str, str]:
    """In force from a day on."""
    return first, "", "InForce"


def _derived() -> str:
    """What a build would have derived from the sample."""
    unit = "nhv:HospitalLevel , nhv:UnitLevel"
    attested = ("", "2025-01-30", "PossiblyInForce"), from_day("2025-01-31")
    unknown, ended = ("", "", "PossiblyInForce"), ("2019-01-01", "2023-12-31", "InForce")
    since_2024, since_june = from_day("2024-01-01"), from_day("2024-06-01")
    since_2017 = from_day("2017-01-01")
    return "".join(
        (
            lasts("permit:dysmeli-v", since_june),
            lasts("permit:dysmeli-g", *attested),
            lasts("permit:dysmeli-s", unknown),
            lasts("permit:dysmeli-h", ended, ("2024-01-01", "", "Ended")),
            lasts("permit:tips-within-norra", since_2024),
            lasts("permit:tips-g", since_2024),
            lasts("permit:rcc-tips-nus", since_2017),
            lasts("permit:rcc-tips-su", since_2017),
            counts("dysmeli", "region:v", "permit:dysmeli-v", since_june),
            counts("dysmeli", "hospital:nus", "permit:dysmeli-v", since_june, levels=unit),
            counts("dysmeli", "region:g", "permit:dysmeli-g", *attested),
            counts("dysmeli", "region:s", "permit:dysmeli-s", unknown),
            counts("dysmeli", "region:h", "permit:dysmeli-h", ended),
            counts("tips", "healthcare-region:norra", "permit:tips-within-norra", since_2024),
            counts("tips", "region:g", "permit:tips-g", since_2024),
            *(
                counts("tips", holder, f"permit:rcc-tips-{of}", since_2017, programme="rcc",
                       levels=levels)
                for of, region in (("nus", "region:v"), ("su", "region:g"))
                for holder, levels in ((region, "nhv:HolderLevel"), (f"hospital:{of}", unit))
            ),
            lasts("supply:k-v-to-g", since_2024),
            lasts("supply:k-to-s", since_2024),
            lasts("cooperation:k", ("", "2024-01-30", "PossiblyInForce"), from_day("2024-01-31")),
            lasts("membership:1", ("", "2023-02-28", "NotYet"),
                  ("2023-03-01", "2023-03-31", "InOffice"), ("2023-04-01", "", "LastKnown")),
            lasts("membership:2", ("", "2025-02-28", "NotYet"), ("2025-03-01", "", "LastKnown")),
            lasts("membership:3", ("", "", "LastKnown")),
        )
    )  # fmt: skip


NO_EDGE = "add an edge of it to the facts of tests/graph/sample.py"


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
    file.write_text(head + _FACTS + _derived() + facts, encoding="utf-8")
    return open_graph(file)

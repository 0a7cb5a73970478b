"""Every rule of ``ontology/checks`` has data that violates it and data that does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from loaders.checking.findings import FOLDER, Finding, Rule, rules, violations
from loaders.checking.lint import graph_faults, lint
from ontology.terms import NHV, PREFIXES, curie
from tests.support import parted

PREAMBLE = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())


class Case(NamedTuple):
    """Data in TriG (the default graph is the resolved one) and the entities that violate."""

    bad: str
    entities: set[str]
    good: str


def six(extra: str = "", holders: int = 6) -> str:
    """An area that six hold at once, or another number."""
    return f"area:a nhv:mostHolders {holders} ." + extra


CASES: dict[str, Case] = {
    "permit-without-holder": Case(
        "permit:p a nhv:Permit ; nhv:area area:a .",
        {"permit:p"},
        "permit:p a nhv:Permit ; nhv:heldWithin healthcare-region:n ."
        "permit:q a nhv:Permit ; nhv:holder region:r .",
    ),
    "many-holders": Case(
        six(),
        {"area:a"},
        six(holders=5),
    ),
    "ends-before-it-begins": Case(
        'permit:p nhv:earliestStart "2024-02-01"^^xsd:date ;'
        ' nhv:latestEnd "2024-01-31"^^xsd:date .',
        {"permit:p"},
        'permit:p nhv:earliestStart "2024-02-01"^^xsd:date ;'
        ' nhv:latestEnd "2024-02-01"^^xsd:date .',
    ),
    "ended-before-attested": Case(
        'permit:p nhv:startBasis nhv:UnknownStart ; nhv:latestEnd "2018-06-30"^^xsd:date .',
        {"permit:p"},
        'permit:p nhv:startBasis nhv:AttestedStart ; nhv:latestEnd "2018-06-30"^^xsd:date .',
    ),
    "closes-before-it-opens": Case(
        'call:c a nhv:Call ; nhv:firstDay "2024-02-01"^^xsd:date ;'
        ' nhv:lastDay "2023-02-28"^^xsd:date .',
        {"call:c"},
        'call:c a nhv:Call ; nhv:firstDay "2024-02-01"^^xsd:date ;'
        ' nhv:lastDay "2024-02-28"^^xsd:date . call:d a nhv:Call .',
    ),
    "early-decision": Case(
        'decision:d a nhv:Decision ; nhv:date "1995"^^xsd:gYear ;'
        ' nhv:lastDay "1995-12-31"^^xsd:date .',
        {"decision:d"},
        'decision:d a nhv:Decision ; nhv:date "2006"^^xsd:gYear ;'
        ' nhv:lastDay "2006-12-31"^^xsd:date .',
    ),
    "weekend-decision": Case(
        'decision:sat a nhv:Decision ; nhv:date "2024-02-03"^^xsd:date .'
        'decision:sun a nhv:Decision ; nhv:date "2025-01-05"^^xsd:date .',
        {"decision:sat", "decision:sun"},
        'decision:mon a nhv:Decision ; nhv:date "2024-02-05"^^xsd:date .'
        'decision:wed a nhv:Decision ; nhv:date "2025-01-08"^^xsd:date .'
        'decision:fri a nhv:Decision ; nhv:date "2020-02-28"^^xsd:date .'
        'decision:month a nhv:Decision ; nhv:date "2024-02"^^xsd:gYearMonth .',
    ),
    "attested-outside-term": Case(
        'membership:a a nhv:Membership ; nhv:attestedOn "2020-05-01"^^xsd:date ;'
        ' nhv:from "2021"^^xsd:gYear .'
        'membership:b a nhv:Membership ; nhv:attestedOn "2023-01-01"^^xsd:date ;'
        ' nhv:until "2022-12"^^xsd:gYearMonth .',
        {"membership:a", "membership:b"},
        'membership:a a nhv:Membership ; nhv:attestedOn "2022-12-31"^^xsd:date ;'
        ' nhv:from "2022"^^xsd:gYear ; nhv:until "2022-12"^^xsd:gYearMonth .'
        'membership:b a nhv:Membership ; nhv:attestedOn "2022-12-31"^^xsd:date .'
        'membership:c a nhv:Membership ; nhv:attestedOn "2022-12-31"^^xsd:date ;'
        ' nhv:from "2022-23"^^edtf:EDTF .',
    ),
    "more-seats-than-rule": Case(
        "post:a a nhv:Post ; org:postIn body:b . post:c a nhv:Post ; org:postIn body:b ."
        "rule:r a nhv:CompositionRule ; nhv:body body:b ; nhv:maxMembers 1 .",
        {"body:b"},
        "post:a a nhv:Post ; org:postIn body:b . post:c a nhv:Post ; org:postIn body:b ."
        "rule:r a nhv:CompositionRule ; nhv:body body:b ; nhv:maxMembers 1 ; nhv:chairExtra true .",
    ),
    "more-seats-for-a-healthcare-region": Case(
        "post:a a nhv:Post ; org:postIn body:b ; nhv:represents healthcare-region:n ."
        "post:c a nhv:Post ; org:postIn body:b ; nhv:represents healthcare-region:n ."
        "rule:r a nhv:CompositionRule ; nhv:body body:b ; nhv:seatsPerHealthcareRegion 1 .",
        {"body:b"},
        "post:a a nhv:Post ; org:postIn body:b ; nhv:represents healthcare-region:n ."
        "post:c a nhv:Post ; org:postIn body:b ; nhv:represents healthcare-region:s ."
        "post:d a nhv:Post ; org:postIn body:b ; nhv:represents healthcare-region:n ;"
        " prov:qualifiedPrimarySource citation:c . citation:c nhv:certainty nhv:Inferred ."
        "rule:r a nhv:CompositionRule ; nhv:body body:b ; nhv:seatsPerHealthcareRegion 1 .",
    ),
    "placeholder-date": Case(
        'permit:p nhv:validFrom "1900-01-01"^^xsd:date .',
        {"permit:p"},
        'permit:p nhv:validFrom "2000-01-01"^^xsd:date .',
    ),
    "label-missing": Case(
        'area:a a nhv:CareArea ; skos:prefLabel "a"@sv .',
        {"area:a"},
        'area:a a nhv:CareArea ; skos:prefLabel "a"@sv , "a"@en . citation:c a nhv:Citation .',
    ),
    "empty-text": Case(
        'area:a nhv:scope ""@sv . area:b nhv:scope " \\n "@sv .',
        {"area:a", "area:b"},
        'area:a nhv:scope "x"@sv ; nhv:number 0 .',
    ),
    "blank-ends": Case(
        'area:a skos:prefLabel "a "@sv . area:b skos:prefLabel "\\tb"@sv .',
        {"area:a", "area:b"},
        'area:a skos:prefLabel "a b"@sv .',
    ),
    "no-class": Case(
        'area:a skos:prefLabel "a"@sv .', {"area:a"}, 'area:a a nhv:Topic ; skos:prefLabel "a"@sv .'
    ),
    "citation-without-place": Case(
        "citation:c a nhv:Citation .",
        {"citation:c"},
        'citation:c a nhv:Citation ; bibo:locator "slide 3" .',
    ),
    "lines-reversed": Case(
        "citation:a nhv:firstLine 9 ; nhv:lastLine 8 . citation:b nhv:firstLine 1 ."
        "citation:c nhv:lastLine 1 .",
        {"citation:a", "citation:b", "citation:c"},
        "citation:a nhv:firstLine 8 ; nhv:lastLine 10 .",
    ),
    "inferred-without-reading": Case(
        "citation:a nhv:certainty nhv:Inferred . citation:b nhv:infers nhv:holder .",
        {"citation:a", "citation:b"},
        'citation:a nhv:certainty nhv:Inferred ; nhv:reading "because"@en .'
        "citation:b nhv:infers nhv:holder ; prov:entity source:register ."
        "source:register nhv:sourceKind nhv:Register .",
    ),
    "permit-area-without-specialty": Case(
        "permit:p a nhv:Permit ; nhv:area area:a .",
        {"area:a"},
        "permit:p a nhv:Permit ; nhv:area area:a . area:a nhv:specialty nhv:Eye .",
    ),
    "supplies-itself": Case(
        "supply:s a nhv:SupplyRelation ; nhv:supplier region:r ; nhv:receiver region:r .",
        {"supply:s"},
        "supply:s a nhv:SupplyRelation ; nhv:supplier region:r ; nhv:receiver region:q .",
    ),
    "supply-as-permit": Case(
        "supply:s a nhv:SupplyRelation , nhv:Permit ."
        "cooperation:c a nhv:Cooperation , nhv:Permit .",
        {"supply:s", "cooperation:c"},
        "supply:s a nhv:SupplyRelation . permit:p a nhv:Permit .",
    ),
    "supplier-holds-permit": Case(
        "supply:s a nhv:SupplyRelation ; nhv:area area:a ; nhv:supplier region:r ;"
        ' nhv:earliestStart "2024-01-01"^^xsd:date .'
        "permit:p a nhv:Permit ; nhv:area area:a ; nhv:holder region:r ;"
        ' nhv:earliestStart "2020-01-01"^^xsd:date .',
        {"supply:s"},
        "supply:s a nhv:SupplyRelation ; nhv:area area:a ; nhv:supplier region:r ;"
        ' nhv:earliestStart "2024-01-01"^^xsd:date .'
        "permit:p a nhv:Permit ; nhv:area area:a ; nhv:holder region:r ;"
        ' nhv:earliestStart "2020-01-01"^^xsd:date ; nhv:latestEnd "2023-01-01"^^xsd:date .'
        "permit:q a nhv:Permit ; nhv:area area:b ; nhv:holder region:r ;"
        ' nhv:earliestStart "2020-01-01"^^xsd:date .',
    ),
    "person-outside-people": Case(
        "source:s { membership:m org:member person:nina-exempel . person:x a nhv:Person . }",
        {"membership:m", "person:x"},
        "membership:m org:member person:nina-exempel ."
        "graph:people { membership:m org:member person:nina-exempel . }"
        "source:s { membership:m a nhv:Membership . nhv:Person a owl:Class . }",
    ),
    "dangling-reference": Case(
        "permit:p nhv:area area:nowhere .",
        {"permit:p"},
        "permit:p nhv:area area:a ; nhv:state nhv:Active . area:a a nhv:CareArea .",
    ),
    "blank-node": Case("area:a nhv:cameFrom [] .", {"area:a"}, "area:a nhv:cameFrom area:b ."),
    "unknown-graph": Case(
        "source:s { area:a a nhv:CareArea . }",
        {"source:s"},
        "source:s a nhv:Source . source:s { area:a a nhv:CareArea . }"
        "graph:registers { area:a a nhv:CareArea . } graph:people { person:p a nhv:Person . }"
        "<https://w3id.org/nhv/ontology> { step:1 a nhv:ProcessStep . }",
    ),
    "read-on-missing": Case(
        'source:a a nhv:Source ; nhv:undated true . source:b a nhv:Source ; nhv:date "2024" .',
        {"source:a"},
        'source:a a nhv:Source ; nhv:undated true ; nhv:readOn "2026-11-22"^^xsd:date .'
        "source:register-areas a nhv:Source ; nhv:undated true .",
    ),
    "source-date": Case(
        'source:a a nhv:Source . source:b a nhv:Source ; nhv:date "2024"^^xsd:gYear ;'
        " nhv:undated true .",
        {"source:a", "source:b"},
        "source:a a nhv:Source ; nhv:undated true ."
        'source:b a nhv:Source ; nhv:date "2024"^^xsd:gYear .',
    ),
    "circle": Case(
        "area:a skos:broader area:b . area:b skos:broader area:a . body:b nhv:partOf body:b .",
        {"area:a", "area:b", "body:b"},
        "area:a skos:broader area:b . area:b skos:broader area:c .",
    ),
    "part-larger-than-whole": Case(
        "units:u nhv:number 2 ; nhv:ofWhich units:v . units:v nhv:number 4 .",
        {"units:u"},
        "units:u nhv:number 4 ; nhv:ofWhich units:v . units:v nhv:number 4 .",
    ),
    "same-name-twice": Case(
        'area:a a nhv:CareArea ; skos:prefLabel "Moyamoya"@sv .'
        'area:b a nhv:CareArea ; skos:prefLabel "Moyamoya"@sv .',
        {"area:a"},
        'area:a a nhv:CareArea ; skos:prefLabel "Moyamoya"@sv .'
        'body:b a nhv:Body ; skos:prefLabel "Moyamoya"@sv .',
    ),
    "granted-without-permit": Case(
        "application:a a nhv:Application ; nhv:outcome nhv:Granted ; nhv:area area:a ;"
        " nhv:applicant region:r .",
        {"application:a"},
        "application:a a nhv:Application ; nhv:outcome nhv:Granted ; nhv:area area:a ;"
        " nhv:applicant region:r . permit:p a nhv:Permit ; nhv:area area:a ; nhv:holder region:r ."
        "application:b a nhv:Application ; nhv:outcome nhv:Pending ; nhv:applicant region:r .",
    ),
}

# Further data that a rule accepts, where there is more than one way out.
ALSO_GOOD = {
    "many-holders": [
        six("conflict:c a nhv:Conflict ; nhv:about area:a ."),
        six("statistic:s a nhv:StatisticClaim ; nhv:about area:a ; nhv:quantity nhv:PermitCount ."),
    ],
    "supplier-holds-permit": [
        CASES["supplier-holds-permit"].bad
        + "supply:s prov:qualifiedPrimarySource citation:c ."
        + 'citation:c nhv:reading "the table says both"@en .'
    ],
    "citation-without-place": ["citation:c a nhv:Citation ; nhv:firstLine 1 ; nhv:lastLine 1 ."],
}


def rule(name: str) -> Rule:
    return next(rule for rule in rules() if rule.name == name)


def found(name: str, trig: str) -> list[Finding]:
    """What a check finds in data by a rule."""
    resolved, said = parted(ox.parse(PREAMBLE + trig, format=ox.RdfFormat.TRIG))
    findings = *violations(resolved), *lint(resolved), *graph_faults(resolved, said)
    return [finding for finding in findings if finding.rule == name]


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_rule_finds_what_is_wrong(name: str) -> None:
    """A rule finds the entities that violate it, each with the property concerned."""
    findings = found(name, CASES[name].bad)
    shown = {curie(finding.entity) for finding in findings}
    assert shown == CASES[name].entities, f"{name} finds {sorted(shown)}; correct its query"
    assert all(f.property for f in findings), f"{name}: bind ?property to a property"


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_rule_lets_pass_what_is_right(name: str) -> None:
    """A rule finds nothing in data that keeps it, nor in no data."""
    for trig in ["", CASES[name].good, *ALSO_GOOD.get(name, [])]:
        wrong = {finding.entity for finding in found(name, trig)}
        assert not wrong, f"{name} complains about {wrong}; correct its query"


def _patterns(node: object) -> Iterator[tuple[object, object, object]]:
    """The triple patterns of a query, as rdflib parses it."""
    if isinstance(node, Mapping):
        for flat in dict(node).get("triples", ()):  # in a filter several triples are one list
            yield from zip(flat[::3], flat[1::3], flat[2::3], strict=True)
        for part in node.values():
            yield from _patterns(part)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _patterns(part)


QUERIES = sorted(rule.name for rule in rules())


@pytest.mark.parametrize("name", QUERIES)
def test_the_rule_names_what_it_reads(name: str) -> None:
    """A rule is asked of statements with the properties and classes that it names; no others."""
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    query = rule(name).query
    read = list(_patterns(prepareQuery(query).algebra))
    assert read, f"{name}: no pattern was found, so that nothing is tested"
    for _, prop, value in read:
        assert not isinstance(prop, rdflib.Variable), f"{name}: name a property, not ?{prop}"
        if prop == rdflib.RDF.type and isinstance(value, rdflib.Variable):
            assert f"VALUES ?{value} {{" in query, f"{name}: give the classes of ?{value} by VALUES"


def test_every_rule_has_a_case() -> None:
    """No rule without data that breaks it; rules are numbered without gaps."""
    assert set(QUERIES) <= CASES.keys(), "write a case here for every rule"
    numbers = [int(path.name[:2]) for path in sorted(FOLDER.glob("*.rq"))]
    assert numbers == list(range(1, len(numbers) + 1)), "number the files without gaps or twins"


@pytest.mark.parametrize("name", QUERIES)
def test_rules_are_well_written(name: str) -> None:
    """A rule has one SELECT of three variables, known terms, and sentences without full stop."""
    given = rule(name)
    assert re.search(r"SELECT (DISTINCT )?\?entity \?property \?value WHERE", given.query), (
        f"{name}: select ?entity ?property ?value"
    )
    for term in set(re.findall(r"\bnhv:(\w+)", given.query)):
        assert term in NHV, f"{name}: nhv:{term} is not in the ontology, so it finds nothing"
    assert not given.problem.endswith("."), f"{name}: end Problem without a full stop"
    assert given.why.endswith("."), f"{name}: Why is a sentence"
    assert not given.fix.endswith("."), f"{name}: end Fix without a full stop"
    assert given.fix[0].islower(), f"{name}: Fix goes on after a semicolon, in lower case"

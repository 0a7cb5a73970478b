"""The report of the checks: places, severities, and the rules that are no queries."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from loaders.checking.check import check
from loaders.checking.findings import Finding, rules
from loaders.checking.lint import graph_faults, lint
from loaders.problems import Place
from loaders.statements import Resolved, Statement
from ontology.terms import PREFIXES, thing
from tests.support import parted

PREAMBLE = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
CLASSES = "a nhv:Permit , nhv:Holding , nhv:LastingFact , nhv:Fact , schema:GovernmentPermit , "


def parse(trig: str) -> tuple[Resolved, list[Statement]]:
    return parted(ox.parse(PREAMBLE + trig, format=ox.RdfFormat.TRIG))


def findings(trig: str) -> list[Finding]:
    """What those find that are no queries."""
    resolved, named = parse(trig)
    return [*lint(resolved), *graph_faults(resolved, named)]


def found(trig: str) -> dict[str, str]:
    """What lint finds: rule to message."""
    return {f.rule: f"{f.what}: {f.value}; {f.remedy}" for f in findings(trig)}


PERMIT = parse(f"permit:p {CLASSES} prov:Entity ; nhv:area area:a ; nhv:validUntil 'x' .")
WHERE = {thing("permit", "p").value: Place("sources/s.yaml", 12, 3)}


def test_nothing_is_in_order() -> None:
    """An empty dataset has no problems."""
    report = check({}, [], {})
    assert (report.errors, report.warnings, report.counts) == ((), (), {})


def test_problems_point_to_file_and_line() -> None:
    """Every problem says file, line, column, field, fault and remedy."""
    report = check(*PERMIT, WHERE)
    assert (
        "sources/s.yaml:12:3 programme: A permit is not of exactly one programme: permit:p; "
        in ("\n".join(map(str, report.errors)))
    ), "lead the entity back to its curated place"
    places = {problem.place for problem in report.errors if "permit:p" in problem.what}
    assert places == set(WHERE.values())
    assert list(report.errors) == sorted(report.errors), "sort problems by place"


def test_fields_are_named_as_curators_write_them() -> None:
    """The field is the YAML field: validUntil is valid_until."""
    fields = {problem.field for problem in check(*PERMIT, WHERE).errors}
    assert {"valid_until", "sv, en", "lines"} <= fields


def test_the_same_is_said_once() -> None:
    """Where a shape and a rule find the same, the report says it once."""
    permit = parse("permit:p a nhv:Permit ; nhv:area area:nowhere .")
    fields = [problem.field for problem in check(*permit, {}).errors]
    assert fields.count("area") == 1, "a rule repeats what a shape has said"


def test_warnings_do_not_stop_a_build() -> None:
    """Warnings stand apart from errors."""
    data = parse(
        'area:a a nhv:CareArea , skos:Concept ; skos:prefLabel "a "@sv , "a"@en .'
        "area:a nhv:scope 'x' ."
    )
    report = check(*data, {})
    assert any("begins or ends with a blank" in problem.what for problem in report.warnings)
    assert not any("begins or ends with a blank" in problem.what for problem in report.errors)
    assert report.counts["blank-ends"] == 1, "count findings by rule"


def test_derived_things_point_to_what_they_are_about() -> None:
    """What no curator wrote (a conflict) points to the file of what it is about."""
    data = parse("conflict:c a nhv:Conflict ; nhv:about permit:p .")
    problems = check(*data, WHERE).errors
    assert Place("sources/s.yaml", 12, 3) in {p.place for p in problems if "conflict:c" in p.what}


def test_without_any_place_the_problem_is_told_all_the_same() -> None:
    """An entity without a place is named, and its place is '(derived)'."""
    problems = check(*parse("permit:q a nhv:Permit ."), {}).errors
    assert {problem.place.file for problem in problems} == {"(derived)"}
    assert all("permit:q" in problem.what for problem in problems)


# --- lint: the data and the ontology -------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "trig"),
    [
        ("undeclared-class", "area:a a nhv:CareAera ."),
        ("undeclared-class", "area:a a skos:Koncept ."),
        ("undeclared-property", "area:a a nhv:CareArea , skos:Concept ; nhv:holdre region:r ."),
        ("undeclared-property", "area:a a nhv:CareArea , skos:Concept ; <urn:x:p> 1 ."),
        ("misplaced-property", "area:a a nhv:CareArea , skos:Concept ; nhv:holder region:r ."),
        ("misplaced-property", "area:a nhv:holder region:r ."),
        ("value-not-listed", "supply:s a nhv:SupplyRelation ; nhv:supplyKind nhv:Film ."),
        ("value-not-listed", "supply:s a nhv:SupplyRelation ; nhv:supplyKind 'film' ."),
        ("superclass-not-said", "area:a a nhv:Topic ."),
    ],
)
def test_the_data_keeps_to_the_ontology(rule: str, trig: str) -> None:
    """Classes and properties are declared, stand where they may, and have values they may have."""
    assert rule in found(trig), f"lint does not notice a fault against {rule}"


def test_superclasses_count_for_domains() -> None:
    """A property may stand on a thing of a class below its domain."""
    good = "area:a a nhv:Topic , nhv:CareArea , skos:Concept ; nhv:specialty nhv:Eye ."
    assert found(f"{good} area:a skos:prefLabel 'a'@sv , 'a'@en .") == {}
    assert "misplaced-property" not in found("area:a a nhv:Topic ; nhv:specialty nhv:Eye .")


@pytest.mark.parametrize(
    "literal",
    [
        '"2024-02-30"^^xsd:date', '"2024-2-3"^^xsd:date', '"2024"^^xsd:date', '""^^xsd:date',
        '"2024-13"^^xsd:gYearMonth', '"2024-06-12"^^xsd:gYear', '"99"^^xsd:gYear',
        '"summer"^^edtf:EDTF', '"2024-25"^^edtf:EDTF', '"4,5"^^xsd:decimal', '"x"^^xsd:integer',
        '"1.0"^^xsd:integer', '"yes"^^xsd:boolean',
    ],
)  # fmt: skip
def test_ill_typed_literals_are_found(literal: str) -> None:
    """A literal whose text its datatype does not have is found, though the store keeps it."""
    assert "ill-typed" in found(f"area:a skos:note {literal} ."), f"{literal} passes; it must not"


@pytest.mark.parametrize(
    "literal",
    [
        '"2024-02-29"^^xsd:date', '"2024-12"^^xsd:gYearMonth', '"2024"^^xsd:gYear', "4", "-4.5",
        "true", '"2023-03-15/2023-03-27"^^edtf:EDTF', '"2026-23"^^edtf:EDTF', '"x"', '"x"@sv',
        '"anything"^^xsd:anyURI',
    ],
)  # fmt: skip
def test_well_typed_literals_pass(literal: str) -> None:
    """Dates of every precision, numbers, truth values and texts pass."""
    assert "ill-typed" not in found(f"area:a skos:note {literal} .")


PEOPLE = (
    'graph:people { person:nina-exempel a nhv:Person ; skos:prefLabel "Nina Exempel"@sv .'
    ' person:bo a nhv:Person ; skos:prefLabel "Bo"@sv . }'
)


@pytest.mark.parametrize(
    "told",
    [
        'source:s { gap:g nhv:text "Nina Exempel sade det"@sv . }',
        'graph:registers { body:b skos:altLabel "Nina Exempel"@sv . }',
        "source:s { membership:s-nina-exempel-1 a nhv:Membership . }",
    ],
)
def test_names_of_persons_stay_in_their_graph(told: str) -> None:
    """No text and no identifier outside the graph of persons tells a name; nor does the message."""
    message = found(PEOPLE + told).get("name-of-a-person", "")
    assert message, "a name has left the graph of persons, and nobody noticed"
    assert "Nina" not in message, "the message must not tell the name either"


def test_other_words_are_no_names() -> None:
    """A name is found whole only: 'Bo' is no name in 'Botkyrka', a longer name is another."""
    assert "name-of-a-person" not in found(
        PEOPLE
        + 'source:s { gap:g nhv:text "Botkyrka Bo"@sv , "Nina Exempelsson"@sv . }'
        + "source:s { gap:bo a nhv:Gap . }"
        + 'person:nina-exempel skos:prefLabel "Nina Exempel"@sv .'
    )


# --- rules as files ------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["severity", "Problem", "Why", "Fix"])
def test_a_rule_without_its_header_is_refused(missing: str, tmp_path: Path) -> None:
    """A rule file that lacks a line of its header is refused by name, with what to add."""
    lines = {"severity": "error", "Problem": "x", "Why": "x.", "Fix": "x"}
    head = "".join(f"# {name}: {text}\n" for name, text in lines.items() if name != missing)
    (tmp_path / "01-x-violation.rq").write_text(head + "\nSELECT * {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"01-x-violation.rq lacks '# {missing}: …'"):
        rules(tmp_path)


def test_a_header_may_run_over_several_lines(tmp_path: Path) -> None:
    """Lines that go on with three blanks belong to the one before."""
    (tmp_path / "01-x-violation.rq").write_text(
        "# severity: warn\n# Problem: a\n#   b\n# Why: c.\n# Fix: d\n\nSELECT * {}\n",
        encoding="utf-8",
    )
    assert rules(tmp_path)[0].problem == "a b"

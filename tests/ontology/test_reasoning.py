"""What the ontology entails: it is OWL 2 DL, free of contradictions, and no class is empty."""

from __future__ import annotations

import re

import pytest

from tests.ontology.reasoning import contradictions, judged, ontology, sample
from tests.support import national_graph, sampled

# One worker asks the reasoner, and asks it once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("reasoning")]

# Additions to the ontology, each of which one of the judgements must catch.
FAULTS = {
    "sound": "",
    "two-sorts": "nhv:holder a owl:DatatypeProperty .",
    "undeclared": "nhv:Permit rdfs:subClassOf <https://example.org/Foreign> .",
    "impossible-class": "nhv:Both a owl:Class ; rdfs:subClassOf nhv:Region , nhv:Person .",
    "contradiction": "nhv:Nobody a nhv:Region , nhv:Person .",
    "existential": "nhv:Permit rdfs:subClassOf"
    " [ a owl:Restriction ; owl:onProperty nhv:holder ; owl:someValuesFrom nhv:Region ] .",
}

# OWL 2 RL has fewer datatypes than the ontology names. Nothing follows from where it names these:
# EDTF is declared, for the dates in the data; the days are those of the header.
OUTSIDE_RL = {"<http://id.loc.gov/datatypes/EDTF>", "xsd:date"}

# Facts that the rules of OWL 2 RL must find wrong.
WRONG_DATA = {
    "disjoint": "<urn:x> a nhv:Region , nhv:Person .",
    "by range": "<urn:x> a nhv:Person . <urn:p> nhv:holder <urn:x> .",
    "one holder of two kinds": "<urn:p> nhv:holder <urn:x> , <urn:y> ."
    " <urn:x> a nhv:Region . <urn:y> a nhv:Authority .",
    "before itself": "<urn:x> nhv:precedes <urn:x> .",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    """What the OWL API and HermiT say of the ontology, of it with each fault, and of its files."""
    return judged(tmp_path_factory.mktemp("owl"), FAULTS)


def test_the_ontology_is_owl_2_dl(found: dict[str, dict[str, list[str]]]) -> None:
    """No axiom lies outside OWL 2 DL, without importing anything."""
    outside = found["sound"].get("DL", [])
    assert not outside, f"not OWL 2 DL: {outside[:3]}"
    assert int(found["sound"]["axioms"][0]) > 500, "the reasoner was not given the whole ontology"


@pytest.mark.parametrize("name", ["nhv", "schemes", "alignments"])
def test_each_file_is_owl_2_dl_by_itself(found: dict[str, dict[str, list[str]]], name: str) -> None:
    """Who opens one file of the ontology gets, with what it imports, all that OWL 2 DL asks for."""
    outside = found[name].get("DL")
    assert not outside, f"{name}.ttl: import what declares {outside[:3]}"
    assert found[name]["consistent"] == ["true"]


def test_the_ontology_is_consistent(found: dict[str, dict[str, list[str]]]) -> None:
    """HermiT finds no contradiction."""
    assert found["sound"]["consistent"] == ["true"], "the axioms of nhv.ttl contradict each other"


def test_every_class_can_have_members(found: dict[str, dict[str, list[str]]]) -> None:
    """HermiT finds no class that is empty by its own axioms."""
    empty = found["sound"].get("unsatisfiable", [])
    assert not empty, f"take a superclass or a disjointness from {empty}"


def test_the_ontology_is_owl_2_rl_but_for_datatypes(found: dict[str, dict[str, list[str]]]) -> None:
    """All axioms lie in OWL 2 RL; only two datatypes that are in no axiom lie outside."""
    outside = found["sound"].get("RL", [])
    named = {
        re.sub(r"^Use of data range not in profile: (\S+) .*", r"\1", text) for text in outside
    }
    assert named <= OUTSIDE_RL, f"not OWL 2 RL: {sorted(named - OUTSIDE_RL)}"
    assert not [text for text in outside if "Range(" in text], "write rdfs:Literal as the range"


@pytest.mark.parametrize("fault", ["two-sorts", "undeclared"])
def test_what_is_not_owl_2_dl_is_caught(found: dict[str, dict[str, list[str]]], fault: str) -> None:
    """A property of two sorts, and an undeclared class, are outside OWL 2 DL."""
    assert found[fault].get("DL"), "the profile check sees nothing; mend Profile.java"


def test_a_contradiction_is_caught(found: dict[str, dict[str, list[str]]]) -> None:
    """HermiT sees a thing of two classes that exclude each other."""
    assert found["contradiction"]["consistent"] == ["false"], "mend Profile.java"


def test_an_empty_class_is_caught(found: dict[str, dict[str, list[str]]]) -> None:
    """HermiT sees a class below two that exclude each other, and no other class."""
    empty = found["impossible-class"]["unsatisfiable"]
    assert [name.rpartition("#")[2] for name in empty] == ["Both"], "mend Profile.java"


def test_what_is_not_owl_2_rl_is_caught(found: dict[str, dict[str, list[str]]]) -> None:
    """A class below an existence is OWL 2 DL and not OWL 2 RL."""
    assert "DL" not in found["existential"], "the axiom is OWL 2 DL"
    more = set(found["existential"]["RL"]) - set(found["sound"]["RL"])
    assert more, "the profile check sees nothing; mend Profile.java"


def test_nothing_contradicts_itself_under_owl_2_rl() -> None:
    """The rules of OWL 2 RL find no contradiction in the ontology with some facts of each class."""
    facts = sample(national_graph() / "nhv.ttl", of_each=1)
    errors, followed = contradictions([*ontology(), *facts])
    assert not errors, f"facts and ontology disagree: {errors[:3]}"
    assert followed > 1000, "the rules were not applied"


@pytest.mark.parametrize("wrong", sampled(WRONG_DATA, len(WRONG_DATA)))
def test_contradictions_under_owl_2_rl_are_caught(wrong: str) -> None:
    """The rules of OWL 2 RL see what is wrong with data."""
    errors, _ = contradictions(ontology(WRONG_DATA[wrong]))
    assert errors, "the reasoner sees nothing; look at what owlrl does with the axiom"

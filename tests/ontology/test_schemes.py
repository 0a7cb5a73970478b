"""The eight steps and the lists of values."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
import yaml

from ontology.terms import NHV, concept, concepts, thing
from tests.ontology.words import NS, RDFS, SKOS, TYPE, Words, short
from tests.support import ROOT

STEP = "https://w3id.org/nhv/id/step/"

VALUES = {
    "certainty": "Stated Inferred",
    "supplyKind": "Underleverantor Samarbetspartner",
    "substate": "Recruiting FurtherMapping RunningGroup FurtherDialogue AwaitingDecision "
    "OutForConsultation ConsultationAnswered Advertised Decided Allotted Active Starting Tabled "
    "Starts NotSuitable TimeOver",
    "state": "Active Starting Ended Open Closed Planned Current Granted",
    "decisionKind": "DefinitionDecision AllotmentDecision TablingDecision RevocationDecision "
    "Recommendation OtherDecision",
    "outcome": "Pending Granted Refused Withdrawn",
    "stage": "Proposed Decided Advertised Granted",
    "ageGroup": "Adults Children",
    "action": "Consults Signs Appoints Aligns Decides Proposes Prepares GivesOpinion Answers "
    "Advises Applies FollowsUp Reports Nominates Watches Coordinates Dialogues",
    "dutyKind": "AnnualReport ExpertNomination ThematicFollowUp ConsultationAnswer OtherDuty",
    "quantity": "PermitCount AreaCount UnitsCount MatterCount OtherCount",
    "missing": "Picture LinkTarget List Date Name Content",
    "statementKind": "Goal Definition Criterion Effect Start Handover Mandate Assessment Reason "
    "Activity Legality Outcome Level",
    "resourceKind": "Film WebPage Contact",
    "ruleKind": "SizeRule CompositionDemand",
    "sourceKind": "Slides WebPage Press Law Report Register",
    "status": "NotYet GrantedNotBegun InForce PossiblyInForce Ended InOffice PossiblyInOffice "
    "LastKnown",
    "countsAs": "Granted PossiblyGranted InForce PossiblyInForce",
    "level": "HolderLevel HospitalLevel HospitalUnknown UnitLevel",
}


@pytest.mark.each
@pytest.mark.parametrize("scheme", VALUES)
def test_a_scheme_holds_the_values_of_the_data_model(scheme: str) -> None:
    """Each property with set values has exactly the values of the data model."""
    assert set(concepts(scheme).values()) == {NHV[name] for name in VALUES[scheme].split()}, (
        f"bring the values of {scheme} in schemes.ttl into line with the data model"
    )


def test_the_steps_are_one_to_eight_in_a_chain(schemes: Words) -> None:
    """Steps 1 to 8 have their number as notation and as integer; each precedes the next."""
    assert schemes.of_type(f"{NS}ProcessStep") == [f"{STEP}{n}" for n in range(1, 9)]
    for n in range(1, 9):
        step = f"{STEP}{n}"
        assert [v.value for v in schemes.literals(step, f"{SKOS}notation")] == [str(n)]
        (number,) = schemes.literals(step, f"{NS}number")
        assert (number.value, number.datatype.value.rpartition("#")[2]) == (str(n), "integer")
        following = [f"{STEP}{n + 1}"] if n < 8 else []
        assert schemes.iris(step, f"{NS}precedes") == following, f"step {n} precedes the wrong step"


def test_the_steps_keep_the_words_of_the_documents(schemes: Words) -> None:
    """A step is found under the name that each document gives it."""
    names = {
        1: ("Kartläggning", "Bruttolistan och nominering till SKG"),
        2: ("Genomlysning", "SKG tar fram underlag"),
        3: ("Remiss", "Remisser att besvara", "Remissvar"),
        4: ("Beslut efter remissomgång", "SoS beslut om vad och antal utförare"),
        5: ("Utlysta områden", "Utlysningar", "Ansökan"),
        6: ("Inväntar beslut", "Beredning av ansökan inför beslut"),
        7: ("Nämndbeslut", "Beslut om tilldelning", "Nämnden för NHV fattar beslut om tilldelning"),
        8: ("Tilldelade tillstånd", "Uppföljning och utvärdering", "Årlig uppföljning"),
    }
    for n, words in names.items():
        for word in words:
            assert concept("step", word) == thing("step", str(n)), f"add '{word}' to step {n}"


def test_the_actors_of_the_steps_are_in_the_registers(schemes: Words) -> None:
    """Whoever is responsible for a step is a body or organisation of the registers."""
    registers = ROOT / "loaders" / "curated" / "registers"
    known = {
        f"https://w3id.org/nhv/id/{kind}/{identifier}"
        for kind, file in (("body", "bodies"), ("organisation", "organisations"))
        for identifier in _ids((registers / f"{file}.yaml").read_text(encoding="utf-8"))
    }
    for n in range(1, 9):
        unknown = set(schemes.iris(f"{STEP}{n}", f"{NS}responsible")) - known
        assert not unknown, f"step {n}: correct {sorted(unknown)} or add it to the registers"


def test_every_concept_stands_in_a_scheme(schemes: Words) -> None:
    """Every concept is in a scheme of this file, and every scheme has a concept."""
    used = {scheme for iri in schemes.concepts() for scheme in schemes.iris(iri, f"{SKOS}inScheme")}
    loose = [iri for iri in schemes.concepts() if not schemes.iris(iri, f"{SKOS}inScheme")]
    assert not loose, f"add skos:inScheme to {short(loose)}"
    assert used == set(schemes.schemes()), f"empty or unknown: {used ^ set(schemes.schemes())}"


def test_a_notation_is_the_name_in_kebab_case(schemes: Words) -> None:
    """A value is written in curated files as its name is read: web-page is nhv:WebPage."""
    for iri in schemes.concepts():
        (notation,) = (v.value for v in schemes.literals(iri, f"{SKOS}notation"))
        if iri.startswith(NS):
            name = "".join(part.capitalize() for part in notation.split("-"))
            assert iri == NS + name, f"notation '{notation}' belongs to nhv:{name}"
        else:
            assert iri.endswith(f"/{notation}"), f"notation '{notation}' does not fit {iri}"


def test_a_word_means_one_thing_in_a_scheme(schemes: Words) -> None:
    """Within a scheme no label, alternative word or notation stands for two concepts."""
    meanings: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for iri in schemes.concepts():
        for scheme in schemes.iris(iri, f"{SKOS}inScheme"):
            for name in ("prefLabel", "altLabel", "hiddenLabel", "notation"):
                for value in schemes.literals(iri, SKOS + name):
                    meanings[scheme, re.sub(r"[\W_]+", "-", value.value.lower())].add(iri)
    double = {key: short(iris) for key, iris in meanings.items() if len(iris) > 1}
    assert not double, f"tell apart: {double}"


def test_a_scheme_is_named_for_its_property(ontology: Words, schemes: Words) -> None:
    """Every list but steps, programmes and rules is that of a property, and says which."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for iri in ontology.properties():
        for scheme in ontology.iris(iri, f"{NS}valuesFrom"):
            owners[scheme].add(iri.removeprefix(NS))
    for scheme in schemes.schemes():
        (notation,) = (v.value for v in schemes.literals(scheme, f"{SKOS}notation"))
        if notation in ("step", "programme", "rule"):
            continue
        assert notation in owners[scheme], (
            f"{short([scheme])}: no property nhv:{notation} has nhv:valuesFrom it; name one of both"
        )


def test_properties_with_set_values_lead_to_concepts(ontology: Words) -> None:
    """A property with nhv:valuesFrom has the range skos:Concept."""
    for iri in ontology.properties():
        if ontology.iris(iri, f"{NS}valuesFrom"):
            assert ontology.iris(iri, f"{RDFS}range") == [f"{SKOS}Concept"], short([iri])


def test_values_are_no_classes_or_properties(everything: Words) -> None:
    """No name is both a value and a class, property or scheme."""
    terms = {*everything.classes(), *everything.properties(), *everything.schemes()}
    assert not terms & set(everything.concepts()), "name the value or the term apart"
    for iri in everything.concepts():
        assert f"{SKOS}Concept" in everything.iris(iri, TYPE)


@pytest.mark.parametrize(
    ("scheme", "value", "name"),
    [
        ("sourceKind", "web-page", "WebPage"),
        ("sourceKind", "WebPage", "WebPage"),
        ("bodyType", "preparation group", "PreparationGroup"),
        ("bodyType", "hearing (event)", "HearingEvent"),
        ("bodyType", "function of an authority", "FunctionOfAnAuthority"),
        ("specialty", "gastro-liver", "GastroLiver"),
        ("supplyKind", "underleverantör", "Underleverantor"),
        ("supplyKind", "Samarbetspartner", "Samarbetspartner"),
        ("substate", "awaiting-decision", "AwaitingDecision"),
        ("substate", "awaiting_decision", "AwaitingDecision"),
        ("action", "gives-opinion", "GivesOpinion"),
        ("decisionKind", "tabling", "TablingDecision"),
        ("outcome", "Avslagen", "Refused"),
    ],
)
def test_a_value_is_found_however_it_is_written(scheme: str, value: str, name: str) -> None:
    """Case, blanks, hyphens and diacritics do not matter, nor which language the label is in."""
    assert concept(scheme, value) == NHV[name], f"'{value}' should be nhv:{name}"


def test_an_unknown_value_is_answered_with_the_nearest() -> None:
    """A misspelt value raises ValueError that names the nearest value of the scheme."""
    with pytest.raises(ValueError, match="did you mean web-page"):
        concept("sourceKind", "webb-page")


def test_an_unknown_scheme_is_answered_with_the_nearest() -> None:
    """A misspelt scheme raises ValueError that names the nearest scheme."""
    with pytest.raises(ValueError, match="did you mean supplyKind"):
        concepts("suplyKind")


def test_a_value_of_another_scheme_is_refused() -> None:
    """A value is looked up in its own scheme only."""
    with pytest.raises(ValueError, match="is no value of ageGroup"):
        concept("ageGroup", "web-page")


def _ids(text: str) -> set[str]:
    """All values of the key ``id`` anywhere in a YAML document."""
    found: set[str] = set()
    waiting: list[object] = [yaml.load(text, Loader=yaml.CBaseLoader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            found |= {value for key, value in node.items() if key == "id"}
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return found

"""How the ontology is built: OWL 2 DL, no blank nodes, nothing said of other people's terms."""

from __future__ import annotations

import subprocess
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from pyoxigraph import BlankNode

from tests.ontology.data_model import (
    CLASSES,
    DATED,
    DERIVED,
    FUNCTIONAL,
    PROPERTIES,
    SEVERAL,
)
from tests.ontology.words import (
    DCTERMS,
    FOLDER,
    HOME,
    NS,
    OWL,
    PROPERTY_TYPES,
    RDF,
    RDFS,
    SCHEMA,
    TYPE,
    Words,
    short,
)
from tests.support import need

TURTLE = sorted(FOLDER.glob("*.ttl"))
BUILT_IN = (OWL, RDF, RDFS, "http://www.w3.org/2001/XMLSchema#")
VANN = "http://purl.org/vocab/vann/"


def test_the_data_model_has_its_classes(ontology: Words) -> None:
    """Every class of the data model is in the ontology."""
    missing = {NS + name for name in CLASSES} - set(ontology.classes())
    assert not missing, f"declare as owl:Class: {short(missing)}"


def test_the_data_model_has_its_properties(ontology: Words) -> None:
    """Every property of the data model is in the ontology."""
    missing = {NS + name for name in PROPERTIES} - set(ontology.properties())
    assert not missing, f"declare as properties: {short(missing)}"


@pytest.mark.parametrize("file", TURTLE, ids=lambda file: file.name)
def test_no_blank_nodes(file: Path) -> None:
    """No Turtle file holds a blank node; shapes may, as links of the lists that SHACL demands."""
    links = {f"{RDF}first", f"{RDF}rest"} if file.name == "shapes.ttl" else set()
    blank = [
        str(quad)
        for quad in Words(file).quads
        if (isinstance(quad.subject, BlankNode) and quad.predicate.value not in links)
        or (isinstance(quad.object, BlankNode) and not links)
    ]
    assert not blank, f"{file.name}: give every node an IRI: {blank[:3]}"


@pytest.mark.parametrize("file", TURTLE, ids=lambda file: file.name)
def test_other_parsers_agree(file: Path) -> None:
    """A parser of another family reads every Turtle file, and finds as many triples."""
    tool = need("rapper")
    run = subprocess.run(
        [tool, "-q", "-i", "turtle", "-o", "ntriples", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"{file.name} is no sound Turtle: {run.stderr}"
    found = len(set(run.stdout.splitlines()))
    assert found == len(set(Words(file).quads)), f"{file.name}: the parsers disagree"


def test_the_ontology_speaks_only_of_its_own_terms(ontology: Words) -> None:
    """nhv.ttl has no axiom about a term of someone else (no namespace hijacking)."""
    foreign = {
        subject
        for subject, _, _ in ontology.triples()
        if not subject.startswith(NS) and subject != HOME
    }
    assert not foreign, f"take out what nhv.ttl says of {sorted(foreign)}"


def test_value_lists_speak_only_of_own_things(schemes: Words) -> None:
    """schemes.ttl describes own concepts, steps and programmes, and nothing else."""
    own = (NS, f"{HOME}/", "https://w3id.org/nhv/id/step/", "https://w3id.org/nhv/id/programme/")
    foreign = {subject for subject, _, _ in schemes.triples() if not subject.startswith(own)}
    assert not foreign, f"take out what schemes.ttl says of {sorted(foreign)}"


def test_alignments_add_nothing_to_foreign_terms(alignments: Words) -> None:
    """alignments.ttl says of a foreign term at most which sort of OWL term it is."""
    axioms = {
        (subject, predicate)
        for subject, predicate, _ in alignments.triples()
        if not subject.startswith(HOME) and predicate != TYPE
    }
    assert not axioms, f"say it of the own term instead: {sorted(axioms)}"


def test_foreign_terms_in_axioms_are_declared(ontology: Words, alignments: Words) -> None:
    """OWL 2 DL: a foreign class or property in an axiom, or used on a term, is declared."""
    axioms = {f"{RDFS}{name}" for name in ("subClassOf", "subPropertyOf", "domain", "range")}
    used = {
        value.value
        for _, predicate, value in ontology.triples()
        if predicate in axioms and not value.value.startswith((NS, *BUILT_IN))
    } | {
        predicate
        for _, predicate, _ in ontology.triples()
        if not predicate.startswith((NS, *BUILT_IN))
    }
    declared = {subject for subject, predicate, _ in alignments.triples() if predicate == TYPE}
    assert used <= declared, f"declare in alignments.ttl: {sorted(used - declared)}"


def test_own_terms_that_are_spoken_of_exist(everything: Words) -> None:
    """Every own term that any triple names, as predicate or value, is declared."""
    declared = {subject for subject, predicate, _ in everything.triples() if predicate == TYPE}
    named = {
        iri
        for _, predicate, value in everything.triples()
        for iri in (predicate, value.value)
        if iri.startswith(NS) and iri != NS  # NS itself is the preferred namespace
    }
    assert named <= declared, f"declare or correct {short(named - declared)}"


@pytest.mark.parametrize("predicate", ["subClassOf", "subPropertyOf"])
def test_hierarchies_have_no_circles(ontology: Words, predicate: str) -> None:
    """No class lies above itself, and no property."""
    above: dict[str, set[str]] = {}
    for subject, link, value in ontology.triples():
        if link == RDFS + predicate:
            above.setdefault(subject, set()).add(value.value)
    assert above, f"nhv.ttl has no rdfs:{predicate} at all"
    try:
        TopologicalSorter(above).prepare()
    except CycleError as circle:
        pytest.fail(f"break the circle {short(circle.args[1])}")


def test_no_class_lies_under_two_that_exclude_each_other(ontology: Words) -> None:
    """No class is empty by construction: its superclasses are not disjoint."""

    def lineage(iri: str) -> set[str]:
        return {iri}.union(*(lineage(up) for up in ontology.iris(iri, f"{RDFS}subClassOf")))

    for iri in ontology.classes():
        for one in lineage(iri):
            both = lineage(iri) & set(ontology.iris(one, f"{OWL}disjointWith"))
            assert not both, f"{short([iri])} lies under {short([one])} and {short(both)}"


def test_every_property_is_of_one_sort(ontology: Words) -> None:
    """A property is an object, a datatype or an annotation property, and only one of them."""
    for iri in ontology.properties():
        sorts = [sort for sort in ontology.iris(iri, TYPE) if sort in PROPERTY_TYPES]
        assert len(sorts) == 1, f"choose one sort for {short([iri])}, not {short(sorts)}"


@pytest.mark.parametrize("side", ["domain", "range"])
def test_a_property_has_at_most_one_domain_and_range(ontology: Words, side: str) -> None:
    """Several domains or ranges would mean all of them at once; a property has at most one."""
    wrong = [iri for iri in ontology.properties() if len(ontology.iris(iri, RDFS + side)) > 1]
    assert not wrong, f"name a common superclass as the {side} of {short(wrong)}"


@pytest.mark.parametrize("side", ["domain", "range"])
def test_every_property_has_domain_and_range_or_says_why_not(ontology: Words, side: str) -> None:
    """A property without domain or range explains that in a comment."""
    for iri in ontology.properties():
        plain = f"{OWL}AnnotationProperty" not in ontology.iris(iri, TYPE)
        if ontology.iris(iri, RDFS + side) or (side == "range" and not plain):
            continue
        comments = " ".join(ontology.texts(iri, f"{RDFS}comment", "en")).lower()
        assert side in comments or f"{side}s" in comments or "range is open" in comments, (
            f"give {short([iri])} an rdfs:{side}, or a comment on why it has none"
        )


def test_shared_properties_name_their_classes(ontology: Words) -> None:
    """A property of several classes names each by schema:domainIncludes, and has no domain."""
    for iri in ontology.properties():
        classes = ontology.iris(iri, f"{SCHEMA}domainIncludes")
        assert set(classes) <= set(ontology.classes()), f"{short([iri])} names no class of ours"
        assert not (classes and ontology.iris(iri, f"{RDFS}domain")), (
            f"{short([iri])} has both rdfs:domain and schema:domainIncludes; keep one"
        )


def test_ranges_fit_the_sort_of_property(ontology: Words) -> None:
    """Object properties lead to classes, datatype properties to literals."""
    literal = ("http://www.w3.org/2001/XMLSchema#", f"{RDFS}Literal", f"{RDF}langString")
    for iri in ontology.properties():
        for target in ontology.iris(iri, f"{RDFS}range"):
            is_data = f"{OWL}DatatypeProperty" in ontology.iris(iri, TYPE)
            assert target.startswith(literal) == is_data, f"{short([iri])} cannot have {target}"


def test_single_valued_properties_are_functional(ontology: Words) -> None:
    """What can have one value only is an owl:FunctionalProperty, so that it gets resolved."""
    missing = {NS + name for name in FUNCTIONAL} - set(ontology.of_type(f"{OWL}FunctionalProperty"))
    assert not missing, f"type as owl:FunctionalProperty: {short(missing)}"


def test_many_valued_properties_are_not_functional(ontology: Words) -> None:
    """What can have several values on any of its classes is not functional, or values get lost."""
    several = {NS + name for name in SEVERAL}
    undeclared = several - set(ontology.properties())
    assert not undeclared, f"declare {short(undeclared)}"
    wrong = several & set(ontology.of_type(f"{OWL}FunctionalProperty"))
    assert not wrong, f"may have several values; take owl:FunctionalProperty from {short(wrong)}"


def test_only_object_and_datatype_properties_are_functional(ontology: Words) -> None:
    """OWL 2 DL: an annotation property cannot be functional."""
    functional = set(ontology.of_type(f"{OWL}FunctionalProperty"))
    wrong = functional & set(ontology.of_type(f"{OWL}AnnotationProperty"))
    assert not wrong, f"take owl:FunctionalProperty from {short(wrong)}"


def test_derived_terms_are_marked(ontology: Words) -> None:
    """Exactly the terms that the pipeline works out are marked nhv:derived true."""
    marked = {
        subject.removeprefix(NS)
        for subject, predicate, value in ontology.triples()
        if predicate == f"{NS}derived" and value.value == "true"
    }
    assert marked == set(DERIVED), f"marked or listed wrongly: {sorted(marked ^ set(DERIVED))}"


def test_dates_from_sources_have_one_parent(ontology: Words) -> None:
    """Exactly the properties that carry a source's dates lie under nhv:statedDate."""
    dated = {
        iri.removeprefix(NS)
        for iri in ontology.properties()
        if f"{NS}statedDate" in ontology.iris(iri, f"{RDFS}subPropertyOf")
    }
    assert dated == set(DATED), f"placed or listed wrongly: {sorted(dated ^ set(DATED))}"


@pytest.mark.parametrize(
    "predicate",
    [
        f"{DCTERMS}title",
        f"{DCTERMS}description",
        f"{DCTERMS}creator",
        f"{DCTERMS}publisher",
        f"{DCTERMS}license",
        f"{DCTERMS}created",
        f"{DCTERMS}issued",
        f"{DCTERMS}bibliographicCitation",
        f"{DCTERMS}source",
        f"{OWL}versionIRI",
        f"{OWL}versionInfo",
        f"{VANN}preferredNamespacePrefix",
        f"{VANN}preferredNamespaceUri",
        "http://purl.org/ontology/bibo/status",
    ],
)
def test_the_header_is_complete(ontology: Words, predicate: str) -> None:
    """The ontology's header has all that FOOPS asks for, texts in both languages."""
    literals = ontology.literals(HOME, predicate)
    assert literals or ontology.iris(HOME, predicate), f"add <{predicate}> to the header"
    if predicate in (f"{DCTERMS}title", f"{DCTERMS}description"):
        assert sorted(value.language or "" for value in literals) == ["en", "sv"], (
            f"give <{predicate}> in Swedish and English"
        )


def test_the_version_is_the_same_everywhere(ontology: Words) -> None:
    """The version IRI, the version text and the citation name one and the same version."""
    (version,) = (value.value for value in ontology.literals(HOME, f"{OWL}versionInfo"))
    assert ontology.iris(HOME, f"{OWL}versionIRI") == [f"{HOME}/{version}"], "correct versionIRI"
    (citation,) = ontology.literals(HOME, f"{DCTERMS}bibliographicCitation")
    assert version in citation.value, "name the version in bibliographicCitation"

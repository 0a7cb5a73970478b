"""The constants that Python code uses."""

from __future__ import annotations

import copy
import subprocess
import sys

import pytest
import rdflib.namespace
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from ontology import terms
from ontology.terms import (
    BASE,
    KINDS,
    NHV,
    PREFIXES,
    Vocabulary,
    curie,
    expand,
    functional,
    ontology_files,
    superclasses,
    thing,
)
from tests.ontology.words import FOLDER, NS, OWL, Words
from tests.support import ROOT

SLUGS = st.from_regex(r"[a-z0-9]{1,6}([._-][a-z0-9]{1,6}){0,3}", fullmatch=True)
BAD_SLUGS = ["", "Åre", "Skåne", "a b", "-a", "a-", "a--b", "a/b", "a#b", "a.", "A", "a\n", "é"]
REFERENCE = {
    "RDF": rdflib.namespace.RDF,
    "RDFS": rdflib.namespace.RDFS,
    "OWL": rdflib.namespace.OWL,
    "XSD": rdflib.namespace.XSD,
    "SKOS": rdflib.namespace.SKOS,
    "DCTERMS": rdflib.namespace.DCTERMS,
    "PROV": rdflib.namespace.PROV,
    "ORG": rdflib.namespace.ORG,
    "FOAF": rdflib.namespace.FOAF,
    "SCHEMA": rdflib.namespace.SDO,
    "SH": rdflib.namespace.SH,
    "VANN": rdflib.namespace.VANN,
}


def fresh(code: str) -> str:
    """Run code in a new interpreter and return what it prints."""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return run.stdout.strip()


def test_a_misspelt_attribute_names_the_nearest_term() -> None:
    """A typo raises AttributeError that names the near term, instead of an empty answer later."""
    with pytest.raises(AttributeError, match=r"no term 'Permitt'; did you mean Permit\b"):
        _ = NHV.Permitt


def test_a_misspelt_item_names_the_nearest_term() -> None:
    """A typo in brackets raises KeyError that names the near term."""
    with pytest.raises(KeyError, match=r"did you mean heldWithin\b"):
        NHV["heldwithin"]


def test_any_other_name_is_refused_with_a_suggestion() -> None:
    """However far off a name is, the message names some term."""
    with pytest.raises(AttributeError, match=r"did you mean \w+"):
        _ = NHV.qqqqqqqq


def test_the_vocabulary_is_what_the_files_declare(everything: Words) -> None:
    """NHV has every own class, property, scheme and value, and nothing else."""
    declared = {
        *everything.classes(),
        *everything.properties(),
        *everything.schemes(),
        *(iri for iri in everything.concepts() if iri.startswith(NS)),
    }
    assert {term.value for term in NHV} == declared
    assert len(NHV) == len(declared)


def test_names_that_are_keywords_are_read_as_items() -> None:
    """nhv:from is a Python keyword; brackets reach it."""
    assert NHV["from"] == NamedNode(NS + "from")


def test_membership_takes_names_and_terms() -> None:
    """`in` answers for a local name and for a whole term."""
    assert "Permit" in NHV
    assert NHV.Permit in NHV
    assert "Permitt" not in NHV
    assert NamedNode("https://example.org/Permit") not in NHV


def test_vocabularies_stand_python_s_own_probes() -> None:
    """Copying or displaying a vocabulary is no request for a term."""
    assert copy.copy(NHV).Permit == NHV.Permit
    assert not hasattr(NHV, "_repr_html_")
    assert str(NHV) == NS
    assert "Permit" in dir(NHV)


@pytest.mark.parametrize("name", REFERENCE)
def test_terms_of_other_standards_exist_there(name: str) -> None:
    """A term that we list of another standard is one of its terms, under its namespace."""
    ours, theirs = getattr(terms, name), REFERENCE[name]
    assert isinstance(ours, Vocabulary)
    assert str(ours) == str(theirs), f"{name} has the wrong namespace"
    unknown = [term.value for term in ours if rdflib.URIRef(term.value) not in theirs]
    assert not unknown, f"{name} has no {unknown}; correct or remove"


def test_other_vocabularies_are_closed_too() -> None:
    """A typo in a foreign vocabulary is refused like one in our own."""
    with pytest.raises(AttributeError, match="did you mean prefLabel"):
        _ = terms.SKOS.preflabel


def test_the_import_is_light() -> None:
    """Importing the terms loads no rdflib and reads no file."""
    code = "import sys, ontology.terms as t; print('rdflib' in sys.modules, t.triples.cache_info())"
    loaded, _, cache = fresh(code).partition(" ")
    assert loaded == "False", "ontology.terms must not import rdflib"
    assert "currsize=0" in cache, "read the ontology at the first use of a term, not at import"


@pytest.mark.slow
def test_the_import_is_fast() -> None:
    """Importing the terms takes less than 60 ms of computing, whatever else the machine does."""
    code = (
        "import time; t = time.process_time(); import ontology.terms; "
        "print(time.process_time() - t)"
    )
    best = min(float(fresh(code)) for _ in range(7))
    assert best < 0.06, f"import takes {best * 1000:.0f} ms; import heavy modules where needed"


def test_prefixes_are_sorted_and_serve_every_kind() -> None:
    """The prefix table is sorted, has a prefix per kind of thing, and no namespace twice."""
    assert list(PREFIXES) == sorted(PREFIXES)
    assert all(PREFIXES[kind] == f"{BASE}id/{kind}/" for kind in KINDS)
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_prefixes_cover_the_ontology_s_own_use() -> None:
    """A prefix in nhv.ttl or schemes.ttl means there what it means in the table."""
    for name in ("nhv.ttl", "schemes.ttl"):
        for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("@prefix "):
                _, prefix, namespace, _ = line.split()
                assert PREFIXES[prefix.rstrip(":")] == namespace.strip("<>"), f"{name}: {line}"


@given(st.sampled_from(KINDS), SLUGS)
def test_a_thing_s_name_survives_shortening(kind: str, slug: str) -> None:
    """A thing is shortened to kind:slug, and written out again to the same IRI."""
    iri = thing(kind, slug).value
    assert curie(iri) == f"{kind}:{slug}"
    assert expand(curie(iri)) == iri


@given(
    st.sampled_from(sorted({*PREFIXES.values(), "https://example.org/", "urn:x:"})),
    st.text(st.characters(exclude_characters='<>"{}|\\^`', min_codepoint=33), max_size=12),
)
def test_any_iri_survives_shortening(namespace: str, local: str) -> None:
    """Whatever IRI is shortened comes back the same."""
    iri = namespace + local
    if any(character.isspace() for character in iri):
        return
    assert expand(curie(iri)) == iri


@given(st.sampled_from(sorted(PREFIXES)), st.text(max_size=8))
def test_a_short_name_needs_no_escape(prefix: str, local: str) -> None:
    """Where an IRI is shortened at all, the result stands as it is in Turtle and SPARQL."""
    short = curie(PREFIXES[prefix] + local)
    if short != PREFIXES[prefix] + local:
        name = short.removeprefix(f"{prefix}:")
        assert name.isascii()
        assert all(character.isalnum() or character in "_.-" for character in name)
        assert name[0] not in ".-"
        assert not name.endswith(".")


def test_an_unknown_prefix_is_answered_with_the_nearest() -> None:
    """A misspelt prefix raises ValueError that names the nearest one."""
    with pytest.raises(ValueError, match="did you mean area:"):
        expand("aera:dysmeli")


@pytest.mark.parametrize("text", ["dysmeli", "", "area:a b", "<area:x>"])
def test_what_is_no_short_name_is_refused(text: str) -> None:
    """A word without prefix, or with characters that no IRI has, raises ValueError."""
    with pytest.raises(ValueError, match=r"write prefix:name"):
        expand(text)


@pytest.mark.parametrize("slug", BAD_SLUGS)
def test_a_bad_slug_is_refused(slug: str) -> None:
    """A slug with anything but a–z, 0–9 and single separators inside raises ValueError."""
    with pytest.raises(ValueError, match="write a–z and 0–9"):
        thing("area", slug)


@given(st.text(max_size=12))
def test_every_thing_is_a_sound_iri_or_is_refused(slug: str) -> None:
    """Whatever text comes in, either a plain IRI comes out or a ValueError."""
    try:
        iri = thing("area", slug).value
    except ValueError:
        return
    assert iri == f"{BASE}id/area/{slug}"
    assert slug.isascii()
    assert slug == slug.lower()
    assert slug[0] not in "._-"


def test_the_message_on_a_bad_slug_proposes_a_good_one() -> None:
    """The remedy for a bad slug is a slug that is accepted."""
    with pytest.raises(ValueError, match="such as 'svara-atstorningar'"):
        thing("area", "Svåra ätstörningar")


def test_an_unknown_kind_is_answered_with_the_nearest() -> None:
    """A misspelt kind raises ValueError that names the nearest one."""
    with pytest.raises(ValueError, match="did you mean permit"):
        thing("permits", "x")


def test_superclasses_reach_all_the_way_up() -> None:
    """A class's superclasses are found through all levels, own and reused, without itself."""
    above = superclasses(NHV.Topic)
    assert set(above) == {NHV.CareArea, terms.SKOS.Concept}
    assert terms.ORG.Organization in superclasses(NHV.Hospital)
    assert terms.PROV.Activity in superclasses(NHV.Decision)
    assert list(above) == sorted(above, key=lambda node: node.value)


def test_foreign_classes_have_no_superclasses_here() -> None:
    """Nothing is known here of what lies above a class of someone else."""
    assert superclasses(terms.FOAF.Person) == ()


def test_superclasses_of_what_is_no_class_are_refused() -> None:
    """Asking for the superclasses of a property or a typo raises ValueError."""
    with pytest.raises(ValueError, match="nhv:area is no class"):
        superclasses(NHV.area)
    with pytest.raises(ValueError, match="did you mean nhv:Permit"):
        superclasses(NamedNode(NS + "Permitt"))


def test_functional_is_what_the_ontology_says(ontology: Words) -> None:
    """functional() gives the owl:FunctionalProperty terms, all of them own."""
    assert sorted(node.value for node in functional()) == ontology.of_type(
        f"{OWL}FunctionalProperty"
    )
    assert all(node in NHV for node in functional())


def test_ontology_files_exist() -> None:
    """The files of the ontology are there, and travel with the package."""
    assert [file.name for file in ontology_files()] == ["nhv.ttl", "schemes.ttl", "alignments.ttl"]
    assert all(file.is_file() and file.parent == FOLDER for file in ontology_files())

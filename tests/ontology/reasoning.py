"""Programs that reason about OWL: HermiT and the OWL API under Java, owlrl in Python."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import owlrl  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
import rdflib

from graph.release.ontology_changes import read
from ontology.terms import BASE, OWL, RDF, ontology_files
from tests.ontology.sound import PREAMBLE
from tests.support import need

PROFILE = Path(__file__).with_name("Profile.java")
# Where owlrl notes what contradicts itself.
_ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def ontology(more: str = "") -> list[ox.Triple]:
    """The ontology as a reasoner takes it: terms, values, bare declarations of foreign terms.

    ``alignments.ttl`` declares every foreign term in use. Of the three headers, that of ``nhv.ttl``
    is kept, since a document is one ontology, without its import, which is in the document.

    Args:
        more: Turtle that is added, for instance an axiom that breaks it.
    """
    parts = [triple for path in ontology_files() for triple in read(path)]
    headers = {ox.NamedNode(f"{BASE}ontology/{name}") for name in ("schemes", "alignments")}
    kept = [t for t in parts if t.subject not in headers and t.predicate != OWL.imports]
    return kept + read((PREAMBLE + more).encode())


def judged(folder: Path, additions: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """Judge the ontology with additions, and each of its files by itself with what it imports.

    Args:
        folder: Where files may be written.
        additions: Turtle that is added to the ontology, by a name.

    Returns:
        By name, of an addition or a file: ``axioms``, ``DL`` and ``RL`` (what violates the
        profile), ``consistent``, ``unsatisfiable`` (classes), each with its values.
    """
    texts = {name: ontology(more) for name, more in additions.items()}
    places = []
    for path in ontology_files():
        texts[path.stem] = read(path)
        (version,) = (t.object for t in texts[path.stem] if t.predicate == OWL.versionIRI)
        assert isinstance(version, ox.NamedNode)
        places.append(f"{version.value}={folder / path.stem}")
    for name, triples in texts.items():
        (folder / name).write_bytes(ox.serialize(triples, format=ox.RdfFormat.RDF_XML) or b"")
    java, jar = need("java"), hermit()
    words: list[str | Path] = [java, "-cp", jar, PROFILE, *(folder / name for name in texts)]
    run = subprocess.run([*words, *places], capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"Profile.java failed: {run.stderr[-2000:]}"
    found: dict[str, dict[str, list[str]]] = {}
    for line in run.stdout.splitlines():
        name, what, value = line.split("\t", 2)
        found.setdefault(name, {}).setdefault(what, []).append(value)
    return found


def hermit() -> Path:
    """The reasoner's archive in the package owlready2, which itself is not loaded."""
    package = importlib.util.find_spec("owlready2")
    if package is None or package.origin is None:
        reason = "owlready2 is not installed; make test installs it"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(package.origin).parent / "hermit" / "HermiT.jar"


def contradictions(triples: Iterable[ox.Triple]) -> tuple[list[str], int]:
    """Draw all conclusions of OWL 2 RL.

    Args:
        triples: The ontology, and data.

    Returns:
        What contradicts itself, in the words of the reasoner; and how many statements followed.
    """
    graph = rdflib.Graph()
    graph.parse(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    before = len(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(error) for error in graph.objects(None, _ERROR)], len(graph) - before


def sample(file: Path, of_each: int) -> list[ox.Triple]:
    """The first few things of each class, all that is said of them, and what those are.

    Args:
        file: A resolved graph in Turtle.
        of_each: How many things of each class.
    """
    triples = read(file)
    members: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    for triple in triples:
        if triple.predicate == RDF.type and isinstance(triple.object, ox.NamedNode):
            assert isinstance(triple.subject, ox.NamedNode), "the graph has no blank nodes"
            members.setdefault(triple.object, []).append(triple.subject)
    chosen = {
        thing
        for things in members.values()
        for thing in sorted(things, key=lambda node: node.value)[:of_each]
    }
    said = [triple for triple in triples if triple.subject in chosen]
    near = {triple.object for triple in said} - chosen
    return said + [t for t in triples if t.predicate == RDF.type and t.subject in near]

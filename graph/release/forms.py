"""The ontology and the data in every form of RDF, by their paths in the release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from graph.export.files import export, jsonld, rdf_xml
from ontology import terms

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

DATA = ("nhv.ttl", "nhv.trig", "nhv.nq", "nhv.jsonld")


def write_data(kg: KnowledgeGraph, folder: Path) -> None:
    """Write the data: the resolved graph, and every source in its own graph.

    Args:
        kg: The view.
        folder: Where to.
    """
    for name in DATA:
        export(kg, folder / name)


def write_ontology(folder: Path) -> None:
    """Write the ontology: terms, value lists and alignments in three forms, the shapes in one.

    The Turtle files are the curated ones, with their comments. The shapes have lists, which are
    blank nodes in RDF: Turtle alone writes them so that they can be read.

    Args:
        folder: Where to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in terms.ontology_files():
        read = parse(path=str(path), format=RdfFormat.TURTLE)
        triples = [quad.triple for quad in read]
        (folder / path.name).write_bytes(path.read_bytes())
        (folder / f"{path.stem}.rdf").write_bytes(rdf_xml(triples, read.prefixes))
        (folder / f"{path.stem}.jsonld").write_bytes(jsonld(triples, terms.PREFIXES))
    shapes = terms.ontology_files()[0].with_name("shapes.ttl")
    (folder / shapes.name).write_bytes(shapes.read_bytes())

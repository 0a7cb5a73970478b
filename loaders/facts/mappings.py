"""What mapping sets say: links of our things to those of other lists, each with its citation."""

from __future__ import annotations

from loaders.curation.mappings import MappingSet
from loaders.facts.writer import Standing, Writer
from ontology.terms import NHV, SKOS


def assert_mappings(mappings: MappingSet, writer: Writer) -> None:
    """Write the mappings of one set: each with a citation of the file that holds it.

    Args:
        mappings: The set.
        writer: The writer of the register of mappings.
    """
    for match, place in mappings.matches:
        predicate, subject = SKOS[match.predicate_id.partition(":")[2]], match.subject_id
        standing = Standing(
            f"{mappings.name}: {subject.id}",
            f"s-{mappings.name}",
            inferred=match.confidence < 1,
            reading=match.comment,
        )
        writer.add(subject.iri, predicate, mappings.object_of(match))
        writer.add(writer.cite(subject.iri, standing, place), NHV.states, predicate)

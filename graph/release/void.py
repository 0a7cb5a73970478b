"""The release as linked data: how much there is of what, and what it links to (W3C VoID)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from graph.release.about import ONTOLOGY, PUBLISHER, SUMMARY, TITLE, About
from graph.release.contents import File
from graph.release.statements import Description, Released, both, number, term
from ontology.terms import BASE, NHV, OWL, RDFS, SKOS, curie

_LINKS = (
    OWL.sameAs,
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
)
_EXAMPLES = (NHV.CareArea, NHV.Permit, NHV.Region, NHV.Source)

Links = Mapping[tuple[NamedNode, str], int]
"""How many links of a property there are to things of a namespace."""


def void(said: About, held: Released, listed: Sequence[File]) -> bytes:
    """Describe the release as linked data.

    Args:
        said: The release.
        held: The statements of the resolved graph.
        listed: The files of data and ontology.

    Returns:
        The bytes of ``void.ttl``.
    """
    made = Description()
    data, words = said.iri, NamedNode(f"{said.iri.value}/ontology")
    document = said.address("void.ttl")
    made.add(document, "rdf:type", term("void:DatasetDescription"))
    made.add(document, "foaf:primaryTopic", data)
    _counted(made, said, data, held, "data")
    _counted(made, said, words, held.ontology, "ontology")
    made.add(data, "dcterms:title", *both(TITLE))
    made.add(data, "dcterms:description", *both(SUMMARY))
    made.add(data, "dcterms:publisher", PUBLISHER)
    made.add(data, "void:uriSpace", Literal(f"{BASE}id/"))
    made.add(words, "void:uriSpace", Literal(f"{ONTOLOGY.value}#"))
    made.add(data, "void:vocabulary", *_vocabularies(held))
    for cls in _EXAMPLES:
        made.add(data, "void:exampleResource", *held.of_class(cls)[:1])
    for file in listed:
        if file.form.eu.startswith(("RDF", "JSON_LD")):
            dataset = words if file.path.startswith("ontology/") else data
            made.add(dataset, "void:dataDump", said.address(file.path))
            made.add(dataset, "void:feature", _feature(file))
    _linked(made, said, data, _links(held), "data")
    _linked(made, said, words, _links(held.ontology), "ontology")
    return made.turtle()


def _counted(made: Description, said: About, dataset: NamedNode, held: Released, name: str) -> None:
    properties: Counter[NamedNode] = Counter()
    subjects: dict[NamedNode, set[NamedNode]] = {}
    objects = set()
    for subject, predicate, value in held:
        properties[predicate] += 1
        subjects.setdefault(predicate, set()).add(subject)
        objects.add(value)
    distinct = set().union(*subjects.values()) if subjects else set()
    made.add(dataset, "rdf:type", term("void:Dataset"))
    made.add(dataset, "void:triples", number(len(held)))
    made.add(dataset, "void:entities", number(sum(_ours(subject) for subject in distinct)))
    made.add(dataset, "void:distinctSubjects", number(len(distinct)))
    made.add(dataset, "void:distinctObjects", number(len(objects)))
    made.add(dataset, "void:properties", number(len(properties)))
    made.add(dataset, "void:classes", number(len(held.classes())))
    for cls in held.classes():
        part = said.part(f"{name}-class-{_slug(cls)}")
        made.add(dataset, "void:classPartition", part)
        made.add(part, "rdf:type", term("void:Dataset"))
        made.add(part, "void:class", cls)
        made.add(part, "void:entities", number(len(held.of_class(cls))))
    for prop, count in sorted(properties.items(), key=str):
        part = said.part(f"{name}-property-{_slug(prop)}")
        made.add(dataset, "void:propertyPartition", part)
        made.add(part, "rdf:type", term("void:Dataset"))
        made.add(part, "void:property", prop)
        made.add(part, "void:triples", number(count))
        made.add(part, "void:distinctSubjects", number(len(subjects[prop])))


def _linked(made: Description, said: About, dataset: NamedNode, links: Links, name: str) -> None:
    for (prop, space), count in sorted(links.items(), key=str):
        host = space.split("//", 1)[-1].rstrip("#/")
        here = said.part(f"{name}-links-{_slug(prop)}-{_plain(host)}")
        other = said.part(f"dataset-{_plain(host)}")
        made.add(here, "rdf:type", term("void:Linkset"))
        made.add(here, "void:linkPredicate", prop)
        made.add(here, "void:subjectsTarget", dataset)
        made.add(here, "void:objectsTarget", other)
        made.add(here, "void:triples", number(count))
        made.add(dataset, "void:subset", here)
        made.add(other, "rdf:type", term("void:Dataset"))
        made.add(other, "void:uriSpace", Literal(space))


def _links(held: Released) -> Links:
    return Counter(
        (predicate, _space(value))
        for _, predicate, value in held
        if predicate in _LINKS and isinstance(value, NamedNode) and not _ours(value)
    )


def _vocabularies(held: Released) -> list[NamedNode]:
    spaces = {_space(predicate) for _, predicate, _ in held}
    spaces |= {_space(cls) for cls in held.classes()}
    return [NamedNode(space) for space in sorted(spaces)]


def _feature(file: File) -> NamedNode:
    names = {".ttl": "Turtle", ".trig": "TriG", ".nq": "N-Quads", ".rdf": "RDF_XML"}
    suffix = file.path[file.path.rindex(".") :]
    return NamedNode(f"http://www.w3.org/ns/formats/{names.get(suffix, 'JSON-LD')}")


def _ours(term_: NamedNode) -> bool:
    return term_.value.startswith(BASE)


def _space(iri: NamedNode) -> str:
    value = iri.value
    return value[: max(value.rfind("#"), value.rfind("/")) + 1]


def _slug(iri: NamedNode) -> str:
    return _plain(curie(iri.value).replace(":", "-"))


def _plain(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-." else "-" for c in text)

"""The shapes: well made, complete, and read alike by two validators."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from loaders.checking.findings import PLACE, validate
from ontology.terms import curie, ontology_files, superclasses

NHV = rdflib.Namespace("https://w3id.org/nhv/ontology#")
SHAPES = "https://w3id.org/nhv/shapes#"
EX = "https://example.org/"
EDTF = URIRef("http://id.loc.gov/datatypes/EDTF")

# A text that fits each pattern, and one that does not.
PATTERNS = {
    "^[0-9]{2}$": ("25", "Norrbotten"),
    "^[0-9]{4}$": ("1382", "13"),
    "^SE-[A-Z]{1,2}$": ("SE-AC", "AC"),
    "^SE[0-9]{3}$": ("SE331", "331"),
    "^https?://": ("https://example.org/page", "mailto:a@example.org"),
}
SAMPLES = {
    XSD.string: Literal("text"),
    XSD.integer: Literal(4),
    XSD.boolean: Literal(True),
    XSD.date: Literal("2024-06-12", datatype=XSD.date),
    XSD.gYear: Literal("2024", datatype=XSD.gYear),
    XSD.decimal: Literal("59.5", datatype=XSD.decimal),
}
# Constraints that are not broken one by one: they name a part, or say which values are meant.
NOT_BROKEN = {SH.property, SH.path, SH.targetSubjectsOf, SH.targetClass, SH.message, SH.severity}
COMPONENTS = {
    name: f"{name[0].upper()}{name[1:]}ConstraintComponent"
    for name in (
        "minCount", "maxCount", "datatype", "class", "nodeKind", "minInclusive", "maxInclusive",
        "pattern", "in", "or", "node", "uniqueLang", "languageIn", "minLength",
    )
}  # fmt: skip


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(PLACE, format="turtle")


@cache
def ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in ontology_files():
        if path.name == "nhv.ttl":
            graph.parse(path, format="turtle")
    return graph


def property_shapes() -> list[Node]:
    return sorted(shapes().subjects(RDF.type, SH.PropertyShape), key=str)


def local(node: Node) -> str:
    return str(node).rpartition("#")[2]


def test_every_shape_has_a_name() -> None:
    """Shapes are named by IRIs; only the lists that SHACL asks for are blank nodes."""
    listed = {
        cell
        for head in itertools.chain(
            shapes().objects(None, SH["or"]),
            shapes().objects(None, SH["in"]),
            shapes().objects(None, SH.languageIn),
            shapes().objects(None, SH.ignoredProperties),
        )
        for cell in [head, *shapes().transitive_objects(head, RDF.rest)]
    }
    blank = {s for s in shapes().subjects() if isinstance(s, rdflib.BNode)} - listed
    assert not blank, "name the shape: a report must be able to point to it"


def test_every_message_is_a_fault_and_a_remedy() -> None:
    """Whatever can be violated has a message in English and Swedish: 'fault; remedy'."""
    graph = shapes()
    closed = graph.subjects(SH.closed, Literal(True))
    for shape in [*property_shapes(), *closed]:
        messages = {
            m.language: str(m) for m in graph.objects(shape, SH.message) if isinstance(m, Literal)
        }
        assert set(messages) == {"en", "sv"}, f"{local(shape)}: write one message in each language"
        for text in messages.values():
            fault, _, remedy = text.partition("; ")
            assert fault, f"{local(shape)}: write 'fault; remedy', not '{text}'"
            assert remedy, f"{local(shape)}: write 'fault; remedy', not '{text}'"
            assert not text.endswith("."), f"{local(shape)}: end without a full stop"


def test_every_property_has_a_shape() -> None:
    """Every property of the ontology is met by a shape, and shapes name no other."""
    graph = ontology()
    declared = {
        term
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in graph.subjects(RDF.type, kind)
        # A property that only gathers others is not used itself.
        if not any(graph.subjects(RDFS.subPropertyOf, term))
    }
    paths = {path for path in shapes().objects(None, SH.path) if str(path).startswith(str(NHV))}
    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    missing = sorted(map(local, declared - paths))
    assert not missing, f"add property shapes to ontology/shapes.ttl for {', '.join(missing)}"
    unknown = sorted(map(local, paths - declared - annotations))
    assert not unknown, f"the ontology has no {', '.join(unknown)}; correct or remove the shapes"


def test_single_valued_properties_are_single_valued() -> None:
    """A functional property has sh:maxCount 1 wherever it stands."""
    graph = shapes()
    for term in ontology().subjects(RDF.type, OWL.FunctionalProperty):
        shape = next(
            (s for s in graph.subjects(SH.path, term) if (s, SH.targetSubjectsOf, term) in graph),
            None,
        )
        assert shape is not None, f"no shape has the target sh:targetSubjectsOf nhv:{local(term)}"
        assert graph.value(shape, SH.maxCount) == Literal(1), f"{local(shape)}: say sh:maxCount 1"


def test_every_class_is_known_to_the_shapes() -> None:
    """A shape targets and names only classes that the ontology declares."""
    named = {*shapes().objects(None, SH.targetClass), *shapes().objects(None, SH["class"])}
    declared = set(ontology().subjects(RDF.type, OWL.Class))
    unknown = sorted(local(c) for c in named - declared if str(c).startswith(str(NHV)))
    assert not unknown, f"the ontology has no class {', '.join(unknown)}"


# --- two validators -----------------------------------------------------------------------------


class Maker:
    """Makes a graph with, for every shape, one good node and one bad node per constraint."""

    def __init__(self) -> None:
        self.graph = rdflib.Graph()
        self.good: set[URIRef] = set()
        self.bad: dict[URIRef, tuple[Node, str]] = {}
        for shape in property_shapes():
            self._make(shape)
        person = self._node("person", NHV.Person)
        self.graph.add((person, NHV.area, self._instance(NHV.CareArea)))
        self.bad[person] = (URIRef(SHAPES + "Person"), "ClosedConstraintComponent")

    def _make(self, shape: Node) -> None:
        path = shapes().value(shape, SH.path)
        assert isinstance(path, URIRef)
        classes: list[Node | None] = [
            cls
            for node in shapes().subjects(SH.property, shape)
            for cls in shapes().objects(node, SH.targetClass)
        ]
        for cls in classes or [None]:
            good = self._node(f"{local(shape)}-good", cls)
            self._fill(good, path)
            self.good.add(good)
            for name, value in constraints(shape):
                bad = self._node(f"{local(shape)}-{name}", cls)
                self._fill(bad, path)
                self._break(bad, path, name, value)
                self.bad[bad] = (shape, COMPONENTS[name])

    def _node(self, name: str, cls: Node | None) -> URIRef:
        node = URIRef(f"{EX}{name}-{local(cls) if cls else 'any'}")
        if cls:
            self._type(node, cls)
        return node

    def _type(self, node: URIRef, cls: Node) -> None:
        above = superclasses(ox.NamedNode(str(cls)))
        for name in [str(cls), *(c.value for c in above)]:
            self.graph.add((node, RDF.type, URIRef(name)))

    def _instance(self, cls: Node) -> URIRef:
        node = URIRef(f"{EX}instance-{local(cls)}")
        self._type(node, cls)
        return node

    def _fill(self, node: URIRef, path: URIRef) -> None:
        """Give a node as many good values of a property as the shapes ask for."""
        if path in (SKOS.prefLabel, NHV.roleLabel):
            for language in ("sv", "en"):
                self.graph.add((node, path, Literal("name", lang=language)))
            return
        self.graph.add((node, path, self.value(path, node)))
        if path == NHV.partner:
            self.graph.add((node, path, self._instance(NHV.HealthcareRegion)))

    def value(self, path: URIRef, node: URIRef) -> Node:
        """A value that every shape on the property accepts."""
        graph = shapes()
        on_path = [
            shape
            for shape in graph.subjects(SH.path, path)
            if (shape, SH.targetSubjectsOf, path) in graph
            or any(
                (node, RDF.type, cls) in self.graph
                for owner in graph.subjects(SH.property, shape)
                for cls in graph.objects(owner, SH.targetClass)
            )
        ]
        facts = {name: value for shape in on_path for _, name, value in of(shape)}
        if "in" in facts:
            listed = next(iter(Collection(graph, facts["in"])))
            if "class" in facts:
                self.graph.add((listed, RDF.type, facts["class"]))
            return listed
        if "or" in facts:
            first = next(iter(Collection(graph, facts["or"])))
            cls = graph.value(first, SH["class"])
            assert cls is not None
            return self._instance(cls)
        if "class" in facts:
            return self._instance(facts["class"])
        if "pattern" in facts:
            text = PATTERNS[str(facts["pattern"])][0]
            return URIRef(text) if facts.get("nodeKind") == SH.IRI else Literal(text)
        if "node" in facts:
            return Literal("2024-06", datatype=XSD.gYearMonth)
        if facts.get("datatype") == RDF.langString or "languageIn" in facts:
            return Literal("text", lang="sv")
        if "minInclusive" in facts and facts.get("datatype") == XSD.decimal:
            return Literal(facts["minInclusive"], datatype=XSD.decimal)
        if "datatype" in facts:
            return SAMPLES[URIRef(str(facts["datatype"]))]
        return Literal(1) if facts.get("nodeKind") == SH.Literal else URIRef(EX + "anything")

    def _break(self, node: URIRef, path: URIRef, name: str, value: Node) -> None:
        graph = self.graph
        count = len(list(graph.objects(node, path)))
        if name == "minCount":
            graph.remove((node, path, None))
        elif name == "maxCount":
            for number in range(count, int(str(value)) + 1):
                graph.add((node, path, another(graph.value(node, path), number)))
        elif name == "uniqueLang":
            graph.add((node, path, Literal("another", lang="sv")))
        else:
            graph.remove((node, path, None))
            for wrong in wrong_values(name, value):
                graph.add((node, path, wrong))


def another(value: Node | None, number: int) -> Node:
    """One more value, as like the given one as possible."""
    if isinstance(value, Literal):
        return Literal(f"{value}{number}", lang=value.language)
    return URIRef(f"{EX}another-{number}")


def wrong_values(name: str, value: Node) -> list[Node]:
    """Values that break a constraint."""
    if name == "pattern":
        text = PATTERNS[str(value)][1]
        return [URIRef(text) if ":" in text else Literal(text)]
    if name in ("datatype", "node"):
        ill = URIRef(str(value)) if name == "datatype" else XSD.date
        typed = [Literal("2024-13-45", datatype=ill)] if ill in (XSD.date, XSD.integer) else []
        interval = [Literal("summer", datatype=EDTF)] if name == "node" else []
        return [
            *typed,
            *interval,
            URIRef(EX + "no-literal"),
            Literal(b"00", datatype=XSD.hexBinary),
        ]
    wrong: dict[str, list[Node]] = {
        "class": [URIRef(EX + "of-no-class"), Literal("x")],
        "or": [URIRef(EX + "of-no-class")],
        "in": [URIRef(EX + "not-listed")],
        "nodeKind": [Literal("x") if value == SH.IRI else URIRef(EX + "x")],
        "minInclusive": [Literal(-1), Literal("1.5", datatype=XSD.decimal)],
        "maxInclusive": [Literal("99.5", datatype=XSD.decimal)],
        "languageIn": [Literal("texte", lang="fr")],
        "minLength": [Literal("", lang="sv")],
    }
    return wrong[name]


def of(shape: Node) -> Iterator[tuple[Node, str, Node]]:
    for predicate, value in shapes().predicate_objects(shape):
        if str(predicate).startswith(str(SH)):
            yield shape, local(predicate), value


def constraints(shape: Node) -> list[tuple[str, Node]]:
    """The constraints of a shape that can be broken."""
    left_out = set(map(local, NOT_BROKEN))
    return sorted((name, value) for _, name, value in of(shape) if name not in left_out)


@cache
def made() -> Maker:
    return Maker()


Result = tuple[str, str, str, str]


@cache
def by_shacl() -> frozenset[Result]:
    """What the validator of the build finds (through its own interface, for the components)."""
    import shacl

    report = shacl.Shapes.from_file(str(PLACE)).validate_text(
        made().graph.serialize(format="nt"), format="ntriples"
    )
    return frozenset(
        (plain(r.focus_node), plain(r.path), r.component, plain(r.source_shape))
        for r in report.results
    )


@cache
def by_pyshacl() -> frozenset[Result]:
    """What pySHACL, written independently, finds."""
    _, report, _ = pyshacl.validate(made().graph, shacl_graph=shapes())
    assert isinstance(report, rdflib.Graph)
    return frozenset(
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.resultPath) or ""),
            local(report.value(result, SH.sourceConstraintComponent) or RDF.nil),
            str(report.value(result, SH.sourceShape)),
        )
        for result in report.objects(None, SH.result)
    )


def plain(term: str | None) -> str:
    return (term or "").strip("<>")


def test_every_constraint_can_be_broken() -> None:
    """For every constraint of every shape there is data that breaks it, and it is found."""
    found = {(focus, component, shape) for focus, _, component, shape in by_shacl()}
    for node, (shape, component) in made().bad.items():
        assert (str(node), component, str(shape)) in found, (
            f"{local(shape)} does not notice a broken {component}; look at its target and path"
        )


def test_good_data_passes() -> None:
    """Values as the shapes ask for are not complained about by the shape of their property."""
    found = {(focus, path) for focus, path, _, _ in by_shacl()}
    for node in made().good:
        for path in set(made().graph.predicates(node)) - {RDF.type}:
            assert (str(node), str(path)) not in found, (
                f"{curie(str(path))} refuses a good value of {node}; correct the shape"
            )


@pytest.mark.slow
def test_two_validators_agree() -> None:
    """The fast validator finds on every shape what pySHACL finds: focus, path and component."""
    assert by_shacl() - by_pyshacl() == set(), "shacl finds more; report it, or avoid the construct"
    assert by_pyshacl() - by_shacl() == set(), "shacl finds less; report it, or avoid the construct"
    assert len(by_shacl()) > len(made().bad), "the comparison compares too little"


def test_findings_carry_the_remedy() -> None:
    """A finding names shape, entity, property and value, and says fault and remedy."""
    permit = ox.NamedNode("https://w3id.org/nhv/id/permit/x")
    rdf_type = ox.NamedNode(str(RDF.type))
    findings = validate(f"{permit} {rdf_type} <{NHV.Permit}> .")
    area = next(f for f in findings if f.rule == "Permit-area")
    assert (area.entity, area.property) == (permit.value, str(NHV.area))
    assert area.severity == "error"
    assert area.what == "A permit is not for exactly one area"
    assert area.remedy == "write permit: and the area"

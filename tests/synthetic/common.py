"""The common part: value lists, real registers of places, and the change of programme.

It is the same at every scale, and block 0 of the graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from loaders.curation.read import read_file
from loaders.curation.reconcile import reconcile
from loaders.curation.registers import SCHEMES
from loaders.dates import parse
from loaders.facts.assertions import assert_all
from loaders.kept import Kept
from loaders.problems import Problems
from loaders.publishing.recipe import CURATED
from loaders.resolution.views import ONTOLOGY_GRAPH
from ontology.terms import BASE, NHV, RDF, REGISTERS_GRAPH, SKOS, concept, thing, triples
from tests.synthetic.actors import Ground
from tests.synthetic.block import Block, Named
from tests.synthetic.library import write_document

NHV_PROGRAMME, RIKSSJUKVARD, RCC = (
    thing("programme", name) for name in ("nhv", "rikssjukvard", "rcc")
)

_KINDS = (NHV.Region, NHV.HealthcareRegion, NHV.County, NHV.Municipality)
# Regions with a university hospital, by number of permits held.
_FIRST = (
    "region-stockholm",
    "vastra-gotalandsregionen",
    "region-skane",
    "region-uppsala",
    "region-ostergotland",
    "region-vasterbotten",
    "region-orebro-lan",
)


@dataclass(frozen=True)
class Common:
    """The common part.

    Attributes:
        quads: All of it, in named graphs.
        change: That part of it which every block needs to derive the days of its permits.
        ground: What regions stand on.
    """

    quads: list[Quad]
    change: list[Quad]
    ground: Ground


def make_common() -> Common:
    """Take the value lists and registers of places as they are, and write the change."""
    schemes = [Quad(s, p, o, ONTOLOGY_GRAPH) for s, p, o in triples(SCHEMES)]
    registers = _registers()
    needed = _closure(registers, _needed(registers, schemes))
    places = [quad for quad in registers if quad.subject in needed]
    change = _change()
    return Common([*schemes, *places, *change], change, _ground(places))


def _registers() -> list[Quad]:
    problems = Problems()
    paths = sorted((CURATED / "registers").glob("*.yaml"))
    documents = [read_file(path, f"registers/{path.name}") for path in paths]
    curated = reconcile(documents, problems)
    problems.raise_if_any()
    said, _ = assert_all(curated, Kept())
    return [Quad(*one) for one in said if one.graph_name == REGISTERS_GRAPH]


def _needed(registers: Iterable[Quad], schemes: Iterable[Quad]) -> set[NamedNode]:
    """The places, and those who answer for the steps."""
    places = {q.subject for q in registers if q.predicate == RDF.type and q.object in _KINDS}
    responsible = {q.object for q in schemes if q.predicate == NHV.responsible}
    return {node for node in places | responsible if isinstance(node, NamedNode)}


def _closure(registers: Iterable[Quad], needed: set[NamedNode]) -> set[NamedNode]:
    """What is needed, with all that it refers to."""
    refers: dict[NamedNode, list[NamedNode]] = {}
    for quad in registers:
        if (
            isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, NamedNode)
            and quad.object.value.startswith(f"{BASE}id/")
        ):
            refers.setdefault(quad.subject, []).append(quad.object)
    found: set[NamedNode] = set()
    waiting = list(needed)
    while waiting:
        if (node := waiting.pop()) not in found:
            found.add(node)
            waiting += refers.get(node, ())
    return found


def _change() -> list[Quad]:
    """The day on which NHV replaced rikssjukvård, and the note that all of this is invented."""
    block = Block(0)
    authority = block.name("organisation", "Syntetisk myndighet", "Synthetic authority")
    document = write_document(block, concept("sourceKind", "report"), authority, None)
    block.describe(authority, NHV.Authority, document)
    iri, _ = block.identify("change")
    change = Named(
        iri,
        "Syntetisk systemändring: rikssjukvård blir NHV",
        "Synthetic system change: rikssjukvård becomes NHV",
    )
    block.fact(
        change,
        NHV.SystemChange,
        document,
        (NHV.fromProgramme, RIKSSJUKVARD),
        (NHV.toProgramme, NHV_PROGRAMME),
        (NHV.date, parse("2018-07-01").literal()),
        (NHV.authority, authority.iri),
    )
    iri, _ = block.identify("statement")
    note = Named(
        iri,
        "Syntetisk graf: allt i den är påhittat, för prov av prestanda",
        "Synthetic graph: everything in it is invented, for tests of performance",
    )
    block.fact(
        note,
        NHV.Statement,
        document,
        (NHV.statementKind, concept("statementKind", "definition")),
        (NHV.text, Literal(note.sv, language="sv")),
        (NHV.text, Literal(note.en, language="en")),
        (NHV.about, NHV_PROGRAMME),
    )
    return block.quads


def _ground(places: list[Quad]) -> Ground:
    regions = sorted(
        (_named(places, node) for node in _of_class(places, NHV.Region)),
        key=lambda region: (_order(region), region.iri.value),
    )
    wholes = [_named(places, node) for node in _of_class(places, NHV.HealthcareRegion)]
    by_iri = {whole.iri: whole for whole in wholes}
    first = {region.iri: _values(places, region.iri, NHV.inHealthcareRegion) for region in regions}
    counties = []
    for region in regions:
        county = _values(places, region.iri, NHV.county)[0]
        assert isinstance(county, NamedNode)
        seat = _values(places, county, NHV.seat)[0]
        assert isinstance(seat, Literal)
        counties.append((county, seat.value))
    return Ground(
        regions=regions,
        healthcare_regions=wholes,
        within={iri: by_iri[found[0]] for iri, found in first.items()},  # type: ignore[index]
        counties=counties,
    )


def _order(region: Named) -> int:
    name = region.iri.value.rpartition("/")[2]
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _of_class(places: Iterable[Quad], rdf_class: NamedNode) -> list[NamedNode]:
    found = (q.subject for q in places if q.predicate == RDF.type and q.object == rdf_class)
    return sorted((n for n in found if isinstance(n, NamedNode)), key=lambda node: node.value)


def _values(places: Iterable[Quad], node: NamedNode, name: NamedNode) -> list[NamedNode | Literal]:
    found = (q.object for q in places if q.subject == node and q.predicate == name)
    return sorted((v for v in found if isinstance(v, NamedNode | Literal)), key=str)


def _named(places: Iterable[Quad], node: NamedNode) -> Named:
    labels = {
        value.language: value.value
        for value in _values(places, node, SKOS.prefLabel)
        if isinstance(value, Literal)
    }
    return Named(node, labels["sv"], labels["en"])

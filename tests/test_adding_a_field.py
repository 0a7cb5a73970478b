"""A new field of a fact is one line in its record, a property, its shape, and a row of the README.

The README is that of ``loaders/curated``; ``tests/loaders/data`` asks for the row once a file has
the field.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from graph import KnowledgeGraph, open_graph
from graph.base import lexicon, vocabulary
from graph.base.lexicon import Lexicon
from graph.base.statements import Statements
from graph.export.tables import fields, tables
from graph.export.tables.tables import every_table
from graph.site.things.cells import Teller
from graph.site.things.statements import read
from graph.site.things.tables import all_facts
from graph.view.facts import facts
from loaders.curation import records
from loaders.curation.fields import Number
from loaders.curation.registers import Entity, Mention
from loaders.facts import writer
from loaders.facts.kinds import assert_fact
from loaders.problems import Place
from ontology import terms
from ontology.terms import NHV, PREFIXES, RDF, XSD, ontology_files, thing

FEE = NamedNode(f"{NHV}fee")
# What one would write into ontology/nhv.ttl.
DECLARED = """
nhv:fee a owl:DatatypeProperty , owl:FunctionalProperty ;
  rdfs:domain nhv:Permit ; rdfs:range xsd:integer ; rdfs:label "avgift"@sv , "fee"@en ;
  skos:definition "Avgiften för tillståndet."@sv , "The fee for the permit."@en ."""


class Priced(records.Permit):
    """A permit with an invented field."""

    fee: Number | None = None


def _said(by: str, fee: int | None) -> list[Quad]:
    """What a source says of a permit, written as of any other permit."""
    place = Place(f"sources/{by}.yaml")
    source, area, region = (
        Entity(kind, name, name, name, (), place)
        for kind, name in (("source", by), ("area", "dysmeli"), ("region", "skane"))
    )
    record = Priced(area=Mention(area), holder=Mention(region), fee=fee)
    speaking = writer.Writer(source, source.iri)
    assert_fact(record, speaking, place)
    return [*speaking.quads]


@pytest.fixture
def quads(monkeypatch: pytest.MonkeyPatch) -> list[Quad]:
    """What a permit with the field says in the graph."""
    monkeypatch.setitem(writer.PROPERTIES, "fee", FEE)
    return _said("a", 5)


@pytest.fixture
def kg(
    quads: list[Quad], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[KnowledgeGraph]:
    """A graph in which an older source tells of the permit, and a newer one of its fee.

    The ontology declares the property.
    """
    folder = tmp_path / "ontology"
    folder.mkdir()
    for file in ontology_files():
        added = DECLARED if file.name == "nhv.ttl" else ""
        (folder / file.name).write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8")
    monkeypatch.setattr(terms, "_FOLDER", folder)
    _forget()
    dated = [
        Quad(node, prop, term, node)
        for name, day in (("a", "2024-01-01"), ("b", "2023-01-01"))
        for node in [thing("source", name)]
        for prop, term in (
            (RDF.type, NHV.Source),
            (NHV.date, Literal(day, datatype=XSD.date)),
            (NHV.rank, Literal("1", datatype=XSD.integer)),
        )
    ]
    area, region = thing("area", "dysmeli"), thing("region", "skane")
    known = [(area, NHV.CareArea), (region, NHV.Region)]
    dated += [Quad(one, RDF.type, cls, thing("source", "b")) for one, cls in known]
    file = tmp_path / "two.trig"
    serialize([*quads, *_said("b", None), *dated], file, RdfFormat.TRIG)
    yield open_graph(file, lang="en").at(known_at="2024")
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    """Let the ontology be read again."""
    for module in (terms, vocabulary):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tables read an ontology in which the property is declared."""
    head = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())
    new = [quad.triple for quad in parse(head + DECLARED, format=RdfFormat.TURTLE)]
    ontology = Lexicon([*lexicon.statements(), *new])
    for module in (fields, tables):
        monkeypatch.setattr(module, "lexicon", lambda: ontology)


def test_a_field_without_a_property_is_named() -> None:
    """A record's field that the ontology does not know is an error that names the nearest."""
    with pytest.raises(KeyError, match=r"throughHospitals.*mean throughHospital"):
        writer.property_of("through_hospitals")


def test_a_new_field_is_said_and_cited(quads: list[Quad]) -> None:
    """The writer says a field under the property of its name, and cites it."""
    said = {(quad.predicate, quad.object) for quad in quads}
    assert (FEE, Literal("5", datatype=XSD.integer)) in said, "tell it in values_of"
    assert (NHV.states, FEE) in said, "the citation says which properties it supports"


@pytest.mark.usefixtures("declared")
def test_a_new_property_is_a_column_of_the_release(quads: list[Quad]) -> None:
    """A property that the ontology gives to permits is a typed, explained column of theirs."""
    table = next(table for table in every_table() if table.name == "permits")
    (fee,) = [field for field in table.fields() if field.name == "fee"]
    assert (fee.datatype, fee.many) == ("integer", False)
    assert fee.told == ("Avgiften för tillståndet.", "The fee for the permit.")
    held = Statements(quad.triple for quad in quads)
    assert fee.read(held, thing("permit", "dysmeli-skane")) == ["5"]
    others = [t.name for t in every_table() for f in t.fields() if f.name == "fee"]
    assert others == ["permits"], "only the classes that the ontology gives it to have it"


def test_a_new_property_is_on_the_page(quads: list[Quad], tmp_path: Path) -> None:
    """A page tells of a fact all that holds of it, without a list of its properties."""
    file = tmp_path / "a.ttl"
    serialize((quad.triple for quad in quads), file, RdfFormat.TURTLE)
    kg = open_graph(file, lang="en")
    permit = thing("permit", "dysmeli-skane")
    tell = Teller(read(kg), "en", kg.as_of)
    lines = all_facts(tell, thing("area", "dysmeli"), [permit]).lines[-1]
    values = [cell.text for line in lines.lines for fact in line.says for cell in fact.values]
    assert "5" in values, "show it in Teller.says"


def test_a_new_property_is_a_column_of_networks(kg: KnowledgeGraph) -> None:
    """What networks are made from has every field of a fact, without a list of fields."""
    assert [fact.one("nhv:fee") for fact in facts(kg, "nhv:Permit")] == ["5"]


def test_a_change_of_a_new_property_is_named(kg: KnowledgeGraph) -> None:
    """A comparison names a change in any field by its label."""
    texts = [change.text for change in kg.compare("2023", "2024").changes]
    assert [text for text in texts if "fee – → 5" in text], texts


@pytest.mark.each
@pytest.mark.parametrize("kind", sorted(records.KINDS))
def test_every_field_is_a_property(kind: str) -> None:
    """Fields are called as the properties of the ontology, so that both are found by one name."""
    own = records.KINDS[kind].own_fields()
    apart = {*writer.TOLD_APART, *_TOLD_BY_HAND.get(kind, ())}
    for name in own:
        if name not in apart and name != kind:
            assert writer.property_of(name).value, f"{kind}.{name}: declare it in ontology/nhv.ttl"


# A seat is told with who holds it, and a name as a name: each as several things.
_TOLD_BY_HAND = {"member": ("body", "role_sv", "role_en", "seat"), "name": ("printed",)}

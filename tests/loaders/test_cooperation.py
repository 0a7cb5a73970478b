"""Who works together with whom, where no source says who supplies whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

from ontology.terms import NHV, RDF, thing
from tests.support import load

SOURCE = "sources/sida-2024.yaml"
NODE = thing("cooperation", "konsdysfori-region-orebro-lan-and-region-vasterbotten")


def resolved(folder: Path) -> list[Quad]:
    """The default graph of a folder."""
    return [quad for quad in load(folder).quads if quad.graph_name == DefaultGraph()]


def values(quads: list[Quad], prop: NamedNode, node: NamedNode = NODE) -> set[str]:
    """What is said of a node."""
    return {str(q.object.value) for q in quads if q.subject == node and q.predicate == prop}  # type: ignore[union-attr]


@pytest.mark.parametrize("written", ["[RV, Örebro]", "[Örebro, RV]"])
def test_the_order_of_partners_means_nothing(small: Path, written: str) -> None:
    """However the partners are written, it is one cooperation, named after them in order."""
    path = small / SOURCE
    text = path.read_text(encoding="utf-8").replace(
        "partners: [RV, Örebro]", f"partners: {written}"
    )
    path.write_text(text, encoding="utf-8")
    partners = {
        thing("region", name).value for name in ("region-orebro-lan", "region-vasterbotten")
    }
    assert values(resolved(small), NHV.partner) == partners, "sort the partners in the identifier"


def test_cooperation_is_no_supply(small: Path) -> None:
    """Partners do not supply each other, and none of them gets a permit by it."""
    quads = resolved(small)
    assert NHV.SupplyRelation.value not in values(quads, RDF.type)
    assert NHV.LastingFact.value in values(quads, RDF.type)
    orebro = thing("region", "region-orebro-lan")
    assert not values(quads, NHV.supplies, orebro), "derive no direction from a cooperation"


def test_cooperation_has_days(small: Path) -> None:
    """A cooperation has bounds, as a supply relation does: begun by the day of its source."""
    quads = resolved(small)
    assert values(quads, NHV.latestStart) == {"2024-06-30"}
    assert values(quads, NHV.startBasis) == {NHV.AttestedStart.value}

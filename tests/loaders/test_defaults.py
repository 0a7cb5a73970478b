"""A day that a fact takes over from its source is an inference, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import NHV, PROV
from tests.support import load

SOURCE = "sources/sida-2024.yaml"
AUTOMATIC = "the day is that of the source"
DEFAULTS = [
    ("placement", "- placement: [Dysmeli, Könsdysfori]\n", "date: 2024-05", NHV.date),
    ("statistic", "- statistic: permit-count\n", "as_of: 2024-05", NHV.asOf),
    ("membership", "- member: Ada Exempel\n", "attested_on: 2024-05", NHV.attestedOn),
]


def citations(quads: list[Quad], kind: str) -> dict[NamedNode, dict[str, set[str]]]:
    """The citations of the facts of a kind, each with what it says."""
    found: dict[NamedNode, dict[str, set[str]]] = {
        quad.object: {}
        for quad in quads
        if quad.predicate == PROV.qualifiedPrimarySource
        and isinstance(quad.object, NamedNode)
        and f"/id/{kind}/" in str(quad.subject)
    }
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject in found:
            value = quad.object.value if isinstance(quad.object, Literal | NamedNode) else ""
            found[quad.subject].setdefault(quad.predicate.value, set()).add(value)
    assert found, f"no {kind} is cited; mend this test"
    return found


def rewrite(folder: Path, good: str, better: str) -> None:
    """Change the source of the small folder."""
    path = folder / SOURCE
    text = path.read_text(encoding="utf-8")
    assert good in text, f"the fixture no longer holds {good!r}; mend this test"
    path.write_text(text.replace(good, better, 1), encoding="utf-8")


@pytest.mark.parametrize(("kind", "first", "own", "prop"), DEFAULTS, ids=lambda case: str(case)[:9])
def test_the_source_s_day_is_an_inference(
    small: Path, kind: str, first: str, own: str, prop: NamedNode
) -> None:
    """A fact without a day of its own has the source's; its citation infers it and says why."""
    for said in citations(load(small).quads, kind).values():
        assert prop.value in said[NHV.infers.value], "add the default to what the citation infers"
        assert said[NHV.reading.value] == {AUTOMATIC}


@pytest.mark.parametrize(("kind", "first", "own", "prop"), DEFAULTS, ids=lambda case: str(case)[:9])
def test_a_day_of_its_own_is_stated(
    small: Path, kind: str, first: str, own: str, prop: NamedNode
) -> None:
    """A day that the curator wrote is no default: the citation states it and infers nothing."""
    rewrite(small, first, f"{first}  {own}\n")
    for said in citations(load(small).quads, kind).values():
        assert prop.value in said[NHV.states.value]
        assert NHV.infers.value not in said, "infer the day only where the record leaves it out"


def test_the_curator_s_reading_stands(small: Path) -> None:
    """A reading that the curator gave is kept as it is."""
    rewrite(small, "  value: 1\n", '  value: 1\n  reading: "counted by hand"\n')
    (said,) = citations(load(small).quads, "statistic").values()
    assert said[NHV.reading.value] == {"counted by hand"}


def test_an_undated_source_lends_no_day(small: Path) -> None:
    """Where the source has no date the fact has none, and nothing is inferred."""
    rewrite(small, "date: 2024-06\n", "read_on: 2026-11-22\n")
    (said,) = citations(load(small).quads, "statistic").values()
    assert NHV.infers.value not in said
    assert NHV.asOf.value not in said[NHV.states.value]


def test_a_call_read_from_applications_is_an_inference(small: Path) -> None:
    """Permits on offer beside their applicants tell of a call that the source does not name."""
    before = set(citations(load(small).quads, "call"))
    rewrite(small, "applicants: [Örebro, RV]\n", "applicants: [Örebro, RV]\n  units: 3\n")
    after = citations(load(small).quads, "call")
    (said,) = (told for citation, told in after.items() if citation not in before)
    assert said[NHV.certainty.value] == {NHV.Inferred.value}, "the call is inferred as a whole"
    assert said[NHV.reading.value], "say that the call is read from the number of permits"

from __future__ import annotations

from pathlib import Path

import pytest

from graph import KnowledgeGraph, open_graph
from graph.problems import BadParameter, UnknownName

# From the reading of the seed documents: lines at which each document states something.
STATED_LINES = {
    "000": (2, 7, 10, 14, 15, 18, 23, 26, 31, 35, 39, 44, 49, 52, 59, 67, 70, 72, 77, 79, 81, 83,
            85, 87, 89, 91, 99, 103, 107, 111, 115, 119, 124, 128, 132, 138, 141, 144),
    "001": (5, 11, 20, 22, 26, 32, 34, 36, 40, 42, 44, 52, 56, 60, 62, 64, 70, 75, 77, 79, 81, 83,
            85, 91, 93, 97, 99, 105, 110, 115, 120, 125, 130, 133, 135, 139, 143, 148),
    "002": (5, 11, 17, 37, 47, 53, 57, 59, 61, 65, 70, 74, 83, 85, 89, 91, 96, 98, 109, 119, 130,
            148, 150, 152, 156, 161, 187, 203, 205, 209),
    "003": (5, 11, 17, 23, 29, 33, 37, 45, 52, 53, 60, 62, 65, 68, 71, 81, 90, 94, 111, 118, 124,
            130, 141, 144, 148, 156, 166, 168),
    "004": (3, 4, 8, 10, 14, 22, 30, 34, 39),
}  # fmt: skip


@pytest.mark.parametrize("document", sorted(STATED_LINES))
def test_a_document_is_explained_line_by_line(kg: KnowledgeGraph, document: str) -> None:
    """Every place of a seed document that states something has a fact, in the order of lines."""
    rows = kg.explain(document).rows
    spans = [(int(str(r["first_line"])), int(str(r["last_line"]))) for r in rows if r["first_line"]]
    assert spans == sorted(spans)
    silent = [n for n in STATED_LINES[document] if not any(a <= n <= b for a, b in spans)]
    assert not silent, f"no fact cites these lines of {document}; curate them"


def test_a_value_shows_where_it_stands(kg: KnowledgeGraph) -> None:
    """The start of Analcancer: which document, which lines, how certain, and why so read."""
    told = kg.at(lang="en").explain("permit:analcancer-region-vasterbotten")
    (start,) = [r for r in told.rows if r["property"] == "valid from"]
    assert start["value"] == "2027-01-01"
    assert start["source"] == "source:rv-hsn-2026-06"
    assert "70" in str(start["locator"])
    assert start["certainty"] == "Stated"
    (holder,) = [r for r in told.rows if r["property"] == "holder" and r["source"]]
    assert holder["certainty"] == "Inferred"
    assert holder["reading"]


def test_a_thing_shows_its_gaps(kg: KnowledgeGraph) -> None:
    """What is known to be missing about a thing stands first."""
    assert any("99" in str(r["locator"]) for r in kg.explain("Dysmeli").rows)
    assert "Känd lucka" in str(kg.explain("Dysmeli"))
    assert "Known gap" in str(kg.at(lang="en").explain("Dysmeli"))


def test_every_conflict_is_told(kg: KnowledgeGraph) -> None:
    """Where sources disagree, explain names the chosen value and the others."""
    about = kg.select("SELECT ?t { ?c a nhv:Conflict ; nhv:about ?t } ORDER BY ?t LIMIT 3")
    for thing in about.column("t"):
        assert "Motsägelse" in str(kg.explain(str(thing)))


def test_html_is_escaped(kg: KnowledgeGraph) -> None:
    """No text of a source becomes markup."""
    html = kg.explain("000")._repr_html_()
    assert "<table>" in html
    assert "<script" not in html


def test_a_count_has_no_single_evidence(kg: KnowledgeGraph) -> None:
    """An answer that counts says so instead of citing something."""
    with pytest.raises(BadParameter, match="counts"):
        kg.ask("permits-by-region", evidence=True)


def test_an_unknown_thing_is_a_miss(kg: KnowledgeGraph) -> None:
    """Nothing is explained that is not there."""
    with pytest.raises(UnknownName):
        kg.explain("area:dysmelli")


CONFLICT = """
PREFIX area: <https://w3id.org/nhv/id/area/>
PREFIX conflict: <https://w3id.org/nhv/id/conflict/>
PREFIX nhv: <https://w3id.org/nhv/ontology#>
PREFIX permit: <https://w3id.org/nhv/id/permit/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX source: <https://w3id.org/nhv/id/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

source:a a nhv:Source ; skos:prefLabel "Myndigheten"@sv , "The authority"@en .
source:b a nhv:Source ; skos:prefLabel "Pressen <b>"@sv , "The press <b>"@en .
permit:p a nhv:Permit ; skos:prefLabel "Ett tillstånd"@sv , "A permit"@en ;
    nhv:validFrom "2024-01-01"^^xsd:date .
conflict:c a nhv:Conflict ; nhv:about permit:p ; nhv:onProperty nhv:validFrom ;
    skos:prefLabel "Oense om start"@sv , "Disagreement on start"@en ;
    nhv:preferred "2024-01-01"^^xsd:date ; prov:hadPrimarySource source:a ; nhv:claim conflict:c.1 .
conflict:c.1 a nhv:ConflictClaim ; nhv:claimedValue "2024-02-01"^^xsd:date ;
    skos:prefLabel "2024-02-01 enligt pressen"@sv , "2024-02-01 by the press"@en ;
    prov:hadPrimarySource source:b .
source:a { permit:p nhv:validFrom "2024-01-01"^^xsd:date . }
source:b { permit:p nhv:validFrom "2024-02-01"^^xsd:date . }
"""


def test_a_value_that_was_not_chosen_is_shown_as_such(tmp_path: Path) -> None:
    """Both dates stand, one is marked as not chosen, and a sentence names who says what."""
    file = tmp_path / "conflict.trig"
    file.write_text(CONFLICT, encoding="utf-8")
    told = open_graph(file, lang="en").explain("permit:p")
    notes = {str(row["value"]): row["note"] for row in told.rows if row["property"] == "valid from"}
    assert "not chosen" in str(notes["2024-02-01"])
    assert "not chosen" not in str(notes["2024-01-01"])
    (sentence,) = told.lead
    assert "2024-01-01 was chosen" in sentence
    assert "2024-02-01 (The press <b>)" in sentence
    assert "<b>" not in told._repr_html_().replace("&lt;b&gt;", "")
    rows = open_graph(file, lang="en").answer("gaps", kind="conflict").records()
    assert [(row["what"], row["detail"]) for row in rows] == [
        ("Disagreement on start", "2024-02-01 by the press")
    ]

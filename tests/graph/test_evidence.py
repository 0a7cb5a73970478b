from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter, UnknownName
from graph.engines.oxigraph import OxigraphEngine
from graph.engines.protocol import RESOLVED, Home, Nodes, Objects
from graph.view.opening import OpenStore
from tests.support import ROOT

INVENTORY = ROOT / "tests" / "data" / "inventory.csv"


def inventory() -> list[dict[str, str]]:
    """What the seed documents state, row by row, with its lines."""
    with INVENTORY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("document", ["000", "001", "002", "003", "004"])
def test_a_document_is_explained_line_by_line(kg: KnowledgeGraph, document: str) -> None:
    """Explaining a seed document covers every row of the inventory, in the order of lines."""
    rows = kg.explain(f"source:{document}").rows
    spans = [(int(str(r["first_line"])), int(str(r["last_line"]))) for r in rows if r["first_line"]]
    assert spans == sorted(spans)
    silent = [
        row["row"]
        for row in inventory()
        if row["row"].startswith(document)
        and not any(a <= int(row["last_line"]) and int(row["first_line"]) <= b for a, b in spans)
    ]
    assert not silent, f"no fact cites the lines of these rows; curate them: {silent}"


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


class Counting(OxigraphEngine):
    """An engine that counts how often statements are looked up; on a service each is a request."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.lookups = 0

    def find(
        self,
        subjects: Nodes = None,
        predicates: Nodes = None,
        objects: Objects = None,
        graph: Home = RESOLVED,
    ) -> Iterator[Quad]:
        """The statements whose terms are among those given."""
        self.lookups += 1
        return super().find(subjects, predicates, objects, graph)


@pytest.mark.parametrize("thing", ["000", "area:dysmeli", "Socialstyrelsen", "Region Skåne"])
def test_explaining_takes_few_requests(kg: KnowledgeGraph, thing: str) -> None:
    """However many facts a thing has part in, they are read many at a time."""
    engine = Counting(kg.engine.store)
    counted = KnowledgeGraph(OpenStore(engine))
    name = counted.find(thing)
    engine.lookups = 0
    assert len(counted.explain(name).rows) > 10, f"{thing} has too few facts to tell"
    assert engine.lookups <= 13, "look up all facts together (Engine.find takes lists of terms)"


class Backwards(OxigraphEngine):
    """An engine that finds statements in another order."""

    def find(
        self,
        subjects: Nodes = None,
        predicates: Nodes = None,
        objects: Objects = None,
        graph: Home = RESOLVED,
    ) -> Iterator[Quad]:
        """The statements whose terms are among those given."""
        return reversed(list(super().find(subjects, predicates, objects, graph)))


@pytest.mark.parametrize("thing", ["000", "001", "area:dysmeli", "Socialstyrelsen"])
def test_an_explanation_does_not_depend_on_the_order_of_lookups(
    kg: KnowledgeGraph, thing: str
) -> None:
    """Whatever order an engine finds statements in, the explanation is the same text."""
    backwards = KnowledgeGraph(OpenStore(Backwards(kg.engine.store)))
    iri = kg.find(thing)
    assert str(backwards.explain(iri)) == str(kg.explain(iri)), "give every sort a last key"


def test_evidence_of_an_answer_takes_few_requests(kg: KnowledgeGraph) -> None:
    """The citations of all rows are read together."""
    engine = Counting(kg.engine.store)
    counted = KnowledgeGraph(OpenStore(engine))
    assert len(counted.answer("decisions", evidence=True).rows) > 5
    assert engine.lookups <= 4, "look up the citations of all rows at once (citations)"


def test_a_derived_value_names_its_rule(kg: KnowledgeGraph) -> None:
    """What no source states says by which rule it follows, and from what, in both languages."""
    thing = "permit:dysmeli-region-orebro-lan"
    for lang, words in (("sv", "följer av regeln *"), ("en", "follows by rule *")):
        notes = {
            str(row["property"]): str(row["note"])
            for row in kg.at(lang=lang).explain(thing).rows
            if row["fact"] == thing and not row["source"] and row["property"]
        }
        derived = [note for note in notes.values() if note.startswith(words)]
        assert len(derived) > 5, "graph.evidence.excerpt.follows names the rule of a value"


def test_a_permit_says_how_it_stands(kg: KnowledgeGraph) -> None:
    """The first sentence on a permit tells its status on the view's day, and by which rule."""
    told = kg.at(lang="en").explain("permit:analcancer-region-vasterbotten").lead[0]
    assert told.startswith("As of 2026-06-30: Granted, not begun")
    assert "follows by rule *stated start*" in told
    later = kg.at(lang="en", as_of="2027-01-01").explain("permit:analcancer-region-vasterbotten")
    assert later.lead[0].startswith("As of 2027-01-01: In force, from 2027-01-01")


def test_no_row_is_told_as_a_node(kg: KnowledgeGraph) -> None:
    """Periods and standings are told in words, with their days."""
    for thing in ("permit:analcancer-region-vasterbotten", "area:dysmeli"):
        values = [str(row["value"]) for row in kg.explain(thing).rows]
        nodes = [v for v in values if v.startswith(("period:", "standing:", "term:", "citation:"))]
        assert not nodes, "graph.evidence.excerpt.told has words for them"


def test_certainty_of_a_citation_is_that_of_the_thing(kg: KnowledgeGraph) -> None:
    """A row is stated if one of its citations is, so that no row says both."""
    for name in ("decisions", "areas-by-step", "reporting-duties", "who-consults-whom"):
        for row in kg.answer(name, evidence=True, lang="en").records():
            stated = "Stated" in str(row["certainty"]).split("; ")
            if row["inferred"] is not None and row["certainty"]:
                assert not (row["inferred"] and stated), f"{name}: {row['entity']}"


@pytest.mark.slow
def test_every_rule_is_told(kg: KnowledgeGraph) -> None:
    """Each concept of nhv:Rules has a name and a sentence in the view's language."""
    names = {concept.rpartition("#")[2] for concept in _rule_concepts(kg)}
    swedish, english = kg.rules(), kg.at(lang="en").rules()
    assert len(swedish.rows) == len(english.rows) == len(names)
    assert all(row["name"] and row["sentence"] for row in (*swedish.rows, *english.rows))


@pytest.mark.trust
def test_both_engines_tell_the_same_rules(kg: KnowledgeGraph, kg_memory: KnowledgeGraph) -> None:
    """What rules give is counted alike by every engine, as other answers are."""
    assert kg.rules().table.values() == kg_memory.rules().table.values()


def test_a_use_of_a_rule_is_counted_and_shown(kg: KnowledgeGraph) -> None:
    """A rule that gives something says how often, with one thing that has a name."""
    told = {str(row["rule"]): row for row in kg.at(lang="en").rules().rows}
    asked = "SELECT (COUNT(*) AS ?n) { ?x nhv:startBasis nhv:StatedStart }"
    assert told["stated-start"]["uses"] == kg.select(asked).column("n")[0]
    assert told["stated-start"]["applies_to"] == "basis of start"
    unshown = sorted(name for name, row in told.items() if row["uses"] is None)
    assert not unshown, f"say in ontology/schemes.ttl what derives or names {unshown}"
    for row in told.values():
        assert bool(row["uses"]) == bool(row["example"])
        assert row["example"] is None or row["example"] != row["thing"], "show what has a name"


def test_rules_are_those_of_the_view(kg: KnowledgeGraph) -> None:
    """A view of the past has the same rules, used less often."""
    then = {row["rule"]: row["uses"] for row in kg.at(known_at="2023-04-01").rules().rows}
    now = {row["rule"]: row["uses"] for row in kg.rules().rows}
    assert then.keys() == now.keys()
    assert int(str(then["certainty-rule"])) < int(str(now["certainty-rule"]))


def _rule_concepts(kg: KnowledgeGraph) -> list[str]:
    found = kg.select("SELECT ?r { ?r skos:inScheme nhv:Rules }").column("r")
    return [str(rule) for rule in found]


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

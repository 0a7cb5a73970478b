"""Networks: what becomes a node and an edge, what is left out, and how every edge is known."""

from __future__ import annotations

import copy
import gc
import pickle
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import networkx as nx
import pytest

from graph import KnowledgeGraph
from graph.base.problems import BadParameter, UnknownName
from graph.engines.oxigraph import OxigraphEngine
from graph.engines.protocol import Engine
from graph.networks.catalogue import NETWORKS, network
from graph.view.view import View
from tests.graph.sample import NO_EDGE, lasts, open_sample


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The sample graph, as of its newest source."""
    return open_sample(tmp_path_factory.mktemp("networks"))


def ends(net: Any) -> list[tuple[str, str]]:
    """Both ends of every edge, in order."""
    return [edge[:2] for edge in net.edges]


def test_an_unknown_network_names_the_known_ones(kg: KnowledgeGraph) -> None:
    """A misspelt network is answered with the nearest, one far off with all names."""
    with pytest.raises(UnknownName, match=r"no network called “supliers”; did you mean suppliers"):
        network(kg, "supliers")
    with pytest.raises(UnknownName, match=r"the networks are suppliers, .*lineage"):
        network(kg, "xyz")


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        (
            "co-holders",
            {"level": "hopsital"},
            "level is one of region, .*, not “hopsital”; did you mean hospital",
        ),
        (
            "co-holders",
            {"lvel": "region"},
            "the network co-holders has no parameter lvel; did you mean level",
        ),
        ("process", {"area": "dysmeli"}, "no parameter area; it takes certainty"),
        ("bodies", {"persons": "perhaps"}, "persons is true or false"),
    ],
)
def test_a_bad_parameter_is_told_in_one_sentence(
    kg: KnowledgeGraph, name: str, params: dict[str, object], message: str
) -> None:
    """A parameter that is unknown or cannot have the value raises before anything is asked."""
    with pytest.raises(BadParameter, match=message) as caught:
        network(kg, name, **params)
    assert "\n" not in str(caught.value), "keep the message to one line"


@pytest.mark.parametrize("name", NETWORKS)
def test_ties_of_one_certainty_are_asked_for(kg: KnowledgeGraph, name: str) -> None:
    """`certainty` keeps what sources state, or what is inferred; what is left out is told."""
    whole = network(kg, name)
    found = {sure: network(kg, name, certainty=sure) for sure in ("stated", "inferred")}
    for sure, net in found.items():
        said = {attributes["certainty"] for *_, attributes in net.edges(data=True)}
        assert said <= {sure, ""}, "what nothing says, such as the order of steps, stays"
        assert set(net) <= set(whole)
    weights = {
        sure: sum(a["weight"] for *_, a in net.edges(data=True) if a["certainty"])
        for sure, net in found.items()
    }
    both = sum(a["weight"] for *_, a in whole.edges(data=True) if a["certainty"])
    assert sum(weights.values()) == both, "each tie, and each area shared, is one or the other"


def test_distance_is_what_paths_are_measured_by(kg: KnowledgeGraph) -> None:
    """The more two share, the nearer they are: distance is one divided by weight."""
    for name in NETWORKS:
        for *_, attributes in network(kg, name).edges(data=True):
            assert attributes["distance"] == 1 / attributes["weight"]


def test_supplies_of_a_programme(kg: KnowledgeGraph) -> None:
    """`programme` keeps the relations about areas of it."""
    extra = network(kg, "suppliers", programme="all")
    assert ends(extra) == ends(network(kg, "suppliers"))
    assert network(kg, "suppliers", programme="rcc").number_of_edges() == 0


def test_an_unknown_area_is_answered_with_near_ones(kg: KnowledgeGraph) -> None:
    """Things are found by any name; a miss suggests."""
    with pytest.raises(UnknownName, match="Dysmeli"):
        network(kg, "suppliers", area="Dysmelli")
    assert len(network(kg, "area-holder", area="Limb deficiency")) > 1


def test_supply_goes_from_supplier_to_receiver(kg: KnowledgeGraph) -> None:
    """A supply edge points from the supplier to the receiver and knows area, kind and start."""
    net = network(kg, "suppliers")
    assert isinstance(net, nx.MultiDiGraph)
    assert ends(net) == [("region:v", "region:g")], "a relation without a supplier has no edge"
    (_, _, edge) = next(iter(net.edges(data=True)))
    assert (edge["area"], edge["area_label"], edge["since"], edge["since_basis"]) == (
        "area:konsdysfori", "Könsdysfori", "2024-01-01", "stated-start")  # fmt: skip
    assert edge["kind"] == "nhv:Underleverantor"
    assert edge["kind_label"] == "Underleverantör / Samarbetspartner"


def test_cooperation_has_no_direction(kg: KnowledgeGraph) -> None:
    """Every two partners have a line without direction, which is no supply; arrows would be a lie.

    Several facts about two partners are several edges.
    """
    net = network(kg, "cooperation")
    assert isinstance(net, nx.MultiGraph)
    assert not net.is_directed()
    assert ends(net) == [("region:g", "region:s"), ("region:g", "region:v"),
                         ("region:s", "region:v")]  # fmt: skip
    assert {key for *_, key in net.edges(keys=True)} == {"cooperation:k"}
    assert not set(ends(net)) & set(ends(network(kg, "suppliers")))
    early = network(kg.at(as_of="2024-01-01"), "cooperation")
    assert early.number_of_edges() == 0, "it may have begun, and is told"
    assert [left["things"] for left in early.graph["left_out"]] == [("cooperation:k",)]


def test_a_supplier_is_not_a_holder(kg: KnowledgeGraph) -> None:
    """Supply relations never appear among holders."""
    holding = network(kg, "area-holder", programme="all")
    assert "area:konsdysfori" not in holding, "area-holder must be made of permits only"


def test_what_cannot_be_drawn_is_counted_and_explained(kg: KnowledgeGraph) -> None:
    """Unknown is not none: what lacks an end is in `left_out`, with number, reason and names."""
    (left,) = network(kg, "suppliers").graph["left_out"]
    assert left["count"] == 1
    assert left["things"] == ("supply:k-to-s",)
    assert "name" in left["en"]
    assert "källan" in left["sv"]


def test_evidence_lists_every_citation(kg: KnowledgeGraph) -> None:
    """An edge carries each citation: source, title, date, locator, certainty, reading."""
    net = network(kg, "area-holder", area="dysmeli")
    evidence = net.edges["region:v", "area:dysmeli", "held:nhv.dysmeli.v"]["evidence"]
    assert [set(e) for e in evidence] == [
        {"fact", "source", "title", "date", "locator", "certainty", "reading"}
    ] * 2
    assert [(e["source"], e["title"], e["date"], e["locator"]) for e in evidence] == [
        ("source:old", "Äldre sida", "2023-03", "12–14"),
        ("source:new", "Nyare bilder", "2026-06", "70"),
    ], "oldest source first"


def test_certainty_is_what_the_graph_says(kg: KnowledgeGraph) -> None:
    """An edge is as sure as its permit; a citation states it if the permit is `nhv:statedBy` it."""
    net = network(kg, "area-holder", area="dysmeli")
    edge = net.edges["region:v", "area:dysmeli", "held:nhv.dysmeli.v"]
    assert [e["certainty"] for e in edge["evidence"]] == ["inferred", "stated"]
    assert edge["certainty"] == "stated", "read nhv:certainty, and no citation"
    assert net.edges["region:g", "area:dysmeli", "held:nhv.dysmeli.g"]["certainty"] == "inferred"


def test_as_of_keeps_what_held_that_day(kg: KnowledgeGraph) -> None:
    """First and last day count as in; what ended or had not begun is out."""

    def holders(day: str) -> set[str]:
        return {a for a, _ in ends(network(kg.at(as_of=day), "area-holder", area="dysmeli"))}

    assert holders("2023-12-31") == {"region:h"}
    assert holders("2024-01-01") == set()
    assert holders("2024-06-01") == {"region:v"}
    assert holders("2025-01-31") == {"region:v", "region:g"}


def test_since_and_its_basis_are_the_graph_s(kg: KnowledgeGraph) -> None:
    """A month stays a month, and the edge names the rule by which it is known."""
    net = network(kg, "area-holder", area="dysmeli")
    edge = net.edges["region:v", "area:dysmeli", "held:nhv.dysmeli.v"]
    assert (edge["since"], edge["since_basis"]) == ("2024-06", "stated-start")
    assert (edge["since_basis_label"], edge["latest_start"]) == ("angiven början", "2024-06-01")


def test_co_holders_counts_shared_areas(kg: KnowledgeGraph) -> None:
    """Two holders are tied by as many areas as both hold; direction has no meaning."""
    net = network(kg, "co-holders")
    assert isinstance(net, nx.Graph)
    assert not net.is_directed()
    edge = net.edges["region:g", "region:v"]
    assert (edge["weight"], edge["area"], edge["area_label"]) == (
        1, ("area:dysmeli",), ("Dysmeli",))  # fmt: skip
    assert {e["fact"] for e in edge["evidence"]} == {"permit:dysmeli-g", "permit:dysmeli-v"}


def test_a_shared_area_is_as_sure_as_its_less_sure_side(kg: KnowledgeGraph) -> None:
    """An area that one side holds only by inference does not make the tie stated."""
    edge = network(kg, "co-holders").edges["region:g", "region:v"]
    assert (edge["certainty"], edge["weight_stated"]) == ("inferred", 0)


def test_programmes_do_not_mix(kg: KnowledgeGraph) -> None:
    """NHV permits are meant unless another programme, or all, is asked for."""
    assert ("region:v", "area:tips") not in ends(network(kg, "area-holder"))
    assert ("region:v", "area:tips") in ends(network(kg, "area-holder", programme="all"))
    assert ("region:g", "region:v") in ends(network(kg, "co-holders", programme="rcc"))


def test_rounds_of_programmes_do_not_mix(tmp_path: Path) -> None:
    """Who applied for the same area under different programmes did not compete."""
    kg = open_sample(
        tmp_path,
        """
application:t-h a nhv:Application ; nhv:area area:tips ; nhv:applicant region:h ;
  nhv:programme programme:rikssjukvard .
""",
    )
    assert "region:h" not in network(kg, "co-applicants")
    assert list(network(kg, "co-applicants", programme="rikssjukvard")) == ["region:h"]
    every = network(kg, "co-applicants", programme="all")
    assert every.degree("region:h") == 0
    assert every.edges["region:g", "region:v"]["weight"] == 2


def test_co_applicants_counts_shared_areas_of_application(kg: KnowledgeGraph) -> None:
    """Weight is the number of areas both applied for."""
    net = network(kg, "co-applicants")
    assert net.edges["region:g", "region:v"]["weight"] == 2
    assert net.edges["region:s", "region:v"]["weight"] == 1


def test_an_event_counts_from_the_day_it_is_told(kg: KnowledgeGraph) -> None:
    """An application without a date counts from its oldest source; undated sources always."""
    net = network(kg.at(as_of="2023-04-01"), "co-applicants")
    assert net.edges["region:g", "region:v"]["area"] == ("area:tips",)


def test_bodies_show_seats_and_whom_they_represent(kg: KnowledgeGraph) -> None:
    """Seats lead to their body and to the region they represent; bodies to what they belong to."""
    net = network(kg, "bodies", seats="shown")
    assert ends(net) == [
        ("body:b2", "organisation:sos"),
        ("post:b2-chair", "body:b2"),
        ("post:b2-norra-1", "body:b2"),
        ("post:b2-norra-1", "healthcare-region:norra"),
        ("post:b2-office", "body:b2"),
    ]
    assert {left["things"] for left in net.graph["left_out"]} == {
        ("post:v-director",), ("body:alone",)}  # fmt: skip


def test_a_seat_without_a_known_holder_is_a_seat(kg: KnowledgeGraph) -> None:
    """A seat that a source tells of without a name is shown, dated and cited by that source."""
    net = network(kg, "bodies", seats="shown")
    edge = net.get_edge_data("post:b2-office", "body:b2")
    (attributes,) = edge.values()
    assert (attributes["since"], attributes["since_basis"]) == ("2023-03", "firstAttested")
    assert [e["source"] for e in attributes["evidence"]] == ["source:old"]
    assert "post:b2-office" not in network(kg.at(as_of="2023-02-01"), "bodies", seats="shown")


def test_seats_count_from_the_day_they_are_attested(kg: KnowledgeGraph) -> None:
    """A seat attested later is not shown for an earlier day."""
    assert "post:b2-chair" not in network(kg.at(as_of="2024-01-01"), "bodies", seats="shown")
    assert "post:b2-chair" in network(kg, "bodies", seats="shown")


def test_a_seat_that_was_left_is_told(tmp_path: Path) -> None:
    """A seat whose last known holder has left is in `left_out`; last known is shown as such."""
    kg = open_sample(
        tmp_path,
        """
post:b2-left a nhv:Post , org:Post ; skos:prefLabel "ledamot"@sv .
membership:4 a nhv:Membership ; org:organization body:b2 ; nhv:post post:b2-left ;
  org:member person:marie .
"""
        + lasts("membership:4", ("", "2024-12-31", "InOffice"), ("2025-01-01", "", "Ended")),
    )
    assert "post:b2-left" in network(kg.at(as_of="2024-12-31"), "bodies", seats="shown")
    net = network(kg, "bodies", persons=True)
    assert "post:b2-left" not in net
    assert "post:b2-left" in {t for left in net.graph["left_out"] for t in left["things"]}
    (edge,) = net.get_edge_data("person:marie", "post:b2-norra-1").values()
    assert (edge["status"], edge["since"]) == ("LastKnown", "2023-03")


def test_seats_of_all_bodies_are_counted(kg: KnowledgeGraph) -> None:
    """Without one body in view, an edge says how many seats of a body represent whom."""
    net = network(kg, "bodies")
    assert ends(net) == [("body:b2", "healthcare-region:norra"), ("body:b2", "organisation:sos")]
    (edge,) = net.get_edge_data("body:b2", "healthcare-region:norra").values()
    assert (edge["weight"], edge["label"], edge["since"]) == (1, "1", "2023-03")
    left = {thing for told in net.graph["left_out"] for thing in told["things"]}
    assert {"post:b2-chair", "post:b2-office"} <= left, "seats that represent none are told"
    assert "post:b2-norra-1" in network(kg, "bodies", body="body:b2"), "one body shows its seats"


def test_persons_only_when_asked_for(kg: KnowledgeGraph) -> None:
    """Persons are shown with persons=True only."""
    assert "person:marie" not in network(kg, "bodies")
    net = network(kg, "bodies", persons="true", body="body:b2")
    assert ("person:marie", "post:b2-norra-1") in ends(net)


_Made = TypeVar("_Made")


class WithoutPeople(View):
    """A view that has names of persons in its data but was asked to leave them out."""

    @property
    def engine(self) -> Engine:
        """All statements, those on persons, too."""
        return View(**{**vars(self), "people": True}).engine


def test_never_persons_without_people(kg: KnowledgeGraph) -> None:
    """A view without people shows no person, whatever is asked."""
    net = network(WithoutPeople(**{**vars(kg), "people": False}), "bodies", persons=True)
    assert not [n for n in net if n.startswith("person:")], "check kg.people in bodies()"


def test_the_process_has_its_steps_in_order_and_who_acts(kg: KnowledgeGraph) -> None:
    """Steps are numbered and follow one another; actors lead to their steps."""
    net = network(kg, "process")
    assert net.nodes["step:1"]["label"] == "1. Kartläggning"
    kinds = {(a, b): d["kind"] for a, b, d in net.edges(data=True)}
    assert kinds == {
        ("body:b2", "step:2"): "nhv:GivesOpinion",
        ("organisation:sos", "step:1"): "nhv:responsible",
        ("step:1", "step:2"): "nhv:precedes",
    }
    assert net.graph["left_out"][0]["things"] == ("procedure:p2",)


def test_lineage_goes_from_older_to_newer(kg: KnowledgeGraph) -> None:
    """An area's origin points to it, and topics are told from areas."""
    net = network(kg, "lineage")
    assert ends(net) == [("area:lever", "area:tips")]
    assert net.nodes["area:lever"]["kind"] == "topic"


def test_labels_are_in_the_language_of_the_view(kg: KnowledgeGraph) -> None:
    """Labels and titles follow `lang`; where one language is missing the other stands in."""
    net = network(kg.at(lang="en"), "area-holder")
    assert net.nodes["area:dysmeli"]["label"] == "Limb deficiency"
    assert net.nodes["region:g"]["label"] == "Västra Götalandsregionen"
    assert net.graph["title"] == net.graph["title_en"] == "Who holds a permit for which area"


@pytest.mark.each
@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_tells_what_it_is(kg: KnowledgeGraph, name: str) -> None:
    """Graph, nodes and edges carry what pictures, exports and readers need."""
    net = network(kg, name)
    assert {
        "name",
        "title_sv",
        "title_en",
        "meaning",
        "as_of",
        "known_at",
        "left_out",
        "counted",
    } <= set(net.graph)
    assert list(net) == sorted(net), "add nodes in sorted order"
    for node, attributes in net.nodes(data=True):
        assert set(attributes) == {"label", "kind", "iri"}, node
        assert attributes["iri"].startswith("https://w3id.org/nhv/id/")
    wanted = {"label", "area", "area_label", "kind", "kind_label", "weight", "distance", "since",
              "since_basis", "since_basis_label", "earliest_start", "latest_start", "undated",
              "status", "status_label", "certainty", "evidence"}  # fmt: skip
    assert net.number_of_edges() > 0, NO_EDGE
    for *pair, attributes in net.edges(data=True):
        assert wanted <= set(attributes), pair


def test_evidence_is_a_tuple_to_all_who_look(kg: KnowledgeGraph) -> None:
    """Evidence is put together late, and equals, prints, pickles and copies as a tuple."""
    edge = network(kg, "co-holders").edges["region:g", "region:v"]
    evidence = edge["evidence"]
    plain = tuple(evidence)
    assert len(plain) > 1
    assert evidence == plain
    assert repr(evidence) == repr(plain)
    assert evidence[0] == plain[0]
    assert (evidence + plain, evidence * 2) == (plain * 2, plain * 2)
    for copied in (pickle.loads(pickle.dumps(evidence)), copy.deepcopy(evidence)):
        assert (type(copied), copied) == (tuple, plain)


def test_a_changed_network_changes_no_other(kg: KnowledgeGraph) -> None:
    """Columns are kept with the view, but nodes, edges and evidence are each network's own."""
    for name in NETWORKS:
        first = network(kg, name)
        before = repr((list(first.nodes(data=True)), list(first.edges(data=True))))
        for _, attributes in first.nodes(data=True):
            attributes["label"] = "changed"
        for *_, attributes in first.edges(data=True):
            for entry in attributes["evidence"]:
                entry["title"] = "changed"
            attributes.clear()
        again = network(kg, name)
        assert repr((list(again.nodes(data=True)), list(again.edges(data=True)))) == before, name


_ALL = [
    *((name, {}) for name in NETWORKS),
    ("suppliers", {"area": "area:konsdysfori", "level": "region", "possible": True}),
    ("area-holder", {"level": "hospital", "programme": "all", "possible": True}),
    ("co-holders", {"level": "healthcare-region", "programme": "all"}),
    ("bodies", {"persons": True}),
]


@pytest.mark.each
@pytest.mark.parametrize(("name", "params"), _ALL)
def test_a_network_takes_at_most_three_queries_its_picture_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, params: dict[str, Any]
) -> None:
    """A network asks for its columns, its labels and, when looked at, its evidence; once each."""
    fresh = open_sample(tmp_path)
    assert fresh.as_of > date.min, "the view's day belongs to opening it"
    assert fresh.find("area:konsdysfori", "area"), "so does a name that is given"
    asked: list[str] = []
    for way in ("select", "find", "construct"):
        answered = getattr(OxigraphEngine, way)

        def counted(engine: Engine, *given: Any, answered: Any = answered, **named: Any) -> Any:
            asked.append(str(given))
            return answered(engine, *given, **named)

        monkeypatch.setattr(OxigraphEngine, way, counted)
    net = network(fresh, name, **params)
    assert net.number_of_edges(), "add an edge of it to the facts of tests/graph/sample.py"
    assert len(asked) <= 2, f"one gather() has all columns, one labels() all names: {asked}"
    picture = fresh.draw(net)
    assert len(asked) <= 3, f"ask for it with the other evidence: {asked}"
    before = len(asked)
    assert picture.svg()
    assert picture.html()
    for *_, edge in net.edges(data=True):
        tuple(edge["evidence"])
    assert asked[before:] == [], "gather it before anything is painted"


def test_a_view_is_asked_once(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second network of the same statements asks the engine nothing, on any day."""
    view = kg.at(known_at=None)
    for name in NETWORKS:
        network(view, name)
    asked: list[str] = []

    def select(_: KnowledgeGraph, sparql: str) -> None:
        asked.append(sparql)

    monkeypatch.setattr(KnowledgeGraph, "select", select)
    for name in NETWORKS:
        network(view, name)
    assert not asked, "keep it with kg.cached"


def test_the_collector_runs_again_after_a_network(kg: KnowledgeGraph) -> None:
    """Python's collector rests while a network is made, and runs afterwards, also by an error."""
    network(kg, "suppliers")
    assert gc.isenabled()
    with pytest.raises(UnknownName):
        network(kg, "suppliers", area="no such area")
    assert gc.isenabled()

"""One day, one number: every door says how many permits of NHV are in force, and says the same.

A door is a function of a view; what it gives is the number that people read there. What is counted
are areas held at the level of holders, whole areas, of NHV, in force for certain.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import StringIO
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from graph import KnowledgeGraph, open_graph
from graph.base.problems import NothingFound
from graph.cli.main import main
from graph.engines.values import BETWEEN
from graph.networks.catalogue import projected
from graph.networks.measures import concentration
from graph.service.serve.command import Serving
from graph.service.serve.endpoint import Settings
from graph.view.counting import counted
from tests.graph.released import released, rows, whole
from tests.graph.serving_load import served
from tests.graph.site_walk import whole_site
from tests.national.faces import DAYS, resolved
from tests.support import national_graph, sampled, whole_graph

Door = Callable[[KnowledgeGraph], int]
_LINE = re.compile(r"(\d+) (?:innehav|held)")
# The plain query that a reader of the ontology would write.
_PLAIN = """PREFIX nhv: <https://w3id.org/nhv/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT (COUNT(DISTINCT ?held) AS ?n) WHERE {
  ?held a nhv:HeldArea ; nhv:level nhv:HolderLevel ; nhv:period ?period ;
        nhv:heldUnder <https://w3id.org/nhv/id/programme/nhv> .
  ?period nhv:status nhv:InForce .
  OPTIONAL { ?period nhv:firstDay ?first } OPTIONAL { ?period nhv:lastDay ?last }
  FILTER(COALESCE(?first <= "DAY"^^xsd:date, true) && COALESCE(?last >= "DAY"^^xsd:date, true))
}"""


def _line(question: str) -> Door:
    """The line under an answer that says what was counted."""

    def door(kg: KnowledgeGraph) -> int:
        found = _LINE.search(kg.answer(question).note)
        assert found is not None, f"the answer to {question} does not say what it counts"
        return int(found[1])

    return door


def _sum(question: str, column: str = "in_force") -> Door:
    return lambda kg: sum(int(str(row[column])) for row in kg.answer(question).records())


def _last_year(kg: KnowledgeGraph) -> int:
    years = kg.answer("concentration-over-time").records()
    return int(str(years[-1]["in_force"])) if years else 0


def _holders(kg: KnowledgeGraph) -> int:
    """Whole areas and holders, by the rows of the question; a hospital's is its region's."""
    known, table = resolved(kg), kg.at(lang="en").answer("holders", evidence=True)
    held = set()
    for row in table.records():
        if row["status"] == "In force":
            permit = str(row["entity"])
            area = known.one(permit, "nhv:area")
            is_part = "nhv:AreaPart" in known.all(area, "rdf:type")
            holder = known.one(permit, "nhv:holder") or known.one(permit, "nhv:heldWithin")
            while not holder.startswith(("region:", "healthcare-region:", "organisation:")):
                holder = known.one(holder, "nhv:operator") or known.one(holder, "nhv:partOf")
            held.add((known.one(area, "skos:broader") if is_part else area, holder))
    return len(held)


def _edges(level: str) -> Door:
    return lambda kg: int(projected(kg, "area-holder", level=level).number_of_edges())


def _told_by_network(kg: KnowledgeGraph) -> int:
    found = _LINE.search(projected(kg, "area-holder").graph["counted"])
    return int(found[1]) if found else -1


def _measured(by: str) -> Door:
    return lambda kg: int(concentration(kg, by).iloc[-1]["permits"])


def _by_area(kg: KnowledgeGraph) -> int:
    return int(concentration(kg, "area")["permits"].sum())


def _map_of_holders(kg: KnowledgeGraph) -> int:
    return sum(int(row[1]) for row in _drawn(lambda: kg.map("holders").rows))


def _chart(kg: KnowledgeGraph) -> int:
    last = {row[0]: int(row[2]) for row in _drawn(lambda: kg.chart("permits-over-time").rows)}
    return sum(last.values())


def _maps_of_permits(kg: KnowledgeGraph) -> int:
    """What the map of each area says in words, together."""
    known, view, number = resolved(kg), kg.at(lang="en"), 0
    day = kg.as_of.isoformat()
    for area in sorted({known.one(held, "nhv:heldArea") for held in known.held()}):
        if known.number("nhv:InForce", day, area=area) or area.endswith("dysmeli"):
            told = _drawn(lambda area=area: [(view.map("permits", area=area).told,)])  # type: ignore[misc]
            found = [re.search(r"(\d+) permits for", text) for (text,) in told]
            number += sum(int(one[1]) for one in found if one)
    return number


def _drawn(draw: Callable[[], object]) -> list[tuple[str, ...]]:
    """The rows of a picture; a picture of nothing is a sentence, and has none."""
    try:
        return list(draw())  # type: ignore[call-overload, no-any-return]
    except NothingFound:
        return []


DOORS: Mapping[str, Door] = {
    "graph.view.counting": lambda kg: counted(kg).in_force,
    "status": lambda kg: kg.at(lang="en").status().number("areas", "permits in force"),
    **{f"line of {name}": _line(name) for name in
       ("permits-by-region", "permits-by-hospital", "holders", "concentration-over-time")},
    "permits-by-region": _sum("permits-by-region"),
    "concentration-over-time": _last_year,
    "holders": _holders,
    "network as stated": _edges("stated"),
    "network of regions": _edges("region"),
    "line of the network": _told_by_network,
    "concentration": _measured("all"),
    "concentration by year": _measured("year"),
    "concentration by area": _by_area,
    "map of holders": _map_of_holders,
    "maps of permits": _maps_of_permits,
    "chart over time": _chart,
}  # fmt: skip
_QUICK = [door for door in DOORS if not door.startswith(("map", "chart"))]


def _in_the_graph(kg: KnowledgeGraph) -> int:
    return resolved(kg).number("nhv:InForce", kg.as_of.isoformat())


@pytest.mark.slow
@pytest.mark.parametrize("day", sampled(reversed(DAYS), 5))
def test_every_door_says_the_same(day: str) -> None:
    """Questions, lines, networks, measures, maps, charts and status count what the graph counts."""
    _agree({door: ask(_on(day)) for door, ask in DOORS.items()}, _number(day), day)


@cache
def _whole() -> KnowledgeGraph:
    return open_graph(national_graph())


def _on(day: str) -> KnowledgeGraph:
    return _whole().at(as_of=day)


def _number(day: str) -> int:
    return resolved(_whole()).number("nhv:InForce", day)


def _agree(told: Mapping[str, int], wanted: int, when: str) -> None:
    other = {door: number for door, number in told.items() if number != wanted}
    assert not other, (
        f"{when}: the graph has {wanted} areas of NHV held in force, but {other}; whoever shows a "
        "number of permits takes it from graph/view/counting.py or counts nhv:HeldArea by countsAs"
    )


@pytest.mark.slow
@pytest.mark.parametrize("day", sampled(DAYS, 5))
def test_the_command_says_the_same(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    """So does ``nhv ask permits-by-region --format csv``."""
    where = ["--build-dir", str(national_graph()), "--format", "csv"]
    assert main(["ask", "permits-by-region", f"as_of={day}", *where]) == 0
    table = list(csv.DictReader(StringIO(capsys.readouterr().out)))
    _agree({"nhv ask": sum(int(row["in_force"]) for row in table)}, _number(day), day)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Serving]:
    """The graph as `nhv serve` serves it."""
    with served(national_graph(), Settings(port=0, workers=1)) as serving:
        yield serving


@pytest.mark.slow
@pytest.mark.parametrize("day", sampled(DAYS, 2))
def test_the_endpoint_says_the_same(endpoint: Serving, day: str) -> None:
    """So does a plain query at the served endpoint, that any client may send."""
    url = f"http://127.0.0.1:{endpoint.server.port}/sparql"
    asked = Request(
        url,
        urlencode({"query": _PLAIN.replace("DAY", day)}).encode(),
        {"Accept": "application/sparql-results+json"},
    )
    with build_opener(ProxyHandler({})).open(asked, timeout=60) as answer:
        (row,) = json.load(answer)["results"]["bindings"]
    _agree({"the endpoint": int(row["n"]["value"])}, _number(day), day)


@pytest.mark.slow
@pytest.mark.xdist_group("release")
def test_the_release_says_the_same() -> None:
    """So do the tables ``held_areas`` and ``periods`` of a release, joined by hand."""
    held = {
        row["id"] for row in rows(whole(), "held_areas")
        if row["held_under"] == "programme:nhv" and "nhv:HolderLevel" in row["level"].split(BETWEEN)
    }  # fmt: skip
    for day in DAYS:
        now = sum(
            row["thing"] in held and "nhv:InForce" in row["counts_as"].split(BETWEEN)
            and row["first_day"] <= day <= (row["last_day"] or "9999")
            for row in rows(whole(), "periods")
        )  # fmt: skip
        _agree({"the tables": now}, resolved(released()).number("nhv:InForce", day), day)


@pytest.mark.slow
@pytest.mark.xdist_group("site")
@pytest.mark.parametrize(
    ("lang", "words"), [("sv", "innehav i kraft"), ("en", "held in force")]
)  # fmt: skip
def test_the_front_page_says_the_same(lang: str, words: str) -> None:
    """So does the front page of the site, in its tile and in the line below, for its day."""
    kg = open_graph(whole_graph())
    text = (whole_site() / lang / "index.html").read_text(encoding="utf-8")
    tile = re.search(rf"<strong>(\d+)</strong> {words} (?:<[^>]+>)?{kg.as_of}", text)
    line = re.search(rf"{kg.as_of}[^<]*?: (\d+) (?:innehav|held);", text)
    assert tile, f"the front page has no tile of what is {words}"
    assert line, "the front page does not say what it counts"
    told = {"the tile": int(tile[1]), "the line": int(line[1])}
    _agree(told, _in_the_graph(kg), f"{kg.as_of}")


@pytest.mark.slow
@pytest.mark.parametrize("view", sampled(["known at 2023-06-02", "without persons"], 2))
def test_every_door_of_a_view_says_the_same(view: str) -> None:
    """A graph without persons and a view at a day of knowledge have one number, too."""
    if view == "without persons":
        kg = _whole().at(people=False)
    else:
        kg = _whole().at(known_at="2023-06-02")
    wanted = _in_the_graph(kg)
    assert wanted > 20, f"{view}: hardly anything is held, the test is blind"
    _agree({door: DOORS[door](kg) for door in _QUICK}, wanted, view)

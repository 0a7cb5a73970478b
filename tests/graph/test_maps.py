"""Maps and charts: what all of them keep, and the data of the maps."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time
from typing import Any
from xml.etree import ElementTree

import pytest

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter, NothingFound, UnknownName
from graph.pictures.catalogue import CHARTS, MAPS
from graph.pictures.map.permits import HELD, MAYBE
from graph.pictures.sheet.drawing import Illustration
from graph.pictures.sheet.sheet import Text
from graph.pictures.sheet.tooltips import since_of
from tests.browser import visit
from tests.graph.sample import counts, from_day, lasts, open_sample
from tests.graph.test_pictures import ATTACK, Page
from tests.support import national_graph, sampled

SPACE = "{http://www.w3.org/2000/svg}"
# Every picture once, with what it needs. The seeds know the towns of these two hospitals; one
# permit is in force for certain, the other possibly.
ANAL: dict[str, Any] = {"area": "Analcancer", "programme": "rcc", "as_of": "2024-06-30"}
CRS: dict[str, Any] = {"area": "CRS-HIPEC", "programme": "rcc", "as_of": "2019-06-30"}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("permits", {"area": "Könsdysfori"}),
    ("permits", {"area": "Dysmeli"}),
    ("permits", CRS),
    ("access", {"area": "Dysmeli"}),
    ("access", ANAL),
    ("access", CRS),
    ("holders", {}),
    ("co-holders", {}),
    ("timeline", {"area": "Huntingtons sjukdom"}),
    ("timeline", {"area": "Dysmeli"}),
    ("pipeline", {}),
    ("permits-over-time", {}),
    ("matrix", {}),
]
IDS = [f"{name}-{i}" for i, (name, _) in enumerate(CASES)]


def drawn(kg: KnowledgeGraph, name: str, params: dict[str, Any]) -> Illustration:
    """A map or a chart; the five documents alone show no area that two regions share."""
    if name == "co-holders":
        kg = open_graph(national_graph(), lang=kg.lang)
    return kg.map(name, **params) if name in MAPS else kg.chart(name, **params)


@pytest.fixture(scope="module", params=CASES, ids=IDS)
def case(request: pytest.FixtureRequest, kg: KnowledgeGraph) -> Illustration:
    """Each picture."""
    name, params = request.param
    return drawn(kg, name, params)


def test_every_kind_is_tried() -> None:
    """The cases of these tests cover the catalogue."""
    assert {name for name, _ in CASES} == {*MAPS, *CHARTS}


def test_a_picture_can_be_understood_without_seeing(case: Illustration) -> None:
    """The SVG is an image with a name and a description that tells day, gaps and sources."""
    root = ElementTree.fromstring(case.svg())
    assert root.get("role") == "img"
    title, desc = root.find(f"{SPACE}title"), root.find(f"{SPACE}desc")
    assert title is not None
    assert desc is not None
    assert title.text == case.title
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert desc.text is not None
    assert case.told in desc.text
    assert all(note in desc.text for note in case.notes)


def test_a_picture_has_a_table(case: Illustration) -> None:
    """The page holds a table of the same data with caption and scoped headings."""
    page = Page(case.html())
    assert case.rows, "a picture without data should be a sentence"
    assert len(page.all("caption")) == 1
    scopes = [th.get("scope") for th in page.all("th")]
    assert scopes.count("row") == len(case.rows)
    assert scopes.count("col") == len(case.headings)
    assert {len(row) for row in case.rows} == {len(case.headings)}


def test_a_picture_points_nowhere_outside(case: Illustration) -> None:
    """No script, nothing to fetch, and a policy that says so."""
    page = Page(case.html())
    assert not page.all("script")
    assert not page.all("link")
    for tag, attributes in page.elements:
        for key, value in attributes.items():
            if key in {"src", "href", "xlink:href", "data", "action"}:
                assert str(value).startswith("#"), f"{tag} {key}={value}"
    (policy,) = [m for m in page.all("meta") if "http-equiv" in m]
    assert str(policy["content"]).startswith("default-src 'none'")
    urls = [w for w in case.svg().replace('"', " ").split() if w.startswith("http")]
    assert set(urls) == {"http://www.w3.org/2000/svg"}


def test_a_frame_holds_the_page(case: Illustration) -> None:
    """In a notebook the picture is one frame that may do nothing but be seen."""
    ((tag, frame),) = Page(case._repr_html_()).elements
    assert tag == "iframe"
    assert frame["sandbox"] == ""
    assert frame["srcdoc"] == case.html()
    assert frame["title"] == case.title


@pytest.mark.slow
def test_the_view_decides_language_and_day(kg: KnowledgeGraph) -> None:
    """Title, legend, notes and table are in the language asked for, and the day is told."""
    for name, params in CASES:
        picture = drawn(kg.at(lang="en"), name, params)
        assert picture.lang == "en"
        text = " ".join((picture.title, picture.described, *picture.headings))
        for word in ("Läget", "Källor", "Tillstånd", "Länsgränser", "Område", "okänd"):
            assert word not in text, f"{name} says “{word}” in English"
        assert "State as of" in picture.described
    told = kg.map("holders", as_of="2024-06-30", known_at="2025-06").described
    assert "Läget 2024-06-30, enligt källor till och med 2025-06." in told


@pytest.mark.slow
def test_both_engines_draw_the_same(kg: KnowledgeGraph, kg_memory: KnowledgeGraph) -> None:
    """A picture does not depend on the engine."""
    for name, params in (("permits", {"area": "Könsdysfori"}), ("permits-over-time", {})):
        assert drawn(kg, name, params).svg() == drawn(kg_memory, name, params).svg()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A graph in which every name is an attack."""
    said = ATTACK.replace("\\", "\\\\").replace('"', '\\"')
    facts = f"""
    county:c a nhv:County ; skos:notation "12" ; nhv:seat "Malmö" ;
      skos:prefLabel "{said}"@sv , "{said}"@en .
    region:evil a nhv:Region ; nhv:county county:c ; skos:prefLabel "{said}"@sv , "{said}"@en .
    hospital:evil a nhv:Hospital , nhv:CareFacility ; nhv:operator region:evil ;
      nhv:city "{said}" ; geo:lat 55.7 ; geo:long 13.2 ;
      skos:prefLabel "{said}"@sv , "{said}"@en .
    area:evil a nhv:CareArea ; skos:prefLabel "{said}"@sv , "{said}"@en .
    programme:nhv a nhv:Programme ; skos:prefLabel "{said}"@sv , "{said}"@en .
    permit:evil a nhv:Permit ; nhv:area area:evil ; nhv:holder region:evil ;
      nhv:programme programme:nhv ; nhv:throughHospital hospital:evil ;
      nhv:since "2024-01-01"^^xsd:date ; nhv:startBasis nhv:StatedStart ;
      prov:qualifiedPrimarySource citation:a .
    area:evil nhv:standing standing:evil .
    standing:evil a nhv:Standing ; nhv:step step:1 ; nhv:event placement:evil ;
      nhv:standingBasis nhv:NewestEvent ; nhv:firstDay "2024-01-01"^^xsd:date .
    nhv:NewestEvent skos:prefLabel "{said}"@sv .
    placement:evil a nhv:Placement ; nhv:area area:evil ; nhv:step step:1 ;
      nhv:firstDay "2024-01-01"^^xsd:date ; nhv:lastDay "2024-01-01"^^xsd:date .
    """
    since = from_day("2024-01-01")
    derived = [
        lasts("permit:evil", since),
        counts("evil", "region:evil", "permit:evil", since),
        counts("evil", "hospital:evil", "permit:evil", since,
               levels="nhv:HospitalLevel , nhv:UnitLevel").replace(".evil a", ".evil-unit a"),
    ]  # fmt: skip
    return open_sample(tmp_path_factory.mktemp("hostile"), facts + "".join(derived))


@pytest.mark.parametrize(
    ("name", "params"),
    [("permits", {"area": "area:evil"}), ("access", {"area": "area:evil"}), ("holders", {}),
     ("timeline", {"area": "area:evil"}), ("pipeline", {}), ("permits-over-time", {}),
     ("matrix", {})],
)  # fmt: skip
def test_markup_in_names_stays_text(
    hostile: KnowledgeGraph, name: str, params: dict[str, Any], tmp_path: Path
) -> None:
    """A name that looks like markup is drawn as it stands and adds no element."""
    picture = drawn(hostile, name, params)
    tags = {element.tag.removeprefix(SPACE) for element in ElementTree.fromstring(
        picture.svg()).iter()}  # fmt: skip
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "text"}
    page = Page(picture.html())
    assert not page.all("img")
    assert not page.all("script")
    assert "onerror" in picture.html(), "the name itself must be there, as text"
    assert picture.save(tmp_path / "evil.png").read_bytes()[:4] == b"\x89PNG"


@pytest.mark.browser
@pytest.mark.parametrize("suffix", sampled(("html", "svg"), 2))
def test_a_picture_opens_in_a_browser(
    browser: Any, case: Illustration, tmp_path: Path, suffix: str
) -> None:
    """Page and SVG show themselves with everything outside blocked, and nothing sticks out."""
    with visit(browser, case.save(tmp_path / f"picture.{suffix}")) as seen:
        assert seen.page.locator("svg > path, svg > circle").count() > 5
        assert seen.page.locator("svg text", has_text=case.title.split()[0]).count() > 0
        out = seen.page.evaluate(
            """() => { const svg = document.querySelector("svg"),
                b = svg.viewBox.baseVal; return [...svg.querySelectorAll("text")].filter(t => {
                const r = t.getBBox(); return r.x < 0 || r.x + r.width > b.width ||
                r.y < 0 || r.y + r.height > b.height; }).map(t => t.textContent); }"""
        )
        assert out == [], "text runs out of the picture"
        assert (seen.outside, seen.dialogs, seen.errors) == ([], [], [])


COUNTIES = {"Region Västerbotten": "24", "Region Uppsala": "03", "Region Stockholm": "01",
            "Västra Götalandsregionen": "14", "Region Skåne": "12",
            "Region Örebro län": "18", "Region Östergötland": "05"}  # fmt: skip


def test_a_map_of_permits_shows_who_holds(national: KnowledgeGraph) -> None:
    """Holders of the answer have a row, those in force for certain a filled county."""
    picture = national.map("permits", area="Könsdysfori")
    answer = national.answer("holders", area="Könsdysfori").records()
    held = {str(r["holder"]) for r in answer}
    assert {row[0] for row in picture.rows if row[1] == "har tillstånd"} == held
    filled = {code for code, fill in county_fills(picture).items() if fill == HELD}
    assert filled == {COUNTIES[str(r["holder"])] for r in answer if r["status"] == "I kraft"}
    assert filled


def test_what_may_be_in_force_is_hatched_and_not_counted(kg: KnowledgeGraph) -> None:
    """Before the sources show it in force, a permit is hatched, told, and in no number."""
    picture = kg.map("permits", area="Dysmeli", as_of="2025-03-10")
    assert HELD not in county_fills(picture).values()
    assert {row[2] for row in picture.rows} == {"Okänt, kan vara i kraft"}
    assert f"-lines-{MAYBE[HELD][1:]}" in picture.svg()
    assert "0 tillstånd för Dysmeli" in picture.told
    assert "räknas inte" in picture.svg()


def test_a_map_of_permits_shows_who_supplies(kg: KnowledgeGraph) -> None:
    """Könsdysfori: suppliers are hatched, not filled; that no holder is known is said."""
    picture = kg.map("permits", area="Könsdysfori")
    (row,) = [row for row in picture.rows if row[0] == "Region Västerbotten"]
    assert "till Västra Götalandsregionen" in row[1]
    assert HELD not in county_fills(picture).values()
    svg = picture.svg()
    assert svg.count("-lines-009e73)") == 2, "Västerbotten and the legend"
    assert svg.count("-dots-009e73)") == 7 + 1, "the seven regions of Mellansverige, and the legend"
    assert "okända, inte inga" in picture.described


def county_fills(picture: Illustration) -> dict[str, str]:
    """The colour of each county, by its code."""
    from graph.lookup.gazetteer import counties

    root = ElementTree.fromstring(picture.svg())
    paths = [p for p in root.findall(f"{SPACE}path") if not str(p.get("fill")).startswith("url")]
    return {c.code: str(p.get("fill")) for c, p in zip(counties(), paths, strict=False)}


def test_unknown_hospitals_are_told(national: KnowledgeGraph) -> None:
    """A permit without a known hospital is a question mark and a sentence, not a blank."""
    area = "Svårbehandlade ätstörningar"
    picture = national.map("permits", area=area)
    (told,) = re.findall(
        r"För (\d) av \d tillstånd nämner ingen källa ett sjukhus", picture.described
    )
    assert picture.svg().count(">?</text>") == int(told) + 1, "a county for each and the legend"
    assert "kan vara närmare" in national.map("access", area=area).described


def test_a_map_of_distances_shows_the_answer(kg: KnowledgeGraph) -> None:
    """The kilometres are those of the question, and counties of one class share a colour."""
    picture = kg.map("access", **ANAL)
    answer = kg.answer("access", **ANAL).records()
    km = picture.headings.index("Kilometer")
    assert [row[km] for row in picture.rows] == [str(r["km"]) for r in answer]
    fills = county_fills(picture)
    assert fills["03"] != fills["01"] == fills["21"] != fills["12"]
    for r in answer:
        assert r["km"] == 0 or f">{r['km']}</text>" in picture.svg()


def test_a_map_of_regions_shows_the_answer(kg: KnowledgeGraph) -> None:
    """The numbers are those of the question permits-by-region."""
    picture = kg.map("holders")
    for r in kg.answer("permits-by-region").records():
        if r["region"] and r["in_force"]:
            assert f"{r['region']}: {r['in_force']}" in picture.svg()


def test_a_number_stands_with_the_name_before_it(national: KnowledgeGraph) -> None:
    """On a narrow sheet, too, no row of a label is a number alone, if a row holds both."""
    sheet = national.map("holders").sheet_at(560.0)
    rows = [mark.text for mark in sheet.marks if isinstance(mark, Text) and mark.bold]
    assert any(row[-1].isdigit() for row in rows)
    assert not [row for row in rows if row.isdigit()], "see _rows in graph/pictures/map/ground.py"


def test_co_holders_are_the_edges_of_the_network(national: KnowledgeGraph) -> None:
    """Every pair of the network is a line whose width grows with the number of areas."""
    net = national.network("co-holders")
    picture = national.map("co-holders")
    assert sum(int(row[2]) for row in picture.rows) == sum(
        int(d["weight"]) for *_, d in net.edges(data=True)
    )
    assert picture.svg().count(" Q") == net.number_of_edges() == len(picture.rows)


@pytest.mark.parametrize(
    ("name", "params", "kind", "says"),
    [
        ("permit", {}, UnknownName, "no map called “permit”; did you mean permits"),
        ("permits", {}, BadParameter, "the map permits needs area"),
        ("permits", {"area": "Dysmelli"}, UnknownName, "did you mean Dysmeli"),
        ("permits", {"aera": "x"}, BadParameter, "no parameter aera; did you mean area"),
        ("holders", {"programme": "nhw"}, UnknownName, "nhw"),
        ("permits", {"area": "Dysmeli", "as_of": "igår"}, BadParameter, "as_of is a date"),
        ("permits", {"area": "Dysmeli", "as_of": "1990"}, NothingFound, "permits of .* from 20"),
        ("access", {"area": "Dysmeli", "programme": "rcc"}, NothingFound, "no source shows"),
        ("holders", {"as_of": "1990"}, NothingFound, "try a later as_of"),
        ("co-holders", {"as_of": "1990"}, NothingFound, "no two regions share"),
    ],
)
def test_wrong_use_of_a_map_is_one_sentence(
    kg: KnowledgeGraph, name: str, params: dict[str, Any], kind: type[Exception], says: str
) -> None:
    """What is wrong is said in one sentence, with what would be right."""
    with pytest.raises(kind, match=says) as caught:
        kg.map(name, **params)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_that_nothing_is_held_is_said_at_once() -> None:
    """The sentence that names other areas takes no longer than a map, on the whole graph too."""
    national = open_graph(national_graph())
    areas = [f"area:{name}" for name in ("acetabular-dysplasi", "analcancer")]
    started = process_time()
    for area in areas:
        with pytest.raises(NothingFound, match=r"areas with permits then are|there are permits of"):
            national.map("permits", area=area, as_of="2020-01-01")
    assert process_time() - started < 5, "keep what is joined apart; see CONTRIBUTING.md, questions"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"since": "2024", "earliest_start": "2024-01-01"}, "2024 (rule)"),
        ({"latest_start": "2024-06-30"}, "at the latest 2024-06-30 (rule)"),
        ({"earliest_start": "2024-06-30"}, "at the earliest 2024-06-30 (rule)"),
        ({"undated": True}, "undated"),
    ],
)
def test_a_start_is_told_as_far_as_it_is_known(known: dict[str, Any], said: str) -> None:
    """Of a start of which only one bound is known, that bound and its rule are told."""
    assert since_of({**known, "since_basis_label": "rule"}, "en") == said


def test_a_map_is_made_by_the_command_too(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kg: KnowledgeGraph
) -> None:
    """`nhv map` lists, prints the data or writes the picture."""
    from graph.cli.main import main

    where = ["--build-dir", str(built)]
    assert main(["map", *where]) == 0
    listed = capsys.readouterr().out
    assert not [name for name in MAPS if name not in listed]
    out = tmp_path / "maps" / "map.svg"
    assert main(["map", "permits", "area=Dysmeli", "--out", str(out), *where]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert out.read_text(encoding="utf-8") == kg.map("permits", area="Dysmeli").svg()
    assert main(["map", "holders", "--format", "csv", *where]) == 0
    assert "Region Västerbotten" in capsys.readouterr().out
    assert main(["chart", "timline", *where]) == 1
    assert "did you mean timeline" in capsys.readouterr().err
    assert main(["map", "permits", *where]) == 2

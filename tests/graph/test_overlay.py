"""A researcher's own files: what they can be, what is told of their errors, and that they stay."""

from __future__ import annotations

import builtins
import datetime
import hashlib
import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from graph import KnowledgeGraph, Overlay, open_graph
from graph.base.problems import BadParameter, GraphError, OverlayError, QueryError
from graph.cli import main as cli
from graph.view.overlay import note
from loaders.checking.check import check
from loaders.limits import PROBLEMS
from loaders.overlays.cells import AmbiguousError, typed
from tests.support import few_graph, parted

POPULATION = (
    "\ufeffRegion;Folkmängd;Andel;Stad;Dag\r\n"
    "Region Skåne;1 421 781;12,5;Malmö;2024-01-01\r\n"
    "region-uppsala;404 589;7,25;Uppsala;2024-01-01\r\n"
)


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    """A small graph, since each file that is joined has it resolved anew."""
    return open_graph(few_graph())


def file(folder: Path, name: str, text: str) -> Path:
    """Write a file as UTF-8."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def problems(kg: KnowledgeGraph, *paths: Path) -> list[str]:
    """What is wrong with files, as it is said."""
    with pytest.raises(OverlayError) as caught:
        kg.at(overlay=paths)
    return [str(problem) for problem in caught.value.problems]


def test_a_table_of_things_becomes_properties(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Columns beside one that names regions are typed properties of the regions."""
    view = kg.at(overlay=file(tmp_path, "pop.csv", POPULATION))
    asked = "SELECT ?r ?n ?a ?s ?d { ?r overlay:folkmangd ?n ; overlay:andel ?a ; "
    table = view.select(asked + "overlay:stad ?s ; overlay:dag ?d } ORDER BY ?r")
    assert table.values() == [
        ("region:region-skane", 1421781, 12.5, "Malmö", datetime.date(2024, 1, 1)),
        ("region:region-uppsala", 404589, 7.25, "Uppsala", datetime.date(2024, 1, 1)),
    ]
    assert "properties of each region" in repr(view.overlays)
    assert not kg.overlays, "the graph that was joined must stay as it was"


def test_a_table_by_year_keeps_its_rows_together(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Where a thing has several rows, each row is a thing of its own that points to it."""
    text = "region,year,beds\nRegion Skåne,2020,5\nRegion Skåne,2021,6\n"
    view = kg.at(overlay=file(tmp_path, "beds.csv", text))
    asked = "SELECT ?y ?b { ?row a overlay:Row ; overlay:region region:region-skane ; "
    table = view.select(asked + "overlay:year ?y ; overlay:beds ?b } ORDER BY ?y")
    assert table.values() == [(2020, 5), (2021, 6)]


def test_a_table_of_permits_is_answered_from(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A header that only permits have makes permits, in questions, networks and explain."""
    text = "area,holder,valid_from\nDysmeli,Region Halland,2025-01-01\n"
    view = kg.at(overlay=[file(tmp_path, "my.csv", text)])
    found = view.ask("holders", area="dysmeli", as_of="2026-01-01", evidence=True)
    row = found[found["holder"] == "Region Halland"].iloc[0]
    # The seeds know the decision about the area, which the row shows too, so that they are cited.
    assert row["source"].split("; ")[0] == "https://w3id.org/nhv/graph/overlay/my.csv"
    assert row["locator"].split("; ")[0] == "row 2"
    net = view.network("area-holder", as_of="2026-01-01")
    assert net.has_edge("region:region-halland", "area:dysmeli")
    assert "permit:dysmeli-region-halland" in str(view.explain("my.csv"))
    assert "my.csv" in str(view.explain("permit:dysmeli-region-halland"))
    assert "Region Halland" not in set(kg.ask("holders", area="dysmeli")["holder"])


@pytest.mark.slow
def test_rows_can_be_of_several_kinds(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A column `kind` says what each row is; several values of a cell stand between bars."""
    text = (
        "kind,area,areas,holder,supplier,receiver,supply_kind,step,thing,printed,partner\n"
        "permit,Dysmeli,,Region Halland,,,,,,,\n"
        "supply,Dysmeli,,,Region Halland,Region Skåne,underleverantör|samarbetspartner,,,,\n"
        "cooperation,Dysmeli,,,,,,,,,Region Skåne|Region Halland\n"
        "placement,,Dysmeli|Könsdysfori,,,,,3,,,\n"
        "name,,,,,,,,Region Skåne,Skånska modellen,\n"
    )
    view = kg.at(overlay=file(tmp_path, "my.csv", text))
    graph = "GRAPH <https://w3id.org/nhv/graph/overlay/my.csv>"
    kinds = view.select(f"SELECT DISTINCT ?c {{ {graph} {{ ?s a ?c }} }}").column("c")
    assert {"nhv:Permit", "nhv:SupplyRelation", "nhv:Cooperation", "nhv:Placement"} <= set(kinds)
    assert view.find("Skånska modellen") == "region:region-skane"
    asked = "SELECT ?k { supply:dysmeli-region-halland-to-region-skane nhv:supplyKind ?k }"
    assert len(view.select(asked).rows) == 2


@pytest.mark.slow
def test_what_is_joined_fits_the_shapes(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Facts of a table are as valid as curated ones."""
    text = "area,holder,valid_from,reading\nDysmeli,Region Halland,2025,own notes\n"
    view = kg.at(overlay=file(tmp_path, "my.csv", text))
    errors = check(*parted(view.engine.quads()), {}).errors
    assert not errors, "\n".join(map(str, errors))


@pytest.mark.slow
def test_a_file_is_a_source_without_a_date(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Title is the file's name, kind report; views of the past leave it out and say so."""
    view = kg.at(overlay=file(tmp_path, "pop.csv", POPULATION), lang="en")
    table = view.select(
        "SELECT ?t ?k { <https://w3id.org/nhv/graph/overlay/pop.csv> dcterms:title ?t ; "
        "nhv:sourceKind ?k ; nhv:undated true FILTER(LANG(?t) = 'en') }"
    )
    assert table.values() == [("pop.csv", "nhv:Report")]
    past = view.at(known_at="2024").query("SELECT ?n { ?r overlay:folkmangd ?n }")
    assert "pop.csv has no date" in past.attrs["note"]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["column", "argument", "turtle"])
def test_a_file_can_be_dated(kg: KnowledgeGraph, tmp_path: Path, how: str) -> None:
    """A date given with the file, in a column or by Turtle itself, keeps it in the past."""
    overlay: Any
    if how == "column":
        text = "area,holder,date\nDysmeli,Region Halland,2023-05\n"
        overlay = file(tmp_path, "my.csv", text)
    elif how == "argument":
        text = "area,holder\nDysmeli,Region Halland\n"
        overlay = Overlay(file(tmp_path, "my.csv", text), date="2023-05")
    else:
        text = '<> nhv:date "2023-05"^^xsd:gYearMonth .\n'
        text += "permit:mine a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:region-skane."
        overlay = file(tmp_path, "my.ttl", text)
    past = kg.at(overlay=overlay, known_at="2023-12")
    asked = "SELECT ?p ?d { ?p a nhv:Permit ; nhv:area area:dysmeli ; nhv:firstAttested ?d }"
    assert ("2023-05-31") in {str(day) for day in past.select(asked).column("d")}


def test_turtle_needs_no_prefixes_and_names_its_blank_nodes(
    kg: KnowledgeGraph, tmp_path: Path
) -> None:
    """The project's prefixes are there; a blank node is named after the file, in its order."""
    text = "area:dysmeli overlay:rated [ overlay:score 5 ] , [ overlay:score 6 ] ."
    view = kg.at(overlay=file(tmp_path, "my.ttl", text))
    table = view.select("SELECT ?b ?s { area:dysmeli overlay:rated ?b . ?b overlay:score ?s }")
    home = "https://w3id.org/nhv/graph/overlay/my.ttl"
    assert sorted(table.values(), key=str) == [(f"{home}/b1", 5), (f"{home}/b2", 6)]


@pytest.mark.slow
def test_names_of_persons_stay_apart(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """What Turtle says of a person is in no view without persons."""
    text = 'person:ada-exempel a nhv:Person ; skos:prefLabel "Ada Exempel"@sv .'
    view = kg.at(overlay=file(tmp_path, "my.ttl", text))
    assert view.find("Ada Exempel") == "person:ada-exempel"
    assert "Ada Exempel" not in "".join(map(str, view.at(people=False).engine.quads()))


WRONG = [
    ("my.csv", "area,holder\nDysmelli,Region Skåne\n", "my.csv:2:1 area: .*did you mean Dysmeli"),
    ("my.csv", "area,holder\nDysmeli,\n", "my.csv:2:1 -: .*needs a holder"),
    ("my.csv", "area,holder,valid_from\nDysmeli,Region Skåne,1 mars\n", "my.csv:2:3 valid_from: "),
    ("my.csv", "area,holdr\nDysmeli,Region Skåne\n", "my.csv:1:2 holdr: .*did you mean holder"),
    ("my.csv", "area,holder,valid_frm\nDysmeli,x,y\n", "my.csv:1:3 .*did you mean valid_from"),
    ("my.csv", "area,valid_from\nDysmeli,2024\n", "my.csv:1:1 holder or held_within: "),
    ("my.csv", "area,opens\nDysmeli,2024\n", "call .*add a column 'kind'|column 'kind'"),
    ("my.csv", "kind,area\npermitt,Dysmeli\n", "my.csv:2:1 kind: .*did you mean permit"),
    ("my.csv", "name,n\nx,1\n", "my.csv:1:1 -: no column says what its rows are about"),
    ("my.csv", "region,n,n\nRegion Skåne,1,2\n", "my.csv:1:3 n: 'n' stands twice"),
    ("my.csv", "region,n\nRegion Skåne,1,2\n", "my.csv:1:3 -: column 3 has no name"),
    ("my.csv", "region\nRegion Skåne\n", "is the only column"),
    ("my.csv", "region,n\n,1\n", "my.csv:2:1 region: missing"),
    ("my.csv", 'region,n\n"Region Skåne,1\n', "my.csv:2:1 -: is not CSV"),
    ("my.csv", "region,n\n", "has a header and no rows"),
    ("my.csv", "", "holds no table"),
    ("my.csv", "region;n\nRegion Skåne;1,234\n", r"my.csv:2:2 n: '1,234' can mean 1.234 or 1234"),
    ("my.csv", "region,n\nRegion Skåne,a\u0007\n", r"my.csv:2:2 n: .*U\+0007"),
    ("my.csv", "area,holder,source_date\nDysmeli,Region Skåne,x\n", "my.csv:2:3 source_date: "),
    ("my.docx", "x", "files ending in '.docx' cannot be joined"),
    ("my.ttl", "area:dysmeli nhv:hodler 1 .", r"my.ttl:1:14 -: nhv:hodler .*did you mean"),
    (
        "my.ttl",
        "\narea:dysmeli overlay:a <http://x.example/a b> .",
        "my.ttl:2:24 .*blank in an IRI",
    ),
    ("my.ttl", "aera:dysmeli overlay:a 1 .", "my.ttl:1:1 .*did you mean area"),
    ("my.ttl", 'area:dysmeli nhv:date "1 mars"^^xsd:date .', "my.ttl:1:24 nhv:date: "),
    (
        "my.ttl",
        "area:dysmeli overlay:a << area:dysmeli overlay:b 1 >> .",
        "statement about a statem",
    ),
    ("my.ttl", "<x> nhv:holder region:a , region:b .", "2 values where one is possible"),
    ("my.ttl", "# nothing", "holds no statement"),
]


@pytest.mark.parametrize(("name", "text", "says"), WRONG)
def test_an_error_says_where_and_what_to_do(
    kg: KnowledgeGraph, tmp_path: Path, name: str, text: str, says: str
) -> None:
    """Each mistake is `file:row:column field: what; remedy`, and nothing is joined."""
    import re

    found = problems(kg, file(tmp_path, name, text))
    assert any(re.search(says, problem) for problem in found), found
    for problem in found:
        assert re.fullmatch(r"my\.\w+:\d+:\d+ \S.*?: .+; .+", problem, re.DOTALL), problem


def test_all_errors_of_all_files_are_told_at_once(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """One exception holds every problem; two files cannot share a graph."""
    bad = file(tmp_path, "my.csv", "area,holder\nDysmelli,Region Skåne\nDysmeli,Region Skne\n")
    turtle = file(tmp_path, "my.ttl", "x")
    assert len(problems(kg, bad, turtle, tmp_path / "none.csv")) == 4
    assert "shares its graph" in "".join(problems(kg, bad, bad))
    with pytest.raises(BadParameter, match="a file or a list of files"):
        kg.at(overlay=5)  # type: ignore[arg-type]


def test_other_encodings_are_named(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A file of an encoding that cannot be told is refused with the line and how to save it."""
    path = tmp_path / "my.csv"
    path.write_bytes("region;n\nRegion Skåne;1\n".encode() + b"Sk\xe5ne;2\n")
    assert problems(kg, path) == [
        "my.csv:3:1 -: is not UTF-8; save it as 'CSV UTF-8' (in Excel: Save as)"
    ]
    path.write_bytes("region;n\n".encode("utf-16-le"))
    assert "UTF" in problems(kg, path)[0]


def book(path: Path, *rows: list[Any]) -> Path:
    """Write a workbook of one sheet."""
    made = Workbook()
    for row in rows:
        made.active.append(row)  # type: ignore[union-attr]
    made.save(path)
    return path


def test_a_workbook_is_a_table(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Numbers, dates and truth values of Excel keep their type."""
    day = datetime.datetime(2024, 1, 1)  # noqa: DTZ001 - Excel knows no zones
    rows: list[list[Any]] = [["Region", "n", "x", "d", "b"], ["Region Skåne", 5, 0.5, day, True]]
    view = kg.at(overlay=book(tmp_path / "my.xlsx", *rows))
    asked = "SELECT ?n ?x ?d ?b { ?r overlay:n ?n ; overlay:x ?x ; overlay:d ?d ; overlay:b ?b }"
    assert view.select(asked).values() == [(5, 0.5, datetime.date(2024, 1, 1), True)]


def test_a_workbook_can_be_wrong(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A formula without value, two sheets and a damaged file are told, each at its place."""
    path = book(tmp_path / "my.xlsx", ["region", "n"], ["Region Skåne", "=1+1"])
    assert problems(kg, path)[0].startswith("my.xlsx:2:2 -: is a formula without its value")
    path.write_bytes(b"PK no workbook")
    assert "cannot be read as a workbook" in problems(kg, path)[0]
    two = Workbook()
    two.active["A1"] = 1  # type: ignore[index]
    two.create_sheet("More")["A1"] = 1
    two.save(path)
    assert "several sheets hold data: Sheet, More" in problems(kg, path)[0]


def test_excel_without_its_package_is_one_sentence(
    kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without openpyxl the message says what to install, or to save as CSV."""
    path = book(tmp_path / "my.xlsx", ["region", "n"], ["Region Skåne", 1])
    real = importlib.util.find_spec
    hidden = lambda name, *rest: None if name == "openpyxl" else real(name, *rest)  # noqa: E731
    monkeypatch.setattr("loaders.overlays.workbooks.find_spec", hidden)
    assert "pip install 'nhv-graph[xlsx]'" in problems(kg, path)[0]


def test_numbers_of_a_column() -> None:
    """The column decides: commas where they can mean nothing else, noughts in front are text."""
    assert {v.value for v in typed({1: "1,5", 2: "2,25", 3: "7"}).literals.values()} == {
        "1.5",
        "2.25",
        "7",
    }
    assert typed({1: "0,500"}).literals[1].value == "0.500", "nought thousand is no number"
    assert typed({1: "01", 2: "25"}).literals[1].datatype.value.endswith("string")
    assert typed({1: "5", 2: "many"}).literals[1].datatype.value.endswith("string")
    assert typed({1: "2024-05"}).literals[1].datatype.value.endswith("gYearMonth")
    for ambiguous in ({1: "1,234"}, {1: "1,234", 2: "5"}, {1: "1.5", 2: "2,5"}):
        with pytest.raises(AmbiguousError):
            typed(ambiguous)


def test_nothing_is_evaluated_and_all_text_is_escaped(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Formulas and markup in cells stay the text that they are."""
    text = 'region,"<script>alert(1)</script>"\nRegion Skåne,"=cmd|\' /C calc\'!A0"\n'
    view = kg.at(overlay=file(tmp_path, "my.csv", text))
    (column,) = view.overlays[0].columns()
    table = view.query(f"SELECT ?x {{ ?r overlay:{column} ?x }}")
    assert list(table["x"]) == ["=cmd|' /C calc'!A0"]
    assert "<script>" not in view.explain("region:region-skane")._repr_html_()
    assert "<script>" not in view.overlays._repr_html_()  # type: ignore[attr-defined]


@pytest.mark.trust
@pytest.mark.slow
def test_ten_thousand_rows(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A long table is joined whole; of many unknown names the first hundred are told."""
    rows = "".join(f"Region Skåne,{i},{i / 7:.4f}\n" for i in range(10_000))
    view = kg.at(overlay=file(tmp_path, "long.csv", "region,i,x\n" + rows))
    assert view.select("SELECT (COUNT(?r) AS ?n) { ?r a overlay:Row }").values() == [(10_000,)]
    unknown = "".join(f"R{i},1\n" for i in range(300))
    bad = file(tmp_path, "bad.csv", f"region,i\nRegion Skåne,0\n{unknown}")
    assert "more may be wrong" in problems(kg, bad)[PROBLEMS]


HEADERS = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["area", "region", "holder", "kind", "date", "valid_from", "=1+1", "<script>", "Källa",
             "人口", "source_date", "printed", "thing", "\u202eright", "a\nb", "a" * 300]
        ),
    ),
    max_size=6,
)  # fmt: skip
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Dysmeli", "Region Skåne", "permit", "2024-01-01", "1,5", "1,234", "=A1", ""]),
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(headers=HEADERS, rows=st.lists(st.lists(CELLS, max_size=7), max_size=5))
def test_any_table_is_joined_or_told_precisely(
    small: KnowledgeGraph, tmp_path: Path, headers: list[str], rows: list[list[str]]
) -> None:
    """Whatever a file holds: a graph that can be asked, or problems with their places."""
    import csv

    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as out:
        csv.writer(out).writerows([headers, *rows])
    try:
        view = small.at(overlay=path)
    except OverlayError as error:
        told = [p for p in error.problems if p.place.file == "any.csv" and p.what and p.remedy]
        assert len(told) == len(error.problems)  # noqa: PT017 - joining may as well succeed
        return
    assert view.overlays[0].rows
    view.select("SELECT * { ?s ?p ?o }")
    for name in view.overlays[0].columns():
        view.select(f"SELECT * {{ ?s overlay:{name} ?o }}")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The small graph, a file of resolved statements."""
    from tests.support import small_graph

    return open_graph(small_graph(tmp_path_factory.mktemp("overlay")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
@pytest.mark.parametrize("name", ["any.csv", "any.ttl", "any.xlsx"])
def test_any_bytes_are_told_precisely(
    small: KnowledgeGraph, tmp_path: Path, name: str, data: bytes
) -> None:
    """No content of a file ends in a traceback."""
    path = tmp_path / name
    path.write_bytes(data)
    try:
        small.at(overlay=path)
    except OverlayError as error:
        assert error.problems  # noqa: PT017 - joining may as well succeed


def fingerprints(folder: Path) -> dict[str, str]:
    """The digest of every file of a build."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_the_published_graph_is_never_touched(built: Path, tmp_path: Path) -> None:
    """Joining, asking and exporting with overlays changes no byte of the build."""
    before = fingerprints(built)
    view = open_graph(built, overlay=str(file(tmp_path, "pop.csv", POPULATION)))
    view.ask("holders", area="dysmeli")
    view.export(tmp_path / "out.trig")
    assert fingerprints(built) == before
    assert b"overlay" not in (built / "nhv.trig").read_bytes()


@pytest.mark.slow
def test_an_export_says_that_it_holds_own_data(
    kg: KnowledgeGraph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The note stands in the file and on standard error; without overlays there is none."""
    view = kg.at(overlay=file(tmp_path, "pop.csv", POPULATION), lang="en")
    out = view.export(tmp_path / "out.ttl")
    first = out.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# {note(view.overlays)}"
    assert "pop.csv" in capsys.readouterr().err
    assert (
        open_graph(out).query("SELECT ?n { ?r <https://w3id.org/nhv/overlay#folkmangd> ?n }").size
    )
    plain = view.at(overlay=None).export(tmp_path / "plain.ttl").read_bytes()
    assert plain == kg.at(lang="en").export(tmp_path / "same.ttl").read_bytes()


def test_a_misspelt_column_is_never_an_empty_table(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A query is refused at the place of a column that no file has."""
    view = kg.at(overlay=file(tmp_path, "pop.csv", POPULATION))
    with pytest.raises(QueryError, match=r"(?s)column 16: .*did you mean overlay:folkmangd.*\^"):
        view.query("SELECT ?x { ?x overlay:folkmangt ?y }")
    with pytest.raises(QueryError, match="no file is joined"):
        kg.query("SELECT ?x { ?x overlay:folkmangd ?y }")


@pytest.mark.slow
def test_both_engines_agree(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """The memory engine answers from overlays too."""
    view = kg.at(overlay=file(tmp_path, "pop.csv", POPULATION))
    asked = "SELECT ?r ?n { ?r overlay:folkmangd ?n } ORDER BY ?r"
    assert view.select(asked).values() == view.at(engine="memory").select(asked).values()


@pytest.mark.slow
def test_the_command_line_joins_files(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--overlay` may be repeated; an error is told without a traceback."""
    good = file(tmp_path, "pop.csv", POPULATION)
    other = file(tmp_path, "my.ttl", "area:dysmeli overlay:score 5 .")
    place = ["--build-dir", str(built), "--format", "csv", "--overlay", str(good)]
    asked = "SELECT ?n ?s { ?r overlay:folkmangd ?n . ?a overlay:score ?s } ORDER BY ?n"
    assert cli.main(["query", *place, "--overlay", str(other), "--text", asked]) == 0
    assert capsys.readouterr().out == "n,s\n404589,5\n1421781,5\n"
    bad = file(tmp_path, "bad.csv", "region,n\nRegion Skne,1\n")
    assert cli.main(["query", *place, "--overlay", str(bad), "--text", asked]) == 1
    told = capsys.readouterr().err
    assert "bad.csv:2:1 region: no region is called 'Region Skne'" in told
    assert "Traceback" not in told


def test_an_error_is_one_message_in_a_notebook(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """IPython shows what an error of this package renders itself: the message alone."""
    with pytest.raises(GraphError) as caught:
        kg.at(overlay=tmp_path / "none.csv")
    assert caught.value._render_traceback_() == [f"OverlayError: {caught.value}"]
    assert not hasattr(builtins.ValueError(), "_render_traceback_")

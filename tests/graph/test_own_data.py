"""A researcher's own data as it comes: official spellings, unknown cells, frames, other words."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from graph import KnowledgeGraph, Overlay, open_graph
from graph.base.problems import OverlayError
from loaders.overlays.cells import AmbiguousError, typed
from tests.graph.test_overlay import file, problems
from tests.support import few_graph, sampled

INTEGER, DECIMAL, DOUBLE = "integer", "decimal", "double"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    """A small graph, since each file that is joined has it resolved anew."""
    return open_graph(few_graph())


def read(*cells: str) -> tuple[list[str], str, str]:
    """The values of a column, their type, and what is told of it."""
    column = typed(dict(enumerate(cells, 2)))
    types = {literal.datatype.value.partition("#")[2] for literal in column.literals.values()}
    values = [literal.value for literal in column.literals.values()]
    return values, "/".join(sorted(types)), "; ".join(column.notes)


@pytest.mark.parametrize(
    ("cells", "values", "datatype"),
    [
        (["1 012,25", "12,5", "1234,5"], ["1012.25", "12.5", "1234.5"], DECIMAL),
        (["123456,7", "1,5"], ["123456.7", "1.5"], DECIMAL),
        (["1 234 567,25", "–3,5"], ["1234567.25", "-3.5"], DECIMAL),
        (["1.2E+05", "3"], ["120000", "3"], DECIMAL),
        (["1,5e3", "2,5"], ["1500", "2.5"], DECIMAL),
        (["1e-30", "2"], ["1e-30", "2"], DOUBLE),
        (["0.30000000000000004", ".5"], ["0.30000000000000004", "0.5"], DECIMAL),
        (["123456789012345.25"], ["123456789012345.25"], DECIMAL),
        (["1'234,5", "2’000"], ["1234.5", "2000"], DECIMAL),
        (["1.234,5", "12"], ["1234.5", "12"], DECIMAL),
        (["1,234.5", "1,000"], ["1234.5", "1000"], DECIMAL),
        (["1.234.567", "3"], ["1234567", "3"], DECIMAL),
        (["TRUE", "False"], ["true", "false"], "boolean"),
        (["SANT", "FALSKT"], ["true", "false"], "boolean"),
    ],
    ids=lambda case: str(case)[:24],
)
def test_numbers_and_truths_of_other_programs(
    cells: list[str], values: list[str], datatype: str
) -> None:
    """Decimal commas of any size, powers of ten, noise of floats, truths of R and Excel."""
    assert read(*cells) == (values, datatype, ""), "add the form to loaders/overlays/cells.py"


@pytest.mark.parametrize(
    ("cells", "values", "note"),
    [
        (["..", "120", "45", "<5"], ["120", "45"], "rows 2 ('..') and 5 ('<5') have no value"),
        (["NA", "1,5"], ["1.5"], "row 2 ('NA') has no value"),
        (["x", "7", "≥ 100"], ["7"], "rows 2 ('x') and 4 ('≥ 100') have no value"),
        (["-", "2024-05-01"], ["2024-05-01"], "row 2 ('-') has no value"),
        (["NaN", "TRUE"], ["true"], "row 2 ('NaN') has no value"),
        (["uppgift saknas", "3"], ["3"], "row 2 ('uppgift saknas') has no value"),
        (["[c]", "7", "--"], ["7"], "rows 2 ('[c]') and 4 ('--') have no value"),
        (["färre än 5", "3–5", "8"], ["8"], "rows 2 ('färre än 5') and 3 ('3–5') have no value"),
        (["n<5", "ca 10", "65+", "8"], ["8"], "rows 2 ('n<5'), 3 ('ca 10') and 4 ('65+') have no"),
        (["1.234", "2.345"], ["1.234", "2.345"], "decimal point; write thousands without a mark"),
        (["12 %", "3,5%"], ["12", "3.5"], "percentages as written"),
        (["20240105", "20240201"], ["20240105", "20240201"], "write 2024-01-05 if they are days"),
    ],
    ids=lambda case: str(case)[:24],
)
def test_cells_without_a_value_are_told(cells: list[str], values: list[str], note: str) -> None:
    """Marks of what is not known leave a column its type, and are named with their rows."""
    found, datatype, notes = read(*cells)
    assert (found, datatype != "string", note in notes) == (values, True, True), notes


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (["5", "many"], "row 3 ('many') is no number"),
        (["01", "12"], "row 2 ('01') is no number"),
        (["1 234 kr", "12 kr"], "write numbers without what stands around them ('1 234 kr')"),
        (["120p", "12 st"], "write numbers without what stands around them"),
        (["€ 12", "1 000:-"], "write numbers without what stands around them ('€ 12')"),
        (["1,2 ‰", "3"], "write numbers without what stands around them ('1,2 ‰')"),
        (["12 1)", "13*", "(14)", "7"], "write numbers without what stands around them ('12 1)')"),
        (["jan-24", "5 mars 2024", "2024-04"], "write days as 2024-01-05, months as 2024-01"),
        (["2023/24", "2024-W05-1"], "write days as 2024-01-05, months as 2024-01"),
        (["5 januari 2024", "6 mars 2024"], "write days as 2024-01-05"),
        (["2024K1", "2024K2"], "months as 2024-01"),
        (["2024-W05", "2024 Q2"], "write days as 2024-01-05"),
        (["5/1/2024", "13.2.2024"], "write days as 2024-01-05"),
        (["2024-05-01", "2024-05-02", "i maj"], "row 4 ('i maj') is no day"),
        (["12345678901234567890", "1"], "is no number"),
        (["..", "<5"], "no cell has a value that is known"),
    ],
    ids=lambda case: str(case)[:24],
)
def test_no_column_is_silently_text(cells: list[str], note: str) -> None:
    """A column that looks like numbers or days and is text says so, and why."""
    values, datatype, notes = read(*cells)
    assert (values, datatype) == (cells, "string")
    assert note in notes


def test_days_that_a_spreadsheet_counts_are_told(kg: KnowledgeGraph) -> None:
    """Numbers under a header of days are told, whether they are 45296 or 240105."""
    for day in (45296, 240105):
        view = joined(kg, {"region": ["Skåne"], "startdatum": [day]})
        assert "write 2024-01-05 if they are days" in repr(view.overlays)
    assert "days" not in repr(joined(kg, {"region": ["Skåne"], "n": [45296]}).overlays)


def test_percentages_beside_other_numbers_are_refused() -> None:
    """Whether 12 % and 0.12 mean the same nobody can know."""
    with pytest.raises(AmbiguousError, match="in percent and '3' is not"):
        typed({2: "12 %", 3: "3"})


def test_days_with_a_time_are_days(kg: KnowledgeGraph) -> None:
    """Midnight is what pandas and Excel write behind a day; another time is kept."""
    assert read("2024-01-05 00:00:00", "2024-02-01T00:00") == (
        ["2024-01-05", "2024-02-01"], "date", ""
    )  # fmt: skip
    assert read("2024M01", "2023M12") == (["2024-01", "2023-12"], "gYearMonth", ""), "as SCB"
    assert read("2024-01-05 13:45:00")[:2] == (["2024-01-05T13:45:00"], "dateTime")
    interval = typed({2: "2023-03-15/2023-03-27", 3: "2024"}).literals[2]
    assert interval.datatype.value.endswith("EDTF"), "intervals are dates as well"


def joined(kg: KnowledgeGraph, frame: dict[str, list[Any]], **told: Any) -> KnowledgeGraph:
    """The graph with a data frame."""
    return kg.at(overlay=Overlay(pd.DataFrame(frame), **told), lang="en")


def rows(view: KnowledgeGraph, *columns: str) -> list[tuple[Any, ...]]:
    """The values of columns, by thing."""
    names = " ".join(f"?v{n}" for n in range(len(columns)))
    patterns = " . ".join(f"?s overlay:{column} ?v{n}" for n, column in enumerate(columns))
    return view.select(f"SELECT ?s {names} {{ {patterns} }} ORDER BY ?s").values()


SKANE, UPPSALA = "region:region-skane", "region:region-uppsala"


@pytest.mark.parametrize(
    "cell",
    [
        "12 Skåne län", "12", "Skåne", "Skåne län", "SE224", "SE-M", "12. Skåne län",
        "12 - Skåne län", "Skåne län (12)", "SE224 Skåne län", "12.0", "Region Skane", "SKANE",
        "Skånes län", "Landstinget i Skåne",
    ],
)  # fmt: skip
def test_regions_are_found_by_county_as_official_statistics_write_it(
    kg: KnowledgeGraph, cell: str
) -> None:
    """Code and name in any order, code alone, the name with or without a word, NUTS, ISO, ASCII."""
    view = joined(kg, {"region": [cell, "03 Uppsala län"], "n": [1, 2]})
    assert rows(view, "n") == [(SKANE, 1), (UPPSALA, 2)]


@pytest.mark.parametrize("cell", ["1", "01", "01 Stockholms län", "Stockholm"])
def test_counties_are_found_without_their_nought(kg: KnowledgeGraph, cell: str) -> None:
    """A spreadsheet drops the nought of a code."""
    assert rows(joined(kg, {"lan": [cell], "n": [1]}), "n") == [("county:county-01", 1)]


def test_a_code_beside_another_name_is_refused(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Code and name must mean the same county."""
    (told,) = problems(kg, file(tmp_path, "my.csv", "region,n\n12 Uppsala län,1\n"))
    assert "has the code of Skåne län" in told


def test_municipalities_stand_for_their_counties(kg: KnowledgeGraph) -> None:
    """The first two digits of a municipality are the county; the whole country is left out."""
    view = joined(kg, {"kommun": ["00 Riket", "1281 Lund", "114 Upplands Väsby"], "n": [9, 1, 2]})
    found = [(county, name, n) for _, county, name, n in rows(view, "county", "kommun", "n")]
    assert found == [
        ("county:county-12", "1281 Lund", 1), ("county:county-01", "114 Upplands Väsby", 2)
    ]  # fmt: skip
    assert "'00 Riket') left out" in repr(view.overlays)


@pytest.mark.parametrize("cell", ["Malmö", "Malmo kommun", "1280 Malmö"])
def test_municipalities_that_the_graph_knows(kg: KnowledgeGraph, cell: str) -> None:
    """Their names are found without the word, and in ASCII."""
    (one,) = joined(kg, {"kommun": [cell], "n": [1]}).overlays
    assert one.read_as == "properties of each kommun"


def test_a_frame_is_a_table(kg: KnowledgeGraph) -> None:
    """Numbers, days, truths and gaps of a frame keep their types; a named index is a column."""
    frame = pd.DataFrame(
        {
            "region": ["12 Skåne län", "03 Uppsala län"],
            "n": pd.array([5, None], dtype="Int64"),
            "x": [0.5, float("nan")],
            "day": [pd.Timestamp("2024-01-05"), pd.NaT],
            "b": [True, None],
        }
    ).set_index("region")
    for given in (frame, [frame], Overlay(frame)):
        view = kg.at(overlay=given)
        day = datetime.date(2024, 1, 5)
        assert rows(view, "n", "x", "day", "b") == [(SKANE, 5, Decimal("0.5"), day, True)]
    assert "data frame: 2 rows read as properties of each region" in repr(view.overlays)


@pytest.mark.parametrize("cell", [("Skåne", "Uppsala"), np.array(["Skåne", "Uppsala"])], ids=type)
def test_a_cell_of_a_frame_may_be_a_list(kg: KnowledgeGraph, cell: Any) -> None:
    """Several names in one cell are several things."""
    view = joined(kg, {"region": [cell], "n": [1]})
    assert sorted(row[1] for row in rows(view, "region", "n")) == [SKANE, UPPSALA]


def test_frames_have_names(kg: KnowledgeGraph) -> None:
    """Two frames are two documents; one of them says what it is called."""
    frame = pd.DataFrame({"region": ["Skåne"], "n": [1]})
    other = pd.DataFrame({"region": ["Skåne"], "m": [1]})
    other.attrs["name"] = "other"
    assert [one.name for one in kg.at(overlay=[frame, other]).overlays] == ["data frame", "other"]
    with pytest.raises(OverlayError, match="name=…"):
        kg.at(overlay=[frame, frame])


def test_words_of_ours_can_be_declined(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A column is called otherwise, or left out, without a change of the file."""
    path = file(tmp_path, "my.csv", "lan,area,note\nSkåne,5427,x\n")
    view = kg.at(overlay=Overlay(path, columns={"area": "km2", "note": None}))
    assert rows(view, "km2") == [("county:county-12", 5427)]
    assert view.overlays[0].columns() == {"km2"}
    with pytest.raises(OverlayError, match="did you mean area"):
        kg.at(overlay=Overlay(path, columns={"aera": "km2"}))


@pytest.mark.parametrize("header", ["area", "source", "organ", "steg"])
def test_a_word_of_ours_is_told_once(kg: KnowledgeGraph, tmp_path: Path, header: str) -> None:
    """A column of numbers under a key word is one problem of its header, with the way out."""
    table = f"name,code,{header}\nHallands län,13,5427\nGotlands län,09,3135\n"
    (told,) = problems(kg, file(tmp_path, "my.csv", table))
    assert told.startswith(f"my.csv:1:3 {header}: is read as the name of")
    assert f"columns={{'{header}': 'my_{header}'}}" in told


def test_a_word_of_ours_beside_a_thing_is_a_column(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Where another column says what rows are about, values under a key word stay values."""
    table = "lan,area,kind\nSkåne,10969,big\nUppsala,8190,small\n"
    view = kg.at(overlay=file(tmp_path, "my.csv", table))
    assert [row[1:] for row in rows(view, "area", "kind")] == [(8190, "small"), (10969, "big")]
    told = repr(view.overlays)
    assert "'area' is read as values" in told
    assert "'kind' is read as values" in told


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_encodings_of_excel(kg: KnowledgeGraph, tmp_path: Path, encoding: str) -> None:
    """What Excel writes is read; that it was no UTF-8 is told."""
    path = tmp_path / "my.csv"
    path.write_bytes("region;namn\nRegion Skåne;åäö\n".encode(encoding))
    view = kg.at(overlay=path)
    assert rows(view, "namn") == [(SKANE, "åäö")]
    assert ("read as" in repr(view.overlays).partition("\n")[2]) == (encoding != "utf-8-sig")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Andel", "Andel (%)"),
        ("Antal <1 år", "Antal >1 år"),
        ("Man", "Män"),
        ("N", "n"),
        ("Förändring +", "Förändring -"),
        ("År (start)", "Ar start"),
    ],
)
def test_headers_that_one_name_would_stand_for(
    kg: KnowledgeGraph, tmp_path: Path, first: str, second: str
) -> None:
    """The second has a number behind its name, and that is told."""
    table = f"region;{first};{second}\nRegion Skåne;1;2\n"
    (one,) = kg.at(overlay=file(tmp_path, "my.csv", table)).overlays
    short = min(one.columns(), key=len)
    assert one.columns() == {short, f"{short}_2"}
    assert one.notes == (f"'{second}' is overlay:{short}_2, since '{first}' has the shorter name",)


@pytest.mark.parametrize(
    "above",
    [
        "Tabell 1. Vårdplatser per region;\n;\n",
        "Källa: egen enkät;\n",
        "Vårdplatser;\n;\n",
        "Tabell 1;\nKälla: SCB;\n",
        "Tabell 1, vårdplatser\n",
        "Vårdplatser per region\n\n",
    ],
)
def test_a_title_is_no_header(kg: KnowledgeGraph, tmp_path: Path, above: str) -> None:
    """What stands alone above a table is called what it looks like."""
    (told,) = problems(kg, file(tmp_path, "my.csv", f"{above}Region;Platser\nRegion Skåne;1\n"))
    assert "looks like a title; delete the rows above the header" in told


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("Region;n\nSkåne;1\n;\nKälla: SCB;\n", "delete the row, if it is a note"),
        ("Region;n\n;antal\nSkåne;1\n", "delete a row that is part of the header"),
        ("Region;ar;n\nSkåne;2023;1\n;2024;2\n", "in every row, also where cells were merged"),
        ("Region Skåne;1\nRegion Uppsala;2\n", "row 1 has no names of columns"),
        ("Region:n\nSkåne:1\n", "it has one column; write commas"),
        ("namn;kod\nRegion Skåne;a\n", r"call 'namn' region, as with columns=\{'namn': 'region'\}"),
    ],
)
def test_what_is_no_table_says_why(
    kg: KnowledgeGraph, tmp_path: Path, table: str, says: str
) -> None:
    """Notes below, units, merged cells, no header, another delimiter have remedies of their own."""
    (told,) = problems(kg, file(tmp_path, "my.csv", table))
    assert re.search(says, told)


def test_an_iri_with_the_scheme_of_a_prefix_is_explained_as_one(
    kg: KnowledgeGraph, tmp_path: Path
) -> None:
    """What only looks like a short name is in angle brackets, also where a thing is explained."""
    iris = "<source:abc>", "<term:1>", "<nhv:x>"
    view = kg.at(overlay=file(tmp_path, "my.ttl", f"area:dysmeli overlay:ref {', '.join(iris)} ."))
    table = view.explain("area:dysmeli").table
    told = dict(zip(table.column("value"), table.column("property"), strict=True))
    assert set(iris) <= set(told), "write it with short_name where no label is known"


def test_a_header_of_signs_is_told(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A column whose name has no letter of a–z says what it is called."""
    view = kg.at(overlay=file(tmp_path, "my.csv", "region;%;α\nSkåne;1;2\n"))
    assert "'%' is overlay:column_2" in repr(view.overlays)


@pytest.mark.parametrize("table", ["region|n\nSkåne|1\n", ",region,n\n0,Skåne,1\n1,Uppsala,1\n"])
def test_other_forms_of_csv(kg: KnowledgeGraph, tmp_path: Path, table: str) -> None:
    """Bars between cells, and the index that pandas writes before a table."""
    assert rows(kg.at(overlay=file(tmp_path, "my.csv", table)), "n")[0] == (SKANE, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(["permits-by-region", "holders", "suppliers"], 3))
def test_our_answers_join_back(built: Path, tmp_path: Path, name: str) -> None:
    """An answer is a table of values about what it names, as a frame and as a file."""
    kg = open_graph(built)
    answer = kg.ask(name)
    assert len(answer), f"the seeds no longer answer {name}; ask another question here"
    for given in (answer, kg.export(tmp_path / f"{name}.csv", answer)):
        (one,) = kg.at(overlay=given).overlays
        assert one.rows == len(answer)
        assert one.read_as.startswith("rows about each")


def test_our_networks_join_back(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Nodes of a network are found by their short names."""
    kg.export(tmp_path / "net.csv", kg.network("suppliers"))
    (nodes,) = kg.at(overlay=tmp_path / "net.nodes.csv").overlays
    assert nodes.read_as == "properties of each id"


def test_words_of_facts_can_be_values(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A table whose header has words of facts is told once, and joins as values if that is said."""
    path = file(tmp_path, "my.csv", "area,kind,decided_by\n" + "Dysmeli,other,the board\n" * 4)
    (told,) = problems(kg, path)
    assert "Overlay('my.csv', kind='values')" in told
    (one,) = kg.at(overlay=Overlay(path, kind="values")).overlays
    assert one.columns() == {"Row", "area", "kind", "decided_by"}


def test_a_cell_may_name_several(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Names with bars or commas between them are several things, also where a name has a comma."""
    path = file(tmp_path, "my.csv", 'region,n\n"Skåne, Region Uppsala",1\nSkåne|Uppsala,2\n')
    found = rows(kg.at(overlay=path), "region", "n")
    assert sorted(row[1:] for row in found) == [
        (SKANE, 1), (SKANE, 2), (UPPSALA, 1), (UPPSALA, 2)
    ]  # fmt: skip


def test_the_note_says_that_something_was_left_out(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """An answer of a view with cells that have no value leads to where they are told."""
    view = kg.at(overlay=file(tmp_path, "my.csv", "region,n\nSkåne,..\nUppsala,1\n"), lang="en")
    assert "told by kg.overlays" in view.query("SELECT ?n { ?r overlay:n ?n }").attrs["note"]
    wording = (
        "SELECT ?p { ?s prov:qualifiedPrimarySource ?c . ?c nhv:printed ?p FILTER(?p = 'n: ..') }"
    )
    assert view.select(wording).values() == [("n: ..",)], (
        "the citation of the row keeps the wording"
    )

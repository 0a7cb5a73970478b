"""Every file of every question, table and network, read again by other programs as it was.

The programs and forms are those of the table in graph/export/README.md.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pandas as pd
import polars as pl
import pytest
from pyarrow import parquet as arrow  # type: ignore[import-untyped]

from graph import KnowledgeGraph
from graph.demo.run import examples
from graph.engines.values import headings_of, plain, rows_of, text
from graph.export.network_files import gexf, graphml
from graph.export.network_files import plain as plainly
from graph.export.table_files import harmless
from graph.export.tables.tables import every_table
from graph.networks.catalogue import NETWORKS, network
from graph.questions.catalogue import catalogue
from tests.support import ROOT, need, sampled

NAMES = [*(f"question {q}" for q in catalogue()), *(f"table {t.name}" for t in every_table())]


def frame_of(kg: KnowledgeGraph, name: str) -> pd.DataFrame:
    """A table, or the answer to a question with its example."""
    kind, _, name = name.partition(" ")
    if kind == "table":
        return kg.table(name)
    return kg.ask(name, ids=True, **examples(name, kg))


def columns(frame: pd.DataFrame) -> Iterator[tuple[str, list[Any]]]:
    """Each column with its values as plain ones."""
    for number, name in enumerate(headings_of(frame)):
        yield name, [plain(cell) for cell in frame.iloc[:, number].tolist()]


def as_parquet(cell: Any) -> Any:
    """A value of a Parquet file: a moment at midnight is the day that it stands for."""
    if isinstance(cell, datetime):
        return cell.date()
    return [as_parquet(one) for one in cell] if isinstance(cell, list) else cell


def review_parquet(frame: pd.DataFrame, file: Path) -> None:
    """pyarrow, Polars and pandas read the same values of the same types."""
    known = dict(columns(frame))
    read = {
        "pyarrow": arrow.read_table(file).to_pydict(),
        "polars": pl.read_parquet(file).to_dict(as_series=False),
        "pandas": dict(columns(pd.read_parquet(file))),
    }
    for program, found in read.items():
        assert list(found) == list(known), program
        for name, cells in known.items():
            kinds = {type(cell) for cell in cells if cell is not None}
            told = [as_parquet(cell) for cell in found[name]]
            wanted = cells if len(kinds) < 2 else [c if c is None else text(c) for c in cells]
            assert told == wanted, f"{program}, column {name}"
            assert {*map(type, told)} == {*map(type, wanted)}, f"{program}, column {name}"


def review_csv(frame: pd.DataFrame, file: Path) -> None:
    """The csv module, Polars and pandas read the same cells; pandas finds numbers and days."""
    heads, wanted = headings_of(frame), [[text(c) for c in row] for row in rows_of(frame)]
    wanted = [[harmless(cell) for cell in row] for row in wanted]
    data = file.read_bytes().decode()
    assert list(csv.reader(StringIO(data, newline=""))) == [heads, *wanted]
    polars = pl.read_csv(file, infer_schema=False).fill_null("")
    assert [list(row) for row in polars.rows()] == wanted
    for name, cells in columns(frame):
        kinds = {type(cell) for cell in cells if cell is not None}
        if len(kinds) == 1 and kinds <= {int, float, bool}:
            found = pd.read_csv(file, usecols=[name])[name]
            assert [None if pd.isna(cell) else kinds and cell for cell in found] == cells, name
        elif kinds == {date}:
            days = pd.to_datetime(pd.read_csv(file, usecols=[name])[name], format="ISO8601")
            assert [plain(day) for day in days] == cells, name


def review_xlsx(frame: pd.DataFrame, file: Path) -> None:
    """openpyxl reads the same values of the same types; several values are one text."""
    rows = openpyxl.load_workbook(file, read_only=True)["data"].iter_rows(values_only=True)
    heads, *found = ([plain(cell) for cell in row] for row in rows)
    assert heads == headings_of(frame)
    for told, row in zip(found, rows_of(frame), strict=True):
        cells = [plain(cell) for cell in row]
        wanted = [text(c) or None if isinstance(c, list | str) else c for c in cells]
        told += [None] * (len(wanted) - len(told))
        assert [c.replace("_x000D_", "\r") if isinstance(c, str) else c for c in told] == wanted


REVIEWS = {".parquet": review_parquet, ".csv": review_csv, ".xlsx": review_xlsx}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", REVIEWS)
@pytest.mark.parametrize("name", sampled(NAMES, 16))
def test_files_of_tables_are_read_again(
    kg: KnowledgeGraph, tmp_path: Path, name: str, suffix: str
) -> None:
    """Values and types are those of the data frame, whatever program reads the file."""
    frame = frame_of(kg, name)
    REVIEWS[suffix](frame, kg.export(tmp_path / f"a{suffix}", frame))


READ = {"GraphML": (graphml, nx.read_graphml), "GEXF": (gexf, nx.read_gexf)}


@pytest.mark.slow
@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize("name", sampled(NETWORKS, 3))
def test_files_of_networks_have_every_attribute(kg: KnowledgeGraph, name: str, form: str) -> None:
    """Nodes and edges come back with every attribute, numbers as numbers, truths as truths."""
    write, read = READ[form]
    net = network(kg, name)
    wanted, found = plainly(net), read(BytesIO(write(net)))
    added = {"viz", "edge_key", "id"}
    for node, attributes in wanted.nodes(data=True):
        assert without(found.nodes[node], added) == attributes
    assert edges(found, added) == edges(wanted, added)


def without(attributes: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    """Attributes but for some."""
    return {name: value for name, value in attributes.items() if name not in names}


def edges(net: nx.Graph[str], added: set[str]) -> list[str]:
    """Every edge with its attributes and their types, in order."""
    told = []
    for tail, head, attributes in net.edges(data=True):
        ends = (tail, head) if net.is_directed() else tuple(sorted((tail, head)))
        weighted = {**attributes, "weight": float(attributes["weight"])}  # as GEXF has it
        items = sorted(without(weighted, added).items())
        told.append(f"{ends} {[(name, type(value).__name__, value) for name, value in items]}")
    return sorted(told)


@pytest.mark.slow
def test_libreoffice_reads_what_is_written_for_it(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A workbook opens as its cells: days, decimals, truths, and no formula computed."""
    program = wanted("soffice")
    frame = pd.DataFrame(
        {
            "text": ["=1+1", "01", "2024-06"],
            "number": [1, 2, 3],
            "share": [0.5, 1234.25, None],
            "yes": [True, False, True],
            "day": pd.Series(["2024-06-12", None, "1999-12-31"]).astype("datetime64[s]"),
        }
    )
    kg.export(tmp_path / "a.xlsx", frame)
    # Field separator, text mark, UTF-8, first line, no column formats, English (US), as shown.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false"
    converted(program, tmp_path, form, tmp_path / "a.xlsx")
    rows = list(csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[1:] == [
        ["=1+1", "1", "0.5", "TRUE", "2024-06-12"],
        ["01", "2", "1234.25", "FALSE", ""],
        ["2024-06", "3", "", "TRUE", "1999-12-31"],
    ]


@pytest.mark.slow
def test_dates_in_latex_stand_as_they_are_stated(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """An interval has nothing behind it, and several dates of a cell stand side by side."""
    table = pd.DataFrame({
        "since": ["2024-06", "2018-07-01/2026-11-22"], "since_precision": ["month", "interval"],
        "due": [["2024", "2025-01"], []], "due_precision": [["year", "month"], []],
    })  # fmt: skip
    text = kg.export(tmp_path / "t.tex", table).read_text(encoding="utf-8")
    assert r"2024-06 & 2024 \textbar{} 2025-01 \\" in text
    assert r"2018-07-01/2026-11-22 &  \\" in text


def wanted(program: str) -> str:
    """The path of a program too large for continuous integration, or leave the test out."""
    return shutil.which(program) or pytest.skip(f"{program} is not installed")


def converted(program: str, folder: Path, form: str, *files: Path) -> None:
    """Let LibreOffice, with a profile of its own, write files in another form."""
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [program, profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*words, *map(str, files)], check=True, capture_output=True, timeout=180)


@pytest.mark.slow
def test_r_reads_csv_with_its_types(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """read.csv, and read.csv2 of the form for Swedish Excel, find numbers, truths and texts."""
    program = need("Rscript")
    answer = kg.ask("permits-by-region", lang="en").assign(share=0.5, yes=True)
    kg.export(tmp_path / "a.csv", answer)
    kg.export(tmp_path / "b.csv", answer, excel=True)
    code = (
        'a <- read.csv("a.csv"); b <- read.csv2("b.csv", fileEncoding="UTF-8-BOM");'
        'for (d in list(a, b)) cat(sapply(d, class), sum(d$in_force), sum(d$share), "\\n");'
        "cat(all(a$region == b$region), sum(as.logical(a$yes)), names(a)[1] == names(b)[1])"
    )
    said = subprocess.run(
        [program, "-e", code], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout.splitlines()
    sums = [str(answer["in_force"].sum()), f"{answer['share'].sum():g}"]
    classes = ["character"] * 2 + ["integer"] * 3 + ["numeric"]
    assert said[0].split() == [*classes, "character", *sums], "as.logical reads true"
    assert said[1].split() == [*classes, "character", *sums], "SANT is Swedish Excel's"
    assert said[2].split() == ["TRUE", str(len(answer)), "TRUE"]


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(catalogue(), 12))
def test_latex_sets_the_table(kg: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    """LaTeX sets what is written within the page, with the packages that it names."""
    kg.export(tmp_path / "a.tex", kg.ask(name, **examples(name, kg)))
    in_latex(tmp_path)


def in_latex(folder: Path) -> Path:
    """The PDF that LaTeX makes of a file ``a.tex``, where it is installed; nothing runs out."""
    program = wanted("pdflatex")
    needs, *_ = (folder / "a.tex").read_text(encoding="utf-8").splitlines()
    packages = "".join(re.findall(r"\\usepackage\S*?}", needs))
    page = rf"\documentclass{{article}}{packages}\begin{{document}}\input{{a}}\end{{document}}"
    (folder / "page.tex").write_text(page, encoding="utf-8")
    words = [program, "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    for _ in "ab":  # longtable learns its widths in the first run
        done = subprocess.run(words, cwd=folder, capture_output=True, check=False)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-1500:]
    wide = [float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", said)]
    assert max(wide, default=0) < 3, "see graph/export/latex.py"
    assert "Overfull \\vbox" not in said
    assert "Float too large" not in said
    return folder / "page.pdf"


@pytest.mark.slow
@pytest.mark.parametrize("columns", [2, 30], ids=["a long table", "a long and wide one"])
def test_a_long_table_has_its_header_on_each_page(
    kg: KnowledgeGraph, tmp_path: Path, columns: int
) -> None:
    """Rows that no page holds go on over several; columns that none holds stand in parts."""
    cells = {f"Kolumn {n}": [f"rad {row} hyperbaroxygenbehandling" for row in range(90)]
             for n in range(columns)}  # fmt: skip
    kg.export(tmp_path / "a.tex", pd.DataFrame(cells))
    page, program = in_latex(tmp_path), wanted("pdftotext")
    pages = subprocess.run([program, page, "-"], capture_output=True, text=True, check=True)
    found = pages.stdout.split("\f")[:-1]
    assert len(found) > 1
    assert all("Kolumn 0" in one for one in found)
    assert pages.stdout.count("rad 89") >= columns


def test_the_page_of_formats_lists_them(kg: KnowledgeGraph) -> None:
    """graph/export/README.md has a row for each form of file."""
    from graph.export.files import SUFFIXES

    page = (ROOT / "graph" / "export" / "README.md").read_text(encoding="utf-8")
    rows = {suffix for row in re.findall(r"^\| (`.*?) \|", page, re.M) for suffix in row.split("`")}
    assert set(SUFFIXES) <= rows, "add the form and the programs that read it to the page"

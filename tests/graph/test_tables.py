"""Tables without a release: `kg.table`, their files, and what goes with them."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from graph import KnowledgeGraph, Overlay
from graph.base.problems import BadParameter, NotSupported, UnknownName
from graph.cli import main as cli
from graph.engines.values import plain, text
from graph.export.table_files import comma_separated, parquet, plain_csv, swedish, swedish_csv
from tests.graph.released import little, small


def test_a_table_is_a_frame_of_typed_columns(kg: KnowledgeGraph) -> None:
    """Days, nullable integers, truths, lists of several values; a note on what rows are."""
    permits = kg.table("permits")
    dtypes = permits.dtypes.astype(str)
    assert dtypes["earliest_start"] == "datetime64[s]"
    assert kg.table("units").dtypes.astype(str)["number"] == "Int64"
    assert kg.table("meetings").dtypes.astype(str)["planned"] == "boolean"
    assert all(isinstance(cell, list) for cell in permits["citations"])
    assert permits["id"].is_unique
    assert permits.note.startswith("Rätten för en region")
    assert permits.attrs["headings"]["holder_en"] == "Innehavare, på engelska"


@pytest.mark.slow
def test_tables_are_listed_and_found_by_name(kg: KnowledgeGraph) -> None:
    """Without a name they are listed, each with its rows; a wrong name is told the nearest."""
    listed = kg.table()
    assert listed.set_index("name").loc["permits", "rows"] == len(kg.table("permits"))
    with pytest.raises(UnknownName, match="did you mean permits"):
        kg.table("permit")
    with pytest.raises(BadParameter, match="lists them"):
        kg.table(3)  # type: ignore[arg-type]
    assert "persons" not in set(kg.at(people=False).table()["name"])
    with pytest.raises(UnknownName, match="no table called"):
        kg.at(people=False).table("persons")


@pytest.mark.slow
@pytest.mark.xdist_group("release")
def test_a_release_has_what_the_tables_give(tmp_path: Path) -> None:
    """Each file of a release is what `kg.export` writes of `kg.table`, byte for byte."""
    for name in little().table()["name"]:
        table = little().table(name)
        for folder, suffix in (("tables", ".csv"), ("parquet", ".parquet")):
            written = little().export(tmp_path / f"{name}{suffix}", table)
            kept = small() / folder / written.name
            assert written.read_bytes() == kept.read_bytes(), f"{kept.name}: one writer, one table"


FRAME = pd.DataFrame(
    {
        "text": ["=1+1", "a | b; c, d", None],
        "number": pd.array([1, None, -3], dtype="Int64"),
        "share": [1234.5, float("nan"), 1e-7],
        "yes": pd.array([True, False, None], dtype="boolean"),
        "day": pd.Series(["2024-06-12", None, "1809-12-31"]).astype("datetime64[s]"),
        "several": [["a", "b"], [], ["c"]],
    }
)


def test_csv_for_swedish_excel() -> None:
    """Semicolons, decimal commas, SANT and FALSKT, a byte-order mark; formulas stay texts."""
    written = swedish_csv(FRAME)
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(written.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[1] == ["'=1+1", "1", "1234,5", "SANT", "2024-06-12", "a | b"]
    assert rows[2] == ["a | b; c, d", "", "", "FALSKT", "", ""]
    assert rows[3] == ["", "-3", "0,0000001", "", "1809-12-31", "c"]


def test_excel_is_for_csv(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Another form is told that it needs no dialect; nothing is written."""
    with pytest.raises(BadParameter, match=r"for \.csv"):
        kg.export(tmp_path / "a.xlsx", "holders", excel=True)
    assert not any(tmp_path.iterdir())


def test_csv_says_nothing_as_pandas_would() -> None:
    """No list of Python, no True, no time behind a day."""
    rows = list(csv.reader(plain_csv(FRAME).decode().splitlines()))
    assert rows[1] == ["'=1+1", "1", "1234.5", "true", "2024-06-12", "a | b"]
    assert comma_separated([[None, 1.0]]) == b",1.0\r\n"


@pytest.mark.parametrize(
    ("value", "said", "in_swedish"),
    [
        (pd.Timestamp(2024, 1, 5, 13, 45), "2024-01-05T13:45:00", "2024-01-05 13:45:00"),
        pytest.param({"b", "a"}, "a | b", "a | b", id="set"),
        (float("nan"), "", ""),
        (pd.NA, "", ""),
        (1e21, "1e+21", "1000000000000000000000"),
    ],
    ids=str,
)
def test_values_of_frames_are_plain(value: object, said: str, in_swedish: str) -> None:
    """Whatever pandas holds is written as a text that other programs read."""
    assert (text(value), swedish(value)) == (said, in_swedish)
    assert plain(pd.Timestamp(2024, 1, 5)) == pd.Timestamp(2024, 1, 5).date()


def sheets(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each sheet of a workbook."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_a_workbook_has_data_notes_and_columns(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Note, what was counted, parameters, version and citation stand in their own sheet."""
    view = kg.at(lang="en")
    answer = view.ask("holders", area="dysmeli", evidence=True)
    found = sheets(view.export(tmp_path / "a.xlsx", answer))
    assert list(found) == ["data", "notes", "columns"]
    notes: dict[Any, Any] = {row[0]: row[1] for row in reversed(found["notes"])}
    assert notes["Parameters"] == "area = dysmeli, holder = all, programme = nhv"
    assert str(notes["To know"]) == answer.note
    assert "NHV Graph" in str(notes["How to cite"])
    assert notes["As of"] == view.as_of.isoformat()
    assert any(row[0] == "Source" and str(row[1]).startswith("1. ") for row in found["notes"])
    columns = {row[0]: row[1:] for row in found["columns"]}
    assert list(columns)[1:] == list(answer.columns) == list(found["data"][0])
    assert columns["since"] == ("date", "Sedan", "Since")
    table = sheets(view.export(tmp_path / "b.xlsx", view.table("permits")))
    told = {row[0]: row for row in table["columns"]}["valid_from"]
    assert all(len(str(meaning)) > 20 for meaning in told[2:]), "the ontology's definition"


def test_a_workbook_holds_values_not_texts(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Numbers, truths and days are what they are; a formula is text; too old a day is text."""
    path = kg.export(tmp_path / "a.xlsx", FRAME)
    rows = sheets(path)["data"]
    assert rows[1][:4] == ("=1+1", 1, 1234.5, True)
    assert str(rows[1][4]) == "2024-06-12 00:00:00"
    assert rows[3][4:] == ("1809-12-31", "c")
    assert openpyxl.load_workbook(path)["data"]["A2"].data_type == "s"
    again = kg.export(tmp_path / "b.xlsx", FRAME)
    assert again.read_bytes() == path.read_bytes(), "a workbook has no time of its own"


@pytest.mark.slow
def test_what_a_workbook_cannot_hold_is_told(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A cell or a table too large is refused in a sentence, never cut."""
    with pytest.raises(BadParameter, match="too many for Excel; leave the column out"):
        kg.export(tmp_path / "a.xlsx", pd.DataFrame({"a": ["x" * 40_000]}))
    with pytest.raises(BadParameter, match="more than a sheet holds"):
        kg.export(tmp_path / "a.xlsx", pd.DataFrame({"a": range(1_048_576)}))
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".parquet", ".tex"])
@pytest.mark.parametrize(
    "cell",
    [pd.Period("2024-01"), pd.Interval(0, 1), pd.Timedelta("3 days"), 1 + 2j, {"a": 1}, b"x"],
    ids=repr,
)
def test_any_frame_of_pandas_is_written(
    kg: KnowledgeGraph, tmp_path: Path, cell: Any, suffix: str
) -> None:
    """What a form has no type for is text, never the error of another package."""
    assert kg.export(tmp_path / f"a{suffix}", pd.DataFrame({"a": [cell]})).stat().st_size


def test_two_columns_of_one_name_are_told(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Parquet cannot tell them apart; other forms keep both."""
    twice = pd.DataFrame([[1, 2]], columns=["n", "n"])
    with pytest.raises(BadParameter, match="“n” stands twice"):
        kg.export(tmp_path / "a.parquet", twice)
    assert kg.export(tmp_path / "a.csv", twice).read_bytes() == b"n,n\r\n1,2\r\n"


@pytest.mark.parametrize(("package", "suffix"), [("openpyxl", ".xlsx"), ("pyarrow", ".parquet")])
def test_a_missing_package_is_named(
    kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, suffix: str
) -> None:
    """The sentence says what to install and which form needs nothing."""
    module = "workbook" if suffix == ".xlsx" else "table_files"
    monkeypatch.setattr(f"graph.export.{module}.find_spec", lambda _: None)
    with pytest.raises(NotSupported, match=f"{package}.*export .csv"):
        kg.export(tmp_path / f"a{suffix}", FRAME)


def test_parquet_keeps_types_where_nothing_stands(kg: KnowledgeGraph) -> None:
    """A column of an empty answer has its type; the note comes along."""
    answer = kg.ask("holders", area="dysmeli", as_of="1990-01-01")
    read = pd.read_parquet(BytesIO(parquet(answer)))
    assert not len(read)
    assert read.attrs["note"] == answer.note
    assert str(read.dtypes["since"]).startswith("datetime64")
    assert str(read.dtypes["holder"]) in ("str", "object", "string")


def test_latex_has_footnotes_for_the_sources(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Rows are marked with the numbers of their documents; dates stand as their source has them."""
    text_ = kg.at(lang="en").export(tmp_path / "a.tex", "holders").read_text(encoding="utf-8")
    body, _, notes = text_.partition(r"\end{longtable}")
    assert r"\toprule" in body
    assert r"\label{tab:holders}" in body
    assert r"\textsuperscript{1" in body
    assert r"\textsuperscript{1} “" in notes
    assert "_precision" not in body
    assert "NHV Graph" in notes
    counts = {line.count(" & ") for line in body.splitlines() if line.endswith(r" \\")}
    assert len(counts) == 1, "ragged"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".tex"])
def test_what_was_grouped_by_is_in_the_file(
    kg: KnowledgeGraph, tmp_path: Path, suffix: str
) -> None:
    """Groups, pivots and series are written with the names of their rows."""
    answer = kg.ask("holders")
    for made in (
        answer.groupby("holder").size(),
        answer.pivot_table(index="holder", columns="status", values="area", aggfunc="count"),
        answer.set_index("holder")[["area"]],
    ):
        data = kg.export(tmp_path / f"a{suffix}", made).read_bytes()
        if suffix == ".xlsx":
            assert "holder" in pd.read_excel(BytesIO(data))
        elif suffix == ".parquet":
            assert "holder" in pd.read_parquet(BytesIO(data))
        else:
            assert b"Region Sk" in data


def test_latex_escapes_every_sign(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """No text of a cell or heading is a command."""
    frame = pd.DataFrame({"a_b": ["50 % & $5 #1 {x} ~ ^ \\ <y>"]})
    text_ = kg.export(tmp_path / "a.tex", frame).read_text(encoding="utf-8")
    assert r"a\_b" in text_
    assert (
        r"50 \% \& \$5 \#1 \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{}"
        r" \textless{}y\textgreater{}" in text_
    )


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("name", ["regions", "hospitals"])
def test_tables_join_back(kg: KnowledgeGraph, tmp_path: Path, name: str, suffix: str) -> None:
    """A file of ours is about what its ids name, and a workbook's notes stay out."""
    path = kg.export(tmp_path / f"t{suffix}", kg.table(name))
    (joined,) = kg.at(overlay=Overlay(path)).overlays
    assert joined.read_as == "properties of each id"
    assert joined.rows == len(kg.table(name))
    assert any("not anteckningar" in note for note in joined.notes) == (suffix == ".xlsx")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".parquet", ".tex"])
def test_the_command_line_writes_tables(
    kg: KnowledgeGraph, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    """`nhv table NAME --out FILE` and `nhv ask … --out FILE` write what `kg.export` writes."""
    out, place = tmp_path / f"made{suffix}", str(kg.path)
    assert cli.main(["table", "regions", "--build-dir", place, "--out", str(out)]) == 0
    assert out.read_bytes() == kg.export(tmp_path / f"t{suffix}", kg.table("regions")).read_bytes()
    words = ["ask", "permits-by-region", "--build-dir", place, "--out", str(out)]
    assert cli.main(words) == 0
    answer = kg.ask("permits-by-region", ids=suffix != ".tex")
    assert out.read_bytes() == kg.export(tmp_path / f"a{suffix}", answer).read_bytes()
    assert "Räknat" in capsys.readouterr().err

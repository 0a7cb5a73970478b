"""What tables of public documents state: rows, marks, notes, calendars, the columns of a page."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from loaders.drafting.proposal import Known, proposal
from tests.loaders.test_drafting import facts, of, workbook, written
from tests.loaders.test_drafting_layouts import PLAIN, pdf_of

COLUMNS = (50, 170, 230, 340, 460)


def test_columns_of_a_pdf_are_where_its_letters_stand(tmp_path: Path, registers: Known) -> None:
    """A cell that goes on below belongs to its row; short forms mean what the page says of them."""
    rows = [
        ["Nämndens beslut den 11 juni 2025"],
        ["Område", "Antal", "Sökande", "Får tillstånd", "Gäller från"],
        ["Dysmeli", "2", "RST, RU, RSK", "RST, RU", "1 januari"],
        ["", "", "", "", "2026"],
        ["Moyamoya", "2", "RSK, RU", "samtliga", "1 mars 2026"],
        ["", "", "", "sökande", ""],
        ["RST Region Stockholm, RSK Region Skåne, RU Region Uppsala"],
    ]
    texts = [
        (PLAIN, cell, x, 780 - 14 * at)
        for at, row in enumerate(rows)
        for x, cell in zip(COLUMNS, row, strict=False)
        if cell
    ]
    path = tmp_path / "beslut.pdf"
    path.write_bytes(pdf_of(texts))
    made = proposal(path, registers)
    assert of(facts(made, "permit"), "permit", "holder", "decided_on", "valid_from") == {
        ("area:dysmeli", "region:region-stockholm", "2025-06-11", "2026-01-01"),
        ("area:dysmeli", "region:region-uppsala", "2025-06-11", "2026-01-01"),
        ("area:moyamoya", "region:region-skane", "2025-06-11", "2026-03-01"),
        ("area:moyamoya", "region:region-uppsala", "2025-06-11", "2026-03-01"),
    }
    refused = [fact for fact in facts(made, "application") if fact["outcome"] == "refused"]
    assert of(refused, "application", "applicants") == {("area:dysmeli", "region:region-skane")}


def test_a_cell_over_several_rows_is_said_of_each(tmp_path: Path, registers: Known) -> None:
    """Cells of a sheet that are one stand for each row; a cell that is empty is unknown."""
    rows = [
        ["Område", "Region", "Start"],
        ["Dysmeli", "Region Skåne", "2025-01-01"],
        ["Moyamoya", None, "2025-02-01"],
    ]
    path = workbook(tmp_path / "oversikt.xlsx", Tillstånd=rows)
    book = load_workbook(path)
    book["Tillstånd"].merge_cells("B2:B3")
    book.save(path)
    permits = facts(proposal(path, registers), "permit")
    assert of(permits, "permit", "holder", "valid_from") == {
        ("area:dysmeli", "region:region-skane", "2025-01-01"),
        ("area:moyamoya", "region:region-skane", "2025-02-01"),
    }


def test_marks_and_notes_say_more_of_their_row(tmp_path: Path, registers: Known) -> None:
    """A mark means what a legend says, a note what stands behind its number below the table."""
    page = """<h1>Tillstånd</h1><p>Uppdaterad 2025-05-02</p><table>
    <tr><th>Område</th><th>Region</th><th>Från</th><th>Läge</th></tr>
    <tr><td>Dysmeli (1)</td><td>Region Skåne</td><td>2024-01-01</td><td>A</td></tr>
    <tr><td>Moyamoya</td><td>Region Uppsala</td><td></td><td>N</td></tr></table>
    <p>(1) Region Stockholm startar den 1 september 2025.</p>
    <p>A = aktivt tillstånd, N = sökt men fick nej</p>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    assert of(facts(made, "permit"), "permit", "holder", "valid_from") == {
        ("area:dysmeli", "region:region-skane", "2024-01-01"),
        ("area:dysmeli", "region:region-stockholm", "2025-09-01"),
    }
    assert of(facts(made, "application"), "application", "applicants", "outcome") == {
        ("area:moyamoya", "region:region-uppsala", "refused")
    }


def test_a_table_of_days_is_a_calendar(tmp_path: Path, registers: Known) -> None:
    """Who meets when is a meeting; what a matter of it is about is held by nobody."""
    page = """<h1>Kalender</h1><p>Region Skåne</p><p>Uppdaterad 2025-05-02</p><table>
    <tr><th>När</th><th>Vad</th><th>Vem</th></tr>
    <tr><td>11 juni</td><td>NHV-nämnden sammanträder: Dysmeli</td><td></td></tr>
    <tr><td>30 juni</td><td>Kansliet stänger</td><td>alla</td></tr></table>"""
    made = proposal(written(tmp_path, "sida.html", page), registers)
    assert of(facts(made, "meeting"), "date") == {("2025-06-11",)}
    assert not facts(made, "permit")

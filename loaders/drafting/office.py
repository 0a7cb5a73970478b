"""PowerPoint, Word and Excel as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from loaders.drafting.lines import BLANK, ITEM, MARK, Line
from loaders.drafting.tables import are_heads, table
from loaders.limits import DOCUMENT_LINES

_SHORT = 90
# Bytes of the parts of a workbook that is read as a whole.
_LARGE = 5_000_000


def pptx(path: Path) -> Iterator[Line]:
    """The lines of slides: titles, items by their level, tables."""
    from pptx import Presentation

    for slide in Presentation(str(path)).slides:
        title = slide.shapes.title
        if title is not None and title.text_frame.text.strip():
            yield Line(" ".join(title.text_frame.text.split()), "heading", 1)
        for shape in slide.shapes:
            if title is not None and shape.shape_id == title.shape_id:
                continue
            yield from _shape(shape)
        yield BLANK


def _shape(shape: Any) -> Iterator[Line]:
    if shape.shape_type == 6:
        for one in shape.shapes:
            yield from _shape(one)
    elif getattr(shape, "has_table", False) and shape.has_table:
        yield from table(_filled(shape.table), 1)
    elif shape.has_text_frame:
        paragraphs = [(p.level, " ".join(p.text.split())) for p in shape.text_frame.paragraphs]
        paragraphs = [(level, text) for level, text in paragraphs if text]
        for number, (level, text) in enumerate(paragraphs):
            below = number + 1 < len(paragraphs) and paragraphs[number + 1][0] > level
            if level or MARK.match(text) or (len(paragraphs) > 1 and not below):
                yield Line(ITEM + MARK.sub("", text), "item", level)
            else:
                yield Line(text, "lead" if below else "text", 1)


def _filled(table: Any) -> list[list[str]]:
    """The cells of a table on a slide; what stands over several rows is said of each."""
    grid = [[cell.text for cell in row.cells] for row in table.rows]
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            for below in range(at + 1, at + (cell.span_height if cell.is_merge_origin else 1)):
                grid[below][column] = cell.text
    return grid


def docx(path: Path) -> Iterator[Line]:
    """The lines of a Word document, by its styles."""
    from docx import Document
    from docx.table import Table

    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            yield from table([[cell.text for cell in row.cells] for row in block.rows], 1)
            yield BLANK
            continue
        text, style = " ".join(block.text.split()), (block.style.name if block.style else "") or ""
        if found := re.match(r"(?:heading|rubrik) (\d)", style, re.I):
            yield Line(text, "heading", int(found[1]))
        elif style.casefold().startswith(("title", "titel", "rubrik")):
            yield Line(text, "heading", 1)
        elif style.casefold().startswith(("list", "punktlista")) or MARK.match(text):
            yield Line(ITEM + MARK.sub("", text), "item", _depth(block, style))
        elif _is_heading(text, block):
            yield Line(text, "heading", 3)
        else:
            yield Line(text, "text", 1)


def _depth(paragraph: Any, style: str) -> int:
    """How deep an item is, by its numbering or by the name of its style: ``List Bullet 2``."""
    properties = paragraph._p.pPr
    numbered = properties.numPr if properties is not None else None
    if numbered is not None and numbered.ilvl is not None:
        return int(numbered.ilvl.val)
    said = re.search(r"\d$", style)
    return int(said[0]) if said else 0


def _is_heading(text: str, paragraph: Any) -> bool:
    """Whether a paragraph without a style of headings is one: numbered by a "§", or all bold."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    bold = bool(runs) and all(run.bold for run in runs)
    return 0 < len(text) < _SHORT and text[-1] not in ".:;," and (bold or text.startswith("§ "))


def xlsx(path: Path) -> Iterator[Line]:
    """The lines of a workbook; a table begins anew behind an empty row."""
    from openpyxl import load_workbook

    # A large one is read line by line, which does not tell what stands over several rows.
    with ZipFile(path) as packed:
        large = sum(part.file_size for part in packed.infolist()) > _LARGE
    book = load_workbook(path, read_only=large, data_only=True)
    for sheet in book.worksheets:
        yield Line(sheet.title, "heading", 1)
        if not large:
            _fill_down(sheet)
        grid: list[list[str]] = []
        for row in sheet.iter_rows(values_only=True, max_row=DOCUMENT_LINES + 1):
            cells = ["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row]
            if sum(map(bool, cells)) > 1:
                grid.append(cells)
                continue
            yield from table(grid)
            grid = []
            if any(cells):
                yield Line(" ".join(filter(None, cells)), "text", 1)
        yield from table(grid)
        yield BLANK


def _fill_down(sheet: Any) -> None:
    """Write what stands over several rows of a sheet into each, but for the heads of columns."""
    for span in list(sheet.merged_cells.ranges):
        first = [str(cell.value or "") for cell in sheet[span.min_row]]
        said = sheet.cell(span.min_row, span.min_col).value
        sheet.unmerge_cells(str(span))
        if not are_heads(first):
            for row in range(span.min_row + 1, min(span.max_row, DOCUMENT_LINES) + 1):
                sheet.cell(row, span.min_col, said)

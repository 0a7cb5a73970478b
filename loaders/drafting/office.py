"""PowerPoint, Word and Excel as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loaders.drafting.lines import BLANK, CELLS, ITEM, MARK, Line


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
        for number, row in enumerate(shape.table.rows):
            yield Line(
                CELLS.join(" ".join(cell.text.split()) for cell in row.cells),
                "row" if number else "head",
            )
    elif shape.has_text_frame:
        paragraphs = [(p.level, " ".join(p.text.split())) for p in shape.text_frame.paragraphs]
        paragraphs = [(level, text) for level, text in paragraphs if text]
        for number, (level, text) in enumerate(paragraphs):
            below = number + 1 < len(paragraphs) and paragraphs[number + 1][0] > level
            if level or MARK.match(text):
                yield Line(ITEM + MARK.sub("", text), "item")
            else:
                yield Line(text, "lead" if below else "text", 1)


def docx(path: Path) -> Iterator[Line]:
    """The lines of a Word document, by its styles."""
    from docx import Document
    from docx.table import Table

    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            for number, row in enumerate(block.rows):
                yield Line(
                    CELLS.join(" ".join(cell.text.split()) for cell in row.cells),
                    "row" if number else "head",
                )
            yield BLANK
            continue
        text, style = " ".join(block.text.split()), (block.style.name if block.style else "") or ""
        if found := re.match(r"(?:heading|rubrik) (\d)", style, re.I):
            yield Line(text, "heading", int(found[1]))
        elif style.casefold().startswith(("title", "titel", "rubrik")):
            yield Line(text, "heading", 1)
        elif style.casefold().startswith(("list", "punktlista")) or MARK.match(text):
            yield Line(ITEM + MARK.sub("", text), "item")
        else:
            yield Line(text, "text", 1)


def xlsx(path: Path) -> Iterator[Line]:
    """The lines of a workbook; a table begins anew behind an empty row."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield Line(sheet.title, "heading", 1)
        first = True
        for row in sheet.iter_rows(values_only=True):
            cells = ["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row]
            if sum(map(bool, cells)) > 1:
                # a row of words alone, where one of days or numbers was, heads another table
                words = all(not re.search(r"\d", cell) for cell in cells)
                yield Line(CELLS.join(cells), "head" if first and words else "row")
                first = False
            else:
                first = True
                if any(cells):
                    yield Line(" ".join(filter(None, cells)), "text", 1)
        yield BLANK

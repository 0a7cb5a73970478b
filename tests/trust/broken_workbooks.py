"""Broken workbooks: archives that are none, that explode or point elsewhere, and odd cells."""

from __future__ import annotations

import datetime
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from tests.trust.breakage import SEED
from tests.trust.broken_tables import CELLS
from tests.trust.joining import File

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
_BOMB = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a0 "ha">{_BOMB}]>'


def cases(outside: str = "http://127.0.0.1:9/") -> Iterator[File]:
    """All of them.

    Args:
        outside: An address that must not be asked for anything.
    """
    for name, content in _archives().items():
        yield File(f"workbook archive: {name}", "my.xlsx", partial(bytes, content))
    for name, make in _explosive().items():
        yield File(f"workbook bomb: {name}", "my.xlsx", make)
    for name, (part, old, new) in _parts(outside).items():
        make = partial(_replaced, part, old, new)
        yield File(f"workbook part: {name}", "my.xlsx", make)
    for name, fill in _sheets().items():
        yield File(f"workbook sheet: {name}", "my.xlsx", partial(_made, fill))
    for fault, value in CELLS.items():
        # XML has neither control characters nor U+FFFF, so that no writer puts them into a cell.
        if "control" not in _told(value) and fault != "no character":
            make = partial(_made, partial(_one_cell, value))
            yield File(f"workbook cell: {fault}", "my.xlsx", make)
    yield from _mangled()


@cache
def right() -> bytes:
    """A workbook of a permit that is right, with its texts in a part of their own as Excel does."""
    made = _made(lambda book: _fill(book, ["Dysmeli", "Örebro", datetime.date(2025, 1, 1)]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as archive, zipfile.ZipFile(out, "w") as changed:
        for entry in archive.infolist():
            text = archive.read(entry).decode()
            if entry.filename == SHEET:
                inline = 't="inlineStr"><is><t>Dysmeli</t></is>'
                assert inline in text
                text = text.replace(inline, 't="s"><v>0</v>')
            if entry.filename == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings"
                part = f'<Override PartName="/{STRINGS}" ContentType="{kind}+xml"/>'
                text = text.replace("</Types>", f"{part}</Types>")
            if entry.filename == "xl/_rels/workbook.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                part = f'<Relationship Id="t" Type="{kind}/sharedStrings" Target="/{STRINGS}"/>'
                text = text.replace("</Relationships>", f"{part}</Relationships>")
            changed.writestr(entry.filename, text, zipfile.ZIP_DEFLATED)
        home = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        texts = f'<sst xmlns="{home}" count="1"><si><t>Dysmeli</t></si></sst>'
        changed.writestr(STRINGS, texts, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _archives() -> dict[str, bytes]:
    content = right()
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return {
        "right": content,
        "empty file": b"",
        "not a zip": b"area,holder\nDysmeli,RV\n",
        "cut in the middle": content[: len(content) // 2],
        "without its end": content[:-30],
        "only its end": content[-100:],
        "bytes before it": b"x" * 100 + content,
        "bytes behind it": content + b"x" * 100,
        "twice": content + content,
        "empty archive": empty.getvalue(),
        "another document": other.getvalue(),
        "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
        "random bytes": random.Random(SEED).randbytes(5_000),
        "null bytes": bytes(5_000),
        "HTML": b"<html><table><tr><td>area</td></tr></table></html>",
        "gzip": b"\x1f\x8b\x08\x00" + bytes(100),
        "50 MB": b"PK\x03\x04" + bytes(50_000_000),
    }


def _explosive() -> dict[str, Callable[[], bytes]]:
    """Archives of a few bytes that would fill the memory."""
    return {
        "a sheet of 3 GB": partial(_huge, SHEET, 3_000),
        "texts of 3 GB": partial(_huge, STRINGS, 3_000),
        "a picture of 3 GB": partial(_huge, "xl/media/image1.png", 3_000),
        "many parts": _many_parts,
        "a sheet larger than it says": _lying,
        "entities in a sheet": partial(_replaced, SHEET, "<worksheet", f"{ENTITIES}<worksheet"),
        "entities in texts": partial(_replaced, STRINGS, "<sst", f"{ENTITIES}<sst"),
        "entities in the book": partial(
            _replaced, "xl/workbook.xml", "<workbook", f"{ENTITIES}<workbook"
        ),
        "entities in UTF-16": _utf16,
        "deep XML": partial(_replaced, SHEET, "<sheetData", "<a>" * 20_000 + "<sheetData"),
        "last cell of a sheet": partial(_replaced, SHEET, 'r="A2"', 'r="XFD1048576"'),
        "row beyond the last": partial(_replaced, SHEET, '<row r="2"', '<row r="99999999999"'),
        "column beyond the last": partial(_replaced, SHEET, 'r="A2"', 'r="ZZZZZZ2"'),
        "column in disguise": partial(_replaced, SHEET, 'r="A2"', 'r="&#90;&#90;ZZZZ2"'),
        "all cells merged": partial(
            _replaced,
            SHEET,
            "</sheetData>",
            '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
        "size that is not so": partial(
            _replaced, SHEET, '<dimension ref="A1:C2"', '<dimension ref="A1:XFD1048576"'
        ),
        "size of nothing": partial(
            _replaced, SHEET, '<dimension ref="A1:C2"', '<dimension ref="A1"'
        ),
    }


def _parts(outside: str) -> dict[str, tuple[str, str, str]]:
    """Parts of a right workbook with one text put in the place of another."""
    include = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{outside}">]><worksheet'
    return {
        "sheet is no XML": (SHEET, "<worksheet", "worksheet"),
        "sheet is cut": (SHEET, "</sheetData>", ""),
        "sheet of another name": (SHEET, "http://schemas.openxmlformats.org", outside.rstrip("/")),
        "text that is not there": (SHEET, "<v>0</v>", "<v>99999</v>"),
        "text of a negative number": (SHEET, "<v>0</v>", "<v>-1</v>"),
        "text in words": (SHEET, "<v>0</v>", "<v>zero</v>"),
        "number in words": (SHEET, 't="n"><v>', 't="n"><v>x'),
        "number that is none": (SHEET, 't="n"><v>', 't="n"><v>NaN'),
        "number without end": (SHEET, 't="n"><v>', 't="n"><v>1e999'),
        "unknown type": (SHEET, 't="n"', 't="zz"'),
        "unknown style": (SHEET, 's="1"', 's="9999"'),
        "cell without a place": (SHEET, ' r="A2"', ""),
        "cell of a wrong place": (SHEET, ' r="A2"', ' r="2A"'),
        "cell twice": (SHEET, 'r="B2"', 'r="A2"'),
        "rows backwards": (SHEET, '<row r="2"', '<row r="1"'),
        "row of no number": (SHEET, '<row r="2"', '<row r="two"'),
        "row of number nought": (SHEET, '<row r="2"', '<row r="0"'),
        "row of a negative number": (SHEET, '<row r="2"', '<row r="-5"'),
        "external entity": (SHEET, "<worksheet", include),
        "external sheet": ("xl/_rels/workbook.xml.rels", "/xl/worksheets/sheet1.xml", outside),
        "sheet outside the archive": (
            "xl/_rels/workbook.xml.rels",
            "/xl/worksheets/sheet1.xml",
            "../../../../etc/passwd",
        ),
        "no such sheet": ("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet9.xml"),
        "no relations": ("xl/_rels/workbook.xml.rels", "<Relationship ", "<Nothing "),
        "no sheets": ("xl/workbook.xml", "<sheets>", "<sheets/><nothing>"),
        "no content types": ("[Content_Types].xml", "<Types", "<Nothing"),
        "no styles": ("xl/styles.xml", "<styleSheet", "<nothing"),
        "control character in a text": (STRINGS, "Dysmeli", "Dys_x0007_meli"),
        "surrogate in a text": (STRINGS, "Dysmeli", "Dys_xD800_meli"),
        "character that XML has not": (STRINGS, "Dysmeli", "Dys&#7;meli"),
        "script in a text": (STRINGS, "Dysmeli", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        "link to a workbook": (
            SHEET,
            "</sheetData>",
            f'</sheetData><hyperlinks><hyperlink ref="A2" display="{outside}"/></hyperlinks>',
        ),
        "formula of another workbook": (
            SHEET,
            "<v>0</v>",
            f"<f>'{outside}[b.xlsx]Sheet1'!A1</f><v>0</v>",
        ),
    }


def _sheets() -> dict[str, Callable[[Workbook], None]]:
    """What a person can do in Excel."""

    def several(book: Workbook) -> None:
        _fill(book, ["Dysmeli", "Örebro", "2025"])
        book.create_sheet("B").append(["area"])

    def hidden(book: Workbook) -> None:
        several(book)
        book.worksheets[1].sheet_state = "hidden"

    def empty_first(book: Workbook) -> None:
        book.create_sheet("B").append(["area", "beds"])
        book.worksheets[1].append(["Dysmeli", 1])

    def merged(book: Workbook) -> None:
        _fill(book, ["Dysmeli", "Örebro", "2025"], [None, "RV", "2025"])
        book.worksheets[0].merge_cells("A2:A3")

    def chart(book: Workbook) -> None:
        _fill(book, ["Dysmeli", "Örebro", "2025"])
        picture = BarChart()
        picture.add_data(Reference(book.worksheets[0], min_col=1, min_row=1, max_row=2))
        book.worksheets[0].add_chart(picture, "E1")

    def comment(book: Workbook) -> None:
        _fill(book, ["Dysmeli", "Örebro", "2025"])
        book.worksheets[0]["A2"].comment = Comment("<script>alert(1)</script>", "x")

    def far_away(book: Workbook) -> None:
        _fill(book, ["Dysmeli", "Örebro", "2025"])
        book.worksheets[0].cell(1_048_576, 16_384).value = "x"

    def chartsheet(book: Workbook) -> None:
        book.create_chartsheet("chart")
        book.remove(book.worksheets[0])

    def offset(book: Workbook) -> None:
        for column, (head, cell) in enumerate((("area", "Dysmeli"), ("holder", "Örebro")), 5):
            book.worksheets[0].cell(7, column).value = head
            book.worksheets[0].cell(9, column).value = cell

    rows: dict[str, list[Any]] = {
        "day": [datetime.date(2025, 1, 1)],
        "time": [datetime.datetime(2025, 1, 1, 12, 30)],  # noqa: DTZ001 - Excel has no zones
        "time of day": [datetime.time(12, 30)],
        "span of time": [datetime.timedelta(days=3)],
        "serial number": [45_000],
        "serial number with a part": [45_000.5],
        "negative number": [-1],
        "enormous number": [10**300],
        "truth": [True],
        "formula": ["=1+1"],
        "formula that runs": ['=cmd|"/C calc"!A0'],
        "formula of the web": ['=WEBSERVICE("http://127.0.0.1:9/")'],
        "array formula": [ArrayFormula("C2:C3", "=1+1")],
        "error": ["#DIV/0!"],
        "blank": ["   "],
        "line break": ["2025\n2026"],
    }
    found: dict[str, Callable[[Workbook], None]] = {
        f"{name} as a date": partial(_filled, ["Dysmeli", "Örebro", *cells])
        for name, cells in rows.items()
    }
    found |= {
        f"{name} as an area": partial(_filled, [*cells, "Örebro", "2025"])
        for name, cells in rows.items()
    }
    return found | {
        "several sheets": several, "hidden sheet": hidden, "empty first sheet": empty_first,
        "merged cells": merged, "chart": chart, "comment": comment, "far away": far_away,
        "chart only": chartsheet, "not at the corner": offset, "header only": _filled,
        "nothing": lambda _: None,
    }  # fmt: skip


def _mangled() -> Iterator[File]:
    """A right workbook with bytes changed, in the archive or in its parts."""
    content = right()
    dice = random.Random(SEED)
    for turn in range(40):
        at = dice.randrange(len(content))
        broken = content[:at] + dice.randbytes(3) + content[at + 3 :]
        yield File(f"workbook bytes mixed up: {turn}", "my.xlsx", partial(bytes, broken))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part.filename: archive.read(part).decode() for part in archive.infolist()}
    for part, text in parts.items():
        for turn in range(4):
            at = dice.randrange(len(text))
            new = text[:at] + dice.choice("<>&\"'/0Z") + text[at + turn % 2 :]
            make = partial(_replaced, part, text, new)
            yield File(f"workbook parts mixed up: {part} {turn}", "my.xlsx", make)
        yield File(f"workbook parts missing: {part}", "my.xlsx", partial(_replaced, part, text, ""))


def _made(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(book: Workbook, *rows: list[Any]) -> None:
    for row in (["area", "holder", "valid_from"], *rows):
        book.worksheets[0].append(row)


def _filled(*given: Any) -> None:
    *rows, book = given
    _fill(book, *rows)


def _one_cell(value: str, book: Workbook) -> None:
    _fill(book, ["Dysmeli", "Örebro", "2025"])
    cell = book.worksheets[0]["A2"]
    cell.value = value
    cell.data_type = "s"


def _told(value: str) -> str:
    """Whether openpyxl would refuse to write a text."""
    return "control" if any(c < " " and c not in "\n\t\r" for c in value) else ""


def _replaced(part: str, old: str, new: str) -> bytes:
    """The right workbook with a text of one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(right())) as archive, zipfile.ZipFile(out, "w") as changed:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename == part:
                assert old in content.decode(), f"{old} is not in {part}"
                content = content.decode().replace(old, new, 1).encode()
            changed.writestr(entry.filename, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _utf16() -> bytes:
    """A sheet in UTF-16 that declares entities."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(right())) as archive, zipfile.ZipFile(out, "w") as changed:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename == SHEET:
                text = content.decode().partition("?>")[2] or content.decode()
                declared = f'<?xml version="1.0" encoding="UTF-16"?>{ENTITIES}{text}'
                content = declared.encode("utf-16")
            changed.writestr(entry.filename, content)
    return out.getvalue()


@cache
def _huge(part: str, megabytes: int) -> bytes:
    """A workbook with one part that inflates to gigabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(right())) as archive, zipfile.ZipFile(out, "w") as changed:
        for entry in archive.infolist():
            if entry.filename != part:
                changed.writestr(entry.filename, archive.read(entry))
        # Blocks of their own, so that the same bytes can stand a thousand times.
        packer = zlib.compressobj(9, wbits=-15)
        block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
        info = zipfile.ZipInfo(part)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.CRC, info.file_size = 0, megabytes * 1_000_000
        content = block * megabytes + zlib.compressobj(wbits=-15).flush()
        info.compress_size = len(content)
        end: Any = changed
        end.fp.seek(end.start_dir)
        info.header_offset = end.start_dir
        end.fp.write(info.FileHeader(zip64=False) + content)
        end.start_dir = end.fp.tell()
        changed.filelist.append(info)
    return out.getvalue()


def _many_parts() -> bytes:
    out = io.BytesIO(right())
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(6_000):
            archive.writestr(f"x/{number}.xml", b"")
    return out.getvalue()


def _lying() -> bytes:
    """A sheet that says that it is of ten bytes and is of many more."""
    content = _replaced(SHEET, "<sheetData>", " " * 5_000_000 + "<sheetData>")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    return content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))

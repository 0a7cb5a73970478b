"""Broken tables: every column of every kind of fact with every fault, and CSV that is none."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import yaml

from loaders.curation.records import KINDS
from loaders.overlays.kinds import aliases
from tests.loaders.conftest import SOURCE
from tests.trust.breakage import FAULTS, SEED
from tests.trust.joining import File

Grid = Sequence[Sequence[str]]

# What can stand in a cell; a cell holds text, so that lists and mappings of YAML are left out.
CELLS: dict[str, str] = {
    name: value for name, change in FAULTS.items() if isinstance(value := change("Dysmeli"), str)
} | {
    "formula": '=cmd|"/C calc"!A0',
    "formula with an at sign": "@SUM(1+1)*cmd",
    "error of a formula": "#REF!",
    "serial number of a day": "45000",
    "decimal comma": "1,5",
    "only bars": "|||",
    "many values": "|".join(["Dysmeli"] * 500),
    "tab inside": "a\tb",
    "soft hyphen": "Dys\u00admeli",
    "replacement character": "Ume\ufffd",
    "no-break space": "Region\u00a0Örebro\u00a0län",
    "day of nobody's calendar": "2024-02-30",
    "interval without an end": "2024-06/..",
    "season": "2024-21",
}


def right_tables() -> dict[str, list[list[str]]]:
    """A table of one right row for each kind of fact that a table can hold, by kind."""
    found: dict[str, list[list[str]]] = {}
    for fact in yaml.load(SOURCE, Loader=yaml.BaseLoader)["facts"]:
        kind = next(kind for kind in KINDS if kind in fact)
        if kind in found:
            continue
        known = aliases(KINDS[kind])
        cells = {
            known[key]: _cell(value)
            for key, value in fact.items()
            if known.get(key) and not (key == "inferred" or _is_nested(value))
        }
        found[kind] = [["kind", *cells], [kind, *cells.values()]]
    return found


def field_cases() -> Iterator[File]:
    """Every column of every kind of fact with every fault."""
    for kind, (header, row) in right_tables().items():
        fields = [name for name in KINDS[kind].fields if name in aliases(KINDS[kind])]
        for field in dict.fromkeys([*header, *fields, "note", "reading", "certainty"]):
            for fault, value in CELLS.items():
                cells = dict(zip(header, row, strict=True)) | {field: value}
                grid = [list(cells), list(cells.values())]
                make = partial(written, grid)
                yield File(f"{kind}.{field}: {fault}", "my.csv", make, frozenset({1, 2}))
            without = [
                [c for h, c in zip(header, line, strict=True) if h != field]
                for line in (header, row)
            ]
            if field in header:
                yield File(f"{kind}.{field}: no column", "my.csv", partial(written, without))
        yield from _row_cases(kind, header, row)


def _row_cases(kind: str, header: list[str], row: list[str]) -> Iterator[File]:
    """One kind of fact with rows that are wrong as rows."""
    shapes: dict[str, Grid] = {
        "right": [header, row],
        "the row twice": [header, row, row],
        "the row a hundred times": [header, *[row] * 100],
        "a cell too many": [header, [*row, "more"]],
        "a cell too few": [header, row[:-1]],
        "nothing but the kind": [header, row[:1]],
        "no header": [row],
        "header only": [header],
        "header twice": [header, header, row],
        "a column twice": [[*header, header[-1]], [*row, row[-1]]],
        "columns turned round": [header[::-1], row[::-1]],
        "values under other names": [header, [row[0], *row[1:][::-1]]],
        "unknown column": [[*header, "unknown"], [*row, "x"]],
        "lines": [[*header, "lines"], [*row, "12"]],
        "section": [[*header, "section"], [*row, "x"]],
        "kind in capitals": [header, [row[0].upper(), *row[1:]]],
        "unknown kind": [header, ["permission", *row[1:]]],
        "without its kind": [header[1:], row[1:]],
        "two source dates": [[*header, "source_date"], [*row, "2024"], [*row, "2025"]],
        "wrong source date": [[*header, "source_date"], [*row, "in June"]],
        "two dates": [[*header, "date"], [*row, "2024"], [*row, "2025"]],
        "header of the kind's own name": [[kind, *header[2:]], row[1:]],
        "decomposed header": [[unicodedata.normalize("NFD", f"{h}å") for h in header], row],
    }
    for name, grid in shapes.items():
        yield File(f"{kind} as rows: {name}", "my.csv", partial(written, grid))


def free_cases() -> Iterator[File]:
    """Tables of anything about things, with every fault in the key, a value and a header."""
    keys = ("region", "area", "hospital", "body", "thing", "lan", "source", "step")
    for key in keys:
        for fault, value in CELLS.items():
            keyed = [[key, "beds"], [value, "5"]]
            yield File(f"free table, key {key}: {fault}", "my.csv", partial(written, keyed))
    for fault, value in CELLS.items():
        tables: dict[str, Grid] = {
            "value": [["area", "beds"], ["Dysmeli", value], ["Könsdysfori", "5"]],
            "header": [["area", value], ["Dysmeli", "5"]],
            "value beside text": [["area", "x", value], ["Dysmeli", value, value]],
            "several rows of a thing": [["area", "x"], ["Dysmeli", value], ["Dysmeli", "5"]],
        }
        for part, grid in tables.items():
            yield File(f"free table, {part}: {fault}", "my.csv", partial(written, grid))


def file_cases() -> Iterator[File]:
    """CSV broken as bytes, as text or by its size."""
    grid = [["area", "holder", "valid_from"], ["Dysmeli", "Örebro", "2025-01-01"]]
    right = written(grid)
    text = right.decode()
    free = "area,beds\nDysmeli,5\nKönsdysfori,6\n"
    many = 200_000
    broken: dict[str, bytes] = {
        "empty": b"",
        "blank lines": b"\n\n\n",
        "blank lines first": b"\n\n" + right,
        "blank cells": b",,,\n,,,\n",
        "byte-order mark": b"\xef\xbb\xbf" + right,
        "two byte-order marks": b"\xef\xbb\xbf\xef\xbb\xbf" + right,
        "byte-order mark alone": b"\xef\xbb\xbf",
        "UTF-16": text.encode("utf-16"),
        "UTF-16 without a mark": text.encode("utf-16-le"),
        "UTF-32": text.encode("utf-32"),
        "Latin-1": text.encode("latin-1"),
        "Mac Roman": text.encode("mac-roman"),
        "bad byte in the middle": right[:30] + b"\xff" + right[30:],
        "lone surrogate": right[:30] + b"\xed\xa0\x80" + right[30:],
        "overlong bytes": right[:30] + b"\xc0\xaf" + right[30:],
        "null bytes": right + b"\x00\x00",
        "null in a cell": right.replace(b"Dys", b"D\x00s"),
        "Windows line ends": text.replace("\n", "\r\n").encode(),
        "old Mac line ends": text.replace("\n", "\r").encode(),
        "mixed line ends": (text + text.replace("\n", "\r\n") + text.replace("\n", "\r")).encode(),
        "line separators": text.replace("\n", "\u2028").encode(),
        "form feed": text.replace("\n", "\n\f", 1).encode(),
        "no end of line": right.rstrip(b"\n"),
        "cut in the middle": right[: len(right) // 2],
        "semicolons": text.replace(",", ";").encode(),
        "tabs": text.replace(",", "\t").encode(),
        "bars": text.replace(",", "|").encode(),
        "blanks between": text.replace(",", " ").encode(),
        "commas and semicolons": text.replace(",", ";", 2).encode(),
        "sep": b"sep=;\n" + text.replace(",", ";").encode(),
        "sep of two characters": b"sep=;;\n" + right,
        "sep of a quote": b'sep="\n' + right,
        "sep of nothing": b"sep=\n" + right,
        "sep of a letter": b"sep=a\n" + right,
        "sep alone": b"sep=;",
        "sep of a line end": b"sep=\r\n" + right,
        "sep that is not used": b"sep=\t\n" + right,
        "unclosed quote": text.replace("Dysmeli", '"Dysmeli').encode(),
        "quote in a cell": text.replace("Dysmeli", 'Dys"meli').encode(),
        "text behind a quote": text.replace("Dysmeli", '"Dysmeli"x').encode(),
        "quotes of one kind": text.replace("Dysmeli", "'Dysmeli'").encode(),
        "line break in a cell": text.replace("Dysmeli", '"Dys\nmeli"').encode(),
        "nothing but quotes": b'"' * 5_001,
        "ragged rows": f"{free}Dysmeli\nDysmeli,1,2,3\n,,\n".encode(),
        "value without a name": b"area,,beds\nDysmeli,x,5\n",
        "empty header": b",,\nDysmeli,x,5\n",
        "one column": b"area\nDysmeli\n",
        "one column of many rows": b"area\n" + b"Dysmeli\n" * many,
        "one column of many names": b"area\n" + b"".join(b"A%d\n" % i for i in range(many)),
        "many empty rows": right + b",,\n" * many,
        "many columns": (
            ",".join(f"c{i}" for i in range(5_000)) + "\n" + "1," * 4_999 + "1\n"
        ).encode(),
        "many columns without a name": ("area\nDysmeli" + ",1" * 1_500 + "\n").encode(),
        "many columns of one name": ("a," * 1_500 + "area\n" + "1," * 1_500 + "Dysmeli\n").encode(),
        "many commas": b"area,beds\nDysmeli,5" + b"," * 6_000_000 + b"\n",
        "many line ends": b"area,beds\n" + b"\n" * 1_200_000 + b"Dysmeli,5\n",
        "a long cell": f"area,x\nDysmeli,{'å' * 140_000}\n".encode(),
        "a long header": f"area,{'å' * 60_000}\nDysmeli,1\n".encode(),
        "50 MB": b"area,x\n" + b"x" * 50_000_000,
        "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "a workbook": b"PK\x03\x04" + bytes(100),
        "HTML": b"<!DOCTYPE html><script>alert(1)</script><table><tr><td>area</table>",
        "JSON": b'[{"area": "Dysmeli"}]',
        "random bytes": random.Random(SEED).randbytes(2_000),
        "random text": bytes(random.Random(SEED).choices(b'abc,;"\n\r\t =|', k=3_000)),
        "only a script": b"area,<script>alert(1)</script>\nDysmeli,<script>alert(1)</script>\n",
        "thing that is two": b"thing,x\nBeredningsgrupp,1\n",
        "two keys": b"area,region,x\nDysmeli,RV,1\n",
        "key without a value": b"area,x\n,1\nDysmeli,2\n",
        "numbers of two kinds": b"area;x\nDysmeli;1,234\nK\xc3\xb6nsdysfori;1.5\n",
        "number that can be two": b"area;x\nDysmeli;1,234\n",
        "name of the graph": b"area,row\nDysmeli,1\n",
    }
    for name, content in broken.items():
        yield File(f"CSV file: {name}", "my.csv", partial(bytes, content))
    for name in ("a b.csv", "å ä ö.csv", "<script>.csv", "'.csv", "%00.csv", "-.csv", ".csv.csv"):
        yield File(f"name of the file: {name}", name, partial(bytes, right))
    yield File("name of the file: tsv", "my.tsv", partial(bytes, right))
    yield File("name of the file: unknown", "my.docx", partial(bytes, right))
    yield from _mixed(text)
    yield from _mixed(free)


def _mixed(text: str) -> Iterator[File]:
    """A right text with one character put in, left out or changed."""
    dice = random.Random(f"{SEED}{text}")
    for turn in range(60):
        at = dice.randrange(len(text))
        sign = dice.choice(',;"\n\r\t|=\0\u202e\u200b <å')
        cut = text[at + turn % 2 :]
        yield File(f"CSV mixed up: {turn}", "my.csv", partial(_encoded, text[:at] + sign + cut))


def written(grid: Grid) -> bytes:
    """A grid as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(grid)
    return out.getvalue().encode()


def _encoded(text: str) -> bytes:
    return text.encode()


def _cell(value: Any) -> str:
    return "|".join(value) if isinstance(value, list) else str(value)


def _is_nested(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(item, list | Mapping) for item in value)
    )

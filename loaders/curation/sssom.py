"""Mapping sets: files in the SSSOM/TSV format to trees of plain text, with the place of every cell.

SSSOM is the Simple Standard for Sharing Ontological Mappings (https://w3id.org/sssom).  A file
begins with what holds for the whole set, as YAML behind ``#``; a table follows, a mapping a row.
Of the format's liberties a curated file uses none that two people could read differently: cells
hold no tabs and no line ends.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from loaders.curation.read import Document, Path_, parsed
from loaders.limits import FILE_BYTES, VALUES
from loaders.plain_files import text_of
from loaders.problems import Place, Problems, refusal

FOLDER = "mappings"
ENDING = ".sssom.tsv"


def read_mapping_sets(folder: Path, problems: Problems) -> list[Document]:
    """Read every file of mappings, by name; the folder ``mappings`` may be missing.

    The tree of each has what is said of the set, and under ``mappings`` a list of rows, by the
    name of the column.  ``problems`` takes what is wrong; files with problems are left out.
    """
    documents = []
    for path in sorted((folder / FOLDER).glob("*.*sv")):
        name = path.relative_to(folder).as_posix()
        with problems.noted():
            if not name.endswith(ENDING):
                remedy = f"name it {path.stem}{ENDING}"
                raise refusal(Place(name), "-", "is no mapping set", remedy)
            documents.append(_mapping_set(text_of(path, name, FILE_BYTES), name))
    return documents


def _mapping_set(text: str, name: str) -> Document:
    lines = text.removesuffix("\n").split("\n")
    head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if head == 0:
        remedy = "say what the set is, as YAML"
        raise refusal(Place(name), "-", "begins with no '#' lines", remedy)
    # A blank in the place of each '#': line and column stay, and YAML reads it as before.
    document = parsed("\n".join(f" {line[1:]}" for line in lines[:head]), name)
    if head == len(lines):
        remedy = "write the names of the columns, then the rows"
        raise refusal(Place(name, head), "-", "has no table", remedy)
    columns, header = lines[head].split("\t"), Place(name, head + 1)
    if len(columns) == 1:
        remedy = "part their names by tabs, or begin the line with '#' if it speaks of the set"
        raise refusal(header, "-", "names no columns", remedy)
    if len(columns) * (len(lines) - head - 1) > VALUES:
        remedy = f"split it; {VALUES:,} cells are the limit"
        raise refusal(header, "-", "too much for one file", remedy)
    problems = Problems()
    for column, number in Counter(columns).items():
        if number > 1:
            problems.add(header, column or "-", "two columns have this name", "drop one")
    places: dict[Path_, Place] = {(FOLDER,): header}
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines[head + 1 :], head + 2):
        place = Place(name, number)
        if problems.enough(place):
            break
        cells = line.split("\t")
        if len(cells) != len(columns):
            what = f"{len(cells)} cells where there are {len(columns)} columns"
            problems.add(place, "-", what, "part the cells by one tab each")
            continue
        path: Path_ = (FOLDER, len(rows))
        places[path], start = place, 1
        for column, cell in zip(columns, cells, strict=True):
            places[(*path, column)] = places[(*path, column, "@key")] = Place(name, number, start)
            start += len(cell) + 1
        # An empty cell says nothing, as a field that is left out.
        rows.append({c: _bare(cell) for c, cell in zip(columns, cells, strict=True) if cell})
    problems.raise_if_any()
    return Document(name, {**document.tree, FOLDER: rows}, {**document.places, **places})


def _bare(cell: str) -> str:
    """A cell without the quotes that RFC 4180 allows around it."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell

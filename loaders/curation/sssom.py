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
from loaders.problems import Place, Problems

FOLDER = "mappings"
ENDING = ".sssom.tsv"


def read_mapping_sets(folder: Path, problems: Problems) -> list[Document]:
    """Read every file of mappings.

    Args:
        folder: The curated folder; ``mappings`` in it may be missing.
        problems: Takes what is wrong; files with problems are left out.

    Returns:
        A document for each file, sorted by name.  Its tree has what is said of the set, and under
        ``mappings`` a list of rows, by the name of the column.
    """
    documents = []
    for path in sorted((folder / FOLDER).glob("*.*sv")):
        name = path.relative_to(folder).as_posix()
        if not name.endswith(ENDING):
            problems.add(Place(name), "-", "is no mapping set", f"name it {path.stem}{ENDING}")
        elif (text := text_of(path, name, FILE_BYTES, problems)) is not None:
            before = len(problems)
            document = _mapping_set(text, name, problems)
            if document is not None and len(problems) == before:
                documents.append(document)
    return documents


def _mapping_set(text: str, name: str, problems: Problems) -> Document | None:
    lines = text.removesuffix("\n").split("\n")
    head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if head == 0:
        problems.add(Place(name), "-", "begins with no '#' lines", "say what the set is, as YAML")
        return None
    # A blank in the place of each '#': line and column stay, and YAML reads it as before.
    document = parsed("\n".join(f" {line[1:]}" for line in lines[:head]), name, problems)
    if document is None:
        return None
    if head == len(lines):
        problems.add(
            Place(name, head), "-", "has no table", "write the names of the columns, then the rows"
        )
        return None
    columns = lines[head].split("\t")
    if len(columns) == 1:
        problems.add(
            Place(name, head + 1),
            "-",
            "names no columns",
            "part their names by tabs, or begin the line with '#' if it speaks of the set",
        )
        return None
    if len(columns) * (len(lines) - head - 1) > VALUES:
        what, remedy = "too much for one file", f"split it; {VALUES:,} cells are the limit"
        problems.add(Place(name, head + 1), "-", what, remedy)
        return None
    places: dict[Path_, Place] = {(FOLDER,): Place(name, head + 1)}
    for column, number in Counter(columns).items():
        if number > 1:
            problems.add(
                Place(name, head + 1), column or "-", "two columns have this name", "drop one"
            )
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines[head + 1 :], head + 2):
        if problems.enough(Place(name, number)):
            break
        cells = line.split("\t")
        if len(cells) != len(columns):
            problems.add(
                Place(name, number),
                "-",
                f"{len(cells)} cells where there are {len(columns)} columns",
                "part the cells by one tab each",
            )
            continue
        path: Path_ = (FOLDER, len(rows))
        places[path] = Place(name, number)
        start = 1
        for column, cell in zip(columns, cells, strict=True):
            places[(*path, column)] = places[(*path, column, "@key")] = Place(name, number, start)
            start += len(cell) + 1
        # An empty cell says nothing, as a field that is left out.
        rows.append({c: _bare(cell) for c, cell in zip(columns, cells, strict=True) if cell})
    return Document(name, {**document.tree, FOLDER: rows}, {**document.places, **places})


def _bare(cell: str) -> str:
    """A cell without the quotes that RFC 4180 allows around it."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell

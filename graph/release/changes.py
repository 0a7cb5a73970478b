"""What changed since the release before, in words: of the ontology, and of the data.

The data are compared table by table: what is new, what is gone, and what is said otherwise of what
was there before.  A mark stands at what may break someone's work: a name (IRI), a table or a column
that is gone, and what the comparison of the ontologies marks.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.base.languages import LANGS
from graph.base.problems import BadParameter
from graph.export.tables.tables import Table, every_table
from graph.release.about import SUMS
from graph.release.descriptions import described
from graph.release.ontology_changes import changes, said

BREAKS = "⚠"

Row = Mapping[str, str]

# Whatever is evidence or follows from another column; the counts of citations are told.
_NOT_TOLD = ("citations", "sources", "places", "iri")
_COUNTED = ("citations", "concepts")
_LONGEST = 160


class TableChange(NamedTuple):
    """What changed in a table."""

    table: Table
    columns: Sequence[str]  # those that it has no more
    new: Sequence[Row]
    gone: Sequence[Row]
    altered: Sequence[tuple[Row, str, str, str]]  # a row as it is now, the column, before, now


def since(old: Path) -> Path:
    """Check that a folder is a release to compare with, and return it.

    Raises:
        BadParameter: If it is none.
    """
    for needed in (SUMS, "tables", "ontology"):
        if not (old / needed).exists():
            raise BadParameter(
                f"{old} is no release to compare with: it has no {needed}; give a folder that "
                "nhv release made"
            )
    return old


def told(old: Path, new: Path, names: tuple[str, str]) -> bytes:
    """Tell in Markdown what changed between the folders of two releases, in Swedish and English."""
    terms = changes(old / "ontology", new / "ontology")
    text = described(
        "CHANGES.md",
        names=names,
        terms={lang: said(terms, lang) for lang in LANGS},
        gone=sorted(_names(old / "tables") - _names(new / "tables")),
        changes=list(_changed(old / "tables", new / "tables")),
        BREAKS=BREAKS,
        COUNTED=_COUNTED,
    )
    return text.rstrip() + b"\n"


def _changed(old: Path, new: Path) -> Iterator[TableChange]:
    for table in every_table():
        paths = [folder / f"{table.name}.csv" for folder in (old, new)]
        if all(path.is_file() for path in paths):
            (heads, before), (now, after) = map(_read, paths)
            change = TableChange(
                table,
                [head for head in heads if head not in now],
                [row for name, row in after.items() if name not in before],
                [row for name, row in before.items() if name not in after],
                [
                    (row, column, _short(then), _short(cell))
                    for name, row in after.items()
                    for column, cell in row.items()
                    if (then := before.get(name, {}).get(column, cell)) != cell
                    and not _is_aside(column, row)
                ],
            )
            if any(change[1:]):
                yield change


def _is_aside(column: str, row: Row) -> bool:
    """Whether a change of a column is told by another: names of things, precision, evidence."""
    stem = column.rpartition("_")[0]
    return column in _NOT_TOLD or (stem in row and column.endswith(("_sv", "_en", "_precision")))


def _short(text: str) -> str:
    if not text:
        return "–"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _names(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.csv")} - {"dictionary"}


def _read(path: Path) -> tuple[Sequence[str], Mapping[str, Row]]:
    """The columns of a table, and its rows by their short names; a cell that lacks is empty."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames or (), {row["id"]: defaultdict(str, row) for row in reader}

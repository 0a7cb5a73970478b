"""What changed since the release before, in words: of the ontology, and of the data.

The data are compared table by table: what is new, what is gone, and what is said otherwise of what
was there before.  A mark stands at what may break someone's work: a name (IRI), a table or a column
that is gone, and what the comparison of the ontologies marks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.base.languages import LANGS, in_lang
from graph.base.problems import BadParameter
from graph.export.tables.tables import Table, every_table
from graph.release.contents import SUMS
from graph.release.ontology.changes import changes, said
from graph.release.words import WORDS

BREAKS = "⚠"

Rows = Mapping[str, Mapping[str, str]]
"""The rows of a table by their short name, each by column."""

# Whatever is evidence or follows from another column; the counts of citations are told.
_NOT_TOLD = ("citations", "sources", "places", "iri")
_COUNTED = ("citations", "concepts")
_LONGEST = 160


@dataclass(frozen=True)
class TableChange:
    """What changed in a table: its rows before and now, and the columns that it has no more."""

    table: Table
    before: Rows
    after: Rows
    columns: Sequence[str]

    @property
    def new(self) -> list[str]:
        """What was not there before."""
        return [name for name in self.after if name not in self.before]

    @property
    def gone(self) -> list[str]:
        """What is there no more."""
        return [name for name in self.before if name not in self.after]

    @property
    def altered(self) -> list[tuple[str, str, str, str]]:
        """What is said otherwise: thing, column, before, now."""
        return [
            (name, column, then, now)
            for name, row in self.after.items()
            for column, now in row.items()
            if (then := self.before.get(name, {}).get(column)) is not None
            and then != now
            and not _is_aside(column, row)
        ]


def since(old: Path) -> Path:
    """Check that a folder is a release to compare with.

    Args:
        old: The folder.

    Returns:
        The folder.

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
    """Tell what changed between two releases, in Swedish and English.

    Args:
        old: The folder of the release before.
        new: The folder of this one.
        names: What the two are called.

    Returns:
        Markdown; the same folders give the same bytes.
    """
    ontology = changes(old / "ontology", new / "ontology")
    data = list(_data(old / "tables", new / "tables"))
    gone = _files(old / "tables") - _files(new / "tables")
    lines: list[str] = []
    for lang in LANGS:
        words = WORDS.section("changes", lang)
        tables = [f"- {BREAKS} {words['table'].format(name)}" for name in sorted(gone)]
        lines += [
            words["title"].format(*names), "",
            f"{BREAKS} {words['breaks']}", "",
            f"## {words['ontology']}", "",
            said(ontology, lang).strip() or words["none"], "",
            f"## {words['data']}", "",
            *tables, *([""] if tables and data else []),
            *(line for change in data for line in _lines(change, words, lang)),
            *([] if tables or data else [words["none"]]), "",
        ]  # fmt: skip
    return ("\n".join(lines).rstrip() + "\n").encode()


def _data(old: Path, new: Path) -> Iterator[TableChange]:
    for table in every_table():
        paths = [folder / f"{table.name}.csv" for folder in (old, new)]
        if all(path.is_file() for path in paths):
            (heads, before), (now, after) = map(_read, paths)
            columns = [head for head in heads if head not in now]
            change = TableChange(table, before, after, columns)
            if columns or change.new or change.gone or change.altered:
                yield change


def _lines(change: TableChange, words: Mapping[str, str], lang: str) -> Iterator[str]:
    named = in_lang(lang, change.table.sv, change.table.en)
    other = "_en" if lang == "sv" else "_sv"
    yield from (f"### {named} (`{change.table.name}`)", "")
    for column in change.columns:
        yield f"- {BREAKS} {words['column'].format(column)}"
    altered = change.altered
    if change.table.name in _COUNTED:
        yield f"- {words['counts'].format(len(change.new), len(change.gone), len(altered))}"
    else:
        for name in change.new:
            yield f"- {words['new']}: {_called(change.after[name], lang)} (`{name}`)"
        for name in change.gone:
            yield f"- {BREAKS} {words['gone']}: {_called(change.before[name], lang)} (`{name}`)"
        for name, column, then, now in altered:
            if not column.endswith(other):
                called = _called(change.after[name], lang)
                yield f"- {called}: {column} {_short(then)} → {_short(now)} (`{name}`)"
    yield ""


def _is_aside(column: str, row: Mapping[str, str]) -> bool:
    """Whether a change of a column is told by another: names of things, precision, evidence."""
    stem = column.rpartition("_")[0]
    return column in _NOT_TOLD or (stem in row and column.endswith(("_sv", "_en", "_precision")))


def _called(row: Mapping[str, str], lang: str) -> str:
    return row.get(f"label_{lang}") or row["id"]


def _short(text: str) -> str:
    if not text:
        return "–"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _files(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.csv")} - {"dictionary"}


def _read(path: Path) -> tuple[Sequence[str], Rows]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames or (), {row["id"]: row for row in reader}

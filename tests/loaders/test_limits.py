"""Each limit of size at its edge: what reaches it is read, what goes beyond is one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loaders import limits
from loaders.curation.fields import parse_lines, stripped
from loaders.curation.read import read_file
from loaders.curation.record import one_or_many
from loaders.overlays.joining import Overlay, read_overlay
from loaders.overlays.names import registers_of
from loaders.overlays.tables import read_table
from loaders.plain_files import content_of
from loaders.problems import CuratedDataError, Place, Problems
from tests.loaders.conftest import REGISTERS
from tests.loaders.test_mappings import SET, TABLE
from tests.support import ROOT, load

MANY = """\
- permit: Dismely {}
  holder: Örebro
  lines: 10
"""


def told(path: Path, content: str | bytes) -> list[str]:
    """What is wrong with a curated file of some content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with (problems := Problems()).noted():
        read_file(path, path.name)
    return list(map(str, problems))


def refused(path: Path, content: str, words: str) -> None:
    """One sentence refuses a curated file, with its place and the limit."""
    (sentence,) = told(path, content)
    assert words in sentence
    assert re.match(r"my\.yaml:\d+:\d+ -: ", sentence)


def test_a_curated_file_has_so_many_bytes(tmp_path: Path) -> None:
    """The last byte that is allowed is read, the next is refused."""
    path = tmp_path / "my.yaml"
    content = "id: x\n#".ljust(limits.FILE_BYTES - 1, "x") + "\n"
    assert not told(path, content)
    refused(path, content + "\n", f"{limits.FILE_BYTES:,} bytes are the limit")


def test_a_curated_file_has_so_many_values(tmp_path: Path) -> None:
    """The mapping, its list and the texts in it are counted."""
    path = tmp_path / "my.yaml"
    content = "a: [" + "b," * (limits.VALUES - 2)
    assert not told(path, f"{content}]\n")
    refused(path, f"{content}b]\n", f"{limits.VALUES:,} values are the limit")


@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ("{a: ", "}")])
def test_a_curated_file_has_so_many_levels(tmp_path: Path, begin: str, end: str) -> None:
    """Lists and mappings stand in each other to the last level, and no deeper; nothing recurses."""
    path = tmp_path / "my.yaml"
    for depth in (limits.DEPTH - 1, limits.DEPTH, 50_000):
        content = f"a: {begin * depth}{end * depth}\n"
        if depth < limits.DEPTH:
            assert not told(path, content)
        else:
            refused(path, content, f"{limits.DEPTH} levels are the limit")


def test_keys_of_keys_are_no_deeper(tmp_path: Path) -> None:
    """A key that is a mapping with a key that is a mapping and so on ends at the same level."""
    sentences = told(tmp_path / "my.yaml", "? " * 50_000 + "a\n")
    assert any(f"{limits.DEPTH} levels are the limit" in sentence for sentence in sentences)
    assert all("my.yaml:1:" in sentence for sentence in sentences)


def test_a_field_has_so_many_values() -> None:
    """A list in a field ends at the limit."""
    assert len(one_or_many(["a"] * limits.LISTED)) == limits.LISTED
    with pytest.raises(ValueError, match=f"at most {limits.LISTED}"):
        one_or_many(["a"] * (limits.LISTED + 1))


def test_a_text_has_so_many_characters() -> None:
    """A text in a field ends at the limit."""
    assert stripped("a" * limits.TEXT)
    with pytest.raises(ValueError, match=f"at most {limits.TEXT:,}"):
        stripped("a" * (limits.TEXT + 1))


def test_a_document_has_so_many_lines() -> None:
    """A citation names lines to the last."""
    assert parse_lines(str(limits.LAST_LINE)).last == limits.LAST_LINE
    with pytest.raises(ValueError, match="write the first line first"):
        parse_lines(str(limits.LAST_LINE + 1))


def test_a_set_of_mappings_has_so_many_cells(small: Path) -> None:
    """Cells of a set of mappings are its values."""
    header, *rows = TABLE.split("\n")
    fitting = limits.VALUES // len(header.split("\t"))
    (small / "mappings").mkdir()
    for number, words in ((fitting, "stands already above"), (fitting + 1, "cells are the limit")):
        table = "\n".join([header, *[rows[0]] * number])
        (small / "mappings" / "lan.sssom.tsv").write_text(f"{SET}{table}\n", encoding="utf-8")
        with pytest.raises(CuratedDataError, match=words):
            load(small)


@pytest.mark.parametrize("number", [limits.PROBLEMS, limits.PROBLEMS + 50])
def test_a_file_is_told_so_many_problems(small: Path, number: int) -> None:
    """So many problems of a file are told, and that there are more; other files are told, too."""
    path = small / "sources" / "sida-2024.yaml"
    text = path.read_text(encoding="utf-8") + "".join(map(MANY.format, range(number)))
    path.write_text(text, encoding="utf-8")
    areas = REGISTERS["areas"].replace("specialty: psychiatry", "specialty: nothing", 1)
    (small / "registers" / "areas.yaml").write_text(areas, encoding="utf-8")
    with pytest.raises(CuratedDataError) as caught:
        load(small)
    files = [problem.place.file for problem in caught.value.problems]
    more = [problem for problem in caught.value.problems if "more may be wrong" in problem.what]
    assert files.count("sources/sida-2024.yaml") == limits.PROBLEMS + len(more)
    assert len(more) == (number > limits.PROBLEMS)
    assert "registers/areas.yaml" in files


def table(path: Path, rows: int, columns: int) -> list[str]:
    """What is wrong with a table of so many rows and columns."""
    lines = [",".join(f"c{n}" for n in range(columns)), *[",".join("1" * columns)] * rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    with (problems := Problems()).noted():
        read_table(path, path.name, {})
    return list(map(str, problems))


@pytest.mark.parametrize(
    ("rows", "columns", "limit"),
    [
        (limits.ROWS, 2, limits.ROWS),
        (limits.CELLS // 100 - 1, 100, limits.CELLS),
        (2, limits.COLUMNS, limits.COLUMNS),
    ],
)
def test_a_table_has_so_many_cells(tmp_path: Path, rows: int, columns: int, limit: int) -> None:
    """Rows (the header apart), cells and columns reach their limits and go no further."""
    path = tmp_path / "my.csv"
    assert not table(path, rows, columns)
    beyond = (rows, columns + 1) if limit == limits.COLUMNS else (rows + 1, columns)
    (sentence,) = table(path, *beyond)
    assert f"{limit:,}" in sentence


@pytest.mark.parametrize("number", [limits.STATEMENTS, limits.STATEMENTS + 1])
def test_a_turtle_file_has_so_many_statements(tmp_path: Path, number: int) -> None:
    """Statements reach their limit and go no further."""
    path = tmp_path / "my.ttl"
    numbers = ", ".join(map(str, range(number)))
    path.write_text(f"<#a> overlay:x {numbers} .", encoding="utf-8")

    read = read_overlay(Overlay(path, name=path.name), registers_of([]), problems := Problems())
    assert (read is not None) == (number == limits.STATEMENTS), list(map(str, problems))
    if read is None:
        assert [f"{limits.STATEMENTS:,}" in str(problem) for problem in problems] == [True]


def test_an_own_file_has_so_many_bytes(tmp_path: Path) -> None:
    """The last byte that is allowed is read, the next is refused."""
    path = tmp_path / "my.ttl"
    for size in (limits.OVERLAY_BYTES, limits.OVERLAY_BYTES + 1):
        path.write_bytes(b"#" * size)
        with (problems := Problems()).noted():
            assert len(content_of(path, path.name, limits.OVERLAY_BYTES)) == size
        assert bool(len(problems)) == (size > limits.OVERLAY_BYTES)


def test_enough_is_told_once() -> None:
    """That more may be wrong is said once a file, and never of another file."""
    problems = Problems()
    for line in range(1, limits.PROBLEMS + 20):
        if not problems.enough(Place("a", line)):
            problems.add(Place("a", line), "x", "wrong", "mend it")
    assert not problems.enough(Place("b"))
    assert len(problems) == limits.PROBLEMS + 1


def test_the_readme_states_the_limits() -> None:
    """The README of the curated folder has each limit as it is."""
    text = (ROOT / "loaders" / "curated" / "README.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", text.partition("## How large a file may be\n")[2], flags=re.M)[0]
    for name, value in vars(limits).items():
        if not name.isupper() or name in ("LAST_LINE", "QUOTED"):
            continue
        limit = f"{value:,}"
        assert re.search(rf"(?<![\d,]){limit}(?![\d,])", section), (
            f"say there that {name} is {limit}"
        )

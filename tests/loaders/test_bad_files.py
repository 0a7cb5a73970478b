"""What stands where a right file should: each kind is one sentence with its place and remedy."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.build import build
from loaders.overlays.joining import Overlay, read_overlay
from loaders.overlays.names import registers_of
from loaders.problems import CuratedDataError, Problem, Problems
from tests.loaders.test_mappings import SET, TABLE
from tests.support import load

SOURCE = "sources/sida-2024.yaml"
HEADER = "sha256,date,why\n"


def problems_of(folder: Path) -> list[Problem]:
    """What is wrong with a folder."""
    with pytest.raises(CuratedDataError) as caught:
        load(folder)
    return list(caught.value.problems)


def _socket(path: Path) -> None:
    # The path to a socket is short; that of a test is not.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)


KINDS: dict[str, Callable[[Path], None]] = {
    "pipe": lambda path: os.mkfifo(path),
    "socket": _socket,
    "folder": Path.mkdir,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to nothing": lambda path: path.symlink_to("nothing"),
}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [SOURCE, "mappings/lan.sssom.tsv", "removals.csv"])
def test_what_is_no_file_is_not_read(small: Path, tmp_path: Path, name: str, kind: str) -> None:
    """A pipe is not waited for, a device not read to the end of memory, a folder no file."""
    path = small / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    KINDS[kind](path)
    with pytest.raises(CuratedDataError) as caught:
        build(tmp_path / "build", curated=small)
    own = [problem for problem in caught.value.problems if problem.place.file == name]
    assert len(own) == 1, caught.value
    assert own[0].what.startswith(("is no plain file", "cannot be read"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "ttl"])
def test_what_is_no_file_is_not_joined(tmp_path: Path, suffix: str, kind: str) -> None:
    """Neither is one that a researcher gives."""
    path = tmp_path / f"my.{suffix}"
    KINDS[kind](path)
    assert (
        read_overlay(Overlay(path, name=path.name), registers_of([]), problems := Problems())
        is None
    )
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("wrong", "proposed"),
    [
        ("Sida-2024", "sida-2024"),
        ("sida 2024", "sida-2024"),
        ("sída-2024", "sida-2024"),
        ("sida..2024", "sida-2024"),
        ("sida\n2024", "sida-2024"),
        ("人口", "region-skane"),
    ],
)
def test_an_id_that_is_none_has_one_proposed(small: Path, wrong: str, proposed: str) -> None:
    """Capitals, blanks, other letters, two dots or a line end: the id that it could be is told."""
    path = small / SOURCE
    quoted = wrong.replace("\n", "\\n")
    text = path.read_text(encoding="utf-8").replace("id: sida-2024", f'id: "{quoted}"', 1)
    path.unlink()
    (small / "sources" / f"{wrong}.yaml").write_text(text, encoding="utf-8")
    found = [problem for problem in problems_of(small) if problem.field == "id"]
    assert {f"such as '{proposed}'" in problem.remedy for problem in found} == {True}
    assert {problem.place.line for problem in found} == {1}


@pytest.mark.parametrize("address", ["https://[x", "https://a/%zz", "https://a/#b#c", "http://a]/"])
def test_an_address_that_is_no_iri_is_told(small: Path, address: str) -> None:
    """What a browser might mend cannot name a thing: brackets, half escapes, two fragments."""
    path = small / SOURCE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("https://example.org/film", f'"{address}"'), encoding="utf-8")
    (problem,) = problems_of(small)
    assert (problem.field, problem.what.startswith(f"'{address}' is no web address")) == (
        "url",
        True,
    )


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("http://data.europa.eu/nuts/code/", "http://[x/", "curie_map"),
        ("nuts:SE124", "nuts:%zz", "object_id"),
        ("nuts:SE124", "owl:Thing", "curie_map"),
    ],
)
def test_an_object_that_is_no_iri_is_told(small: Path, old: str, new: str, field: str) -> None:
    """What a mapping names is an address, made of a declared prefix and a name."""
    (small / "mappings").mkdir()
    text = f"{SET}{TABLE}\n".replace(old, new)
    (small / "mappings" / "lan.sssom.tsv").write_text(text, encoding="utf-8")
    assert field in {problem.field for problem in problems_of(small)}


def test_a_yaml_file_among_mappings_is_told(small: Path) -> None:
    """Sets of mappings are tables; another file beside them is not passed over."""
    (small / "mappings").mkdir()
    (small / "mappings" / "lan.yaml").write_text("id: lan\n", encoding="utf-8")
    (problem,) = problems_of(small)
    assert (problem.place.file, problem.what) == ("mappings/lan.yaml", "lies in no known folder")


@pytest.mark.parametrize(
    ("rows", "line"),
    [("a" * 200_000 + ",,\n", 2), (f'{"0" * 64},2026-01-31,"request\n', 2)],
    ids=["field of 200,000 characters", "open quote"],
)
def test_a_list_of_removals_that_is_no_csv_is_told(small: Path, rows: str, line: int) -> None:
    """What cannot be read cannot be honoured: the build says so."""
    (small / "removals.csv").write_text(HEADER + rows, encoding="utf-8")
    (problem,) = problems_of(small)
    assert (problem.place.file, problem.place.line) == ("removals.csv", line)
    assert problem.what.startswith("is not CSV")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 cannot be cited by it."""
    path = tmp_path / "\udcff.csv"
    try:
        path.write_text("area,beds\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    assert (
        read_overlay(Overlay(path, name=path.name), registers_of([]), problems := Problems())
        is None
    )
    assert ["rename" in str(problem) for problem in problems] == [True]


def test_a_text_that_the_parser_cannot_hold_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Turtle literal of more than 16 MB, where a file may be so large, is a sentence as well."""
    monkeypatch.setattr("loaders.overlays.overlay_turtle.OVERLAY_BYTES", 30_000_000)
    path = tmp_path / "my.ttl"
    path.write_text(f'<#a> overlay:x "{"x" * 20_000_000}" .', encoding="utf-8")
    assert (
        read_overlay(Overlay(path, name=path.name), registers_of([]), problems := Problems())
        is None
    )
    assert ["shorten" in str(problem) for problem in problems] == [True]


# Kinds of a thousand files tried by hand: none may hang, fill memory or end in a traceback.
BAD_SOURCES = {
    "two names of one field": (
        "- permit: Dysmeli\n  area: Könsdysfori\n  holder: RV\n  lines: 1\n",
        "area: says the same as permit",
    ),
    "an empty kind": ('- {"": x}\n', "-: no kind of fact"),
    "a key of a key": ("- " + "? " * 400 + "a\n", "nested too deeply"),
    "dashes": ("- " * 100_000 + "\n", "nested too deeply"),
    "brackets": ("- [" + "],[" * 100_000 + "]\n", "not readable as YAML"),
    "a block without an end": ("- |+\n" + "\n" * 500_000, "no fact"),
    "a fact of thousands of fields": (
        "- permit: Dysmeli\n" + "".join(f"  f{n}: x\n" for n in range(5000)),
        "more may be wrong",
    ),
}


@pytest.mark.parametrize("name", BAD_SOURCES)
def test_a_bad_fact_is_told_at_its_place(small: Path, name: str) -> None:
    """Whatever stands among the facts is a sentence with a field, a fault and a remedy."""
    content, words = BAD_SOURCES[name]
    path = small / SOURCE
    path.write_text(path.read_text(encoding="utf-8") + content, encoding="utf-8")
    found = problems_of(small)
    assert any(words in str(problem) for problem in found), list(map(str, found))[:3]
    assert all(problem.field and problem.what and problem.remedy for problem in found)


BAD_TABLES: dict[str, tuple[str | bytes, str]] = {
    "a cell of a megabyte": ("region,n\nx," + "9" * 1_000_000 + "\n", "or shorten the cell"),
    "thousands of unknown names": (
        "region,n\n" + "".join(f"x{n},1\n" for n in range(9000)),
        "none of its 9,000 cells is one",
    ),
    "thousands of names in a cell": (
        'region,n\n"' + ",".join(f"x{n}" for n in range(20_000)) + '",1\n',
        "no region is called",
    ),
    "one header for all": (",".join(["n"] * 1999) + "\n" + ",".join("1" * 1999), "stands twice"),
    "only a kind": ("kind,area\n" + "permitt,Dysmeli\n" * 9000, "has no kind of fact in any"),
    "damaged UTF-8": ("region,n\nÖrebro,".encode() + b"\xe5\n", "is not UTF-8"),
    "bytes of an archive": (b"PK\3\4" + b"region,n\nx,1\n", "unseen character"),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_bad_table_is_told_at_its_place(tmp_path: Path, name: str) -> None:
    """Whatever is called a table is refused in a sentence with a field, a fault and a remedy."""
    content, words = BAD_TABLES[name]
    path = tmp_path / "my.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert (
        read_overlay(Overlay(path, name=path.name), registers_of([]), problems := Problems())
        is None
    )
    assert any(words in str(problem) for problem in problems), list(map(str, problems))[:3]
    assert all(problem.field and problem.what and problem.remedy for problem in problems)


def test_an_id_is_no_longer_than_the_name_of_a_file(small: Path) -> None:
    """Pages are called after ids, and no system has names of any length."""
    path = small / "registers" / "areas.yaml"
    text = path.read_text(encoding="utf-8").replace("id: protesforsorjning", f"id: {'a' * 101}")
    path.write_text(text, encoding="utf-8")
    (problem,) = problems_of(small)
    assert "101 characters are too many" in str(problem)


def test_an_ending_in_capitals_is_not_passed_over(small: Path) -> None:
    """A file that would be left out on one system and read on another is told."""
    (small / "sources" / "SIDA.YAML").write_text("id: x\n", encoding="utf-8")
    assert any("rename it to .yaml" in str(problem) for problem in problems_of(small))

"""Line ends of Windows are read as line ends, wherever somebody's file comes in."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from graph.questions.question import parse as parse_question
from loaders.build import build
from loaders.overlays.joining import Overlay, read_overlay
from loaders.overlays.names import registers_of
from loaders.problems import CuratedDataError, Problems
from loaders.publishing.recipe import Recipe
from ontology.terms import ontology_files
from tests.loaders.test_mappings import SET, TABLE
from tests.support import ROOT, load

REMOVALS = f"sha256,date,why\n{'0' * 64},2026-01-31,request\n"


def with_crlf(path: Path) -> None:
    """Give a file the line ends of Windows."""
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def test_a_folder_with_crlf_builds_the_same_bytes(small: Path, tmp_path: Path) -> None:
    """Sources, registers, mappings and removals with CRLF build what they build with LF."""
    (small / "mappings").mkdir()
    (small / "mappings" / "lan.sssom.tsv").write_text(f"{SET}{TABLE}\n", encoding="utf-8")
    (small / "removals.csv").write_text(REMOVALS, encoding="utf-8")
    build(tmp_path / "lf", curated=small)
    digest = Recipe(small).digest()
    files = [path for path in small.rglob("*") if path.is_file()]
    for path in files:
        with_crlf(path)
    build(tmp_path / "crlf", curated=small)
    for name in ("nhv.ttl", "nhv.trig"):
        same = (tmp_path / "lf" / name).read_bytes() == (tmp_path / "crlf" / name).read_bytes()
        assert same, f"{name} differs: read CRLF as a line end in loaders/plain_files.py"
    assert Recipe(small).digest() == digest, "a clone with CRLF must not make builds stale"
    assert len(files) > 7


@pytest.mark.parametrize(
    "name", ["sources/sida-2024.yaml", "mappings/lan.sssom.tsv", "removals.csv"]
)
def test_a_carriage_return_alone_is_told_with_its_place(small: Path, name: str) -> None:
    """A CR that ends no line is no line end of anybody: file, line and column are told."""
    (small / "mappings").mkdir()
    (small / "mappings" / "lan.sssom.tsv").write_text(f"{SET}{TABLE}\n", encoding="utf-8")
    (small / "removals.csv").write_text(REMOVALS, encoding="utf-8")
    path = small / name
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([lines[0], lines[1][:3] + b"\r" + lines[1][3:], *lines[2:]]))
    with pytest.raises(CuratedDataError, match=f"{name}:2:4 -: a carriage return") as caught:
        load(small)
    assert len(caught.value.problems) == 1


def test_an_overlay_with_crlf_says_the_same(tmp_path: Path) -> None:
    """A Turtle file with CRLF holds the same statements."""
    path = tmp_path / "my.ttl"
    path.write_text('<#a> overlay:beds 5 ;\n  rdfs:label "a"@sv .\n', encoding="utf-8")
    said = []
    for _ in range(2):
        read = read_overlay(Overlay(path, name=path.name), registers_of([]), problems := Problems())
        assert read is not None, list(map(str, problems))
        said.append(read.quads)
        with_crlf(path)
    assert said[0] == said[1]


@pytest.mark.parametrize("path", ontology_files(), ids=lambda path: path.name)
def test_the_ontology_with_crlf_says_the_same(path: Path) -> None:
    """No text of the ontology spans lines, so that its line ends are nobody's business."""
    data = path.read_bytes()
    lf, crlf = (
        list(parse(given, format=RdfFormat.TURTLE))
        for given in (data, data.replace(b"\n", b"\r\n"))
    )
    assert lf == crlf, f"write each text of {path.name} on one line"


def test_a_question_with_crlf_is_the_same(tmp_path: Path) -> None:
    """A file of the catalogue is read as text, with its line ends as line ends."""
    path = tmp_path / "holders.rq"
    path.write_bytes((ROOT / "graph" / "questions" / "holders.rq").read_bytes())
    given = parse_question(path.read_text(encoding="utf-8"), "holders")
    with_crlf(path)
    assert parse_question(path.read_text(encoding="utf-8"), "holders") == given

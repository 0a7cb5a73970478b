"""The site of a small graph: it runs nothing that the graph says, names nobody, stays as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from graph import KnowledgeGraph, open_graph
from graph.site.site import MARK, build_site
from tests.graph.site_walk import Read, dead_links, read
from tests.trust.joining import small_build

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hostile site")]

HOSTILE = '</title></script><script>alert(1)</script>"><img src=x onerror=alert(2)>'
_SAFE = ("file", "http", "https", "", "data", "mailto")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A small graph of every kind of fact, with an area and regions that are named like code."""
    text = (small_build() / "nhv.trig").read_text(encoding="utf-8")
    name = HOSTILE.replace('"', '\\"')
    for label in ('"Dysmeli"@sv', '"Region Västerbotten"@sv', '"Region Västerbotten"@en'):
        assert label in text, f"{label} is no label of the small graph any more; choose another"
        text = text.replace(label, f'"{name}"{label[-3:]}')
    file = tmp_path_factory.mktemp("hostile") / "nhv.trig"
    file.write_text(text, encoding="utf-8")
    return open_graph(file)


@pytest.fixture(scope="module")
def site(hostile: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of that graph, without persons."""
    return build_site(hostile.at(people=False), tmp_path_factory.mktemp("safe") / "site")


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Read]:
    return {file: read(file) for file in sorted(site.rglob("*.html"))}


def test_what_the_graph_says_never_runs(site: Path, pages: dict[Path, Read]) -> None:
    """A name that looks like HTML is shown as it is, on every page that has it."""
    shown = [file for file, page in pages.items() if HOSTILE in "".join(page.text)]
    assert len(shown) > 10, "the hostile name is on no page: the test sees nothing"
    for file, page in pages.items():
        where = file.relative_to(site)
        assert not page.scripts, f"{where} runs {page.scripts[:3]}; leave the escaping on"
        odd = [ref for ref in page.refs if urlsplit(ref).scheme not in _SAFE]
        assert not odd, f"{where} refers to {odd[:3]}"
    # Also the pictures and the list of the search, which is a script itself.
    for file in files_of(site, ".svg", ".js"):
        assert "<script>alert" not in file.read_text(encoding="utf-8"), f"{file.name} can run"


def test_without_people_no_name_is_left(hostile: KnowledgeGraph, site: Path) -> None:
    """A site without persons has no name of one: not in pages, search, tables, pictures, data."""
    names = {name for name, _, _ in hostile.names.of_kind("person") if " " in name}
    assert len(names) > 2, "the graph has no names: the test sees nothing"
    for file in files_of(site, ".html", ".js", ".csv", ".svg", ".ttl", ".trig", ".graphml"):
        text = file.read_text(encoding="utf-8")
        told = [name for name in names if name in text]
        assert not told, f"{file.relative_to(site)} names {len(told)} persons"


def test_a_smaller_graph_has_no_dead_link_either(site: Path, pages: dict[Path, Read]) -> None:
    """What a view does not have is not linked."""
    dead = list(dead_links(site, pages))
    assert not dead, f"{len(dead)} dead links, such as {dead[:5]}"


def files_of(site: Path, *suffixes: str) -> Iterator[Path]:
    """The files of a site with these suffixes."""
    return (file for file in sorted(site.rglob("*")) if file.suffix in suffixes)


def test_what_is_the_same_is_left_as_it_is_whatever_the_number_of_processes(
    hostile: KnowledgeGraph, site: Path, tmp_path: Path
) -> None:
    """A site that is made again by more processes has the same files, and none is written anew."""
    again = tmp_path / "site"
    shutil.copytree(site, again)
    before = _inodes(again)
    kept = again / "sv" / "index.html"
    kept.write_text("not what is made")
    build_site(hostile.at(people=False), again, jobs=2)
    after = _inodes(again)
    assert before.keys() == after.keys(), "other processes make other files"
    anew = {path for path in after if after[path] != before[path]}
    assert anew == {kept}, f"{len(anew)} files were written anew, such as {sorted(anew)[:3]}"


def _inodes(site: Path) -> dict[Path, int]:
    files = (path for path in site.rglob("*") if path.is_file() and path.name != MARK)
    return {path: path.stat().st_ino for path in files}

"""The pages that people read: links hold, figures are the graph's, what they show runs as printed.

A block of code says what it is: ``python`` is a cell of a notebook, magics included, and a ``text``
right after it is what it shows; ``sh`` are commands, in ``console`` after ``$`` with what they
print; ``sparql`` is a query. The cells of a page run from top to bottom in one notebook.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from pyoxigraph import NamedNode, Store

from graph import KnowledgeGraph, open_graph
from graph.cli.arguments import parser
from graph.cli.main import main
from graph.knowledge_graph import catalogues
from graph.service.serve.endpoint import Settings
from graph.site.things.counts import areas
from graph.site.things.statements import read
from graph.view.counting import counted, documents
from tests.graph.serving_load import served
from tests.support import ROOT, national_graph, sampled

PAGES = (
    "README.md", "README.sv.md", "CONTRIBUTING.md", "PRIVACY.md", "graph/README.md",
    "graph/questions/README.md", "graph/service/publish/README.md", "loaders/curated/README.md",
    "notebooks/README.md", "ontology/README.md",
)  # fmt: skip
# Commands that other tests run to their end, that end only when told to, or that ask for a service
# of the reader's own: here they are read as the command line reads them.
READ_ONLY = ("build", "check", "docs", "draft", "lab", "publish", "release", "serve")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
_LOCAL = re.compile(r"http://(?:localhost|127\.0\.0\.1):7878")
_OWN = {
    "population.csv": "region,population\nRegion Skåne,1000\nRegion Gotland,10\n",
    "my.ttl": 'area:dysmeli overlay:note "seen" .\n',
    "my.csv": "region,beds\nRegion Skåne,7\n",
    "my.rq": "SELECT ?permit { ?permit a nhv:Permit ; nhv:area $area }",
}


class Block(NamedTuple):
    """A block of code of a page: its language, its text, and what it shows, if that is printed."""

    language: str
    text: str
    shows: str


def text(name: str) -> str:
    """A page."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[Block]:
    """The blocks of a page in a language."""
    found = (Block(*map(str, match.groups(""))) for match in _BLOCK.finditer(text(page)))
    return [block for block in found if block.language == language]


def commands(page: str) -> Iterator[tuple[str, str]]:
    """The commands of a page, and what is printed under each that begins with ``$``."""
    for block in blocks(page, "sh"):
        for line in block.text.splitlines():
            yield line.partition("  #")[0].partition(" # ")[0].strip(), ""
    for block in blocks(page, "console"):
        for shown in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, printed = shown.partition("\n")
            yield command.strip(), printed


def having(*languages: str) -> list[str]:
    """The pages with blocks in one of some languages."""
    return [page for page in PAGES if any(blocks(page, language) for language in languages)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that a reader of the pages has, and the graph of all documents."""
    monkeypatch.setenv("NHV_BUILD", str(national_graph()))
    monkeypatch.chdir(tmp_path)
    for name, content in _OWN.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    permits = {"area": ["dysmeli"], "holder": ["Region Skåne"], "valid_from": ["2026-01-01"]}
    pd.DataFrame(permits).to_excel(tmp_path / "my-permits.xlsx", index=False)
    return tmp_path


@contextmanager
def service(*texts: str) -> Iterator[tuple[str, ...]]:
    """Texts in which the address of `nhv serve` is that of one that runs."""
    if not any(map(_LOCAL.search, texts)):
        yield texts
        return
    with served(national_graph(), Settings(port=0, workers=1)) as serving:
        address = serving.endpoint.rpartition("/sparql")[0]
        yield tuple(_LOCAL.sub(address, one).replace("/query", "/sparql") for one in texts)


@pytest.mark.parametrize("page", PAGES)
def test_links_between_documents_hold(page: str) -> None:
    """A relative link leads to a file that exists, and to a heading that is there."""
    here = (ROOT / page).parent
    for target in re.findall(r"\]\(([^)\s]+)", text(page)) + re.findall(r'src="(.+?)"', text(page)):
        path, _, place = target.partition("#")
        if "://" in target:
            continue
        file = here / path if path else ROOT / page
        assert file.exists(), f"{page} links to {target}, which does not exist"
        if place and file.suffix == ".md":
            heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
            named = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
            assert place in named, f"{page} links to {target}; the headings are {sorted(named)}"


@pytest.mark.parametrize("page", PAGES)
def test_commands_that_pages_show_exist(page: str) -> None:
    """Every `make` and `nhv` command, in blocks and in lines, can be said; `kg.…` is a method."""
    code = re.sub(r"^```(?:python|yaml|text|sparql).*?^```", "", text(page), flags=re.M | re.S)
    shown = "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", code, re.M | re.S))
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.M))
    for target in re.findall(r"(?:^|[`&] ?)make ([a-z-]+)", shown, flags=re.M):
        assert target in targets, f"{page} shows `make {target}`; the Makefile has no such target"
    for command in re.findall(r"(?:^|[\s`])nhv ([a-z]+)", shown):
        assert command in _subcommands(), f"{page} shows `nhv {command}`; there is none"
    for method in set(re.findall(r"\bkg\.([a-z_]+)", text(page))):
        assert hasattr(KnowledgeGraph, method), f"{page} shows kg.{method}, which does not exist"


def _subcommands() -> set[str]:
    return next(
        set(action.choices)
        for action in parser()._actions
        if action.dest == "command" and action.choices is not None
    )


def test_readme_is_read_in_a_minute() -> None:
    """What is longer than a few screens stands on a page of its own."""
    lines = len(text("README.md").splitlines())
    assert lines <= 150, f"README.md has {lines} lines; move details to graph/README.md"


def test_the_readme_counts_what_can_be_asked() -> None:
    """Questions, networks, maps and charts are as many as the catalogues have."""
    known = catalogues()
    kinds = ("question", "network", "map", "chart")
    assert _told()["questions"] == [str(len(known[noun])) for noun in kinds], (
        "write the numbers of the catalogues into README.md, What is in it"
    )


@pytest.mark.slow
def test_the_figures_of_the_readme_are_those_of_the_graph() -> None:
    """What is in the graph is counted, not remembered."""
    told, known = _told(), figures(open_graph(national_graph(), lang="en"))
    assert told.keys() - {"questions"} == known.keys()
    for name, numbers in known.items():
        assert told[name] == numbers, f"README.md, {name}: the graph has {', '.join(numbers)}"


def _told() -> dict[str, list[str]]:
    """The numbers of each row of what the README says is in the graph."""
    (table,) = re.findall(r"^## What is in it\n\n(.+?)\n\n", text("README.md"), re.M | re.S)
    rows = re.findall(r"^\| ([a-z ]+) \| (.+) \|$", table, flags=re.MULTILINE)
    return {name: re.findall(r"\d+(?:,\d{3})*(?:-\d\d-\d\d)?", said) for name, said in rows}


def figures(kg: KnowledgeGraph) -> dict[str, list[str]]:
    """The numbers of each row of the README, in their order."""

    def numbers(what: str, where: str) -> list[str]:
        return [f"{cell:,}" for cell in kg.select(f"SELECT {what} {{ {where} }}").values()[0]]

    def years(what: str, where: str) -> list[str]:
        query = f"SELECT {what} {{ {where} }}"
        return [str(cell) for cell in kg.select(query).values()[0]]

    started = "?p a nhv:Permit ; nhv:programme programme:{} ; nhv:earliestStart ?d"
    first, last = "(YEAR(MIN(?d)) AS ?from)", "(YEAR(MAX(?d)) AS ?to)"
    found, held = areas(read(kg), kg.as_of.isoformat()), counted(kg)
    return {
        "programmes": [
            *numbers("(COUNT(?p) AS ?n)", "?p a nhv:Programme"),
            *(y for n in ("nhv", "rikssjukvard", "rcc") for y in years(first, started.format(n))),
        ],
        "areas of care": [
            *numbers("(COUNT(?a) AS ?n)", "?a a nhv:CareArea"),
            str(found["all_decided"]), str(found["on_the_way"]),
        ],
        "permits": [
            *numbers("(COUNT(?p) AS ?n)", "?p a nhv:Permit"),
            *years(f"{first} {last}", "?p a nhv:Permit ; nhv:earliestStart ?d"),
            str(held.in_force), kg.as_of.isoformat(), str(held.possible),
        ],
        "documents": [
            str(documents(kg)),
            *years(f"{first} {last}", "?s a nhv:Source ; nhv:firstDay ?d"),
        ],
        "facts": numbers(
            "(COUNT(DISTINCT ?f) AS ?n) (COUNT(?c) AS ?of)",
            "?f a nhv:Fact ; prov:qualifiedPrimarySource ?c",
        ),
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("page", sampled(having("sparql", "python"), 2))
def test_cells_run_as_they_are_printed(page: str, desk: Path) -> None:
    """Each block is a cell, from top to bottom; what it shows is what is printed under it."""
    untyped: Any = InteractiveShell
    notebook = untyped()
    for block in blocks(page, "python"):
        with service(block.text) as (cell,):
            done = notebook.run_cell(cell)
            assert done.success, f"{page}: {done.error_before_exec or done.error_in_exec}\n{cell}"
            if block.shows:
                made = f"{done.result!r}\n"
                assert block.shows == made, f"{page}: paste what is shown now:\n{made}"
    for block in blocks(page, "sparql"):
        Store().query(block.text)  # for other programs, at a service: it is one that can be parsed
    if "kg.export(" in "".join(block.text for block in blocks(page, "python")):
        assert (desk / "nhv.ttl").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("page", sampled(having("sh", "console"), 4))
def test_commands_run_as_they_are_printed(
    page: str, desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each `nhv …` ends well, where it can be run, and prints what stands under it."""
    monkeypatch.setenv("COLUMNS", "200")
    for command, printed in commands(page):
        if not command.startswith("nhv ") or "example" in printed:
            continue
        words = shlex.split(command)[1:]
        assert isinstance(parser().parse_args(words), Namespace)
        if words[0] in READ_ONLY:
            continue
        with service(command) as (said,):
            capsys.readouterr()
            assert main(shlex.split(said)[1:]) == 0, f"{page}: {said}: {capsys.readouterr().err}"
        if printed:
            shown = capsys.readouterr().out
            assert printed == shown, f"{page}: paste what `{command}` prints now:\n{shown}"


def test_the_port_of_the_pages_is_the_one_that_is_served() -> None:
    """Who serves and asks as the pages say, meets."""
    assert Settings().port == 7878
    for page in ("README.md", "README.sv.md", "graph/README.md"):
        for address in re.findall(r"http://localhost:7878/\w+", text(page)):
            assert address.endswith("/sparql"), f"{page}: `nhv serve` has no {address}"


def test_pages_that_are_made_are_fresh() -> None:
    """The page of words is the ontology's, and that of questions the catalogue's."""
    from graph.demo.cheatsheet import pages

    for name, made in pages().items():
        assert text(name) == made, f"{name}: say `.venv/bin/python -m graph.demo.cheatsheet`"


def test_the_picture_of_the_model_is_the_ontology() -> None:
    """Each tie that is drawn is one that the ontology has, or its vocabularies."""
    from graph.base.lexicon import lexicon
    from graph.pictures.chart.model import CLASSES, TIES
    from ontology.terms import NHV, RDFS, expand, superclasses

    lex = lexicon()
    for tie in TIES:
        said = " ".join(tie)
        assert {tie[0], tie[2]} <= set(CLASSES), f"{said}: give both a place"
        one, prop, other = (NamedNode(expand(short)) for short in tie)
        if prop == RDFS.subClassOf:
            assert other in superclasses(one), f"{said}: no such kind"
        elif prop in NHV:
            assert {one, *superclasses(one)} & {*lex.domain(prop)}, (
                f"{said}: it has no such property"
            )
            assert other in lex.range(prop), f"{said}: no such values"


@pytest.mark.trust
@pytest.mark.slow
@pytest.mark.parametrize("ends", ["false", "true"], ids=["as on Linux", "as on Windows"])
def test_a_fresh_clone_answers(tmp_path: Path, ends: str) -> None:
    """What is under version control is enough to build and to ask, with the README's own words."""
    clone = tmp_path / "nhv-graph"
    command = ["git", "clone", "-q", "--config", f"core.autocrlf={ends}", str(ROOT), str(clone)]
    subprocess.run(command, check=True)
    (first, *_) = blocks("README.md", "python")
    code = f"{first.text.rpartition('kg.ask')[0]}print(kg.ask{first.text.rpartition('kg.ask')[2]})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=clone, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(clone), "PATH": ""},
    )  # fmt: skip
    assert done.stdout.rstrip() == first.shows.rstrip(), done.stderr[-2000:]

"""The decision records: each in the same form, and each with an example that is true."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from loaders.publishing.manifest import current_store
from ontology.terms import NHV, PREFIXES, ontology_files
from tests.ontology.words import FOLDER, NS
from tests.support import national_graph

DECISIONS = FOLDER / "decisions"
RECORDS = sorted(DECISIONS.glob("[0-9]*.md"))
HEADINGS = ["Context", "Options", "Choice", "Example"]
# Prefixes of vocabularies that only the alignments and shapes speak of.
ELSEWHERE = {
    name: namespace
    for file in ("alignments.ttl", "shapes.ttl")
    for name, namespace in re.findall(
        r"^@prefix ([\w-]+): <(.+)> \.$", (FOLDER / file).read_text(encoding="utf-8"), flags=re.M
    )
}
BLOCK = re.compile(r"^```(turtle|trig)\n(.+?)^```$", flags=re.M | re.S)

every_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)


def examples(record: Path) -> list[Quad]:
    """The statements of a record's examples, read with the project's prefixes."""
    prefixes = "".join(
        f"PREFIX {name}: <{namespace}>\n" for name, namespace in {**ELSEWHERE, **PREFIXES}.items()
    )
    found: list[Quad] = []
    for language, text in BLOCK.findall(record.read_text(encoding="utf-8")):
        form = RdfFormat.TRIG if language == "trig" else RdfFormat.TURTLE
        found += parse(prefixes + text, format=form)
    return found


@cache
def known() -> tuple[Store, frozenset[Triple]]:
    """The national graph, and all that the ontology's files say."""
    store = Store.read_only(str(current_store(national_graph())))
    files = (*ontology_files(), FOLDER / "shapes.ttl")
    said = (quad.triple for f in files for quad in parse(path=str(f), format=RdfFormat.TURTLE))
    return store, frozenset(said)


@every_record
def test_a_record_has_its_form(record: Path) -> None:
    """A numbered title, then context, options, choice and example, in 20 to 45 lines."""
    lines = record.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(rf"# {int(record.name[:2])}\. \S.+[^.]", lines[0]), (
        f"{record.name}: begin with '# {int(record.name[:2])}. What was decided'"
    )
    headings = [line.removeprefix("## ") for line in lines if line.startswith("#")][1:]
    assert headings == HEADINGS, f"{record.name}: head the parts {', '.join(HEADINGS)}"
    assert 20 <= len(lines) <= 45, f"{record.name}: {len(lines)} lines; write 20 to 45"


@every_record
def test_options_are_weighed(record: Path) -> None:
    """A choice among fewer than two options is none."""
    options = record.read_text(encoding="utf-8").split("## Options")[1].split("## Choice")[0]
    assert len(re.findall(r"^- ", options, flags=re.M)) >= 2, (
        f"{record.name}: say what else there was"
    )


@every_record
def test_words_of_ours_exist(record: Path) -> None:
    """Every nhv: term that a record names, in its text or example, is in the ontology."""
    text = record.read_text(encoding="utf-8")
    named = {*re.findall(r"\bnhv:(\w+)", text.replace(f"<{NS}", "<"))}
    unknown = sorted(name for name in named if name not in NHV)
    assert not unknown, f"{record.name}: correct {unknown}"


@every_record
def test_files_and_records_that_are_named_exist(record: Path) -> None:
    """A file of the repository, or another record, that a record names is there."""
    text = record.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:loaders|ontology|tests|graph)/[\w./*-]+)`", text):
        assert list(FOLDER.parent.glob(path)), f"{record.name}: there is no {path}"
    for number in map(int, re.findall(r"\brecord (\d+)", text)):
        assert number <= len(RECORDS), f"{record.name}: there is no record {number}"


@pytest.mark.slow
@every_record
def test_the_example_is_true(record: Path) -> None:
    """Every statement of an example is in the graph, or in the ontology, as it stands."""
    store, ontology = known()
    shown = examples(record)
    assert shown, f"{record.name}: give an example as a block of turtle or trig"
    for quad in shown:
        graph = quad.graph_name if isinstance(quad.graph_name, NamedNode) else None
        held = any(store.quads_for_pattern(quad.subject, quad.predicate, quad.object, graph))
        assert held or quad.triple in ontology, (
            f"{record.name}: {quad.triple} is not there; mend it"
        )


def test_records_are_numbered_without_gaps() -> None:
    """Records are counted from 1; a new one takes the next number."""
    numbers = [int(record.name[:2]) for record in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1)), "number the records in a row"


def test_the_index_lists_every_record() -> None:
    """The README of the folder has a line for each record, under its title, in order."""
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\d+) \| \[(.+)\]\((.+)\) \|$", index, flags=re.M)
    titles = [
        (r, r.read_text(encoding="utf-8").splitlines()[0].partition(". ")[2]) for r in RECORDS
    ]
    wanted = [(str(n), title, record.name) for n, (record, title) in enumerate(titles, 1)]
    assert listed == wanted, "bring the table of ontology/decisions/README.md into line"

"""The pipeline as a whole: same input, same bytes; bad input, no harm."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from loaders.build import CURATED, build
from loaders.problems import CuratedDataError
from loaders.publishing.recipe import Recipe
from ontology.terms import NHV, PROV, RDF, SKOS
from tests.support import ROOT, built_graph, load, national_graph, seeds

SCRIPT = """
import sys
from pathlib import Path
import loaders.curation.read as read
order = sys.argv[3]
real = Path.rglob
def rglob(self, pattern):
    found = sorted(real(self, pattern), reverse=order == "reversed")
    return iter(found)
Path.rglob = rglob
from loaders.build import build
build(Path(sys.argv[2]), curated=Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def real() -> Store:
    """The graph of the real curated files, in memory."""
    store = Store()
    store.load(path=str(national_graph() / "nhv.trig"))
    return store


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "seed", "order"),
    [
        ((seeds, built_graph), "0", "reversed"),
        *(pytest.param((lambda: CURATED, national_graph), *how, marks=pytest.mark.trust)
          for how in (("0", "reversed"), ("1", "sorted"), ("4711", "reversed"))),
    ],
    ids=["seeds", "0", "1", "4711"],
)  # fmt: skip
def test_same_input_same_bytes(
    tmp_path: Path, made: tuple[Callable[[], Path], Callable[[], Path]], seed: str, order: str
) -> None:
    """Turtle and TriG are the same bytes for any hash seed and any order of files."""
    curated, here = (make() for make in made)
    there = tmp_path / "there"
    subprocess.run(
        [sys.executable, "-c", SCRIPT, str(curated), str(there), order],
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
    )
    for name in ("nhv.ttl", "nhv.trig"):
        assert (here / name).read_bytes() == (there / name).read_bytes(), f"{name} differs"


def test_bad_data_leaves_the_last_build(tmp_path: Path, small: Path) -> None:
    """A build that fails leaves every byte of the last good build where it was."""
    out = tmp_path / "out"
    build(out, curated=small)
    before = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    source = small / "sources" / "sida-2024.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("value: 1", "value: ett"), "utf-8")
    with pytest.raises(CuratedDataError):
        build(out, curated=small)
    after = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert before == after


def test_digest_follows_every_input(small: Path) -> None:
    """A changed byte in a curated file, and each option, gives another fingerprint."""
    first = Recipe(small).digest()
    assert Recipe(small).digest() == first
    others = {Recipe(small, people=False).digest(), Recipe(small, known_at="2024").digest()}
    assert len({first, *others}) == 3
    source = small / "sources" / "sida-2024.yaml"
    source.write_text(source.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    assert Recipe(small).digest() != first


def test_adding_a_source_is_adding_a_file(small: Path) -> None:
    """One more file is one more named graph, and nothing else has to be touched."""
    shutil.copy(small / "sources" / "sida-2024.yaml", small / "sources" / "sida-2025.yaml")
    path = small / "sources" / "sida-2025.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("id: sida-2024", "id: sida-2025")
        .replace('also: ["900"]\n', ""),
        encoding="utf-8",
    )
    graphs = {str(q.graph_name) for q in load(small).quads}
    assert "<https://w3id.org/nhv/id/source/sida-2025>" in graphs


def test_every_fact_has_a_source_and_a_locator(real: Store) -> None:
    """Every fact of the default graph is cited: a source and a place in it."""
    facts = [q.subject for q in real.quads_for_pattern(None, RDF.type, NHV.Fact, None)]
    assert len(set(facts)) > 300, "the facts of the seed documents are missing"
    bare = {
        fact
        for fact in facts
        if not list(real.quads_for_pattern(fact, PROV.qualifiedPrimarySource, None))
    }
    assert not bare, f"add a citation: {sorted(map(str, bare))[:5]}"
    for quad in real.quads_for_pattern(None, RDF.type, NHV.Citation, None):
        citation = quad.subject
        assert list(real.quads_for_pattern(citation, PROV.entity, None)), f"{citation}: no source"
        locator = NamedNode("http://purl.org/ontology/bibo/locator")
        assert list(real.quads_for_pattern(citation, locator, None)), f"{citation}: no locator"


def test_every_label_exists_in_both_languages(real: Store) -> None:
    """Whatever has a label has exactly one in Swedish and one in English."""
    from pyoxigraph import DefaultGraph

    languages: dict[object, list[str]] = {}
    for quad in real.quads_for_pattern(None, SKOS.prefLabel, None, DefaultGraph()):
        assert isinstance(quad.object, Literal)
        languages.setdefault(quad.subject, []).append(quad.object.language or "")
    wrong = {s: found for s, found in languages.items() if sorted(found) != ["en", "sv"]}
    assert not wrong, f"give each one label in sv and one in en: {list(wrong.items())[:5]}"


def test_no_blank_nodes(real: Store) -> None:
    """The graph has no blank nodes, so that every statement can be pointed at."""
    assert all(isinstance(q.subject, NamedNode) for q in real)
    assert all(isinstance(q.object, NamedNode | Literal) for q in real)

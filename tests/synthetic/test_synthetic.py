"""The synthetic graph: valid, of the real graph's size, resolved, repeatable, and no pretence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph import KnowledgeGraph, open_graph
from graph.networks.catalogue import NETWORKS, projected
from graph.questions.catalogue import catalogue
from loaders.build import quiet
from loaders.checking.check import check
from loaders.problems import PublishError
from loaders.publishing.manifest import current_store
from loaders.resolution.resolve import resolve
from loaders.statements import quads_of
from ontology.terms import NHV, RDF, SKOS, curie
from tests.support import national_graph, parted, printed, sampled
from tests.synthetic import publish, quads, write
from tests.synthetic.generate import asserted

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("synthetic")]

TOLERANCE = 2
"""How many things of a kind there may be more or fewer than in the real graph, or one of twenty."""

# One citation is for all that a document states.
LEAN = {"nhv:Citation"}

# A value for each parameter that a question cannot do without.
NEEDED = {
    "area": "area:synthetic-001033",
    "body": "body:synthetic-001001",
    "organisation": "Region Stockholm",
    "person": "person:synthetic-person-001119",
    "thing": "area:synthetic-001033",
}


@cache
def whole(scale: int) -> list[Quad]:
    return list(quads(scale))


def classes(statements: Iterable[Quad]) -> Counter[str]:
    """Number of things by class of the project's own."""
    found = (
        curie(quad.object.value)
        for quad in statements
        if quad.predicate == RDF.type and isinstance(quad.object, NamedNode)
    )
    return Counter(name for name in found if name.startswith("nhv:"))


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    file = tmp_path_factory.mktemp("synthetic") / "synthetic.nq"
    write(1, file, quiet)
    return open_graph(file, lang="en")


def test_it_is_valid() -> None:
    """The shapes, the checks and the ontology find nothing, not even to warn of."""
    report = check(*parted(whole(1)), {})
    found = [str(problem) for problem in (*report.errors, *report.warnings)]
    assert not found, "mend tests/synthetic: " + "\n".join(found)


@pytest.mark.trust
def test_what_documents_say_is_valid_too() -> None:
    """No document names a person outside the graph of persons."""
    said = next(iter(asserted(1))).quads
    report = check(*parted([*said, *whole(1)]), {})
    assert not report.errors, "\n".join(map(str, report.errors))


@pytest.mark.trust
def test_it_is_what_the_resolution_makes_of_all_blocks() -> None:
    """Block by block comes to the same as all at once: nothing is lost between blocks."""
    said = [quad for block in asserted(3) for quad in block.quads]
    at_once, by_block = set(quads_of(resolve(said))), set(whole(3))
    assert at_once == by_block, "give the block what it refers to as context"


def test_no_statement_comes_twice() -> None:
    """The number of statements that is told is the number that a store holds."""
    assert len(whole(2)) == len(set(whole(2)))


# What follows from the facts by rule need only be of the same size.
FOLLOWS = {"nhv:HeldArea", "nhv:StatusPeriod", "nhv:Standing", "nhv:PermitTerm"}


def test_it_has_as_many_things_as_the_real_graph() -> None:
    """Scale 1 is the size of the real graph in things of every class."""
    store = Store.read_only(str(current_store(national_graph())))
    real = classes(store.quads_for_pattern(None, RDF.type, None, DefaultGraph()))
    made = classes(whole(1))
    apart = {
        name: (count, made[name])
        for name, count in real.items()
        if name not in LEAN
        and abs(made[name] - count) > max(TOLERANCE, count // (4 if name in FOLLOWS else 20))
    }
    assert not apart, f"real and made differ; correct the counts in tests/synthetic: {apart}"


def test_things_grow_with_the_scale() -> None:
    """Scale 2 has twice as many things of every class, but for what is fixed."""
    fixed = classes(quad for quad in whole(1) if not of_block(quad))
    grown, two = classes(filter(of_block, whole(1))), classes(whole(2))
    apart = {
        name: (fixed[name], grown[name], count)
        for name, count in two.items()
        # The real regions of the first block name more hospitals than the invented of the others.
        if abs(count - fixed[name] - 2 * grown[name]) > count // (6 if name in FOLLOWS else 20)
    }
    assert not apart, f"these do not grow with the scale: {apart}"
    assert two["nhv:County"] == fixed["nhv:County"], "counties are real, and fixed"


def of_block(quad: Quad) -> bool:
    """Whether it is said of something of the first block, to which the real regions belong."""
    name = str(quad.subject)
    return "-001" in name or "/region/" in name or "/healthcare-region/" in name


def invented(scale: int) -> list[Quad]:
    return [quad for quad in whole(scale) if "synthetic-" in str(quad.subject)]


def test_a_graph_begins_with_the_smaller_one() -> None:
    """What scale 1 says, scale 3 says first and in the same order."""
    assert whole(3)[: len(whole(1))] == whole(1)


def test_no_region_becomes_a_hub() -> None:
    """The most permits of one region stay about as many, however large the graph: else the
    networks of co-holders would grow faster than the graph.
    """

    def most(scale: int) -> int:
        return max(
            Counter(quad.object for quad in whole(scale) if quad.predicate == NHV.holder).values()
        )

    assert most(3) <= most(1) * 5 // 4, "draw holders from regions of the block"


def test_blocks_make_one_network() -> None:
    """Some permits of a block are held by regions of the block before."""
    held = [quad for quad in whole(3) if quad.predicate == NHV.holder]
    across = [
        q for q in held if "/permit/synthetic-002" in str(q.subject) and "-002" not in str(q.object)
    ]
    assert across, "draw some holders from the block before"


def test_every_invented_name_says_so() -> None:
    """Nobody takes it for facts: every name says synthetic, in both languages."""
    words = {"sv": "syntetisk", "en": "synthetic"}
    unsaid = [
        str(quad.object)
        for quad in invented(1)
        if quad.predicate == SKOS.prefLabel
        and isinstance(quad.object, Literal)
        and words[quad.object.language or ""] not in quad.object.value.casefold()
    ]
    assert not unsaid, f"say so in the name: {unsaid[:5]}"


@pytest.mark.trust
def test_same_bytes_whatever_the_hash_seed() -> None:
    """The graph of a scale is the same bytes on every run."""
    code = (
        "import sys; from tests.synthetic import quads; "
        "sys.stdout.reconfigure(encoding='utf-8'); print(*quads(1), sep='\\n')"
    )
    assert printed(code).count(b"\n") == len(whole(1))


@pytest.mark.parametrize("name", sampled(sorted(catalogue()), 6))
def test_every_question_has_an_answer(kg: KnowledgeGraph, name: str) -> None:
    """A measurement of a question that finds nothing would measure nothing."""
    needed: dict[str, Any] = {
        p.name: NEEDED[p.kind] for p in catalogue()[name].params if not p.optional
    }
    assert kg.answer(name, **needed).rows, f"let tests/synthetic make what {name} asks for"


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_every_network_has_edges(kg: KnowledgeGraph, name: str) -> None:
    """A measurement of an empty network would measure nothing."""
    assert projected(kg, name).number_of_edges(), f"let tests/synthetic make edges of {name}"


@pytest.mark.parametrize("scale", [0, -1, 1001, 2.0, True, "3"])
def test_only_a_whole_number_is_a_scale(scale: object) -> None:
    """A scale that is none is refused before anything is made."""
    with pytest.raises(ValueError, match="give a whole number from 1 to 1000"):
        quads(scale)  # type: ignore[arg-type]


def test_a_file_has_a_known_ending(tmp_path: Path) -> None:
    """A wrong ending is refused, and the nearest right one named."""
    with pytest.raises(ValueError, match=r"did you mean \.ttl\?"):
        write(1, tmp_path / "synthetic.tll", quiet)


@pytest.mark.parametrize("ending", sampled([".nt", ".ttl"], 2))
def test_every_format_says_the_same(ending: str, tmp_path: Path) -> None:
    """The format changes the form only, and nothing half made stays behind."""
    file = tmp_path / f"synthetic{ending}"
    assert write(1, file, quiet) == len(whole(1))
    store = Store()
    store.bulk_load(path=str(file))
    assert len(store) == len(whole(1))
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.trust
def test_it_is_published_as_a_store(tmp_path: Path) -> None:
    """The directory has one store of all statements, and its manifest says what it is."""
    publish(1, tmp_path, quiet)
    published = publish(1, tmp_path, quiet)
    assert current_store(tmp_path) == published.store
    assert len(Store.read_only(str(published.store))) == published.manifest.triples
    assert published.manifest.options == {"curated": False, "synthetic": "1"}
    stores = [path for path in (tmp_path / "store").iterdir() if path.is_dir()]
    assert stores == [published.store], "remove the store that was there before"


def test_it_never_takes_the_place_of_the_real_graph() -> None:
    """A directory with the graph of curated files is refused."""
    with pytest.raises(PublishError, match="give another directory"):
        publish(1, national_graph(), quiet)

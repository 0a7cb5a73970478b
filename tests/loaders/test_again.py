"""A view in which only what it changes was resolved again is the one made from nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Set
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from loaders.dates import parse
from loaders.publishing.manifest import TRIG, current_store, said_by_graphs
from loaders.resolution import again, neighbours
from loaders.resolution.quads import Quads
from loaders.resolution.resolve import resolve
from loaders.resolution.views import ALWAYS, Withheld, withheld
from loaders.rules.days import Span
from loaders.rules.facts import Facts
from loaders.statements import Term
from ontology.terms import NHV, OVERLAYS, PEOPLE_GRAPH, RDF, XSD, kind_of, thing
from tests.support import built_graph, national_graph

_OWN = NamedNode(f"{OVERLAYS}mine.csv")
_DATES = ("2018", "2019-06", "2023-03", "2023-06-10", "2025", "2026-06", "2026-12")


def store_of(build: Path) -> Path:
    """The store of a build."""
    place = current_store(build)
    assert place is not None
    return place


def left_out(store: Store, draw: random.Random) -> Withheld:
    """What a view leaves out: by a date, by the sources that are asked, with or without persons."""
    if draw.random() < 0.4:
        return withheld(store, parse(draw.choice(_DATES)), people=draw.random() < 0.5)
    left = withheld(store, people=draw.random() < 0.5)
    sources = sorted((g for g in left.kept if g not in (*ALWAYS, PEOPLE_GRAPH)), key=str)
    graphs = draw.sample(sources, draw.randint(0, min(4, len(sources))))
    known_at = parse("2026") if draw.random() < 0.3 else None
    return Withheld(known_at, graphs, [g for g in left.kept if g not in graphs], left.quads)


def own_words(store: Store, draw: random.Random) -> list[Quad]:
    """A file of one's own: what some sources say of a few things, with other days and holders."""
    facts = sorted(
        {q.subject for q in store.quads_for_pattern(None, RDF.type, NHV.Fact, None)}, key=str
    )
    regions = sorted(
        {q.subject for q in store.quads_for_pattern(None, RDF.type, NHV.Region, None)}, key=str
    )
    said = [Quad(_OWN, RDF.type, NHV.Source, _OWN), Quad(_OWN, NHV.sourceKind, NHV.Report, _OWN)]
    said += [Quad(draw.choice(regions), NamedNode(f"{OVERLAYS}n"), Literal("5"), _OWN)]
    for fact in draw.sample(facts, draw.randint(0, 5)):
        for quad in store.quads_for_pattern(fact, None, None, None):
            value = quad.object
            if not isinstance(quad.graph_name, NamedNode) or draw.random() < 0.2:
                continue
            if isinstance(value, Literal) and value.datatype == XSD.date:
                value = Literal(
                    f"20{draw.randint(10, 26)}-0{draw.randint(1, 9)}-11", datatype=XSD.date
                )
            if quad.predicate == NHV.holder:
                value = draw.choice(regions)
            said.append(Quad(fact, quad.predicate, value, _OWN))
    if draw.random() < 0.2:
        region, place = draw.choice(regions), thing("healthcare-region", "sjukvardsregion-norra")
        said.append(Quad(region, NHV.inHealthcareRegion, place, _OWN))
    return said


def differing(store: Store, seed: int) -> set[Quad] | None:
    """The statements in which a random view is not the one made from nothing."""
    draw = random.Random(seed)
    left = left_out(store, draw)
    come = own_words(store, draw) if draw.random() < 0.6 else []
    changed = again.change(store, left, come)
    if changed is None:
        return None
    kept = {quad for quad in store if quad.graph_name not in changed.graphs}
    made = kept.difference(changed.gone).union(changed.come)
    return made ^ set(again.whole(store, left, come))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("graph", "seeds"),
    [
        (built_graph, range(2)),
        *(pytest.param(built_graph, range(n, n + 15), marks=pytest.mark.trust)
          for n in range(2, 152, 15)),
        *(pytest.param(national_graph, range(n, n + 5), marks=pytest.mark.trust)
          for n in range(0, 50, 5)),
    ],
)  # fmt: skip
def test_a_view_is_the_one_made_from_nothing(
    graph: Callable[[], Path], seeds: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a view leaves out or has of its own, not a statement differs."""
    monkeypatch.setattr(again, "_MOST", 10)  # all of it by what changes, however much that is
    store = Store.read_only(str(store_of(graph())))
    found = {seed: differing(store, seed) for seed in seeds}
    assert any(differ is not None for differ in found.values()), "try views that change less"
    wrong = {seed: sorted(map(str, differ))[:5] for seed, differ in found.items() if differ}
    assert not wrong, "what touches these? Tell loaders/resolution/neighbours.py"


def test_rules_read_of_shared_things_only_what_makes_readers_be_resolved_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No rule looks at a property that is held to be a shared thing's own."""
    seen: set[tuple[str, NamedNode]] = set()
    values, span = Facts.values, Facts.span

    def noting_values(facts: Facts, node: NamedNode, name: NamedNode) -> Set[Term]:
        seen.add((kind_of(node.value), name))
        return values(facts, node, name)

    def noting_span(facts: Facts, node: NamedNode, *names: NamedNode) -> Span:
        seen.update((kind_of(node.value), name) for name in names)
        return span(facts, node, *names)

    monkeypatch.setattr(Facts, "values", noting_values)
    monkeypatch.setattr(Facts, "span", noting_span)
    resolve(said_by_graphs(store_of(built_graph())))
    wrong = {
        (kind, name)
        for kind, name in seen
        if kind in neighbours.SHARED and not neighbours.is_read(name)
    }
    assert ("area", RDF.type) in seen, "nothing is noted; note what rules read where they read it"
    # Facts that rest on a citation are resolved again with it.
    assert wrong <= {("citation", NHV.certainty)}, "take the property out of OF_ITS_OWN"


def test_the_text_says_what_the_named_graphs_of_the_store_say(tmp_path: Path) -> None:
    """What is read from the text of a build is what its store has; of another text, nothing."""
    place = store_of(built_graph())
    named = {q for q in Store.read_only(str(place)) if isinstance(q.graph_name, NamedNode)}
    said = said_by_graphs(place)
    store = Store()
    store.bulk_extend(said)  # a store keeps the value of a literal, a text its wording
    assert set(store) == named, "the first named graph begins elsewhere in the text"
    shutil.copytree(place, other := tmp_path / "store")
    (other / TRIG).write_bytes((other / TRIG).read_bytes() + b"\n")
    assert said_by_graphs(other) == [], "a text that is not the one published is not to be read"


@pytest.mark.slow
@pytest.mark.parametrize("people", [True, False])
def test_a_view_of_the_text_is_that_of_the_store(people: bool) -> None:
    """Whether named graphs are read from the text or the store, a view is the same."""
    place = store_of(built_graph())
    store = Store.read_only(str(place))
    left = withheld(store, parse("2024-06"), people=people)
    views = [Store(), Store()]
    for view, said in zip(views, ((), said_by_graphs(place)), strict=True):
        view.bulk_extend(again.whole(store, left, (), said))
    assert set(views[0]) == set(views[1]), "leave out of the text what is left out of the store"


@pytest.mark.slow
def test_quads_in_memory_are_found_as_in_a_store() -> None:
    """Whatever is given of a quad, memory finds what a store finds, and has lost what it lost."""
    store, draw = Store.read_only(str(store_of(built_graph()))), random.Random(1)
    said = list(store)
    kept, known = set(said).difference(said[::7]), Quads(said)
    known.change((), said[::7], ())
    for quad in draw.sample([q for q in said if isinstance(q.object, NamedNode)], 4):
        for asked in (
            (quad.subject, quad.predicate, None, None),
            (None, quad.predicate, quad.object, None),
            (None, None, None, quad.graph_name),
        ):
            of_store = kept.intersection(store.quads_for_pattern(*asked))
            assert set(known.quads_for_pattern(*asked)) == of_store, f"not as a store: {asked}"

"""``cite()``: what a fact, an answer, a network, a picture or the whole graph rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from operator import itemgetter
from typing import Any

from pyoxigraph import NamedNode

from graph.base.languages import LANGS
from graph.base.problems import BadParameter, NothingFound
from graph.base.statements import Statements
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.values import BETWEEN as BETWEEN_VALUES
from graph.evidence.references import Document, Reference, References
from graph.questions.catalogue import catalogue, question
from graph.questions.question import ENTITY
from graph.view.answering import answered, worded
from graph.view.citations import BETWEEN, citations, with_evidence
from graph.view.view import View
from ontology.terms import BASE, DCTERMS, FOAF, NHV, SKOS, concepts, curie, expand, kind_of

_WORDS = words_of("graph.evidence")
_TOLD = (DCTERMS.title, SKOS.prefLabel, DCTERMS.publisher, FOAF.page, NHV.date, NHV.readOn,
         NHV.sourceKind)  # fmt: skip

_SURE = {NHV.Stated: "stated", NHV.Inferred: "inferred"}

Place = tuple[str, str, str]
"""The short name of a document, a place in it, and how certain it is by that."""


def cite(kg: View, what: Any = None, **params: object) -> References:
    """What something rests on; see :meth:`graph.knowledge_graph.KnowledgeGraph.cite`."""
    if params and (what is None or isinstance(what, View)):
        raise BadParameter(
            f'{min(params)} belongs to a question; name it, as in kg.cite("holders")'
        )
    if what is None or isinstance(what, View):
        return _references(kg, _say(kg, "graph"), [])
    if isinstance(what, NamedNode | str):
        return _of_name(kg, what, params)
    if params:
        raise BadParameter("parameters belong to a question that is cited by its name")
    if hasattr(what, "edges") and hasattr(what, "graph"):
        return _of_network(kg, what, [edge for *_, edge in what.edges(data=True)])
    if hasattr(what, "scene"):
        return _of_network(kg, what.net, [edge for *_, edge in what.scene.edges])
    if hasattr(what, "columns") and hasattr(what, "attrs"):
        return _of_frame(kg, what)
    if hasattr(what, "rows") and hasattr(what, "title") and hasattr(what, "as_of"):
        rows = [[str(cell) for cell in row] for row in what.rows]
        seen = kg.at(as_of=what.as_of, known_at=what.known_at)
        return _references(seen, str(what.title), [list(_of_cells(row)) for row in rows])
    raise BadParameter(
        f"a {type(what).__name__} cannot be cited; give a name, a question, an answer, a network, "
        "a picture, or nothing for the whole graph"
    )


def _of_name(kg: View, name: NamedNode | str, params: Mapping[str, object]) -> References:
    """A question by its name, else a thing by any of its own."""
    if isinstance(name, str) and (
        params or name.strip().casefold().replace("_", "-") in catalogue()
    ):
        return _of_question(kg, name, params)
    node = kg.names.find(name if isinstance(name, str) else name.value)
    label = kg.labels([node.value])[node.value]
    if kind_of(node.value) == "source":
        return _references(kg, label, [[(curie(node.value), "", "")]])
    found = citations(kg, [node])[node]
    if not found:
        raise NothingFound(
            f"no source speaks of {curie(node.value)} itself; kg.explain names the facts about it, "
            "each of which can be cited"
        )
    places = [(curie(c.source.value), c.locator, _SURE[c.certainty()]) for c in found]
    return _references(kg, label, [places])


def _of_question(kg: View, name: str, params: Mapping[str, object]) -> References:
    asked, table = question(name), answered(kg, name, params)
    subject = worded(kg, asked, params)
    if ENTITY not in table.columns:  # it counts, and rests on the whole graph
        return _references(kg, subject, [])
    table = with_evidence(kg, table, asked.cites)
    return _references(kg, subject, _places(table.columns, table.values()))


def _of_frame(kg: View, frame: Any) -> References:
    """An answer by the columns of its evidence, else by the question that it answers."""
    columns = [str(name) for name in frame.columns]
    rows = list(frame.itertuples(index=False))
    params = dict(frame.attrs.get("asked", {}))
    name = params.pop("question", "")
    view, given = kg.viewed(params)
    subject = worded(view, question(name), given) if name else _say(kg, "answer")
    if _columns_of(columns) and any(_places(columns, rows)):
        return _references(view, subject, _places(columns, rows))
    if name:
        # Its rows may have been sorted or left out since, so that no number fits a row.
        return replace(_of_question(view, name, given), marks=())
    raise BadParameter(
        "this table does not say what it rests on; ask with evidence=True, or cite the question "
        'itself: kg.cite("holders", area="dysmeli")'
    )


def _columns_of(columns: Sequence[str]) -> list[int]:
    """Where an answer has its documents, the places in them and the certainty."""
    for source, before in (("evidence_source", "evidence_"), ("source", ""), ("document", "")):
        if source in columns:
            names = (source, f"{before}locator", f"{before}certainty")
            return [columns.index(name) for name in names if name in columns]
    return []


def _places(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[list[Place]]:
    """The places that each row of an answer with evidence names."""
    sure = {word(term, lang): said for term, said in _SURE.items() for lang in LANGS}
    found: list[list[Place]] = []
    for row in rows:
        told = [row[at] for at in _columns_of(columns)]
        source, *beside = ("" if cell is None else str(cell) for cell in told)
        mark = next((mark for mark in (BETWEEN_VALUES, BETWEEN) if mark in source), "")
        # Of one document the place may have such a mark itself.
        cells = [text.split(mark) if mark else [text] for text in (source, *beside)]
        cells += [[""] * len(cells[0])] * (3 - len(cells))
        triples = zip(*cells, strict=True)
        found.append([(s, p, sure.get(c, "")) for s, p, c in triples if s.startswith("source:")])
    return found


def _of_network(kg: View, net: Any, edges: Iterable[Mapping[str, Any]]) -> References:
    """What the edges of a network rest on, on the network's own day."""
    title, day = net.graph.get("title"), net.graph.get("as_of")
    if not (title and day):
        what = "this network does not say what it rests on"
        raise BadParameter(f"{what}; cite one that kg.network gives, or the whole graph: kg.cite()")
    seen = kg.at(as_of=day, known_at=net.graph.get("known_at") or None)
    place = itemgetter("source", "locator", "certainty")
    return _references(seen, str(title), [[*map(place, e.get("evidence") or ())] for e in edges])


def _of_cells(row: Sequence[str]) -> Iterator[Place]:
    """The documents that a row of a picture's table names, with the places beside them."""
    for cell, beside in zip(row, [*row[1:], ""], strict=True):
        named = cell.split(BETWEEN)
        places = beside.split(BETWEEN)
        if all(name.startswith("source:") for name in named):
            places = places if len(places) == len(named) else [""] * len(named)
            yield from ((name, place, "") for name, place in zip(named, places, strict=True))


def _references(kg: View, subject: str, rows: Sequence[Sequence[Place]]) -> References:
    """The documents of some rows, numbered in the order in which they are first named."""
    places: dict[str, dict[tuple[str, str], None]] = {}
    for source, place, certainty in (place for row in rows for place in row):
        places.setdefault(source, {})[place, certainty] = None
    documents = _documents(kg, places)
    numbers = {source: number for number, source in enumerate(places, 1)}
    marks = tuple(tuple(sorted({numbers[source] for source, *_ in row})) for row in rows)
    found = tuple(
        Reference(documents[source], tuple(pair for pair in of if any(pair)))
        for source, of in places.items()
    )
    return References(subject, found, _dataset(kg), _seen(kg), kg.lang, marks)


def _documents(kg: View, sources: Iterable[str]) -> dict[str, Document]:
    """What references say of documents, all looked up together."""
    nodes = {source: NamedNode(expand(source)) for source in sources}
    known = Statements(kg.engine.find(nodes.values(), _TOLD))
    publishers = {p for node in nodes.values() for p in known.nodes(node, DCTERMS.publisher)}
    names = kg.labels(p.value for p in publishers)
    kinds = {node: notation for notation, node in concepts("sourceKind").items()}
    found = {}
    for source, node in nodes.items():
        title = _in_lang(known, node, "sv") or _in_lang(known, node, "en") or source
        kind = known.node(node, NHV.sourceKind)
        found[source] = Document(
            id=source.partition(":")[2],
            kind=kinds.get(kind, "") if kind else "",
            title=title,
            author=", ".join(sorted(names[p.value] for p in known.nodes(node, DCTERMS.publisher))),
            date=known.value(node, NHV.date),
            read_on=known.value(node, NHV.readOn),
            url=next((term.value for term in known.objects(node, FOAF.page)), ""),
        )
    return found


def _in_lang(known: Statements, node: NamedNode, lang: str) -> str:
    """A title as printed, which is Swedish; else that of the graph."""
    for prop in (DCTERMS.title, SKOS.prefLabel):
        for text in sorted(known.literals(node, prop, lang)):
            return text
    return ""


def _dataset(kg: View) -> Document:
    """This graph; it is dated by the day on which its newest source was read."""
    days = (quad.object.value for quad in kg.engine.find(None, [NHV.readOn]))  # type: ignore[union-attr]
    return Document(
        id="nhv-graph",
        kind="dataset",
        title=_say(kg, "title"),
        author="The NHV Graph contributors",
        date=kg.cached("read on", lambda: max(days, default="")),
        url=BASE,
        version=version("nhv-graph"),
    )


def _seen(kg: View) -> str:
    own = ", ".join(overlay.name for overlay in kg.overlays)
    told = (
        _say(kg, "as_of", kg.as_of),
        _say(kg, "known_at", kg.known_at) if kg.known_at else "",
        _say(kg, "overlay", own) if own else "",
    )
    return ", ".join(part for part in told if part)


def _say(kg: View, key: str, *values: object) -> str:
    return _WORDS.say(f"cite.{key}", kg.lang, *values)

"""What a fact that is not in the graph would change there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from graph.base.languages import LANGS
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.view.view import View
from loaders.dates import parse_literal
from ontology.terms import PROV, RDF, SKOS, thing

_WORDS = words_of("graph.service.review")
_NAMES = (SKOS.prefLabel, SKOS.altLabel)
_SOURCES = thing("source", "x").value.removesuffix("x")


def changes(kg: View, said: Sequence[Quad]) -> dict[str, list[str]]:
    """What the statements of one fact would change, as sentences in both languages.

    Its citations may be among them: “New permit: Dysmeli – Region Skåne”.
    """
    told: dict[str, list[str]] = {lang: [] for lang in LANGS}
    cited = (q.subject for q in said if q.predicate == PROV.qualifiedPrimarySource)
    nodes = list(dict.fromkeys(node for node in cited if isinstance(node, NamedNode)))
    for lang in LANGS:
        view = kg.at(lang=lang)
        for node in nodes:
            told[lang] += _of_node(view, node, [q for q in said if q.subject == node])
    return told


def _of_node(kg: View, node: NamedNode, mine: Sequence[Quad]) -> list[str]:
    """The sentences on a fact, or on a thing that is printed under another name."""
    kind = next((q.object for q in mine if q.predicate == RDF.type), None)
    if not isinstance(kind, NamedNode):
        held = {q.object for q in kg.engine.find([node], _NAMES, graph=None)}
        names = [q.object for q in mine if q.predicate in _NAMES and q.object not in held]
        new = [name.value for name in names if isinstance(name, Literal)]
        return [_WORDS.say("name", kg.lang, _label(kg, node), name) for name in new]
    named = (q.object for q in mine if q.predicate == SKOS.prefLabel)
    name = next((o.value for o in named if isinstance(o, Literal) and o.language == kg.lang), "")
    own = {q.graph_name for q in mine}
    known = [q for q in kg.engine.find([node], graph=None) if _of_source(q) not in (None, *own)]
    sources = {_of_source(q) for q in known}
    if not sources:
        return [_WORDS.say("new", kg.lang, word(kind, kg.lang), name)]
    titles = [_label(kg, source) for source in sorted(sources, key=str)]
    against = list(_contradictions(kg, mine, known))
    here = {q.predicate for q in mine if _dated(q.object)} - {q.predicate for q in known}
    adds = sorted(word(predicate, kg.lang) for predicate in here)
    again = _WORDS.say("again", kg.lang, len(sources) + 1, name, "; ".join(titles))
    more = [_WORDS.say("adds", kg.lang, ", ".join(adds))] if adds else []
    return [*against, again, *more]


def _of_source(quad: Quad) -> NamedNode | None:
    """The source whose graph a statement stands in."""
    graph = quad.graph_name
    return graph if isinstance(graph, NamedNode) and graph.value.startswith(_SOURCES) else None


def _contradictions(kg: View, mine: Sequence[Quad], known: Sequence[Quad]) -> Iterable[str]:
    """Days that a fact gives and that a source gives otherwise, neither more precise alone."""
    for one in mine:
        if not isinstance(one.object, Literal) or not _dated(one.object):
            continue
        for other in known:
            if other.predicate != one.predicate or not isinstance(other.object, Literal):
                continue
            here, there = parse_literal(one.object), parse_literal(other.object)
            if not here.within(there) and not there.within(here):
                what = word(one.predicate, kg.lang)
                source = _label(kg, other.graph_name)
                yield _WORDS.say("against", kg.lang, what, here.text, there.text, source)


def _dated(value: object) -> bool:
    if not isinstance(value, Literal):
        return False
    return value.datatype.value.rpartition("#")[2] in ("date", "gYear", "gYearMonth") or (
        "edtf" in value.datatype.value.lower()
    )


def _label(kg: View, node: object) -> str:
    iri = node.value if isinstance(node, NamedNode) else str(node)
    return kg.labels([iri]).get(iri, iri)

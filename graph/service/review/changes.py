"""What a fact says, and what it would change in the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from pyoxigraph import Literal, NamedNode, Quad

from graph.base.languages import LANGS
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.view.citations import date_text
from graph.view.view import View
from loaders.dates import parse_literal
from ontology.spelling import fold
from ontology.terms import DCTERMS, NHV, PROV, RDF, SKOS, thing

_WORDS = words_of("graph.service.review")
_NAMES = (SKOS.prefLabel, SKOS.altLabel)
_TOLD = (
    RDF.type, *_NAMES, PROV.qualifiedPrimarySource, PROV.hadPrimarySource, NHV.unitCount, NHV.stage,
)  # fmt: skip
_OF_CITATION = (NHV.state, NHV.infers)
_USUAL = thing("programme", "nhv")  # what facts are about unless they say otherwise
_SOURCES = thing("source", "x").value.removesuffix("x")


class Told(TypedDict):
    """What a fact says as a sentence, and what else there is to tell of it."""

    says: str
    more: list[str]
    sources: list[str]


def told(kg: View, said: Sequence[Quad]) -> dict[str, Told]:
    """What the statements of one fact say and would change, in both languages.

    Its citations may be among them: “Permit: Dysmeli – Region Skåne”, “new in the graph”.
    """
    nodes = dict.fromkeys(q.subject for q in said if q.predicate == PROV.qualifiedPrimarySource)
    found: dict[str, Told] = {}
    for lang in LANGS:
        view = kg.at(lang=lang)
        parts = [_Part(view, node, said) for node in nodes if isinstance(node, NamedNode)]
        things = [part for part in parts if part.kind] or parts
        found[lang] = {
            "says": "; ".join(part.says() for part in things),
            "more": list(dict.fromkeys(line for part in parts for line in part.more())),
            "sources": list(dict.fromkeys(line for part in parts for line in part.sources())),
        }
    return found


@dataclass
class _Part:
    """A thing that a fact speaks of: a new one, or one that is printed under another name."""

    kg: View
    node: NamedNode
    said: Sequence[Quad]

    @property
    def mine(self) -> list[Quad]:
        """What is said of it."""
        return [q for q in self.said if q.subject == self.node]

    @property
    def kind(self) -> NamedNode | None:
        """Its class, if the fact tells it."""
        found = (q.object for q in self.mine if q.predicate == RDF.type)
        return next((kind for kind in found if isinstance(kind, NamedNode)), None)

    @property
    def name(self) -> str:
        """What the fact calls it."""
        named = (q.object for q in self.mine if q.predicate == SKOS.prefLabel)
        own = (o.value for o in named if isinstance(o, Literal) and o.language == self.kg.lang)
        return next(own, "") or _label(self.kg, self.node)

    def says(self) -> str:
        """What it is: “Permit: Dysmeli – Region Skåne”."""
        if self.kind is None:
            return _WORDS.say("named", self.kg.lang, self.name)
        kind, (start, colon, _) = word(self.kind, self.kg.lang), self.name.partition(":")
        itself = colon and start.casefold() in kind.casefold()  # “Remiss: …” of a Remissomgång
        return self.name if itself else f"{kind}: {self.name}"

    def more(self) -> list[str]:
        """What its name does not tell, and what it would change."""
        return [*self._details(), *self._changes()] if self.kind else self._names()

    def _details(self) -> list[str]:
        """Its other values: “valid from: 2024-10-01; state: in force”."""
        cited = () if self.kind == NHV.UnitCount else self.mine  # the citation is that of its fact
        citations = {q.object for q in cited if q.predicate == PROV.qualifiedPrimarySource}
        told: dict[str, list[str]] = {}
        for quad in self.said:
            own = quad.subject == self.node and quad.predicate not in _TOLD
            if own or (quad.subject in citations and quad.predicate in _OF_CITATION):
                value = self._value(quad.object)
                if value and value not in self.name:
                    what = word(quad.predicate, self.kg.lang)
                    if quad.predicate == NHV.infers:
                        what = _WORDS.say("concluded", self.kg.lang)
                    told.setdefault(what, []).append(value)
        said = "; ".join(f"{what}: {', '.join(values)}" for what, values in told.items())
        return [said] if said else []

    def _value(self, value: object) -> str:
        if isinstance(value, Literal):
            other = value.language not in (None, self.kg.lang)
            text = date_text(value.value, self.kg.lang) if _dated(value) else value.value
            return "" if other or text == "false" else text
        if not isinstance(value, NamedNode) or value == _USUAL:
            return ""
        return word(value, self.kg.lang) if value in NHV else _label(self.kg, value)

    def sources(self) -> list[str]:
        """The sources that have it already."""
        return sorted(
            {_title(self.kg, _of_source(quad)) for quad in self._known} if self.kind else ()
        )

    @cached_property
    def _known(self) -> list[Quad]:
        """What other sources say of it."""
        own = {q.graph_name for q in self.mine}
        found = self.kg.engine.find([self.node], graph=None)
        return [q for q in found if _of_source(q) not in (None, *own)]

    def _changes(self) -> list[str]:
        """What it would change in the graph."""
        lang = self.kg.lang
        if not self._known:
            return [_WORDS.say("new", lang)]
        here = {q.predicate for q in self.mine if _dated(q.object)}
        adds = sorted(word(what, lang) for what in here - {q.predicate for q in self._known})
        more = [_WORDS.say("adds", lang, ", ".join(adds))] if adds else []
        return [*_contradictions(self.kg, self.mine, self._known), *more]

    def _names(self) -> list[str]:
        """Names that it would get; capitals make no other name."""
        of_it = self.kg.engine.find([self.node], _NAMES, graph=None)
        held = {fold(q.object.value) for q in of_it if isinstance(q.object, Literal)}
        names = (q.object for q in self.mine if q.predicate in _NAMES)
        new = [o.value for o in names if isinstance(o, Literal) and fold(o.value) not in held]
        return [_WORDS.say("name", self.kg.lang, self.name, name) for name in new]


def _of_source(quad: Quad) -> NamedNode | None:
    """The source whose graph a statement stands in."""
    graph = quad.graph_name
    return graph if isinstance(graph, NamedNode) and graph.value.startswith(_SOURCES) else None


def _contradictions(kg: View, mine: Sequence[Quad], known: Sequence[Quad]) -> Iterable[str]:
    """Days that a fact gives and that sources give otherwise, neither more precise alone."""
    for one in mine:
        if not isinstance(one.object, Literal) or not _dated(one.object):
            continue
        here, others = parse_literal(one.object), defaultdict[str, set[str]](set)
        for other in known:
            if other.predicate == one.predicate and isinstance(other.object, Literal):
                there = parse_literal(other.object)
                if not here.within(there) and not there.within(here):
                    others[there.text].add(_publishers(kg, other.graph_name))
        if others:
            what = word(one.predicate, kg.lang)
            by = (
                _WORDS.say("by", kg.lang, date_text(day, kg.lang), ", ".join(sorted(who)))
                for day, who in sorted(others.items())
            )
            day = date_text(here.text, kg.lang)
            yield _WORDS.say("against", kg.lang, what, day, "; ".join(by))


def _dated(value: object) -> bool:
    if not isinstance(value, Literal):
        return False
    return value.datatype.value.rpartition("#")[2] in ("date", "gYear", "gYearMonth") or (
        "edtf" in value.datatype.value.lower()
    )


def _title(kg: View, source: object) -> str:
    """The title of a source and who published it, as several may have the same title."""
    publishers = _publishers(kg, source)
    return f"{_label(kg, source)} ({publishers})" if publishers else _label(kg, source)


def _publishers(kg: View, source: object) -> str:
    """Who published a source."""
    found = kg.engine.find([source], [DCTERMS.publisher]) if isinstance(source, NamedNode) else ()
    return ", ".join(sorted({_label(kg, q.object) for q in found}))


def _label(kg: View, node: object) -> str:
    iri = node.value if isinstance(node, NamedNode) else str(node)
    return kg.labels([iri]).get(iri, iri)

"""From a name that a person writes to the thing it names.

A name is looked up as it is written: as an IRI, a short name, a slug, or a label in
either language.  Only what is not found so is sought by its letters alone, and only a
miss reads the names of a kind, for what may have been meant; so a first question waits
for no index, and the graph may be on a service and large.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol
from unicodedata import normalize

from pyoxigraph import Literal, NamedNode, Quad

from graph.base.languages import LANGS
from graph.base.mistakes import mistake
from graph.base.problems import UnknownName, as_text
from graph.base.words import words_of
from graph.engines.protocol import Engine
from ontology import terms
from ontology.spelling import did_you_mean, fold, slug

# Kinds that stand for several kinds of IRIs.
WIDER: Mapping[str, tuple[str, ...]] = {
    "organisation": ("region", "healthcare-region", "hospital", "organisation", "body"),
    "body": ("body", "organisation"),
    "hospital": ("hospital",),
}
# What registers name.
REGISTERS = (
    "area", "region", "healthcare-region", "hospital", "organisation", "body", "person",
    "county", "municipality", "legal", "programme", "step",
)  # fmt: skip
STEP = re.compile(r"(?:step|steg)?\s*:?\s*([1-8])")
_SLUG = re.compile(r"[^\s<>\"{}|^`\\/#]+")
# How well a name fits: 0 a slug or a preferred label, 1 a notation, 2 a variant.
RANKS: Mapping[NamedNode, int] = {
    terms.SKOS.prefLabel: 0,
    terms.DCTERMS.title: 0,
    terms.SKOS.notation: 1,
    terms.SKOS.altLabel: 2,
}
_IS = (terms.RDF.type, *RANKS)
_NAMED = " ".join(map(str, RANKS))
# Names of one kind that are read for suggestions; the synthetic graph has more persons.
_MOST = 50_000

Ranked = Iterator[tuple[str, int]]
"""Things with how well a name fits each; the best counts."""


class Names:
    """The names in a view, by its engine.

    ``wider`` are those of the whole graph where this is a view of it, so that a thing of another
    time is told from a misspelt one.
    """

    def __init__(self, engine: Engine, wider: Names | None = None) -> None:
        self.engine = engine
        self.wider = wider
        self._known: dict[Hashable, NamedNode] = {}
        self._read: dict[str, tuple[tuple[str, str, int], ...]] = {}

    def find(self, name: str, kind: str = "thing") -> NamedNode:
        """The IRI of the thing that a name means, of a kind or of any: ``"thing"``.

        A name is a full IRI, a short name (``area:dysmeli``), a slug, a printed name in either
        language, or a source's other id; where nothing is called so, case and spacing do not
        matter.  Raises UnknownName if nothing or more than one thing is so called.
        """
        if kind not in kinds():
            near = did_you_mean(kind, kinds(), f"the kinds are {', '.join(kinds())}")
            raise UnknownName(f"there is no kind of things called “{kind}”; {near}")
        key = (as_text("the name of a thing", name), kind)
        if key not in self._known:
            try:
                self._known[key] = self._find(name.strip(), kind)
            except ValueError:  # a sign that no IRI can have
                what = f"nothing can be called “{name}”; write a label, or area:dysmeli"
                raise UnknownName(what) from None
        return self._known[key]

    def has(self, iri: str) -> bool:
        """Whether there is a thing of this IRI."""
        return any(True for _ in self.engine.find([NamedNode(iri)], _IS))

    def of_kind(self, kind: str) -> tuple[tuple[str, str, int], ...]:
        """All names of the things of one kind, read once.

        Each comes with the IRI of what is called so, and how well it fits; of a very large graph
        they are the first fifty thousand.
        """
        if kind not in self._read:
            self._read[kind] = tuple(sorted(self._all(kind)))
        return self._read[kind]

    def _find(self, name: str, kind: str) -> NamedNode:
        iri = _as_iri(name)
        if iri is not None and _fits(iri, kind) and self.has(iri):
            return NamedNode(iri)
        if kind == "step" and (match := STEP.fullmatch(name.casefold())):
            return terms.thing("step", match[1])
        prefix, colon, rest = name.partition(":")
        if colon and prefix in terms.KINDS and kind in (prefix, "thing"):
            # "source:000": the rest may be any name of a thing of that kind.
            name, kind = rest, prefix
        candidates = self._candidates(name, kind)
        if len(candidates) == 1:
            return NamedNode(candidates[0])
        if candidates:
            raise UnknownName(self._ambiguous(name, candidates))
        if self.wider is not None:
            elsewhere = self.wider.find(name, kind)  # or the whole graph's error for a misspelling
            raise UnknownName(mistake("not_in_view", name, terms.curie(elsewhere.value)))
        raise UnknownName(mistake("no_thing", noun(kind), name, self._near(name, kind)))

    def _candidates(self, name: str, kind: str) -> list[str]:
        """What a name can mean, by the first way of looking that finds anything."""
        called = self._called(f"LCASE(STR(?l)) = {Literal(fold(name))}")  # in any case
        found = _best(self._as_written(name, kind), kind)
        found = found or _best(((iri, rank) for _, iri, rank in called), kind)
        found = found or _best(self._in_ascii(name, kind), kind)
        if not found and kind in ("source", "thing"):
            found = _best(self._by_beginning(name), kind)
        return found

    def _ambiguous(self, name: str, candidates: Sequence[str]) -> str:
        """What to write instead of a name that several things have."""
        labels = labels_of(self.engine, candidates, "en")
        shown = [
            short if fold(labels[iri]) in (fold(name), short) else f"{short} ({labels[iri]})"
            for iri in candidates[:6]
            for short in (terms.curie(iri),)
        ]
        more = mistake("more", len(candidates) - 6) if len(candidates) > 6 else ""
        listed = f"{', '.join(shown)}{more}"
        return mistake("ambiguous", name, listed, terms.curie(candidates[0]))

    def _as_written(self, name: str, kind: str) -> Ranked:
        """Things with just this name, or with this slug."""
        whole = " ".join(normalize("NFC", name).split())
        own = fold(whole)
        if _SLUG.fullmatch(own):
            homes = [terms.PREFIXES[k] for k in _kinds_of(kind)]
            homes += [terms.OVERLAYS] if kind in ("source", "thing") else []
            for quad in self.engine.find([NamedNode(home + own) for home in homes], _IS):
                if isinstance(quad.subject, NamedNode):
                    yield quad.subject.value, 0
        spelt = dict.fromkeys((name, whole))
        texts = [Literal(one, language=lang) for one in spelt for lang in (*LANGS, None)]
        for quad in self.engine.find(predicates=RANKS, objects=texts):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value, RANKS[quad.predicate]

    def _in_ascii(self, name: str, kind: str) -> Ranked:
        """Things whose name is the same in the letters a to z: ``Region Skane``."""
        wanted = slug(name, "")
        for one in (REGISTERS if kind == "thing" else _kinds_of(kind)) if wanted else ():
            for label, iri, rank in self.of_kind(one):
                if slug(label, "") == wanted:
                    yield iri, rank

    def _by_beginning(self, name: str) -> Ranked:
        """Sources one of whose ids begins so: ``000_33`` for the file of that name."""
        folded = fold(name)
        if len(folded) < 3:
            return
        query = (
            f"SELECT ?s WHERE {{ ?s a nhv:Source ; skos:notation ?id "
            f"FILTER(STRSTARTS(LCASE(STR(?id)), {Literal(folded)})) }}"
        )
        for (thing,) in self.engine.select(query).rows:
            if isinstance(thing, NamedNode):
                yield thing.value, 1

    def _all(self, kind: str) -> Iterator[tuple[str, str, int]]:
        things = set()
        for row in self._called(f"STRSTARTS(STR(?s), {Literal(terms.PREFIXES[kind])})"):
            yield row
            things.add(row[1])
        for iri in things:
            yield iri.rsplit("/", 1)[1], iri, 0

    def _called(self, condition: str) -> Iterator[tuple[str, str, int]]:
        """Names ?l, the things ?s that are called so, and how well they fit, on a condition."""
        query = (
            f"SELECT ?s ?p ?l WHERE {{ VALUES ?p {{ {_NAMED} }} ?s ?p ?l "
            f"FILTER({condition}) }} LIMIT {_MOST}"
        )
        for thing, prop, label in self.engine.select(query).rows:
            if isinstance(thing, NamedNode) and isinstance(prop, NamedNode) and label:
                yield label.value, thing.value, RANKS[prop]

    def _near(self, name: str, kind: str) -> str:
        meant = (*REGISTERS, "source") if kind == "thing" else _kinds_of(kind)
        known = (called for k in meant for called, _, _ in self.of_kind(k))
        return did_you_mean(name, known, mistake("write_label"))


def _best(found: Ranked, kind: str) -> list[str]:
    """Of what was found, the things of the kind that the name fits best."""
    kept: dict[str, int] = {}
    for iri, rank in found:
        if _fits(iri, kind):
            kept[iri] = min(rank, kept.get(iri, rank))
    if kind == "thing":
        # A name may belong to a thing, to a document on it, and to facts about it.
        for preferred in (REGISTERS, ("source",)):
            if meant := {
                iri: rank for iri, rank in kept.items() if terms.kind_of(iri) in preferred
            }:
                kept = meant
                break
    best = min(kept.values(), default=0)
    exact = [iri for iri, rank in kept.items() if rank == best]
    if kind in WIDER and len(exact) > 1:
        # The narrowest reading of the kind wins: a body before an organisation.
        order = [kind, *(k for k in WIDER[kind] if k != kind)]
        first = min(order.index(terms.kind_of(iri)) for iri in exact)
        exact = [iri for iri in exact if order.index(terms.kind_of(iri)) == first]
    return sorted(exact)


def _as_iri(name: str) -> str | None:
    """The IRI that a name spells, if it spells one."""
    if name.startswith("<") and name.endswith(">"):
        name = name[1:-1]
    if ":" not in name or " " in name:
        return None
    try:
        iri = name if name.startswith(("http://", "https://")) else terms.expand(name)
        NamedNode(iri)
    except ValueError:
        return None
    return iri


def _fits(iri: str, kind: str) -> bool:
    return kind == "thing" or terms.kind_of(iri) in WIDER.get(kind, (kind,))


def _kinds_of(kind: str) -> tuple[str, ...]:
    return tuple(terms.KINDS) if kind == "thing" else WIDER.get(kind, (kind,))


def kinds() -> tuple[str, ...]:
    """The kinds that :meth:`Names.find` can be limited to."""
    return ("thing", *terms.KINDS)


def noun(kind: str, lang: str = "en") -> str:
    """What a thing of a kind is called in a message."""
    words, key = words_of("graph.lookup"), "one_thing" if kind == "thing" else f"kind.{kind}"
    return words.say(key, lang).partition(",")[0] if key in words else kind


# What a thing is called by; the last weighs the most.
_CALLED = (terms.DCTERMS.title, terms.RDFS.label, terms.SKOS.prefLabel)


class Finds(Protocol):
    """What looks statements up by subject and property, as an engine does."""

    def find(
        self, subjects: Iterable[NamedNode], predicates: Iterable[NamedNode], /
    ) -> Iterator[Quad]:
        """The statements of some things with some properties."""


def labels_of(engine: Finds, iris: Iterable[str], lang: str) -> dict[str, str]:
    """The preferred labels of things, looked up together.

    Where one is missing in the language, the other language, then the title, then the short name
    stands in.
    """
    wanted = list(dict.fromkeys(iris))
    told: dict[str, dict[str, tuple[int, str]]] = {}
    for quad in engine.find(map(NamedNode, wanted), _CALLED) if wanted else ():
        thing, label = quad.subject, quad.object
        if isinstance(label, Literal) and isinstance(thing, NamedNode):
            own = told.setdefault(thing.value, {})
            language = label.language or ""
            ranked = (_CALLED.index(quad.predicate), label.value)
            own[language] = max(ranked, own.get(language, ranked))
    spoken = (lang, "en" if lang == "sv" else "sv", "")
    return {
        iri: next((own[key][1] for key in spoken if key in own), "") or terms.curie(iri)
        for iri in wanted
        for own in (told.get(iri, {}),)
    }

"""From a name that a person writes to the thing it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from graph.problems import UnknownName, did_you_mean
from ontology import terms

# Kinds that stand for several kinds of IRIs.
_WIDER: Mapping[str, tuple[str, ...]] = {
    "organisation": ("region", "healthcare-region", "hospital", "organisation", "body"),
    "body": ("body", "organisation"),
    "hospital": ("hospital",),
}
# A name may belong to a thing of the registers and to facts about it; the former is meant.
_REGISTERS = (
    "area", "region", "healthcare-region", "hospital", "organisation", "body", "person",
    "county", "municipality", "legal", "programme", "step", "source",
)  # fmt: skip
_STEP = re.compile(r"(?:step|steg)?\s*:?\s*([1-8])")


@dataclass(frozen=True)
class Names:
    """All names in a graph.

    Attributes:
        labels: For each folded name, the things so called, with how well the name fits
            (0 a slug or a preferred label, 1 a notation, 2 a variant).
        spelt: For each folded name, how it is spelt.
    """

    labels: Mapping[str, Mapping[str, int]]
    spelt: Mapping[str, str]
    things: frozenset[str] = field(repr=False)
    wider: Names | None = field(default=None, repr=False)

    @classmethod
    def of(cls, store: Store, wider: Names | None = None) -> Names:
        """Collect the names in the default graph of a store.

        Args:
            store: The graph.
            wider: The names of the whole graph where the store is a view of it, so that a
                thing of another time is told from a misspelt one.
        """
        labels: dict[str, dict[str, int]] = {}
        spelt: dict[str, str] = {}
        things: set[str] = set()

        def note(name: str, iri: str, rank: int) -> None:
            folded = fold(name)
            spelt.setdefault(folded, name)
            found = labels.setdefault(folded, {})
            found[iri] = min(rank, found.get(iri, rank))

        ranks = (
            (terms.SKOS.prefLabel, 0),
            (terms.DCTERMS.title, 0),
            (terms.SKOS.notation, 1),
            (terms.SKOS.altLabel, 2),
        )
        for predicate, rank in ranks:
            for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph()):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    note(quad.object.value, quad.subject.value, rank)
                    things.add(quad.subject.value)
        for quad in store.quads_for_pattern(None, terms.RDF.type, None, DefaultGraph()):
            if isinstance(quad.subject, NamedNode):
                things.add(quad.subject.value)
        for iri in things:
            kind = kind_of(iri)
            if kind:
                note(iri.rsplit("/", 1)[1], iri, 0)
        return cls(labels, spelt, frozenset(things), wider)

    def find(self, name: str, kind: str = "thing") -> NamedNode:
        """The thing that a name means.

        Args:
            name: A full IRI, a short name (``area:dysmeli``), a slug, a printed name in
                either language, or a source's other id; case and spacing do not matter.
            kind: Only things of this kind; ``"thing"`` takes any.

        Returns:
            Its IRI.

        Raises:
            UnknownName: If nothing or more than one thing is so called.
        """
        name = name.strip()
        iri = self._as_iri(name)
        if iri is not None and self._is(iri, kind):
            return NamedNode(iri)
        if kind == "step" and (match := _STEP.fullmatch(name.casefold())):
            return terms.thing("step", match[1])
        prefix, colon, rest = name.partition(":")
        if colon and prefix in terms.KINDS and kind in (prefix, "thing"):
            # "source:000": the rest may be any name of a thing of that kind.
            name, kind = rest, prefix
        candidates = self._candidates(fold(name), kind)
        if not candidates and kind in ("source", "thing"):
            candidates = self._by_beginning(fold(name))
        if len(candidates) == 1:
            return NamedNode(candidates[0])
        if candidates:
            shown = ", ".join(terms.curie(c) for c in candidates[:6])
            raise UnknownName(f"“{name}” can mean several things: {shown}; say which")
        if self.wider is not None:
            elsewhere = self.wider.find(name, kind)  # or the whole graph's error for a misspelling
            raise UnknownName(
                f"“{name}” ({terms.curie(elsewhere.value)}) is not in this view: no source that it "
                "keeps speaks of it; ask a wider view (later known_at, people)"
            )
        raise UnknownName(f"there is no {_called(kind)} “{name}”{self._hint(name, kind)}")

    def _as_iri(self, name: str) -> str | None:
        if name.startswith("<") and name.endswith(">"):
            name = name[1:-1]
        if name in self.things:
            return name
        if ":" in name and " " not in name:
            try:
                iri = terms.expand(name)
            except ValueError:
                return None
            return iri if iri in self.things else None
        return None

    def _is(self, iri: str, kind: str) -> bool:
        return kind == "thing" or kind_of(iri) in _WIDER.get(kind, (kind,))

    def _candidates(self, folded: str, kind: str) -> list[str]:
        found = {iri: rank for iri, rank in self.labels.get(folded, {}).items()
                 if self._is(iri, kind)}  # fmt: skip
        if kind == "thing" and any(kind_of(iri) in _REGISTERS for iri in found):
            found = {iri: rank for iri, rank in found.items() if kind_of(iri) in _REGISTERS}
        best = min(found.values(), default=0)
        exact = [iri for iri, rank in found.items() if rank == best]
        if kind in _WIDER and len(exact) > 1:
            # The narrowest reading of the kind wins: a body before an organisation.
            order = [kind, *(k for k in _WIDER[kind] if k != kind)]
            first = min(order.index(kind_of(iri)) for iri in exact)
            exact = [iri for iri in exact if order.index(kind_of(iri)) == first]
        return sorted(exact)

    def _by_beginning(self, folded: str) -> list[str]:
        """Sources one of whose ids begins so: ``000_33`` for the file of that name."""
        if len(folded) < 3:
            return []
        found = {
            iri
            for name, things in self.labels.items()
            if name.startswith(folded)
            for iri, rank in things.items()
            if rank == 1 and kind_of(iri) == "source"
        }
        return sorted(found)

    def _hint(self, name: str, kind: str) -> str:
        known = [
            self.spelt[folded]
            for folded, things in self.labels.items()
            if any(self._is(iri, kind) and self._named(iri, kind) for iri in things)
        ]
        return did_you_mean(name, known)

    def _named(self, iri: str, kind: str) -> bool:
        return kind != "thing" or kind_of(iri) in _REGISTERS


def fold(name: str) -> str:
    """A name without differences of case, spacing and composition of letters.

    Example:
        >>> fold("Region  Skåne ")
        'region skåne'
    """
    return " ".join(normalize("NFC", name).casefold().split())


def kind_of(iri: str) -> str:
    """The kind of a thing by its IRI; empty for anything else.

    Example:
        >>> kind_of("https://w3id.org/nhv/id/area/dysmeli")
        'area'
    """
    if iri.startswith(terms.OVERLAYS) and "/" not in iri[len(terms.OVERLAYS) :]:
        return "source"  # a researcher's own file
    prefix = terms.BASE + "id/"
    if not iri.startswith(prefix):
        return ""
    return iri[len(prefix) :].partition("/")[0]


def kinds() -> tuple[str, ...]:
    """The kinds that :meth:`Names.find` can be limited to."""
    return ("thing", *terms.KINDS)


def _called(kind: str) -> str:
    return {
        "thing": "thing called",
        "area": "care area called",
        "legal": "legal source called",
        "healthcare-region": "health-care region called",
    }.get(kind, f"{kind} called")


def labels_of(store: Store, iris: Iterable[str], lang: str) -> dict[str, str]:
    """The preferred labels of things.

    Args:
        store: The graph.
        iris: The things.
        lang: ``"sv"`` or ``"en"``; the other language, then the title, then the short
            name stands in where one is missing.

    Returns:
        A label for each thing.
    """
    found: dict[str, str] = {}
    for iri in iris:
        by_language: dict[str, str] = {}
        for predicate in (terms.DCTERMS.title, terms.RDFS.label, terms.SKOS.prefLabel):
            for quad in store.quads_for_pattern(NamedNode(iri), predicate, None, DefaultGraph()):
                if isinstance(quad.object, Literal):
                    by_language[quad.object.language or ""] = quad.object.value
        other = "en" if lang == "sv" else "sv"
        found[iri] = (
            by_language.get(lang)
            or by_language.get(other)
            or by_language.get("")
            or terms.curie(iri)
        )
    return found

"""What the resolved graph says of each fact, by its triples alone: what every face is held to.

Nothing here asks a query or shares code with a face: the statements are read once and looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from graph import KnowledgeGraph
from graph.view.citations import date_text
from ontology.terms import curie

STATED, INFERRED, UNKNOWN = "stated", "inferred", "unknown"
TOGETHER = " + "
"""Stands between the facts that a face shows as one."""
_SURE = {"nhv:Stated": STATED, "nhv:Inferred": INFERRED}
_ALWAYS = "9999-12-31"


class Shown(NamedTuple):
    """What a face says of a fact.

    Attributes:
        fact: The short name of the fact, or of several with :data:`TOGETHER` between.
        attribute: What it says of it: see :data:`ATTRIBUTES`; a second word names the
            property or the citation that is meant.
        value: What it says, as it stands there.
        lang: The language.
        day: The day that it says it of.
    """

    fact: str
    attribute: str
    value: str
    lang: str = "sv"
    day: str = ""


@dataclass(frozen=True)
class Resolved:
    """The statements of the default graph of a view.

    Attributes:
        props: For each thing the values of each property, as short names and plain texts.
        spoken: For each thing and property the texts by language.
        day: The day of the view.
    """

    props: Mapping[str, Mapping[str, list[str]]]
    spoken: Mapping[tuple[str, str], Mapping[str, str]]
    day: str

    @classmethod
    def of(cls, kg: KnowledgeGraph) -> Resolved:
        """Read a view."""
        short: dict[str, str] = {}
        props: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        spoken: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for quad in kg.engine.quads():
            if isinstance(quad.graph_name, NamedNode) or not isinstance(quad.subject, NamedNode):
                continue
            names = []
            for term in (quad.subject, quad.predicate):
                if term.value not in short:
                    short[term.value] = curie(term.value)
                names.append(short[term.value])
            thing, prop = names
            told = quad.object
            if isinstance(told, Literal) and told.language:
                spoken[thing, prop][told.language] = told.value
            elif isinstance(told, NamedNode):
                props[thing][prop].append(curie(told.value))
            elif isinstance(told, Literal):
                props[thing][prop].append(told.value)
        return cls(props, spoken, kg.as_of.isoformat())

    def says(self, shown: Shown) -> str:
        """What the graph says where a face says something."""
        name, _, of = shown.attribute.partition(" ")
        day = shown.day or self.day
        return ATTRIBUTES[name](self, shown.fact, of, shown.lang, day)

    # ---- single statements

    def all(self, thing: str, prop: str) -> list[str]:
        """The values of a property."""
        return self.props.get(thing, {}).get(prop, [])

    def one(self, thing: str, prop: str) -> str:
        """The value of a property, or an empty text."""
        return min(self.all(thing, prop), default="")

    def label(self, thing: str, lang: str) -> str:
        """What a thing is called."""
        return self.spoken.get((thing, "skos:prefLabel"), {}).get(lang, "")

    def of_class(self, *classes: str) -> list[str]:
        """The things of some classes."""
        return sorted({t for cls in classes for t in self.into("rdf:type").get(cls, ())})

    def into(self, prop: str) -> Mapping[str, list[str]]:
        """The things that have each value of a property."""
        if prop not in self._into:
            found: dict[str, list[str]] = defaultdict(list)
            for thing, told in self.props.items():
                for value in told.get(prop, ()):
                    found[value].append(thing)
            self._into[prop] = found
        return self._into[prop]

    @cached_property
    def _into(self) -> dict[str, Mapping[str, list[str]]]:
        return {}

    def on(self, thing: str, prop: str, day: str) -> list[str]:
        """The periods or standings of a thing that a day lies in."""
        return [
            node for node in self.all(thing, prop)
            if self.one(node, "nhv:firstDay") <= day <= (self.one(node, "nhv:lastDay") or _ALWAYS)
        ]  # fmt: skip

    def status(self, thing: str, day: str) -> str:
        """The status of a thing on a day, as a short name."""
        return "/".join(
            sorted(self.one(p, "nhv:status") for p in self.on(thing, "nhv:period", day))
        )

    def counts(self, thing: str, day: str) -> set[str]:
        """What a thing counts as on a day."""
        return {c for p in self.on(thing, "nhv:period", day) for c in self.all(p, "nhv:countsAs")}

    def held(self, programme: str = "programme:nhv", level: str = "nhv:HolderLevel") -> list[str]:
        """The areas held under a programme, at a level."""
        return [
            h for h in self.of_class("nhv:HeldArea")
            if programme in self.all(h, "nhv:heldUnder") and level in self.all(h, "nhv:level")
        ]  # fmt: skip

    def number(self, count: str, day: str, *, area: str = "") -> int:
        """How many areas of NHV are held on a day that count as something."""
        kept = (h for h in self.held() if not area or area in self.all(h, "nhv:heldArea"))
        return sum(count in self.counts(h, day) for h in kept)

    # ---- what faces say

    def certainty(self, fact: str, props: str = "", *_: str) -> str:
        """How certain a fact is, or some of its properties together; of several the best."""
        if TOGETHER in fact:
            every = {self.certainty(one, props) for one in fact.split(TOGETHER)}
            return next((said for said in (STATED, INFERRED) if said in every), UNKNOWN)
        whole = _SURE.get(self.one(fact, "nhv:certainty"), UNKNOWN)
        said = set()
        for prop in props.split(",") if props else [""]:
            if prop and prop in self.all(fact, "nhv:inferredProperty"):
                said.add(INFERRED)
            elif prop and prop in self.all(fact, "nhv:statedProperty"):
                said.add(STATED)
            else:
                said.add(whole)
        return next((s for s in (INFERRED, STATED) if s in said), UNKNOWN)

    def citation(self, fact: str, of: str, *_: str) -> str:
        """How certain a fact is by its citations of a source and place, or by one citation.

        ``of`` is a citation or a source and a place, then perhaps ``for`` and properties.
        """
        where, _between, props = of.partition(" for ")
        found = [
            c for c in self.all(fact, "prov:qualifiedPrimarySource")
            if where in (c, self.place(c))
        ]  # fmt: skip
        named = set(props.split(","))
        saying = [c for c in found if named & set(self.all(c, "nhv:states"))] if props else []
        return "/".join(sorted({self._by(fact, c, props) for c in saying or found}))

    def place(self, citation: str) -> str:
        """The source of a citation, and the place in it."""
        return f"{self.one(citation, 'prov:entity')} {self.one(citation, 'bibo:locator')}"

    def _by(self, fact: str, citation: str, props: str) -> str:
        unsure = "nhv:Inferred" in self.all(citation, "nhv:certainty")
        if props:
            infers = set(self.all(citation, "nhv:infers"))
            is_inferred = self.certainty(fact, props) == INFERRED
            return INFERRED if is_inferred or unsure or infers & set(props.split(",")) else STATED
        if not self.all(fact, "nhv:certainty"):  # a person
            return INFERRED if unsure else STATED
        return STATED if citation in self.all(fact, "nhv:statedBy") else INFERRED

    def source(self, citation: str, of: str, *_: str) -> str:
        """How certain what a citation says is by the document alone: all, or one property."""
        if "nhv:Inferred" in self.all(citation, "nhv:certainty"):
            return INFERRED
        return INFERRED if of and of in self.all(citation, "nhv:infers") else STATED

    def _mark(self, fact: str, of: str, *_: str) -> str:
        return INFERRED if self.certainty(fact, of) == INFERRED else ""

    def _basis(self, fact: str, of: str, lang: str, _: str) -> str:
        return self.label(self.one(fact, of or "nhv:startBasis"), lang)

    def _since(self, fact: str, of: str, lang: str, _: str) -> str:
        since = self.one(fact, "nhv:since")
        return date_text(since, lang) if of == "words" else since

    def _bound(self, fact: str, of: str, *_: str) -> str:
        return self.one(fact, of)

    def _status(self, fact: str, _: str, lang: str, day: str) -> str:
        return self.label(self.status(fact, day), lang)

    def _counts(self, fact: str, _: str, __: str, day: str) -> str:
        return " ".join(sorted(self.counts(fact, day)))

    def _result(self, fact: str, _: str, lang: str, day: str) -> str:
        if self.one(fact, "nhv:resultDay") > day:
            return ""
        return self.label(self.one(fact, "nhv:result"), lang)

    def _standing(self, area: str, _: str, lang: str, day: str) -> str:
        return "; ".join(sorted(
            f"{self.one(self.one(s, 'nhv:step'), 'nhv:number')} {self.one(s, 'nhv:event')} "
            f"{self.label(self.one(s, 'nhv:standingBasis'), lang)}"
            for s in self.on(area, "nhv:standing", day)
        ))  # fmt: skip

    def _number(self, area: str, count: str, __: str, day: str) -> str:
        return str(self.number(count, day, area=area))

    def _shared(self, pair: str, of: str, __: str, day: str) -> str:
        """How many areas two parties both have, for certain (of ``stated``: both of it stated)."""
        one, other = (self._areas(party, of, day) for party in pair.split(TOGETHER))
        return str(len(one & other))

    def _areas(self, party: str, of: str, day: str) -> set[str]:
        wanted = {"nhv:InForce"} if of == "certain" else {"nhv:InForce", "nhv:PossiblyInForce"}
        found = set()
        for held in self.held():
            now = self.counts(held, day) & wanted
            if now and party in self.all(held, "nhv:heldBy"):
                permits = [p for p in self.all(held, "nhv:countsPermit")
                           if self.counts(p, day) & (now | ({"nhv:InForce"}))]  # fmt: skip
                if of != "stated" or STATED in map(self.certainty, permits):
                    found |= set(self.all(held, "nhv:heldArea"))
        return found

    def _change(self, fact: str, earlier: str, __: str, day: str) -> str:
        """Whether a fact is there on the later of two days as it was on the earlier."""
        states = (self.status(fact, on) for on in (earlier, day))
        was, now = (state if state in _THERE else "" for state in states)
        return "" if was == now else "new" if not was else "gone" if not now else "changed"

    def _things(self, cls: str, of: str, *_: str) -> str:
        """How many things of a class are cited, or how often."""
        cited = [self.all(t, "prov:qualifiedPrimarySource") for t in self.of_class(cls)]
        if of:
            return str(len({c for several in cited for c in several}))
        return str(sum(1 for several in cited if several))

    def _members(self, body: str, _: str, lang: str, day: str) -> str:
        """Who sits in a body: seat, holder, status and certainty, a line for each."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for m in self.into("org:organization").get(body, ()):
            now = self.status(m, day)
            if now in _SEATED:
                who = self.label(self.one(m, "org:member"), lang)
                seat = self.spoken.get((self.one(m, "nhv:post"), "nhv:roleLabel"), {}).get(lang, "")
                found[seat, who, self.certainty(m)].append(now)
        return "; ".join(sorted(
            " | ".join((*key, self.label(min(now, key=_SEATED.index), lang)))
            for key, now in found.items()
        ))  # fmt: skip


_THERE = ("nhv:GrantedNotBegun", "nhv:PossiblyInForce", "nhv:InForce")
_SEATED = ("nhv:InOffice", "nhv:LastKnown", "nhv:PossiblyInOffice")
ATTRIBUTES: Mapping[str, Callable[[Resolved, str, str, str, str], str]] = {
    "certainty": Resolved.certainty, "citation": Resolved.citation, "source": Resolved.source,
    "mark": Resolved._mark, "basis": Resolved._basis, "since": Resolved._since,
    "bound": Resolved._bound, "status": Resolved._status, "counts": Resolved._counts,
    "result": Resolved._result, "standing": Resolved._standing, "number": Resolved._number,
    "shared": Resolved._shared, "members": Resolved._members,
    "change": Resolved._change, "things": Resolved._things,
}  # fmt: skip


def together(found: Iterable[tuple[str, str, str]]) -> Iterable[tuple[str, str, str]]:
    """Of entries of fact, attribute and certainty, those of the same attribute as one."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact, attribute, certainty in found:
        said[fact, attribute].add(certainty)
    for (fact, attribute), several in said.items():
        yield fact, attribute, "/".join(sorted(several))

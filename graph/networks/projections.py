"""The networks of holders and applicants: who supplies, shares, applies for and holds what.

Every function takes a view and its parameters and returns a :class:`Draft`: nodes and edges with
evidence, and what had to be left out, with the reason. Nothing here draws or knows networkx.
A supplier is not a holder: supply relations never count as permits, nor the other way round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from graph.drawing.palette import relation_name
from graph.networks.facts import (
    Citations,
    Evidence,
    Fact,
    View,
    certainty,
    current,
    facts,
    labels,
    since,
    undated,
)
from graph.networks.levels import STATED, Ladder

_DATES = (
    "nhv:firstDay",
    "nhv:lastDay",
    "nhv:startBasis",
    "nhv:validFrom",
    "nhv:decidedOn",
    "nhv:firstAttested",
)
_PERMIT = ("nhv:area", "nhv:holder", "nhv:heldWithin", "nhv:throughHospital", "nhv:programme")
_SUPPLY = ("nhv:area", "nhv:supplier", "nhv:receiver", "nhv:supplyKind", "nhv:onPermit")


@dataclass(frozen=True)
class Edge:
    """One edge to be: its ends, its key (the fact it shows) and its attributes."""

    tail: str
    head: str
    key: str
    attributes: dict[str, Any]


@dataclass
class Draft:
    """Nodes (short name -> kind) and edges of a network, and what was left out and why.

    ``names`` are labels of what edges speak of; ``numbers`` go before the labels of nodes.
    """

    nodes: dict[str, str] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    left_out: list[dict[str, Any]] = field(default_factory=list)

    def node(self, thing: str, kind: str = "") -> str:
        """Add a node; its kind is the one its short name tells unless said otherwise."""
        self.nodes.setdefault(thing, kind or thing.partition(":")[0])
        return thing

    def leave_out(self, things: Iterable[str], sv: str, en: str) -> None:
        """Note what is known but cannot be drawn here: unknown is not none."""
        listed = tuple(sorted(set(things)))
        if listed:
            self.left_out.append({"count": len(listed), "sv": sv, "en": en, "things": listed})


def suppliers(kg: View, *, area: str | None = None, level: str = STATED) -> Draft:
    """Who supplies whom: one edge per supply relation and area, from supplier to receiver."""
    draft = Draft()
    cited = Citations(kg, "nhv:SupplyRelation")
    ladder = Ladder(kg)
    wanted = kg.find(area, "area") if area else ""
    relations = [
        fact
        for fact in current(kg, facts(kg, "nhv:SupplyRelation", (*_SUPPLY, *_DATES)))
        if not wanted or fact.one("nhv:area") == wanted
    ]
    complete = [f for f in relations if f.one("nhv:supplier") and f.one("nhv:receiver")]
    draft.leave_out(
        {f.id for f in relations} - {f.id for f in complete},
        "leveransrelationer där ena parten inte framgår av källan",
        "supply relations where the source does not name one of the parties",
    )
    kinds = {kind for f in complete for kind in f.all("nhv:supplyKind")}
    draft.names = labels(kg, {f.one("nhv:area") for f in complete} | kinds)
    elsewhere, inside = [], []
    for fact in complete:
        tail = ladder.at(fact.one("nhv:supplier"), level)
        head = ladder.at(fact.one("nhv:receiver"), level)
        if not tail or not head:
            elsewhere.append(fact.id)
            continue
        if tail == head and level != STATED:
            inside.append(fact.id)
            continue
        evidence = cited.of(fact.id, ("nhv:supplier", "nhv:receiver", "nhv:area"))
        # Told as sub-supplier by one source and as partner by another: the stronger word leads.
        said = sorted(fact.all("nhv:supplyKind"), reverse=True)
        edge = _relation(fact, evidence, draft.names) | {
            "kind": said[0] if said else "",
            "kind_label": " / ".join(draft.names[kind] for kind in said),
            "permit": fact.one("nhv:onPermit"),
        }
        draft.edges.append(Edge(draft.node(tail), draft.node(head), fact.id, edge))
    draft.leave_out(
        elsewhere,
        "leveransrelationer vars parter källan inte anger på den nivån",
        "supply relations whose parties the source does not give at that level",
    )
    draft.leave_out(
        inside,
        "leveransrelationer inom en och samma part på den nivån",
        "supply relations within one and the same party at that level",
    )
    return draft


def area_holder(
    kg: View, *, area: str | None = None, programme: str = "nhv", level: str = STATED
) -> Draft:
    """Who holds a permit for which area: holders on one side, areas on the other."""
    draft = Draft()
    cited = Citations(kg, "nhv:Permit")
    ladder = Ladder(kg)
    wanted = kg.find(area, "area") if area else ""
    permits = [p for p in _permits(kg, programme) if not wanted or p.one("nhv:area") == wanted]
    draft.names = labels(kg, {p.one("nhv:area") for p in permits})
    unknown, unplaced = [], []
    for permit in permits:
        prop = "nhv:holder" if permit.one("nhv:holder") else "nhv:heldWithin"
        if not permit.one(prop) or not permit.one("nhv:area"):
            unknown.append(permit.id)
            continue
        holders = [permit.one(prop)] if level == STATED else _at_level(permit, level, ladder)
        if not holders:
            unplaced.append(permit.id)
        edge = _relation(permit, cited.of(permit.id, ("nhv:area", prop)), draft.names) | {
            "kind": prop,
            "kind_label": relation_name(prop, kg.lang),
            "through": permit.all("nhv:throughHospital"),
        }
        for holder in holders:
            draft.edges.append(
                Edge(draft.node(holder), draft.node(permit.one("nhv:area")), permit.id, edge)
            )
    draft.leave_out(
        unknown,
        "tillstånd vars innehavare inte framgår av källan",
        "permits whose holder the source does not name",
    )
    draft.leave_out(unplaced, *_UNPLACED.get(level, ("", "")))
    return draft


def co_holders(
    kg: View, *, level: str = "region", programme: str = "nhv", area: str | None = None
) -> Draft:
    """Who holds permits for the same areas: weight = number of shared areas."""
    draft = Draft()
    cited = Citations(kg, "nhv:Permit")
    ladder = Ladder(kg)
    wanted = kg.find(area, "area") if area else ""
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    unplaced: list[str] = []
    for permit in _permits(kg, programme):
        if wanted and permit.one("nhv:area") != wanted:
            continue
        holders = _at_level(permit, level, ladder)
        if not holders or not permit.one("nhv:area"):
            unplaced.append(permit.id)
            continue
        for holder in holders:
            held[draft.node(holder)][permit.one("nhv:area")].append(permit.id)
    draft.leave_out(unplaced, *_UNPLACED[level])
    _shared(kg, draft, held, cited, ("nhv:area", "nhv:holder", "nhv:heldWithin"))
    return draft


def co_applicants(kg: View, *, area: str | None = None, level: str = "region") -> Draft:
    """Who applied for the same areas: weight = number of shared areas of application."""
    draft = Draft()
    cited = Citations(kg, "nhv:Application")
    ladder = Ladder(kg)
    wanted = kg.find(area, "area") if area else ""
    props = ("nhv:area", "nhv:applicant", "nhv:outcome", *_DATES)
    applied: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    unknown, elsewhere = [], []
    for fact in cited.happened(kg, facts(kg, "nhv:Application", props)):
        applicant, sought = fact.one("nhv:applicant"), fact.one("nhv:area")
        if wanted and sought != wanted:
            continue
        if not applicant or not sought:
            unknown.append(fact.id)
            continue
        party = ladder.at(applicant, level)
        if not party:
            elsewhere.append(fact.id)
            continue
        applied[draft.node(party)][sought].append(fact.id)
    draft.leave_out(
        unknown,
        "ansökningar vars sökande eller område inte framgår av källan",
        "applications whose applicant or area the source does not name",
    )
    draft.leave_out(
        elsewhere,
        "ansökningar vars sökande källan inte anger på den nivån",
        "applications whose applicant the source does not give at that level",
    )
    _shared(kg, draft, applied, cited, ("nhv:area", "nhv:applicant"))
    return draft


_UNPLACED = {
    "region": (
        "innehav där källan bara säger inom vilken sjukvårdsregion, inte vilken region",
        "holdings where the source says only within which health-care region, not which region",
    ),
    "hospital": (
        "tillstånd där källan inte säger genom vilket sjukhus",
        "permits where the source does not say through which hospital",
    ),
    "healthcare-region": (
        "tillstånd vars innehavare hör till flera sjukvårdsregioner eller ingen känd",
        "permits whose holder belongs to several health-care regions or to none known",
    ),
}


@dataclass(frozen=True)
class Holdings:
    """Who holds what on a day: (area, holder) pairs, and what must be known to read their number.

    Attributes:
        pairs: One per permit; a permit through two hospitals gives two at level hospital.
        unplaced: Permits whose holder is not known at that level.
        undated: Permits that no source dates; they are counted on every day.
    """

    pairs: tuple[tuple[str, str], ...]
    unplaced: int
    undated: int


def holdings(kg: View, *, level: str = "region", programme: str = "nhv") -> Holdings:
    """Who holds what on the view's day, at a level, as plain pairs for counting."""
    ladder = Ladder(kg)
    permits = _permits(kg, programme)
    at = {p.id: _at_level(p, level, ladder) if p.one("nhv:area") else [] for p in permits}
    return Holdings(
        tuple((p.one("nhv:area"), holder) for p in permits for holder in at[p.id]),
        unplaced=sum(not at[p.id] for p in permits),
        undated=sum(undated(p) for p in permits),
    )


def _permits(kg: View, programme: str) -> list[Fact]:
    """The permits of a programme ("all" for every one) that hold on the view's day."""
    found = current(kg, facts(kg, "nhv:Permit", (*_PERMIT, *_DATES)))
    named = f"programme:{programme}"
    return [p for p in found if programme == "all" or named in (p.all("nhv:programme") or (named,))]


def _at_level(permit: Fact, level: str, ladder: Ladder) -> list[str]:
    """The holders of a permit seen at a level; none where the source does not reach that far."""
    holder, within = permit.one("nhv:holder"), permit.one("nhv:heldWithin")
    if level == "hospital":
        named = permit.all("nhv:throughHospital") or (holder,)
    else:
        named = (holder or within,)
    return sorted({party for name in named if (party := ladder.at(name, level))})


def _shared(
    kg: View,
    draft: Draft,
    has: dict[str, dict[str, list[str]]],
    cited: Citations,
    made_of: tuple[str, ...],
) -> None:
    """Add an edge for every pair that has an area in common, with the evidence of both sides."""
    names = labels(kg, {area for areas in has.values() for area in areas})
    draft.names |= names
    for one, other in combinations(sorted(has), 2):
        common = sorted(set(has[one]) & set(has[other]), key=lambda a: (names[a].casefold(), a))
        if not common:
            continue
        shown = [f for area in common for f in sorted(has[one][area] + has[other][area])]
        evidence = tuple(e for fact in dict.fromkeys(shown) for e in cited.of(fact, made_of))
        # A shared area is as sure as its less sure side.
        stated = sum(
            all(
                any(certainty(cited.of(fact, made_of)) == "stated" for fact in has[side][area])
                for side in (one, other)
            )
            for area in common
        )
        draft.edges.append(
            Edge(
                one,
                other,
                f"{one}|{other}",
                {
                    "label": str(len(common)),
                    "area": tuple(common),
                    "area_label": tuple(names[area] for area in common),
                    "kind": "shared",
                    "kind_label": relation_name("shared", kg.lang),
                    "weight": len(common),
                    "since": "",
                    "since_basis": "",
                    "undated": False,
                    "weight_stated": stated,
                    "certainty": "stated" if stated else "inferred",
                    "evidence": evidence,
                },
            )
        )


def _relation(fact: Fact, evidence: tuple[Evidence, ...], names: dict[str, str]) -> dict[str, Any]:
    """The attributes that every edge of one fact about one area has."""
    area = fact.one("nhv:area")
    start, basis = since(fact)
    return {
        "label": names.get(area, area),
        "area": area,
        "area_label": names.get(area, area),
        "weight": 1,
        "since": start,
        "since_basis": basis,
        "undated": undated(fact),
        "certainty": certainty(evidence),
        "evidence": evidence,
    }

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

from graph.network_data import (
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
from graph.palette import relation_name

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


def suppliers(kg: View, *, area: str | None = None) -> Draft:
    """Who supplies whom: one edge per supply relation and area, from supplier to receiver."""
    draft = Draft()
    cited = Citations(kg, "nhv:SupplyRelation")
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
    for fact in complete:
        evidence = cited.of(fact.id, ("nhv:supplier", "nhv:receiver", "nhv:area"))
        # Told as sub-supplier by one source and as partner by another: the stronger word leads.
        said = sorted(fact.all("nhv:supplyKind"), reverse=True)
        edge = _relation(fact, evidence, draft.names) | {
            "kind": said[0] if said else "",
            "kind_label": " / ".join(draft.names[kind] for kind in said),
            "permit": fact.one("nhv:onPermit"),
        }
        tail, head = draft.node(fact.one("nhv:supplier")), draft.node(fact.one("nhv:receiver"))
        draft.edges.append(Edge(tail, head, fact.id, edge))
    return draft


def area_holder(kg: View, *, area: str | None = None, programme: str = "nhv") -> Draft:
    """Who holds a permit for which area: holders on one side, areas on the other."""
    draft = Draft()
    cited = Citations(kg, "nhv:Permit")
    wanted = kg.find(area, "area") if area else ""
    permits = [p for p in _permits(kg, programme) if not wanted or p.one("nhv:area") == wanted]
    draft.names = labels(kg, {p.one("nhv:area") for p in permits})
    unknown = []
    for permit in permits:
        prop = "nhv:holder" if permit.one("nhv:holder") else "nhv:heldWithin"
        holder = permit.one(prop)
        if not holder or not permit.one("nhv:area"):
            unknown.append(permit.id)
            continue
        edge = _relation(permit, cited.of(permit.id, ("nhv:area", prop)), draft.names) | {
            "kind": prop,
            "kind_label": relation_name(prop, kg.lang),
            "through": permit.all("nhv:throughHospital"),
        }
        draft.edges.append(
            Edge(draft.node(holder), draft.node(permit.one("nhv:area")), permit.id, edge)
        )
    draft.leave_out(
        unknown,
        "tillstånd vars innehavare inte framgår av källan",
        "permits whose holder the source does not name",
    )
    return draft


def co_holders(kg: View, *, level: str = "region", programme: str = "nhv") -> Draft:
    """Who holds permits for the same areas: weight = number of shared areas."""
    draft = Draft()
    cited = Citations(kg, "nhv:Permit")
    permits = _permits(kg, programme)
    above = _above(kg)
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    unplaced: list[str] = []
    for permit in permits:
        holders = _at_level(permit, level, above)
        if not holders or not permit.one("nhv:area"):
            unplaced.append(permit.id)
        for holder in holders:
            held[draft.node(holder)][permit.one("nhv:area")].append(permit.id)
    sv, en = _UNPLACED[level]
    draft.leave_out(unplaced, sv, en)
    _shared(kg, draft, held, cited, ("nhv:area", "nhv:holder", "nhv:heldWithin"))
    return draft


def co_applicants(kg: View, *, area: str | None = None) -> Draft:
    """Who applied for the same areas: weight = number of shared areas of application."""
    draft = Draft()
    cited = Citations(kg, "nhv:Application")
    wanted = kg.find(area, "area") if area else ""
    props = ("nhv:area", "nhv:applicant", "nhv:outcome", *_DATES)
    applied: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    unknown: list[str] = []
    for fact in cited.happened(kg, facts(kg, "nhv:Application", props)):
        applicant, sought = fact.one("nhv:applicant"), fact.one("nhv:area")
        if wanted and sought != wanted:
            continue
        if not applicant or not sought:
            unknown.append(fact.id)
            continue
        applied[draft.node(applicant)][sought].append(fact.id)
    draft.leave_out(
        unknown,
        "ansökningar vars sökande eller område inte framgår av källan",
        "applications whose applicant or area the source does not name",
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


def _permits(kg: View, programme: str) -> list[Fact]:
    """The permits of a programme ("all" for every one) that hold on the view's day."""
    found = current(kg, facts(kg, "nhv:Permit", (*_PERMIT, *_DATES)))
    named = f"programme:{programme}"
    return [p for p in found if programme == "all" or named in (p.all("nhv:programme") or (named,))]


def _above(kg: View) -> dict[str, dict[str, tuple[str, ...]]]:
    """What lies above each region and hospital: operator, whole, health-care region."""
    up = ("nhv:inHealthcareRegion", "nhv:operator", "nhv:partOf")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for cls in ("nhv:Region", "nhv:Hospital", "nhv:HospitalUnit"):
        for fact in facts(kg, cls, up):
            found.setdefault(fact.id, {prop: fact.all(prop) for prop in up})
    return found


def _at_level(permit: Fact, level: str, above: dict[str, dict[str, tuple[str, ...]]]) -> list[str]:
    """The holders of a permit seen at a level; none where the source does not reach that far."""
    holder, within = permit.one("nhv:holder"), permit.one("nhv:heldWithin")
    if level == "hospital":
        through = permit.all("nhv:throughHospital")
        return list(through) or ([holder] if holder.startswith("hospital:") else [])
    region, seen = holder, set()
    while (
        region and not region.startswith(("region:", "healthcare-region:")) and region not in seen
    ):
        seen.add(region)
        links = above.get(region, {})
        region = next(iter(links.get("nhv:operator", ()) or links.get("nhv:partOf", ())), "")
    if level == "region":
        return [region] if region.startswith("region:") else []
    if within:
        return [within]
    if region.startswith("healthcare-region:"):
        return [region]
    whole = above.get(region, {}).get("nhv:inHealthcareRegion", ())
    return list(whole) if len(whole) == 1 else []


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

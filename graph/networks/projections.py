"""The networks of holders and applicants: who supplies, shares, applies for and holds what.

Every function takes a view and its parameters and returns a :class:`Draft`: nodes and edges with
evidence, and what had to be left out, with the reason. Nothing here draws or knows networkx.
A supplier is not a holder: supply relations never count as permits, nor the other way round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from graph.drawing.palette import relation_name
from graph.networks.cited import Citations, Entry, Evidence, Support
from graph.networks.draft import Draft, Edge
from graph.networks.facts import Fact, Facts, View, facts
from graph.networks.levels import STATED, Ladder
from graph.networks.naming import labels

SUPPLIED = ("nhv:supplier", "nhv:receiver", "nhv:area")
HELD = ("nhv:area", "nhv:holder", "nhv:heldWithin")
_APPLIED = ("nhv:area", "nhv:applicant")


def suppliers(kg: View, *, area: str | None = None, level: str = STATED) -> Draft:
    """Who supplies whom: one edge per supply relation and area, from supplier to receiver."""
    draft = Draft()
    cited = Citations(kg, "nhv:SupplyRelation")
    ladder = Ladder.of(kg)
    wanted = kg.find(area, "area") if area else ""
    supply = facts(kg, "nhv:SupplyRelation")
    relations = [
        fact
        for fact in (supply[place] for place in supply.on(kg.as_of))
        if not wanted or fact.one("nhv:area") == wanted
    ]
    complete = [f for f in relations if f.one("nhv:supplier") and f.one("nhv:receiver")]
    draft.leave_out(
        {f.id for f in relations} - {f.id for f in complete},
        "leveransrelationer där ena parten inte framgår av källan",
        "supply relations where the source does not name one of the parties",
    )
    kinds = {kind for f in complete for kind in f.all("nhv:supplyKind")}
    names = labels(kg, {f.one("nhv:area") for f in complete} | kinds)
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
        # Told as sub-supplier by one source and as partner by another: the stronger word leads.
        said = sorted(fact.all("nhv:supplyKind"), reverse=True)
        edge = _relation(fact, cited.support(fact.id, SUPPLIED), names)
        edge["kind"] = said[0] if said else ""
        edge["kind_label"] = " / ".join(names[kind] for kind in said)
        edge["permit"] = fact.one("nhv:onPermit")
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
    wanted = kg.find(area, "area") if area else ""
    permits = facts(kg, "nhv:Permit")
    parties = holders_at(kg, level)
    shown = [
        at
        for at in _permits(kg, permits, programme)
        if not wanted or permits.one("nhv:area")[at] == wanted
    ]
    names = labels(kg, {permits.one("nhv:area")[at] for at in shown})
    unknown, unplaced = [], []
    for at in shown:
        permit = permits[at]
        prop = "nhv:holder" if permit.one("nhv:holder") else "nhv:heldWithin"
        if not permit.one(prop) or not permit.one("nhv:area"):
            unknown.append(permit.id)
            continue
        if not parties[at]:
            unplaced.append(permit.id)
        for holder in parties[at]:
            edge = _relation(permit, cited.support(permit.id, ("nhv:area", prop)), names)
            edge["kind"] = prop
            edge["kind_label"] = relation_name(prop, kg.lang)
            edge["through"] = permit.all("nhv:throughHospital")
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
    wanted = kg.find(area, "area") if area else ""
    permits = facts(kg, "nhv:Permit")
    parties, areas = holders_at(kg, level), permits.one("nhv:area")
    shared = Shared(Citations(kg, "nhv:Permit"), HELD)
    unplaced = []
    for at in _permits(kg, permits, programme):
        if wanted and areas[at] != wanted:
            continue
        if not parties[at] or not areas[at]:
            unplaced.append(permits.ids[at])
            continue
        shared.add(areas[at], parties[at], permits.ids[at])
    draft.leave_out(unplaced, *_UNPLACED[level])
    shared.draw(kg, draft)
    return draft


def co_applicants(kg: View, *, area: str | None = None, level: str = "region") -> Draft:
    """Who applied for the same areas: weight = number of shared areas of application."""
    draft = Draft()
    cited = Citations(kg, "nhv:Application")
    ladder = Ladder.of(kg)
    wanted = kg.find(area, "area") if area else ""
    shared = Shared(cited, _APPLIED)
    unknown, elsewhere = [], []
    for fact, _ in cited.happened(facts(kg, "nhv:Application")):
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
        shared.add(sought, (party,), fact.id)
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
    shared.draw(kg, draft)
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
    permits, parties = facts(kg, "nhv:Permit"), holders_at(kg, level)
    areas, since = permits.one("nhv:area"), permits.since
    shown = _permits(kg, permits, programme)
    return Holdings(
        tuple((areas[at], holder) for at in shown if areas[at] for holder in parties[at]),
        unplaced=sum(not areas[at] or not parties[at] for at in shown),
        undated=sum(not since[at][0] for at in shown),
    )


def _permits(kg: View, permits: Facts, programme: str) -> Sequence[int]:
    """The places of a programme's permits ("all" for every one) that hold on the view's day."""
    holding = permits.on(kg.as_of)
    if programme == "all":
        return holding
    said, named = permits.all("nhv:programme"), f"programme:{programme}"
    return [at for at in holding if not said[at] or named in said[at]]


def holders_at(kg: View, level: str) -> Sequence[tuple[str, ...]]:
    """The holders of every permit at a level; none where the source does not reach that far."""
    return kg.cached(("networks", "parties", level), lambda: _placed(kg, level))


def _placed(kg: View, level: str) -> Sequence[tuple[str, ...]]:
    ladder = Ladder.of(kg)
    placed = []
    for permit in facts(kg, "nhv:Permit"):
        holder, within = permit.one("nhv:holder"), permit.one("nhv:heldWithin")
        if level == "hospital":
            named = permit.all("nhv:throughHospital") or (holder,)
        else:
            named = (holder or within,)
        placed.append(tuple(sorted({p for name in named if (p := ladder.at(name, level))})))
    return placed


class Shared:
    """Who has what in common: facts gathered by area, and a tie for every two parties of one.

    The work grows with the pairs that share an area, not with all pairs there are.

    Args:
        cited: The citations of the facts.
        made_of: The properties of a fact that a tie shows.
    """

    def __init__(self, cited: Citations, made_of: tuple[str, ...]) -> None:
        self._cited, self._made_of = cited, made_of
        self._has: dict[str, dict[str, list[str]]] = {}

    def add(self, area: str, parties: Iterable[str], fact: str) -> None:
        """Note that each of these parties has an area, by a fact."""
        has = self._has.setdefault(area, {})
        for party in parties:
            has.setdefault(party, []).append(fact)

    def draw(self, kg: View, draft: Draft) -> None:
        """Add all parties, and a tie for every pair with the evidence of both sides."""
        names = labels(kg, self._has)
        kind_label = relation_name("shared", kg.lang)
        common: dict[tuple[str, str], list[str]] = {}
        stated: Counter[tuple[str, str]] = Counter()
        for area, pair, sure in self._pairs(names):
            common.setdefault(pair, []).append(area)
            if sure:
                stated[pair] += 1
        for party in set().union(*self._has.values()):
            draft.node(party)
        for (one, other), areas in common.items():
            number = stated[one, other]
            draft.edges.append(
                Edge(
                    one,
                    other,
                    f"{one}|{other}",
                    {
                        "label": str(len(areas)),
                        "area": tuple(areas),
                        "area_label": tuple([names[area] for area in areas]),
                        "kind": "shared",
                        "kind_label": kind_label,
                        "weight": len(areas),
                        "since": "",
                        "since_basis": "",
                        "undated": False,
                        "weight_stated": number,
                        "certainty": "stated" if number else "inferred",
                        "evidence": Evidence(self._entries, one, other, areas),
                    },
                )
            )

    def _pairs(self, names: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str], bool]]:
        """(area, the pair, whether both are stated), areas by their names."""
        unsure = self._cited.unsure(self._made_of)
        for area in sorted(self._has, key=lambda a: (names[a].casefold(), a)):
            has = self._has[area]
            # A shared area is as sure as its less sure side.
            sides = [(p, not unsure.issuperset(has[p])) for p in sorted(has)]
            for (one, sure), (other, also) in combinations(sides, 2):
                yield area, (one, other), sure and also

    def _entries(self, one: str, other: str, areas: Sequence[str]) -> Iterator[Entry]:
        shown = (f for a in areas for f in sorted(self._has[a][one] + self._has[a][other]))
        for fact in dict.fromkeys(shown):
            yield from self._cited.entries(fact, self._made_of)


def _relation(fact: Fact, support: Support, names: Mapping[str, str]) -> dict[str, Any]:
    """The attributes that every edge of one fact about one area has."""
    area = fact.one("nhv:area")
    start, basis = fact.since
    return {
        "label": names.get(area, area),
        "area": area,
        "area_label": names.get(area, area),
        "weight": 1,
        "since": start,
        "since_basis": basis,
        "undated": not start,
        "certainty": support.certainty,
        "evidence": support.evidence,
    }

"""The networks of holders and applicants: who supplies, shares, applies for and holds what.

Every function takes a view and its parameters and returns a :class:`Draft`: nodes and edges with
evidence, and what had to be left out, with the reason. Nothing here draws or knows networkx.
A supplier is not a holder: supply relations never count as permits, nor the other way round. What
is in force, since when, and how sure that is, the graph says; here it is only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from graph.base.words import words_of
from graph.networks.cited import Citations, Evidence, Support, attesting, happened
from graph.networks.draft import UNDATED, Draft, Edge
from graph.networks.facts import NOTATIONS, PARTIES, Fact, columns_of, facts, gather, labels
from graph.networks.holdings import (
    STATED,
    Holdings,
    Ladder,
    counted_in_words,
    counting,
    holdings,
    programmes_of,
)
from graph.networks.lasting import (
    IN_FORCE,
    POSSIBLE,
    SHOWN,
    Lasting,
    leave_out_possible,
    status_attributes,
)
from graph.networks.relations import relation_name
from graph.view.citations import Entry
from graph.view.view import View

_WORDS = words_of("graph.networks")

_PERMITS = _WORDS["left_out.holdings"]


def suppliers(
    kg: View, *, area: str | None = None, level: str = STATED, possible: bool = False
) -> Draft:
    """Who supplies whom: one edge per supply relation and area, from supplier to receiver."""
    draft = Draft()
    parts = ("nhv:CareArea",) if area else ()
    gather(kg, *columns_of("nhv:SupplyRelation", *parts, *PARTIES), NOTATIONS)
    cited, lasting = Citations(kg, "nhv:SupplyRelation"), Lasting(kg, "nhv:SupplyRelation")
    ladder = Ladder.of(kg)
    relations = _about(
        kg, draft, lasting, area, possible, ("leveransrelationer", "supply relations")
    )
    complete = [f for f in relations if f.one("nhv:supplier") and f.one("nhv:receiver")]
    draft.leave_out(
        {f.id for f in relations} - {f.id for f in complete},
        *_WORDS["left_out.supply_one_party"],
    )
    elsewhere, inside = [], []
    placed: list[tuple[Fact, str, str]] = []
    for fact in complete:
        tail = ladder.at(fact.one("nhv:supplier"), level)
        head = ladder.at(fact.one("nhv:receiver"), level)
        if not tail or not head:
            elsewhere.append(fact.id)
        elif tail == head and level != STATED:
            inside.append(fact.id)
        else:
            placed.append((fact, tail, head))
    names = labels(
        kg,
        *((fact.one("nhv:area"), *fact.all("nhv:supplyKind"), *ends) for fact, *ends in placed),
        lasting.terms,
    )
    for fact, tail, head in placed:
        # Told as sub-supplier by one source and as partner by another: the stronger word leads.
        said = sorted(fact.all("nhv:supplyKind"), reverse=True)
        edge = _relation(fact.one("nhv:area"), cited.support(fact.id), names)
        edge |= lasting.attributes(fact)
        edge["kind"] = said[0] if said else ""
        edge["kind_label"] = " / ".join(names[kind] for kind in said)
        edge["permit"] = fact.one("nhv:onPermit")
        draft.edges.append(Edge(draft.node(tail), draft.node(head), fact.id, edge))
    draft.leave_out(
        elsewhere,
        *_WORDS["left_out.supply_elsewhere"],
    )
    draft.leave_out(
        inside,
        *_WORDS["left_out.supply_inside"],
    )
    return draft


def cooperation(kg: View, *, area: str | None = None, possible: bool = False) -> Draft:
    """Who cooperates on which area: one edge per relation and pair of partners, no direction."""
    draft = Draft()
    parts = ("nhv:CareArea",) if area else ()
    gather(kg, *columns_of("nhv:Cooperation", *parts), NOTATIONS)
    cited, lasting = Citations(kg, "nhv:Cooperation"), Lasting(kg, "nhv:Cooperation")
    relations = _about(kg, draft, lasting, area, possible, ("samarbeten", "cooperations"))
    names = labels(
        kg, *((f.one("nhv:area"), *f.all("nhv:partner")) for f in relations), lasting.terms
    )
    alone = []
    for fact in relations:
        partners = fact.all("nhv:partner")
        if len(partners) < 2:
            alone.append(fact.id)
        for one, other in combinations(partners, 2):
            edge = _relation(fact.one("nhv:area"), cited.support(fact.id), names)
            edge |= lasting.attributes(fact)
            edge["kind"] = "nhv:partner"
            edge["kind_label"] = relation_name("nhv:partner", kg.lang)
            draft.edges.append(Edge(draft.node(one), draft.node(other), fact.id, edge))
    draft.leave_out(
        alone,
        *_WORDS["left_out.cooperation_alone"],
    )
    return draft


def area_holder(
    kg: View,
    *,
    area: str | None = None,
    programme: str = "nhv",
    level: str = STATED,
    possible: bool = False,
) -> Draft:
    """Who holds a permit for which area: one edge per area held, as the graph counts them."""
    draft = Draft()
    found = _held(kg, draft, level, programme, area, possible)
    cited, lasting = Citations(kg, "nhv:Permit"), Lasting(kg, "nhv:Permit")
    names = labels(
        kg,
        *((held.area, held.party) for held in found.held),
        lasting.terms,
        programmes_of(programme),
    )
    said = {status: status_attributes(kg, status) for status in SHOWN}
    within = lasting.facts.one("nhv:heldWithin")
    for held in found.held:
        permit, began = lasting.first(held.permits)
        prop = (
            "nhv:holder"
            if not within[permit.place] or permit.one("nhv:holder")
            else ("nhv:heldWithin")
        )
        through = {h for name in held.permits
                   for h in lasting.facts.named(name).all("nhv:throughHospital")}  # fmt: skip
        edge = _relation(held.area, cited.together(held.permits), names)
        edge |= {**began.attributes, **said[held.status]}
        edge["kind"] = prop
        edge["kind_label"] = relation_name(prop, kg.lang)
        edge["permits"], edge["parts"] = held.permits, held.parts
        edge["through"] = tuple(sorted(through))
        draft.edges.append(Edge(draft.node(held.party), draft.node(held.area), held.id, edge))
    draft.counted = counted_in_words(kg, programme)
    return draft


def co_holders(
    kg: View,
    *,
    level: str = "region",
    programme: str = "nhv",
    area: str | None = None,
    possible: bool = False,
) -> Draft:
    """Who holds permits for the same areas: weight = number of shared areas."""
    draft = Draft()
    found = _held(kg, draft, level, programme, area, possible)
    shared = Shared(Citations(kg, "nhv:Permit"))
    for held in found.held:
        shared.add(held.area, held.party, held.permits, in_force=held.status == IN_FORCE)
    shared.draw(kg, draft, programmes_of(programme))
    draft.counted = counted_in_words(kg, programme)
    return draft


def _held(
    kg: View, draft: Draft, level: str, programme: str, area: str | None, possible: bool
) -> Holdings:
    """What is held and shown; what is left out is told."""
    gather(
        kg,
        *columns_of("nhv:HeldArea", "nhv:Permit", *PARTIES),
        NOTATIONS,
        *counting(kg, programme),
    )
    wanted = kg.find(area, "area") if area else ""
    found = holdings(kg, level=level, programme=programme, area=wanted, possible=possible)
    draft.leave_out(found.unplaced, *_WORDS.get(f"unplaced.{level}", ("", "")))
    leave_out_possible(draft, found.possible, *_PERMITS)
    return found


def co_applicants(
    kg: View, *, area: str | None = None, level: str = "region", programme: str = "nhv"
) -> Draft:
    """Who applied for the same areas under a programme: weight = number of shared areas."""
    draft = Draft()
    gather(kg, *columns_of("nhv:Application", *PARTIES), attesting("nhv:Application"), NOTATIONS)
    ladder = Ladder.of(kg)
    wanted = kg.find(area, "area") if area else ""
    shared = Shared(Citations(kg, "nhv:Application"))
    unknown, elsewhere = [], []
    for fact, _ in happened(kg, "nhv:Application"):
        applicant, sought = fact.one("nhv:applicant"), fact.one("nhv:area")
        round_of = fact.one("nhv:programme")
        if (wanted and sought != wanted) or programme not in ("all", round_of.partition(":")[2]):
            continue
        if not applicant or not sought:
            unknown.append(fact.id)
            continue
        party = ladder.at(applicant, level)
        if not party:
            elsewhere.append(fact.id)
            continue
        # What two sought in rounds of different programmes, they did not seek together.
        shared.add(sought, party, (fact.id,), among=round_of)
    draft.leave_out(
        unknown,
        *_WORDS["left_out.applications_unknown"],
    )
    draft.leave_out(
        elsewhere,
        *_WORDS["left_out.applications_elsewhere"],
    )
    shared.draw(kg, draft)
    return draft


class Shared:
    """Who has what in common: facts gathered by area, and a tie for every two parties of one.

    The work grows with the pairs that share an area, not with all pairs there are.

    Args:
        cited: The citations of the facts.
    """

    def __init__(self, cited: Citations) -> None:
        self._cited = cited
        self._has: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._sure: set[tuple[str, str, str]] = set()

    def add(
        self, area: str, party: str, facts: Iterable[str], *, among: str = "", in_force: bool = True
    ) -> None:
        """Note that a party has an area, by some facts.

        Args:
            area: The area.
            party: The party.
            facts: What shows it.
            among: Only what is among the same is shared.
            in_force: Whether it is so for certain on the day.
        """
        self._has.setdefault((area, among), {}).setdefault(party, []).extend(facts)
        if in_force:
            self._sure.add((area, among, party))

    def draw(self, kg: View, draft: Draft, named: Iterable[str] = ()) -> None:
        """Add all parties, and a tie for every pair with the evidence of both sides.

        Args:
            kg: The view.
            draft: What they are added to.
            named: What else will be called by its name.
        """
        names = labels(kg, (area for area, _ in self._has), *self._has.values(), SHOWN, named)
        kind_label = relation_name("shared", kg.lang)
        said = {status: status_attributes(kg, status) for status in SHOWN}
        common: dict[tuple[str, str], list[tuple[str, str]]] = {}
        stated: dict[tuple[str, str], set[str]] = {}
        certain: dict[tuple[str, str], set[str]] = {}
        for key, pair, sure, both in self._pairs(names):
            common.setdefault(pair, []).append(key)
            if sure:
                stated.setdefault(pair, set()).add(key[0])
            if both:
                certain.setdefault(pair, set()).add(key[0])
        for party in set().union(*self._has.values()):
            draft.node(party)
        for (one, other), keys in common.items():
            areas = tuple(dict.fromkeys(area for area, _ in keys))
            number = len(stated.get((one, other), ()))
            in_force = len(certain.get((one, other), ()))
            draft.edges.append(
                Edge(
                    one,
                    other,
                    f"{one}|{other}",
                    {
                        "label": str(len(areas)),
                        "area": areas,
                        "area_label": tuple([names[area] for area in areas]),
                        "kind": "shared",
                        "kind_label": kind_label,
                        "weight": len(areas),
                        **UNDATED,
                        **said[IN_FORCE if in_force else POSSIBLE],
                        "weight_stated": number,
                        "weight_in_force": in_force,
                        "certainty": "stated" if number else "inferred",
                        "evidence": Evidence(self._entries, one, other, keys),
                    },
                )
            )

    def _pairs(
        self, names: Mapping[str, str]
    ) -> Iterator[tuple[tuple[str, str], tuple[str, str], bool, bool]]:
        """(area and round, the pair, whether both are stated, and in force), areas by names."""
        sure_of = self._cited.stated
        for key in sorted(self._has, key=lambda k: (names[k[0]].casefold(), k)):
            has = self._has[key]
            # A shared area is as sure as its less sure side.
            sides = [
                (party, not sure_of.isdisjoint(has[party]), (*key, party) in self._sure)
                for party in sorted(has)
            ]
            for (one, sure, now), (other, also, then) in combinations(sides, 2):
                yield key, (one, other), sure and also, now and then

    def _entries(self, one: str, other: str, keys: Sequence[tuple[str, str]]) -> Iterator[Entry]:
        shown = (f for key in keys for f in sorted(self._has[key][one] + self._has[key][other]))
        for fact in dict.fromkeys(shown):
            yield from self._cited.entries(fact)


def _about(
    kg: View, draft: Draft, lasting: Lasting, area: str | None, possible: bool,
    what: tuple[str, str],
) -> list[Fact]:  # fmt: skip
    """The relations about an area, or all, that are shown; the others that may be are told."""
    wanted = kg.find(area, "area") if area else ""
    shown, left = lasting.shown(possible=possible)
    if wanted:
        parts = {a.id for a in facts(kg, "nhv:CareArea") if wanted in a.all("skos:broader")}
        meant = {wanted, *parts}
        shown = [fact for fact in shown if fact.one("nhv:area") in meant]
        left = [name for name in left if lasting.facts.named(name).one("nhv:area") in meant]
    leave_out_possible(draft, left, *what)
    return shown


def _relation(area: str, support: Support, names: Mapping[str, str]) -> dict[str, Any]:
    """The attributes that every edge about one area has."""
    return {
        "label": names.get(area, area),
        "area": area,
        "area_label": names.get(area, area),
        "weight": 1,
        "certainty": support.certainty,
        "evidence": support.evidence,
    }

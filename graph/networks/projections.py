"""The networks of holders and applicants: who supplies, shares, applies for and holds what.

Every function takes a view and its parameters, whose defaults the catalogue has, and returns a
:class:`Draft`: nodes and edges with evidence, and what had to be left out, with the reason. Nothing
here draws or knows networkx. A supplier is not a holder: supply relations never count as permits,
nor the other way round. What is in force, since when, and how sure that is, the graph says; here it
is only read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from graph.networks.draft import Citations, Draft, Evidence, Support, relation_name
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
    UNDATED,
    Lasting,
    attesting,
    happened,
    status_attributes,
)
from graph.view.citations import Entry
from graph.view.facts import NOTATIONS, PARTIES, Fact, columns_of, facts, gather, labels
from graph.view.view import View


def suppliers(
    kg: View, *, area: str | None, level: str, programme: str | None, possible: bool
) -> Draft:
    """Who supplies whom: one edge per supply relation and area, from supplier to receiver."""
    draft, told = Draft(kg.lang), _Told.of(kg, "nhv:SupplyRelation", area, programme, PARTIES)
    ladder = Ladder.of(kg)
    placed: list[tuple[Fact, str, str]] = []
    relations = told.shown(draft, "left_out.supplies", possible=possible)
    one_party, elsewhere, inside = [], [], []
    for fact in relations:
        ends = fact.one("nhv:supplier"), fact.one("nhv:receiver")
        tail, head = (ladder.at(end, level) for end in ends)
        if not all(ends):
            one_party.append(fact.id)
        elif not tail or not head:
            elsewhere.append(fact.id)
        elif tail == head and level != STATED:
            inside.append(fact.id)
        else:
            placed.append((fact, tail, head))
    names = labels(
        kg,
        *((fact.one("nhv:area"), *fact.all("nhv:supplyKind"), *ends) for fact, *ends in placed),
        told.lasting.terms,
    )
    for fact, tail, head in placed:
        # Told as sub-supplier by one source and as partner by another: the stronger word leads.
        said = sorted(fact.all("nhv:supplyKind"), reverse=True)
        edge = told.edge(fact, names)
        edge["kind"] = said[0] if said else ""
        edge["kind_label"] = " / ".join(names[kind] for kind in said)
        edge["permit"] = fact.one("nhv:onPermit")
        draft.edge(tail, head, fact.id, edge)
    draft.leave_out(one_party, "left_out.supply_one_party")
    draft.leave_out(elsewhere, "left_out.supply_elsewhere")
    draft.leave_out(inside, "left_out.supply_inside")
    return draft


def cooperation(kg: View, *, area: str | None, programme: str | None, possible: bool) -> Draft:
    """Who cooperates on which area: one edge per relation and pair of partners, no direction."""
    draft, told = Draft(kg.lang), _Told.of(kg, "nhv:Cooperation", area, programme)
    relations = told.shown(draft, "left_out.cooperations", possible=possible)
    partners = {fact: fact.all("nhv:partner") for fact in relations}
    names = labels(
        kg, *((fact.one("nhv:area"), *of) for fact, of in partners.items()), told.lasting.terms
    )
    for fact, of in partners.items():
        for one, other in combinations(of, 2):
            edge = told.edge(fact, names)
            edge["kind"] = "nhv:partner"
            edge["kind_label"] = relation_name("nhv:partner", kg.lang)
            draft.edge(one, other, fact.id, edge)
    alone = (fact.id for fact, of in partners.items() if len(of) < 2)
    draft.leave_out(alone, "left_out.cooperation_alone")
    return draft


class _Told(NamedTuple):
    """What lasts between parties, about some areas, with how it is known."""

    cited: Citations
    lasting: Lasting
    areas: Collection[str] | None

    @classmethod
    def of(
        cls,
        kg: View,
        what: str,
        area: str | None,
        programme: str | None,
        others: Sequence[str] = (),
    ) -> _Told:
        """The facts of a class about an area and its parts, those of a programme, or all."""
        limited = area is not None or programme not in (None, "all")
        gather(kg, *columns_of(what, *(["nhv:CareArea"] if limited else []), *others), NOTATIONS)
        areas: set[str] | None = None
        if limited:
            whole = kg.find(area, "area") if area else ""
            under = "" if programme in (None, "all") else f"programme:{programme}"
            areas = {
                known.id
                for known in facts(kg, "nhv:CareArea")
                if (not whole or whole in (known.id, *known.all("skos:broader")))
                and (not under or under in known.all("nhv:programme"))
            }
        return cls(Citations(kg, what), Lasting(kg, what), areas)

    def shown(self, draft: Draft, what: str, *, possible: bool) -> list[Fact]:
        """Those that are shown; the others that may be are told."""
        kept, left = (
            [fact for fact in found if self.areas is None or fact.one("nhv:area") in self.areas]
            for found in self.lasting.shown(possible=possible)
        )
        draft.leave_out((fact.id for fact in left), "left_out.possible", what)
        return kept

    def edge(self, fact: Fact, names: Mapping[str, str]) -> dict[str, Any]:
        """What an edge of one of them says, but for its kind."""
        edge = _relation(fact.one("nhv:area"), self.cited.support(fact.id), names)
        return edge | self.lasting.attributes(fact)


def area_holder(kg: View, *, area: str | None, programme: str, level: str, possible: bool) -> Draft:
    """Who holds a permit for which area: one edge per area held, as the graph counts them."""
    draft = Draft(kg.lang)
    found = _held(kg, draft, level, programme, area, possible)
    cited, lasting = Citations(kg, "nhv:Permit"), Lasting(kg, "nhv:Permit")
    ends = ((held.area, held.party) for held in found.held)
    names = labels(kg, *ends, lasting.terms, programmes_of(programme))
    said = {status: status_attributes(kg, status) for status in SHOWN}
    for held in found.held:
        permits = [lasting.facts.named(name) for name in held.permits]
        first = lasting.first(held.permits)
        within = first.one("nhv:heldWithin") and not first.one("nhv:holder")
        kind = "nhv:heldWithin" if within else "nhv:holder"
        edge = _relation(held.area, cited.together(held.permits), names)
        edge |= {**lasting.began(first), **said[held.status]}
        edge["kind"], edge["kind_label"] = kind, relation_name(kind, kg.lang)
        edge["permits"], edge["parts"] = held.permits, held.parts
        through = {hospital for fact in permits for hospital in fact.all("nhv:throughHospital")}
        edge["through"] = tuple(sorted(through))
        draft.edge(held.party, held.area, held.id, edge)
    draft.counted = counted_in_words(kg, programme)
    return draft


def co_holders(
    kg: View, *, level: str, programme: str, area: str | None, possible: bool, certainty: str | None
) -> Draft:
    """Who holds permits for the same areas: weight = number of shared areas."""
    draft = Draft(kg.lang)
    found = _held(kg, draft, level, programme, area, possible)
    shared = Shared(Citations(kg, "nhv:Permit"), certainty)
    for held in found.held:
        shared.add(held.area, held.party, held.permits, in_force=held.status == IN_FORCE)
    shared.draw(kg, draft, programmes_of(programme))
    draft.counted = counted_in_words(kg, programme)
    return draft


def _held(
    kg: View, draft: Draft, level: str, programme: str, area: str | None, possible: bool
) -> Holdings:
    columns = columns_of("nhv:HeldArea", "nhv:Permit", *PARTIES)
    gather(kg, *columns, NOTATIONS, *counting(kg, programme))
    wanted = kg.find(area, "area") if area else ""
    found = holdings(kg, level=level, programme=programme, area=wanted, possible=possible)
    draft.leave_out((held.id for held in found.unplaced), f"unplaced.{level}")
    draft.leave_out(found.possible, "left_out.possible", "left_out.holdings")
    return found


def co_applicants(
    kg: View, *, area: str | None, level: str, programme: str, certainty: str | None
) -> Draft:
    """Who applied for the same areas under a programme: weight = number of shared areas."""
    draft = Draft(kg.lang)
    gather(kg, *columns_of("nhv:Application", *PARTIES), attesting("nhv:Application"), NOTATIONS)
    ladder = Ladder.of(kg)
    wanted = kg.find(area, "area") if area else ""
    shared = Shared(Citations(kg, "nhv:Application"), certainty)
    unknown, elsewhere = [], []
    for fact, _ in happened(kg, "nhv:Application"):
        applicant, sought = fact.one("nhv:applicant"), fact.one("nhv:area")
        round_of = fact.one("nhv:programme")
        if (wanted and sought != wanted) or programme not in ("all", round_of.partition(":")[2]):
            continue
        if not applicant or not sought:
            unknown.append(fact.id)
        elif party := ladder.at(applicant, level):
            # What two sought in rounds of different programmes, they did not seek together.
            shared.add(sought, party, (fact.id,), among=round_of)
        else:
            elsewhere.append(fact.id)
    draft.leave_out(unknown, "left_out.applications_unknown")
    draft.leave_out(elsewhere, "left_out.applications_elsewhere")
    shared.draw(kg, draft)
    return draft


class Shared:
    """Who has what in common: facts gathered by area, and a tie for every two parties of one.

    The work grows with the pairs that share an area, not with all pairs there are. With a
    certainty, only areas that are shared for certain ("stated") count, or those that are not.
    """

    def __init__(self, cited: Citations, certainty: str | None) -> None:
        self._cited, self._certainty = cited, certainty
        self._has: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._sure: set[tuple[str, str, str]] = set()

    def add(
        self, area: str, party: str, facts: Iterable[str], *, among: str = "", in_force: bool = True
    ) -> None:
        """Note that a party has an area, by some facts; only what is among the same is shared."""
        self._has.setdefault((area, among), {}).setdefault(party, []).extend(facts)
        if in_force:
            self._sure.add((area, among, party))

    def draw(self, kg: View, draft: Draft, named: Iterable[str] = ()) -> None:
        """Add all parties, and a tie for every pair with the evidence of both sides."""
        names = labels(kg, (area for area, _ in self._has), *self._has.values(), SHOWN, named)
        kind_label = relation_name("shared", kg.lang)
        said = {status: status_attributes(kg, status) for status in SHOWN}
        common: dict[tuple[str, str], list[tuple[str, str]]] = {}
        stated: dict[tuple[str, str], set[str]] = {}
        certain: dict[tuple[str, str], set[str]] = {}
        for key, pair, sure, both in self._pairs(names):
            if self._certainty not in (None, "stated" if sure else "inferred"):
                continue
            common.setdefault(pair, []).append(key)
            if sure:
                stated.setdefault(pair, set()).add(key[0])
            if both:
                certain.setdefault(pair, set()).add(key[0])
        for party in set().union(*self._has.values()):
            draft.node(party)
        for pair, keys in common.items():
            areas = tuple(dict.fromkeys(area for area, _ in keys))
            number, in_force = len(stated.get(pair, ())), len(certain.get(pair, ()))
            edge = {
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
                "evidence": Evidence(self._entries, *pair, keys),
            }
            draft.edge(*pair, "|".join(pair), edge)

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

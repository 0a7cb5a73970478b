"""The networks of the process: who acts in its steps, where areas came from, seats in bodies.

Seats come first and persons second: without names everything here works, and co-membership is not
influence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import NamedTuple

from graph.networks.draft import Citations, Draft, Evidence, Support, surest
from graph.networks.lasting import (
    UNTOLD,
    attested,
    attesting,
    first_told,
    happened,
    since_attributes,
    status_attributes,
)
from graph.view.citations import Entry
from graph.view.facts import NOTATIONS, Fact, columns_of, facts, facts_of, gather, labels, states
from graph.view.view import View

_SEATED = "nhv:post"
_PLACED = "org:postIn"
_OCCUPIED = ("org:member", "nhv:post")
_CITED = ("nhv:Membership", "nhv:Post", "nhv:Body")
_DATING = ("nhv:from", "nhv:attestedOn", "nhv:firstAttested")
_HOLDS = ("nhv:InOffice", "nhv:LastKnown", "nhv:PossiblyInOffice")
_NEVER = "9999"
Since = tuple[str, str]


class _Telling(NamedTuple):
    """That a fact tells of a seat: its first day, the fact, since when, how sure, and where."""

    day: str
    fact: str
    since: Since
    certainty: str
    places: tuple[str, ...] = ()


class Seat(NamedTuple):
    """A seat on a day, as the facts that hold then tell of it."""

    id: str
    bodies: tuple[str, ...]
    sides: tuple[str, ...]  # whom it represents
    facts: tuple[str, ...]  # what tells of it, the first first
    since: Since  # when the first of these began, and by which property
    certainty: str


_Shown = Sequence[tuple[Seat, Sequence[str]]]


def bodies(
    kg: View, *, body: str | None = None, persons: bool = False, seats: str | None = None
) -> Draft:
    """Bodies, the seats in them and whom the seats represent; persons only when asked for.

    Seat by seat for one body or with persons; counted from body to healthcare region for all.
    """
    draft = Draft(kg.lang)
    wanted = kg.find(body, "body") if body else ""
    gather(kg, *columns_of(*_CITED), *map(attesting, _CITED), NOTATIONS)
    known, left = kg.cached(("networks", "seats", kg.as_of), lambda: _seats_on(kg))
    inside = {seat: [b for b in seat.bodies if not wanted or b == wanted] for seat in known}
    shown = [(seat, of) for seat, of in inside.items() if of]
    counted = seats == "counted" or (seats is None and not body and not persons)
    status, seated = states(kg, "nhv:Membership"), {seat.id for seat, _ in shown}
    sitting = [
        member
        for member in (facts(kg, "nhv:Membership") if persons and kg.people else ())
        if status.get(member.id) in _HOLDS and member.one("nhv:post") in seated
    ]
    labels(
        kg,
        (*_DATING, *_HOLDS),
        *((*seat.sides, *of) for seat, of in shown),
        *(() if counted else ((seat.id for seat, _ in shown),)),
        *(() if counted else (member.all("org:member") for member in sitting)),
        *((whole.id, *whole.all("nhv:partOf")) for whole in facts(kg, "nhv:Body")),
    )
    alone: Collection[str] = ()
    if counted:
        _count(kg, draft, shown)
        alone = [seat.id for seat, _ in shown if not seat.sides]
    else:
        _show(kg, draft, shown)
        _show_persons(kg, draft, sitting)
    if not wanted:
        draft.leave_out((seat.id for seat, of in inside.items() if not of), "left_out.roles")
        draft.leave_out(left, "left_out.seats_left")
    _wholes(kg, draft, wanted)
    draft.leave_out(alone, "left_out.seats_alone")
    return draft


def _seats_on(kg: View) -> tuple[Sequence[Seat], Sequence[str]]:
    """The seats that are known on the view's day, by their names, and those left by their holders.

    A seat is there while someone sits in it, is last known to or may; one that is told of without a
    holder, from the day of the source that tells of it.
    """
    cited, status = Citations(kg, *_CITED), states(kg, "nhv:Membership")
    holding: dict[str, list[_Telling]] = {}
    ended: dict[str, bool] = {}
    for member in facts(kg, "nhv:Membership"):
        seat, now = member.one("nhv:post"), status.get(member.id)
        ended[seat] = ended.get(seat, False) or now == "nhv:Ended"
        if now in _HOLDS:
            telling = _Telling(
                member.one("nhv:firstDay") or _NEVER, member.id, _began(kg, member),
                cited.certainty(member.id, _SEATED), member.all("org:organization"),
            )  # fmt: skip
            holding.setdefault(seat, []).append(telling)
    seats, left, oldest = [], [], attested(kg, "nhv:Post")
    for post in facts(kg, "nhv:Post"):
        tellings = sorted(holding.get(post.id, ()))
        if post.id not in ended and oldest.get(post.id, UNTOLD)[0] <= kg.as_of.isoformat():
            tellings = [_Telling(_NEVER, post.id, first_told(oldest, post.id), "")]
        if tellings:
            places = {*post.all("org:postIn"), *(place for t in tellings for place in t.places)}
            sure = surest([cited.certainty(post.id, _PLACED), *(t.certainty for t in tellings)])
            seats.append(
                Seat(
                    post.id, tuple(sorted(place for place in places if place.startswith("body:"))),
                    post.all("nhv:represents"), tuple(t.fact for t in tellings),
                    tellings[0].since, sure,
                )
            )  # fmt: skip
        elif ended.get(post.id):
            left.append(post.id)
    return seats, left


def _began(kg: View, member: Fact) -> Since:
    """Since when a membership is told of, and the property that says so."""
    for prop in ("nhv:from", "nhv:attestedOn"):
        if stated := member.one(prop):
            return stated, prop
    return first_told(attested(kg, "nhv:Membership"), member.id)


def _entries(cited: Citations, seat: Seat) -> Sequence[Entry]:
    """A seat shares citations with its memberships; each is listed once."""
    told = [entry for fact in seat.facts for entry in cited.entries(fact, _SEATED)]
    said = {(entry["source"], entry["locator"]) for entry in told}
    own = cited.entries(seat.id, _PLACED, _SEATED)
    return [*told, *(e for e in own if (e["source"], e["locator"]) not in said)]


def _gathered(cited: Citations, seats: Sequence[Seat]) -> Sequence[Entry]:
    """What several seats are known by, each entry once, oldest first."""
    entries = {tuple(e.items()): e for seat in seats for e in _entries(cited, seat)}
    return sorted(entries.values(), key=lambda e: (e["date"] or _NEVER, *e.values()))


def _show(kg: View, draft: Draft, shown: _Shown) -> None:
    cited = Citations(kg, *_CITED)
    for seat, inside in shown:
        support = Support(Evidence(_entries, cited, seat), seat.certainty)
        fact, since = seat.facts[0], since_attributes(kg, *seat.since)
        for place in inside:
            draft.tie(seat.id, place, "nhv:post", support, fact=fact, since=since)
        for side in seat.sides:
            draft.tie(seat.id, side, "nhv:represents", support, fact=fact, since=since)


def _show_persons(kg: View, draft: Draft, sitting: Iterable[Fact]) -> None:
    cited, status = Citations(kg, *_CITED), states(kg, "nhv:Membership")
    for member in sitting:
        since = since_attributes(kg, *_began(kg, member))
        since |= status_attributes(kg, status[member.id])
        support = cited.support(member.id, *_OCCUPIED)
        for person in member.all("org:member"):
            seat = member.one("nhv:post")
            draft.tie(person, seat, "org:member", support, fact=member.id, since=since)


def _count(kg: View, draft: Draft, shown: _Shown) -> None:
    """Add one edge from a body to whom its seats represent, weighed by the seats."""
    cited = Citations(kg, *_CITED)
    groups: dict[tuple[str, str], list[Seat]] = {}
    for seat, inside in shown:
        for body in inside:
            draft.node(body)
            for side in seat.sides:
                groups.setdefault((body, side), []).append(seat)
    for (body, side), seats in groups.items():
        support = Support(Evidence(_gathered, cited, seats), surest(s.certainty for s in seats))
        first = min(seats, key=lambda seat: (seat.since[0] or _NEVER, f"{seat.id}|"))
        since = since_attributes(kg, *first.since)
        edge = draft.tie(body, side, "nhv:represents", support, since=since)
        edge["label"], edge["weight"] = str(len(seats)), len(seats)
        edge["undated"] = not any(seat.since[0] for seat in seats)


def _wholes(kg: View, draft: Draft, wanted: str) -> None:
    cited, lonely = Citations(kg, *_CITED), []
    for body in facts(kg, "nhv:Body"):
        wholes = body.all("nhv:partOf")
        if wanted and body.id != wanted:
            continue
        if not wholes and body.id not in draft.nodes and not wanted:
            lonely.append(body.id)
            continue
        draft.node(body.id)
        for whole in wholes:
            draft.tie(body.id, whole, "nhv:partOf", cited.support(body.id, "nhv:partOf"))
    draft.leave_out(lonely, "left_out.bodies")


_ACTING = ("nhv:actor", "nhv:action", "nhv:step")


def process(kg: View) -> Draft:
    """The eight steps in order, and which body does what in which step."""
    draft = Draft(kg.lang)
    told_of = ("nhv:ProcedureRelation", "nhv:ProcessStep")
    gather(kg, *columns_of(*told_of), attesting("nhv:ProcedureRelation"), NOTATIONS)
    steps = sorted(
        facts(kg, "nhv:ProcessStep"), key=lambda s: (int(s.one("nhv:number") or 99), s.id)
    )
    cited = Citations(kg, *told_of)
    relations = list(happened(kg, "nhv:ProcedureRelation"))
    names = labels(
        kg,
        *((s.id, *s.all("nhv:precedes"), *s.all("nhv:responsible")) for s in steps),
        *(r.all(prop) for r, _ in relations for prop in _ACTING),
        {prop for _, (_, prop) in relations},
    )
    told = {since: since_attributes(kg, *since) for since in {since for _, since in relations}}
    for step in steps:
        draft.node(step.id)
        draft.numbers[step.id] = step.one("nhv:number")
        for later in step.all("nhv:precedes"):
            draft.tie(step.id, later, "nhv:precedes", Support())
        for actor in step.all("nhv:responsible"):
            draft.tie(actor, step.id, "nhv:responsible", cited.support(step.id))
    loose = []
    for fact, since in relations:
        action, support = fact.one("nhv:action"), cited.support(fact.id, *_ACTING)
        ends = list(product(fact.all("nhv:actor"), fact.all("nhv:step")))
        for actor, step_id in ends:
            draft.tie(
                actor, step_id, action, support,
                name=names[action], fact=fact.id, since=told[since],
            )  # fmt: skip
        if not ends:
            loose.append(fact.id)
    draft.leave_out(loose, "left_out.routines")
    return draft


def lineage(kg: View) -> Draft:
    """Where areas came from: from the older topic or area to the newer, and parts to wholes."""
    draft = Draft(kg.lang)
    areas, topics = gather(kg, facts_of("nhv:CareArea"), facts_of("nhv:Topic"))
    cited = Citations(kg, "nhv:CareArea")
    for area in areas:
        for older in area.all("nhv:cameFrom"):
            draft.tie(older, area.id, "nhv:cameFrom", cited.support(area.id, "nhv:cameFrom"))
        for whole in area.all("skos:broader"):
            draft.tie(area.id, whole, "skos:broader", cited.support(area.id, "skos:broader"))
    for thing in draft.nodes:
        draft.nodes[thing] = "topic" if thing in topics else "area"
    return draft

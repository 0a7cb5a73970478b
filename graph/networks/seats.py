"""The network of bodies: the seats in them, whom the seats represent, and what bodies belong to.

Seats come first and persons second: without names everything here works, and co-membership is not
influence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from graph.base.words import words_of
from graph.networks.cited import (
    UNTOLD,
    Citations,
    Evidence,
    Support,
    attested,
    attesting,
    first_told,
    surest,
)
from graph.networks.draft import Draft
from graph.networks.facts import NOTATIONS, Fact, columns_of, facts, gather, labels, states
from graph.networks.lasting import since_attributes, status_attributes
from graph.networks.relations import relation_name
from graph.view.citations import Entry
from graph.view.view import View

_WORDS = words_of("graph.networks")

_SEATED = "nhv:post"
_PLACED = "org:postIn"
_OCCUPIED = ("org:member", "nhv:post")
_CITED = ("nhv:Membership", "nhv:Post", "nhv:Body")
_DATING = ("nhv:from", "nhv:attestedOn", "nhv:firstAttested")
_HOLDS = ("nhv:InOffice", "nhv:LastKnown", "nhv:PossiblyInOffice")
_NEVER = "9999"
Since = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Teller:
    """A fact that tells of a seat: that someone sits in it, or the seat itself.

    Attributes:
        fact: Its short name; of a membership, or of a seat that is told of without a holder.
        order: What comes first by its own first day.
        since: The date that it states, and the property that states it.
        certainty: How sure it is that the seat is there.
        places: The organisations in which it puts the seat.
    """

    fact: str
    order: tuple[str, str]
    since: Since
    certainty: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat on a day, as the facts that hold then tell of it.

    Attributes:
        id: Its short name.
        bodies: The bodies in which it is, sorted.
        sides: Whom it represents.
        tellers: What tells of it, the first first; at least one.
    """

    id: str
    bodies: tuple[str, ...]
    sides: tuple[str, ...]
    tellers: tuple[Teller, ...]

    @property
    def since(self) -> Since:
        """When the first of what tells of it began, and by which property."""
        return self.tellers[0].since


class _Sources:
    """How seats are known: by the citations of what tells of them, and by their own."""

    def __init__(self, kg: View) -> None:
        self.cited, self._oldest = Citations(kg, *_CITED), attested(kg, "nhv:Membership")

    def support(self, seats: Sequence[Seat], evidence: Evidence) -> Support:
        """How seats are known together: stated as soon as one is."""
        return Support(evidence, surest(map(self.certainty, seats)))

    def began(self, member: Fact) -> Since:
        """Since when a membership is told of, and the property that says so."""
        for prop in ("nhv:from", "nhv:attestedOn"):
            if stated := member.one(prop):
                return stated, prop
        return first_told(self._oldest, member.id)

    def entries(self, seat: Seat) -> Sequence[Entry]:
        """A seat shares citations with its memberships; each is listed once."""
        told = [e for t in seat.tellers for e in self.cited.entries(t.fact, _SEATED)]
        said = {(e["source"], e["locator"]) for e in told}
        own = self.cited.entries(seat.id, _PLACED, _SEATED)
        return [*told, *(e for e in own if (e["source"], e["locator"]) not in said)]

    def gathered(self, seats: Sequence[Seat]) -> Sequence[Entry]:
        """What several seats are known by, each entry once, oldest first."""
        entries = {tuple(e.items()): e for seat in seats for e in self.entries(seat)}
        return sorted(entries.values(), key=lambda e: (e["date"] or _NEVER, *e.values()))

    def certainty(self, seat: Seat) -> str:
        """How sure a seat is, or an empty text if nothing says."""
        own = self.cited.certainty(seat.id, _PLACED)
        return surest([own, *(teller.certainty for teller in seat.tellers)])


def bodies(
    kg: View, *, body: str | None = None, persons: bool = False, seats: str | None = None
) -> Draft:
    """Bodies, the seats in them and whom the seats represent; persons only when asked for.

    Seat by seat for one body or with persons; counted from body to healthcare region for all.
    """
    draft = Draft()
    wanted = kg.find(body, "body") if body else ""
    gather(kg, *columns_of(*_CITED), *map(attesting, _CITED), NOTATIONS)
    shown: list[tuple[Seat, Sequence[str]]] = []
    elsewhere = []
    known, left = seats_on(kg)
    for seat in known:
        inside = [b for b in seat.bodies if b == wanted] if wanted else seat.bodies
        if inside:
            shown.append((seat, inside))
        elif not wanted:
            elsewhere.append(seat.id)
    counted = seats == "counted" or (seats is None and not body and not persons)
    sitting = _sitting(kg, {seat.id for seat, _ in shown}) if persons and kg.people else []
    labels(
        kg,
        (*_DATING, *_HOLDS),
        *((*seat.sides, *inside) for seat, inside in shown),
        *(() if counted else ((seat.id for seat, _ in shown),)),
        *(() if counted else (member.all("org:member") for member in sitting)),
        *((whole.id, *whole.all("nhv:partOf")) for whole in facts(kg, "nhv:Body")),
    )
    alone: Collection[str] = ()
    if counted:
        alone = _count(kg, draft, shown)
    else:
        _show(kg, draft, shown)
        _show_persons(kg, draft, sitting)
    draft.leave_out(
        elsewhere,
        *_WORDS["left_out.roles"],
    )
    draft.leave_out(
        () if wanted else left,
        *_WORDS["left_out.seats_left"],
    )
    _wholes(kg, draft, wanted)
    draft.leave_out(
        alone,
        *_WORDS["left_out.seats_alone"],
    )
    return draft


def seats_on(kg: View) -> tuple[Sequence[Seat], Sequence[str]]:
    """The seats that are known on the view's day, by their names, and those left by their holders.

    A seat is there while someone sits in it, is last known to or may; one that is told of without a
    holder, from the day of the source that tells of it.
    """
    return kg.cached(("networks", "seats", kg.as_of), lambda: _seats_on(kg))


def _seats_on(kg: View) -> tuple[Sequence[Seat], Sequence[str]]:
    sources, status = _Sources(kg), states(kg, "nhv:Membership")
    holding: dict[str, list[Teller]] = {}
    ended: dict[str, bool] = {}
    for member in facts(kg, "nhv:Membership"):
        seat, now = member.one("nhv:post"), status.get(member.id)
        ended[seat] = ended.get(seat, False) or now == "nhv:Ended"
        if now in _HOLDS:
            order = (member.one("nhv:firstDay") or _NEVER, member.id)
            sure = sources.cited.certainty(member.id, _SEATED)
            told = Teller(
                member.id, order, sources.began(member), sure, member.all("org:organization")
            )
            holding.setdefault(seat, []).append(told)
    seats, left, oldest = [], [], attested(kg, "nhv:Post")
    for post in facts(kg, "nhv:Post"):
        tellers = sorted(holding.get(post.id, ()), key=attrgetter("order"))
        if post.id not in ended and oldest.get(post.id, UNTOLD)[0] <= kg.as_of.isoformat():
            tellers = [Teller(post.id, (_NEVER, post.id), first_told(oldest, post.id), "")]
        if tellers:
            said = {*post.all("org:postIn"), *(place for t in tellers for place in t.places)}
            bodies = tuple(sorted(place for place in said if place.startswith("body:")))
            seats.append(Seat(post.id, bodies, post.all("nhv:represents"), tuple(tellers)))
        elif ended.get(post.id):
            left.append(post.id)
    return seats, left


def _show(kg: View, draft: Draft, shown: Iterable[tuple[Seat, Sequence[str]]]) -> None:
    """Add every seat with its bodies and whom it represents."""
    sources = _Sources(kg)
    within, for_whom = (relation_name(p, kg.lang) for p in ("nhv:post", "nhv:represents"))
    for seat, inside in shown:
        support = sources.support([seat], Evidence(sources.entries, seat))
        fact, since = seat.tellers[0].fact, since_attributes(kg, *seat.since)
        for place in inside:
            draft.tie(seat.id, place, "nhv:post", within, support, fact=fact, since=since)
        for side in seat.sides:
            draft.tie(seat.id, side, "nhv:represents", for_whom, support, fact=fact, since=since)


def _sitting(kg: View, shown: Collection[str]) -> Sequence[Fact]:
    """Who sits in the seats on the view's day, is last known to or may."""
    status = states(kg, "nhv:Membership")
    return [
        member
        for member in facts(kg, "nhv:Membership")
        if status.get(member.id) in _HOLDS and member.one("nhv:post") in shown
    ]


def _show_persons(kg: View, draft: Draft, sitting: Iterable[Fact]) -> None:
    """Add the persons in the seats."""
    sources, status = _Sources(kg), states(kg, "nhv:Membership")
    said = {name: status_attributes(kg, name) for name in _HOLDS}
    name = relation_name("org:member", kg.lang)
    for member in sitting:
        since = since_attributes(kg, *sources.began(member)) | said[status[member.id]]
        seat = member.one("nhv:post")
        for person in member.all("org:member"):
            support = sources.cited.support(member.id, *_OCCUPIED)
            draft.tie(person, seat, "org:member", name, support, fact=member.id, since=since)


def _count(kg: View, draft: Draft, shown: Iterable[tuple[Seat, Sequence[str]]]) -> Collection[str]:
    """Add one edge from a body to whom its seats represent, weighed by the seats.

    Returns:
        The seats that represent nobody.
    """
    sources = _Sources(kg)
    groups: dict[tuple[str, str], list[Seat]] = {}
    alone = []
    for seat, inside in shown:
        for body in inside:
            draft.node(body)
            for side in seat.sides:
                groups.setdefault((body, side), []).append(seat)
        if not seat.sides:
            alone.append(seat.id)
    name = relation_name("nhv:represents", kg.lang)
    for (body, side), seats in groups.items():
        support = sources.support(seats, Evidence(sources.gathered, seats))
        first = min(seats, key=lambda seat: (seat.since[0] or _NEVER, f"{seat.id}|"))
        since = since_attributes(kg, *first.since)
        edge = draft.tie(body, side, "nhv:represents", name, support, since=since)
        edge["label"], edge["weight"] = str(len(seats)), len(seats)
        edge["undated"] = not any(seat.since[0] for seat in seats)
    return alone


def _wholes(kg: View, draft: Draft, wanted: str) -> None:
    """Add the bodies, and what each is a part of."""
    cited = Citations(kg, *_CITED)
    name = relation_name("nhv:partOf", kg.lang)
    lonely = []
    for body in facts(kg, "nhv:Body"):
        if wanted and body.id != wanted:
            continue
        wholes = body.all("nhv:partOf")
        if not wholes and body.id not in draft.nodes and not wanted:
            lonely.append(body.id)
            continue
        draft.node(body.id)
        for whole in wholes:
            support = cited.support(body.id, "nhv:partOf")
            draft.tie(body.id, whole, "nhv:partOf", name, support)
    draft.leave_out(
        lonely,
        *_WORDS["left_out.bodies"],
    )

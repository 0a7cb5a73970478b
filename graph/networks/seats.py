"""The network of bodies: the seats in them, whom the seats represent, and what bodies belong to.

Seats come first and persons second: without names everything here works, and co-membership is not
influence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from graph.drawing.palette import relation_name
from graph.networks.cited import Citations, Entry, Evidence, Support, attested
from graph.networks.draft import Draft
from graph.networks.facts import View, facts

_SEATED = ("nhv:post",)
_PLACED = ("org:postIn",)
_OCCUPIED = ("org:member", "nhv:post")
_NEVER = "9999"


@dataclass(frozen=True, slots=True)
class Teller:
    """A fact that tells of a seat: that someone sits in it, or the seat itself.

    Attributes:
        fact: Its short name; of a membership, or of a seat that is told of without a holder.
        began: The day from which it is told, or an empty text.
        order: What comes first by its own first day.
        since: When it began and by which property.
        certain: Whether a citation states it.
        places: The organisations in which it puts the seat.
    """

    fact: str
    began: str
    order: tuple[str, str]
    since: tuple[str, str]
    certain: bool
    places: tuple[str, ...] = ()


class Seat:
    """A seat, as some facts tell of it.

    Args:
        name: Its short name.
        places: Where it is, as said of the seat itself.
        sides: Whom it represents.
        tellers: What tells of it, at least one.

    Attributes:
        id: Its short name.
        places: Where it is, as said of the seat itself.
        bodies: The bodies in which it is, sorted.
        since: When the first of what tells of it began, and by which property.
        certain: Whether one of the memberships is stated.
    """

    __slots__ = ("_earliest", "_latest", "bodies", "certain", "id", "places", "sides", "since",
                 "tellers")  # fmt: skip

    def __init__(
        self,
        name: str,
        places: tuple[str, ...],
        sides: tuple[str, ...],
        tellers: Sequence[Teller],
    ) -> None:
        self.id, self.sides, self.tellers, self.places = name, sides, tellers, places
        said = {*places, *(place for teller in tellers for place in teller.places)}
        self.bodies = tuple(sorted(place for place in said if place.startswith("body:")))
        self.since = min(tellers, key=attrgetter("order")).since
        self.certain = any(teller.certain for teller in tellers)
        self._earliest = min(teller.began for teller in tellers)
        self._latest = max(teller.began for teller in tellers)

    def on(self, day: str) -> Seat | None:
        """The seat as it was known on a day, if it was."""
        if self._latest <= day:
            return self
        if self._earliest > day:
            return None
        known = [teller for teller in self.tellers if teller.began <= day]
        return Seat(self.id, self.places, self.sides, known)


class _Sources:
    """How seats are known: by the citations of what tells of them, and by their own."""

    def __init__(self, kg: View) -> None:
        self.members, self.posts = Citations(kg, "org:Membership"), Citations(kg, "nhv:Post")

    def support(self, seats: Sequence[Seat], evidence: Evidence) -> Support:
        """How seats are known together: stated as soon as one is, or if nothing cites any."""
        if any(seat.certain for seat in seats):
            return Support(evidence, "stated")
        said = {self.certainty(seat) for seat in seats}
        return Support(evidence, "inferred" if said == {"inferred"} else "stated")

    def entries(self, seat: Seat) -> Sequence[Entry]:
        """A seat shares citations with its memberships; each is listed once."""
        told = [e for t in seat.tellers for e in self.members.entries(t.fact, _SEATED)]
        said = {(e["source"], e["locator"]) for e in told}
        own = self.posts.entries(seat.id, _PLACED)
        return [*told, *(e for e in own if (e["source"], e["locator"]) not in said)]

    def gathered(self, seats: Sequence[Seat]) -> Sequence[Entry]:
        """What several seats are known by, each entry once, oldest first."""
        entries = {tuple(e.items()): e for seat in seats for e in self.entries(seat)}
        return sorted(entries.values(), key=lambda e: (e["date"] or _NEVER, *e.values()))

    def certainty(self, seat: Seat) -> str:
        """How sure a seat is, or an empty text if nothing cites it."""
        cited = [c for teller in seat.tellers for c in self.members.by(teller.fact)]
        said = {self.members.place(citation) for citation in cited}
        own = [c for c in self.posts.by(seat.id) if self.posts.place(c) not in said]
        if seat.certain or any(self.posts.certain(c, _PLACED) for c in own):
            return "stated"
        return "inferred" if cited or own else ""


def bodies(
    kg: View, *, body: str | None = None, persons: bool = False, seats: str | None = None
) -> Draft:
    """Bodies, the seats in them and whom the seats represent; persons only when asked for.

    Seat by seat for one body or with persons; counted from body to health-care region for all.
    """
    draft = Draft()
    wanted = kg.find(body, "body") if body else ""
    shown: list[tuple[Seat, Sequence[str]]] = []
    elsewhere = []
    for seat in seats_on(kg, kg.as_of.isoformat()):
        inside = [b for b in seat.bodies if b == wanted] if wanted else seat.bodies
        if inside:
            shown.append((seat, inside))
        elif not wanted:
            elsewhere.append(seat.id)
    counted = seats == "counted" or (seats is None and not body and not persons)
    alone: Collection[str] = ()
    if counted:
        alone = _count(kg, draft, shown)
    else:
        _show(kg, draft, shown)
        if persons and kg.people:
            _show_persons(kg, draft, {seat.id for seat, _ in shown})
    draft.leave_out(
        elsewhere,
        "roller i organisationer som inte är organ i processen",
        "roles in organisations that are not bodies of the process",
    )
    _wholes(kg, draft, wanted)
    draft.leave_out(
        alone,
        "platser som inte företräder någon sjukvårdsregion",
        "seats that represent no health-care region",
    )
    return draft


def seats_on(kg: View, day: str) -> Iterator[Seat]:
    """The seats that are known on a day, by their names.

    A seat is known from the first day that someone is told to sit in it; a seat that is told of
    without a holder, from the day of the source that tells of it.
    """
    return (seat for whole in all_seats(kg) if (seat := whole.on(day)) is not None)


def all_seats(kg: View) -> Sequence[Seat]:
    """Every seat, whenever it was known."""
    return kg.cached(("networks", "seats"), lambda: tuple(_seats(kg)))


def _seats(kg: View) -> Iterator[Seat]:
    sources = _Sources(kg)
    unsure = sources.members.unsure(_SEATED)
    tellers: dict[str, list[Teller]] = {}
    for member in facts(kg, "org:Membership"):
        first, told = member.one("nhv:firstDay"), sources.members.told(member.id)
        tellers.setdefault(member.one("nhv:post"), []).append(
            Teller(
                member.id,
                first or told[0],
                (first or _NEVER, member.id),
                member.since if first else attested(member.since, told[1]),
                bool(sources.members.by(member.id)) and member.id not in unsure,
                member.all("org:organization"),
            )
        )
    for post in facts(kg, "nhv:Post"):
        day, date = sources.posts.told(post.id)
        alone = Teller(post.id, day, (_NEVER, post.id), attested(("", ""), date), certain=False)
        told_by = tellers.get(post.id, [alone])
        yield Seat(post.id, post.all("org:postIn"), post.all("nhv:represents"), told_by)


def _show(kg: View, draft: Draft, shown: Iterable[tuple[Seat, Sequence[str]]]) -> None:
    """Add every seat with its bodies and whom it represents."""
    sources = _Sources(kg)
    within, for_whom = (relation_name(p, kg.lang) for p in ("nhv:post", "nhv:represents"))
    for seat, inside in shown:
        support = sources.support([seat], Evidence(sources.entries, seat))
        fact = min(seat.tellers, key=attrgetter("order")).fact
        for place in inside:
            draft.tie(seat.id, place, "nhv:post", within, support, fact=fact, since=seat.since)
        for side in seat.sides:
            draft.tie(
                seat.id, side, "nhv:represents", for_whom, support, fact=fact, since=seat.since
            )


def _show_persons(kg: View, draft: Draft, shown: Collection[str]) -> None:
    """Add who sits in the seats on the view's day."""
    cited, members = Citations(kg, "org:Membership"), facts(kg, "org:Membership")
    sitting = set(members.on(kg.as_of))
    name = relation_name("org:member", kg.lang)
    for member, since in cited.happened(members):
        seat = member.one("nhv:post")
        if member.place not in sitting or seat not in shown:
            continue
        for person in member.all("org:member"):
            support = cited.support(member.id, _OCCUPIED)
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
        edge = draft.tie(body, side, "nhv:represents", name, support, since=first.since)
        edge["label"], edge["weight"] = str(len(seats)), len(seats)
        edge["undated"] = not any(seat.since[0] for seat in seats)
    return alone


def _wholes(kg: View, draft: Draft, wanted: str) -> None:
    """Add the bodies, and what each is a part of."""
    cited = Citations(kg, "nhv:Body")
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
            support = cited.support_for(body.id, "nhv:partOf")
            draft.tie(body.id, whole, "nhv:partOf", name, support)
    draft.leave_out(
        lonely,
        "organ utan känd plats i en organisation och utan kända roller",
        "bodies with no known place in an organisation and no known seats",
    )

"""What a time line shows of an area: its events, permits and names, read from a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from graph.base.problems import BadParameter
from graph.engines.frames import swedish
from graph.evidence.citing import with_evidence
from graph.networks.facts import periods
from graph.networks.lasting import IN_FORCE, POSSIBLE, Lasting
from graph.pictures.sheet.captions import texts
from graph.pictures.sheet.tooltips import start_of
from graph.questions.parameter import day
from graph.view.answering import answered

if TYPE_CHECKING:
    from graph.view.view import View

# Where the area stands on the day of the view.
_HERE = """SELECT DISTINCT ?entity ?label ?rank ?first ?basis WHERE {
  ?area nhv:standing ?standing . FILTER(?area = $area)
  ?standing nhv:event ?entity ; nhv:step ?s ; nhv:standingBasis ?rule .
  OPTIONAL { ?standing nhv:firstDay ?first } OPTIONAL { ?standing nhv:lastDay ?last }
  FILTER(COALESCE(?first <= $as_of, true) && COALESCE(?last >= $as_of, true))
  ?s nhv:number ?rank ; skos:prefLabel ?label . FILTER(LANG(?label) = $lang)
  ?rule skos:prefLabel ?basis . FILTER(LANG(?basis) = $lang)
} ORDER BY ?rank"""
# What happened or held in the area or a part of it.
_EVENTS = """SELECT DISTINCT ?entity ?label ?first ?last ?rank ?look WHERE {
  { ?entity nhv:area $area } UNION { ?entity nhv:area ?part . ?part skos:broader $area }
  ?entity %s skos:prefLabel ?label . FILTER(LANG(?label) = $lang)
  OPTIONAL { ?entity nhv:firstDay ?first } OPTIONAL { ?entity nhv:lastDay ?last }
} ORDER BY ?entity"""
# group -> what its rows are, ending with the one by whose name they are called.
_KINDS = {
    "steps": "a nhv:Placement ; nhv:step ?s . ?s nhv:number ?rank ;",
    "consultations": "a nhv:Consultation ;",
    "decisions": "a nhv:Decision ; nhv:decisionKind ?k . ?k",
    "calls": "a nhv:Call ;",
    "applications": "a nhv:Application ; nhv:applicant ?who . ?who",
    "permits": "a nhv:Permit ; nhv:programme ?look ; nhv:holder|nhv:heldWithin ?who . ?who",
}
_QUERIES = {"here": _HERE, **{group: _EVENTS % rows for group, rows in _KINDS.items()}}


_Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Event:
    """Something that happened or held, with where it is known from.

    Attributes:
        group: What it is one of.
        label: What it is called.
        first: Its first day, of a permit the first on which it can be in force.
        last: Its last day.
        source: The sources.
        locator: The places in them.
        look: The programme of a permit.
        rank: The number of a step.
        since: When a permit began, as its sources state it.
        basis: By which rule that is known.
        certain: When a permit is in force.
        maybe: When it may be.
    """

    group: str
    label: str
    first: date | None
    last: date | None
    source: str
    locator: str
    look: str = ""
    rank: int = 0
    since: str = ""
    basis: str = ""
    certain: Sequence[_Days] = ()
    maybe: Sequence[_Days] = ()

    @property
    def dated(self) -> bool:
        """Whether it can be drawn."""
        return self.first is not None or self.last is not None


def events_of(kg: View, area: str) -> list[Event]:
    """All that a time line shows of an area and its parts, group by group.

    Args:
        kg: The view.
        area: The area's short name.
    """
    called = f": {kg.label(area)}"
    found = [
        *(event for group in _QUERIES for event in _events(kg, group, area)),
        *_names(kg, area),
    ]
    # The area's name stands in the title.
    return [replace(event, label=event.label.removesuffix(called)) for event in found]


def _events(kg: View, group: str, area: str) -> list[Event]:
    found = []
    for row in with_evidence(kg, kg.select(_QUERIES[group], area=area)).records():
        first, last = row.get("first"), row.get("last")
        event = Event(
            group,
            str(row["label"]),
            first if isinstance(first, date) else None,
            last if isinstance(last, date) else None,
            str(row["source"]),
            str(row["locator"]),
            str(row.get("look") or ""),
            int(str(row.get("rank") or 0)),
            basis=str(row.get("basis") or ""),
        )
        found.append(_dated(kg, event, str(row["entity"])) if group == "permits" else event)
    return sorted(found, key=_order)


def _dated(kg: View, event: Event, permit: str) -> Event:
    """A permit with the days on which it is, and may be, in force."""
    lasting = Lasting(kg, "nhv:Permit")
    began = lasting.began(lasting.facts.named(permit))
    spans: dict[str, list[_Days]] = {IN_FORCE: [], POSSIBLE: []}
    for first, last, status in periods(kg, "nhv:Permit").get(permit, ()):
        if status in spans:
            spans[status].append((_day(first), _day(last)))
    every = [day for days in spans.values() for span in days for day in span if day is not None]
    open_end = any(last is None for days in spans.values() for _, last in days)
    return replace(
        event,
        first=min(every, default=None),
        last=None if open_end else max(every, default=None),
        since=start_of(began, kg.lang),
        basis=began["since_basis_label"],
        certain=spans[IN_FORCE],
        maybe=spans[POSSIBLE],
    )


def _names(kg: View, area: str) -> list[Event]:
    """The names that dated sources print, each source an event."""
    found = []
    for row in texts(answered(kg, "variants", {"thing": area})):
        on = _day(row["date"])
        found.append(Event("names", row["variant"], on, on, row["document"], row["locator"]))
    return sorted(found, key=_order)


def _day(stated: str) -> date | None:
    """The first day of a date as stated, or nothing."""
    try:
        return day(stated, "from")
    except BadParameter:
        return None


def _order(event: Event) -> tuple[int, str, tuple[str, str], str]:
    when = str(event.first or event.last or "9999")
    return event.rank, when, swedish(event.label), event.source

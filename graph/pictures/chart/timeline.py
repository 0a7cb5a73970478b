"""The time line of an area: steps, consultations, decisions, calls, applications, permits, names.

Every row is one thing, every sign one dated source or event; the table beneath has all of them
with their sources, those without a date too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from graph.base.problems import BadParameter, NothingFound
from graph.base.words import words_of
from graph.engines.frames import swedish
from graph.networks.lasting import IN_FORCE, POSSIBLE, Lasting
from graph.pictures.chart.lanes import Axis, Lane, Moment, rows
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import captioned, query, source_note, steps_of, texts, times
from graph.pictures.sheet.drawing import Illustration
from graph.pictures.sheet.letters import MARGIN, Key, legend, swatch
from graph.pictures.sheet.sheet import Hatch, Mark
from graph.pictures.sheet.tooltips import start_of
from graph.questions.parameter import day
from graph.view.answering import answered
from graph.view.citations import with_evidence
from graph.view.facts import periods
from graph.view.view import View

_GUTTER = 300.0
_MOST = 14  # rows of one group that are drawn; the table has the others
_COLOURS = {
    "programme:nhv": palette.BLUE,
    "programme:rikssjukvard": palette.ORANGE,
    "programme:rcc": palette.GREEN,
}
# group -> what its rows are, ending with the one by whose name they are called.
_KINDS = {
    "steps": "a nhv:Placement ; nhv:step ?s . ?s nhv:number ?rank ;",
    "consultations": "a nhv:Consultation ;",
    "decisions": "a nhv:Decision ; nhv:decisionKind ?k . ?k",
    "calls": "a nhv:Call ;",
    "applications": "a nhv:Application ; nhv:applicant ?who . ?who",
    "permits": "a nhv:Permit ; nhv:programme ?look ; nhv:holder|nhv:heldWithin ?who . ?who",
}
_WORDS = words_of("graph.pictures")

_Days = tuple[date | None, date | None]


class _Event(NamedTuple):
    """Something that happened or held, with where it is known from.

    ``look`` is the programme of a permit, ``rank`` the number of a step. Of a permit ``first`` is
    the first day on which it can be in force, ``since`` when it began as its sources state it, by
    the rule ``basis``; it is in force on the days of ``certain``, and may be on those of ``maybe``.
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
    def days(self) -> list[date]:
        """The days that are known of it; without any it cannot be drawn."""
        return [on for on in (self.first, self.last) if on is not None]


def timeline(kg: View, area: str) -> Illustration:
    """An area and its parts over time."""
    named = kg.find(area, "area")
    found = [event for group in ("here", *_KINDS) for event in _events(kg, group, named)]
    # The area's name stands in the title.
    called = f": {kg.label(named)}"
    events = [e._replace(label=e.label.removesuffix(called)) for e in [*found, *_names(kg, named)]]
    days = sorted(on for event in events for on in event.days)
    if not days:
        raise NothingFound(f"no source dates anything about {kg.label(named)}; try a later as_of=")

    def body(top: float, wide: float) -> tuple[list[Mark], float]:
        axis = Axis.of([*days, kg.as_of], min(_GUTTER, wide * 0.48), wide - MARGIN)
        top += 42
        drawn, bottom = rows(_lanes(kg, events), axis, top, MARGIN, kg.as_of, kg.lang, _MOST)
        back, front = axis.grid(top, bottom), axis.today(kg.as_of, top, bottom)
        keys, end = legend(_keys(kg, events), MARGIN, bottom + 36, wide - 2 * MARGIN)
        return [*back, *drawn, *front, *keys], end + 2

    groups = _WORDS.section("timeline.group", kg.lang)
    numbers = {name: sum(e.group == group for e in events) for group, name in groups.items()}
    counted = ", ".join(f"{n} {name.lower()}" for name, n in numbers.items() if n)
    told = _WORDS.say("timeline.told", kg.lang)
    undated = sum(not event.days for event in events)
    return Illustration(
        **captioned(kg, "timeline", kg.label(named)),
        told=f"{told}: {counted}, {days[0].isoformat()} – {days[-1].isoformat()}. {times(kg)}",
        below=(times(kg),),
        notes=(
            *([_WORDS.say("timeline.undated", kg.lang, undated)] if undated else []),
            _WORDS.say("timeline.meaning", kg.lang),
            source_note(kg, (e.source for e in events)),
        ),
        rows=tuple(_row(event, groups) for event in events),
        body=body,
    )


def _row(event: _Event, groups: dict[str, str]) -> tuple[str, ...]:
    label = f"{event.rank}. {event.label}" if event.rank else event.label
    first, last = (on.isoformat() if on else "" for on in (event.first, event.last))
    first = event.since if event.group == "permits" else first
    return groups[event.group], label, first, last, event.source, event.locator, event.basis


def _events(kg: View, group: str, area: str) -> list[_Event]:
    found = []
    text = query("standing") if group == "here" else query("events") % _KINDS[group]
    for row in texts(with_evidence(kg, kg.select(text, area=area))):
        event = _Event(
            group,
            row["label"],
            _day(row["first"]),
            _day(row.get("last", "")),
            row["source"],
            row["locator"],
            row.get("look", ""),
            int(row.get("rank") or 0),
            basis=row.get("basis", ""),
        )
        found.append(_dated(kg, event, row["entity"]) if group == "permits" else event)
    return sorted(found, key=_order)


def _dated(kg: View, event: _Event, permit: str) -> _Event:
    """A permit with the days on which it is, and may be, in force."""
    lasting = Lasting(kg, "nhv:Permit")
    began = lasting.began(lasting.facts.named(permit))
    spans: dict[str, list[_Days]] = {IN_FORCE: [], POSSIBLE: []}
    for first, last, status in periods(kg, "nhv:Permit").get(permit, ()):
        if status in spans:
            spans[status].append((_day(first), _day(last)))
    every = [span for some in spans.values() for span in some]
    ends = [last for _, last in every]
    return event._replace(
        first=min((on for span in every for on in span if on), default=None),
        last=None if None in ends else max((on for on in ends if on), default=None),
        since=start_of(began, kg.lang),
        basis=began["since_basis_label"],
        certain=spans[IN_FORCE],
        maybe=spans[POSSIBLE],
    )


def _names(kg: View, area: str) -> list[_Event]:
    """The names that dated sources print, each source an event."""
    found = []
    for row in texts(answered(kg, "variants", {"thing": area})):
        on = _day(row["date"])
        found.append(_Event("names", row["variant"], on, on, row["document"], row["locator"]))
    return sorted(found, key=_order)


def _day(stated: str) -> date | None:
    """The first day of a date as stated, or nothing."""
    try:
        return day(stated, "from")
    except BadParameter:
        return None


def _order(event: _Event) -> tuple[int, str, tuple[str, str], str]:
    when = str(event.first or event.last or "9999")
    return event.rank, when, swedish(event.label), event.source


def _lanes(kg: View, events: Sequence[_Event]) -> Iterable[Lane]:
    """Everything that can be drawn as rows, group by group, and permits without a day."""
    for group, name in _WORDS.section("timeline.group", kg.lang).items():
        mine = [e for e in events if e.group == group and (e.days or group == "permits")]
        rows: dict[tuple[str, str], list[Moment]] = {}
        if group == "steps":
            here = [e for e in events if e.group == "here"]
            rows = _steps(kg, mine, here) if mine or here else {}
        elif group != "here":
            for event in mine:
                told = _bars(event) if group == "permits" else [_point(event)]
                rows.setdefault((event.label, event.look), []).extend(told)
        yield from (Lane(name, label, tuple(moments)) for (label, _), moments in rows.items())


def _steps(
    kg: View, seen: Sequence[_Event], here: Sequence[_Event]
) -> dict[tuple[str, str], list[Moment]]:
    """The eight steps: the sources that place the area in each, and where it is.

    Where it is on the view's day the graph says, whatever the sources once said.
    """
    found = {}
    for number, step in steps_of(kg).items():
        moments = [
            Moment(e.first, e.last, "step", f"{e.last or e.first}: {e.label} ({e.source})",
                   palette.SKY)
            for e in seen if e.rank == number
        ]  # fmt: skip
        for e in here:
            if e.rank == number:
                tip = f"{kg.as_of}: {number}. {e.label} ({e.basis}, {e.source})"
                moments.append(Moment(kg.as_of, kg.as_of, "here", tip, palette.VERMILION))
        found[f"{number}. {step}", ""] = moments
    return found


def _bars(event: _Event) -> list[Moment]:
    """A permit: when it may be in force and, on top of that, when it certainly is."""
    colour = _COLOURS.get(event.look, palette.LINE)
    until = event.last.isoformat() if event.last else "…"
    tip = f"{event.label}: {event.since or '…'} ({event.basis}) – {until} ({event.source})"
    if not event.days:
        return [Moment(None, None, "bar", tip, colour)]
    return [
        Moment(first, last, "bar", tip, colour, possible)
        for possible, spans in ((True, event.maybe), (False, event.certain))
        for first, last in spans
    ]


def _point(event: _Event) -> Moment:
    days = " – ".join(dict.fromkeys(map(str, event.days)))
    colour = palette.PAPER if event.group == "names" else palette.YELLOW
    tip = f"{event.label}: {days} ({event.source})"
    return Moment(event.first, event.last, "point", tip, colour)


def _keys(kg: View, events: Sequence[_Event]) -> Iterable[Key]:
    """Colours of programmes, and what hatching means; only what is in the picture."""
    looks = {event.look for event in events}
    yield from (swatch(kg.label(p), colour) for p, colour in _COLOURS.items() if p in looks)
    if any(event.maybe for event in events):
        said, hatch = _WORDS.say("may_be_in_force", kg.lang), Hatch("lines", palette.BLUE)
        yield swatch(said, palette.PAPER, palette.BLUE, hatch)
    if any(event.group == "here" for event in events):
        yield swatch(_WORDS.say("timeline.here", kg.lang), palette.VERMILION)

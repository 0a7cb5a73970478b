"""What changed between two days, in words.

By source time (``known_at``) the comparison says what the documents of the later
day said that those of the earlier did not; by valid time (``as_of``) it says what
changed in the system itself, as far as is known now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.engines.frames import Table, swedish
from graph.evidence.tabled import Tabled
from graph.questions.parameter import day, one_of
from graph.view.answering import answered
from ontology.terms import NHV, curie

if TYPE_CHECKING:
    from graph.view.view import View

_WORDS = words_of("graph.evidence")

# What is compared: kind and its query.  The queries bind ?thing and ?label, and where it is more
# than being there or not, ?state.
_ON_DAY = "FILTER(COALESCE(?first <= $as_of, true) && COALESCE(?last >= $as_of, true))"
_VALID = f"""
  OPTIONAL {{ ?thing nhv:firstDay ?first }} OPTIONAL {{ ?thing nhv:lastDay ?last }}
  {_ON_DAY}"""
_LABEL = "OPTIONAL { ?thing skos:prefLabel ?label . FILTER(LANG(?label) = $lang) }"
_HELD = f"""SELECT ?thing ?label ?state {{
  ?thing a CLASS ; nhv:period ?period . ?period nhv:status ?state .
  OPTIONAL {{ ?period nhv:firstDay ?first }} OPTIONAL {{ ?period nhv:lastDay ?last }}
  {_ON_DAY} {_LABEL} }}"""
_QUERIES: Mapping[str, str] = {
    "permit": _HELD.replace("CLASS", "nhv:Permit"),
    "supply": _HELD.replace("CLASS", "nhv:SupplyRelation"),
    "decision": "SELECT ?thing ?label { ?thing a nhv:Decision . "
    "OPTIONAL { ?thing nhv:firstDay ?first }"
    f" FILTER(COALESCE(?first <= $as_of, true)) {_LABEL} }}",
    "consultation": f"SELECT ?thing ?label {{ ?thing a nhv:Consultation ; nhv:closes ?closes . "
    f"{_VALID} {_LABEL} }}",
    "call": f"SELECT ?thing ?label {{ ?thing a nhv:Call ; nhv:closes ?closes . "
    f"{_VALID} {_LABEL} }}",
    "seat": f"""SELECT ?thing ?label ?state {{
  ?m a nhv:Membership ; nhv:post ?thing ; nhv:period ?period .
  ?period nhv:status ?now . FILTER(?now IN (nhv:InOffice, nhv:LastKnown))
  OPTIONAL {{ ?period nhv:firstDay ?first }} OPTIONAL {{ ?period nhv:lastDay ?last }}
  {_ON_DAY}
  OPTIONAL {{ ?m org:member ?who . ?who skos:prefLabel ?state . FILTER(LANG(?state) = $lang) }}
  {_LABEL} }}""",
    "source": "SELECT ?thing ?label { ?thing a nhv:Source ; nhv:existsFrom ?first . "
    f"FILTER(?first <= $as_of) {_LABEL} }}",
}
# In which states a holding is there, from the least sure.
_GRANTED = curie(NHV.GrantedNotBegun.value)
_POSSIBLE = curie(NHV.PossiblyInForce.value)
_IN_FORCE = curie(NHV.InForce.value)
_THERE = (_GRANTED, _POSSIBLE, _IN_FORCE)
_HELD_KINDS = ("permit", "supply")
# What a status turned into, or that it ended, and what is told of the unsure.
_TURNS = {_GRANTED: "granted", _POSSIBLE: "possible", _IN_FORCE: "begins", "": "ends"}
_UNSURE = {
    (_POSSIBLE, _IN_FORCE): "certain",
    (_POSSIBLE, ""): "certainly_ended",
    (_IN_FORCE, _POSSIBLE): "may_have_ended",
}
_ORDER = ("source", "decision", "permit", "supply", "step", "consultation", "call", "seat")

State = dict[str, tuple[str, str]]
"""Per thing: its label, and what is told of it beyond being there."""


@dataclass(frozen=True)
class Change:
    """One thing that differs between the two days."""

    kind: str
    change: str
    thing: str
    text: str


@dataclass(frozen=True)
class Comparison(Tabled):
    """What changed; shown as sentences by ``str()`` and in a notebook.

    Attributes:
        table: The changes as a table: kind, change, thing, text.
        lang: The language.
        earlier: The first day, as given.
        later: The second day, as given.
        by: ``"known_at"`` or ``"as_of"``.
        changes: The changes in the order of kinds and names.
    """

    earlier: str
    later: str
    by: str
    changes: tuple[Change, ...]

    @property
    def title(self) -> str:
        """What was compared, in a sentence."""
        how = _WORDS.say(f"compare.{self.by}", self.lang)
        count = len(self.changes)
        return _WORDS.say("compare.title", self.lang, self.earlier, self.later, how, count)

    def __str__(self) -> str:
        return "\n".join([self.title, *(f"- {change.text}" for change in self.changes)]) + "\n"

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(change.text)}</li>" for change in self.changes)
        return f"<p>{escape(self.title)}</p><ul>{items}</ul>"


def compare(kg: View, earlier: str | date, later: str | date, by: str) -> Comparison:
    """What changed; see :meth:`graph.knowledge_graph.KnowledgeGraph.compare`.

    Raises:
        BadParameter: If a day is none, the days are in the wrong order, or ``by`` is neither.
    """
    one_of("by", by, ("known_at", "as_of"))
    first, second = day(earlier, "known_at"), day(later, "known_at")
    if first > second:
        raise BadParameter(f"the earlier day {first} lies after the later day {second}; swap them")
    before, after = (_view(kg, when, by) for when in (first, second))
    changes: list[Change] = []
    for kind in _ORDER:
        if kind == "source" and by == "as_of":
            continue
        old, new = _state(before, kind), _state(after, kind)
        changes += _differences(kind, old, new, by, kg.lang)
    told = tuple(changes)
    return Comparison(_tabled(told, kg.lang), kg.lang, str(earlier), str(later), by, told)


def _tabled(changes: Iterable[Change], lang: str) -> Table:
    rows = [tuple(map(Literal, (c.kind, c.change, c.thing, c.text))) for c in changes]
    headings = _WORDS.section("compare.heading", lang)
    return Table(list(headings), rows, headings)


def _view(kg: View, day: date, by: str) -> View:
    return kg.at(known_at=day, as_of=day) if by == "known_at" else kg.at(as_of=day)


def _state(kg: View, kind: str) -> State:
    if kind == "step":
        return _steps(kg)
    if kind in _HELD_KINDS:
        return {
            curie(thing.value): (label.value if label else curie(thing.value), curie(state.value))
            for thing, label, state in kg.select(_QUERIES[kind]).rows
            if isinstance(thing, NamedNode)
            and isinstance(state, NamedNode)
            and curie(state.value) in _THERE
        }
    found: dict[str, tuple[str, set[str]]] = {}
    for row in kg.select(_QUERIES[kind]).rows:
        thing, label = row[0], row[1]
        if not isinstance(thing, NamedNode):
            continue
        short = curie(thing.value)
        states = found.setdefault(short, (label.value if label else short, set()))[1]
        if len(row) > 2 and row[2] is not None:
            states.add(row[2].value)
    return {
        thing: (label, ", ".join(sorted(s, key=swedish))) for thing, (label, s) in found.items()
    }


def _steps(kg: View) -> State:
    """In which steps each area stands."""
    found: dict[str, set[str]] = {}
    word = _WORDS.say("compare.step", kg.lang)
    for row in answered(kg, "areas-by-step", {}).records():
        state = f" ({row['substate']})" if row["substate"] else ""
        found.setdefault(str(row["area"]), set()).add(f"{word} {row['step']}{state}")
    return {area: (area, ", ".join(sorted(states))) for area, states in found.items()}


def _differences(kind: str, old: State, new: State, by: str, lang: str) -> list[Change]:
    changes: list[Change] = []
    for thing in sorted({*old, *new}, key=lambda t: (swedish((new.get(t) or old[t])[0]), t)):
        was, now = old.get(thing), new.get(thing)
        if was == now or (was and now and was[1] == now[1]):
            continue
        change = "new" if was is None else "gone" if now is None else "changed"
        tell = _status if kind in _HELD_KINDS else _sentence
        changes.append(Change(kind, change, thing, tell(kind, was, now, by, lang)))
    return changes


def _sentence(
    kind: str, was: tuple[str, str] | None, now: tuple[str, str] | None, by: str, lang: str
) -> str:
    """A change of what is there or not, or of what is told of it."""
    if was is None and now is not None:
        known = _WORDS.section("compare.known", lang) if by == "known_at" else {}
        begun = known.get(kind) or _WORDS.say(f"compare.begun.{kind}", lang)
        return f"{begun}: {now[0]}" + (f" – {now[1]}" if now[1] else "")
    if now is None and was is not None:
        return f"{_WORDS.say(f'compare.ended.{kind}', lang)}: {was[0]}"
    assert was is not None
    assert now is not None
    return f"{now[0]}: {was[1] or '–'} → {now[1] or '–'}"


def _status(
    kind: str, was: tuple[str, str] | None, now: tuple[str, str] | None, by: str, lang: str
) -> str:
    """A change of the status of a permit or a supply, one that is only possible as such."""
    before, after = (state[1] if state else "" for state in (was, now))
    what = _WORDS.say(f"compare.turn.{_UNSURE.get((before, after), _TURNS[after])}", lang)
    if by == "known_at" and was is None and now is not None:
        known = _WORDS.say("compare.becomes_known", lang)
        what = known if now[1] == _IN_FORCE else f"{known} ({what})"
    label = (now or was or ("", ""))[0]
    return f"{_WORDS.say(f'compare.noun.{kind}', lang)} {what}: {label}"

"""What changed between two days, in words.

By source time (``known_at``) the comparison says what the documents of the later
day said that those of the earlier did not; by valid time (``as_of``) it says what
changed in the system itself, as far as is known now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from itertools import chain
from typing import NamedTuple, TypeAlias

from pyoxigraph import Literal, NamedNode

from graph.base.problems import BadParameter
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, swedish
from graph.evidence.tabled import Tabled
from graph.questions.parameter import day, one_of
from graph.view.facts import Rows, Wanted, gather, labels
from graph.view.view import View
from ontology.terms import NHV, curie, derived, expand

_WORDS = words_of("graph.evidence")

_ORDER = ("source", "decision", "permit", "supply", "step", "consultation", "call", "seat")
_HELD_KINDS = ("permit", "supply")
_CLOSING = ("consultation", "call")
# In which states a holding is there, from the least sure.
_GRANTED = curie(NHV.GrantedNotBegun.value)
_POSSIBLE = curie(NHV.PossiblyInForce.value)
_IN_FORCE = curie(NHV.InForce.value)
_THERE = (_GRANTED, _POSSIBLE, _IN_FORCE)
_SEATED = ("nhv:InOffice", "nhv:LastKnown")
# What a status turned into, or that it ended, and what is told of the unsure.
_TURNS = {_GRANTED: "granted", _POSSIBLE: "possible", _IN_FORCE: "begins", "": "ends"}
_UNSURE = {
    (_POSSIBLE, _IN_FORCE): "certain",
    (_POSSIBLE, ""): "certainly_ended",
    (_IN_FORCE, _POSSIBLE): "may_have_ended",
}
_NAME = "skos:prefLabel"
SOURCE = "prov:hadPrimarySource"
_TOLD = ("nhv:Fact", "nhv:Source", "nhv:Post")
# What a comparison reads: what is told, and on which days what has a status or a place.
_CLASSES = (*_TOLD, "nhv:StatusPeriod", "nhv:Standing", "nhv:ProcessStep")
_PLACES = "{ SELECT DISTINCT ?v0 { ?v0 nhv:standing ?place } }"
_READ = " UNION ".join([*(f"{{ ?v0 a {cls} }}" for cls in _CLASSES), _PLACES])
_PLACED = ("area", "membership", "source", "decision", *_HELD_KINDS, *_CLOSING)
UNTOLD = frozenset({
    "rdf:type", "skos:altLabel", "skos:notation", "nhv:period", "nhv:statedBy",
    "prov:qualifiedPrimarySource",
})  # fmt: skip
"""What is no part of what a fact tells."""
_UNREAD = ", ".join(sorted(UNTOLD - {"rdf:type", "nhv:period"} | {"nhv:countsAs"}))
# Names, and how facts are known, are no fields of them.
_NO_FIELDS = UNTOLD | {_NAME, SOURCE, "nhv:certainty"}
_ALWAYS = "9999-12-31"

Value: TypeAlias = tuple[str, str, str]
""""thing" or an empty text, the short name or the text, and its language if it has one."""
Said: TypeAlias = Mapping[str, Collection[Value]]
"""Values by property."""
Things: TypeAlias = Mapping[str, Said]
"""What is said of each thing, by its short name."""
Labels: TypeAlias = Callable[[Iterable[str]], Mapping[str, str]]
"""What names things in a language."""
_Span: TypeAlias = tuple[str, str, tuple[str, ...]]
_Told: TypeAlias = tuple[str, str] | None


@dataclass(frozen=True)
class Change:
    """One thing that differs between the two days."""

    kind: str
    change: str
    thing: str
    text: str


class Known(NamedTuple):
    """What is known of facts, sources, seats and areas, whatever the day and the language."""

    things: Things  # all that is said of each
    # Kind by kind what there is, from which day to which, and in which state.
    spans: Mapping[str, Mapping[str, Sequence[_Span]]]

    def but_for(self, said: Things) -> Known:
        """The same where something else, or nothing, is said of some things."""
        things = {**self.things, **{thing: own for thing, own in said.items() if _is_read(own)}}
        for thing in said:
            if not _is_read(said[thing]):
                things.pop(thing, None)
        spans: dict[str, dict[str, list[_Span]]] = {kind: {} for kind in _ORDER}
        for thing, own in things.items():
            if thing.partition(":")[0] in _PLACED:
                for kind, name, found in _spans(things, thing, own):
                    spans[kind].setdefault(name, []).extend(found)
        return Known(things, spans)

    def on(self, day: date, kind: str) -> Mapping[str, Collection[tuple[str, ...]]]:
        """What there is of a kind on a day, each with its states."""
        found: dict[str, set[tuple[str, ...]]] = {}
        today = day.isoformat()
        for thing, spans in self.spans[kind].items():
            for first, last, state in spans:
                if first <= today <= last:
                    found.setdefault(thing, set()).add(state)
        return found

    def label(self, thing: str, lang: str) -> str:
        """What a thing is called in a language, else its short name."""
        return min(_spoken(self, thing, _NAME, lang), default=("", ""))[1] or thing


class Snapshot(NamedTuple):
    """What is known on a day, and what names it in a language."""

    known: Known
    day: date
    lang: str
    names: Labels

    def told(self, kind: str, thing: str, states: Collection[tuple[str, ...]] | None) -> _Told:
        """The label of a thing, and what is told of it beyond being there; none if it is not."""
        if states is None:
            return None
        label = self.known.label(thing, self.lang)
        if kind == "step":
            return label, ", ".join(sorted({self._step(*state) for state in states}))
        if kind == "seat":
            persons = {person for state in states for person in state}
            names = self.names(persons)
            return label, ", ".join(sorted({names[one] for one in persons}, key=swedish))
        return label, "".join(chain.from_iterable(states))

    def _step(self, step: str, substate: str, _: str) -> str:
        number = _one(self.known.things.get(step, {}), "nhv:number")
        said = f"{_WORDS.say('compare.step', self.lang)} {number}"
        return said + (f" ({self.names([substate])[substate]})" if substate else "")


@dataclass(frozen=True, repr=False)
class Comparison(Tabled):
    """What changed; shown as sentences by ``str()`` and in a notebook.

    Attributes:
        table: The changes: kind, change, thing, text.
        earlier: The first day, as given.
        later: The second.
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
    """What changed; see :meth:`KnowledgeGraph.compare`.

    Raises BadParameter if a day is none, the days are in the wrong order, or ``by`` is neither.
    """
    one_of("by", by, ("known_at", "as_of"))
    first, second = day(earlier, "known_at"), day(later, "known_at")
    if first > second:
        raise BadParameter(f"the earlier day {first} lies after the later day {second}; swap them")
    before, after = (
        kg.at(known_at=when, as_of=when) if by == "known_at" else kg.at(as_of=when)
        for when in (first, second)
    )
    old, new = (
        Snapshot(_known(view), view.as_of, kg.lang, partial(labels, view))
        for view in (before, after)
    )
    changes = tuple(differences(old, new, by))
    rows = [tuple(map(Literal, (c.kind, c.change, c.thing, c.text))) for c in changes]
    headings = _WORDS.section("compare.heading", kg.lang)
    table = Table(list(headings), rows, headings)
    return Comparison(table, kg.lang, str(earlier), str(later), by, changes)


def differences(old: Snapshot, new: Snapshot, by: str) -> Iterator[Change]:
    """What two days, in the same language, differ in; ``by`` is ``"known_at"`` or ``"as_of"``."""
    joined = {
        record: thing
        for thing, said in new.known.things.items()
        for _, record, _ in said.get("nhv:joins", ())
    }
    for kind in _ORDER:
        if by == "known_at" or kind != "source":
            yield from _turns(kind, old, new, by, joined)
    yield from _fields(old, new)


def _known(kg: View) -> Known:

    def made(rows: Rows) -> Known:
        found: dict[str, dict[str, set[Value]]] = {}
        for thing, prop, value, no_text, lang in rows:
            pair = ("thing" if no_text == "true" else "", value, lang)
            found.setdefault(thing, {}).setdefault(prop, set()).add(pair)
        return Known({}, {}).but_for(found)

    pattern = f"""{_READ} ?v0 ?v1 ?v2 BIND(isIRI(?v2) AS ?v3) BIND(LANG(?v2) AS ?v4)
        FILTER(?v1 NOT IN ({_UNREAD}))"""
    return gather(kg, Wanted("compared", [(5, pattern)], made))[0]  # type: ignore[no-any-return]


def _spoken(known: Known, thing: str, prop: str, lang: str) -> set[tuple[str, str]]:
    """The values of a property in a language, or in none."""
    values = known.things.get(thing, {}).get(prop, ())
    return {(no_text, text) for no_text, text, own in values if own in ("", lang)}


def _one(said: Said, prop: str) -> str:
    return min((text for _, text, _ in said.get(prop, ())), default="")


def _spans(things: Things, thing: str, said: Said) -> Iterator[tuple[str, str, list[_Span]]]:
    """As what a thing is there: the kind, under which name, and from which day to which."""

    def between(of: Said, *state: str, last: str = "nhv:lastDay") -> _Span:
        return _one(of, "nhv:firstDay"), _one(of, last) or _ALWAYS, state

    def named(prop: str) -> list[Said]:
        return [things.get(name, {}) for _, name, _ in said.get(prop, ())]

    kind = thing.partition(":")[0]
    if "nhv:standing" in said:
        props = ("nhv:step", "nhv:substate", "nhv:event")
        rows = named("nhv:standing")
        yield "step", thing, [between(row, *(_one(row, prop) for prop in props)) for row in rows]
    elif not _is_told(said):
        return
    elif kind == "source":
        yield kind, thing, [(_one(said, "nhv:existsFrom"), _ALWAYS, ())]
    elif kind == "decision":
        yield kind, thing, [between(said, last="")]
    elif kind in _CLOSING and "nhv:closes" in said:
        yield kind, thing, [between(said)]
    elif kind in _HELD_KINDS or kind == "membership":
        periods = [(one, _one(one, "nhv:status")) for one in named("nhv:period")]
        if kind == "membership":
            persons = [name for _, name, _ in said.get("org:member", ())]
            seated = [between(one, *persons) for one, status in periods if status in _SEATED]
            yield "seat", _one(said, "nhv:post"), seated
        else:
            there = [between(one, status) for one, status in periods if status in _THERE]
            yield kind, thing, there


def _is_read(said: Said) -> bool:
    """Whether a comparison reads what is said of a thing."""
    return "nhv:standing" in said or any(n in _CLASSES for _, n, _ in said.get("rdf:type", ()))


def _is_told(said: Said) -> bool:
    """Whether it is said of a fact, a source or a seat."""
    return any(name in _TOLD for _, name, _ in said.get("rdf:type", ()))


def _fields(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Fields whose value is another, of things that both days know: any that is no rule's work."""
    apart = _NO_FIELDS | {curie(prop.value) for prop in derived()}
    was, now, lang = old.known, new.known, new.lang
    both = ((t, said, was.things[t]) for t, said in now.things.items() if t in was.things)
    otherwise = [t for t, new_, old_ in both if new_ is not old_ and new_ != old_]
    things = [t for t in otherwise if _is_told(was.things[t]) and _is_told(now.things[t])]
    found = [
        (thing, prop, *values)
        for thing in sorted(things, key=lambda t: (swedish(now.label(t, lang)), t))
        for prop in sorted({*was.things[thing], *now.things[thing]} - apart)
        for values in [(_spoken(was, thing, prop, lang), _spoken(now, thing, prop, lang))]
        if values[0] != values[1]
    ]
    called = new.names({v for *_, one, two in found for is_thing, v in one | two if is_thing})
    for thing, prop, one, two in found:
        texts = (_in_words(called, values) for values in (one, two))
        name = word(NamedNode(expand(prop)), lang)
        text = f"{now.label(thing, lang)}: {name} {' → '.join(texts)}"
        yield Change(thing.partition(":")[0], "changed", thing, text)


def _in_words(called: Mapping[str, str], values: Collection[tuple[str, str]]) -> str:
    """The values of a field: things by their names."""
    said = (called[value] if is_thing else value for is_thing, value in values)
    return ", ".join(sorted(said, key=swedish)) or "–"


def _turns(
    kind: str, old: Snapshot, new: Snapshot, by: str, joined: Mapping[str, str]
) -> Iterator[Change]:
    """What came, went, is told otherwise or is known to be the same of the things of a kind."""
    was, now = dict(old.known.on(old.day, kind)), new.known.on(new.day, kind)
    named = {thing: thing for thing in was}
    for record in sorted(was.keys() & joined.keys() - now.keys()):
        thing, same = joined[record], new.known.label(joined[record], new.lang)
        text = _WORDS.say("compare.joined", new.lang, old.known.label(record, old.lang), same)
        yield Change(kind, "changed", thing, text)
        told = was.pop(record)
        if thing not in was:  # it does not come as if nothing had been known
            was[thing], named[thing] = told, named[record]
    found = []
    for thing in {thing for thing in was.keys() | now.keys() if was.get(thing) != now.get(thing)}:
        before = old.told(kind, named.get(thing, thing), was.get(thing))
        after = new.told(kind, thing, now.get(thing))
        if not (before and after and before[1] == after[1]):
            label = (after or before or ("",))[0]
            found.append((swedish(label), thing, label, before, after))
    for _, thing, label, before, after in sorted(found, key=lambda one: one[:2]):
        change = "new" if before is None else "gone" if after is None else "changed"
        tell = _status if kind in _HELD_KINDS else _sentence
        name = label if kind == "step" else thing
        yield Change(kind, change, name, tell(kind, before, after, by, new.lang))


def _sentence(kind: str, was: _Told, now: _Told, by: str, lang: str) -> str:
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


def _status(kind: str, was: _Told, now: _Told, by: str, lang: str) -> str:
    """A change of the status of a permit or a supply, one that is only possible as such."""
    before, after = (state[1] if state else "" for state in (was, now))
    what = _WORDS.say(f"compare.turn.{_UNSURE.get((before, after), _TURNS[after])}", lang)
    if by == "known_at" and was is None and now is not None:
        known = _WORDS.say("compare.becomes_known", lang)
        what = known if now[1] == _IN_FORCE else f"{known} ({what})"
    label = (now or was or ("", ""))[0]
    return f"{_WORDS.say(f'compare.noun.{kind}', lang)} {what}: {label}"

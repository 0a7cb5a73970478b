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
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from graph.base.languages import LANGS
from graph.base.problems import BadParameter
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, swedish
from graph.evidence.tabled import Tabled
from graph.questions.parameter import day, one_of
from graph.view.answering import answered
from graph.view.facts import Rows, Wanted, facts, gather, labels, states
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
NAME = "skos:prefLabel"
SOURCE = "prov:hadPrimarySource"
# Names, and how facts are known, are no fields of them.
_NO_FIELDS = frozenset({NAME, SOURCE, "nhv:certainty"})
_TOLD = """{ ?v0 a nhv:Fact } UNION { ?v0 a nhv:Source } UNION { ?v0 a nhv:Post }
  ?v0 ?v1 ?v2 BIND(isIRI(?v2) AS ?v3) BIND(LANG(?v2) AS ?v4)
  FILTER(?v1 NOT IN (rdf:type, skos:altLabel, skos:notation, nhv:period, nhv:statedBy,
                     prov:qualifiedPrimarySource))"""

Things = Mapping[str, Mapping[str, set[tuple[str, str]]]]
"""Per thing the values of its properties: "thing" or an empty text, and the short name or text."""
State = dict[str, tuple[str, str]]
"""Per thing: its label, and what is told of it beyond being there."""
Labels = Callable[[Iterable[str]], Mapping[str, str]]
"""What names things."""
_Told = tuple[str, str] | None


@dataclass(frozen=True)
class Change:
    """One thing that differs between the two days."""

    kind: str
    change: str
    thing: str
    text: str


class Snapshot(NamedTuple):
    """What a view knows on its day: all that is said of facts, and what is there, kind by kind."""

    things: Things
    states: Mapping[str, State]


@dataclass(frozen=True, repr=False)
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
    before, after = (
        kg.at(known_at=when, as_of=when) if by == "known_at" else kg.at(as_of=when)
        for when in (first, second)
    )
    apart = () if by == "known_at" else ("source",)
    old, new = snapshot(before, apart), snapshot(after, apart)
    changes = tuple(differences(old, new, by, kg.lang, partial(labels, after)))
    rows = [tuple(map(Literal, (c.kind, c.change, c.thing, c.text))) for c in changes]
    headings = _WORDS.section("compare.heading", kg.lang)
    table = Table(list(headings), rows, headings)
    return Comparison(table, kg.lang, str(earlier), str(later), by, changes)


def snapshot(kg: View, apart: Collection[str] = ()) -> Snapshot:
    """What there is to compare of a view on its day, but for some kinds of things."""
    return Snapshot(things(kg), {kind: _state(kg, kind) for kind in _ORDER if kind not in apart})


def differences(
    old: Snapshot, new: Snapshot, by: str, lang: str, names: Labels
) -> Iterator[Change]:
    """What two views differ in.

    Args:
        old: The earlier view.
        new: The later one.
        by: ``"known_at"`` or ``"as_of"``.
        lang: The language of both.
        names: What things are called in the later one.
    """
    joined = {
        record: thing
        for thing, said in new.things.items()
        for _, record in said.get("nhv:joins", ())
    }
    for kind, own in new.states.items():
        was = dict(old.states[kind])
        for record in sorted(was.keys() & joined.keys() - own.keys()):
            told, thing = was.pop(record), joined[record]
            text = _WORDS.say("compare.joined", lang, told[0], _label(new.things, thing))
            yield Change(kind, "changed", thing, text)
            was.setdefault(thing, told)  # so that it does not come as if nothing had been known
        yield from _turns(kind, was, own, by, lang)
    yield from _fields(old.things, new.things, lang, names)


def things(kg: View) -> Things:
    """All that is said of facts, sources and seats, in the language of the view."""

    def made(rows: Rows) -> Mapping[str, Things]:
        found: dict[str, dict[str, dict[str, set[tuple[str, str]]]]] = {lang: {} for lang in LANGS}
        for thing, prop, value, no_text, own in rows:
            pair = "thing" if no_text == "true" else "", value
            for lang in (own,) if own else LANGS:
                if lang in found:
                    found[lang].setdefault(thing, {}).setdefault(prop, set()).add(pair)
        return found

    return gather(kg, Wanted("compared", [(5, _TOLD)], made))[0][kg.lang]  # type: ignore[no-any-return]


def _state(kg: View, kind: str) -> State:
    if kind == "step":
        return _steps(kg)
    if kind == "seat":
        return _seats(kg)
    known, today = things(kg), kg.as_of.isoformat()
    own = {thing: said for thing, said in known.items() if thing.partition(":")[0] == kind}
    if kind in _HELD_KINDS:
        status = states(kg, "nhv:LastingFact")
        there = {thing: state for thing in own if (state := status.get(thing, "")) in _THERE}
    else:
        since = "nhv:existsFrom" if kind == "source" else "nhv:firstDay"
        there = {
            thing: ""
            for thing, said in own.items()
            if _one(said, since) <= today and (kind not in _CLOSING or _is_open(said, today))
        }
    return {thing: (_label(known, thing), state) for thing, state in there.items()}


def _is_open(said: Mapping[str, set[tuple[str, str]]], today: str) -> bool:
    return "nhv:closes" in said and today <= (_one(said, "nhv:lastDay") or today)


def _one(said: Mapping[str, set[tuple[str, str]]], prop: str) -> str:
    """The first value of a property, or an empty text."""
    return min(said.get(prop, ()), default=("", ""))[1]


def _label(known: Things, thing: str) -> str:
    return _one(known.get(thing, {}), NAME) or thing


def _seats(kg: View) -> State:
    """Who sits in which seat, as far as is known."""
    now, members = states(kg, "nhv:Membership"), facts(kg, "nhv:Membership")
    seated = [member for member in members if now.get(member.id) in _SEATED]
    names = labels(kg, *(member.all("org:member") for member in seated))
    holders: dict[str, set[str]] = {}
    for member in seated:
        said = {names[person] for person in member.all("org:member")}
        holders.setdefault(member.one("nhv:post"), set()).update(said)
    known = things(kg)
    return {
        seat: (_label(known, seat), ", ".join(sorted(who, key=swedish)))
        for seat, who in holders.items()
    }


def _fields(old: Things, new: Things, lang: str, names: Labels) -> Iterator[Change]:
    """Fields whose value is another, of things that both days know: any that is no rule's work."""
    apart = _NO_FIELDS | {curie(prop.value) for prop in derived()}
    found = [
        (thing, prop, was, now)
        for thing in sorted(new.keys() & old, key=lambda t: (swedish(_label(new, t)), t))
        for prop in sorted({*old[thing], *new[thing]} - apart)
        if (was := old[thing].get(prop, set())) != (now := new[thing].get(prop, set()))
    ]
    called = names({value for *_, was, now in found for is_thing, value in was | now if is_thing})
    for thing, prop, was, now in found:
        texts = (_in_words(called, values) for values in (was, now))
        name = word(NamedNode(expand(prop)), lang)
        text = f"{_label(new, thing)}: {name} {' → '.join(texts)}"
        yield Change(thing.partition(":")[0], "changed", thing, text)


def _in_words(called: Mapping[str, str], values: Collection[tuple[str, str]]) -> str:
    """The values of a field: things by their names."""
    said = (called[value] if is_thing else value for is_thing, value in values)
    return ", ".join(sorted(said, key=swedish)) or "–"


def standing(kg: View) -> Sequence[Mapping[str, object]]:
    """Where each area stands on the view's day, and the event that says so, row by row."""

    def made() -> Sequence[Mapping[str, object]]:
        return answered(kg, "areas-by-step", {}).records()

    return kg.cached(("compared", "steps", kg.lang, kg.as_of), made)


def _steps(kg: View) -> State:
    """In which steps each area stands."""
    found: dict[str, set[str]] = {}
    word = _WORDS.say("compare.step", kg.lang)
    for row in standing(kg):
        state = f" ({row['substate']})" if row["substate"] else ""
        found.setdefault(str(row["area"]), set()).add(f"{word} {row['step']}{state}")
    return {area: (area, ", ".join(sorted(states))) for area, states in found.items()}


def _turns(kind: str, old: State, new: State, by: str, lang: str) -> Iterator[Change]:
    """What came, went or is told otherwise of the things of a kind."""
    for thing in sorted({*old, *new}, key=lambda t: (swedish((new.get(t) or old[t])[0]), t)):
        was, now = old.get(thing), new.get(thing)
        if was == now or (was and now and was[1] == now[1]):
            continue
        change = "new" if was is None else "gone" if now is None else "changed"
        tell = _status if kind in _HELD_KINDS else _sentence
        yield Change(kind, change, thing, tell(kind, was, now, by, lang))


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

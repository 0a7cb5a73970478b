"""What faces say of facts: each is a function that reads one face of a view, and says what it says.

A face is read as it shows itself: the columns of an answer, the attributes of an edge, the cells of
a picture's table, the words of an explanation.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from html import unescape
from typing import Any

from pyoxigraph import NamedNode

from graph import KnowledgeGraph
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.networks.catalogue import NETWORKS, projected
from graph.questions.question import Question
from ontology.terms import NHV, curie
from tests.national.resolved import (
    INFERRED,
    STATED,
    TOGETHER,
    UNKNOWN,
    Resolved,
    Shown,
    together,
)

LANGS = ("sv", "en")
# Of what is asked of hundreds of things; `make trust` asks it of each.
EVERY = int(os.environ.get("NHV_FACES", "32"))
# Before NHV, its first day, a year of few starts, a day of grants, and today.
DAYS = ("2010-01-01", "2018-07-01", "2021-12-15", "2024-06-12", "2026-06-30")
_PICTURES = words_of("graph.pictures")
Face = Callable[[KnowledgeGraph], Iterator[Shown]]
_SURE = {
    word(NHV.Stated, "sv"): STATED, word(NHV.Stated, "en"): STATED,
    word(NHV.Inferred, "sv"): INFERRED, word(NHV.Inferred, "en"): INFERRED,
    **{words_of("graph.view").say(f"sure.{sure}", lang): sure
       for sure in (STATED, INFERRED, UNKNOWN) for lang in LANGS},
    "": UNKNOWN,
}  # fmt: skip
_TRUTH = {True: INFERRED, False: STATED, None: UNKNOWN}


@cache
def _read(kg: KnowledgeGraph) -> Resolved:
    return Resolved.of(kg)


def resolved(kg: KnowledgeGraph) -> Resolved:
    """What the graph of a view says, read once for all days and languages."""
    return replace(_read(kg.at(lang="sv", as_of=None)), day=kg.as_of.isoformat())


def sure(text: object) -> str:
    """The certainty that a word of any face means."""
    return _SURE[str(text or "")]


# ---- questions

_LASTING = {"since": "since", "earliest": "bound nhv:earliestStart",
            "latest": "bound nhv:latestStart", "basis": "basis", "status": "status"}  # fmt: skip
# What else the columns of a question say of its rows, and of which property they are.
_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "holders": _LASTING, "suppliers": _LASTING, "career": {"status": "status"},
    "decisions": {"date_inferred": "certainty nhv:date"},
    "who-consults-whom": {"step_inferred": "certainty nhv:step"},
    "co-applicants-of": {"result": "result"},
}  # fmt: skip
# Of these the row's certainty is not that of its entity.
_OF_ANOTHER = ("topic-fate", "units-by-stage")


def questions(
    kg: KnowledgeGraph, days: Sequence[str] = ("2018-07-01", "2021-12-15", "2024-06-12")[::EVERY]
) -> Iterator[Shown]:
    """Every question that lists facts, with evidence, in both languages and on some days."""
    for question in kg.questions():
        if "?entity" in question.sparql:
            calls = list(_calls(kg, question))
            views = [kg.at(lang="en")]
            if len(calls) == 1:  # what is asked of hundreds of things is asked once
                views += [kg, *(kg.at(as_of=day) for day in days)] if days else []
            for view in views:
                for params in calls:
                    yield from _answered(view, question.name, params)


def questions_today(kg: KnowledgeGraph) -> Iterator[Shown]:
    """The same in one language on one day, for further views."""
    return questions(kg, ())


def _calls(kg: KnowledgeGraph, question: Question) -> Iterable[dict[str, str]]:
    """With what a question is asked, so that it tells of as many facts as it can."""
    known = resolved(kg)
    optional = {"programme": "all"} if question.name == "holders" else {}
    match [p.name for p in question.params if not p.optional]:
        case ["person"]:
            persons = known.of_class("foaf:Person", "nhv:Person")
            return [{"person": name} for name in persons[::EVERY]]
        case ["region"]:
            regions = {known.one(a, "nhv:applicant") for a in known.of_class("nhv:Application")}
            return [{"region": name} for name in sorted(regions)]
        case ["thing"]:
            things = known.of_class("nhv:Permit", "nhv:Call")
            return [{"thing": name} for name in things[:: 4 * EVERY]]
        case []:
            return [optional]
    return []


def _answered(kg: KnowledgeGraph, name: str, params: Mapping[str, Any]) -> Iterator[Shown]:
    table = kg.answer(name, evidence=True, **params)
    lang, day, at = kg.lang, kg.as_of.isoformat(), table.columns.index("entity")
    places = []
    for terms, row in zip(table.rows, table.records(), strict=True):
        if not isinstance(terms[at], NamedNode):
            continue
        fact = curie(str(terms[at].value))  # type: ignore[union-attr]
        for column, attribute in _COLUMNS.get(name, {}).items():
            said = row.get(column)
            if column not in row:
                continue
            if column.endswith("_inferred"):
                if said is not None:
                    yield Shown(fact, attribute, _TRUTH[said], lang, day)  # type: ignore[index]
            else:
                yield Shown(fact, attribute, str(said or ""), lang, day)
        if "inferred" in row:
            of = _other(kg, name, fact, row) if name in _OF_ANOTHER else (fact, "certainty")
            if of is not None:
                yield Shown(*of, _TRUTH[row["inferred"]], lang, day)  # type: ignore[index]
        if name == "areas-by-step":
            continue  # the citations are those of the event, told by the events' own questions
        if name == "tabled-areas":
            area = resolved(kg).one(fact, "nhv:area")
            yield Shown(area, "number nhv:InForce", str(row["holders"]), lang, day)
            yield Shown(area, "number nhv:PossiblyInForce", str(row["possible"]), lang, day)
        if name == "evidence":
            places.append((fact, f"citation {row['document']} {row['locator']}",
                           sure(row["certainty"])))  # fmt: skip
            continue
        free = [f"evidence_{c}" if f"evidence_{c}" in row else c
                for c in ("fact", "source", "locator", "certainty")]  # fmt: skip
        cells = [str(row[c] or "").split("; ") for c in free]
        if any(cells[0]) and len({len(cell) for cell in cells}) == 1:
            places += [(one, f"citation {source} {place}", sure(said))
                       for one, source, place, said in zip(*cells, strict=True)]  # fmt: skip
    for fact, attribute, said in together(places):
        yield Shown(fact, attribute, said, lang, day)
    if name == "areas-by-step":
        yield from _standings(kg)


def _other(
    kg: KnowledgeGraph, name: str, fact: str, row: Mapping[str, object]
) -> tuple[str, str] | None:
    """What the certainty of a row is of, where that is told by its cells alone."""
    known = resolved(kg)
    if name == "units-by-stage":
        several = [u for u in known.all(fact, "nhv:unitCount")
                   if known.one(u, "nhv:number") == str(row["number"])]  # fmt: skip
        return (several[0], "certainty") if len(several) == 1 else None
    for prop in ("nhv:cameFrom", "skos:broader"):
        for area in known.into(prop).get(fact, ()):
            if row["area"] == known.label(area, kg.lang) and row["area"]:
                return area, f"certainty {prop}"
    return None


def _standings(kg: KnowledgeGraph) -> Iterator[Shown]:
    """Where each area stands, by the question."""
    known, found = resolved(kg), dict[str, list[str]]()
    table = kg.answer("areas-by-step", evidence=True)
    events = [curie(str(row[table.columns.index("entity")].value)) for row in table.rows]  # type: ignore[union-attr]
    names = {known.label(a, kg.lang): a for a in known.of_class("nhv:CareArea")}
    for event, row in zip(events, table.records(), strict=True):
        line = f"{row['step']} {event} {row['basis']}"
        found.setdefault(names[str(row["area"])], []).append(line)
    for area in names.values():
        said = "; ".join(sorted(set(found.get(area, ()))))
        yield Shown(area, "standing", said, kg.lang, kg.as_of.isoformat())


def members(kg: KnowledgeGraph) -> Iterator[Shown]:
    """The question ``members``, for many bodies."""
    for view in (kg, kg.at(lang="en"), kg.at(as_of="2021-12-15")):
        for body in resolved(kg).of_class("nhv:Body")[::EVERY]:
            rows = view.answer("members", body=body, with_inferred="yes").records()
            lines = {
                " | ".join((str(row["seat"] or ""), str(row["holder"] or ""),
                            _TRUTH[row["inferred"]], str(row["status"])))  # type: ignore[index]
                for row in rows if row["status"]
            }  # fmt: skip
            told = "; ".join(sorted(lines))
            yield Shown(body, "members", told, view.lang, view.as_of.isoformat())


# ---- networks and their pictures

_PARAMS: Mapping[str, Mapping[str, object]] = {"bodies": {"persons": True, "seats": "shown"}}
# Of which properties of their facts the edges of a kind are.
_PROPS = {
    "org:member": "org:member,nhv:post", "nhv:cameFrom": "nhv:cameFrom",
    "skos:broader": "skos:broader", "nhv:partOf": "nhv:partOf",
}  # fmt: skip


# Networks whose edges stand for what several facts say together, even where only one does.
_MANY = ("co-holders", "co-applicants")


def edges_of(kg: KnowledgeGraph, name: str, **params: object) -> tuple[list[tuple[str, ...]], list]:  # type: ignore[type-arg]
    """The edges of a network, with what may be: the ends and key of each, and its attributes."""
    if any(p.name == "possible" for p in NETWORKS[name].params):
        params["possible"] = True
    net = projected(kg, name, **{**_PARAMS.get(name, {}), **params})
    if net.is_multigraph():
        return [e[:3] for e in net.edges(keys=True)], [
            e[3] for e in net.edges(keys=True, data=True)
        ]
    return [(*e, "") for e in net.edges()], [e[2] for e in net.edges(data=True)]


def fact_of(name: str, ends: tuple[str, ...], edge: Mapping[str, object]) -> str:
    """The fact, or the facts together, that an edge shows; empty where it shows none of its own.

    An edge with the evidence of one fact shows that one, but where its network says otherwise.
    """
    if name in ("area-holder",):
        return TOGETHER.join(edge["permits"])  # type: ignore[arg-type]
    if name in ("suppliers", "cooperation"):
        return ends[2]
    if name == "lineage":
        return ends[1] if edge["kind"] == "nhv:cameFrom" else ends[0]
    facts = {entry["fact"] for entry in edge["evidence"]}  # type: ignore[attr-defined]
    return facts.pop() if len(facts) == 1 and name not in _MANY else ""


def networks(kg: KnowledgeGraph) -> Iterator[Shown]:
    """Every edge of every network, with what may be in force."""
    for name in NETWORKS:
        days = (
            DAYS
            if any(p.name == "possible" for p in NETWORKS[name].params)
            else ("2021-12-15", DAYS[-1])
        )
        for view in (kg.at(lang="en"), *(kg.at(as_of=day) for day in days)):
            for ends, edge in zip(*edges_of(view, name), strict=True):
                for shown in _edge(view, name, ends, edge):
                    yield shown._replace(lang=view.lang, day=view.as_of.isoformat())


def _edge(
    kg: KnowledgeGraph, name: str, ends: tuple[str, ...], edge: Mapping[str, object]
) -> Iterator[Shown]:
    fact, of = fact_of(name, ends, edge), _of(name, edge)
    if fact:
        yield Shown(fact, f"certainty {of}".strip(), str(edge["certainty"] or UNKNOWN))
    if name in ("suppliers", "cooperation", "area-holder"):
        held = ends[2] if name == "area-holder" else fact
        yield Shown(held, "status", str(edge["status_label"]))
        first = fact if TOGETHER not in fact else first_of(kg, fact)
        yield Shown(first, "basis", str(edge["since_basis_label"]))
        yield Shown(first, "since", str(edge["since"]))
        yield Shown(first, "bound nhv:earliestStart", str(edge["earliest_start"]))
        yield Shown(first, "bound nhv:latestStart", str(edge["latest_start"]))
    if name == "bodies" and edge["kind"] == "org:member":
        yield Shown(fact, "status", str(edge["status_label"]))
    if name == "co-holders":
        both = TOGETHER.join(ends[:2])
        yield Shown(both, "shared", str(edge["weight"]))
        yield Shown(both, "shared certain", str(edge["weight_in_force"]))
        yield Shown(both, "shared stated", str(edge["weight_stated"]))
    entries = [
        (e["fact"], f"citation {e['source']} {e['locator']}" + _for(name, e["fact"], of),
         e["certainty"])
        for e in edge["evidence"]  # type: ignore[attr-defined]
    ]  # fmt: skip
    for fact, attribute, said in together(entries):
        yield Shown(fact, attribute, said)


def first_of(kg: KnowledgeGraph, facts: str) -> str:
    """Of several facts the one that had certainly begun first."""
    known = resolved(kg)
    return min(facts.split(TOGETHER), key=lambda f: (known.one(f, "nhv:latestStart") or "9999", f))


def _of(name: str, edge: Mapping[str, object]) -> str:
    if name == "process" and edge["kind"] not in ("nhv:precedes", "nhv:responsible"):
        return "nhv:actor,nhv:action,nhv:step"
    if name == "bodies" and edge["kind"] in ("nhv:post", "nhv:represents"):
        return "seat"
    return _PROPS.get(str(edge["kind"]), "")


def _for(name: str, fact: str, of: str) -> str:
    if of == "seat":
        of = "org:postIn" if fact.startswith("post:") else "nhv:post"
    return f" for {of}" if of else ""


_ROW = re.compile(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', re.DOTALL)
_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
_STARTED = re.compile(r"(.*?)(?: \(([^()]*)\))?")


def pictures(kg: KnowledgeGraph) -> Iterator[Shown]:
    """The table below each drawn network, as its page has it, and what is told of its lines."""
    for view in (kg.at(lang=lang) for lang in LANGS):
        for name in NETWORKS:
            params = {**_PARAMS.get(name, {})}
            if any(p.name == "possible" for p in NETWORKS[name].params):
                params["possible"] = True
            net = view.network(name, **params)
            picture = view.draw(net)
            scene, rows = picture.scene, _ROW.findall(picture.html())
            assert len(rows) == len(scene.edges), f"{name} is drawn without a row for each edge"
            for number, (row, (one, other, edge)) in enumerate(zip(rows, scene.edges, strict=True)):
                keys = [k for k, e in net[one][other].items() if e is edge] if net.is_multigraph() \
                    else [""]  # fmt: skip
                ends = (one, other, keys[0])
                cells = [unescape(cell) for cell in (row[0], *_CELL.findall(row[1]))]
                told = dict(zip(scene.columns, cells, strict=False))
                tips = [scene.told_of_arc(arc) for arc in scene.arcs if arc.edges == (number,)]
                for line in (line for tip in tips for line in tip):
                    for key in ("since", "status"):
                        if line.startswith(f"{_PICTURES.say(key, view.lang)}: "):
                            told[f"tip {key}"] = line.partition(": ")[2]
                yield from _drawn(view, name, ends, edge, told)


def _drawn(
    kg: KnowledgeGraph,
    name: str,
    ends: tuple[str, ...],
    edge: Mapping[str, object],
    told: Mapping[str, str],
) -> Iterator[Shown]:
    fact, of, lang = fact_of(name, ends, edge), _of(name, edge), kg.lang
    if fact and "certainty" in told and of != "seat":
        yield Shown(fact, f"certainty {of}".strip(), sure(told["certainty"]), lang)
    lasting = name in ("suppliers", "cooperation", "area-holder")
    for key in ("status", "tip status"):
        if key in told and (lasting or edge["kind"] == "org:member"):
            yield Shown(ends[2] if name == "area-holder" else fact, "status", told[key], lang)
    first = first_of(kg, fact) if fact else ""
    for key in ("since", "tip since"):
        if key in told and lasting:
            yield from began(first, told[key], lang)


def began(fact: str, text: str, lang: str) -> Iterator[Shown]:
    """Since when something lasts, as pictures have it: a date, and the rule in brackets."""
    if text == _PICTURES.say("undated", lang):
        yield Shown(fact, "since words", "", lang)
        return
    found = _STARTED.fullmatch(text)
    assert found is not None
    for key, bound in (("at_earliest", "earliestStart"), ("at_latest", "latestStart")):
        if found[1].startswith(before := f"{_PICTURES.say(key, lang)} "):
            yield Shown(fact, f"bound nhv:{bound}", found[1].removeprefix(before), lang)
            break
    else:
        yield Shown(fact, "since words", found[1], lang)
    yield Shown(fact, "basis", found[2] or "", lang)

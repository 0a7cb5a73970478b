"""What faces say that tell of single facts in words: maps, time lines, explain, status, compare.

All faces that take little time stand in `CHEAP`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from pyoxigraph import NamedNode

from graph import KnowledgeGraph
from graph.base.problems import NothingFound
from graph.base.vocabulary import word
from ontology.terms import NHV, expand
from tests.national.faces import (
    DAYS,
    EVERY,
    LANGS,
    Face,
    began,
    edges_of,
    fact_of,
    first_of,
    members,
    networks,
    pictures,
    questions,
    resolved,
    sure,
)
from tests.national.resolved import Resolved, Shown, together


def maps(kg: KnowledgeGraph) -> Iterator[Shown]:
    """The table below the map of each area's permits."""
    known = resolved(kg)
    areas = sorted({known.one(h, "nhv:heldArea") for h in known.held()})
    for number, area in enumerate(areas):
        view = kg.at(lang=LANGS[number % 2])
        try:
            rows = list(view.map("permits", area=area).rows)
        except NothingFound:
            continue
        for name in ("area-holder", "suppliers"):
            for ends, edge in zip(*edges_of(view, name, area=area), strict=True):
                fact, row = fact_of(name, ends, edge), rows.pop(0)
                held = ends[2] if name == "area-holder" else fact
                yield Shown(held, "status", row[2], view.lang)
                yield from began(first_of(view, fact), row[6], view.lang)
        assert not rows, f"the map of {area} has rows that the networks lack"


def timelines(kg: KnowledgeGraph) -> Iterator[Shown]:
    """The permits in the table below the time line of areas that have any."""
    known = resolved(kg)
    areas = sorted({known.one(p, "nhv:area") for p in known.of_class("nhv:Permit")})
    for area in areas[::EVERY]:
        view = kg.at(lang="en")
        parts = known.into("skos:broader").get(area, [])
        permits = [p for a in (area, *parts) for p in known.into("nhv:area").get(a, ())
                   if p.startswith("permit:")]  # fmt: skip
        try:
            rows = view.chart("timeline", area=area).rows
        except NothingFound:
            continue
        by = {"; ".join(sorted(known.place(c) for c in
              known.all(p, "prov:qualifiedPrimarySource"))): p for p in permits}  # fmt: skip
        for row in rows:
            cited = "; ".join(sorted(
                f"{s} {place}" for s, place in zip(row[4].split("; "), row[5].split("; "),
                                                   strict=False)))  # fmt: skip
            if row[0] == "Permits" and cited in by and len(by) == len(permits):
                yield from began(by[cited], f"{row[2]} ({row[6]})", "en")


# ---- explain, status, compare


def explanations(kg: KnowledgeGraph) -> Iterator[Shown]:
    """What ``explain`` says of facts and areas: property by property, and how things stand."""
    known = resolved(kg)
    facts = known.of_class("nhv:Fact", "nhv:CareArea", "nhv:Organisation", "nhv:Post")
    for number, fact in enumerate(facts[::EVERY]):
        view = kg.at(lang=LANGS[number % 2])
        yield from _explained(view, known, fact)


def _explained(kg: KnowledgeGraph, known: Resolved, fact: str) -> Iterator[Shown]:
    lang, told = kg.lang, kg.explain(fact)
    props = {word(NamedNode(expand(p)), lang): p for p in known.props[fact]}
    props |= {word(NamedNode(expand(p)), lang): p for t, p in known.spoken if t == fact}
    entries = []
    for row in told.rows:
        if not row["source"] or str(row["note"] or "").startswith(("inte vald", "not chosen")):
            continue
        where = f"citation {row['source']} {row['locator']}"
        if row["fact"] == fact:
            prop = props.get(str(row["property"]), "rdf:type")
            if prop != "rdf:type":
                entries.append((fact, f"{where} for {prop}", sure(row["certainty"])))
        else:
            entries.append((str(row["fact"]), where, sure(row["certainty"])))
    for about, attribute, said in together(entries):
        yield Shown(about, attribute, said, lang)
    labels = {known.label(s, lang) for p in known.all(fact, "nhv:period")
              for s in known.all(p, "nhv:status")}  # fmt: skip
    for sentence in told.lead:
        if sentence.startswith((f"Läget {kg.as_of}: ", f"As of {kg.as_of}: ")) and known.all(
            fact, "nhv:period"
        ):
            rest = sentence.partition(": ")[2]
            yield Shown(
                fact, "status", max((x for x in labels if rest.startswith(x)), key=len), lang
            )
            if by := re.search(r"(?:början följer av|the start follows by) .*?\*(.*?)\*", rest):
                yield Shown(fact, "basis", by[1], lang)


def statuses(kg: KnowledgeGraph) -> Iterator[Shown]:
    """What ``status`` says of single permits: by which rule a start is open; and its numbers."""
    known = resolved(kg)
    for view in (kg.at(lang=lang) for lang in LANGS):
        names: dict[str, list[str]] = {}
        for permit in known.of_class("nhv:Permit"):
            names.setdefault(known.label(permit, view.lang), []).append(permit)
        for row in view.status().section("worklist").records():
            _, _, basis = str(row["detail"]).partition(": ")
            found = names.get(str(row["item"]), [])
            if basis and len(found) == 1:
                yield Shown(found[0], "basis", basis, view.lang)
        told = {str(r["item"]): r for r in view.status().section("facts").records()}
        for cls in ("Permit", "SupplyRelation", "Decision", "Application", "Membership"):
            row = told.get(word(NHV[cls], view.lang), {})
            if row:
                yield Shown(f"nhv:{cls}", "things", str(row["number"]), view.lang)
                yield Shown(f"nhv:{cls}", "things citations", str(row["of"]), view.lang)


def comparisons(kg: KnowledgeGraph) -> Iterator[Shown]:
    """What ``compare`` says between days: which permits and supply relations changed, and how."""
    known = resolved(kg)
    for earlier, later in pairwise(DAYS):
        changes = kg.compare(earlier, later, by="as_of").changes
        said = {c.thing: c.change for c in changes if c.kind in ("permit", "supply")}
        for fact in known.of_class("nhv:Permit", "nhv:SupplyRelation"):
            yield Shown(fact, f"change {earlier}", said.get(fact, ""), kg.lang, later)


CHEAP: Mapping[str, Face] = {
    "questions": questions, "members": members, "networks": networks, "pictures": pictures,
    "maps": maps, "timelines": timelines, "explain": explanations, "status": statuses,
    "compare": comparisons,
}  # fmt: skip

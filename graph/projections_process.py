"""The networks of the process: bodies and seats, the eight steps, and where areas came from.

As in :mod:`graph.projections`, every function returns a draft with evidence. Seats come first and
persons second: without names everything here works, and co-membership is not influence.
"""

from __future__ import annotations

from graph.network_data import (
    Citations,
    Evidence,
    Fact,
    View,
    certainty,
    current,
    facts,
    labels,
    since,
    undated,
)
from graph.palette import relation_name
from graph.projections import Draft, Edge

_MEMBERSHIP = (
    "org:organization",
    "nhv:post",
    "nhv:from",
    "nhv:until",
    "nhv:attestedOn",
    "org:member",
    "nhv:firstDay",
    "nhv:lastDay",
)
_PROCEDURE = (
    "nhv:actor",
    "nhv:action",
    "nhv:toward",
    "nhv:step",
    "nhv:inRoutineOf",
    "nhv:firstDay",
    "nhv:lastDay",
)


def bodies(kg: View, *, body: str | None = None, persons: bool = False) -> Draft:
    """Bodies, the seats in them and whom the seats represent; persons only when asked for."""
    draft = Draft()
    wanted = kg.find(body, "body") if body else ""
    posts = {f.id: f for f in facts(kg, "nhv:Post", ("nhv:represents",))}
    members = list(current(kg, facts(kg, "org:Membership", _MEMBERSHIP)))
    seats = [m for m in members if m.one("nhv:post")]
    inside = [m for m in seats if m.one("org:organization").startswith("body:")]
    shown = [m for m in inside if not wanted or m.one("org:organization") == wanted]
    if not wanted:
        draft.leave_out(
            {m.one("nhv:post") for m in seats} - {m.one("nhv:post") for m in inside},
            "roller i organisationer som inte är organ i processen",
            "roles in organisations that are not bodies of the process",
        )
    cited = Citations(kg, "org:Membership")
    for post in sorted({m.one("nhv:post") for m in shown}):
        held = [m for m in shown if m.one("nhv:post") == post]
        evidence = tuple(e for m in held for e in cited.of(m.id, ("nhv:post", "org:organization")))
        first = min(held, key=lambda m: (m.one("nhv:firstDay") or "9999", m.id))
        for place in sorted({m.one("org:organization") for m in held}):
            draft.edges.append(_tie(kg, draft, post, place, "nhv:post", evidence, first))
        for region in posts[post].all("nhv:represents") if post in posts else ():
            draft.edges.append(_tie(kg, draft, post, region, "nhv:represents", evidence, first))
    if persons and kg.people:
        for m in shown:
            for person in m.all("org:member"):
                evidence = cited.of(m.id, ("org:member", "nhv:post"))
                post = m.one("nhv:post")
                draft.edges.append(_tie(kg, draft, person, post, "org:member", evidence, m))
    _wholes(kg, draft, wanted)
    return draft


def process(kg: View) -> Draft:
    """The eight steps in order, and which body does what in which step."""
    draft = Draft()
    steps = facts(kg, "nhv:ProcessStep", ("nhv:number", "nhv:precedes", "nhv:responsible"))
    steps.sort(key=lambda s: (int(s.one("nhv:number") or 99), s.id))
    cited = Citations(kg, "nhv:ProcedureRelation")
    relations = list(cited.happened(kg, facts(kg, "nhv:ProcedureRelation", _PROCEDURE)))
    actions = {a for r in relations for a in r.all("nhv:action")}
    draft.names = labels(kg, actions)
    cited_steps = Citations(kg, "nhv:ProcessStep")
    for step in steps:
        draft.node(step.id)
        draft.numbers[step.id] = step.one("nhv:number")
        evidence = cited_steps.of(step.id)
        for later in step.all("nhv:precedes"):
            draft.edges.append(_tie(kg, draft, step.id, later, "nhv:precedes", (), None))
        for actor in step.all("nhv:responsible"):
            draft.edges.append(_tie(kg, draft, actor, step.id, "nhv:responsible", evidence, None))
    for relation in relations:
        evidence = cited.of(relation.id, ("nhv:actor", "nhv:action", "nhv:step"))
        for step_id in relation.all("nhv:step"):
            for actor in relation.all("nhv:actor"):
                action = relation.one("nhv:action")
                draft.edges.append(_tie(kg, draft, actor, step_id, action, evidence, relation))
    draft.leave_out(
        {r.id for r in relations if not r.one("nhv:step") or not r.one("nhv:actor")},
        "rutiner som källan inte knyter till ett steg",
        "routines that the source does not tie to a step",
    )
    return draft


def lineage(kg: View) -> Draft:
    """Where areas came from: from the older topic or area to the newer, and parts to wholes."""
    draft = Draft()
    cited = Citations(kg, "nhv:CareArea")
    props = ("nhv:cameFrom", "skos:broader")
    areas = {f.id: f for f in facts(kg, "nhv:CareArea", props)}
    for area in areas.values():
        for older in area.all("nhv:cameFrom"):
            evidence = cited.stating(area.id, "nhv:cameFrom")
            draft.edges.append(_tie(kg, draft, older, area.id, "nhv:cameFrom", evidence, None))
        for whole in area.all("skos:broader"):
            evidence = cited.stating(area.id, "skos:broader")
            draft.edges.append(_tie(kg, draft, area.id, whole, "skos:broader", evidence, None))
    for thing in draft.nodes:
        types = areas[thing].all("rdf:type") if thing in areas else ()
        topic = "nhv:Topic" in types
        draft.nodes[thing] = "topic" if topic else "area"
    return draft


def _wholes(kg: View, draft: Draft, wanted: str) -> None:
    """Add the bodies, and what each is a part of."""
    cited = Citations(kg, "nhv:Body")
    lonely = []
    for body in facts(kg, "nhv:Body", ("nhv:partOf",)):
        if wanted and body.id != wanted:
            continue
        wholes = body.all("nhv:partOf")
        if not wholes and body.id not in draft.nodes and not wanted:
            lonely.append(body.id)
            continue
        draft.node(body.id)
        for whole in wholes:
            evidence = cited.stating(body.id, "nhv:partOf")
            draft.edges.append(_tie(kg, draft, body.id, whole, "nhv:partOf", evidence, None))
    draft.leave_out(
        lonely,
        "organ utan känd plats i en organisation och utan kända roller",
        "bodies with no known place in an organisation and no known seats",
    )


def _tie(
    kg: View,
    draft: Draft,
    tail: str,
    head: str,
    kind: str,
    evidence: tuple[Evidence, ...],
    fact: Fact | None,
) -> Edge:
    """One edge that says what ``kind`` says, dated by the fact if there is one."""
    start, basis = since(fact) if fact else ("", "")
    name = draft.names.get(kind) or relation_name(kind, kg.lang)
    return Edge(
        draft.node(tail),
        draft.node(head),
        f"{tail}|{kind}|{head}|{fact.id if fact else ''}",
        {
            "label": name,
            "area": "",
            "area_label": "",
            "kind": kind,
            "kind_label": name,
            "weight": 1,
            "since": start,
            "since_basis": basis,
            "undated": undated(fact) if fact else False,
            "certainty": certainty(evidence),
            "evidence": evidence,
        },
    )

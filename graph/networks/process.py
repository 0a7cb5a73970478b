"""The networks of the process: bodies and seats, the eight steps, and where areas came from.

As in :mod:`graph.networks.projections`, every function returns a draft with evidence. Seats come
first and persons second: without names everything here works, and co-membership is not influence.
"""

from __future__ import annotations

from graph.drawing.palette import relation_name
from graph.networks.facts import (
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
from graph.networks.projections import Draft, Edge

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


def bodies(
    kg: View, *, body: str | None = None, persons: bool = False, seats: str | None = None
) -> Draft:
    """Bodies, the seats in them and whom the seats represent; persons only when asked for.

    Seat by seat for one body or with persons; counted from body to health-care region for all.
    """
    draft = _seat_by_seat(kg, body=body, persons=persons)
    if seats == "counted" or (seats is None and not body and not persons):
        return _counted(kg, draft)
    return draft


def _counted(kg: View, shown: Draft) -> Draft:
    """The same with one edge from a body to whom its seats represent, weighed by the seats."""
    draft = Draft(names=shown.names, left_out=shown.left_out)
    within: dict[str, list[Edge]] = {}
    behind: dict[str, list[str]] = {}
    for edge in shown.edges:
        kind = edge.attributes["kind"]
        if kind == "nhv:post":
            within.setdefault(edge.head, []).append(edge)
        elif kind == "nhv:represents":
            behind.setdefault(edge.tail, []).append(edge.head)
        elif kind != "org:member":
            draft.edges.append(Edge(draft.node(edge.tail), draft.node(edge.head), edge.key,
                                    edge.attributes))  # fmt: skip
    alone = []
    for body, seats in sorted(within.items()):
        draft.node(body)
        sides: dict[str, list[Edge]] = {}
        for seat in seats:
            for side in behind.get(seat.tail, ()):
                sides.setdefault(side, []).append(seat)
            if seat.tail not in behind:
                alone.append(seat.tail)
        for side, counted in sorted(sides.items()):
            draft.edges.append(_count(kg, draft, body, side, counted))
    draft.leave_out(
        alone,
        "platser som inte företräder någon sjukvårdsregion",
        "seats that represent no health-care region",
    )
    for node in shown.nodes:
        if not node.startswith(("post:", "person:")):
            draft.node(node)
    return draft


def _count(kg: View, draft: Draft, body: str, side: str, seats: list[Edge]) -> Edge:
    """The seats of one body that represent one side, as one edge."""
    entries = {tuple(e.items()): e for s in seats for e in s.attributes["evidence"]}
    evidence = tuple(sorted(entries.values(), key=lambda e: (e["date"] or "9999", *e.values())))
    edge = _tie(kg, draft, body, side, "nhv:represents", evidence, None)
    first = min(seats, key=lambda s: (s.attributes["since"] or "9999", s.key)).attributes
    edge.attributes.update(
        label=str(len(seats)), weight=len(seats), since=first["since"],
        since_basis=first["since_basis"], undated=all(s.attributes["undated"] for s in seats),
    )  # fmt: skip
    return edge


def _seat_by_seat(kg: View, *, body: str | None, persons: bool) -> Draft:
    """Bodies with each of their seats."""
    draft = Draft()
    wanted = kg.find(body, "body") if body else ""
    cited, cited_posts = Citations(kg, "org:Membership"), Citations(kg, "nhv:Post")
    members = facts(kg, "org:Membership", _MEMBERSHIP)
    known = {m.one("nhv:post") for m in members}
    # A seat is known from the first day that someone is told to sit in it; a seat that is told of
    # without a holder, from the day of the source that tells of it.
    holders = list(cited.happened(kg, members))
    seats = facts(kg, "nhv:Post", ("org:postIn", "nhv:represents"))
    empty = list(cited_posts.happened(kg, (s for s in seats if s.id not in known)))
    dated = {s.id: [s] for s in empty}
    for member in holders:
        dated.setdefault(member.one("nhv:post"), []).append(member)
    elsewhere = []
    for seat in seats:
        tellers = dated.get(seat.id, [])
        places = set(seat.all("org:postIn")) | {m.one("org:organization") for m in tellers}
        inside = sorted(p for p in places if p.startswith("body:") and wanted in ("", p))
        if tellers and not inside and not wanted:
            elsewhere.append(seat.id)
        if not tellers or not inside:
            continue
        evidence = tuple(e for t in tellers for e in cited.of(t.id, ("nhv:post",)))
        # A seat shares citations with its memberships; each is listed once.
        said = {(e["source"], e["locator"]) for e in evidence}
        evidence += tuple(
            e
            for e in cited_posts.of(seat.id, ("org:postIn",))
            if (e["source"], e["locator"]) not in said
        )
        first = min(tellers, key=lambda t: (t.one("nhv:firstDay") or "9999", t.id))
        for place in inside:
            draft.edges.append(_tie(kg, draft, seat.id, place, "nhv:post", evidence, first))
        for region in seat.all("nhv:represents"):
            draft.edges.append(_tie(kg, draft, seat.id, region, "nhv:represents", evidence, first))
    if persons and kg.people:
        for member in current(kg, holders):
            seat_id = member.one("nhv:post")
            for person in member.all("org:member") if seat_id in draft.nodes else ():
                evidence = cited.of(member.id, ("org:member", "nhv:post"))
                draft.edges.append(_tie(kg, draft, person, seat_id, "org:member", evidence, member))
    draft.leave_out(
        elsewhere,
        "roller i organisationer som inte är organ i processen",
        "roles in organisations that are not bodies of the process",
    )
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

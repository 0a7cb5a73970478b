"""The networks of the process: the eight steps and who acts in them, and where areas came from."""

from __future__ import annotations

from itertools import product

from graph.networks.cited import Citations, Support
from graph.networks.draft import Draft
from graph.networks.lasting import attesting, happened, since_attributes
from graph.view.facts import NOTATIONS, columns_of, facts, facts_of, gather, labels
from graph.view.view import View

_ACTING = ("nhv:actor", "nhv:action", "nhv:step")


def process(kg: View) -> Draft:
    """The eight steps in order, and which body does what in which step."""
    draft = Draft(kg.lang)
    told_of = ("nhv:ProcedureRelation", "nhv:ProcessStep")
    gather(kg, *columns_of(*told_of), attesting("nhv:ProcedureRelation"), NOTATIONS)
    steps = sorted(
        facts(kg, "nhv:ProcessStep"), key=lambda s: (int(s.one("nhv:number") or 99), s.id)
    )
    cited = Citations(kg, *told_of)
    relations = list(happened(kg, "nhv:ProcedureRelation"))
    names = labels(
        kg,
        *((s.id, *s.all("nhv:precedes"), *s.all("nhv:responsible")) for s in steps),
        *(r.all(prop) for r, _ in relations for prop in _ACTING),
        {prop for _, (_, prop) in relations},
    )
    told = {since: since_attributes(kg, *since) for since in {since for _, since in relations}}
    for step in steps:
        draft.node(step.id)
        draft.numbers[step.id] = step.one("nhv:number")
        for later in step.all("nhv:precedes"):
            draft.tie(step.id, later, "nhv:precedes", Support())
        for actor in step.all("nhv:responsible"):
            draft.tie(actor, step.id, "nhv:responsible", cited.support(step.id))
    loose = []
    for fact, since in relations:
        action, support = fact.one("nhv:action"), cited.support(fact.id, *_ACTING)
        ends = list(product(fact.all("nhv:actor"), fact.all("nhv:step")))
        for actor, step_id in ends:
            draft.tie(
                actor, step_id, action, support,
                name=names[action], fact=fact.id, since=told[since],
            )  # fmt: skip
        if not ends:
            loose.append(fact.id)
    draft.leave_out(loose, "left_out.routines")
    return draft


def lineage(kg: View) -> Draft:
    """Where areas came from: from the older topic or area to the newer, and parts to wholes."""
    draft = Draft(kg.lang)
    areas, topics = gather(kg, facts_of("nhv:CareArea"), facts_of("nhv:Topic"))
    cited = Citations(kg, "nhv:CareArea")
    for area in areas:
        for older in area.all("nhv:cameFrom"):
            draft.tie(older, area.id, "nhv:cameFrom", cited.support(area.id, "nhv:cameFrom"))
        for whole in area.all("skos:broader"):
            draft.tie(area.id, whole, "skos:broader", cited.support(area.id, "skos:broader"))
    for thing in draft.nodes:
        draft.nodes[thing] = "topic" if thing in topics else "area"
    return draft

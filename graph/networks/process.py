"""The networks of the process: the eight steps and who acts in them, and where areas came from."""

from __future__ import annotations

from graph.base.words import words_of
from graph.networks.cited import Citations, Support, attesting, happened
from graph.networks.draft import Draft
from graph.networks.facts import NOTATIONS, columns_of, facts, facts_of, gather, labels
from graph.networks.lasting import since_attributes
from graph.networks.relations import relation_name
from graph.view.view import View

_WORDS = words_of("graph.networks")

_ACTING = ("nhv:actor", "nhv:action", "nhv:step")


def process(kg: View) -> Draft:
    """The eight steps in order, and which body does what in which step."""
    draft = Draft()
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
    follows, answers = (relation_name(p, kg.lang) for p in ("nhv:precedes", "nhv:responsible"))
    for step in steps:
        draft.node(step.id)
        draft.numbers[step.id] = step.one("nhv:number")
        for later in step.all("nhv:precedes"):
            draft.tie(step.id, later, "nhv:precedes", follows, Support())
        for actor in step.all("nhv:responsible"):
            support = cited.support(step.id)
            draft.tie(actor, step.id, "nhv:responsible", answers, support)
    for relation, since in relations:
        action = relation.one("nhv:action")
        name = names[action] or relation_name(action, kg.lang)
        for step_id in relation.all("nhv:step"):
            for actor in relation.all("nhv:actor"):
                support = cited.support(relation.id, *_ACTING)
                draft.tie(
                    actor, step_id, action, name, support, fact=relation.id, since=told[since]
                )
    draft.leave_out(
        {r.id for r, _ in relations if not r.one("nhv:step") or not r.one("nhv:actor")},
        *_WORDS["left_out.routines"],
    )
    return draft


def lineage(kg: View) -> Draft:
    """Where areas came from: from the older topic or area to the newer, and parts to wholes."""
    draft = Draft()
    areas, topics = gather(kg, facts_of("nhv:CareArea"), facts_of("nhv:Topic"))
    cited = Citations(kg, "nhv:CareArea")
    came, part = (relation_name(prop, kg.lang) for prop in ("nhv:cameFrom", "skos:broader"))
    for area in areas:
        for older in area.all("nhv:cameFrom"):
            support = cited.support(area.id, "nhv:cameFrom")
            draft.tie(older, area.id, "nhv:cameFrom", came, support)
        for whole in area.all("skos:broader"):
            support = cited.support(area.id, "skos:broader")
            draft.tie(area.id, whole, "skos:broader", part, support)
    for thing in draft.nodes:
        draft.nodes[thing] = "topic" if thing in topics else "area"
    return draft

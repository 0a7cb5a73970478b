"""How often each rule is used in a view, and on what: for the page that lists the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from graph.site.things.known import Known
from ontology.terms import NHV, SKOS


@dataclass(frozen=True)
class Use:
    """The use of a rule.

    Attributes:
        number: How many things it was applied to.
        example: One of them that has a place on the site; None if none has.
    """

    number: int
    example: NamedNode | None


def uses(known: Known, paths: Mapping[NamedNode, str]) -> Mapping[NamedNode, Use]:
    """The use of each rule that can be told from the graph.

    Things name most rules; of the others those things count that have what the rule works out.

    Args:
        known: The statements of a view.
        paths: Where things stand on the site.

    Returns:
        The rules that work something out or are named, with their use.
    """
    rules = known.subjects(SKOS.inScheme, NHV.Rules)
    derived = {rule: known.nodes(rule, NHV.derives) for rule in rules}
    found = {}
    for rule in rules:
        naming = known.nodes(rule, NHV.namedBy)
        things = {thing for prop in naming for thing in known.subjects(prop, rule)}
        if not naming:
            things = {thing for prop in derived[rule] for thing in known.having(prop)}
        if naming or derived[rule]:
            shown = sorted((thing for thing in things if thing in paths), key=lambda t: t.value)
            found[rule] = Use(len(things), next(iter(shown), None))
    return found

"""What the site asks its questions about: an example of each kind that the graph can answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.base.problems import UnknownName
from graph.questions.catalogue import Question
from graph.questions.parameter import Parameter
from ontology import terms

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

# By kind of parameter, the first that is in the graph; a well documented one makes a good example.
_PREFERRED: Mapping[str, tuple[str, ...]] = {
    "area": ("area:konsdysfori", "area:dysmeli"),
    "body": ("body:beredningsgrupp-b2",),
    "healthcare-region": ("healthcare-region:sjukvardsregion-mellansverige",),
    "hospital": ("hospital:akademiska-sjukhuset",),
    "organisation": ("region:region-vasterbotten",),
    "region": ("region:region-vasterbotten",),
    "thing": ("area:dysmeli",),
}
_STEP = "3"


class Examples:
    """Examples of every kind of thing in a view.

    Args:
        kg: The view.
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._kg = kg

    def of(self, question: Question) -> dict[str, Any] | None:
        """Values for the parameters that a question cannot do without.

        Args:
            question: The question.

        Returns:
            A value for each; None if the view has nothing that the question could be about.
        """
        given = {p.name: self._value(p) for p in question.params if not p.optional}
        return None if None in given.values() else given

    def _value(self, param: Parameter) -> str | None:
        plain = {"date": self._kg.as_of.isoformat(), "integer": "1", "text": "", "step": _STEP}
        if param.kind in plain:
            return plain[param.kind]
        for name in _PREFERRED.get(param.kind, ()):
            try:
                return terms.curie(self._kg.names.find(name, param.kind).value)
            except UnknownName:
                continue
        kind = "area" if param.kind == "thing" else param.kind
        found = sorted({iri for _, iri, _ in self._kg.names.of_kind(kind)})
        return terms.curie(found[0]) if found else None

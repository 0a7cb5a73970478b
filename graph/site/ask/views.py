"""The views that the page can ask: the whole, and some of the past.

What was known on a day is resolved anew from the documents, which only Python does. The page has
what was known at the end of the last years; of other days it says that they are asked in Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.view.counting import counted_programmes, knowledge_line
from ontology.terms import expand

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

YEARS = 3
_DAYS = "SELECT DISTINCT ?day { ?source a nhv:Source ; nhv:lastDay ?day }"


@dataclass(frozen=True)
class PastView:
    """A view, and the parts of the page that hold its statements.

    Attributes:
        kg: The view.
        graph: The part with the resolved statements.
        documents: The part with what each document says.
    """

    kg: KnowledgeGraph
    graph: str = "packed/graph"
    documents: str = "packed/documents"

    def data(self, lang: str) -> dict[str, Any]:
        """What the page has to know of it, in a language."""
        kg = self.kg.at(lang=lang)
        return {
            "knownAt": kg.known_at,
            "asOf": kg.as_of.isoformat(),
            "line": knowledge_line(kg),
            "programmes": [expand(name) for name in counted_programmes(kg)],
            "graph": self.graph,
            "documents": self.documents,
        }


def views(kg: KnowledgeGraph) -> Iterator[PastView]:
    """The view itself, then what was known at the end of the years before the newest document."""
    yield PastView(kg)
    if kg.known_at is not None:
        return
    days = sorted(str(day) for day in kg.everything().select(_DAYS).column("day"))
    if not days:
        return
    first, newest = int(days[0][:4]), int(days[-1][:4])
    for year in range(newest - 1, max(first, newest - YEARS) - 1, -1):
        past = kg.at(known_at=f"{year}-12-31")
        yield PastView(past, f"packed/graph-{year}", f"packed/documents-{year}")

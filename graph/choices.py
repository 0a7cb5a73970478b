"""What a view can be asked for: its language, its engine, its days; and how it shows itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from graph.problems import BadParameter
from graph.questions import catalogue

if TYPE_CHECKING:
    from graph.nhv import KnowledgeGraph

ENGINES = ("oxigraph", "memory")
ON_A_SERVICE = "endpoint"
When = str | date


def one_of(given: str, allowed: tuple[str, ...], name: str) -> str:
    """What was given, if it is among what is allowed.

    Raises:
        BadParameter: If it is not.
    """
    if given not in allowed:
        raise BadParameter(f"{name} is {' or '.join(allowed)}, not “{given}”")
    return given


def engine_named(name: str, endpoint: str | None) -> str:
    """The engine of a graph; that of a service cannot be changed.

    Args:
        name: What was asked for.
        endpoint: The address of the service, if the graph is on one.

    Raises:
        BadParameter: If there is no such engine for it.
    """
    if endpoint is None:
        return one_of(name, ENGINES, "engine")
    if name != ON_A_SERVICE:
        raise BadParameter(
            f"the service {endpoint} answers the queries itself, so the engine stays "
            f"{ON_A_SERVICE}; leave engine out, or open a build or a file with {name}"
        )
    return name


def edtf(given: When) -> str:
    """A day as EDTF text.

    Raises:
        BadParameter: If it is no date.

    Example:
        >>> edtf(" 2024-06 ")
        '2024-06'
    """
    catalogue.day(given, "known_at")
    return given.isoformat() if isinstance(given, date) else str(given).strip()


def shown(kg: KnowledgeGraph) -> str:
    """A view in one line: what makes it another view than the whole."""
    told = {"endpoint": kg.endpoint, "path": kg.path, "known_at": kg.known_at}
    said = [f"{name}={value}" for name, value in told.items() if value is not None]
    people = [] if kg.people else ["people=False"]
    said += [f"lang={kg.lang}", *people, f"engine={kg.engine_name}"]
    return f"KnowledgeGraph({', '.join(said)})"

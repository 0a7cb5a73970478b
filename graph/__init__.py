"""The graph that a user touches: open it, ask it, draw it, ask how it knows.

Example:
    >>> from graph import open_graph
    >>> kg = open_graph()  # doctest: +SKIP
    >>> kg.ask("holders", area="dysmeli")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.base import problems

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from graph.base.problems import GraphError
    from graph.knowledge_graph import KnowledgeGraph, open_graph
    from loaders.overlays.joining import Overlay

__all__ = ["GraphError", "KnowledgeGraph", "Overlay", "load_ipython_extension", "open_graph"]


def __getattr__(name: str) -> Any:
    """Load the graph's module on first use, so that ``nhv --help`` need not wait for it."""
    if name in ("KnowledgeGraph", "open_graph"):
        from graph import knowledge_graph

        return getattr(knowledge_graph, name)
    if name == "GraphError":
        return problems.GraphError
    if name == "Overlay":
        from loaders.overlays import joining

        return joining.Overlay
    raise AttributeError(f"module 'graph' has no attribute {name!r}")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Make ``%%sparql`` known to IPython; called by ``%load_ext graph``.

    Args:
        shell: The running IPython.
    """
    from graph.jupyter.magic import load_ipython_extension as load

    load(shell)

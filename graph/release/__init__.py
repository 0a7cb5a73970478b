"""A release: everything that others need to find, understand, check and reuse the graph."""

from __future__ import annotations

from graph.release.making import release

__all__ = ["release"]

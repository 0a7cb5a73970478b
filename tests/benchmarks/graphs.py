"""The graphs that are measured: the real one, and invented ones of its shape at any scale.

An invented graph is made once and kept under ``build/bench``; it is the same bytes every time.
"""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path

from graph import KnowledgeGraph, open_graph
from loaders.build import build
from loaders.publishing.manifest import current_store, read_manifest
from tests import synthetic
from tests.support import ROOT

WORKSHOP = ROOT / "build" / "bench"
REAL = 0


def say(message: str) -> None:
    """Tell of progress."""
    print(message, file=sys.stderr, flush=True)


class Subject:
    """A graph to be measured.

    Args:
        scale: The k of an invented graph, or :data:`REAL`.
    """

    def __init__(self, scale: int) -> None:
        self.scale = scale

    @cached_property
    def folder(self) -> Path:
        """Its build directory, made now if it is not there."""
        folder = WORKSHOP / (f"invented-{self.scale}" if self.scale else "real")
        if self.scale == REAL:
            build(folder)
        elif current_store(folder) is None:
            say(f"making the invented graph of scale {self.scale} (once) ...")
            synthetic.publish(self.scale, folder, say)
        return folder

    @property
    def store(self) -> Path:
        """The directory of its store."""
        store = current_store(self.folder)
        assert store is not None, f"no store in {self.folder}"
        return store

    @cached_property
    def kg(self) -> KnowledgeGraph:
        """The graph, opened once and kept warm."""
        return open_graph(self.folder, lang="en")

    @cached_property
    def turtle(self) -> Path:
        """An invented graph as one Turtle file, made now if it is not there."""
        path = self.folder / "bench.ttl"
        if not path.is_file():
            say("writing it as Turtle (once) ...")
            synthetic.write(self.scale, path, say)
        return path

    @cached_property
    def triples(self) -> int:
        """Statements of the resolved graph."""
        manifest = read_manifest(self.folder)
        assert manifest is not None, f"no manifest in {self.folder}"
        return manifest.triples

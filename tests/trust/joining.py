"""A small built graph to join broken files with, and the verdict on what became of one."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from pyoxigraph import BlankNode, RdfFormat, parse, serialize

from graph import KnowledgeGraph, open_graph
from graph.base.problems import OverlayError
from loaders.build import build
from loaders.problems import Problem
from tests.trust.breakage import right_files


@dataclass(frozen=True)
class File:
    """A file to join that is wrong, or looks so.

    Attributes:
        name: What is wrong, in a few words; what stands before the colon is the kind.
        file: The name that it is given.
        make: Its bytes.
        rows: The rows on which the fault stands; any row if there are none.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    rows: frozenset[int] = frozenset()

    @property
    def kind(self) -> str:
        """The kind of file and fault, to count by."""
        return self.name.partition(":")[0]


@cache
def small_build() -> Path:
    """The graph of the small curated folder, which has every kind of fact."""
    folder = TemporaryDirectory(prefix="nhv-trust-")
    _kept.append(folder)
    home = Path(folder.name)
    for name, content in right_files().items():
        path = home / "curated" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    build(home / "build", curated=home / "curated")
    return home / "build"


_kept: list[TemporaryDirectory[str]] = []


@cache
def small_graph() -> KnowledgeGraph:
    """The same, opened."""
    return open_graph(small_build(), lang="en")


def fingerprint(folder: Path) -> dict[str, str]:
    """A digest of every file of a build."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def statements(kg: KnowledgeGraph) -> int:
    """A digest of what a graph says."""
    return hash(frozenset(kg.engine.quads()))


def tried(case: File, folder: Path) -> tuple[str, str]:
    """Join one file with the small graph and ask the result.

    Args:
        case: The file.
        folder: Where to write it.

    Returns:
        ``"refused"`` or ``"joined"``, and what is not as it should be, or nothing.
    """
    path = folder / case.file
    path.write_bytes(case.make())
    try:
        view = small_graph().at(overlay=path)
        return "joined", _said(case, unfit(view))
    except OverlayError as error:
        return "refused", _said(case, imprecise(case, error.problems))
    except Exception as error:  # a traceback is what must not be
        return "failed", _said(case, f"{type(error).__name__}: {str(error)[:300]}")
    finally:
        path.unlink()


def imprecise(case: File, problems: tuple[Problem, ...]) -> str:
    """What is not precise in the problems of a file; empty if they are."""
    for problem in problems:
        text = str(problem)
        if problem.place.file != case.file:
            return f"names the file {problem.place.file}: {text}"
        if not text.isprintable() or len(text) > 1_000:
            return f"is not one readable line: {text[:300]!r}"
        if not (problem.what.strip() and problem.remedy.strip() and problem.field):
            return f"lacks what is wrong or what to do: {text}"
        if "register" in problem.remedy:
            return f"asks for what the owner of a table cannot do: {text}"
    if case.rows and not any(problem.place.line in case.rows for problem in problems):
        return f"nothing points at row {sorted(case.rows)}: {problems[0]}"
    return "" if problems else "no problem is told"


def unfit(view: KnowledgeGraph) -> str:
    """What must not be in a graph that a file was joined with; empty if nothing is."""
    quads = [quad for joined in view.overlays for quad in joined.quads]
    if not quads:
        return "nothing was joined and nothing was said"
    if any(isinstance(t, BlankNode) for quad in quads for t in (quad.subject, quad.object)):
        return "a blank node"
    written = serialize(quads, format=RdfFormat.N_QUADS)
    if set(parse(written, format=RdfFormat.N_QUADS)) != set(quads):
        return "cannot be written as N-Quads and read again"
    (row,) = view.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values()
    (own,) = view.select(
        "SELECT (COUNT(*) AS ?n) { GRAPH $graph { ?s ?p ?o } }", graph=view.overlays[0].graph.value
    ).values()
    view.ask("holders", area="dysmeli")
    return "" if row[0] and own[0] else "answers nothing"


def _said(case: File, what: str) -> str:
    return what and f"{case.name}: {what}"


class Listener:
    """A port of this machine that nobody should call; it counts who does."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(50)
        self.calls = 0
        Thread(target=self._run, daemon=True).start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/"

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()

    def _run(self) -> None:
        while True:
            try:
                call, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            call.close()


@contextmanager
def listening() -> Iterator[Listener]:
    """A port that counts calls, for as long as the context lasts."""
    listener = Listener()
    try:
        yield listener
    finally:
        listener.close()


@contextmanager
def unplugged() -> Iterator[list[Any]]:
    """Note every address that Python asks a socket or a name server for, and refuse it.

    Yields:
        The addresses, which should stay none.
    """
    asked: list[Any] = []
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def refuse(self: socket.socket, address: Any) -> None:
        asked.append(address)
        raise OSError("the network is unplugged")

    def unresolved(host: Any, *rest: Any, **options: Any) -> Any:
        asked.append(host)
        raise OSError("the network is unplugged")

    socket.socket.connect = refuse  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = unresolved
    try:
        yield asked
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]
        socket.getaddrinfo = resolve

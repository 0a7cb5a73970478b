"""A researcher's own files beside the sources: joined in memory, never published.

Each file is one more named graph, and what follows from all graphs together is
resolved again, as for a view of the past.  The built graph is only read.  What a
file can be is in :mod:`loaders.overlays.joining`.

An overlay without a date speaks of no day: views of the past (``known_at``) leave
it out.  It ranks behind authorities, regions and hospitals where a value of a fact
is disputed.  ``kg.export`` of a view with overlays writes them, since the view was
asked for, and says so on standard error and, where the form has comments, in the
file; ``kg.at(overlay=None)`` is the view without.

Example:
    >>> kg = open_graph(overlay="population.csv")  # doctest: +SKIP
    >>> kg.query("SELECT ?r ?n { ?r overlay:population ?n }")  # doctest: +SKIP
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from graph.base.problems import BadParameter, OverlayError
from graph.base.words import words_of
from graph.engines.oxigraph import OxigraphEngine
from graph.engines.sparql import complain, tokens
from graph.view.opening import OpenStore
from loaders.overlays.joining import Joined, read_overlay, registers_of, source_of
from loaders.problems import Place, Problems
from loaders.resolution.resolve import resolve
from ontology.spelling import did_you_mean
from ontology.terms import REGISTERS_GRAPH


@dataclass(frozen=True)
class Overlay:
    """A file to be joined, with what its header does not say.

    Attributes:
        path: The file.
        kind: The kind of fact of all rows, such as ``"permit"``.
        date: The date of the file, EDTF.

    Example:
        >>> Overlay("my.csv", date="2024-06").date
        '2024-06'
    """

    path: str | os.PathLike[str]
    kind: str | None = None
    date: str | None = None


File: TypeAlias = str | os.PathLike[str] | Overlay
Files: TypeAlias = File | Iterable[File]


class Overlays(tuple[Joined, ...]):
    """The files that a graph was joined with; shows itself as a list of what was read."""

    __slots__ = ()

    def _lines(self) -> Iterator[str]:
        for joined in self:
            own = ", ".join(f"overlay:{name}" for name in sorted(joined.columns()))
            date = joined.date.text if joined.date else "undated"
            said = f"{joined.rows:,} rows read as {joined.read_as}, {date}"
            yield f"{joined.name}: {said}" + (f"; {own}" if own else "")

    def __repr__(self) -> str:
        return "\n".join(self._lines()) or "no overlay"

    def _repr_html_(self) -> str:
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in self._lines()) + "</ul>"


def join(held: OpenStore, files: Files | None) -> OpenStore:
    """Join files with a graph, in place of those it was joined with.

    Args:
        held: The graph.
        files: A file, or several; ``None`` or none at all gives the graph without any.

    Returns:
        The graph joined with the files; the one given is left alone.

    Raises:
        OverlayError: With everything that is wrong with the files.
        BadParameter: If something else than files is given.
    """
    base = held.base or held
    wanted = _listed(files)
    if not wanted:
        return base
    problems = Problems()
    registers = base.cached("registers", lambda: registers_of(_resolved(base.whole.store)))
    joined: list[Joined] = []
    taken: dict[str, Path] = {}
    for overlay in wanted:
        try:
            path = Path(overlay.path).expanduser()
        except RuntimeError:
            what = f"{overlay.path}: there is no such home folder; write the whole path"
            raise BadParameter(what) from None
        graph = source_of(path).iri.value
        if graph in taken:
            what = f"shares its graph with {taken[graph].name}"
            problems.add(Place(path.name), "-", what, "give each file once, under its own name")
            continue
        taken[graph] = path
        read = read_overlay(path, registers, problems, kind=overlay.kind, date=overlay.date)
        if read is not None:
            joined.append(read)
    if len(problems):
        raise OverlayError(problems)
    together = OxigraphEngine(_together(base.whole.store, joined))
    return OpenStore(together, base.path, Overlays(joined), base)


def review(sparql: str, overlays: Sequence[Joined]) -> None:
    """Refuse a query that uses a column which no joined file has.

    Args:
        sparql: The query.
        overlays: The joined files.

    Raises:
        QueryError: With the place and the nearest column.
    """
    known = {f"overlay:{name}" for joined in overlays for name in joined.columns()}
    for token in tokens(sparql):
        if token.kind == "pname" and token.text.startswith("overlay:") and token.text != "overlay:":
            if not overlays:
                what = "no file is joined to this graph; open_graph(overlay=…) joins one"
                raise complain(sparql, token.start, what)
            if token.text not in known:
                names = ", ".join(joined.name for joined in overlays)
                near = did_you_mean(token.text, known, f"they have {', '.join(sorted(known))}")
                what = f"{token.text} is no column of {names}; {near}"
                raise complain(sparql, token.start, what)


def note(overlays: Sequence[Joined], lang: str = "en") -> str:
    """The sentence that goes with whatever leaves a view with overlays; empty without any."""
    if not overlays:
        return ""
    names = ", ".join(joined.name for joined in overlays)
    return words_of("graph.view").say("overlay", lang, names)


def _listed(files: Files | None) -> list[Overlay]:
    if files is None:
        return []
    given = [files] if isinstance(files, str | os.PathLike | Overlay) else files
    try:
        return [file if isinstance(file, Overlay) else Overlay(os.fspath(file)) for file in given]
    except TypeError:
        what = f"overlay is a file or a list of files, not {type(files).__name__}"
        raise BadParameter(f"{what}; write overlay=['my.csv']") from None


def _resolved(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, DefaultGraph())


def _together(whole: Store, joined: Sequence[Joined]) -> Store:
    named = [quad for quad in whole if isinstance(quad.graph_name, NamedNode)]
    kept = named
    if not named:
        # A file of resolved statements has no sources; they then count as the registers do.
        kept = [
            Quad(quad.subject, quad.predicate, quad.object, REGISTERS_GRAPH)
            for quad in _resolved(whole)
        ]
    own = [quad for one in joined for quad in one.quads]
    store = Store()
    store.bulk_extend([*named, *own])
    try:
        store.bulk_extend(resolve([*kept, *own]))
    except ValueError as error:
        names = ", ".join(one.name for one in joined)
        problems = Problems()
        problems.add(Place(names), "-", f"cannot be resolved with the graph ({error})", "mend it")
        raise OverlayError(problems) from None
    return store

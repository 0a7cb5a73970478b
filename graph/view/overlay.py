"""A researcher's own files and data frames beside the sources: in memory, never published.

Each is one more named graph, and what follows from all graphs together is resolved again, as for a
view of the past.  What a file can be is in :mod:`loaders.overlays.joining`.

An overlay without a date speaks of no day: views of the past (``known_at``) leave it out.  It ranks
behind authorities, regions and hospitals where a value of a fact is disputed.  ``kg.export`` of a
view with overlays writes them, and says so; ``kg.at(overlay=None)`` is the view without.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import DefaultGraph, Quad, Store

from graph.base.problems import BadParameter, OverlayError
from graph.base.words import words_of
from graph.engines.oxigraph import OxigraphEngine
from graph.engines.sparql import complain, tokens
from graph.view.opening import OpenStore
from graph.view.opening import joined as with_change
from loaders.overlays.joining import Joined, Overlay, read_overlay, source_of
from loaders.overlays.names import NAMING, registers_of
from loaders.problems import Place, Problems
from loaders.resolution.resolve import resolve
from loaders.resolution.views import withheld
from loaders.statements import quads_of
from ontology.spelling import did_you_mean
from ontology.terms import REGISTERS_GRAPH

if TYPE_CHECKING:
    import pandas as pd

    from graph.engines.endpoint import EndpointEngine


File: TypeAlias = "str | os.PathLike[str] | pd.DataFrame | Overlay"
Files: TypeAlias = "File | Iterable[File]"


class Overlays(tuple[Joined, ...]):
    """The files that a graph was joined with; shows itself as a list of what was read."""

    __slots__ = ()

    def _lines(self) -> Iterator[str]:
        for joined in self:
            own = ", ".join(f"overlay:{name}" for name in sorted(joined.columns()))
            date = joined.date.text if joined.date else "undated"
            said = f"{joined.rows:,} rows read as {joined.read_as}, {date}"
            yield f"{joined.name}: {said}" + (f"; {own}" if own else "")
            yield from (f"{joined.name}: {note}" for note in joined.notes)

    def __repr__(self) -> str:
        return "\n".join(self._lines()) or "no overlay"

    def _repr_html_(self) -> str:
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in self._lines()) + "</ul>"


def join(held: OpenStore, files: Files | None) -> OpenStore:
    """A graph joined with files, in place of those it was joined with; with none, the graph alone.

    Raises OverlayError with everything that is wrong with the files, BadParameter if something else
    than files is given.
    """
    base = held.base or held
    wanted = _listed(files)
    if not wanted:
        return base
    problems = Problems()
    registers = base.cached("registers", lambda: registers_of(_names(base.whole.store)))
    joined: list[Joined] = []
    taken: dict[str, str] = {}
    for overlay in wanted:
        name = str(overlay.name)
        graph = source_of(name).iri.value
        if graph in taken:
            what = f"shares its graph with {taken[graph]}"
            remedy = "give each file once, under its own name, and frames as Overlay(df, name=…)"
            problems.add(Place(name), "-", what, remedy)
            continue
        taken[graph] = name
        if read := read_overlay(overlay, registers, problems):
            joined.append(read)
    if len(problems):
        raise OverlayError(problems)
    together = _together(base.whole, joined)
    return OpenStore(together, base.path, Overlays(joined), base)


def review(sparql: str, overlays: Sequence[Joined]) -> None:
    """Refuse a query that uses a column which no joined file has.

    Raises QueryError with the place and the nearest column.
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
    said = words_of("graph.view").say("overlay", lang, names)
    if any(joined.notes for joined in overlays):
        said += " " + words_of("graph.view").say("overlay_notes", lang)
    return said


def _listed(files: Files | None) -> list[Overlay]:
    if files is None:
        return []
    one = isinstance(files, str | os.PathLike | Overlay) or _is_frame(files)
    try:
        if isinstance(files, Mapping):  # whose names would be taken for files
            raise TypeError
        given: Iterable[Any] = [files] if one else files  # type: ignore[assignment]
        return [_named(file if isinstance(file, Overlay) else Overlay(file)) for file in given]
    except TypeError:
        what = f"overlay is a file or a list of files, not {type(files).__name__}"
        remedy = "write overlay=['my.csv'], and Overlay(df, name='beds') to name a data frame"
        raise BadParameter(f"{what}; {remedy}") from None


def _is_frame(given: object) -> bool:
    """Whether something is a data frame; where pandas was never loaded nothing is."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(given, pandas.DataFrame)


def _named(overlay: Overlay) -> Overlay:
    """A file by its whole path, or a data frame, with what it is called."""
    given: Any = overlay.path
    if _is_frame(given):
        # An answer of ours is a table of values, though its columns have words of facts.
        kind = overlay.kind or ("values" if "headings" in given.attrs else None)
        name = overlay.name or str(given.attrs.get("name") or "data frame")
        return replace(overlay, kind=kind, name=name)
    try:
        path = Path(given).expanduser()
    except RuntimeError:
        what = f"{given}: there is no such home folder; write the whole path"
        raise BadParameter(what) from None
    return replace(overlay, path=path, name=overlay.name or path.name)


def _names(store: Store) -> Iterator[Quad]:
    """What says how things are called."""
    for prop in NAMING:
        yield from store.quads_for_pattern(None, prop, None, DefaultGraph())


def _together(whole: OxigraphEngine | EndpointEngine, joined: Sequence[Joined]) -> OxigraphEngine:
    own = [quad for one in joined for quad in one.quads]
    try:
        left = withheld(whole.store)
        if left.kept:
            return with_change(whole, left, own)
        # A file of resolved statements has no sources; they then count as the registers do.
        told = whole.store.quads_for_pattern(None, None, None, DefaultGraph())
        kept = [Quad(q.subject, q.predicate, q.object, REGISTERS_GRAPH) for q in told]
        return OxigraphEngine.of([*own, *quads_of(resolve([*kept, *own]))])
    except ValueError as error:
        names = ", ".join(one.name for one in joined)
        problems = Problems()
        problems.add(Place(names), "-", f"cannot be resolved with the graph ({error})", "mend it")
        raise OverlayError(problems) from None

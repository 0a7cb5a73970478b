"""Finding, building and holding the graph's store, and the stores of its views."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import DefaultGraph, Literal, RdfFormat, Store

from graph.problems import NoGraph
from loaders import dates
from ontology import terms

if TYPE_CHECKING:
    from loaders.overlays import Joined

_Made = TypeVar("_Made")
_FORMATS = {
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
}
# What a graph without any dated source is asked for; it has nothing to answer anyway.
_NO_DATE = date(1, 1, 1)


@dataclass
class Held:
    """An open store and what was derived from it; shared by all views of a graph.

    Attributes:
        path: The directory or file that was opened, if any.
        whole: The store with everything.
        overlays: The researcher's own files that it was joined with.
        base: The graph as it was before, if it was joined with any.
    """

    path: Path | None
    whole: Store
    overlays: tuple[Joined, ...] = ()
    base: Held | None = field(default=None, repr=False)
    _made: dict[Hashable, object] = field(default_factory=dict, repr=False)

    def cached(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What was made for a key, made now if it was not yet."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]

    def store(self, known_at: str | None, people: bool) -> Store:
        """The store of a view; anything but the whole is resolved again in memory."""
        if known_at is None and people:
            return self.whole
        return self.cached(("store", known_at, people), lambda: self._view(known_at, people))

    def newest(self, known_at: str | None, people: bool) -> date:
        """The last day that the sources of a view can speak of: that of the newest one."""
        return self.cached(
            ("newest", known_at, people), lambda: _newest(self.store(known_at, people))
        )

    def _view(self, known_at: str | None, people: bool) -> Store:
        from loaders.resolve import resolve
        from loaders.views import visible

        when = None if known_at is None else dates.parse(known_at)
        named = [q for q in self.whole if not isinstance(q.graph_name, DefaultGraph)]
        kept = visible(named, when, people=people)
        store = Store()
        store.bulk_extend(kept)
        store.bulk_extend(resolve(kept, known_at=when, people=people))
        return store


def _newest(store: Store) -> date:
    newest = _NO_DATE
    for quad in store.quads_for_pattern(None, terms.RDF.type, terms.NHV.Source, DefaultGraph()):
        for day in store.quads_for_pattern(quad.subject, terms.NHV.lastDay, None, DefaultGraph()):
            if isinstance(day.object, Literal):
                newest = max(newest, date.fromisoformat(day.object.value))
    return newest


def hold(path: Path | str | None) -> Held:
    """Open a store, or a file of statements, or build first.

    Args:
        path: See :func:`graph.nhv.open_graph`.

    Raises:
        NoGraph: If there is no graph and none can be built.
    """
    place = Path(path).expanduser() if path is not None else _default_place()
    if place.suffix in _FORMATS:
        return Held(place, _from_file(place))
    if place.is_file():
        known = ", ".join(_FORMATS)
        raise NoGraph(f"{place} is no graph; give a build directory or a file ending in {known}")
    return Held(place, Store.read_only(str(_current(place))))


def _default_place() -> Path:
    if named := os.environ.get("NHV_BUILD"):
        return Path(named)
    here = Path("build")
    repository = Path(__file__).resolve().parent.parent
    if not here.is_dir() and (repository / "pyproject.toml").is_file():
        return repository / "build"
    return here


def _from_file(path: Path) -> Store:
    if not path.is_file():
        raise NoGraph(f"there is no file {path}")
    store = Store()
    try:
        store.bulk_load(path=str(path), format=_FORMATS[path.suffix])
    except SyntaxError as error:
        raise NoGraph(f"{path} cannot be read: {error}") from None
    return store


def _current(place: Path) -> Path:
    """The store in a build directory, built anew if it is missing or stale."""
    from loaders.build import build
    from loaders.publish import current_store, read_manifest
    from loaders.recipe import Recipe

    store, manifest = current_store(place), read_manifest(place)
    # Made again as it was made: a build without names must not get them back by being opened.
    recipe = Recipe.from_options(manifest.options if manifest else {})
    if store is not None and manifest is not None and manifest.digest == recipe.digest():
        return store
    why = "there is none yet" if store is None else "what it is made from has changed"
    _say(f"building the graph in {place} ({why}) …")
    build(
        place,
        curated=recipe.curated,
        known_at=recipe.known_at,
        people=recipe.people,
        progress=_say,
    )
    store = current_store(place)
    if store is None:
        raise NoGraph(f"no graph was made in {place}; run nhv build and read what it says")
    return store


def _say(message: str) -> None:
    """Tell of progress where it does not mix with results."""
    sys.stderr.write(f"nhv: {message}\n")
    sys.stderr.flush()

"""Finding, building and holding the graph, in a store or on a service, and its views."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import Quad, RdfFormat, Store

from graph.base.files import as_path
from graph.base.problems import NoGraph
from graph.engines.memory import MemoryEngine
from graph.engines.oxigraph import OxigraphEngine
from graph.engines.protocol import Engine
from graph.engines.values import value
from graph.lookup.names import Names
from loaders import dates
from loaders.publishing import manifest as layout
from loaders.publishing.recipe import Recipe
from loaders.resolution import again
from loaders.resolution.views import Withheld, withheld

if TYPE_CHECKING:
    from graph.engines.endpoint import EndpointEngine
    from graph.engines.memory import MemoryEngine
    from loaders.overlays.joining import Joined

_Made = TypeVar("_Made")
_FORMATS = {
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
}
# What a graph without any dated source is asked for; it has nothing to answer anyway.
_NO_DATE = date(1, 1, 1)
_ADDRESS = re.compile(r"\w{2,}://")


@dataclass(frozen=True, eq=False)
class OpenStore:
    """An open graph and what was derived from it; shared by all its views."""

    whole: OxigraphEngine | EndpointEngine  # the engine that has everything
    path: Path | None = None  # the directory or file that was opened, if any
    overlays: tuple[Joined, ...] = ()  # the researcher's own files that it was joined with
    base: OpenStore | None = None  # the graph as it was before, if it was joined with any
    published: Path | None = None  # the directory of its store in a build, which has its texts, too
    _made: dict[Hashable, object] = field(default_factory=dict, init=False, repr=False)

    def __reduce__(self) -> tuple[Callable[..., OpenStore], tuple[Path, Path | None]]:
        """How another process opens the same store; only what a build published can be."""
        if self.published is None:
            raise TypeError("a graph in memory stays in its process")
        return _reopened, (self.published, self.path)

    @property
    def endpoint(self) -> str | None:
        """The address of the service that was opened, if it is one."""
        opened = (self.base or self).whole
        return None if isinstance(opened, OxigraphEngine) else opened.url

    def cached(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What was made for a key, made now if it was not yet."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]

    def engine(self, known_at: str | None, people: bool) -> OxigraphEngine | EndpointEngine:
        """The engine of a view; anything but the whole is resolved again in memory."""
        if known_at is None and people:
            return self.whole
        return self.cached(("engine", known_at, people), lambda: self._view(known_at, people))

    def memory(self, known_at: str | None, people: bool) -> MemoryEngine:
        """The engine of rdflib with the statements of a view."""
        engine = self.engine(known_at, people)
        return self.cached(("memory", known_at, people), lambda: MemoryEngine(engine.store))

    def names(self, known_at: str | None, people: bool) -> Names:
        """The names in a view."""
        engine = self.engine(known_at, people)
        # Not even that a person is so called: a view without persons looks no wider for them.
        wider = None if known_at is None else self.names(None, people)
        return self.cached(("names", known_at, people), lambda: Names(engine, wider))

    def newest(self, known_at: str | None, people: bool) -> date:
        """The last day that the sources of a view can speak of: that of the newest one."""
        engine = self.engine(known_at, people)
        return self.cached(("newest", known_at, people), lambda: _newest(engine))

    def _view(self, known_at: str | None, people: bool) -> OxigraphEngine:
        when = None if known_at is None else dates.parse(known_at)
        return joined(self.whole, withheld(self.whole.store, when, people=people), said=self._said)

    def _said(self) -> Sequence[Quad]:
        """What named graphs say, where it is read faster than from the engine."""
        place = self.published
        return self.cached("said", lambda: layout.said_by_graphs(place) if place else ())


def joined(
    whole: OxigraphEngine | EndpointEngine,
    left: Withheld,
    come: Iterable[Quad] = (),
    said: Callable[[], Sequence[Quad]] = tuple,
) -> OxigraphEngine:
    """A graph without what a view leaves out, and with what comes in named graphs.

    It is a copy in which only what is touched was resolved again, or, where that is most of it, a
    new store in memory.  ``said`` gives what the named graphs say, if that is at hand.
    """
    changed = again.change(whole.store, left, come := list(come))
    if changed is None:
        return OxigraphEngine.of(again.whole(whole.store, left, come, said()))
    return OxigraphEngine.copied(whole.store, changed)


def _newest(engine: Engine) -> date:
    (row,) = engine.select("SELECT (MAX(?d) AS ?day) { ?s a nhv:Source ; nhv:lastDay ?d }").rows
    found = value(row[0])
    return found if isinstance(found, date) else _NO_DATE


@cache
def _reopened(published: Path, path: Path | None) -> OpenStore:
    """The store of a build, opened once in this process."""
    engine = OxigraphEngine(Store.read_only(str(published)))
    return OpenStore(engine, path, published=published)


def open_store(path: Path | str | None, *, build: bool = False) -> OpenStore:
    """Open a service, a store or a file of statements, or build first; see :func:`open_graph`.

    Raises NoGraph if there is no graph and none can be built, BadParameter if it is the address of
    something else than a service, ServiceError if the service does not answer as one.
    """
    if isinstance(path, str) and _ADDRESS.match(path):
        from graph.engines.endpoint import EndpointEngine
        from graph.engines.service.service import Service

        return OpenStore(EndpointEngine.at(Service.at(path)))
    place = as_path(path).expanduser() if path is not None else _default_place()
    if place.suffix in _FORMATS:
        return OpenStore(OxigraphEngine(_from_file(place)), place)
    if place.is_file():
        known = ", ".join(_FORMATS)
        raise NoGraph(f"{place} is no graph; give a build directory or a file ending in {known}")
    empty = place.is_dir() and not any(place.iterdir())  # as if made for a build
    if path is not None and not build and not (empty or (place / layout.STORES).is_dir()):
        remedy = f"look for a misspelling, or make one there: open_graph({str(path)!r}, build=True)"
        raise NoGraph(f"there is no graph in {place}; {remedy}, or nhv build --build-dir {path}")
    store = _current(place)
    return OpenStore(OxigraphEngine(Store.read_only(str(store))), place, published=store)


def _default_place() -> Path:
    if named := os.environ.get("NHV_BUILD"):
        return Path(named)
    here = Path("build")
    repository = Path(__file__).resolve().parents[2]
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
    store, options = layout.current_store(place), layout.kept_options(place)
    if options.get("curated") is False:  # no change of curated files makes it stale
        if store is None:
            raise NoGraph(
                f"the graph in {place} is damaged and was made of no curated files; "
                "make it again as it was made"
            )
        return store
    # Made again as it was made: a build without names must not get them back by being opened.
    recipe = Recipe.from_options(options)
    manifest = layout.read_manifest(place)
    if store is not None and manifest and recipe.makes(manifest.digest, manifest.seen):
        return store
    why = "there is none yet" if store is None else "what it is made from has changed"
    say(f"building the graph in {place} ({why}) …")
    from loaders.build import build  # takes longer to import than a whole graph to open

    build(
        place,
        curated=recipe.curated,
        known_at=recipe.known_at,
        people=recipe.people,
        progress=say,
    )
    store = layout.current_store(place)
    if store is None:
        raise NoGraph(f"no graph was made in {place}; run nhv build and read what it says")
    return store


def say(message: str) -> None:
    """Tell of progress where it does not mix with results."""
    sys.stderr.write(f"nhv: {message}\n")
    sys.stderr.flush()

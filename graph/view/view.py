"""The graph as it is seen: on a day, from some sources, in a language.

A :class:`View` never changes.  :meth:`View.at` gives another view of the same
graph; views share what is costly (the open store, the resolved statements of each
``known_at``), so that making one is cheap.  What can be made of a view (networks,
pictures, explanations, files) stands above it, in :mod:`graph.knowledge_graph`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from pyoxigraph import NamedNode, Triple

from graph.base.languages import LANGS
from graph.base.problems import BadParameter, as_text
from graph.engines.frames import Table
from graph.engines.protocol import Engine, answer
from graph.lookup.names import Names, labels_of
from graph.questions import catalogue
from graph.questions.parameter import day, one_of, truth
from graph.view.binding import bound
from graph.view.opening import OpenStore
from ontology import terms

if TYPE_CHECKING:
    import rdflib

    from graph.view.overlay import Files
    from loaders.overlays.joining import Joined

ENGINES = ("oxigraph", "memory")
ON_A_SERVICE = "endpoint"
When = str | date
Lang = Literal["sv", "en"]
EngineName = Literal["oxigraph", "memory", "endpoint"]

_UNCHANGED: Any = object()
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class View:
    """The graph on a day, from some sources, in a language.

    Attributes:
        lang: The language of labels and sentences, ``"sv"`` or ``"en"``.
        known_at: Only sources that certainly existed by this date are kept; ``None`` keeps all.
        people: Whether names of persons are kept.
        engine_name: ``"oxigraph"``, ``"memory"`` or, of a service, ``"endpoint"``.
    """

    _opened: OpenStore = field(repr=False)
    lang: Lang = "sv"
    known_at: str | None = None
    people: bool = True
    engine_name: EngineName = "oxigraph"
    _as_of: date | None = None

    @property
    def as_of(self) -> date:
        """The day that answers are for; the last that the kept sources reach, if none was given."""
        return self._as_of or self._opened.newest(self.known_at, self.people)

    @property
    def engine(self) -> Engine:
        """The engine that answers this view's queries."""
        if self.engine_name == "memory":
            return self._opened.memory(self.known_at, self.people)
        return self._opened.engine(self.known_at, self.people)

    @property
    def names(self) -> Names:
        """The names of things in this view."""
        return self._opened.names(self.known_at, self.people)

    def cached(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What was made once for this view's statements, made now if it was not yet.

        The key is the same for all views of the same statements, which never change.
        """
        return self._opened.cached((key, self.known_at, self.people), make)

    @property
    def path(self) -> Path | None:
        """The directory or file that was opened; ``None`` for a service."""
        return self._opened.path

    @property
    def published(self) -> Path | None:
        """The directory of a build's store, if the view is all that was published there."""
        return self._opened.published if self.known_at is None and self.people else None

    @property
    def endpoint(self) -> str | None:
        """The address of the service that was opened, or ``None``."""
        return self._opened.endpoint

    @property
    def overlays(self) -> tuple[Joined, ...]:
        """The researcher's own files that this graph was joined with."""
        return self._opened.overlays

    @property
    def rdf(self) -> rdflib.Dataset:
        """The statements as an rdflib dataset, read only, with the project's prefixes."""
        from graph.engines.rdf import dataset

        return dataset(self.engine.store)

    def at(
        self,
        *,
        as_of: When | None = _UNCHANGED,
        known_at: When | None = _UNCHANGED,
        lang: str = _UNCHANGED,
        people: bool = _UNCHANGED,
        engine: str = _UNCHANGED,
        overlay: Files | None = _UNCHANGED,
    ) -> Self:
        """Another view of the same graph; what is not named stays as it is.

        Args:
            as_of: The day that answers are for; ``None`` for as far as the sources reach.
            known_at: Keep only sources that certainly existed by this date; ``None`` for all.
            lang: ``"sv"`` or ``"en"``.
            people: Whether to keep names of persons.
            engine: ``"oxigraph"`` or ``"memory"``; a service stays ``"endpoint"``.
            overlay: Data frames or files of your own in place of those joined so far; ``None`` for
                none.

        Returns:
            The view; this one is left alone.

        Raises:
            BadParameter: If a date, a language or an engine is none.
            OverlayError: If a file cannot be joined.

        Example:
            >>> kg.at(known_at="2023-06").ask("holders", area="dysmeli")  # doctest: +SKIP
        """
        changes: dict[str, Any] = {}
        if as_of is not _UNCHANGED:
            changes["_as_of"] = None if as_of is None else day(as_of, "as_of")
        if known_at is not _UNCHANGED:
            changes["known_at"] = None if known_at is None else edtf(known_at)
        if lang is not _UNCHANGED:
            changes["lang"] = one_of("lang", lang, LANGS)
        if people is not _UNCHANGED:
            changes["people"] = truth("people", people)
        if engine is not _UNCHANGED:
            changes["engine_name"] = engine_named(engine, self.endpoint)
        if overlay is None:
            changes["_opened"] = self._opened.base or self._opened
        elif overlay is not _UNCHANGED:
            from graph.view.overlay import join

            changes["_opened"] = join(self._opened, overlay)
        return replace(self, **changes) if changes else self

    def everything(self) -> Self:
        """The same view with all sources and as far as they reach."""
        return self.at(known_at=None, as_of=None)

    def questions(self, search: str | None = None) -> catalogue.Questions:
        """The questions of the catalogue, the best fit first; a table in a notebook.

        Args:
            search: Words in Swedish or English that they are to do with; without any, all.

        Example:
            >>> kg.questions("underleverantör")[0].name  # doctest: +SKIP
            'suppliers'
        """
        return catalogue.Questions(catalogue.search(search), self.lang)

    def select(self, sparql: str, **params: object) -> Table:
        """Run a query of any form, for a plain table; see :meth:`KnowledgeGraph.query`."""
        return answer(self.engine, self.bound(sparql, params))

    def bound(self, sparql: str, params: Mapping[str, object]) -> str:
        """A query with its parameters filled in (see :mod:`graph.view.binding`)."""
        if "overlay:" in as_text("a query", sparql):
            from graph.view.overlay import review

            review(sparql, self.overlays)
        return bound(sparql, params, self.names, as_of=self.as_of, lang=self.lang)

    def triples(self, sparql: str, **params: object) -> list[Triple]:
        """Run a CONSTRUCT or DESCRIBE query, for its statements, sorted."""
        return self.engine.construct(self.bound(sparql, params))

    def find(self, name: str, kind: str = "thing") -> str:
        """The short name of a thing, by any of its names.

        Args:
            name: A label, other name, id or short name.
            kind: Only things of this kind, such as ``"area"``.

        Raises:
            UnknownName: If nothing has the name, or several things have it.

        Example:
            >>> kg.find("Dysmeli")  # doctest: +SKIP
            'area:dysmeli'
        """
        return terms.curie(self.names.find(name, kind).value)

    def label(self, thing: str | NamedNode) -> str:
        """The label of a thing, given as for :meth:`find`, in this view's language."""
        iri = self.names.find(thing.value if isinstance(thing, NamedNode) else thing).value
        return self.labels([iri])[iri]

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """The labels of things in this view's language, by their addresses."""
        return labels_of(self.engine, iris, self.lang)

    def __repr__(self) -> str:
        """A view in one line: what makes it another view than the whole."""
        told = {"endpoint": self.endpoint, "path": self.path, "known_at": self.known_at}
        said = [f"{name}={value}" for name, value in told.items() if value is not None]
        people = [] if self.people else ["people=False"]
        said += [f"lang={self.lang}", *people, f"engine={self.engine_name}"]
        return f"{type(self).__name__}({', '.join(said)})"

    def viewed(self, params: Mapping[str, object]) -> tuple[Self, dict[str, object]]:
        """Take the words that choose a view out of a call's parameters."""
        rest = dict(params)
        chosen: dict[str, Any] = {
            name: rest.pop(name)
            for name in ("as_of", "known_at", "lang", "people")
            if rest.get(name) is not None
        }
        return self.at(**chosen), rest


def review_options(engine: str | None, lang: str) -> None:
    """Refuse an engine or a language that there is not, before anything is opened or built."""
    if engine is not None:
        one_of("engine", engine, (*ENGINES, ON_A_SERVICE))
    one_of("lang", lang, LANGS)


def engine_named(name: str, endpoint: str | None) -> str:
    """The engine of a graph; that of a service, at the address ``endpoint``, cannot be changed.

    Raises BadParameter if there is no such engine for it.
    """
    if endpoint is None:
        return one_of("engine", name, ENGINES)
    if name != ON_A_SERVICE:
        raise BadParameter(
            f"the service {endpoint} answers the queries itself, so the engine stays "
            f"{ON_A_SERVICE}; leave engine out, or open a build or a file with {name}"
        )
    return name


def edtf(given: When) -> str:
    """A day as EDTF text, such as ``2024-06``; raises BadParameter if it is no date."""
    day(given, "known_at")
    return given.isoformat() if isinstance(given, date) else str(given).strip()

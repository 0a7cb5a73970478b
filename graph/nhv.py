"""What :func:`open_graph` returns: the graph, as it is seen at a time and in a language.

A :class:`KnowledgeGraph` never changes.  :meth:`KnowledgeGraph.at` gives another
view of the same graph; views share what is costly (the open store, the resolved
statements of each ``known_at``), so that making one is cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pyoxigraph import NamedNode

from graph.choices import ENGINES, ON_A_SERVICE, When, edtf, engine_named, one_of, shown
from graph.engines.frames import Table
from graph.engines.protocol import Engine, answer
from graph.evidence import emptiness
from graph.languages import LANGS
from graph.names import Names, labels_of
from graph.opening import Held, hold
from graph.questions import catalogue
from graph.questions.binding import bound
from ontology import terms

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from graph.drawing.illustration import Illustration
    from graph.evidence.compare import Comparison
    from graph.evidence.explain import Explanation
    from graph.evidence.rules import Rules
    from graph.evidence.status import Status
    from graph.overlay import Files
    from loaders.overlays import Joined

Lang = Literal["sv", "en"]
EngineName = Literal["oxigraph", "memory", "endpoint"]

_UNCHANGED: Any = object()
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class KnowledgeGraph:
    """The knowledge graph in one view.  Make it with :func:`open_graph`.

    Attributes:
        lang: Language of labels, ``"sv"`` or ``"en"``.
        known_at: Only sources that certainly existed by this date are kept, or ``None``.
        people: Whether names of persons are kept.
        engine_name: ``"oxigraph"``, ``"memory"`` or, of a service, ``"endpoint"``.
    """

    _held: Held = field(repr=False)
    lang: Lang = "sv"
    known_at: str | None = None
    people: bool = True
    engine_name: EngineName = "oxigraph"
    _as_of: date | None = None

    @property
    def as_of(self) -> date:
        """The day that answers are for; the last that the kept sources reach, if none was given."""
        return self._as_of or self._held.newest(self.known_at, self.people)

    @property
    def engine(self) -> Engine:
        """The engine that answers this view's queries."""
        if self.engine_name == "memory":
            return self._held.memory(self.known_at, self.people)
        return self._held.engine(self.known_at, self.people)

    @property
    def names(self) -> Names:
        """The names of things in this view."""
        return self._held.names(self.known_at, self.people)

    def cached(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What was made once for this view's statements, made now if it was not yet.

        Args:
            key: A name for it, the same for all views of the same statements.
            make: Makes it; a view never changes, so that it need not be made again.
        """
        return self._held.cached((key, self.known_at, self.people), make)

    @property
    def path(self) -> Path | None:
        """The directory or file that was opened; ``None`` for a service."""
        return self._held.path

    @property
    def endpoint(self) -> str | None:
        """The address of the service that was opened, or ``None``."""
        return self._held.endpoint

    @property
    def overlays(self) -> tuple[Joined, ...]:
        """The researcher's own files that this graph was joined with."""
        return self._held.overlays

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
    ) -> KnowledgeGraph:
        """Another view of the same graph; what is not named stays as it is.

        Args:
            as_of: The day that answers are for; ``None`` for as far as the sources reach.
            known_at: Keep only sources that certainly existed by this date; ``None`` for all.
            lang: ``"sv"`` or ``"en"``.
            people: Whether to keep names of persons.
            engine: ``"oxigraph"`` or ``"memory"``; a service stays ``"endpoint"``.
            overlay: Files of your own in place of those joined so far; ``None`` for none.

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
            changes["_as_of"] = None if as_of is None else catalogue.day(as_of, "as_of")
        if known_at is not _UNCHANGED:
            changes["known_at"] = None if known_at is None else edtf(known_at)
        if lang is not _UNCHANGED:
            changes["lang"] = one_of(lang, LANGS, "lang")
        if people is not _UNCHANGED:
            changes["people"] = bool(people)
        if engine is not _UNCHANGED:
            changes["engine_name"] = engine_named(engine, self.endpoint)
        if overlay is None:
            changes["_held"] = self._held.base or self._held
        elif overlay is not _UNCHANGED:
            from graph.overlay import join

            changes["_held"] = join(self._held, overlay)
        return replace(self, **changes) if changes else self

    def everything(self) -> KnowledgeGraph:
        """The same view with all sources and as far as they reach."""
        return self.at(known_at=None, as_of=None)

    def questions(self, search: str | None = None) -> catalogue.Questions:
        """The questions of the catalogue.

        Args:
            search: Words in Swedish or English that they should have to do with.

        Returns:
            The questions, the best fit first; shown as a table in a notebook.
        """
        return catalogue.Questions(catalogue.search(search), self.lang)

    def answer(self, name: str, *, evidence: bool = False, **params: object) -> Table:
        """Ask a question of the catalogue, for a plain table (see :meth:`ask`)."""
        view, rest = self._viewed(params)
        asked = catalogue.question(name)
        query = asked.bound(rest, view.names, view.as_of, view.lang)
        table = asked.finish(view.engine.select(query), view.lang)
        table = emptiness.of_question(view, asked, rest, table)
        table = table.described(table.headings, asked.lines(view, rest, table.note))
        if evidence:
            from graph.evidence.citing import with_evidence

            return with_evidence(view, table)
        return table.without([catalogue.ENTITY])

    def ask(self, name: str, *, evidence: bool = False, **params: object) -> pd.DataFrame:
        """Ask a question of the catalogue.

        Args:
            name: The question's name; :meth:`questions` lists them.
            evidence: Add what each row rests on: its entity, sources, their dates, the
                places in them, and whether they state it or it was inferred.
            **params: The question's parameters; also ``as_of``, ``known_at``, ``lang``
                and ``people`` for another view.

        Returns:
            The answer as a data frame.

        Raises:
            UnknownName: If there is no such question or thing.
            BadParameter: If a parameter is unknown, missing or of the wrong form.

        Example:
            >>> kg.ask("suppliers", as_of="2024-06-12", lang="en")  # doctest: +SKIP
        """
        return self.answer(name, evidence=evidence, **params).frame()

    def select(self, sparql: str, **params: object) -> Table:
        """Run a query, for a plain table (see :meth:`query`)."""
        if "overlay:" in sparql:
            from graph.overlay import review

            review(sparql, self.overlays)
        return answer(self.engine, bound(self, sparql, params))

    def query(self, sparql: str, **params: object) -> pd.DataFrame:
        """Run a SPARQL query.

        Args:
            sparql: SELECT, ASK, CONSTRUCT or DESCRIBE; the project's prefixes need not
                be declared.
            **params: Values for ``$name`` tokens: a thing by any of its names where the
                token is called after its kind (``$area``), else a short name, an IRI, a
                date, a number or a text.  ``$as_of`` and ``$lang`` have this view's value.

        Returns:
            The answer as a data frame.

        Raises:
            QueryError: If the query cannot be run; the message points at the place.
        """
        return emptiness.of_query(self, sparql, params, self.select(sparql, **params)).frame()

    def network(self, name: str, **params: object) -> nx.MultiDiGraph:
        """A network of this view, for networkx (see :mod:`graph.networks.catalogue`).

        Args:
            name: For instance ``"suppliers"``.
            **params: The network's parameters; also ``as_of``, ``known_at``, ``lang``
                and ``people`` for another view.
        """
        view, rest = self._viewed(params)
        net = view.bare_network(name, **rest)
        emptiness.of_network(view, name, rest, net)
        return net

    def bare_network(self, name: str, **params: object) -> nx.MultiDiGraph:
        """A network as it is, without a word on why it is empty (see :meth:`network`)."""
        from graph.networks.catalogue import network

        return network(self, name, **params)

    def draw(self, net: nx.MultiDiGraph | str, **opts: Any) -> Any:
        """A picture of a network, inline in a notebook (see :mod:`graph.pictures.picture`)."""
        from graph.pictures.picture import draw

        if isinstance(net, str):
            net = self.network(net)
        return draw(self, net, **opts)

    def map(self, name: str, **params: Any) -> Illustration:
        """A map, shown inline in a notebook (see :mod:`graph.maps.catalogue`).

        Args:
            name: ``"permits"``, ``"access"``, ``"holders"`` or ``"co-holders"``.
            **params: Its parameters, e.g. ``area``; also those of another view.
        """
        from graph.maps.catalogue import draw_map

        view, rest = self._viewed(params)
        return draw_map(view, name, rest)

    def chart(self, name: str, **params: Any) -> Illustration:
        """A chart: ``"timeline"``, ``"pipeline"``, … (see :mod:`graph.charts.catalogue`)."""
        from graph.charts.catalogue import draw_chart

        view, rest = self._viewed(params)
        return draw_chart(view, name, rest)

    def explain(self, thing: str | NamedNode) -> Explanation:
        """How a thing is known: every value with its source, lines, date and certainty.

        Args:
            thing: A thing by any of its names; a source gives all facts of that document.

        Raises:
            UnknownName: If there is no such thing.
        """
        from graph.evidence.explain import explain

        return explain(self, thing)

    def status(self) -> Status:
        """How far this view reaches, and what is missing most."""
        from graph.evidence.status import status

        return status(self)

    def rules(self) -> Rules:
        """The rules by which answers follow from facts, each with its uses and an example."""
        from graph.evidence.rules import rules

        return rules(self)

    def compare(self, earlier: When, later: When, by: str = "known_at") -> Comparison:
        """What changed between two days, in words.

        Args:
            earlier: The first day.
            later: The second day.
            by: ``"known_at"``: what the documents of either day said; ``"as_of"``: what held.
        """
        from graph.evidence.compare import compare

        return compare(self, earlier, later, by)

    def export(self, path: str | Path, content: Any = None) -> Path:
        """Write this view to a file; the suffix decides the form (see :mod:`graph.export`)."""
        from graph.export import export

        return export(self, path, content)

    def find(self, name: str, kind: str = "thing") -> str:
        """The short name of a thing, by any of its names."""
        return terms.curie(self.names.find(name, kind).value)

    def label(self, thing: str | NamedNode) -> str:
        """The label of a thing in this view's language."""
        iri = self.names.find(thing if isinstance(thing, str) else thing.value).value
        return labels_of(self.engine, [iri], self.lang)[iri]

    def __repr__(self) -> str:
        return shown(self)

    def _viewed(self, params: Mapping[str, object]) -> tuple[KnowledgeGraph, dict[str, object]]:
        """Take the words that choose a view out of a call's parameters."""
        rest = dict(params)
        chosen: dict[str, Any] = {
            name: rest.pop(name)
            for name in ("as_of", "known_at", "lang", "people")
            if rest.get(name) is not None
        }
        return self.at(**chosen), rest


def open_graph(
    path: Path | str | None = None,
    *,
    engine: EngineName | None = None,
    as_of: When | None = None,
    known_at: When | None = None,
    lang: Lang = "sv",
    people: bool = True,
    overlay: Files | None = None,
) -> KnowledgeGraph:
    """Open the built graph; build it first if it is missing or older than the curated files.

    Args:
        path: Where it was built, or a file of statements (``.trig``, ``.nq``, ``.ttl``),
            or the address of a SPARQL service (see :mod:`graph.engines.endpoint`);
            default: the environment variable ``NHV_BUILD``, else ``build``.
        engine: ``"oxigraph"`` (the default), or ``"memory"`` for rdflib's own engine; a
            service is ``"endpoint"`` and can be no other.
        as_of: The day that answers are for; default: as far as the sources reach.
        known_at: Keep only sources up to this date.
        lang: Language of labels, ``"sv"`` or ``"en"``.
        people: Whether to keep names of persons.
        overlay: A file of your own or several (``.csv``, ``.xlsx``, ``.ttl``), joined in
            memory as one more graph each (see :mod:`graph.overlay`).

    Returns:
        The graph.

    Raises:
        NoGraph: If there is none and none can be built.
        CuratedDataError: If it is built and a curated file is wrong.
        BadParameter: If a date, the language or the engine is none.
        ServiceError: If the service does not answer as one.
        OverlayError: If a file of your own is wrong; the message says where.

    Example:
        >>> kg = open_graph(as_of="2024-06-12", lang="en")  # doctest: +SKIP
    """
    if engine is not None:
        one_of(engine, (*ENGINES, ON_A_SERVICE), "engine")
    one_of(lang, LANGS, "lang")
    held = hold(path)
    opened = KnowledgeGraph(held, engine_name="oxigraph" if held.endpoint is None else "endpoint")
    if engine is not None:
        opened = opened.at(engine=engine)
    return opened.at(as_of=as_of, known_at=known_at, lang=lang, people=people, overlay=overlay)

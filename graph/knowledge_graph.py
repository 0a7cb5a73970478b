"""What :func:`open_graph` returns: a view of the graph, and all that is made of one.

There is no logic here: each method is a door to the room that has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from graph.view.answering import Cells, alone, constructed, framed, is_phrase, part, rows_of, shown
from graph.view.calling import door, doors
from graph.view.opening import open_store
from graph.view.view import EngineName, Lang, View, When, review_options

if TYPE_CHECKING:
    import networkx as nx

    from graph.engines.answer import Answer
    from graph.engines.frames import Table
    from graph.engines.rdf import Part
    from graph.evidence.compare import Comparison
    from graph.evidence.explain import Explanation
    from graph.evidence.references import References
    from graph.evidence.rules import Rules
    from graph.evidence.status import Status
    from graph.pictures.explorer.widget import Explorer
    from graph.pictures.network.picture import Picture
    from graph.pictures.sheet.drawing import Illustration
    from graph.questions.parameter import Catalogues
    from graph.view.overlay import Files


@doors("at", "find", "label", "questions", "select")
@dataclass(frozen=True, repr=False)
class KnowledgeGraph(View):
    """The knowledge graph in one view.  Make it with :func:`open_graph`."""

    def answer(
        self,
        name: str,
        *,
        evidence: bool = False,
        ids: bool = False,
        long: bool = False,
        lists: bool = False,
        **params: object,
    ) -> Table:
        """Ask a question of the catalogue, for a plain table (see :meth:`ask`)."""
        view, rest = self.viewed(params)
        return shown(view, name, rest, Cells.meant(ids=ids, long=long, lists=lists), evidence)

    def ask(
        self,
        name: str,
        *,
        evidence: bool = False,
        ids: bool = False,
        long: bool = False,
        lists: bool = False,
        **params: object,
    ) -> Answer:
        """Ask a question of the catalogue, or a phrase in plain words.

        Args:
            name: The question's name (:meth:`questions` lists them), or a phrase in Swedish or
                English, which is said back as it was understood and followed
                (:mod:`graph.phrases.following`); a phrase may mean a picture or a network.
            evidence: Add what each row rests on: its entity, the facts that carry its
                values, their sources with dates and the places in them, and whether they
                state the fact or it was inferred.
            ids: Add to each column of names one of ids: ``holder_id`` after ``holder``.
            long: Make a row for each value where a column has several, such as hospitals.
            lists: Make lists of them instead of a text with commas.
            **params: The question's parameters; also ``as_of``, ``known_at``, ``lang``
                and ``people`` for another view.

        Returns:
            The answer as a data frame (see :mod:`graph.engines.answer`): dates are days, with the
            last day that is meant and the precision beside them where a source can state less
            than a day.

        Raises:
            UnknownName: If there is no such question or thing.
            BadParameter: If a parameter is unknown, missing or of the wrong form.

        Example:
            >>> kg.ask("suppliers", as_of="2024-06-12", lang="en")  # doctest: +SKIP
            >>> kg.ask("vem har tillstånd för dysmeli i norr 2023?")  # doctest: +SKIP
        """
        if is_phrase(name):
            from graph.phrases.following import follow

            view, rest = self.viewed(params)
            told = alone(name, rest, evidence=evidence, ids=ids, long=long, lists=lists)
            return follow(view, self, catalogues(), told)  # type: ignore[no-any-return]
        view, rest = self.viewed(params)
        cells = Cells.meant(ids=ids, long=long, lists=lists)
        return framed(name, params, shown(view, name, rest, cells, evidence), cells)

    def table(self, name: str | None = None, **params: object) -> Answer:
        """A table of all things of a kind, as a release has it: one row each, every property.

        Args:
            name: For instance ``"permits"``; none lists what there is.
            **params: ``known_at``, ``lang`` and ``people``, for another view.

        Returns:
            A data frame: numbers, truths and days typed, several values as lists, dates that may be
            coarser than a day as in their source.  :meth:`export` writes it as a release does.

        Raises:
            UnknownName: If there is no such table in this view.

        Example:
            >>> kg.table("permits").groupby("holder_en").size()  # doctest: +SKIP
        """
        from graph.export.tables.sheets import table

        return table(self, name, params)

    def query(self, sparql: str, **params: object) -> Answer:
        """Run a SPARQL query.

        Args:
            sparql: SELECT or ASK; the project's prefixes need not be declared.
            **params: Values for ``$name`` tokens: a thing by any of its names, a date, a number
                or a text (see :mod:`graph.view.binding`).  ``$as_of`` and ``$lang`` have this
                view's value.

        Returns:
            The answer as a data frame.

        Raises:
            QueryError: If the query cannot be run; the message points at the place.
        """
        return rows_of(self, sparql, params).frame()

    def construct(self, sparql: str, **params: object) -> Part:
        """The statements that a CONSTRUCT or DESCRIBE query makes, as a graph of rdflib.

        Args:
            sparql: The query; the project's prefixes need not be declared.
            **params: Values for ``$name`` tokens (see :meth:`query`).

        Returns:
            A graph of its own with the project's prefixes; ``kg.export(path, graph)`` writes it.

        Raises:
            QueryError: If the query cannot be run, or gives rows.

        Example:
            >>> kg.construct("DESCRIBE $area", area="dysmeli")  # doctest: +SKIP
        """
        return constructed(self, sparql, params)

    def part(self, thing: object, depth: int = 1) -> Part:
        """What is said of a thing and of what is tied to it, as a graph of rdflib.

        Args:
            thing: A thing by any of its names, or a list of such.
            depth: 0 for the thing alone; 1 also for every fact that names it; 2 also for what
                those facts name (areas, hospitals, decisions, citations); and so on.

        Returns:
            A graph of its own with the names of all that it names; ``kg.export(path, graph)``
            writes it.

        Raises:
            UnknownName: If there is no such thing.
            BadParameter: If the depth is no whole number from 0.

        Example:
            >>> kg.export("skane.ttl", kg.part("Region Skåne"))  # doctest: +SKIP
        """
        return part(self, thing, depth)

    def network(self, name: str, **params: object) -> nx.MultiDiGraph:
        """A network of this view, for networkx (see :mod:`graph.networks.catalogue`).

        It is a ``MultiGraph`` of cooperation, a ``Graph`` of co-holders and co-applicants, else a
        ``MultiDiGraph``.  Raises what :meth:`ask` raises.

        Args:
            name: For instance ``"suppliers"``.
            **params: The network's parameters; also ``as_of``, ``known_at``, ``lang``
                and ``people`` for another view.
        """
        from graph.networks.catalogue import network

        view, rest = self.viewed(params)
        return network(view, name, **rest)

    def draw(self, net: nx.Graph[str] | str, **options: Any) -> Picture:
        """A picture of a network, inline in a notebook (:mod:`graph.pictures.network.picture`).

        Args:
            net: A network, or the name of one, such as ``"suppliers"``.
            **options: ``title``, ``height`` in pixels; of a network that is named, its parameters.
        """
        from graph.pictures.network.picture import draw

        return draw(self, net, **options)

    def map(self, name: str, **params: Any) -> Illustration:
        """A map, shown inline in a notebook (see :mod:`graph.pictures.catalogue`).

        Raises what :meth:`ask` raises, and NothingFound if it would be empty.

        Args:
            name: ``"permits"``, ``"access"``, ``"holders"`` or ``"co-holders"``.
            **params: Its parameters, e.g. ``area``; also those of another view.
        """
        from graph.pictures.catalogue import illustrated

        view, rest = self.viewed(params)
        return illustrated(view, "map", name, rest)

    def chart(self, name: str, **params: Any) -> Illustration:
        """A chart, as :meth:`map`: ``"timeline"``, ``"matrix"``, ``"pipeline"`` and others."""
        from graph.pictures.catalogue import illustrated

        view, rest = self.viewed(params)
        return illustrated(view, "chart", name, rest)

    def explore(self, **look: object) -> Explorer:
        """Matrix, network, map and time slider that share a selection, inline in a notebook.

        Args:
            **look: What is looked at first: ``day``, ``programme``, ``level``, ``area``,
                ``holder`` … (:class:`graph.pictures.explorer.widget.Look`).

        Returns:
            The explorer; its ``selection`` is a data frame of the facts that are selected.
        """
        from graph.pictures.explorer.widget import Explorer

        return Explorer(self, **look)

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

    def vocabulary(self, search: str | None = None) -> Answer:
        """The classes and properties that queries are written with (:mod:`graph.view.vocabulary`).

        Args:
            search: Only those in whose name, label or definition this stands, in either language.

        Example:
            >>> kg.vocabulary("tillstånd")[["term", "english", "definition"]]  # doctest: +SKIP
        """
        from graph.view.vocabulary import vocabulary

        return vocabulary(self, search)

    def rules(self) -> Rules:
        """The rules by which answers follow from facts, each with its uses and an example."""
        from graph.evidence.rules import rules

        return rules(self)

    def compare(self, earlier: When, later: When, by: str = "known_at") -> Comparison:
        """What changed between two days, in words; BadParameter if they are in the wrong order.

        Args:
            earlier: The first day.
            later: The second day.
            by: ``"known_at"``: what the documents of either day said; ``"as_of"``: what held.
        """
        from graph.evidence.compare import compare

        return compare(self, earlier, later, by)

    def cite(self, what: Any = None, **params: object) -> References:
        """What something rests on, for a paper: sentence, footnotes, BibTeX, CSL-JSON, RIS.

        Args:
            what: A fact or thing by any of its names, a question by its name, an answer with
                evidence, a network, a picture; nothing for the whole graph.
            **params: The parameters of the question, if it is one.

        Raises:
            UnknownName: If there is no such thing or question.
            NothingFound: If no source speaks of the thing itself.
            BadParameter: If it is nothing that can be cited.

        Example:
            >>> kg.cite("holders", area="dysmeli").save("dysmeli.bib")  # doctest: +SKIP
        """
        from graph.evidence.cite import cite

        view, rest = self.viewed(params)
        return cite(view, what, **rest)

    def export(self, path: str | Path, content: Any = None, *, excel: bool = False) -> Path:
        """Write this view to a file; the suffix decides the form (:mod:`graph.export.files`).

        Args:
            path: ``.ttl`` and other forms of RDF; of networks ``.graphml``, ``.gexf``, ``.json``;
                of tables ``.csv``, ``.xlsx``, ``.parquet``, ``.tex``.
            content: An answer, a table, a network or the name of a question; nothing for all.
            excel: Write ``.csv`` as Swedish Excel reads it: semicolons and decimal commas.

        Raises:
            BadParameter: If the suffix is not known, or the content does not fit it.
            NotSupported: If a package that the form needs is not there.

        Example:
            >>> kg.export("burns.xlsx", kg.ask("holders", area="brännskador"))  # doctest: +SKIP
            >>> kg.export("permits.csv", kg.table("permits"), excel=True)  # doctest: +SKIP
        """
        from graph.export.files import export

        return export(self, path, content, excel=excel)


def catalogues() -> Catalogues:
    """All that can be asked for by name: questions, networks, maps and charts.

    Returns:
        By ``question``, ``network``, ``map`` and ``chart``, and by their names, entries with
        ``name``, ``params``, ``by_day`` and ``text(lang)``.

    Example:
        >>> sorted(catalogues()["chart"])
        ['matrix', 'permits-over-time', 'pipeline', 'timeline']
    """
    from graph.networks.catalogue import NETWORKS
    from graph.pictures.catalogue import CHARTS, MAPS
    from graph.questions.catalogue import catalogue

    return {"question": catalogue(), "network": NETWORKS, "map": MAPS, "chart": CHARTS}


@door("open_graph")
def open_graph(
    path: Path | str | None = None,
    *,
    engine: EngineName | None = None,
    as_of: When | None = None,
    known_at: When | None = None,
    lang: Lang = "sv",
    people: bool = True,
    overlay: Files | None = None,
    build: bool = False,
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
        overlay: A data frame or file of your own (``.csv``, ``.xlsx``, ``.ttl``), or several,
            joined in memory as one more graph each (see :mod:`graph.view.overlay`).
        build: Whether to build into a folder that is named and has no graph in it.

    Raises:
        NoGraph: If there is none and none can be, or is to be, built.
        CuratedDataError: If it is built and a curated file is wrong.
        BadParameter: If a date, the language or the engine is none.
        ServiceError: If the service does not answer as one.
        OverlayError: If a file of your own is wrong; the message says where.

    Example:
        >>> kg = open_graph(as_of="2024-06-12", lang="en")  # doctest: +SKIP
    """
    review_options(engine, lang)
    held = open_store(path, build=build)
    opened = KnowledgeGraph(held, engine_name="oxigraph" if held.endpoint is None else "endpoint")
    if engine is not None:
        opened = opened.at(engine=engine)
    return opened.at(as_of=as_of, known_at=known_at, lang=lang, people=people, overlay=overlay)

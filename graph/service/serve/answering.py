"""What a worker does with a task: review, ask the store, write the answer, within its bounds."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

from graph.base.problems import GraphError
from graph.engines import sparql as language
from graph.engines.dataset import prefixes_in
from graph.engines.differences import spelled_out
from graph.engines.oxigraph import OxigraphEngine, syntax_error
from graph.knowledge_graph import KnowledgeGraph
from graph.questions.catalogue import question
from graph.service.serve.dataset import Arranged, Graphs, arranged
from graph.service.serve.http import Refused
from graph.service.serve.negotiation import GRAPHS, RESULTS, Chosen, chosen
from graph.view.opening import OpenStore

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

_WORTH_PACKING = 8 * 1024
_PACKED_HOW = 4  # gzip's level: four fifths of what 9 saves, at a third of its time
_REMEMBERED = 512


@dataclass(frozen=True)
class Query:
    """A query to answer.

    Attributes:
        text: The query.
        graphs: Graphs that the request names beside it.
        accept: The ``Accept`` header.
        format: The ``format=`` parameter.
        packed: Whether a large answer may be compressed with gzip.
    """

    text: str
    graphs: Graphs = field(default_factory=Graphs)
    accept: str = ""
    format: str = ""
    packed: bool = False


@dataclass(frozen=True)
class Wording:
    """A question of the catalogue whose query is wanted as text.

    Attributes:
        name: The question.
        lang: ``"sv"`` or ``"en"``.
        values: Its parameters by name, as people name things.
    """

    name: str
    lang: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """The whole answer to a task.

    Attributes:
        body: Its bytes.
        content_type: Their media type.
        packed: Whether they are compressed with gzip.
    """

    body: bytes
    content_type: str
    packed: bool = False


@dataclass(frozen=True)
class Failure:
    """Why there is no answer: an HTTP status and a sentence."""

    status: int
    sentence: str


class _TooLarge(Exception):  # noqa: N818 - an event inside of this module
    """An answer has grown over its bound."""


class _Bounded(io.BytesIO):
    """Bytes in memory, up to a number of them."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._left -= len(data)
        if self._left < 0:
            raise _TooLarge
        return super().write(data)


class Reader:
    """Answers tasks from a store, which it opens again when another one is current.

    Args:
        most: The longest answer, in bytes.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._place: str | None = None
        self._store = Store()
        self._opened: frozenset[str] = frozenset()
        self._view: KnowledgeGraph | None = None
        # A query's text is read in Python, which costs about a tenth of answering a small one.
        self._arranged = lru_cache(_REMEMBERED)(self._arrange)

    def answer(self, place: str, task: Query | Wording) -> Answer | Failure:
        """Answer a task.

        Args:
            place: The directory of the store that is current.
            task: What is asked.

        Returns:
            The answer, or why there is none.
        """
        try:
            self._open(place)
            if isinstance(task, Wording):
                return self._word(task)
            return self._query(task)
        except Refused as refusal:
            return Failure(refusal.status, refusal.sentence)
        except GraphError as error:
            return Failure(400, str(error))
        except _TooLarge:
            return Failure(
                500,
                f"The answer is larger than this endpoint gives ({self._most:,} bytes); ask for "
                "less, for instance with LIMIT, or for all of it by nhv export.",
            )
        except (OSError, RuntimeError, ValueError) as error:
            return Failure(500, f"The query could not be answered: {error}")

    def _open(self, place: str) -> None:
        if place != self._place:
            self._place = None
            self._store = Store.read_only(place)
            self._opened = frozenset(g.value for g in self._store.named_graphs())
            self._view = None
            self._arranged.cache_clear()
            self._place = place

    def _arrange(self, text: str, graphs: Graphs) -> tuple[Arranged, str]:
        ready = arranged(text, graphs, self._opened)
        return Arranged(spelled_out(ready.text), ready.default, ready.named), (language.form(text))

    def _query(self, task: Query) -> Answer:
        ready, form = self._arranged(task.text, task.graphs)
        offers = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else RESULTS
        written = chosen(task.accept, task.format, offers)
        try:
            result = self._store.query(
                ready.text,
                prefixes=prefixes_in(ready.text),
                default_graph=ready.default,
                named_graphs=ready.named,
            )
        except SyntaxError as error:
            raise syntax_error(ready.text, error) from None
        out = _Bounded(self._most)
        if isinstance(result, QueryTriples):
            assert isinstance(written.format, RdfFormat)
            result.serialize(out, format=written.format)
        else:
            assert isinstance(written.format, QueryResultsFormat)
            result.serialize(out, format=written.format)
        return _packed(out.getvalue(), written, task.packed)

    def _word(self, task: Wording) -> Answer:
        if self._view is None:
            self._view = _view(self._store)
        asked = question(task.name)
        text = asked.bound(dict(task.values), self._view.names, self._view.as_of, task.lang)
        body = [line for line in text.splitlines() if not line.startswith("# ")]
        written = "\n".join([f"# {asked.text(task.lang)}", *body]).rstrip() + "\n"
        return Answer(written.encode(), "application/sparql-query")


def _view(store: Store) -> KnowledgeGraph:
    """The graph of a store with its names, which only questions need."""
    return KnowledgeGraph(OpenStore(OxigraphEngine(store)))


def _packed(body: bytes, written: Chosen, welcome: bool) -> Answer:
    if welcome and len(body) >= _WORTH_PACKING:
        return Answer(gzip.compress(body, _PACKED_HOW, mtime=0), written.content_type, True)
    return Answer(body, written.content_type)

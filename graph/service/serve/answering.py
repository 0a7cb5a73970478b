"""What a worker does with a task: review, ask the store, write the answer, within its bounds."""

from __future__ import annotations

import gzip
import io
import re
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import QueryResultsFormat, RdfFormat, Store

from graph.base.problems import GraphError
from graph.engines import sparql as language
from graph.engines.differences import spelled_out
from graph.engines.oxigraph import OxigraphEngine, syntax_error
from graph.knowledge_graph import KnowledgeGraph
from graph.questions.catalogue import question
from graph.service.serve.dataset import Arranged, Graphs, arranged
from graph.service.serve.http import Refused
from graph.service.serve.negotiation import GRAPHS, RESULTS, chosen
from graph.view.opening import OpenStore

_WORTH_PACKING = 8 * 1024
_PACKED_HOW = 4  # gzip's level: four fifths of what 9 saves, at a third of its time
_REMEMBERED = 512
# Characters that XML 1.0 has no way to write (section 2.2), in UTF-8.
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class Query(NamedTuple):
    """A query, the graphs named beside it, ``Accept``, ``format=``, and whether gzip is taken."""

    text: str
    graphs: Graphs = Graphs()
    accept: str = ""
    format: str = ""
    packed: bool = False


class Wording(NamedTuple):
    """A question whose query is wanted as text: its parameters as people name things."""

    name: str
    lang: str
    values: tuple[tuple[str, str], ...]


Task = Query | Wording


class Answer(NamedTuple):
    """The whole answer to a task: its bytes, which may be packed with gzip."""

    body: bytes
    content_type: str
    packed: bool = False


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
    """Answers tasks, in so many bytes at most, from a store; it opens another that is current."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._place: str | None = None
        self._store = Store()
        self._opened: frozenset[str] = frozenset()
        self._view: KnowledgeGraph | None = None
        # A query's text is read in Python, which costs about a tenth of answering a small one.
        self._arranged = lru_cache(_REMEMBERED)(self._arrange)

    def answer(self, place: str, task: Task) -> Answer | Refused:
        """Answer a task from the store in a directory, or say why there is no answer."""
        try:
            self._open(place)
            return self._word(task) if isinstance(task, Wording) else self._query(task)
        except Refused as refusal:
            return refusal
        except GraphError as error:
            return Refused(400, str(error))
        except _TooLarge:
            return Refused(
                500,
                f"The answer is larger than this endpoint gives ({self._most:,} bytes); ask for "
                "less, for instance with LIMIT, or for all of it by nhv export.",
            )
        except (OSError, RuntimeError, ValueError) as error:
            return Refused(500, f"The query could not be answered: {error}")

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
        return ready._replace(text=spelled_out(ready.text)), language.form(text)

    def _query(self, task: Query) -> Answer:
        ready, form = self._arranged(task.text, task.graphs)
        offers = GRAPHS if form in language.GRAPH_FORMS else RESULTS
        written = chosen(task.accept, task.format, offers)
        try:
            result = self._store.query(
                ready.text,
                prefixes=language.prefixes_in(ready.text),
                default_graph=ready.default,
                named_graphs=ready.named,
            )
        except SyntaxError as error:
            raise syntax_error(ready.text, error) from None
        out = _Bounded(self._most)
        result.serialize(out, format=written.format)  # type: ignore[arg-type]
        body = out.getvalue()
        if written.format in (QueryResultsFormat.XML, RdfFormat.RDF_XML):
            if _NO_XML.search(body):
                raise Refused(406, "XML cannot hold a character of this answer; ask for JSON.")
            body = body.replace(b"\r", b"&#13;")  # which readers would take for a line's end
        if task.packed and len(body) >= _WORTH_PACKING:
            return Answer(gzip.compress(body, _PACKED_HOW, mtime=0), written.content_type, True)
        return Answer(body, written.content_type)

    def _word(self, task: Wording) -> Answer:
        if self._view is None:
            # With its names, which only questions need.
            self._view = KnowledgeGraph(OpenStore(OxigraphEngine(self._store)))
        asked = question(task.name)
        text = asked.bound(dict(task.values), self._view.names, self._view.as_of, task.lang)
        body = [line for line in text.splitlines() if not line.startswith("# ")]
        written = "\n".join([f"# {asked.text(task.lang)}", *body]).rstrip() + "\n"
        return Answer(written.encode(), "application/sparql-query")

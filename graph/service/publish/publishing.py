"""Publishing the graph at a SPARQL service: every source in its own graph, and the resolved graph.

Only what differs from what the service has is sent, by the record that it keeps of earlier
uploads (:mod:`graph.service.publish.contents`). An upload that was broken off is therefore taken up
again by doing it again, graph by graph. Two uploads to one service at the same time are not guarded
against each other; the next one puts right what they left.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Store

from graph.base.problems import BadParameter, ServiceError
from graph.engines.service.credentials import Credentials, credentials
from graph.engines.service.service import WRITING, Retries, Service
from graph.knowledge_graph import KnowledgeGraph
from graph.service.publish.contents import (
    PART,
    RECORD,
    Content,
    Entry,
    contents,
    parts,
    record_of,
    recorded,
)
from graph.service.publish.graph_store import GraphStore

Say = Callable[[str], None]
_LOCAL = ("localhost", "127.0.0.1", "::1")
_TOLD_EVERY = 2.0
_RESULTS = "application/sparql-results+json"
_AT_ONCE = 200
# Where services have their queries, seen from where they have their graphs.
_BESIDE = (
    (r"/sparql-graph-crud(-auth)?$", "/sparql"),  # Virtuoso
    (r"/rdf-graphs/service$", ""),  # GraphDB, RDF4J
    (r"/store$", "/query"),  # Oxigraph
    (r"/data$", "/query"),  # Fuseki
)


@dataclass(frozen=True)
class Difference:
    """A graph of which the service counts more or fewer statements than were sent."""

    graph: str
    sent: int
    found: int


@dataclass(frozen=True)
class Published:
    """What an upload did."""

    graphs: int  # how many graphs the service has now of this dataset
    statements: int  # how many statements they have
    put: int  # how many graphs were sent; the others were there already
    sent: int  # how many statements were sent
    removed: int  # how many graphs of earlier uploads were removed
    seconds: float  # how long sending took
    # The graphs that the service counts otherwise; the next upload sends them again.
    differing: tuple[Difference, ...] = ()
    not_counted: str = ""  # why the service's statements were not counted; empty if they were

    def __str__(self) -> str:
        held = f"{self.graphs:,} graphs with {self.statements:,} statements"
        if not self.put and not self.removed:
            told = [f"nothing to do: all {held} are there"]
        else:
            rate = self.sent / max(self.seconds, 0.001)
            gone = f", {self.removed:,} removed" if self.removed else ""
            done = f"{self.sent:,} statements in {self.seconds:.1f} s, {rate:,.0f}/s"
            told = [f"{self.put:,} graphs put ({done}){gone}; the service has {held}"]
        told += [
            f"differs: {d.graph} has {d.sent:,} statements here and {d.found:,} there; "
            "publish again to send it again"
            for d in self.differing
        ]
        if self.not_counted:
            told.append(f"not counted at the service: {self.not_counted}")
        return "\n".join(told)


def publish(
    kg: KnowledgeGraph,
    graph_store_url: str,
    *,
    query_url: str | None = None,
    who: Credentials | None = None,
    progress: Say = lambda _: None,
    retries: Retries | None = None,
    part: int = PART,
) -> Published:
    """Make a service hold a view of the graph, and nothing older of it.

    Every named graph is put under its own name, the resolved graph under
    ``https://w3id.org/nhv/graph/resolved``, by the SPARQL 1.1 Graph Store HTTP Protocol. A graph
    larger than a part is put with its first part and added to with the rest. Graphs that an
    earlier upload put and this view does not have are removed first; no others are touched.

    Args:
        kg: The view; ``kg.at(people=False)`` to publish no names of persons.
        graph_store_url: Where the service takes graphs.
        query_url: Where it takes queries, to count what arrived; guessed if it is not given.
        who: User and password; from the environment or netrc if not given.
        progress: Takes lines that say how far it has come.
        retries: How long the service is waited for, and how often it is asked again; if not
            given, 300 s or ``NHV_SERVICE_TIMEOUT``, and five attempts.
        part: How many bytes are sent at once.

    Raises:
        ServiceError: If the service cannot be reached or refuses; what has arrived stays, and
            publishing again goes on from there.
        BadParameter: If the address is none, or the view holds more than this project's graphs.

    Example:
        ``publish(open_graph(), "http://localhost:7878/store", progress=print)``
    """
    if kg.overlays:
        raise BadParameter("files of your own are joined in memory only; publish without them")
    store = kg.engine.store
    who = who or credentials(graph_store_url)
    retries = retries or WRITING.with_timeout()
    with ExitStack() as until_done:
        service = until_done.enter_context(closing(Service(graph_store_url, who, retries)))
        if not service.encrypted and service.host not in _LOCAL:
            progress(
                f"warning: {service.host} is reached without encryption (http); "
                "a password may be read on the way"
            )
        asked = None
        if address := query_url or query_address(service.url):
            same = urlsplit(address).netloc == urlsplit(service.url).netloc
            # Another host learns nothing of the user.
            asked = until_done.enter_context(
                closing(Service(address, who if same else None, retries))
            )
        graphs = GraphStore(service)
        known = recorded(graphs.get(RECORD))
        progress("comparing with what the service has")
        wanted = [content for content in contents(store) if content.graph != RECORD]
        missing = [
            c for c in wanted if (there := known.get(c.graph)) is None or there.digest != c.digest
        ]
        gone = [graph for graph in known if graph not in {content.graph for content in wanted}]
        upload = _Upload(graphs, progress, missing)
        try:
            if missing or gone:  # until the upload has ended, they may be there in part
                unsure = dict.fromkeys([*(content.graph for content in missing), *gone])
                graphs.put(RECORD, record_of(known | unsure))
            for graph in gone:  # first: it may be what must not be seen any more
                graphs.remove(graph)
            for content in missing:
                upload.bring(store, content, part)
            seconds = upload.seconds
            progress("counting what the service has")
            differing, not_counted = _differences(asked, wanted)
            if gone or differing:
                left = recorded(graphs.get(RECORD))
                left |= dict.fromkeys(NamedNode(d.graph) for d in differing)
                graphs.put(
                    RECORD,
                    record_of({graph: e for graph, e in left.items() if graph not in gone}),
                )
        except ServiceError as error:
            raise ServiceError(f"{error} ({upload}; publish again to go on there)") from None
    return Published(
        graphs=len(wanted),
        statements=sum(content.statements for content in wanted),
        put=len(missing),
        sent=upload.statements,
        removed=len(gone),
        seconds=seconds,
        differing=differing,
        not_counted=not_counted,
    )


class _Upload:
    """Sends graphs, and tells every few seconds how far it has come."""

    def __init__(self, graphs: GraphStore, say: Say, missing: Sequence[Content]) -> None:
        self._graphs = graphs
        self._say = say
        self._of = len(missing), sum(content.statements for content in missing)
        self._began = self._told = time.monotonic()
        self._whole = self.statements = 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def bring(self, store: Store, content: Content, part: int) -> None:
        """Put a graph, part by part, and then its entry in the record."""
        send = self._graphs.put
        for statements, number in parts(store, content.graph, part):
            send(content.graph, statements)
            send = self._graphs.add
            self.statements += number
            if time.monotonic() - self._told >= _TOLD_EVERY:
                self._told = time.monotonic()
                self._say(str(self))
        self._graphs.add(RECORD, record_of({content.graph: Entry.now(content)}))
        self._whole += 1

    def __str__(self) -> str:
        return (
            f"{self._whole:,} of {self._of[0]:,} graphs, "
            f"{self.statements:,} of {self._of[1]:,} statements, "
            f"{self.statements / max(self.seconds, 0.001):,.0f} statements/s"
        )


def query_address(graph_store_url: str) -> str | None:
    """Guess where a service takes queries, ``…/query`` for ``…/store``; else ``None``."""
    for ending, query in _BESIDE:
        address, found = re.subn(ending, query, graph_store_url.rstrip("/"))
        if found:
            return address
    return None


def _differences(
    asked: Service | None, wanted: Sequence[Content]
) -> tuple[tuple[Difference, ...], str]:
    """Compare with what the service counts; else say why not."""
    if asked is None:
        return (), "where it takes queries is not known; give --query-url"
    try:
        counts = _counted(asked, [content.graph for content in wanted])
    except ServiceError as error:
        return (), str(error)
    found = (Difference(c.graph.value, c.statements, counts[c.graph]) for c in wanted)
    return tuple(difference for difference in found if difference.sent != difference.found), ""


def _counted(service: Service, graphs: Sequence[NamedNode]) -> dict[NamedNode, int]:
    """How many statements graphs have there, 0 for one that is not there."""
    counts = dict.fromkeys(graphs, 0)
    for start in range(0, len(graphs), _AT_ONCE):
        names = " ".join(str(graph) for graph in graphs[start : start + _AT_ONCE])
        query = (
            "SELECT ?g (COUNT(*) AS ?n) "
            f"WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        )
        answer = service.ask([("query", query)], _RESULTS)
        if answer.status != 200 or answer.media_type != _RESULTS:
            raise ServiceError(
                f"{service.url} gives no answer to a query (HTTP {answer.status}, "
                f"{answer.media_type}); give its query address with --query-url"
            )
        for row in json.loads(answer.body)["results"]["bindings"]:
            if "g" in row:
                counts[NamedNode(row["g"]["value"])] = int(row["n"]["value"])
    return counts

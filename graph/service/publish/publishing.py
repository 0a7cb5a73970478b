"""Publishing the graph at a SPARQL service: every source in its own graph, and the resolved graph.

Only what differs from what the service has is sent, by the record that it keeps of earlier
uploads (:mod:`graph.service.publish.record`). An upload that was broken off is therefore taken up
again by doing it again, graph by graph. Two uploads to one service at the same time are not guarded
against each other; the next one puts right what they left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Store

from graph.base.problems import BadParameter, ServiceError
from graph.engines.service.connection import Connection
from graph.engines.service.credentials import Credentials, credentials
from graph.engines.service.retries import WRITING, Retries
from graph.engines.service.service import Service
from graph.service.publish import record
from graph.service.publish.contents import PART, Content, contents, parts
from graph.service.publish.graph_store import GraphStore
from graph.service.publish.progress import Progress, Say
from graph.service.publish.sizes import counted, query_address

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Difference:
    """A graph that the service counts otherwise than was sent.

    Attributes:
        graph: The graph's name.
        sent: How many statements it has here.
        found: How many the service counts.
    """

    graph: str
    sent: int
    found: int


@dataclass(frozen=True)
class Published:
    """What an upload did.

    Attributes:
        graphs: How many graphs the service has now of this dataset.
        statements: How many statements they have.
        put: How many graphs were sent; the others were there already.
        sent: How many statements were sent.
        removed: How many graphs of earlier uploads were removed.
        seconds: How long sending took.
        differing: The graphs that the service counts otherwise; the next upload sends them again.
        not_counted: Why the service's statements were not counted; empty if they were.
    """

    graphs: int
    statements: int
    put: int
    sent: int
    removed: int
    seconds: float
    differing: tuple[Difference, ...] = ()
    not_counted: str = ""

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

    Returns:
        What was done, and what the service counts otherwise.

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
        connection = until_done.enter_context(closing(Connection(graph_store_url, who, retries)))
        if not connection.encrypted and connection.host not in _LOCAL:
            progress(
                f"warning: {connection.host} is reached without encryption (http); "
                "a password may be read on the way"
            )
        asked = _where_to_ask(connection, query_url, who, retries)
        if asked is not None:
            until_done.enter_context(closing(asked))
        service = GraphStore(connection)
        known = record.read(service.get(record.RECORD))
        progress("comparing with what the service has")
        plan = _Plan.of(known, (c for c in contents(store) if c.graph != record.RECORD))
        done = Progress(progress, len(plan.missing), sum(c.statements for c in plan.missing))
        try:
            if plan.missing or plan.gone:
                service.put(record.RECORD, record.written(known | plan.unsure))
            for graph in plan.gone:  # first: it may be what must not be seen any more
                service.remove(graph)
            for content in plan.missing:
                _bring(service, store, content, part, done)
            seconds = done.seconds
            progress("counting what the service has")
            differing, not_counted = _differences(asked, plan.wanted)
            if plan.gone or differing:
                _forget(service, plan.gone, [NamedNode(d.graph) for d in differing])
        except ServiceError as error:
            raise ServiceError(f"{error} ({done.line()}; publish again to go on there)") from None
    return Published(
        graphs=len(plan.wanted),
        statements=sum(content.statements for content in plan.wanted),
        put=len(plan.missing),
        sent=done.statements_sent,
        removed=len(plan.gone),
        seconds=seconds,
        differing=differing,
        not_counted=not_counted,
    )


@dataclass(frozen=True)
class _Plan:
    """What is to be there, what of it is missing, and what of ours is there beside it."""

    wanted: tuple[Content, ...]
    missing: tuple[Content, ...]
    gone: tuple[NamedNode, ...]

    @classmethod
    def of(cls, known: Mapping[NamedNode, record.Entry | None], wanted: Iterable[Content]) -> _Plan:
        wanted = tuple(wanted)
        names = {content.graph for content in wanted}
        return cls(
            wanted,
            tuple(content for content in wanted if not record.says(known, content)),
            tuple(graph for graph in known if graph not in names),
        )

    @property
    def unsure(self) -> dict[NamedNode, None]:
        """The graphs that may be there in part, until the upload has ended."""
        return dict.fromkeys([*(content.graph for content in self.missing), *self.gone])


def _bring(service: GraphStore, store: Store, content: Content, part: int, done: Progress) -> None:
    """Put a graph, part by part, and then its entry in the record."""
    send = service.put
    for statements, number in parts(store, content.graph, part):
        send(content.graph, statements)
        send = service.add
        done.sent(number)
    service.add(record.RECORD, record.written({content.graph: record.entry(content)}))
    done.graph_done()


def _forget(service: GraphStore, gone: Sequence[NamedNode], unsure: Sequence[NamedNode]) -> None:
    """Take removed graphs out of the record, and the digests of those that came out otherwise."""
    known = record.read(service.get(record.RECORD))
    left = {graph: entry for graph, entry in known.items() if graph not in gone}
    service.put(record.RECORD, record.written(left | dict.fromkeys(unsure)))


def _where_to_ask(
    connection: Connection, query_url: str | None, who: Credentials | None, retries: Retries
) -> Service | None:
    """The address at which the service takes queries; another host learns nothing of the user."""
    address = query_url or query_address(connection.url)
    if address is None:
        return None
    same = urlsplit(address).netloc == urlsplit(connection.url).netloc
    return Service(address, who if same else None, retries)


def _differences(
    asked: Service | None, wanted: Sequence[Content]
) -> tuple[tuple[Difference, ...], str]:
    """Compare with what the service counts; else say why not."""
    if asked is None:
        return (), "where it takes queries is not known; give --query-url"
    try:
        counts = counted(asked, [content.graph for content in wanted])
    except ServiceError as error:
        return (), str(error)
    found = (Difference(c.graph.value, c.statements, counts[c.graph]) for c in wanted)
    return tuple(difference for difference in found if difference.sent != difference.found), ""

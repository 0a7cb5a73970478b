"""The SPARQL 1.1 Graph Store HTTP Protocol: whole named graphs, read, put, added to, removed.

Statements travel as N-Triples under the name of Turtle: every N-Triples document is a Turtle
document, every service takes Turtle, and literals keep their exact form.
"""

from __future__ import annotations

from urllib.parse import urlencode

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph.base.problems import ServiceError
from graph.engines.service.answer import Answer
from graph.engines.service.connection import Connection
from graph.engines.service.credentials import REMEDY

_READ = {"Accept": "application/n-triples, text/turtle;q=0.9"}
_WRITE = {"Content-Type": "text/turtle; charset=utf-8"}
# A service that takes no body of this size takes no graphs.
_SMALLEST_PART = 16 * 2**10
_ADDRESSES = (
    "Oxigraph: …/store, Virtuoso: …/sparql-graph-crud-auth, Fuseki: …/DATASET/data, "
    "GraphDB: …/repositories/NAME/rdf-graphs/service"
)


class GraphStore:
    """The graphs of a service.

    Args:
        connection: The connection to its Graph Store address.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, graph: NamedNode) -> list[Triple]:
        """Read a graph; one that is not there is empty.

        Raises:
            ServiceError: If the service does not give it.
        """
        answer = self._connection.ask("GET", _named(graph), headers=_READ)
        if answer.status == 404:
            return []
        if answer.status != 200:
            raise self._fault(answer, "does not give", graph)
        form = RdfFormat.from_media_type(answer.media_type)
        if form is None or answer.media_type == "text/html":
            raise ServiceError(
                f"{self._connection.url} answers with {answer.media_type or 'no media type'}, not "
                f"with a graph; give the Graph Store address ({_ADDRESSES})"
            )
        try:
            return [quad.triple for quad in parse(answer.body, format=form)]
        except SyntaxError as error:
            raise ServiceError(
                f"{self._connection.url}: what it gives as {graph.value} is not "
                f"{answer.media_type} ({error}); remove that graph there and publish again"
            ) from None

    def put(self, graph: NamedNode, statements: bytes) -> None:
        """Replace a graph.

        Args:
            graph: Its name.
            statements: N-Triples without blank nodes, in UTF-8.

        Raises:
            ServiceError: If the service does not take it.
        """
        self._send("PUT", graph, statements)

    def add(self, graph: NamedNode, statements: bytes) -> None:
        """Add to a graph, which is made if it is not there.

        Args:
            graph: Its name.
            statements: N-Triples without blank nodes, in UTF-8.

        Raises:
            ServiceError: If the service does not take it.
        """
        self._send("POST", graph, statements)

    def remove(self, graph: NamedNode) -> None:
        """Remove a graph; one that is not there is removed.

        Raises:
            ServiceError: If the service does not remove it.
        """
        answer = self._connection.ask("DELETE", _named(graph))
        if answer.status not in (200, 202, 204, 404):
            raise self._fault(answer, "does not remove", graph)

    def _send(self, method: str, graph: NamedNode, statements: bytes) -> None:
        answer = self._connection.ask(method, _named(graph), body=statements, headers=_WRITE)
        if answer.status == 413 and len(statements) > _SMALLEST_PART:
            middle = statements.find(b"\n", len(statements) // 2) + 1
            if 0 < middle < len(statements):
                self._send(method, graph, statements[:middle])
                self._send("POST", graph, statements[middle:])
                return
        if answer.status not in (200, 201, 202, 204):
            raise self._fault(answer, "does not take", graph)

    def _fault(self, answer: Answer, verb: str, graph: NamedNode) -> ServiceError:
        """Say where, what and what to do about it."""
        status = answer.status
        if status == 401:
            return ServiceError(
                f"{self._connection.url} wants a user and a password, and has none that it "
                f"takes; {REMEDY} (right, if they are there)"
            )
        if status == 403:
            remedy = "this user may not write there; take one that may, or the address for writing"
        elif 300 <= status < 400:
            remedy = f"it sends on to {answer.headers.get('Location', 'nowhere')}; give the address"
        elif status in (400, 404, 405, 406, 415, 501):
            remedy = f"is this the Graph Store address? {_ADDRESSES}"
        elif status == 413:
            remedy = "it takes no body of this size; raise its limit (nginx: client_max_body_size)"
        elif status == 507:
            remedy = "its disk is full"
        else:
            remedy = "try again later, and look into the log of the service"
        said = answer.first_sentence
        return ServiceError(
            f"{self._connection.url} {verb} {graph.value}: HTTP {status}"
            f"{f' ({said})' if said else ''}; {remedy}"
        )


def _named(graph: NamedNode) -> str:
    return urlencode({"graph": graph.value})

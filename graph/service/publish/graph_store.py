"""The SPARQL 1.1 Graph Store HTTP Protocol: whole named graphs, read, put, added to, removed.

Statements travel as N-Triples under the name of Turtle: every N-Triples document is a Turtle
document, every service takes Turtle, and literals keep their exact form.
"""

from __future__ import annotations

from urllib.parse import urlencode

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph.base.problems import ServiceError
from graph.engines.service.credentials import REMEDY
from graph.engines.service.service import Answer, Service

_READ = {"Accept": "application/n-triples, text/turtle;q=0.9"}
_WRITE = {"Content-Type": "text/turtle; charset=utf-8"}
# A service that takes no body of this size takes no graphs.
_SMALLEST_PART = 16 * 2**10
_ADDRESSES = (
    "Oxigraph: …/store, Virtuoso: …/sparql-graph-crud-auth, Fuseki: …/DATASET/data, "
    "GraphDB: …/repositories/NAME/rdf-graphs/service"
)
_REMEDIES = {
    **dict.fromkeys(
        (400, 404, 405, 406, 415, 501), f"is this the Graph Store address? {_ADDRESSES}"
    ),
    403: "this user may not write there; take one that may, or the address for writing",
    413: "it takes no body of this size; raise its limit (nginx: client_max_body_size)",
    507: "its disk is full",
}


class GraphStore:
    """The graphs of a service at its Graph Store address.

    Every method raises ServiceError if the service does not do it.  A graph that is not there is
    empty, is made by what is added, and counts as removed.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    def get(self, graph: NamedNode) -> list[Triple]:
        """Read a graph."""
        answer = self._service.send("GET", _named(graph), headers=_READ)
        if answer.status == 404:
            return []
        if answer.status != 200:
            raise self._fault(answer, "does not give", graph)
        form = RdfFormat.from_media_type(answer.media_type)
        if form is None or answer.media_type == "text/html":
            raise ServiceError(
                f"{self._service.url} answers with {answer.media_type or 'no media type'}, not "
                f"with a graph; give the Graph Store address ({_ADDRESSES})"
            )
        try:
            return [quad.triple for quad in parse(answer.body, format=form)]
        except SyntaxError as error:
            raise ServiceError(
                f"{self._service.url}: what it gives as {graph.value} is not "
                f"{answer.media_type} ({error}); remove that graph there and publish again"
            ) from None

    def put(self, graph: NamedNode, statements: bytes) -> None:
        """Replace a graph by N-Triples without blank nodes, in UTF-8."""
        self._send("PUT", graph, statements)

    def add(self, graph: NamedNode, statements: bytes) -> None:
        """Add N-Triples without blank nodes, in UTF-8, to a graph."""
        self._send("POST", graph, statements)

    def remove(self, graph: NamedNode) -> None:
        """Remove a graph."""
        answer = self._service.send("DELETE", _named(graph))
        if answer.status not in (200, 202, 204, 404):
            raise self._fault(answer, "does not remove", graph)

    def _send(self, method: str, graph: NamedNode, statements: bytes) -> None:
        answer = self._service.send(method, _named(graph), body=statements, headers=_WRITE)
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
                f"{self._service.url} wants a user and a password, and has none that it "
                f"takes; {REMEDY} (right, if they are there)"
            )
        remedy = _REMEDIES.get(status, "try again later, and look into the log of the service")
        if 300 <= status < 400:
            remedy = f"it sends on to {answer.headers.get('Location', 'nowhere')}; give the address"
        said = f" ({answer.first_sentence})" if answer.first_sentence else ""
        return ServiceError(
            f"{self._service.url} {verb} {graph.value}: HTTP {status}{said}; {remedy}"
        )


def _named(graph: NamedNode) -> str:
    return urlencode({"graph": graph.value})

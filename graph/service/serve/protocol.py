"""What a request asks of the endpoint: SPARQL 1.1 Protocol, section 2."""

from __future__ import annotations

from email.message import Message

from tornado.httputil import HTTPServerRequest

from graph.service.serve.answering import Query
from graph.service.serve.dataset import Graphs
from graph.service.serve.http import Refused, form_of
from graph.service.serve.negotiation import takes_gzip

METHODS = "GET, HEAD, POST, OPTIONS"
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = (
    "This endpoint only answers queries; the graph is changed by its curated files and a new build."
)


def operation(request: HTTPServerRequest) -> Query | None:
    """Read the query that a GET, HEAD or POST carries, with the graphs and form asked for.

    ``None`` is a GET without parameters, which asks what the endpoint is.  Raises Refused: 400 for
    what the protocol does not allow, 403 for an update, 415 for another kind of body.
    """
    parameters = form_of(request.query)
    if request.method == "POST":
        asked_there = any(name == "query" for name, _ in parameters)
        kind, body = _body(request)
        if kind == _QUERY and asked_there:
            raise Refused(400, "There is a query both in the address and in the body; send one.")
        if kind == _FORM and asked_there:
            raise Refused(400, "A form has its query in the body; take it out of the address.")
        parameters += [("query", body)] if kind == _QUERY else form_of(body)
    elif not parameters:
        return None

    def every(name: str) -> tuple[str, ...]:
        return tuple(value for given, value in parameters if given == name)

    if every("update"):
        raise Refused(403, _READ_ONLY)
    for name in ("using-graph-uri", "using-named-graph-uri"):
        if every(name):
            raise Refused(400, f"{name} belongs to updates; queries take default-graph-uri.")
    texts = every("query")
    if len(texts) != 1:
        raise Refused(400, f"The request has {len(texts) or 'no'} queries; send query= once.")
    return Query(
        texts[0],
        Graphs(every("default-graph-uri"), every("named-graph-uri")),
        request.headers.get("Accept", ""),
        (every("format") or ("",))[-1],
        takes_gzip(request.headers.get("Accept-Encoding", "")),
    )


def _body(request: HTTPServerRequest) -> tuple[str, str]:
    """The media type of a body, which is one that can carry a query, and its text."""
    header = Message()
    header["Content-Type"] = request.headers.get("Content-Type", "")
    kind = header.get_content_type()
    if kind == _UPDATE:
        raise Refused(403, _READ_ONLY)
    if kind not in (_FORM, _QUERY):
        raise Refused(415, f"Send the query as {_QUERY} or in a form ({_FORM}).")
    if header.get_content_charset("utf-8") not in ("utf-8", "utf8"):
        raise Refused(415, "Send the query in UTF-8.")
    if request.headers.get("Content-Encoding", "") not in ("", "identity"):
        raise Refused(415, "Send the query uncompressed.")
    try:
        return kind, request.body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "The body is no UTF-8.") from None

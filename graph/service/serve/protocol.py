"""What a request asks of the endpoint: SPARQL 1.1 Protocol, section 2."""

from __future__ import annotations

from collections.abc import Sequence

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
    """Read the query that a request carries.

    Args:
        request: A request to the endpoint.

    Returns:
        The query with the graphs and the form that are asked for; ``None`` for a GET without
        parameters, which asks what the endpoint is.

    Raises:
        Refused: 400 for what the protocol does not allow, 403 for an update, 405 for another
            method, 415 for another kind of body.

    Example:
        >>> line = RequestStartLine("GET", "/sparql?query=ASK%20%7B%7D", "HTTP/1.0")
        >>> operation(HTTPServerRequest(start_line=line)).text
        'ASK {}'
    """
    if request.method in ("GET", "HEAD"):
        parameters = form_of(request.query)
        if not parameters:
            return None
        return _query(request, parameters)
    if request.method != "POST":
        raise Refused(
            405, f"{request.method} is not taken here; use GET or POST.", {"Allow": METHODS}
        )
    media_type, _, extra = request.headers.get("Content-Type", "").partition(";")
    charset = extra.strip().lower().removeprefix("charset=").strip('"')
    kind = media_type.strip().lower()
    if kind == _UPDATE:
        raise Refused(403, _READ_ONLY)
    if kind not in (_FORM, _QUERY):
        raise Refused(415, f"Send the query as {_QUERY} or in a form ({_FORM}).")
    if extra.strip() and charset not in ("utf-8", "utf8"):
        raise Refused(415, "Send the query in UTF-8.")
    if request.headers.get("Content-Encoding", "") not in ("", "identity"):
        raise Refused(415, "Send the query uncompressed.")
    try:
        body = request.body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "The body is no UTF-8.") from None
    if kind == _QUERY:
        parameters = form_of(request.query)
        if any(name == "query" for name, _ in parameters):
            raise Refused(400, "There is a query both in the address and in the body; send one.")
        return _query(request, [*parameters, ("query", body)])
    if any(name == "query" for name, _ in form_of(request.query)):
        raise Refused(400, "A form has its query in the body; take it out of the address.")
    return _query(request, [*form_of(request.query), *form_of(body)])


def _query(request: HTTPServerRequest, parameters: Sequence[tuple[str, str]]) -> Query:
    def every(name: str) -> list[str]:
        return [value for given, value in parameters if given == name]

    if every("update"):
        raise Refused(403, _READ_ONLY)
    for name in ("using-graph-uri", "using-named-graph-uri"):
        if every(name):
            raise Refused(400, f"{name} belongs to updates; queries take default-graph-uri.")
    texts, formats = every("query"), every("format")
    if len(texts) != 1:
        raise Refused(400, f"The request has {len(texts) or 'no'} queries; send query= once.")
    graphs = Graphs(tuple(every("default-graph-uri")), tuple(every("named-graph-uri")))
    return Query(
        texts[0],
        graphs,
        request.headers.get("Accept", ""),
        formats[-1] if formats else "",
        takes_gzip(request.headers.get("Accept-Encoding", "")),
    )

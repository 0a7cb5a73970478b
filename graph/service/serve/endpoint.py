"""From a request to its response: which address is which, who may ask, and in what headers.

What a request asks of the endpoint is read by section 2 of the SPARQL 1.1 Protocol.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize
from tornado.httputil import HTTPServerRequest

from graph.base.files import text_beside
from graph.base.languages import LANGS
from graph.base.problems import BadParameter
from graph.questions.catalogue import catalogue
from graph.service.serve.answering import Query, Task, Wording
from graph.service.serve.dataset import RESOLVED, Graphs
from graph.service.serve.http import (
    LONGEST_BODY,
    LONGEST_LINE,
    PAGE,
    POLICY,
    Refused,
    Response,
    form_of,
    sentence,
)
from graph.service.serve.negotiation import GRAPHS, RESULTS, Chosen, chosen, quality, takes_gzip
from graph.service.serve.workers import Bounds, Pool, Remembered
from loaders.publishing.manifest import current_store
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    import httpx

ADDRESS = "/sparql"
_STATIC = {
    **PAGE,
    "/robots.txt": ("robots.txt", "text/plain; charset=utf-8"),
}
_BROKEN = Refused(500, "The server failed at this request; that is its own fault.")
_READ = "GET, HEAD, OPTIONS"


class Current:
    """The store that a build folder says is current; a new build is noticed at the next request."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._said = self._folder / "store" / "current"
        self._seen: tuple[tuple[int, int], str] | None = None

    def store(self) -> str:
        """The store's directory; raises Refused, 503, if there is none."""
        try:
            status = self._said.stat()
            mark = (status.st_mtime_ns, status.st_ino)
            if self._seen is not None and self._seen[0] == mark:
                return self._seen[1]
            if (store := current_store(self._folder)) is not None:
                self._seen = mark, str(store)
                return str(store)
        except OSError:
            pass
        raise Refused(503, "There is no graph to ask; run nhv build.", {"Retry-After": "30"})


@dataclass(frozen=True)
class Settings:
    """How the graph is served."""

    host: str = "127.0.0.1"  # a name or address of this machine to listen on
    port: int = 7878  # the port; 0 takes a free one
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)  # processes that answer
    cors: tuple[str, ...] = ()  # the origins whose pages may ask from a browser; ``*`` for any
    public: str = ""  # the address by which others know the server, where a proxy stands before it
    bounds: Bounds = field(default_factory=Bounds)  # what a query may cost

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise BadParameter(f"--port {self.port} is no port; give one up to 65535")
        if self.workers < 1 or self.bounds.seconds <= 0 or self.bounds.answer <= 0:
            raise BadParameter("--workers, --timeout and --max-mb are greater than 0")
        object.__setattr__(self, "cors", tuple(_origin(origin) for origin in self.cors))
        if self.public:
            url = _address(self.public)
            if url is None:
                raise BadParameter(
                    f"--public-url {self.public} is no address; write one such as "
                    "https://example.org/ or https://example.org/nhv/"
                )
            object.__setattr__(self, "public", f"{str(url).rstrip('/')}/")


def _address(text: str) -> httpx.URL | None:
    """The address of a server or a folder on it; ``None`` if it is none."""
    from graph.engines.service.service import address

    url = address(text)
    return None if url is None or url.userinfo or url.query or "#" in text else url


def _origin(text: str) -> str:
    """An origin as browsers send it (RFC 6454)."""
    if text == "*":
        return text
    url = _address(text)
    if url is None or url.path != "/":
        raise BadParameter(
            f"--cors {text} is no origin; write a scheme and a host such as https://example.org, "
            "or * for any"
        )
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


class Endpoint:
    """Answers requests to a server."""

    def __init__(self, current: Current, pool: Pool, settings: Settings) -> None:
        self._current, self._pool = current, pool
        self._cors, self._public = settings.cors, settings.public
        self._folder = urlsplit(self._public).path.rstrip("/")
        self._hosts = _hosts(settings.host, urlsplit(self._public).hostname or "")
        self._remembered = Remembered(pool.bounds.remembered)
        self._routes: Mapping[str, Callable[[HTTPServerRequest], Awaitable[Response]]] = {
            ADDRESS: self._sparql,
            "/question": self._question,
            "/questions.json": self._catalogue,
            "/health": self._health,
            "/.well-known/void": self._described,
        }

    async def respond(self, request: HTTPServerRequest) -> Response:
        """The response to a request, whatever it is; what is refused says so in a sentence."""
        try:
            response = await self._respond(request)
        except Refused as refusal:
            response = sentence(refusal)
        except Exception:
            if os.environ.get("NHV_DEBUG"):
                traceback.print_exc()
            response = sentence(_BROKEN)
        return self._shared(response, request.headers.get("Origin", ""))

    def _shared(self, response: Response, origin: str) -> Response:
        """A response with what says whose pages may read it."""
        headers = dict(response.headers)
        if self._cors and "*" not in self._cors:
            headers["Vary"] = ", ".join(filter(None, [headers.get("Vary"), "Origin"]))
        if "*" in self._cors or origin in self._cors:
            headers["Access-Control-Allow-Origin"] = "*" if "*" in self._cors else origin
            headers["Access-Control-Allow-Methods"] = METHODS
            headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        else:
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return replace(response, headers=headers)

    async def _respond(self, request: HTTPServerRequest) -> Response:
        if len(request.uri or "") > LONGEST_LINE:
            raise Refused(414, "The address is too long; send the query by POST.")
        if len(request.body) > LONGEST_BODY:
            raise Refused(
                413, f"The body is longer than {LONGEST_BODY:,} bytes; shorten the query."
            )
        if self._hosts and request.host_name not in self._hosts:
            # A web page may have its own name point to this machine (DNS rebinding).
            raise Refused(421, "This server is not called that; use the address that it printed.")
        path = request.path.removeprefix(self._folder)  # a proxy may pass on the whole path
        if path not in _STATIC and path not in self._routes:
            raise Refused(404, f"There is nothing here; queries go to {ADDRESS}.")
        allowed = METHODS if path == ADDRESS else _READ
        if request.method == "OPTIONS":
            return Response(204, headers={"Allow": allowed})
        if request.method not in allowed.split(", "):
            raise Refused(405, f"{request.method} is not taken here.", {"Allow": allowed})
        return _page(path) if path in _STATIC else await self._routes[path](request)

    async def _sparql(self, request: HTTPServerRequest) -> Response:
        asked = operation(request)
        if asked is not None:
            return await self._answered(asked)
        accept = request.headers.get("Accept", "")
        if quality(accept, "text/html") > 0 and "text/html" in accept.lower():
            return _page("/")
        if not any(quality(accept, offer.media_types[0]) for offer in GRAPHS):
            raise Refused(400, "There is no query; send it as query=.")
        return await self._described(request)

    async def _described(self, request: HTTPServerRequest) -> Response:
        form = chosen(request.headers.get("Accept", ""), "", GRAPHS)
        public = self._public or f"http://{request.host}/"
        whole = _description(f"{public.rstrip('/')}{ADDRESS}", form)
        return Response(200, whole, form.content_type, {"Vary": "Accept"})

    async def _question(self, request: HTTPServerRequest) -> Response:
        given = {name: value for name, value in form_of(request.query) if value.strip()}
        name, lang = given.pop("name", ""), given.pop("lang", "sv")
        if lang not in LANGS:
            raise Refused(400, "lang is sv or en.")
        return await self._answered(Wording(name, lang, tuple(sorted(given.items()))))

    async def _answered(self, task: Task) -> Response:
        store = self._current.store()
        answer = await self._remembered.answer(store, task, lambda: self._pool.answer(store, task))
        if isinstance(answer, Refused):
            # One of its own for each request: a refusal can be the answer to several.
            raise Refused(answer.status, answer.sentence, answer.headers)
        headers = {"Vary": "Accept, Accept-Encoding"}
        if answer.packed:
            headers["Content-Encoding"] = "gzip"
        return Response(200, answer.body, answer.content_type, headers)

    async def _catalogue(self, _: HTTPServerRequest) -> Response:
        return Response(200, _questions(), "application/json")

    async def _health(self, _: HTTPServerRequest) -> Response:
        state = {"store": Path(self._current.store()).name, "workers": len(self._pool.processes)}
        return Response(200, f"{json.dumps(state)}\n".encode(), "application/json")


def _hosts(host: str, public: str) -> frozenset[str]:
    """The names under which a server on loopback may be asked; none means any."""
    if not is_loopback(host):
        return frozenset()
    own = {"localhost", "127.0.0.1", "[::1]", host.lower(), f"[{host.lower()}]"}
    return frozenset(own | ({public} if public else set()))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens on a host."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@cache
def _page(path: str) -> Response:
    name, content_type = _STATIC[path]
    body = (files("graph.service.serve") / "page" / name).read_bytes()
    return Response(200, body, content_type, {"Content-Security-Policy": POLICY})


@cache
def _questions() -> bytes:
    """The catalogue as the page needs it: words and parameters of each question, and prefixes."""
    every = [
        {
            "name": asked.name,
            "sv": asked.text("sv"),
            "en": asked.text("en"),
            "params": [
                {"name": p.name, "kind": p.kind, "optional": p.optional} for p in asked.params
            ],
        }
        for asked in catalogue().values()
    ]
    table = {"prefixes": dict(PREFIXES), "resolved": RESOLVED, "questions": every}
    return json.dumps(table, ensure_ascii=False).encode()


def _description(endpoint: str, written: Chosen) -> bytes:
    """What the endpoint is, as ``description.ttl`` has it, with the forms of its answers."""
    told = text_beside("graph.service.serve", "description.ttl")
    read = parse(told, RdfFormat.TURTLE, base_iri=endpoint)
    triples = [quad.triple for quad in read]
    service, form = triples[0].subject, NamedNode(read.prefixes["sd"] + "resultFormat")
    triples += [Triple(service, form, NamedNode(o.format.iri)) for o in (*RESULTS, *GRAPHS)]
    prefixes = read.prefixes if written.format == RdfFormat.TURTLE else None
    return serialize(triples, format=written.format, prefixes=prefixes) or b""  # type: ignore[arg-type]


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

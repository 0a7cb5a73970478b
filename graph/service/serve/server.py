"""The HTTP server: tornado reads requests and sends what the endpoint responds, within limits."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import re
import signal
import socket
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from tornado.http1connection import (
    HTTP1Connection,
    HTTP1ConnectionParameters,
    HTTP1ServerConnection,
)
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    HTTPServerConnectionDelegate,
    HTTPServerRequest,
    RequestStartLine,
    ResponseStartLine,
    format_timestamp,
)
from tornado.iostream import IOStream, StreamClosedError, UnsatisfiableReadError
from tornado.netutil import add_accept_handler

from graph.base.problems import GraphError
from graph.service.serve.http import LONGEST_BODY, Refused, Response, sentence

LONGEST_HEAD = 128 * 1024
_DISCARDED = 16 * LONGEST_BODY  # closing before a client has sent all may cost it the response
_READ_WITHIN = 60.0
_SENT_WITHIN = 600.0
_MOST_CONNECTIONS = 512
_ADDRESS = re.compile("^https?://[^/?]*", re.IGNORECASE)
_ALWAYS = {
    "Server": "nhv",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_LONG_HEAD = Refused(431, "The address and the headers are too long; send the query by POST.")
_OVERLOADED = Refused(503, "Too many connections; ask again in a while.", {"Retry-After": "5"})

Respond = Callable[[HTTPServerRequest], Awaitable[Response]]


class CannotServe(GraphError):  # noqa: N818 - as the other problems are called
    """The address cannot be listened on."""


class Server(HTTPServerConnectionDelegate):
    """Listens on an address, and answers each connection's requests one after the other.

    Port 0 takes a free one; ``respond`` gives the response to a request, whatever it is.  Raises
    CannotServe if the address is in use, or not one of this machine.
    """

    def __init__(self, host: str, port: int, respond: Respond) -> None:
        self._listener = _listener(host, port)
        self.port: int = self._listener.getsockname()[1]
        self._respond = respond
        self._limits = HTTP1ConnectionParameters(
            max_header_size=LONGEST_HEAD,
            header_timeout=_READ_WITHIN,
            max_body_size=_DISCARDED,
            body_timeout=_READ_WITHIN,
        )
        self._open: set[HTTP1ServerConnection] = set()
        self._ended = asyncio.Event()
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()

    def stop(self) -> None:
        """Let :meth:`run` end; may be called from a signal handler or any thread."""
        with contextlib.suppress(RuntimeError):  # it has ended
            self._loop.call_soon_threadsafe(self._ended.set)

    def run_until_told(self) -> None:
        """Serve in the main thread until SIGINT (Ctrl-C) or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stop())
        self.run()

    def run(self) -> None:
        """Serve until :meth:`stop`; then the port is free and all connections are closed."""
        with self._listener, self._runner:
            self._runner.run(self._serve())

    async def _serve(self) -> None:
        take_no_more = add_accept_handler(self._listener, self._accept)
        await self._ended.wait()
        take_no_more()
        for connection in self._open:
            connection.stream.close()

    def _accept(self, connection: socket.socket, _: object) -> None:
        if len(self._open) >= _MOST_CONNECTIONS:
            with connection:
                _refuse(connection, _OVERLOADED)
            return
        serving = HTTP1ServerConnection(_Stream(connection), self._limits)
        self._open.add(serving)
        serving.start_serving(self)

    def start_request(
        self,
        server_conn: object,  # noqa: ARG002 - tornado gives it
        request_conn: HTTPConnection,
    ) -> HTTPMessageDelegate:
        """Called by tornado before it reads a request."""
        assert isinstance(request_conn, HTTP1Connection)
        return _Exchange(request_conn, self._respond)

    def on_close(self, server_conn: object) -> None:
        """Called by tornado when a connection is closed."""
        assert isinstance(server_conn, HTTP1ServerConnection)
        self._open.discard(server_conn)


class _Exchange(HTTPMessageDelegate):
    """One request, as tornado reads it, and the response to it."""

    def __init__(self, connection: HTTP1Connection, respond: Respond) -> None:
        self._connection = connection
        self._respond = respond
        self._body = bytearray()

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> None:
        assert isinstance(start_line, RequestStartLine)
        # A client may send the server's address before the path (RFC 9112, 3.2.2).
        line = start_line._replace(path=_ADDRESS.sub("", start_line.path) or "/")
        self._request = HTTPServerRequest(
            connection=self._connection, start_line=line, headers=headers
        )

    def data_received(self, chunk: bytes) -> None:
        if len(self._body) <= LONGEST_BODY:
            self._body += chunk

    def finish(self) -> None:
        self._request.body = bytes(self._body)
        self._sending = asyncio.ensure_future(self._send())

    async def _send(self) -> None:
        response = await self._respond(self._request)
        line = ResponseStartLine("HTTP/1.1", response.status, HTTPStatus(response.status).phrase)
        body = response.body if self._request.method != "HEAD" else b""
        with contextlib.suppress(StreamClosedError):  # the client is gone
            sent = self._connection.write_headers(line, _headers(response), body)
            self._connection.finish()
            try:
                await asyncio.wait_for(sent, _SENT_WITHIN)
            except TimeoutError:
                self._connection.close()


class _Stream(IOStream):
    """A connection that says why before it closes on what is too long to be read."""

    def close_fd(self) -> None:
        if isinstance(self.error, UnsatisfiableReadError):
            _refuse(self.socket, _LONG_HEAD)
        super().close_fd()


def _headers(response: Response) -> HTTPHeaders:
    fields = {**_ALWAYS, "Date": format_timestamp(time.time())}
    if response.status != HTTPStatus.NO_CONTENT:
        fields["Content-Type"] = response.content_type
        fields["Content-Length"] = str(len(response.body))
    return HTTPHeaders({**fields, **response.headers})


def _refuse(connection: socket.socket, refusal: Refused) -> None:
    """Send a refusal on a connection that nothing is read from."""
    response = sentence(refusal)
    lines = [
        f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}",
        *(f"{name}: {value}" for name, value in _headers(response).get_all()),
        "Connection: close\r\n\r\n",
    ]
    with contextlib.suppress(OSError):
        connection.send("\r\n".join(lines).encode() + response.body)


def _listener(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, address = found[0][0], found[0][4]
        made = socket.create_server(address, family=family, backlog=256)
    except (OSError, OverflowError) as error:
        code = getattr(error, "errno", None)
        if code == errno.EADDRINUSE:
            why = "another program listens there; give another --port"
        elif code in (errno.EACCES, errno.EPERM):
            why = "the system does not allow it; give a --port above 1023"
        else:
            why = "it is no address of this machine; give another --host or --port"
        raise CannotServe(f"cannot listen on {host} port {port}: {why}") from None
    made.setblocking(False)
    return made

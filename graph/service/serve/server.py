"""Sockets: taking connections, reading requests from them, sending what the endpoint says."""

from __future__ import annotations

import contextlib
import errno
import os
import selectors
import socket
import threading
from collections.abc import Callable
from io import BufferedIOBase

from graph.base.problems import GraphError
from graph.service.serve.http import Refused, Request, Response, read_request, sentence

_IDLE = 60.0
_MOST_CONNECTIONS = 512
_DRAINED = 2 * 1024 * 1024
_JOINED = 64 * 1024
_OVERLOADED = Refused(503, "Too many connections; ask again in a while.", {"Retry-After": "5"})
_BROKEN = Refused(500, "The server failed at this request; that is its own fault.")


class CannotServe(GraphError):  # noqa: N818 - as the other problems are called
    """The address cannot be listened on."""


class Server:
    """Listens on an address and answers each connection in a thread of its own.

    Args:
        host: A name or address of this machine.
        port: A port; 0 takes a free one.
        respond: Gives the response to a request.

    Raises:
        CannotServe: If the address is in use, or not one of this machine.

    Example:
        >>> server = Server("127.0.0.1", 0, lambda request: Response(200, b"hej"))
        >>> server.port > 0
        True
        >>> server.stop(); server.run()
    """

    def __init__(self, host: str, port: int, respond: Callable[[Request], Response]) -> None:
        self._respond = respond
        self._listener = _listener(host, port)
        self.port: int = self._listener.getsockname()[1]
        self._woken, self._wakes = socket.socketpair()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()

    def stop(self) -> None:
        """Let :meth:`run` end; may be called from a signal handler or any thread."""
        with contextlib.suppress(OSError):
            self._wakes.send(b"x")

    def run(self) -> None:
        """Serve until :meth:`stop`; then the port is free and all connections are closed."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._listener, selectors.EVENT_READ)
            waiting.register(self._woken, selectors.EVENT_READ)
            while True:
                ready = [key.fileobj for key, _ in waiting.select()]
                if self._woken in ready:
                    break
                self._accept()
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self._woken.close()
        self._wakes.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # the client is gone again, or there are no more file descriptors
            return
        connection.settimeout(_IDLE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            full = len(self._open) >= _MOST_CONNECTIONS
            if not full:
                self._open.add(connection)
        if full:
            with connection, contextlib.suppress(OSError):
                connection.settimeout(1.0)
                _send(connection, sentence(_OVERLOADED), whole=True, keep=False)
            return
        threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        """Answer the requests of one connection, one after the other."""
        try:
            with (
                contextlib.suppress(OSError),
                connection,
                connection.makefile("rb") as stream,
            ):
                while self._exchange(connection, stream):
                    pass
        finally:
            with self._lock:
                self._open.discard(connection)

    def _exchange(self, connection: socket.socket, stream: BufferedIOBase) -> bool:
        """Answer one request; returns whether the connection may be used again."""
        try:
            request = read_request(
                stream, lambda: connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            )
        except Refused as refusal:
            _send(connection, sentence(refusal), whole=True, keep=False)
            _drain(connection)
            return False
        if request is None:
            return False
        try:
            response = self._respond(request)
        except Exception:
            if os.environ.get("NHV_DEBUG"):
                raise
            response = sentence(_BROKEN)
        _send(connection, response, whole=request.method != "HEAD", keep=request.keep)
        return request.keep


def _send(connection: socket.socket, response: Response, *, whole: bool, keep: bool) -> None:
    head = response.head(keep=keep)
    body = response.body if whole else b""
    if len(body) <= _JOINED:
        connection.sendall(head + body)
    else:
        connection.sendall(head)
        connection.sendall(body)


def _drain(connection: socket.socket) -> None:
    """Take in what a client still sends: closing at once would cost it the response."""
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(1.0)
    taken = 0
    while taken < _DRAINED and (data := connection.recv(64 * 1024)):
        taken += len(data)


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

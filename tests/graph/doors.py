"""A door in front of a server, which is sometimes shut: services that misbehave."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.servers import Server


@dataclass(frozen=True)
class Asked:
    """A request that came to the door; `graph` is the end of the graph's name."""

    method: str
    graph: str
    size: int
    authorization: str


@dataclass(frozen=True)
class Shut:
    """An answer from the door itself; status 0 hangs up without one."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Between:
    """The door: its server as others see it, and what was asked so far."""

    server: Server
    asked: list[Asked]


Door = Callable[[list[Asked]], Shut | None]


@contextmanager
def between(server: Server, door: Door) -> Iterator[Between]:
    """Stand in front of a server; the door decides, knowing all that was asked so far."""
    inside = urlsplit(server.graph_store_url).netloc
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            graph = parse_qs(urlsplit(self.path).query).get("graph", [""])[0].rpartition("/")[2]
            login = self.headers.get("Authorization", "")
            asked.append(Asked(self.command, graph, len(body), login))
            shut = door(asked)
            if shut is not None and shut.status == 0:
                self.close_connection = True
                return
            if shut is not None:
                self._give(shut.status, shut.headers, b"")
                return
            onwards = HTTPConnection(inside, timeout=30)
            wanted = {
                name: self.headers[name]
                for name in ("Content-Type", "Accept", "Authorization")
                if name in self.headers
            }
            onwards.request(self.command, self.path, body or None, wanted)
            answer = onwards.getresponse()
            said = {
                name: answer.headers[name]
                for name in ("Content-Type", "WWW-Authenticate")
                if name in answer.headers
            }
            self._give(answer.status, said, answer.read())
            onwards.close()

        do_GET = do_PUT = do_POST = do_DELETE = _any  # noqa: N815 - names of http.server

        def _give(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            length = {} if status == 204 else {"Content-Length": str(len(body))}
            for name, text in (length | headers).items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    front = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    front.daemon_threads = True
    thread = threading.Thread(target=front.serve_forever, daemon=True)
    thread.start()
    outside = f"127.0.0.1:{front.server_address[1]}"
    try:
        yield Between(
            replace(server, graph_store_url=server.graph_store_url.replace(inside, outside)), asked
        )
    finally:
        front.shutdown()
        front.server_close()
        thread.join(10)


def breaks_after(graphs: int) -> Door:
    """Hang up on everything once some graphs were put."""

    def door(asked: list[Asked]) -> Shut | None:
        put = sum(a.method == "PUT" and a.graph != "published" for a in asked)
        return Shut(0) if put > graphs else None

    return door


def first(times: int, shut: Shut) -> Door:
    """Stay shut for the first writes of a graph, whichever it is."""

    def door(asked: list[Asked]) -> Shut | None:
        writes = [a for a in asked if a.method == "PUT" and a.graph != "published"]
        return shut if asked[-1].method == "PUT" and 0 < len(writes) <= times else None

    return door

"""A service that answers as it is told: what a service may do wrong, without one."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

TRUE = json.dumps({"head": {}, "boolean": True}).encode()
JSON = "application/sparql-results+json"


def rows(*values: str) -> bytes:
    bindings = [{"x": {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}).encode()


@dataclass
class Reply:
    """What a misbehaving service answers once."""

    status: int = 200
    body: bytes = TRUE
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None
    hang_up: bool = False
    wait: float = 0.0


@dataclass
class Double:
    """A service that answers as it is told; the last reply is given again and again."""

    url: str
    replies: list[Reply]
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)


@contextmanager
def double(*replies: Reply) -> Iterator[Double]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            told.asked.append(parse_qs(self.rfile.read(size).decode()))
            told.seen.append({k.lower(): v for k, v in self.headers.items()})
            reply = told.replies.pop(0) if len(told.replies) > 1 else told.replies[0]
            told.done.wait(reply.wait)
            if reply.hang_up:
                self.close_connection = True
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            length = len(reply.body) if reply.announced is None else reply.announced
            self.send_header("Content-Length", str(length))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = reply.announced is not None

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that hangs up is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    told = Double(f"http://127.0.0.1:{server.server_port}/q", list(replies))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        told.done.set()
        server.shutdown()
        thread.join()
        server.server_close()

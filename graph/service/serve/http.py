"""HTTP/1.1 as far as the endpoint needs it (RFC 9110, RFC 9112): requests in, responses out.

Only framing by ``Content-Length`` is taken, so that two readers of the same bytes can never
disagree on where a request ends.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from io import BufferedIOBase
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

LONGEST_LINE = 64 * 1024
LONGEST_HEAD = 64 * 1024
LONGEST_BODY = 1024 * 1024
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz")
_ALWAYS = {
    "Server": "nhv",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Refused(Exception):  # noqa: N818 - said so in every sentence about it
    """A request that gets no answer but a status and a sentence.

    Args:
        status: The HTTP status, 400–599.
        sentence: What is wrong and what to do.
        headers: Headers that the status asks for, such as ``Allow``.
    """

    def __init__(
        self, status: int, sentence: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Request:
    """A request that was read whole.

    Attributes:
        method: ``"GET"``, ``"POST"``, …
        target: The path and query as sent.
        headers: Values by name in lower case; repeated ones are joined with commas.
        body: The body; empty if there is none.
        keep: Whether the connection may be used again.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""
    keep: bool = True

    @property
    def path(self) -> str:
        """The path without its query."""
        return self.target.partition("?")[0]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of the query, in order.

        Raises:
            Refused: 400 if they are no UTF-8.
        """
        return form_of(self.target.partition("?")[2])

    def header(self, name: str) -> str:
        """A header's value, or an empty string."""
        return self.headers.get(name.lower(), "")


@dataclass(frozen=True)
class Response:
    """What is sent back.

    Attributes:
        status: The HTTP status.
        body: The whole body; its length is always sent.
        content_type: Its media type.
        headers: Further headers.
    """

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

    def head(self, *, keep: bool) -> bytes:
        """The status line and the headers, with the empty line that ends them."""
        fields = dict(_ALWAYS)
        fields["Date"] = _date(int(time.time()))
        if self.status != HTTPStatus.NO_CONTENT:
            fields["Content-Type"] = self.content_type
            fields["Content-Length"] = str(len(self.body))
        fields.update(self.headers)
        fields["Connection"] = "keep-alive" if keep else "close"
        phrase = HTTPStatus(self.status).phrase
        lines = [f"HTTP/1.1 {self.status} {phrase}", *(f"{k}: {v}" for k, v in fields.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)


def sentence(problem: Refused) -> Response:
    """The response that says why a request is refused, as plain text."""
    return Response(problem.status, f"{problem.sentence}\n".encode(), headers=problem.headers)


class Continues(Protocol):
    """Called when a client waits for leave to send a body (``Expect: 100-continue``)."""

    def __call__(self) -> None:
        """Give leave."""


def read_request(stream: BufferedIOBase, go_on: Continues) -> Request | None:
    """Read one request.

    Args:
        stream: The connection's bytes, buffered.
        go_on: Sends ``100 Continue``.

    Returns:
        The request; ``None`` if the client has closed the connection.

    Raises:
        Refused: If it is not HTTP/1, or too long, or framed in a way that is not taken.  The
            connection cannot be used again.
    """
    line = stream.readline(LONGEST_LINE + 1)
    if line in (b"\r\n", b"\n"):  # RFC 9112, 2.2: one empty line before a request is ignored
        line = stream.readline(LONGEST_LINE + 1)
    if not line:
        return None
    if len(line) > LONGEST_LINE:
        raise Refused(414, "The address is too long; send the query by POST.")
    words = line.decode("latin-1").split()
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise Refused(400, "This is no HTTP/1.1 request.")
    method, target, version = words
    headers = _headers(stream)
    if version == "HTTP/1.1" and "host" not in headers:
        raise Refused(400, "The request has no Host header.")
    if not target.startswith("/"):
        if method == "OPTIONS" and target == "*":
            target = "/"
        else:
            whole = urlsplit(target)
            target = (whole.path or "/") + (f"?{whole.query}" if whole.query else "")
    said = headers.get("connection", "").lower()
    keep = "close" not in said and (version != "HTTP/1.0" or "keep-alive" in said)
    return Request(method, target, headers, _body(stream, headers, go_on), keep)


def _headers(stream: BufferedIOBase) -> dict[str, str]:
    found: dict[str, str] = {}
    size = 0
    while True:
        line = stream.readline(LONGEST_HEAD + 1)
        size += len(line)
        if size > LONGEST_HEAD:
            raise Refused(431, "The headers are too long.")
        if line in (b"\r\n", b"\n"):
            return found
        name, colon, value = line.decode("latin-1").partition(":")
        name = name.lower()
        if not line.endswith(b"\n") or not colon or not name or not _TOKEN.issuperset(name):
            raise Refused(400, "A header is not of the form name: value.")
        value = value.strip()
        if name in found and name in ("host", "content-length"):
            raise Refused(400, f"The header {name} is given twice.")
        found[name] = f"{found[name]}, {value}" if name in found else value


def _body(stream: BufferedIOBase, headers: Mapping[str, str], go_on: Continues) -> bytes:
    if "transfer-encoding" in headers:
        raise Refused(411, "Send the body with a Content-Length, not in chunks.")
    told = headers.get("content-length", "0")
    if not (told.isascii() and told.isdigit()):
        raise Refused(400, "The Content-Length is no number.")
    if len(told) > 12 or int(told) > LONGEST_BODY:
        raise Refused(413, f"The body is longer than {LONGEST_BODY:,} bytes; shorten the query.")
    if int(told) and headers.get("expect", "").lower() == "100-continue":
        go_on()
    body = stream.read(int(told))
    if len(body) < int(told):
        raise Refused(400, "The body ended before its Content-Length.")
    return body


def form_of(text: str) -> list[tuple[str, str]]:
    """The parameters of a query string or a form (application/x-www-form-urlencoded).

    Args:
        text: Pairs joined by ``&``, percent-encoded UTF-8.

    Returns:
        Names and values in order.

    Raises:
        Refused: 400 if it is no UTF-8 or has more than 1,000 pairs.

    Example:
        >>> form_of("query=ASK%20%7B%7D&format=json")
        [('query', 'ASK {}'), ('format', 'json')]
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise Refused(400, "The parameters are not percent-encoded UTF-8.") from None

"""Asking a SPARQL service over HTTP: one request, its whole answer, or one clear sentence.

The SPARQL 1.1 Protocol (section 2.1.2, a query by POST as a form) on the standard library.
A lost connection and the statuses 429, 502, 503 and 504 are tried again, at most three times;
everything else fails at once.  An answer counts only when all of it has arrived.
"""

from __future__ import annotations

import netrc
import os
import random
import re
import socket
import time
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from importlib.metadata import PackageNotFoundError, version
from queue import Empty, LifoQueue
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit
from urllib.request import HTTPDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, Request

from graph.problems import BadParameter, ServiceError

USER, PASSWORD, TIMEOUT = "NHV_ENDPOINT_USER", "NHV_ENDPOINT_PASSWORD", "NHV_ENDPOINT_TIMEOUT"
_SECONDS = 60.0
_AGAIN = frozenset({429, 502, 503, 504})
_MOVED = frozenset({301, 302, 307, 308})
_MOST_TRIES, _MOST_HOPS = 4, 3
_LONGEST_PAUSE = 20.0
# More than any answer that a person can use; a service gone wrong must not fill the memory.
_MOST_BYTES = 2**30
_CHUNK = 2**16

Form = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """A complete answer of a service; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Idle(LifoQueue[HTTPConnection]):
    """Connections kept open; they are closed with the service that nobody needs any more."""

    def __del__(self) -> None:
        while self.queue:
            self.queue.pop().close()


class _Lost(Exception):  # noqa: N818 - an event inside of this module, no error of a user
    """The connection ended before the whole answer was there."""


def address(url: str) -> SplitResult:
    """Check the address of a service.

    Args:
        url: ``http://…`` or ``https://…``.

    Raises:
        BadParameter: If it is no such address, or holds a password.

    Example:
        >>> address("http://127.0.0.1:7878/query").path
        '/query'
    """
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError as error:
        raise BadParameter(f"“{_shown(url)}” is no address of a service: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadParameter(
            f"“{_shown(url)}” is no address of a service; it begins with http:// or https://"
        )
    if parts.username is not None or parts.password is not None:
        raise BadParameter(
            f"leave user and password out of the address; set {USER} and {PASSWORD}, "
            f"or write them in ~/.netrc"
        )
    return parts._replace(fragment="")


def _shown(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", url)


@dataclass(frozen=True)
class Service:
    """A service at an address, with connections that are kept open.

    Attributes:
        url: The address of its SPARQL queries.
        timeout: Seconds that an answer may take.
        credentials: User and password, if it asks for any; never shown.
        pause: Waits some seconds between two tries.
    """

    url: str
    timeout: float = _SECONDS
    credentials: tuple[str, str] | None = field(default=None, repr=False)
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)
    _idle: _Idle = field(default_factory=_Idle, repr=False, compare=False)

    @classmethod
    def at(cls, url: str, environment: Mapping[str, str] | None = None) -> Service:
        """The service at an address, with what the environment says of it.

        Args:
            url: The address.
            environment: ``NHV_ENDPOINT_USER``, ``NHV_ENDPOINT_PASSWORD`` and
                ``NHV_ENDPOINT_TIMEOUT`` (seconds); default: the process's.  Without a user
                there, ``~/.netrc`` may name one for the host.

        Raises:
            BadParameter: If the address or the time is none.
        """
        parts = address(url)
        given = os.environ if environment is None else environment
        text = given.get(TIMEOUT, "")
        try:
            seconds = float(text) if text else _SECONDS
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < float("inf"):
            raise BadParameter(f"{TIMEOUT} is a number of seconds, not “{text}”")
        if user := given.get(USER):
            return cls(parts.geturl(), seconds, (user, given.get(PASSWORD, "")))
        return cls(parts.geturl(), seconds, _from_netrc(parts.hostname or ""))

    def ask(self, form: Form, accept: str) -> Answer:
        """Send a form and wait for the whole answer.

        Args:
            form: Names and values, sent by POST as ``application/x-www-form-urlencoded``.
            accept: The media types wanted.

        Returns:
            The answer, whatever its status below 500 but those that are tried again.

        Raises:
            ServiceError: If there is none in time, or it cannot be trusted to be whole.
        """
        body = urlencode(form).encode()
        for attempt in range(_MOST_TRIES):
            last = attempt == _MOST_TRIES - 1
            try:
                found = self._through(body, accept)
            except _Lost as lost:
                if last:
                    raise ServiceError(f"{lost} ({_MOST_TRIES} tries); try again later") from None
                self.pause(_delay(attempt, ""))
                continue
            if found.status not in _AGAIN or last:
                return found
            self.pause(_delay(attempt, found.headers.get("retry-after", "")))
        raise AssertionError("unreachable")

    def _through(self, body: bytes, accept: str) -> Answer:
        """The answer after redirects, and with credentials if they are asked for."""
        url, authorization = self.url, ""
        for _ in range(_MOST_HOPS + 1):
            found = self._once(url, body, accept, authorization)
            if found.status in _MOVED:
                url = _redirected(url, found.headers.get("location", ""))
                authorization = ""
            elif found.status == 401 and self.credentials and not authorization:
                challenge = found.headers.get("www-authenticate", "")
                authorization = _authorization(url, challenge, self.credentials)
                if not authorization:
                    return found
            else:
                return found
        raise ServiceError(f"{self.url} redirects without an end; ask for its present address")

    def _once(self, url: str, body: bytes, accept: str, authorization: str) -> Answer:
        deadline = time.monotonic() + self.timeout
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "User-Agent": self._agent,
        }
        if authorization:
            headers["Authorization"] = authorization
        connection, kept = self._connection(url)
        try:
            found = self._exchange(connection, url, body, headers, deadline)
        except TimeoutError:
            connection.close()
            raise ServiceError(
                f"{self.url} did not answer within {self.timeout:g} s; ask for less, or set "
                f"{TIMEOUT} to more seconds"
            ) from None
        except ConnectionRefusedError:
            connection.close()
            raise ServiceError(
                f"nothing answers at {self.url}; start the service, or correct the address"
            ) from None
        except socket.gaierror:
            raise ServiceError(
                f"the host of {self.url} is not known; correct the address"
            ) from None
        except (_Lost, ServiceError):
            connection.close()
            raise
        except (OSError, HTTPException) as error:
            connection.close()
            if kept:  # the service has closed a connection that was kept open; that is its right
                return self._once(url, body, accept, authorization)
            what = str(error) or type(error).__name__
            if "CERTIFICATE" in what.upper():
                raise ServiceError(f"{self.url} shows no valid certificate: {what}") from None
            raise _Lost(f"the connection to {self.url} was lost: {what}") from None
        return found

    def _exchange(
        self,
        connection: HTTPConnection,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        deadline: float,
    ) -> Answer:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, dict(headers))
        response = connection.getresponse()
        said = {name.lower(): text for name, text in response.getheaders()}
        pieces: list[bytes] = []
        size = 0
        while piece := response.read(_CHUNK):
            size += len(piece)
            pieces.append(piece)
            if time.monotonic() > deadline:
                raise TimeoutError
            if size > _MOST_BYTES:
                raise self._too_much()
        announced = said.get("content-length", "")
        if announced.isdigit() and int(announced) != size:
            raise _Lost(f"the answer of {self.url} broke off ({size} of {announced} bytes)")
        content = b"".join(pieces)
        if said.get("content-encoding", "").lower() in ("gzip", "x-gzip"):
            content = self._unzipped(content)
        if response.will_close:
            connection.close()
        else:
            self._idle.put(connection)
        return Answer(response.status, said, content)

    def _unzipped(self, content: bytes) -> bytes:
        unzip = zlib.decompressobj(wbits=31)
        try:
            found = unzip.decompress(content, _MOST_BYTES)
        except zlib.error:
            raise _Lost(f"the answer of {self.url} cannot be unpacked") from None
        if unzip.unconsumed_tail:
            raise self._too_much()
        if content and not unzip.eof:
            raise _Lost(f"the answer of {self.url} broke off")
        return found

    def _too_much(self) -> ServiceError:
        return ServiceError(
            f"the answer of {self.url} is larger than {_MOST_BYTES >> 20:,} MB; ask for less"
        )

    def _connection(self, url: str) -> tuple[HTTPConnection, bool]:
        """A connection for an address, and whether it was open already."""
        parts = urlsplit(url)
        while url == self.url:
            try:
                connection = self._idle.get_nowait()
            except Empty:
                break
            if connection.sock is not None and connection.host == parts.hostname:
                return connection, True
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=self.timeout), False

    @cached_property
    def _agent(self) -> str:
        try:
            return f"nhv-graph/{version('nhv-graph')}"
        except PackageNotFoundError:
            return "nhv-graph"


def _delay(attempt: int, said: str) -> float:
    """Seconds to wait: what the service says, else ever longer and never quite alike."""
    seconds = 0.5 * 2.0**attempt * random.uniform(0.8, 1.2)
    if said.strip().isdigit():
        seconds = float(said)
    elif said:
        with suppress(ValueError):
            seconds = parsedate_to_datetime(said).timestamp() - time.time()
    return min(max(seconds, 0.0), _LONGEST_PAUSE)


def _redirected(url: str, location: str) -> str:
    """Where a redirect leads; only on the same host, and never from https to http."""
    old, new = urlsplit(url), urlsplit(urljoin(url, location))
    safe = new.scheme == old.scheme or (old.scheme, new.scheme) == ("http", "https")
    if not location or not safe or new.hostname != old.hostname or new.username is not None:
        where = _shown(new.geturl()) if location else "nowhere"
        raise ServiceError(
            f"{url} redirects to {where}, which is not followed; give that address yourself "
            "if you trust it"
        )
    return new.geturl()


def _authorization(url: str, challenge: str, credentials: tuple[str, str]) -> str:
    """The header that answers a challenge (RFC 7617 basic, RFC 7616 digest); else empty."""
    scheme, _, rest = challenge.strip().partition(" ")
    if scheme.lower() == "basic":
        return "Basic " + b64encode(":".join(credentials).encode()).decode()
    if scheme.lower() != "digest":
        return ""
    known = HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, url, *credentials)
    handler = HTTPDigestAuthHandler(known)
    fields = dict(re.findall(r'(\w+)="?([^",]*)"?', rest))
    # RFC 7616: of several ways to protect, the plain one is chosen.
    if "qop" in fields:
        fields["qop"] = "auth"
    made = handler.get_authorization(Request(url, data=b"", method="POST"), fields)
    return f"Digest {made}" if made else ""


def _from_netrc(host: str) -> tuple[str, str] | None:
    try:
        found = netrc.netrc().authenticators(host)
    except (OSError, netrc.NetrcParseError):
        return None
    return (found[0], found[2] or "") if found and found[0] else None


def first_sentence(answer: Answer) -> str:
    """The first sentence of what a service says of an error, as plain text."""
    text = answer.body[:20_000].decode("utf-8", "replace")
    if "<html" in text.lower():
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL | re.IGNORECASE)
        text = title[1] if title else ""
    lines = [" ".join(unescape(line).split()) for line in text.splitlines()]
    first = next((line for line in lines if line), "")
    return first if len(first) <= 240 else f"{first[:239]}…"

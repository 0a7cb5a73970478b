"""A SPARQL service, by one connection kept open: logs in, waits, and tries again.

Nothing is asked but what the user named: proxies of the environment are not used, cookies are not
kept, and a redirect is followed within its host only.  So this uses the transport of httpx, not
its client.

What it answers is read to the end, unpacked, or not taken at all.
"""

from __future__ import annotations

import os
import random
import re
import socket
import ssl
import time
import weakref
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from functools import cache
from html import unescape
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from urllib.parse import urlencode

import httpx

from graph.base.problems import BadParameter, ServiceError
from graph.engines.service.credentials import REMEDY, Credentials, Login, credentials

# More than any answer that a person can use; a service gone wrong must not fill the memory.
_MOST_BYTES = 2**30
_LONGEST_SENTENCE = 240


class BrokenOff(Exception):  # noqa: N818 - an event inside of this room, no error of a user
    """The answer ended before all of it was there."""


class TooLarge(Exception):  # noqa: N818 - an event inside of this room, no error of a user
    """The answer is larger than is taken; the text is the bound, e.g. ``1,024 MB``."""

    def __str__(self) -> str:
        return f"{_MOST_BYTES >> 20:,} MB"


@dataclass(frozen=True)
class Answer:
    """A complete answer of a service; its body is unpacked."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without parameters, e.g. ``"text/turtle"``; empty if there is none."""
        return str(self.headers.get("Content-Type", "")).partition(";")[0].strip().lower()

    @property
    def first_sentence(self) -> str:
        """What a service says of an error: the title of a page, or the first line of a text."""
        text = self.body[:20_000].decode("utf-8", "replace")
        if "<html" in text.lower():
            title = re.search(r"<title>(.*?)</title>", text, re.DOTALL | re.IGNORECASE)
            text = title[1] if title else ""
        lines = [" ".join(unescape(line).split()) for line in text.splitlines()]
        first = next((line for line in lines if line), "")
        return first if len(first) <= _LONGEST_SENTENCE else f"{first[: _LONGEST_SENTENCE - 1]}…"


def whole(response: httpx.Response, until: float) -> Answer:
    """Read an answer, of which only the headers were read, to its end.

    It has to be there at ``until`` on the clock of :func:`time.monotonic`: else TimeoutError is
    raised, BrokenOff if less came than announced, TooLarge if it is over 1 GB, also when unpacked.
    """
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in response.iter_raw():
            size += len(piece)
            pieces.append(piece)
            if time.monotonic() > until:
                raise TimeoutError
            if size > _MOST_BYTES:
                raise TooLarge
    except httpx.RemoteProtocolError:
        raise BrokenOff(f"after {size:,} bytes") from None
    finally:
        response.close()
    body = b"".join(pieces)
    if response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip"):
        body = _unpacked(body)
    return Answer(response.status_code, response.headers, body)


def _unpacked(body: bytes) -> bytes:
    # httpx unpacks as well, but takes what ends early for the whole.
    unzip = zlib.decompressobj(wbits=31)
    try:
        unpacked = unzip.decompress(body, _MOST_BYTES)
    except zlib.error:
        raise BrokenOff("it cannot be unpacked") from None
    if unzip.unconsumed_tail:
        raise TooLarge
    if body and (not unzip.eof or unzip.unused_data):
        raise BrokenOff("its packing is not whole")
    return unpacked


_LAST_PORT = 65_535
_MOVED = frozenset({301, 302, 307, 308})
_MOST_HOPS = 3


TIMEOUT = "NHV_SERVICE_TIMEOUT"
# A service may say itself when to come back; longer than this is a matter for a person.
_LONGEST_WAIT = 30.0
_A_DAY = 86_400.0


@dataclass(frozen=True)
class Retries:
    """How a request is waited for."""

    seconds: float = 60.0  # how long an answer may take; what takes longer is not tried again
    waits: tuple[float, ...] = (0.5, 1.0, 2.0)  # seconds before the second, third … attempt
    # The statuses that pass by themselves, and are worth another attempt.
    passing: frozenset[int] = frozenset({429, 502, 503, 504})
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)  # waits some seconds

    def with_timeout(self, environ: Mapping[str, str] = os.environ) -> Retries:
        """The same, with the ``NHV_SERVICE_TIMEOUT`` of the environment, in seconds.

        Raises BadParameter if it is no number of seconds.
        """
        text = environ.get(TIMEOUT, "")
        if not text:
            return self
        seconds = 0.0
        with suppress(ValueError):
            seconds = float(text)
        if not 0 < seconds <= _A_DAY:
            raise BadParameter(f"{TIMEOUT} is a number of seconds, not “{text}”")
        return replace(self, seconds=seconds)

    def attempts(self) -> Iterator[float | None]:
        """What to wait after each attempt that fails: ever longer, and never quite alike."""
        for wait in self.waits:
            yield wait * random.uniform(0.8, 1.2)
        yield None


READING = Retries()
"""For questions: somebody waits for the answer."""

# Virtuoso answers 500 where two writers were in each other's way.
WRITING = Retries(300.0, (0.5, 1.0, 2.0, 4.0), READING.passing | {500})
"""For graphs that are sent: a service may have much to do with one."""


def advised(answer: Answer, wait: float) -> float:
    """Seconds to wait before the next attempt: what ``Retry-After`` says, within reason."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        wait = float(said)
    elif said:
        with suppress(ValueError):
            wait = parsedate_to_datetime(said).timestamp() - time.time()
    return min(max(wait, 0.0), _LONGEST_WAIT)


class Service:
    """A service; one request at a time.  Credentials are sent only when it asks for them.

    Raises BadParameter if the address is none, or holds a user or password.
    """

    def __init__(
        self, url: str, who: Credentials | None = None, retries: Retries = READING
    ) -> None:
        self._address = _address(url)
        self.url = str(self._address)
        self.encrypted = self._address.scheme == "https"
        self.host = self._address.host
        self.who = who
        self.retries = retries
        self._login = Login(who)
        self._reached = False
        self._kept = False
        self._one_at_a_time = Lock()
        self._transport = httpx.HTTPTransport(
            # The authorities that the system trusts, not those that httpx brings.
            verify=ssl.create_default_context() if self.encrypted else False,
            limits=httpx.Limits(max_connections=1, keepalive_expiry=None),
        )
        # Who asks a service seldom says when it was the last time.
        weakref.finalize(self, self._transport.close)

    @classmethod
    def at(cls, url: str, environ: Mapping[str, str] = os.environ) -> Service:
        """The service at an address, with the credentials and the time that the environment gives.

        Raises BadParameter if the address or the time is none, ServiceError as :func:`credentials`.
        """
        return cls(url, credentials(url, environ), READING.with_timeout(environ))

    def close(self) -> None:
        """Close its connection; it is closed as well when nobody needs it any more."""
        self._transport.close()

    def ask(self, form: Sequence[tuple[str, str]], accept: str) -> Answer:
        """Send a form (SPARQL 1.1 Protocol, 2.1.2); redirects within the host are followed.

        The whole answer comes back, whatever its status.  Raises ServiceError if there is none in
        time, it is not whole, or it redirects elsewhere.
        """
        body = urlencode(form).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        url, answer = self.url, self.send("POST", body=body, headers=headers)
        for _ in range(_MOST_HOPS):
            if answer.status not in _MOVED:
                return answer
            url = _beside(url, answer.headers.get("Location", ""))
            with closing(Service(url, self.who, self.retries)) as there:
                answer = there.send("POST", body=body, headers=headers)
        if answer.status in _MOVED:
            raise ServiceError(f"{self.url} redirects without an end; ask for its present address")
        return answer

    def send(
        self,
        method: str,
        query: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request, again after a while if the service is busy or the line breaks.

        Doing it twice must be the same as doing it once.  ``query`` stands behind the ``?``,
        encoded. The whole answer comes back, whatever its status; a passing fault only when all
        attempts met one.  Raises ServiceError if the service cannot be reached, is too slow, or the
        line keeps breaking.
        """
        wanted = b"&".join(part for part in (self._address.query, query.encode()) if part)
        request = httpx.Request(
            method,
            self._address.copy_with(query=wanted or None),
            headers={"Accept-Encoding": "gzip", "User-Agent": _agent(), **(headers or {})},
            content=body,
            extensions={"timeout": httpx.Timeout(self.retries.seconds).as_dict()},
        )
        with self._one_at_a_time:
            for wait in self.retries.attempts():
                try:
                    answer = self._logged_in(request)
                except (httpx.TransportError, OSError, BrokenOff, TooLarge, UnicodeError) as error:
                    what, may_pass = self._fault(_cause(error))
                    if wait is None or not may_pass:
                        raise ServiceError(f"{self.url}: {what}") from None
                    self.retries.pause(wait)
                    continue
                self._reached = True
                if answer.status not in self.retries.passing or wait is None:
                    return answer
                self.retries.pause(advised(answer, wait))
        raise AssertionError("the last attempt answers or raises")

    def _logged_in(self, request: httpx.Request) -> Answer:
        """Send a request; answer one challenge."""
        self._login.sign(request)
        answer = self._sent(request)
        challenges = answer.headers.get_list("WWW-Authenticate")
        if answer.status == 401 and self._login.answer(request, challenges):
            answer = self._sent(request)
        return answer

    def _sent(self, request: httpx.Request) -> Answer:
        was_kept, self._kept = self._kept, False
        try:
            answer = self._exchanged(request)
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            if not was_kept:
                raise
            # The service has closed a connection that was kept open; that is its right.
            answer = self._exchanged(request)
        self._kept = True
        return answer

    def _exchanged(self, request: httpx.Request) -> Answer:
        until = time.monotonic() + self.retries.seconds
        return whole(self._transport.handle_request(request), until)

    def _fault(self, cause: BaseException) -> tuple[str, bool]:
        """What is wrong, and whether it may pass: a wrong name or port stays wrong."""
        tries = f"({len(self.retries.waits) + 1} tries)"
        match cause:
            case socket.gaierror() | UnicodeError():
                return f"the host {self.host} is not known; is it spelt right?", self._reached
            case ConnectionRefusedError():
                what = "nobody listens there; is the service running, and the port right?"
                return what, self._reached
            case ssl.SSLCertVerificationError():
                return f"its certificate cannot be trusted ({cause.verify_message})", False
            case ssl.SSLError():
                return "it does not speak TLS there; is it http:// instead of https://?", False
            case TimeoutError():
                what = (
                    f"it did not answer within {self.retries.seconds:g} s; try again when it is "
                    f"less busy, ask for less, or set {TIMEOUT} to more seconds"
                )
                return what, False
            case TooLarge():
                return f"its answer is larger than {cause}; ask for less", False
            case BrokenOff():
                return f"its answer broke off ({cause}) {tries}; try again later", True
        return f"the connection was lost {tries}; try again, and look into its log", True


def address(text: str) -> httpx.URL | None:
    """An address of HTTP without its fragment, letters outside of ASCII encoded; else ``None``."""
    try:
        url = httpx.URL(text.strip())
    except httpx.InvalidURL:  # it may quote a password
        return None
    is_port = url.port is None or 0 <= url.port <= _LAST_PORT
    is_host = re.fullmatch(rb"[\w.:%-]+", url.raw_host) is not None
    known = url.scheme in ("http", "https") and is_host and is_port
    return url.copy_with(fragment=None) if known else None


def _address(text: str) -> httpx.URL:
    url = address(text)
    if url is None:
        raise BadParameter(
            f"“{_shown(text)}” is no address of a service; it begins with http:// or https:// and "
            f"a host, and a port is a number up to {_LAST_PORT}"
        )
    if url.userinfo:
        raise BadParameter(f"leave user and password out of the address; {REMEDY}")
    return url


def _shown(url: str) -> str:
    """An address as it may be shown: without user and password."""
    return re.sub(r"//[^/]*@", "//…@", url)


def _beside(url: str, location: str) -> str:
    """Where a redirect leads; only on the same host, and never from https to http."""
    old = httpx.URL(url)
    with suppress(httpx.InvalidURL, BadParameter):  # what is no address leads nowhere
        new = _address(str(old.join(location)))
        safe = new.scheme == old.scheme or (old.scheme, new.scheme) == ("http", "https")
        if location and safe and new.host == old.host:
            return str(new)
    raise ServiceError(
        f"{url} redirects to {_shown(location) or 'nowhere'}, which is not followed; give that "
        "address yourself if you trust it"
    )


def _cause(error: BaseException) -> BaseException:
    """What the system or the TLS library said, where an error of httpx stands for it."""
    if isinstance(error, httpx.TransportError):
        while not isinstance(error, OSError) and (behind := error.__cause__ or error.__context__):
            error = behind
    return error


@cache
def _agent() -> str:
    """How the client names itself, so that the operator of a service can tell who asks."""
    try:
        return f"nhv-graph/{version('nhv-graph')}"
    except PackageNotFoundError:
        return "nhv-graph"

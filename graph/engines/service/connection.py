"""One connection to one service, kept open: logs in, waits, and tries again.

Nothing is asked but what the user named: proxies of the environment are not used, cookies are not
kept, and a redirect is an answer like others (``Service`` follows some).  So this
uses the transport of httpx, not its client.
"""

from __future__ import annotations

import socket
import ssl
import time
import weakref
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock

import httpx

from graph.base.problems import ServiceError
from graph.engines.service.address import address
from graph.engines.service.answer import Answer, BrokenOff, TooLarge, whole
from graph.engines.service.credentials import Credentials, Login
from graph.engines.service.retries import READING, TIMEOUT, Retries, advised


class Connection:
    """A connection to a service; one request at a time.

    Requests must be such that doing one twice is the same as doing it once: what is lost on
    the way is sent again.

    Args:
        url: Where the service is: ``http://`` or ``https://``.
        who: The credentials, sent only when the service asks for them.
        retries: How long it is waited for, and how often it is asked again.

    Raises:
        BadParameter: If the address is none.

    Example:
        ``Connection("http://localhost:7878/store").ask("GET", "default").status``
    """

    def __init__(
        self, url: str, who: Credentials | None = None, retries: Retries = READING
    ) -> None:
        self._address = address(url)
        self.url = str(self._address)
        self.encrypted = self._address.scheme == "https"
        self.host = self._address.host
        self._login = Login(who)
        self._retries = retries
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

    def close(self) -> None:
        """Close it; it is closed as well when nobody needs it any more."""
        self._transport.close()

    def ask(
        self,
        method: str,
        query: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request, again after a while if the service is busy or the line breaks.

        Args:
            method: ``"GET"``, ``"PUT"``, ``"POST"`` or ``"DELETE"``.
            query: What stands behind the ``?``, encoded.
            body: The body.
            headers: Headers beside those of the login.

        Returns:
            The whole answer, whatever its status; a passing fault only when all attempts met one.

        Raises:
            ServiceError: If the service cannot be reached, is too slow, or the line keeps breaking.
        """
        wanted = b"&".join(part for part in (self._address.query, query.encode()) if part)
        request = httpx.Request(
            method,
            self._address.copy_with(query=wanted or None),
            headers={"Accept-Encoding": "gzip", "User-Agent": _agent(), **(headers or {})},
            content=body,
            extensions={"timeout": httpx.Timeout(self._retries.seconds).as_dict()},
        )
        with self._one_at_a_time:
            for wait in self._retries.attempts():
                try:
                    answer = self._logged_in(request)
                except (httpx.TransportError, OSError, BrokenOff, TooLarge, UnicodeError) as error:
                    what, may_pass = self._fault(_cause(error))
                    if wait is None or not may_pass:
                        raise ServiceError(f"{self.url}: {what}") from None
                    self._retries.pause(wait)
                    continue
                self._reached = True
                if answer.status not in self._retries.passing or wait is None:
                    return answer
                self._retries.pause(advised(answer, wait))
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
        until = time.monotonic() + self._retries.seconds
        return whole(self._transport.handle_request(request), until)

    def _fault(self, cause: BaseException) -> tuple[str, bool]:
        """What is wrong, and whether it may pass: a wrong name or port stays wrong."""
        tries = f"({len(self._retries.waits) + 1} tries)"
        match cause:
            case socket.gaierror() | UnicodeError():
                return f"the host {self.host} is not known; is it spelt right?", self._reached
            case ConnectionRefusedError():
                what = "nobody listens there; is the service running, and the port right?"
                return what, self._reached
            case ssl.SSLCertVerificationError():
                return f"its certificate cannot be trusted ({cause.verify_message})", False
            case ssl.SSLError():
                what = "it does not speak TLS there; is it http:// instead of https://?"
                return what, self._reached
            case TimeoutError():
                what = (
                    f"it did not answer within {self._retries.seconds:g} s; try again when it is "
                    f"less busy, ask for less, or set {TIMEOUT} to more seconds"
                )
                return what, False
            case TooLarge():
                return f"its answer is larger than {cause}; ask for less", False
            case BrokenOff():
                return f"its answer broke off ({cause}) {tries}; try again later", True
        return f"the connection was lost {tries}; try again, and look into its log", True


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

"""One connection to one service, kept open: logs in, waits, and tries again.

Nothing is asked but what the user named: proxies of the environment are not used, and a redirect
is an answer like others (:class:`graph.http.service.Service` follows some).
"""

from __future__ import annotations

import socket
import ssl
import time
import weakref
from collections.abc import Mapping
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from importlib.metadata import PackageNotFoundError, version
from threading import Lock

from graph.http.address import address
from graph.http.answer import Answer, BrokenOff, TooLarge, whole
from graph.http.credentials import Credentials, Login
from graph.http.retries import READING, TIMEOUT, Retries, advised
from graph.problems import ServiceError


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
        parts = address(url)
        self.url = parts.geturl()
        self.encrypted = parts.scheme == "https"
        self.host = parts.hostname or ""
        self._root = f"{parts.scheme}://{parts.netloc}"
        self._path = parts.path or "/"
        self._query = parts.query
        self._login = Login(who)
        self._patience = retries
        self._reached = False
        self._one_at_a_time = Lock()
        seconds = retries.seconds
        self._http: HTTPConnection = (
            HTTPSConnection(
                self.host, parts.port, timeout=seconds, context=ssl.create_default_context()
            )
            if self.encrypted
            else HTTPConnection(self.host, parts.port, timeout=seconds)
        )
        # Who asks a service seldom says when it was the last time.
        weakref.finalize(self, self._http.close)

    def close(self) -> None:
        """Close it; it is closed as well when nobody needs it any more."""
        self._http.close()

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
        wanted = "&".join(part for part in (self._query, query) if part)
        path = f"{self._path}?{wanted}" if wanted else self._path
        given = {"Accept-Encoding": "gzip", "User-Agent": _agent(), **(headers or {})}
        with self._one_at_a_time:
            for wait in self._patience.attempts():
                try:
                    answer = self._logged_in(method, path, body, given)
                except (OSError, HTTPException, BrokenOff, TooLarge, UnicodeError) as error:
                    self._http.close()
                    if wait is None or not self._may_pass(error):
                        raise self._failed(error) from None
                    self._patience.pause(wait)
                    continue
                self._reached = True
                if answer.status not in self._patience.passing or wait is None:
                    return answer
                self._patience.pause(advised(answer, wait))
        raise AssertionError("the last attempt answers or raises")

    def _logged_in(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        """Send a request; answer one challenge."""
        url = self._root + path
        answer = self._sent(method, path, body, headers | self._login.header(method, url))
        challenges = answer.headers.get_all("WWW-Authenticate", [])
        if answer.status == 401 and self._login.accept(challenges):
            answer = self._sent(method, path, body, headers | self._login.header(method, url))
        return answer

    def _sent(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        was_open = self._http.sock is not None
        try:
            return self._exchanged(method, path, body, headers)
        except ConnectionError:
            if not was_open:
                raise
        # The service has closed a connection that was kept open; that is its right.
        self._http.close()
        return self._exchanged(method, path, body, headers)

    def _exchanged(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        until = time.monotonic() + self._patience.seconds
        try:
            self._http.request(method, path, body=body, headers=headers)
        except (BrokenPipeError, ConnectionResetError):
            # A service that refuses a body may say so and hang up while it is still being sent.
            answer = whole(self._early(), until)
            self._http.close()
            return answer
        return whole(self._http.getresponse(), until)

    def _early(self) -> HTTPResponse:
        try:
            return self._http.getresponse()
        except (OSError, HTTPException):
            raise ConnectionResetError("closed while sending") from None

    def _may_pass(self, error: Exception) -> bool:
        """Whether it is worth trying again: a wrong name or port stays wrong."""
        match error:
            case TimeoutError() | TooLarge() | UnicodeError() | ssl.SSLCertVerificationError():
                return False
            case ConnectionRefusedError() | socket.gaierror() | ssl.SSLError():
                return self._reached
        return True

    def _failed(self, error: Exception) -> ServiceError:
        tries = f"({len(self._patience.waits) + 1} tries)"
        match error:
            case socket.gaierror() | UnicodeError():
                what = f"the host {self.host} is not known; is it spelt right?"
            case ssl.SSLCertVerificationError():
                what = f"its certificate cannot be trusted ({error.verify_message})"
            case ssl.SSLError():
                what = "it does not speak TLS there; is it http:// instead of https://?"
            case ConnectionRefusedError():
                what = "nobody listens there; is the service running, and the port right?"
            case TimeoutError():
                what = (
                    f"it did not answer within {self._patience.seconds:g} s; try again when it is "
                    f"less busy, ask for less, or set {TIMEOUT} to more seconds"
                )
            case TooLarge():
                what = f"its answer is larger than {error}; ask for less"
            case BrokenOff():
                what = f"its answer broke off ({error}) {tries}; try again later"
            case _:
                what = f"the connection was lost {tries}; try again, and look into its log"
        return ServiceError(f"{self.url}: {what}")


@cache
def _agent() -> str:
    """How the client names itself, so that the operator of a service can tell who asks."""
    try:
        return f"nhv-graph/{version('nhv-graph')}"
    except PackageNotFoundError:
        return "nhv-graph"

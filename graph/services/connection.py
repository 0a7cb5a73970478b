"""One connection to one service, kept open: logs in, waits, and tries again."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from types import TracebackType
from urllib.parse import urlsplit

from graph.problems import BadParameter, ServiceError
from graph.services.credentials import REMEDY, Credentials, Login

# Seconds before the second, third … attempt.
WAITS = (0.5, 1.0, 2.0, 4.0)
# A server may say itself when to come back; longer than this is a matter for a person.
_LONGEST_WAIT = 30.0
_TIMEOUT = 300.0
_LARGEST_ANSWER = 64 * 2**20
_PASSING = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Answer:
    """What a service answered.

    Attributes:
        status: The HTTP status.
        headers: The headers.
        body: The body.
    """

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without parameters, e.g. ``"text/turtle"``."""
        return self.headers.get_content_type()


class Connection:
    """A connection to a service.

    Requests must be such that doing one twice is the same as doing it once: what is lost on
    the way is sent again.

    Args:
        address: Where the service is: ``http://`` or ``https://``.
        who: The credentials, sent only when the service asks for them.
        waits: Seconds before each further attempt; as many attempts, and one.

    Raises:
        BadParameter: If the address is none.
    """

    def __init__(
        self, address: str, who: Credentials | None = None, waits: Sequence[float] = WAITS
    ) -> None:
        parts = urlsplit(address)
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.username is not None:
            raise BadParameter(f"leave user and password out of the address; {REMEDY}")
        if parts.scheme not in ("http", "https") or not parts.hostname or port == -1:
            raise BadParameter(
                f"“{address}” is no address of a service; write http://HOST:PORT/PATH"
            )
        self.address = address
        self.encrypted = parts.scheme == "https"
        self.host = parts.hostname
        self._root = f"{parts.scheme}://{parts.netloc}"
        self._path = parts.path or "/"
        self._query = parts.query
        self._login = Login(who)
        self._waits = tuple(waits)
        self._reached = False
        self._http: HTTPConnection = (
            HTTPSConnection(
                parts.hostname, port, timeout=_TIMEOUT, context=ssl.create_default_context()
            )
            if self.encrypted
            else HTTPConnection(parts.hostname, port, timeout=_TIMEOUT)
        )

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
            The answer, whatever its status; a passing fault only when all attempts met one.

        Raises:
            ServiceError: If the service cannot be reached, or the line keeps breaking.
        """
        wanted = "&".join(part for part in (self._query, query) if part)
        path = f"{self._path}?{wanted}" if wanted else self._path
        for wait in (*self._waits, None):
            try:
                answer = self._logged_in(method, path, body, dict(headers or {}))
            except (OSError, HTTPException) as error:
                self._http.close()
                if wait is None or not self._may_pass(error):
                    raise self._unreachable(error) from None
                time.sleep(wait)
                continue
            self._reached = True
            if answer.status not in _PASSING or wait is None:
                return answer
            time.sleep(_advised(answer, wait))
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
        try:
            self._http.request(method, path, body=body, headers=headers)
        except (BrokenPipeError, ConnectionResetError):
            # A service that refuses a body may say so and hang up while it is still being sent.
            response = self._early()
        else:
            response = self._http.getresponse()
        data = response.read(_LARGEST_ANSWER)
        if response.length:  # what was announced and has not come
            raise IncompleteRead(data, response.length)
        if not response.isclosed():
            self._http.close()
        return Answer(response.status, response.headers, data)

    def _early(self) -> HTTPResponse:
        try:
            return self._http.getresponse()
        except (OSError, HTTPException):
            raise ConnectionResetError("the connection was closed while sending") from None

    def _may_pass(self, error: Exception) -> bool:
        """Whether it is worth trying again: a wrong name or port stays wrong."""
        if isinstance(error, ssl.SSLCertVerificationError):
            return False
        return self._reached or not isinstance(error, ConnectionRefusedError | socket.gaierror)

    def _unreachable(self, error: Exception) -> ServiceError:
        match error:
            case socket.gaierror():
                what = f"the host {self.host} is not known; is it spelt right?"
            case ssl.SSLCertVerificationError():
                what = f"its certificate cannot be trusted ({error.verify_message})"
            case ssl.SSLError():
                what = "it does not speak TLS there; is it http:// instead of https://?"
            case ConnectionRefusedError():
                what = "nobody listens there; is the service running, and the port right?"
            case TimeoutError():
                what = f"it did not answer within {_TIMEOUT:.0f} s; try again when it is less busy"
            case _:
                what = "the connection broke; try again, and look into the log of the service"
        return ServiceError(f"{self.address}: {what}")


def _advised(answer: Answer, wait: float) -> float:
    """How long a service asks to wait, within reason."""
    advice = answer.headers.get("Retry-After", "")
    return min(float(advice), _LONGEST_WAIT) if advice.isascii() and advice.isdigit() else wait

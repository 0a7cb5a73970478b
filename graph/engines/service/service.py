"""Asking a SPARQL service (SPARQL 1.1 Protocol, section 2.1.2: a query by POST as a form)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from urllib.parse import urlencode

import httpx

from graph.base.problems import BadParameter, ServiceError
from graph.engines.service.address import address, shown
from graph.engines.service.answer import Answer
from graph.engines.service.connection import Connection
from graph.engines.service.credentials import Credentials, credentials
from graph.engines.service.retries import READING, Retries

_MOVED = frozenset({301, 302, 307, 308})
_MOST_HOPS = 3

Form = Sequence[tuple[str, str]]


class Service:
    """A service that answers SPARQL queries.

    Args:
        url: Where it takes them.
        who: The credentials, sent only when it asks for them.
        retries: How long it is waited for, and how often it is asked again.

    Raises:
        BadParameter: If the address is none.

    Example:
        ``Service.at("http://127.0.0.1:7878/query").ask([("query", "ASK {}")], "text/csv").body``
    """

    def __init__(
        self, url: str, who: Credentials | None = None, retries: Retries = READING
    ) -> None:
        self.who = who
        self.retries = retries
        self._connection = Connection(url, who, retries)
        self.url = self._connection.url

    @classmethod
    def at(cls, url: str, environ: Mapping[str, str] = os.environ) -> Service:
        """The service at an address, with what the environment says of it.

        Args:
            url: The address.
            environ: ``NHV_SERVICE_USER`` and ``NHV_SERVICE_PASSWORD``, else netrc (see
                :mod:`graph.engines.service.credentials`); ``NHV_SERVICE_TIMEOUT`` in seconds.

        Raises:
            BadParameter: If the address or the time is none.
            ServiceError: If only one of user and password is there, or netrc cannot be read.
        """
        return cls(url, credentials(url, environ), READING.with_timeout(environ))

    def close(self) -> None:
        """Close its connection; it is closed as well when nobody needs it any more."""
        self._connection.close()

    def ask(self, form: Form, accept: str) -> Answer:
        """Send a form and wait for the whole answer.

        Redirects within the host are followed.

        Args:
            form: Names and values, sent as ``application/x-www-form-urlencoded``.
            accept: The media types wanted.

        Returns:
            The whole answer, whatever its status but a redirect.

        Raises:
            ServiceError: If there is none in time, it is not whole, or it redirects elsewhere.
        """
        body = urlencode(form).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        url, answer = self.url, self._connection.ask("POST", body=body, headers=headers)
        for _ in range(_MOST_HOPS):
            if answer.status not in _MOVED:
                return answer
            url = _beside(url, answer.headers.get("Location", ""))
            with closing(Connection(url, self.who, self.retries)) as there:
                answer = there.ask("POST", body=body, headers=headers)
        if answer.status not in _MOVED:
            return answer
        raise ServiceError(f"{self.url} redirects without an end; ask for its present address")


def _beside(url: str, location: str) -> str:
    """Where a redirect leads; only on the same host, and never from https to http."""
    old = httpx.URL(url)
    with suppress(httpx.InvalidURL, BadParameter):  # what is no address leads nowhere
        new = address(str(old.join(location)))
        safe = new.scheme == old.scheme or (old.scheme, new.scheme) == ("http", "https")
        if location and safe and new.host == old.host:
            return str(new)
    raise ServiceError(
        f"{url} redirects to {shown(location) or 'nowhere'}, which is not followed; give that "
        "address yourself if you trust it"
    )

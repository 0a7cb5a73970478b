"""Who asks: user and password from the environment or netrc, for Basic and Digest logins.

Passwords come from no argument of a command line, where every user of the machine could read them,
and are in no message.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from netrc import NetrcParseError, netrc
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from graph.problems import ServiceError

USER = "NHV_SERVICE_USER"
PASSWORD = "NHV_SERVICE_PASSWORD"
REMEDY = f"set {USER} and {PASSWORD}, or write the host into ~/.netrc"


@dataclass(frozen=True)
class Credentials:
    """A user and a password; only the user is shown."""

    user: str
    password: str = field(repr=False)


def credentials(url: str, environ: Mapping[str, str] = os.environ) -> Credentials | None:
    """Find who asks a service.

    Args:
        url: The address of the service; netrc knows users by its host.
        environ: The environment: ``NHV_SERVICE_USER`` and ``NHV_SERVICE_PASSWORD`` come first,
            ``NETRC`` names another file than ``~/.netrc``.

    Returns:
        The credentials, or ``None`` where there are none.

    Raises:
        ServiceError: If one of the two variables is missing, or netrc cannot be read.

    Example:
        >>> credentials("http://localhost/", {USER: "ada", PASSWORD: "secret"})
        Credentials(user='ada')
    """
    user, password = environ.get(USER), environ.get(PASSWORD)
    if user and password is not None:
        return Credentials(user, password)
    if user or password:
        have, lack = (USER, PASSWORD) if user else (PASSWORD, USER)
        raise ServiceError(f"{have} is set and {lack} is not; set both or neither")
    file = Path(environ.get("NETRC") or "~/.netrc").expanduser()
    try:
        known = netrc(str(file)).authenticators(urlsplit(url).hostname or "")
    except FileNotFoundError:
        return None
    except NetrcParseError as error:
        # What the error says of the line may be the password.
        raise ServiceError(f"{file} is not netrc near line {error.lineno}; correct it") from None
    except (OSError, UnicodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ServiceError(f"{file} cannot be read ({what}); correct it, or set NETRC") from None
    return Credentials(known[0], known[2] or "") if known else None


class Login:
    """Answers to a service's challenges (RFC 7617 Basic, RFC 7616 Digest).

    Args:
        who: The credentials; with none, no challenge is answered.
    """

    def __init__(self, who: Credentials | None) -> None:
        self._who = who
        passwords = HTTPPasswordMgrWithDefaultRealm()
        self._passwords = passwords
        self._digest = HTTPDigestAuthHandler(passwords)
        self._challenge: Mapping[str, str] | None = None
        self._basic = False

    def accept(self, challenges: Sequence[str]) -> bool:
        """Take note of what a service asks for; Digest is preferred, as it hides the password.

        Args:
            challenges: Its ``WWW-Authenticate`` headers.

        Returns:
            Whether one of them can be answered.
        """
        if self._who is None:
            return False
        for challenge in challenges:
            scheme, _, fields = challenge.strip().partition(" ")
            if scheme.lower() == "digest" and (asked := _answerable(fields)):
                self._challenge = asked
                return True
        self._basic = any(c.strip().lower().startswith("basic") for c in challenges)
        return self._basic

    def header(self, method: str, url: str) -> dict[str, str]:
        """Make the header for a request; none as long as nothing was asked for.

        Args:
            method: The method, e.g. ``"PUT"``.
            url: The whole address of the request.

        Raises:
            ServiceError: If user or password cannot be sent in the way asked for.
        """
        if self._who is None:
            return {}
        if self._challenge is not None:
            self._passwords.add_password(
                self._challenge.get("realm"), url, self._who.user, self._who.password
            )
            request = Request(url, method=method)
            try:
                answer = self._digest.get_authorization(request, self._challenge)
            except UnicodeError:
                raise ServiceError(
                    f"{url} asks for a digest, which is made of ASCII only; take a user and a "
                    "password without other letters"
                ) from None
            return {"Authorization": f"Digest {answer}"} if answer else {}
        if self._basic:
            pair = f"{self._who.user}:{self._who.password}".encode()
            return {"Authorization": f"Basic {b64encode(pair).decode()}"}
        return {}


def _answerable(fields: str) -> dict[str, str]:
    """What a Digest challenge asks for; empty if the standard library has no answer to it."""
    try:
        asked = parse_keqv_list(parse_http_list(fields))
    except ValueError:
        return {}
    ways = [way.strip() for way in asked.get("qop", "auth").split(",")]
    if asked.get("algorithm", "MD5").upper() not in ("MD5", "SHA") or "auth" not in ways:
        return {}
    return asked | ({"qop": "auth"} if "qop" in asked else {})

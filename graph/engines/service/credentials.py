"""Who asks: user and password from the environment or netrc, for Basic and Digest logins.

Passwords come from no argument of a command line, where every user of the machine could read them,
and are in no message.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from netrc import NetrcParseError, netrc
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from graph.base.problems import ServiceError

USER = "NHV_SERVICE_USER"
PASSWORD = "NHV_SERVICE_PASSWORD"
REMEDY = f"set {USER} and {PASSWORD}, or write the host into ~/.netrc"


@dataclass(frozen=True)
class Credentials:
    """A user and a password; only the user is shown."""

    user: str
    password: str = field(repr=False)


def credentials(url: str, environ: Mapping[str, str] = os.environ) -> Credentials | None:
    """Find who asks a service: as the environment says, else netrc by the host of its address.

    ``NETRC`` names another file than ``~/.netrc``.  Raises ServiceError if one of the two variables
    is missing, or netrc cannot be read.
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
    """Answers to a service's challenges (RFC 7617 Basic, RFC 7616 Digest); none without ``who``."""

    def __init__(self, who: Credentials | None) -> None:
        self._who = who
        self._auth = httpx.Auth()  # adds nothing, until the service asks

    def sign(self, request: httpx.Request) -> None:
        """Add to a request what the service asked for earlier; nothing if it did not ask."""
        next(self._auth.auth_flow(request))

    def answer(self, request: httpx.Request, challenges: Sequence[str]) -> bool:
        """Sign a request that was refused, if one of the challenges can be answered.

        Digest is preferred, as it hides the password.  Raises ServiceError if user or password
        cannot be sent in the way asked for.
        """
        if self._who is None:
            return False
        user, password = self._who.user, self._who.password
        for challenge in challenges:
            digest = httpx.DigestAuth(user, password)
            if _answers(digest, request, challenge.strip()):
                if not f"{user}{password}".isascii():
                    raise ServiceError(
                        f"{request.url} asks for a digest, which is made of ASCII only; take a "
                        "user and a password without other letters"
                    )
                self._auth = digest
                return True
        if any(challenge.strip().lower().startswith("basic") for challenge in challenges):
            self._auth = httpx.BasicAuth(user, password)
            self.sign(request)
            return True
        return False


def _answers(digest: httpx.DigestAuth, request: httpx.Request, challenge: str) -> bool:
    """Whether a challenge asks for a digest of a kind that httpx knows; if so, sign the request."""
    if not challenge.lower().startswith("digest "):
        return False
    headers = [(b"WWW-Authenticate", challenge.encode())]
    flow = digest.auth_flow(request)
    next(flow)
    try:
        flow.send(httpx.Response(401, headers=headers, request=request))
    except (KeyError, ValueError, NotImplementedError, httpx.ProtocolError):
        return False
    return True

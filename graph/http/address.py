"""Addresses of services, as people write them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from graph.http.credentials import REMEDY
from graph.problems import BadParameter

# What may stand in a path or behind “?” as it is: what RFC 3986 allows there, and what is encoded.
_AS_IT_IS = "/?:@!$&'()*+,;=%-._~"


def address(url: str) -> SplitResult:
    """Check the address of a service.

    Args:
        url: ``http://…`` or ``https://…``.

    Returns:
        Its parts; no fragment, and letters outside of ASCII encoded.

    Raises:
        BadParameter: If it is no such address, or holds a user or password.

    Example:
        >>> address("http://127.0.0.1:7878/query").path
        '/query'
    """
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError as error:
        raise BadParameter(f"“{shown(url)}” is no address of a service: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadParameter(
            f"“{shown(url)}” is no address of a service; it begins with http:// or https:// and "
            "a host"
        )
    if parts.username is not None or parts.password is not None:
        raise BadParameter(f"leave user and password out of the address; {REMEDY}")
    path, query = (quote(part, safe=_AS_IT_IS) for part in (parts.path, parts.query))
    return parts._replace(path=path, query=query, fragment="")


def shown(url: str) -> str:
    """An address as it may be shown: without user and password.

    Example:
        >>> shown("http://ada:secret@localhost/query")
        'http://…@localhost/query'
    """
    return re.sub(r"//[^/]*@", "//…@", url)

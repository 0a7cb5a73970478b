"""Addresses of services, as people write them."""

from __future__ import annotations

import re

import httpx

from graph.base.problems import BadParameter
from graph.engines.service.credentials import REMEDY

_LAST_PORT = 65_535


def address(url: str) -> httpx.URL:
    """Check the address of a service.

    Args:
        url: ``http://…`` or ``https://…``.

    Returns:
        The address without fragment, letters outside of ASCII encoded.

    Raises:
        BadParameter: If it is no such address, or holds a user or password.

    Example:
        >>> address("http://127.0.0.1:7878/query").path
        '/query'
    """
    try:
        parts = httpx.URL(url.strip())
    except httpx.InvalidURL:  # it may quote a password
        parts = httpx.URL()
    is_port = parts.port is None or 0 <= parts.port <= _LAST_PORT
    if parts.scheme not in ("http", "https") or not parts.host or not is_port:
        raise BadParameter(
            f"“{shown(url)}” is no address of a service; it begins with http:// or https:// and "
            f"a host, and a port is a number up to {_LAST_PORT}"
        )
    if parts.userinfo:
        raise BadParameter(f"leave user and password out of the address; {REMEDY}")
    return parts.copy_with(fragment=None)


def shown(url: str) -> str:
    """An address as it may be shown: without user and password.

    Example:
        >>> shown("http://ada:secret@localhost/query")
        'http://…@localhost/query'
    """
    return re.sub(r"//[^/]*@", "//…@", url)

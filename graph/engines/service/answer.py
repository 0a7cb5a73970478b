"""What a service answers: read to the end, unpacked, or not taken at all."""

from __future__ import annotations

import re
import time
import zlib
from dataclasses import dataclass
from html import unescape

import httpx

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

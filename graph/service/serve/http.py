"""What the endpoint says over HTTP: responses, refusals, and the parameters that it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

LONGEST_LINE = 64 * 1024
LONGEST_BODY = 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What a page of this computer may load: its own parts."""
PAGE = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
"""The parts of a page by their paths: file and media type."""
_MOST_PAIRS = 10_000  # a client may name every graph of the dataset
_NONE: Mapping[str, str] = {}


class Refused(Exception):  # noqa: N818 - said so in every sentence about it
    """A request that gets no answer but a status (400–599), a sentence with a remedy, headers."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] = _NONE) -> None:
        super().__init__(status, sentence, headers)  # by which it goes between processes
        self.status = status
        self.sentence = sentence
        self.headers = headers


@dataclass(frozen=True)
class Response:
    """What is sent back; the length of the body is always sent."""

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def sentence(problem: Refused) -> Response:
    """The response that says why a request is refused, as plain text."""
    return Response(problem.status, f"{problem.sentence}\n".encode(), headers=problem.headers)


def form_of(text: str) -> list[tuple[str, str]]:
    """The parameters of a query string or a form (application/x-www-form-urlencoded).

    Raises Refused, 400, if it is no percent-encoded UTF-8 or has more than 10,000 pairs.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PAIRS)
    except ValueError:
        what = f"The parameters are not percent-encoded UTF-8, or more than {_MOST_PAIRS:,}."
        raise Refused(400, what) from None

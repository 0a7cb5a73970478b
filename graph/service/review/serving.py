"""``nhv draft --review``: a page for one draft, on this computer only, until Ctrl-C."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from tornado.httputil import HTTPServerRequest

from graph.base.words import words_of
from graph.service.review.keeping import Answers
from graph.service.review.reviewing import Review
from graph.service.serve.http import LONGEST_BODY, PAGE, POLICY, Refused, Response, sentence
from graph.service.serve.server import Server

_WORDS = words_of("graph.service.review")
_HOST = "127.0.0.1"
_SCRIPTS = ("cards", "document", "form", "shared")
_PAGE = {**PAGE, **{f"/{name}.js": (f"{name}.js", PAGE["/page.js"][1]) for name in _SCRIPTS}}


class Page:
    """Responds to the page of one review; only who was given its address may write."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self.key = secrets.token_urlsafe(16)
        self._actions: Mapping[str, Callable[[Answers], dict[str, Any]]] = {
            "/keep": review.kept,
            "/check": review.checked,
            "/write": review.write,
        }

    async def respond(self, request: HTTPServerRequest) -> Response:
        """The response to a request, whatever it is; what is refused says so in a sentence."""
        try:
            return self._respond(request)
        except Refused as refusal:
            return sentence(refusal)
        except (OSError, ValueError) as error:  # a folder that cannot be written to
            return sentence(Refused(409, str(error)))

    def _respond(self, request: HTTPServerRequest) -> Response:
        if request.host_name not in (_HOST, "localhost"):
            raise Refused(421, "This page is not called that; use the address that it printed.")
        if request.method == "GET" and request.path in _PAGE:
            name, content_type = _PAGE[request.path]
            body = (files("graph.service.review") / "page" / name).read_bytes()
            return Response(200, body, content_type, {"Content-Security-Policy": POLICY})
        if not secrets.compare_digest(request.headers.get("X-Review", ""), self.key):
            raise Refused(403, " ".join(_WORDS.pair("no_key")))
        if request.method == "GET" and request.path == "/draft":
            return _json(self._review.shown())
        if request.method == "POST" and request.path in self._actions:
            return _json(self._actions[request.path](_answers(request.body)))
        raise Refused(404, "There is nothing here.")


def _answers(body: bytes) -> Answers:
    """What a page sends."""
    if len(body) > LONGEST_BODY:
        raise Refused(413, "That is more than a curated file holds; leave some facts out.")
    try:
        return Answers.of(json.loads(body))
    except ValueError as error:
        raise Refused(400, str(error)) from None


def _json(content: Mapping[str, Any]) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(200, body, "application/json", {"Content-Security-Policy": POLICY})


def serve_review(review: Review, port: int, say: Callable[[str], None]) -> None:
    """Serve the page of a review on this computer until Ctrl-C; port 0 takes a free one."""
    page = Page(review)
    if review.files.before:
        kept = review.files.decisions
        say(f"goes on with {review.files.path}; without it and {kept.name} it begins anew")
    server = Server(_HOST, port, page.respond)
    say(f"review it at http://{_HOST}:{server.port}/#{page.key}; Ctrl-C ends it")
    server.run_until_told()

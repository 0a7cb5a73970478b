"""``nhv draft --review``: a page for one draft, on this computer only, until Ctrl-C.

The page shows what the draft is, and what a curator's answers come to.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from tornado.httputil import HTTPServerRequest

from graph.base.languages import LANGS
from graph.base.words import words_of
from graph.service.review.changes import changes
from graph.service.serve.http import LONGEST_BODY, PAGE, POLICY, Refused, Response, sentence
from graph.service.serve.server import Server
from graph.view.view import View
from loaders.drafting.proposal import Proposal, save
from loaders.drafting.trial import Trial, entries, trial

_HOST = "127.0.0.1"
_FACTS = 5_000


_WORDS = words_of("graph.service.review")


@dataclass
class Review:
    """A draft, the graph as it is, and the folder that its file goes to, or was written to."""

    kg: View
    made: Proposal
    folder: Path
    written: Path | None = field(default=None)

    def shown(self) -> dict[str, Any]:
        """All that the page begins with."""
        head, facts = entries(self.made)
        tried = trial(self.made, head, facts)
        lines = [{"text": line.text, "role": line.role} for line in self.made.lines]
        drafted = [
            {"text": text, "lines": fact["lines"], "doubtful": "inferred" in fact}
            for text, fact in zip(facts, self.made.draft.facts, strict=True)
        ]
        return {
            "id": self.made.head.fields["id"],
            "head": head,
            "lines": lines,
            "facts": drafted,
            "unknown": [
                {"name": one.name, "kind": one.kind, "lines": list(one.lines)}
                for one in self.made.draft.unknown
            ],
            "undecided": self.made.draft.undecided,
            "words": {lang: _WORDS.section("page", lang) for lang in LANGS},
            **self._told(tried),
        }

    def checked(self, head: str, facts: Sequence[str]) -> dict[str, Any]:
        """What is wrong with accepted facts, and what each would change."""
        return self._told(trial(self.made, head, facts))

    def write(self, head: str, facts: Sequence[str]) -> dict[str, Any]:
        """Write the accepted facts; raises ValueError if a file was there before the review."""
        tried = trial(self.made, head, facts)
        if self.written is None:
            self.written, _ = save(self.made, self.folder)
        self.written.write_text(tried.text, encoding="utf-8", newline="\n")
        return {**self._told(tried), "written": str(self.written)}

    def _told(self, tried: Trial) -> dict[str, Any]:
        told = {number: changes(self.kg, said) for number, said in tried.said.items()}
        return {"problems": tried.problems, "warnings": tried.warnings, "changes": told}


class Page:
    """Responds to the page of one review; only who was given its address may write."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self.key = secrets.token_urlsafe(16)
        self._actions: Mapping[str, Callable[[str, Sequence[str]], dict[str, Any]]] = {
            "/check": review.checked,
            "/write": review.write,
        }

    async def respond(self, request: HTTPServerRequest) -> Response:
        """The response to a request, whatever it is; what is refused says so in a sentence."""
        try:
            return self._respond(request)
        except Refused as refusal:
            return sentence(refusal)
        except ValueError as error:  # a file that would be overwritten, a head that is none
            return sentence(Refused(409, str(error)))

    def _respond(self, request: HTTPServerRequest) -> Response:
        if request.host_name not in (_HOST, "localhost"):
            raise Refused(421, "This page is not called that; use the address that it printed.")
        if request.method == "GET" and request.path in PAGE:
            name, content_type = PAGE[request.path]
            body = (files("graph.service.review") / "page" / name).read_bytes()
            return Response(200, body, content_type, {"Content-Security-Policy": POLICY})
        if not secrets.compare_digest(request.headers.get("X-Review", ""), self.key):
            raise Refused(403, "Open the page by the whole address that nhv draft printed.")
        if request.method == "GET" and request.path == "/draft":
            return _json(self._review.shown())
        if request.method == "POST" and request.path in self._actions:
            return _json(self._actions[request.path](*_accepted(request.body)))
        raise Refused(404, "There is nothing here.")


def _accepted(body: bytes) -> tuple[str, list[str]]:
    """The head and the facts that a page sends."""
    if len(body) > LONGEST_BODY:
        raise Refused(413, "That is more than a curated file holds; leave some facts out.")
    try:
        sent = json.loads(body)
        head, facts = str(sent["head"]), [str(fact) for fact in sent["facts"][:_FACTS]]
    except (ValueError, KeyError, TypeError):
        raise Refused(400, "Send {head, facts} as JSON.") from None
    return head, facts


def _json(content: Mapping[str, Any]) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Response(200, body, "application/json", {"Content-Security-Policy": POLICY})


def serve_review(review: Review, port: int, say: Callable[[str], None]) -> None:
    """Serve the page of a review on this computer until Ctrl-C; port 0 takes a free one."""
    page = Page(review)
    server = Server(_HOST, port, page.respond)
    say(f"review it at http://{_HOST}:{server.port}/#{page.key}; Ctrl-C ends it")
    server.run_until_told()

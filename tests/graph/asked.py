"""The page that answers by itself, opened in a browser and asked by a test."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from graph.site.ask.data import file as file_of
from graph.site.ask.data import packed, sayings, shared
from graph.site.ask.page import page as ask_page
from graph.site.ask.past import parts, retrace, sources
from graph.site.frame import Frame

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from graph import KnowledgeGraph

LONGEST = 60.0  # seconds that anything may take on a machine that is busy with other tests
# Follows a link and waits for the answer, or for what is said instead of one.
_ASK = """async (hash) => {
  const page = nhv.page, mistake = document.getElementById("mistake");
  page.answer = null; page.held = ""; mistake.hidden = true;
  const begun = performance.now();
  history.replaceState(null, "", hash);
  page.follow();
  while (!page.answer && mistake.hidden) await new Promise((go) => setTimeout(go, 2));
  const [answer, milliseconds] = [page.answer, performance.now() - begun];
  if (!answer) return { mistake: mistake.textContent };
  return {
    csv: nhv.tables.csv(answer.saved), json: nhv.tables.json(answer.saved),
    note: document.getElementById("note").textContent, milliseconds,
    rows: document.querySelectorAll("#answer tbody tr").length,
  };
}"""


@dataclass
class Asking:
    """The page in a browser, and what it tried.

    Attributes:
        page: The page.
        asked: Every address that it asked for.
        wrong: Every error, dialog and message of the console.
    """

    page: Page
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def ask(self, question: str = "", **given: object) -> dict[str, Any]:
        """Follow the link to a question; its answer as CSV and JSON with its note, or a mistake."""
        said = {"q": question, **given} if question else given
        found: dict[str, Any] = self.page.evaluate(_ASK, f"#{urlencode(said)}")
        return found

    def until(self, condition: str) -> None:
        """Wait until something holds in the page."""
        end = time.monotonic() + LONGEST
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, f"in vain for {condition}: {self.wrong}"
            self.page.wait_for_timeout(20)

    def reject(self, what: str) -> None:
        """Note what a page may not do."""
        self.wrong.append(what)


@contextmanager
def asking(browser: Browser, address: str, **options: Any) -> Iterator[Asking]:
    """Open the page; nothing outside is reached.

    Args:
        browser: The browser.
        address: Of the page, on a disk or a server of this machine.
        **options: What Playwright takes for a page, such as ``viewport``.
    """
    page = browser.new_page(**options)
    seen = Asking(page)
    home = address.partition("/sv/")[0].partition("/en/")[0]

    def handle(route: Any) -> None:
        url = route.request.url
        seen.asked.append(url)
        if url.startswith((home, "blob:", "data:")):
            route.continue_()
        else:
            seen.reject(f"asks for {url}")
            route.abort()

    def dismiss(dialog: Any) -> None:
        seen.reject(f"opens a dialog: {dialog.message}")
        dialog.dismiss()

    page.route("**/*", handle)
    page.on("dialog", dismiss)
    page.on("pageerror", lambda error: seen.reject(str(error)))
    page.on("console", lambda message: seen.reject(message.text))
    try:
        page.goto(address)
        seen.until("typeof nhv !== 'undefined' && Boolean(nhv.page)")
        yield seen
    finally:
        page.close()


def ask_site(kg: KnowledgeGraph, folder: Path) -> Path:
    """Write the page alone, of one view, without the rest of the site."""
    own = files("graph.site") / "assets"
    frame = {f"assets/{name}": (own / name).read_bytes() for name in ("site.css", "icon.svg")}
    past = list(parts(retrace(kg)))
    steps = [step for _, own, _ in past for step in own]
    known = {"steps": steps, "sources": sources(kg)}
    said = [sayings(kg.at(lang=lang), known) for lang in ("sv", "en")]
    said += [(file_of(name), script) for name, _, script in past]
    for path, content in (*frame.items(), *shared(kg), *packed(kg), *said):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for lang in ("sv", "en"):
        file = folder / lang / "ask.html"
        file.parent.mkdir(exist_ok=True)
        made = ask_page(kg.at(lang=lang))
        file.write_text(Frame(lang, {}, {}, "", "").render(made), encoding="utf-8")
    return folder

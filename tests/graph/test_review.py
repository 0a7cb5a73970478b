"""A draft on its page: what each fact would change, and a file that nhv check takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from graph import open_graph
from graph.service.review.serving import Page, Review
from graph.service.serve.server import Server
from loaders.drafting.proposal import known, proposal
from loaders.drafting.trial import curated_with, entries, trial
from loaders.drafting.writing import NO_TITLE
from tests.browser import chromium
from tests.support import SEEDS, built_graph, seeds

# Of the seeds, one gives Region Västerbotten a permit for Vingskapula from 1 June 2026.
LETTER = """Svar från Region Västerbotten

Datum: 2026-08-15
<script>alert(1)</script>

Regionen har tillstånd för vingskapula från den 1 september 2026.
Region Skåne har tillstånd för moyamoya.
Region Västerbotten har tillstånd för systemisk amyloidos.
Kaffet är slut.
"""


TITLE = 'title_en: "Answer of Region Västerbotten"'


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    folder = tmp_path_factory.mktemp("review")
    document = folder / "svar.txt"
    document.write_text(LETTER, encoding="utf-8")
    made = proposal(document, known(), "svar-2026-08")
    return Review(open_graph(built_graph()), made, folder / "drafts")


@contextmanager
def served(page: Page) -> Iterator[str]:
    """The page on a free port, for as long as the block lasts."""
    server = Server("127.0.0.1", 0, page.respond)
    running = Thread(target=server.run)
    running.start()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.stop()
        running.join()


def changes(review: Review, about: str) -> list[str]:
    """What the fact that names something would change, in English."""
    shown = review.shown()
    at = next(n for n, fact in enumerate(shown["facts"]) if about in fact["text"].casefold())
    told: list[str] = shown["changes"][at]["en"]
    return told


def test_a_fact_is_told_to_be_new_or_to_have_sources(review: Review) -> None:
    """What nobody said is new; what others said has one more source, by name."""
    assert any(said.startswith("New ") for said in changes(review, "moyamoya"))
    again = changes(review, "amyloidos")
    assert any(said.startswith("Source number 2") and "also in" in said for said in again), again


def test_a_day_that_differs_is_told_with_its_source(review: Review) -> None:
    """A contradiction names both days and who says the other; what is more precise is none."""
    told = changes(review, "vingskapula")
    against = next(said for said in told if said.startswith("Contradicts"))
    assert {"2026-09-01", "2026-06-01"} <= set(against.replace(",", "").split()), told


@pytest.mark.slow
def test_a_trial_says_what_is_missing_by_fact(review: Review) -> None:
    """What nhv check would refuse is said of the fact that it is about, and of no other."""
    head, facts = entries(review.made)
    assert "title_en" in trial(review.made, head, facts).problems[0][1], "the title is in Swedish"
    head = head.replace(NO_TITLE, TITLE)
    assert trial(review.made, head, facts).problems == ()
    wrong = [*facts[:1], "permit: Vingskapul\nholder: Region Skåne\nlines: 6", *facts[1:]]
    found = trial(review.made, head, wrong).problems
    assert [number for number, _ in found] == [1], found
    assert "did you mean Vingskapula" in found[0][1]
    assert trial(review.made, head, ["permit: ["]).problems, "what is no YAML is said so, too"
    assert trial(review.made, head, []).text.count("# unused lines"), "no line is forgotten"


def test_a_file_is_tried_as_if_it_were_curated(review: Review, tmp_path: Path) -> None:
    """--with takes a source that is not curated yet, and says so of what is none."""
    file = tmp_path / "svar-2026-08.yaml"
    file.write_text(review.made.text, encoding="utf-8")
    copy = curated_with([file], tmp_path / "curated", seeds())
    assert len(list((copy / "sources").iterdir())) == len(SEEDS) + 1
    for wrong, remedy in ((tmp_path / "no.yaml", "takes a source file"), (copy, "source file")):
        with pytest.raises(ValueError, match=remedy):
            curated_with([wrong], tmp_path / "more", seeds())
    with pytest.raises(ValueError, match="is curated already"):
        curated_with([copy / "sources" / f"{SEEDS[0]}.yaml"], tmp_path / "more", seeds())


def test_only_the_page_itself_may_write(review: Review) -> None:
    """Without the key of the address, or under another name, nothing is shown and nothing done."""
    page = Page(review)
    door = build_opener(ProxyHandler({}))
    body = json.dumps({"head": "id: x", "facts": []}).encode()
    with served(page) as url:
        assert b"page.js" in door.open(url).read()
        refused: list[tuple[str, dict[str, str], int]] = [
            ("draft", {}, 403),
            ("write", {"X-Review": "guessed"}, 403),
            ("", {"Host": "evil.example"}, 421),
            ("nothing", {"X-Review": page.key}, 404),
        ]
        for path, headers, status in refused:
            with pytest.raises(HTTPError) as error:
                door.open(Request(url + path, body if path == "write" else None, headers))
            assert error.value.code == status, path
            error.value.close()
    assert not review.folder.exists()


@pytest.mark.browser
@pytest.mark.slow
def test_a_curator_reviews_a_draft_in_the_browser(review: Review, tmp_path: Path) -> None:
    """Lines show what covers them; facts are accepted, edited, dropped, added; the file checks."""
    review = Review(review.kg, review.made, tmp_path / "drafts")
    page = Page(review)
    with served(page) as url, chromium() as browser:
        shown: Any = browser.new_page()
        wrong: list[str] = []
        shown.on("pageerror", lambda error: wrong.append(str(error)))
        shown.on("dialog", lambda dialog: wrong.append(dialog.message))
        shown.on("request", lambda a: None if a.url.startswith(url) else wrong.append(a.url))
        shown.goto(f"{url}#{page.key}")
        shown.wait_for_selector("#list li")
        shown.click("text=English")
        number = shown.locator("#list li").count()
        assert shown.locator("#lines .unused").count() >= 2, "coffee and script state nothing"
        shown.locator("#list li pre", has_text="Moyamoya".lower()).first.click()
        assert "moyamoya" in shown.locator("#lines .chosen").inner_text()
        shown.locator("#list li", has_text="moyamoya").first.locator("text=Drop").click()
        edited = shown.locator("#list li", has_text="vingskapula").first
        edited.locator("text=Edit").click()
        area = shown.locator("#list textarea")
        area.fill(area.input_value().replace("2026-09-01", "2026-13-01"))
        shown.click("text=Accept all that are left")
        shown.click("#write")
        shown.wait_for_selector("#list .problem")
        area = shown.locator("#list textarea")
        area.fill(area.input_value().replace("2026-13-01", "2026-06-01"))
        shown.click("#add")
        shown.locator("#list textarea").first.fill(
            "permit: Moyamoya\nholder: Region Uppsala\nlines: 7\ncertainty: inferred"
        )
        head = shown.locator("#head")
        head.fill(head.input_value().replace(NO_TITLE, TITLE))
        shown.click("#write")
        shown.wait_for_selector("text=Nothing is wrong")
        assert shown.locator("#list li").count() == number + 1
        assert not wrong, wrong
    text = (tmp_path / "drafts" / "svar-2026-08.yaml").read_text(encoding="utf-8")
    assert "Region Uppsala" in text
    assert "Region Skåne" not in text
    assert (tmp_path / "drafts" / "svar-2026-08.txt").is_file()

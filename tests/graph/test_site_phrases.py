"""The search of the site reads phrases as Python does, and leads to the answer."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph import open_graph
from graph.knowledge_graph import catalogues
from graph.phrases.following import call, understood
from graph.phrases.reading import Reader
from tests.graph.site_walk import whole_site
from tests.support import sampled, whole_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("site")]
TODAY = date(2026, 11, 29)
PARTS = 5
_TABLE = Path(__file__).with_name("phrases.csv")
_STRANGE = ("Vem är Anders Henriksson?", "xyzzy plugh", "", "{area}", "<b>dysmeli</b> & sedan 2021")
_READ = """async ([phrases, today]) => {
  await nhv.found.reader();
  const reader = new nhv.Reader(nhv.found.data, today);
  return phrases.map((phrase) => {
    const [first, ...others] = reader.read(phrase);
    const said = first.target === "none" ? first.nearest.join() : nhv.found.understood(first);
    return [first.target, first.params, said, first.target === "none" ? "" : nhv.found.call(first),
      others.map(({ target, params }) => [target, params])];
  });
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    opened = browser.new_page()
    opened.goto((whole_site() / "sv" / "search.html").as_uri())
    return opened


@pytest.mark.parametrize("nth", sampled(range(PARTS), PARTS))
def test_the_search_reads_a_phrase_as_python_does(page: Page, nth: int) -> None:
    """Readings, what was understood and the call are the same, in the same order."""
    kg = open_graph(whole_graph()).at(lang="sv")
    reader = Reader(kg, catalogues(), TODAY)
    rows = csv.DictReader(_TABLE.read_text(encoding="utf-8").splitlines())
    phrases = [*(row["phrase"] for row in rows), *_STRANGE][nth::PARTS]
    differ = []
    for phrase, read in zip(
        phrases, page.evaluate(_READ, [phrases, TODAY.isoformat()]), strict=True
    ):
        first, *others = reader.read(phrase)
        none = first.target == "none"
        said = ",".join(first.nearest) if none else understood(kg, first)
        readings = [[one.target, dict(one.params)] for one in others]
        wanted = [first.target, dict(first.params), said, "" if none else call(first), readings]
        if read != wanted:
            differ.append(f"{phrase}: {read}, in Python {wanted}")
    assert not differ, "assets/phrases reads otherwise than graph/phrases:\n" + "\n".join(differ)


def test_a_phrase_leads_to_its_answer(page: Page) -> None:
    """What was understood is a link to the page that answers, with the parameters in it."""
    page.fill("#q", "vem har tillstånd för dysmeli 2024?")
    page.click("#understood a[href^='ask.html#q=holders']")
    page.wait_for_selector("#answer tbody tr")
    assert page.input_value("#param-area") == "Dysmeli"
    assert page.input_value("#as_of") == "2024"
    page.go_back()
    page.fill("#q", "vad har ändrats sedan 2023?")
    page.wait_for_selector("#understood a[href='news/index.html']")


def test_what_the_graph_has_not_is_said_in_the_search(page: Page) -> None:
    """A phrase without an answer gets the reason, and links to what comes nearest."""
    page.fill("#q", "hur lång är väntetiden till Anova")
    page.wait_for_selector("#understood a[href='ask.html#q=lead-times']")
    assert "Väntetider finns inte i grafen" in page.inner_text("#understood")

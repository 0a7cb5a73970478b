"""The site as people meet it: in a browser, on a telephone, in the dark, without scripts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Hashable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import numpy as np
import pytest

from tests.browser import tab
from tests.graph.site_walk import (
    Read,
    axe_script,
    is_wider,
    violations,
    whole_pages,
    whole_site,
)
from tests.support import sampled, whole_is_national

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("site")]
# What can differ with the width and the colours; the rest of axe's rules reads the same document.
LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
TELEPHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1280, "height": 900}
_LONGEST = 10_000
# Where a phrase is answered, and the first hits below it.
_HITS = """async (typed) => {
  const [first] = (await nhv.found.reader()).read(typed);
  const hits = [...document.querySelectorAll("#hits a")].map(a => a.getAttribute("href"));
  return [first.target === "none" ? "" : nhv.found.address(first), ...hits.slice(0, 3)];
}"""

# Where the tabulator stops: at a closed fold, or at what cannot be seen to be where one is.
_STOP = """() => {
  const at = document.activeElement;
  if (at === document.body) return "body";
  at.dataset.reached = "";
  if (at.tagName === "SUMMARY" && !at.parentElement.open) return "folded";
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const bare = outlineStyle === "none" || outlineWidth === "0px";
  return bare ? `${at.outerHTML.slice(0, 80)} has no outline` : "";
}"""
_MISSED = """() => {
  const used = "a[href], button, summary, input, select, textarea, [tabindex='0']";
  const missed = [...document.querySelectorAll(used)]
    .filter((one) => !("reached" in one.dataset) && one.checkVisibility());
  const closed = document.querySelectorAll("details:not([open])").length;
  return [missed.map((one) => one.outerHTML.slice(0, 80)), closed];
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test if it asks for anything outside, or says anything is wrong."""
    opened = tab(browser, DESK)
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith(("file:", "data:")) else wrong.append(asked.url),
    )
    yield opened
    opened.close()
    assert not wrong, f"the page says or asks {wrong[:3]}; nothing may be wrong, or fetched"


def samples(lang: str, kind: Callable[[Path, Read], Hashable]) -> list[Path]:
    """Of each kind of page in a language the longest that is quickly looked through."""
    best: dict[Hashable, tuple[int, Path]] = {}
    for file, read in whole_pages().items():
        size = file.stat().st_size
        if read.language == lang and not read.template.endswith("way.html"):  # it leads on at once
            ranked = (size if size <= _LONGEST else -size, file)
            best[kind(file, read)] = max(best.get(kind(file, read), ranked), ranked)
    return sorted(file for _, file in best.values())


@pytest.mark.parametrize("lang", ["sv", pytest.param("en", marks=pytest.mark.trust)])
def test_pages_are_accessible(page: Page, lang: str) -> None:
    """No page breaks a rule of WCAG 2.1 A or AA, or has links too small to hit (WCAG 2.5.8)."""
    found = []
    for path in samples(lang, lambda _, read: read.template):
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK)
        page.goto(path.as_uri())
        page.evaluate(axe_script())
        found += [f"{path}: {fault}" for fault in violations(page)]
        wide = [DESK["width"]] if is_wider(page) else []
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(TELEPHONE)
        wide += [TELEPHONE["width"]] if is_wider(page) else []
        found += [f"{path}: is wider than a screen of {width} pixels" for width in wide]
        narrow = violations(page, [*LOOKS, "target-size"])
        found += [f"{path}, narrow and dark: {fault}" for fault in narrow]
    assert not found, "\n".join(found[:10])


@pytest.mark.trust
@pytest.mark.parametrize("width", [TELEPHONE, DESK])
def test_links_are_large_enough_to_hit(page: Page, width: ViewportSize) -> None:
    """A link is 24 pixels high and wide, or as far from the next, on pages of any folder, too."""
    files = samples("sv", lambda file, read: (read.template, file.parent))
    page.set_viewport_size(width)
    found = []
    for file in files:
        page.goto(file.as_uri())
        page.evaluate(axe_script())
        found += [f"{file.parent.name}/{file.name}: {f}" for f in violations(page, ["target-size"])]
    assert len(files) > 20, "hardly any page is looked at: the test is blind"
    assert not found, "give them --line in site.css:\n" + "\n".join(found[:10])


@pytest.mark.parametrize("lang", sampled(["sv", "en"], 2))
def test_the_search_finds_an_area(page: Page, lang: str) -> None:
    """From the start page, a word leads to the page on what it means."""
    page.goto((whole_site() / lang / "index.html").as_uri())
    page.fill("#q", "dysmeli")
    page.keyboard.press("Enter")
    page.wait_for_selector("#hits a")
    hrefs = page.eval_on_selector_all("#hits a", "all => all.map(a => a.getAttribute('href'))")
    assert "area/dysmeli.html" in hrefs[:3], f"the search finds {hrefs[:5]}"
    page.click("#hits a[href='area/dysmeli.html']")
    assert page.url.endswith("area/dysmeli.html")


def test_what_people_type_leads_to_the_page_they_mean(page: Page) -> None:
    """Of names, parts and slips of the pen nearly all have their page among the first three."""
    with (Path(__file__).parent / "searches.csv").open(encoding="utf-8", newline="") as file:
        typed = list(csv.DictReader(file))
    missed = []
    for lang in ("sv", "en"):
        page.goto((whole_site() / lang / "search.html").as_uri())
        for row in (row for row in typed if row["lang"] == lang):
            page.fill("#q", row["typed"])
            understood, *hits = page.evaluate(_HITS, row["typed"])
            if row["page"] not in [one for one in (understood, *hits) if one][:3]:
                missed.append(f"{row['typed']} ({lang}): {hits}")
    assert len(missed) <= len(typed) // 20, "weigh it in search.js:\n" + "\n".join(missed)


def test_the_search_forgives_and_says_when_it_finds_nothing(page: Page) -> None:
    """Letters without their dots find too; and no hit is told, also to those who listen."""
    page.goto((whole_site() / "sv" / "search.html").as_uri())
    page.fill("#q", "konsdysfori")
    assert "Könsdysfori" in page.inner_text("#hits")
    page.fill("#q", "xyzzy")
    assert "Inga träffar" in page.inner_text("#count")
    assert page.get_attribute("#count", "role") == "status"


def test_without_scripts_everything_is_reached(browser: Browser) -> None:
    """Where scripts are off, the search page lists every page of its language."""
    context = browser.new_context(java_script_enabled=False)
    try:
        opened = context.new_page()
        opened.goto((whole_site() / "sv" / "search.html").as_uri())
        listed = opened.locator("details a").count()
    finally:
        context.close()
    # The pages at the front stand in the frame around every page.
    made = len(list((whole_site() / "sv").rglob("*.html")))
    assert listed >= made - 8, f"of {made} pages {listed} are listed; see search.by_kind()"


@pytest.mark.parametrize(
    ("size", "tallest"), [(DESK, 20_000), ({"width": 390, "height": 844}, 32_000)]
)
def test_long_tables_fold_and_are_reached_and_printed(
    browser: Browser, size: ViewportSize, tallest: int
) -> None:
    """No page or list is too tall; what is folded opens by its address, and on paper."""
    largest = sorted(
        (file for file, page in whole_pages().items() if page.language == "sv"),
        key=lambda file: -file.stat().st_size,
    )[:8]
    context = browser.new_context(java_script_enabled=False, viewport=size, reduced_motion="reduce")
    tall, hidden = [], []
    try:
        opened = context.new_page()
        for file in (whole_site() / "sv/source/index.html", *largest):
            opened.goto(file.as_uri())
            height = opened.locator("html").bounding_box()
            if height is None or height["height"] > tallest:
                tall.append(f"{file.name}: {height}")
            folded = opened.locator("details.fold [id]").last
            if anchor := folded.count() and folded.get_attribute("id"):
                assert not folded.is_visible(), f"{file.name}: nothing is folded"
                opened.emulate_media(media="print")
                box = folded.bounding_box()
                opened.emulate_media(media="screen")
                opened.goto(f"{file.as_uri()}#{anchor}")
                if not folded.is_visible() or not (box and box["height"]):
                    hidden.append(f"{file.name}#{anchor}")
    finally:
        context.close()
    assert not tall, f"fold more of it in _lines.html: {tall}"
    assert not hidden, f"what is folded is not reached or not printed: {hidden}"


# When something was painted first; what has moved, once all that has come is painted.
_PAINTED = """() => new Promise(
  done => new PerformanceObserver(() => done()).observe({ type: "paint", buffered: true }))"""
_SETTLED = """() => new Promise(done => requestAnimationFrame(
  () => requestAnimationFrame(() => setTimeout(() => done(window.shifts)))))"""


@pytest.mark.parametrize("width", sampled([TELEPHONE, DESK], 2), ids=["telephone", "desk"])
def test_nothing_moves_while_a_page_loads(browser: Browser, width: ViewportSize) -> None:
    """If pictures and scripts come after all else was painted, what is read stays where it is."""
    watch = """window.shifts = []; new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });"""
    home, site = "http://site.example/", whole_site()
    waiting: list[Route] | None = None

    def answer(route: Route) -> None:
        if waiting is not None and urlsplit(route.request.url).path.endswith((".js", ".svg")):
            waiting.append(route)
        else:
            route.fulfill(path=site / urlsplit(route.request.url).path.lstrip("/"))

    moved: dict[str, list[float]] = {}
    opened = browser.new_page(viewport=width)
    try:
        opened.route(f"{home}**", answer)
        opened.add_init_script(watch)
        for path in ("index.html", "sv/index.html", "sv/search.html?q=dysmeli",
                     "sv/network/suppliers.html", "sv/question/co-holders.html",
                     "sv/area/dysmeli.html"):  # fmt: skip
            waiting = []
            opened.goto(home + path, wait_until="commit")
            opened.evaluate(_PAINTED)
            late, waiting = waiting, None
            for route in late:
                answer(route)
            opened.wait_for_load_state("load")
            if found := opened.evaluate(_SETTLED):
                moved[path] = found
    finally:
        opened.close()
    assert not moved, f"pages move by {moved}; say the size of what comes later"


def test_the_keyboard_goes_past_the_menu(page: Page) -> None:
    """The first key leads to a link that goes to the content."""
    page.goto((whole_site() / "sv" / "class" / "Permit.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_everything_on_a_page_is_reached_by_the_keyboard(page: Page) -> None:
    """The tabulator reaches all that can be used, seen where it is; Enter opens what is folded."""
    folds: dict[str, tuple[int, Path]] = {}
    for file, read in whole_pages().items():
        if read.language == "sv" and file.stat().st_size <= _LONGEST * 2:
            text = file.read_text(encoding="utf-8")
            of_kind = (min(text.count("<summary>"), 12), file)
            folds[file.parent.name] = max(of_kind, folds.get(file.parent.name, (0, file)))
    chosen = [file for count, file in sorted(folds.values()) if count][-4:]
    assert len(chosen) > 3, "hardly any page has folds: the test is blind"
    found = []
    for file in chosen:
        page.goto(file.as_uri())
        closed = page.evaluate("document.querySelectorAll('details:not([open])').length")
        for _ in range(1_500):
            page.keyboard.press("Tab")
            stop = page.evaluate(_STOP)
            if stop == "body":
                break
            if stop == "folded":
                page.keyboard.press("Enter")
            elif stop:
                found.append(f"{file.name}: {stop}")
        missed, still = page.evaluate(_MISSED)
        found += [f"{file.name}: {one} is never reached" for one in missed[:3]]
        found += [f"{file.name}: {still} of {closed} folds stay closed"] if still else []
    assert not found, "\n".join(found[:10])


def test_a_page_leads_to_its_twin_and_back(page: Page) -> None:
    """The switch of language leads to the same page in the other language."""
    start = (whole_site() / "sv" / "area" / "dysmeli.html").as_uri()
    page.goto(start)
    page.click("a.twin")
    assert page.url == start.replace("/sv/", "/en/")
    page.click("a.twin")
    assert page.url == start


def test_maps_fit_a_telephone(page: Page) -> None:
    """A map is seen whole on a telephone, on the first page and on those of questions."""
    page.set_viewport_size(TELEPHONE)
    wide = "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
    shown = ("index.html", "question/permits-by-region.html", "question/access.html")
    for path in shown if whole_is_national() else shown[:2]:  # the seeds answer no more
        page.goto((whole_site() / "sv" / path).as_uri())
        assert page.locator(".paper").count(), f"{path} has no picture"
        assert not page.eval_on_selector_all(".paper", wide), f"{path}: draw it with of_map()"


@pytest.mark.parametrize("path", sampled(["area/dysmeli.html", "network/suppliers.html"], 2))
def test_pictures_follow_the_dark(page: Page, path: str) -> None:
    """A picture has the paper of its page, light or dark, and letters that stand out on it."""
    from matplotlib.image import imread

    page.goto((whole_site() / "sv" / path).as_uri())
    picture = page.locator(".paper").first
    paper, ink = dict[str, float](), dict[str, float]()
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        picture.scroll_into_view_if_needed()
        image = imread(BytesIO(picture.screenshot()))
        shades = np.sort((255 * image[..., :3].mean(axis=2)).ravel())
        paper[scheme] = shades[len(shades) // 2]
        few = len(shades) // 500
        ink[scheme] = shades[few] if scheme == "light" else shades[-few]
    assert paper["light"] > 245, paper
    assert paper["dark"] < 40, f"{path}: the paper is {paper['dark']}; see .paper in site.css"
    assert ink["light"] < 110, ink
    assert ink["dark"] > 160, f"{path}: letters are {ink['dark']} on {paper['dark']}"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.querySelector('.paper > *')).filter") == "none"

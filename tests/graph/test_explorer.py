"""The explorer: what it shows on a day is what networks and counts of that day have."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter, UnknownName
from graph.networks.catalogue import network
from graph.networks.holdings import LEVELS, PROGRAMMES, held_facts, holdings, turning_days
from graph.pictures.explorer.bundle import page
from tests.browser import visit
from tests.graph.sample import open_sample
from tests.graph.site_walk import axe_script, is_wider, violations
from tests.graph.test_browser import quiet
from tests.graph.test_pictures import ATTACK
from tests.support import national_graph, sampled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Days of every kind: before anything, between two turns, on a turn, the sources' last, after it.
DAYS = (
    "2007-01-01", "2009-05-17", "2012-07-01", "2018-06-30", "2018-07-01", "2020-04-01",
    "2022-03-01", "2024-06-12", "2026-06-30", "2027-01-01",
)  # fmt: skip
STEP = 50.0  # milliseconds that a step may take
# Of several runs over all marks the quickest of each: a step answers for itself alone.
_STEPS = """async () => {
  const { model, state } = nhvExplorer;
  const marks = model.scope(state.get()).marks;
  const least = marks.map(() => Infinity);
  for (let run = 0; run < 3; run += 1) {
    state.set({ day: model.data.first });
    document.body.offsetHeight;
    for (const [at, day] of marks.entries()) {
      const begun = performance.now();
      state.set({ day });
      document.body.offsetHeight;  // laid out, too
      least[at] = Math.min(least[at], performance.now() - begun);
      await new Promise((next) => setTimeout(next));
    }
  }
  return least;
}"""
# Of a picture: what arrow keys reach from where the tabulator stops, and all that can be chosen.
_ARROWS = """(css) => {
  const picture = document.querySelector(css), reached = new Set();
  const stop = '[role="button"]:not([aria-hidden="true"])';
  const waiting = [...picture.querySelectorAll(`${stop}[tabindex="0"]`)];
  const begun = waiting.length;
  while (waiting.length) {
    const at = waiting.pop();
    if (reached.has(at)) continue;
    reached.add(at);
    for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
      at.focus();
      at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      waiting.push(document.activeElement);
    }
  }
  const missed = [...picture.querySelectorAll(stop)].filter((one) => !reached.has(one));
  return [begun, missed.map((one) => one.getAttribute("aria-label"))];
}"""
_PAGE = """() => {
  const number = (element, name) => Number(element.dataset[name]);
  const all = (css) => [...document.querySelectorAll(css)];
  return {
    counts: Object.fromEntries(["in_force", "possible", "granted"].map((name) =>
      [name, Number(document.querySelector(`.count-${name} strong`).textContent)])),
    cells: all(".matrix .cell").filter((cell) => cell.dataset.status)
      .map((cell) => [cell.dataset.area, cell.dataset.party, cell.dataset.status]),
    nodes: Object.fromEntries(all(".network .node")
      .map((n) => [n.dataset.party, number(n, "number")])),
    ties: all(".network .link").map((link) =>
      [link.dataset.one, link.dataset.other, number(link, "weight"), number(link, "sure")]),
    places: Object.fromEntries(all(".map .place").map((p) =>
      [p.dataset.party, [number(p, "number"), number(p, "possible")]])),
  };
}"""


@pytest.fixture(scope="module")
def national() -> KnowledgeGraph:
    """The graph of all curated files."""
    return open_graph(national_graph(), lang="en")


def look_at(opened: Page, **state: object) -> dict[str, Any]:
    """Have the page show something, and read what it shows."""
    opened.evaluate("(state) => nhvExplorer.state.set(state)", state)
    found: dict[str, Any] = opened.evaluate(_PAGE)
    return found


# --- without a browser ---------------------------------------------------------------------------


def test_spans_have_what_every_day_has(national: KnowledgeGraph) -> None:
    """Filtered by a day, the spans are what is held on that day, with status and permits.

    Make them of `graph.networks.holdings`, day by day; decide nothing anew.
    """
    for day in DAYS[::3]:
        view = national.at(as_of=day)
        for level in LEVELS:
            found = holdings(view, level=level, programme="all", possible=True, granted=True)
            wanted = {(h.id, h.party, h.status, h.permits) for h in found.held}
            spans = [(f, span) for f in held_facts(national) if f.level == level
                     if (span := f.on(day))]  # fmt: skip
            placed = {(f.id, f.party, s.status, s.permits) for f, s in spans if f.party}
            assert placed == wanted, (day, level)
            assert {f.id for f, _ in spans if not f.party} == {
                held.id for held in found.unplaced
            }, (day, level)


def test_the_selection_is_that_of_the_network(national: KnowledgeGraph) -> None:
    """What is selected of a holder are the network's edges at it, with their certainty."""
    explorer = national.explore(day="2025-01-01", holder="Region Skåne", granted=False)
    net = network(national.at(as_of="2025-01-01"), "area-holder", level="region", possible=True)
    edges = [d for _, _, d in net.out_edges("region:region-skane", data=True)]
    rows = explorer.selection
    assert len(rows) == len(edges) > 20
    assert sorted(rows["area_id"]) == sorted(edge["area"] for edge in edges)
    assert sorted(rows["certainty"]) == sorted(edge["certainty"] for edge in edges)
    assert set(rows["holder"]) == {"Region Skåne"}


def test_two_holders_select_what_they_share(national: KnowledgeGraph) -> None:
    """With a second holder, the areas are those of the line between both."""
    explorer = national.explore(holder="Region Skåne", other="Region Stockholm")
    net = network(national, "co-holders", possible=True)
    tie = net.edges["region:region-skane", "region:region-stockholm"]
    assert set(explorer.selection["area_id"]) == set(tie["area"])


def test_the_widget_carries_the_state_both_ways(national: KnowledgeGraph) -> None:
    """What the page says is what Python has, and the other way round; nonsense is left out."""
    explorer = national.explore(day="2024-06-12")
    widget = explorer._widget
    widget.state = {**widget.state, "day": "2022-03-01", "level": "hospital", "other": 7}
    assert (explorer.state.day, explorer.state.level) == ("2022-03-01", "hospital")
    assert explorer.state.other == ""
    explorer.look(area="dysmeli", level="region")
    assert widget.state["area"] == "area:dysmeli"
    assert set(explorer.selection["area_id"]) <= {"area:dysmeli"}


def test_a_wrong_look_is_one_sentence(national: KnowledgeGraph, tmp_path: Path) -> None:
    """What the explorer has not, or cannot be, is said with what it has."""
    for wrong, kind in (
        ({"dag": "2024"}, BadParameter), ({"day": "soon"}, BadParameter),
        ({"level": "clinic"}, BadParameter), ({"area": "nowhere at all"}, UnknownName),
    ):  # fmt: skip
        with pytest.raises(kind) as error:
            national.explore(**wrong)
        assert "\n" not in str(error.value)
    with pytest.raises(BadParameter, match=r"saved as \.html"):
        national.explore().save(tmp_path / "explorer.png")


# --- in a browser --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def file(national: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer as a page of its own."""
    return national.explore().save(tmp_path_factory.mktemp("explorer") / "explore.html")


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Page]:
    """The page, which asks for nothing outside and has no errors."""
    with visit(browser, file) as seen:
        yield seen.page
    assert quiet(seen), (seen.outside, seen.errors)


def in_cells(view: KnowledgeGraph, level: str, programme: str) -> Counter[tuple[str, str, str]]:
    """What the network of a day has between holders and areas, as cells of a matrix."""
    net = network(view, "area-holder", level=level, programme=programme, possible=True)
    short = {"in-force": "in_force", "possibly-in-force": "possible"}
    return Counter((a, who, short[d["status"]]) for who, a, d in net.edges(data=True))


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("day", sampled(reversed(DAYS), 4))
def test_the_page_shows_what_the_graph_counts(
    national: KnowledgeGraph, opened: Page, day: str
) -> None:
    """Counts, matrix, network and map of a day equal the question and the networks."""
    view = national.at(as_of=day)
    for programme, level in product(PROGRAMMES, LEVELS):
        shown = look_at(opened, day=day, programme=programme, level=level)
        at = (programme, level)
        cells = in_cells(view, level, programme)
        surest = {(a, w, min(s for b, v, s in cells if (a, w) == (b, v))) for a, w, _ in cells}
        assert {tuple(cell) for cell in shown["cells"] if cell[2] != "granted"} == surest, at
        sure: Counter[str] = Counter()
        for (_, who, status), number in cells.items():
            sure[who] += number * (status == "in_force")
        assert {who: n for who, n in shown["nodes"].items() if n} == +sure, at
        known = shown["places"]
        assert {who: n for who, (n, _) in known.items()} == {who: sure[who] for who in known}, at
        net = network(view, "co-holders", level=level, programme=programme, possible=True)
        assert {frozenset(tie[:2]): tie[2:] for tie in shown["ties"]} == {
            frozenset((a, b)): [d["weight"], d["weight_in_force"]]
            for a, b, d in net.edges(data=True)
        }, at
        if level == "region":
            asked = view.answer("permits-by-region", programme=programme).records()
            for name, number in shown["counts"].items():
                assert number == sum(int(str(row[name])) for row in asked), (programme, name)
            by_region = {row["region"]: [row["in_force"], row["possible"]] for row in asked}
            for who, numbers in known.items():
                assert numbers == by_region.get(view.label(who), [0, 0]), (programme, who)


@pytest.mark.browser
@pytest.mark.slow
def test_the_slider_goes_over_all_its_marks(national: KnowledgeGraph, opened: Page) -> None:
    """Arrow keys lead from change to change, the views agree on each, and a step is quick."""
    look_at(opened, day="2007-01-01", level="region", programme="nhv")
    marks = opened.evaluate("nhvExplorer.model.scope(nhvExplorer.state.get()).marks")
    assert len(marks) > 20
    assert set(marks) <= set(turning_days(national))
    opened.focus("input[type=range]")
    for mark in marks:
        opened.keyboard.press("ArrowRight")
        shown = opened.evaluate(_PAGE)
        assert opened.evaluate("nhvExplorer.state.get().day") == mark
        assert sum(shown["nodes"].values()) == shown["counts"]["in_force"], mark
    look_at(opened, level="hospital")  # the level with the most columns and lines
    steps = opened.evaluate(_STEPS)
    assert max(steps) <= STEP, f"the slowest of {len(steps)} steps takes {max(steps)} ms"


@pytest.mark.browser
@pytest.mark.slow
def test_one_selection_is_shared(opened: Page) -> None:
    """A line, a cell, an area: list, matrix, network and map show the same; a key is enough."""
    look_at(opened, day="2026-06-30")
    opened.evaluate("document.querySelector('.matrix .cell[data-status=in_force]').focus()")
    opened.keyboard.press("Enter")
    state = opened.evaluate("nhvExplorer.state.get()")
    assert "" not in (state["area"], state["holder"])
    assert opened.locator(".facts > li").count() == 1
    assert opened.locator(".facts details[open] dd li").count() >= 1, "one fact shows its sources"
    assert opened.locator(".node.chosen").get_attribute("data-party") == state["holder"]
    assert opened.locator(".place.chosen").get_attribute("data-party") == state["holder"]
    opened.keyboard.press("ArrowDown")
    moved = opened.evaluate("document.activeElement.dataset.area")
    assert moved not in (None, state["area"]), "arrows go from cell to cell"
    opened.keyboard.press("Enter")
    assert opened.evaluate("nhvExplorer.state.get().area") == moved
    opened.locator(".network .link").first.dispatch_event("click")
    state = opened.evaluate("nhvExplorer.state.get()")
    assert "" not in (state["holder"], state["other"])
    assert not state["area"]
    assert opened.locator(".tie.chosen").count() == 1


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("level", sampled(LEVELS, 1))
def test_arrows_reach_all_that_can_be_chosen(opened: Page, level: str) -> None:
    """The tabulator stops once in each picture, whatever the day; arrows go to all the rest."""
    look_at(opened, level=level, programme="nhv", day="2026-06-30")
    opened.evaluate("document.querySelector('.network .link').focus()")
    for day in ("2026-06-30", "2019-01-01"):
        look_at(opened, day=day)
        for picture in (".matrix .scroll", ".network svg", ".map svg"):
            begun, missed = opened.evaluate(_ARROWS, picture)
            assert (begun, missed) == (1, []), f"{picture} on {day}: see rove in elements.js"


@pytest.mark.browser
@pytest.mark.slow
def test_all_that_changes_on_a_day_can_be_read(opened: Page) -> None:
    """The line that begins to tell what changes on a day opens to all of it."""
    look_at(opened, day="2024-07-01", level="region", programme="nhv")
    opened.click(".changed summary")
    told = opened.locator(".changed li").all_text_contents()
    changes = opened.evaluate("nhvExplorer.model.changes(nhvExplorer.state.get()).length")
    assert len(told) == changes > 3
    look_at(opened, day="2024-07-02")
    assert opened.locator(".changed li").count() == 0


@pytest.mark.browser
@pytest.mark.slow
def test_what_one_sees_is_saved(national: KnowledgeGraph, browser: Browser, file: Path) -> None:
    """The table has the selection of Python, the picture is whole, the address leads back."""
    look = {
        "day": "2025-01-01",
        "level": "hospital",
        "holder": "hospital:sahlgrenska-universitetssjukhuset",
    }
    with visit(browser, file) as seen:
        look_at(seen.page, **look)
        saved = {}
        for label in ("SVG", "PNG", "CSV"):
            with seen.page.expect_download() as waiting:
                seen.page.get_by_role("button", name=label, exact=True).click()
            saved[label] = Path(waiting.value.path()).read_bytes()
        address = seen.page.evaluate("nhvExplorer.state.written()")
        assert not seen.errors
    rows = list(csv.DictReader(io.StringIO(saved["CSV"].decode("utf-8-sig"))))
    selection = national.explore(**look).selection
    assert sorted((r["area_id"], r["holder_id"], r["from"]) for r in rows) == sorted(
        zip(selection["area_id"], selection["holder_id"], selection["first"], strict=True)
    )
    assert saved["PNG"].startswith(b"\x89PNG")
    root = ElementTree.fromstring(saved["SVG"])
    texts = " ".join(element.text or "" for element in root.iter())
    assert "2025-01-01" in texts
    assert "Sahlgrenska" in texts
    assert "var(" not in saved["SVG"].decode(), "a picture brings its colours along"
    with visit(browser, file) as seen:
        seen.page.goto(f"{file.as_uri()}#{address}")
        seen.page.reload()
        state = seen.page.evaluate("nhvExplorer.state.get()")
        assert {name: state[name] for name in look} == look


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    "looks", sampled([("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)], 3)
)
def test_the_page_is_for_everybody(browser: Browser, file: Path, looks: tuple[Any, int]) -> None:
    """No rule of WCAG A or AA is broken, light or dark, at a desk or on a telephone."""
    scheme, width = looks
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened.goto(f"{file.as_uri()}#day=2026-06-30&holder=region:region-skane&area=area:dysmeli")
    opened.evaluate(axe_script())
    assert not violations(opened)
    assert not violations(opened, ["target-size"]), "a finger needs 24 pixels"
    assert not is_wider(opened)
    opened.close()


@pytest.mark.browser
def test_names_in_the_page_stay_text(browser: Browser, tmp_path: Path) -> None:
    """A name that looks like markup or script is shown as it stands, and nothing runs."""
    said = json.dumps(ATTACK, ensure_ascii=False)
    kg = open_sample(tmp_path, f"area:tips skos:altLabel {said}@sv .")
    made = page(kg, {}).replace("TIPS", json.dumps(ATTACK)[1:-1].replace("<", "\\u003c"))
    file = tmp_path / "hostile.html"
    file.write_text(made, encoding="utf-8")
    with visit(browser, file) as seen:
        seen.page.evaluate("nhvExplorer.state.set({ day: '2025-01-01', area: 'area:tips' })")
        assert ATTACK.split()[0] in seen.page.locator("#explorer").inner_text()
        assert quiet(seen), (seen.outside, seen.errors)

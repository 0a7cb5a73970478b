"""The explorer in a cell: in a running JupyterLab, and in a notebook that was exported."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph import open_graph
from tests.browser import chromium, visit
from tests.graph.test_browser import quiet
from tests.graph.test_lab import TOKEN, running_lab
from tests.support import national_graph

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAY, LATER = "2022-03-01", "2024-06-12"
CELLS = (
    "from graph import open_graph\nexplorer = open_graph(lang='en').explore()\nexplorer",
    "s = explorer.state; print(s.day, s.holder, *sorted(explorer.selection.area_id))",
    f"explorer.look(day='{LATER}').state.day",
)


def explorer_in(page: Page, until: float = 40) -> Frame:
    """The frame in which the explorer stands, once it has begun."""
    end = time.monotonic() + until
    while time.monotonic() < end:
        for frame in page.frames[1:]:
            if frame.evaluate("Boolean(globalThis.nhvExplorer)"):
                return frame
        page.wait_for_timeout(200)
    pytest.fail("no explorer began in a frame of the page")


def run_cell(page: Page, number: int) -> str:
    """Run a cell of the notebook and give the text of its output."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number)
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    cell.locator(".jp-OutputArea-output").first.wait_for(timeout=40_000)
    page.wait_for_timeout(300)
    return str(cell.locator(".jp-OutputArea-output").first.inner_text())


@pytest.mark.trust
@pytest.mark.skipif(sys.platform == "win32", reason="ends the server by its process group")
def test_what_is_selected_in_jupyterlab_is_read_in_python(tmp_path: Path) -> None:
    """Time moved and a region selected in the page are Python's; what Python sets is the page's."""
    nbformat: Any = pytest.importorskip("nbformat")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in CELLS])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(book, folder / "explore.ipynb")
    with chromium() as browser, running_lab(folder, tmp_path) as address:
        page = browser.new_page(viewport={"width": 1300, "height": 2000})
        page.goto(f"{address}/lab/tree/explore.ipynb?token={TOKEN}&reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=40_000)
        page.get_by_text("(ipykernel) | Idle").wait_for(timeout=30_000)
        run_cell(page, 0)
        frame = explorer_in(page)
        frame.fill("input[type=date]", DAY)
        frame.locator('.matrix .column[data-party="region:region-skane"]').dispatch_event("click")
        page.wait_for_timeout(500)
        day, holder, *areas = run_cell(page, 1).split()
        assert (day, holder) == (DAY, "region:region-skane")
        kg = open_graph(national_graph()).at(as_of=DAY)
        wanted = kg.explore(day=DAY, holder="region:region-skane").selection
        assert areas == sorted(wanted["area_id"])
        assert len(areas) > 5
        run_cell(page, 2)
        assert frame.evaluate("nhvExplorer.state.get().day") == LATER
        page.close()


def test_an_exported_notebook_has_the_explorer(tmp_path: Path, monkeypatch: Any) -> None:
    """It stands in the page that nbconvert writes and works there, without kernel and network."""
    from IPython import display

    nbformat: Any = pytest.importorskip("nbformat")
    nbconvert: Any = pytest.importorskip("nbconvert")
    shown: list[Any] = []
    monkeypatch.setattr(display, "display", lambda data, **_: shown.append(data))
    open_graph(national_graph()).explore(day=DAY)._ipython_display_()
    bundle = {kind: data for kind, data in shown[0].items() if kind.startswith("text/")}
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(
        "kg.explore()", outputs=[nbformat.v4.new_output("display_data", data=bundle)]
    )])  # fmt: skip
    file = tmp_path / "exported.html"
    exporter = nbconvert.HTMLExporter(mathjax_url="", require_js_url="")
    file.write_text(exporter.from_notebook_node(book)[0], encoding="utf-8")
    with chromium() as browser, visit(browser, file) as seen:
        frame = explorer_in(seen.page)
        assert frame.evaluate("nhvExplorer.state.get().day") == DAY
        frame.press("input[type=range]", "ArrowRight")
        assert frame.input_value("input[type=date]") > DAY, "the page does not move through time"
        before = int(frame.inner_text(".count-in_force strong"))
        frame.fill("input[type=date]", "2025-01-01")
        assert int(frame.inner_text(".count-in_force strong")) > max(before, 100)
        assert quiet(seen), (seen.outside, seen.errors)

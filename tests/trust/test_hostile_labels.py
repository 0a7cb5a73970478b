"""A text of the graph stays a text, in every picture, table and page that shows it."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph import open_graph
from tests.browser import visit
from tests.trust.hostile_texts import RAN, TEXTS, hostile_graph, pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("hostile")

# Of the pages; `make trust` opens each.
EVERY = int(os.environ.get("NHV_PAGES", "8"))
# Everything that can be pointed at, is.
_TOUCH = """() => {
  for (const e of document.querySelectorAll('*')) {
    for (const k of ['mouseover', 'mouseenter', 'focus', 'pointerdown'])
      e.dispatchEvent(new Event(k, {bubbles: true}));
  }
  const bad = [];
  for (const e of document.querySelectorAll('*')) for (const a of e.attributes) {
    const v = a.value.replace(/[\\s\\u0000-\\u001f]/g, '').toLowerCase();
    const script = /^(javascript|vbscript|data:text)/.test(v);
    if (script && /href|src|action/.test(a.name)) bad.push(a.value);
    if (a.name.startsWith('on') && v.includes('__ran')) bad.push(a.name + '=' + a.value);
  }
  return {ran: window.__ran || 0, bad: bad.slice(0, 3)};
}"""


def opened(browser: Browser, file: Path) -> str:
    """Open a page with everybody listening; what it did that it should not, or nothing."""
    with visit(browser, file) as seen:
        found = seen.page.evaluate(_TOUCH)
        inner = [f.evaluate("() => window.__ran || 0") for f in seen.page.frames[1:]]
    did = {"dialogs": seen.dialogs, "asked": seen.outside, "errors": seen.errors}
    did |= {"bad": found["bad"]}
    did |= {"ran": found["ran"] or sum(inner)}
    return ", ".join(f"{what}: {told}" for what, told in did.items() if told)


@pytest.mark.slow
def test_no_text_of_the_graph_ever_runs(browser: Browser, built: Path, tmp_path: Path) -> None:
    """Networks, maps, charts, answers, explanations and cells, opened and touched in a browser."""
    kg = hostile_graph(built, tmp_path)
    bad: list[str] = []
    count = 0
    for name, suffix, content in islice(pages(kg, tmp_path), 0, None, EVERY):
        path = tmp_path / f"page-{count}{suffix}"
        path.write_text(content, encoding="utf-8")
        count += 1
        if did := opened(browser, path):
            bad.append(f"{name}: {did}")
    assert not bad, "escape what the graph says where it is written\n" + "\n".join(bad)
    assert count * EVERY > 40


@pytest.mark.slow
def test_a_page_that_escapes_nothing_is_found_out(browser: Browser, tmp_path: Path) -> None:
    """The trial notices a script, an event, an address and a request; else it proves nothing."""
    for number, text in enumerate(TEXTS[:4]):
        path = tmp_path / f"{number}.html"
        path.write_text(f"<p>{text}</p>", encoding="utf-8")
        assert "ran" in opened(browser, path), text
    path.write_text(f"<a href='javascript:{RAN}'>x</a>", encoding="utf-8")
    assert "bad" in opened(browser, path)
    path.write_text("<img src=http://127.0.0.1:9/x.png>", encoding="utf-8")
    assert "asked" in opened(browser, path)


@pytest.mark.slow
def test_a_notebook_page_and_an_overlay_stay_texts(
    browser: Browser, built: Path, tmp_path: Path
) -> None:
    """A notebook exported as a page, and a table of one's own with scripts for names."""
    nbformat: Any = pytest.importorskip("nbformat")
    nbconvert: Any = pytest.importorskip("nbconvert")

    rows = "\n".join(f'Dysmeli,"{text.replace(chr(34), chr(34) * 2)}"' for text in TEXTS[:-2])
    table = tmp_path / "<b onclick=x>.csv"
    table.write_text(f'area,"<script>{RAN}</script>"\n{rows}\n', encoding="utf-8")
    view = open_graph(built).at(overlay=table)
    (own,) = [name for name in view.overlays[0].columns() if name.startswith("script")]
    answer: Any = view.query(f"SELECT ?row ?x {{ ?row overlay:{own} ?x }}")
    shown: list[Any] = [
        answer,
        view.overlays,
        hostile_graph(built, tmp_path).explain("area:dysmeli"),
    ]
    cells = [
        nbformat.v4.new_code_cell(
            "kg",
            outputs=[nbformat.v4.new_output("display_data", {"text/html": one._repr_html_()})],
        )
        for one in shown
    ]
    book = nbformat.v4.new_notebook(cells=cells)
    exporter = nbconvert.HTMLExporter(mathjax_url="", require_js_url="")
    page, _ = exporter.from_notebook_node(book)
    path = tmp_path / "notebook.html"
    path.write_text(page, encoding="utf-8")
    plain = tmp_path / "overlays.html"
    plain.write_text("".join(one._repr_html_() for one in shown), encoding="utf-8")
    assert not opened(browser, plain)
    did = opened(browser, path)
    assert "ran" not in did, did
    assert "dialogs" not in did, did

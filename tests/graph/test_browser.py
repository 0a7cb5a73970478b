"""Pictures as a reader meets them: drawn in Chromium, with every way to the outside cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph import KnowledgeGraph, open_graph
from graph.networks.catalogue import NETWORKS, network
from graph.pictures.network.picture import POLICY, draw
from tests.browser import Visit, visit
from tests.graph.sample import open_sample
from tests.graph.test_pictures import ATTACK
from tests.support import built_graph, sampled

pytestmark = pytest.mark.browser

# Pixels of the canvas that are neither empty nor white.
INK = """() => {
  const canvas = document.querySelector("#mynetwork canvas");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let drawn = 0;
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] > 0 && data[i] + data[i + 1] + data[i + 2] < 700) drawn++;
  return drawn;
}"""
NODES = "() => network.body.data.nodes.get().map(n => [n.id, n.label, n.x, n.y])"
EDGES = "() => network.body.data.edges.get().map(e => [e.from, e.to])"
OUT_OF_VIEW = """() => {
  const canvas = document.getElementById("mynetwork");
  return network.body.data.nodes.getIds().filter(id => {
    const box = network.getBoundingBox(id);
    const from = network.canvasToDOM({x: box.left, y: box.top});
    const to = network.canvasToDOM({x: box.right, y: box.bottom});
    return from.x < 0 || from.y < 0 || to.x > canvas.clientWidth || to.y > canvas.clientHeight;
  });
}"""
TIPS = """() => [network.body.data.nodes, network.body.data.edges].flatMap(
  set => set.get().map(item => [item.title instanceof HTMLElement, item.title.textContent,
                                item.title.querySelectorAll("*:not(div):not(strong)").length]))"""


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The sample graph."""
    return open_sample(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module")
def real() -> KnowledgeGraph:
    """The real graph."""
    return open_graph(built_graph())


def quiet(seen: Visit) -> bool:
    """Whether a page asked for nothing, opened no dialog and had no error."""
    return not (seen.outside or seen.dialogs or seen.errors)


@pytest.mark.parametrize("name", sampled(NETWORKS, 2))
def test_every_network_is_drawn_without_the_outside(
    browser: Any, real: KnowledgeGraph, tmp_path: Path, name: str
) -> None:
    """With the outside blocked, all nodes and labels are there and the canvas is drawn on."""
    net = network(real, name)
    file = draw(real, net).save(tmp_path / "net.html")
    with visit(browser, file) as seen:
        nodes = seen.page.evaluate(NODES)
        assert {n[0] for n in nodes} == set(net.nodes)
        shown = {n[0]: " ".join(n[1].split()) for n in nodes}
        for node, label in net.nodes(data="label"):
            assert shown[node].endswith(" ".join(label.split())), "labels keep every letter"
        assert seen.page.evaluate(INK) >= 200 * len(net), "the canvas is blank"
        assert quiet(seen), (seen.outside, seen.dialogs, seen.errors)


def test_the_page_itself_asks_for_nothing(browser: Any, kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Even without the content policy that forbids it, no request leaves the page."""
    html = draw(kg, network(kg, "suppliers")).html()
    assert POLICY in html
    file = tmp_path / "open.html"
    file.write_text(html.replace(POLICY, "default-src * 'unsafe-inline' data:"), encoding="utf-8")
    with visit(browser, file) as seen:
        assert seen.page.evaluate(INK) > 1000
        assert not seen.outside, "let page.html load nothing"


def test_nodes_stay_where_the_layout_put_them(
    browser: Any, kg: KnowledgeGraph, tmp_path: Path
) -> None:
    """No physics: positions in the browser are those of the layout."""
    picture = draw(kg, network(kg, "area-holder"))
    with visit(browser, picture.save(tmp_path / "net.html")) as seen:
        seen.page.wait_for_timeout(300)
        places = seen.page.evaluate("() => network.getPositions()")
    wanted = {n: {"x": x, "y": y} for n, (x, y) in picture.scene.layout.positions.items()}
    assert places == wanted


def test_the_whole_picture_is_in_view(browser: Any, real: KnowledgeGraph, tmp_path: Path) -> None:
    """At first sight every node is inside the canvas."""
    with visit(browser, draw(real, network(real, "co-holders")).save(tmp_path / "n.html")) as seen:
        assert seen.page.evaluate(OUT_OF_VIEW) == []


def test_a_narrower_window_still_shows_all(
    browser: Any, real: KnowledgeGraph, tmp_path: Path
) -> None:
    """When its window or cell gets narrower, the picture is fitted again."""
    with visit(browser, draw(real, network(real, "process")).save(tmp_path / "n.html")) as seen:
        seen.page.set_viewport_size({"width": 520, "height": 700})
        seen.page.wait_for_timeout(800)
        assert seen.page.evaluate(OUT_OF_VIEW) == []


def test_edges_of_the_page_are_edges_of_the_network(
    browser: Any, kg: KnowledgeGraph, tmp_path: Path
) -> None:
    """Edges keep their direction, and the table has as many rows."""
    net = network(kg, "suppliers")
    with visit(browser, draw(kg, net).save(tmp_path / "net.html")) as seen:
        assert [tuple(e) for e in seen.page.evaluate(EDGES)] == [e[:2] for e in net.edges]
        assert seen.page.locator("tbody tr").count() == net.number_of_edges()
        assert seen.page.locator("table caption").inner_text().startswith("Vem levererar")


def test_tooltips_are_text_with_the_evidence(
    browser: Any, kg: KnowledgeGraph, tmp_path: Path
) -> None:
    """A tooltip is an element made of text: source, date, lines, certainty and reading."""
    with visit(browser, draw(kg, network(kg, "suppliers")).save(tmp_path / "net.html")) as seen:
        tips = seen.page.evaluate(TIPS)
    assert all(made for made, _, _ in tips)
    told = " ".join(text for _, text, _ in tips)
    assert "Nyare bilder, 2026-06, rad 72–75, tolkat: the heading governs one item" in told
    assert "Könsdysfori" in told


def test_a_tooltip_opens_on_hover(browser: Any, kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Pointing at a node shows its name and kind."""
    with visit(browser, draw(kg, network(kg, "suppliers")).save(tmp_path / "net.html")) as seen:
        spot = seen.page.evaluate(
            """() => { const p = network.canvasToDOM(network.getPositions()["region:v"]);
            const c = document.getElementById("mynetwork").getBoundingClientRect();
            return [p.x + c.left, p.y + c.top]; }"""
        )
        seen.page.mouse.move(spot[0] - 40, spot[1] - 40)
        seen.page.mouse.move(*spot)
        seen.page.wait_for_timeout(500)
        assert "Region Västerbotten" in seen.page.locator(".vis-tooltip").inner_text()


def test_an_attack_in_a_name_does_nothing(browser: Any, kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Markup in names, areas and readings opens nothing, loads nothing and runs nothing."""
    net = nx.MultiDiGraph(name="suppliers", title=ATTACK, meaning=ATTACK)
    net.add_node("region:a", label=ATTACK, kind="region")
    net.add_node("region:b", label=ATTACK + "2", kind=ATTACK)
    evidence = ({"title": ATTACK, "date": ATTACK, "locator": ATTACK, "reading": ATTACK},)
    net.add_edge("region:a", "region:b", label=ATTACK, area_label=ATTACK, kind=ATTACK,
                 kind_label=ATTACK, evidence=evidence)  # fmt: skip
    with visit(browser, draw(kg, net).save(tmp_path / "net.html")) as seen:
        tips = seen.page.evaluate(TIPS)
        assert [odd for _, _, odd in tips] == [0, 0, 0], "build tooltips with textContent"
        assert "".join(ATTACK.split()) in "".join("".join(t for _, t, _ in tips).split())
        assert seen.page.evaluate("() => window.hit") is None
        assert seen.page.locator("img, b, iframe, object").count() == 0
        assert seen.page.evaluate(INK) > 1000
        assert quiet(seen), (seen.outside, seen.dialogs, seen.errors)


def test_the_frame_of_a_notebook_shows_the_picture(
    browser: Any, kg: KnowledgeGraph, tmp_path: Path
) -> None:
    """The sandboxed frame draws, asks for nothing, and cannot touch the notebook around it."""
    frame = draw(kg, network(kg, "suppliers"))._repr_html_()
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html><meta charset='utf-8'><p>{frame}</p>", encoding="utf-8")
    with visit(browser, file) as seen:
        seen.page.wait_for_timeout(300)
        inner = seen.page.frames[1]
        assert inner.evaluate(INK) > 1000
        assert "Region Västerbotten" in inner.locator("tbody").inner_text()
        reach = "() => { try { return !!parent.document } catch { return false } }"
        assert inner.evaluate(reach) is False
        assert quiet(seen), (seen.outside, seen.dialogs, seen.errors)


def test_a_frame_that_was_hidden_fits_when_it_is_shown(
    browser: Any, kg: KnowledgeGraph, tmp_path: Path
) -> None:
    """A cell that was folded while its picture loaded shows the whole picture when unfolded."""
    frame = draw(kg, network(kg, "suppliers"))._repr_html_()
    file = tmp_path / "folded.html"
    file.write_text(
        f"<!DOCTYPE html><meta charset='utf-8'><div id=cell style='display:none'>{frame}</div>",
        encoding="utf-8",
    )
    with visit(browser, file) as seen:
        seen.page.evaluate("() => { document.getElementById('cell').style.display = '' }")
        seen.page.wait_for_timeout(800)
        inner = seen.page.frames[1]
        assert inner.evaluate(INK) > 1000
        assert inner.evaluate(OUT_OF_VIEW) == []
        assert inner.evaluate("() => network.getScale()") > 0.5


def test_the_svg_is_drawn_by_a_browser(browser: Any, kg: KnowledgeGraph, tmp_path: Path) -> None:
    """The SVG opens in a browser, with its labels as text, and asks for nothing."""
    file = draw(kg, network(kg, "suppliers")).save(tmp_path / "net.svg")
    with visit(browser, file) as seen:
        assert seen.page.locator("text", has_text="Könsdysfori").count() == 1
        assert not seen.outside


@pytest.mark.parametrize("name", ["suppliers", "co-applicants", "area-holder"])
def test_words_are_in_the_language_asked_for(
    browser: Any, real: KnowledgeGraph, tmp_path: Path, name: str
) -> None:
    """An English picture has English words around it and says so."""
    view = real.at(lang="en")
    with visit(browser, draw(view, network(view, name)).save(tmp_path / "net.html")) as seen:
        assert seen.page.locator("html").get_attribute("lang") == "en"
        text = seen.page.locator("main").inner_text()
    for word in ("Teckenförklaring", "Läget", "Källor:", "Belägg"):
        assert word not in text

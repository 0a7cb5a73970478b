"""Pictures as files: complete without a network, the same bytes every time, safe and accessible."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from graph import KnowledgeGraph
from graph.base.problems import BadParameter
from graph.networks.catalogue import NETWORKS, network
from graph.pictures.network.layout import MOST_EDGES, MOST_NODES
from graph.pictures.network.picture import Picture, draw, in_script
from graph.pictures.sheet.palette import RELATIONS
from ontology.terms import SKOS, curie, values
from tests.graph.sample import open_sample
from tests.support import ROOT

ATTACK = '</script><img src=x onerror="window.hit=1"><b>href</b> javascript:window.hit=1'


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The sample graph."""
    return open_sample(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def suppliers(kg: KnowledgeGraph) -> Picture:
    """A picture of the suppliers."""
    return draw(kg, network(kg, "suppliers"))


class Page(HTMLParser):
    """What a page consists of: its elements with attributes, and its text by element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a name."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.each
@pytest.mark.parametrize("name", NETWORKS)
def test_each_kind_of_edge_has_a_colour_and_words(kg: KnowledgeGraph, name: str) -> None:
    """A kind that is no value of the ontology's schemes has a stroke and its words."""
    kinds = {kind for *_, kind in network(kg, name).edges(data="kind")}
    listed = {curie(one.value) for one in values("schemes.ttl", SKOS.inScheme)}
    assert not kinds - listed - RELATIONS.keys(), "give them a colour in sheet/palette.py"
    wordless = {kind for kind in kinds - listed if RELATIONS[kind].sv == kind}
    assert not wordless, "give them words in graph/networks/words.toml"


@pytest.mark.parametrize("name", NETWORKS)
def test_no_element_points_outside(kg: KnowledgeGraph, name: str) -> None:
    """No element of a page loads anything: no src, no href, no import."""
    html = draw(kg, network(kg, name)).html()
    page = Page(html)
    pointing = [
        (tag, key, value)
        for tag, attributes in page.elements
        for key, value in attributes.items()
        if key in {"src", "href", "action", "data", "srcset", "poster"} and value
    ]
    assert not pointing, "let page.html load nothing"
    assert not page.all("link")
    styles = re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL)
    assert not [s for s in styles if "@import" in s or re.search(r"url\(['\"]?https?:", s)]


def test_the_browser_is_told_to_load_nothing(suppliers: Picture) -> None:
    """A content policy forbids every request, in case a label ever finds a way."""
    policy = [m for m in Page(suppliers.html()).all("meta") if "http-equiv" in m]
    assert policy[0]["http-equiv"] == "Content-Security-Policy"
    assert str(policy[0]["content"]).startswith("default-src 'none'")


@pytest.mark.parametrize("name", NETWORKS)
def test_the_table_has_a_row_for_every_edge(kg: KnowledgeGraph, name: str) -> None:
    """The table says what the picture says: a caption, scoped headings, one row per edge."""
    net = network(kg, name)
    page = Page(draw(kg, net).html())
    assert len(page.all("caption")) == 1
    scopes = [th.get("scope") for th in page.all("th")]
    assert scopes.count("row") == net.number_of_edges()
    assert set(scopes) == {"col", "row"}


def test_the_page_can_be_understood_without_seeing(suppliers: Picture) -> None:
    """Language, title, one main part, a name for the canvas."""
    page = Page(suppliers.html())
    assert page.all("html") == [{"lang": "sv"}]
    assert len(page.all("title")) == 1
    assert len(page.all("main")) == 1
    (canvas,) = [d for d in page.all("div") if d.get("id") == "mynetwork"]
    assert canvas["role"] == "img"
    assert "2 noder, 1 kanter" in str(canvas["aria-label"])


def test_the_page_begins_as_pages_should(suppliers: Picture) -> None:
    """Standards mode, the language and UTF-8 are declared at once."""
    begins = '<!DOCTYPE html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">'
    assert suppliers.html().startswith(begins), "let page.html begin so"


def test_the_legend_tells_kinds_times_and_gaps(kg: KnowledgeGraph) -> None:
    """Kinds, direction, the day, and what is not shown stand beside the picture."""
    html = draw(kg.at(lang="en"), network(kg.at(lang="en"), "suppliers")).html()
    told = (
        "region",
        "sub-supplier",
        "The arrow goes from the supplier",
        "State as of 2026-06-30.",
        "Not shown: 1 supply relations",
        "dashed",
    )
    for words in told:
        assert words in html, f"the legend lacks “{words}”"


def test_known_at_is_told(kg: KnowledgeGraph) -> None:
    """The other time, how far sources are known, is told as well."""
    net = network(kg, "suppliers")
    net.graph["known_at"] = "2026-23"
    assert "enligt källor till och med hösten 2026" in draw(kg, net).html()


def test_evidence_is_in_the_table(suppliers: Picture) -> None:
    """Source, date, lines, certainty and reading of every citation can be read."""
    assert "Nyare bilder, 2026-06, rad 72–75, tolkat: the heading governs one item" in (
        suppliers.html()
    )


def test_a_citation_is_told_once_for_both_sides(kg: KnowledgeGraph) -> None:
    """Two permits that rest on the same lines do not say so twice in one row."""
    net = network(kg, "co-holders")
    for *_, edge in net.edges(data=True):
        edge["evidence"] = edge["evidence"] * 2
    for row in draw(kg, net).scene.rows:
        assert len(row.evidence) == len(set(row.evidence))


def hostile(where: str) -> nx.MultiDiGraph:
    """A network with an attack in every text of one kind."""
    texts: dict[str, Any] = dict.fromkeys(
        ("label", "area_label", "kind_label", "title", "meaning"), "x"
    )
    texts[where] = ATTACK
    net = nx.MultiDiGraph(name="suppliers", title=texts["title"], meaning=texts["meaning"])
    net.add_node("region:a", label=texts["label"], kind="region")
    net.add_node("region:b", label="b", kind="region")
    evidence = ({"title": texts["title"], "date": "2024", "locator": ATTACK, "reading": ATTACK},)
    net.add_edge(
        "region:a",
        "region:b",
        label=texts["label"],
        area_label=texts["area_label"],
        kind="nhv:Underleverantor",
        kind_label=texts["kind_label"],
        evidence=evidence,
    )
    return net


@pytest.mark.parametrize("where", ["label", "area_label", "kind_label", "title", "meaning"])
def test_markup_in_names_stays_text(kg: KnowledgeGraph, where: str) -> None:
    """A name that looks like markup adds no element to the page, its frame or its SVG."""
    plain, attacked = draw(kg, hostile("none")), draw(kg, hostile(where))
    assert [tag for tag, _ in Page(attacked.html()).elements] == [
        tag for tag, _ in Page(plain.html()).elements
    ], "escape it"
    assert [tag for tag, _ in Page(attacked._repr_html_()).elements] == ["iframe"]
    tags = [element.tag for element in ElementTree.fromstring(attacked.svg()).iter()]
    assert not [tag for tag in tags if "script" in tag or "img" in tag]


def test_dollars_are_dollars(kg: KnowledgeGraph) -> None:
    """Names with dollar signs, braces and backslashes are drawn, not read as formulas."""
    net = nx.MultiDiGraph()
    net.add_node("a", label=r"$\frac{1}{ $x_2$ \alpha")
    assert r"$\frac{1}{" in draw(kg, net).svg()


def test_swedish_letters_survive_any_locale(tmp_path: Path) -> None:
    """Under the C locale, too, files are UTF-8."""
    code = (
        "import sys; from pathlib import Path; from tests.graph.sample import open_sample\n"
        "folder = Path(sys.argv[1]); kg = open_sample(folder)\n"
        "picture = kg.draw(kg.network('suppliers'), title='\\xc5\\xe4\\xf6 \\xe9 \\u2013')\n"
        "picture.save(folder / 'c.html'); picture.save(folder / 'c.svg')\n"
    )
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    env |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=ROOT, env=env)
    for file in ("c.html", "c.svg"):
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert "Åäö é –" in text
        assert "Könsdysfori" in text or file == "c.html"
    assert "Västra" in (tmp_path / "c.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".html", ".svg", ".png", ".pdf"])
def test_the_same_network_gives_the_same_bytes(
    kg: KnowledgeGraph, tmp_path: Path, suffix: str
) -> None:
    """Drawn twice, saved twice: not a byte differs, and no date is in the file."""
    contents = [
        draw(kg, network(kg, "area-holder")).save(tmp_path / f"{n}{suffix}").read_bytes()
        for n in (1, 2)
    ]
    assert contents[0] == contents[1]


def test_the_svg_is_accessible_and_self_contained(suppliers: Picture) -> None:
    """SVG has a name, a description and real text, and refers to nothing outside."""
    svg = suppliers.svg()
    root = ElementTree.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    title = root.find(f"{space}title")
    assert title is not None
    assert title.text == "Vem levererar till vem"
    texts = {(t.text or "").strip() for t in root.iter(f"{space}text")}
    assert {"Könsdysfori", "Västra", "Götalandsregionen"} <= texts
    links = [v for e in root.iter() for k, v in e.attrib.items() if k.endswith("href")]
    assert all(link.startswith("#") for link in links)
    assert "DOCTYPE" not in svg


def test_drawing_leaves_matplotlib_s_settings_alone(suppliers: Picture, tmp_path: Path) -> None:
    """A user's own settings are neither used nor changed."""
    import matplotlib

    def painted() -> bytes:
        return suppliers.save(tmp_path / "suppliers.png").read_bytes()

    before_png = painted()
    with matplotlib.rc_context({"font.size": 40, "svg.fonttype": "path", "lines.linewidth": 9}):
        before = dict(matplotlib.rcParams)
        assert painted() == before_png, "draw with factory settings"
        assert dict(matplotlib.rcParams) == before


def test_the_frame_holds_the_whole_page(suppliers: Picture) -> None:
    """In a notebook the picture is one sandboxed frame that can run but not reach out."""
    ((tag, frame),) = Page(suppliers._repr_html_()).elements
    assert tag == "iframe"
    assert frame["srcdoc"] == suppliers.html()
    assert frame["sandbox"] == "allow-scripts"
    assert frame["title"]


def test_saving_refuses_other_suffixes(suppliers: Picture, tmp_path: Path) -> None:
    """Another suffix is refused with the ones that there are."""
    with pytest.raises(BadParameter, match=r"one of \.html, \.svg, \.png, \.pdf, not"):
        suppliers.save(tmp_path / "net.jpg")
    with pytest.raises(BadParameter, match="no folder"):
        suppliers.save(tmp_path / "missing" / "net.svg")
    assert not list(tmp_path.iterdir())


def test_a_failed_save_leaves_the_old_file(
    suppliers: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is replaced whole or not at all, and nothing is left beside it."""
    file = tmp_path / "net.svg"
    file.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        suppliers.save(file)
    assert [f.name for f in tmp_path.iterdir()] == ["net.svg"]
    assert file.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("height", ["tall", 0, "20", "12em", 1e9])
def test_a_height_is_a_number_of_pixels(kg: KnowledgeGraph, height: Any) -> None:
    """Anything else is refused in a sentence."""
    with pytest.raises(BadParameter, match="height is a number of pixels"):
        draw(kg, nx.MultiDiGraph(), height=height)


def test_title_and_height_can_be_chosen(kg: KnowledgeGraph) -> None:
    """`title` and `height` override what the network brings."""
    html = draw(kg, network(kg, "suppliers"), title="Min bild", height="777px").html()
    assert "<title>Min bild</title>" in html
    assert "height: 777px" in html


def test_any_network_of_texts_can_be_drawn(kg: KnowledgeGraph) -> None:
    """A network from a query, with whatever attributes, is drawn and its edges are listed."""
    net = nx.MultiDiGraph()
    net.add_edge("a", "b", since=2024, note=None, weight="much")
    net.add_edge("b", "b")
    picture = draw(kg, net)
    assert "since: 2024; weight: much" in picture.html()
    assert picture.svg()
    with pytest.raises(BadParameter, match="texts"):
        draw(kg, nx.path_graph(3))


def test_an_empty_network_says_so(kg: KnowledgeGraph) -> None:
    """Nothing to draw is said in words, with what was left out."""
    net = network(kg.at(as_of="1999-01-01"), "suppliers")
    assert net.number_of_edges() == 0 or net.graph["left_out"]
    empty = nx.MultiDiGraph(name="suppliers", title="T")
    assert "Inga kanter" in draw(kg, empty).html()
    assert draw(kg, empty).svg()


def test_drawing_does_not_change_the_network(kg: KnowledgeGraph) -> None:
    """Attributes, order and ids are as before."""
    net = network(kg, "co-holders")
    before = (dict(net.graph), list(net.nodes(data=True)), list(net.edges(data=True)))
    draw(kg, net).html()
    assert (dict(net.graph), list(net.nodes(data=True)), list(net.edges(data=True))) == before


def test_parallel_edges_do_not_hide_one_another(kg: KnowledgeGraph) -> None:
    """Two edges between the same nodes bend apart; more than three of a kind become one line."""
    net = nx.MultiDiGraph(name="suppliers")
    for i in range(2):
        net.add_edge("a", "b", key=i, kind="nhv:Underleverantor", label=f"område {i}")
    arcs = draw(kg, net).scene.arcs
    assert len({arc.bend for arc in arcs}) == 2
    for i in range(2, 6):
        net.add_edge("a", "b", key=i, kind="nhv:Underleverantor", label=f"område {i}")
    scene = draw(kg, net).scene
    (arc,) = scene.arcs
    assert arc.label == "6 ×"
    assert "• område 5" in scene.told_of_arc(arc)


def test_importing_pictures_loads_nothing_heavy() -> None:
    """pyvis, matplotlib, networkx and pandas are loaded when something is drawn, not before."""
    code = (
        "import sys, graph.pictures.network.picture, graph.networks.catalogue; print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not {"pyvis", "matplotlib", "networkx", "pandas", "IPython"} & set(loaded)


def test_texts_in_scripts_cannot_end_them() -> None:
    """JSON in a script holds no "<", and reads back as it was."""
    for text in (ATTACK, "<!--", "</SCRIPT>", "\u2028'\"\\"):
        written = in_script([text])
        assert "<" not in written
        assert json.loads(written) == [text]


@pytest.mark.parametrize(
    ("nodes", "edges"), [(MOST_NODES + 1, 0), (80, MOST_EDGES + 1)], ids=["nodes", "edges"]
)
def test_what_nobody_could_read_is_refused(kg: KnowledgeGraph, nodes: int, edges: int) -> None:
    """Too many nodes or edges: one sentence with both numbers, and what to do instead."""
    net = nx.MultiDiGraph()
    net.add_nodes_from(f"n{i}" for i in range(nodes))
    net.add_edges_from((f"n{i % nodes}", f"n{i * 7 % nodes}") for i in range(edges))
    with pytest.raises(BadParameter, match=rf"{nodes:,} nodes and {edges:,} edges.*\.graphml"):
        draw(kg, net)


@pytest.mark.slow
def test_the_largest_network_is_drawn(kg: KnowledgeGraph) -> None:
    """What is not refused is drawn, every node and line of it, without further packages."""
    net = nx.MultiDiGraph()
    for i in range(MOST_EDGES):
        net.add_edge(f"n{i % MOST_NODES}", f"n{i * 7 % (MOST_NODES - 1) + 1}", label="x")
    scene = draw(kg, net).scene
    assert set(scene.kinds) == set(net)
    assert sorted(n for arc in scene.arcs for n in arc.edges) == list(range(MOST_EDGES))

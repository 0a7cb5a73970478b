"""Pictures for a journal: the size, the dots and the letters that were asked for, as real text."""

from __future__ import annotations

import re
import struct
import subprocess
import zlib
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from graph import KnowledgeGraph
from graph.base.problems import BadParameter
from graph.demo.gallery import Exhibit, exhibits
from graph.pictures.sheet.drawing import Drawing
from tests.support import national_graph, need, sampled

MM = 72 / 25.4
SPACE = "{http://www.w3.org/2000/svg}"
KINDS = [("draw", "suppliers", {}), ("map", "access", {"area": "vulvacancer"}),
         ("chart", "timeline", {"area": "dysmeli"})]  # fmt: skip


@pytest.fixture(scope="module", params=KINDS, ids=[name for _, name, _ in KINDS])
def picture(request: pytest.FixtureRequest, national: KnowledgeGraph) -> Drawing:
    """A network, a map and a chart."""
    kind, name, params = request.param
    drawn: Drawing = getattr(national, kind)(name, **params)
    return drawn


def svg_size(file: Path) -> tuple[float, float, float]:
    """Width and height of an SVG in millimetres, and how many points a unit of it is."""
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    width, height = (float(str(root.get(side)).removesuffix("mm")) for side in ("width", "height"))
    return width, height, width * MM / float(str(root.get("viewBox")).split()[2])


def png_size(file: Path) -> tuple[int, int, float]:
    """Width and height of a PNG in dots, and the dots per inch that it claims."""
    data = file.read_bytes()
    wide, high = struct.unpack(">II", data[16:24])
    at = data.index(b"pHYs") + 4
    across, _, metres = struct.unpack(">IIB", data[at : at + 9])
    assert metres == 1
    return wide, high, across * 0.0254


def pdf_size(file: Path) -> tuple[float, float, set[float]]:
    """Width and height of a PDF in millimetres, and the sizes of its letters in points."""
    data = file.read_bytes()
    (box,) = re.findall(rb"/MediaBox \[ ?0 0 ([0-9.]+) ([0-9.]+) ?\]", data)
    width, height = (float(side) / MM for side in box)
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    sizes: set[float] = set()
    for stream in streams:
        try:
            page = zlib.decompress(stream)
        except zlib.error:
            continue
        sizes |= {round(float(size), 2) for size in re.findall(rb"/F\S+ ([0-9.]+) Tf", page)}
    return width, height, sizes


@pytest.mark.slow
def test_a_width_is_kept_by_every_form(picture: Drawing, tmp_path: Path) -> None:
    """85 mm are 85 mm in SVG, PNG and PDF, and all three are equally high."""
    files = [
        picture.save(tmp_path / f"p.{form}", width=85, dpi=600) for form in ("svg", "png", "pdf")
    ]
    width, height, _ = svg_size(files[0])
    dots, high, dpi = png_size(files[1])
    assert width == 85
    assert round(dpi) == 600, "write the dots per inch into the header"
    assert dots == pytest.approx(85 / 25.4 * 600, abs=1)
    assert high / dots == pytest.approx(height / width, rel=0.01)
    assert pdf_size(files[2])[:2] == pytest.approx((width, height), abs=0.02)


def test_a_height_is_kept_and_nothing_is_cut(picture: Drawing, tmp_path: Path) -> None:
    """With both sides the page is exactly that, and the whole picture is on it."""
    file = picture.save(tmp_path / "p.svg", width="17 cm", height="3.5in")
    width, height, _ = svg_size(file)
    assert (width, height) == pytest.approx((170, 88.9), abs=0.01)
    left, top, wide, high = (
        float(part) for part in str(ElementTree.fromstring(file.read_text()).get("viewBox")).split()
    )
    assert left <= 0
    assert top <= 0
    assert left + wide >= picture.sheet.width - 0.1
    assert top + high >= picture.sheet.height - 0.1
    assert pdf_size(picture.save(tmp_path / "p.pdf", height=100))[1] == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize(
    "size", sampled([(None, 7), (None, 9.5), (120, 7), (180, 7), (85, 5)], 5), ids=str
)
def test_letters_have_the_size_that_was_asked_for(
    picture: Drawing, tmp_path: Path, size: tuple[float | None, float]
) -> None:
    """The letters of the notes are of so many points, in SVG and in PDF, whatever the width."""
    width, points = size
    wide, _, unit = svg_size(picture.save(tmp_path / "p.svg", width=width, font_size=points))
    assert unit * 12 == pytest.approx(points, rel=0.001)
    sides = pdf_size(picture.save(tmp_path / "p.pdf", width=width, font_size=points))
    assert min(abs(found - points) for found in sides[2]) < 0.01
    assert sides[0] == pytest.approx(wide, abs=0.02), "lay out all forms alike"
    assert width is None or wide == width


@pytest.mark.slow
def test_what_has_no_room_says_what_it_needs(national: KnowledgeGraph, tmp_path: Path) -> None:
    """Letters too large for the page are refused with the side that they need, which then fits."""
    for kind, name, params in (*KINDS, ("draw", "area-holder", {}), ("chart", "pipeline", {})):
        drawn = getattr(national, kind)(name, **params)
        with pytest.raises(BadParameter, match=r"needs a width of \d+ mm; give width=") as caught:
            drawn.save(tmp_path / "p.pdf", width=30, font_size=9)
        (need,) = re.findall(r"give width=(\d+)", str(caught.value))
        assert svg_size(drawn.save(tmp_path / "p.svg", width=need, font_size=9))[0] == float(need)
    with pytest.raises(BadParameter, match=r"needs a height of \d+ mm"):
        drawn.save(tmp_path / "p.pdf", height=30, font_size=9)


@pytest.mark.parametrize(
    ("form", "size", "says"),
    [
        ("pdf", {"width": "wide"}, "width is a length in millimetres from 10 to 2000, such as 85"),
        ("pdf", {"width": "3 furlongs"}, "with its unit, “3.35 in”, not “3 furlongs”"),
        ("svg", {"height": 0}, "height is a length in millimetres from 10 to 2000"),
        ("svg", {"width": -85}, "width is a length"),
        ("png", {"dpi": "many"}, "dpi is a number of dots per inch from 30 to 2400"),
        ("png", {"dpi": 9999}, "not “9999”"),
        ("png", {"width": 1000, "dpi": 2400}, r"too large to be opened; give dpi=\d+ or less"),
        ("svg", {"font_size": "large"}, "font_size is a number of points from 2 to 72"),
        ("html", {"width": 85}, "a page fits its window and has no size"),
        ("eps", {"width": 85}, r"one of \.html, \.svg, \.png, \.pdf, not “\.eps”"),
    ],
)
def test_a_wrong_size_is_one_sentence(
    picture: Drawing, tmp_path: Path, form: str, size: dict[str, Any], says: str
) -> None:
    """What is no size is refused with what would be one, and no file is left."""
    with pytest.raises(BadParameter, match=says) as caught:
        picture.save(tmp_path / f"p.{form}", **size)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_pdf_has_text_and_no_images(picture: Drawing, tmp_path: Path) -> None:
    """Another program finds every word of the picture, in letters that are in the file."""
    pdftotext, pdffonts, pdfimages = need("pdftotext"), need("pdffonts"), need("pdfimages")
    file = str(picture.save(tmp_path / "p.pdf", width=180, font_size=7))
    found = _said(pdftotext, file, "-")
    svg = ElementTree.fromstring(
        picture.save(tmp_path / "p.svg", width=180, font_size=7).read_text()
    )
    words = {word for text in svg.iter(f"{SPACE}text") for word in str(text.text).split()}
    assert not words - set(found.split()), "paint texts as texts"
    fonts = _said(pdffonts, file).splitlines()[2:]
    assert fonts
    assert all("TrueType" in line for line in fonts), "embed whole letters: pdf.fonttype 42"
    assert len(_said(pdfimages, "-list", file).splitlines()) == 2, "paint lines, not pixels"


@pytest.mark.slow
@pytest.mark.parametrize("exhibit", sampled(exhibits(), 4), ids=lambda exhibit: exhibit.stem)
@pytest.mark.parametrize(
    ("width", "points"), [(85, 7), pytest.param(180, 6, marks=pytest.mark.trust)]
)
def test_no_word_leaves_the_page(
    national: KnowledgeGraph, tmp_path: Path, exhibit: Exhibit, width: int, points: int
) -> None:
    """A column and a page of a journal hold every word, or a sentence says what they lack."""
    pdftotext = need("pdftotext")
    file = tmp_path / "p.pdf"
    # On a page of 180 mm with letters of 6 points, there is room for each.
    with suppress(BadParameter) if width == 85 else nullcontext():
        exhibit.draw(national).save(file, width=width, font_size=points)
    if not file.exists():
        return
    boxes = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<',
                       _said(pdftotext, "-bbox", str(file), "-"))  # fmt: skip
    wide, high, _ = pdf_size(file)
    outside = [
        word for x0, y0, x1, y1, word in boxes
        if float(x0) < 0 or float(y0) < 0 or float(x1) > wide * MM or float(y1) > high * MM
    ]  # fmt: skip
    assert boxes
    assert not outside, "give labels more room on a narrow sheet"


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_network_is_drawn_by_its_name(national: KnowledgeGraph) -> None:
    """`kg.draw("suppliers", area=…)` passes what the network takes, and refuses the rest."""
    drawn = national.draw("suppliers", area="könsdysfori", lang="en", title="Mine", height=300)
    made = national.network("suppliers", area="könsdysfori", lang="en")
    assert drawn.scene == national.draw(made, title="Mine").scene
    assert (drawn.title, drawn.lang, drawn.height) == ("Mine", "en", 300)
    with pytest.raises(BadParameter, match="suppliers has no parameter aera; did you mean area"):
        national.draw("suppliers", aera="könsdysfori")
    with pytest.raises(BadParameter, match="that is made already takes no area; give it to"):
        national.draw(made, area="könsdysfori")


def test_a_picture_keeps_what_was_drawn(national: KnowledgeGraph, tmp_path: Path) -> None:
    """A network that is changed after it was drawn is not in a file that is saved later."""
    net = nx.MultiDiGraph()
    net.add_edge("a", "b", label="x")
    drawn = national.draw(net)
    net.add_edge("b", "later")
    assert "later" not in drawn.save(tmp_path / "p.svg", width=60, font_size=7).read_text()


def test_the_command_takes_a_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv network`, `map` and `chart` print in a size, and say when there is nothing to print."""
    from graph.cli.main import main

    where = ["--build-dir", str(national_graph())]
    out = tmp_path / "p.svg"
    size = ["--width", "3.35in", "--font-size", "6"]
    for call in (["network", "suppliers"], ["map", "holders"], ["chart", "permits-over-time"]):
        assert main([*call, "--out", str(out), *size, *where]) == 0
        assert svg_size(out)[0] == pytest.approx(85.09)
        assert main([*call, *size, *where]) == 2
        assert "--width is for pictures; add --out" in capsys.readouterr().err

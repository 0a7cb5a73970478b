"""The gallery: every picture is there, small, described, and as fresh as the data."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from graph import KnowledgeGraph
from graph.demo import gallery
from graph.demo.gallery import IMAGES, exhibits
from graph.networks.catalogue import NETWORKS
from graph.pictures.catalogue import CHARTS, MAPS
from tests.browser import chromium, visit
from tests.support import ROOT

_PAGES = ("README.md", "ontology/README.md")
_REMEDY = "say `.venv/bin/python -m graph.demo.gallery` after a build, and look at what changed"


@pytest.fixture(scope="module")
def written(national: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a gallery."""
    folder = tmp_path_factory.mktemp("gallery")
    gallery.write_gallery(national, folder)
    return folder


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        """The attributes of all elements of a name."""
        return (attributes for name, attributes in self.found if name == tag)


def test_every_picture_of_every_catalogue_is_shown() -> None:
    """A new network, map or chart is in the gallery without anyone putting it there."""
    shown = {(e.kind, e.name) for e in exhibits()}
    assert shown == (
        {("network", name) for name in NETWORKS}
        | {("map", name) for name in MAPS}
        | {("chart", name) for name in CHARTS}
    )
    stems = [e.stem for e in exhibits()]
    assert len(set(stems)) == len(stems), "give exhibits that differ names that differ"


@pytest.mark.xdist_group("gallery")
def test_every_card_has_words_call_and_full_page(written: Path) -> None:
    """Each picture has alternative text, both wordings, its call, and a page that exists."""
    html = (written / "index.html").read_text(encoding="utf-8")
    page = Elements(html)
    images = list(page.all("img"))
    assert [i["src"] for i in images] == [f"{e.stem}.svg" for e in exhibits()]
    assert all(len(str(i["alt"])) > 20 for i in images), "describe the picture"
    for exhibit in exhibits():
        assert (written / f"{exhibit.stem}.html").is_file()
        assert (written / f"{exhibit.stem}.svg").is_file()
    for link in page.all("a"):
        assert (written / str(link["href"])).is_file()
    assert html.count("<code>") == len(images)


def test_calls_are_those_that_a_user_writes(national: KnowledgeGraph) -> None:
    """What stands under a picture, typed into a cell, makes the same picture."""
    for exhibit in exhibits()[:4]:
        made = eval(exhibit.call, {"kg": national})
        assert made.svg() == exhibit.draw(national).svg()


@pytest.mark.browser
@pytest.mark.xdist_group("gallery")
def test_the_gallery_shows_its_pictures_without_the_outside(written: Path) -> None:
    """In a browser every image is drawn, and nothing is asked of the web."""
    loaded = """async () => {
      const images = [...document.images];
      images.forEach(image => { image.loading = "eager"; });
      await Promise.all(images.map(image => image.decode().catch(() => null)));
      return images.map(image => image.naturalWidth);
    }"""
    with chromium() as browser, visit(browser, written / "index.html") as seen:
        assert all(width > 100 for width in seen.page.evaluate(loaded)), "an image is missing"
        assert not seen.outside, "keep every file beside the page"
        assert not seen.errors


def test_kept_images_are_fresh(written: Path) -> None:
    """The images under notebooks/images/gallery are those of the data as it is now."""
    made = {file.name: file.read_bytes() for file in written.glob("*.svg")}
    kept = {file.name: file.read_bytes() for file in IMAGES.glob("*.svg")}
    assert set(kept) == set(made), _REMEDY
    stale = [name for name in made if kept[name] != made[name]]
    assert not stale, f"{', '.join(stale)}: {_REMEDY}"


def test_the_pictures_of_pages_are_fresh_and_tell_something(national: KnowledgeGraph) -> None:
    """They are those of the data as it is now, a page shows each, and distances are known."""
    shown = "".join((ROOT / name).read_text(encoding="utf-8") for name in _PAGES)
    for name, data in gallery.of_pages(national).items():
        assert (IMAGES.parent / name).read_bytes() == data, _REMEDY
        assert f"notebooks/images/{name}" in shown, f"no page shows {name}"
    (access,) = (e for e in exhibits() if e.name == "access")
    rows = national.map("access", **access.params).rows
    assert all(any(cell.isdigit() for cell in row) for row in rows), "show an area that is known"


@pytest.mark.parametrize("file", sorted(IMAGES.glob("*.svg")), ids=lambda f: f.stem)
def test_kept_images_are_small_and_whole(file: Path) -> None:
    """Each is below 150 kB, can be parsed, has a title, and points to nothing outside."""
    data = file.read_bytes()
    assert len(data) < 150_000, "draw less, or shorten more in graph.demo.gallery"
    root = ElementTree.fromstring(data)
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not (name.endswith("href") and not value.startswith("#")), value


def test_renewing_takes_away_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, national: KnowledgeGraph
) -> None:
    """Only changed images are written, and those of pictures that are gone are taken away."""
    monkeypatch.setattr(gallery, "images", lambda _: {"a.svg": b"new", "b.svg": b"same"})
    for name, data in {"a.svg": b"old", "b.svg": b"same", "gone.svg": b"x"}.items():
        (tmp_path / name).write_bytes(data)
    assert gallery.renew(national, tmp_path) == [tmp_path / "a.svg"]
    assert sorted(f.name for f in tmp_path.iterdir()) == ["a.svg", "b.svg"]

"""The gallery: every picture once, small, with its words, its call and a link to the full page.

``make demo`` writes it into ``build/gallery``; ``python -m graph.demo.gallery`` renews the small
images that are kept under ``notebooks/images`` for the README (a test compares them with the data).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.base.files import write
from graph.base.languages import LANGS
from graph.base.words import words_of
from graph.cli.main import guarded
from graph.cli.output import say
from graph.knowledge_graph import KnowledgeGraph, catalogues, open_graph
from graph.pictures.chart.model import model
from graph.pictures.sheet.drawing import Drawing, filled

IMAGES = Path(__file__).resolve().parents[2] / "notebooks" / "images" / "gallery"
_MAKERS = {"network": "draw", "map": "map", "chart": "chart"}
# What a map or a chart of an area shows: one of which sources tell what there is to see.
_AREAS = {"permits": "könsdysfori", "access": "vulvacancer", "timeline": "dysmeli"}
# Of what a matrix shows better as a whole, the network of one area.
_PARTS: Mapping[str, Mapping[str, str]] = {"area-holder": {"area": "könsdysfori"}}
# Besides every network as it comes: the views that show most.
_MORE: Mapping[str, Sequence[Mapping[str, str]]] = {
    "co-holders": ({"level": "hospital"},),
    "bodies": ({"body": "body:beredningsgrupp-b2"},),
}
_WORDS = words_of("graph.demo")


@dataclass(frozen=True)
class Exhibit:
    """A picture of the gallery: the kind and name of a catalogue, its words, its parameters."""

    kind: str
    name: str
    sv: str
    en: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The name of its files, without a suffix."""
        chosen = [value for name, value in self.params.items() if name != "area"]
        rest = [re.sub(r"[^a-z0-9]+", "-", value.rpartition(":")[2]) for value in chosen]
        return "-".join([self.kind, self.name, *rest])

    @property
    def call(self) -> str:
        """The call that makes it, as a user writes it."""
        given = "".join(f', {name}="{value}"' for name, value in self.params.items())
        return f'kg.{_MAKERS[self.kind]}("{self.name}"{given})'

    def draw(self, kg: KnowledgeGraph) -> Drawing:
        """Make the picture."""
        drawn: Drawing = getattr(kg, _MAKERS[self.kind])(self.name, **self.params)
        return drawn


def exhibits() -> tuple[Exhibit, ...]:
    """Every network, map and chart of the catalogues, and a few with parameters of their own."""
    found = []
    for noun in _MAKERS:
        for name, entry in catalogues()[noun].items():
            needed = {p.name: _AREAS[name] for p in entry.params if not p.optional}
            needed |= _PARTS.get(name, {})
            more = _MORE.get(name, ()) if noun == "network" else ()
            sv, en = map(entry.text, LANGS)
            found += [Exhibit(noun, name, sv, en, p) for p in (needed, *more)]
    return tuple(found)


def write_gallery(kg: KnowledgeGraph, out: Path) -> list[Path]:
    """Draw every picture, as a page and a small image, and the page of all; return the pages."""
    out.mkdir(parents=True, exist_ok=True)
    cards: dict[tuple[str, str], list[tuple[Exhibit, str]]] = {}
    pages = []
    for exhibit in exhibits():
        picture = exhibit.draw(kg)
        pages.append(picture.save(out / f"{exhibit.stem}.html"))
        picture.save(out / f"{exhibit.stem}.svg")
        heading = _WORDS[f"kind.{exhibit.kind}"]
        cards.setdefault(heading, []).append((exhibit, picture.described))
    page = filled("demo/gallery.html", cards=cards.items(), words=_WORDS, as_of=kg.as_of)
    write(out / "index.html", f"{page}\n".encode())
    return pages


def images(kg: KnowledgeGraph) -> dict[str, bytes]:
    """The small image of every picture, and those of the pages, by file name."""
    small = {f"gallery/{e.stem}.svg": e.draw(kg).svg().encode("utf-8") for e in exhibits()}
    return small | of_pages(kg)


def of_pages(kg: KnowledgeGraph) -> dict[str, bytes]:
    """The pictures of README and of the page of words, in English, by file name."""
    view = kg.at(lang="en")
    drawn = {
        "access.svg": view.map("access", area=_AREAS["access"]),
        "over-time.svg": view.chart("permits-over-time"),
        "model.svg": model("en"),
    }
    return {name: picture.svg().encode("utf-8") for name, picture in drawn.items()}


def renew(kg: KnowledgeGraph, folder: Path = IMAGES.parent) -> list[Path]:
    """Write the small images into a folder, and take away those of pictures that are gone.

    Return the files that were new or had changed.
    """
    wanted = images(kg)
    changed = []
    for name, data in sorted(wanted.items()):
        file = folder / name
        if not file.is_file() or file.read_bytes() != data:
            write(file, data)
            changed.append(file)
    for old in sorted(folder.rglob("*.svg")):
        if old.relative_to(folder).as_posix() not in wanted:
            old.unlink()
    return changed


def main() -> int:
    """Renew the kept images from the built graph, and return the exit status."""

    def run() -> int:
        for file in renew(open_graph()):
            say(f"renewed {file.relative_to(IMAGES.parents[2])}")
        return 0

    return guarded(run)


if __name__ == "__main__":
    sys.exit(main())

"""The gallery: every picture once, small, with its words, its call and a link to the full page.

``make demo`` writes it into ``build/gallery``; ``python -m graph.demo.gallery`` renews the small
images that are kept under ``notebooks/images`` for the README (a test compares them with the data).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from graph.base.files import write
from graph.cli.main import guarded
from graph.cli.output import say
from graph.knowledge_graph import open_graph
from graph.networks.catalogue import NETWORKS
from graph.pictures.chart.charts import CHARTS
from graph.pictures.map.maps import MAPS

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

IMAGES = Path(__file__).resolve().parents[2] / "notebooks" / "images" / "gallery"
_AREA = {"area": "dysmeli"}
# Besides every network as it comes: the views that show most.
_MORE: Mapping[str, Sequence[Mapping[str, str]]] = {
    "co-holders": ({"level": "hospital"},),
    "bodies": ({"body": "body:beredningsgrupp-b2"},),
}
_POLICY = (
    "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
_CSS = """
:root { color-scheme: light dark; --ink: #1f2933; --soft: #52606d; --rule: #d9dee3;
  --back: #f5f7f9; --card: #ffffff; --link: #0072b2; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #a8b2bd; --rule: #3a444e;
  --back: #12161a; --card: #1f262d; --link: #56b4e9; } }
body { margin: 0 auto; max-width: 1320px; padding: 24px; background: var(--back);
  color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 26px; margin: 0 0 4px; }
h2 { font-size: 19px; margin: 34px 0 12px; }
p { margin: 0 0 8px; }
.soft { color: var(--soft); }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 20px;
  grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); }
li { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 14px;
  display: flex; flex-direction: column; }
li a.picture { display: block; background: #ffffff; border-radius: 5px; }
li img { display: block; width: 100%; height: 250px; object-fit: contain; }
li h3 { font-size: 16px; margin: 12px 0 0; }
li h3 a { color: var(--link); }
code { display: block; margin: auto 0 0; padding: 6px 8px; border-radius: 5px; overflow-x: auto;
  background: var(--back); font: 12.5px/1.5 ui-monospace, Consolas, Menlo, monospace; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
"""


class Drawn(Protocol):
    """A picture, whatever drew it: a network, a map or a chart."""

    def svg(self) -> str:
        """The picture as SVG."""

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file; the suffix decides the form."""


@dataclass(frozen=True)
class Exhibit:
    """A picture of the gallery: what is drawn, with which parameters, and its words.

    Attributes:
        kind: "network", "map" or "chart".
        name: Its name in that catalogue.
        sv: What it shows, in Swedish.
        en: The same in English.
        params: The parameters of the call.
    """

    kind: str
    name: str
    sv: str
    en: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The name of its files, without a suffix."""
        rest = [re.sub(r"[^a-z0-9]+", "-", value.rpartition(":")[2]) for value in self._chosen()]
        return "-".join([self.kind, self.name, *rest])

    def _chosen(self) -> list[str]:
        return [value for name, value in self.params.items() if name != "area"]

    @property
    def call(self) -> str:
        """The call that makes it, as a user writes it."""
        given = "".join(f', {name}="{value}"' for name, value in self.params.items())
        if self.kind == "network":
            return f'kg.draw(kg.network("{self.name}"{given}))'
        return f'kg.{self.kind}("{self.name}"{given})'

    def draw(self, kg: KnowledgeGraph) -> Drawn:
        """Make the picture."""
        made: Any
        if self.kind == "network":
            made = kg.draw(kg.network(self.name, **self.params))
        else:
            made = getattr(kg, self.kind)(self.name, **self.params)
        drawn: Drawn = made
        return drawn


def exhibits() -> tuple[Exhibit, ...]:
    """Every picture: networks, maps and charts, in the order of their catalogues.

    Returns:
        One exhibit per member of a catalogue, and a few with parameters of their own.
    """
    found: list[Exhibit] = []
    for kind in NETWORKS.values():
        found += [
            Exhibit("network", kind.name, kind.sv, kind.en, params)
            for params in ({}, *_MORE.get(kind.name, ()))
        ]
    for noun, members in (("map", MAPS), ("chart", CHARTS)):
        for member in members.values():
            params = {p.name: _AREA[p.name] for p in member.params if not p.optional}
            found.append(Exhibit(noun, member.name, member.sv, member.en, params))
    return tuple(found)


def described(picture: Drawn) -> str:
    """The alternative text of a picture: what it tells those who cannot see it."""
    told: Any = picture
    return str(told.scene.described if hasattr(told, "scene") else told.described)


def write_gallery(kg: KnowledgeGraph, out: Path) -> list[Path]:
    """Draw every picture and write the page that shows them.

    Args:
        kg: The view.
        out: The folder; ``index.html`` and for each picture a full page and a small image.

    Returns:
        The full pages, in the order of the gallery.
    """
    out.mkdir(parents=True, exist_ok=True)
    cards: dict[str, list[str]] = {}
    pages = []
    for exhibit in exhibits():
        picture = exhibit.draw(kg)
        pages.append(picture.save(out / f"{exhibit.stem}.html"))
        write(out / f"{exhibit.stem}.svg", picture.svg().encode("utf-8"))
        cards.setdefault(exhibit.kind, []).append(_card(exhibit, described(picture)))
    write(out / "index.html", _page(kg, cards).encode("utf-8"))
    return pages


def images(kg: KnowledgeGraph) -> dict[str, bytes]:
    """The small image of every picture, by file name."""
    return {f"{e.stem}.svg": e.draw(kg).svg().encode("utf-8") for e in exhibits()}


def renew(kg: KnowledgeGraph, folder: Path = IMAGES) -> list[Path]:
    """Write the small images into a folder, and take away those of pictures that are gone.

    Args:
        kg: The view.
        folder: The folder.

    Returns:
        The files that were new or had changed.
    """
    wanted = images(kg)
    changed = []
    for name, data in sorted(wanted.items()):
        file = folder / name
        if not file.is_file() or file.read_bytes() != data:
            write(file, data)
            changed.append(file)
    for old in sorted(folder.glob("*.svg")):
        if old.name not in wanted:
            old.unlink()
    return changed


_HEADINGS = {
    "network": ("Nätverk", "Networks"),
    "map": ("Kartor", "Maps"),
    "chart": ("Diagram över tid", "Charts of time"),
}


def _page(kg: KnowledgeGraph, cards: Mapping[str, Iterable[str]]) -> str:
    sections = "\n".join(
        f'<section><h2>{_HEADINGS[kind][0]} · <span lang="en">{_HEADINGS[kind][1]}</span></h2>\n'
        f"<ul>\n{''.join(made)}</ul></section>"
        for kind, made in cards.items()
    )
    return (
        '<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>NHV Graph: bilder</title><style>{_CSS}</style></head>\n<body><main>"
        f'<h1>NHV Graph: bilder · <span lang="en">pictures</span></h1>\n'
        f'<p class="soft">Läget {kg.as_of.isoformat()}. Varje bild har en egen sida med samma '
        'uppgifter som tabell, med belägg. <span lang="en">Every picture has a page of its own '
        "with the same data as a table, with evidence.</span></p>\n"
        f"{sections}\n</main></body></html>\n"
    )


def _card(exhibit: Exhibit, alt: str) -> str:
    return (
        f'<li><a class="picture" href="{exhibit.stem}.html">'
        f'<img src="{exhibit.stem}.svg" alt="{escape(alt)}" loading="lazy"></a>\n'
        f'<h3><a href="{exhibit.stem}.html">{escape(exhibit.sv)}</a></h3>'
        f'<p class="soft" lang="en">{escape(exhibit.en)}</p>'
        f"<code>{escape(exhibit.call)}</code></li>\n"
    )


def main() -> int:
    """Renew the kept images from the built graph.

    Returns:
        The exit status.
    """

    def run() -> int:
        for file in renew(open_graph()):
            say(f"renewed {file.relative_to(IMAGES.parent.parent.parent)}")
        return 0

    return guarded(run)


if __name__ == "__main__":
    sys.exit(main())

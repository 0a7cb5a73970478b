"""What ``kg.draw``, ``kg.map`` and ``kg.chart`` return: a picture that shows and saves itself."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.files import write
from graph.base.problems import BadParameter
from graph.pictures.sheet.printing import png
from graph.pictures.sheet.sheet import Sheet
from graph.pictures.sheet.svg import svg
from ontology.spelling import did_you_mean

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class Drawing(ABC):
    """A picture. In a notebook it shows itself; elsewhere, save it.

    Attributes:
        title: Its title.
        lang: The language of all that it says.
    """

    title: str
    lang: str

    @property
    @abstractmethod
    def described(self) -> str:
        """What it tells those who cannot see it."""

    @property
    @abstractmethod
    def sheet(self) -> Sheet:
        """What is drawn, for print."""

    @abstractmethod
    def html(self) -> str:
        """The picture and its table as one page that needs no network."""

    def svg(self) -> str:
        """The picture for print as SVG; its text stays text."""
        return svg(self.sheet, title=self.title, described=self.described, lang=self.lang)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to a file, whole or not at all.

        Args:
            path: The file; its suffix decides: .html (with the table), .svg or .png.

        Returns:
            The path.

        Raises:
            BadParameter: The suffix is none of these, or the folder is not there.

        Example:
            >>> kg.map("permits", area="dysmeli").save("map.svg")  # doctest: +SKIP
        """
        forms: Mapping[str, Callable[[], bytes]] = {
            ".html": lambda: self.html().encode("utf-8"),
            ".svg": lambda: self.svg().encode("utf-8"),
            ".png": lambda: png(self.sheet),
        }
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in forms:
            raise BadParameter(
                f"a picture is saved as {', '.join(forms)}, not “{suffix or target.name}”; "
                f"{did_you_mean(suffix, forms, 'take one of them')}"
            )
        if not target.parent.is_dir():
            raise BadParameter(f"there is no folder {target.parent}; make it first")
        write(target, forms[suffix]())
        return target

    def framed(self, title: str, height: int, may: str = "") -> str:
        """The page in a frame of its own, for notebooks: neither side can disturb the other."""
        return (
            f'<iframe title="{escape(title)}" lang="{self.lang}" sandbox="{may}" '
            f'style="width:100%;height:{height}px;border:0;" '
            f'srcdoc="{escape(self.html())}"></iframe>'
        )


def filled(template: str, **values: object) -> str:
    """A template, by its path in ``graph``, with its values in it; texts are escaped."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parents[2])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)

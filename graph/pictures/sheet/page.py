"""The size in which a picture is printed: what a journal asks for, and what paper that makes.

Lengths are millimetres, as most journals give them (a column of 85, a page of 180); a text may name
its unit, ``"3.35 in"``. Letters are points: those of legends and notes are as large as was asked,
those of labels about so, those of titles larger.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from graph.base.problems import BadParameter
from graph.pictures.sheet.letters import SMALL
from graph.pictures.sheet.sheet import Sheet

_MM = 72 / 25.4
_LENGTHS = {"": _MM, "mm": _MM, "cm": 10 * _MM, "in": 72.0, "pt": 1.0}
_SIZES = {"": 1.0, "pt": 1.0}
_NUMBER = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*([a-z]*)")
_PIXELS = 120_000_000


class TooNarrow(Exception):  # noqa: N818 - nobody but this module sees it
    """A picture that cannot be laid out in a width; its argument is the least that it needs."""


class Wanted(NamedTuple):
    """What was asked for: sides and letters in points, dots per inch; None as it comes."""

    width: float | None = None
    height: float | None = None
    dpi: float | None = None
    letters: float | None = None

    @property
    def is_sized(self) -> bool:
        """Whether a size is asked for, of sides or of letters."""
        return any((self.width, self.height, self.letters))


class Page(NamedTuple):
    """What of a sheet's plane is printed, in units of the sheet, and how many points a unit is.

    ``face`` is how large DejaVu is set, which is wider than the faces of screens.
    """

    left: float
    top: float
    wide: float
    high: float
    unit: float
    face: float

    def dots(self, asked: Wanted) -> float:
        """The dots per inch of an image: those asked for, or sharp and opened by every program."""
        wide, high = self.wide * self.unit / 72, self.high * self.unit / 72
        if asked.dpi is None:
            return min(300.0 if asked.is_sized else 200.0, 9000 / max(wide, high))
        most = int(math.sqrt(_PIXELS / (wide * high)))
        if asked.dpi > most:
            raise BadParameter(
                f"an image of {asked.dpi:g} dots per inch and this size is too large to be opened; "
                f"give dpi={most} or less, or write a .pdf, which has no dots"
            )
        return asked.dpi


def wanted(width: object, height: object, dpi: object, font_size: object) -> Wanted:
    """What a call asks for.

    Raises:
        BadParameter: If a value is no length or number, or out of all proportion.

    Example:
        >>> round(wanted("3.35 in", None, 600, 7).width)
        241
    """
    length = "a length in millimetres from 10 to 2000, such as 85, or with its unit, “3.35 in”"
    longest = (10 * _MM, 2000 * _MM)
    return Wanted(
        _measured("width", width, length, _LENGTHS, *longest),
        _measured("height", height, length, _LENGTHS, *longest),
        _measured("dpi", dpi, "a number of dots per inch from 30 to 2400", {"": 1}, 30, 2400),
        _measured("font_size", font_size, "a number of points from 2 to 72", _SIZES, 2, 72),
    )


def _measured(
    name: str, given: object, what: str, units: Mapping[str, float], least: float, most: float
) -> float | None:
    if given is None:
        return None
    found = _NUMBER.fullmatch(str(given).strip().lower())
    value = float(found[1].replace(",", ".")) * units.get(found[2], 0) if found else 0
    if not least <= value <= most:
        raise BadParameter(f"{name} is {what}, not “{given}”")
    return value


def paged(draw: Callable[[float | None], Sheet], asked: Wanted) -> tuple[Sheet, Page]:
    """Lay a picture out for a page.

    Args:
        draw: Lays it out in a width, or as wide as it likes to be; raises :class:`TooNarrow`.
        asked: What is asked for. Letters that are given keep their size, and the picture is laid
            out anew; else the picture is as large as fits into the sides that are given.

    Returns:
        The sheet and the page, which has exactly the sides that are given.

    Raises:
        BadParameter: If the picture does not fit with such letters; it says what it needs.
    """
    unit = asked.letters / SMALL if asked.letters else 0.0
    try:
        sheet = draw(asked.width / unit if asked.width and unit else None)
    except TooNarrow as narrow:
        raise _unfit("width", float(narrow.args[0]) * unit, asked) from None
    sides = ((asked.width, sheet.width), (asked.height, sheet.height))
    unit = unit or min((side / of for side, of in sides if side), default=0.72)
    wide, high = (side / unit if side else of for side, of in sides)
    if sheet.height > high * 1.0001:
        raise _unfit("height", sheet.height * unit, asked)
    left, top = (sheet.width - wide) / 2, (sheet.height - high) / 2
    return sheet, Page(left, top, wide, high, unit, 1.0 if asked.letters else 0.94)


def _unfit(side: str, points: float, asked: Wanted) -> BadParameter:
    need = math.ceil(points / _MM)
    return BadParameter(
        f"with letters of {asked.letters:g} points this picture needs a {side} of {need} mm; "
        f"give {side}={need}, a smaller font_size, or none, which fits the letters to the page"
    )

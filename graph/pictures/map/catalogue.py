"""The catalogue of maps, and ``draw_map()``: answers of the graph on the map of Sweden.

Counties stand for regions, points of towns for hospitals. What has no place in the sources has
none on the map, and the map says how much that is: unknown is neither "none" nor "far".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.base.words import words_of
from graph.pictures.map.access import access
from graph.pictures.map.permits import permits
from graph.pictures.map.regions import co_holders, holders
from graph.pictures.sheet.illustration import AREA, PROGRAMME, Illustration, Kind, made

if TYPE_CHECKING:
    from graph.view.view import View

_WORDS = words_of("graph.pictures")
MAPS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "permits",
            *_WORDS["map.permits"],
            permits,
            (AREA, PROGRAMME),
        ),
        Kind(
            "access",
            *_WORDS["map.access"],
            access,
            (AREA, PROGRAMME),
        ),
        Kind(
            "holders",
            *_WORDS["map.holders"],
            holders,
            (PROGRAMME,),
        ),
        Kind(
            "co-holders",
            *_WORDS["map.co-holders"],
            co_holders,
            (PROGRAMME,),
        ),
    )
}


def draw_map(kg: View, name: str, params: Mapping[str, Any]) -> Illustration:
    """A map of the catalogue.

    Args:
        kg: The view: its day, its sources, its language.
        name: A name of :data:`MAPS`.
        params: The map's parameters by name.

    Returns:
        The map, which shows itself in a notebook.

    Raises:
        UnknownName: If there is no such map, or a named thing is unknown.
        BadParameter: If a parameter is unknown or missing.
        NothingFound: If the map would be empty.

    Example:
        >>> draw_map(kg, "permits", {"area": "dysmeli"}).save("map.svg")  # doctest: +SKIP
    """
    return made(kg, MAPS, "map", name, params)

"""The catalogue of maps, and ``draw_map()``: answers of the graph on the map of Sweden.

Counties stand for regions, points of towns for hospitals. What has no place in the sources has
none on the map, and the map says how much that is: unknown is neither "none" nor "far".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.pictures.map.access import access
from graph.pictures.map.permits import permits
from graph.pictures.map.regions import co_holders, holders
from graph.pictures.sheet.illustration import Illustration, Kind, made

if TYPE_CHECKING:
    from graph.view.view import View

MAPS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "permits",
            "Vilka har tillstånd för ett område, och var",
            "Who holds permits for an area, and where",
            permits,
            ("area",),
            ("programme",),
        ),
        Kind(
            "access",
            "Avstånd från residensstäderna till närmaste tillståndsinnehavare",
            "Distance from the county seats to the nearest permit holder",
            access,
            ("area",),
            ("programme",),
        ),
        Kind(
            "holders",
            "Antal tillstånd per region",
            "Number of permits per region",
            holders,
            (),
            ("programme",),
        ),
        Kind(
            "co-holders",
            "Vilka regioner delar områden",
            "Which regions share areas",
            co_holders,
            (),
            ("programme",),
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

"""The catalogue of maps: answers of the graph on the map of Sweden.

Counties stand for regions, points of towns for hospitals. What has no place in the sources has
none on the map, and the map says how much that is: unknown is neither "none" nor "far".
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.base.words import words_of
from graph.pictures.map.access import access
from graph.pictures.map.permits import permits
from graph.pictures.map.regions import co_holders, holders
from graph.pictures.sheet.illustration import AREA, PROGRAMME, Kind

_WORDS = words_of("graph.pictures")
MAPS: Mapping[str, Kind] = {
    name: Kind(name, *_WORDS[f"map.{name}"], build, params)
    for name, build, params in (
        ("permits", permits, (AREA, PROGRAMME)),
        ("access", access, (AREA, PROGRAMME)),
        ("holders", holders, (PROGRAMME,)),
        ("co-holders", co_holders, (PROGRAMME,)),
    )
}

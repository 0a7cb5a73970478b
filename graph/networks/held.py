"""Areas held on a day, at a level: what the graph counts, and the permits behind each.

The graph has rolled parts into their area, units into their hospital and hospitals into their
region (rule ``counting-rule``); here nothing is added up anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.networks.facts import facts, states
from graph.networks.lasting import IN_FORCE, POSSIBLE
from graph.networks.levels import Ladder
from graph.view.view import View

PROGRAMMES = ("nhv", "rikssjukvard", "rcc")


@dataclass(frozen=True, slots=True)
class Held:
    """An area that somebody holds on a day.

    Attributes:
        id: The area held, as the graph counts it.
        area: The whole area.
        party: Who holds it, at the level asked for; an empty text where that is not known.
        status: ``nhv:InForce`` or ``nhv:PossiblyInForce``.
        permits: The permits by which it has that status.
        parts: The parts of the area that they are for; none if they are for the whole.
    """

    id: str
    area: str
    party: str
    status: str
    permits: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Holdings:
    """What is held on a day, and what must be known to read its number.

    Attributes:
        held: The areas held, each by a party of the level.
        unplaced: Those whose party is not known at that level.
        possible: Those that may be in force beside them, where they were not asked for.
    """

    held: Sequence[Held]
    unplaced: Sequence[str]
    possible: Sequence[str]


def holdings(
    kg: View,
    *,
    level: str = "region",
    programme: str = "nhv",
    area: str = "",
    possible: bool = False,
) -> Holdings:
    """Who holds what on the view's day.

    Args:
        kg: The view.
        level: "stated", "region", "healthcare-region" or "hospital".
        programme: "nhv", "rikssjukvard", "rcc" or "all".
        area: Only this area, or this part of one.
        possible: Whether what may be in force is among them.

    Example:
        >>> len(holdings(kg).held) == counted(kg).in_force  # doctest: +SKIP
        True
    """
    ladder = Ladder.of(kg)
    found = _at(kg, "nhv:HospitalLevel" if level == "hospital" else "nhv:HolderLevel",
                programme, area)  # fmt: skip
    wanted = [held for held in found if possible or held.status == IN_FORCE]
    placed, unplaced = [], []
    for held in wanted:
        if party := ladder.at(held.party, level):
            placed.append(
                Held(held.id, held.area, party, held.status, held.permits, held.parts)
            )  # fmt: skip
        else:
            unplaced.append(held.id)
    if level == "hospital":
        named = {permit for held in found for permit in held.permits}
        unplaced += [
            held.id
            for held in _at(kg, "nhv:HolderLevel", programme, area)
            if (possible or held.status == IN_FORCE) and named.isdisjoint(held.permits)
        ]
    left = [] if possible else [held.id for held in found if held.status == POSSIBLE]
    return Holdings(placed, unplaced, left)


def _at(kg: View, level: str, programme: str, area: str) -> list[Held]:
    """All that is or may be in force on the view's day."""
    counted, status = facts(kg, "nhv:HeldArea"), states(kg, "nhv:HeldArea")
    permits, by = facts(kg, "nhv:Permit"), states(kg, "nhv:Permit")
    about = kg.cached(
        ("networks", "areas of permits"),
        lambda: dict(zip(permits.ids, permits.one("nhv:area"), strict=True)),
    )
    named = f"programme:{programme}"
    found = []
    for name, whole, holder, of, levels, several in zip(
        counted.ids,
        *(counted.one(prop) for prop in ("nhv:heldArea", "nhv:heldBy", "nhv:heldUnder")),
        *(counted.all(prop) for prop in ("nhv:level", "nhv:countsPermit")),
        strict=True,
    ):
        now = status.get(name, "")
        if now not in (IN_FORCE, POSSIBLE) or level not in levels:
            continue
        if programme != "all" and of != named:
            continue
        behind = several
        if len(several) > 1:
            same = (now,) if now == IN_FORCE else (IN_FORCE, POSSIBLE)
            behind = tuple(permit for permit in several if by.get(permit) in same)
        parts = tuple(sorted({about.get(permit, whole) for permit in behind} - {whole}))
        if not area or area == whole or area in parts:
            found.append(Held(name, whole, holder, now, behind, parts))
    return found

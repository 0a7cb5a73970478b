"""Measures of concentration, which networkx lacks: HHI and CR, of permits over their holders.

Centrality, communities and paths are networkx's own, on what ``kg.network`` returns. What is here
counts how unevenly permits lie on holders. Concentration is what the system is made for; a high
number is no fault by itself, and says nothing of quality or volumes: one permit counts as one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from math import fsum
from typing import TYPE_CHECKING

from graph.base.problems import BadParameter
from graph.networks.holdings import LEVELS, PROGRAMMES, STATED, Held, Holdings, holdings
from graph.networks.lasting import IN_FORCE
from graph.questions.parameter import one_of
from graph.view.facts import facts, labels, periods
from graph.view.view import View

if TYPE_CHECKING:
    import pandas as pd

GROUPS = ("all", "area", "specialty", "year")
Counts = Mapping[str, float] | Iterable[float]


def hhi(counts: Counts) -> float:
    """The Herfindahl-Hirschman index: the sum of the squared shares.

    1 if one holder has everything, 1/n if n holders have the same. Times 10,000 it is the number
    of competition authorities.

    Source: A. O. Hirschman, "The Paternity of an Index", American Economic Review 54 (1964), 761;
    S. A. Rhoades, "The Herfindahl-Hirschman Index", Federal Reserve Bulletin 79 (1993), 188-189.

    Args:
        counts: How much each holder has, as numbers or as a mapping to numbers.

    Returns:
        The index from 0 to 1; 0 if there is nothing to share.

    Raises:
        BadParameter: A count is below 0.

    Example:
        >>> hhi({"a": 2, "b": 1, "c": 1})
        0.375
    """
    shares = _shares(counts)
    return fsum(share * share for share in shares)


def concentration_ratio(counts: Counts, k: int = 3) -> float:
    """The concentration ratio CR(k): what the k largest holders have together, as a share.

    Source: G. Rosenbluth, "Measures of Concentration", in: Business Concentration and Price Policy,
    Princeton University Press 1955, 57-95.

    Args:
        counts: How much each holder has, as numbers or as a mapping to numbers.
        k: How many of the largest holders.

    Returns:
        The share from 0 to 1; 0 if there is nothing to share.

    Raises:
        BadParameter: A count is below 0, or k below 1.

    Example:
        >>> concentration_ratio([4, 3, 2, 1])
        0.9
    """
    if k < 1:
        raise BadParameter(f"k is a number of holders from 1 on, not {k}")
    return fsum(sorted(_shares(counts), reverse=True)[:k])


def effective_holders(counts: Counts) -> float:
    """How many equal holders would give the same HHI: one divided by it.

    Source: M. A. Adelman, "Comment on the 'H' Concentration Measure as a Numbers-Equivalent",
    Review of Economics and Statistics 51 (1969), 99-101.

    Returns:
        The number of holders; 0 if there is nothing to share.

    Example:
        >>> effective_holders([5, 5])
        2.0
    """
    index = hhi(counts)
    return 1 / index if index else 0.0


def concentration(
    kg: View,
    by: str = "all",
    *,
    level: str = "region",
    programme: str = "nhv",
) -> pd.DataFrame:
    """Concentration of permits over holders, for the whole or for each area, specialty or year.

    Args:
        kg: The view; its day decides which permits count, its language the labels. Permits that no
            source dates are counted, as in the networks.
        by: "all" (one row), "area", "specialty" (an area with two counts in both), or "year" (the
            last day of each year that has permits, and the view's day).
        level: Whose shares: "region", "healthcare-region", "hospital" or "stated".
        programme: "nhv", "rikssjukvard", "rcc" or "all".

    Returns:
        A data frame: ``group``, ``label``, ``permits``, ``holders``, ``hhi``, ``cr3``,
        ``effective_holders``, and for "all" and "year" also ``unplaced`` (permits whose holder is
        not known at that level) and ``possible`` (what may be in force beside them). Areas and
        specialties come by number of permits.

    Raises:
        BadParameter: A word is none of those allowed.

    Example:
        >>> concentration(kg, "year")[["label", "permits", "hhi"]]  # doctest: +SKIP
    """
    import pandas as pd

    one_of("by", by, GROUPS)
    one_of("level", level, (*LEVELS, STATED))
    one_of("programme", programme, (*PROGRAMMES, "all"))
    if by == "year":
        rows = [
            _whole(str(v.as_of), str(v.as_of.year), holdings(v, level=level, programme=programme))
            for v in _years(kg, programme)
        ]
    else:
        found = holdings(kg, level=level, programme=programme)
        day = kg.as_of.isoformat()
        rows = [_whole(day, day, found)] if by == "all" else [*_grouped(kg, by, found.held)]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.astype(
        {"permits": "int64", "holders": "int64", "unplaced": "Int64", "possible": "Int64"}
    )


_COLUMNS = ["group", "label", "permits", "holders", "hhi", "cr3", "effective_holders", "unplaced",
            "possible"]  # fmt: skip


def _grouped(kg: View, by: str, found: Collection[Held]) -> Iterator[dict[str, object]]:
    """One row per area or specialty, those with most permits first."""
    holders: dict[str, list[str]] = defaultdict(list)
    areas = facts(kg, "nhv:CareArea")
    groups = {a.id: a.all("nhv:specialty") if by == "specialty" else (a.id,) for a in areas}
    for held in found:
        for group in groups.get(held.area, ()):
            holders[group].append(held.party)
    names = labels(kg, holders)
    for group in sorted(holders, key=lambda g: (-len(holders[g]), names[g].casefold(), g)):
        yield {"group": group, "label": names[group], **_measured(holders[group])}


def _years(kg: View, programme: str) -> Iterator[View]:
    """The last days of the years from the first with an area held for certain, and the view's."""
    areas, spans = facts(kg, "nhv:HeldArea"), periods(kg, "nhv:HeldArea")
    first = min(
        (
            first[:4]
            for area in areas
            if programme in ("all", area.one("nhv:heldUnder").removeprefix("programme:"))
            for first, _, status in spans.get(area.id, ())
            if first and status == IN_FORCE
        ),
        default="9999",
    )
    for year in range(int(first), kg.as_of.year):
        yield kg.at(as_of=date(year, 12, 31))
    yield kg


def _whole(group: str, label: str, found: Holdings) -> dict[str, object]:
    left = {"unplaced": len(found.unplaced), "possible": len(found.possible)}
    return {"group": group, "label": label, **_measured([h.party for h in found.held]), **left}


def _measured(holders: Collection[str]) -> dict[str, float]:
    counts = Counter(holders)
    return {
        "permits": len(holders),
        "holders": len(counts),
        "hhi": round(hhi(counts), 6),
        "cr3": round(concentration_ratio(counts), 6),
        "effective_holders": round(effective_holders(counts), 6),
    }


def _shares(counts: Counts) -> list[float]:
    numbers = [float(n) for n in (counts.values() if isinstance(counts, Mapping) else counts)]
    if any(n < 0 for n in numbers):
        raise BadParameter("a count is 0 or more; shares of less than nothing have no meaning")
    whole = sum(numbers)
    return [n / whole for n in numbers] if whole else []

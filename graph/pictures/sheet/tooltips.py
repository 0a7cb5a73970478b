"""What is told of edges: tooltips, and rows of the table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graph.base.words import words_of
from graph.view.citations import certainty_text, cited, date_text, sure

Edge = tuple[str, str, dict[str, Any]]
Edges = list[Edge]

_WORDS = words_of("graph.pictures")


class Row(NamedTuple):
    """An edge as a row of the table: cells of text, and its evidence as lines."""

    cells: tuple[str, ...]
    evidence: tuple[str, ...]


def manner(attributes: Mapping[str, Any]) -> str:
    """How the line of an edge is drawn: "possible" and "inferred" are told from "stated"."""
    if attributes.get("status") == "possibly-in-force":
        return "possible"
    return "inferred" if sure(attributes) == "inferred" else "stated"


def manners_of(edges: Edges) -> tuple[str, ...]:
    """How the lines of these edges are drawn, each manner once, the plain one first."""
    used = {manner(d) for _, _, d in edges}
    return tuple(name for name in ("stated", "inferred", "possible") if name in used)


def weight_of(attributes: Mapping[str, Any]) -> float:
    """The weight of an edge, 1 where it has none or none that is a number."""
    try:
        weight = float(attributes.get("weight", 1))
    except (TypeError, ValueError):
        return 1.0
    return weight if math.isfinite(weight) and weight > 0 else 1.0


def is_weighted(edges: Edges) -> bool:
    """Whether any of these edges has another weight than 1."""
    return any(weight_of(d) != 1 for _, _, d in edges)


def areas_of(attributes: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the areas that an edge is about."""
    area = attributes.get("area_label") or ()
    return (area,) if isinstance(area, str) else tuple(str(a) for a in area)


def edge_tip(edge: Edge, named: Mapping[str, str], lang: str, *, directed: bool) -> tuple[str, ...]:
    """What is told of an edge: its ends, what it says, since when, and the evidence."""
    a, b, d = edge
    start = since_of(d, lang)
    lines = [
        f"{named[a]} {'→' if directed else '–'} {named[b]}",
        relation_of(d),
        weight_text(d, lang) if weight_of(d) != 1 else "",
        *_first([f"• {area}" for area in areas_of(d)], 8, lang),
        f"{_WORDS.say('since', lang)}: {start}" if start else "",
        f"{_WORDS.say('status', lang)}: {d['status_label']}" if d.get("status_label") else "",
        *_first([f"– {line}" for line in evidence_of(d, lang)], 5, lang),
    ]
    return tuple(line for line in lines if line)


def _first(lines: Sequence[str], most: int, lang: str) -> list[str]:
    """The first lines, and how many more there are."""
    more = [_WORDS.say("more_below", lang, len(lines) - most)] if len(lines) > most else []
    return [*lines[:most], *more]


def bundle_tip(
    group: Edges, named: Mapping[str, str], lang: str, *, directed: bool
) -> tuple[str, ...]:
    """What is told of a line that stands for several edges: each with its oldest evidence."""
    a, b, first = group[0]
    lines = [f"{named[a]} {'→' if directed else '–'} {named[b]}"]
    if len({d.get("kind") for _, _, d in group}) == 1:
        lines.append(f"{first.get('kind_label') or ''} ({len(group)})")
    for _, _, d in group[:12]:
        lines.append(f"• {d.get('label') or ''}")
        lines += [f"   – {cited(e, lang)}" for e in tuple(d.get("evidence") or ())[:1]]
    if len(group) > 12:
        lines.append(_WORDS.say("more_below", lang, len(group) - 12))
    return tuple(lines)


def since_of(attributes: Mapping[str, Any], lang: str) -> str:
    """Since when an edge holds and what dates it, or that nothing does."""
    start = start_of(attributes, lang)
    if not start:
        return _WORDS.say("undated", lang) if attributes.get("undated") else ""
    basis = attributes.get("since_basis_label")
    return f"{start} ({basis})" if basis else start


def start_of(attributes: Mapping[str, Any], lang: str) -> str:
    """Since when an edge holds, or the bound that is known of it, or an empty text."""
    if attributes.get("since"):
        return date_text(str(attributes["since"]), lang)
    for bound, said in (("latest_start", "at_latest"), ("earliest_start", "at_earliest")):
        if attributes.get(bound):
            return f"{_WORDS.say(said, lang)} {attributes[bound]}"
    return ""


def relation_of(attributes: Mapping[str, Any]) -> str:
    """What an edge says; of an edge from elsewhere, all that it carries."""
    if "evidence" in attributes or "kind_label" in attributes:
        return str(attributes.get("kind_label") or attributes.get("label") or "")
    return "; ".join(f"{k}: {v}" for k, v in attributes.items() if v is not None)


def weight_text(attributes: Mapping[str, Any], lang: str) -> str:
    """The weight, and how much of it is stated where that is less."""
    weight, stated = attributes.get("weight", 1), attributes.get("weight_stated")
    if stated is None or stated == weight:
        return str(weight)
    return f"{weight} ({_WORDS.say('of_which', lang, stated)})"


def columns_of(edges: Edges, *, directed: bool) -> tuple[str, ...]:
    """The columns that have something to say in this network."""

    def any_has(*names: str) -> bool:
        return any(d.get(name) for _, _, d in edges for name in names)

    said = {
        "area" if directed else "areas": any(
            areas_of(d) and d.get("area") != b for _, b, d in edges
        ),
        "weight": not directed or is_weighted(edges),
        "since": any_has("since", "earliest_start", "latest_start", "undated"),
        "status": len({d.get("status") for _, _, d in edges} - {None, ""}) > 1,
        "certainty": any_has("certainty"),
    }
    ends = ("from", "to") if directed else ("one", "other")
    return (*ends, "relation", *(column for column, is_said in said.items() if is_said))


def row_of(edge: Edge, named: Mapping[str, str], columns: Sequence[str], lang: str) -> Row:
    """An edge as a row of the table."""
    a, b, d = edge
    areas = "; ".join(areas_of(d))
    values = {
        "area": areas,
        "areas": areas,
        "relation": relation_of(d),
        "weight": weight_text(d, lang),
        "since": since_of(d, lang),
        "status": str(d.get("status_label") or ""),
        "certainty": certainty_text(d, lang),
    }
    _, _, *others = columns
    return Row((named[a], named[b], *(values[c] for c in others)), evidence_of(d, lang))


def evidence_of(attributes: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    """The evidence of an edge in lines; what rests twice on the same lines says so once."""
    return tuple(dict.fromkeys(cited(e, lang) for e in attributes.get("evidence") or ()))

"""What is told of edges: tooltips, rows of the table, and citations as lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.base.words import words_of
from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import weight_of

Edge = tuple[str, str, dict[str, Any]]
Edges = list[Edge]
Column = list[Any]

_WORDS = words_of("graph.pictures")
_TIP_EVIDENCE = 5


@dataclass(frozen=True)
class Row:
    """An edge as a row of the table: cells of text, and its evidence as lines."""

    cells: tuple[str, ...]
    evidence: tuple[str, ...]


class Attributes(NamedTuple):
    """What is told of the edges of a network, attribute by attribute, in the order of the edges.

    An attribute that an edge does not have is None.
    """

    kind: Column
    kind_label: Column
    weight: Column
    since: Column
    undated: Column
    earliest_start: Column
    latest_start: Column
    status: Column
    certainty: Column
    evidence: Column


def attributes_of(edges: Edges) -> Attributes:
    """What is told of some edges, attribute by attribute."""
    return Attributes(*([d.get(name) for _, _, d in edges] for name in Attributes._fields))


def date_text(date: str, lang: str) -> str:
    """A date as its source states it, in words where it is a season.

    Example:
        >>> date_text("2026-23", "sv"), date_text("2023-03-15/2023-03-27", "sv")
        ('hösten 2026', '2023-03-15–2023-03-27')
    """
    year, _, part = date.partition("-")
    if f"season.{part}" in _WORDS:
        return f"{_WORDS.say(f'season.{part}', lang)} {year}"
    return date.replace("/", "–")


def cited(evidence: Mapping[str, Any], lang: str) -> str:
    """One piece of evidence in a line: title, date, place, certainty, reading."""
    parts = [str(evidence.get("title") or evidence.get("source") or "")]
    if evidence.get("date"):
        parts.append(date_text(str(evidence["date"]), lang))
    if place := place_text(str(evidence.get("locator") or ""), lang):
        parts.append(place)
    parts.append(_WORDS.say(f"sure.{sure(evidence)}", lang))
    reading = str(evidence.get("reading") or "")
    return ", ".join(parts) + (f": {reading}" if reading else "")


def place_text(locator: str, lang: str) -> str:
    """Where in a source something stands: a bare number is that of a line.

    Example:
        >>> place_text("70", "en"), place_text("slide 3", "en")
        ('line 70', 'slide 3')
    """
    if locator[:1].isdigit():
        lines = "range" if "–" in locator or "," in locator else "line"
        return f"{_WORDS.say(lines, lang)} {locator}"
    return locator


def sure(attributes: Mapping[str, Any]) -> str:
    """Whether something is stated by a source, inferred from it, or nobody says."""
    told = str(attributes.get("certainty") or "")
    return told if told in ("stated", "inferred") else "unknown"


def manner(attributes: Mapping[str, Any]) -> str:
    """How the line of an edge is drawn: "possible" and "inferred" are told from "stated"."""
    if attributes.get("status") == "possibly-in-force":
        return "possible"
    return "inferred" if sure(attributes) == "inferred" else "stated"


def manners_of(told: Attributes) -> tuple[str, ...]:
    """How the lines of these edges are drawn, each manner once, the plain one first."""
    pairs = set(zip(told.certainty, told.status, strict=True))
    used = {manner({"certainty": certainty, "status": status}) for certainty, status in pairs}
    return tuple(name for name in ("stated", "inferred", "possible") if name in used)


def is_weighted(weights: Sequence[Any]) -> bool:
    """Whether any of these weights is another than 1."""
    return any(weight_of({"weight": weight}) != 1 for weight in weights)


def node_tip(name: str, kind: str, lang: str) -> tuple[str, ...]:
    """What is told of a node: its name and its kind."""
    return (name, palette.kind_name(kind, lang))


def areas_of(attributes: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the areas that an edge is about."""
    area = attributes.get("area_label") or ()
    return (area,) if isinstance(area, str) else tuple(str(a) for a in area)


def edge_tip(edge: Edge, named: Mapping[str, str], lang: str, *, directed: bool) -> tuple[str, ...]:
    """What is told of an edge: its ends, what it says, since when, and the evidence."""
    a, b, d = edge
    lines = [f"{named[a]} {'→' if directed else '–'} {named[b]}", relation_of(d)]
    if weight_of(d) != 1:
        lines.append(weight_text(d, lang))
    areas = areas_of(d)
    lines += [f"• {area}" for area in areas[:8]]
    if len(areas) > 8:
        lines.append(_WORDS.say("more_below", lang, len(areas) - 8))
    if start := since_of(d, lang):
        lines.append(f"{_WORDS.say('since', lang)}: {start}")
    if d.get("status_label"):
        lines.append(f"{_WORDS.say('status', lang)}: {d['status_label']}")
    evidence = tuple(dict.fromkeys(cited(e, lang) for e in d.get("evidence") or ()))
    lines += [f"– {line}" for line in evidence[:_TIP_EVIDENCE]]
    if len(evidence) > _TIP_EVIDENCE:
        lines.append(_WORDS.say("more_below", lang, len(evidence) - _TIP_EVIDENCE))
    return tuple(line for line in lines if line)


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


def columns_of(edges: Edges, told: Attributes, *, directed: bool) -> list[str]:
    """The columns that have something to say in this network."""
    used = ["from", "to"] if directed else ["one", "other"]
    used.append("relation")
    if any(areas_of(d) and d.get("area") != b for _, b, d in edges):
        used.append("area" if directed else "areas")
    if not directed or is_weighted(told.weight):
        used.append("weight")
    if any(map(any, (told.since, told.earliest_start, told.latest_start, told.undated))):
        used.append("since")
    if len(set(told.status) - {None, ""}) > 1:
        used.append("status")
    if any(told.certainty):
        used.append("certainty")
    return used


def row_of(edge: Edge, named: Mapping[str, str], columns: Sequence[str], lang: str) -> Row:
    """An edge as a row of the table."""
    a, b, d = edge
    values = {
        "from": named[a],
        "one": named[a],
        "to": named[b],
        "other": named[b],
        "relation": relation_of(d),
        "area": "; ".join(areas_of(d)),
        "areas": "; ".join(areas_of(d)),
        "weight": weight_text(d, lang),
        "since": since_of(d, lang),
        "status": str(d.get("status_label") or ""),
        "certainty": _WORDS.say(f"sure.{sure(d)}", lang),
    }
    cells = tuple(values[c] for c in columns)
    # Both sides of a shared area may rest on the same lines; once is enough to read.
    return Row(cells, tuple(dict.fromkeys(cited(e, lang) for e in d.get("evidence") or ())))

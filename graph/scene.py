"""A network made ready to be drawn: what stands where, how it looks, and what is told of it.

The scene is all that the two painters, :mod:`graph.interactive` and :mod:`graph.static`, get to
see. It is plain data, so that both show the same thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph import palette
from graph.layout import Layout, arranged, bounds
from graph.palette import Look, Stroke, word

if TYPE_CHECKING:
    import networkx as nx

_SEASONS = {"21": ("våren", "spring"), "22": ("sommaren", "summer")}
_SEASONS |= {"23": ("hösten", "autumn"), "24": ("vintern", "winter")}
# With more edges than this, names on the lines would cover the picture; the table has them all.
_NAMED_EDGES = 36
_BUNDLE = 3
_TIP_EVIDENCE = 5


@dataclass(frozen=True)
class Dot:
    """A node to be drawn."""

    id: str
    x: int
    y: int
    lines: tuple[str, ...]
    kind: str
    look: Look
    tip: tuple[str, ...]


@dataclass(frozen=True)
class Arc:
    """A line to be drawn, for one edge or for a bundle of parallel edges."""

    tail: str
    head: str
    route: str
    bend: float
    width: float
    dashed: bool
    stroke: Stroke
    label: str
    tip: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """An edge as a row of the table: cells of text, and its evidence as lines."""

    cells: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """Everything that a picture of a network shows and says."""

    title: str
    lang: str
    directed: bool
    dots: tuple[Dot, ...]
    arcs: tuple[Arc, ...]
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    looks: tuple[tuple[str, Look], ...]
    strokes: tuple[Stroke, ...]
    certainties: tuple[str, ...]
    weighted: bool
    notes: tuple[str, ...]
    alone: tuple[str, ...]
    layout: Layout
    size: tuple[float, float]

    def say(self, key: str) -> str:
        """A word of the pictures in this scene's language."""
        return word(key, self.lang)

    @property
    def described(self) -> str:
        """One sentence for those who cannot see the picture."""
        count = self.say("edge_count").format(len(self.dots), len(self.rows))
        return f"{self.title}: {count}. {self.say('table')}."


def scene(net: nx.Graph[str], *, lang: str = "", title: str | None = None) -> Scene:
    """Make a network ready to be drawn.

    Args:
        net: A network of :mod:`graph.networks`, or any networkx graph whose nodes are texts.
        lang: "sv" or "en"; the network's own language if empty.
        title: Another title than the network's own.

    Returns:
        The scene; the network is not changed.
    """
    lang = str(net.graph.get("lang") or lang or "sv")
    named = {n: str(net.nodes[n].get("label") or n) for n in net.nodes}
    edges = _edges(net)
    kinds = {n: str(net.nodes[n].get("kind") or n.partition(":")[0]) for n in net.nodes}
    strokes = _strokes(edges, lang)
    layout = arranged(net)
    columns = _columns(net, edges)
    left, top, right, bottom = bounds(layout)
    dots = tuple(
        Dot(n, *layout.positions[n], layout.lines[n], kinds[n], palette.look(kinds[n]),
            _node_tip(named[n], kinds[n], lang))
        for n in sorted(net.nodes)
    )  # fmt: skip
    weighted = any(d.get("weight", 1) != 1 for _, _, d in edges)
    return Scene(
        title=title or str(net.graph.get("title") or word("network", lang)),
        lang=lang,
        directed=net.is_directed(),
        dots=dots,
        arcs=_arcs(net, edges, named, strokes, lang),
        headings=tuple(word(c, lang) for c in [*columns, "evidence"]),
        rows=tuple(_row(e, named, columns, lang) for e in edges),
        looks=tuple((k, palette.look(k)) for k in sorted(set(kinds.values()), key=_kind_rank)),
        strokes=tuple(dict.fromkeys(strokes[k] for k in sorted(strokes, key=_stroke_rank))),
        certainties=tuple(sorted({_sure(d) for _, _, d in edges}, reverse=True)),
        weighted=weighted,
        notes=_notes(net, lang),
        alone=tuple(sorted(named[n] for n in net.nodes if not net.degree(n))),
        layout=layout,
        size=(right - left, bottom - top),
    )


def date_text(date: str, lang: str) -> str:
    """A date as its source states it, in words where it is a season.

    Example:
        >>> date_text("2026-23", "sv"), date_text("2023-03-15/2023-03-27", "sv")
        ('hösten 2026', '2023-03-15–2023-03-27')
    """
    year, _, part = date.partition("-")
    if part in _SEASONS:
        return f"{_SEASONS[part][lang != 'sv']} {year}"
    return date.replace("/", "–")


def cited(evidence: Mapping[str, Any], lang: str) -> str:
    """One piece of evidence in a line: title, date, place, certainty, reading."""
    parts = [str(evidence.get("title") or evidence.get("source") or "")]
    if evidence.get("date"):
        parts.append(date_text(str(evidence["date"]), lang))
    locator = str(evidence.get("locator") or "")
    if locator[:1].isdigit():
        locator = f"{word('range' if '–' in locator or ',' in locator else 'line', lang)} {locator}"
    if locator:
        parts.append(locator)
    sure = "is_inferred" if evidence.get("certainty") == "inferred" else "is_stated"
    parts.append(word(sure, lang))
    reading = str(evidence.get("reading") or "")
    return ", ".join(parts) + (f": {reading}" if reading else "")


Edges = list[tuple[str, str, dict[str, Any]]]


def _edges(net: nx.Graph[str]) -> Edges:
    if net.is_multigraph():
        keyed = sorted(((a, b, str(k), d) for a, b, k, d in net.edges(keys=True, data=True)),
                       key=lambda e: e[:3])  # fmt: skip
        return [(a, b, d) for a, b, _, d in keyed]
    if net.is_directed():
        return sorted(net.edges(data=True), key=lambda e: e[:2])
    both = ((*sorted(e[:2]), e[2]) for e in net.edges(data=True))
    return sorted(((a, b, d) for a, b, d in both), key=lambda e: e[:2])


def _sure(attributes: Mapping[str, Any]) -> str:
    return "inferred" if attributes.get("certainty") == "inferred" else "stated"


def _kind_rank(kind: str) -> tuple[int, str]:
    order = list(palette.KINDS)
    return (order.index(kind) if kind in order else len(order), kind)


def _stroke_rank(kind: str) -> tuple[int, str]:
    order = list(palette.RELATIONS)
    return (order.index(kind) if kind in order else len(order), kind)


def _strokes(edges: Edges, lang: str) -> dict[str, Stroke]:
    """A stroke per kind of edge; kinds without one of their own take spare colours in turn."""
    found: dict[str, Stroke] = {}
    names = {str(d.get("kind") or ""): str(d.get("kind_label") or "") for _, _, d in edges}
    spare = 0
    for kind in sorted(names):
        if kind in palette.RELATIONS:
            found[kind] = palette.RELATIONS[kind]
        elif kind:
            name = names[kind] or palette.relation_name(kind, lang)
            found[kind] = Stroke(palette.SPARE[spare % len(palette.SPARE)], name, name)
            spare += 1
    return found


def _arcs(
    net: nx.Graph[str],
    edges: Edges,
    named: Mapping[str, str],
    strokes: Mapping[str, Stroke],
    lang: str,
) -> tuple[Arc, ...]:
    """The lines: parallel edges bend apart, more than a few of one kind are one thicker line."""
    groups: dict[tuple[str, str, str], Edges] = {}
    for a, b, d in edges:
        groups.setdefault((a, b, str(d.get("kind") or "")), []).append((a, b, d))
    drawn: list[tuple[str, str, str, Edges]] = []
    for (a, b, kind), group in groups.items():
        if len(group) > _BUNDLE:
            drawn.append((a, b, kind, group))
        else:
            drawn.extend((a, b, kind, [edge]) for edge in group)
    heaviest = max([float(d.get("weight", 1)) for _, _, d in edges] + [1.0])
    labelled = len(drawn) <= _NAMED_EDGES and net.graph.get("name") not in ("area-holder", "bodies")
    pairs = Counter(frozenset((a, b)) for a, b, _, _ in drawn)
    seen: Counter[frozenset[str]] = Counter()
    plain = Stroke(palette.LINE, "", "")
    arcs = []
    for a, b, kind, group in drawn:
        pair = frozenset((a, b))
        bend = 0.0
        if pairs[pair] > 1:
            # Spread the lines of a pair evenly; the sign follows the pair, not the direction.
            bend = 0.24 * (seen[pair] - (pairs[pair] - 1) / 2) * (1 if a <= b else -1)
        seen[pair] += 1
        first = group[0][2]
        weight = float(first.get("weight", 1))
        bundle = len(group) > 1
        stroke = strokes.get(kind, plain)
        label = f"{len(group)} ×" if bundle else str(first.get("label") or "")
        if kind in _UNNAMED or not labelled:
            label = ""
        arcs.append(
            Arc(
                a, b, _route(net, kind, bend), bend,
                width=min(2.0 + len(group) * 0.3, 6.0) if bundle else 1.6 + 4.4 * weight / heaviest
                if heaviest > 1 else 2.0,
                dashed=all(_sure(d) == "inferred" for _, _, d in group),
                stroke=stroke,
                label=label,
                tip=_bundle_tip(group, named, lang)
                if bundle
                else _edge_tip(net, group[0], named, lang),
            )
        )  # fmt: skip
    return tuple(arcs)


# What these lines say is clear from where they lead; their names would only be in the way.
_UNNAMED = {"nhv:precedes", "nhv:partOf", "nhv:post", "skos:broader", "nhv:cameFrom"}


def _route(net: nx.Graph[str], kind: str, bend: float) -> str:
    """How a line runs: straight or bent, or as a soft S across columns or down to a step."""
    name = net.graph.get("name")
    if name == "process":
        return "straight" if kind == "nhv:precedes" else "down"
    if name in ("area-holder", "bodies", "lineage"):
        return "across"
    return "bent" if bend else "straight"


def _node_tip(name: str, kind: str, lang: str) -> tuple[str, ...]:
    look = palette.look(kind)
    return (name, palette.text_on(lang, look.sv, look.en) if kind in palette.KINDS else kind)


def _areas(attributes: Mapping[str, Any]) -> tuple[str, ...]:
    area = attributes.get("area_label") or ()
    return (area,) if isinstance(area, str) else tuple(str(a) for a in area)


def _edge_tip(
    net: nx.Graph[str], edge: tuple[str, str, dict[str, Any]], named: Mapping[str, str], lang: str
) -> tuple[str, ...]:
    a, b, d = edge
    between = "→" if net.is_directed() else "–"
    lines = [f"{named[a]} {between} {named[b]}"]
    said = [str(d.get("kind_label") or "")]
    if d.get("weight", 1) != 1:
        said.append(str(d["weight"]))
    lines.append(" ".join(s for s in said if s))
    areas = _areas(d)
    lines += [f"• {area}" for area in areas[:8]]
    if len(areas) > 8:
        lines.append(word("more_below", lang).format(len(areas) - 8))
    if start := _since(d, lang):
        lines.append(f"{word('since', lang)}: {start}")
    evidence = tuple(d.get("evidence") or ())
    lines += [f"– {cited(e, lang)}" for e in evidence[:_TIP_EVIDENCE]]
    if len(evidence) > _TIP_EVIDENCE:
        lines.append(word("more_below", lang).format(len(evidence) - _TIP_EVIDENCE))
    return tuple(line for line in lines if line)


def _bundle_tip(group: Edges, named: Mapping[str, str], lang: str) -> tuple[str, ...]:
    a, b, first = group[0]
    lines = [f"{named[a]} → {named[b]}", f"{first.get('kind_label') or ''} ({len(group)})"]
    lines += [f"• {d.get('label') or ''}" for _, _, d in group[:12]]
    if len(group) > 12:
        lines.append(word("more_below", lang).format(len(group) - 12))
    return tuple(lines)


def _since(attributes: Mapping[str, Any], lang: str) -> str:
    start = date_text(str(attributes.get("since") or ""), lang)
    if not start:
        return word("undated", lang) if attributes.get("undated") else ""
    attested = attributes.get("since_basis") in ("firstAttested", "attestedOn")
    return f"{word('attested', lang)} {start}" if attested else start


def _columns(net: nx.Graph[str], edges: Edges) -> list[str]:
    """The columns that have something to say in this network."""
    used = ["from", "to"] if net.is_directed() else ["one", "other"]
    used.append("relation")
    if any(_areas(d) for _, _, d in edges):
        used.append("area" if net.is_directed() else "areas")
    if any(d.get("weight", 1) != 1 for _, _, d in edges) or not net.is_directed():
        used.append("weight")
    if any(d.get("since") or d.get("undated") for _, _, d in edges):
        used.append("since")
    if any("certainty" in d for _, _, d in edges):
        used += ["certainty"]
    return used


def _row(
    edge: tuple[str, str, dict[str, Any]],
    named: Mapping[str, str],
    columns: Sequence[str],
    lang: str,
) -> Row:
    a, b, d = edge
    values = {
        "from": named[a],
        "one": named[a],
        "to": named[b],
        "other": named[b],
        "relation": str(d.get("kind_label") or d.get("label") or ""),
        "area": "; ".join(_areas(d)),
        "areas": "; ".join(_areas(d)),
        "weight": str(d.get("weight", 1)),
        "since": _since(d, lang),
        "certainty": word(f"is_{_sure(d)}", lang),
    }
    cells = tuple(values[c] for c in columns)
    return Row(cells, tuple(cited(e, lang) for e in d.get("evidence") or ()))


def _notes(net: nx.Graph[str], lang: str) -> tuple[str, ...]:
    """The times of the view, what the edges mean, what is not shown, and where it comes from."""
    graph = net.graph
    notes: list[str] = []
    if graph.get("meaning"):
        notes.append(str(graph["meaning"]))
    if graph.get("as_of"):
        times = f"{word('as_of', lang)} {graph['as_of']}"
        if graph.get("known_at"):
            known = date_text(str(graph["known_at"]), lang)
            times += f", {word('known_at', lang)} {known}"
        notes.append(f"{times}.")
    if graph.get("undated"):
        notes.append(f"{graph['undated']} {word('undated_note', lang)}.")
    for left in graph.get("left_out") or ():
        what = palette.text_on(lang, str(left["sv"]), str(left["en"]))
        notes.append(f"{word('left_out', lang)}: {left['count']} {what}.")
    if graph.get("name"):
        notes.append(word("source_note", lang))
    return tuple(notes)

"""Networks for other programs: GraphML, GEXF, JSON and lists in CSV, with the source of every edge.

In every form a node has its short name as id, ``label``, ``kind`` and ``iri``, and an edge has
``label``, numbers as ``weight`` and ``distance``, and six columns of provenance in step with each
other, one entry per citation: ``evidence_source``, ``evidence_title``, ``evidence_date``,
``evidence_locator``, ``evidence_certainty`` and ``evidence_reading``; JSON has a list of citations.
An attribute has one type throughout a file. The same network gives the same bytes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from graph.export.table_files import comma_separated
from graph.networks.draft import Net
from graph.pictures.network.layout import arranged
from graph.pictures.sheet.palette import look

PROVENANCE = ("source", "title", "date", "locator", "certainty", "reading")
# Between the entries of one column: it stands in no title, locator or name.
BETWEEN = " | "
_NAME = re.compile(r"[\w:.-]+")
# How pandas says that there is no value.
_MISSING = ("NAType", "NaTType")
# Gephi reads these five by their names, whatever the case.
_EDGE_HEADS = ("source", "target", "type", "id", "label", "weight", "source_label", "target_label")
_PLACED = 700


def graphml(net: Net) -> bytes:
    """A network as GraphML, for yEd, Cytoscape, igraph and Gephi."""
    import networkx as nx

    # An id is a name without blanks and bars, and that of an edge stands once in a file.
    copy, out = plain(net), BytesIO()
    odd = {node: f"n{i}" for i, node in enumerate(copy, 1) if not _NAME.fullmatch(node)}
    nx.set_node_attributes(copy, {node: node for node in odd}, "name")
    if copy.is_multigraph():
        edges = list(enumerate(_edges(copy), 1))
        copy = nx.create_empty_copy(copy)
        copy.add_edges_from((a, b, f"e{i}", {"edge_key": key, **d}) for i, (a, b, key, d) in edges)
    nx.write_graphml(nx.relabel_nodes(copy, odd), out)
    return out.getvalue()


def gexf(net: Net) -> bytes:
    """A network as GEXF 1.2 without the day: Gephi has labels, weights, colours and places."""
    import networkx as nx

    copy = plain(net)
    if copy.is_multigraph():
        # GEXF has one room for ids of edges: a key that two pairs share would be two edges in one.
        edges = list(_edges(copy))
        copy = nx.create_empty_copy(copy)
        copy.add_edges_from((a, b, f"{a}|{key}|{b}", d) for a, b, key, d in edges)
    _painted(copy, net)
    told = ". ".join(
        str(net.graph[k]).rstrip(".")
        for k in ("title", "meaning", "as_of", "known_at")
        if net.graph.get(k)
    )
    out = BytesIO()
    nx.write_gexf(copy, out)
    meta = f"<meta><creator>NHV Graph</creator><description>{escape(told)}</description></meta>"
    # networkx writes the day of today, which would make every file differ.
    dated = re.compile(rb"<meta .*?</meta>|<meta [^>]*/>", re.DOTALL)
    before, after = dated.split(out.getvalue(), maxsplit=1)
    return before + meta.encode() + after


def node_link(net: Net) -> bytes:
    """A network as JSON, for D3, Sigma and ``networkx.node_link_graph(…, edges="links")``.

    Lists stay lists, ``evidence`` one of objects.
    """
    import networkx as nx

    whole = nx.node_link_data(_ordered(net, _structured), edges="links")
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _structured(given: Any) -> Any:
    """A value as JSON has it: texts, numbers, truth values, lists and objects of these."""
    if hasattr(given, "item"):  # numpy's numbers
        given = given.item()
    if isinstance(given, float):
        return given if math.isfinite(given) else None
    if given is None or isinstance(given, bool | int | str):
        return given
    if isinstance(given, Mapping):
        return {str(key): _structured(value) for key, value in given.items()}
    if isinstance(given, set | frozenset):
        given = sorted(given, key=str)
    if isinstance(given, Sequence):
        return [_structured(value) for value in given]
    return None if type(given).__name__ in _MISSING else str(given)


def edge_list(net: Net) -> bytes:
    """The edges of a network as CSV, one a line, with labels, weight and provenance."""
    copy = plain(net)
    label = dict(copy.nodes(data="label"))
    kind = "Directed" if copy.is_directed() else "Undirected"
    rows: list[dict[str, Any]] = []
    for tail, head, key, attributes in _edges(copy):
        ends = {"source": tail, "target": head, "type": kind, "id": key}
        named = {"source_label": label[tail] or tail, "target_label": label[head] or head}
        rows.append({"label": "", "weight": 1, **attributes, **ends, **named})
    return _csv(_EDGE_HEADS, rows)


def node_list(net: Net) -> bytes:
    """The nodes of a network as CSV: id, label, kind, IRI and what else they have."""
    rows = [{"id": node, **attributes} for node, attributes in plain(net).nodes(data=True)]
    return _csv((), rows) if rows else _csv(("id", "label", "kind", "iri"), rows)


def plain(net: Net) -> Net:
    """A copy in order with attributes that files can hold: evidence as columns, lists joined.

    networkx's own writers take no other attributes.

    Example:
        >>> nx.write_graphml(plain(kg.network("suppliers")), "net.graphml")  # doctest: +SKIP
    """
    copy = _ordered(net, _plain)
    for name in ("node_default", "edge_default"):
        copy.graph.pop(name, None)
    return copy


def _ordered(net: Net, told: Callable[[Any], dict[str, Any]]) -> Net:
    """A copy in order, named by texts, each attribute of one type; what is told says how."""
    copy = net.__class__(**told(net.graph))
    for node, attributes in sorted(net.nodes(data=True), key=lambda n: str(n[0])):
        copy.add_nodes_from([(str(node), told(attributes))])
    for tail, head, key, attributes in sorted(_edges(net), key=lambda e: [str(p) for p in e[:3]]):
        ends = (str(tail), str(head), *([str(key)] if net.is_multigraph() else []))
        copy.add_edges_from([(*ends, told(attributes))])
    _of_one_type([attributes for _, attributes in copy.nodes(data=True)])
    _of_one_type([attributes for *_, attributes in copy.edges(data=True)])
    return copy


def _of_one_type(rows: Sequence[dict[str, Any]]) -> None:
    """Make the values of each attribute of one type: all numbers, or else all texts."""
    types: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            if value is not None:
                types.setdefault(name, set()).add(type(value))
    for name in (name for name, found in types.items() if len(found) > 1):
        made: type = float if types[name] == {int, float} else str
        for row in rows:
            if row.get(name) is not None:
                row[name] = made(row[name])


def _edges(net: Net) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Ends, key and attributes of every edge; an edge without a key is named by its ends."""
    if net.is_multigraph():
        yield from net.edges(keys=True, data=True)
    else:
        for tail, head, attributes in net.edges(data=True):
            one, other = (tail, head) if net.is_directed() else sorted((tail, head), key=str)
            yield one, other, f"{one}|{other}", attributes


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {"weight": 1} if "evidence" in attributes else {}
    for name, given in attributes.items():
        if given is None or name in ("key", "id") or type(given).__name__ in _MISSING:
            continue
        if hasattr(given, "item"):  # numpy's numbers
            given = given.item()
        if name == "evidence" and not isinstance(given, str):
            flat |= _provenance(given)
        elif isinstance(given, bool | int | float | str):
            flat[name] = given
        elif isinstance(given, list | set | frozenset):
            flat[name] = "; ".join(sorted(map(str, given)))
        elif isinstance(given, tuple):
            flat[name] = BETWEEN.join(_told(item) for item in given)
        elif isinstance(given, Mapping):
            flat[name] = BETWEEN.join(f"{k}={v}" for k, v in given.items())
        else:
            flat[name] = str(given)
    return flat


def _told(item: Any) -> str:
    """One entry of a list; what was left out is told by number and reason."""
    if isinstance(item, Mapping) and {"count", "en"} <= set(item):
        return f"{item['count']} {item['en']}"
    return str(item)


def _provenance(evidence: Any) -> dict[str, str]:
    """Columns of provenance; citations that say the same are listed once."""
    entries = dict.fromkeys(tuple(str(e.get(part) or "") for part in PROVENANCE) for e in evidence)
    return {
        f"evidence_{part}": BETWEEN.join(entry[i].replace("|", "/") for entry in entries)
        for i, part in enumerate(PROVENANCE)
    }


def _painted(copy: Net, net: Net) -> None:
    """Give nodes the colour and the place of the picture, as GEXF's ``viz`` says them."""
    if len(net) > _PLACED or any(not isinstance(node, str) for node in net.nodes):
        return
    places = arranged(net).positions
    for node, attributes in copy.nodes(data=True):
        colour = look(str(attributes.get("kind", ""))).colour
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        x, y = places[node]
        attributes["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "position": {"x": float(x), "y": float(-y), "z": 0.0},
            "size": 10.0,
        }


def _csv(first: Iterable[str], rows: list[dict[str, Any]]) -> bytes:
    """Rows under their headings: those that come first, then what else the rows have."""
    heads = list(dict.fromkeys([*first, *(name for row in rows for name in row)]))
    return comma_separated([heads, *([row.get(head, "") for head in heads] for row in rows)])

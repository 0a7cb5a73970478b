"""The networks as one would write them by hand for speed: polars joins, then dictionaries.

The peers begin with typed frames in memory, made outside of what is timed: dates, levels, labels
and certainty are resolved in them already. They end in a networkx graph whose dictionaries are
filled directly, with the same nodes (label, kind, iri) and edges as ours, and the same attributes
of edges but `evidence`. They have no attributes of the graph, count nothing left out, and check no
parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import polars as pl

from graph import KnowledgeGraph
from graph.networks import projections, seats
from graph.networks.catalogue import network
from graph.networks.cited import Citations
from graph.networks.facts import facts, iri
from graph.networks.naming import labels

_END = "9999-12-31"


@dataclass(frozen=True)
class Frames:
    """Typed tables of all that the three networks need, and the day that they are for."""

    permits: pl.DataFrame
    supply: pl.DataFrame
    tellings: pl.DataFrame
    sides: pl.DataFrame
    places: pl.DataFrame
    wholes: pl.DataFrame
    things: pl.DataFrame
    day: str


def frames(kg: KnowledgeGraph) -> Frames:
    """Everything typed and resolved, from our own columns; not timed."""
    held = facts(kg, "nhv:Permit")
    unsure = Citations(kg, "nhv:Permit").unsure(projections.HELD)
    permits = pl.DataFrame(
        {
            "id": list(held.ids),
            "area": list(held.one("nhv:area")),
            "first": list(held.one("nhv:firstDay")),
            "last": [day or _END for day in held.one("nhv:lastDay")],
            "nhv": [not p or "programme:nhv" in p for p in held.all("nhv:programme")],
            "party": [p[0] if p else None for p in projections.holders_at(kg, "region")],
            "sure": [permit not in unsure for permit in held.ids],
        }
    )
    supply = _supply(kg)
    tellings, sides, places = _seats(kg)
    bodies, cited = facts(kg, "nhv:Body"), Citations(kg, "nhv:Body")
    wholes = pl.DataFrame(
        [
            (body.id, whole, cited.support_for(body.id, "nhv:partOf").certainty)
            for body in bodies
            for whole in body.all("nhv:partOf")
        ],
        ["body", "whole", "certainty"],
        orient="row",
    )
    things = {*held.one("nhv:area"), *supply["area"].to_list()}
    for name in PEERS:
        things |= set(network(kg, name))
    named = labels(kg, things)
    known = sorted(thing for thing in things if thing)
    return Frames(
        permits=permits,
        supply=supply,
        tellings=tellings,
        sides=sides,
        places=places,
        wholes=wholes,
        things=pl.DataFrame(
            {
                "id": known,
                "label": [named[thing] for thing in known],
                "kind": [thing.partition(":")[0] for thing in known],
                "iri": [iri(thing) for thing in known],
            }
        ),
        day=kg.as_of.isoformat(),
    )


def _supply(kg: KnowledgeGraph) -> pl.DataFrame:
    found, cited = facts(kg, "nhv:SupplyRelation"), Citations(kg, "nhv:SupplyRelation")
    kinds = found.all("nhv:supplyKind")
    named = labels(kg, {kind for some in kinds for kind in some})
    return pl.DataFrame(
        {
            "id": list(found.ids),
            "area": list(found.one("nhv:area")),
            "first": list(found.one("nhv:firstDay")),
            "last": [day or _END for day in found.one("nhv:lastDay")],
            "supplier": list(found.one("nhv:supplier")),
            "receiver": list(found.one("nhv:receiver")),
            "kind": [max(some, default="") for some in kinds],
            "kind_label": [" / ".join(named[k] for k in sorted(s, reverse=True)) for s in kinds],
            "permit": list(found.one("nhv:onPermit")),
            "since": [day for day, _ in found.since],
            "basis": [basis for _, basis in found.since],
            "certainty": [cited.certainty(fact, projections.SUPPLIED) for fact in found.ids],
        }
    )


def _seats(kg: KnowledgeGraph) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    tellings, sides, places = [], [], []
    for seat in seats.all_seats(kg):
        for told in seat.tellers:
            tellings.append(
                (seat.id, told.began, told.order[0], told.fact, *told.since, told.certain)
            )
            inside = {*seat.places, *told.places}
            places += [(seat.id, told.fact, body) for body in inside if body.startswith("body:")]
        sides += [(seat.id, side) for side in seat.sides]
    columns = ["seat", "began", "first", "fact", "since", "basis", "certain"]
    return (
        pl.DataFrame(tellings, columns, orient="row"),
        pl.DataFrame(sides, ["seat", "side"], orient="row"),
        pl.DataFrame(places, ["seat", "fact", "body"], orient="row"),
    )


def co_holders(data: Frames) -> nx.Graph[str]:
    """Who holds permits for the same areas, and how many."""
    day = data.day
    held = data.permits.filter(
        pl.col("nhv")
        & (pl.col("first") <= day)
        & (pl.col("last") >= day)
        & pl.col("party").is_not_null()
        & (pl.col("area") != "")
    )
    named = data.things.select(area="id", name="label")
    one = (
        held.group_by("area", "party").agg(pl.col("sure").any()).join(named, on="area", how="left")
    )
    other = one.select("area", other="party", also="sure")
    edges = (
        one.join(other, on="area")
        .filter(pl.col("party") < pl.col("other"))
        .sort("name", "area")
        .group_by("party", "other", maintain_order=True)
        .agg(
            pl.col("area"),
            pl.col("name"),
            n=pl.len(),
            stated=(pl.col("sure") & pl.col("also")).sum(),
        )
        .sort("party", "other")
    )
    net: nx.Graph[str] = nx.Graph()
    _nodes(net, data, one["party"])
    for u, v, areas, names, n, stated in _rows(edges):
        net._adj[u][v] = net._adj[v][u] = {
            **_tie(str(n), tuple(areas), tuple(names), "shared", n, "", "", stated),
            "kind_label": "shared areas",
            "weight_stated": stated,
        }
    return net


def suppliers(data: Frames) -> nx.MultiDiGraph[str]:
    """Who supplies whom."""
    day = data.day
    named = data.things.select(area="id", name="label")
    edges = (
        data.supply.filter(
            (pl.col("first") <= day)
            & (pl.col("last") >= day)
            & (pl.col("supplier") != "")
            & (pl.col("receiver") != "")
        )
        .join(named, on="area", how="left")
        .sort("supplier", "receiver", "id")
    )
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _nodes(net, data, pl.concat([edges["supplier"], edges["receiver"]]))
    columns = edges.select(
        "supplier", "receiver", "id", "area", "name", "kind", "kind_label", "permit", "since",
        "basis", "certainty",
    )  # fmt: skip
    for u, v, key, area, name, kind, kind_label, permit, since, basis, certainty in _rows(columns):
        _multi(net, u, v, key)[key] = {
            **_tie(name, area, name, kind, 1, since, basis, certainty == "stated"),
            "kind_label": kind_label,
            "permit": permit,
        }
    return net


def bodies(data: Frames) -> nx.MultiDiGraph[str]:
    """Whom the seats of bodies represent, and what bodies belong to."""
    told = data.tellings.filter(pl.col("began") <= data.day)
    seat = (
        told.sort("first", "fact")
        .group_by("seat", maintain_order=True)
        .agg(pl.col("since").first(), pl.col("basis").first(), pl.col("certain").any())
    )
    inside = (
        data.places.join(told.select("seat", "fact"), on=["seat", "fact"])
        .select("seat", "body")
        .unique()
    )
    order = pl.when(pl.col("since") == "").then(pl.lit("9999")).otherwise(pl.col("since"))
    edges = (
        inside.join(data.sides, on="seat")
        .join(seat, on="seat")
        .with_columns(order=order)
        .sort("order", "seat")
        .group_by("body", "side", maintain_order=True)
        .agg(
            n=pl.len(),
            since=pl.col("since").first(),
            basis=pl.col("basis").first(),
            certain=pl.col("certain").any(),
        )
        .sort("body", "side")
    )
    wholes = data.wholes.sort("body", "whole")
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ends = [inside["body"], edges["side"], wholes["body"], wholes["whole"]]
    _nodes(net, data, pl.concat(ends))
    for u, v, n, since, basis, certain in _rows(edges):
        key = f"{u}|nhv:represents|{v}|"
        _multi(net, u, v, key)[key] = {
            **_tie(str(n), "", "", "nhv:represents", n, since, basis, certain),
            "kind_label": "represents",
        }
    for u, v, certainty in _rows(wholes):
        key = f"{u}|nhv:partOf|{v}|"
        _multi(net, u, v, key)[key] = {
            **_tie("part of", "", "", "nhv:partOf", 1, "", "", certainty == "stated"),
            "kind_label": "part of",
        }
    return net


PEERS: Mapping[str, Callable[[Frames], nx.Graph[str]]] = {
    "co-holders": co_holders,
    "suppliers": suppliers,
    "bodies": bodies,
}


def filled(
    nodes: Iterable[tuple[str, dict[str, Any]]],
    edges: Iterable[tuple[str, str, dict[str, Any]]],
) -> nx.Graph[str]:
    """The floor of making a graph: its dictionaries by hand, with attributes as they are."""
    net: nx.Graph[str] = nx.Graph()
    node, adjacent = net._node, net._adj
    for name, attributes in nodes:
        node[name] = attributes
        adjacent[name] = {}
    for u, v, attributes in edges:
        adjacent[u][v] = adjacent[v][u] = attributes
    return net


def _tie(
    label: str, area: Any, named: Any, kind: str, n: int, since: str, basis: str, sure: Any
) -> dict[str, Any]:
    return {
        "label": label,
        "area": area,
        "area_label": named,
        "kind": kind,
        "weight": n,
        "since": since,
        "since_basis": basis,
        "undated": not since and kind not in ("shared", "nhv:partOf"),
        "certainty": "stated" if sure else "inferred",
    }


def _nodes(net: nx.Graph[str], data: Frames, names: pl.Series) -> None:
    rows = names.unique().to_frame("id").join(data.things, on="id", how="left").sort("id")
    for name, label, kind, address in _rows(rows):
        net._node[name] = {"label": label, "kind": kind, "iri": address}
        net._adj[name] = {}
        if net.is_directed():
            net._pred[name] = {}


def _multi(net: nx.MultiDiGraph[str], u: str, v: str, key: str) -> dict[str, Any]:
    between: dict[str, Any] | None = net._succ[u].get(v)
    if between is None:
        between = {}
        net._succ[u][v] = net._pred[v][u] = between
    return between


def _rows(table: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_list() for name in table.columns), strict=True)

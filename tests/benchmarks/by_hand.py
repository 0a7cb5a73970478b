"""The networks as one would write them by hand for speed: polars joins, then dictionaries.

The peers begin with typed frames in memory, made outside of what is timed: levels, labels and
certainty are resolved in them already; what holds on the day they look up in the periods. They end
in a networkx graph whose dictionaries are filled directly, with the same nodes (label, kind, iri)
and edges as ours, and the same attributes of edges but `evidence`. They have no attributes of the
graph, count nothing left out, and check no parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import polars as pl

from graph import KnowledgeGraph
from graph.networks.catalogue import network
from graph.networks.draft import Citations
from graph.networks.lasting import (
    IN_FORCE,
    UNDATED,
    Lasting,
    attested,
    first_told,
    since_attributes,
    start,
    status_attributes,
)
from graph.view.facts import Fact, facts, labels, periods
from ontology.terms import expand

_END = "9999-12-31"
_HOLDS = ("nhv:InOffice", "nhv:LastKnown", "nhv:PossiblyInOffice")
_SINCE = ("since", "since_basis", "since_basis_label", "earliest_start", "latest_start")
_STATED = {"stated": 2, "inferred": 1, "": 0}
_CERTAINTY = {number: word for word, number in _STATED.items()}


@dataclass(frozen=True)
class Frames:
    """Typed tables of all that the three networks need, and the day that they are for."""

    held: pl.DataFrame
    behind: pl.DataFrame
    spans: pl.DataFrame
    supply: pl.DataFrame
    tellings: pl.DataFrame
    seats: pl.DataFrame
    sides: pl.DataFrame
    places: pl.DataFrame
    wholes: pl.DataFrame
    things: pl.DataFrame
    in_force: Mapping[str, str]
    day: str


def frames(kg: KnowledgeGraph) -> Frames:
    """Everything typed and resolved, from our own columns; not timed."""
    areas, stated = facts(kg, "nhv:HeldArea"), Citations(kg, "nhv:Permit").stated
    counted = [
        held
        for held in areas
        if "nhv:HolderLevel" in held.all("nhv:level")
        and held.one("nhv:heldUnder") == "programme:nhv"
        and held.one("nhv:heldBy").startswith("region:")
    ]
    held = pl.DataFrame(
        [(one.id, one.one("nhv:heldArea"), one.one("nhv:heldBy")) for one in counted],
        ["held", "area", "party"],
        orient="row",
    )
    behind = pl.DataFrame(
        [(one.id, p, p in stated) for one in counted for p in one.all("nhv:countsPermit")],
        ["held", "permit", "sure"],
        orient="row",
    )
    supply = _supply(kg)
    tellings, seats, sides, places = _seats(kg)
    bodies, cited = facts(kg, "nhv:Body"), Citations(kg, "nhv:Body")
    wholes = pl.DataFrame(
        [
            (body.id, whole, cited.support(body.id, "nhv:partOf").certainty)
            for body in bodies
            for whole in body.all("nhv:partOf")
        ],
        ["body", "whole", "certainty"],
        orient="row",
    )
    things = {*held["area"].to_list(), *supply["area"].to_list()}
    for name in PEERS:
        things |= set(network(kg, name))
    named = labels(kg, things)
    known = sorted(thing for thing in things if thing)
    return Frames(
        held=held,
        behind=behind,
        spans=_spans(kg, ("nhv:HeldArea", "nhv:Permit", "nhv:SupplyRelation", "nhv:Membership")),
        supply=supply,
        tellings=tellings,
        seats=seats,
        sides=sides,
        places=places,
        wholes=wholes,
        things=pl.DataFrame(
            {
                "id": known,
                "label": [named[thing] for thing in known],
                "kind": [thing.partition(":")[0] for thing in known],
                "iri": [expand(thing) for thing in known],
            }
        ),
        in_force=status_attributes(kg, IN_FORCE),
        day=kg.as_of.isoformat(),
    )


def _spans(kg: KnowledgeGraph, classes: Iterable[str]) -> pl.DataFrame:
    """When what is shown holds for certain: in force, in office, or last known to be."""
    return pl.DataFrame(
        [
            (thing, first, last or _END)
            for cls in classes
            for thing, turns in periods(kg, cls).items()
            for first, last, status in turns
            if status in (IN_FORCE, *_HOLDS)
        ],
        ["thing", "first", "last"],
        orient="row",
    )


def _supply(kg: KnowledgeGraph) -> pl.DataFrame:
    found, cited = facts(kg, "nhv:SupplyRelation"), Citations(kg, "nhv:SupplyRelation")
    lasting = Lasting(kg, "nhv:SupplyRelation")
    kinds = found.all("nhv:supplyKind")
    named = labels(kg, {kind for some in kinds for kind in some})
    began = [lasting.began(fact) for fact in found]
    return pl.DataFrame(
        {
            "id": list(found.ids),
            "area": list(found.one("nhv:area")),
            "supplier": list(found.one("nhv:supplier")),
            "receiver": list(found.one("nhv:receiver")),
            "kind": [max(some, default="") for some in kinds],
            "kind_label": [" / ".join(named[k] for k in sorted(s, reverse=True)) for s in kinds],
            "permit": list(found.one("nhv:onPermit")),
            "certainty": [cited.certainty(fact) for fact in found.ids],
            **{name: [one[name] for one in began] for name in _SINCE},
        }
    )


def _seats(
    kg: KnowledgeGraph,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    members, posts = Citations(kg, "nhv:Membership"), Citations(kg, "nhv:Post")
    told_of_members, told_of_posts = attested(kg, "nhv:Membership"), attested(kg, "nhv:Post")
    tellings, seats, sides, places = [], [], [], []
    filled = set()
    for member in facts(kg, "nhv:Membership"):
        seat = member.one("nhv:post")
        filled.add(seat)
        since = _told(kg, member, first_told(told_of_members, member.id)[0])
        sure = _STATED[members.certainty(member.id, "nhv:post")]
        tellings.append((seat, member.id, member.one("nhv:firstDay") or "9999", "", *since, sure))
        inside = member.all("org:organization")
        places += [(seat, member.id, body) for body in inside if body.startswith("body:")]
    for post in facts(kg, "nhv:Post"):
        day, told_on = told_of_posts.get(post.id, ("", ""))
        if post.id not in filled:
            alone = _since(kg, told_on, "nhv:firstAttested" if told_on else "")
            tellings.append((post.id, post.id, "9999", day, *alone, 0))
        seats.append((post.id, _STATED[posts.certainty(post.id, "org:postIn")]))
        sides += [(post.id, side) for side in post.all("nhv:represents")]
        inside = post.all("org:postIn")
        places += [(post.id, "", body) for body in inside if body.startswith("body:")]
    columns = ["seat", "fact", "first", "from", *_SINCE, "sure"]
    return (
        pl.DataFrame(tellings, columns, orient="row"),
        pl.DataFrame(seats, ["seat", "own"], orient="row"),
        pl.DataFrame(sides, ["seat", "side"], orient="row"),
        pl.DataFrame(places, ["seat", "fact", "body"], orient="row"),
    )


def _told(kg: KnowledgeGraph, member: Fact, told_on: str) -> tuple[str, ...]:
    for prop in ("nhv:from", "nhv:attestedOn"):
        if stated := member.one(prop):
            return _since(kg, stated, prop)
    return _since(kg, told_on, "nhv:firstAttested" if told_on else "")


def _since(kg: KnowledgeGraph, date: str, prop: str) -> tuple[str, ...]:
    told = since_attributes(kg, date, prop)
    return date, told["since_basis"], told["since_basis_label"], "", ""


def _now(data: Frames) -> pl.DataFrame:
    """What holds on the day."""
    day = data.day
    return data.spans.filter((pl.col("first") <= day) & (pl.col("last") >= day)).select("thing")


def co_holders(data: Frames) -> nx.Graph[str]:
    """Who holds permits for the same areas, and how many."""
    now = _now(data)
    sure = (
        data.behind.join(now, left_on="permit", right_on="thing", how="semi")
        .group_by("held")
        .agg(pl.col("sure").any())
    )
    held = data.held.join(now, left_on="held", right_on="thing", how="semi")
    named = data.things.select(area="id", name="label")
    one = held.join(sure, on="held", how="left").join(named, on="area", how="left")
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
        certainty = "stated" if stated else "inferred"
        net._adj[u][v] = net._adj[v][u] = {
            **_tie(str(n), tuple(areas), tuple(names), "shared", n, certainty),
            **data.in_force,
            "kind_label": "shared areas",
            "weight_stated": stated,
            "weight_in_force": n,
        }
    return net


def suppliers(data: Frames) -> nx.MultiDiGraph[str]:
    """Who supplies whom."""
    named = data.things.select(area="id", name="label")
    edges = (
        data.supply.join(_now(data), left_on="id", right_on="thing", how="semi")
        .filter((pl.col("supplier") != "") & (pl.col("receiver") != ""))
        .join(named, on="area", how="left")
        .sort("supplier", "receiver", "id")
    )
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _nodes(net, data, pl.concat([edges["supplier"], edges["receiver"]]))
    columns = edges.select(
        "supplier", "receiver", "id", "area", "name", "kind", "kind_label", "permit", "certainty",
        *_SINCE,
    )  # fmt: skip
    for u, v, key, area, name, kind, kind_label, permit, certainty, *since in _rows(columns):
        _multi(net, u, v, key)[key] = {
            **_tie(name, area, name, kind, 1, certainty),
            **start(*since),
            **data.in_force,
            "kind_label": kind_label,
            "permit": permit,
        }
    return net


def bodies(data: Frames) -> nx.MultiDiGraph[str]:
    """Whom the seats of bodies represent, and what bodies belong to."""
    sitting = data.tellings.join(_now(data), left_on="fact", right_on="thing", how="semi")
    alone = data.tellings.filter((pl.col("seat") == pl.col("fact")) & (pl.col("from") <= data.day))
    told = pl.concat([sitting, alone])
    seat = (
        told.sort("first", "fact")
        .group_by("seat", maintain_order=True)
        .agg(*(pl.col(name).first() for name in _SINCE), pl.col("sure").max())
        .join(data.seats, on="seat")
        .with_columns(sure=pl.max_horizontal("sure", "own"))
    )
    by_fact = data.places.filter(pl.col("fact") != "").join(
        told.select("seat", "fact"), on=["seat", "fact"]
    )
    by_seat = data.places.filter(pl.col("fact") == "").join(seat.select("seat"), on="seat")
    columns = ["seat", "body"]
    inside = pl.concat([by_fact.select(columns), by_seat.select(columns)]).unique()
    order = pl.when(pl.col("since") == "").then(pl.lit("9999")).otherwise(pl.col("since"))
    edges = (
        inside.join(data.sides, on="seat")
        .join(seat, on="seat")
        .with_columns(order=order)
        .sort("order", "seat")
        .group_by("body", "side", maintain_order=True)
        .agg(
            *(pl.col(name).first() for name in _SINCE),
            n=pl.len(),
            sure=pl.col("sure").max(),
            dated=(pl.col("since") != "").any(),
        )
        .sort("body", "side")
    )
    wholes = data.wholes.sort("body", "whole")
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ends = [inside["body"], edges["side"], wholes["body"], wholes["whole"]]
    _nodes(net, data, pl.concat(ends))
    for u, v, *since, n, sure, dated in _rows(edges):
        key = f"{u}|nhv:represents|{v}|"
        _multi(net, u, v, key)[key] = {
            **_tie(str(n), "", "", "nhv:represents", n, _CERTAINTY[sure]),
            **start(*since),
            "undated": not dated,
            "kind_label": "represents",
        }
    for u, v, certainty in _rows(wholes):
        key = f"{u}|nhv:partOf|{v}|"
        _multi(net, u, v, key)[key] = {
            **_tie("part of", "", "", "nhv:partOf", 1, certainty),
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


def _tie(label: str, area: Any, named: Any, kind: str, n: int, certainty: str) -> dict[str, Any]:
    return {
        "label": label,
        "area": area,
        "area_label": named,
        "kind": kind,
        "weight": n,
        "distance": 1 / n,
        **UNDATED,
        "certainty": certainty,
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

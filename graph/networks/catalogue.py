"""The catalogue of networks, and ``network()``: facts projected to a networkx graph.

Relations that have a direction (suppliers, area-holder, bodies, process, lineage) become a
``networkx.MultiDiGraph`` with one edge per fact, keyed by it; cooperation, which has none, a
``networkx.MultiGraph``. What two parties share (co-holders, co-applicants) becomes a
``networkx.Graph`` with a weight. Nodes are named by CURIE; nodes and edges come in sorted order,
the same for the same graph. What is shown is in force on the view's day; what may be is counted in
``left_out``, and shown with ``possible=True``.

Node attributes: ``label``, ``kind``, ``iri``. Edge attributes: ``label``, ``area``,
``area_label``, ``kind``, ``kind_label``, ``weight``, ``since``, ``since_basis``,
``since_basis_label``, ``earliest_start``, ``latest_start``, ``undated``, ``status``,
``status_label``, ``certainty`` and ``evidence``, a sequence of dictionaries (``fact``, ``source``,
``title``, ``date``, ``locator``, ``certainty``, ``reading``) that is put together when it is first
looked at; ``tuple(edge["evidence"])`` for programs that need a plain tuple, such as ``json``. An
edge of area-holder has the ``permits`` and the ``parts`` of the area that it counts as one. Graph
attributes: ``name``, ``title``, ``title_sv``, ``title_en``, ``meaning``, ``as_of``, ``known_at``,
``lang``, ``params``, ``left_out``, ``undated`` (how many edges have no date) and ``counted`` (what
a number of permits counts, in one line; empty where none are counted).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.base.words import words_of
from graph.networks import process, projections, seats
from graph.networks.draft import Draft, nothing_to_collect
from graph.networks.facts import labels
from graph.networks.holdings import LEVELS, PROGRAMMES, STATED
from graph.questions.parameter import Parameter, member, values_of
from graph.view.answering import why
from graph.view.view import View

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class NetworkKind:
    """A network of the catalogue: its names, what its edges mean, and its parameters.

    Attributes:
        name: What it is asked for by.
        sv: Its title, in Swedish.
        en: The same in English.
        meaning_sv: What an edge means, in Swedish.
        meaning_en: The same in English.
        build: Makes it of a view.
        directed: Whether its edges have a direction.
        several: Whether two nodes may have several edges.
        params: Its parameters.
    """

    name: str
    sv: str
    en: str
    meaning_sv: str
    meaning_en: str
    build: Callable[..., Draft]
    directed: bool = True
    several: bool = True
    params: tuple[Parameter, ...] = ()


def _choice(name: str, default: str, choices: tuple[str, ...], sv: str, en: str) -> Parameter:
    return Parameter(name, "choice", True, default, choices, sv, en)


def _flag(name: str, sv: str, en: str) -> Parameter:
    return Parameter(name, "flag", sv=sv, en=en)


_WORDS = words_of("graph.networks")


def _said(network: str) -> tuple[str, str, str, str]:
    """The title and the meaning of a network, each in Swedish and English."""
    return (*_WORDS[f"network.{network}.title"], *_WORDS[f"network.{network}.meaning"])


_AREA = Parameter("area", "area", True, "", (), *_WORDS["parameter.area"])
_PROGRAMME = _choice("programme", "nhv", (*PROGRAMMES, "all"), *_WORDS["parameter.programme"])
_POSSIBLE = _flag("possible", *_WORDS["parameter.possible"])
_NODES = _WORDS["parameter.nodes"]
_LEVEL = _choice("level", "region", LEVELS, *_NODES)
_SOUGHT_LEVEL = _choice("level", "region", (*LEVELS, STATED), *_NODES)
_AS_STATED = _choice(
    "level", STATED, (STATED, *LEVELS), *_WORDS["parameter.nodes_as_stated"],
)  # fmt: skip
_SEATS = _choice(
    "seats", "", ("counted", "shown"),
    *_WORDS["parameter.seats"],
)  # fmt: skip

NETWORKS: Mapping[str, NetworkKind] = {
    kind.name: kind
    for kind in (
        NetworkKind(
            "suppliers",
            *_said("suppliers"),
            projections.suppliers,
            params=(_AREA, _AS_STATED, _POSSIBLE),
        ),
        NetworkKind(
            "cooperation",
            *_said("cooperation"),
            projections.cooperation,
            directed=False,
            params=(_AREA, _POSSIBLE),
        ),
        NetworkKind(
            "co-holders",
            *_said("co-holders"),
            projections.co_holders,
            directed=False,
            several=False,
            params=(_AREA, _LEVEL, _PROGRAMME, _POSSIBLE),
        ),
        NetworkKind(
            "co-applicants",
            *_said("co-applicants"),
            projections.co_applicants,
            directed=False,
            several=False,
            params=(_AREA, _SOUGHT_LEVEL, _PROGRAMME),
        ),
        NetworkKind(
            "area-holder",
            *_said("area-holder"),
            projections.area_holder,
            params=(_AREA, _AS_STATED, _PROGRAMME, _POSSIBLE),
        ),
        NetworkKind(
            "bodies",
            *_said("bodies"),
            seats.bodies,
            params=(
                Parameter("body", "body", True, "", (), *_WORDS["parameter.body"]),
                _flag("persons", *_WORDS["parameter.persons"]),
                _SEATS,
            ),
        ),
        NetworkKind(
            "process",
            *_said("process"),
            process.process,
        ),
        NetworkKind(
            "lineage",
            *_said("lineage"),
            process.lineage,
        ),
    )
}


def network(kg: View, name: str, **params: Any) -> nx.Graph[str]:
    """Project a network of the catalogue from a view of the graph.

    Args:
        kg: The view: its day, language and persons are respected.
        name: A name of :data:`NETWORKS`, e.g. "suppliers".
        **params: Parameters of that network, e.g. ``level="hospital"``.

    Returns:
        A ``networkx.MultiDiGraph``; for cooperation a ``networkx.MultiGraph``, for co-holders and
        co-applicants a ``networkx.Graph``.

    Raises:
        UnknownName: There is no such network, or a named thing is unknown.
        BadParameter: A parameter is unknown or has a value that it cannot have.

    Example:
        >>> network(kg, "co-holders", level="healthcare-region").graph["as_of"]  # doctest: +SKIP
        '2026-06-30'
    """
    net = projected(kg, name, **params)
    if not net.number_of_edges():
        _say_why(kg, name, params, net)
    return net


def projected(kg: View, name: str, **params: Any) -> nx.Graph[str]:
    """A network as it is, without a word on why it is empty (see :func:`network`)."""
    kind = member("network", NETWORKS, name)
    given = values_of(f"network {kind.name}", kind.params, params)
    with nothing_to_collect():
        return _assemble(kg, kind, kind.build(kg, **given), given)


def _say_why(kg: View, name: str, params: Mapping[str, Any], net: nx.Graph[str]) -> None:
    """Let a network without edges say why, under its picture and as ``graph["note"]``."""
    given = ", ".join(f"{key}={value}" for key, value in params.items())
    asked = _WORDS.say("the_network", kg.lang, name) + (f" ({given})" if given else "")
    sentence = why(
        kg, asked, lambda view: projected(view, name, **params).number_of_edges(), by_day=True
    )
    net.graph["note"] = sentence
    net.graph["meaning"] = f"{sentence} {net.graph.get('meaning', '')}".strip()


def _assemble(kg: View, kind: NetworkKind, draft: Draft, given: Mapping[str, Any]) -> nx.Graph[str]:
    """Make the networkx graph of a draft: sorted nodes, sorted edges, all attributes."""
    import networkx as nx

    swedish = kg.lang == "sv"
    made = (nx.MultiDiGraph if kind.directed else nx.MultiGraph) if kind.several else nx.Graph
    net: nx.Graph[str] = made()
    net.graph.update(
        name=kind.name,
        title=kind.sv if swedish else kind.en,
        title_sv=kind.sv,
        title_en=kind.en,
        meaning=kind.meaning_sv if swedish else kind.meaning_en,
        as_of=kg.as_of.isoformat(),
        known_at=kg.known_at or "",
        lang=kg.lang,
        params={k: v for k, v in sorted(given.items()) if v is not None},
        left_out=tuple(draft.left_out),
        undated=sum(edge.attributes["undated"] for edge in draft.edges),
        counted=draft.counted,
    )
    return draft.graph(net, labels(kg, draft.nodes))

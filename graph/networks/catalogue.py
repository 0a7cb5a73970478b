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

from graph.base.languages import in_lang
from graph.networks import process, projections, seats
from graph.networks.draft import Draft, nothing_to_collect
from graph.networks.facts import labels
from graph.networks.holdings import LEVELS, PROGRAMMES, STATED
from graph.questions.parameter import Parameter, member, values_of
from graph.view import emptiness
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


_AREA = Parameter("area", "area", sv="bara detta område", en="this area only")
_PROGRAMME = _choice("programme", "nhv", (*PROGRAMMES, "all"), "program", "programme")
_POSSIBLE = _flag(
    "possible", "visa också det som kan vara i kraft", "show also what may be in force"
)
_NODES = ("vilka som är noder", "who are the nodes")
_LEVEL = _choice("level", "region", LEVELS, *_NODES)
_SOUGHT_LEVEL = _choice("level", "region", (*LEVELS, STATED), *_NODES)
_AS_STATED = _choice(
    "level", STATED, (STATED, *LEVELS), "vilka som är noder; stated: som källan säger",
    "who are the nodes; stated: as the source says",
)  # fmt: skip
_SEATS = _choice(
    "seats", "", ("counted", "shown"),
    "platser räknade per organ, eller visade en och en (för ett organ)",
    "seats counted by body, or shown one by one (as for one body)",
)  # fmt: skip

NETWORKS: Mapping[str, NetworkKind] = {
    kind.name: kind
    for kind in (
        NetworkKind(
            "suppliers",
            "Vem levererar till vem",
            "Who supplies whom",
            "Pilen går från leverantören till tillståndsinnehavaren; en leverantör är inte "
            "innehavare.",
            "The arrow goes from the supplier to the permit holder; a supplier is not a holder.",
            projections.suppliers,
            params=(_AREA, _AS_STATED, _POSSIBLE),
        ),
        NetworkKind(
            "cooperation",
            "Vilka samarbetar om vad",
            "Who cooperates on what",
            "En linje utan pil: källan säger att parterna samarbetar om området, inte vem som "
            "ger vad till vem.",
            "A line without an arrow: the source says that the parties cooperate on the area, not "
            "who gives what to whom.",
            projections.cooperation,
            directed=False,
            params=(_AREA, _POSSIBLE),
        ),
        NetworkKind(
            "co-holders",
            "Vilka delar områden",
            "Who share areas",
            "Två innehavare hänger ihop när båda har tillstånd för samma område; siffran är "
            "antalet områden.",
            "Two holders are tied when both have a permit for the same area; the number counts "
            "areas.",
            projections.co_holders,
            directed=False,
            several=False,
            params=(_AREA, _LEVEL, _PROGRAMME, _POSSIBLE),
        ),
        NetworkKind(
            "co-applicants",
            "Vilka sökte samma områden",
            "Who applied for the same areas",
            "Två sökande hänger ihop när båda har sökt samma område inom samma program; siffran "
            "är antalet områden.",
            "Two applicants are tied when both applied for the same area under the same programme; "
            "the number counts areas.",
            projections.co_applicants,
            directed=False,
            several=False,
            params=(_AREA, _SOUGHT_LEVEL, _PROGRAMME),
        ),
        NetworkKind(
            "area-holder",
            "Vem har tillstånd för vilket område",
            "Who holds a permit for which area",
            "Pilen går från innehavaren till området; delar av ett område räknas med området.",
            "The arrow goes from the holder to the area; parts of an area count with the area.",
            projections.area_holder,
            params=(_AREA, _AS_STATED, _PROGRAMME, _POSSIBLE),
        ),
        NetworkKind(
            "bodies",
            "Organ, platser och vilka de företräder",
            "Bodies, seats and whom they represent",
            "Pilen går från platsen till organet och till den sjukvårdsregion den företräder, "
            "eller från organet direkt, med antalet platser; att sitta tillsammans är "
            "inte inflytande.",
            "The arrow goes from the seat to the body and to the health-care region it represents, "
            "or from the body at once, with the number of seats; sitting together is not "
            "influence.",
            seats.bodies,
            params=(
                Parameter("body", "body", sv="bara detta organ", en="this body only"),
                _flag("persons", "visa personer", "show persons"),
                _SEATS,
            ),
        ),
        NetworkKind(
            "process",
            "De åtta stegen och vilka som agerar i dem",
            "The eight steps and who acts in them",
            "Pilen går från organet till steget det agerar i, och från steg till steg.",
            "The arrow goes from the body to the step in which it acts, and from step to step.",
            process.process,
        ),
        NetworkKind(
            "lineage",
            "Varifrån områdena kommer",
            "Where areas came from",
            "Pilen går från det äldre ämnet eller området till det nyare, och från del till "
            "helhet.",
            "The arrow goes from the older topic or area to the newer, and from part to whole.",
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
    asked = (
        in_lang(kg.lang, "nätverket", "the network") + f" {name}" + (f" ({given})" if given else "")
    )
    sentence = emptiness.why(
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

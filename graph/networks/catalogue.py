"""The catalogue of networks, and ``network()``: facts projected to a networkx graph.

Relations that have a direction (suppliers, area-holder, bodies, process, lineage) become a
``networkx.MultiDiGraph`` with one edge per fact, keyed by it; cooperation, which has none, a
``networkx.MultiGraph``. What two parties share (co-holders, co-applicants) becomes a
``networkx.Graph`` with a weight. Nodes are named by CURIE; nodes and edges come in sorted order,
the same for the same graph. What is shown is in force on the view's day; what may be is counted in
``left_out``, and shown with ``possible=True``.

Node attributes: ``label``, ``kind``, ``iri``. Edge attributes: ``label``, ``area``,
``area_label``, ``kind``, ``kind_label``, ``weight`` (how near), ``distance`` (1 / weight: how far,
for paths), ``since``, ``since_basis``,
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
from typing import Any, NamedTuple

from graph.base.words import words_of
from graph.networks import process, projections
from graph.networks.draft import Draft, Net
from graph.networks.holdings import LEVELS, PROGRAMMES, STATED
from graph.questions.parameter import Parameter, member, values_of
from graph.view.answering import why
from graph.view.facts import labels
from graph.view.view import View
from loaders.statements import uncollected

_WORDS = words_of("graph.networks")


class NetworkKind(NamedTuple):
    """A network of the catalogue: its name, what it takes, and what makes it of a view."""

    name: str
    build: Callable[..., Draft]
    form: str  # the class of networkx
    params: tuple[Parameter, ...]
    by_day: bool = True  # whether it is another on another day of the view, as all are

    def text(self, lang: str = "sv") -> str:
        """Its title in a language."""
        return _WORDS.say(f"network.{self.name}.title", lang)

    def meaning(self, lang: str) -> str:
        """What an edge means, in a language."""
        return _WORDS.say(f"network.{self.name}.meaning", lang)


def _network(
    name: str, build: Callable[..., Draft], *params: Parameter, form: str = "MultiDiGraph"
) -> NetworkKind:
    return NetworkKind(name, build, form, (*params, _CERTAINTY))


def _parameter(
    name: str, kind: str, *choices: str, default: str = "", words: str = ""
) -> Parameter:
    return Parameter(name, kind, True, default, choices, *_WORDS[f"parameter.{words or name}"])


_AREA = _parameter("area", "area")
_PROGRAMME = _parameter("programme", "choice", *PROGRAMMES, "all", default="nhv")
_ITS_PROGRAMME = _parameter("programme", "choice", *PROGRAMMES, "all")
_CERTAINTY = _parameter("certainty", "choice", "stated", "inferred")
_POSSIBLE = _parameter("possible", "flag")
LEVEL = _parameter("level", "choice", *LEVELS, default="region", words="nodes")
_SOUGHT_LEVEL = _parameter("level", "choice", *LEVELS, STATED, default="region", words="nodes")
_AS_STATED = _parameter("level", "choice", STATED, *LEVELS, default=STATED, words="nodes_as_stated")

_BODIES = (
    _parameter("body", "body"),
    _parameter("persons", "flag"),
    _parameter("seats", "choice", "counted", "shown"),
)
# Who holds, and who applied, share areas; what they share is one tie with a weight.
_HELD = (_AREA, LEVEL, _PROGRAMME, _POSSIBLE)
_SOUGHT = (_AREA, _SOUGHT_LEVEL, _PROGRAMME)

NETWORKS: Mapping[str, NetworkKind] = {
    kind.name: kind
    for kind in (
        _network("suppliers", projections.suppliers, _AREA, _AS_STATED, _ITS_PROGRAMME, _POSSIBLE),
        _network(
            "cooperation", projections.cooperation, _AREA, _ITS_PROGRAMME, _POSSIBLE,
            form="MultiGraph",
        ),
        _network("co-holders", projections.co_holders, *_HELD, form="Graph"),
        _network("co-applicants", projections.co_applicants, *_SOUGHT, form="Graph"),
        _network("area-holder", projections.area_holder, _AREA, _AS_STATED, _PROGRAMME, _POSSIBLE),
        _network("bodies", process.bodies, *_BODIES),
        _network("process", process.process),
        _network("lineage", process.lineage),
    )
}  # fmt: skip


def network(kg: View, name: str, **params: Any) -> Net:
    """Project a network of the catalogue from a view; its day, language and persons are respected.

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


@uncollected()
def projected(kg: View, name: str, **params: Any) -> Net:
    """A network as it is, without a word on why it is empty (see :func:`network`)."""
    kind = member("network", NETWORKS, name)
    given = values_of(f"network {kind.name}", kind.params, params)
    certainty = given["certainty"]
    own = {key: value for key, value in given.items() if key != "certainty" or kind.form == "Graph"}
    draft = kind.build(kg, **own)
    if certainty:
        draft.keep(certainty)
    return _assemble(kg, kind, draft, given)


def _say_why(kg: View, name: str, params: Mapping[str, Any], net: Net) -> None:
    """Let a network without edges say why, under its picture and as ``graph["note"]``."""
    given = ", ".join(f"{key}={value}" for key, value in params.items())
    asked = _WORDS.say("the_network", kg.lang, name) + (f" ({given})" if given else "")
    sentence = why(
        kg, asked, lambda view: projected(view, name, **params).number_of_edges(), by_day=True
    )
    net.graph["note"] = sentence
    net.graph["meaning"] = f"{sentence} {net.graph.get('meaning', '')}".strip()


def _assemble(kg: View, kind: NetworkKind, draft: Draft, given: Mapping[str, Any]) -> Net:
    """Make the networkx graph of a draft: sorted nodes, sorted edges, all attributes."""
    import networkx as nx

    net: Net = getattr(nx, kind.form)()
    net.graph.update(
        name=kind.name,
        title=kind.text(kg.lang),
        title_sv=kind.text("sv"),
        title_en=kind.text("en"),
        meaning=kind.meaning(kg.lang),
        as_of=kg.as_of.isoformat(),
        known_at=kg.known_at or "",
        lang=kg.lang,
        params={k: v for k, v in sorted(given.items()) if v is not None},
        left_out=tuple(draft.left_out),
        undated=sum(edge.attributes["undated"] for edge in draft.edges),
        counted=draft.counted,
    )
    return draft.graph(net, labels(kg, draft.nodes))

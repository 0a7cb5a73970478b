"""Looks and words of the pictures: one shape and one colour per kind, in both languages.

The colours are those of Okabe and Ito, which people with any of the common forms of colour
blindness can tell apart; every kind also has a shape of its own and every relation a line of its
own, so that a picture printed in grey still reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.languages import in_lang
from graph.networks.relations import relation_words

INK = "#1f2933"
SOFT_INK = "#52606d"
PAPER = "#ffffff"
LINE = "#7b8794"

BLACK = "#000000"
ORANGE = "#e69f00"
SKY = "#56b4e9"
GREEN = "#009e73"
YELLOW = "#f0e442"
BLUE = "#0072b2"
VERMILION = "#d55e00"
PURPLE = "#cc79a7"


@dataclass(frozen=True)
class Look:
    """How a kind of node is drawn and called."""

    shape: str
    glyph: str
    colour: str
    sv: str
    en: str


@dataclass(frozen=True)
class Stroke:
    """How a kind of edge is drawn and called."""

    colour: str
    sv: str
    en: str


# Shapes are vis-network's names; graph.pictures.network.static has the matplotlib marker for each.
KINDS: Mapping[str, Look] = {
    "region": Look("dot", "●", BLUE, "region", "region"),
    "healthcare-region": Look("hexagon", "⬢", SKY, "sjukvårdsregion", "health-care region"),
    "hospital": Look("square", "■", ORANGE, "sjukhus", "hospital"),
    "organisation": Look("triangleDown", "▼", YELLOW, "organisation", "organisation"),
    "body": Look("triangle", "▲", PURPLE, "organ", "body"),
    "post": Look("diamond", "◆", ORANGE, "plats i ett organ", "seat in a body"),
    "person": Look("star", "★", VERMILION, "person", "person"),
    "area": Look("diamond", "◆", GREEN, "område", "area"),
    "topic": Look("square", "■", YELLOW, "ämne", "topic"),
    "step": Look("dot", "●", SKY, "steg", "step"),
}
OTHER = Look("dot", "●", LINE, "övrigt", "other")

RELATIONS: Mapping[str, Stroke] = {
    kind: Stroke(colour, *relation_words(kind))
    for kind, colour in {
        "nhv:Underleverantor": BLUE,
        "nhv:Samarbetspartner": GREEN,
        "nhv:holder": BLUE,
        "nhv:heldWithin": SKY,
        "nhv:partner": GREEN,
        "shared": SOFT_INK,
        "nhv:post": PURPLE,
        "nhv:represents": SKY,
        "org:member": VERMILION,
        "nhv:partOf": LINE,
        "nhv:precedes": INK,
        "nhv:responsible": BLUE,
        "nhv:cameFrom": BLUE,
        "skos:broader": LINE,
    }.items()
}
# Actions of the process that have no line of their own take these in turn, by alphabet.
SPARE = (GREEN, VERMILION, PURPLE, ORANGE, SKY, BLUE)


def look(kind: str) -> Look:
    """The look of a kind of node; unknown kinds share a grey dot."""
    return KINDS.get(kind, OTHER)


def kind_name(kind: str, lang: str) -> str:
    """The name of a kind of node in a language; of an unknown kind, what it is called."""
    found = KINDS.get(kind)
    return kind if found is None else in_lang(lang, found.sv, found.en)


WORDS: Mapping[str, tuple[str, str]] = {
    "network": ("nätverk", "network"),
    "legend": ("Teckenförklaring", "Legend"),
    "nodes": ("Noder", "Nodes"),
    "lines": ("Linjer", "Lines"),
    "stated": ("sägs i källan (heldragen)", "stated by the source (solid)"),
    "inferred": ("tolkat ur källan (streckad)", "inferred from the source (dashed)"),
    "possible": ("kan vara i kraft (prickad)", "may be in force (dotted)"),
    "width": ("tjocklek = antal", "width = number"),
    "arrow": ("pilen visar riktningen", "the arrow shows the direction"),
    "as_of": ("Läget", "State as of"),
    "known_at": ("enligt källor till och med", "by sources up to"),
    "source_note": (
        "Källor: offentliga dokument; varje kants belägg står i tabellen.",
        "Sources: public documents; the evidence of every edge is in the table.",
    ),
    "sources": ("Källor", "Sources"),
    "documents": ("{} offentliga dokument", "{} public documents"),
    "left_out": ("Visas inte", "Not shown"),
    "undated_note": ("utan datum i källan, tas med", "undated in the source, included"),
    "undated": ("odaterat", "undated"),
    "table": ("Samma kanter som tabell", "The same edges as a table"),
    "from": ("Från", "From"),
    "to": ("Till", "To"),
    "one": ("Den ena", "One"),
    "other": ("Den andra", "The other"),
    "relation": ("Relation", "Relation"),
    "area": ("Område", "Area"),
    "areas": ("Områden", "Areas"),
    "weight": ("Antal", "Number"),
    "since": ("Sedan", "Since"),
    "certainty": ("Säkerhet", "Certainty"),
    "evidence": ("Belägg", "Evidence"),
    "of_which": ("varav {} sägs i källan", "of which {} stated"),
    "is_stated": ("sägs", "stated"),
    "is_inferred": ("tolkat", "inferred"),
    "is_unknown": ("okänt", "unknown"),
    "no_evidence": ("inget belägg i grafen", "no evidence in the graph"),
    "no_edges": ("Inga kanter", "No edges"),
    "alone": ("Utan kanter", "Without edges"),
    "more": ("och {} till", "and {} more"),
    "more_below": ("och {} till i tabellen", "and {} more in the table"),
    "line": ("rad", "line"),
    "range": ("rad", "lines"),
    "at_earliest": ("tidigast", "at the earliest"),
    "at_latest": ("senast", "at the latest"),
    "status": ("Status", "Status"),
    "edge_count": ("{} noder, {} kanter", "{} nodes, {} edges"),
    "zoom": (
        "Ctrl + rullhjul eller knapparna zoomar; dra för att flytta.",
        "Ctrl + wheel or the buttons zoom; drag to move.",
    ),
    "no_script": (
        "Bilden kräver JavaScript; tabellen nedan visar samma kanter.",
        "The picture needs JavaScript; the table below has the same edges.",
    ),
}


def word(key: str, lang: str) -> str:
    """A word of the pictures in a language."""
    sv, en = WORDS[key]
    return in_lang(lang, sv, en)


def tint(colour: str, share: float = 0.12) -> str:
    """A pale version of a colour; with the share that is given, dark text reads well on it.

    Example:
        >>> tint("#0072b2")
        '#e0eef6'
    """
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)

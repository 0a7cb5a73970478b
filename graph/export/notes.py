"""What goes with a table into a file: what was asked and counted, the version, how to cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.base.languages import LANGS, in_lang
from graph.base.problems import GraphError
from graph.base.words import Pair, words_of
from graph.engines.values import headings_of
from graph.evidence.cite import cite
from graph.evidence.references import References
from graph.export.tables.sheets import dictionary
from graph.export.tables.tables import tables
from graph.questions.catalogue import question
from graph.questions.question import Question
from graph.view.answering import worded
from graph.view.citations import headings as evidence_headings
from graph.view.overlay import note
from graph.view.view import View

if TYPE_CHECKING:
    import pandas as pd

WORDS = words_of("graph.export")
_KINDS = {"b": "boolean", "i": "integer", "u": "integer", "f": "decimal", "M": "date"}


class About(NamedTuple):
    """What is said of a table."""

    name: str  # of the question or table; empty of a frame of one's own
    title: str
    notes: Sequence[tuple[str, str]]  # by what they are
    # Name, what values are, and what it means in Swedish and English.
    columns: Sequence[tuple[str, str, str, str]]
    cited: References  # what it rests on


def about(kg: View, table: pd.DataFrame) -> About:
    """What is said of an answer, of a table of a view, or of a frame of one's own."""
    params = dict(table.attrs.get("asked", {}))
    name, kind = params.pop("question", ""), table.attrs.get("table", "")
    view, given = kg.viewed(params)
    asked = question(name) if name else None
    called = {one.name: in_lang(kg.lang, one.sv, one.en) for one in tables(people=True)}
    own = called.get(kind) or WORDS.say("about.own", kg.lang)
    title = worded(view, asked, given) if asked else own
    said = [("title", title), ("note", str(table.attrs.get("note", "")))]
    if asked:
        said += [("question", name), ("parameters", _parameters(asked, given, kg.lang))]
    if not kind:
        said.append(("as_of", view.as_of.isoformat()))
    cited = _cited(view, table)
    said += [
        ("known_at", view.known_at or ""),
        ("people", "" if view.people else WORDS.say("about.nobody", kg.lang)),
        ("overlay", note(view.overlays, kg.lang)),
        ("version", version("nhv-graph")),
        ("cite", cited.sentence),
        *(("source", line) for line in cited.footnotes),
        ("licence", "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"),
    ]
    notes = [(WORDS.say(f"about.{key}", kg.lang), text) for key, text in said if text]
    return About(name or kind, title, notes, _columns(view, table, asked, kind), cited)


def _parameters(asked: Question, given: Mapping[str, object], lang: str) -> str:
    """The parameters of a question with their values, those by default included."""
    free = WORDS.say("about.any", lang)
    return ", ".join(
        f"{one.name} = {given.get(one.name) or one.default or free}" for one in asked.params
    )


def _cited(kg: View, table: pd.DataFrame) -> References:
    """What it rests on; of a frame that does not say so the whole graph."""
    try:
        return cite(kg, table)
    except GraphError:
        return cite(kg)


def _columns(
    kg: View, table: pd.DataFrame, asked: Question | None, kind: str
) -> list[tuple[str, str, str, str]]:
    known: dict[str, Pair] = {}
    datatypes: dict[str, str] = {}
    if kind:
        for name, datatype, many, _, _, sv, en in dictionary(kg, kind):
            known[name], datatypes[name] = (sv, en), datatype + "*" * (many == "true")
    else:
        swedish, english = (
            evidence_headings(lang) | (asked.headings(lang) if asked else {}) for lang in LANGS
        )
        known = {name: (swedish[name], english[name]) for name in swedish}
    return [
        (name, datatypes.get(name) or _datatype(column), *known.get(name, ("", "")))
        for name, (_, column) in zip(headings_of(table), table.items(), strict=True)
    ]


def _datatype(column: pd.Series[Any]) -> str:
    """What a column of a data frame holds, as the dictionary of tables says it."""
    if known := _KINDS.get(column.dtype.kind):
        return known
    return "string*" if any(isinstance(cell, list) for cell in column) else "string"

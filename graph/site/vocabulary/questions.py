"""The pages of the questions: wording, query, and the answer of this build with its picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from graph.base.problems import GraphError
from graph.engines.values import text_of
from graph.lookup.names import labels_of
from graph.networks.catalogue import projected
from graph.questions.catalogue import Question, catalogue, terms_in
from graph.site.figures import of_illustration, of_network
from graph.site.lexicon import lexicon
from graph.site.page import Page
from graph.site.parts import Badge, Cell, Cells, Figure, Grid
from graph.site.vocabulary.examples import Examples
from graph.site.vocabulary.query_text import body, pieces
from graph.site.words import say
from graph.view.counting import lines_under
from ontology import terms

if TYPE_CHECKING:
    from graph.engines.frames import Table
    from graph.knowledge_graph import KnowledgeGraph

ROWS = 60
_TOKEN = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Shown:
    """The picture of a question: which of the catalogue's, and which parameters go with it."""

    kind: str
    name: str
    takes: tuple[str, ...] = ()


_PICTURES: Mapping[str, Shown] = {
    "access": Shown("map", "access", ("area",)),
    "areas-by-step": Shown("chart", "pipeline"),
    "co-applicants-of": Shown("network", "co-applicants"),
    "co-holders": Shown("network", "co-holders"),
    "competition": Shown("network", "co-applicants"),
    "concentration-over-time": Shown("chart", "permits-over-time"),
    "holders": Shown("network", "area-holder"),
    "legacy-areas": Shown("network", "lineage"),
    "members": Shown("network", "bodies", ("body",)),
    "permits-by-region": Shown("map", "holders"),
    "rules": Shown("network", "bodies"),
    "suppliers": Shown("network", "suppliers"),
    "topic-fate": Shown("network", "lineage"),
    "units-by-stage": Shown("chart", "timeline", ("area",)),
    "who-consults-whom": Shown("network", "process"),
}
# What a picture needs and its question does not: the thing that examples are about.
_ABOUT: Mapping[str, str] = {"area": "area:konsdysfori"}


class Answers:
    """The answers of a build, asked once in each language.

    Args:
        kg: The view, in the language of the pages.
        pages_of: Things that have pages, for linking what answers name.
        networks: The figures of the networks as they come, from
            :func:`graph.site.vocabulary.networks.figures`.
    """

    def __init__(
        self,
        kg: KnowledgeGraph,
        pages_of: Sequence[NamedNode],
        networks: Mapping[str, Figure],
    ) -> None:
        self.kg = kg
        self.networks = networks
        self.examples = Examples(kg)
        self.named = _by_name(kg, pages_of)

    def pages(self) -> Iterator[Page]:
        """The page of every question, and the list of them."""
        for question in catalogue().values():
            yield self.page(question)
        yield self.list_page()

    def page(self, question: Question) -> Page:
        """The page of one question."""
        lang = self.kg.lang
        given = self.examples.of(question)
        table = None if given is None else self.kg.answer(question.name, **given)
        files: dict[str, bytes] = {}
        if table is not None and table.rows:
            files[f"{question.name}.csv"] = table.to_csv().encode()
        figure = None if given is None else self.picture(question, given, files)
        shown = {} if given is None else given
        return Page(
            path=f"question/{question.name}.html",
            title=self.asked(question, shown),
            summary=self.summary(question, table),
            template="question.html",
            content={
                "question": question,
                "grid": None
                if table is None
                else self.grid(table, lines_under(self.kg, question, shown, "")),
                "csv": next(iter(n for n in files if n.endswith(".csv")), ""),
                "figure": figure,
                "note": question.note(lang),
                "parameters": self.parameters(question, shown),
                "query": list(pieces(body(question.sparql))),
                "used": self.terms(question),
                "given": shown,
            },
            kind=say("question", lang),
            keywords=f"{question.name} {' '.join(question.keywords)}",
            files=files,
        )

    def asked(self, question: Question, given: Mapping[str, Any]) -> str:
        """The wording with this page's values in place of its parameters."""
        values = {
            name: self.kg.label(value) if ":" in str(value) else str(value)
            for name, value in given.items()
        }
        values["as_of"] = self.kg.as_of.isoformat()
        return _TOKEN.sub(lambda m: values.get(m[1], "…"), question.text(self.kg.lang))

    def summary(self, question: Question, table: Table | None) -> str:
        """How much is answered, and what else can be asked about."""
        lang = self.kg.lang
        kinds = dict.fromkeys(param.kind_in_words(lang) for param in question.params)
        takes = say("asked_about", lang, ", ".join(kinds)) if kinds else ""
        if table is None:
            return f"{say('no_example', lang)} {takes}".strip()
        count = len(table.rows)
        rows = say("one_row" if count == 1 else "rows", lang, count)
        return f"{rows} {takes}".strip()

    def grid(self, table: Table, line: str = "") -> Grid:
        """The first rows of an answer; what they name is linked.

        Args:
            table: The answer.
            line: What was counted, and on which day.
        """
        values = table.values()
        truths = {i for row in values for i, value in enumerate(row) if isinstance(value, bool)}
        rows: list[Sequence[Cells]] = [
            [self.cell(value, unknown=i in truths) for i, value in enumerate(row)]
            for row in values[:ROWS]
        ]
        heads = [table.headings.get(name, name) for name in table.columns]
        lang, count = self.kg.lang, len(table.rows)
        caption = say("all_rows", lang, count)
        if count > ROWS:
            caption = say("first_rows", lang, ROWS, count)
        note = line if count else table.note or say("no_rows", lang)
        return Grid(caption, heads, rows, note)

    def cell(self, found: Any, *, unknown: bool = False) -> Cell:
        """A value of an answer; of what is yes or no, none is said to be unknown."""
        if found is None:
            badge = Badge("gap", say("answer_unknown", self.kg.lang))
            return Cell("", badges=(badge,) if unknown else ())
        text = text_of(found)
        if isinstance(found, bool):
            return Cell(say("yes" if found else "no", self.kg.lang))
        if isinstance(found, int | float):
            return Cell(text, form="number")
        if hasattr(found, "isoformat"):
            return Cell(text, form="date")
        return Cell(text, self.named.get(text))

    def picture(
        self, question: Question, given: Mapping[str, Any], files: dict[str, bytes]
    ) -> Figure | None:
        """The picture of a question, if it has one and there is something to draw."""
        shown = _PICTURES.get(question.name)
        if shown is None:
            return None
        if shown.kind == "network" and not shown.takes:
            return self.networks.get(shown.name)
        params = {name: given.get(name, _ABOUT.get(name)) for name in shown.takes}
        try:
            if shown.kind == "network":
                net = projected(self.kg, shown.name, **params)
                if not net.nodes:
                    return None
                figure, drawn = of_network(self.kg.draw(net), f"{question.name}.svg")
                files |= drawn
                return figure
            draw = self.kg.map if shown.kind == "map" else self.kg.chart
            return of_illustration(draw(shown.name, **params))
        except GraphError:  # this view has nothing to draw
            return None

    def parameters(self, question: Question, given: Mapping[str, Any]) -> Grid | None:
        """The parameters of a question as a table."""
        lang = self.kg.lang
        if not question.params:
            return None
        rows: list[Sequence[Cells]] = [
            (
                Cell(param.name, form="code"),
                Cell(param.kind_in_words(lang)),
                Cell(say("may_be_left" if param.optional else "must_be_given", lang)),
                Cell(str(given.get(param.name, "–")), form="code"),
            )
            for param in question.params
        ]
        heads = [say(k, lang) for k in ("parameter", "parameter_kind", "demand", "given_here")]
        return Grid(say("parameters", lang), heads, rows)

    def terms(self, question: Question) -> list[Cell]:
        """The terms of the ontology that a question's query names."""
        statements = lexicon().paths()
        return [
            Cell(lexicon().label(term, self.kg.lang), term)
            for term in sorted(terms_in(question.sparql), key=lambda term: term.value)
            if term in statements
        ]

    def list_page(self) -> Page:
        """The list of all questions."""
        lang = self.kg.lang
        rows: list[Sequence[Cells]] = [
            (
                Cell(unfilled(q.text(lang)), href=f"{q.name}.html"),
                Cell(q.name, form="code"),
                Cell(" ".join(map(str, q.params)), form="code" if q.params else ""),
            )
            for q in catalogue().values()
        ]
        heads = [say("question", lang), say("short_name", lang), say("parameters", lang)]
        summary = say("about_list.question", lang)
        return Page(
            "question/index.html", say("questions", lang), summary, "listing.html",
            {"grid": Grid(f"{say('questions', lang)} ({len(rows)})", heads, rows)},
        )  # fmt: skip


def unfilled(text: str) -> str:
    """A question's wording with dots for its parameters.

    Example:
        >>> unfilled("Who holds a permit for area $area on $as_of?")
        'Who holds a permit for area … on …?'
    """
    return _TOKEN.sub("…", text)


def _by_name(kg: KnowledgeGraph, things: Sequence[NamedNode]) -> dict[str, NamedNode]:
    """Things by their names, where a name means one thing only."""
    labels = labels_of(kg.engine, [thing.value for thing in things], kg.lang)
    found: dict[str, NamedNode] = {}
    twice: set[str] = set()
    for thing in things:
        label = labels[thing.value]
        short = terms.curie(thing.value)
        twice |= {label} & found.keys()
        found[label] = found[short] = thing
    return {name: thing for name, thing in found.items() if name not in twice}

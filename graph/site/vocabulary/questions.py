"""The pages of questions and steps: wording, query, the answer of this build with its picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pyoxigraph import NamedNode

from graph.base.problems import GraphError, UnknownName
from graph.base.vocabulary import word
from graph.engines.frames import Table
from graph.engines.values import text_of
from graph.knowledge_graph import KnowledgeGraph
from graph.lookup.names import labels_of
from graph.networks.catalogue import projected
from graph.questions.catalogue import catalogue, examples, uses
from graph.questions.parameter import Parameter
from graph.questions.question import Question
from graph.site.figures import of_chart, of_map, of_network
from graph.site.lexicon import lexicon, local
from graph.site.parts import Badge, Cell, Cells, Figure, Grid, Page, grid, listing
from graph.site.vocabulary.query_text import body, pieces
from graph.site.words import PAGES, say
from graph.view.counting import lines_under
from ontology import terms
from ontology.terms import NHV, SKOS

ROWS = 60
_TOKEN = re.compile(r"\$(\w+)")


class Answers:
    """The answers of a build, asked once in each language.

    Args:
        kg: The view, in the language of the pages.
        pages_of: Things that have pages, for linking what answers name.
        networks: The figures of the networks (:func:`graph.site.vocabulary.networks.figures`).
    """

    def __init__(
        self, kg: KnowledgeGraph, pages_of: Sequence[NamedNode], networks: Mapping[str, Figure]
    ) -> None:
        self.kg, self.lang, self.networks = kg, kg.lang, networks
        self.say = partial(say, lang=kg.lang)
        self.named = _by_name(kg, pages_of)

    def pages(self) -> Iterator[Page]:
        """The page of every question, and the list of them."""
        for question in catalogue().values():
            yield self.page(question)
        rows = (
            (Cell(_TOKEN.sub("…", q.text(self.lang)), href=f"{q.name}.html"),
             Cell(q.name, form="code"),
             Cell(" ".join(map(str, q.params)), form="code" if q.params else ""))
            for q in catalogue().values()
        )  # fmt: skip
        heads = ("question", "short_name", "parameters")
        yield listing(self.lang, "question/index.html", "questions", "question", heads, rows)

    def page(self, question: Question) -> Page:
        """The page of one question."""
        given = example(self.kg, question)
        shown = given or {}
        table = None if given is None else self.kg.answer(question.name, **shown)
        csv = f"{question.name}.csv" if table is not None and table.rows else ""
        files = {csv: table.to_csv().encode()} if table is not None and csv else {}
        figure = None if given is None else self.picture(question, shown, files)
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
                "csv": csv,
                "figure": figure,
                "note": question.note(self.lang),
                "parameters": question.params and self.parameters(question, shown),
                "query": list(pieces(body(question.sparql))),
                "used": [
                    Cell(word(term, self.lang), term)
                    for term, names in uses().items()
                    if question.name in names and term in lexicon().paths
                ],
                "given": shown,
            },
            kind=self.say("question"),
            names=(question.name, *question.keywords),
            files=files,
        )

    def asked(self, question: Question, given: Mapping[str, Any]) -> str:
        """The wording with this page's values in place of its parameters."""
        values = {
            name: self.kg.label(value) if ":" in str(value) else str(value)
            for name, value in given.items()
        }
        values["as_of"] = self.kg.as_of.isoformat()
        return _TOKEN.sub(lambda m: values.get(m[1], "…"), question.text(self.lang))

    def summary(self, question: Question, table: Table | None) -> str:
        """How much is answered, and what else can be asked about."""
        kinds = dict.fromkeys(param.kind_in_words(self.lang) for param in question.params)
        takes = say("asked_about", self.lang, ", ".join(kinds)) if kinds else ""
        if table is None:
            return f"{self.say('no_example')} {takes}".strip()
        count = len(table.rows)
        rows = say("one_row" if count == 1 else "rows", self.lang, count)
        return f"{rows} {takes}".strip()

    def grid(self, table: Table, line: str = "") -> Grid:
        """The first rows of an answer, with what was counted; what they name is linked."""
        values, count = table.values(), len(table.rows)
        truths = {i for row in values for i, value in enumerate(row) if isinstance(value, bool)}
        rows: list[Sequence[Cells]] = [
            [self.cell(value, unknown=i in truths) for i, value in enumerate(row)]
            for row in values[:ROWS]
        ]
        heads = [table.headings.get(name, name) for name in table.columns]
        caption = say("all_rows", self.lang, count)
        if count > ROWS:
            caption = say("first_rows", self.lang, ROWS, count)
        return Grid(caption, heads, rows, line if count else table.note or self.say("no_rows"))

    def cell(self, found: Any, *, unknown: bool = False) -> Cell:
        """A value of an answer; of what is yes or no, none is said to be unknown."""
        if found is None:
            return Cell("", badges=(Badge("gap", self.say("answer_unknown")),) if unknown else ())
        text = text_of(found)
        if isinstance(found, bool):
            return Cell(self.say("yes" if found else "no"))
        if isinstance(found, int | float):
            return Cell(text, form="number")
        if hasattr(found, "isoformat"):
            return Cell(text, form="date")
        return Cell(text, self.named.get(text))

    def picture(
        self, question: Question, given: Mapping[str, Any], files: dict[str, bytes]
    ) -> Figure | None:
        """The picture of a question, if it has one and there is something to draw."""
        picture = PAGES["pictures"].get(question.name, {})
        params = {key: given.get(key, about) for key, about in picture.get("takes", {}).items()}
        kind, name = next(iter(picture.items()), ("network", ""))
        if kind == "network" and not params:
            return self.networks.get(name)
        try:
            if kind == "network":
                net = projected(self.kg, name, **params)
                if not net.nodes:
                    return None
                figure, drawn = of_network(self.kg.draw(net), f"{question.name}.svg")
                files |= drawn
                return figure
            if kind == "map":
                return of_map(self.kg.map(name, **params))
            return of_chart(self.kg.chart(name, **params))
        except GraphError:  # this view has nothing to draw
            return None

    def parameters(self, question: Question, given: Mapping[str, Any]) -> Grid:
        """The parameters of a question as a table."""
        rows = (
            (Cell(param.name, form="code"), Cell(param.kind_in_words(self.lang)),
             Cell(self.say("may_be_left" if param.optional else "must_be_given")),
             Cell(str(given.get(param.name, "–")), form="code"))
            for param in question.params
        )  # fmt: skip
        heads = ("parameter", "parameter_kind", "demand", "given_here")
        return grid(self.lang, self.say("parameters"), heads, rows)


def example(kg: KnowledgeGraph, question: Question) -> dict[str, Any] | None:
    """What a question is asked about: a value for each parameter that it cannot do without.

    Returns:
        The values; None if the view has nothing that the question could be about.
    """
    given = {p.name: _example(kg, p) for p in question.params if not p.optional}
    return None if None in given.values() else given


def _example(kg: KnowledgeGraph, param: Parameter) -> str | None:
    plain = {"date": kg.as_of.isoformat(), "integer": "1", "text": "", "step": "3"}
    if param.kind in plain:
        return plain[param.kind]
    for name in examples().get(param.kind, ()):
        try:
            return terms.curie(kg.names.find(name, param.kind).value)
        except UnknownName:
            continue
    found = kg.names.of_kind("area" if param.kind == "thing" else param.kind)
    return terms.curie(min(iri for _, iri, _ in found)) if found else None


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


def step_pages(answers: Answers) -> Iterator[Page]:
    """The page of every step of the process, with what is asked of it, and the list of them."""
    lex, lang = lexicon(), answers.lang
    for step in lex.steps:
        yield _step(answers, step)
    rows = (
        (Cell(f"{local(step)}. {word(step, lang)}", step),
         Cell(lex.text(step, SKOS.definition, lang)), _responsible(answers.kg, step))
        for step in lex.steps
    )  # fmt: skip
    table = grid(lang, say("eight_steps", lang), ("step", "definition", "responsible"), rows)
    yield Page("step/index.html", say("eight_steps", lang), say("about_list.step", lang),
               "listing.html", {"grids": [table]})  # fmt: skip


def _step(answers: Answers, step: NamedNode) -> Page:
    kg, lex, lang, number = answers.kg, lexicon(), answers.lang, local(step)
    also, name = lex.literals(step, SKOS.altLabel), word(step, lang)
    grids, asked = [], []
    for key, question in PAGES["asked_of_steps"].items():
        table = kg.answer(question, step=number)
        if table.rows:
            caption = f"{say(key, lang)} ({len(table.rows)})"
            grids.append(replace(answers.grid(table.without(["step", "name"])), caption=caption))
        text = answers.asked(catalogue()[question], {"step": number})
        asked.append(Cell(text, href=f"../question/{question}.html"))
    around = (lex.subjects(NHV.precedes, step), lex.nodes(step, NHV.precedes))
    before, after = (
        next((Cell(f"{local(s)}. {word(s, lang)}", s) for s in found), None) for found in around
    )
    return Page(
        path=lex.paths[step],
        title=f"{number}. {name}",
        summary=lex.text(step, SKOS.definition, lang),
        template="step.html",
        content={
            "responsible": _responsible(kg, step),
            "also": also,
            "before": before,
            "after": after,
            "grids": grids,
            "asked": asked,
        },
        thing=step,
        kind=say("step", lang),
        names=(f"step:{number}", *also),
    )


def _responsible(kg: KnowledgeGraph, step: NamedNode) -> tuple[Cell, ...]:
    found = lexicon().nodes(step, NHV.responsible)
    labels = labels_of(kg.engine, [term.value for term in found], kg.lang)
    return tuple(Cell(labels[term.value], term) for term in found)

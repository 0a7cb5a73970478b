"""The pages of the eight steps: what happens in each, who acts, and which areas stand there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.lookup.names import labels_of
from graph.questions.catalogue import question
from graph.site.lexicon import Lexicon, local
from graph.site.page import Page
from graph.site.parts import Cell, Cells, Grid
from graph.site.vocabulary.questions import Answers
from graph.site.words import say
from ontology.terms import NHV, SKOS

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

# What stands on the page of a step, and is asked of it.
_ASKED = (("areas_in_step", "areas-by-step"), ("who_acts", "who-consults-whom"))


def pages(kg: KnowledgeGraph, lex: Lexicon, answers: Answers) -> Iterator[Page]:
    """The page of every step, and the list of them.

    Args:
        kg: The view, in the language of the pages.
        lex: The ontology.
        answers: What answers are made into tables by.
    """
    for step in lex.steps:
        yield _page(kg, lex, answers, step)
    yield _list(kg, lex)


def _page(kg: KnowledgeGraph, lex: Lexicon, answers: Answers, step: NamedNode) -> Page:
    lang, number = kg.lang, local(step)
    grids = []
    for key, name in _ASKED:
        table = kg.answer(name, step=number)
        if table.rows:
            grid = answers.grid(table.without(["step", "name"]))
            grids.append(replace(grid, caption=f"{say(key, lang)} ({len(table.rows)})"))
    asked = [
        Cell(question(name).text(lang).replace("$step", number).replace("$as_of", _day(kg)),
             href=f"../question/{name}.html")
        for _, name in _ASKED
    ]  # fmt: skip
    return Page(
        path=lex.paths()[step],
        title=f"{number}. {lex.label(step, lang)}",
        summary=lex.text(step, SKOS.definition, lang),
        template="step.html",
        content={
            "responsible": _cells(kg, lex.values(step, NHV.responsible)),
            "also": lex.literals(step, SKOS.altLabel),
            "before": _neighbour(lex, lex.having(NHV.precedes, step), lang),
            "after": _neighbour(lex, lex.values(step, NHV.precedes), lang),
            "grids": grids,
            "asked": asked,
        },
        thing=step,
        kind=say("step", lang),
        keywords=f"step:{number} {say('step', 'sv')} {' '.join(lex.literals(step, SKOS.altLabel))}",
    )


def _cells(kg: KnowledgeGraph, found: Sequence[NamedNode]) -> tuple[Cell, ...]:
    labels = labels_of(kg.engine, [term.value for term in found], kg.lang)
    return tuple(Cell(labels[term.value], term) for term in found)


def _neighbour(lex: Lexicon, found: Sequence[NamedNode], lang: str) -> Cell | None:
    return next((Cell(f"{local(s)}. {lex.label(s, lang)}", s) for s in found), None)


def _list(kg: KnowledgeGraph, lex: Lexicon) -> Page:
    lang = kg.lang
    rows: list[Sequence[Cells]] = [
        (
            Cell(f"{local(step)}. {lex.label(step, lang)}", step),
            Cell(lex.text(step, SKOS.definition, lang)),
            _cells(kg, lex.values(step, NHV.responsible)),
        )
        for step in lex.steps
    ]
    summary = say("about_list.step", lang)
    heads = [say(key, lang) for key in ("step", "definition", "responsible")]
    grid = Grid(say("eight_steps", lang), heads, rows)
    return Page(
        "step/index.html", say("eight_steps", lang), summary, "listing.html", {"grid": grid}
    )


def _day(kg: KnowledgeGraph) -> str:
    return kg.as_of.isoformat()

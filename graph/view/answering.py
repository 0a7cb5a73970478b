"""The answer of a view to a question of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from graph.engines.frames import Table
from graph.questions import catalogue
from graph.view import emptiness
from graph.view.counting import lines_under
from graph.view.view import View


def answered(view: View, name: str, params: Mapping[str, object]) -> Table:
    """Ask a question of the catalogue.

    Args:
        view: The view.
        name: The question's name.
        params: Its parameters.

    Returns:
        The answer: the column ``entity`` first, if the question has it, then what it cites beside
        that, then the columns that the question declares; its note says what was counted and,
        where it is empty, why.

    Raises:
        UnknownName: If there is no such question or thing.
        BadParameter: If a parameter is unknown, missing or of the wrong form.

    Example:
        >>> answered(kg, "holders", {"area": "dysmeli"}).column("holder")  # doctest: +SKIP
    """
    asked = catalogue.question(name)
    query = asked.bound(params, view.names, view.as_of, view.lang)
    table = asked.finish(view.engine.select(query), view.lang)
    table = emptiness.of_question(view, asked, params, table)
    return table.described(table.headings, lines_under(view, asked, params, table.note))


def plainly_answered(view: View, name: str, params: Mapping[str, object]) -> Table:
    """The same with the columns only that the question declares (see :func:`answered`)."""
    declared = [column.name for column in catalogue.question(name).columns]
    return answered(view, name, params).only(declared)

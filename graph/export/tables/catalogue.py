"""Which tables a view has, and each of them as a data frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.base.languages import in_lang
from graph.base.problems import BadParameter
from graph.export.tables.resolved import Resolved
from graph.export.tables.sheets import Sheet
from graph.export.tables.tables import tables
from graph.questions.parameter import member, values_of

if TYPE_CHECKING:
    from graph.engines.answer import Answer
    from graph.view.view import View


def table(kg: View, name: str | None = None, params: Mapping[str, object] | None = None) -> Answer:
    """A table of a view; see :meth:`graph.knowledge_graph.KnowledgeGraph.table`."""
    given = dict(params or {})
    if given.get("as_of") is not None:
        raise BadParameter(
            "a table has all things of a kind, whatever the day; leave as_of out, or ask a "
            'question for that day, such as kg.ask("holders", as_of=…)'
        )
    kg, rest = kg.viewed(given)
    values_of(f"table {name}", (), rest)
    if name is None:
        return _listed(kg)
    if not isinstance(name, str):
        raise BadParameter(f"a table has a name, no {type(name).__name__}; kg.table() lists them")
    known = {one.name.replace("_", "-"): one for one in tables(people=kg.people)}
    one = member("table", known, name)
    held = _held(kg)
    return Sheet.of(one, held).frame(kg.lang, held.ontology)


def dictionary(kg: View, name: str) -> list[tuple[str, ...]]:
    """A row for each column of a table (see :data:`graph.export.tables.sheets.HEAD`)."""
    among = tables(people=kg.people)
    (one,) = (one for one in among if one.name == name)
    return Sheet.of(one, _held(kg)).dictionary(among)


def _held(kg: View) -> Resolved:
    return kg.cached("tables", lambda: Resolved.of(kg.engine.quads()))


def _listed(kg: View) -> Answer:
    """The tables by name, with what their rows are."""
    from graph.engines.answer import framed

    held, among = _held(kg), tables(people=kg.people)
    columns: dict[str, list[Any]] = {
        "name": [one.name for one in among],
        "title": [in_lang(kg.lang, one.sv, one.en) for one in among],
        "rows": [len(one.things(held)) for one in among],
        "meaning": [in_lang(kg.lang, *one.meaning(held.ontology)) for one in among],
    }
    return framed(columns, {}, {}, "")

"""What explanations, comparisons, rules and the status share: a table, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from graph.base.files import text_beside
from graph.engines.frames import Table, Term
from graph.view.view import View

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Tabled:
    """What is told in words and is a table too.

    Attributes:
        table: All that is told; :attr:`rows` and :meth:`frame` give it to Python.
        lang: The language.
    """

    table: Table
    lang: str

    @property
    def rows(self) -> list[dict[str, object]]:
        """The table as dictionaries."""
        return [dict(record) for record in self.table.records()]

    def __repr__(self) -> str:
        """What is told, so that a prompt shows what a notebook does."""
        return str(self).rstrip()

    def frame(self) -> pd.DataFrame:
        """The table as a data frame."""
        return self.table.frame()


def asked(kg: View, name: str) -> Table:
    """The answer of a view to a query of this room, by the name of its file in ``queries``."""
    return kg.select(text_beside("graph.evidence", f"queries/{name}.rq"))


def cells(*values: object) -> tuple[Term | None, ...]:
    """A row of a table: terms and nothing as they are, other values as literals."""
    return tuple(
        value if value is None or isinstance(value, NamedNode | Literal) else Literal(value)  # type: ignore[arg-type]
        for value in values
    )


def html_table(table: Table) -> str:
    """A table as HTML; all text is escaped."""
    heads = "".join(f"<th>{escape(table.headings.get(n, n))}</th>" for n in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if c is None else escape(str(c))}</td>" for c in row) + "</tr>"
        for row in table.values()
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"

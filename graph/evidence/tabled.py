"""What explanations, comparisons, rules and the status share: a table, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.engines.frames import Table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tabled:
    """What is told in words and is a table too.

    Attributes:
        table: All that is told.
        lang: The language.

    Example:
        >>> kg.explain("area:dysmeli").rows[0]["property"]  # doctest: +SKIP
    """

    table: Table
    lang: str

    @property
    def rows(self) -> list[dict[str, object]]:
        """The table as dictionaries."""
        return [dict(record) for record in self.table.records()]

    def frame(self) -> pd.DataFrame:
        """The table as a data frame."""
        return self.table.frame()

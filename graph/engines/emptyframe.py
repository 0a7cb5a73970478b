"""A data frame without rows that says why it has none."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd


class EmptyFrame(pd.DataFrame):
    """An empty data frame that shows ``attrs["note"]``; what is made of it is a plain one."""

    @property
    def _constructor(self) -> Any:
        return pd.DataFrame

    def __repr__(self) -> str:
        return f"{pd.DataFrame(self)!r}\n{self.attrs.get('note', '')}".rstrip()

    def _repr_html_(self) -> str:
        table = pd.DataFrame(self)._repr_html_() or ""  # type: ignore[operator]
        return f"{table}<p>{escape(str(self.attrs.get('note', '')))}</p>"

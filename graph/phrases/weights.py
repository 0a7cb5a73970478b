"""How much the words of a phrase weigh: the table ``weights.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_TABLE = Path(__file__).with_name("weights.toml")


@cache
def weights() -> Mapping[str, Any]:
    """The table as it stands in the package; lists of words come as lists.

    Example:
        >>> weights()["cues"]["sure"], weights()["spelling"]["endings"][:2]
        (9.0, ['ernas', 'arnas'])
    """
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    for group, name in (("areas", "plain"), ("spelling", "endings")):
        table[group][name] = table[group][name].split()
    return table

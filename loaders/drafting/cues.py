"""What Swedish documents say where something is granted, sought, refused, supplied or decided.

The words are those of ``cues.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.I)


REFUSED = _any(_TABLE["refused"])
WITHDRAWN = _any(_TABLE["withdrawn"])
APPLIES = _any(_TABLE["applies"])
SEEKS = _any(_TABLE["seeks"])
SUPPLIES = _any(_TABLE["supplies"])
GRANTS = _any(_TABLE["grants"])
NOT_NOW = _any(_TABLE["not_now"])
CONSULTS = _any(_TABLE["consults"])
OUT = _any(_TABLE["out"])
CALLS = _any(_TABLE["calls"])
TABLED = _any(_TABLE["tabled"])
MEETS = _any(_TABLE["meets"])
DUE = _any(_TABLE["due"])
ENDED = _any(_TABLE["ended"])
CLOSES = re.compile("(?:" + "|".join(_TABLE["closes"]) + r")\b[^.]*$", re.I)
LASTS = re.compile("(?:" + "|".join(_TABLE["lasts"]) + r")\s*(?:den )?$", re.I)
BEGINS = re.compile("(?:" + "|".join(_TABLE["begins"]) + r")\s*(?:den )?$", re.I)
RCC = _any(_TABLE["rcc"])
OLD = _any(_TABLE["old"])
DECIDES = _any(_TABLE["decides"])
WE = _any(_TABLE["we"])
STEP = _any(_TABLE["step"])
ALL_START = _any(_TABLE["all_start"])
STEPS = tuple((int(key), _any(said)) for key, said in _TABLE["steps"].items())
SUBSTATES = tuple((key, _any(said)) for key, said in _TABLE["substates"].items())
OF_STEP = {
    3: "out-for-consultation",
    4: "decided",
    5: "advertised",
    6: "awaiting-decision",
    7: "allotted",
    8: "active",
}

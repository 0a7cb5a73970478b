"""What a phrase can ask for: the entries of the catalogues, and the doors that have none."""

from __future__ import annotations

from string import Template
from typing import NamedTuple

from graph.phrases.examples import phrases
from graph.phrases.weights import weights
from graph.questions.parameter import Catalogues, Parameter

_THING = Parameter("thing", "thing", optional=False)
_COMPARED = (
    Parameter("earlier", "date", optional=False),
    Parameter("later", "date", optional=False),
    Parameter("by", "choice"),
)


class Target(NamedTuple):
    """Something to ask for.

    Attributes:
        params: What it takes.
        dated: Whether it is another on another day.
    """

    params: tuple[Parameter, ...]
    dated: bool


def targets(known: Catalogues) -> dict[str, Target]:
    """All that a phrase can ask for, by kind and name.

    Example:
        >>> targets({})["explain"].params[0].name
        'thing'
    """
    made = {
        f"{kind}:{name}": Target(entry.params, entry.by_day)
        for kind, entries in known.items()
        for name, entry in entries.items()
    }
    made["explain"] = Target((_THING,), False)
    made["compare"] = Target(_COMPARED, True)
    made["status"] = Target((), False)
    return made


def said_of(known: Catalogues) -> dict[str, list[str]]:
    """What people say for each target, and the wordings of the entries themselves."""
    said = {target: list(texts) for target, texts in phrases().items()}
    stand = weights()["stand"]
    for kind, entries in known.items():
        for name, entry in entries.items():
            held = {"as_of": stand["date"]} | {p.name: stand.get(p.kind, "") for p in entry.params}
            worded = (Template(entry.text(lang)).safe_substitute(held) for lang in ("sv", "en"))
            said.setdefault(f"{kind}:{name}", []).extend(worded)
    return said

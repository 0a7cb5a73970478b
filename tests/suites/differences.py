"""The list of what differs from the suites, and whose each difference is."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

LIST = Path(__file__).with_name("differences.toml")
WHOSE = {"engine", "suite", "meant"}
"""The engine's; the suite's, where a later standard says otherwise; or ours, and meant."""


def listed(what: str) -> Mapping[str, str]:
    """Whose each listed difference is, by the name of its test.

    Args:
        what: What was tried: one of the names in ``of`` in the list.
    """
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["difference"]
    return {name: one["whose"] for one in entries if what in one["of"] for name in one["tests"]}


def unlisted(what: str, different: Mapping[str, str], among: Collection[str]) -> str:
    """What differs and is not listed, and what is listed and differs no longer; empty if nothing.

    Args:
        what: What was tried.
        different: How each test differs, by its name.
        among: The names of all tests that were tried.
    """
    known = {name: whose for name, whose in listed(what).items() if name in among}
    assert set(known.values()) <= WHOSE, f"{LIST.name}: whose is one of {sorted(WHOSE)}"
    new = sorted(different.keys() - known)
    lines = [f"{name}: {different[name].splitlines()[0]}" for name in new]
    if lines:
        lines.insert(0, f"{what}: mend these, or say in {LIST.name} whose they are:")
    if passed := sorted(known.keys() - different):
        lines.append(f"{what}: differ no longer, take them out of {LIST.name}: {', '.join(passed)}")
    return "\n".join(lines)

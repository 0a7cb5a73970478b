"""The checks of ``checks/``: a query each, its texts in two languages, its severity.

A check is a file ``<family>-<id>-<name>-violation.rq`` whose rows are ``?entity ?property ?value``
(the form of ROBOT's reports). Its first lines say Problem, Why and Fix, in English and, marked
``(sv)``, in Swedish. How severe it is stands in ``severity.csv``, so that a project may judge
otherwise without touching a query.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

from loaders.checking.findings import header

Severity: TypeAlias = Literal["ERROR", "WARN", "INFO"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the worst to the mildest; only an ERROR makes a check of the ontology fail."""

CHECKS = Path(__file__).parent / "checks"
"""Where the checks lie."""

_MARKS = {"en": "", "sv": " (sv)"}


@dataclass(frozen=True)
class Told:
    """The texts of a check in one language.

    Attributes:
        problem: What is wrong, in one sentence without a full stop.
        why: Why it matters.
        fix: What to do, without a full stop.
    """

    problem: str
    why: str
    fix: str


@dataclass(frozen=True)
class Check:
    """A check.

    Attributes:
        name: The name of its file without ``-violation.rq``.
        severity: How bad a finding is.
        catalogue: Where the check comes from: ``OOPS!``, ``ROBOT`` or ``FOOPS!``.
        id: What it is called there.
        texts: Its texts by language, ``sv`` and ``en``.
        query: The SPARQL text.
    """

    name: str
    severity: Severity
    catalogue: str
    id: str
    texts: Mapping[str, Told]
    query: str


@cache
def catalogue(folder: Path = CHECKS) -> tuple[Check, ...]:
    """Read the checks.

    Args:
        folder: Where they lie, with their ``severity.csv``.

    Returns:
        The checks by name.

    Raises:
        ValueError: If a check has no severity or a severity no check, or a file lacks a text.

    Example:
        >>> catalogue()[0].name
        'foops-find1-preferred-prefix'
    """
    with (folder / "severity.csv").open(encoding="utf-8", newline="") as file:
        profile = {row["check"]: row for row in csv.DictReader(file)}
    files = {path.name.removesuffix("-violation.rq"): path for path in folder.glob("*.rq")}
    if alone := sorted(files.keys() ^ profile.keys()):
        raise ValueError(
            f"severity.csv and the queries beside it disagree on {', '.join(alone)}; "
            "give each check a query and a line"
        )
    return tuple(_check(name, path, profile[name]) for name, path in sorted(files.items()))


def _check(name: str, path: Path, row: Mapping[str, str]) -> Check:
    severity = next((known for known in SEVERITIES if known == row["severity"]), None)
    if severity is None:
        raise ValueError(
            f"severity.csv gives {name} the severity '{row['severity']}'; "
            f"write {', '.join(SEVERITIES)}"
        )
    fields = [field + mark for mark in _MARKS.values() for field in ("Problem", "Why", "Fix")]
    said = header(path, fields)
    texts = {
        lang: Told(said["Problem" + mark], said["Why" + mark], said["Fix" + mark])
        for lang, mark in _MARKS.items()
    }
    return Check(
        name=name,
        severity=severity,
        catalogue=row["catalogue"],
        id=row["id"],
        texts=MappingProxyType(texts),
        query=path.read_text(encoding="utf-8"),
    )

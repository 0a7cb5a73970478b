"""What was found so far, kept in a file piece by piece: one part of the benchmarks at one scale.

A piece is written as soon as it is measured, and takes the place of the one before. A run that was
stopped has lost nothing but the piece it was at, and a full run can be made of many short ones.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from tests.benchmarks.findings import Comparison, Growth, Mean, Measured, growth
from tests.benchmarks.sections import SECTIONS

_FORMAT = 2
_KINDS: Mapping[str, type[Comparison] | type[Mean]] = {"comparison": Comparison, "mean": Mean}


@dataclass(frozen=True)
class Piece:
    """What one part of the benchmarks found at one scale.

    Attributes:
        section: The name of the part.
        scale: The k of the graph; 0 for the real one.
        taken: When it was done, to the minute, in UTC.
        mode: ``quick`` or ``full``.
        machine: The machine and the versions that it was done with.
        findings: What was found.
    """

    section: str
    scale: int
    taken: str
    mode: str
    machine: Mapping[str, Any]
    findings: tuple[Measured, ...]


@dataclass(frozen=True)
class Record:
    """Everything that was found so far.

    Attributes:
        pieces: In the order of the parts and the scales.
    """

    pieces: tuple[Piece, ...] = ()

    def with_(self, piece: Piece) -> Record:
        """The record with a piece in the place of the one before."""
        others = (p for p in self.pieces if (p.section, p.scale) != (piece.section, piece.scale))
        return Record(tuple(sorted((*others, piece), key=_place)))

    @property
    def measured(self) -> list[Measured]:
        """Everything that was measured, in the order of the pieces."""
        return [finding for piece in self.pieces for finding in piece.findings]

    @property
    def growths(self) -> list[Growth]:
        """How all of it grows, over whatever scales there are by now."""
        return [
            one
            for section in SECTIONS
            for one in growth(
                (f for p in self.pieces if p.section == section.name for f in p.findings),
                section.trends,
            )
        ]

    @property
    def judged(self) -> list[Measured | Growth]:
        """Everything that has a target and could be held to it."""
        every: Iterable[Measured | Growth] = (*self.measured, *self.growths)
        return [finding for finding in every if finding.met is not None]


def read(path: Path) -> Record:
    """Read a record; an empty one if there is none, or one of an older form.

    Args:
        path: The JSON file.
    """
    if not path.is_file():
        return Record()
    told = json.loads(path.read_text(encoding="utf-8"))
    if told.get("format") != _FORMAT:
        return Record()
    known = {section.name for section in SECTIONS}
    return Record(tuple(_piece(one) for one in told["pieces"] if one["section"] in known))


def write(record: Record, path: Path) -> None:
    """Write a record as JSON, whole or not at all; times are in seconds.

    Args:
        record: The record.
        path: The file; replaced.
    """
    pieces = [
        {**asdict(piece), "findings": [_plain(finding) for finding in piece.findings]}
        for piece in record.pieces
    ]
    text = json.dumps({"format": _FORMAT, "pieces": pieces}, indent=1, ensure_ascii=False)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(text + "\n", encoding="utf-8")
    half.replace(path)


def _place(piece: Piece) -> tuple[int, int]:
    return [section.name for section in SECTIONS].index(piece.section), piece.scale


def _plain(finding: Measured) -> dict[str, object]:
    """A finding as JSON holds it, with what follows from its times for whoever reads only that."""
    kind = next(name for name, cls in _KINDS.items() if isinstance(finding, cls))
    return {"kind": kind, **asdict(finding), "ratio": finding.ratio, "met": finding.met}


def _piece(told: Mapping[str, Any]) -> Piece:
    return Piece(**{**told, "findings": tuple(map(_finding, told["findings"]))})


def _finding(told: Mapping[str, Any]) -> Measured:
    kind = _KINDS[told["kind"]]
    return kind(**{field.name: told[field.name] for field in fields(kind)})

"""What one clause says, with what it goes on about and what stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from loaders.drafting.clauses import Clause
from loaders.drafting.frames import Frame
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName


@dataclass(frozen=True)
class Saying:
    """A clause as it is understood.

    Attributes:
        clause: The clause.
        frame: What stands above it.
        act: What was done.
        areas: The areas that it is about, named in it or before it.
        actors: The parties that it is about, likewise.
        own: Whether it names its areas itself.
    """

    clause: Clause
    frame: Frame
    act: str = ""
    areas: list[SaidName] = field(default_factory=list)
    actors: list[SaidName] = field(default_factory=list)
    own: bool = False

    @property
    def p(self) -> Passage:
        """The passage that it is of."""
        return self.clause.passage

    @property
    def text(self) -> str:
        """Its words."""
        return self.clause.text

    @property
    def listed(self) -> bool:
        """Whether it stands in a list."""
        return self.clause.listed

    @property
    def said(self) -> Sequence[SaidDay]:
        """The days in it."""
        return self.clause.said

    @property
    def days(self) -> dict[str, SaidDay]:
        """Its days by what they are."""
        return self.clause.days

    @property
    def units(self) -> Any:
        """Its number of units."""
        return self.clause.units

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines above that a fact of a list rests on."""
        frame = self.frame
        rests = self.listed and (frame.days or frame.units or frame.areas)
        return frame.lines if rests else ()

    def day(self, *keys: str) -> SaidDay | None:
        """The day of a kind that it says, or that stands above its list."""
        for days in (self.days, self.frame.days if self.listed else {}):
            for key in keys:
                if key in days:
                    return days[key]
        return None

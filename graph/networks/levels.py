"""From hospital to region to health-care region: whom a party stands for at a level.

A source says who holds, supplies or applies at one level; an analysis may want another. Going up is
a matter of record (a clinic is part of a hospital, a hospital has an operator, a region belongs to
a health-care region). Going down would be a guess, and so would choosing between two health-care
regions: then there is no answer, and the network says what it left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.networks.facts import facts
from graph.view.view import View

STATED = "stated"
LEVELS = ("region", "healthcare-region", "hospital")
_UP = ("nhv:inHealthcareRegion", "nhv:operator", "nhv:partOf")


class Ladder:
    """What lies above each region and hospital of a view."""

    def __init__(self, kg: View) -> None:
        self._up: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._at: dict[tuple[str, str], str] = {}
        for cls in ("nhv:Region", "nhv:Hospital", "nhv:HospitalUnit"):
            for fact in facts(kg, cls):
                self._up.setdefault(fact.id, {prop: fact.all(prop) for prop in _UP})

    @classmethod
    def of(cls, kg: View) -> Ladder:
        """The ladder of a view, made once."""
        return kg.cached(("networks", "ladder"), lambda: cls(kg))

    def at(self, party: str, level: str) -> str:
        """Whom a party stands for at a level.

        Args:
            party: A short name, e.g. ``hospital:sodersjukhuset-handkirurgiska-kliniken``.
            level: "stated", "region", "healthcare-region" or "hospital".

        Returns:
            A short name; an empty text where the record does not lead there without a guess.

        Example:
            >>> Ladder.of(kg).at("hospital:karolinska-solna", "region")  # doctest: +SKIP
            'region:region-stockholm'
        """
        if level == STATED or not party:
            return party
        if (party, level) not in self._at:
            self._at[party, level] = self._climb(party, level)
        return self._at[party, level]

    def _climb(self, party: str, level: str) -> str:
        if level == "hospital":
            return self._whole(party) if party.startswith("hospital:") else ""
        if party.startswith("healthcare-region:"):
            return party if level == "healthcare-region" else ""
        region = self._region(party)
        if level == "region" or not region:
            return region if level == "region" else ""
        above = self._up.get(region, {}).get("nhv:inHealthcareRegion", ())
        return above[0] if len(above) == 1 else ""

    def _whole(self, hospital: str) -> str:
        """The hospital that a clinic or site is part of, or the hospital itself."""
        seen = {hospital}
        while True:
            wholes = [
                w
                for w in self._up.get(hospital, {}).get("nhv:partOf", ())
                if w.startswith("hospital:") and w not in seen
            ]
            if not wholes:
                return hospital
            hospital = wholes[0]
            seen.add(hospital)

    def _region(self, party: str) -> str:
        """The region that runs a hospital, or the region itself."""
        seen: set[str] = set()
        while party and not party.startswith("region:") and party not in seen:
            seen.add(party)
            links = self._up.get(party, {})
            party = next(iter(links.get("nhv:operator", ()) or links.get("nhv:partOf", ())), "")
        return party if party.startswith("region:") else ""

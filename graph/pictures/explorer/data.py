"""What the explorer shows, as data: facts with the days on which they hold, names, evidence, map.

Every rule is followed here and below: which thing counts for whom, from when to when, how sure that
is. The page only filters by a day and by what its reader chose.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode

from graph.base.words import words_of
from graph.engines.frames import swedish
from graph.lookup.gazetteer import credit
from graph.networks.holdings import LEVELS, PROGRAMMES, HeldFact, Ladder, held_facts, turning_days
from graph.networks.lasting import IN_FORCE, Lasting
from graph.pictures.chart.matrix import LOOKS
from graph.pictures.map import ground
from graph.pictures.map.ground import Country, homes
from graph.pictures.sheet.captions import query
from graph.pictures.sheet.letters import wrapped
from graph.pictures.sheet.sheet import Point
from graph.questions.computed import Towned
from graph.view.citations import Citation, citations_of, date_text, place_text
from graph.view.counting import knowledge_line
from graph.view.facts import facts, labels
from graph.view.view import View
from ontology.terms import NHV, expand

Pages = Mapping[NamedNode, str]
"""Where things stand on pages, if there are pages."""
CERTAINTIES = ("", "inferred", "stated")
SHOWN_PROGRAMMES = tuple(f"programme:{name}" for name in PROGRAMMES)
_LETTERS = 17
_COUNTRY = Country(8, 8, 470, grain=1)
_APART = 11.0  # between hospitals of one town

Place = list[object]
"""The counties of a holder by their codes, and its point on the sheet, or nothing."""

_WORDS = words_of("graph.pictures.explorer")


def explorer_data(kg: View, pages: Pages | None = None) -> dict[str, Any]:
    """All that the page needs, in the language of the view: plain values, ready for JSON.

    ``pages`` says where things stand on the pages that the explorer is one of.
    """
    known = pages or {}
    found = [fact for fact in held_facts(kg) if fact.programme in SHOWN_PROGRAMMES]
    turning = turning_days(kg)
    names = labels(kg, *((f.area, f.party) for f in found), SHOWN_PROGRAMMES)
    permits = sorted({name for f in found for span in f.spans for name in span.permits})
    areas = sorted({f.area for f in found}, key=lambda area: (swedish(names[area]), area))
    number = Counter(fact.party for fact in found if fact.party)
    # Those of the most areas first, whatever the day.
    parties = sorted(number, key=lambda who: (-number[who], swedish(names[who]), who))

    def named(thing: str) -> list[str]:
        return [thing, names[thing], known.get(NamedNode(expand(thing)), "")]

    return {
        "lang": kg.lang,
        "asOf": kg.as_of.isoformat(),
        "first": turning[0] if turning else kg.as_of.isoformat(),
        "last": max([*turning[-1:], kg.as_of.isoformat()]),
        "turning": turning,
        "words": _WORDS.section("ui", kg.lang),
        "notes": [
            n for n in (_WORDS.say("counted", kg.lang), knowledge_line(kg), credit(kg.lang)) if n
        ],
        "divided": words_of("graph.pictures").say("permits.halland", kg.lang),
        "programmes": list(zip(PROGRAMMES, (names[p] for p in SHOWN_PROGRAMMES), strict=True)),
        "levels": [(level, _WORDS.say(f"level.{level}", kg.lang)) for level in LEVELS],
        "statuses": [
            (look.word, _WORDS.say(f"status.{look.word}", kg.lang)) for look in LOOKS.values()
        ],
        "certainties": [
            _WORDS.say(f"certainty.{sure or 'unsaid'}", kg.lang) for sure in CERTAINTIES
        ],
        "areas": [named(area) for area in areas],
        "parties": [[*named(who), wrapped(names[who], _LETTERS)] for who in parties],
        "facts": list(_rows(kg, found, areas, parties, permits)),
        **_evidence(kg, permits, known),
        "map": {
            # Code, name and outline of each county, as SVG writes a path.
            "land": [
                [code, name, " ".join(map(_path, rings))]
                for code, name, rings in ground.outlines(_COUNTRY)
            ],
            "places": _places(kg, parties),
            "classes": [
                [_shading(_most(found, level, one, turning)) for one in SHOWN_PROGRAMMES]
                for level in LEVELS
            ],
        },
    }


def _rows(
    kg: View, found: Iterable[HeldFact], areas: Sequence[str], parties: Sequence[str],
    permits: Sequence[str],
) -> Iterator[list[object]]:  # fmt: skip
    """Each fact, what it names by its place in the lists of names."""
    granted, number = _granted(kg), {name: at for at, name in enumerate(permits)}
    row, column = ({name: at for at, name in enumerate(of)} for of in (areas, parties))
    for fact in found:
        spans = [
            (span.first, span.last, list(LOOKS).index(span.status),
             CERTAINTIES.index(span.certainty), [number[name] for name in span.permits])
            for span in fact.spans
        ]  # fmt: skip
        yield [
            fact.id, LEVELS.index(fact.level), SHOWN_PROGRAMMES.index(fact.programme),
            row[fact.area], column.get(fact.party, -1), spans, granted.get(fact.id, []),
        ]  # fmt: skip


def _granted(kg: View) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for row in kg.select(query("granted")).records():
        sides = ("" if row[side] is None else str(row[side]) for side in ("first", "last"))
        found[str(row["held"])].append(list(sides))
    return found


def _most(found: Iterable[HeldFact], level: str, programme: str, days: Iterable[str]) -> int:
    """How many areas a holder has in force at most, on any day."""
    own = [f for f in found if f.level == level and f.programme == programme and f.party]
    most = 0
    for day in days:
        held = Counter(f.party for f in own if (on := f.on(day)) and on.status == IN_FORCE)
        most = max(most, *held.values(), 0)
    return most


def _evidence(kg: View, permits: Iterable[str], known: Pages) -> dict[str, Any]:
    """The permits, when each began and by what that is known, and the documents that say so."""
    lasting, cited = Lasting(kg, "nhv:Permit"), citations_of(kg, [NHV.Permit])
    of = [lasting.facts.named(name) for name in permits]
    names = labels(kg, (who for fact in of for who in fact.all("nhv:throughHospital")),
                   (fact.one("nhv:area") for fact in of))  # fmt: skip
    documents: dict[NamedNode, int] = {}
    sources: list[list[str]] = []

    def place(citation: Citation) -> list[object]:
        at = documents.setdefault(citation.source, len(documents))
        if at == len(sources):
            when = date_text(citation.date, kg.lang)
            sources.append([citation.title, when, known.get(citation.source, "")])
        sure = int(citation.certainty() == NHV.Stated) + 1
        where, page = place_text(citation.locator, kg.lang), known.get(citation.node, "")
        return [at, where, sure, citation.reading, page]

    told = []
    for fact in of:
        began = lasting.began(fact)
        own = sorted(cited.get(fact.id, ()), key=Citation.order)
        told.append([
            fact.id, names[fact.one("nhv:area")], began["since"], began["since_basis_label"],
            [names[who] for who in fact.all("nhv:throughHospital")],
            known.get(NamedNode(expand(fact.id)), ""), [place(citation) for citation in own],
        ])  # fmt: skip
    return {"permits": told, "sources": sources}


def _path(ring: Sequence[Point]) -> str:
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in ring[:-1]) + "Z"


def _places(kg: View, parties: Iterable[str]) -> list[Place]:
    """Where each holder is: a region in its county, a healthcare region in those of its regions."""
    known = homes(kg)
    towns = Towned("lat", "long", "city").apply(kg.select(query("hospitals"))).records()
    points = {
        str(row["h"]): _COUNTRY.at(row["lat"], row["long"])
        for row in towns
        if isinstance(row["lat"], float) and isinstance(row["long"], float)
    }
    ladder, members = Ladder.of(kg), defaultdict(list)
    for region in facts(kg, "nhv:Region"):
        if region.id in known:
            members[ladder.at(region.id, "healthcare-region")].append(known[region.id])
    found, taken = list[Place](), dict[Point, int]()
    for who in parties:
        own = [known[who]] if who in known else members.get(who, [])
        spots = [_COUNTRY.at(home.lat, home.long) for home in own]
        at = points.get(who)
        if spots:
            east, south = (math.fsum(side) / len(spots) for side in zip(*spots, strict=True))
            at = (east, south)
        if at and not own:
            # Hospitals of a town stand side by side, the largest on its point.
            turn = taken.setdefault(at, 0)
            taken[at] += 1
            at = _beside(at, turn)
        codes = [home.code for home in own]
        found.append([codes, [round(at[0], 1), round(at[1], 1)] if at else []])
    return found


def _beside(at: Point, turn: int) -> Point:
    """A point near another: one after the other round it, without a gap for the first."""
    angle = math.radians(60 * turn)
    return (at[0] + _APART * math.cos(angle), at[1] + _APART * math.sin(angle)) if turn else at


def _shading(most: int) -> list[list[int]]:
    """The classes of numbers up to one: the upper bound of each, and which shade it has."""
    bounds = ground.classes([most])
    return [[bound, ground.SHADES.index(ground.shade(bound, bounds))] for bound in bounds]

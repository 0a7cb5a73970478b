"""The rows of any answer on the map of counties: shaded by a number, or by how many rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.engines.frames import swedish
from graph.lookup.gazetteer import credit, seats
from graph.pictures.map import ground
from graph.pictures.map.ground import Key, Sign, Tone
from graph.pictures.sheet.captions import times
from graph.pictures.sheet.illustration import Illustration

if TYPE_CHECKING:
    import pandas as pd

    from graph.view.view import View

_CODES = """
SELECT DISTINCT ?place ?label ?code WHERE {
  { ?place a nhv:County ; skos:notation ?code }
  UNION { ?place nhv:county ?c . ?c skos:notation ?code }
  UNION { ?place nhv:operator ?o . ?o nhv:county ?c . ?c skos:notation ?code }
  ?place skos:prefLabel ?label . FILTER(LANG(?label) = $lang)
} ORDER BY ?place ?code"""
_CLASSES = 5

_WORDS = words_of("graph.pictures")


def of_table(kg: View, answer: pd.DataFrame, column: str) -> Illustration:
    """Place the rows of an answer on the map.

    Args:
        kg: The view, for the places' counties.
        answer: The answer.
        column: Its column of counties, regions or hospitals (short names).

    Returns:
        The map: each county shaded by the first other column of numbers or, without one, by
        its number of rows.

    Raises:
        BadParameter: If a county has two numbers, so that none can be shown.
    """
    known = {str(r["place"]): r for r in kg.select(_CODES).records()}
    number = next((str(c) for c in answer if str(c) != column and _is_number(answer[c])), None)
    values: dict[str, float] = {}
    labels: dict[str, str] = {}
    lost: list[str] = []
    for row in answer.to_dict("records"):
        place = known.get(str(row[column]))
        if place is None:
            lost.append(str(row[column]))
            continue
        code, given = str(place["code"]), row[number] if number else 1
        if number and (given is None or given != given):
            continue
        if number and code in values:
            raise BadParameter(
                f"{place['label']} has several rows, and the map shows one {number} for a county; "
                f"let the query choose, for instance (SUM(?n) AS ?{number}) with GROUP BY"
            )
        values[code] = values.get(code, 0) + float(given)
        labels[code] = str(place["label"])
    shown = number or _WORDS.say("answer.rows", kg.lang)
    names = ", ".join(sorted(set(lost))[:5])
    unplaced = [_WORDS.say("answer.lost", kg.lang, len(lost), names)] if lost else []
    classes, keys = _classes(values)
    tones, signs = {}, []
    for code, value in sorted(values.items()):
        told = f"{labels[code]}: {_text(value)}"
        tones[code] = Tone(ground.shade(classes[code], range(1, len(keys) + 1)), None, told)
        if town := seats().get(code):
            signs.append(Sign(town.lat, town.long, (told,), "seat"))
    rows = sorted(((labels[c], _text(values[c])) for c in values), key=lambda r: swedish(r[0]))
    return Illustration(
        title=_WORDS.say("answer.title", kg.lang, shown),
        lang=kg.lang,
        name="answer",
        told=_WORDS.say("answer.told", kg.lang, shown, len(values)),
        below=(times(kg),),
        notes=(*unplaced, credit(kg.lang)),
        headings=(_WORDS.say("answer.place", kg.lang), shown),
        rows=tuple(rows),
        body=ground.body(keys, shown, tones, lambda country: ground.signs(signs, country)),
    )


def _classes(values: Mapping[str, float]) -> tuple[dict[str, int], list[Key]]:
    """The class of each county, from 1, in equal steps, and the legend."""
    low, high = min(values.values(), default=0.0), max(values.values(), default=0.0)
    bounds = sorted(set(values.values()))
    texts = [_text(bound) for bound in bounds]
    if len(bounds) > _CLASSES:
        step = (high - low) / _CLASSES
        bounds = [low + step * (i + 1) for i in range(_CLASSES - 1)] + [high]
        texts = [f"{_text(a)} – {_text(b)}" for a, b in pairwise([low, *bounds])]
    found = {code: bisect_left(bounds, value) + 1 for code, value in values.items()}
    numbers = range(1, len(bounds) + 1)
    keys = [Key("fill", text, ground.shade(i, numbers)) for i, text in enumerate(texts, 1)]
    return found, keys


def _is_number(cells: pd.Series) -> bool:
    import pandas as pd

    return pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)


def _text(value: float) -> str:
    return f"{value:.6g}" if value != int(value) or abs(value) >= 1e15 else f"{int(value):d}"

"""Words and small parts that several maps and charts share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from graph.base.files import text_beside
from graph.base.problems import NothingFound
from graph.base.words import words_of
from graph.engines.frames import Table
from graph.view.citations import BETWEEN, date_text
from graph.view.view import View

_WORDS = words_of("graph.pictures")


def query(name: str) -> str:
    """A query of ``graph/pictures/queries``."""
    return text_beside("graph.pictures", f"queries/{name}.rq")


def times(kg: View) -> str:
    """The times of the view, in words."""
    return times_in_words(kg.as_of, kg.known_at, kg.lang)


def times_in_words(as_of: object, known_at: str | None, lang: str) -> str:
    """The day that is shown, and how far sources go, in words."""
    if not known_at:
        return _WORDS.say("times", lang, as_of)
    return _WORDS.say("times_known", lang, as_of, date_text(known_at, lang))


def captioned(kg: View, name: str, *title: object) -> dict[str, Any]:
    """What every map or chart has: its name, title, language, and the headings of its table."""
    return {
        "name": name,
        "title": _WORDS.say(f"title.{name}", kg.lang, *title),
        "lang": kg.lang,
        "headings": tuple(_WORDS.section(f"heading.{name}", kg.lang).values()),
    }


class Programme(NamedTuple):
    """A programme: its short name, the word that networks know it by, and its label."""

    id: str
    word: str
    label: str


def programme_of(kg: View, programme: str | None) -> Programme:
    """A programme by any of its names, NHV if none is given."""
    found = kg.find(programme or "nhv", "programme")
    return Programme(found, found.rpartition(":")[2], kg.label(found))


def source_note(kg: View, cells: Iterable[str]) -> str:
    """How many documents a picture rests on, from cells that list short names of sources."""
    names = {n for cell in cells for n in cell.split(BETWEEN) if n.startswith("source:")}
    if len(names) == 1:
        return _WORDS.say("one_source", kg.lang)
    return _WORDS.say("many_sources", kg.lang, len(names))


def steps_of(kg: View) -> dict[int, str]:
    """The labels of the steps of the process, by their numbers."""
    return {int(row["number"]): row["label"] for row in texts(kg.select(query("steps")))}


def texts(table: Table) -> list[dict[str, str]]:
    """The rows of a table as texts by column."""
    return [{n: "" if v is None else str(v) for n, v in row.items()} for row in table.records()]


def none_shown(kg: View, what: str) -> NothingFound:
    """The sentence that says that no source shows something on the day of the view."""
    return NothingFound(f"no {what} {kg.as_of.isoformat()}; try a later as_of=")


def none_held(kg: View, area: str, programme: str) -> NothingFound:
    """The sentence that says that nobody holds a permit for an area, and what could be asked."""
    permits = kg.select(query("first-permits"), area=area).records()
    starts = [(str(row["label"]), str(row["first"])) for row in permits]
    held = [str(v) for v in kg.select(query("held-areas"), programme=programme).column("label")]
    told = (
        f"no source shows a permit for {kg.label(area)} ({kg.label(programme)}) "
        f"on {kg.as_of.isoformat()}"
    )
    if starts:
        when = ", ".join(f"{label} from {first}" for label, first in starts)
        return NothingFound(f"{told}; there are permits of {when}: try as_of= or programme=")
    some = ", ".join(held[:3])
    return NothingFound(f"{told}; areas with permits then are {some} …" if held else told)

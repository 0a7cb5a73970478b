"""The head of a source, as far as its document says it: title, kind, publisher, date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loaders.drafting.rendering import Line
from loaders.drafting.said_days import said_days
from loaders.drafting.said_names import NamesOfRegisters, SaidName
from ontology.spelling import slug

_KIND = {
    ".pptx": "slides",
    ".xlsx": "register",
    ".docx": "report",
    ".pdf": "report",
    ".txt": "report",
}
_LONG = 60
_PUBLISHED = re.compile(
    r"pressmeddelande|senast (?:ändrad|uppdaterad|granskad)|uppdaterad(?:es)?(?: senast)?"
    r"|publicerad\w*|utgiv\w+|datum|\bdnr\b|nyhet",
    re.I,
)


@dataclass(frozen=True)
class Head:
    """The head of a source.

    Attributes:
        fields: Its fields, as a curated file has them.
        last_day: The last day that the document's date can mean.
        publisher: Who published it, if the document says so.
    """

    fields: dict[str, object]
    last_day: date | None
    publisher: SaidName | None


def head_of(path: Path, lines: Sequence[Line], names: NamesOfRegisters, name: str | None) -> Head:
    """The head of the curated file that a document gets.

    Args:
        path: The document.
        lines: Its lines.
        names: The names that it may use.
        name: The id of the source; by default made from the file's name.
    """
    texts = [line for line in lines if line.text]
    first = texts[0].text if texts else path.stem
    title = next((t.text for t in texts if t.role == "heading" and t.level == 1), first)
    if title == first and len(texts) > 1 and re.fullmatch(r"(?:19|20)\d\d", texts[1].text):
        title = f"{title} {texts[1].text}"
    publisher = _publisher(texts, names)
    day, inferred = _day(texts)
    said: dict[str, object] = {"id": name or slug(path.stem, "draft"), "title": title}
    said |= {"title_en": title, "kind": _kind(path, texts)}
    if publisher:
        said["publisher"] = publisher.key
    if day:
        said["date"] = day
    if inferred:
        said["inferred"] = ["date"]
        said["reading"] = "concluded by the draft from the document's first lines"
    return Head(said, _last(day) if day else None, publisher)


def _kind(path: Path, texts: Sequence[Line]) -> str:
    first = " ".join(line.text for line in texts[:6])
    if re.search(r"pressmeddelande", first, re.I):
        return "press"
    if path.suffix.lower() in (".html", ".htm"):
        return "web-page"
    if re.search(r"nyhetsbrev|nyheter", first, re.I):
        return "press"
    return _KIND.get(path.suffix.lower(), "report")


def _publisher(texts: Sequence[Line], names: NamesOfRegisters) -> SaidName | None:
    kinds = ("region", "healthcare-region", "organisation", "hospital", "body")
    foremost = [line for line in texts if line.role == "foot"][:2] + list(texts[:4])
    for line in foremost:
        for name in names.names(line.text, kinds):
            if name.kind in ("region", "organisation", "healthcare-region") or (
                line.role == "foot"
            ):
                return name
    for line in texts[:12]:
        for name in names.names(line.text, kinds):
            if name.kind in ("region", "organisation"):
                return name
    return None


def _day(texts: Sequence[Line]) -> tuple[str, bool]:
    """The document's date: one that it gives as such, else the first of its first lines."""
    for line in texts:
        if _PUBLISHED.search(line.text) and len(line.text) < 90:
            days = [day for day in said_days(line.text, None) if not day.inferred]
            if days:
                issue = re.search(r"\((20\d\d)\)", line.text)
                return (
                    (days[0].edtf, False)
                    if len(days[0].edtf) > 4 or not issue
                    else (_issue(line.text, issue[1]), False)
                )
    found = [
        (day.edtf, line.role != "heading" and len(line.text) > _LONG)
        for line in texts[:6]
        for day in said_days(line.text, None)
        if not day.inferred
    ]
    if found:  # the most precise of the first lines, a short line before a long one
        return max(found, key=lambda one: (not one[1], len(one[0]) == 10, len(one[0])))
    joined = " ".join(line.text for line in texts[:6])
    days = [day for day in said_days(joined, None) if not day.inferred]
    return (days[0].edtf, True) if days else ("", False)


def _issue(text: str, year: str) -> str:
    months = said_days(text, date(int(year), 12, 31))
    month = next((day.edtf for day in months if len(day.edtf) == 7), "")
    return month or year


def _last(edtf: str) -> date:
    year, month, day = ([*map(int, edtf.split("/")[-1].split("-")), 0, 0])[:3]
    if month > 12:
        month = (month - 20) * 3
    return date(year, month or 12, day or 28)

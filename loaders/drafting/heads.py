"""The head of a source, as far as its document says it: title, kind, publisher, date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from loaders.drafting.cues import says
from loaders.drafting.lines import Line
from loaders.drafting.passages import Passage
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
_PUBLISHERS = ("region", "organisation", "healthcare-region")
_LONG = 60
# Letters of a line that gives the document's date.
_LABELLED = 90
_FIRST = 4


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


def head_of(
    path: Path,
    lines: Sequence[Line],
    said: Sequence[Passage],
    names: NamesOfRegisters,
    name: str | None,
) -> Head:
    """The head of the curated file that a document gets.

    Args:
        path: The document.
        lines: Its lines.
        said: Its passages.
        names: The names that it may use.
        name: The id of the source; by default made from the file's name.
    """
    texts = [line for line in lines if line.text and line.role != "aside"]
    first = texts[0].text if texts else path.stem
    title = next((p.text for p in said if p.role == "heading" and p.level == 1), first)
    subject = next((m for t in texts[:6] if (m := says("subject", t.text))), None)
    if path.suffix.lower() == ".xlsx" and len(texts) > 1 and texts[1].role == "text":
        title = texts[1].text  # the first is the name of a sheet
    title = subject[1] if subject else title
    publisher = _of_site(lines[:1], names) or _publisher(texts, names)
    day, inferred = _day(texts)
    fields: dict[str, object] = {"id": name or slug(path.stem, "draft"), "title": title}
    fields["kind"] = _kind(path, texts)
    if publisher:
        fields["publisher"] = names.written(publisher)
    if day:
        fields["date"] = day
    if inferred:
        fields["inferred"] = ["date"]
        fields["reading"] = "concluded from the document's first lines"
    return Head(fields, _last(day) if day else None, publisher)


def _kind(path: Path, texts: Sequence[Line]) -> str:
    first = " ".join(line.text for line in texts[:6])
    if says("press", first):
        return "press"
    if path.suffix.lower() in (".html", ".htm"):
        return "web-page"
    if says("newsletter", first):
        return "press"
    return _KIND.get(path.suffix.lower(), "report")


def _publisher(texts: Sequence[Line], names: NamesOfRegisters) -> SaidName | None:
    feet = [line for line in texts if line.role == "foot"][:2]
    first = [one for one in texts[:_FIRST] if one.role not in ("row", "head")]
    for line in [*feet, *(one for one in first if not says("sentence", one.text))]:
        for name in _publishers(line, names):
            if line.role == "item" and not f", {line.words}".endswith(f", {name.printed}"):
                continue  # below the title of a slide it stands alone
            others = names.names(line.text, ("area", "region", "hospital", "healthcare-region"))
            alone = {n.key for n in others} == {name.key} or len(name.printed) * 2 > len(line.text)
            if line in feet or alone or name.kind in _PUBLISHERS:
                return name
    for line in (one for one in texts[:_FIRST] if says("for_staff", one.text)):
        found = names.names(line.text, ("hospital", "region"))
        if len(found) == 1:
            return found[0]
    return None


def _publishers(line: Line, names: NamesOfRegisters) -> Iterator[SaidName]:
    """Who may have published what a line heads: no town, and of a body the region that it is of."""
    for name in names.names(
        line.text, ("region", "healthcare-region", "organisation", "hospital", "body")
    ):
        if name.kind == "body":
            of = names.names(name.printed, ("healthcare-region", "region"))
            whole = [one for one in of if " " in one.printed or one.kind != "region"]
            yield from (replace(one, printed=name.printed) for one in whole)
            yield name
        elif (
            name.kind != "region"
            or " " in name.printed
            or line.role == "heading"
            or says("own_name", name.printed)
        ):
            yield name


def _of_site(first: Sequence[Line], names: NamesOfRegisters) -> SaidName | None:
    """The publisher that stands last in the title of a page's window: ``News - Region Uppsala``."""
    window = next((line.text for line in first if line.role == "aside"), "")
    site = re.split(r"\s[|–—-]\s", window)[-1]
    found = names.names(site, ("region", "healthcare-region", "organisation", "hospital", "body"))
    return next((name for name in found if len(name.printed) * 2 > len(site)), None)


def _day(texts: Sequence[Line]) -> tuple[str, bool]:
    """The document's date: one that it gives as such, else the first of its first lines."""
    for at, line in enumerate(texts):
        label = says("dated", line.text) if len(line.text) < _LABELLED else None
        if label and (day := _finest(line.text[label.start() * (at > _FIRST) :])):
            return day, False
    near = [f"{a.text} {b.text}" for a, b in pairwise(texts[:6])]
    joined = [d for text in near for d in said_days(text, None) if not d.inferred]
    found = [
        (day.edtf, line.role != "heading" and len(line.text) > _LONG)
        for line in texts[:6]
        for day in said_days(line.text, None)
        if not day.inferred
    ]
    if found:  # the most precise of the first lines, a short line before a long one
        best = max(found, key=lambda one: (not one[1], len(one[0]) == 10, len(one[0])))
        finer = [d.edtf for d in joined if d.edtf.startswith(best[0]) and len(d.edtf) == 10]
        return (finer[0], False) if finer and len(best[0]) < 10 else best
    return (joined[0].edtf, True) if joined else ("", False)


def _finest(text: str) -> str:
    """The first day of a line with its year; a year that stands apart is that of its day."""
    days = [day.edtf for day in said_days(text, None) if not day.inferred]
    if not days or len(days[0]) > 4:
        return next(iter(days), "")
    later = said_days(text, date(int(days[0]), 12, 31), days[0])
    return max((day.edtf for day in later), key=len)


def _last(edtf: str) -> date:
    year, month, day = ([*map(int, edtf.split("/")[-1].split("-")), 0, 0])[:3]
    if month > 12:
        month = (month - 20) * 3
    return date(year, month or 6, day or 28)

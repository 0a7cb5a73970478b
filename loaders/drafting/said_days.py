"""Days as Swedish documents write them, and the year where they leave it out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

_TABLE: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("calendar.toml").read_text(encoding="utf-8")
)
_MONTH = {name: number for number, names in enumerate(_TABLE["months"], 1) for name in names}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_SEASON = {name: int(number) for number, names in _TABLE["seasons"].items() for name in names}
_SEASONS = "|".join(sorted(_SEASON, key=len, reverse=True))
_AHEAD = re.compile(r"\b(?:" + "|".join(_TABLE["ahead"]) + r")\b", re.I)
_PAST = re.compile(r"\b(?:" + "|".join(_TABLE["past"]) + r")\b", re.I)
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)|[-’'´](?P<short>\d\d))"
_FORMS = [re.compile(form, re.I) for form in (
    r"\bårsskiftet(?: (?:19|20)\d\d[/–-](?P<turn>(?:20)?\d\d))?\b",
    r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    rf"(?<!\d)(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[ ./]*{_YEAR}(?!\d)",
    (
        rf"(?<![\d.])(?:den )?(?P<day>\d{{1,2}})(?::?[ae])? (?P<name>{_NAMES})\b\.?"
        rf"(?:,? {_YEAR}(?!\d))?"
    ),
    rf"\b(?P<name>{_NAMES})\b\.? ?{_YEAR}(?!\d)",
    (
        rf"\b(?P<season>{_SEASONS})\b(?:[ -]|of )*"
        r"(?:(?P<year>(?:19|20)\d\d)|[-’']?(?P<short>\d\d)(?!\d))"
    ),
    r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?![\d-])",
    r"(?<![\d:.,/-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])",
    rf"\bi(?:n)? (?P<name>{_NAMES})\b(?! \d)",
    r"(?<![\d:.,/§-])(?P<year>(?:19|20)\d\d)(?![\d:/-])",
    r"\b(?P<word>i går|yesterday|samma dag)\b",
    r"\bnästa (?P<next>år)\b",
)]  # fmt: skip


@dataclass(frozen=True)
class SaidDay:
    """A day of a text.

    Attributes:
        edtf: The day in EDTF.
        start: Where it begins in the text.
        end: Where it ends.
        printed: As it is printed.
        inferred: Whether its year, or all of it, was concluded.
    """

    edtf: str
    start: int
    end: int
    printed: str
    inferred: bool = False

    def before(self) -> SaidDay:
        """The day before, where a day is meant; it is concluded."""
        if len(self.edtf) != 10:
            return self
        day = date.fromisoformat(self.edtf) - timedelta(1)
        return replace(self, edtf=day.isoformat(), inferred=True)

    @property
    def last(self) -> str:
        """A day to sort by."""
        return (
            (self.edtf + "-99-99")[:10]
            if self.edtf[5:7] < "13"
            else f"{self.edtf[:4]}-{(int(self.edtf[5:7]) - 20) * 3:02d}-28"
        )


def said_days(text: str, written: date | None, around: str = "") -> list[SaidDay]:
    """The days that a text says.

    Args:
        text: The text.
        written: The day on which its document was written, as far as known.
        around: More words, such as of a heading, that tell whether a day lies ahead.

    Example:
        >>> [d.edtf for d in said_days("Den 14 januari beslutade vi", date(2026, 3, 12))]
        ['2026-01-14']
    """
    found: list[SaidDay] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if day := _meant(match, written, text, around, found):
                found.append(day)
    return sorted(found, key=lambda day: day.start)


def _meant(
    match: re.Match[str], written: date | None, text: str, around: str, others: list[SaidDay]
) -> SaidDay | None:
    parts = {key: value for key, value in match.groupdict().items() if value}
    start, end, printed = (
        match.start(),
        match.end(),
        re.sub(r"^(?:in?|den) ", "", match[0].strip(" .,"), flags=re.I),
    )
    if "word" in parts:
        if parts["word"].casefold() == "samma dag" or written is None:
            return None
        return SaidDay((written - timedelta(1)).isoformat(), start, end, match[0], True)
    if match[0].casefold().startswith("årsskiftet"):
        turn = parts.get("turn", "")
        if not turn and written is None:
            return None
        new = int(turn[-2:]) + 2000 if turn else written.year + 1  # type: ignore[union-attr]
        return SaidDay(f"{new}-01-01", start, end, match[0], True)
    if "next" in parts:
        return SaidDay(str(written.year + 1), start, end, printed, True) if written else None
    year = (
        int(parts["year"])
        if "year" in parts
        else 2000 + int(parts["short"])
        if "short" in parts
        else 0
    )
    month = _MONTH[parts["name"].casefold()] if "name" in parts else int(parts.get("month", 0))
    day = int(parts.get("day", 0))
    if "season" in parts:
        return SaidDay(f"{year}-{_SEASON[parts['season'].casefold()]}", start, end, printed)
    if month > 12 or day > 31 or (day and not month):
        return None
    inferred = not year
    if not year:
        if re.match(r"\s*samma år", text[match.end() :]) and others:
            year = int(max(others, key=lambda d: d.start if d.start < start else -1).edtf[:4])
        elif stands := re.findall(r"(?<!\d)20\d\d(?!\d)", around) if day else []:
            year = int(stands[-1])
        elif written is None:
            return None
        else:
            year = _year(written, month, day or 1, text, around, start)
    edtf = f"{year}-{month:02d}-{day:02d}" if day else f"{year}-{month:02d}" if month else str(year)
    return SaidDay(edtf, start, end, printed, inferred)


def _year(written: date, month: int, day: int, text: str, around: str, at: int) -> int:
    """The year of a day that is printed without one: ahead of the document, or behind it."""
    before, after = (
        (month, day) <= (written.month, written.day),
        (month, day) >= (written.month, written.day),
    )
    near = text[max(0, at - 45) : at + 45]
    ahead = bool(_AHEAD.search(near) or _AHEAD.search(around)) and not _PAST.search(near)
    if ahead:
        return written.year if after else written.year + 1
    if _PAST.search(near) or _PAST.search(around):
        return written.year if before else written.year - 1
    months = (month - written.month) % 12
    return (
        written.year + (month < written.month)
        if months <= 6 and months
        else written.year - (month > written.month)
    )

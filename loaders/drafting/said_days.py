"""Days as Swedish documents write them, and the year where they leave it out."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

_TABLE: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("calendar.toml").read_text(encoding="utf-8")
)
_MONTH = {name: number for number, names in enumerate(_TABLE["months"], 1) for name in names}
_SEASON = {name: int(number) for number, names in _TABLE["seasons"].items() for name in names}
_WEEKDAYS: list[str] = _TABLE["weekdays"]
_ORDINALS: list[str] = _TABLE["ordinals"]
_AHEAD, _PAST = (re.compile(rf"\b(?:{'|'.join(_TABLE[key])})\b", re.I) for key in ("ahead", "past"))


def _one_of(names: Any) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_MONTHS, _SEASONS = _one_of(_MONTH), _one_of(_SEASON)
# What stands between a year and a day in it.
_IN_YEAR = re.compile(r"\W*(?:(?:när|då|when)\b[^.;]{0,60}|(?:i|den)\s+)?", re.I)
# Months that a day without a year lies before its document, rather than behind it.
_BACK = 3
# What stands between two days of one year.
_UNTIL = re.compile(r"\s*(?:till(?: och med)?|t\.o\.m\.?|och|[–,-]|until|and)\s*(?:den )?", re.I)
# What parts a day from words of another.
_APART = re.compile(r"[,;:(]")
_FULL = r"(?P<year>(?:19|20)\d\d)"
_YEAR = rf"(?:{_FULL}|[-’'´](?P<short>\d\d))(?!\d)"
# Letters by which a word behind a day counts as farther from it than one before it.
_WORDS = 15
# What should have been so many days ago is still told as what lies ahead.
_LATE = 31
# Until this month "årsskiftet" is the last one, unless it lies ahead.
_EARLY = 3
# Words that stand for a year, behind a day or a month.
_BEFORE = re.compile(r"^(?:in?|den|till|med|sedan|från|under|since|from|until) ", re.I)
_THAT = r"(?P<that>i år|innevarande år|samma år|nästa år|förra året|i fjol)\b"
_FORMS = [re.compile(form, re.I) for form in (
    rf"\b(?P<end>utgången av|slutet av) (?:år )?{_FULL}",
    r"\b(?P<end>året ut|årets slut)\b",
    r"\b(?:(?:nästa )?årsskiftet?|nyår)\b(?: (?:19|20)\d\d\s?[/–-]\s?(?P<turn>(?:20)?\d\d))?\b",
    rf"(?<![\d-]){_FULL}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    r"(?<![\d-])(?P<short>\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d-])",
    rf"(?<!\d)(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[ ./]*{_YEAR}",
    (
        rf"(?<![\d.])(?:\bden )?(?P<day>\d{{1,2}})(?::?[ae])? (?P<name>{_MONTHS})\b\.?"
        rf"(?:,? {_YEAR}|,? {_THAT})?"
    ),
    rf"\b(?P<edge>sist[ae](?: dagen i)?|först[ae]) (?P<name>{_MONTHS})\b(?:,? {_YEAR}|,? {_THAT})?",
    rf"\b(?P<half>halvårsskiftet)\b(?:,? {_YEAR}|,? {_THAT})?",
    rf"\b(?P<name>{_MONTHS})\b\.?,? ?(?:{_YEAR}|{_THAT})",
    rf"(?<![\d-]){_FULL},? \(?(?P<name>{_MONTHS})\b\)?",
    rf"\b(?P<season>{_SEASONS})\b(?:[ -]|of )*(?:{_FULL}|[-’']?(?P<short>\d\d)(?!\d)|{_THAT})",
    rf"\b(?:kv(?:artal)?\.? ?|Q)(?P<quarter>[1-4]),? {_FULL}",
    rf"\b(?P<nth>{_one_of(_ORDINALS)}) kvartalet,? {_FULL}",
    rf"(?<![\d-]){_FULL}-(?P<month>0[1-9]|1[0-2])(?![\d-])",
    r"(?<![\d:.,/-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])",
    (
        r"(?:^|(?<=\bden )|(?<=\btill )|(?<=\bfrån )|(?<=\bsenast )|(?<=\bdag )|(?<=\bstänger ))"
        r"(?P<day>\d{1,2})\.(?P<month>1[0-2]|0?[1-9])(?=[ ,;)]|\.?$)"
    ),
    rf"\b(?:i|in|sedan|från|under|till|med|since|from|until) (?P<name>{_MONTHS})\b(?! \d)",
    rf"(?<=\()(?P<season>{_SEASONS})(?=\))",
    rf"\b(?:i|till) (?P<season>{_SEASONS})\b(?! \w*(?:region|landsting|län|vård|verksamhet)\b)",
    rf"(?<![\d:.,/§-]){_FULL}(?:(?![\d/-]|:\d)|(?=-(?:19|20)\d\d\b))",
    r"(?<=\d\d\d\d[–-])(?P<until>(?:19|20)\d\d)\b",
    rf"\bi (?P<weekday>{_one_of(_WEEKDAYS)})\b",
    r"\b(?P<word>i går|gårdagens|yesterday)\b",
    r"\b(?P<this>under året)\b",
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
        """A day to sort by: the last that can be meant."""
        said = self.edtf.split("/")[-1]
        if said[5:7] < "13":
            return (said + "-99-99")[:10]
        return f"{said[:4]}-{(int(said[5:7]) - 20) * 3:02d}-28"


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
    return list(_said(text, written, around))


@lru_cache(maxsize=10_000)
def _said(text: str, written: date | None, around: str) -> tuple[SaidDay, ...]:
    found: list[SaidDay] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            meant = _meant(match, written, text, around, found)
            if meant:
                edtf, inferred = meant
                printed = re.sub(_BEFORE, "", match[0].strip(" .,"))
                found.append(SaidDay(edtf, match.start(), match.end(), printed, inferred))
    told = sorted(found, key=lambda day: day.start)
    told = [_until(text, day, after) for day, after in zip_longest(told, told[1:])]
    days = zip([None, *told], told, strict=False)
    return tuple(_in_year(text, before, day) for before, day in days)


def _in_year(text: str, before: SaidDay | None, day: SaidDay) -> SaidDay:
    """A day without a year, a few words behind one: "2024, när ansökan avslogs den 12 juni"."""
    year = before and len(before.edtf) == len("2024") and not before.inferred
    if not before or not year or not day.inferred or len(day.edtf) < len("2024-04"):
        return day
    same = _IN_YEAR.fullmatch(text[before.end : day.start])
    return replace(day, edtf=f"{before.edtf}{day.edtf[4:]}") if same else day


def _until(text: str, day: SaidDay, after: SaidDay | None) -> SaidDay:
    """A day without a year, right before one that has it: "från 1 april till 30 maj 2014"."""
    joins = after and not after.inferred and _UNTIL.fullmatch(text[day.end : after.start])
    if not after or not joins or not day.inferred or len(day.edtf) < len("2014-04"):
        return day
    year = int(after.edtf[:4])
    later = day.edtf[4:] > after.edtf[4:] and len(after.edtf) > len("2014")
    return replace(day, edtf=f"{year - later}{day.edtf[4:]}")


def _meant(
    match: re.Match[str], written: date | None, text: str, around: str, others: list[SaidDay]
) -> tuple[str, bool] | None:
    """What a wording means in EDTF, and whether that was concluded."""
    said = {key: value.casefold() for key, value in match.groupdict().items() if value}
    at = match.start()
    if "until" in said:
        return said["until"], False
    if "this" in said:
        return (str(written.year), True) if written else None
    if "word" in said or "weekday" in said:
        return (_of_last_week(said.get("weekday"), written), True) if written else None
    if "end" in said:
        past = _nearest_cue(text, at) == "past"
        year = said.get("year") or (str(written.year - past) if written else "")
        return (f"{year}-12-31", True) if year else None
    if "next" in said:
        return (str(written.year + 1), True) if written else None
    if re.match("(?:nästa )?årsskifte|nyår", match[0], re.I):
        if turn := said.get("turn"):
            return f"{int(turn[-2:]) + 2000}-01-01", True
        near = text[max(0, at - 45) : at]
        new = written and written.year + (
            bool(_AHEAD.search(near)) or (written.month > _EARLY and not _PAST.search(near))
        )
        return (f"{new}-01-01", True) if new else None
    year = int(said.get("year") or f"20{said['short']}" if {"year", "short"} & said.keys() else 0)
    if quarter := said.get("quarter") or said.get("nth"):
        number = int(quarter) if quarter.isdigit() else _ORDINALS.index(quarter) + 1
        last = monthrange(year, number * 3)[1]
        return f"{year}-{number * 3 - 2:02d}-01/{year}-{number * 3:02d}-{last}", False
    season = _SEASON[said["season"]] if "season" in said else 0
    month = _MONTH[said["name"]] if "name" in said else int(said.get("month", 0))
    day = int(said.get("day", "edge" in said))
    if "half" in said:
        month, day = 7, 1
    if month > 12 or day > 31 or (day and not month):
        return None
    inferred = not year or "half" in said
    said_month = month or (season - 20) * 3
    if written and said_month > written.month + 12 - _BACK:
        # its own day in its head says nothing of days before it
        its = rf"\b{written.day} \w+ {written.year}|{written.isoformat()}"
        around = re.sub(its, "", around)
    stands = re.findall(r"(?<![\d-])20\d\d(?![\d-])", around)
    if not year and (that := said.get("that")):
        year = _that_year(that, written, at, others) or (int(stands[-1]) if stands else 0)
    if not year and (day or season) and stands:
        late = written and int(stands[-1]) > written.year and _nearest_cue(text, at) == "past"
        year = 0 if late else int(stands[-1])
    if not year and written:
        month_of = month or (season - 20) * 3 - 1
        if season and said["season"].endswith("as"):
            year = written.year - (month_of > written.month)
        else:
            year = _year(written, month_of, day or 1, text, around, at)
    if not year:
        return None
    if said.get("edge", "").startswith("sist"):
        day = monthrange(year, month)[1]
    if month or season:
        return f"{year}-{month or season:02d}" + (f"-{day:02d}" if day else ""), inferred
    return str(year), inferred


def _of_last_week(weekday: str | None, written: date) -> str:
    """The last day of such a name before a document was written; without a name, the last day."""
    back = (written.weekday() - _WEEKDAYS.index(weekday) - 1) % 7 + 1 if weekday else 1
    return (written - timedelta(back)).isoformat()


def _that_year(that: str, written: date | None, at: int, others: list[SaidDay]) -> int:
    """The year that words stand for: that of the document, or of the day said before."""
    if that == "samma år":
        before = [d for d in others if d.start < at] or others
        return int(max(before, key=lambda d: d.start).edtf[:4]) if before else 0
    if written is None:
        return 0
    return written.year + {"nästa år": 1, "förra året": -1, "i fjol": -1}.get(that, 0)


def _year(written: date, month: int, day: int, text: str, around: str, at: int) -> int:
    """The year of a day that is printed without one: ahead of the document, or behind it."""
    behind = (month, day) <= (written.month, written.day)
    before = (month, day) >= (written.month, written.day)
    lies = _nearest_cue(text, at)
    if lies == "ahead" or (not lies and _AHEAD.search(around)):
        late = (written - date(written.year, month, 1)).days - day
        return written.year if before or late < _LATE else written.year + 1
    if lies == "past" or _PAST.search(around):
        return written.year if behind else written.year - 1
    months = (month - written.month) % 12
    if 0 < months <= 6:
        return written.year + (month < written.month)
    return written.year - (month > written.month)


def _nearest_cue(text: str, at: int) -> str:
    """Whether the words next to a day say that it lies ahead or past; those before it first."""
    label = re.match(r"\S+:", text) if not at else None  # "18/12: Dysmeli gick till Skåne"
    begins = label.end() if label else at
    told = [
        (abs(found.start() - at) + (found.start() > at) * _WORDS, lies)
        for lies, said in (("past", _PAST), ("ahead", _AHEAD))
        for found in said.finditer(text)
        if found.start() < at or not _APART.search(text[begins : found.start()])
    ]
    clause = max((found.end() for found in _APART.finditer(text, 0, at)), default=0)
    near = [one for one in told if one[0] <= at - clause]
    return min(near or told)[1] if told else ""

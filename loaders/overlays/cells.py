"""What the cells of a free column are: whole numbers, decimals, dates, truth values or text.

The type is the column's, never a single cell's, so that one value in words does
not leave numbers of two kinds behind it.  Marks of what is not known (``..``, ``NA``, ``<5``)
have no value beside numbers, days or truths, and are told, as is every column that looks like
numbers or days and is text.  A decimal comma is taken where the
column can mean nothing else: ``12,5`` is a decimal, ``1,234`` alone could be a
thousand and is refused.  Blanks between thousands (``1 234``) are dropped.  What
begins with noughts (``01``, a county code) is text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal

from loaders.dates import parse
from ontology.spelling import fold
from ontology.terms import XSD

_APOSTROPHES = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))")
_BLANKS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})")
_POINT = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})?\.\d{1,18}")
_COMMA = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})?,\d{1,18}")
_POWER = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,18})?[eE][+-]?\d{1,2}")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
_BOTH = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})*[.,]\d+")
_POINTED = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_PERCENT = re.compile(r"[ \u00a0\u202f]*%$")
WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
"""Words in the headers and cells of tables (``words.toml``)."""
# Of other text only what is a bound says that a value is not known.
_UNKNOWN = frozenset(WORDS["cells"]["unknown"])
_BOUND = re.compile(
    r"(?:n ?)?(?:[<>≤≥~≈]=?|(?:mindre|färre|mer|fler) än|under|över|minst|högst|(?:ca|c:a|cirka)\.?"
    r"|(?:less|fewer|more) than|at (?:least|most)|below|over|about)[ \u00a0]*-?\d[\d .,\u00a0]*%?"
    r"|\d{1,9} ?[-–] ?\d{1,9}|\d{1,9}\+",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?:/\d{4}(?:-\d{2}(?:-\d{2})?)?)?")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?Z?$")
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ](?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})?"
)
_PACKED = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_OTHER_DAY = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./]\d{1,2}[./]\d{1,2}|\d{4}/\d{2}"
    r"|\d{1,2}\.?[ -][A-Za-zåäöÅÄÖ]{3,9}\.?,?[ -]\d{2,4}|\d{4}[ -]?[KQVW]\d{1,2}(?:-\d)?"
    r"|(?i:jan|feb|mar|apr|ma[ij]|jun|jul|aug|sep|o[ck]t|nov|dec)[a-z]*\.?[ -]?\d{2,4}"
)
_MONTH = re.compile(r"(\d{4})M(0[1-9]|1[0-2])")  # as Statistics Sweden writes it
_WITH_UNIT = re.compile(
    r"[-+–(]?(?:(?:[€$£]|kr|SEK|EUR|USD) ?)?\d[\d .,'’\u00a0\u202f]*"
    r" ?[A-Za-zåäöÅÄÖ€$£‰°*/:)-]{0,8}[.)]?(?:\[?\d\]|\d\))?"
)
_LIKE_DAY = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_LIKE_NUMBER = re.compile(r"[-+–<>≤≥~]*\d[\d .,'’\u00a0eE+-]*%?")


class AmbiguousError(ValueError):
    """Numbers that can mean two; ``row`` says where, ``str()`` what, ``remedy`` what to do."""

    def __init__(
        self,
        row: int,
        what: str,
        remedy: str = "write the column with decimal points, or without any mark for thousands",
    ) -> None:
        self.row, self.remedy = row, remedy
        super().__init__(what)


@dataclass(frozen=True)
class Cells:
    """The literal of each cell by row, the cells without a value, and what is to be told."""

    literals: Mapping[int, Literal]
    unknown: Mapping[int, str]
    notes: tuple[str, ...]


def typed(column: Mapping[int, str]) -> Cells:
    """Type the cells of a column that are not empty, by row.

    A literal for each: ``xsd:integer``, ``xsd:decimal`` (``xsd:double`` where powers of ten go
    beyond it), ``xsd:date`` (``xsd:gYearMonth`` for a month), ``xsd:dateTime``, ``xsd:boolean``,
    else text. Cells that say that a value is not known have none.  Raises AmbiguousError if a comma
    can be a decimal comma as well as one between thousands, or only some of the numbers are
    percentages.

    Example:
        >>> typed({2: "12,5", 3: "7"}).literals[2].value
        '12.5'
        >>> typed({2: "12", 3: "<5"}).notes
        ("row 3 ('<5') has no value",)
    """
    bounds = {r for r, t in column.items() if _BOUND.fullmatch(t) and not _DAY.fullmatch(t)}
    unknown = {r: t for r, t in column.items() if r in bounds or fold(t) in _UNKNOWN}
    known = {row: text for row, text in column.items() if row not in unknown}
    if not column:
        return Cells({}, {}, ())
    found = _values(known) if known else None
    if found is None:
        told = _odd(column) if known else "read as text, since no cell has a value that is known"
        return Cells({r: Literal(t) for r, t in column.items()}, {}, (told,) if told else ())
    literals, *notes = found
    if unknown:
        notes.append(f"{rows_of(unknown)} {'has' if len(unknown) == 1 else 'have'} no value")
    return Cells(literals, unknown, tuple(filter(None, notes)))


def _values(column: Mapping[int, str]) -> tuple[dict[int, Literal], str] | None:
    """Literals that are no text and what is to be told of them; ``None`` for text."""
    percent = [row for row, text in column.items() if text.endswith("%")]
    numbers = {row: _number(text) for row, text in column.items()}
    if all(map(_is_number, numbers.values())):
        if percent and len(percent) < len(column):
            other = next(text for row, text in column.items() if row not in percent)
            what = f"'{column[percent[0]]}' is in percent and '{other}' is not"
            raise AmbiguousError(percent[0], what, "write all numbers of a column alike")
        note = "numbers are percentages as written, without their sign" if percent else ""
        if all(map(_PACKED.fullmatch, numbers.values())):
            note = "read as whole numbers; write 2024-01-05 if they are days"
        pointed = [text for text in numbers.values() if not _INTEGER.fullmatch(text)]
        if len(pointed) > 1 and all(map(_POINTED.fullmatch, pointed)):
            note = f"read with a decimal point; write thousands without a mark ('{pointed[0]}')"
        return _numbers(numbers), note
    days = {r: _MONTH.sub(r"\1-\2", _MIDNIGHT.sub("", text)) for r, text in column.items()}
    if all(map(_DAY.fullmatch, days.values())) and _are_dates(days.values()):
        return {row: parse(text).literal() for row, text in days.items()}, ""
    if all(map(_TIME.fullmatch, column.values())):
        times = {row: text.replace(" ", "T") for row, text in column.items()}
        if _are_dates(text[:10] for text in times.values()):
            return {r: Literal(t, datatype=XSD.dateTime) for r, t in times.items()}, ""
    truths = {row: WORDS["truths"].get(text.lower(), "") for row, text in column.items()}
    if all(truths.values()):
        return {row: Literal(text, datatype=XSD.boolean) for row, text in truths.items()}, ""
    return None


def _number(text: str) -> str:
    """A number without blanks, its percent sign, and signs that other programs write for minus."""
    plain = _BLANKS.sub("", _PERCENT.sub("", text)).replace("\u2212", "-").removeprefix("+")
    plain = _APOSTROPHES.sub("", plain)
    return f"-{plain[1:]}" if re.match(r"–\d", plain) else plain


def _is_number(text: str) -> bool:
    return any(form.fullmatch(text) for form in (_INTEGER, _POINT, _COMMA, _POWER, _BOTH))


def _numbers(numbers: dict[int, str]) -> dict[int, Literal]:
    if all(map(_INTEGER.fullmatch, numbers.values())):
        return {row: Literal(text, datatype=XSD.integer) for row, text in numbers.items()}
    if not all(
        _INTEGER.fullmatch(t) or _POINT.fullmatch(t) or (_POWER.fullmatch(t) and "," not in t)
        for t in numbers.values()
    ):
        grouped = _grouped(numbers)
        if grouped is None:
            _refuse_ambiguous(numbers)
        numbers = {row: text.replace(",", ".") for row, text in (grouped or numbers).items()}
    plain = {row: f"{Decimal(text):f}" for row, text in numbers.items()}
    fits = all(_INTEGER.fullmatch(t) or _POINT.fullmatch(t) for t in plain.values())
    datatype = XSD.decimal if fits else XSD.double
    written = plain if fits else numbers
    return {row: Literal(text, datatype=datatype) for row, text in written.items()}


def _grouped(numbers: Mapping[int, str]) -> dict[int, str] | None:
    """Numbers without the mark between their thousands, if one number shows which mark that is.

    A number shows it that has both marks (``1.234,5``), or the same twice (``1.234.567``).
    """
    for mark, decimal in (".,", ",."):
        form = re.compile(
            rf"[+-]?(?:0|[1-9]\d{{0,2}}(?:\{mark}\d{{3}})*|\d+)(?:\{decimal}\d{{1,18}})?"
        )
        shown = re.compile(rf"[+-]?\d+\{mark}\d{{3}}[\{mark}\{decimal}]\d+.*")
        texts = numbers.values()
        if all(map(form.fullmatch, texts)) and any(map(shown.fullmatch, texts)):
            return {row: text.replace(mark, "") for row, text in numbers.items()}
    return None


def _refuse_ambiguous(numbers: Mapping[int, str]) -> None:
    """A decimal comma must be the only reading of the column."""
    for row, text in numbers.items():
        if re.match(r"[+-]?0\d", text):
            raise AmbiguousError(row, f"'{text}' begins with a nought", "write it without")
        if not any(form.fullmatch(text) for form in (_INTEGER, _COMMA, _POWER)) or "." in text:
            # A column with a point in one number and a comma in another mixes two ways.
            raise AmbiguousError(row, f"'{text}' mixes decimal point and comma in this column")
    with_comma = {row: text for row, text in numbers.items() if "," in text}
    if all(_THOUSANDS.fullmatch(text) for text in with_comma.values()):
        row, text = next(iter(with_comma.items()))
        both = f"{text.replace(',', '.')} or {text.replace(',', '')}"
        raise AmbiguousError(row, f"'{text}' can mean {both}")


def _odd(column: Mapping[int, str]) -> str:
    """Why a column is text of which half the cells look like numbers, or like days."""
    other = [text for text in column.values() if _OTHER_DAY.fullmatch(text)]
    if other and all(_DAY.fullmatch(text) for text in column.values() if text not in other):
        return "read as text; write days as 2024-01-05, months as 2024-01"
    if all(map(_WITH_UNIT.fullmatch, column.values())):
        first = next((t for t in column.values() if re.search(r"[^\d.,]", _number(t))), "")
        if first:
            return f"read as text; write numbers without what stands around them ('{first[:20]}')"
    half, cells = len(column) / 2, column.items()
    if sum(map(bool, map(_LIKE_DAY.match, column.values()))) >= half:
        kind, good = "day", {r for r, t in cells if _DAY.fullmatch(t) and _are_dates([t])}
    elif sum(map(bool, map(_LIKE_NUMBER.fullmatch, column.values()))) >= half:
        kind, good = "number", {row for row, text in cells if _is_number(_number(text))}
    else:
        kind, good = "number", {row for row, text in cells if _INTEGER.fullmatch(text)}
        if len(good) * 3 < len(column):  # words, and a number here and there
            return ""
    others = {row: text for row, text in cells if row not in good}
    return f"read as text, since {rows_of(others)} {'is' if len(others) == 1 else 'are'} no {kind}"


def holds_serials(literals: Iterable[Literal]) -> bool:
    """Whether all numbers of a column can be days: spreadsheets count them, or ``240105``."""
    numbers = [literal.value for literal in literals if literal.datatype == XSD.integer]
    return bool(numbers) and all(len(number) in (5, 6) for number in numbers)


def rows_of(cells: Mapping[int, str]) -> str:
    """Some rows with their cells, in words."""
    *first, last = [f"{row} ('{text[:20]}')" for row, text in list(cells.items())[:3]]
    if len(cells) > 3:
        first, last = [*first, last], f"{len(cells) - 3:,} more"
    return f"rows {', '.join(first)} and {last}" if first else f"row {last}"


def _are_dates(texts: Iterable[str]) -> bool:
    try:
        return all(parse(text) for text in texts)
    except ValueError:
        return False

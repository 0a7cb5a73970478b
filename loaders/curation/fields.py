"""The kinds of value that a field of a curated fact can have.

Each parser takes what stands in the YAML file (text, list or mapping of texts)
and returns a typed value, or raises ``ValueError("what is wrong; what to do")``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, TypeAlias

from pydantic_core.core_schema import ValidationInfo
from pyoxigraph import NamedNode

from loaders.curation.record import Reader, one_or_many
from loaders.curation.registers import Mention, Registers
from loaders.dates import When, parse
from loaders.limits import LAST_LINE, NAMED, TEXT
from loaders.plain_files import unseen
from ontology.spelling import did_you_mean, kebab
from ontology.terms import NHV, concept

_SPAN = re.compile(r"([0-9]+)(?:\s*[-–]\s*([0-9]+))?")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Lines:
    """Lines of a source document: closed spans, counted from 1, in the order written."""

    spans: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        """The first line of all."""
        return min(first for first, _ in self.spans)

    @property
    def last(self) -> int:
        """The last line of all."""
        return max(last for _, last in self.spans)

    def __str__(self) -> str:
        return ", ".join(f"{a}–{b}" if b > a else str(a) for a, b in self.spans)

    @property
    def slug(self) -> str:
        """The lines as part of an identifier, ``l68-70``."""
        return f"l{self}".replace("–", "-").replace(", ", ".")


@dataclass(frozen=True)
class Count:
    """A number of units, as proposed, decided, advertised or granted."""

    number: int
    age_group: NamedNode | None = None
    alternative: int | None = None  # which option this is (1, 2 …) where the source offers several
    scope: str | None = None  # what the units are for, where it is a part of the area
    of_which: Count | None = None  # the part of these units that has a further task
    printed: str | None = None  # the wording of the source, such as ``4(2)``


def stripped(value: Any) -> str:
    """A text in Unicode NFC without outer blanks; empty, long and unseen ones are refused."""
    if not isinstance(value, str):
        raise ValueError(f"text is wanted here, not {_shape(value)}; write one line of text")
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        raise ValueError("empty; write the text or leave the field out")
    if len(text) > TEXT:
        raise ValueError(f"{len(text):,} characters are too many; write at most {TEXT:,}")
    if bad := unseen(text):
        raise ValueError(f"holds the control character U+{ord(bad):04X}; remove it")
    return text


def identifier(value: Any) -> str:
    """The id of a thing: lower-case letters of a–z, digits and single hyphens, ``region-skane``."""
    if not (isinstance(value, str) and _SLUG.fullmatch(value)):
        proposed = kebab(value) if isinstance(value, str) else ""
        remedy = f"write a–z, 0–9 and single hyphens, such as '{proposed or 'region-skane'}'"
        raise ValueError(f"{_quoted(value)} is no id; {remedy}")
    if len(value) > NAMED:
        raise ValueError(f"{len(value):,} characters are too many; write at most {NAMED:,}")
    return value


def whole_number(value: Any) -> int:
    """A whole number from 0."""
    if not (isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip())):
        raise ValueError(f"{_quoted(value)} is no whole number; write digits only")
    return int(value)


def yes_or_no(value: Any) -> bool:
    """``true`` or ``false``."""
    if value not in ("true", "false"):
        raise ValueError(f"{_quoted(value)} is neither true nor false; write true or false")
    return bool(value == "true")


def date_like(form: str = "", what: str = "") -> Reader:
    """A reader of an EDTF date (see :mod:`loaders.dates`); of a form alone, if one is given."""

    def read(value: Any, _: object) -> When:
        when = parse(stripped(value))
        if not re.fullmatch(form or ".*", when.text):
            raise ValueError(f"'{when.text}' is no {what}")
        return when

    return Reader(read, example="2026-06-02")


def web_address(value: Any) -> NamedNode:
    """An ``http`` or ``https`` address without blanks, quotes or angle brackets."""
    text = stripped(value)
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        raise ValueError(f"'{text}' is no web address; write it from http(s):// on, without blanks")
    try:
        return NamedNode(text)
    except ValueError as error:
        remedy = "copy it from the browser, with %5B for [ and two digits after each %"
        raise ValueError(f"'{text}' is no web address ({error}); {remedy}") from None


def parse_lines(value: Any) -> Lines:
    """``70``, ``68-70`` or a list of such."""
    spans = []
    for item in one_or_many(value):
        match = _SPAN.fullmatch(stripped(item))
        if not match:
            raise ValueError(f"{_quoted(item)} is no line; write 70, 68-70 or [62-63, 144-146]")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= LAST_LINE:
            raise ValueError(f"lines {item} run backwards or from 0; write the first line first")
        spans.append((first, last))
    if not spans:
        raise ValueError("no line is given; write 70, 68-70 or [62-63, 144-146]")
    return Lines(tuple(spans))


def mention_of(*kinds: str) -> Reader:
    """A reader of a name of a thing of one of ``kinds``, as printed or as its id."""

    def reconcile(value: Any, info: ValidationInfo) -> Mention:
        assert isinstance(info.context, Registers)
        return info.context.find(stripped(value), kinds)

    return Reader(reconcile, kinds=kinds)


def concept_of(scheme: str) -> Reader:
    """A reader of a value of a controlled vocabulary of the ontology."""
    return Reader(lambda value, _: concept(scheme, stripped(value)), scheme)


_COUNT_FORMS = ("total", "alternatives", "adults", "children")
_COUNT_KEYS = ("total", "of_which", "scope", "alternatives", "adults", "children", "printed")
_AGE_GROUPS = {"adults": NHV.Adults, "children": NHV.Children}


def parse_counts(value: Any) -> tuple[Count, ...]:
    """One count, or one for each alternative or age group; see "units" in the README there."""
    if not isinstance(value, dict):
        return (Count(whole_number(value)),)
    for key in value:
        if key not in _COUNT_KEYS:
            near = did_you_mean(key, _COUNT_KEYS, f"use {', '.join(_COUNT_KEYS)}")
            raise ValueError(f"units have no '{key}'; {near}")
    printed, scope = (stripped(value[k]) if k in value else None for k in ("printed", "scope"))
    count = partial(Count, scope=scope, printed=printed)
    match [key for key in _COUNT_FORMS if key in value]:
        case ["alternatives"]:
            numbers = [whole_number(item) for item in one_or_many(value["alternatives"])]
            if len(numbers) < 2:
                raise ValueError("one alternative is none; write the number itself")
            return tuple(count(number, alternative=n) for n, number in enumerate(numbers, 1))
        case ["adults"] | ["children"] | ["adults", "children"] as groups:
            return tuple(count(whole_number(value[g]), age_group=_AGE_GROUPS[g]) for g in groups)
        case ["total"]:
            total = whole_number(value["total"])
            if "of_which" not in value:
                return (count(total),)
            part = whole_number(value["of_which"])
            if part > total:
                raise ValueError(f"{part} of {total} units cannot be; swap total and of_which")
            return (Count(total, of_which=Count(part, scope=scope), printed=printed),)
    forms = "write a number, alternatives, adults and children, or total"
    raise ValueError(f"units mix their forms; {forms}")


def _shape(value: Any) -> str:
    return "a list" if isinstance(value, list) else "a mapping" if value else "nothing"


def _quoted(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else _shape(value)


Id: TypeAlias = Annotated[str, Reader.by(identifier)]
Text: TypeAlias = Annotated[str, Reader.by(stripped)]
Number: TypeAlias = Annotated[int, Reader.by(whole_number)]
Date: TypeAlias = Annotated[When, date_like()]
Day: TypeAlias = Annotated[When, date_like(r"[0-9]{4}(-[0-9]{2}){2}", "day; write 2026-06-02")]
Year: TypeAlias = Annotated[When, date_like(r"[0-9]{4}", "year; write four digits")]
Truth: TypeAlias = Annotated[bool, Reader.by(yes_or_no)]
Address: TypeAlias = Annotated[NamedNode, Reader.by(web_address)]

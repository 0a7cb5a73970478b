"""A draft as a curated file, with comments for what a curator has to look at."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from loaders.drafting.findings import Draft, spans
from loaders.drafting.lines import Line

# What every source has and no document says in these words, or not surely.
NO_TITLE = "# missing: title_en, the title in English"
_MISSING = {
    "title_en": NO_TITLE,
    "publisher": "# missing: publisher, who published it",
}


def unused_lines(draft: Draft, lines: Sequence[Line]) -> list[int]:
    """The numbers of the lines with text that nothing in a draft points to."""
    used = {number for fact in draft.facts for number in fact["lines"]}
    used |= {number for one in draft.unknown for number in one.lines}
    return [n for n, line in enumerate(lines, 1) if line.text and n not in used]


def written(head: Mapping[str, object], draft: Draft, lines: Sequence[Line]) -> str:
    """The text of the curated file that a draft proposes."""
    facts = [entry(fact) for fact in draft.facts]
    said = remarks(draft, unused_lines(draft, lines), lines)
    return "\n".join([headed(head), *composed(facts), *said]) + "\n"


def headed(head: Mapping[str, object]) -> str:
    """The fields of a head, and a comment for each that a curator has to add."""
    return "\n".join([entry(head), *(line for key, line in _MISSING.items() if key not in head)])


def entry(fields: Mapping[str, object]) -> str:
    """The fields of a head or of a fact, a line each; empty ones are left out."""
    shown = {key: value for key, value in fields.items() if value not in ("", None, [])}
    if numbers := shown.get("lines"):
        said = spans(numbers)  # type: ignore[arg-type]
        shown["lines"] = Shown(f"[{said}]" if "," in said else said)
    return "\n".join(f"{key}: {_scalar(value)}" for key, value in shown.items())


def composed(facts: Sequence[str]) -> list[str]:
    """The list of facts, each given as the lines of its fields."""
    items = ["- " + fact.strip().replace("\n", "\n  ") for fact in facts]
    return ["facts:", *items] if items else ["facts: []"]


def remarks(draft: Draft, left: Sequence[int], lines: Sequence[Line]) -> list[str]:
    """Comments on what a curator has to look at: names, open matters, and the lines left."""
    out = []
    for one in draft.unknown:
        said = " | ".join([one.name, one.kind, one.party, one.day, f"lines {spans(one.lines)}"])
        out.append(f"# unknown: {said}")
    out += [f"# undecided: {line}" for line in draft.undecided]
    around = [n for n in left if lines[n - 1].role == "aside"]
    unused = [n for n in left if n not in around]
    for what, numbers in (("unused lines", unused), ("menus and notices around it", around)):
        if numbers:
            out.append(f"# {what}: {spans(numbers)}")
            out += [f"#   {n}: {lines[n - 1].text}" for n in numbers]
    return out


class Shown(str):
    """A value that is written as it is."""


def _scalar(value: Any) -> str:
    if isinstance(value, Shown):
        return value
    if isinstance(value, list):
        return "[" + ", ".join(map(_scalar, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_scalar(v)}" for k, v in value.items()) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    plain = re.fullmatch(r"[\w-]+(?::[\w-]+)?|\d{4}(?:-\d\d){0,2}", text)
    return (
        text
        if (plain and not text.isdigit()) or re.fullmatch(r"\d{4}(-\d\d)*", text)
        else json.dumps(text, ensure_ascii=False)
    )

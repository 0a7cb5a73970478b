"""What people read stands in tables: each word is used, and takes the same in both languages."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

from graph.base.words import Words, words_of
from tests.support import ROOT

TABLES = sorted((ROOT / "graph").rglob("words.toml"))


@dataclass
class Room:
    """What a room's code and templates say of its table.

    Attributes:
        table: The words.
        texts: Every text in the code, every quoted word of the templates.
        asked: The keys that are asked for by name.
        sections: The beginnings of keys that are put together.
    """

    table: Words
    texts: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)

    def uses(self, key: str) -> bool:
        """Whether a word is used; the names of terms are what the data bring."""
        return (
            ":" in key or key in self.texts or any(key.startswith(start) for start in self.sections)
        )


def _read(node: ast.AST, room: Room) -> None:
    match node:
        case ast.Call(
            func=ast.Attribute(attr=("say" | "section") as how),
            args=[ast.Constant(value=str(key)), *_],
        ):
            (room.asked if how == "say" else room.sections).add(key if how == "say" else f"{key}.")
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if start.endswith("."):
            room.sections.add(start)
        case ast.Constant(value=str(text)):
            room.texts.add(text)


def _words(table: Path) -> Words:
    return words_of(".".join(table.parent.relative_to(ROOT).parts))


def _room(table: Path) -> Room:
    room = Room(_words(table))
    for path in sorted(table.parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            _read(node, room)
    for path in sorted({*table.parent.rglob("*.html"), *table.parent.rglob("templates/*.*")}):
        room.texts.update(re.findall(r"[\"']([\w.-]+)[\"']", path.read_text(encoding="utf-8")))
    for path in sorted({*table.parent.rglob("*.toml")} - {table}):  # values and keys
        found = re.findall(r"(?m)\"([\w.-]+)\"|^([\w.-]+) =", path.read_text(encoding="utf-8"))
        room.texts.update(chain.from_iterable(found))
    return room


def _fields(text: str) -> list[str]:
    return sorted(str(name) for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.each
@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.parent.name)
def test_words_are_used_and_take_the_same_values(table: Path) -> None:
    """A word is used in its room, and there if asked for; both languages take as many values."""
    room = _room(table)
    unused = [key for key in room.table if not room.uses(key)]
    assert not unused, f"take out of {table.name} of {table.parent.name}, or use: {unused}"
    # A room may say what one below it says, such as the site the words of a picture.
    known = {key for other in TABLES for key in _words(other)}
    missing = sorted(room.asked - known)
    assert not missing, f"add to {table.name} of {table.parent.name}: {missing}"
    unlike = [key for key, (sv, en) in room.table.items() if _fields(sv) != _fields(en)]
    assert not unlike, (
        f"give both languages the same number of {{}} in {table.parent.name}: {unlike}"
    )

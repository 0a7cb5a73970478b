"""YAML files to trees of plain text, with the place of every key and value.

Every scalar stays text: YAML's own guesses (``NO`` is false, ``2018-07-01`` is a
date object, ``01`` is one) never happen, the record types read the text.
Anchors, aliases and tags are refused: curated files have no use for them, and an
alias can blow a small file up to any size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from loaders.kept import Kept
from loaders.limits import DEPTH, FILE_BYTES, PROBLEMS, VALUES
from loaders.plain_files import text_of
from loaders.problems import CuratedDataError, Place, Problems, refusal

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
Path_: TypeAlias = tuple[str | int, ...]

_LOADER: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, eq=False)
class Document:
    """One curated file: its path in the curated folder, its content as text, and its places.

    The place of a value is under its path of keys and indexes, that of a key under the path
    followed by ``"@key"``.
    """

    file: str
    tree: dict[str, Any]
    places: dict[Path_, Place] = field(repr=False)

    def place(self, path: Path_, *, key: bool = False) -> Place:
        """The place of a value (or of its key), or of the nearest thing above it."""
        if key and (found := self.places.get((*path, "@key"))):
            return found
        while path:
            if found := self.places.get(path):
                return found
            path = path[:-1]
        return self.places.get((), Place(self.file))

    def rows(self, key: str) -> list[Any]:
        """What stands under a key, if that is a list."""
        return rows if isinstance(rows := self.tree.get(key, []), list) else []


def read(folder: Path, problems: Problems, kept: Kept | None = None) -> list[Document]:
    """Read every ``*.yaml`` below a folder, by path; ``problems`` takes what is wrong."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.[yY]*[mM][lL]"))
    documents, kept = [], kept or Kept()
    for name in (names := [name for name in names if not name.startswith(".")]):
        path = folder / name
        with problems.noted():
            if path.suffix != ".yaml":
                what = f"the ending {path.suffix} is not read"
                raise refusal(Place(name), "-", what, "rename it to .yaml")
            text = text_of(path, name, FILE_BYTES)
            reading = partial(_document, text, name)
            documents.append(kept.made((read, name, text), problems, reading))
    if not names:
        remedy = "name the folder with registers/ and sources/"
        problems.add(Place(str(folder)), "-", "no curated file here", remedy)
    return documents


def read_file(path: Path, name: str) -> Document:
    """Read one file, which messages call by ``name``; CuratedDataError if it has problems."""
    return _document(text_of(path, name, FILE_BYTES), name)


def _document(text: str, name: str) -> Document:
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            raise refusal(Place(name, number, line.index("\t") + 1), "-", "a tab", "write blanks")
    return parsed(text, name)


def parsed(text: str, name: str) -> Document:
    """Read a text as YAML; ``name`` and errors as in :func:`read_file`."""
    tree, root = _Tree(name), None
    with tree.problems.noted():
        try:
            root = tree.grown(yaml.parse(text, Loader=_LOADER))
        except yaml.YAMLError as error:
            raise _unreadable(error, name) from None
    if root is None:
        tree.problems.raise_if_any()
    if not isinstance(root, dict):
        remedy = "begin with 'id: …' or a list name such as 'areas:'"
        raise refusal(Place(name), "-", "holds no mapping", remedy)
    tree.problems.raise_if_any()
    return Document(name, root, tree.places)


class _Tree:
    """Grows from the events of the parser, so that a text is gone over once."""

    def __init__(self, file: str) -> None:
        self.places: dict[Path_, Place] = {}
        self.problems = Problems()
        self._file = file
        self._values = 0

    def grown(self, events: Iterator[Any]) -> Any:
        """The content of the one document that there may be; ``None`` if there is none."""
        roots, begins = [], []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                begins.append(event)
            elif isinstance(event, yaml.NodeEvent):
                roots.append(self._node(event, events, ()))
        for event in begins[1:]:
            raise _refused(self._place(event), "but found another document")
        return roots[0] if roots else None

    def _node(self, event: Any, events: Iterator[Any], path: Path_) -> Any:
        """What begins with an event: a text, a list or a mapping."""
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _refused(self._place(event), "an anchor or alias (& or *)")
        self.places[path] = self._place(event)
        self._values += 1
        if self._values > VALUES:
            remedy = f"split it; {VALUES:,} values are the limit"
            raise refusal(self._place(event), "-", "too much for one file", remedy)
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if len(path) == DEPTH:
            remedy = f"write plain fields; {DEPTH} levels are the limit"
            raise refusal(self._place(event), "-", "nested too deeply", remedy)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        rows: list[Any] = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            rows.append(self._node(item, events, (*path, len(rows))))
        return rows

    def _mapping(self, events: Iterator[Any], path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            word = key.value if isinstance(key, yaml.ScalarEvent) and not key.anchor else None
            place = self._place(key)
            if len(self.problems) == PROBLEMS:
                remedy = f"mend these {PROBLEMS} first"
                raise refusal(place, "-", "more may be wrong from here on", remedy)
            if word is not None and word not in found:
                self.places[*path, word, "@key"] = place
                found[word] = self._node(next(events), events, (*path, word))
                continue
            if word is None:
                self.problems.add(place, "-", "a key that is no word", "write 'key: value'")
            else:
                self.problems.add(place, word, "stands twice in one mapping", "keep one of the two")
            aside = _Tree(self._file)  # key and value are read only to go on behind them
            aside._node(key, events, (*path, "?"))
            aside._node(next(events), events, (*path, "?"))
            self._values += aside._values
        return found

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1)


def _refused(place: Place, problem: str) -> CuratedDataError:
    remedy = "mend the YAML there; README.md in the curated folder shows the form"
    return refusal(place, "-", f"not readable as YAML: {problem}", remedy)


def _unreadable(error: yaml.YAMLError, name: str) -> CuratedDataError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    return _refused(place, getattr(error, "problem", None) or str(error).splitlines()[0])

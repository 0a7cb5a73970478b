"""YAML files to trees of plain text, with the place of every key and value.

Every scalar stays text: YAML's own guesses (``NO`` is false, ``2018-07-01`` is a
date object, ``01`` is one) never happen, the record types read the text.
Anchors, aliases and tags are refused: curated files have no use for them, and an
alias can blow a small file up to any size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from loaders.problems import Place, Problems, did_you_mean

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
Path_: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 2_000_000
MAX_DEPTH = 12
_LOADER: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Document:
    """One curated file.

    Attributes:
        file: Path relative to the curated folder, with ``/``.
        tree: Its content; scalars are text.
        places: The place of every value, by its path of keys and indexes, and of every
            key, by the path followed by ``"@key"``.
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


def read(folder: Path, problems: Problems) -> list[Document]:
    """Read every ``*.yaml`` below a folder.

    Args:
        folder: The curated folder, with ``registers`` and ``sources``.
        problems: Takes what is wrong; files with problems are left out.

    Returns:
        The documents, sorted by path.
    """
    paths = sorted(
        path
        for path in folder.rglob("*.y*ml")
        if not path.relative_to(folder).as_posix().startswith(".")
    )
    documents = []
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if path.suffix != ".yaml":
            problems.add(
                Place(name), "-", f"the ending {path.suffix} is not read", "rename it to .yaml"
            )
        elif document := read_file(path, name, problems):
            documents.append(document)
    if not paths:
        problems.add(
            Place(str(folder)),
            "-",
            "no curated file here",
            "name the folder with registers/ and sources/",
        )
    return documents


def read_file(path: Path, name: str, problems: Problems) -> Document | None:
    """Read one file.

    Args:
        path: The file.
        name: How messages call it.
        problems: Takes what is wrong.

    Returns:
        The document, or ``None`` if it has problems.
    """
    text = _text(path, name, problems)
    if text is None:
        return None
    try:
        root = _compose(text)
    except yaml.YAMLError as error:
        place, what = _yaml_trouble(error, name)
        problems.add(
            place, "-", what, "mend the YAML there; README.md in the curated folder shows the form"
        )
        return None
    except RecursionError:
        problems.add(Place(name), "-", "nested too deeply", f"nest at most {MAX_DEPTH} levels")
        return None
    if not isinstance(root, yaml.MappingNode):
        problems.add(
            Place(name),
            "-",
            "holds no mapping",
            "begin with 'id: …' or a list name such as 'areas:'",
        )
        return None
    before = len(problems)
    places: dict[Path_, Place] = {}
    tree = _plain(root, (), name, places, problems)
    return Document(name, tree, places) if len(problems) == before else None


def _text(path: Path, name: str, problems: Problems) -> str | None:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            problems.add(
                Place(name),
                "-",
                f"{size:,} bytes are too many",
                f"split it; {MAX_BYTES:,} bytes are the limit",
            )
            return None
        data = path.read_bytes()
    except OSError as error:
        problems.add(
            Place(name), "-", f"cannot be read ({error.strerror})", "check the file and its rights"
        )
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        problems.add(
            Place(name), "-", "begins with a byte-order mark", "save it as UTF-8 without BOM"
        )
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(Place(name, line), "-", "is not UTF-8", "save the file as UTF-8")
        return None
    for number, line_text in enumerate(text.split("\n"), 1):
        if "\t" in line_text:
            column = line_text.index("\t") + 1
            problems.add(Place(name, number, column), "-", "a tab", "write blanks")
            return None
        if "\r" in line_text:
            problems.add(
                Place(name, number), "-", "a Windows line end (CRLF)", "save with LF line ends"
            )
            return None
    return text


def _compose(text: str) -> yaml.Node | None:
    """The node tree of a text, refusing aliases, several documents and great depth."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refusal("an anchor or alias (& or *)", event)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                raise _refusal(f"nested more than {MAX_DEPTH} levels", event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
    return yaml.compose(text, Loader=_LOADER)


def _refusal(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark: Any = event.start_mark
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


def _plain(
    node: yaml.Node, path: Path_, file: str, places: dict[Path_, Place], problems: Problems
) -> Any:
    places[path] = _place(node, file)
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(item, (*path, i), file, places, problems) for i, item in enumerate(node.value)
        ]
    tree: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            problems.add(_place(key_node, file), "-", "a key that is no word", "write 'key: value'")
            continue
        key = str(key_node.value)
        if key in tree:
            problems.add(
                _place(key_node, file), key, "stands twice in one mapping", "keep one of the two"
            )
            continue
        places[(*path, key, "@key")] = _place(key_node, file)
        tree[key] = _plain(value_node, (*path, key), file, places, problems)
    return tree


def _place(node: yaml.Node, file: str) -> Place:
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)


def _yaml_trouble(error: yaml.YAMLError, name: str) -> tuple[Place, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return place, f"not readable as YAML: {what}"


def unknown_keys(tree: dict[str, Any], known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Keys of a mapping that are not known, each with its remedy."""
    for key in tree:
        if key not in known:
            yield key, did_you_mean(key, known, f"use {', '.join(known)}")

"""Files and folders: there whole or not at all, and watched while somebody writes them."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from glob import escape
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.problems import BadParameter
from loaders.publishing.files import TEMPORARY, temporary_name, write_whole

if TYPE_CHECKING:
    from jinja2 import Environment

_PAUSE = 0.2  # seconds between two looks at files


def as_path(given: object) -> Path:
    """The path of a file or folder that somebody names.

    Raises BadParameter if it is neither a text nor a path.
    """
    if isinstance(given, str | os.PathLike):
        return Path(given)
    what = f"a file is named by a text or a path, not by something of type {type(given).__name__}"
    raise BadParameter(f"{what}; write it in quotes")


def text_beside(room: str, path: str) -> str:
    """The text of a file that stands with the code of a room, such as ``"graph.cli"``."""
    return (files(room) / path).read_text(encoding="utf-8")


@cache
def code() -> str:
    """A digest of all code, words, rules and templates, and of the engine that they call."""
    from importlib.metadata import version

    total = sha256(f"{sys.version} {version('pyoxigraph')}".encode())
    for room in ("graph", "loaders", "ontology"):
        place = Path(str(files(room)))
        for path in sorted(place.rglob("*")):
            if path.suffix in (".py", ".toml", ".ttl", ".rq", ".html", ".xml"):
                total.update(f"{room}/{path.relative_to(place).as_posix()} ".encode())
                total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


def templates(room: str, **settings: Any) -> Environment:
    """What fills in the ``templates`` of a room: text as it stands, without the lines of blocks.

    A name that nobody gives is an error. ``settings`` are further ones of jinja2.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    usual = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
    return Environment(loader=PackageLoader(room), undefined=StrictUndefined, **usual | settings)


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A new folder beside another, to be filled; who renames it keeps it, else it goes.

    Example:
        >>> with beside(Path("site")) as made:  # doctest: +SKIP
        ...     (made / "index.html").touch()
        ...     take_place(made, Path("site"))
    """
    made = folder.with_name(temporary_name(f".{folder.name}"))
    made.mkdir(parents=True)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def take_place(made: Path, folder: Path) -> None:
    """Move a new folder to the place of an old one; if that fails, the old one comes back."""
    if not folder.exists():
        made.rename(folder)
        return
    old = folder.with_name(temporary_name(f".{folder.name}"))
    folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what killed runs left beside a folder, as far as possible."""
    for left in folder.parent.glob(f".{escape(folder.name)}{TEMPORARY}*"):
        shutil.rmtree(left, ignore_errors=True)


def changes(*places: Path) -> Iterator[None]:
    """Yield at once, and again whenever a file in or at one of the places has been saved."""
    before: dict[Path, int] | None = None
    while True:
        if (now := _times(places)) != before:
            before = now
            yield
        else:
            time.sleep(_PAUSE)


def _times(places: Iterable[Path]) -> dict[Path, int]:
    """When each file was last written; what goes meanwhile is not there."""
    found: dict[Path, int] = {}
    for place in places:
        for path in place.rglob("*") if place.is_dir() else (place,):
            with suppress(OSError):
                found[path] = path.stat().st_mtime_ns
    return found

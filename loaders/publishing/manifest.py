"""What is published in a build folder, and whether it is whole.

``store/current`` (JSON) names the store that counts and says what belongs to it.  Each
store's directory holds, beside the store's own files, its ``nhv.ttl`` and ``nhv.trig``;
those at the top of the build folder are hard links to them.  While these change places,
``store/.switching`` stands there, so that what a killed build left half done is
noticed and put right.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

from pyoxigraph import Quad, RdfFormat, parse

from loaders.publishing.canonical_turtle import Texts
from loaders.publishing.files import locked, temporary_name
from loaders.statements import uncollected

FORMAT = 1
"""Version of the build folder's layout; a reader refuses others, a build replaces them."""

TURTLE, TRIG, STORES, CURRENT = "nhv.ttl", "nhv.trig", "store", "current"
LOCK, SWITCHING, KEPT = ".lock", ".switching", "manifest.json"

Options: TypeAlias = Mapping[str, str | bool | None]
Sums: TypeAlias = Mapping[str, tuple[int, int | None]]
"""By name of a store's file, its size in bytes and its CRC-32 (``None``: too large to be read)."""

# Above this size of a store, opening it would take too long if all of it were read first; its
# own checksums notice damage then, when a damaged block is read.
_READ_AT_MOST = 64 * 1024 * 1024
# What the store writes when it is opened, or for people to read.
_NOT_DATA = ("LOG", "LOCK", TURTLE, TRIG, KEPT)


@dataclass(frozen=True)
class Manifest:
    """What ``store/current`` says."""

    format: int
    digest: str  # digest of everything the build was made from
    store: str  # name of the store's directory under ``store/``
    triples: int  # statements of the resolved graph
    quads: int  # statements of all graphs
    turtle_sha256: str
    trig_sha256: str
    options: Options  # the options of the build, so that it is made again the same way
    seen: str = ""  # the sizes and times of what it was made from, to see whether it is stale
    # The store's files with their checksums; empty if none were taken.
    files: Sums = field(default_factory=dict)


def read_manifest(out: Path) -> Manifest | None:
    """What is published in a build folder; None if nothing, or damaged or of another format."""
    return _read(out / STORES / CURRENT)


def kept_options(out: Path) -> Options:
    """The options of the last build in a folder, also where its manifest is damaged.

    They must outlive the damage: made again without its options, a build without names of
    persons would get them back.  None if nothing was ever published there.
    """
    kept = sorted(
        (out / STORES).glob(f"*/{KEPT}"), key=lambda path: (-path.stat().st_mtime, path.name)
    )
    found = (_read(path) for path in (out / STORES / CURRENT, *kept))
    return next((manifest.options for manifest in found if manifest), {})


def _read(path: Path) -> Manifest | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        files = {name: (size, checksum) for name, (size, checksum) in said.pop("files", {}).items()}
        manifest = Manifest(**said, files=files)
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    if manifest.format != FORMAT or Path(str(manifest.store)).name != manifest.store:
        return None
    return manifest


def current_store(out: Path) -> Path | None:
    """The directory of the store that readers should open; None if nothing whole is published.

    What a killed build left half done in the folder is put right first, if it may be written.
    """
    with contextlib.suppress(OSError):
        # A build at work has such a mark too, and the lock; that of a killed one has no holder.
        if (out / STORES / SWITCHING).exists():
            with locked(out / STORES / LOCK):
                restore(out)
    return whole_store(out)


def whole_store(out: Path) -> Path | None:
    """The same as the folder is, without a lock."""
    if (manifest := read_manifest(out)) is None:
        return None
    store = out / STORES / manifest.store
    if not (store / "CURRENT").is_file():  # RocksDB writes it when a store is whole
        return None
    try:
        return store if not manifest.files or sums(store) == manifest.files else None
    except OSError:
        return None


def texts_of(store: Path) -> Texts | None:
    """What a store's directory has as Turtle and TriG; None if they are not what was published."""
    said = _read(store / KEPT)
    try:
        turtle, trig = ((store / name).read_bytes() for name in (TURTLE, TRIG))
    except OSError:
        return None
    if said is None or sha256(trig).hexdigest() != said.trig_sha256:
        return None
    if sha256(turtle).hexdigest() != said.turtle_sha256:
        return None
    return Texts(turtle, trig, said.triples, said.quads)


@uncollected()
def said_by_graphs(store: Path) -> list[Quad]:
    """What the named graphs of a published store say; none if its texts are not what was published.

    To read the text takes half of the time of looking up each statement's terms in the store.
    """
    if (texts := texts_of(store)) is None:
        return []
    # The default graph stands first and without braces; no text has an end of line in it.
    table, at = texts.trig.partition(b"\n\n")[0], texts.trig.find(b" {\n")
    named = texts.trig[texts.trig.rfind(b"\n", 0, at) :] if at >= 0 else b""
    return list(parse(table + named, format=RdfFormat.TRIG))


def restore(out: Path) -> None:
    """Give a folder the files of its current store again, if a build was killed; needs the lock."""
    switching = out / STORES / SWITCHING
    if switching.exists():
        if manifest := read_manifest(out):
            show(out, out / STORES / manifest.store)
        switching.unlink()


def show(out: Path, store: Path) -> None:
    """Put the files of a store at the top of the build folder, each whole at any moment."""
    for name in (TURTLE, TRIG):
        temporary = out / temporary_name(f".{name}")
        try:
            try:
                temporary.hardlink_to(store / name)
            except OSError:  # a file system without links
                shutil.copyfile(store / name, temporary)
            temporary.replace(out / name)
        finally:
            # Renaming one of two links of the same file to the other leaves both, by POSIX.
            temporary.unlink(missing_ok=True)


def sums(store: Path) -> Sums:
    """Size and checksum of each file of a store to which nobody writes."""
    sizes = {
        path.name: path.stat().st_size
        for path in sorted(store.iterdir())
        if path.name not in _NOT_DATA
    }
    small = sum(sizes.values()) <= _READ_AT_MOST
    return {
        name: (size, crc32((store / name).read_bytes()) if small else None)
        for name, size in sizes.items()
    }

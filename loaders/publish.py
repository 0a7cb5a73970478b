"""Publish a build: a store to query and two files to take home, all or nothing.

What lies in the build folder afterwards::

    nhv.ttl                  the resolved graph (the default graph)
    nhv.trig                 everything: the resolved graph and one graph per source
    store/<digest>/          an Oxigraph store of everything
    store/current            which of the stores counts, with checksums (JSON)

Everything is written under other names first and then renamed, ``current`` last.
A build that is stopped at any moment therefore leaves the one before readable, and
two builds at once switch one after the other (a lock covers the renaming only).  The
store that was current before is kept, because a reader may have it open.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from loaders.locks import locked
from loaders.turtle import trig, turtle
from ontology.terms import PREFIXES

__all__ = [
    "Manifest",
    "PublishError",
    "Published",
    "current_store",
    "publish",
    "read_manifest",
    "trig",
    "turtle",
]

FORMAT = 1
"""Version of the build folder's layout; a reader refuses others, a build replaces them."""

Options: TypeAlias = Mapping[str, str | bool | None]

_TURTLE, _TRIG, _STORES, _CURRENT = "nhv.ttl", "nhv.trig", "store", "current"
_TEMPORARY = ".tmp-"
_LEFTOVER_AFTER = 24 * 60 * 60.0


class PublishError(Exception):
    """A build cannot be published; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What ``store/current`` says.

    Attributes:
        format: Version of the layout.
        digest: Digest of everything the build was made from.
        store: Name of the store's directory under ``store/``.
        triples: Statements of the resolved graph.
        quads: Statements of all graphs.
        turtle_sha256: Checksum of ``nhv.ttl``.
        trig_sha256: Checksum of ``nhv.trig``.
        options: The options of the build, so that it is made again the same way.
    """

    format: int
    digest: str
    store: str
    triples: int
    quads: int
    turtle_sha256: str
    trig_sha256: str
    options: Options


@dataclass(frozen=True)
class Published:
    """What :func:`publish` left behind.

    Attributes:
        manifest: What ``store/current`` now says.
        store: The store's directory.
        turtle: The Turtle file.
        trig: The TriG file.
        reused: Whether all of it was there already.
    """

    manifest: Manifest
    store: Path
    turtle: Path
    trig: Path
    reused: bool


def publish(
    quads: Sequence[ox.Quad], out: Path, digest: str, options: Options | None = None
) -> Published:
    """Write a build into a folder and make it the current one.

    Args:
        quads: Everything: the resolved graph as default graph, the others named.
        out: The build folder; made if missing.
        digest: Digest of what the build was made from (at least 12 characters).
        options: The options it was made with; kept in the manifest.

    Returns:
        Where everything is.

    Raises:
        PublishError: If the folder cannot be written.
        ValueError: If a statement has a blank node, or the digest is too short for a name.

    Example:
        >>> publish(quads, Path("build"), digest).store  # doctest: +SKIP
        PosixPath('build/store/3f1c9a0be27d')
    """
    name = digest[:12]
    if len(name) < 12 or not name.isalnum():
        raise ValueError(f"'{digest}' is no digest; give 12 or more letters and digits")
    unique = set(quads)
    resolved = [q for q in unique if isinstance(q.graph_name, ox.DefaultGraph)]
    files = {_TURTLE: turtle(resolved, PREFIXES), _TRIG: trig(unique, PREFIXES)}
    manifest = Manifest(
        format=FORMAT,
        digest=digest,
        store=name,
        triples=len(resolved),
        quads=len(unique),
        turtle_sha256=sha256(files[_TURTLE]).hexdigest(),
        trig_sha256=sha256(files[_TRIG]).hexdigest(),
        options=dict(options or {}),
    )
    with _sentences(out):
        stores = out / _STORES
        stores.mkdir(parents=True, exist_ok=True)
        if (found := _published(out, manifest)) is not None:
            return found
        with contextlib.ExitStack() as temporaries:
            built = _build_store(stores, unique, name, temporaries)
            written = {n: _write(out, n, data, temporaries) for n, data in files.items()}
            with locked(stores / ".lock"):
                if (found := _published(out, manifest)) is not None:  # by another build meanwhile
                    return found
                return _switch(out, manifest, built, written, temporaries)


def read_manifest(out: Path) -> Manifest | None:
    """Read what is published in a folder.

    Args:
        out: The build folder.

    Returns:
        The manifest; None if there is none, or it is damaged or of another format.
    """
    try:
        said = json.loads((out / _STORES / _CURRENT).read_text(encoding="utf-8"))
        manifest = Manifest(**said)
    except (OSError, ValueError, TypeError):
        return None
    if manifest.format != FORMAT or Path(str(manifest.store)).name != manifest.store:
        return None
    return manifest


def current_store(out: Path) -> Path | None:
    """Find the store that readers should open.

    Args:
        out: The build folder.

    Returns:
        The store's directory; None if nothing whole is published there.
    """
    manifest = read_manifest(out)
    if manifest is None or not _is_store(store := out / _STORES / manifest.store):
        return None
    return store


def _published(out: Path, wanted: Manifest) -> Published | None:
    """What is in the folder already, if it is exactly what is wanted."""
    there, store = read_manifest(out), current_store(out)
    if there is None or store is None or replace(there, store=wanted.store) != wanted:
        return None
    for name, checksum in ((_TURTLE, wanted.turtle_sha256), (_TRIG, wanted.trig_sha256)):
        path = out / name
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != checksum:
            return None
    return Published(there, store, out / _TURTLE, out / _TRIG, True)


def _switch(
    out: Path,
    manifest: Manifest,
    built: Path,
    written: dict[str, Path],
    temporaries: contextlib.ExitStack,
) -> Published:
    """Rename everything into place, ``current`` last; then remove what is outdated."""
    stores, before = out / _STORES, read_manifest(out)
    if (stores / manifest.store).exists():  # of the same inputs, yet not what is current
        manifest = replace(manifest, store=f"{manifest.store}-{_random()}")
    text = json.dumps(asdict(manifest), indent=2) + "\n"
    current = _write(stores, _CURRENT, text.encode(), temporaries)
    store = built.rename(stores / manifest.store)
    try:
        _sync(stores)
        for name, path in written.items():
            path.replace(out / name)
        _sync(out)
        current.replace(stores / _CURRENT)
    except BaseException:
        shutil.rmtree(store, ignore_errors=True)
        raise
    _sync(stores)
    _remove_outdated(stores, manifest.store, before.store if before else None)
    return Published(manifest, store, out / _TURTLE, out / _TRIG, False)


def _build_store(
    stores: Path, quads: set[ox.Quad], name: str, temporaries: contextlib.ExitStack
) -> Path:
    """Build a store under a temporary name, whole and on the disk."""
    path = stores / f"{name}{_TEMPORARY}{os.getpid()}-{_random()}"
    temporaries.callback(shutil.rmtree, path, ignore_errors=True)
    store = ox.Store(path)
    store.bulk_extend(quads)
    store.optimize()
    store.flush()
    del store  # closes it: an open store holds a lock
    for file in path.iterdir():
        _sync(file)
    _sync(path)
    return path


def _write(folder: Path, name: str, data: bytes, temporaries: contextlib.ExitStack) -> Path:
    """Write a file under a temporary name, whole and on the disk."""
    path = folder / f".{name}{_TEMPORARY}{os.getpid()}-{_random()}"
    temporaries.callback(path.unlink, missing_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def _remove_outdated(stores: Path, now: str, before: str | None) -> None:
    """Remove old stores, as far as possible; keep the one before and what is younger.

    An old store gets a temporary name first: half a store must never look like one.
    """
    with contextlib.suppress(OSError):
        age = (stores / before).stat().st_mtime if before else time.time()
        for path in sorted(stores.iterdir()):
            if path.name in (now, before) or not path.is_dir():
                continue
            if _TEMPORARY in path.name:
                if path.stat().st_mtime < time.time() - _LEFTOVER_AFTER:
                    shutil.rmtree(path, ignore_errors=True)
            elif path.stat().st_mtime <= age:
                gone = path.rename(stores / f"{path.name}{_TEMPORARY}old-{_random()}")
                shutil.rmtree(gone, ignore_errors=True)
    for folder in (stores, stores.parent):
        for path in folder.glob(f".*{_TEMPORARY}*"):
            with contextlib.suppress(OSError):
                if path.is_file() and path.stat().st_mtime < time.time() - _LEFTOVER_AFTER:
                    path.unlink()


def _is_store(path: Path) -> bool:
    """Whether a directory holds a store (RocksDB's ``CURRENT`` is written when it is whole)."""
    return (path / "CURRENT").is_file()


def _random() -> str:
    return secrets.token_hex(4)


def _sync(path: Path) -> None:
    """Put a file or directory on the disk (Windows cannot do that with directories)."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _sentences(out: Path) -> Iterator[None]:
    """Turn an error of the file system into one sentence with a remedy."""
    try:
        yield
    except OSError as error:
        raise PublishError(_sentence(error, out)) from error


def _sentence(error: OSError, out: Path) -> str:
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in reason:
        return f"The disk of {out} is full; free some space or build into another folder."
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        name = error.filename or out
        return f"{name} is a file where a folder is needed; remove it or build into another folder."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or "ermission denied" in reason:
        return f"{out} cannot be written ({reason}); allow it or build into another folder."
    return f"The build could not be written into {out} ({reason}); try another folder."

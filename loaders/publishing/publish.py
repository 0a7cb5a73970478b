"""Publish a build: a store to query and two files to take home, all or nothing.

What lies in the build folder afterwards::

    nhv.ttl                  the resolved graph (the default graph)
    nhv.trig                 everything: the resolved graph and one graph per source
    store/<digest>/          an Oxigraph store of everything, and its own nhv.ttl and nhv.trig
    store/current            which of the stores counts, with checksums (JSON)

Everything is written under other names first and then renamed, ``current`` last.
A build that is stopped at any moment therefore leaves the one before readable.  Of
two builds at once the second waits for the first (a lock covers all of it), so that
whoever writes knows that every temporary name there was left by a killed build.  The
store that was current before is kept, because a reader may have it open.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue

import pyoxigraph as ox

from loaders.problems import PublishError
from loaders.publishing import manifest as layout
from loaders.publishing.canonical_turtle import Texts, ordered, written
from loaders.publishing.files import TEMPORARY, locked, temporary_name
from loaders.publishing.manifest import STORES, TRIG, TURTLE, Manifest, Options, read_manifest
from loaders.statements import Graphs, Resolved
from ontology.terms import PREFIXES


@dataclass(frozen=True)
class Published:
    """What a build left behind, and whether all of it was there already."""

    manifest: Manifest
    store: Path
    turtle: Path
    trig: Path
    reused: bool


@contextlib.contextmanager
def prepared(
    named: Graphs, out: Path, digest: str, options: Options | None = None, seen: str = ""
) -> Iterator[Callable[[Resolved], Callable[[], Published]]]:
    """Begin to write a build, to publish it or not.

    The store is loaded beside, in another thread: with the named graphs at once, so that what
    follows from them, and whether it is in order, can be found out meanwhile.  The digest of what
    the build was made from names it; the options, and how that was seen, are kept in the manifest.

    Yields:
        What to call with the resolved graph to write all, once.  It returns what to call to make
        that the current build, which waits until everything is written, and raises as this does.
        What was not published in the end is removed.

    Raises:
        PublishError: If the folder cannot be written; the build before stays as it was.
        ValueError: If a statement has a blank node, or the digest is shorter than 12 characters.
    """
    name = digest[:12]
    if len(name) < 12 or not name.isalnum():
        raise ValueError(f"'{digest}' is no digest; give 12 or more letters and digits")
    folder = out / STORES / temporary_name(name)
    with contextlib.ExitStack() as stack:
        with _sentences(out):
            folder.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locked(folder.parent / layout.LOCK))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        beside = stack.enter_context(ThreadPoolExecutor(1, "store"))
        batches = SimpleQueue[Sequence[ox.Quad]]()
        stack.callback(batches.put, ())
        loading = beside.submit(_write_store, folder, iter(batches.get, ()))
        batches.put(others := ordered(named))

        def write(resolved: Resolved) -> Callable[[], Published]:
            batches.put(default := ordered({ox.DefaultGraph(): resolved}))
            batches.put(())
            texts = written(default, others, PREFIXES)
            manifest = Manifest(
                format=layout.FORMAT,
                digest=digest,
                store=name,
                triples=texts.triples,
                quads=texts.quads,
                turtle_sha256=sha256(texts.turtle).hexdigest(),
                trig_sha256=sha256(texts.trig).hexdigest(),
                options=dict(options or {}),
                seen=seen,
            )
            return lambda: _publish(out, manifest, folder, texts, loading)

        yield write


def _publish(
    out: Path, manifest: Manifest, folder: Path, texts: Texts, loading: Future[None]
) -> Published:
    """Make a build the current one when it is written, unless it is current already."""
    with _sentences(out):
        loading.result()
        _write(folder / TURTLE, texts.turtle)
        _write(folder / TRIG, texts.trig)
        _sync(folder)
        manifest = replace(manifest, files=layout.sums(folder))
        found = _published(out, manifest) or _switch(out, manifest, folder)
        _remove_leftovers(out)
        return found


def _published(out: Path, wanted: Manifest) -> Published | None:
    """What is in the folder already, if it is exactly what is wanted."""
    there, store = read_manifest(out), layout.whole_store(out)
    if not (there and store):
        return None
    if replace(there, store=wanted.store, files=wanted.files, seen=wanted.seen) != wanted:
        return None
    for name, checksum in ((TURTLE, wanted.turtle_sha256), (TRIG, wanted.trig_sha256)):
        path = out / name
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != checksum:
            return None
    return Published(there, store, out / TURTLE, out / TRIG, True)


def _switch(out: Path, manifest: Manifest, built: Path) -> Published:
    """Rename everything into place, ``current`` last; then mark what is outdated as left over."""
    stores, before = out / STORES, read_manifest(out)
    if (stores / manifest.store).exists():  # of the same inputs, yet not what is current
        manifest = replace(manifest, store=f"{manifest.store}-{os.urandom(4).hex()}")
    text = json.dumps(asdict(manifest), indent=2) + "\n"
    current = stores / temporary_name(f".{layout.CURRENT}")
    store = stores / manifest.store
    try:
        _write(current, text.encode())
        _write(built / layout.KEPT, text.encode())
        built.rename(store)
        (stores / layout.SWITCHING).touch()
        _sync(stores)
        layout.show(out, store)
        _sync(out)
        current.replace(stores / layout.CURRENT)
    except BaseException:
        shutil.rmtree(store, ignore_errors=True)
        with contextlib.suppress(OSError):
            current.unlink(missing_ok=True)
            layout.restore(out)
        raise
    _sync(stores)
    (stores / layout.SWITCHING).unlink()
    kept = {manifest.store}
    if before is not None and not _forgets(manifest.options, before.options):
        kept.add(before.store)
    with contextlib.suppress(OSError):
        for path in [path for path in stores.iterdir() if path.is_dir()]:
            if path.name not in kept and TEMPORARY not in path.name:
                # Half a store must never look like one.
                path.rename(stores / temporary_name(f".{path.name}"))
    return Published(manifest, store, out / TURTLE, out / TRIG, False)


def _remove_leftovers(out: Path) -> None:
    """Remove whatever has a temporary name, as far as possible."""
    files = (path for name in (TURTLE, TRIG) for path in out.glob(f".{name}{TEMPORARY}*"))
    for path in [*files, *(out / STORES).glob(f"*{TEMPORARY}*")]:
        with contextlib.suppress(OSError):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def _forgets(now: Options, before: Options) -> bool:
    """Whether a build leaves out persons whom the one before may name: no copy is kept then."""
    fewer = now.get("people") is False and before.get("people") is not False
    return fewer or now.get("removals") != before.get("removals")


def _write_store(folder: Path, batches: Iterable[Sequence[ox.Quad]]) -> None:
    """Write a store into a new folder, whole and on the disk.

    Unlike adding quads one by one, loading them as text leaves Python free to go on meanwhile.
    """
    store = ox.Store(folder)
    for quads in batches:
        text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        store.bulk_load(text, format=ox.RdfFormat.N_QUADS, lenient=True)
    store.optimize()
    store.flush()
    del store  # closes it: an open store holds a lock
    for file in folder.iterdir():
        _sync(file)


def _write(path: Path, data: bytes) -> None:
    """Write a file, whole and on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


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
        reason, elsewhere = error.strerror or str(error), "build into another folder"
        if error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in reason:
            what = f"The disk of {out} is full; free some space or {elsewhere}."
        elif error.errno in (errno.ENOTDIR, errno.EEXIST):
            name = error.filename or out
            what = f"{name} is a file where a folder is needed; remove it or {elsewhere}."
        elif (
            error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or "ermission denied" in reason
        ):
            what = f"{out} cannot be written ({reason}); allow it or {elsewhere}."
        else:
            what = f"The build could not be written into {out} ({reason}); try another folder."
        raise PublishError(what) from error

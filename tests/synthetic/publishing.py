"""Write a synthetic graph to a file, or as a build directory that can be opened.

Both are streamed, and both appear whole or not at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, serialize

from loaders.problems import PublishError
from loaders.publishing.files import locked, temporary_name
from loaders.publishing.manifest import (
    CURRENT,
    FORMAT,
    LOCK,
    STORES,
    TURTLE,
    Manifest,
    read_manifest,
)
from ontology.spelling import did_you_mean
from ontology.terms import PREFIXES
from tests.synthetic.generate import check_scale, quads

Progress = Callable[[str], None]

OPTION = "synthetic"
"""The option of a manifest that tells the scale; builds of curated files have none."""

_FORMATS = {
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
    ".ttl": RdfFormat.TURTLE,
}
_TRIPLES = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE)
_EVERY = 1_000_000


@dataclass(frozen=True)
class Synthesised:
    """What :func:`publish` left behind.

    Attributes:
        manifest: What ``store/current`` now says.
        store: The store's directory.
    """

    manifest: Manifest
    store: Path


def write(scale: int, path: Path, progress: Progress) -> int:
    """Write a synthetic graph to a file, in the format of its ending.

    Args:
        scale: The scale; see :func:`tests.synthetic.quads`.
        path: The file, ending in ``.nq``, ``.nt``, ``.ttl`` or ``.trig``; replaced if it exists.
        progress: Told after every million statements.

    Returns:
        The number of statements.

    Raises:
        ValueError: If the scale or the ending is not one of those possible.
        PublishError: If the file cannot be written; what was there stays as it was.

    Example:
        >>> write(1, Path("synthetic.nq"), print)  # doctest: +SKIP
        36861
    """
    check_scale(scale)
    if path.suffix not in _FORMATS:
        known = ", ".join(_FORMATS)
        remedy = did_you_mean(path.suffix, _FORMATS, f"use one of {known}")
        raise ValueError(f"{path.name} has no known format; {remedy}")
    format_ = _FORMATS[path.suffix]
    counter = _Counter(progress)
    temporary = path.with_name(temporary_name(f".{path.name}"))
    with _sentences(path), _removed(temporary):
        with temporary.open("wb") as file:
            stream = counter.counted(quads(scale))
            if format_ in _TRIPLES:
                serialize((quad.triple for quad in stream), file, format_, prefixes=dict(PREFIXES))
            else:
                serialize(stream, file, format_, prefixes=dict(PREFIXES))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    return counter.count


def publish(scale: int, directory: Path, progress: Progress) -> Synthesised:
    """Make a build directory with a synthetic graph: a store and its manifest.

    The directory has no ``nhv.ttl`` and no ``nhv.trig``: :func:`write` makes such files, of any
    name.  A directory with a build of curated files is refused.

    Args:
        scale: The scale; see :func:`tests.synthetic.quads`.
        directory: The directory; made if missing.
        progress: Told after every million statements.

    Returns:
        Where the store is.

    Raises:
        ValueError: If the scale is none.
        PublishError: If the directory holds another build or cannot be written; what was there
            stays as it was.

    Example:
        >>> publish(10, Path("synthetic"), print).manifest.triples  # doctest: +SKIP
        346082
    """
    check_scale(scale)
    before = read_manifest(directory)
    if (before and OPTION not in before.options) or (directory / TURTLE).exists():
        raise PublishError(
            f"{directory} holds the graph of curated files; give another directory, so that "
            "nobody takes what is invented for it"
        )
    counter = _Counter(progress)
    stores = directory / STORES
    name = f"synthetic-{scale}-{secrets.token_hex(4)}"
    temporary = stores / temporary_name(name)
    with _sentences(directory), _removed(temporary):
        stores.mkdir(parents=True, exist_ok=True)
        store = Store(temporary)
        store.bulk_extend(counter.counted(quads(scale)))
        progress("optimising the store")
        store.optimize()
        store.flush()
        del store  # closes it: an open store holds a lock
        manifest = Manifest(
            format=FORMAT,
            digest=sha256(f"synthetic {scale}".encode()).hexdigest(),
            store=name,
            triples=counter.count,
            quads=counter.count,
            turtle_sha256="",
            trig_sha256="",
            options={"curated": False, OPTION: str(scale)},
        )
        current = stores / temporary_name(f".{CURRENT}")
        with locked(stores / LOCK), _removed(current):
            built = temporary.rename(stores / name)
            current.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
            current.replace(stores / CURRENT)
        if before and before.store != name:
            shutil.rmtree(stores / before.store, ignore_errors=True)
    return Synthesised(manifest, built)


class _Counter:
    """Counts what passes by, and tells of it."""

    def __init__(self, progress: Progress) -> None:
        self.count = 0
        self._progress = progress

    def counted(self, stream: Iterable[Quad]) -> Iterator[Quad]:
        """The stream itself."""
        for self.count, quad in enumerate(stream, 1):
            yield quad
            if self.count % _EVERY == 0:
                self._progress(f"{self.count:,} statements")


@contextlib.contextmanager
def _removed(path: Path) -> Iterator[None]:
    """Leave nothing half made behind."""
    try:
        yield
    finally:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Turn an error of the file system into one sentence with a remedy."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise PublishError(
            f"{path} cannot be written ({reason}); allow it, free some space or give another place"
        ) from error

"""What a killed build leaves behind, and how the next one tells it from what others write now.

A build writes its store into a folder with a temporary name, and holds a lock beside it as
long as it does.  Every other temporary name in the folder of the stores is hidden, and given
by whoever holds the lock for switching, or for a note that an opener can do without.  So
whoever holds that lock knows what nobody will miss.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from loaders.publishing.files import TEMPORARY, is_held, locked, temporary_name
from loaders.publishing.manifest import TRIG, TURTLE

# Of a folder without a lock: its builder may hold one that another has just removed.
_ABANDONED_AFTER = 24 * 60 * 60.0


@contextlib.contextmanager
def at_work(folder: Path) -> Iterator[None]:
    """Tell others that a folder with a temporary name is being written; a killed build does not."""
    lock = _lock_of(folder)
    with locked(lock):
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # Windows removes no open file; the next build does
                lock.unlink()


def remove_outdated(stores: Path, now: str, before: str | None) -> None:
    """Remove leftovers and all stores but the current one, and ``before`` with all younger ones."""
    with contextlib.suppress(OSError):
        age = (stores / before).stat().st_mtime if before else time.time()
        for path in sorted(stores.iterdir()):
            kept = path.name in (now, before) or TEMPORARY in path.name
            if path.is_dir() and not kept and path.stat().st_mtime <= age:
                # Half a store must never look like one.
                path.rename(stores / temporary_name(f".{path.name}"))
    remove_leftovers(stores)


def remove_leftovers(stores: Path) -> None:
    """Remove what killed builds left, as far as possible, for a holder of the lock."""
    with contextlib.suppress(OSError):
        for folder in sorted(stores.glob(f"[!.]*{TEMPORARY}*")):
            lock = _lock_of(folder)
            dead = lock.is_file() and not is_held(lock)
            if dead or folder.stat().st_mtime < time.time() - _ABANDONED_AFTER:
                shutil.rmtree(folder, ignore_errors=True)
    for path in sorted(stores.glob(f".*{TEMPORARY}*")):
        with contextlib.suppress(OSError):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.suffix != ".lock" or not is_held(path):
                path.unlink()
    for name in (TURTLE, TRIG):
        for path in sorted(stores.parent.glob(f".{name}{TEMPORARY}*")):
            with contextlib.suppress(OSError):
                path.unlink()


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.lock")

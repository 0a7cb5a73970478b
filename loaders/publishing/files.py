"""Files whole or not at all, and a lock between processes that ends with its holder."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

TEMPORARY = ".tmp-"


def temporary_name(name: str) -> str:
    """A name that no other process takes, recognised as left over when it is old."""
    return f"{name}{TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file into a folder that is there, so that nobody ever sees half of it.

    Raises OSError if it cannot be written; what was there before stays.
    """
    temporary = path.with_name(temporary_name(f".{path.name}"))
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    def _acquire(handle: int) -> None:
        while True:
            with contextlib.suppress(OSError):  # gives up after ten seconds; wait on
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
                return

else:
    import fcntl

    def _acquire(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock, the file of which is made if missing and stays; others wait for it.

    The operating system lets go of it when the process ends, however it ends, so
    that no lock is ever left behind.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _acquire(handle)
        yield
    finally:
        os.close(handle)

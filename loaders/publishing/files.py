"""Files whole or not at all: written beside their place under a temporary name, then moved."""

from __future__ import annotations

import os
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

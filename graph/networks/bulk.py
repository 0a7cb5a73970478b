"""Making much at once, all of which is kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """Let Python's collector of cycles rest while a large structure is made.

    It runs after every so many new objects and looks through all that there are. Where none of
    them can be garbage it finds nothing, and takes more than half of the time. It is as it was
    before when the block ends, also by an error.

    Example:
        >>> with nothing_to_collect():
        ...     squares = [(n, n * n) for n in range(3)]
    """
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()

"""Files that somebody wrote, read without harm: plain ones alone, and no more than may be read.

A pipe is not waited for, a device is not read until the memory ends, and line ends are read as
what they are on any machine.
"""

from __future__ import annotations

from pathlib import Path
from stat import S_ISREG

from loaders.problems import Place, Problems


def content_of(path: Path, name: str, limit: int, problems: Problems) -> bytes | None:
    """The bytes of a file.

    Args:
        path: The file.
        name: How messages call it.
        limit: How many bytes it may have.
        problems: Takes what is wrong.

    Returns:
        The bytes, or ``None`` if it is no plain file, too large, or cannot be read.
    """
    try:
        told = path.stat()
        if not S_ISREG(told.st_mode):
            what, remedy = "is no plain file", "put a file there, not a folder, pipe or device"
            problems.add(Place(name), "-", what, remedy)
            return None
        data = head_of(path, limit + 1)
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        problems.add(Place(name), "-", what, "check the file and its rights")
        return None
    if len(data) > limit:
        remedy = f"split it; {limit:,} bytes are the limit"
        problems.add(Place(name), "-", f"{told.st_size:,} bytes are too many", remedy)
        return None
    return data


def head_of(path: Path, size: int) -> bytes:
    """The first bytes of a file.

    Args:
        path: The file.
        size: How many at most.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(size)


def text_of(path: Path, name: str, limit: int, problems: Problems) -> str | None:
    """The text of a file in UTF-8.

    Args:
        path: The file.
        name: How messages call it.
        limit: How many bytes it may have.
        problems: Takes what is wrong.

    Returns:
        The text with LF line ends, also of a file that has those of Windows (CRLF); ``None`` if
        it has problems.
    """
    data = content_of(path, name, limit, problems)
    if data is None:
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        what = "begins with a byte-order mark"
        problems.add(Place(name), "-", what, "save it as UTF-8 without BOM")
        return None
    try:
        text = with_lf(data).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(Place(name, line), "-", "is not UTF-8", "save the file as UTF-8")
        return None
    if "\r" in text:
        before = text[: text.index("\r")]
        place = Place(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        what = "a carriage return that ends no line"
        problems.add(place, "-", what, "remove it, or save the file with LF line ends")
        return None
    return text


def with_lf(data: bytes) -> bytes:
    r"""Bytes with the line ends of Windows read as what they are.

    Example:
        >>> with_lf(b"id: x\r\n")
        b'id: x\n'
    """
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data

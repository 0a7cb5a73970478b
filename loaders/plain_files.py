"""Files that somebody wrote, read without harm: plain ones alone, and no more than may be read.

A pipe is not waited for, a device is not read until the memory ends, and line ends are read as
what they are on any machine.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from stat import S_ISREG

from loaders.problems import Place, refusal

# Controls, lone surrogates, formats such as a change of direction, private use, unassigned ones,
# and line ends that are none of ours.
_CATEGORIES = frozenset({"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"})
# What is left where a text was read in the wrong encoding.
_LOST = "\N{REPLACEMENT CHARACTER}"


def content_of(path: Path, name: str, limit: int) -> bytes:
    """The bytes of a file, which messages call by ``name``.

    Raises CuratedDataError if it is no plain file, larger than the limit, or cannot be read.
    """
    place = Place(name)
    try:
        told = path.stat()
        if not S_ISREG(told.st_mode):
            remedy = "put a file there, not a folder, pipe or device"
            raise refusal(place, "-", "is no plain file", remedy)
        data = head_of(path, limit + 1)
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise refusal(place, "-", what, "check the file and its rights") from None
    if len(data) > limit:
        remedy = f"split it; {limit:,} bytes are the limit"
        raise refusal(place, "-", f"{told.st_size:,} bytes are too many", remedy)
    return data


def head_of(path: Path, size: int) -> bytes:
    """The first bytes of a file, at most ``size`` of them."""
    with path.open("rb") as file:
        return file.read(size)


def text_of(path: Path, name: str, limit: int) -> str:
    """The text of a file in UTF-8 with LF line ends, also of one that has those of Windows.

    Takes and raises what :func:`content_of` does, and refuses any other encoding.
    """
    data = content_of(path, name, limit)
    if data.startswith(b"\xef\xbb\xbf"):
        what = "begins with a byte-order mark"
        raise refusal(Place(name), "-", what, "save it as UTF-8 without BOM")
    text = decoded(with_lf(data), name)
    if "\r" in text:
        before = text[: text.index("\r")]
        place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        what = "a carriage return that ends no line"
        raise refusal(place, "-", what, "remove it, or save the file with LF line ends")
    return text


def decoded(data: bytes, name: str, remedy: str = "save the file as UTF-8") -> str:
    """Bytes in UTF-8 as text; any other encoding is refused with the remedy."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal(Place(name, line), "-", "is not UTF-8", remedy) from None


def with_lf(data: bytes) -> bytes:
    """Bytes with the line ends of Windows read as what they are."""
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data


def unseen(text: str, allowed: str = "\n") -> str | None:
    """The first character that nobody would see in a text, but for controls that may be there."""
    if text.isprintable():  # the quick way for nearly all texts
        return _LOST if _LOST in text else None
    for char in text:
        if char == _LOST or (char not in allowed and unicodedata.category(char) in _CATEGORIES):
            return char
    return None

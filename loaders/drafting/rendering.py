"""Documents as numbered lines: PDF, PowerPoint, Word, Excel, HTML and plain text.

A line knows what part it plays in the document, as far as the format says it: heading, item of a
list, row of a table, text.  Menus, cookie bars and links around an HTML page are lines, too, which
say nothing; scripts are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from loaders.drafting.lines import BLANK, Line, decoded
from loaders.drafting.markup import html
from loaders.drafting.office import docx, pptx, xlsx
from loaders.drafting.pdf import pdf
from loaders.drafting.plain import plain
from loaders.limits import (
    DOCUMENT_BYTES,
    DOCUMENT_LETTERS,
    DOCUMENT_LINES,
    LINE_LETTERS,
    UNPACKED_BYTES,
)

_PACKED = (".pptx", ".docx", ".xlsx")
# Formats that say nothing of what a line is: headings and lists are told by their looks.
PLAIN = (".txt", ".md", ".pdf")
# Letters that a PDF draws as one, and hyphens that nobody sees.
_LETTERS = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\xad": None})


class NotReadError(ValueError):
    """A document that is not read: no file, too large, or not what its name says."""


def rendered(path: Path) -> list[Line]:
    """The lines of a document.

    Args:
        path: The document; its suffix says what it is.

    Raises:
        ValueError: If it cannot be read as what its suffix says, in a sentence.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        forms = ", ".join(sorted(_READERS))
        raise ValueError(f"nhv draft reads {forms}, not “{path.suffix or path.name}”")
    try:
        _review(path)
        found = islice(reader(path), DOCUMENT_LINES + 1)
        tidy = map(_tidied, found) if reader is _txt else _without_doubles(found)
        lines = list(tidy)
    except NotReadError:
        raise
    except ImportError as error:
        remedy = "install what reads it with pip install 'nhv-graph[draft]'"
        raise ValueError(f"{path.name} needs {error.name}; {remedy}") from None
    except Exception as error:  # each library fails in ways of its own
        said = str(error).partition("\n")[0] or "damaged"
        why = f"{type(error).__name__}: {said}"
        remedy = "open it and save it again, or save its text as .txt"
        raise ValueError(f"{path.name} is no readable {path.suffix} ({why}); {remedy}") from None
    if len(lines) > DOCUMENT_LINES:
        raise ValueError(f"{path.name} has more than {DOCUMENT_LINES:,} lines; draft a part of it")
    if any(len(line.text) > LINE_LETTERS for line in lines):
        raise ValueError(f"{path.name} has a line of more than {LINE_LETTERS:,} letters; part it")
    if sum(len(line.text) for line in lines) > DOCUMENT_LETTERS:
        most = f"more than {DOCUMENT_LETTERS:,} letters"
        raise ValueError(f"{path.name} has {most}; draft a part of it")
    if not any(line.text for line in lines):
        remedy = "a scanned picture has to be read by a program for that first"
        raise ValueError(f"{path.name} has no text; {remedy}")
    return lines


def _review(path: Path) -> None:
    """Refuse what is no file, is too large, or would be when it is unpacked."""
    if not path.is_file():
        raise NotReadError(f"{path} is no file; name a document")
    if path.stat().st_size > DOCUMENT_BYTES:
        most = DOCUMENT_BYTES // 1_000_000
        raise NotReadError(f"{path.name} is larger than {most} MB; draft a part of it")
    if path.suffix.lower() in _PACKED:
        if not is_zipfile(path):
            raise NotReadError(f"{path.name} is no {path.suffix} file, or is locked; save it anew")
        with ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > UNPACKED_BYTES:
            most = UNPACKED_BYTES // 1_000_000
            raise NotReadError(f"{path.name} unpacks to more than {most} MB; draft a part of it")


def _without_doubles(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with at most one blank between, and none before the first."""
    last = BLANK
    for line in map(_tidied, lines):
        if not (line.role == "blank" and last.role == "blank"):
            yield line
        last = line


def _tidied(line: Line) -> Line:
    text = re.sub(r"[ \t\xa0\u200b]+", " ", line.text.translate(_LETTERS)).strip()
    return replace(line, text=text) if text else BLANK


def _txt(path: Path) -> Iterator[Line]:
    return plain(decoded(path.read_bytes()).splitlines(), indented=True)


_READERS: dict[str, Callable[[Path], Iterator[Line]]] = {
    ".html": html, ".htm": html, ".pptx": pptx, ".docx": docx, ".xlsx": xlsx,
    ".pdf": pdf, ".txt": _txt, ".md": _txt,
}  # fmt: skip

"""Documents as numbered lines: PDF, PowerPoint, Word, Excel, HTML and plain text.

A line knows what part it plays in the document, as far as the format says it: heading, item of a
list, row of a table, text.  Menus, cookie bars, scripts and links around an HTML page are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

from loaders.limits import DOCUMENT_BYTES, DOCUMENT_LINES, UNPACKED_BYTES

_PACKED = (".pptx", ".docx", ".xlsx")
ITEM = "• "
# Formats that say nothing of what a line is: headings and lists are told by their looks.
PLAIN = (".txt", ".md", ".pdf")
CELLS = " | "
_MARK = re.compile(r"^\s*(?:[•●▪◦·*‣–—-]|o(?=\s))\s+")
_STEP = re.compile(r"steg \d\b", re.I)
_DATED = re.compile(
    r"^\s*(?:\d{1,2}[./]\d{1,2}(?:[ ./-]*\d{2,4})?|(?:vår|sommar|höst|vinter)\w*[ -]*\d{2,4}"
    r"|\d{4}-\d\d(?:-\d\d)?)\s{2,}\S",
    re.I,
)
_SHORT = 75


@dataclass(frozen=True)
class Line:
    """A line of a document.

    Attributes:
        text: What stands there.
        role: ``heading``, ``lead`` (a line that governs the items below it), ``item``, ``head``
            (the heads of a table), ``row``, ``text``, ``foot`` or ``blank``.
        level: How deep a heading is; 1 is the title.
    """

    text: str
    role: str = "text"
    level: int = 0

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return [cell.strip() for cell in self.text.split(CELLS.strip())]

    @property
    def words(self) -> str:
        """The text without the mark of an item."""
        return self.text.removeprefix(ITEM).strip()


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
    _review(path)
    try:
        found = islice(reader(path), DOCUMENT_LINES + 1)
        tidy = map(_tidied, found) if reader is _txt else _without_doubles(found)
        lines = list(tidy)
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
    if not any(line.text for line in lines):
        remedy = "a scanned picture has to be read by a program for that first"
        raise ValueError(f"{path.name} has no text; {remedy}")
    return lines


def _review(path: Path) -> None:
    """Refuse what is no file, is too large, or would be when it is unpacked."""
    if not path.is_file():
        raise ValueError(f"{path} is no file; name a document")
    if path.stat().st_size > DOCUMENT_BYTES:
        most = DOCUMENT_BYTES // 1_000_000
        raise ValueError(f"{path.name} is larger than {most} MB; draft a part of it")
    if path.suffix.lower() in _PACKED:
        if not is_zipfile(path):
            raise ValueError(f"{path.name} is no {path.suffix} file, or is locked; save it anew")
        with ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > UNPACKED_BYTES:
            most = UNPACKED_BYTES // 1_000_000
            raise ValueError(f"{path.name} unpacks to more than {most} MB; draft a part of it")


def _without_doubles(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with at most one blank between, and none before the first."""
    last = Line("", "blank")
    for line in map(_tidied, lines):
        if not (line.role == "blank" and last.role == "blank"):
            yield line
        last = line


def _tidied(line: Line) -> Line:
    text = re.sub(r"[ \t\xa0\u200b]+", " ", line.text).strip()
    return replace(line, text=text) if text else Line("", "blank")


def _html(path: Path) -> Iterator[Line]:
    from bs4 import BeautifulSoup, Comment, Tag

    soup = BeautifulSoup(path.read_bytes(), "html.parser")
    for comment in soup(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    gone = (
        "script, style, noscript, template, nav, aside, form, button, svg, iframe, object, select"
    )
    for tag in [
        *soup.select(gone),
        *soup.select(
            "[class*=cookie], [class*=kak], [id*=cookie], [class*=menu], [class*=meny], "
            "[class*=breadcrumb], [role=navigation], [hidden], [aria-hidden=true]"
        ),
    ]:
        tag.decompose()
    body = soup.body or soup

    def blocks(tag: Tag, within: str) -> Iterator[Line]:
        for child in tag.children:
            if not isinstance(child, Tag):
                if text := str(child).strip():
                    yield Line(text, within)
                continue
            name = child.name
            if re.fullmatch("h[1-6]", name):
                yield from (
                    Line("", "blank"),
                    Line(_text(child), "heading", int(name[1])),
                    Line("", "blank"),
                )
            elif name in ("ul", "ol"):
                yield from blocks(child, within)
                yield Line("", "blank")
            elif name == "li":
                own = " ".join(
                    _text(part)
                    for part in child.contents
                    if not (isinstance(part, Tag) and part.name in ("ul", "ol"))
                )
                yield Line(ITEM + own.strip(), "item")
                for part in child.find_all(["ul", "ol"], recursive=False):
                    yield from blocks(part, within)
            elif name == "tr":
                cells = child.find_all(["td", "th"])
                role = "head" if cells and all(cell.name == "th" for cell in cells) else "row"
                yield Line(CELLS.join(map(_text, cells)), role)
            elif name == "caption":
                yield Line(_text(child), "lead")
            elif name in ("header", "footer"):
                yield from blocks(child, "foot")
            elif child.find(
                [
                    "p",
                    "div",
                    "ul",
                    "ol",
                    "table",
                    "section",
                    "article",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "li",
                    "tr",
                ]
            ):
                yield from blocks(child, within)
            elif name == "br":
                continue
            else:
                if text := _text(child):
                    yield Line(text, within)
                    yield Line("", "blank")

    yield from blocks(body, "text")


def _text(tag: Any) -> str:
    return (
        " ".join((tag.get_text(" ") if hasattr(tag, "get_text") else str(tag)).split())
        .replace(" ,", ",")
        .replace(" .", ".")
    )


def _pptx(path: Path) -> Iterator[Line]:
    from pptx import Presentation

    for slide in Presentation(str(path)).slides:
        title = slide.shapes.title
        if title is not None and title.text_frame.text.strip():
            yield Line(" ".join(title.text_frame.text.split()), "heading", 1)
        for shape in slide.shapes:
            if title is not None and shape.shape_id == title.shape_id:
                continue
            yield from _shape(shape)
        yield Line("", "blank")


def _shape(shape: Any) -> Iterator[Line]:
    if shape.shape_type == 6:
        for one in shape.shapes:
            yield from _shape(one)
    elif getattr(shape, "has_table", False) and shape.has_table:
        for number, row in enumerate(shape.table.rows):
            yield Line(
                CELLS.join(" ".join(cell.text.split()) for cell in row.cells),
                "row" if number else "head",
            )
    elif shape.has_text_frame:
        paragraphs = [(p.level, " ".join(p.text.split())) for p in shape.text_frame.paragraphs]
        paragraphs = [(level, text) for level, text in paragraphs if text]
        for number, (level, text) in enumerate(paragraphs):
            below = number + 1 < len(paragraphs) and paragraphs[number + 1][0] > level
            if level or _MARK.match(text):
                yield Line(ITEM + _MARK.sub("", text), "item")
            else:
                yield Line(text, "lead" if below else "text", 1)


def _docx(path: Path) -> Iterator[Line]:
    from docx import Document
    from docx.table import Table

    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            for number, row in enumerate(block.rows):
                yield Line(
                    CELLS.join(" ".join(cell.text.split()) for cell in row.cells),
                    "row" if number else "head",
                )
            yield Line("", "blank")
            continue
        text, style = " ".join(block.text.split()), (block.style.name if block.style else "") or ""
        if found := re.match(r"(?:heading|rubrik) (\d)", style, re.I):
            yield Line(text, "heading", int(found[1]))
        elif style.casefold().startswith(("title", "titel", "rubrik")):
            yield Line(text, "heading", 1)
        elif style.casefold().startswith(("list", "punktlista")) or _MARK.match(text):
            yield Line(ITEM + _MARK.sub("", text), "item")
        else:
            yield Line(text)


def _xlsx(path: Path) -> Iterator[Line]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield Line(sheet.title, "heading", 1)
        first = True
        for row in sheet.iter_rows(values_only=True):
            cells = ["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row]
            if sum(map(bool, cells)) > 1:
                yield Line(CELLS.join(cells), "head" if first else "row")
                first = False
            elif any(cells):
                yield Line(" ".join(filter(None, cells)), "text")
        yield Line("", "blank")


def _pdf(path: Path) -> Iterator[Line]:
    from pypdf import PdfReader

    for page in PdfReader(path).pages:
        yield from _plain((page.extract_text() or "").splitlines())


def _txt(path: Path) -> Iterator[Line]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return _plain(text.splitlines())


def _plain(lines: list[str]) -> Iterator[Line]:
    """Lines without marks of the format: what they are, is told by how they look."""
    first = ""
    width = sorted(map(len, lines))[len(lines) * 4 // 5] if lines else 0
    for number, raw in enumerate(lines):
        text = raw.strip()
        before = lines[number - 1].strip() if number else ""
        after = next((line.strip() for line in lines[number + 1 :] if line.strip()), "")
        if not text:
            yield Line("", "blank")
        elif _MARK.match(text):
            yield Line(ITEM + _MARK.sub("", text), "item")
        elif _DATED.match(raw):
            yield Line(text, "item")
        elif _STEP.match(text) and len(text) < _SHORT:
            yield Line(text, "heading", 2)
        elif not first or _looks_like_a_heading(text, before, after, width):
            listed = bool(first) and bool(_MARK.match(after)) and not text.isupper()
            yield Line(text, "heading", 3 if listed else 2 if first else 1)
        else:
            yield Line(text)
        first = first or text


def _looks_like_a_heading(text: str, before: str, after: str, width: int) -> bool:
    if (
        text[-1] in ".,;–-"
        or not text[0].isupper()
        or len(text) > _SHORT
        or re.search(r"\.\s+[A-ZÅÄÖ]", text)
    ):
        return False
    letters = [char for char in text if char.isalpha()]
    if sum(map(str.isupper, letters)) > 0.85 * len(letters) and len(letters) > 3:
        return True
    opens = (
        not before or before[-1] in ".!?:" or bool(_MARK.match(before)) or len(before) < width * 0.6
    )
    if re.match(r"\d{1,2}[./]\d", text):
        return False
    return (
        opens
        and len(text) <= 50
        and bool(after)
        and (after[0].isupper() or bool(_MARK.match(after)))
    )


_READERS: dict[str, Callable[[Path], Iterator[Line]]] = {
    ".html": _html, ".htm": _html, ".pptx": _pptx, ".docx": _docx, ".xlsx": _xlsx,
    ".pdf": _pdf, ".txt": _txt, ".md": _txt,
}  # fmt: skip

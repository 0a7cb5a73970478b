"""References: documents as sentences and footnotes, and for programs that keep references.

BibTeX, CSL-JSON (https://docs.citationstyles.org) and RIS are read by Zotero, LaTeX, pandoc, Word
and R.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.base.files import as_path, text_beside, write
from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.view.citations import certainty_text, date_text, place_text

if TYPE_CHECKING:
    import pandas as pd

_WORDS = words_of("graph.evidence")
_PRESS = "press"  # what it is printed in stands for its author
_FORMS = tomllib.loads(text_beside("graph.evidence", "references.toml"))
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class Document(NamedTuple):
    """What is cited; what is not known of it is an empty text."""

    id: str  # its key among references: the short name of a source without its kind
    kind: str  # the notation of its kind: "web-page", "report", "law", "press", "slides", "dataset"
    title: str
    author: str = ""  # who published or made it
    date: str = ""  # as stated, in EDTF
    read_on: str = ""  # the day on which it was read
    url: str = ""
    version: str = ""  # its version, if it is a dataset


class Reference(NamedTuple):
    """A document with the places in it that are cited, each with its certainty."""

    document: Document
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class References:
    """What something rests on. Text by ``str()``, a list in a notebook; :meth:`save` writes it.

    Attributes:
        subject: What is cited, in words.
        references: The documents that it rests on, numbered from 1.
        dataset: This graph.
        view: The day and the sources that are looked at, in words.
        lang: The language.
        marks: Of a table, the numbers of the references of each row.
    """

    subject: str
    references: tuple[Reference, ...]
    dataset: Document
    view: str
    lang: str
    marks: tuple[tuple[int, ...], ...] = ()

    @property
    def sentence(self) -> str:
        """What is cited and where it stands, in one sentence; of many documents, their number."""
        told = "; ".join(self._told(reference) for reference in self.references)
        if len(self.references) > _MOST_TOLD:
            years = sorted(r.document.date[:4] for r in self.references if r.document.date)
            told = self._say("documents", len(self.references))
            told += f", {years[0]}–{years[-1]}" if years else ""
        graph = self._say("from_graph", self.dataset.version, self.view)
        sign = "" if self.subject.endswith("?") else ":"
        said = f"{self.subject}{sign} {told}." if told else f"{self.subject}{sign and '.'}"
        return f"{said} {graph}"

    @property
    def footnotes(self) -> list[str]:
        """The documents, numbered as in :attr:`marks`, and this graph as the last."""
        told = [self._told(reference) for reference in self.references]
        own = self.dataset
        last = ", ".join(part for part in (own.author, own.title, own.url) if part)
        graph = f"{last}. {self._say('version', own.version)}, {self.view}"
        return [f"{number}. {text}." for number, text in enumerate((*told, graph), 1)]

    def noted(self, table: pd.DataFrame) -> pd.DataFrame:
        """The answer that is cited with a column ``notes``: the numbers of each row's footnotes.

        Args:
            table: The answer, with its evidence or as one likes to show it, row by row the same.

        Raises:
            BadParameter: If it has other rows than what is cited.

        Example:
            >>> answer = kg.ask("holders", evidence=True)  # doctest: +SKIP
            >>> kg.cite(answer).noted(answer[["area", "holder"]]).tolatex()  # doctest: +SKIP
        """
        if len(table) != len(self.marks):
            raise BadParameter(
                f"the table has {len(table)} rows, what is cited {len(self.marks)}; cite the "
                "answer with its evidence, as it stands: kg.ask(…, evidence=True)"
            )
        return table.assign(notes=[", ".join(map(str, marks)) for marks in self.marks])

    def bibtex(self) -> str:
        """The documents and this graph as entries of BibTeX, in UTF-8."""
        return "\n".join(_bibtex(item, self._note(item)) for item in self._items())

    def csl(self) -> list[dict[str, Any]]:
        """The documents and this graph as items of CSL-JSON."""
        return [_csl(item, self._note(item)) for item in self._items()]

    def csl_json(self) -> str:
        """The same as text."""
        return json.dumps(self.csl(), ensure_ascii=False, indent=1) + "\n"

    def ris(self) -> str:
        """The documents and this graph as RIS."""
        return "".join(_ris(item, self._note(item)) for item in self._items())

    def save(self, path: str | Path) -> Path:
        """Write the references to a file, which is returned; the suffix decides the form.

        Args:
            path: ``.bib`` (BibTeX), ``.json`` (CSL-JSON), ``.ris``, or ``.txt`` (footnotes).

        Raises:
            BadParameter: If the suffix is none of these.
        """
        file = as_path(path)
        forms = {
            ".bib": self.bibtex,
            ".json": self.csl_json,
            ".ris": self.ris,
            ".txt": self.__str__,
        }
        form = forms.get(file.suffix.lower())
        if form is None:
            known = ", ".join(forms)
            raise BadParameter(f"references are saved as {known}, not as “{file.name}”")
        write(file, form().encode())
        return file

    def __str__(self) -> str:
        return "\n".join([self.sentence, "", *self.footnotes]) + "\n"

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(note.partition('. ')[2])}</li>" for note in self.footnotes)
        return f"<p>{escape(self.sentence)}</p><ol>{items}</ol>"

    def _items(self) -> Iterator[Reference]:
        yield from self.references
        yield Reference(self.dataset)

    def _say(self, key: str, *values: object) -> str:
        return _WORDS.say(f"cite.{key}", self.lang, *values)

    def _told(self, reference: Reference) -> str:
        """A document in a line: title, publisher, date, places, certainty, day of reading."""
        document = reference.document
        dated = date_text(document.date, self.lang) if document.date else self._say("undated")
        read = self._say("read", document.read_on) if document.read_on else ""
        parts = (document.author, dated, self._note(reference), read)
        return self._say("document", document.title, ", ".join(part for part in parts if part))

    def _note(self, reference: Reference) -> str:
        """The places that are cited, those of the same certainty together."""
        groups: dict[str, list[str]] = {}
        for locator, certainty in reference.places:
            groups.setdefault(certainty, []).append(place_text(locator, self.lang))
        told = []
        for certainty, places in groups.items():
            sure = certainty_text({"certainty": certainty}, self.lang) if certainty else ""
            told.append(", ".join(part for part in (*dict.fromkeys(places), sure) if part))
        return "; ".join(told)


# So many documents are told in a sentence; of more, only their number.
_MOST_TOLD = 4


def _parts(date: str) -> Sequence[int]:
    """Year, month and day of a date, as far as it says; of an interval those of its beginning."""
    found = _DATE.match(date)
    parts = [int(part) for part in found.groups() if part] if found else []
    return parts[:1] if len(parts) > 1 and parts[1] > 12 else parts  # a season is no month


def _called(document: Document, form: str) -> str:
    kinds = _FORMS["kinds"]
    return str(kinds.get(document.kind, kinds["page"])[form])


def _csl(item: Reference, note: str) -> dict[str, Any]:
    document = item.document
    made: dict[str, Any] = {"author": [{"literal": document.author}], "publisher": document.author}
    if document.kind == _PRESS:
        made = {"container-title": document.author}
    dates = {"issued": document.date, "accessed": document.read_on}
    return {
        "id": document.id,
        "type": _called(document, "csl"),
        "title": document.title,
        **(made if document.author else {}),
        **{name: {"date-parts": [_parts(date)]} for name, date in dates.items() if _parts(date)},
        **({"URL": document.url} if document.url else {}),
        **({"version": document.version} if document.version else {}),
        **({"note": note} if note else {}),
    }


def _bibtex(item: Reference, note: str) -> str:
    document, date = item.document, _parts(item.document.date)
    fields = {
        "title": _braced(document.title),
        "howpublished" if document.kind == _PRESS else "author": _braced(document.author),
        "year": str(date[0]) if date else "",
        "month": _MONTHS[date[1] - 1] if len(date) > 1 else "",
        "version": document.version,
        "url": document.url,
        "urldate": document.read_on,
        "note": latex(note),
    }
    kind = _called(document, "bibtex")
    if kind == "techreport":
        fields["institution"] = _braced(document.author)
    lines = (
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    )
    return "\n".join([f"@{kind}{{{document.id},", *lines, "}"]) + "\n"


def _braced(text: str) -> str:
    """A text whose capitals and words stay as they are: the name of a body is no person's."""
    return f"{{{latex(text)}}}" if text else ""


def latex(text: str) -> str:
    r"""A text in LaTeX, every sign that would mean something there escaped: ``R\&D, 50 \%``."""
    return "".join(_FORMS["latex"].get(sign, sign) for sign in text)


def _ris(item: Reference, note: str) -> str:
    document = item.document
    paper, maker = document.author, ""
    if document.kind != _PRESS:
        paper, maker = maker, paper
    day, read = ("/".join(f"{n:02}" for n in _parts(d)) for d in (document.date, document.read_on))
    fields = [
        ("TY", _called(document, "ris")),
        ("ID", document.id),
        ("TI", document.title),
        ("T2", paper),
        ("AU", maker and f"{maker},"),  # a name with a comma at its end is that of a body
        ("PB", maker),
        ("PY", day[:4]),
        ("DA", day),
        ("Y2", read),
        ("ET", document.version),
        ("UR", document.url),
        ("N1", note),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])

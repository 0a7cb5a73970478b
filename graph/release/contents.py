"""The files of a release as they lie there: what each is, how large, and its checksum."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from graph.base.files import text_beside
from graph.base.words import Pair, words_of
from graph.export.tables.tables import every_table

SUMS = "SHA256SUMS"
WORDS = words_of("graph.release")


@dataclass(frozen=True)
class Form:
    """A form of file."""

    name: str  # what people call it
    media: str  # its media type
    eu: str = ""  # its name in the EU's list of file types
    feature: str = ""  # its name in W3C's list of forms of RDF

    @property
    def iana(self) -> str:
        """The media type as IANA names it."""
        return f"https://www.iana.org/assignments/media-types/{self.media}"


FORMS: Mapping[str, Form] = {
    suffix: Form(**said)
    for suffix, said in tomllib.loads(text_beside("graph.release", "forms.toml")).items()
}


@dataclass(frozen=True)
class File:
    """A file of a release: its path in the folder, its size in bytes and its checksum."""

    path: str
    size: int
    sha256: str

    @property
    def form(self) -> Form:
        """What form it has."""
        return FORMS.get(PurePosixPath(self.path).suffix, FORMS[""])

    @property
    def told(self) -> Pair:
        """What it is, in Swedish and English."""
        folder, stem = self.path.partition("/")[0], self.path.rpartition(".")[0]
        keys = (f"file.{name}" for name in (self.path, stem, folder))
        if key := next((key for key in keys if key in WORDS), None):
            return WORDS[key]
        (table,) = (t for t in every_table() if t.name == PurePosixPath(self.path).stem)
        return WORDS.pair("file.table", (table.sv, table.en))


def files(folder: Path) -> list[File]:
    """All files of a release, by path."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return [
        File(name, path.stat().st_size, sha256(path.read_bytes()).hexdigest())
        for name, path in sorted(found.items())
    ]


def sums(listed: Sequence[File]) -> bytes:
    """The checksums of files, as ``sha256sum`` writes and checks them."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in listed).encode()

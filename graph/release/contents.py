"""The files of a release as they lie there: what each is, how large, and its checksum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from graph.release.fields import Pair
from graph.release.tables import every_table

SUMS = "SHA256SUMS"

_EU = "http://publications.europa.eu/resource/authority/file-type/"
_IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Form:
    """A form of file.

    Attributes:
        name: What people call it.
        media: Its media type.
        eu: Its name in the EU's list of file types; empty where that has none.
    """

    name: str
    media: str
    eu: str = ""

    @property
    def media_iri(self) -> str:
        """The media type as IANA names it."""
        return _IANA + self.media.partition(";")[0]

    @property
    def eu_iri(self) -> str:
        """The file type as the EU's Publications Office names it."""
        return _EU + self.eu


FORMS: Mapping[str, Form] = {
    ".ttl": Form("Turtle", "text/turtle", "RDF_TURTLE"),
    ".trig": Form("TriG", "application/trig", "RDF_TRIG"),
    ".nq": Form("N-Quads", "application/n-quads", "RDF_N_QUADS"),
    ".rdf": Form("RDF/XML", "application/rdf+xml", "RDF_XML"),
    ".jsonld": Form("JSON-LD", "application/ld+json", "JSON_LD"),
    ".json": Form("JSON", "application/json", "JSON"),
    ".csv": Form("CSV", "text/csv", "CSV"),
    ".tsv": Form("TSV", "text/tab-separated-values", "TSV"),
    ".parquet": Form("Parquet", "application/vnd.apache.parquet", "PARQUET"),
    ".md": Form("Markdown", "text/markdown"),
    ".cff": Form("CFF", "text/yaml"),
    "": Form("text", "text/plain", "TXT"),
}

_TOLD: Mapping[str, Pair] = {
    "data/nhv.ttl": ("Den sammanvägda grafen", "The resolved graph"),
    "data/nhv.trig": ("Alla källor, var och en i sin graf", "Every source in its own graph"),
    "data/nhv.nq": ("Alla källor, var och en i sin graf", "Every source in its own graph"),
    "data/nhv.jsonld": ("Den sammanvägda grafen", "The resolved graph"),
    "ontology/nhv": ("Ontologins klasser och egenskaper", "Classes and properties"),
    "ontology/schemes": ("Ontologins värdelistor", "Value lists of the ontology"),
    "ontology/alignments": ("Samband med andra ordlistor", "Alignments with other vocabularies"),
    "ontology/shapes": ("Krav på data (SHACL)", "Demands on the data (SHACL)"),
    "tables/csv-metadata": ("Tabellernas beskrivning (CSVW)", "Description of the tables (CSVW)"),
    "tables/dictionary": ("Dataordlista som tabell", "Data dictionary as a table"),
    "tables/DICTIONARY": ("Dataordlista att läsa", "Data dictionary to read"),
    "dcat.ttl": ("Katalogbeskrivning (DCAT-AP-SE)", "Catalogue description (DCAT-AP-SE)"),
    "void.ttl": ("Beskrivning av länkade data (VoID)", "Description of linked data (VoID)"),
    "prov.ttl": ("Hur utgåvan gjordes (PROV)", "How the release was made (PROV)"),
    "README.md": ("Läs detta först", "Read this first"),
    "CHANGES.md": ("Vad som ändrats sedan förra utgåvan", "Changes since the last release"),
    "CHANGELOG.md": ("Projektets ändringslogg", "The project's changelog"),
    "CITATION.cff": ("Hur utgåvan citeras", "How to cite"),
    "PRIVACY.md": ("Om personuppgifter", "Privacy notice"),
    "LICENSE": ("Licens för programkoden", "Licence of the program code"),
    "LICENSE-DATA": ("Licens för data och ontologi", "Licence of the data and ontology"),
    ".zenodo.json": ("Metadata för Zenodo", "Metadata for Zenodo"),
    "w3id": ("Omdirigeringar för w3id.org", "Redirects for w3id.org"),
    "mappings": ("Kopplingar till andra ordlistor (SSSOM)", "Mappings to vocabularies (SSSOM)"),
}


@dataclass(frozen=True)
class File:
    """A file of a release.

    Attributes:
        path: Its path in the folder.
        size: Its size in bytes.
        sha256: Its checksum, hexadecimal.
    """

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
        if folder in ("tables", "parquet") and stem not in _TOLD:
            named = {table.name: table for table in every_table()}[PurePosixPath(self.path).stem]
            return f"Tabell: {named.sv}", f"Table: {named.en}"
        return next(_TOLD[key] for key in (self.path, stem, folder) if key in _TOLD)


def files(folder: Path) -> list[File]:
    """All files of a release, by path.

    Args:
        folder: The folder.
    """
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(
        (
            File(
                path.relative_to(folder).as_posix(),
                path.stat().st_size,
                sha256(path.read_bytes()).hexdigest(),
            )
            for path in found
        ),
        key=lambda file: file.path,
    )


def sums(listed: Sequence[File]) -> bytes:
    """The checksums of files, as ``sha256sum`` writes and checks them."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in listed).encode()

"""Mappings: which thing of ours another code list or network has under a name of its own.

The files are in the SSSOM/TSV format, the Simple Standard for Sharing Ontological Mappings
(https://w3id.org/sssom): what holds for a whole set comes first, as YAML behind ``#``, then a
table, a mapping a row.  Of the format's liberties a curated file uses none that two people could
read differently: cells hold no tabs and no line ends.  The columns are those that the project uses;
a mapping that is less than certain says why.  ``loaders/curated/README.md`` explains them to
people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic_core.core_schema import ValidationInfo
from pyoxigraph import NamedNode

from loaders.curation.fields import Address, Date, Text, web_address
from loaders.curation.read import Document, Path_, parsed
from loaders.curation.record import Reader, Record
from loaders.curation.registers import Entity, Registers
from loaders.limits import FILE_BYTES, VALUES
from loaders.plain_files import text_of
from loaders.problems import Place, Problems, refusal
from ontology.spelling import did_you_mean
from ontology.terms import KINDS, PREFIXES

# Prefixes that every reader of SSSOM knows without being told.
BUILT_IN = ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "linkml", "xsd")
_CURIE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):([^\s<>\"{}|\\^`]+)")
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def _curie(value: object) -> str:
    if not (isinstance(value, str) and _CURIE.fullmatch(value)):
        raise ValueError(f"'{value}' is no short name; write prefix:name, such as nuts:SE110")
    return value


def _own(value: object, info: ValidationInfo) -> Entity:
    """A thing of the registers, written as kind:id; SSSOM knows no printed names."""
    assert isinstance(info.context, Registers)
    kind, _, identifier = _curie(value).partition(":")
    found = info.context.get(kind, identifier)
    if found is None:
        known = [entity.key for entity in info.context]
        near = did_you_mean(f"{kind}:{identifier}", known, "add it to the registers")
        raise ValueError(f"the registers have no '{value}'; {near}")
    return found


def _share(value: object) -> float:
    if not (isinstance(value, str) and re.fullmatch(r"0\.[0-9]{1,3}|1(\.0)?", value)):
        raise ValueError(f"'{value}' is no share; write a number from 0.0 to 1.0")
    return float(value)


def _prefixes(value: object) -> Mapping[str, str]:
    """Prefixes of the set; those that the project has stand for the same."""
    if not isinstance(value, dict):
        raise ValueError("holds no prefixes; write 'prefix: address' lines")
    for prefix, namespace in value.items():
        web_address(namespace)
        if prefix in PREFIXES and PREFIXES[prefix] != namespace:
            raise ValueError(f"'{prefix}' stands for another; write {PREFIXES[prefix]}")
    return value


def _licence(value: object) -> NamedNode:
    address = web_address(value)
    if address.value != _LICENCE:
        raise ValueError(f"'{address.value}' is not the licence of the data; write {_LICENCE}")
    return address


Own = Annotated[Entity, Reader(_own)]
Curie = Annotated[str, Reader.by(_curie)]


class SetHead(Record):
    """What a file says of all its mappings; the fields are those of SSSOM."""

    curie_map: Annotated[Mapping[str, str], Reader.by(_prefixes)]
    mapping_set_id: Address
    mapping_set_title: Text
    mapping_set_description: Text
    license: Annotated[NamedNode, Reader.by(_licence)]
    object_source: Curie | None = None
    object_source_version: Text | None = None
    mapping_date: Date


class Match(Record):
    """One mapping: a thing of the registers, and the same or nearly the same in another list."""

    subject_id: Own
    subject_label: Text
    predicate_id: Literal[
        "skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch",
        "skos:relatedMatch",
    ]  # fmt: skip
    object_id: Curie
    object_label: Text
    mapping_justification: Literal["semapv:ManualMappingCuration"]
    mapping_source: Own | None = None
    confidence: Annotated[float, Reader.by(_share)]
    comment: Text | None = None


@dataclass(frozen=True)
class MappingSet:
    """A file of mappings, each with its place."""

    file: str
    head: SetHead
    matches: tuple[tuple[Match, Place], ...]

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return PurePosixPath(self.file).name.partition(".")[0]

    def object_of(self, match: Match) -> NamedNode:
        """The other thing of a mapping."""
        prefix, _, local = match.object_id.partition(":")
        return NamedNode(self.head.curie_map[prefix] + local)


def faults(mappings: MappingSet, registers: Registers) -> Iterator[tuple[Place, str, str, str]]:
    """What is wrong between parts of a set that are right by themselves, as a problem has it."""
    start, head = Place(mappings.file), mappings.head
    wanted = f"https://w3id.org/nhv/mappings/{mappings.name}"
    if head.mapping_set_id.value != wanted:
        yield start, "mapping_set_id", "is not the file's name", f"write {wanted}"
    seen: set[tuple[str, str]] = set()
    used: set[str] = set()
    objects: set[str] = set()
    for match, place in mappings.matches:
        subject, prefix = match.subject_id, match.object_id.partition(":")[0]
        objects.add(prefix)
        used |= {subject.kind, prefix} | ({"source"} if match.mapping_source else set())
        if (subject.key, match.object_id) in seen:
            yield place, "object_id", "this pair stands already above", "drop one of the two"
        seen.add((subject.key, match.object_id))
        if match.subject_label not in (subject.sv, subject.en):
            what = f"'{match.subject_label}' is not its name"
            yield place, "subject_label", what, f"write {subject.sv}"
        if prefix in head.curie_map:
            try:
                mappings.object_of(match)
            except ValueError as error:
                what = f"'{match.object_id}' is no address ({error})"
                yield place, "object_id", what, "correct it, or the prefix in curie_map"
        if prefix in KINDS and registers.get(*match.object_id.split(":", 1)) is None:
            yield place, "object_id", f"the registers have no '{match.object_id}'", "correct it"
        if match.confidence < 1 and match.comment is None:
            yield place, "comment", "missing", "say why the mapping is less than certain"
    source = head.object_source
    used |= {source.partition(":")[0]} if source else set()
    # What an object's prefix stands for is looked up there, also where all readers know it.
    for prefix in sorted((used - set(BUILT_IN) | objects) - set(head.curie_map)):
        yield start, "curie_map", f"the prefix '{prefix}' is not declared", "add it"
    for prefix in sorted(set(head.curie_map) - used):
        yield start, "curie_map", f"the prefix '{prefix}' is not used", "take it out"


FOLDER = "mappings"
ENDING = ".sssom.tsv"


def read_mapping_sets(folder: Path, problems: Problems) -> list[Document]:
    """Read every file of mappings, by name; the folder ``mappings`` may be missing.

    The tree of each has what is said of the set, and under ``mappings`` a list of rows, by the
    name of the column.  ``problems`` takes what is wrong; files with problems are left out.
    """
    documents = []
    for path in sorted((folder / FOLDER).glob("*.*sv")):
        name = path.relative_to(folder).as_posix()
        with problems.noted():
            if not name.endswith(ENDING):
                remedy = f"name it {path.stem}{ENDING}"
                raise refusal(Place(name), "-", "is no mapping set", remedy)
            documents.append(_mapping_set(text_of(path, name, FILE_BYTES), name))
    return documents


def _mapping_set(text: str, name: str) -> Document:
    lines = text.removesuffix("\n").split("\n")
    head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if head == 0:
        remedy = "say what the set is, as YAML"
        raise refusal(Place(name), "-", "begins with no '#' lines", remedy)
    # A blank in the place of each '#': line and column stay, and YAML reads it as before.
    document = parsed("\n".join(f" {line[1:]}" for line in lines[:head]), name)
    if head == len(lines):
        remedy = "write the names of the columns, then the rows"
        raise refusal(Place(name, head), "-", "has no table", remedy)
    columns, header = lines[head].split("\t"), Place(name, head + 1)
    if len(columns) == 1:
        remedy = "part their names by tabs, or begin the line with '#' if it speaks of the set"
        raise refusal(header, "-", "names no columns", remedy)
    if len(columns) * (len(lines) - head - 1) > VALUES:
        remedy = f"split it; {VALUES:,} cells are the limit"
        raise refusal(header, "-", "too much for one file", remedy)
    problems = Problems()
    for column, number in Counter(columns).items():
        if number > 1:
            problems.add(header, column or "-", "two columns have this name", "drop one")
    places: dict[Path_, Place] = {(FOLDER,): header}
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines[head + 1 :], head + 2):
        place = Place(name, number)
        if problems.enough(place):
            break
        cells = line.split("\t")
        if len(cells) != len(columns):
            what = f"{len(cells)} cells where there are {len(columns)} columns"
            problems.add(place, "-", what, "part the cells by one tab each")
            continue
        path: Path_ = (FOLDER, len(rows))
        places[path], start = place, 1
        for column, cell in zip(columns, cells, strict=True):
            places[(*path, column)] = places[(*path, column, "@key")] = Place(name, number, start)
            start += len(cell) + 1
        # An empty cell says nothing, as a field that is left out.
        rows.append({c: _bare(cell) for c, cell in zip(columns, cells, strict=True) if cell})
    problems.raise_if_any()
    return Document(name, {**document.tree, FOLDER: rows}, {**document.places, **places})


def _bare(cell: str) -> str:
    """A cell without the quotes that RFC 4180 allows around it."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell

"""Trees of text to typed records, with every name matched against the registers.

Three passes, because names refer to names: collect what the registers name, then
check their entries, then the sources with their facts.  Every problem of every
file is reported, each at its own line and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from pydantic_core import ValidationError

from loaders.curation.cited import Cited
from loaders.curation.entries import LISTS, Entry, PersonEntry
from loaders.curation.fields import identifier
from loaders.curation.mappings import ENDING, MappingSet, Match, SetHead, faults
from loaders.curation.mappings import FOLDER as MAPPINGS
from loaders.curation.read import Document, Path_
from loaders.curation.record import Record
from loaders.curation.records import KINDS, SourceHead
from loaders.curation.registers import Entity, Registers, scheme_entities, scheme_needs
from loaders.curation.scopes import Part, misplaced, parts_of
from loaders.kept import Kept
from loaders.problems import Place, Problems
from ontology.spelling import did_you_mean

_Record = TypeVar("_Record", bound=Record)


class Placed(NamedTuple, Generic[_Record]):
    """An entry of a register, or a fact, with the place where it stands."""

    record: _Record
    place: Place


Entries: TypeAlias = tuple[Placed[Entry | PersonEntry], ...]


@dataclass(frozen=True, eq=False)
class Source:
    """A source document, what its file says of it, and its facts in the order of the file."""

    head: SourceHead
    entity: Entity
    facts: tuple[Placed[Cited], ...]


@dataclass(frozen=True)
class Curated:
    """All curated data: typed, and with its names reconciled."""

    registers: Registers
    entries: Entries
    sources: tuple[Source, ...]
    mappings: tuple[MappingSet, ...] = ()


def reconcile(
    documents: Sequence[Document], problems: Problems, kept: Kept | None = None
) -> Curated:
    """Turn documents into typed records; incomplete if ``problems`` takes something wrong."""
    kept = kept or Kept()
    homes: dict[str, list[Document]] = {"registers": [], "sources": [], MAPPINGS: []}
    for document in documents:
        folder = PurePosixPath(document.file).parts[0]
        if folder in homes and (folder != MAPPINGS or document.file.endswith(ENDING)):
            homes[folder].append(document)
        else:
            what, remedy = "lies in no known folder", "move it to registers/ or sources/"
            problems.add(Place(document.file), "-", what, remedy)
    known = tuple(homes["registers"]), tuple(filter(None, map(_source_entity, homes["sources"])))
    registers, entries = kept.made(known, problems, partial(_registered, *known, problems))
    parts = parts_of(placed.record for placed in entries)

    def source(document: Document) -> Source | None:
        making = partial(_File(document, registers, problems).source, parts)
        return kept.made((document, registers), problems, making)

    sources = tuple(filter(None, map(source, homes["sources"])))
    sets = [_File(document, registers, problems).mappings() for document in homes[MAPPINGS]]
    return Curated(registers, entries, sources, tuple(filter(None, sets)))


def _registered(
    documents: Sequence[Document], sources: Sequence[Entity], problems: Problems
) -> tuple[Registers, Entries]:
    """What registers and the heads of sources name, and the entries of registers."""
    entities = [*scheme_entities()]
    for document in documents:
        entities += _register_entities(document, problems)
    registers = Registers(_unique([*entities, *sources], problems))
    _hold_to_schemes(registers, problems)
    files = (_File(document, registers, problems) for document in documents)
    return registers, tuple(placed for file in files for placed in file.entries())


def _hold_to_schemes(registers: Registers, problems: Problems) -> None:
    """A name leads to one thing; what the ontology's steps speak of is in a register."""
    for name, sharing in registers.ambiguous():
        for entity in sharing[1:]:
            if problems.enough(entity.place):
                break
            what = f"'{name}' is also a name of {sharing[0].key}"
            problems.add(entity.place, "alt_sv", what, "leave the name to one of the two")
    homes = {entry.kind: file for file, lists in LISTS.items() for entry in lists.values()}
    for kind, needed, by in scheme_needs():
        if registers.get(kind, needed) is None:
            what = f"{kind} '{needed}' is missing, of which {by} speaks"
            remedy = "add an entry with this id, or change ontology/schemes.ttl"
            problems.add(Place(f"registers/{homes[kind]}.yaml"), "id", what, remedy)


def _register_entities(document: Document, problems: Problems) -> Iterable[Entity]:
    stem = PurePosixPath(document.file).stem
    if stem not in LISTS:
        remedy = did_you_mean(stem, LISTS, f"name it {', '.join(LISTS)}")
        problems.add(Place(document.file), "-", f"no register is called '{stem}'", remedy)
        return
    for key in document.tree:
        if key not in LISTS[stem]:
            remedy = did_you_mean(key, LISTS[stem], f"use {', '.join(LISTS[stem])}")
            place = document.place((key,), key=True)
            problems.add(place, key, "no such list in this register", remedy)
    for key, model in LISTS[stem].items():
        if not isinstance(document.tree.get(key, []), list):
            place = document.place((key,))
            problems.add(place, key, "holds no list", "write one '- id: …' an entry")
        for index, row in enumerate(document.rows(key)):
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                yield _entity(model.kind, row, document.place((key, index)))


def _entity(kind: str, row: dict[str, Any], place: Place) -> Entity:
    """The entity of a raw entry; what is wrong with the entry is found when it is checked."""
    names = [*_texts(row, "alt_sv"), *_texts(row, "alt_en")]
    for old in row.get("former_names", []):
        if isinstance(old, dict):
            names += [*_texts(old, "sv"), *_texts(old, "alt_sv")]
    label = row.get("name", row["id"])
    sv, en = (
        text if isinstance(text := row.get(key, label), str) else row["id"] for key in ("sv", "en")
    )
    return Entity(kind, row["id"], sv, en, tuple(names), place)


def _source_entity(document: Document) -> Entity | None:
    tree = document.tree
    title = tree.get("title", tree.get("id"))
    match (tree.get("id"), title, tree.get("title_en", title)):
        case (str(name), str(sv), str(en)):
            also = tuple(_texts(tree, "also"))
            return Entity("source", name, sv, en, also, document.place(("id",)))
    return None


def _texts(row: dict[str, Any], key: str) -> list[str]:
    value = row.get(key, [])
    return [
        text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)
    ]


def _unique(entities: Iterable[Entity], problems: Problems) -> Iterable[Entity]:
    seen: dict[str, Entity] = {}
    for entity in entities:
        if problems.enough(entity.place):
            continue
        first = seen.setdefault(entity.key, entity)
        if first is not entity:
            what = f"'{entity.id}' stands already at {first.place}"
            problems.add(entity.place, "id", what, "give it another id")
    return seen.values()


@dataclass(frozen=True)
class _File:
    """A file while its records are validated."""

    document: Document
    registers: Registers
    problems: Problems

    def entries(self) -> Iterator[Placed[Entry | PersonEntry]]:
        """The entries of a register."""
        for key, model in LISTS.get(PurePosixPath(self.document.file).stem, {}).items():
            for path, row in self._rows(key, self.document.rows(key)):
                if record := self._validate(model, row, path):
                    yield Placed(record, self.document.place(path))

    def mappings(self) -> MappingSet | None:
        """A set of mappings; ``None`` if it has problems."""
        tree, before = dict(self.document.tree), len(self.problems)
        rows = tree.pop(MAPPINGS)
        head = self._validate(SetHead, tree, ())
        matches = tuple(
            (match, self.document.place(path))
            for path, row in self._rows(MAPPINGS, rows)
            if (match := self._validate(Match, row, path))
        )
        if head is None or len(matches) < len(rows):
            return None
        found = MappingSet(self.document.file, head, matches)
        for place, *problem in faults(found, self.registers):
            if self.problems.enough(place):
                break
            self.problems.add(place, *problem)
        return found if len(self.problems) == before else None

    def source(self, parts: Mapping[str, tuple[Part, ...]]) -> Source | None:
        """A source with its facts; ``None`` if nothing can be said of it."""
        document, tree = self.document, dict(self.document.tree)
        stem = PurePosixPath(document.file).stem
        if isinstance(tree.get("id"), str) and tree["id"] != stem:
            what = f"'{tree['id']}' is not the file's name"
            self.problems.add(document.place(("id",)), "id", what, f"write id: {stem}")
        try:
            identifier(stem)
        except ValueError as error:
            self.problems.add_error(Place(document.file), "id", f"the file's name {error}")
        rows = tree.pop("facts", [])
        head = self._validate(SourceHead, tree, ())
        entity = self.registers.get("source", stem)
        if not isinstance(rows, list):
            place, remedy = document.place(("facts",)), "write one '- kind: …' a fact"
            self.problems.add(place, "facts", "holds no list", remedy)
            return None
        within = self.registers.reading(entity) if entity else self.registers
        inside = _File(document, within, self.problems)
        has_locator = head is not None and head.locator is not None
        facts = [
            Placed(fact, document.place(path))
            for path, row in self._rows("facts", rows)
            if (fact := inside.fact(row, path, has_locator))
        ]
        if len(facts) == len(rows):
            stated = [fact.record for fact in facts]
            for index, (keys, what, remedy) in misplaced(stated, parts):
                if self.problems.enough(document.place(("facts", index))):
                    break
                place = document.place(("facts", index, *keys))
                self.problems.add(place, ".".join(keys), what, remedy)
        return Source(head, entity, tuple(facts)) if head and entity else None

    def fact(self, row: Any, path: Path_, has_locator: bool) -> Cited | None:
        """A fact; ``None`` if it has problems."""
        place = self.document.place(path)
        if not isinstance(row, dict) or not row:
            self.problems.add(place, "facts", "no fact", "write '- permit: …' and its fields")
            return None
        kind, values = next(iter(row)), row
        if kind not in KINDS:
            remedy = did_you_mean(kind, KINDS, f"begin the fact with one of {', '.join(KINDS)}")
            place = self.document.place((*path, kind), key=True)
            self.problems.add(place, kind or "-", "no kind of fact", remedy)
            return None
        model = KINDS[kind]
        if model.head in values and model.head != kind:
            place = self.document.place((*path, model.head), key=True)
            self.problems.add(place, model.head, f"says the same as {kind}", f"keep {kind} alone")
            return None
        if kind == "member" and row[kind] in ("", "null", "~"):
            values = {**row, kind: None}  # a seat whose holder is not named
        record = self._validate(model, values, path)
        if record and not (record.lines or record.slide or record.section or has_locator):
            remedy = "say where it stands: lines, slide or section"
            self.problems.add(place, "lines", "missing", remedy)
            return None
        return record

    def _rows(self, key: str, rows: list[Any]) -> Iterator[tuple[Path_, Any]]:
        """The rows of a list with their paths, until enough is wrong."""
        for index, row in enumerate(rows):
            if self.problems.enough(self.document.place((key, index))):
                return
            yield (key, index), row

    def _validate(self, model: type[_Record], values: Any, path: Path_) -> _Record | None:
        """Validate one record; problems name fields as the file writes them."""
        place, problems = self.document.place, self.problems
        if not isinstance(values, dict):
            problems.add(place(path), "-", "no mapping", "write fields as 'key: value'")
            return None
        try:
            return model.read(values, self.registers)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                if problems.enough(place(path)):
                    break
                location = detail["loc"]
                where = place((*path, *location), key=detail["type"] == "extra_forbidden")
                field = ".".join(map(str, location)) or "-"
                problems.add(where, field, *explained(detail, model))
        return None


def explained(detail: Any, model: type[Record]) -> tuple[str, str]:
    """What is wrong with a field of a record, and its remedy, from pydantic's account of it."""
    match detail["type"]:
        case "missing":
            return "missing", "add it"
        case "extra_forbidden":
            known = [field.written for field in model.fields.values()]
            name = str(detail["loc"][-1])
            return "no such field here", did_you_mean(name, known, f"use {', '.join(known)}")
        case "literal_error":
            return f"'{detail['input']}' is not allowed", f"write {detail['ctx']['expected']}"
        case "too_short":
            return "empty", "name at least one"
        case "value_error":
            what, _, remedy = str(detail["ctx"]["error"]).partition("; ")
            return what, remedy or "see the README of the curated folder"
        case _:
            return str(detail["msg"]), "see the README of the curated folder"

"""Trees of text to typed records, with every name matched against the registers.

Three passes, because names refer to names: collect what the registers name, then
check their entries, then the sources with their facts.  Every problem of every
file is reported, each at its own line and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from loaders.curation.cited import Cited
from loaders.curation.entries import LISTS, Entry, PersonEntry
from loaders.curation.fields import identifier
from loaders.curation.heads import SourceHead
from loaders.curation.mappings import MappingSet, Match, SetHead, faults
from loaders.curation.read import Document, Path_, unknown_keys
from loaders.curation.records import KINDS
from loaders.curation.registers import Entity, Registers
from loaders.curation.schemes import scheme_entities, scheme_needs
from loaders.curation.scopes import Part, misplaced, parts_of
from loaders.curation.sssom import ENDING
from loaders.curation.sssom import FOLDER as MAPPINGS
from loaders.problems import Place, Problems
from ontology.spelling import did_you_mean

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class Placed:
    """An entry of a register, or a fact, with the place where it stands."""

    record: Entry | PersonEntry | Cited
    place: Place


@dataclass(frozen=True)
class Source:
    """A source document with all its facts.

    Attributes:
        head: What the file says of the document.
        entity: The document as a thing.
        facts: Its facts, in the order of the file.
    """

    head: SourceHead
    entity: Entity
    facts: tuple[Placed, ...]


@dataclass(frozen=True)
class Curated:
    """All curated data: typed, and with its names reconciled."""

    registers: Registers
    entries: tuple[Placed, ...]
    sources: tuple[Source, ...]
    mappings: tuple[MappingSet, ...] = ()


def reconcile(documents: Sequence[Document], problems: Problems) -> Curated:
    """Turn documents into typed records.

    Args:
        documents: What :func:`loaders.curation.read.read` and ``read_mapping_sets`` gave.
        problems: Takes everything that is wrong.

    Returns:
        The records; incomplete if there were problems.
    """
    register_files = [d for d in documents if _folder(d) == "registers"]
    source_files = [d for d in documents if _folder(d) == "sources"]
    mapping_files = [d for d in documents if _folder(d) == MAPPINGS and d.file.endswith(ENDING)]
    known = {d.file for d in (*register_files, *source_files, *mapping_files)}
    for document in documents:
        if document.file not in known:
            problems.add(
                Place(document.file),
                "-",
                "lies in no known folder",
                "move it to registers/ or sources/",
            )
    entities = [*scheme_entities()]
    for document in register_files:
        entities += _register_entities(document, problems)
    entities += [e for d in source_files if (e := _source_entity(d))]
    registers = Registers(_unique(entities, problems))
    for name, sharing in registers.ambiguous():
        for entity in sharing[1:]:
            if problems.enough(entity.place):
                break
            problems.add(
                entity.place,
                "alt_sv",
                f"'{name}' is also a name of {sharing[0].key}",
                "leave the name to one of the two",
            )
    _hold_to_schemes(registers, problems)
    entries = [placed for d in register_files for placed in _entries(d, registers, problems)]
    parts = parts_of(placed.record for placed in entries)
    sources = [s for d in source_files if (s := _source(d, registers, parts, problems))]
    mappings = [m for d in mapping_files if (m := _mappings(d, registers, problems))]
    return Curated(registers, tuple(entries), tuple(sources), tuple(mappings))


def _hold_to_schemes(registers: Registers, problems: Problems) -> None:
    """Every body and organisation that the ontology's steps speak of is in a register."""
    homes = {entry.kind: file for file, lists in LISTS.items() for entry in lists.values()}
    for kind, needed, by in scheme_needs():
        if registers.get(kind, needed) is None:
            problems.add(
                Place(f"registers/{homes[kind]}.yaml"),
                "id",
                f"{kind} '{needed}' is missing, of which {by} speaks",
                "add an entry with this id, or change ontology/schemes.ttl",
            )


def _folder(document: Document) -> str:
    return PurePosixPath(document.file).parts[0]


def _register_entities(document: Document, problems: Problems) -> Iterable[Entity]:
    stem = PurePosixPath(document.file).stem
    if stem not in LISTS:
        problems.add(
            Place(document.file),
            "-",
            f"no register is called '{stem}'",
            did_you_mean(stem, LISTS, f"name it {', '.join(LISTS)}"),
        )
        return
    for key, remedy in unknown_keys(document.tree, tuple(LISTS[stem])):
        problems.add(document.place((key,), key=True), key, "no such list in this register", remedy)
    for key, model in LISTS[stem].items():
        rows = document.tree.get(key, [])
        if not isinstance(rows, list):
            problems.add(
                document.place((key,)), key, "holds no list", "write one '- id: …' an entry"
            )
            continue
        for index, row in enumerate(rows):
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
    if not isinstance(identifier := tree.get("id"), str):
        return None
    title = tree.get("title", identifier)
    english = tree.get("title_en", title)
    if not (isinstance(title, str) and isinstance(english, str)):
        return None
    return Entity(
        "source", identifier, title, english, tuple(_texts(tree, "also")), document.place(("id",))
    )


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
        if first := seen.get(entity.key):
            problems.add(
                entity.place,
                "id",
                f"'{entity.id}' stands already at {first.place}",
                "give it another id",
            )
        else:
            seen[entity.key] = entity
    return seen.values()


def _entries(document: Document, registers: Registers, problems: Problems) -> Iterable[Placed]:
    for key, model in LISTS.get(PurePosixPath(document.file).stem, {}).items():
        rows = document.tree.get(key, [])
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            path: Path_ = (key, index)
            if problems.enough(document.place(path)):
                return
            if record := _validate(model, row, registers, document, path, problems):
                yield Placed(record, document.place(path))


def _mappings(document: Document, registers: Registers, problems: Problems) -> MappingSet | None:
    tree = dict(document.tree)
    rows = tree.pop(MAPPINGS)
    head = _validate(SetHead, tree, registers, document, (), problems)
    matches = [
        (match, document.place((MAPPINGS, number)))
        for number, row in enumerate(rows)
        if not problems.enough(document.place((MAPPINGS, number)))
        and (match := _validate(Match, row, registers, document, (MAPPINGS, number), problems))
    ]
    if head is None or len(matches) < len(rows):
        return None
    found = MappingSet(document.file, head, tuple(matches))
    before = len(problems)
    for place, field, what, remedy in faults(found, registers):
        if problems.enough(place):
            break
        problems.add(place, field, what, remedy)
    return found if len(problems) == before else None


def _source(
    document: Document,
    registers: Registers,
    parts: Mapping[str, tuple[Part, ...]],
    problems: Problems,
) -> Source | None:
    tree = dict(document.tree)
    stem = PurePosixPath(document.file).stem
    if isinstance(tree.get("id"), str) and tree["id"] != stem:
        what, remedy = f"'{tree['id']}' is not the file's name", f"write id: {stem}"
        problems.add(document.place(("id",)), "id", what, remedy)
    try:
        identifier(stem)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        problems.add(Place(document.file), "id", f"the file's name {what}", remedy)
    rows = tree.pop("facts", [])
    head = _validate(SourceHead, tree, registers, document, (), problems)
    entity = registers.get("source", stem)
    if not isinstance(rows, list):
        problems.add(
            document.place(("facts",)), "facts", "holds no list", "write one '- kind: …' a fact"
        )
        return None
    within = registers.reading(entity) if entity else registers
    has_locator = head is not None and head.locator is not None
    facts = [
        fact
        for index, row in enumerate(rows)
        if not problems.enough(document.place(("facts", index)))
        and (fact := _fact(document, row, ("facts", index), within, has_locator, problems))
    ]
    if len(facts) == len(rows):
        stated = [fact.record for fact in facts if isinstance(fact.record, Cited)]
        for index, (keys, what, remedy) in misplaced(stated, parts):
            if problems.enough(document.place(("facts", index))):
                break
            problems.add(document.place(("facts", index, *keys)), ".".join(keys), what, remedy)
    return Source(head, entity, tuple(facts)) if head and entity else None


def _fact(
    document: Document,
    row: Any,
    path: Path_,
    registers: Registers,
    has_locator: bool,
    problems: Problems,
) -> Placed | None:
    place = document.place(path)
    if not isinstance(row, dict) or not row:
        problems.add(place, "facts", "no fact", "write '- permit: …' and its fields")
        return None
    kind = next(iter(row))
    if kind not in KINDS:
        remedy = did_you_mean(kind, KINDS, f"begin the fact with one of {', '.join(KINDS)}")
        problems.add(document.place((*path, kind), key=True), kind, "no kind of fact", remedy)
        return None
    model = KINDS[kind]
    values = {
        model.head: _none_for_empty(row[kind], kind),
        **{k: v for k, v in row.items() if k != kind},
    }
    record = _validate(model, values, registers, document, path, problems, {model.head: kind})
    if record is None:
        return None
    if not (record.lines or record.slide or record.section or has_locator):
        problems.add(place, "lines", "missing", "say where it stands: lines, slide or section")
        return None
    return Placed(record, place)


def _none_for_empty(value: Any, kind: str) -> Any:
    """An empty ``member:`` is a seat whose holder is not named."""
    return None if kind == "member" and value in ("", "null", "~") else value


def _validate(
    model: type[_Model],
    values: Any,
    registers: Registers,
    document: Document,
    path: Path_,
    problems: Problems,
    written_as: dict[str, str] | None = None,
) -> _Model | None:
    """Validate one record; problems name fields as the file writes them."""
    written_as = written_as or {}
    if not isinstance(values, dict):
        problems.add(document.place(path), "-", "no mapping", "write fields as 'key: value'")
        return None
    try:
        return model.model_validate(values, context=registers)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            if problems.enough(document.place(path)):
                break
            location = tuple(written_as.get(str(part), part) for part in detail["loc"])
            what, remedy = explained(detail, model, written_as)
            extra = detail["type"] == "extra_forbidden"
            problems.add(
                document.place((*path, *location), key=extra),
                ".".join(map(str, location)) or "-",
                what,
                remedy,
            )
    return None


def explained(detail: Any, model: type[BaseModel], written_as: dict[str, str]) -> tuple[str, str]:
    """What is wrong with a field of a record, and its remedy, from pydantic's account of it."""
    match detail["type"]:
        case "missing":
            return "missing", "add it"
        case "extra_forbidden":
            known = [
                written_as.get(name, field.alias or name)
                for name, field in model.model_fields.items()
            ]
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

"""A further name of a thing, written into its register."""

from __future__ import annotations

import json
import re
from pathlib import Path

from loaders.curation.fields import identifier
from loaders.curation.read import parsed, read_file
from loaders.curation.reconcile import Curated, reconcile
from loaders.curation.registers import Entity
from loaders.problems import Problems
from loaders.publishing.files import write_whole
from loaders.publishing.recipe import CURATED
from ontology.spelling import did_you_mean, fold

_LONGEST = 200


def add_name(
    name: str, of: str, document: str, line: int, lang: str = "sv", curated: Path = CURATED
) -> Path:
    """Write a name that a document prints into the entry of the thing that it means.

    Order and comments of the register stay; a comment says where the name is printed.

    Args:
        name: The name as printed.
        of: The thing, as ``kind:id``.
        document: The id of the source that prints it, curated or not yet.
        line: The line where it stands.
        lang: The language of the name, ``sv`` or ``en``.
        curated: The folder of the curated files.

    Returns:
        The register that has the name now.

    Raises:
        ValueError: If there is no such thing, or the name is one already; the file is left alone.
        CuratedDataError: If a register is wrong.

    Example:
        >>> add_name("Dysmelin", "area:dysmeli", "nhv-nytt-2024-10", 11)  # doctest: +SKIP
    """
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise ValueError(f"a name has 1 to {_LONGEST} letters on one line; write it as printed")
    if line < 1:
        raise ValueError("lines count from 1; name the line that prints it")
    identifier(document)
    records = _registers(curated, {})
    entity = _entity(records, of)
    _refuse_known(records, entity, name)
    path = curated / entity.place.file
    text = path.read_text(encoding="utf-8")
    new = _with_name(text, entity, f"alt_{lang}", name, f"{document}, line {line}")
    _registers(curated, {entity.place.file: new})
    write_whole(path, new.encode())
    return path


def _registers(curated: Path, instead: dict[str, str]) -> Curated:
    """The registers, with other texts for some files; what is wrong with them is raised."""
    problems = Problems()
    documents = []
    for file in sorted((curated / "registers").glob("*.yaml")):
        place = f"registers/{file.name}"
        text = instead.get(place)
        documents.append(read_file(file, place) if text is None else parsed(text, place))
    records = reconcile(documents, problems)
    problems.raise_if_any()
    return records


def _entity(records: Curated, of: str) -> Entity:
    kind, _, id_ = of.partition(":")
    entity = records.registers.get(kind, id_)
    if entity is None or not entity.place.file.startswith("registers/"):
        known = [one.key for one in records.registers if one.place.file.startswith("registers/")]
        also = [name for one in records.registers for name in (one.sv, *one.names)]
        near = did_you_mean(of if ":" in of else fold(of), [*known, *also])
        raise ValueError(f"--is takes a thing of the registers as kind:id, not '{of}'; {near}")
    if kind == "person":
        raise ValueError("names of persons come with their seats; write a member fact")
    return entity


def _refuse_known(records: Curated, entity: Entity, name: str) -> None:
    for other in records.registers:
        names = (other.sv, other.en, *other.names)
        if other.kind == entity.kind and fold(name) in map(fold, names):
            whose = "it" if other == entity else f"{other.key} ({other.sv})"
            raise ValueError(
                f"'{name}' is a name of {whose} already; leave it there, or take it out first"
            )


def _with_name(text: str, entity: Entity, field: str, name: str, where: str) -> str:
    """The text of a register with a name more in an entry, and a comment on its place."""
    lines = text.split("\n")
    first = entity.place.line - 1
    begin = next(at for at in range(first, -1, -1) if lines[at].startswith("- "))
    end = next(
        (at for at in range(begin + 1, len(lines)) if not lines[at].startswith(("  ", "  #"))),
        len(lines),
    )
    quoted = json.dumps(name, ensure_ascii=False)
    note = f"  # {quoted}: {where}"
    fields = {
        found[1]: at
        for at in range(begin, end)
        if (found := re.match(r"(?:- |  )(\w+):", lines[at]))
    }
    if (at := fields.get(field)) is None:
        at = max(n for key, n in fields.items() if key in ("id", "sv", "en", "alt_sv"))
        lines[at + 1 : at + 1] = [note, f"  {field}: [{quoted}]"]
    else:
        lines[at] = _longer(lines[at], quoted)
        lines.insert(at, note)
    return "\n".join(lines)


def _longer(line: str, quoted: str) -> str:
    """A line with a list, or one value, with one value more, in order if the list is."""
    key, _, said = line.partition(": ")
    values = parsed(f"x: {said}", "list").tree["x"]
    shown = [
        json.dumps(v, ensure_ascii=False) for v in ([values] if isinstance(values, str) else values)
    ]
    ordered = shown == sorted(shown, key=fold)
    more = [*shown, quoted]
    return f"{key}: [{', '.join(sorted(more, key=fold) if ordered else more)}]"

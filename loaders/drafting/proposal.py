"""``nhv draft``: a public document read into a proposal of a curated file.

Reading needs the extra ``draft`` (PDF, PowerPoint and Word; HTML, Excel and plain text need less).
Nothing is written into the graph, no file is overwritten, nothing is asked of the network.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from loaders.curation.entries import HospitalEntry
from loaders.curation.read import read_file
from loaders.curation.reconcile import reconcile
from loaders.drafting.draft import Context, Draft
from loaders.drafting.drafter import drafted
from loaders.drafting.heads import Head, head_of
from loaders.drafting.passages import Passage, passages
from loaders.drafting.rendering import PLAIN, Line, rendered
from loaders.drafting.said_names import KINDS, NamesOfRegisters
from loaders.drafting.writing import unused_lines, written
from loaders.problems import Problems
from loaders.publishing.recipe import CURATED
from ontology.spelling import fold

_SHORT_FORMS = Path(__file__).with_name("short_forms.toml")
# What may follow a name on a line of its own that is an item of a list, in letters.
_AFTER = 14


@dataclass(frozen=True)
class Known:
    """What the registers know: names, and the region that runs each hospital."""

    names: tuple[tuple[str, str, str], ...]
    operators: dict[str, str]


@dataclass(frozen=True)
class Proposal:
    """A curated file as the program proposes it.

    Attributes:
        head: The head of the source.
        draft: What was found.
        lines: The numbered lines of the document.
        passages: Its passages.
        names: The things that names stand for, by names without capitals.
    """

    head: Head
    draft: Draft
    lines: tuple[Line, ...]
    passages: tuple[Passage, ...]
    names: Mapping[str, str]

    @property
    def text(self) -> str:
        """The text of the curated file."""
        return written(self.head.fields, self.draft, self.lines)

    @property
    def unused(self) -> list[int]:
        """The lines that no fact and no unknown name stands on."""
        return unused_lines(self.draft, self.lines)

    @property
    def rendering(self) -> str:
        """The lines that the facts point to, as text."""
        return "\n".join(line.text for line in self.lines) + "\n"


def known(curated: Path = CURATED) -> Known:
    """The names of the registers.

    Args:
        curated: The folder of the curated files.

    Raises:
        CuratedDataError: If a register is wrong.
    """
    problems = Problems()
    files = sorted((curated / "registers").glob("*.yaml"))
    documents = [read_file(file, f"registers/{file.name}") for file in files]
    found = reconcile(documents, problems)
    problems.raise_if_any()
    names = [
        (entity.kind, entity.id, name)
        for entity in found.registers
        if entity.kind in KINDS
        for name in dict.fromkeys((entity.sv, *entity.names, entity.en))
    ]
    hospitals = (one.record for one in found.entries if isinstance(one.record, HospitalEntry))
    operators = {one.id: one.operator.entity.id for one in hospitals if one.operator is not None}
    return Known(tuple(names), operators)


def proposal(document: Path, registers: Known, name: str | None = None) -> Proposal:
    """A document read into a proposal.

    Args:
        document: The document; its suffix says what it is.
        registers: The names that it may use.
        name: The id of the source; by default made from the file's name.

    Raises:
        ValueError: If it cannot be read, in a sentence.

    Example:
        >>> print(proposal(Path("slides.pptx"), known()).text)  # doctest: +SKIP
    """
    short_forms = tomllib.loads(_SHORT_FORMS.read_text(encoding="utf-8"))
    names = NamesOfRegisters(registers.names, short_forms)
    lines = tuple(rendered(document))
    if document.suffix.lower() in PLAIN:
        lines = tuple(_with_items(lines, names))
    head = head_of(document, lines, names, name)
    us, within = "", ""
    if publisher := head.publisher:
        if publisher.kind == "region":
            us = publisher.key
        elif publisher.kind == "hospital" and publisher.id in registers.operators:
            us = f"region:{registers.operators[publisher.id]}"
        elif publisher.kind == "healthcare-region":
            within = publisher.key
    said = tuple(passages(lines))
    context = Context(names, registers.operators, head.last_day, us, within)
    things = {fold(name): f"{kind}:{id_}" for kind, id_, name in reversed(registers.names)}
    things |= {f"{kind}:{id_}": f"{kind}:{id_}" for kind, id_, _ in registers.names}
    return Proposal(head, drafted(context, said), lines, said, things)


def _with_items(lines: Sequence[Line], names: NamesOfRegisters) -> list[Line]:
    """Lines of plain text; one that is no more than the name of an area is an item."""
    return [
        replace(line, role="item") if number > 3 and _is_a_name(line, names) else line
        for number, line in enumerate(lines)
    ]


def _is_a_name(line: Line, names: NamesOfRegisters) -> bool:
    if line.role not in ("text", "heading") or line.text.endswith("."):
        return False
    found = names.names(line.text, ("area",))
    return bool(found) and found[0].start == 0 and len(line.text) - found[0].end < _AFTER


def save(made: Proposal, folder: Path) -> tuple[Path, Path]:
    """Write a proposal and the lines that it points to; what is there is never overwritten.

    Args:
        made: The proposal.
        folder: Where ``ID.yaml`` and ``ID.txt`` go; it is made if it is not there.

    Raises:
        ValueError: If one of the files is there already.
    """
    paths = [folder / f"{made.head.fields['id']}{suffix}" for suffix in (".yaml", ".txt")]
    there = [path.name for path in paths if path.exists()]
    if there:
        raise ValueError(
            f"{' and '.join(there)} in {folder} would be overwritten; name another folder"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in zip(paths, (made.text, made.rendering), strict=True):
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return paths[0], paths[1]

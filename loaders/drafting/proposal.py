"""``nhv draft``: a public document read into a proposal of a curated file.

Reading needs the extra ``draft`` (PDF, PowerPoint and Word; HTML, Excel and plain text need less).
Nothing is written into the graph, no file is overwritten, nothing is asked of the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.curation.entries import HospitalEntry
from loaders.curation.read import read_file
from loaders.curation.reconcile import reconcile
from loaders.drafting.context import Context
from loaders.drafting.cues import says
from loaders.drafting.drafter import drafted
from loaders.drafting.findings import Draft
from loaders.drafting.governing import FIRST_DAY
from loaders.drafting.heads import Head, head_of
from loaders.drafting.lines import Line
from loaders.drafting.looks import with_leads, with_roles
from loaders.drafting.passages import Passage, passages, with_cards, with_notes
from loaders.drafting.rendering import PLAIN, rendered
from loaders.drafting.said_names import KINDS, NamesOfRegisters
from loaders.drafting.writing import unused_lines, written
from loaders.problems import Problems
from loaders.publishing.recipe import CURATED
from ontology.spelling import fold

# Passages that say what a document is about.
_FIRST = 4


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
    names = NamesOfRegisters(registers.names)
    lines = tuple(rendered(document))
    if own := names.explained([line.text for line in lines]):
        names = NamesOfRegisters(registers.names, own)
    if document.suffix.lower() in PLAIN:
        lines = tuple(with_roles(lines, names))
    lines = tuple(with_leads(lines, names))
    said = tuple(with_notes(with_cards(list(passages(lines)))))
    head = head_of(document, lines, said, names, name)
    context = Context(names, registers.operators, head.last_day)
    about = " ".join(passage.text for passage in said[:_FIRST])
    early = head.last_day is not None and head.last_day < FIRST_DAY
    if says("rcc", about) and not says("nhv", about):
        context.system = "rcc"
    elif early or (says("old", about) and not says("nhv", about)):
        context.system = "rikssjukvard"
    if publisher := head.publisher:
        if publisher.kind == "region":
            context.us = publisher
        elif publisher.kind == "hospital":
            context.us, context.site = context.region_of(publisher), publisher
        elif publisher.kind == "healthcare-region":
            context.within = publisher
        context.by_board = publisher.kind == "body" and bool(says("the_board", publisher.printed))
    things = {fold(name): f"{kind}:{id_}" for kind, id_, name in reversed(registers.names)}
    things |= {f"{kind}:{id_}": f"{kind}:{id_}" for kind, id_, _ in registers.names}
    return Proposal(head, drafted(context, said), lines, said, things)


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

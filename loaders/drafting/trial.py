"""What a reviewed draft comes to: its text, its problems, and what each fact says in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copy, copytree
from tempfile import TemporaryDirectory

from pyoxigraph import Quad

from loaders.build import load
from loaders.curation.cited import Cited
from loaders.curation.read import parsed, read
from loaders.curation.reconcile import Source, reconcile
from loaders.drafting.proposal import Proposal
from loaders.drafting.writing import NO_TITLE, composed, entry, headed, remarks
from loaders.facts.assertions import assert_fact
from loaders.facts.writer import Writer
from loaders.problems import CuratedDataError, Problem, Problems
from loaders.publishing.recipe import CURATED

_TITLE = "title_en: missing; write the title in English above the facts"


@dataclass(frozen=True)
class Trial:
    """A reviewed draft, tried against the registers.

    Attributes:
        text: The curated file.
        problems: Sentences on what is wrong, each with the number of its fact, or ``None``.
        warnings: Sentences on what a curator may look at again, likewise.
        said: By the number of a fact, what it says in the graph.
    """

    text: str
    problems: tuple[tuple[int | None, str], ...]
    warnings: tuple[tuple[int | None, str], ...]
    said: Mapping[int, tuple[Quad, ...]]


def entries(made: Proposal) -> tuple[str, list[str]]:
    """The head and the facts of a proposal as texts, to be looked at one by one."""
    return headed(made.head.fields), [entry(fact) for fact in made.draft.facts]


def trial(made: Proposal, head: str, facts: Sequence[str], curated: Path = CURATED) -> Trial:
    """Put accepted facts together to a file, and check it as ``nhv check`` would.

    Args:
        made: The proposal that was reviewed.
        head: The fields of the head, as YAML.
        facts: The fields of each accepted fact, as YAML.
        curated: The folder whose registers hold.

    Example:
        >>> trial(made, *entries(made)).problems  # doctest: +SKIP
        ()
    """
    listed = composed(facts)
    text = "\n".join([head.strip(), *listed]) + "\n"
    starts = _starts(head, listed)
    left = [n for n, line in enumerate(made.lines, 1) if line.text and n not in _used(text)]
    whole = text + "\n".join(remarks(made.draft, left, made.lines)) + "\n"
    name = f"{made.head.fields['id']}.yaml"
    with TemporaryDirectory(prefix="nhv-review-") as folder:
        place = Path(folder)
        copytree(curated / "registers", place / "registers")
        (place / "sources").mkdir()
        tried = whole.replace(NO_TITLE, 'title_en: "-"')  # so that the facts can be tried already
        (place / "sources" / name).write_text(tried, encoding="utf-8", newline="\n")
        lacks = ((None, _TITLE),) if tried != whole else ()
        problems = Problems()
        records = reconcile(read(place, problems), problems)
        said: dict[int, tuple[Quad, ...]] = {}
        for source in records.sources:
            said |= _said(source, starts)
        warnings: Iterable[Problem] = ()
        try:
            problems.raise_if_any()
            warnings = load(place).report.warnings
        except CuratedDataError as error:
            found = _placed(error.problems, starts)
            return Trial(whole, (*found, *lacks), (), said)
    return Trial(whole, lacks, _placed([w for w in warnings if name in w.place.file], starts), said)


def curated_with(files: Sequence[Path], folder: Path, curated: Path = CURATED) -> Path:
    """A copy of the curated folder with further sources, to try them before they are curated.

    Args:
        files: The further source files.
        folder: Where the copy goes.
        curated: The folder that is copied.

    Returns:
        The copy.

    Raises:
        ValueError: If a file is none, or is curated already.
    """
    for file in files:
        if file.suffix != ".yaml" or not file.is_file():
            raise ValueError(f"--with takes a source file such as drafts/x.yaml, not {file}")
        if (curated / "sources" / file.name).exists():
            raise ValueError(f"{file.name} is curated already; check it where it is")
    copytree(curated, folder, dirs_exist_ok=True)
    for file in files:
        copy(file, folder / "sources" / file.name)
    return folder


def _starts(head: str, listed: Sequence[str]) -> list[int]:
    """The line on which each fact begins."""
    at = head.strip().count("\n") + 3
    starts = []
    for item in listed[1:]:
        starts.append(at)
        at += item.count("\n") + 1
    return starts


def _number(line: int, starts: Sequence[int]) -> int | None:
    return next((n for n in reversed(range(len(starts))) if starts[n] <= line), None)


def _placed(
    problems: Iterable[Problem], starts: Sequence[int]
) -> tuple[tuple[int | None, str], ...]:
    """Problems by the facts that they are about."""
    return tuple(
        (
            _number(one.place.line, starts) if one.place.file.startswith("sources/") else None,
            f"{one.field}: {one.what}; {one.remedy}",
        )
        for one in problems
    )


def _said(source: Source, starts: Sequence[int]) -> dict[int, tuple[Quad, ...]]:
    """What each fact of a source says."""
    said: dict[int, tuple[Quad, ...]] = {}
    for fact in source.facts:
        number = _number(fact.place.line, starts)
        if number is not None and isinstance(fact.record, Cited):
            writer = Writer(source.entity, source.entity.iri, source.head.date, source.head.locator)
            assert_fact(fact.record, writer, fact.place)
            said[number] = writer.quads
    return said


def _used(text: str) -> set[int]:
    """The lines that the facts of a text point to."""
    try:
        facts = parsed(text, "draft").rows("facts")
    except CuratedDataError:
        return set()
    used: set[int] = set()
    for fact in facts:
        said = fact.get("lines", []) if isinstance(fact, dict) else []
        for part in said if isinstance(said, list) else [said]:
            first, _, last = str(part).partition("-")
            if first.strip().isdigit():
                used |= set(range(int(first), int(last if last.strip().isdigit() else first) + 1))
    return used

"""What a reviewed draft comes to: its text, its problems, and what each fact says in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copy, copytree
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from pyoxigraph import Quad

from loaders import build as building
from loaders.curation.cited import Cited
from loaders.curation.fields import identifier, parse_lines
from loaders.curation.read import parsed, read
from loaders.curation.reconcile import Source, reconcile
from loaders.drafting.lines import Line
from loaders.drafting.proposal import Proposal
from loaders.drafting.writing import NO_TITLE, composed, entry, headed, remarks
from loaders.facts.kinds import assert_fact
from loaders.facts.writer import Writer
from loaders.problems import CuratedDataError, Problem, Problems
from loaders.publishing.recipe import CURATED

_LACKS_TITLE = "title_en: missing; write the title in English"
# The number of each fact, and the line on which it begins.
_Starts: TypeAlias = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Trial:
    """A reviewed draft, tried against the registers.

    Attributes:
        text: The curated file.
        problems: Sentences on what is wrong, each with the number of its fact, or ``None``.
        warnings: Sentences on what a curator may look at again, likewise.
        said: By the number of a fact, what it says in the graph.
        unreadable: The numbers of the facts that are no YAML; the text is without them.
        misplaced: The numbers of facts with the first line of each that is blank or not there.
    """

    text: str
    problems: tuple[tuple[int | None, str], ...]
    warnings: tuple[tuple[int | None, str], ...]
    said: Mapping[int, tuple[Quad, ...]]
    unreadable: tuple[int, ...]
    misplaced: tuple[tuple[int, int], ...]


def entries(made: Proposal) -> tuple[str, list[str]]:
    """The head and the facts of a proposal as texts, to be looked at one by one."""
    return headed(made.head.fields), [entry(fact) for fact in made.draft.facts]


def parted(text: str, name: str) -> tuple[str, list[str]]:
    """The head and the facts of a curated file, likewise.

    Args:
        text: The file, laid out as a draft is.
        name: What errors call it.

    Raises:
        ValueError: If its facts are laid out otherwise.
        CuratedDataError: If it is no YAML.
    """
    head, _, below = text.partition("\nfacts:")
    facts: list[list[str]] = []
    between: list[str] = []  # a comment belongs to the fact above it; those at the end are remarks
    for line in below.split("\n")[1:]:
        if line.startswith("- "):
            if facts:
                facts[-1] += between
            facts.append([line[2:]])
            between = []
        elif line.startswith("  ") and facts:
            facts[-1].append(line[2:])
        elif line.startswith("#"):
            between.append(line)
    if len(facts) != len(parsed(text, name).rows("facts")):
        what = f"the facts of {name} cannot be told apart"
        raise ValueError(f"{what}; begin each with '- ', or name another folder with --out")
    return head, ["\n".join(fact) for fact in facts]


def id_of(head: str) -> str:
    """The id that a head gives, as YAML; nothing if it gives none."""
    try:
        return identifier(parsed(head, "head").tree.get("id"))
    except (CuratedDataError, ValueError):
        return ""


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
    trees = {number: _tree(fact) for number, fact in enumerate(facts)}
    readable = [number for number, tree in trees.items() if tree is not None]
    listed = composed([facts[number] for number in readable])
    text = "\n".join([head.strip(), *listed]) + "\n"
    starts = list(zip(readable, _starts(head, listed), strict=True))
    left = [n for n, line in enumerate(made.lines, 1) if line.text and n not in _used(text)]
    whole = text + "\n".join(remarks(made.draft, left, made.lines)) + "\n"
    name = f"{id_of(head) or made.head.fields['id']}.yaml"
    with TemporaryDirectory(prefix="nhv-review-") as folder:
        place = Path(folder)
        copytree(curated / "registers", place / "registers")
        (place / "sources").mkdir()
        tried = whole.replace(NO_TITLE, 'title_en: "-"')  # so that the facts can be tried already
        (place / "sources" / name).write_text(tried, encoding="utf-8", newline="\n")
        problems = Problems()
        records = reconcile(read(place, problems), problems)
        found: Iterable[Problem] = ()
        warnings: Iterable[Problem] = ()
        try:
            problems.raise_if_any()
            warnings = (w for w in building.trial(place).warnings if name in w.place.file)
        except CuratedDataError as error:
            found = error.problems
    return Trial(
        whole,
        (*_placed(found, starts), *([(None, _LACKS_TITLE)] if tried != whole else [])),
        _placed(warnings, starts),
        {n: quads for source in records.sources for n, quads in _said(source, starts).items()},
        tuple(number for number in trees if number not in readable),
        tuple((n, line) for n in readable if (line := _misplaced(trees[n] or {}, made.lines))),
    )


def among_all(file: Path, curated: Path = CURATED) -> tuple[str, ...]:
    """What is wrong with a source file among all curated ones, as ``nhv check --with`` says it.

    Args:
        file: The file; one that is wrong by itself is better tried alone, by :func:`trial`.
        curated: The folder of the others.
    """
    with TemporaryDirectory(prefix="nhv-review-") as folder:
        try:
            building.trial(curated_with([file], Path(folder) / "curated", curated))
        except CuratedDataError as error:
            return tuple(map(str, error.problems))
        except ValueError as error:  # it is curated already
            return (str(error),)
    return ()


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
        if not file.exists():
            raise ValueError(f"there is no file {file}; --with takes one such as drafts/x.yaml")
        if file.suffix != ".yaml" or not file.is_file():
            raise ValueError(f"--with takes a source file such as drafts/x.yaml, not {file}")
        if (curated / "sources" / file.name).exists():
            raise ValueError(f"{file.name} is curated already; check it where it is")
    copytree(curated, folder, dirs_exist_ok=True)
    for file in files:
        copy(file, folder / "sources" / file.name)
    return folder


def _tree(fact: str) -> dict[str, Any] | None:
    """A fact as YAML, if it is."""
    try:
        return parsed(fact, "fact").tree
    except CuratedDataError:
        return None


def _misplaced(tree: Mapping[str, Any], lines: Sequence[Line]) -> int | None:
    """The first line where a fact is said to begin or to end, and that is blank or not there."""
    try:
        spans = parse_lines(tree["lines"]).spans
    except (KeyError, ValueError):
        return None
    ends = (number for span in spans for number in span)
    return next((n for n in ends if n > len(lines) or not lines[n - 1].text), None)


def _starts(head: str, listed: Sequence[str]) -> list[int]:
    """The line on which each fact begins."""
    at = head.strip().count("\n") + 3
    starts = []
    for item in listed[1:]:
        starts.append(at)
        at += item.count("\n") + 1
    return starts


def _number(line: int, starts: _Starts) -> int | None:
    return next((number for number, start in reversed(starts) if start <= line), None)


def _placed(problems: Iterable[Problem], starts: _Starts) -> tuple[tuple[int | None, str], ...]:
    """Problems by the facts that they are about; those of registers with their places."""
    return tuple(
        (_number(one.place.line, starts), f"{one.field}: {one.what}; {one.remedy}")
        if one.place.file.startswith("sources/")
        else (None, str(one))
        for one in problems
    )


def _said(source: Source, starts: _Starts) -> dict[int, tuple[Quad, ...]]:
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

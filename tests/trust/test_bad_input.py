"""Whatever stands in a curated folder: a precise error or a right graph, and never half of one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pyoxigraph import BlankNode, Quad

from loaders.build import build
from loaders.problems import CuratedDataError, Problem
from tests.support import load, sampled
from tests.trust.breakage import SOURCE_FILE, Case, cases, right_files

# The trial of all of them, some 18,000, is part of `make trust`.
CHOSEN = 540
PARTS = 12


def trouble(case: Case, problems: tuple[Problem, ...]) -> str:
    """What is not precise in the errors of a broken folder; empty if they are."""
    own = case.lines()
    here = False
    for problem in problems:
        text = str(problem)
        if problem.place.file not in right_files():
            return f"names the file {problem.place.file}, which is not in the folder: {text}"
        if "\n" in text or len(text) > 1_000:
            return f"is not one readable line: {text[:300]}"
        if not (problem.what and problem.remedy and problem.field):
            return f"lacks what is wrong or what to do: {text}"
        here |= problem.place.file == case.file and problem.place.line in own
    # A name that a register no longer has is told where it is used.
    if not here and case.file == SOURCE_FILE:
        return f"nothing points at lines {own.start}–{own.stop - 1}: {problems[0]}"
    return ""


def wrong(quads: list[Quad]) -> str:
    """What must not be in any graph; empty if nothing is."""
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            return f"a blank node: {quad}"
    return "" if quads else "no statement at all"


def tried(case: Case) -> str:
    """Build one broken folder; what is not as it should be, or nothing."""
    with TemporaryDirectory(prefix="nhv-trust-") as folder:
        case.write(Path(folder))
        try:
            said = wrong(load(Path(folder)).quads)
        except CuratedDataError as error:
            said = trouble(case, error.problems)
        except Exception as error:  # a traceback is what must not be
            said = f"{type(error).__name__}: {error}"
    return said and f"{case.name}: {said}"


@pytest.mark.slow
@pytest.mark.parametrize("part", sampled(range(PARTS), PARTS))
def test_a_broken_folder_gives_a_precise_error_or_a_right_graph(part: int) -> None:
    """Every field with every fault: a message with file, line and remedy, or a graph in form."""
    failed = [said for case in cases(CHOSEN)[part::PARTS] if (said := tried(case))]
    assert not failed, f"{len(failed)} cases; tell these in loaders/:\n" + "\n".join(failed)


@pytest.mark.slow
def test_there_are_cases_enough() -> None:
    """At least five hundred cases are tried, and every field and every fault is among them."""
    chosen = cases(CHOSEN)
    names = {case.name for case in chosen}
    assert len(names) == len(chosen) >= 500, "give each case its own name"


@pytest.mark.slow
def test_a_broken_folder_leaves_the_last_build_alone(tmp_path: Path) -> None:
    """A build that fails changes no byte of what was built before."""
    right = Case("right", SOURCE_FILE, lambda: right_files()[SOURCE_FILE])
    out = tmp_path / "build"
    build(out, curated=right.write(tmp_path / "right"))
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    failed = 0
    for case in cases(CHOSEN)[::60]:
        with TemporaryDirectory(dir=tmp_path) as folder:
            try:
                load(case.write(Path(folder)))
            except CuratedDataError:
                failed += 1
                with pytest.raises(CuratedDataError):
                    build(out, curated=Path(folder))
    after = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert failed > 5, "break more of the chosen cases"
    assert after == before, "write nothing into the build's folder before all is checked"

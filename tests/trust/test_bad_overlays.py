"""Whatever is joined: precise problems or a graph that answers; the built graph stays as it is."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import sampled
from tests.trust import broken_tables, broken_turtle, broken_workbooks
from tests.trust.breakage import SEED
from tests.trust.joining import (
    File,
    fingerprint,
    listening,
    small_build,
    small_graph,
    statements,
    tried,
    unplugged,
)

pytestmark = pytest.mark.xdist_group("overlays")

# The trial of all of them, some 29,000, is part of `make trust`.
CHOSEN = 96
PARTS = 2


def all_cases() -> Iterator[File]:
    """Every broken file."""
    return chain(
        broken_tables.file_cases(),
        broken_tables.field_cases(),
        broken_tables.free_cases(),
        broken_workbooks.cases(),
        broken_turtle.cases(),
    )


@cache
def chosen(number: int = CHOSEN) -> tuple[File, ...]:
    """Some of them, the same every time: each kind and each fault first."""
    cases = list(all_cases())
    random.Random(SEED).shuffle(cases)
    first: list[File] = []
    rest: list[File] = []
    seen: set[str] = set()
    for case in cases:
        kind, _, fault = case.name.partition(": ")
        (rest if {kind, fault} <= seen else first).append(case)
        seen |= {kind, fault}
    return (*first, *rest)[: max(number, 0)]


@pytest.mark.slow
@pytest.mark.parametrize("part", sampled(range(PARTS), PARTS))
def test_a_broken_file_is_refused_precisely_or_joined_rightly(part: int, tmp_path: Path) -> None:
    """File, row, column, what and what to do; or a graph in form that answers. Nothing else."""
    files, quads = fingerprint(small_build()), statements(small_graph())
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    with unplugged() as asked:
        for case in chosen()[part::PARTS]:
            verdict, said = tried(case, tmp_path)
            verdicts[verdict] += 1
            bad += [said] if said else []
    assert not bad, "\n".join(bad)
    assert len(verdicts) == 2, f"some must be refused and some joined: {verdicts}"
    assert not asked, f"nothing that a file points to may be fetched: {asked}"
    assert fingerprint(small_build()) == files, "the files of the built graph must not change"
    assert statements(small_graph()) == quads, "the graph that was joined must stay as it was"


@pytest.mark.slow
def test_nothing_that_a_file_points_to_is_fetched(tmp_path: Path) -> None:
    """External links, entities, imports and bases elsewhere: nobody is called."""
    with listening() as port:
        cases = chain(broken_workbooks.cases(port.url), broken_turtle.cases(port.url))
        pointing = [case for case in cases if _names(port.url.encode(), case.make())]
        for case in pointing:
            _, said = tried(case, tmp_path)
            assert not said, said
        assert len(pointing) >= 10
        assert port.calls == 0, "never open what a file points to"


def _names(address: bytes, content: bytes) -> bool:
    """Whether a file, or a part of a workbook, names an address."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [book.read(p) for p in book.infolist() if p.file_size < 100_000]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
        parts = [content]
    return any(address in part for part in parts)


@pytest.mark.parametrize("name", [name for name in broken_workbooks._explosive() if "GB" in name])
def test_a_workbook_that_explodes_is_not_inflated(name: str, tmp_path: Path) -> None:
    """A few megabytes that would become gigabytes are refused by the sizes that it states."""
    case = File(name, "my.xlsx", broken_workbooks._explosive()[name])
    assert len(case.make()) < 5_000_000
    verdict, said = tried(case, tmp_path)
    assert (verdict, said) == ("refused", ""), "look at the sizes before inflating anything"


def test_what_is_right_is_joined(tmp_path: Path) -> None:
    """The files that are broken here are right before they are broken."""
    right = [case for case in all_cases() if case.name.endswith(": right")]
    assert len(right) > 20
    refused = [case.name for case in right if tried(case, tmp_path) != ("joined", "")]
    # A row of these kinds needs what a cell cannot hold, or names the document itself.
    assert set(refused) <= {f"{kind} as rows: right" for kind in ("gap",)}, refused


_CELL = st.text(max_size=20) | st.sampled_from(sorted(broken_tables.CELLS.values(), key=len)[:40])


@pytest.mark.trust
@pytest.mark.slow
@settings(
    max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(grid=st.lists(st.lists(_CELL, max_size=5), max_size=5))
def test_any_table_is_refused_or_joined(grid: list[list[str]], tmp_path: Path) -> None:
    """Rows of any texts under a header that means something."""
    content = broken_tables.written([["area", "holder", "valid_from"], *grid])
    _, said = tried(File("any table", "my.csv", lambda: content), tmp_path)
    assert not said, said


@pytest.mark.slow
@settings(
    max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(
    content=st.binary(max_size=300),
    suffix=st.sampled_from([".csv", ".tsv", ".txt", ".xlsx", ".ttl", ".nt"]),
)
def test_any_bytes_are_refused_or_joined(content: bytes, suffix: str, tmp_path: Path) -> None:
    """Bytes of any kind under any suffix."""
    _, said = tried(File("any bytes", f"my{suffix}", lambda: content), tmp_path)
    assert not said, said

"""The benchmarks keep what they found, piece by piece, and tell it truly."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.benchmarks.findings import (
    FLOOR,
    OURS,
    PROCESSOR,
    Comparison,
    Mean,
    Measured,
    Trend,
    growth,
)
from tests.benchmarks.measure import Pace, Run, TooLong, apart, interleaved, no_longer_than
from tests.benchmarks.record import Piece, Record, read, write
from tests.benchmarks.report import as_markdown, line, machine, notes

MISSED = Comparison("load: it", 1, {OURS: [3.0, 2.0, 9.0], FLOOR: [2.0]}, "theirs", target=1.2)


def piece(section: str, scale: int, *findings: Measured, taken: str = "2026-11-22 10:00") -> Piece:
    return Piece(section, scale, taken, "full", machine(), findings)


def asked(scale: int, seconds: float, rows: int) -> Comparison:
    return Comparison("question: who", scale, {OURS: [seconds]}, size=rows, unit="rows")


def test_a_piece_takes_the_place_of_its_like_only(tmp_path: Path) -> None:
    """Measuring one part at one scale again leaves all others as they were, with their dates."""
    file = tmp_path / "bench.json"
    first = Record().with_(piece("loading", 1, MISSED)).with_(piece("asking", 10, asked(10, 1, 5)))
    write(first, file)
    again = piece("loading", 1, taken="2026-11-23 10:00")
    write(read(file).with_(again), file)
    told = [(one.section, one.scale, one.taken[:10]) for one in read(file).pieces]
    assert told == [("loading", 1, "2026-11-23"), ("asking", 10, "2026-11-22")]


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    """Times, targets and machine survive the file, so that results can be told from it alone."""
    mean = Mean("all", 1, {"one": 2.0, "two": 8.0}, "theirs", 5, at_least=True, note="both ended")
    record = Record().with_(piece("asking", 1, MISSED, mean))
    write(record, tmp_path / "bench.json")
    assert read(tmp_path / "bench.json") == record
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"], "leave nothing half made"


def test_a_record_of_an_older_form_counts_as_none(tmp_path: Path) -> None:
    """Figures that cannot be understood are measured again, and stop nobody."""
    (tmp_path / "bench.json").write_text('{"mode": "quick", "findings": []}')
    assert read(tmp_path / "bench.json") == Record() == read(tmp_path / "none.json")


def test_growth_is_over_scales_taken_at_different_times() -> None:
    """The exponent follows from pieces, whichever run they are of, with that of the answer."""
    record = Record().with_(piece("asking", 10, asked(10, 1, 7)))
    assert not record.growths, "one scale does not grow"
    (found,) = record.with_(piece("asking", 100, asked(100, 100, 70))).growths
    assert (round(found.exponent, 6), round(found.size_exponent or 0, 6)) == (2, 1)
    assert not found.met


def test_what_did_not_end_has_no_time() -> None:
    """A question that was stopped is told as such, and neither grows nor meets a target."""
    stopped = Comparison("question: who", 100, {}, note="stopped after 60 s", target=1.0)
    assert (stopped.ours, stopped.met) == (None, None)
    assert not list(growth([asked(10, 1, 1), stopped], [Trend("question", 1.15, (10, 100))]))
    assert line(stopped) == "question: who: stopped after 60 s"
    assert "stopped after 60 s" in as_markdown(Record((piece("asking", 100, stopped),)), {})


def test_each_missed_target_says_what_holds_it() -> None:
    """A note stands beside its figure while that is missed; where there is none, that is said."""
    record = Record().with_(piece("loading", 1, MISSED))
    said = notes("# Notes\n\n## load\n\nThe disk.\n\n## other\n\nNothing.\n")
    assert "- **load: it** (k = 1: 1.50, ≤ 1.2 wanted)\n\nThe disk.\n" in as_markdown(record, said)
    assert "Nothing is known of it yet" in as_markdown(record, {})
    met = Comparison("load: it", 1, {OURS: [1.0], FLOOR: [1.0]}, "theirs", target=1.2)
    assert "The disk." not in as_markdown(Record().with_(piece("loading", 1, met)), said)


@pytest.mark.trust
def test_contestants_take_turns() -> None:
    """Nobody has the warmer half of a run, and nobody is always first."""
    order: list[str] = []
    contestants = {name: partial(order.append, name) for name in (OURS, FLOOR)}
    taken = interleaved(contestants, Pace(rounds=2))
    assert {name: len(times) for name, times in taken.items()} == {
        OURS: 2,
        FLOOR: 2,
        PROCESSOR: 2,
    }
    assert order[:2] == [OURS, FLOOR], "each is run once to be warm"
    assert sorted(order[2:4]) == sorted(order[4:6])
    assert order[2] != order[4]


def test_a_slow_peer_is_stopped() -> None:
    """What runs in Python ends when its time is up."""
    with pytest.raises(TooLong), no_longer_than(0.05):
        _endless()()


@pytest.mark.slow
def test_what_hears_no_signal_is_stopped_with_its_process() -> None:
    """A run apart is timed and counted; one that does not end is stopped, one that fails tells."""
    done = apart(_three, 60)
    assert done is not None
    assert done.size == 3
    assert apart(_endless, 1) is None
    with pytest.raises(RuntimeError, match="failed"):
        apart(_broken, 60)


def _three() -> Run:
    return lambda: [1, 2, 3]


def _endless() -> Run:
    def run() -> object:
        while True:
            pass

    return run


def _broken() -> Run:
    raise ValueError("broken on purpose")

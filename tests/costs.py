"""What tests cost: with ``--budget``, a run ends with the seconds of a processor that it took.

Seconds of a processor, ended child processes among them, and not of the clock: a machine that has
other things to do gives nearly the same.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Generator, Mapping

import pytest

_SPENT = "seconds of a processor"
# CONTRIBUTING says a second; beside others a test takes longer.
_QUICK = 1.5


def spent() -> float:
    """The seconds of a processor that this process and its ended children have taken."""
    return sum(os.times()[:4])


def costliest(costs: Mapping[str, float]) -> list[tuple[str, float]]:
    """Tests and what they cost, the dearest first."""
    return sorted(costs.items(), key=lambda one: -one[1])


class Costs:
    """Measures each phase of each test, in whatever process, and tells the sum and the costliest.

    Args:
        budget: How many seconds all tests of the run may take together.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.before = spent()
        self.of_tests: dict[str, float] = defaultdict(float)
        self.unmarked: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Write into the report of a phase what was spent since the one before."""
        report = yield
        now = spent()
        report.user_properties.append((_SPENT, now - self.before))
        self.before = now
        return report

    def pytest_collection_finish(self) -> None:
        """What is spent until here is no test's."""
        self.before = spent()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up, in the process that tells."""
        seconds = dict(report.user_properties).get(_SPENT, 0.0)
        assert isinstance(seconds, float)
        self.of_tests[report.nodeid] += seconds
        if report.when == "call" and "quick" in report.keywords and seconds > _QUICK:
            self.unmarked[report.nodeid] = seconds

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell the sum, the ten costliest tests, and those that lack their mark."""
        whole = sum(self.of_tests.values())
        say = terminalreporter.line
        say(f"{len(self.of_tests):,} tests took {whole:.0f} s of a processor; the costliest:")
        for name, seconds in costliest(self.of_tests)[:10]:
            say(f"{seconds:7.1f} s  {name}")
        for name, seconds in costliest(self.unmarked):
            say(f"{seconds:7.1f} s  {name}: make it cheaper, or mark it slow")
        if whole > self.budget:
            say(
                f"over the budget of {self.budget} s: see CONTRIBUTING.md, What tests may cost",
                red=True,
            )

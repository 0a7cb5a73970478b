"""Which process runs which tests, and when: with ``--dist loadgroup``, shares of files and groups.

A process runs a group, or what of a file is in no group, as a whole, so that what its tests have in
common is made once. The dearest shares come first, so that no process ends long before another.
"""

from __future__ import annotations

from collections import defaultdict

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

SLOW = ("slow", "browser", "notebook")
# What any other test costs, where one of these costs 1.
_OTHER = 0.05


class Shares(LoadGroupScheduling):  # type: ignore[misc]
    """Hands out groups and files, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return str(super()._split_scope(nodeid)).partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Shares | None:
    """Hand out shares, if groups are to be kept together."""
    if config.getoption("dist") != "loadgroup":
        return None
    config.option.loadscopereorder = False
    return Shares(config, log)


def dear_first(items: list[pytest.Item]) -> None:
    """Sort tests by what their share costs, the dearest first, as their marks tell."""
    costs: dict[str, float] = defaultdict(float)
    for item in items:
        costs[_share(item)] += 1 if any(map(item.get_closest_marker, SLOW)) else _OTHER
    items.sort(key=lambda item: -costs[_share(item)])


def _share(item: pytest.Item) -> str:
    group = item.get_closest_marker("xdist_group")
    return str(group.args[0]) if group else item.path.as_posix()

"""Whatever the seed of hashes: networks, their files, places and pictures are the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from graph import open_graph
from graph.export.network_files import edge_list, gexf, graphml, node_link, node_list
from graph.networks.catalogue import NETWORKS, network
from graph.pictures.network.layout import arranged
from tests.graph.sample import open_sample
from tests.graph.test_layout import some_graph
from tests.graph.test_maps import CASES, drawn
from tests.support import ROOT

DRAWN = ("suppliers", "co-holders", "bodies", "process")
FORMS = (edge_list, node_list, graphml, gexf, node_link)
_ELSEWHERE = (
    "import sys; from pathlib import Path; from tests.graph.test_hash_seed import made\n"
    "sys.stdout.reconfigure(encoding='utf-8'); print(*made(*map(Path, sys.argv[1:])), sep='\\n')"
)


def made(built: Path, folder: Path) -> Iterator[str]:
    """What each thing is that can be made, as a line with a digest."""
    kg = open_sample(folder)
    for name in NETWORKS:
        net = network(kg, name)
        told = repr((net.graph, list(net.nodes(data=True)), list(net.edges(data=True))))
        yield _line(f"network {name}", told.encode())
        for form in FORMS:
            yield _line(f"{form.__name__} of {name}", form(net))
        if name in DRAWN:
            picture = kg.draw(net)
            yield _line(f"page of {name}", picture.html().encode())
            yield _line(f"SVG of {name}", picture.svg().encode())
        places = arranged(some_graph(25, 4, name=name)).positions
        yield _line(f"layout of {name}", repr(sorted(places.items())).encode())
    large = arranged(some_graph(300, 4)).positions
    yield _line("layout of a large network", repr(sorted(large.items())).encode())
    real = open_graph(built / "nhv.trig")
    for number, (name, params) in enumerate(dict(CASES).items()):
        for suffix in ("html", "svg", "png", "pdf")[: 1 if number else 4]:
            file = drawn(real, name, params).save(folder / f"{number}.{suffix}")
            yield _line(f"{suffix} of {name}", file.read_bytes())


def _line(name: str, data: bytes) -> str:
    return f"{name}: {sha256(data).hexdigest()}"


@pytest.mark.slow
def test_nothing_that_is_made_depends_on_the_seed_of_hashes(built: Path, tmp_path: Path) -> None:
    """A process with another hash seed makes the same bytes."""
    here = list(made(built, tmp_path))
    there = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, built, tmp_path],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "99", "MPLBACKEND": "agg"},
    ).stdout.splitlines()
    other = [line for line, same in zip(here, there, strict=True) if line != same]
    assert not other, f"sort what comes from sets and from the engine: {other[:5]}"

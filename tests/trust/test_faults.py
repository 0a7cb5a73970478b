"""Whatever happens to a build or an export: the last one stays whole, and the next one succeeds.

Kills at random moments and builds at once are for `make trust`; `tests/loaders/test_publish.py`
always kills a build at each of its steps, and `tests/graph/test_pictures.py` has a file fail.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph import open_graph
from loaders.build import build
from loaders.publishing.manifest import current_store
from tests.support import ROOT, built_graph, sampled, seeds, small_graph

pytestmark = pytest.mark.xdist_group("faults")

SEED = 20261122
# Of builds and of exports together; `make trust` asks for fifty.
KILLS = int(os.environ.get("NHV_KILLS", "4"))

_BUILD = """
import sys
from pathlib import Path
from loaders.build import build
print("begun", flush=True)
build(Path(sys.argv[1]), curated=Path(sys.argv[2]), people=sys.argv[3] == "people")
"""
_EXPORT = """
import sys
from graph import open_graph
kg = open_graph(sys.argv[1])
print("begun", flush=True)
kg.export(sys.argv[2])
"""


def run(script: str, *words: str | Path) -> subprocess.Popen[str]:
    """Start Python on a script, ready when it has said so."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n", process.communicate()[1]
    return process


class Moments:
    """Random moments to kill a script at, from when it has begun to when it would have ended.

    Args:
        seconds: How long the script takes.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._dice = random.Random(SEED)

    def kill(self, script: str, *words: str | Path) -> bool:
        """Kill a script at the next moment; whether it was still at work."""
        process = run(script, *words)
        time.sleep(self._dice.uniform(0, self._seconds))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        at_work = process.returncode == -signal.SIGKILL
        if not at_work:  # the machine has less to do now than when it was timed
            self._seconds *= 0.9
        return at_work


def took(script: str, *words: str | Path) -> float:
    """The seconds that a script needs from when it has begun."""
    process = run(script, *words)
    start = time.perf_counter()
    _, said = process.communicate()
    assert process.returncode == 0, said
    return time.perf_counter() - start


def content(folder: Path) -> str:
    """What a build holds: a digest of both files and of every statement of the store."""
    digest = hashlib.sha256()
    for name in ("nhv.ttl", "nhv.trig"):
        digest.update((folder / name).read_bytes())
    for line in sorted(map(str, open_graph(folder).engine.quads())):
        digest.update(line.encode())
    return digest.hexdigest()


@pytest.mark.trust
@pytest.mark.slow
def test_a_killed_build_leaves_the_last_one_whole(tmp_path: Path) -> None:
    """After a kill at any moment the old build or the new one is there whole, and opens."""
    whole: dict[str, str] = {}
    for people in ("people", "nobody"):
        build(tmp_path / people, curated=seeds(), people=people == "people")
        whole[people] = content(tmp_path / people)
    place = tmp_path / "build"
    shutil.copytree(tmp_path / "people", place)
    seconds = took(_BUILD, place, seeds(), "nobody")
    moments, kills = Moments(seconds), 0
    for turn in range(2 * KILLS):
        people = ("people", "nobody")[turn % 2]
        kills += moments.kill(_BUILD, place, seeds(), people)
        assert content(place) in whole.values(), (
            f"after the kill {turn} the folder holds neither build whole; publish all or nothing"
        )
        if kills == KILLS // 2:
            break
    assert kills == KILLS // 2, "most builds ended before they were killed; kill them sooner"
    took(_BUILD, place, seeds(), "people")
    assert content(place) == whole["people"], "the next build must succeed and be right"
    left = sorted(path.name for path in (place / "store").iterdir() if ".tmp-" in path.name)
    assert not left, f"remove what killed builds left: {left}"


@pytest.mark.trust
@pytest.mark.slow
def test_a_killed_export_leaves_the_last_file_whole(tmp_path: Path) -> None:
    """After a kill at any moment an exported file is the old or the new one, never a part."""
    graph = built_graph()
    kills = 0
    for suffix in ("ttl", "csv", "graphml", "trig", "jsonld")[: KILLS // 2]:
        file = tmp_path / f"nhv.{suffix}"
        open_graph(graph).export(file)
        new, old = file.read_bytes(), b"what was there before"
        moments = Moments(took(_EXPORT, graph, tmp_path / f"timed.{suffix}"))
        for turn in range(max(KILLS // 10, 1)):
            file.write_bytes(old)
            kills += moments.kill(_EXPORT, graph, file)
            assert file.read_bytes() in (old, new), (
                f"{file.name} holds a part after the kill {turn}; write beside it, then rename"
            )
    assert kills > 0, "most exports ended before they were killed; kill them sooner"


# Fewer sources are soon read, and enough to fill what is full.
_EARLY = ("--known-at", "2019")
_TINY = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from graph.cli.main import main
print("begun", flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
sys.exit(main(sys.argv[1:]))
"""


@contextmanager
def small_file_system(folder: Path, options: str, otherwise: str) -> Iterator[Path]:
    """A file system of its own on a folder, where one may be mounted; else the test is left out."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(otherwise)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system with next to no room."""
    folder = tmp_path / "full"
    folder.mkdir()
    why = "a small file system cannot be mounted here; the limit on files is tested"
    with small_file_system(folder, "size=200k", why):
        yield folder


def said(process: subprocess.Popen[str]) -> str:
    """The one sentence that a command that failed says at the end."""
    _, words = process.communicate(timeout=120)
    assert process.returncode == 1, f"exit status {process.returncode}: {words}"
    assert "Traceback" not in words, words
    last = words.strip().splitlines()[-1]
    assert last.startswith("nhv: "), words
    return last


_COMMAND = """
import sys
from graph.cli.main import main
print("begun", flush=True)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
def test_a_full_disk_is_told_in_one_sentence(full_disk: Path) -> None:
    """Where there is no room left, a build and an export say so and leave nothing half."""
    commands: list[list[str | Path]] = [
        ["build", *_EARLY, "--out", full_disk / "build"],
        ["export", full_disk / "nhv.ttl", "--build-dir", built_graph()],
    ]
    for words in commands:
        told = said(run(_COMMAND, *words))
        assert "space" in told or "room" in told, f"say that the disk is full: {told}"
    left = [p.name for p in full_disk.rglob("*") if p.is_file() and p.suffix in {".ttl", ".trig"}]
    assert not left, f"{left} were left half written"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_a_file_that_may_not_grow_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Where a file may not grow further, a build and an export say so and keep the last one."""
    place = tmp_path / "build"
    shutil.copytree(built_graph(), place)
    before = content(place)
    said(run(_TINY, "build", *_EARLY, "--out", place))
    said(run(_TINY, "export", tmp_path / "nhv.ttl", "--build-dir", place))
    assert content(place) == before
    assert not (tmp_path / "nhv.ttl").exists()


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that may not be written, not even by who may do everything."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    if os.geteuid() != 0:
        yield folder
        return
    why = "run as somebody else than root: root may write everywhere here"
    with small_file_system(folder, "ro,size=200k", why):
        yield folder


@pytest.mark.slow
def test_a_folder_that_may_not_be_written_is_told_in_one_sentence(
    read_only: Path, tmp_path: Path
) -> None:
    """A build and an export into a read-only folder say which folder it is."""
    commands: list[list[str | Path]] = [
        ["build", *_EARLY, "--out", read_only / "build"],
        ["export", read_only / "nhv.ttl", "--build-dir", small_graph(tmp_path)],
    ]
    for words in commands:
        told = said(run(_COMMAND, *words))
        assert "locked" in told, f"name the folder: {told}"
    assert not list(read_only.iterdir())


def data_of(store: Path) -> list[Path]:
    """The files that a store reads; nhv.ttl and nhv.trig lie beside them for people to take."""
    beside = {"LOG", "nhv.ttl", "nhv.trig", "manifest.json"}
    return sorted(p for p in store.iterdir() if p.stat().st_size > 64 and p.name not in beside)


@pytest.mark.slow
@pytest.mark.parametrize("harm", sampled(["flip", "delete", "empty", "manifest"], 4))
def test_a_damaged_store_is_noticed_and_made_again(tmp_path: Path, harm: str) -> None:
    """Flipped bytes, a lost or emptied file, a broken manifest: opening builds again, rightly."""
    place = tmp_path / "build"
    shutil.copytree(built_graph(), place)
    right = content(place)
    store = current_store(place)
    assert store is not None
    files = data_of(store)
    dice = random.Random(f"{SEED}{harm}")
    for turn in range(max(1, KILLS // 10)):
        if harm == "manifest":
            (place / "store" / "current").write_bytes(dice.randbytes(40))
        else:
            file = dice.choice(files)
            if harm == "delete":
                file.unlink()
            elif harm == "empty":
                file.write_bytes(b"")
            else:
                broken = bytearray(file.read_bytes())
                for _ in range(20):
                    broken[dice.randrange(len(broken))] ^= 0xFF
                file.write_bytes(broken)
        assert content(place) == right, f"turn {turn}: notice the damage when the store is opened"
        store = current_store(place)
        assert store is not None
        files = data_of(store)


@pytest.mark.trust
@pytest.mark.slow
def test_two_builds_at_once_do_no_harm(tmp_path: Path) -> None:
    """Builds that run at the same time end one after the other, and readers read on meanwhile."""
    place = tmp_path / "build"
    build(place, curated=seeds())
    right = content(place)
    kg = open_graph(place)
    rows = len(kg.answer("holders", area="dysmeli").rows)
    builders = [run(_BUILD, place, seeds(), "people") for _ in range(2)]
    reads = 0
    while any(builder.poll() is None for builder in builders):
        assert len(open_graph(place).answer("holders", area="dysmeli").rows) == rows
        assert len(kg.answer("holders", area="dysmeli").rows) == rows
        reads += 1
    for builder in builders:
        _, words = builder.communicate()
        assert builder.returncode == 0, words
    assert reads > 1, "no reader came while the builds ran"
    assert content(place) == right

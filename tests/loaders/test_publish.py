"""Publishing: all or nothing, whatever happens."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

from loaders.problems import PublishError
from loaders.publishing import publish as module
from loaders.publishing.files import locked
from loaders.publishing.manifest import current_store, read_manifest
from loaders.publishing.publish import prepared
from loaders.statements import by_graph
from tests.support import ROOT, publish, sampled

A, B = "a" * 64, "b" * 64
C = "c" * 64


def quads(word: str, count: int = 20) -> list[ox.Quad]:
    """A small build: half resolved, half in a source's graph."""
    name = ox.NamedNode("https://w3id.org/nhv/id/area/" + word)
    source = ox.NamedNode("https://w3id.org/nhv/id/source/" + word)
    return [
        ox.Quad(name, name, ox.Literal(f"{word} {n}"), source if n % 2 else ox.DefaultGraph())
        for n in range(count)
    ]


def held(out: Path) -> set[ox.Quad]:
    """What a reader finds."""
    store = current_store(out)
    assert store is not None, "nothing is published; a reader must always find a build"
    return set(ox.Store.read_only(str(store)))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def assert_agrees(out: Path) -> None:
    """The files to take home are those of the store that readers find."""
    manifest = read_manifest(out)
    assert manifest is not None
    for name, checksum in (
        ("nhv.ttl", manifest.turtle_sha256),
        ("nhv.trig", manifest.trig_sha256),
    ):
        found = sha256((out / name).read_bytes()).hexdigest()
        assert found == checksum, f"{name} is of another build than the store"


def test_everything_is_published(tmp_path: Path) -> None:
    """A build is a store, the resolved graph as Turtle, everything as TriG, and checksums."""
    out = tmp_path / "new" / "build"
    done = publish(quads("a"), out, A)
    assert held(out) == set(quads("a")), "the store must hold every quad in its graph"
    assert done.store == current_store(out) == out / "store" / A[:12]
    assert len(set(ox.parse(path=str(out / "nhv.ttl")))) == 10, "Turtle has the default graph only"
    assert set(ox.parse(path=str(out / "nhv.trig"))) == set(quads("a")), "TriG has everything"
    assert done.manifest == read_manifest(out)
    assert (done.manifest.triples, done.manifest.quads, done.reused) == (10, 20, False)
    for path, checksum in (
        (done.turtle, done.manifest.turtle_sha256),
        (done.trig, done.manifest.trig_sha256),
    ):
        assert sha256(path.read_bytes()).hexdigest() == checksum, "readers verify with these"
    assert names(out) == {"nhv.ttl", "nhv.trig", "store"}, "temporary files are left behind"
    assert names(out / "store") == {A[:12], "current", ".lock"}, "temporary files are left behind"


def test_the_same_build_is_reused(tmp_path: Path) -> None:
    """What is there already, and whole, is not written again."""
    publish(quads("a"), tmp_path, A)
    before = (tmp_path / "nhv.ttl").stat().st_mtime_ns
    assert publish(list(reversed(quads("a"))), tmp_path, A).reused
    assert (tmp_path / "nhv.ttl").stat().st_mtime_ns == before


def test_a_damaged_build_is_replaced(tmp_path: Path) -> None:
    """A build of the same digest whose files were changed is written again."""
    publish(quads("a"), tmp_path, A)
    (tmp_path / "nhv.ttl").write_text("tampered", encoding="utf-8")
    assert not publish(quads("a"), tmp_path, A).reused
    assert b"tampered" not in (tmp_path / "nhv.ttl").read_bytes()
    (tmp_path / "store" / "current").write_text("{", encoding="utf-8")
    assert current_store(tmp_path) is None, "a damaged manifest is none"
    assert not publish(quads("a"), tmp_path, A).reused
    assert held(tmp_path) == set(quads("a"))


def test_the_same_digest_with_other_content(tmp_path: Path) -> None:
    """Other content under the same digest is published, never mistaken for what is there."""
    publish(quads("a"), tmp_path, A)
    assert not publish(quads("b"), tmp_path, A).reused
    assert held(tmp_path) == set(quads("b"))


def test_one_old_store_is_kept(tmp_path: Path) -> None:
    """The store before is kept for those who read it; older ones go."""
    for word, digest in (("a", A), ("b", B), ("c", C)):
        publish(quads(word), tmp_path, digest)
        time.sleep(0.02)
    assert names(tmp_path / "store") == {B[:12], C[:12], "current", ".lock"}


def test_a_reader_is_not_disturbed(tmp_path: Path) -> None:
    """Who has the store open keeps his answers while another build is published."""
    store = ox.Store.read_only(str(publish(quads("a"), tmp_path, A).store))
    publish(quads("b"), tmp_path, B)
    assert set(store) == set(quads("a"))


@pytest.mark.parametrize("damage", ["flip", "cut", "delete", "add"])
def test_a_damaged_store_is_noticed(damage: str, tmp_path: Path) -> None:
    """A store whose files are not those that were published is not opened, and built again."""
    store = publish(quads("a"), tmp_path, A).store
    file = max(store.glob("*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    match damage:
        case "flip":
            file.write_bytes(data)
        case "cut":
            file.write_bytes(data[:-1])
        case "delete":
            file.unlink()
        case "add":
            (store / "999999.sst").write_bytes(data)
    assert current_store(tmp_path) is None, "compare the store's files with the manifest"
    assert not publish(quads("a"), tmp_path, A).reused
    assert held(tmp_path) == set(quads("a"))


def test_reading_leaves_a_store_whole(tmp_path: Path) -> None:
    """Opening a store does not change the files that are compared."""
    publish(quads("a"), tmp_path, A)
    assert held(tmp_path) == held(tmp_path) == set(quads("a"))


def test_large_stores_are_measured_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a large store are not read before it is opened; their sizes still count."""
    monkeypatch.setattr("loaders.publishing.manifest._READ_AT_MOST", 0)
    done = publish(quads("a"), tmp_path, A)
    assert {checksum for _, checksum in done.manifest.files.values()} == {None}
    assert held(tmp_path) == set(quads("a"))
    next(done.store.glob("*.sst")).unlink()
    assert current_store(tmp_path) is None


def test_files_to_take_home_lie_with_their_store(tmp_path: Path) -> None:
    """Each store keeps its own Turtle and TriG, so that the build before stays complete."""
    before = publish(quads("a"), tmp_path, A)
    texts = {name: (tmp_path / name).read_bytes() for name in ("nhv.ttl", "nhv.trig")}
    publish(quads("b"), tmp_path, B)
    assert {name: (before.store / name).read_bytes() for name in texts} == texts


def test_without_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without hard links the files are copies."""

    def no_links(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "made by a test")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    done = publish(quads("a"), tmp_path, A)
    assert publish(quads("a"), tmp_path, A).reused
    assert done.turtle.read_bytes() == (done.store / "nhv.ttl").read_bytes()


def test_what_is_prepared_is_not_published(tmp_path: Path) -> None:
    """A build that is not found good leaves the one before, and nothing of itself."""
    publish(quads("a"), tmp_path, A)
    with pytest.raises(MadeError), prepared(by_graph(quads("b")), tmp_path, B):
        raise MadeError
    assert held(tmp_path) == set(quads("a"))
    assert names(tmp_path / "store") == {A[:12], "current", ".lock"}


def test_leftovers_go(tmp_path: Path) -> None:
    """What killed builds left goes with the next build, whatever it would have become."""
    publish(quads("a"), tmp_path, A)
    stores = tmp_path / "store"
    for folder in ("x.tmp-1-a", ".y.tmp-1-b"):
        (stores / folder).mkdir()
    (stores / ".current.tmp-1-d").touch()
    (tmp_path / ".nhv.ttl.tmp-1-e").touch()
    publish(quads("a"), tmp_path, A)
    assert names(stores) == {A[:12], "current", ".lock"}, "remove what nobody comes back for"
    assert names(tmp_path) == {"nhv.ttl", "nhv.trig", "store"}


class MadeError(OSError):
    """The failure that the tests make."""


def failing(original: Callable[..., object], at: int) -> Callable[..., object]:
    """A function that works, but fails at its nth call."""
    calls = 0

    def function(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == at:
            raise MadeError(errno.EIO, "made by a test")
        return original(*args, **kwargs)

    return function


STEPS = [
    *[(Path, "replace", n) for n in (1, 2, 3)],
    (Path, "rename", 1),
    *[(module, "_sync", n) for n in (1, 2, 10)],
    *[(module, "_write", n) for n in (1, 2, 3)],
    *[(os, "fsync", n) for n in (1, 5, 20)],
]


@pytest.mark.parametrize(("owner", "name", "at"), STEPS)
def test_a_failure_leaves_the_build_before(
    owner: object, name: str, at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step fails, readers still find the build before, and the next build works."""
    publish(quads("a"), tmp_path, A)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, failing(getattr(owner, name), at))
        with pytest.raises(PublishError, match="could not be written"):
            publish(quads("b"), tmp_path, B)
    assert held(tmp_path) == set(quads("a")), f"{name} number {at} must come before the switch"
    assert names(tmp_path / "store") == {A[:12], "current", ".lock"}, "clean up after a failure"
    assert_agrees(tmp_path)
    publish(quads("b"), tmp_path, B)
    assert held(tmp_path) == set(quads("b"))


def test_a_store_that_cannot_be_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the store itself fails, as with a full disk, the build before stays."""

    def full(*_: object) -> None:
        raise OSError("IO error: No space left on deviceWhile appending to file")

    publish(quads("a"), tmp_path, A)
    monkeypatch.setattr("loaders.publishing.publish.ox.Store", full)
    with pytest.raises(PublishError, match="is full; free some space"):
        publish(quads("b"), tmp_path, B)
    monkeypatch.undo()
    assert held(tmp_path) == set(quads("a"))


KILLED = """
import os, signal, sys
from pathlib import Path
from loaders.publishing import publish as module
from loaders.publishing.files import locked
from tests.loaders.test_publish import quads
from tests.support import publish
owner, name, at = {owner}, {name!r}, {at}
original, calls = getattr(owner, name), 0
def function(*args, **kwargs):
    global calls
    calls += 1
    if calls == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*args, **kwargs)
setattr(owner, name, function)
publish(quads("b"), Path(sys.argv[1]), "b" * 64)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on this system")
@pytest.mark.parametrize(
    "step",
    sampled(
        [
            ("Path", "replace", 1),
            ("Path", "replace", 2),
            ("Path", "replace", 3),
            ("Path", "rename", 1),
            ("module", "_write", 1),
            ("Path", "touch", 1),
            ("Path", "hardlink_to", 1),
            ("Path", "hardlink_to", 2),
        ],
        2,
    ),
)
def test_a_kill_leaves_the_build_before(step: tuple[str, str, int], tmp_path: Path) -> None:
    """A build that is killed leaves the build before readable, and does not block the next."""
    owner, name, at = step
    publish(quads("a"), tmp_path, A)
    code = KILLED.format(owner=owner, name=name, at=at)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, env=env, check=False)
    assert done.returncode == -signal.SIGKILL, "the step was not reached; correct the test"
    assert held(tmp_path) == set(quads("a")), "the switch must be the last step"
    assert_agrees(tmp_path)
    publish(quads("b"), tmp_path, B)
    assert held(tmp_path) == set(quads("b")), "what a killed build left must not block the next"


def _publish_often(out: Path, word: str, digest: str) -> None:
    for _ in range(5):
        publish(quads(word), out, digest)


@pytest.mark.slow
@pytest.mark.parametrize("digests", sampled([(A, B, C), (A, A, A)], 2), ids=["different", "same"])
def test_builds_at_once(digests: tuple[str, ...], tmp_path: Path) -> None:
    """Builds at once do not harm each other: one of them is published in the end, whole."""
    context = multiprocessing.get_context("spawn")
    words = [digest[0] for digest in digests]
    builds = [
        context.Process(target=_publish_often, args=(tmp_path, word, digest))
        for word, digest in zip(words, digests, strict=True)
    ]
    for build in builds:
        build.start()
    for build in builds:
        build.join(60)
    assert [build.exitcode for build in builds] == [0, 0, 0], "a build failed because of another"
    assert held(tmp_path) in [set(quads(word)) for word in words]
    assert_agrees(tmp_path)


@pytest.mark.slow
def test_a_builder_killed_while_another_waits(tmp_path: Path) -> None:
    """A build waits for another; one killed in the middle of switching does not stop it."""
    publish(quads("a"), tmp_path, A)
    context = multiprocessing.get_context("spawn")
    waiting = context.Process(target=_publish_often, args=(tmp_path, "b", B))
    with locked(tmp_path / "store" / ".lock"):
        waiting.start()
        waiting.join(1.5)
        assert waiting.is_alive(), "wait for whoever holds the lock"
        assert names(tmp_path / "store") == {A[:12], "current", ".lock"}, "wait before writing"
        (tmp_path / "store" / ".switching").touch()
        (tmp_path / "nhv.ttl").unlink()
    waiting.join(60)
    assert waiting.exitcode == 0
    assert held(tmp_path) == set(quads("b"))
    assert_agrees(tmp_path)


@pytest.mark.slow
def test_readers_go_on_during_builds(tmp_path: Path) -> None:
    """Whoever reads while others build finds a whole build at every moment, and keeps it."""
    publish(quads("a"), tmp_path, A)
    before = ox.Store.read_only(str(current_store(tmp_path)))
    context = multiprocessing.get_context("spawn")
    building = context.Process(target=_publish_often, args=(tmp_path, "b", B))
    building.start()
    while building.is_alive():
        assert held(tmp_path) in (set(quads("a")), set(quads("b")))
    assert building.exitcode == 0
    assert set(before) == set(quads("a")), "the store of those who read must stay"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "is full; free some space or build into another folder"),
        (errno.EACCES, "cannot be written"),
        (errno.EROFS, "cannot be written"),
        (errno.EIO, "could not be written into"),
    ],
)
def test_errors_are_sentences(
    number: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the file system is one sentence that names the folder and a remedy."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", fail)
    with pytest.raises(PublishError, match=sentence) as error:
        publish(quads("a"), tmp_path, A)
    assert str(tmp_path) in str(error.value)
    assert "another folder" in str(error.value), "say what to do"
    assert "\n" not in str(error.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such folder permissions")
def test_a_read_only_folder(tmp_path: Path) -> None:
    """A folder that may not be written gives a sentence."""
    tmp_path.chmod(0o555)
    user = os.geteuid()
    if user == 0:  # for root no folder is read-only
        os.seteuid(65534)
    try:
        with pytest.raises(PublishError, match="cannot be written"):
            publish(quads("a"), tmp_path, A)
    finally:
        os.seteuid(user)
        tmp_path.chmod(0o755)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    """A file in the way gives a sentence, and stays."""
    path = tmp_path / "build"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(PublishError, match="is a file where a folder is needed"):
        publish(quads("a"), path, A)
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("digest", ["", "short", "../../../../etc", "a/b" * 9])
def test_a_digest_is_a_name(digest: str, tmp_path: Path) -> None:
    """A digest that cannot be a folder's name is refused."""
    with pytest.raises(ValueError, match="is no digest"):
        publish(quads("a"), tmp_path, digest)


@pytest.mark.parametrize(
    "change",
    [
        {"store": "../elsewhere"},
        {"store": ""},
        {"store": 7},
        {"format": 99},
        {"store": "gone"},
        {"unknown": 1},
    ],
)
def test_a_manifest_is_not_trusted(change: dict[str, object], tmp_path: Path) -> None:
    """A manifest that is of another format or points elsewhere names no store."""
    publish(quads("a"), tmp_path, A)
    shutil.copytree(tmp_path / "store" / A[:12], tmp_path / "elsewhere")
    path = tmp_path / "store" / "current"
    said = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**said, **change}), encoding="utf-8")
    assert current_store(tmp_path) is None, "open only what lies whole under store/"


def test_nothing_is_published_yet(tmp_path: Path) -> None:
    """An empty or missing folder has no store and no manifest."""
    assert current_store(tmp_path) is None
    assert read_manifest(tmp_path / "none") is None

"""What a build is made from: told anew only where something may have changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from loaders.publishing import recipe as module
from loaders.publishing.recipe import Recipe
from tests.support import ROOT


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return tmp_path / "noted"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were written just now count as old."""
    monkeypatch.setattr(module, "_TICK_NS", 0)


@pytest.mark.usefixtures("settled")
def test_a_noted_digest_is_not_taken_again(
    small: Path, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While no file has changed, none is read."""
    first = Recipe(small).digest_noted(note)
    assert first == Recipe(small).digest()

    def read_bytes(path: Path) -> bytes:
        raise AssertionError(f"{path} is read; look at its size and times only")

    lists = Recipe(small).removal_lists()
    assert not [path for path in lists if path.parent == small], "the options read those"
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert Recipe(small).digest_noted(note) == first


def test_all_code_and_words_are_part_of_the_digest(small: Path) -> None:
    """A build is stale as soon as a file that it is made by is another."""
    found = set(Recipe(small)._files().values())
    every = [p for home in ("loaders", "ontology") for p in (ROOT / home).rglob("*.*")]
    made_by = {path for path in every if path.suffix in (".py", ".toml", ".ttl", ".rq")}
    assert not made_by - found, "name its folder and its suffix in loaders/publishing/recipe.py"


@pytest.mark.usefixtures("settled")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no time of the last change")
def test_a_change_that_hides_is_noticed(small: Path, note: Path) -> None:
    """Other bytes of the same number, with the old modification time, are another digest."""
    first = Recipe(small).digest_noted(note)
    source = small / "sources" / "sida-2024.yaml"
    before, text = source.stat(), source.read_text(encoding="utf-8")
    source.write_text(text.replace("value: 1", "value: 2"), encoding="utf-8")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert source.stat().st_size == before.st_size
    assert Recipe(small).digest_noted(note) == Recipe(small).digest() != first


@pytest.mark.usefixtures("settled")
def test_files_that_come_and_go_are_noticed(small: Path, note: Path) -> None:
    """One file more, and the same file under another name, are other digests."""
    first = Recipe(small).digest_noted(note)
    more = small / "sources" / "more.yaml"
    more.write_text("id: more\n", encoding="utf-8")
    second = Recipe(small).digest_noted(note)
    more.rename(more.with_name("else.yaml"))
    assert len({first, second, Recipe(small).digest_noted(note)}) == 3


@pytest.mark.usefixtures("settled")
def test_a_note_is_of_one_recipe(small: Path, note: Path) -> None:
    """What was noted of other options is not taken for the digest."""
    Recipe(small).digest_noted(note)
    other = Recipe(small, people=False)
    assert other.digest_noted(note) == other.digest()


def test_what_was_written_just_now_is_not_noted(small: Path, note: Path) -> None:
    """A file of this moment could change once more without another time of change."""
    source = small / "sources" / "sida-2024.yaml"
    source.write_bytes(source.read_bytes())
    assert Recipe(small).digest_noted(note) == Recipe(small).digest()
    assert not note.exists(), "note a digest only of files that have rested"


@pytest.mark.usefixtures("settled")
def test_a_note_that_cannot_be_kept_is_done_without(small: Path, note: Path) -> None:
    """Where nothing can be written, or the note is damaged, the digest is taken."""
    digest = Recipe(small).digest()
    assert Recipe(small).digest_noted(note / "nowhere") == digest
    note.write_bytes(b"\xff\xfe")
    assert Recipe(small).digest_noted(note) == digest
    assert note.read_text(encoding="utf-8").startswith(digest), "a damaged note is written anew"

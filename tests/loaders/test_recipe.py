"""What a build is made from: read anew only where something may have changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from loaders.publishing import recipe as module
from loaders.publishing.recipe import Recipe
from tests.support import ROOT


@pytest.fixture
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were written just now count as old."""
    monkeypatch.setattr(module, "_TICK_NS", 0)


@pytest.mark.usefixtures("_settled")
def test_what_is_as_it_was_is_not_read(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While no file has changed, none is read."""
    seen, digest = Recipe(small).seen(), Recipe(small).digest()

    def read(path: Path, size: int) -> bytes:
        raise AssertionError(f"{path} is read; look at its size and times only")

    monkeypatch.setattr(module, "head_of", read)
    assert Recipe(small).makes(digest, seen)


def test_all_code_and_words_are_part_of_the_digest(small: Path) -> None:
    """A build is stale as soon as a file that it is made by is another."""
    found = set(Recipe(small)._files().values())
    every = [p for home in ("loaders", "ontology") for p in (ROOT / home).rglob("*.*")]
    made_by = {path for path in every if path.suffix in (".py", ".toml", ".ttl", ".rq")}
    assert not made_by - found, "name its folder and its suffix in loaders/publishing/recipe.py"


@pytest.mark.usefixtures("_settled")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no time of the last change")
def test_a_change_that_hides_is_noticed(small: Path) -> None:
    """Other bytes of the same number, with the old modification time, make a build stale."""
    seen, digest = Recipe(small).seen(), Recipe(small).digest()
    source = small / "sources" / "sida-2024.yaml"
    before, text = source.stat(), source.read_text(encoding="utf-8")
    source.write_text(text.replace("value: 1", "value: 2"), encoding="utf-8")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert source.stat().st_size == before.st_size
    assert not Recipe(small).makes(digest, seen)


@pytest.mark.usefixtures("_settled")
def test_files_that_come_and_go_are_noticed(small: Path) -> None:
    """One file more, and the same file under another name, make a build stale."""
    seen, digest = Recipe(small).seen(), Recipe(small).digest()
    more = small / "sources" / "more.yaml"
    more.write_text("id: more\n", encoding="utf-8")
    assert not Recipe(small).makes(digest, seen)
    seen, digest = Recipe(small).seen(), Recipe(small).digest()
    more.rename(more.with_name("else.yaml"))
    assert not Recipe(small).makes(digest, seen)


@pytest.mark.usefixtures("_settled")
def test_what_was_seen_is_of_one_recipe(small: Path) -> None:
    """A build of other options is not taken for this one."""
    other = Recipe(small, people=False)
    assert not other.makes(Recipe(small).digest(), Recipe(small).seen())


def test_what_was_written_just_now_is_read(small: Path) -> None:
    """A file of this moment could change once more without another time of change."""
    source = small / "sources" / "sida-2024.yaml"
    source.write_bytes(source.read_bytes())
    assert not Recipe(small).seen(), "take what was seen only of files that have rested"
    assert Recipe(small).makes(Recipe(small).digest(), "")


@pytest.mark.usefixtures("_settled")
def test_what_was_touched_is_read(small: Path) -> None:
    """Files with other times and the same bytes make no build stale."""
    seen, digest = Recipe(small).seen(), Recipe(small).digest()
    source = small / "sources" / "sida-2024.yaml"
    os.utime(source, (0, 0))
    assert Recipe(small).seen() != seen
    assert Recipe(small).makes(digest, seen)

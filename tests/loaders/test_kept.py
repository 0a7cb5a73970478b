"""A second check takes over what the first has made, and tells what a check from nothing tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loaders.build import Kept, Tally, trial
from loaders.curation import reconcile
from loaders.problems import CuratedDataError

EDITS = {
    "a fact": ("sources/sida-2024.yaml", "holder: Örebro", "holder: RV"),
    "a problem": ("sources/sida-2024.yaml", "holder: Örebro", "holder: Örebbro"),
    "the head": ("sources/sida-2024.yaml", "date: 2024-06\n", "date: 2024-07\n"),
    "the title of a source that another names": ("sources/sida-2024.yaml", '"A page"', '"It"'),
    "a name in a register": ("registers/organisations.yaml", 'alt_sv: ["RV"]', 'alt_sv: ["RVb"]'),
    "a label": ("registers/areas.yaml", 'en: "', 'en: "The '),
}
OTHER = "- permit: Dysmeli\n  holder: Örebro\n  valid_from: 2024-08-01\n  lines: 1\n"


def told(folder: Path, kept: Kept | None = None) -> Any:
    """What a check tells, without the seconds."""
    try:
        tally: Tally = trial(folder, kept=kept)
    except CuratedDataError as error:
        return error.problems
    return tally.sources, dict(tally.facts), tally.quads, tally.triples, tally.warnings


@pytest.mark.parametrize("edit", EDITS)
def test_a_check_with_what_was_kept_tells_the_same(edit: str, add: Any) -> None:
    """Whatever was edited: what is taken over is what would be made anew."""
    folder, kept = add("annan", OTHER), Kept()
    before = told(folder, kept)
    name, old, new = EDITS[edit]
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, "mend the edit of this test"
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    assert told(folder, kept) == told(folder), "the key of something kept lacks what it was made of"
    (folder / name).write_text(text, encoding="utf-8")
    assert told(folder, kept) == before == told(folder)


def test_only_the_edited_file_is_read_again(add: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source whose file is as it was is neither parsed nor matched nor written again."""
    folder, kept, read = add("annan", OTHER), Kept(), []
    trial(folder, kept=kept)
    whole = reconcile._File.source

    def source(self: Any, parts: Any) -> Any:
        read.append(self.document.file)
        return whole(self, parts)

    monkeypatch.setattr(reconcile._File, "source", source)
    file = folder / "sources" / "annan.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    trial(folder, kept=kept)
    assert read == ["sources/annan.yaml"], "a source is made again although nothing of it changed"

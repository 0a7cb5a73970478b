"""A further name of a thing comes into its register, and nothing else changes there."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from loaders.drafting.naming import add_name
from loaders.drafting.proposal import known
from loaders.publishing.recipe import CURATED


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    copytree(CURATED / "registers", tmp_path / "registers")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "of", "lang", "entry"),
    [
        # into a list that is in order, after one that is not there, and in another language
        ("Barnhjärtan", "area:hjartkirurgi-barn", "sv", 'Barnhjärtan", "Barnhjärtkirurgi'),
        ("Fosterbehandling", "area:fosterterapi", "sv", 'alt_sv: ["Fosterbehandling"]'),
        ("Fetal care", "area:fosterterapi", "en", 'alt_en: ["Fetal care"]'),
        ("RÖL", "region:region-orebro-lan", "sv", '"RÖL"'),
    ],
)
def test_a_name_is_added_and_the_rest_stays(
    curated: Path, name: str, of: str, lang: str, entry: str
) -> None:
    """Two lines change: the name in its list, and a comment that says where it is printed."""
    before = {file: file.read_text("utf-8") for file in (curated / "registers").iterdir()}
    path = add_name(name, of, "nhv-nytt-2024-10", 11, lang, curated)
    old, new = before[path].split("\n"), path.read_text("utf-8").split("\n")
    added = [line for line in new if line not in old]
    assert f'  # "{name}": nhv-nytt-2024-10, line 11' in added
    assert any(entry in line for line in added), added
    assert len(added) == 2
    assert [line for line in old if line not in new] == [
        line for line in old if line not in new and line.startswith("  alt_")
    ], "only the list of names may change"
    kind, _, id_ = of.partition(":")
    assert (kind, id_, name) in known(curated).names
    others = {file: file.read_text("utf-8") for file in before if file != path}
    assert others == {file: text for file, text in before.items() if file != path}


@pytest.mark.parametrize(
    ("name", "of", "document", "line", "remedy"),
    [
        ("Gendermatoser", "area:dysmeli", "x", 1, "a name of area:gendermatoser"),
        ("dysmeli", "area:dysmeli", "x", 1, "a name of it already"),
        ("Nytt", "area:dysmelli", "x", 1, "did you mean area:dysmeli"),
        ("Nytt", "Dysmeli", "x", 1, "as kind:id"),
        ("Nytt", "step:3", "x", 1, "of the registers"),
        ("Nytt", "area:dysmeli", "X Y", 1, "is no id"),
        ("Nytt", "area:dysmeli", "x", 0, "count from 1"),
        ("a\u0007b", "area:dysmeli", "x", 1, "as printed"),
        (" ", "area:dysmeli", "x", 1, "as printed"),
    ],
)
def test_what_clashes_is_refused(
    curated: Path, name: str, of: str, document: str, line: int, remedy: str
) -> None:
    """A name of something else, an unknown thing, no document: a sentence, and nothing written."""
    before = {file: file.read_bytes() for file in (curated / "registers").iterdir()}
    with pytest.raises(ValueError, match=remedy):
        add_name(name, of, document, line, curated=curated)
    assert {file: file.read_bytes() for file in (curated / "registers").iterdir()} == before

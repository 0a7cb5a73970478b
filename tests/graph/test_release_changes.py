"""What a release tells of the one before it, and what it asks for its lasting addresses."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from graph.base.problems import BadParameter
from graph.release.changes import BREAKS, told
from graph.release.descriptions import UNKNOWN
from tests.graph.released import little, release, small

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("release")]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A release before the small one, as a copy to be changed."""
    return Path(shutil.copytree(small(), tmp_path / "nhv-graph-0.0.9"))


def changed(place: Path, table: str, change: str, value: str = "") -> dict[str, str]:
    """Change the first row of a table: drop or add it, or a column; returns the row."""
    path = place / "tables" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first = dict(rows[0])
    if change == "drop":
        rows = rows[1:]
    elif change == "add":
        rows = [{**first, "id": "area:gone", "label_sv": "Borta", "label_en": "Gone"}, *rows]
    elif change == "column":
        rows = [{**row, value: "x"} for row in rows]
    else:
        rows[0][change] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return first


def since(older: Path) -> tuple[str, str]:
    """What is told of the changes, in Swedish and in English."""
    text = told(older, small(), (older.name, small().name)).decode()
    sv, _, en = text.partition("# Changes from")
    return sv, en


def test_no_change_is_told_as_none(older: Path) -> None:
    """Two equal releases: the data did not change, and nothing may break."""
    sv, en = since(older)
    assert "Inget har ändrats." in sv
    assert "Nothing changed." in en
    assert en.count(BREAKS) == 1, "only the key explains the mark"


def test_what_is_new_is_told_by_its_name(older: Path) -> None:
    """A thing that was not there before is new, named in either language."""
    row = changed(older, "areas", "drop")
    sv, en = since(older)
    assert f"- ny: {row['label_sv']} (`{row['id']}`)" in sv
    assert f"- new: {row['label_en']} (`{row['id']}`)" in en


def test_what_is_gone_may_break_you(older: Path) -> None:
    """A name that is gone is marked."""
    changed(older, "areas", "add")
    sv, en = since(older)
    assert f"- {BREAKS} borta: Borta (`area:gone`)" in sv
    assert f"- {BREAKS} gone: Gone (`area:gone`)" in en


def test_a_changed_value_is_told_with_both(older: Path) -> None:
    """What is said otherwise is told before and now."""
    row = changed(older, "areas", "specialty", "nhv:Other")
    _, en = since(older)
    now = row["specialty"] or "–"
    assert f"- {row['label_en']}: specialty nhv:Other → {now} (`{row['id']}`)" in en


def test_a_table_or_column_that_is_gone_may_break_you(older: Path) -> None:
    """A table or a column that programs may read is marked when it goes."""
    changed(older, "areas", "column", "colour")
    shutil.copy(older / "tables" / "areas.csv", older / "tables" / "flowers.csv")
    _, en = since(older)
    assert f"- {BREAKS} column `colour` is gone" in en
    assert f"- {BREAKS} table `flowers` is gone" in en


def test_changes_of_the_ontology_are_told(older: Path) -> None:
    """A term that is gone from the ontology is told, with the mark of what may break."""
    path = older / "ontology" / "nhv.ttl"
    path.write_text(
        path.read_text(encoding="utf-8") + "\nnhv:Flower a owl:Class .\n", encoding="utf-8"
    )
    for text in since(older):
        assert "nhv:Flower" in text


def test_a_release_since_another_says_so(older: Path, tmp_path: Path) -> None:
    """The changes are a part of the release, and its descriptions name the one before."""
    made = release(little(), tmp_path / "out", since=older)
    assert "nhv-graph-0.0.9" in (made / "CHANGES.md").read_text(encoding="utf-8")
    assert "CHANGES.md" in (made / "README.md").read_text(encoding="utf-8")
    before = "https://w3id.org/nhv/release/0.0.9"
    assert f"dcat:prev <{before}>" in (made / "dcat.ttl").read_text(encoding="utf-8")
    assert before in (made / ".zenodo.json").read_text(encoding="utf-8")


def test_only_a_release_can_be_compared_with(tmp_path: Path) -> None:
    """A folder that is no release is refused in one sentence, before anything is made."""
    with pytest.raises(BadParameter, match="no release to compare with"):
        release(little(), tmp_path / "out", since=tmp_path)
    assert not (tmp_path / "out").exists()


def test_an_unknown_site_stays_to_be_filled_in() -> None:
    """Without an address of the site, none is invented, and the README says what to do."""
    folder = small() / "w3id" / "nhv"
    rules = (folder / ".htaccess").read_text(encoding="utf-8")
    targets = re.findall(r"^RewriteRule \S+ (\S+) \[R=303", rules, flags=re.M)
    assert all(target.startswith(f"{UNKNOWN}/") for target in targets)
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert UNKNOWN in readme
    assert "--site-base" in readme


def test_a_site_is_an_address(tmp_path: Path) -> None:
    """What is no address of the web is refused."""
    with pytest.raises(BadParameter, match="https://"):
        release(little(), tmp_path, site="example.org")

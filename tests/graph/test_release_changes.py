"""What a release tells of the one before it, and where its lasting addresses lead."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph.base.problems import BadParameter
from graph.release import release
from graph.release.changes import BREAKS, told
from graph.release.redirects import DERIVED, UNKNOWN
from graph.release.statements import Released
from ontology.terms import BASE, KINDS, NHV, RDF
from tests.graph.released import little, national, small

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("release")]

SITE = "https://example.org/nhv"


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


class Apache:
    """As much of mod_rewrite as the rules use: conditions on headers, and redirects in order."""

    def __init__(self, text: str) -> None:
        self.rules: list[tuple[tuple[str, str] | None, str, str]] = []
        condition: tuple[str, str] | None = None
        for line in text.splitlines():
            words = line.split()
            if words[:1] == ["RewriteCond"]:
                assert words[3] == "[NC]"
                condition = (words[1], words[2])
            elif words[:1] == ["RewriteRule"]:
                assert words[3] == "[R=303,NE,L]"
                self.rules.append((condition, words[1], words[2]))
                condition = None

    def answer(self, path: str, accept: str = "*/*", language: str = "") -> str | None:
        """Where a request for a path is sent, if anywhere."""
        headers = {"%{HTTP_ACCEPT}": accept, "%{HTTP:Accept-Language}": language}
        for condition, pattern, target in self.rules:
            found = re.search(pattern, path)
            if found and (
                condition is None or re.search(condition[1], headers[condition[0]], re.IGNORECASE)
            ):
                return re.sub(r"\$(\d)", lambda m, f=found: f[int(m[1])], target)  # type: ignore[misc]
        return None


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Apache:
    """The rules of a release that knows where the site lies."""
    made = release(little(), tmp_path_factory.mktemp("site"), site=f"{SITE}/")
    return Apache((made / "w3id" / "nhv" / ".htaccess").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("path", "accept", "language", "target"),
    [
        ("", BROWSER, "sv-SE,sv;q=0.9", "sv/index.html"),
        ("", "*/*", "", "en/index.html"),
        ("ontology", BROWSER, "en", "en/vocabulary.html"),
        ("ontology", "text/turtle", "", "release/NOW/ontology/nhv.ttl"),
        ("ontology", "application/rdf+xml, */*;q=0.1", "", "release/NOW/ontology/nhv.rdf"),
        ("ontology", "application/ld+json", "", "release/NOW/ontology/nhv.jsonld"),
        ("ontology/schemes", "text/turtle", "", "release/NOW/ontology/schemes.ttl"),
        ("ontology/0.1.0", "*/*", "", "release/0.1.0/ontology/nhv.ttl"),
        ("ontology/0.1.0", "application/rdf+xml", "", "release/0.1.0/ontology/nhv.rdf"),
        ("ontology/0.1.0/alignments", "*/*", "", "release/0.1.0/ontology/alignments.ttl"),
        ("shapes", "*/*", "", "release/NOW/ontology/shapes.ttl"),
        ("id/area/dysmeli", BROWSER, "sv", "sv/area/dysmeli.html"),
        ("id/area/dysmeli", BROWSER, "en", "en/area/dysmeli.html"),
        ("id/area/dysmeli", "text/turtle", "sv", "ttl/area/dysmeli.ttl"),
        ("id/legal-basis/a.b-1", BROWSER, "", "en/legal-basis/a.b-1.html"),
        ("id/cooperation/plexus-x", BROWSER, "sv", "sv/cooperation/plexus-x.html"),
        ("id/held/nhv.dysmeli.region-skane", BROWSER, "sv", "sv/area/dysmeli.html"),
        ("id/held/nhv.dysmeli.region-skane", "text/turtle", "", "ttl/area/dysmeli.ttl"),
        ("id/standing/dysmeli.12", BROWSER, "", "en/area/dysmeli.html"),
        ("id/term/rikssjukvard-x.1", "text/turtle", "", "ttl/permit/rikssjukvard-x.ttl"),
        ("id/period/permit.dysmeli-x.3", BROWSER, "", "en/permit/dysmeli-x.html"),
        ("id/period/held.nhv.dysmeli.region-skane.3", BROWSER, "", "en/area/dysmeli.html"),
        ("release/0.1.0/data/nhv.nq", "*/*", "", "release/0.1.0/data/nhv.nq"),
        ("dataset", "*/*", "", "release/NOW/dcat.ttl"),
        ("graph/registers", "*/*", "", "release/NOW/data/nhv.trig"),
    ],
)
def test_every_address_leads_where_it_should(
    apache: Apache, path: str, accept: str, language: str, target: str
) -> None:
    """A client gets the form that it asks for, a reader a page in their language."""
    label = small().name.removeprefix("nhv-graph-")
    assert apache.answer(path, accept, language) == f"{SITE}/{target.replace('NOW', label)}"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in DERIVED])
def test_every_kind_of_thing_has_an_address(apache: Apache, kind: str) -> None:
    """Whatever the graph names has a page and a Turtle."""
    assert apache.answer(f"id/{kind}/x-1", "text/turtle") == f"{SITE}/ttl/{kind}/x-1.ttl"


@pytest.mark.parametrize("path", ["id/flower/x", "id/area/../x", "id/area/a b", "nothing"])
def test_what_is_no_address_leads_nowhere(apache: Apache, path: str) -> None:
    """An address that the project never gave is not redirected."""
    assert apache.answer(path) is None


def test_what_follows_by_a_rule_leads_to_what_it_belongs_to(apache: Apache) -> None:
    """Each period, area held, standing and term of the graph leads to the thing that it is of."""
    seen = set()
    statements = Released.resolved(national().engine.quads())
    for tie in (NHV.period, NHV.standing, NHV.term):
        for owner, prop, node in statements:
            if prop == tie and isinstance(node, NamedNode):
                (*_, home) = statements.objects(owner, NHV.heldArea) or [owner]
                thing = home if NHV.HeldArea in statements.objects(owner, RDF.type) else owner
                assert isinstance(thing, NamedNode)
                kind, slug = thing.value.rsplit("/", 2)[-2:]
                told = apache.answer(node.value.removeprefix(BASE), "text/turtle")
                assert told == f"{SITE}/ttl/{kind}/{slug}.ttl", f"{node.value}; see _BELONGING"
                seen.add(tie)
    assert len(seen) == 3, "the graph has no periods, standings or terms: the test is blind"


def test_an_unknown_site_stays_to_be_filled_in() -> None:
    """Without an address of the site, none is invented, and the README says what to do."""
    folder = small() / "w3id" / "nhv"
    rules = (folder / ".htaccess").read_text(encoding="utf-8")
    targets = re.findall(r"^RewriteRule \S+ (\S+)", rules, flags=re.M)
    assert all(target.startswith(f"{UNKNOWN}/") for target in targets)
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert UNKNOWN in readme
    assert "--site-base" in readme


def test_a_site_is_an_address(tmp_path: Path) -> None:
    """What is no address of the web is refused."""
    with pytest.raises(BadParameter, match="https://"):
        release(little(), tmp_path, site="example.org")

"""What a release promises: it is whole, the same each time, never changed, and names nobody."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import yaml
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, parse

from graph import open_graph
from graph.base.problems import BadParameter, GraphError, NotSupported
from graph.cli.main import main
from graph.release import about, making
from graph.release.about import making as made_from
from loaders.publishing.manifest import read_manifest
from ontology.terms import PROV
from tests.graph.released import (
    RDF,
    folder,
    little,
    nameless,
    paths,
    release,
    released,
    rows,
    small,
    whole,
)
from tests.support import ROOT, built_graph, need, whole_curated, whole_graph
from tests.trust.naming import of_persons

# One worker makes the releases, and makes them once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("release")]

PARTS = (
    *(f"ontology/{name}{form}" for name in ("nhv", "schemes", "alignments")
      for form in (".ttl", ".rdf", ".jsonld")),
    "ontology/shapes.ttl",
    *(f"data/nhv{form}" for form in (".ttl", ".trig", ".nq", ".jsonld")),
    "tables/csv-metadata.json", "tables/dictionary.csv", "tables/DICTIONARY.md",
    "dcat.ttl", "void.ttl", "prov.ttl", "ro-crate-metadata.json", ".zenodo.json",
    "CITATION.cff", "CHANGELOG.md", "LICENSE", "LICENSE-DATA", "PRIVACY.md", "README.md",
    "SHA256SUMS", "w3id/nhv/.htaccess", "w3id/nhv/README.md",
)  # fmt: skip
# Zenodo's own list of what a deposit may say, as far as data need it; ours, not a schema of theirs.
ZENODO = {
    "upload_type", "publication_date", "title", "creators", "description", "access_right",
    "license", "keywords", "notes", "related_identifiers", "version", "language",
}  # fmt: skip
ZENODO_MUST = {"upload_type", "title", "creators", "description", "access_right", "license"}
ZENODO_RELATIONS = {"isIdenticalTo", "isDocumentedBy", "isNewVersionOf"}


def test_a_release_has_every_part() -> None:
    """Whatever a release promises to hold is there, and every table as CSV and as Parquet."""
    found = set(paths(whole()))
    assert not set(PARTS) - found, "a part of the release is missing"
    tables = {Path(p).stem for p in found if p.startswith("tables/") and p.endswith(".csv")}
    typed = {Path(p).stem for p in found if p.startswith("parquet/")}
    assert tables - {"dictionary"} == typed, "a table is there in one form only"


def test_every_file_has_a_checksum_that_holds() -> None:
    """`sha256sum -c` passes, and no file is left out."""
    listed = (whole() / "SHA256SUMS").read_text(encoding="utf-8")
    names = {line.partition("  ")[2] for line in listed.splitlines()}
    assert names == set(paths(whole())) - {"SHA256SUMS"}
    tool = need("sha256sum", "gsha256sum")
    done = subprocess.run(
        [tool, "-c", "--quiet", "--strict", "SHA256SUMS"], cwd=whole(), check=False
    )
    assert done.returncode == 0, "SHA256SUMS does not fit the files"


def test_a_release_is_never_changed(tmp_path: Path) -> None:
    """Of one graph the same bytes are made, or it is told; with other contents none is made."""
    place = tmp_path / "out"
    shutil.copytree(small(), place / small().name)
    assert release(little(), place) == place / small().name, "the same release is no fault"
    (place / small().name / "README.md").write_text("other", encoding="utf-8")
    with pytest.raises(BadParameter, match="never changed"):
        release(little(), place)
    assert (place / small().name / "README.md").read_text(encoding="utf-8") == "other"
    assert [path.name for path in place.iterdir()] == [small().name], "remove what was half made"


def test_a_release_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stops in the middle leaves nothing behind, and one sentence."""

    def full(_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "sums", full)
    with pytest.raises(GraphError, match="No space left"):
        release(little(), tmp_path)
    assert not any(tmp_path.iterdir())


def test_what_we_write_has_no_blank_nodes() -> None:
    """Every statement can be pointed at; only the lists of the shapes have no names."""
    for name, path in paths(whole()).items():
        if path.suffix in RDF and name != "ontology/shapes.ttl":
            form = RdfFormat.from_extension(path.suffix[1:])
            assert form is not None
            for quad in parse(path=str(path), format=form):
                assert not isinstance(quad.subject, BlankNode), f"{name}: {quad}"
                assert not isinstance(quad.object, BlankNode), f"{name}: {quad}"


def readable(path: Path) -> Iterator[str]:
    """What stands in a file; of compressed Parquet each cell, of datasets each term once."""
    if path.suffix == ".parquet":
        frame = pd.read_parquet(path)
        yield "\n".join({str(cell) for name in frame for cell in frame[name]})
    elif path.suffix in (".nq", ".trig"):
        form = RdfFormat.from_extension(path.suffix[1:])
        assert form is not None
        yield "\n".join({str(term) for quad in parse(path=str(path), format=form) for term in quad})
    else:
        yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("graph", ["seeds", pytest.param("all", marks=pytest.mark.trust)])
def test_a_release_without_persons_names_nobody(graph: str) -> None:
    """No file of a release without persons holds a name of one, whatever its form."""
    names = of_persons(released().engine.quads())
    assert names.found(*readable(whole() / "parquet" / "persons.parquet")), "the search is blind"
    made = nameless() if graph == "seeds" else release(released().at(people=False), folder())
    told = {
        name: hits
        for name, path in paths(made).items()
        if (hits := names.found(name, *readable(path)))
    }
    assert not told, f"a release without persons names {told}"


def test_tables_of_persons_go_with_the_persons() -> None:
    """Without persons there are no tables of persons and memberships; the seats stay."""
    assert rows(whole(), "memberships")
    seats = open_graph(built_graph()).select("SELECT DISTINCT ?post { ?post a nhv:Post }")
    assert sorted(row["id"] for row in rows(nameless(), "posts")) == sorted(
        str(row["post"]) for row in seats.records()
    )
    left = {"persons", "memberships"}
    assert not [name for name in paths(nameless()) if Path(name).stem in left]
    described = (nameless() / "tables" / "csv-metadata.json").read_text(encoding="utf-8")
    assert "memberships.csv" not in described


def test_without_pyarrow_parquet_is_left_out_aloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the package is missing, it is said while the release is made, and in its README."""
    said: list[str] = []
    monkeypatch.setattr(making, "has_parquet", lambda: False)
    made = release(little(), tmp_path, progress=said.append)
    assert any("pip install pyarrow" in line for line in said)
    text = (made / "README.md").read_text(encoding="utf-8")
    assert text.count("pyarrow") == 2
    assert "parquet/" not in text


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's papers, to be changed."""
    for name in about.PAPERS:
        shutil.copy(ROOT / name, tmp_path / name)
    for module in (about, making):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def test_a_release_is_dated_by_its_citation(papers: Path, tmp_path: Path) -> None:
    """A draft says that it is one; a dated release carries its day and a contact everywhere.

    Neither is invented.
    """
    assert "contactPoint" not in (small() / "dcat.ttl").read_text(encoding="utf-8")
    assert "utkast" in (small() / "README.md").read_text(encoding="utf-8")
    assert "publication_date" not in json.loads((small() / ".zenodo.json").read_bytes())
    citation = papers / "CITATION.cff"
    text = re.sub(r"(?m)^date-released:.*\n", "", citation.read_text(encoding="utf-8"))
    contact = "contact:\n  - name: The desk\n    email: desk@example.org\n"
    citation.write_text(f"{text}date-released: 2027-01-15\n{contact}", encoding="utf-8")
    made = release(little(), tmp_path / "out")
    readme = (made / "README.md").read_text(encoding="utf-8")
    assert "2027-01-15" in readme
    assert "utkast" not in readme
    assert json.loads((made / ".zenodo.json").read_bytes())["publication_date"] == "2027-01-15"
    crate = json.loads((made / "ro-crate-metadata.json").read_bytes())["@graph"][1]
    assert crate["datePublished"] == "2027-01-15"
    catalogue = (made / "dcat.ttl").read_text(encoding="utf-8")
    assert 'dcterms:issued "2027-01-15"' in catalogue
    assert 'vcard:fn "The desk"' in catalogue
    assert "<mailto:desk@example.org>" in catalogue


def test_an_installed_package_makes_no_release(papers: Path, tmp_path: Path) -> None:
    """Without the project's papers there is one sentence that says what to do instead."""
    (papers / "LICENSE-DATA").unlink()
    with pytest.raises(NotSupported, match=r"checkout.*LICENSE-DATA.*nhv export"):
        release(little(), tmp_path / "out")


def test_files_of_ones_own_are_not_released(tmp_path: Path) -> None:
    """A graph joined with a researcher's own table is no release of the project."""
    table = tmp_path / "own.csv"
    table.write_text("region,population\nregion-skane,1400000\n", encoding="utf-8")
    joined = open_graph(built_graph(), overlay=table)
    with pytest.raises(NotSupported, match="overlay"):
        release(joined, tmp_path / "out")


def test_the_citation_is_of_this_release() -> None:
    """CITATION.cff has the version and the lasting address of the release."""
    said = yaml.safe_load((nameless() / "CITATION.cff").read_text(encoding="utf-8"))
    assert said["version"].endswith("-without-people")
    assert said["identifiers"][0]["value"] == f"https://w3id.org/nhv/release/{said['version']}"
    assert {"cff-version", "message", "title", "authors"} <= said.keys()


def test_zenodo_knows_every_key() -> None:
    """The metadata for Zenodo has what it must, and nothing that Zenodo does not know."""
    said = json.loads((whole() / ".zenodo.json").read_bytes())
    assert ZENODO_MUST <= said.keys() <= ZENODO
    assert all(set(creator) <= {"name", "affiliation", "orcid"} for creator in said["creators"])
    assert {r["relation"] for r in said["related_identifiers"]} <= ZENODO_RELATIONS
    assert said["license"] == "cc-by-4.0"
    assert said["upload_type"] == "dataset"


def test_the_build_is_described_with_its_inputs() -> None:
    """PROV names every curated file with the checksum it had, and the digest of the build."""
    text = (whole() / "prov.ttl").read_text(encoding="utf-8")
    inputs = made_from(released()).inputs
    place = whole_curated()
    curated = {f"curated/{p.relative_to(place).as_posix()}" for p in place.rglob("*.yaml")}
    assert curated <= inputs.keys(), "a curated file is missing among the inputs"
    for path, checksum in inputs.items():
        assert f'dcterms:title "{path}"' in text
        assert f'"sha256:{checksum}"' in text
    manifest = read_manifest(whole_graph())
    assert manifest is not None
    assert manifest.digest in text
    store = Store()
    store.load(path=str(whole() / "prov.ttl"), format=RdfFormat.TURTLE)
    used = list(store.quads_for_pattern(None, PROV.used, None))
    assert len(used) == len(inputs)


def test_void_counts_what_is_there() -> None:
    """The counts of VoID are those that a query gives."""
    store, data = Store(), Store()
    store.load(path=str(whole() / "void.ttl"), format=RdfFormat.TURTLE)
    data.load(path=str(whole() / "data" / "nhv.ttl"), format=RdfFormat.TURTLE)
    (release_,) = {
        q.subject
        for q in store.quads_for_pattern(None, NamedNode("http://rdfs.org/ns/void#uriSpace"), None)
        if str(q.object) == '"https://w3id.org/nhv/id/"'
    }

    def told(query: str) -> dict[str, int]:
        prefix = "PREFIX void: <http://rdfs.org/ns/void#>"
        found = store.query(f"{prefix} SELECT ?k ?n {{ {release_} {query} }}")
        return {row["k"].value: int(row["n"].value) for row in found}  # type: ignore[union-attr]

    def counted(query: str) -> dict[str, int]:
        return {row["k"].value: int(row["n"].value) for row in data.query(query)}  # type: ignore[union-attr]

    assert told("void:triples ?n BIND(void:triples AS ?k)").popitem()[1] == len(data)
    assert told("void:classPartition ?c . ?c void:class ?k ; void:entities ?n") == counted(
        "SELECT ?k (COUNT(?s) AS ?n) { ?s a ?k } GROUP BY ?k"
    )
    assert told("void:propertyPartition ?c . ?c void:property ?k ; void:triples ?n") == counted(
        "SELECT ?k (COUNT(*) AS ?n) { ?s ?k ?o } GROUP BY ?k"
    )


def test_the_command_makes_a_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv release` prints the folder, and beside it what was done, how large and how long."""
    status = main(
        ["release", "--build-dir", str(built_graph()), "--out", str(tmp_path),
         "--known-at", "2019-12-31", "--without-people"]
    )  # fmt: skip
    printed = capsys.readouterr()
    assert status == 0
    assert printed.out.strip() == str(tmp_path / small().name)
    assert re.search(r"\d+ files, [\d.]+ MB in [\d.]+ s", printed.err)

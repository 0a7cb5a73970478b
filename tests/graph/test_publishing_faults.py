"""Publishing at services that misbehave: an Oxigraph behind a door that is sometimes shut."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph.base.problems import ServiceError
from graph.engines.service.credentials import PASSWORD, USER, Credentials
from graph.engines.service.service import Retries
from graph.service.publish.publishing import publish
from tests.graph.doors import Asked, Shut, between, first
from tests.graph.published import SOON, SOURCES, held, own, sent, small
from tests.servers import Server, oxigraph_server


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees who its reader is elsewhere."""
    for name in (USER, PASSWORD):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Server]:
    """An Oxigraph of the test's own."""
    with oxigraph_server(tmp_path) as server:
        yield server


@pytest.mark.parametrize(
    "shut", [Shut(503), Shut(503, {"Retry-After": "0"}), Shut(429), Shut(502), Shut(0)], ids=str
)
def test_a_passing_fault_passes(oxigraph: Server, tmp_path: Path, shut: Shut) -> None:
    """A service that is busy, or hangs up, for a while gets everything all the same."""
    kg = small(tmp_path, "one", "two")
    with between(oxigraph, first(2, shut)) as door:
        done = sent(kg, door.server)
    assert done.put == 3
    for graph, triples in own(kg).items():
        assert held(oxigraph, graph) == triples, f"{graph.value} did not arrive"


def test_an_answer_that_breaks_off_is_asked_for_again(oxigraph: Server, tmp_path: Path) -> None:
    """Half a record is no record: what it does not name could never be removed."""
    sent(small(tmp_path, "one", "two"), oxigraph)
    half = Shut(
        200,
        {"Content-Type": "application/n-triples", "Content-Length": "9", "Connection": "close"},
    )
    with between(oxigraph, lambda asked: half if len(asked) == 1 else None) as front:
        done = sent(small(tmp_path, "one"), front.server)
    assert done.removed == 1, "compare what has come with Content-Length"


def test_a_lasting_fault_ends_after_bounded_attempts(oxigraph: Server, tmp_path: Path) -> None:
    """A service that stays busy is given up, with how far it came and what to do."""
    with (
        between(oxigraph, first(10**6, Shut(503))) as door,
        pytest.raises(ServiceError, match=r"HTTP 503.*0 of 2 graphs.*publish again"),
    ):
        sent(small(tmp_path, "one"), door.server)
    attempts = sum(a.graph == "one" for a in door.asked)
    assert attempts == len(SOON.waits) + 1, "as many attempts as there are waits, and one"


def test_what_is_too_large_is_halved(oxigraph: Server, tmp_path: Path) -> None:
    """A service that takes only small bodies gets a graph in smaller ones, whole."""
    kg = small(tmp_path, "one", areas=2000)
    largest = 40_000

    def door(asked: list[Asked]) -> Shut | None:
        return Shut(413) if asked[-1].size > largest else None

    with between(oxigraph, door) as front:
        done = sent(kg, front.server)
    assert max(a.size for a in front.asked) > largest, "the test is to meet the limit"
    assert not done.differing
    assert held(oxigraph, NamedNode(SOURCES + "one")) == own(kg)[NamedNode(SOURCES + "one")]


def test_a_service_that_takes_nothing_is_given_up(oxigraph: Server, tmp_path: Path) -> None:
    """Where no size is small enough, the message says which limit to raise."""

    def door(asked: list[Asked]) -> Shut | None:
        return Shut(413) if asked[-1].method != "GET" else None

    with (
        between(oxigraph, door) as front,
        pytest.raises(ServiceError, match="client_max_body_size"),
    ):
        sent(small(tmp_path, "one", areas=2000), front.server)


def test_a_redirect_is_named_and_not_followed(oxigraph: Server, tmp_path: Path) -> None:
    """Where a service sends on, the reader is told where to; nothing is sent there unasked."""
    moved = Shut(301, {"Location": "http://127.0.0.1:1/elsewhere"})
    with (
        between(oxigraph, lambda _: moved) as front,
        pytest.raises(ServiceError, match=r"127\.0\.0\.1:1/elsewhere"),
    ):
        sent(small(tmp_path, "one"), front.server)


def test_a_basic_login_is_answered(oxigraph: Server, tmp_path: Path) -> None:
    """Where a service asks for Basic, user and password are sent; not before it asks."""
    wanted = "Basic YWRhOnMzY3JldA=="

    def door(asked: list[Asked]) -> Shut | None:
        if asked[-1].authorization != wanted:
            return Shut(401, {"WWW-Authenticate": 'Basic realm="graphs"'})
        return None

    with between(oxigraph, door) as front:
        done = publish(
            small(tmp_path, "one"),
            front.server.graph_store_url,
            query_url=oxigraph.query_url,
            who=Credentials("ada", "s3cret"),
            retries=SOON,
        )
        assert done.put == 2
        assert front.asked[0].authorization == "", "credentials go out only when asked for"
        with pytest.raises(ServiceError, match=PASSWORD):
            publish(small(tmp_path, "one"), front.server.graph_store_url, retries=SOON)


def test_persons_are_removed_before_anything_is_sent(oxigraph: Server, tmp_path: Path) -> None:
    """What is to go goes first: it may be what must not be seen any more."""
    sent(small(tmp_path, "one", "two"), oxigraph)
    with between(oxigraph, lambda _: None) as front:
        sent(small(tmp_path, "one", "three"), front.server)
    steps = [(a.method, a.graph) for a in front.asked if a.graph != "published"]
    assert steps[0] == ("DELETE", "two"), "remove before putting"
    assert ("PUT", "three") in steps
    assert ("PUT", "one") not in steps, "the source that did not change is not sent"


def test_nobody_listening_is_said_at_once(tmp_path: Path) -> None:
    """A port where nobody listens needs no second attempt."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/store"
    with pytest.raises(ServiceError, match="nobody listens there"):
        publish(small(tmp_path, "one"), url, retries=Retries(waits=(60.0,)))


def test_an_unencrypted_way_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To another machine over http, the reader is told what may be read on the way."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    lines: list[str] = []
    with pytest.raises(ServiceError, match=r"host graphs\.example is not known"):
        publish(small(tmp_path, "one"), "http://graphs.example/store", progress=lines.append)
    assert "without encryption" in lines[0]


def test_what_is_not_counted_is_said(oxigraph: Server, tmp_path: Path) -> None:
    """Where the service cannot be asked, everything is put and the result says so."""
    done = publish(
        small(tmp_path, "one"), oxigraph.graph_store_url, query_url=oxigraph.graph_store_url
    )
    assert done.put == 2
    assert "--query-url" in done.not_counted

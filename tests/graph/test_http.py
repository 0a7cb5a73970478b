"""Services that misbehave: an answer is whole and in time, or one sentence says what to do."""

from __future__ import annotations

import gc
import gzip
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from graph import open_graph
from graph.base.problems import BadParameter, QueryError, ServiceError
from graph.engines.endpoint import EndpointEngine
from graph.engines.service.credentials import PASSWORD, USER, Credentials
from graph.engines.service.service import READING, TIMEOUT, WRITING, Retries, Service
from tests.graph.doubles import JSON, TRUE, Double, Reply, double
from tests.support import ROOT

ADA = Credentials("ada", "hemligt")
QUERY = [("query", "ASK {}")]


def engine(told: Double, who: Credentials | None = None, seconds: float = 60.0) -> EndpointEngine:
    retries = Retries(seconds, pause=lambda _: None)
    return EndpointEngine(Service(told.url, who, retries), published=True)


def failure(told: Double, who: Credentials | None = None, seconds: float = 60.0) -> str:
    with pytest.raises(ServiceError) as caught:
        engine(told, who, seconds).has_graph("http://g/")
    said = str(caught.value)
    assert "\n" not in said
    return said


def test_an_answer_that_does_not_come_is_given_up() -> None:
    """After the time-out one sentence says so and how to wait longer; it is not tried again."""
    with double(Reply(wait=5)) as told:
        assert TIMEOUT in failure(told, seconds=0.2)
        assert len(told.asked) == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_service_is_asked_again(status: int) -> None:
    """A passing failure costs a wait and no answer."""
    with double(Reply(status), Reply()) as told:
        assert engine(told).has_graph("http://g/")
        assert len(told.asked) == 2


def test_retry_after_is_heeded() -> None:
    """A service that says how long to wait is waited for so long."""
    waited: list[float] = []
    with double(Reply(503, headers={"Retry-After": "7"}), Reply()) as told:
        service = Service(told.url, retries=Retries(pause=waited.append))
        assert service.ask(QUERY, JSON).body == TRUE
    assert waited == [7.0]


def test_retries_end() -> None:
    """A service that stays busy is asked four times in all."""
    with double(Reply(503)) as told:
        assert "503" in failure(told)
        assert len(told.asked) == 4


def test_a_lost_connection_is_tried_again() -> None:
    """A connection that breaks once does no harm; one that always breaks is named."""
    with double(Reply(hang_up=True), Reply()) as told:
        assert engine(told).has_graph("http://g/")
    with double(Reply(hang_up=True)) as told:
        assert "was lost" in failure(told)


def test_a_connection_that_was_kept_may_be_closed() -> None:
    """A service may close a connection between two requests; that is no fault, and no wait."""
    with double(Reply(), Reply(hang_up=True), Reply()) as told:
        service = Service(told.url, retries=Retries(waits=()))
        assert [service.ask(QUERY, JSON).body for _ in range(2)] == [TRUE, TRUE]


def test_no_connection_is_left_open() -> None:
    """A connection is closed with its service, also by those who never say that it was the last."""
    with double(Reply()) as told, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ResourceWarning)
        Service(told.url).ask(QUERY, JSON)
        gc.collect(1)  # what is older is not of this test
    mine = [w.message for w in caught if told.url.split(":")[2].split("/")[0] in str(w.message)]
    assert not mine, f"close what is kept: {mine}"


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked but what the user named."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with double(Reply()) as told:
        assert Service(told.url).ask(QUERY, JSON).body == TRUE


def test_a_cut_answer_is_no_answer() -> None:
    """Fewer bytes than announced are never taken for the whole."""
    with double(Reply(announced=500)) as told:
        assert "broke off" in failure(told)
        assert len(told.asked) == 4


@pytest.mark.parametrize("body", [TRUE[:-3], b"", b'{"head": {"vars": ["x"]}, "results": {"bin'])
def test_damaged_results_are_no_results(body: bytes) -> None:
    """JSON that ends early is said to be damaged."""
    with double(Reply(body=body)) as told:
        assert "cut off or damaged" in failure(told)


def test_a_wrong_query_fails_at_once() -> None:
    """400 is a QueryError with the first line of what the service says."""
    with double(Reply(400, b"cannot join that\nmore", "text/plain")) as told:
        with pytest.raises(QueryError, match=r"does not accept the query: cannot join that$"):
            engine(told).has_graph("http://g/")
        assert len(told.asked) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_wrong_credentials_are_never_shown(status: int) -> None:
    """The message names the variables to set, and neither user nor password."""
    with double(Reply(status, headers={"WWW-Authenticate": "Basic realm=x"})) as told:
        said = failure(told, who=ADA)
    assert PASSWORD in said
    assert "ada" not in said
    assert "hemligt" not in said


@pytest.mark.parametrize(
    ("challenge", "begins"),
    [
        ("Basic realm=x", "Basic "),
        ('Digest realm="x", nonce="n", qop="auth"', 'Digest username="'),
        ('Digest realm="x", nonce="n", qop="auth", algorithm=SHA-256', 'Digest username="'),
    ],
)
def test_credentials_answer_a_challenge_only(challenge: str, begins: str) -> None:
    """Nothing is sent until the service asks, and then in the way in which it asks."""
    with double(Reply(401, headers={"WWW-Authenticate": challenge}), Reply()) as told:
        assert engine(told, who=ADA).has_graph("http://g/")
        first, second = told.seen
    assert "authorization" not in first
    assert second["authorization"].startswith(begins)
    assert ("hemligt" in second["authorization"]) is False


def test_a_challenge_is_answered_once() -> None:
    """Further requests bring what the first was asked for: no graph is sent twice."""
    challenge = {"WWW-Authenticate": 'Digest realm="x", nonce="n", qop="auth-int, auth"'}
    with double(Reply(401, headers=challenge), Reply()) as told:
        service = Service(told.url, ADA)
        for _ in range(2):
            service.ask(QUERY, JSON)
    counts = [seen.get("authorization", "").partition("nc=")[2][:8] for seen in told.seen]
    assert counts == ["", "00000001", "00000002"]


def test_a_digest_of_other_letters_is_refused() -> None:
    """Where user or password cannot be sent in the way asked for, a sentence says so."""
    challenge = {"WWW-Authenticate": 'Digest realm="x", nonce="n", qop="auth"'}
    with double(Reply(401, headers=challenge)) as told:
        said = failure(told, Credentials("åsa", "hemligt"))
    assert "ASCII" in said
    assert "åsa" not in said


def test_credentials_come_from_the_environment() -> None:
    """User, password and time are read from their variables, and shown by no repr."""
    service = Service.at(
        "http://127.0.0.1/sparql", {USER: "ada", PASSWORD: "hemligt", TIMEOUT: "5"}
    )
    assert (service.who, service.retries.seconds) == (ADA, 5.0)
    assert "hemligt" not in f"{service!r} {service.who!r} {service.retries!r}"


@pytest.mark.parametrize("text", ["soon", "0", "-1", "inf", "nan"])
def test_a_time_is_a_number_of_seconds(text: str) -> None:
    """What is no time is said, for those who read and those who write."""
    for retries in (READING, WRITING):
        with pytest.raises(BadParameter, match=f"{TIMEOUT} is a number of seconds"):
            retries.with_timeout({TIMEOUT: text})


def test_a_wrong_path_suggests_the_usual_ones() -> None:
    """404 asks whether /sparql or /query was meant."""
    with double(Reply(404, b"no", "text/plain")) as told:
        assert "/q/sparql or" in failure(told)


def test_a_failing_service_says_what_it_says() -> None:
    """500 is not tried again; the title of an error page is told, not its markup."""
    page = b"<html><head><title>Out of memory</title></head><body>...</body></html>"
    with double(Reply(500, page, "text/html")) as told:
        assert "failed (500): Out of memory" in failure(told)
        assert len(told.asked) == 1


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/octet-stream"])
def test_a_page_is_no_result(kind: str) -> None:
    """An answer of another type than results is refused, with the usual addresses."""
    with double(Reply(body=b"<html></html>", kind=kind)) as told:
        assert "no results of SPARQL; did you mean" in failure(told)


@pytest.mark.parametrize(
    "location", ["http://example.org/q", "file:///etc/passwd", "ftp://127.0.0.1/q", ""]
)
def test_redirects_elsewhere_are_not_followed(location: str) -> None:
    """A redirect to another host or scheme is told, not followed."""
    with double(Reply(307, headers={"Location": location})) as told:
        assert "not followed" in failure(told)
        assert len(told.asked) == 1


def test_redirects_on_the_same_host_are_followed() -> None:
    """A service that moved within its host is found; one that redirects in a circle is not."""
    with double(Reply(308, headers={"Location": "/new"}), Reply()) as told:
        assert engine(told).has_graph("http://g/")
    with double(Reply(307, headers={"Location": "/q"})) as told:
        assert "without an end" in failure(told)


def test_packed_answers_are_unpacked() -> None:
    """gzip is asked for and read; what cannot be unpacked is no answer."""
    packed = {"Content-Encoding": "gzip"}
    with double(Reply(body=gzip.compress(TRUE), headers=packed)) as told:
        assert engine(told).has_graph("http://g/")
        assert told.seen[0]["accept-encoding"] == "gzip"
    with double(Reply(body=gzip.compress(TRUE)[:-9], headers=packed)) as told:
        assert "broke off" in failure(told)


def test_more_than_the_bound_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small answer that unpacks to a large one is refused before it fills the memory."""
    monkeypatch.setattr("graph.engines.service.service._MOST_BYTES", 2**20)
    bomb = Reply(body=gzip.compress(bytes(2**24)), headers={"Content-Encoding": "gzip"})
    with double(bomb) as told:
        assert "larger than 1 MB; ask for less" in failure(told)
        assert len(told.asked) == 1


def test_a_packing_of_several_is_not_cut() -> None:
    """What is packed in several pieces is not taken for its first."""
    packed = b"".join(gzip.compress(half) for half in (TRUE, b"  "))
    with double(Reply(body=packed, headers={"Content-Encoding": "gzip"})) as told:
        assert "broke off" in failure(told)


def test_no_cookie_is_kept() -> None:
    """A service cannot recognise who asks by anything but their login."""
    with double(Reply(headers={"Set-Cookie": "who=1"})) as told:
        service = Service(told.url)
        for _ in range(2):
            service.ask(QUERY, JSON)
    assert not any("cookie" in seen for seen in told.seen), "use the transport, not the client"


def test_a_file_is_opened_without_a_client(tmp_path: Path) -> None:
    """httpx, which takes a while to load, is loaded only when a service is asked."""
    (tmp_path / "a.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    code = "import sys, graph; graph.open_graph(sys.argv[1]); print('httpx' in sys.modules)"
    run = [sys.executable, "-c", code, str(tmp_path / "a.nt")]
    loaded = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert loaded == "False\n", "import it in the function that opens a service"


def test_the_client_names_itself() -> None:
    """The operator of a service can tell who asks."""
    with double(Reply()) as told:
        engine(told).has_graph("http://g/")
        assert told.seen[0]["user-agent"].startswith("nhv-graph")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("file:///etc/passwd", "http:// or https://"),
        ("ftp://127.0.0.1/", "http:// or https://"),
        ("http://ada:hemligt@127.0.0.1/sparql", USER),
        ("http://127.0.0.1:99999/", "no address"),
    ],
)
def test_only_services_are_opened(url: str, says: str) -> None:
    """Other schemes, and passwords in an address, are refused before anything is sent."""
    with pytest.raises(BadParameter) as caught:
        open_graph(url)
    assert says in str(caught.value)
    assert "hemligt" not in str(caught.value)


def test_nobody_there_is_said_at_once() -> None:
    """A refused connection names the address."""
    with double(Reply()) as told:
        url = told.url
    with pytest.raises(ServiceError, match="nobody listens there"):
        EndpointEngine(Service(url), published=True).has_graph("http://g/")

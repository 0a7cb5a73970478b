"""The graph for writing assistants, by the official client of the SDK."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal

from graph import open_graph
from tests.support import built_graph

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("mcp")]

Client = Callable[[Callable[[Any], Coroutine[Any, Any, None]]], None]
TOOLS = {
    "ask_in_words", "questions", "ask", "find", "explain", "compare", "cite", "vocabulary", "query",
}  # fmt: skip
QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("holders", {"area": "endometrios"}),
    ("decisions", {"area": "psc"}),
    ("members", {"body": "beredningsgrupp-b2"}),
    ("suppliers", {}),
    ("permits-by-region", {}),
    ("open-consultations", {}),
    ("units-by-stage", {"area": "tips"}),
    ("conflicts", {}),
    ("legal-basis", {}),
    ("variants", {"thing": "area:dysmeli"}),
)


@pytest.fixture(scope="module")
def with_client() -> Iterator[Client]:
    """``nhv mcp`` started as a client does; lets something be done with it."""
    mcp = pytest.importorskip("mcp", reason="pip install 'nhv-graph[mcp]'")
    words = ["-m", "graph", "mcp", "--build-dir", str(built_graph()), "--timeout", "2"]
    started = mcp.Client(
        mcp.stdio_client(mcp.StdioServerParameters(command=sys.executable, args=words))
    )
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(started) as client:
        yield lambda what: portal.call(what, client)


async def answer(client: Any, tool: str, **arguments: Any) -> Any:
    """What a tool answers, as data."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content[0].text
    return json.loads(result.content[0].text)


async def refusal(client: Any, tool: str, **arguments: Any) -> str:
    """The sentence with which a tool refuses."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, f"{tool} {arguments} is not refused"
    text: str = result.content[0].text
    return text


def test_an_assistant_asks_and_follows_a_fact_to_its_line(with_client: Client) -> None:
    """The tools are listed, ten questions are answered, each row has sources with lines."""

    async def use(client: Any) -> None:
        assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
        assert {str(one.uri) for one in (await client.list_resources()).resources} == {
            "nhv://dictionary",
            "nhv://rules",
            "nhv://status",
        }
        (words,) = (await client.read_resource("nhv://dictionary")).contents
        assert "- `nhv:Permit` (class), Tillstånd / Permit: " in words.text
        kg = open_graph(built_graph())
        for name, parameters in QUESTIONS:
            found = await answer(client, "ask", question=name, parameters=parameters, limit=200)
            assert found["of"] == len(kg.answer(name, **dict[str, Any](parameters)).rows)
            assert found["cite"], f"{name}: say how to cite it"
        found = await answer(client, "ask", question="holders", parameters={"area": "endometrios"})
        fact = found["sources"][0][0]["fact"]
        assert found["sources"][0][0]["locator"], "a source without its place"
        told = await answer(client, "explain", thing=fact)
        assert told["of"] > 0
        assert "citation" not in told["thing"]
        cited = await answer(client, "cite", what=fact)
        assert cited["bibtex"].startswith("@")
        assert cited["footnotes"]

    with_client(use)


def test_words_are_understood_and_said_back(with_client: Client) -> None:
    """A phrase is answered with what it was understood as, or refused with what comes nearest."""

    async def use(client: Any) -> None:
        found = await answer(client, "ask_in_words", phrase="vem har endometrios?", lang="en")
        assert found["target"] == "question:holders"
        assert "Understood as" in found["understood"]
        assert found["rows"]
        past = await answer(client, "ask_in_words", phrase="vem hade endometrios 2020?")
        assert past["parameters"]["as_of"] == "2020"
        assert "i kraft 2020-12-31" in past["note"], "answer of the day that the phrase says"
        none = await answer(client, "ask_in_words", phrase="hur lång är väntetiden")
        assert none["target"] == "none"
        assert none["nearest"]
        assert "rows" not in none
        named = await answer(client, "find", name="dysmelli")
        assert named["things"][0]["id"] == "area:dysmeli"
        words = await answer(client, "vocabulary", search="permit", lang="en")
        assert ["nhv:Permit", "class"] in [row[:2] for row in words["rows"]]

    with_client(use)


def test_long_answers_come_in_pages(with_client: Client) -> None:
    """A page says where the next begins, and all pages together are the answer."""

    async def use(client: Any) -> None:
        query = "SELECT ?p WHERE { ?p a nhv:Permit } ORDER BY ?p"
        rows: list[Any] = []
        begin: int | None = 0
        while begin is not None:
            page = await answer(client, "query", sparql=query, offset=begin, limit=100)
            rows += page["rows"]
            begin = page["next"]
        assert len(rows) == page["of"] == len({row[0] for row in rows})

    with_client(use)


def test_what_would_change_or_reach_out_or_run_away_is_refused(with_client: Client) -> None:
    """Updates and SERVICE are refused in a sentence; a runaway ends in time, and others go on."""

    async def use(client: Any) -> None:
        assert "read only" in await refusal(client, "query", sparql="DELETE WHERE { ?s ?p ?o }")
        outside = "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"
        assert "another machine" in await refusal(client, "query", sparql=outside)
        begun = time.monotonic()
        runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        assert "longer than 2 s" in await refusal(client, "query", sparql=runaway)
        assert time.monotonic() - begun < 20
        assert (await answer(client, "query", sparql="ASK {}"))["boolean"] is True

    with_client(use)


def test_malformed_calls_are_errors_of_the_protocol(with_client: Client) -> None:
    """Of two hundred calls with wrong arguments none shows a traceback; the next is answered."""
    from mcp import MCPError

    values: list[Any] = [None, 5, -1, [], {}, "", "\x00", "x" * 5000, {"a": {"b": []}}, True]

    async def use(client: Any) -> None:
        tried = 0
        for tool in (*sorted(TOOLS), "nosuch"):
            for value in values:
                for name in ("question", "phrase"):
                    arguments = {name: value, "limit": value, "thing": value, "sparql": value}
                    try:
                        result = await client.call_tool(tool, arguments)
                        text = result.content[0].text if result.content else ""
                    except MCPError as error:
                        text = str(error)
                    assert "Traceback" not in text, text
                    tried += 1
        assert tried == 200
        assert (await answer(client, "query", sparql="ASK {}"))["boolean"] is True

    with_client(use)

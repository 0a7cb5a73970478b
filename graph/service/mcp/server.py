"""``nhv mcp``: the tools over standard input and output, or HTTP on loopback."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from importlib.metadata import version

from graph.base.problems import BadParameter, NoGraph
from graph.knowledge_graph import KnowledgeGraph, open_graph
from graph.service.serve.endpoint import Current
from graph.service.serve.workers import Bounds, Pool
from graph.view.opening import open_store

_LOOPBACK = "127.0.0.1"
_INSTRUCTIONS = (
    "An open knowledge graph of Sweden's national highly specialised care (NHV): who holds which "
    "permits, since when, decided by whom, and how anyone knows. Ask in words first. Every answer "
    "says what was counted and carries its sources with lines and certainty: pass them on. Unknown "
    "is not none. Waiting times, numbers of patients and outcomes of care are not in the graph."
)


def mcp(arguments: Namespace) -> int:
    """Serve the tools, by the options of ``nhv mcp``, until the client goes.

    Raises BadParameter if the SDK is not installed or an option is out of range, NoGraph if there
    is no build folder to answer from.
    """
    try:
        from mcp.server import MCPServer

        from graph.service.mcp.tools import Tools
    except ImportError:
        remedy = "install it with pip install 'nhv-graph[mcp]'"
        raise BadParameter(f"nhv mcp needs the MCP SDK; {remedy}") from None

    folder = open_store(arguments.build_dir).path
    if folder is None or not folder.is_dir():
        raise NoGraph("nhv mcp answers from a build folder; name one with --build-dir")
    kg, place = open_graph(folder), Current(folder).store()
    pool = Pool(1, Bounds(seconds=arguments.timeout))
    server: MCPServer[None] = MCPServer(
        "nhv",
        title="NHV Graph",
        instructions=_INSTRUCTIONS,
        version=version("nhv-graph"),
        log_level="CRITICAL",  # standard error is the client's; what fails is told in the answer
    )
    today = date.today()  # noqa: DTZ011 - the day where the user is
    for tool in Tools(kg, pool, place, today).every():
        server.add_tool(tool)
    for name, text in _resources(kg).items():
        server.resource(f"nhv://{name}", name=name, mime_type="text/markdown")(text)
    try:
        if arguments.http is None:
            server.run()
        else:
            server.run("streamable-http", host=_LOOPBACK, port=arguments.http)
    finally:
        pool.close()
    return 0


def _resources(kg: KnowledgeGraph) -> dict[str, Callable[[], str]]:
    """What an assistant can read: the words of the graph and the rules by which it counts."""

    def dictionary() -> str:
        words = kg.at(lang="en").vocabulary()
        columns = ("term", "kind", "swedish", "english", "definition")
        lines = zip(*(words[column] for column in columns), strict=True)
        return "\n".join("- `{}` ({}), {} / {}: {}".format(*line) for line in lines)

    return {
        "dictionary": dictionary,
        "rules": lambda: str(kg.at(lang="en").rules()),
        "status": lambda: str(kg.at(lang="en").status()),
    }

"""Real SPARQL services for tests: Oxigraph's server and Virtuoso, on free ports of this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

from tests.support import need

_HOST = "127.0.0.1"
_READY_WITHIN = 60.0
_STOPPED_WITHIN = 10.0
# A port that was free may be taken before the server has it; then others are tried.
_ATTEMPTS = 3

# Debian's virtuoso.ini, without what a test does not use: few buffers, and the limits of an answer
# high enough that a test does not meet them.
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0

[Parameters]
ServerPort = {host}:{sql_port}
DisableUnixSocket = 1
DirsAllowed = {folder}
CaseMode = 2
MaxClientConnections = 10
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 2

[HTTPServer]
ServerPort = {host}:{http_port}
ServerRoot = {folder}
ServerThreads = 10
MaxClientConnections = 10
MaxKeepAlives = 10
KeepAliveTimeout = 10
Charset = UTF-8

[URIQA]
DefaultHost = {host}:{http_port}

[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Server:
    """A running SPARQL service.

    Attributes:
        name: ``"oxigraph"`` or ``"virtuoso"``.
        query_url: Where it takes SPARQL queries.
        update_url: Where it takes SPARQL updates.
        graph_store_url: Where it speaks the SPARQL 1.1 Graph Store HTTP Protocol.
        user: Who may write; ``None`` where everybody may.
        password: The password of `user`.
    """

    name: str
    query_url: str
    update_url: str
    graph_store_url: str
    user: str | None = None
    password: str | None = None


@contextmanager
def oxigraph_server(folder: Path) -> Iterator[Server]:
    """Run Oxigraph's server on an empty store in memory; skip (in CI: fail) where it is missing.

    Args:
        folder: Where its log may be written, e.g. pytest's ``tmp_path``.

    Yields:
        The server, which answers. It is stopped at the end.

    Raises:
        RuntimeError: If it does not answer within a minute; the message ends with its log.
    """
    beside_python = Path(sys.executable).with_name("oxigraph")
    program = str(beside_python) if beside_python.exists() else need("oxigraph")

    def command() -> tuple[Sequence[str], Server]:
        port = _free_port()
        base = f"http://{_HOST}:{port}"
        server = Server("oxigraph", f"{base}/query", f"{base}/update", f"{base}/store")
        return [program, "serve", "--bind", f"{_HOST}:{port}"], server

    with _running(command, folder / "oxigraph.out") as server:
        yield server


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[Server]:
    """Run Virtuoso on a new database; skip (in CI: fail) where it is missing.

    Everybody may read; to write, the user is `dba`, by digest.

    Args:
        folder: Where its database may be written, e.g. pytest's ``tmp_path``.

    Yields:
        The server, which answers. It is stopped at the end.

    Raises:
        RuntimeError: If it does not answer within a minute; the message ends with its log.
    """
    program = need("virtuoso-t")
    database = folder / "virtuoso"

    def command() -> tuple[Sequence[str], Server]:
        shutil.rmtree(database, ignore_errors=True)
        database.mkdir(parents=True)
        settings = database / "virtuoso.ini"
        sql_port, http_port = _free_port(), _free_port()
        settings.write_text(
            _VIRTUOSO_INI.format(
                folder=database, host=_HOST, sql_port=sql_port, http_port=http_port
            ),
            encoding="utf-8",
        )
        base = f"http://{_HOST}:{http_port}"
        server = Server(
            "virtuoso",
            f"{base}/sparql",
            f"{base}/sparql-auth",
            f"{base}/sparql-graph-crud-auth",
            user="dba",
            password="dba",
        )
        return [program, "-f", "-c", str(settings)], server

    try:
        with _running(command, folder / "virtuoso.out") as server:
            yield server
    finally:
        shutil.rmtree(database, ignore_errors=True)


@contextmanager
def _running(command: Callable[[], tuple[Sequence[str], Server]], log: Path) -> Iterator[Server]:
    """Start a server, wait until it answers, and stop it at the end."""
    log.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(_ATTEMPTS):
        arguments, server = command()
        with log.open("wb") as output:
            process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            if _answers(process, server.query_url):
                yield server
                return
            if process.poll() is None:
                break
        finally:
            _stop(process)
    raise RuntimeError(
        f"{server.name} did not start, or not within {_READY_WITHIN:.0f} s; its log ends:\n"
        + "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])
    )


def _answers(process: subprocess.Popen[bytes], query_url: str) -> bool:
    """Wait for the answer to a query; give up when the process has ended or a minute is over."""
    question = f"{query_url}?{urlencode({'query': 'ASK {}'})}"
    opener = build_opener(ProxyHandler({}))
    until = time.monotonic() + _READY_WITHIN
    while process.poll() is None and time.monotonic() < until:
        try:
            with opener.open(question, timeout=5):
                return process.poll() is None
        except HTTPError as answer:
            answer.close()
        except (URLError, OSError):
            pass
        time.sleep(0.05)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, at first politely."""
    process.terminate()
    try:
        process.wait(_STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(_STOPPED_WITHIN)


def _free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port

"""How fast `nhv serve` answers the catalogue, alone and under load, beside Oxigraph's own server.

`python -m tests.graph.serving_load [seconds]` prints both; `load` and `compared` give the figures
to whoever wants to judge them.
"""

from __future__ import annotations

import math
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import Store

from graph.engines.differences import spelled_out
from graph.engines.oxigraph import OxigraphEngine
from graph.engines.sparql import prefixed
from graph.knowledge_graph import KnowledgeGraph
from graph.questions.catalogue import catalogue
from graph.service.serve.command import Serving, prepared
from graph.service.serve.endpoint import Settings
from graph.service.serve.workers import Bounds
from graph.view.opening import OpenStore
from loaders.publishing.manifest import current_store
from tests.graph.test_questions import NEEDED

# As in the tests of the questions; a thing by its short name, as labels are shared nationally.
_NEEDED = {**NEEDED, "thing": "area:dysmeli"}
_JSON = "application/sparql-results+json"


class Client:
    """A connection that is kept open.

    Args:
        url: The address of a SPARQL endpoint.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname
        self._path = parts.path
        self._connection = HTTPConnection(parts.hostname, parts.port, timeout=120)

    def ask(self, query: str) -> bytes:
        """The answer to a query as JSON."""
        self._connection.request(
            "POST",
            self._path,
            query.encode(),
            {"Content-Type": "application/sparql-query", "Accept": _JSON},
        )
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {body.decode()}")
        return body

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@dataclass(frozen=True)
class Load:
    """What many clients at once saw.

    Attributes:
        answers: How many answers they got.
        errors: What went wrong, each kind once.
        seconds: How long it took.
        latencies: The seconds of each answer, sorted.
    """

    answers: int
    errors: tuple[str, ...]
    seconds: float
    latencies: tuple[float, ...]

    def latency(self, share: float) -> float:
        """The seconds within which this share of the answers came."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]

    def __str__(self) -> str:
        shown = ", ".join(f"p{p} {self.latency(p / 100) * 1e3:.0f} ms" for p in (50, 95, 99))
        return (
            f"{self.answers} answers in {self.seconds:.1f} s, "
            f"{self.answers / self.seconds:.0f} a second, {shown}, {len(self.errors)} errors"
        )


def queries(folder: Path) -> dict[str, str]:
    """The query of each question of the catalogue, with the parameters it cannot do without."""
    store = current_store(folder)
    assert store
    kg = KnowledgeGraph(OpenStore(OxigraphEngine(Store.read_only(str(store)))))
    return {
        name: question.bound(
            {p.name: _NEEDED[p.kind] for p in question.params if not p.optional},
            kg.names,
            kg.as_of,
            "sv",
        )
        for name, question in catalogue().items()
    }


@contextmanager
def served(folder: Path, settings: Settings | None = None) -> Iterator[Serving]:
    """The graph of a build folder, served on a free port."""
    with prepared(folder, settings or Settings(port=0)) as serving:
        thread = threading.Thread(target=serving.server.run, name="nhv-serve", daemon=True)
        thread.start()
        try:
            yield serving
        finally:
            serving.server.stop()
            thread.join(10)


@contextmanager
def oxigraph(folder: Path, port: int) -> Iterator[str]:
    """Oxigraph's own server on the same store; the address of its endpoint."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        raise RuntimeError("the package oxigraph is not installed; pip install oxigraph")
    place = str(current_store(folder))
    process = subprocess.Popen(
        (program, "serve-read-only", "--location", place, "--bind", f"127.0.0.1:{port}"),
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}/query"
        for _ in range(100):
            try:
                Client(url).ask("ASK {}")
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def load(url: str, asked: Mapping[str, str], clients: int, seconds: float) -> Load:
    """Let many clients ask at once, each one question of all after the other.

    Args:
        url: The endpoint.
        asked: The queries.
        clients: How many.
        seconds: How long.
    """
    latencies: list[float] = []
    errors: set[str] = set()
    start = time.monotonic()

    def run(seed: int) -> None:
        order = list(asked)
        random.Random(seed).shuffle(order)
        client, turn = Client(url), 0
        while time.monotonic() < start + seconds:
            name = order[turn % len(order)]
            turn += 1
            began = time.perf_counter()
            try:
                client.ask(asked[name])
            except (OSError, RuntimeError) as error:
                errors.add(f"{name}: {error}")
                client = Client(url)
            latencies.append(time.perf_counter() - began)
        client.close()

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.monotonic() - start
    return Load(len(latencies), tuple(sorted(errors)), taken, tuple(sorted(latencies)))


def compared(
    ours: str, theirs: str, asked: Mapping[str, str], seconds: float = 3.0
) -> dict[str, tuple[float, float]]:
    """The shortest seconds of each query on two endpoints, asked in turns.

    Args:
        ours: An endpoint that knows the project's prefixes.
        theirs: One that does not.
        asked: The queries.
        seconds: How long each is asked, five times at least.
    """
    one, other = Client(ours), Client(theirs)
    best: dict[str, tuple[float, float]] = {}
    for name, query in asked.items():
        spelled = prefixed(spelled_out(query))
        our, their = math.inf, math.inf
        rounds, end = 0, time.monotonic() + seconds
        while rounds < 5 or time.monotonic() < end:
            rounds += 1
            our = min(our, _seconds(one, query))
            their = min(their, _seconds(other, spelled))
        best[name] = our, their
    return best


def _seconds(client: Client, query: str) -> float:
    began = time.perf_counter()
    client.ask(query)
    return time.perf_counter() - began


def main(folder: Path, seconds: float) -> None:
    """Print all figures for a build folder."""
    asked = queries(folder)
    asks_each_time = Settings(port=0, bounds=Bounds(remembered=0))
    with (
        served(folder, asks_each_time) as serving,
        oxigraph(folder, serving.server.port + 1) as theirs,
    ):
        figures = compared(serving.endpoint, theirs, asked)
        for name, (our, their) in figures.items():
            sys.stdout.write(
                f"{name:24} {our * 1e3:8.2f} ms  {their * 1e3:8.2f} ms  {our / their:.2f}\n"
            )
        mean = math.exp(sum(math.log(a / b) for a, b in figures.values()) / len(figures))
        sys.stdout.write(f"{'geometric mean':24} {mean:.2f}\n")
    for settings, words in ((Settings(port=0), "answers kept"), (asks_each_time, "none kept")):
        with served(folder, settings) as serving:
            result = load(serving.endpoint, asked, 64, seconds)
        sys.stdout.write(f"64 clients, {words}: {result}\n")
        sys.stdout.write("".join(f"  {error}\n" for error in result.errors[:5]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 60.0)

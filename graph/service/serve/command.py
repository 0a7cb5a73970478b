"""``nhv serve``: the graph as a SPARQL endpoint until Ctrl-C."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.base.problems import NoGraph
from graph.service.serve.endpoint import ADDRESS, Current, Endpoint, Settings, is_loopback
from graph.service.serve.server import Server
from graph.service.serve.workers import Bounds, Pool
from graph.view.opening import open_store, say


@dataclass(frozen=True)
class Serving:
    """A server that runs, its workers, and the address of its page."""

    url: str
    server: Server
    pool: Pool

    @property
    def endpoint(self) -> str:
        """The address for queries."""
        return f"{self.url.rstrip('/')}{ADDRESS}"


@contextmanager
def prepared(folder: Path, settings: Settings) -> Iterator[Serving]:
    """Listen, and start the workers; the port is free and they are gone at the end.

    ``serving.server.run()`` then serves until ``stop()``.  Raises CannotServe if the address cannot
    be listened on, BadParameter if a setting is out of range.
    """
    current = Current(folder)
    bound: list[Endpoint] = []  # the port is taken before processes are started for it
    server = Server(settings.host, settings.port, lambda request: bound[0].respond(request))
    pool = Pool(settings.workers, settings.bounds)
    bound.append(Endpoint(current, pool, settings))
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    try:
        yield Serving(f"http://{shown}:{server.port}/", server, pool)
    finally:
        pool.close()


def serve(arguments: Namespace) -> int:
    """Serve the graph until Ctrl-C or SIGTERM, as the options of ``nhv serve`` say.

    Raises NoGraph if there is no graph and none can be built, else as :func:`prepared`.
    """
    settings = Settings(
        host=arguments.host,
        port=arguments.port,
        workers=Settings().workers if arguments.workers is None else arguments.workers,
        cors=tuple(arguments.cors or ()),
        public=arguments.public_url or "",
        bounds=Bounds(seconds=arguments.timeout, answer=int(arguments.max_mb * 1024 * 1024)),
    )
    folder = open_store(arguments.build_dir).path  # builds first if the graph is missing or stale
    if folder is None or not folder.is_dir():
        raise NoGraph("nhv serve answers from a build folder; name one with --build-dir")
    with prepared(folder, settings) as serving:
        known = f", known as {settings.public}" if settings.public else ""
        at = f"{serving.url} (queries: {serving.endpoint}){known}"
        say(f"serving {folder} at {at}; Ctrl-C ends it")
        if not is_loopback(settings.host):
            say(f"warning: whoever reaches this machine can ask ({settings.host} is no loopback)")
        serving.server.run_until_told()
    return 0

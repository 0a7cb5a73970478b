"""Apache on this machine, with a release's own redirects, and the site and the release behind."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from graph.release.descriptions import FOLDER, UNKNOWN
from tests.support import need

MODULES = Path("/usr/lib/apache2/modules")
_CONFIG = """
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/errors
{modules}
{user}
KeepAlive On
MaxKeepAliveRequests 0
DocumentRoot {folder}/w3id
<Directory />
    AllowOverride All
    Require all granted
</Directory>
Alias /site/release/{label} {release}
Alias /site {site}
AddType text/html .html
AddType text/turtle .ttl
AddType application/trig .trig
AddType application/ld+json .jsonld
AddType application/rdf+xml .rdf
AddType application/n-triples .nt
TypesConfig /dev/null
"""
_NEEDED = ("mpm_event", "authz_core", "alias", "rewrite", "headers", "mime", "dir")


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Apache:
    """A running server, asked over one connection that is kept.

    Attributes:
        host: Its host and port.
    """

    host: str
    _connection: http.client.HTTPConnection | None = None
    _bodies: dict[str, Answer] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        """One request, without following where it leads."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self.host, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request("GET", path, headers=named)
        answer = self._connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())

    def leads(self, path: str, **headers: str) -> str:
        """Where the lasting address of the project with a path leads; empty if nowhere.

        Args:
            path: What comes after ``https://w3id.org/nhv/``.
            **headers: What the client sends.
        """
        answer = self.get(f"/nhv/{path}", **headers)
        if answer.status != 303:
            return ""
        return answer.headers["Location"].removeprefix(f"http://{self.host}/site/")

    def at(self, place: str) -> Answer:
        """What lies at a place of the site, whatever its fragment; asked for once."""
        path = urlsplit(place).path
        if path not in self._bodies:
            self._bodies[path] = self.get(f"/site/{path}")
        return self._bodies[path]


@contextmanager
def apache(site: Path, release: Path) -> Iterator[Apache]:
    """Run Apache with the redirects of a release.

    Args:
        site: The folder of the site.
        release: The folder of the release, made without the address of a site.
    """
    program = need("apache2")
    with TemporaryDirectory(prefix="nhv-apache-") as name, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        folder = Path(name)
        rules = (release / FOLDER / ".htaccess").read_text(encoding="utf-8")
        (folder / "w3id" / "nhv").mkdir(parents=True)
        (folder / "w3id" / "nhv" / ".htaccess").write_text(
            rules.replace(UNKNOWN, f"http://127.0.0.1:{port}/site"), encoding="utf-8"
        )
        root = os.getuid() == 0
        modules = (*_NEEDED, "unixd") if (MODULES / "mod_unixd.so").exists() else _NEEDED
        config = folder / "apache.conf"
        config.write_text(
            _CONFIG.format(
                folder=folder,
                port=port,
                site=site,
                release=release,
                label=release.name.removeprefix("nhv-graph-"),
                modules="\n".join(f"LoadModule {m}_module {MODULES}/mod_{m}.so" for m in modules),
                user="User nobody\nGroup nogroup" if root else "",
            ),
            encoding="utf-8",
        )
        if root:  # who serves is nobody then, and must be let in
            for place in (folder, site, release):
                for path in (place, *place.parents):
                    if path.owner() == "root" and path.is_relative_to("/tmp"):
                        path.chmod(path.stat().st_mode | 0o055)
        with subprocess.Popen([program, "-f", config, "-DFOREGROUND"]) as running:
            try:
                _wait(port, folder / "errors")
                yield Apache(f"127.0.0.1:{port}")
            finally:
                running.terminate()


def _wait(port: int, errors: Path) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    said = errors.read_text(encoding="utf-8") if errors.exists() else "nothing"
    raise AssertionError(f"Apache does not start; it says {said}")

"""Fetch again what others have made and the site carries along: ``python -m tests.vendored``.

The list is ``graph/site/vendored/vendored.toml``. To take another version, change it there, run
this, and put the digests that it names into the list.
"""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.support import ROOT, need

FOLDER = ROOT / "graph" / "site" / "vendored"
LIST = FOLDER / "vendored.toml"


class Vendored(NamedTuple):
    """A file that is carried along: of which package, and what it is there."""

    package: str
    version: str
    file: Path
    origin: str
    sha256: str

    def content(self) -> bytes:
        """What the package holds; here it may be packed."""
        data = self.file.read_bytes()
        return gzip.decompress(data) if self.file.suffix == ".gz" else data

    def write(self, content: bytes) -> None:
        """Put it here; the same content gives the same bytes."""
        packed = self.file.suffix == ".gz"
        self.file.write_bytes(gzip.compress(content, 9, mtime=0) if packed else content)


def vendored() -> Iterator[Vendored]:
    """All files of the list."""
    for name, package in tomllib.loads(LIST.read_text(encoding="utf-8")).items():
        for one in package["files"]:
            yield Vendored(
                name, package["version"], FOLDER / one["file"], one["from"], one["sha256"]
            )


def fetched(package: str, version: str, names: set[str]) -> dict[str, bytes]:
    """Files of a package of npm."""
    with TemporaryDirectory() as folder:
        command = [need("npm"), "pack", "--silent", f"{package}@{version}"]
        archive = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        with tarfile.open(Path(folder) / archive.stdout.split()[-1]) as tar:
            held = {name: tar.extractfile(f"package/{name}") for name in names}
            return {name: file.read() for name, file in held.items() if file is not None}


def main() -> int:
    """Fetch every file and say where a digest is another than the list has.

    Returns:
        The exit status: 1 if one is.
    """
    listed, wrong = list(vendored()), 0
    for package, version in sorted({(one.package, one.version) for one in listed}):
        own = [one for one in listed if one.package == package]
        found = fetched(package, version, {one.origin for one in own})
        for one in own:
            one.write(found[one.origin])
            digest = hashlib.sha256(found[one.origin]).hexdigest()
            if digest != one.sha256:
                wrong += 1
                sys.stdout.write(f'{one.file.name}: sha256 = "{digest}"\n')
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

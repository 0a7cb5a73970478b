"""What a build is made from, and how: recorded with it, so that it can be made again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from loaders.limits import FILE_BYTES
from loaders.plain_files import head_of, with_lf
from ontology.terms import ontology_files

CURATED = Path(__file__).parents[1] / "curated"
"""The project's own curated folder."""
REMOVALS = "removals.csv"
"""Name of the list of persons to be left out, in a curated folder."""

# The clocks of file systems tick at most so far apart (FAT: two seconds).
_TICK_NS = 2_000_000_000


class Recipe(NamedTuple):
    """The inputs and options of a build: folder, date of the last source, names of persons."""

    curated: Path = CURATED
    known_at: str | None = None
    people: bool = True

    def options(self) -> dict[str, str | bool | None]:
        """The recipe as plain values; the project's own folder goes without a path.

        What they tell of the removal lists is not read back; it tells builds apart.
        """
        curated = None if self.curated == CURATED else str(self.curated.resolve())
        lists = b"".join(map(_content, self.removal_lists()))
        return {
            "curated": curated,
            "known_at": self.known_at,
            "people": self.people,
            "removals": sha256(lists).hexdigest()[:12] if lists else None,
        }

    def removal_lists(self) -> tuple[Path, ...]:
        """The lists of persons to be left out: the project's, and that of another folder."""
        lists = dict.fromkeys(folder / REMOVALS for folder in (CURATED, self.curated))
        # A link to nothing is a list that cannot be honoured, and not none.
        return tuple(path for path in lists if path.is_symlink() or path.exists())

    @classmethod
    def from_options(cls, options: Mapping[str, str | bool | None]) -> Recipe:
        """The recipe that :meth:`options` told of; what is missing is as in a plain build."""
        curated, known_at = options.get("curated"), options.get("known_at")
        return cls(
            Path(curated) if isinstance(curated, str) else CURATED,
            known_at if isinstance(known_at, str) else None,
            options.get("people") is not False,
        )

    def digest(self) -> str:
        """A hexadecimal SHA-256 of all that the build depends on: data, words, code, options.

        Two builds of the same digest have the same bytes.
        """
        files = self._files()
        total = sha256(self._said().encode())
        for name in sorted(files):
            total.update(f"\0{name}\0".encode())
            total.update(sha256(_content(files[name])).digest())
        return total.hexdigest()

    def makes(self, digest: str, seen: str) -> bool:
        """Whether a build of a digest, which :meth:`seen` its files so, is what would be made now.

        Files that are as they were then are not read.
        """
        return (bool(seen) and seen == self.seen()) or digest == self.digest()

    def seen(self) -> str:
        """What a look at the files tells without reading them; empty if one has just changed.

        A file is as it was while its size and both its times are (``mtime``, and ``ctime``, which
        no program can set on POSIX), as git tells it. What changed within a tick of the clock
        could change once more unnoticed.
        """
        now, changed = time.time_ns(), 0
        lines = [self._said(), str(self.curated.absolute())]
        for name, path in sorted(self._files().items()):
            told = path.lstat() if path.is_symlink() and not path.exists() else path.stat()
            lines.append(f"{name} {told.st_size} {told.st_mtime_ns} {told.st_ctime_ns}")
            changed = max(changed, told.st_mtime_ns, told.st_ctime_ns)
        return sha256("\n".join(lines).encode()).hexdigest() if changed < now - _TICK_NS else ""

    def _said(self) -> str:
        return f"known_at={self.known_at} people={self.people}"

    def _files(self) -> dict[str, Path]:
        """What the build is made from, by names that are the same on every machine."""
        package, ontology = Path(__file__).parents[1], ontology_files()[0].parent
        curated = self.curated.absolute()
        homes = (
            ("curated", curated, "**/*.yaml"),
            ("curated", curated, "mappings/*.tsv"),
            ("ontology", ontology, "*.ttl"),
            ("ontology", ontology, "checks/*.rq"),
            ("ontology", ontology, "**/*.toml"),
            ("ontology", ontology, "*.py"),
            ("loaders", package, "**/*.py"),
            ("loaders", package, "**/*.toml"),
        )
        files = {
            f"{name}/{path.as_posix()[len(f'{home.as_posix()}/') :]}": path
            for name, home, pattern in homes
            for path in home.glob(pattern)
        }
        return files | {f"removals/{n}": path for n, path in enumerate(self.removal_lists())}


def _content(path: Path) -> bytes:
    """What of a file tells builds apart; one that cannot be read is told of when it is built."""
    with suppress(OSError):
        if path.is_file():
            return with_lf(head_of(path, FILE_BYTES + 1))
    return b""

"""What a build is made from, and how: recorded with it, so that it can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ontology.terms import ontology_files

CURATED = Path(__file__).parent / "curated"
"""The project's own curated folder."""
REMOVALS = "removals.csv"
"""Name of the list of persons to be left out, in a curated folder."""


@dataclass(frozen=True)
class Recipe:
    """The inputs and options of a build.

    Attributes:
        curated: The curated folder.
        known_at: Keep only sources up to this date; ``None`` keeps all.
        people: Keep the names of persons.

    Example:
        >>> Recipe.from_options(Recipe(people=False).options()).people
        False
    """

    curated: Path = CURATED
    known_at: str | None = None
    people: bool = True

    def options(self) -> dict[str, str | bool | None]:
        """The recipe as plain values; the project's own folder goes without a path.

        What they tell of the removal lists is not read back; it tells builds apart.
        """
        curated = None if self.curated == CURATED else str(self.curated.resolve())
        lists = b"".join(path.read_bytes() for path in self.removal_lists())
        return {
            "curated": curated,
            "known_at": self.known_at,
            "people": self.people,
            "removals": sha256(lists).hexdigest()[:12] if lists else None,
        }

    def removal_lists(self) -> tuple[Path, ...]:
        """The lists of persons to be left out: the project's, and that of another folder."""
        lists = dict.fromkeys(folder / REMOVALS for folder in (CURATED, self.curated))
        return tuple(path for path in lists if path.is_file())

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
        """A fingerprint of everything that the build depends on: data, ontology, code, options.

        Returns:
            A hexadecimal SHA-256; two builds of the same digest have the same bytes.
        """
        package, ontology = Path(__file__).parent, ontology_files()[0].parent
        files = {
            **{
                f"curated/{p.relative_to(self.curated).as_posix()}": p
                for p in self.curated.rglob("*.yaml")
            },
            **{
                f"ontology/{p.relative_to(ontology).as_posix()}": p
                for pattern in ("*.ttl", "checks/*.rq")
                for p in ontology.glob(pattern)
            },
            **{f"loaders/{p.name}": p for p in package.glob("*.py")},
            **{f"removals/{number}": p for number, p in enumerate(self.removal_lists())},
        }
        total = sha256(f"known_at={self.known_at} people={self.people}".encode())
        for name in sorted(files):
            total.update(f"\0{name}\0".encode())
            total.update(sha256(files[name].read_bytes()).digest())
        return total.hexdigest()

"""What a release says of itself: version, dates, addresses, its files, and what it was made from.

Nothing is taken from the clock: a release is dated by ``date-released`` in ``CITATION.cff``, and
is a draft while that is missing. The same inputs and code give the same description (PROV-O).
"""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from pyoxigraph import NamedNode

from graph.base.files import text_beside
from graph.base.lexicon import lexicon
from graph.base.problems import NotSupported
from graph.base.statements import Statements
from graph.base.words import Pair, words_of
from graph.export.tables.tables import every_table
from graph.knowledge_graph import KnowledgeGraph
from loaders.publishing.manifest import read_manifest
from loaders.publishing.recipe import Recipe
from ontology.terms import BASE, DCTERMS, NHV, OWL, ontology_files

ROOT = Path(__file__).resolve().parents[2]
PAPERS = ("LICENSE", "LICENSE-DATA", "PRIVACY.md", "CHANGELOG.md", "CITATION.cff")

ONTOLOGY = NamedNode(f"{BASE}ontology")
CC_BY = NamedNode("http://creativecommons.org/licenses/by/4.0/")
CC0 = NamedNode("http://creativecommons.org/publicdomain/zero/1.0/")


@dataclass(frozen=True)
class About:
    """What is said of a release."""

    version: str
    variant: str  # what the view leaves out, e.g. ``"without-people"``
    released: date | None  # none of a draft
    dated: date  # the day to give where a date must be: of the release, or else of the ontology
    first: date  # the earliest day of any fact
    last: date  # the day of the newest source
    ontology: NamedNode  # its version IRI
    citation: Mapping[str, Any]  # ``CITATION.cff`` as it is read
    site: str | None = None  # where pages and releases will lie, without a slash at the end

    @property
    def label(self) -> str:
        """The version with the variant: ``0.1.0-without-people``."""
        return f"{self.version}-{self.variant}" if self.variant else self.version

    @property
    def name(self) -> str:
        """The name of the folder."""
        return f"nhv-graph-{self.label}"

    @property
    def iri(self) -> NamedNode:
        """The release as a dataset."""
        return NamedNode(f"{BASE}release/{self.label}")

    @property
    def words(self) -> NamedNode:
        """The release's ontology as a dataset."""
        return NamedNode(f"{self.iri.value}/ontology")

    def address(self, path: str) -> NamedNode:
        """The lasting address of a file of the release, by its path in the folder."""
        return NamedNode(f"{self.iri.value}/{path}")

    def part(self, name: str) -> NamedNode:
        """The name of something that is described with the release and has no file."""
        return NamedNode(f"{self.iri.value}#{name}")

    @property
    def authors(self) -> list[str]:
        """Who made it, as the citation names them."""
        return [
            author.get("name") or f"{author['family-names']}, {author['given-names']}"
            for author in self.citation["authors"]
        ]

    @property
    def keywords(self) -> list[str]:
        """What it is about, as the citation says."""
        return list(self.citation.get("keywords", ()))


def about(kg: KnowledgeGraph, held: Statements, site: str | None) -> About:
    """Gather what a release of a view says of itself.

    Raises:
        NotSupported: If the project's papers are not there, as in an installed package.
    """
    missing = [name for name in PAPERS if not (ROOT / name).is_file()]
    if missing:
        raise NotSupported(
            f"a release is made in a checkout of the project, where {', '.join(missing)} lie; "
            "an installed package has none of them; take a file home with nhv export instead"
        )
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    variants = (
        None if kg.people else "without-people",
        f"known-at-{kg.known_at.replace('/', '-to-')}" if kg.known_at else None,
    )
    released = citation.get("date-released")
    days = [
        date.fromisoformat(day)
        for fact in held.of_class(NHV.Fact)
        for prop in (NHV.firstDay, NHV.earliestStart)
        for day in held.literals(fact, prop)
    ]
    (version,) = lexicon().nodes(ONTOLOGY, OWL.versionIRI)
    (issued,) = lexicon().literals(ONTOLOGY, DCTERMS.issued)
    released = date.fromisoformat(released) if isinstance(released, str) else released
    return About(
        version=str(citation["version"]),
        variant="-".join(variant for variant in variants if variant),
        released=released,
        dated=released or date.fromisoformat(issued),
        first=min(days, default=kg.as_of),
        last=kg.at(as_of=None).as_of,
        ontology=version,
        citation=citation,
        site=site.rstrip("/") if site else None,
    )


SUMS = "SHA256SUMS"
WORDS = words_of("graph.release")


@dataclass(frozen=True)
class Form:
    """A form of file."""

    name: str  # what people call it
    media: str  # its media type
    eu: str = ""  # its name in the EU's list of file types
    feature: str = ""  # its name in W3C's list of forms of RDF

    @property
    def iana(self) -> str:
        """The media type as IANA names it."""
        return f"https://www.iana.org/assignments/media-types/{self.media}"


FORMS: Mapping[str, Form] = {
    suffix: Form(**said)
    for suffix, said in tomllib.loads(text_beside("graph.release", "forms.toml")).items()
}


@dataclass(frozen=True)
class File:
    """A file of a release: its path in the folder, its size in bytes and its checksum."""

    path: str
    size: int
    sha256: str

    @property
    def form(self) -> Form:
        """What form it has."""
        return FORMS.get(PurePosixPath(self.path).suffix, FORMS[""])

    @property
    def told(self) -> Pair:
        """What it is, in Swedish and English."""
        folder, stem = self.path.partition("/")[0], self.path.rpartition(".")[0]
        keys = (f"file.{name}" for name in (self.path, stem, folder))
        if key := next((key for key in keys if key in WORDS), None):
            return WORDS[key]
        (table,) = (t for t in every_table() if t.name == PurePosixPath(self.path).stem)
        return WORDS.pair("file.table", (table.sv, table.en))


def files(folder: Path) -> list[File]:
    """All files of a release, by path."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return [File(name, path.stat().st_size, _sum(path)) for name, path in sorted(found.items())]


def sums(listed: Sequence[File]) -> bytes:
    """The checksums of files, as ``sha256sum`` writes and checks them."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in listed).encode()


_CHANGED = "+changes"


@dataclass(frozen=True)
class Making:
    """What a release was made from, and by what."""

    inputs: Mapping[str, str]  # checksums by paths in the project
    digest: str | None  # of inputs, code and options of the build; none for a single file
    # The commit, ``+changes`` behind it where files differ; none outside version control.
    code: str | None


def making(kg: KnowledgeGraph) -> Making:
    """Find what the graph that is released was made from.

    Raises:
        NotSupported: If it lies on a service or is joined with a researcher's own files.
    """
    if kg.path is None:
        raise NotSupported(
            "a release is made of a built graph, whose inputs are known; a service does not tell "
            "them: use --build-dir"
        )
    if kg.overlays:
        raise NotSupported("files of your own are no part of a release; leave --overlay out")
    manifest = read_manifest(kg.path) if kg.path.is_dir() else None
    if manifest is None:
        return Making({kg.path.name: _sum(kg.path)}, None, _commit())
    recipe = Recipe.from_options(manifest.options)
    ontology = ontology_files()[0].parent
    inputs = _sums("curated", recipe.curated, ".yaml", ".tsv")
    inputs |= _sums("ontology", ontology, ".ttl", ".rq")
    inputs |= {f"removals/{n}.csv": _sum(p) for n, p in enumerate(recipe.removal_lists())}
    return Making(dict(sorted(inputs.items())), manifest.digest, _commit())


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _sums(name: str, folder: Path, *suffixes: str) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.suffix in suffixes)
    return {f"{name}/{path.relative_to(folder).as_posix()}": _sum(path) for path in found}


def _commit() -> str | None:
    told = ("describe", "--always", "--exclude=*", "--abbrev=40", f"--dirty={_CHANGED}")
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *told],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None

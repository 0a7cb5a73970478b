"""How a release was made: its inputs with their checksums, the code, and what came out (PROV-O).

Nothing is said of when or where: the same inputs and code give the same description.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graph.base.problems import NotSupported
from graph.knowledge_graph import KnowledgeGraph
from graph.release.about import ROOT
from loaders.publishing.manifest import read_manifest
from loaders.publishing.recipe import Recipe
from ontology.terms import ontology_files

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
    """The checksums of the files of a folder, by their paths in the project."""
    found = (path for path in folder.rglob("*") if path.suffix in suffixes)
    return {f"{name}/{path.relative_to(folder).as_posix()}": _sum(path) for path in found}


def _commit() -> str | None:
    """The commit of the checkout, if it is one and git is there."""
    told = ("describe", "--always", "--exclude=*", "--abbrev=40", f"--dirty={_CHANGED}")
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *told],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None

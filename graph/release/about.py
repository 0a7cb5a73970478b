"""What a release says of itself: version, dates, names and addresses, from the project's papers.

Nothing is taken from the clock: a release is dated by ``date-released`` in ``CITATION.cff``, and
is a draft while that is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import NamedNode

from graph.base.lexicon import lexicon
from graph.base.problems import NotSupported
from graph.base.statements import Statements
from graph.knowledge_graph import KnowledgeGraph
from ontology.terms import BASE, DCTERMS, NHV, OWL

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

"""How things are named: kinds, slugs, graphs, prefixes, short names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pyoxigraph import NamedNode

from ontology.spelling import did_you_mean, kebab
from ontology.standards import NAMESPACES

BASE = "https://w3id.org/nhv/"

KINDS: tuple[str, ...] = (
    "area",
    "region",
    "healthcare-region",
    "county",
    "municipality",
    "hospital",
    "organisation",
    "body",
    "post",
    "person",
    "legal",
    "source",
    "citation",
    "permit",
    "supply",
    "cooperation",
    "decision",
    "call",
    "application",
    "consultation",
    "placement",
    "meeting",
    "units",
    "membership",
    "rule",
    "procedure",
    "duty",
    "statistic",
    "gap",
    "statement",
    "change",
    "resource",
    "legal-basis",
    "conflict",
    "period",
    "held",
    "standing",
    "term",
    "programme",
    "step",
)

REGISTERS_GRAPH = NamedNode(BASE + "graph/registers")
PEOPLE_GRAPH = NamedNode(BASE + "graph/people")
RESOLVED_GRAPH = NamedNode(BASE + "graph/resolved")
PUBLISHED_GRAPH = NamedNode(BASE + "graph/published")
# A researcher's own file is a graph of its own here; it is joined in memory and never published.
OVERLAYS = BASE + "graph/overlay/"

PREFIXES: Mapping[str, str] = MappingProxyType(
    dict(
        sorted(
            {
                **NAMESPACES,
                "nhv": BASE + "ontology#",
                **{kind: f"{BASE}id/{kind}/" for kind in KINDS},
                "graph": BASE + "graph/",
                "overlay": BASE + "overlay#",
            }.items()
        )
    )
)

_SLUG = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NOT_IN_IRIS = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_FULL_IRI = re.compile(r"(?:[a-z][a-z0-9+.-]*://|urn:|mailto:|tag:)\S+", re.IGNORECASE)


def thing(kind: str, slug: str) -> NamedNode:
    """Name a thing.

    Args:
        kind: one of :data:`KINDS`.
        slug: its readable identifier: a–z and 0–9, joined by single ``-``, ``.`` or ``_``.

    Returns:
        The IRI ``https://w3id.org/nhv/id/<kind>/<slug>``.

    Raises:
        ValueError: on an unknown kind or an ill-formed slug; the message says what to write.

    Example:
        >>> thing("region", "region-skane").value
        'https://w3id.org/nhv/id/region/region-skane'
    """
    if kind not in KINDS:
        raise ValueError(f"no kind '{kind}'; {did_you_mean(kind, KINDS)}")
    if not _SLUG.fullmatch(slug):
        remedy = kebab(slug) or "a-name"
        raise ValueError(
            f"'{slug}' cannot name a thing (kind '{kind}'); write a–z and 0–9 joined by "
            f"single - . or _, such as '{remedy}'"
        )
    return NamedNode(f"{BASE}id/{kind}/{slug}")


def curie(iri: str) -> str:
    """Shorten an IRI.

    Args:
        iri: a whole IRI, without angle brackets.

    Returns:
        ``prefix:local`` where a prefix of :data:`PREFIXES` fits and the local part needs no
        escape in Turtle or SPARQL, else the IRI itself.

    Example:
        >>> curie("https://w3id.org/nhv/id/step/3"), curie("https://example.org/")
        ('step:3', 'https://example.org/')
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _by_namespace().get(iri[:cut])
    if prefix is not None and _LOCAL.fullmatch(iri, cut):
        return f"{prefix}:{iri[cut:]}"
    return iri


def expand(curie: str) -> str:
    """Write a short name out; the inverse of :func:`curie`.

    Args:
        curie: ``prefix:local``, or a whole IRI (``https:``, ``urn:``, ``mailto:``, ``tag:``),
            which is returned as it is.

    Returns:
        The whole IRI.

    Raises:
        ValueError: on an unknown prefix (the message names the nearest) or no prefix at all.

    Example:
        >>> expand("nhv:Permit")
        'https://w3id.org/nhv/ontology#Permit'
    """
    if bad := _NOT_IN_IRIS.search(curie):
        raise ValueError(f"'{curie}' holds {bad[0]!r}, which no IRI may; write prefix:name")
    if _FULL_IRI.fullmatch(curie):
        return curie
    prefix, colon, local = curie.partition(":")
    if not colon:
        raise ValueError(f"'{curie}' has no prefix; write prefix:name, such as area:{curie}")
    if prefix not in PREFIXES:
        near = did_you_mean(f"{prefix}:", [f"{known}:" for known in PREFIXES])
        raise ValueError(f"no prefix '{prefix}:'; {near}")
    return PREFIXES[prefix] + local


@cache
def _by_namespace() -> Mapping[str, str]:
    return {namespace: prefix for prefix, namespace in PREFIXES.items()}

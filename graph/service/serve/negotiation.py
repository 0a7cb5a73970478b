"""Which form an answer takes: what the client accepts against what can be written (RFC 9110)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph.service.serve.http import Refused
from ontology.spelling import did_you_mean


@dataclass(frozen=True)
class Offer:
    """A form in which answers can be written.

    Attributes:
        format: What pyoxigraph calls it.
        media_types: Its media type first, then others that clients know it by.
        names: What ``format=`` calls it.
    """

    format: QueryResultsFormat | RdfFormat
    media_types: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """The form that was chosen, and the ``Content-Type`` that says so."""

    format: QueryResultsFormat | RdfFormat
    content_type: str


RESULTS: tuple[Offer, ...] = (
    Offer(
        QueryResultsFormat.JSON,
        ("application/sparql-results+json", "application/json"),
        ("json", "srj"),
    ),
    Offer(
        QueryResultsFormat.XML,
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        ("xml", "srx"),
    ),
    Offer(QueryResultsFormat.CSV, ("text/csv",), ("csv",)),
    Offer(QueryResultsFormat.TSV, ("text/tab-separated-values",), ("tsv",)),
)
GRAPHS: tuple[Offer, ...] = (
    Offer(
        RdfFormat.TURTLE,
        ("text/turtle", "application/turtle", "application/x-turtle"),
        ("ttl", "turtle"),
    ),
    Offer(RdfFormat.N_TRIPLES, ("application/n-triples", "text/plain"), ("nt", "n-triples")),
    Offer(
        RdfFormat.RDF_XML,
        ("application/rdf+xml", "application/xml", "text/xml"),
        ("rdf", "xml", "rdfxml"),
    ),
    Offer(RdfFormat.JSON_LD, ("application/ld+json", "application/json"), ("jsonld", "json")),
)


def chosen(accept: str, named: str, offers: Sequence[Offer]) -> Chosen:
    """Choose the form of an answer.

    Args:
        accept: The ``Accept`` header; empty means anything.
        named: The ``format=`` parameter, a short name or a media type; it goes before ``accept``.
        offers: What can be written, the preferred first.

    Returns:
        The form.

    Raises:
        Refused: 400 if ``named`` is none of them, 406 if ``accept`` takes none of them.

    Example:
        >>> chosen("text/csv;q=0.5, application/json", "", RESULTS).content_type
        'application/json'
    """
    return _chosen(accept, named, tuple(offers))


@lru_cache(maxsize=256)
def _chosen(accept: str, named: str, offers: tuple[Offer, ...]) -> Chosen:
    if named:
        wanted = named.strip().lower()
        for offer in offers:
            if wanted in offer.names or wanted in offer.media_types:
                return _as(offer, offer.media_types[0])
        known = [name for offer in offers for name in offer.names]
        near = did_you_mean(wanted, known, f"write {', '.join(known)}")
        raise Refused(400, f"format={named} is no form of this kind of answer; {near}")
    ranges = _ranges(accept or "*/*")
    best: tuple[float, Offer, str] | None = None
    for offer in offers:
        for media_type in offer.media_types:
            quality = _quality(media_type, ranges)
            if quality > (best[0] if best else 0.0):
                best = quality, offer, media_type
    if best is None:
        can = ", ".join(offer.media_types[0] for offer in offers)
        raise Refused(406, f"This answer can be had as {can}; Accept has none of them.")
    return _as(best[1], best[2])


def quality(accept: str, media_type: str) -> float:
    """How welcome a media type is, 0 (not at all) to 1.

    Args:
        accept: The ``Accept`` header; empty means anything.
        media_type: A media type without parameters.
    """
    return _quality(media_type, _ranges(accept or "*/*"))


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes answers compressed with gzip."""
    return quality(accept_encoding or "identity", "gzip") > 0


def _as(offer: Offer, media_type: str) -> Chosen:
    text = media_type.startswith("text/")
    return Chosen(offer.format, f"{media_type}; charset=utf-8" if text else media_type)


@lru_cache(maxsize=256)
def _ranges(accept: str) -> tuple[tuple[str, float], ...]:
    found = []
    for part in accept.split(","):
        media_range, *parameters = (p.strip().lower() for p in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = min(1.0, max(0.0, float(value)))
                except ValueError:
                    weight = 0.0
        if media_range:
            found.append((media_range, weight))
    return tuple(found)


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the most precise range that a type falls into."""
    whole = f"{media_type.partition('/')[0]}/*"
    for wanted in ((media_type,), (whole,), ("*/*", "*")):
        weights = [weight for media_range, weight in ranges if media_range in wanted]
        if weights:
            return max(weights)
    return 0.0

"""Which form an answer takes: what the client accepts against what can be written (RFC 9110)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph.service.serve.http import Refused


class Offer(NamedTuple):
    """A form of answers: what pyoxigraph calls it, its media types, and what ``format=`` calls it.

    Its own media type comes first, then others that clients know it by.
    """

    format: QueryResultsFormat | RdfFormat
    media_types: tuple[str, ...]
    names: tuple[str, ...]


class Chosen(NamedTuple):
    """The form that was chosen, and the ``Content-Type`` that says so."""

    format: QueryResultsFormat | RdfFormat
    content_type: str


_JSON, _XML = "application/json", ("application/xml", "text/xml")
_TURTLE = ("text/turtle", "application/turtle", "application/x-turtle")
RESULTS = (
    Offer(QueryResultsFormat.JSON, ("application/sparql-results+json", _JSON), ("json", "srj")),
    Offer(QueryResultsFormat.XML, ("application/sparql-results+xml", *_XML), ("xml", "srx")),
    Offer(QueryResultsFormat.CSV, ("text/csv",), ("csv",)),
    Offer(QueryResultsFormat.TSV, ("text/tab-separated-values",), ("tsv",)),
)
GRAPHS = (
    Offer(RdfFormat.TURTLE, _TURTLE, ("ttl", "turtle")),
    Offer(RdfFormat.N_TRIPLES, ("application/n-triples", "text/plain"), ("nt", "n-triples")),
    Offer(RdfFormat.RDF_XML, ("application/rdf+xml", *_XML), ("rdf", "xml", "rdfxml")),
    Offer(RdfFormat.JSON_LD, ("application/ld+json", _JSON), ("jsonld", "json")),
)


@lru_cache(maxsize=256)
def chosen(accept: str, named: str, offers: tuple[Offer, ...]) -> Chosen:
    """The form of an answer among the offers, of which the preferred stands first.

    ``named`` is ``format=``, a short name or a media type, and goes before the ``Accept`` header;
    what is none of the offers counts as not said, as clients send what other services take.
    Raises Refused, 406, if ``accept`` takes none of them.
    """
    for offer in offers:
        if named.strip().lower() in (*offer.names, *offer.media_types):
            return _as(offer, offer.media_types[0])
    # Of those that are equally welcome the first: max() keeps it.
    every = [(offer, media_type) for offer in offers for media_type in offer.media_types]
    offer, media_type = max(every, key=lambda one: quality(accept, one[1]))
    if quality(accept, media_type) == 0:
        can = ", ".join(offer.media_types[0] for offer in offers)
        raise Refused(406, f"This answer can be had as {can}; Accept has none of them.")
    return _as(offer, media_type)


def _as(offer: Offer, media_type: str) -> Chosen:
    text = media_type.startswith("text/")
    return Chosen(offer.format, f"{media_type}; charset=utf-8" if text else media_type)


def quality(accept: str, media_type: str) -> float:
    """How welcome a media type is, 0 (not at all) to 1, by the most precise range that it is in."""
    ranges = _ranges(accept or "*/*")
    for wanted in ((media_type,), (f"{media_type.partition('/')[0]}/*",), ("*/*", "*")):
        weights = [weight for media_range, weight in ranges if media_range in wanted]
        if weights:
            return max(weights)
    return 0.0


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes answers compressed with gzip."""
    return quality(accept_encoding or "identity", "gzip") > 0


@lru_cache(maxsize=256)
def _ranges(accept: str) -> Sequence[tuple[str, float]]:
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
    return found

"""Names of things in the language of a view, each asked for once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.networks.facts import Short, iri
from graph.view.view import View

# Long VALUES lists are cut, so that no engine's limit on the length of a query is met.
_CHUNK = 400


def labels(kg: View, things: Iterable[str]) -> Mapping[str, str]:
    """The names of things in the view's language, else in the other, else the short name.

    Args:
        kg: The view to ask.
        things: Short names.

    Returns:
        A name for every one of ``things``, and for others that were asked for before.

    Example:
        >>> labels(kg, ["area:dysmeli"])["area:dysmeli"]  # doctest: +SKIP
        'Dysmeli'
    """
    known: dict[str, str] = kg.cached(("networks", "labels", kg.lang), dict)
    if unknown := {thing for thing in things if thing not in known}:
        told = texts(kg, unknown, "skos:prefLabel|rdfs:label", (kg.lang,))
        known.update((thing, told.get(thing, thing)) for thing in unknown)
    return known


def texts(
    kg: View, things: Iterable[str], path: str, languages: Iterable[str]
) -> Mapping[str, str]:
    """One text for each thing that has any: of these languages first, then by alphabet.

    Args:
        kg: The view to ask.
        things: Short names.
        path: A property, or several with ``|`` between, as CURIEs.
        languages: Tags of languages that go first; an empty text for texts of none.
    """
    best: dict[str, tuple[bool, str]] = {}
    first, short = set(languages), Short()
    ordered = sorted(set(things) - {""})
    for start in range(0, len(ordered), _CHUNK):
        iris = " ".join(f"<{iri(thing)}>" for thing in ordered[start : start + _CHUNK])
        query = f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {iris} }} ?s {path} ?o }}"
        for subject, value in kg.select(query).rows:
            thing = short(subject)
            rank = ((getattr(value, "language", None) or "") not in first, short(value))
            if thing not in best or rank < best[thing]:
                best[thing] = rank
    return {thing: text for thing, (_, text) in best.items()}

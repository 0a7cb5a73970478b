"""Flat columns from the engine: the facts of a class, fetched once and kept with the view.

A network needs few properties of few classes. Each class is fetched as flat columns and joined in
Python: SPARQL self-joins grow quadratically on some engines, dictionaries do not. A view never
changes, so that its columns serve every network of it. Everything is sorted, so that the same graph
always gives the same network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from graph.view.view import View
from ontology.terms import PREFIXES, curie, expand, functional

Texts = tuple[str, ...]

HOLDING = ("nhv:since", "nhv:startBasis", "nhv:earliestStart", "nhv:latestStart")
"""When something that lasts began: as told, by which rule, and its bounds."""
COLUMNS: Mapping[str, Texts] = {
    "nhv:HeldArea": (
        "nhv:heldArea", "nhv:heldBy", "nhv:heldUnder", "nhv:level", "nhv:countsPermit",
    ),
    "nhv:Permit": (
        "nhv:area", "nhv:holder", "nhv:heldWithin", "nhv:throughHospital", *HOLDING,
    ),
    "nhv:SupplyRelation": (
        "nhv:area", "nhv:supplier", "nhv:receiver", "nhv:supplyKind", "nhv:onPermit", *HOLDING,
    ),
    "nhv:Cooperation": ("nhv:area", "nhv:partner", *HOLDING),
    "nhv:Application": ("nhv:area", "nhv:applicant", "nhv:programme", "nhv:firstDay"),
    "org:Membership": (
        "org:organization", "nhv:post", "org:member", "nhv:from", "nhv:attestedOn", "nhv:firstDay",
    ),
    "nhv:Post": ("org:postIn", "nhv:represents"),
    "nhv:Body": ("nhv:partOf",),
    "nhv:ProcessStep": ("nhv:number", "nhv:precedes", "nhv:responsible"),
    "nhv:ProcedureRelation": ("nhv:actor", "nhv:action", "nhv:step", "nhv:firstDay"),
    "nhv:CareArea": ("rdf:type", "nhv:cameFrom", "skos:broader", "nhv:specialty"),
    "nhv:Region": ("nhv:inHealthcareRegion", "nhv:operator", "nhv:partOf"),
    "nhv:Hospital": ("nhv:inHealthcareRegion", "nhv:operator", "nhv:partOf"),
    "nhv:HospitalUnit": ("nhv:inHealthcareRegion", "nhv:operator", "nhv:partOf"),
}  # fmt: skip
"""What networks need of each class; this is all that is fetched and kept."""


class Fact:
    """One fact of a class.

    Attributes:
        id: Its short name.
        place: Where it stands in the columns.
    """

    __slots__ = ("_of", "id", "place")

    def __init__(self, of: Facts, place: int) -> None:
        self._of, self.place, self.id = of, place, of.ids[place]

    def all(self, prop: str) -> Texts:
        """Every value of a property, sorted."""
        return self._of.all(prop)[self.place]

    def one(self, prop: str) -> str:
        """The first value of a property, or an empty text."""
        return self._of.one(prop)[self.place]


class Facts:
    """The facts of a class as columns, in the order of their short names.

    Args:
        ids: Short names, sorted.
        columns: For each property the sorted values of each fact, in step with ``ids``.
    """

    def __init__(self, ids: Sequence[str], columns: Mapping[str, Sequence[Texts]]) -> None:
        self.ids = ids
        self._all = columns
        self._one: dict[str, Sequence[str]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, at: int) -> Fact:
        return Fact(self, at)

    def __iter__(self) -> Iterator[Fact]:
        return (Fact(self, at) for at in range(len(self.ids)))

    def all(self, prop: str) -> Sequence[Texts]:
        """Every value of a property, fact by fact."""
        return self._all[prop]

    def one(self, prop: str) -> Sequence[str]:
        """The first value of a property, fact by fact; an empty text where there is none."""
        if prop not in self._one:
            self._one[prop] = [values[0] if values else "" for values in self._all[prop]]
        return self._one[prop]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: at for at, name in enumerate(self.ids)}

    def named(self, name: str) -> Fact:
        """The fact with a short name.

        Raises:
            KeyError: There is none.
        """
        return Fact(self, self._places[name])


def facts(kg: View, cls: str) -> Facts:
    """The facts of a class with the properties that networks need (:data:`COLUMNS`).

    Args:
        kg: The view to ask; it is asked once.
        cls: The class as a CURIE, e.g. ``nhv:Permit``.

    Example:
        >>> facts(kg, "nhv:Permit")[0].one("nhv:area")  # doctest: +SKIP
        'area:analatresi'
    """
    return kg.cached(("networks", "facts", cls), lambda: _fetched(kg, cls))


def _fetched(kg: View, cls: str) -> Facts:
    return columns(kg, f"?s a {cls} .", COLUMNS[cls])


def states(kg: View, cls: str) -> Mapping[str, str]:
    """The status of every thing of a class on the view's day, as its periods have it.

    Args:
        kg: The view; it is asked once, whatever the day.
        cls: The class as a CURIE.

    Example:
        >>> states(kg, "nhv:Permit")["permit:tips-region-skane"]  # doctest: +SKIP
        'nhv:InForce'
    """
    day = kg.as_of.isoformat()
    spans = periods(kg, cls)
    return kg.cached(
        ("networks", "states", cls, day),
        lambda: {
            thing: status
            for thing, turns in spans.items()
            for first, last, status in turns
            # A side that is open has an empty text, which comes before every day.
            if first <= day and (not last or day <= last)
        },
    )


def periods(kg: View, cls: str) -> Mapping[str, Sequence[tuple[str, str, str]]]:
    """First day, last day and status of every period of the things of a class, in order."""
    return kg.cached(("networks", "periods", cls), lambda: _periods(kg, cls))


def _periods(kg: View, cls: str) -> Mapping[str, Sequence[tuple[str, str, str]]]:
    short = Short()
    found: dict[str, list[tuple[str, str, str]]] = {}
    for thing, status, first, last in kg.select(
        f"SELECT ?s ?status ?first ?last {{ ?s a {cls} ; nhv:period ?p . ?p nhv:status ?status "
        "OPTIONAL { ?p nhv:firstDay ?first } OPTIONAL { ?p nhv:lastDay ?last } }"
    ).rows:
        found.setdefault(short(thing), []).append((short(first), short(last), short(status)))
    return {thing: sorted(found[thing]) for thing in sorted(found)}


def columns(kg: View, pattern: str, props: Sequence[str]) -> Facts:
    """Fetch properties of all things that a pattern finds.

    Args:
        kg: The view to ask.
        pattern: A pattern of SPARQL that binds ``?s``.
        props: The properties as CURIEs.

    Returns:
        The things in the order of their short names; values are sorted.
    """
    # What has one value only comes as one wide row a thing; the rest each on its own, since two
    # lists of values in one row would multiply.
    once = {curie(node.value) for node in functional()}
    wide = [prop for prop in props if prop in once]
    heads = " ".join(f"?v{i}" for i in range(len(wide)))
    bodies = " ".join(f"OPTIONAL {{ ?s {prop} ?v{i} }}" for i, prop in enumerate(wide))
    short = Short()
    found: dict[str, dict[str, set[str]]] = {prop: {} for prop in props}
    ids = set()
    for subject, *values in kg.select(f"SELECT ?s {heads} {{ {pattern} {bodies} }}").rows:
        thing = short(subject)
        ids.add(thing)
        for prop, value in zip(wide, values, strict=True):
            if value is not None:
                found[prop].setdefault(thing, set()).add(short(value))
    for prop in props:
        if prop not in once:
            for subject, value in kg.select(f"SELECT ?s ?o {{ {pattern} ?s {prop} ?o }}").rows:
                found[prop].setdefault(short(subject), set()).add(short(value))
    ordered = sorted(ids)
    return Facts(ordered, {prop: _column(ordered, given) for prop, given in found.items()})


def _column(ids: Sequence[str], given: Mapping[str, set[str]]) -> Sequence[Texts]:
    """The values of each thing, the same tuple wherever they are the same."""
    once: dict[Texts, Texts] = {}
    rows = (tuple(sorted(given[thing])) if thing in given else () for thing in ids)
    return [once.setdefault(row, row) for row in rows]


class Short:
    """Short texts of terms: CURIEs of IRIs, the lexical forms of literals.

    It remembers what it shortened, since flat columns name the same few things over and over.

    Example:
        >>> from ontology.terms import NHV
        >>> Short()(NHV.Permit), Short()(None)
        ('nhv:Permit', '')
    """

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, term: Any) -> str:
        """The text of a term of the engine; an empty text for None."""
        if term is None:
            return ""
        text = str(term.value)
        if hasattr(term, "datatype"):
            return text
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = curie(text)
        return known


def iri(thing: str) -> str:
    """The IRI of a short name; an IRI stays as it is."""
    prefix, _, local = thing.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else expand(thing)

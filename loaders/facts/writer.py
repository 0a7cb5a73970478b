"""How a fact, its citation and the names printed in it become quads.

Each source speaks in its own named graph.  What each kind of fact says is in
:mod:`loaders.facts.kinds`, what each register entry says in :mod:`loaders.facts.assertions`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from loaders.curation.cited import Cited, Fact
from loaders.curation.entries import Entry
from loaders.curation.fields import Lines
from loaders.curation.registers import Entity, Mention
from loaders.dates import When
from loaders.problems import Place
from loaders.statements import Statement, Term
from ontology.spelling import fold, slug
from ontology.terms import BIBO, NHV, PEOPLE_GRAPH, PROV, RDF, SKOS, expand, thing

_DAY_OF_THE_SOURCE = "the day is that of the source"

Values: TypeAlias = Mapping[str, tuple[NamedNode, Sequence[Term]]]
"""What a record says: by field as written, the property and its values."""


def text(value: str, language: str | None = None) -> Literal:
    """A text, with a language if given."""
    return Literal(value, language=language)


def local_name(term: NamedNode) -> str:
    """The last part of a term of an ontology, in lower case."""
    return term.value.rpartition("#")[2].lower()


def terms(value: object, language: str | None = None) -> tuple[Term, ...]:
    """The terms of what a field holds: texts in a language if given; none for nothing."""
    match value:
        case tuple():
            return tuple(term for item in value for term in terms(item, language))
        case NamedNode() | Literal():
            return (value,)
        case Mention():
            return (value.entity.iri,)
        case When():
            return (value.literal(),)
        case bool() | int():
            return (Literal(value),)
        case str():
            return (text(value, language),)
    return ()


def bilingual(sv: str | None, en: str | None) -> tuple[Term, ...]:
    """A text in both languages, or nothing."""
    return (text(sv, "sv"), text(en, "en")) if sv and en else ()


TABLES = tomllib.loads(Path(__file__).with_name("facts.toml").read_text(encoding="utf-8"))
"""What facts and their properties are called (``facts.toml``)."""
PROPERTIES: Mapping[str, NamedNode] = {
    field: NamedNode(expand(name)) for field, name in TABLES["properties"].items()
}
"""Of fields that are called otherwise than their property, some in one kind of record only."""
TOLD_APART = ("state", "units", "sv", "en")
"""Fields that are no property: the state is the citation's, numbers of units are things of their
own, and the texts in two languages are one property."""


def values_of(
    record: Cited | Entry, besides: Collection[str] = (*Fact.fields, *TOLD_APART)
) -> dict[str, tuple[NamedNode, Sequence[Term]]]:
    """What a record says, by field as written: the property of the field's name, and its values.

    So a new field of a record needs a property of the same name in the ontology, and nothing here:
    ``decided_on`` is ``nhv:decidedOn``. Dates, texts, numbers, truths, concepts and things are told
    as what they are; a kind of fact that tells a field otherwise puts its own values over these.
    Raises KeyError if the ontology has no such property; the message names the nearest.
    """
    found: dict[str, tuple[NamedNode, Sequence[Term]]] = {
        field.written: (
            property_of(name, record.kind),
            terms(getattr(record, name), TABLES["languages"].get(name)),
        )
        for name, field in record.fields.items()
        if name not in besides
    }
    if isinstance(record, Cited) and {"sv", "en"} <= record.fields.keys():
        found["sv"] = (NHV.text, bilingual(record.sv, record.en))  # type: ignore[attr-defined]
    return found


@cache
def property_of(name: str, kind: str = "") -> NamedNode:
    """The property that a field tells: ``nhv:throughHospital`` of ``through_hospital``."""
    first, *others = name.split("_")
    own = PROPERTIES.get(f"{kind}.{name}") or PROPERTIES.get(name)
    return own or NHV[first + "".join(map(str.capitalize, others))]


@dataclass(frozen=True)
class Standing:
    """Where something stands in a document, how sure it is, and why it is read this way.

    The locator is in words, ``68–70`` or ``slide 3``; the mark is part of an identifier:
    ``l68-70``.
    """

    locator: str
    mark: str
    lines: Lines | None = None
    inferred: bool = False
    reading: str | None = None


@dataclass
class Writer:
    """Writes the facts of one source into its named graph, the IRI of the source but for registers.

    Attributes:
        place: Where in its file that stands which is being written.
        where: The place of each thing and citation, by IRI.
    """

    source: Entity
    graph: NamedNode
    date: When | None = None  # the document's date, if it has one
    locator: str | None = None  # where a fact stands that gives no place itself
    said: list[Statement] = field(default_factory=list)
    where: dict[str, Place] = field(default_factory=dict)
    _used: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = self.source.place

    @property
    def quads(self) -> tuple[Quad, ...]:
        """What was said, as quads."""
        return tuple(Quad(*statement) for statement in self.said)

    def add(self, subject: NamedNode, predicate: NamedNode, *values: Term) -> None:
        """Say something in the source's graph."""
        graph = self.graph
        self.said += [Statement(subject, predicate, value, graph) for value in values]

    def unique(self, name: str) -> str:
        """A slug that no other fact of this source has: the second of a name is ``name-2``."""
        self._used[name] = count = self._used.get(name, 0) + 1
        return name if count == 1 else f"{name}-{count}"

    def describe(
        self, node: NamedNode, rdf_class: NamedNode, labels: tuple[str, str], values: Values
    ) -> None:
        """A thing with its class, its labels (sv, en) and its values; no citation yet."""
        self.where.setdefault(node.value, self.place)
        self.add(node, RDF.type, rdf_class)
        self.add(node, SKOS.prefLabel, text(labels[0], "sv"), text(labels[1], "en"))
        for predicate, objects in values.values():
            self.add(node, predicate, *objects)

    def fact(
        self,
        node: NamedNode,
        rdf_class: NamedNode,
        labels: tuple[str, str],
        values: Values,
        record: Cited,
        day: str | None = None,
    ) -> NamedNode:
        """A fact: the thing, its citation, which is returned, and the names as printed.

        ``labels`` are Swedish and English.  Where the record leaves out the field ``day``, the day
        that the fact holds for, it is the source's, if it has one, and that is an inference.
        """
        inferred, standing = list(record.inferred), self.standing(record)
        cited = standing
        if day and self.date and getattr(record, day) is None:
            values = {**values, day: (values[day][0], terms(self.date))}
            inferred.append(day)
            cited = replace(standing, reading=standing.reading or _DAY_OF_THE_SOURCE)
        self.describe(node, rdf_class, labels, values)
        printed = {**getattr(record, "printed", {})}
        printed.pop("member", None)
        citation = self.cite(node, cited, printed.values())
        self.support(citation, values, inferred)
        self.add(citation, NHV.state, *terms(getattr(record, "state", None)))
        for mention, wording in _printed_names(record):
            self.print_name(mention.entity, wording, standing)
        return citation

    def cite(
        self,
        node: NamedNode,
        standing: Standing,
        printed: Iterable[str] = (),
        *,
        name: str | None = None,
        graph: NamedNode | None = None,
    ) -> NamedNode:
        """A citation of this source for a thing, called after the thing unless a name is given."""
        graph = graph or self.graph
        called = name or ".".join((*node.value.rsplit("/", 2)[-2:], standing.mark))
        citation = thing("citation", self.unique(f"{self.source.id}.{called}"))
        self.where.setdefault(citation.value, self.place)
        self.link(node, citation, graph)
        said: list[tuple[NamedNode, Term]] = [
            (RDF.type, NHV.Citation),
            (PROV.entity, self.source.iri),
            (BIBO.locator, text(standing.locator)),
            (NHV.certainty, NHV.Inferred if standing.inferred else NHV.Stated),
            *((NHV.printed, text(wording)) for wording in printed),
        ]
        if standing.lines:
            said.append((NHV.firstLine, Literal(standing.lines.first)))
            said.append((NHV.lastLine, Literal(standing.lines.last)))
        if standing.reading:
            said.append((NHV.reading, text(standing.reading, "en")))
        self.said += [Statement(citation, predicate, value, graph) for predicate, value in said]
        return citation

    def support(self, citation: NamedNode, values: Values, inferred: Sequence[str]) -> None:
        """Say which properties a citation supports, and which of them were inferred."""
        for name, (predicate, objects) in sorted(values.items()):
            if objects:
                self.add(citation, NHV.states, predicate)
                if name in inferred:
                    self.add(citation, NHV.infers, predicate)

    def link(self, node: NamedNode, citation: NamedNode, graph: NamedNode) -> None:
        """Tie a thing to its citation and, for short, to the source."""
        self.said.append(Statement(node, PROV.qualifiedPrimarySource, citation, graph))
        self.said.append(Statement(node, PROV.hadPrimarySource, self.source.iri, graph))

    def print_name(self, entity: Entity, wording: str, standing: Standing) -> None:
        """The source prints a thing under a name; persons' names stay in the people graph."""
        if wording in (entity.sv, entity.en):
            return
        graph = self.graph
        name = f"{entity.kind}.{entity.id}.{standing.mark}.{slug(wording)}"
        if entity.kind == "person":
            # The identifier of the citation must not tell the name.
            graph, name = PEOPLE_GRAPH, f"name.{standing.mark}"
        citation = self.cite(entity.iri, standing, [wording], name=name, graph=graph)
        self.said += (
            Statement(entity.iri, SKOS.altLabel, text(wording, "sv"), graph),
            Statement(citation, NHV.states, SKOS.altLabel, graph),
        )

    def standing(self, record: Cited) -> Standing:
        """Where a record stands in the document and how sure it is."""
        if isinstance(record.lines, Lines):
            locator, mark = str(record.lines), record.lines.slug
        elif record.slide is not None:
            locator, mark = f"slide {record.slide}", f"slide-{record.slide}"
        else:
            locator = record.section or self.locator or "whole document"
            mark = f"s-{slug(locator)}"
        inferred = record.certainty == "inferred"
        return Standing(locator, mark, record.lines, inferred, record.reading)


def _printed_names(record: Cited) -> Iterator[tuple[Mention, str]]:
    """Every name that a record holds as printed, in the field or under ``printed``."""
    wordings: Mapping[str, str] = getattr(record, "printed", {})
    for name, value in vars(record).items():
        values = value if isinstance(value, tuple) else (value,)
        mentions = [item for item in values if isinstance(item, Mention)]
        for mention in mentions:
            if mention.printed:
                yield mention, mention.printed
        wording = wordings.get(record.fields[name].written) if len(mentions) == 1 else None
        if wording and fold(wording) != fold(mentions[0].printed or ""):
            yield mentions[0], wording

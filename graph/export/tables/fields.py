"""What the columns of a table are: how each is read from the graph, typed and explained.

A column is explained by the ontology's own definition of its property; only columns that are no
property (``id``, ``certainty`` …) and terms of other vocabularies are explained in ``words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from pyoxigraph import Literal, NamedNode

from graph.base.languages import LANGS
from graph.base.lexicon import lexicon
from graph.base.statements import Statements, Term
from graph.base.vocabulary import word
from graph.base.words import Pair, words_of
from graph.engines.values import BETWEEN
from ontology.terms import BIBO, NHV, PROV, RDF, RDFS, SKOS, XSD, curie, expand, superclasses

WORDS = words_of("graph.export")
Read = Callable[[Statements, NamedNode], list[str]]

_SUFFIXES = (*LANGS, "precision")
_PRECISIONS = {XSD.date: "day", XSD.gYearMonth: "month", XSD.gYear: "year"}
_CERTAINTIES: Mapping[Term, str] = {NHV.Stated: "stated", NHV.Inferred: "inferred"}
_DATATYPES = {"thing": "string", "ref": "string", "date": "string", "day": "date"}


@dataclass(frozen=True)
class Field:
    """A column of a table."""

    name: str
    told: Pair  # what it holds, in Swedish and English
    read: Read  # gives the texts of a row's thing
    property: str = ""  # the one that it shows, if it is one
    many: bool = False  # whether a cell can hold several values, see ``between``
    datatype: str = "string"  # or ``integer``, ``decimal``, ``boolean``, ``date``, ``anyURI``
    target: NamedNode | None = None  # the class of the things that it names
    lang: str = ""  # of its texts, if they have one
    between: ClassVar[str] = BETWEEN  # the values of a cell

    def label(self) -> Pair:
        """What people call it: its property's label, and which of its columns it is."""
        if f"heading.{self.name}" in WORDS:
            return WORDS[f"heading.{self.name}"]
        if not self.property:
            return self.name, self.name
        sv, en = (word(NamedNode(expand(self.property)), lang) for lang in LANGS)
        _, _, suffix = self.name.rpartition("_")
        label = sv[:1].upper() + sv[1:], en[:1].upper() + en[1:]
        return WORDS.pair(f"heading.of_{suffix}", label) if suffix in _SUFFIXES else label


@dataclass(frozen=True)
class Column:
    """A property as one or more columns, by its short name."""

    short: str
    # ``thing`` (a short name with its labels), ``ref`` (a short name), ``date`` (in the precision
    # of the source), ``day``, ``text`` (in two languages), or a datatype.
    form: str
    many: bool

    def fields(self) -> list[Field]:
        """The columns, explained by the ontology."""
        prop = NamedNode(expand(self.short))
        told, local = explained(prop), re.split(r"[/#]", prop.value)[-1]
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local).lower()  # valid_from of validFrom
        if self.form == "text":
            meant = {lang: WORDS.pair(f"column.in_{lang}", told) for lang in LANGS}
            return [
                Field(f"{name}_{x}", meant[x], _texts(prop, x), self.short, lang=x) for x in LANGS
            ]
        target = _only(prop, RDFS.range) if self.form in ("thing", "ref") else None
        datatype = _DATATYPES.get(self.form, self.form)
        beside: dict[str, tuple[Pair, Read]] = {}
        if self.form == "thing":
            beside = {x: (WORDS.pair(f"column.named_{x}", name), _names(prop, x)) for x in LANGS}
        elif self.form == "date":
            beside = {"precision": (WORDS.pair("column.precision", name), _precisions(prop))}
        return [
            Field(name, told, _values(prop), self.short, self.many, datatype, target),
            *(
                Field(f"{name}_{suffix}", meaning, read, self.short, self.many)
                for suffix, (meaning, read) in beside.items()
            ),
        ]


def columns(form: str, names: str) -> list[Column]:
    """Several properties of one form; ``nhv:`` is left out, a star marks one with several values.

    Example:
        >>> columns("ref", "call joins*")[1]
        Column(short='nhv:joins', form='ref', many=True)
    """
    written = ((name.rstrip("*"), name.endswith("*")) for name in names.split())
    return [Column(n if ":" in n else f"nhv:{n}", form, many) for n, many in written]


def explained(term: NamedNode) -> Pair:
    """What a term means, in Swedish and English."""
    key = f"property.{curie(term.value)}"
    if key in WORDS:
        return WORDS[key]
    sv, en = (
        lexicon().text(term, SKOS.definition, lang) or word(term, lang).capitalize() + "."
        for lang in LANGS
    )
    return sv, en


def identity(cls: str) -> Field:
    """The first column of every table."""
    return Field("id", WORDS.pair("column.id", cls), lambda _, row: [curie(row.value)])


def address() -> Field:
    """The last column of every table."""
    return Field("iri", WORDS.pair("column.iri"), lambda _, row: [row.value], datatype="anyURI")


def labels() -> list[Field]:
    """What the thing is called."""
    told = {x: WORDS.pair(f"column.label_{x}") for x in LANGS}
    return [
        Field(f"label_{x}", told[x], _texts(SKOS.prefLabel, x), "skos:prefLabel", lang=x)
        for x in LANGS
    ]


def kind() -> Field:
    """The most specific class of the thing, for tables of several classes."""

    def read(held: Statements, row: NamedNode) -> list[str]:
        own = {v for v in held.nodes(row, RDF.type) if v.value.startswith(str(NHV))}
        return sorted(_plain(v) for v in own - {above for v in own for above in superclasses(v)})

    return Field("kind", WORDS.pair("column.kind"), read, "rdf:type")


def evidence() -> list[Field]:
    """How the row is known: one entry of each for every citation, in one order."""

    def certainty(held: Statements, row: NamedNode) -> list[str]:
        return [_CERTAINTIES[v] for v in held.objects(row, NHV.certainty) if v in _CERTAINTIES]

    def otherwise(held: Statements, row: NamedNode) -> list[str]:
        props = (NHV.inferredProperty, NHV.statedProperty)
        return [_plain(v) for prop in props for v in held.objects(row, prop)]

    def of_citations(prop: NamedNode) -> Read:
        return lambda held, row: [
            BETWEEN.join(map(_plain, held.objects(citation, prop))) or "–"
            for citation in held.nodes(row, PROV.qualifiedPrimarySource)
        ]

    columns: tuple[tuple[str, Read, str], ...] = (
        ("certainty", certainty, "nhv:certainty"),
        ("otherwise", otherwise, ""),
        ("stated_by", _values(NHV.statedBy), "nhv:statedBy"),
        ("citations", _values(PROV.qualifiedPrimarySource), ""),
        ("sources", of_citations(PROV.entity), ""),
        ("places", of_citations(BIBO.locator), ""),
    )
    return [
        Field(name, WORDS.pair(f"column.{name}"), read, prop, many=name != "certainty")
        for name, read, prop in columns
    ]


def owner(said: str) -> Field:
    """Of a thing without a name of its own: what it belongs to.

    What is said is its heading and the property by which that names the thing, with a star if
    several can.
    """
    name, _, names = said.partition(" ")
    (column,) = columns("ref", names)
    prop = NamedNode(expand(column.short))
    sv, en = (word(prop, lang) for lang in LANGS)
    return Field(
        name,
        WORDS.pair("column.owner", (sv, en)),
        lambda held, row: [curie(subject.value) for subject in held.subjects(prop, row)],
        many=column.many,
        target=_only(prop, RDFS.domain),
    )


def _only(prop: NamedNode, tie: NamedNode) -> NamedNode | None:
    """The domain or range of a property, if it has exactly one."""
    found = lexicon().nodes(prop, tie)
    return found[0] if len(found) == 1 else None


def _plain(value: Term) -> str:
    """A value as text: things by their short names."""
    return curie(value.value) if isinstance(value, NamedNode) else value.value


def _values(prop: NamedNode) -> Read:
    return lambda held, row: [_plain(value) for value in held.objects(row, prop)]


def _texts(prop: NamedNode, lang: str) -> Read:
    """All texts in a language as one value."""
    return lambda held, row: (
        [text] if (text := BETWEEN.join(held.literals(row, prop, lang))) else []
    )


def _names(prop: NamedNode, lang: str) -> Read:
    label = _texts(SKOS.prefLabel, lang)
    return lambda held, row: [
        next(iter(label(held, value) if isinstance(value, NamedNode) else ()), _plain(value))
        for value in held.objects(row, prop)
    ]


def _precisions(prop: NamedNode) -> Read:
    return lambda held, row: [
        _PRECISIONS.get(value.datatype, "interval")
        for value in held.objects(row, prop)
        if isinstance(value, Literal)
    ]
